//! Share links in the worker: made of audits, and opened.

use patchbay_engine::audit::{Audit, LeftOut};
use patchbay_engine::share::{self, Keep};

use crate::shared::{Holds, Shared};

/// Makes a link of the audits. An error follows "The link".
pub fn share(audits: &[Audit], keep: Keep) -> Result<Shared, String> {
    let link = share::encode(audits, keep).map_err(|error| error.to_string())?;
    let (mut holds, mut left_out) = (Holds::default(), LeftOut::default());
    for audit in &link.audits {
        add(&mut holds, audit);
        let other = audit.left_out.clone().unwrap_or_default();
        left_out.places = left_out.places.saturating_add(other.places);
        left_out.excerpts = left_out.excerpts.saturating_add(other.excerpts);
        left_out.files = left_out.files.saturating_add(other.files);
        left_out.document |= other.document;
    }
    Ok(Shared { text: link.text, most: link.most, holds, left_out })
}

fn add(holds: &mut Holds, audit: &Audit) {
    holds.services += audit.services.len();
    holds.variables += audit.env.len();
    holds.endpoints += audit.endpoints.len();
    holds.stores += audit.stores.len();
    holds.findings += audit.findings.len();
    holds.notes += audit.notes.len();
    for service in &audit.services {
        holds.words += service.attributes.len();
        holds.places += service.evidence.len() + service.implementation.len();
        holds.excerpts += service.evidence.iter().filter(|it| !it.excerpt.is_empty()).count();
    }
    let named = |path: &String| usize::from(!path.is_empty());
    for variable in &audit.env {
        holds.places += variable.read.iter().map(|it| named(&it.path)).sum::<usize>();
        holds.places += variable.declared.iter().map(|it| named(&it.path)).sum::<usize>();
    }
    let endpoints = audit.endpoints.iter().map(|it| &it.place);
    let places = endpoints.chain(audit.stores.iter().map(|it| &it.place));
    holds.places += places.chain(audit.findings.iter().map(|it| &it.place)).map(|it| named(&it.path)).sum::<usize>();
}

/// The audits of the link with this text. An error follows "The link".
pub fn open(text: &str) -> Result<Vec<Audit>, String> {
    share::decode(text).map_err(|error| error.to_string())
}
