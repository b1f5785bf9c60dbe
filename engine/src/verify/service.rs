//! Services: plugged into, only declared, or said to be absent and there all the same.

use super::check::{self, Answer, Check, Said};
use crate::assemble::{Fit, Where};
use crate::audit::{Category, EvidenceKind, Place, Service, Status};
use crate::catalog;
use crate::order::Arrange;
use crate::path::{self, Role};

/// Checks that the code plugs into a service, or does not, as the document says.
pub fn check(check: &Check<'_>, said: Said<'_>) -> Answer {
    let id = said.claim.subject.as_str();
    let status = Status::ALL.into_iter().find(|status| status.word() == said.claim.value).unwrap_or(Status::Used);
    let service = check.services.get(id).copied();
    match status {
        Status::Used if unbuilt(said) => absent(check, id),
        Status::Used => is_used(check, said, id, service),
        Status::Declared => match service {
            Some(service) if service.status == Status::Used => match check::wired(service) {
                Some(place) => Answer::contradicted("code uses it", Some(place)),
                None => Answer::confirmed(check::best(service)),
            },
            Some(service) => Answer::confirmed(check::best(service)),
            None => kin(check, id).unwrap_or_else(|| unknown(check, said, id)),
        },
        Status::DevOnly => match service {
            Some(service) if service.status == Status::Used => match check::wired(service).filter(|_| only_dev(said)) {
                Some(place) => Answer::contradicted("product code uses it", Some(place)),
                None => Answer::confirmed(check::best(service)),
            },
            Some(service) => Answer::confirmed(check::best(service)),
            None => kin(check, id).unwrap_or_else(|| unknown(check, said, id)),
        },
        // One of several that could be used may be one that is.
        Status::Mentioned if !unbuilt(said) => match service {
            Some(service) => Answer::confirmed(check::best(service)),
            None => match kin(check, id).unwrap_or_else(|| unknown(check, said, id)) {
                answer if answer.verdict == super::Verdict::Confirmed => answer,
                answer => Answer { verdict: super::Verdict::NotChecked, ..answer },
            },
        },
        Status::Planned | Status::Absent | Status::Mentioned => absent(check, id),
    }
}

/// Words by which a document says that a service is in no code yet.
const UNBUILT: &[&str] =
    &["documented only", "not in code", "not in repo", "not in the repo", "not wired in", "not yet implemented"];

/// Whether a document says of what its line names that no code has it yet.
pub fn unbuilt(said: Said<'_>) -> bool {
    let item = said.clause.item.to_lowercase();
    UNBUILT.iter().any(|words| item.contains(words))
}

/// Whether the words say that a service is for development and for nothing else.
fn only_dev(said: Said<'_>) -> bool {
    said.clause.says(&["only", "prototype", "never"])
}

/// Checks that the code does not use a service.
pub fn absent(check: &Check<'_>, id: &str) -> Answer {
    match check.services.get(id) {
        Some(service) if service.status == Status::Used => match check::wired(service) {
            Some(place) => Answer::contradicted("code uses it", Some(place)),
            None => Answer::not_checked("the code has it set up").at(check::best(service)),
        },
        Some(service) if service.status == Status::Declared => Answer::confirmed(None).remark(declared(service)),
        _ => Answer::confirmed(None),
    }
}

fn is_used(check: &Check<'_>, said: Said<'_>, id: &str, service: Option<&Service>) -> Answer {
    let Some(service) = service else {
        return kin(check, id).unwrap_or_else(|| unknown(check, said, id));
    };
    let best = check::best(service);
    match service.status {
        Status::Used => match another_beside_the_only(check, said, service) {
            Some(answer) => answer,
            None => Answer::confirmed(best),
        },
        Status::DevOnly => Answer::confirmed(best).remark("only development or test files use it"),
        Status::Declared if check.idle.contains(id) => Answer::confirmed(best).remark(declared(service)),
        Status::Declared => match only_asked(check, service).map(|sure| sure && is_named(said, service)) {
            Some(true) => Answer::contradicted(declared(service), best),
            Some(false) => Answer::not_checked(declared(service)).at(best),
            None => Answer::confirmed(best),
        },
        // Its vendor's own name may only be said in passing where the document means what the code does use.
        _ => {
            let truth = best.as_ref().map_or_else(String::new, |place| format!("only mentioned in {}", place.path));
            let named = names(check, id).into_iter().find_map(|name| check.in_code(name, Fit::Name));
            match (kin(check, id), named) {
                (Some(answer), _) if answer.verdict == super::Verdict::Confirmed => answer,
                (_, Some(place)) => {
                    Answer::not_checked("the code names it; no use of it is recognised").at(Some(place))
                }
                _ if leaves_trace(service.category) => Answer::not_found().remark(truth).at(best),
                _ => Answer::not_checked(truth).at(best),
            }
        }
    }
}

/// What a category is called behind an "only", each in lower case.
const ONLY: &[(&str, Category)] = &[
    ("only cache", Category::Cache),
    ("only data store", Category::Database),
    ("only database", Category::Database),
    ("only datastore", Category::Database),
    ("only email provider", Category::Email),
    ("only payment", Category::Payment),
    ("only queue", Category::Queue),
    ("only storage", Category::Storage),
    ("sole database", Category::Database),
];

/// "The only database", and the code is wired to another one.
fn another_beside_the_only(check: &Check<'_>, said: Said<'_>, service: &Service) -> Option<Answer> {
    let after = said.clause.after().to_lowercase();
    let (_, category) = ONLY.iter().find(|(words, _)| after.contains(words))?;
    if service.category != *category {
        return None;
    }
    let mut others: Vec<(&Service, Place)> = check
        .services
        .values()
        .filter(|other| other.id != service.id && other.category == *category && other.status == Status::Used)
        .filter_map(|other| Some((*other, check::wired(other)?)))
        .collect();
    others.arrange_by_key(|(other, _)| other.id.as_str());
    let (first, place) = others.first()?;
    let all: Vec<&str> = others.iter().take(3).map(|(other, _)| other.name.as_str()).collect();
    let _ = first;
    Some(Answer::contradicted(format!("code uses {}, too", all.join(", ")), Some(place.clone())))
}

/// Whether a service whose packages a manifest asks for, or whose variables a file declares, is used nowhere: `Some(false)`
/// where that is not sure, `None` where more than that speaks for it. What a configuration sets up may be used from out of
/// sight, and so may a program's package.
fn only_asked(check: &Check<'_>, service: &Service) -> Option<bool> {
    let declaring = |evidence: &crate::audit::Evidence| match evidence.kind {
        EvidenceKind::Mention | EvidenceKind::Claim | EvidenceKind::Dependency | EvidenceKind::EnvDeclared => true,
        _ => path::role(&evidence.path) != Role::Product,
    };
    if !service.evidence.iter().all(declaring) {
        return None;
    }
    // A file that only sets a variable for a program beside the code, and code that names that program.
    let named = || {
        names(check, &service.id)
            .into_iter()
            .flat_map(|name| check.code.seen.files(name, Fit::Name))
            .any(|path| is_source(path) && path::role(path) == Role::Product)
    };
    let mut clients = service.clients.iter();
    let imported = clients.all(|client| super::package::needs_import(check, &client.ecosystem, &client.name));
    Some(leaves_trace(service.category) && imported && !(service.clients.is_empty() && named()))
}

/// Whether the words name a service by a name that can be nothing else, where its variables are all that is known of it.
fn is_named(said: Said<'_>, service: &Service) -> bool {
    let item = said.clause.item.to_lowercase();
    let short = |name: &str| name.len() > 3 && item.contains(&name.to_lowercase());
    !service.clients.is_empty()
        || short(&service.name)
        || service.aliases.iter().any(|alias| alias.len() > 4 && short(alias))
}

/// Whether a file is code, not a setting.
fn is_source(path: &str) -> bool {
    let setting =
        matches!(path::extension(path), "conf" | "env" | "ini" | "json" | "md" | "sh" | "toml" | "yaml" | "yml" | "");
    !setting && !path::is_dotenv(path)
}

/// What a declared service's best evidence says.
fn declared(service: &Service) -> String {
    let first =
        service.evidence.iter().find(|e| e.kind != EvidenceKind::Mention && path::role(&e.path) == Role::Product);
    match first.or(service.evidence.first()) {
        Some(evidence) => format!("declared in {}, never used", evidence.path),
        None => "declared, never used".to_owned(),
    }
}

/// Backends whose parts (`supabase-storage`) have one client.
const BACKENDS: &[&str] = &["appwrite", "convex", "firebase", "nhost", "pocketbase", "supabase"];

/// What is said of a service by its kin: the suite that it is a part of, its own parts, one that speaks its protocol.
fn kin(check: &Check<'_>, id: &str) -> Option<Answer> {
    let entry = catalog::by_id(id)?;
    let used = |service: &&&Service| service.status == Status::Used;
    let services = || check.services.values().copied();
    let mut all: Vec<&Service> = services().collect();
    all.arrange_by_key(|service| (service.status, service.id.as_str()));
    if let Some(part) = all.iter().find(|service| entry.covers(&service.id)).filter(used) {
        return Some(Answer::confirmed(check::best(part)).remark(format!("code uses {}", part.name)));
    }
    let suite = all.iter().find(|service| catalog::by_id(&service.id).is_some_and(|suite| suite.covers(id)));
    if let Some(suite) = suite {
        return Some(match suite.status {
            Status::Used => Answer::confirmed(check::best(suite)).remark(format!("code uses {}", suite.name)),
            Status::Declared => {
                Answer::contradicted(format!("{} is {}", suite.name, declared(suite)), check::best(suite))
            }
            _ => Answer::not_found(),
        });
    }
    // A backend that is a service of its own has its parts with it.
    let whole = BACKENDS.iter().find(|whole| id.strip_prefix(*whole).is_some_and(|part| part.starts_with('-')));
    if let Some(whole) =
        whole.and_then(|whole| check.services.get(*whole)).filter(|service| service.status == Status::Used)
    {
        return Some(Answer::confirmed(check::best(whole)).remark(format!("code uses {}", whole.name)));
    }
    // A database that speaks the same protocol is one of its kind; a store of files is another vendor's.
    let speaker =
        all.iter().find(|service| catalog::by_id(&service.id).is_some_and(|other| other.speaks.contains(&id)));
    let spoken = all.iter().find(|service| entry.speaks.contains(&service.id.as_str()));
    let other = speaker.or(spoken).filter(used)?;
    let truth = format!("code uses {}", other.name);
    Some(match entry.category {
        Category::Database | Category::Cache | Category::Queue => Answer::confirmed(check::best(other)).remark(truth),
        // What the document calls by the protocol's name is what it names elsewhere.
        _ if check.documented(&other.id).is_some() => Answer::not_checked(truth).at(check::best(other)),
        _ => Answer::not_found().remark(truth).at(check::best(other)),
    })
}

/// A service that the audit of the code does not have.
fn unknown(check: &Check<'_>, said: Said<'_>, id: &str) -> Answer {
    let documented = check.documented(id);
    // By what the document itself says of it: its clients, its variables, its hosts.
    if let Some(documented) = documented {
        for client in &documented.clients {
            for package in check.packages.named(&client.name) {
                if let Some(place) = check.packages.imported(package.ecosystem, package.name).product {
                    return Answer::confirmed(Some(place)).remark(format!("code imports {}", package.name));
                }
            }
        }
        let read = documented.env.iter().find_map(|name| check.env.get(name.as_str())?.read.first());
        if let Some(read) = read {
            return Answer::confirmed(Some(read.clone()));
        }
        if let Some(place) = documented.hosts.iter().find_map(|host| check.hosts.get(host.as_str())) {
            return Answer::confirmed(Some(place.clone()));
        }
    }
    let catalogued = catalog::by_id(id).is_some();
    let category =
        documented.map(|service| service.category).or_else(|| catalog::by_id(id).map(|entry| entry.category));
    let trace = leaves_trace(category.unwrap_or_default());
    let names = names(check, id);
    let seen: Vec<_> = names.iter().filter_map(|name| check.seen(name, Fit::Name)).collect();
    let at = |wanted: Where| {
        seen.iter().flat_map(|seen| &seen.places).find(|(sort, _)| *sort == wanted).map(|(_, place)| place.clone())
    };
    // Only declared by its variables: what nobody reads is no use.
    let declared = documented
        .and_then(|service| service.env.iter().find_map(|name| check.env.get(name.as_str())?.declared.first()));
    match (at(Where::Code), declared) {
        (Some(place), _) if !path::is_dotenv(&place.path) => match catalogued {
            false => Answer::confirmed(Some(place)).remark("the code names it"),
            true => Answer::not_checked("the code names it; no use of it is recognised").at(Some(place)),
        },
        (_, Some(declared)) if !said.claim.subject.is_empty() => {
            let place = Place { path: declared.path.clone(), line: declared.line };
            Answer::contradicted(format!("its variables are declared in {}, never read", declared.path), Some(place))
        }
        _ if seen.is_empty() => Answer::not_checked(""),
        _ => match at(Where::Manifest)
            .or_else(|| at(Where::Aside))
            .or_else(|| at(Where::Comment))
            .or_else(|| at(Where::Code))
        {
            Some(place) if trace => {
                Answer::not_found().remark(format!("only mentioned in {}", place.path)).at(Some(place))
            }
            Some(place) => Answer::not_checked(format!("only mentioned in {}", place.path)).at(Some(place)),
            None if trace => Answer::not_found(),
            None => Answer::not_checked("it need not leave a trace in code"),
        },
    }
}

/// The names that a service goes by.
pub fn names<'a>(check: &Check<'a>, id: &str) -> Vec<&'a str> {
    names_of(check.documented(id), id)
}

/// The names that a service of a document goes by: its own there, and the catalog's.
pub fn names_of<'a>(documented: Option<&'a Service>, id: &str) -> Vec<&'a str> {
    let mut out: Vec<&str> = documented.map(|service| service.name.as_str()).into_iter().collect();
    if let Some(entry) = catalog::by_id(id) {
        out.push(entry.name);
        // A short alias may be any word.
        out.extend(entry.aliases.iter().copied().filter(|alias| alias.len() > 4));
    }
    out.arrange();
    out.dedup();
    out
}

/// Whether a service of this category cannot be plugged into without code or configuration that shows it. What only serves,
/// builds or keeps the code may be set up elsewhere.
pub fn leaves_trace(category: Category) -> bool {
    !matches!(
        category,
        Category::Hosting
            | Category::CdnDns
            | Category::CodeHost
            | Category::Registry
            | Category::Secrets
            | Category::DevService
            | Category::Monitoring
            | Category::Other
    )
}
