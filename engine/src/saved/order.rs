//! Gives an audit that was read what every audit promises: sorted lists, each thing once, places inside the text.

use super::{NAME_BYTES, SavedError};
use crate::audit::{Audit, Document};
use crate::limits::AUDIT_ITEMS;
use crate::order::Arrange;
use std::collections::HashSet;

/// Sorts what is not sorted, and refuses what cannot be an audit.
pub fn settle(audit: &mut Audit) -> Result<(), SavedError> {
    let counts = [
        ("services", audit.services.len()),
        ("variables", audit.env.len()),
        ("endpoints", audit.endpoints.len()),
        ("stores", audit.stores.len()),
        ("findings", audit.findings.len()),
    ];
    if let Some((what, count)) = counts.into_iter().find(|(_, count)| *count > AUDIT_ITEMS) {
        return Err(SavedError::Wrong(format!("it has {count} {what}, more than the {AUDIT_ITEMS} that are read")));
    }
    let names = audit.services.iter().flat_map(|it| [&it.id, &it.name]).chain(audit.env.iter().map(|it| &it.name));
    for name in names.chain([&audit.title, &audit.source.name]) {
        if name.len() > NAME_BYTES {
            return Err(SavedError::Wrong(format!("a name in it has {} bytes", name.len())));
        }
    }
    once("service", audit.services.iter().map(|it| it.id.as_str()))?;
    once("variable", audit.env.iter().map(|it| it.name.as_str()))?;
    // Sorting is stable, and what is sorted stays as it is.
    audit.services.arrange_by(|a, b| a.id.cmp(&b.id));
    audit.env.arrange_by(|a, b| a.name.cmp(&b.name));
    match &audit.document {
        Some(document) if !lies_in_text(document) => {
            Err(SavedError::Wrong("the places in its document lie outside of its text".to_owned()))
        }
        _ => Ok(()),
    }
}

fn once<'a>(what: &str, names: impl Iterator<Item = &'a str>) -> Result<(), SavedError> {
    let mut seen = HashSet::new();
    for name in names {
        if name.is_empty() {
            return Err(SavedError::Wrong(format!("a {what} in it has no name")));
        }
        if !seen.insert(name) {
            let name: String = name.chars().take(80).collect();
            return Err(SavedError::Wrong(format!("it has the {what} {name:?} twice")));
        }
    }
    Ok(())
}

/// Whether every block and claim is a part of the text.
fn lies_in_text(document: &Document) -> bool {
    let places = document.blocks.iter().map(|it| (it.start, it.end));
    let fits = |(start, end): (u32, u32)| document.text.get(start as usize..end as usize).is_some();
    places.chain(document.claims.iter().map(|it| (it.start, it.end))).all(fits)
}
