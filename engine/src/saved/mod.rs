//! Reads an audit that was saved as JSON, `patchbay.audit/1`: by the command line, by the page, or by somebody's own program.
//!
//! The one place where such bytes come in, so everything behind it may rely on what an audit promises: sizes are bounded, lists
//! are sorted and name nothing twice, a document's places lie in its text, and no secret shows by its own form. Fields that this
//! version does not know are passed over, since the format may gain some.

use crate::audit::{Audit, Document, SCHEMA};
use crate::limits::AUDIT_BYTES;
use crate::{markdown, redact};
use serde::Deserialize;
use std::borrow::Cow;
use std::str;

mod order;
mod spot;

/// Bytes at the start in which the brace of a JSON object is looked for.
const SNIFF: usize = 64;

/// Longest id, name, path or title, in bytes, and longest word of a wrong schema that a sentence quotes.
const NAME_BYTES: usize = crate::limits::PATH_BYTES;

/// Why an audit could not be read. Each reads as a sentence behind the file's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SavedError {
    /// It has no text.
    #[error("is empty. Open an audit that was saved as JSON")]
    Empty,
    /// It is larger than an audit may be.
    #[error("has {0} bytes, more than the {AUDIT_BYTES} that are read of an audit. Audit a part of the code")]
    TooLarge(u64),
    /// It is no UTF-8.
    #[error("is not text in UTF-8. Open an audit that was saved as JSON")]
    NotText,
    /// It stops in the middle.
    #[error("ends in the middle, so it was cut short. Save or download it again")]
    Cut,
    /// It is no JSON.
    #[error("is not JSON: {0}. Open an audit that was saved as JSON")]
    NotJson(String),
    /// It is JSON of another kind.
    #[error("is JSON, but not an audit. Open one that Patchbay saved, in the format {SCHEMA}")]
    NotAudit,
    /// It is another result of Patchbay's.
    #[error("holds {0}, not an audit. Open one in the format {SCHEMA}")]
    Other(&'static str),
    /// A later version made it.
    #[error("is in the format {0:?}, which a newer Patchbay made; this one reads {SCHEMA}. Get the newer one")]
    Newer(String),
    /// It has something that no audit has.
    #[error("is not a valid audit: {0}. Save it again, or mend that")]
    Wrong(String),
}

/// Whether bytes begin like JSON that could be an audit.
pub fn is_json(bytes: &[u8]) -> bool {
    let head = bytes.get(..SNIFF).unwrap_or(bytes);
    without_mark(head).iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{')
}

/// Reads an audit. What [`crate::audit::Audit`] says of its lists and places holds of every one that is returned.
///
/// # Errors
///
/// [`SavedError`] for anything that is not a whole and valid audit of this version of the format.
pub fn read(bytes: &[u8]) -> Result<Audit, SavedError> {
    if bytes.len() > AUDIT_BYTES {
        return Err(SavedError::TooLarge(bytes.len() as u64));
    }
    let text = str::from_utf8(without_mark(bytes)).map_err(|_| SavedError::NotText)?;
    if text.trim().is_empty() {
        return Err(SavedError::Empty);
    }
    is_of_this_version(text)?;
    let mut audit: Audit = serde_json::from_slice(text.as_bytes()).map_err(|error| wrong(text, &error))?;
    admit(&mut audit)?;
    Ok(audit)
}

/// Gives an audit that came from outside in any form what every audit promises.
pub(crate) fn admit(audit: &mut Audit) -> Result<(), SavedError> {
    order::settle(audit)?;
    without_secrets(audit);
    Ok(())
}

/// The bytes behind a byte order mark.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// Looks at the schema alone, since what another version holds need not fit.
fn is_of_this_version(text: &str) -> Result<(), SavedError> {
    #[derive(Deserialize)]
    struct Head<'a> {
        #[serde(borrow, default)]
        schema: Option<Cow<'a, str>>,
    }
    if !is_json(text.as_bytes()) {
        return Err(match serde_json::from_slice::<serde::de::IgnoredAny>(text.as_bytes()) {
            Ok(_) => SavedError::NotAudit,
            Err(error) => not_json(&error),
        });
    }
    let head = match serde_json::from_slice::<Head<'_>>(text.as_bytes()) {
        Ok(head) => head,
        Err(error) if error.is_data() => return Err(SavedError::NotAudit),
        Err(error) => return Err(not_json(&error)),
    };
    let schema = head.schema.unwrap_or_default();
    if schema == SCHEMA {
        return Ok(());
    }
    Err(match schema.split_once('/') {
        Some(("patchbay.audit", _)) => SavedError::Newer(schema.chars().take(40).collect()),
        Some(("patchbay.compare", _)) => SavedError::Other("a comparison"),
        Some(("patchbay.matrix", _)) => SavedError::Other("a matrix of audits"),
        Some(("patchbay.verify", _)) => SavedError::Other("a verified document"),
        _ => SavedError::NotAudit,
    })
}

fn not_json(error: &serde_json::Error) -> SavedError {
    match error.is_eof() {
        true => SavedError::Cut,
        false => SavedError::NotJson(redact::message(&error.to_string())),
    }
}

/// What is wrong, and in which field.
fn wrong(text: &str, error: &serde_json::Error) -> SavedError {
    if !error.is_data() {
        return not_json(error);
    }
    let field = spot::field(text, error.line(), error.column());
    let said = redact::message(&error.to_string());
    // Where it stands is said by the field.
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
    SavedError::Wrong(if field.is_empty() { said.to_owned() } else { format!("its {field:?}: {said}") })
}

/// Drops secrets that show by their own form. An audit that Patchbay wrote has none; one that was made or changed by hand may.
fn without_secrets(audit: &mut Audit) {
    let clean = |text: &mut String| {
        if let Cow::Owned(clean) = redact::clean(text) {
            *text = clean;
        }
    };
    for service in &mut audit.services {
        clean(&mut service.purpose);
        service.attributes.iter_mut().for_each(|it| clean(&mut it.text));
        service.hosts.iter_mut().chain(&mut service.images).for_each(clean);
        for evidence in &mut service.evidence {
            clean(&mut evidence.excerpt);
            clean(&mut evidence.matched);
        }
    }
    audit.env.iter_mut().for_each(|it| clean(&mut it.purpose));
    for endpoint in &mut audit.endpoints {
        clean(&mut endpoint.path);
        clean(&mut endpoint.purpose);
        endpoint.attributes.iter_mut().for_each(|it| clean(&mut it.text));
    }
    audit.findings.iter_mut().for_each(|it| clean(&mut it.message));
    audit.notes.iter_mut().for_each(|it| clean(&mut it.text));
    let Some(document) = &mut audit.document else { return };
    if let Cow::Owned(text) = redact::clean(&document.text) {
        // Without them everything stands elsewhere.
        let options = markdown::Options { name: audit.source.name.clone(), date: String::new() };
        *document = markdown::read(text.as_bytes(), &options)
            .ok()
            .and_then(|read| read.document)
            .unwrap_or(Document { text, ..Document::default() });
    }
}

#[cfg(test)]
mod tests;
