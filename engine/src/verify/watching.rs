//! What of a document's claims is to be looked for in the text of the code while that is read.

use super::absent::OWN_LOGGER;
use super::check::by_id;
use super::derived;
use super::endpoint;
use super::packages;
use super::paths::tidy;
use super::service::names_of;
use super::technique;
use super::term;
use crate::assemble::{Fit, Watch};
use crate::audit::{Audit, ClaimKind, Ecosystem};

/// The watch list for a document. Without claims it is empty, and reading the code costs what it always does.
pub fn watch(document: &Audit) -> Watch {
    let claims = document.document.iter().flat_map(|document| &document.claims);
    let services = by_id(&document.services);
    let names_of = |id: &str| names_of(services.get(id).copied(), id);
    let mut terms: Vec<(String, Fit)> = Vec::new();
    for claim in claims {
        let subject = claim.subject.trim();
        match claim.kind {
            ClaimKind::Service => terms.extend(names_of(subject).iter().map(|name| ((*name).to_owned(), Fit::Name))),
            ClaimKind::Package | ClaimKind::Version => {
                let (_, name) = packages::split(subject);
                let name = packages::bare(name);
                terms.push((name.to_owned(), Fit::Package));
                terms.push((name.to_owned(), Fit::Name));
                terms.push((name.to_owned(), Fit::Word));
                terms.extend(packages::modules(Ecosystem::Pypi, name).into_iter().map(|module| (module, Fit::Package)));
            }
            ClaimKind::Env => terms.push((subject.to_owned(), Fit::Word)),
            ClaimKind::Path => {
                let tidy = tidy(subject);
                terms.push((tidy.trim_end_matches('/').to_owned(), Fit::Word));
                // A file that is said to be a service's is looked through for its name.
                if !claim.service.is_empty() {
                    let names = names_of(&claim.service);
                    terms.extend(names.iter().map(|name| ((*name).to_owned(), Fit::Name)));
                }
            }
            ClaimKind::Host => {
                let host = subject.split_once("://").map_or(subject, |(_, rest)| rest);
                let host = host.split(['/', ':', '?']).next().unwrap_or("");
                terms.push((host.to_ascii_lowercase(), Fit::Word));
            }
            ClaimKind::Endpoint => {
                let (_, url) = endpoint::split(subject);
                let path = url
                    .split_once("://")
                    .map_or(url, |(_, rest)| rest.find('/').and_then(|at| rest.get(at..)).unwrap_or(""));
                terms.push((endpoint::fixed(path).to_owned(), Fit::Word));
            }
            ClaimKind::Event => {
                terms.push((subject.trim_end_matches(['*', '.', '_', ':']).to_owned(), Fit::Word));
            }
            ClaimKind::Table => terms.push((subject.to_owned(), Fit::Word)),
            ClaimKind::Image => {
                let name = subject.split(['@', ':']).next().unwrap_or(subject);
                terms.push((name.to_owned(), Fit::Word));
            }
            ClaimKind::Symbol => terms.extend(term::terms(subject).into_iter().map(|term| (term, Fit::Word))),
            ClaimKind::Absent => terms.push((OWN_LOGGER.to_owned(), Fit::Word)),
            ClaimKind::Prose => {}
        }
    }
    terms.extend(document.document.iter().flat_map(technique::terms));
    terms.extend(document.document.iter().flat_map(derived::terms));
    Watch::new(terms.iter().map(|(term, fit)| (term.as_str(), *fit)))
}
