//! The audit as a Markdown document, `INTEGRATIONS.md`: read in any shape that people and models give it, and written in the
//! usual template.

use crate::audit::Audit;

mod carried;
#[allow(dead_code)]
mod form;
#[allow(dead_code)]
pub mod inline;
mod own;
mod read;
pub mod sheet;
mod write;

pub use carried::carried;
pub use write::write;

/// What reading a document is told from outside.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The document's name as the person knows it: `INTEGRATIONS.md`.
    pub name: String,
    /// The day, `YYYY-MM-DD`, for a document that names none; empty to leave it out.
    pub date: String,
}

/// Why a document could not be read. Each reads as a sentence behind the file's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// It has no text.
    #[error("is empty. Paste or open an audit document with some text")]
    Empty,
    /// It is larger than a document may be.
    #[error("has {0} bytes, more than the {limit} that are read of a document. Open a part of it", limit = crate::limits::DOCUMENT_BYTES)]
    TooLarge(u64),
    /// It holds bytes that no text has.
    #[error("is not text. Open an audit document in Markdown, or an archive as a zip or a tar.gz")]
    Binary,
}

/// Reads a document into an audit. Nothing of it is lost: [`Audit::document`] keeps its text whole.
pub fn read(bytes: &[u8], options: &Options) -> Result<Audit, DocumentError> {
    let audit = read::read(bytes, options)?;
    let own = audit.document.as_ref().and_then(|document| own::read(&document.text, &options.name));
    Ok(match own {
        // A document of ours says what it says by its forms.
        Some(own) => Audit {
            title: own.title,
            date: if own.date.is_empty() { options.date.clone() } else { own.date },
            services: own.services,
            env: own.env,
            endpoints: own.endpoints,
            stores: own.stores,
            findings: own.findings,
            notes: own.notes,
            ..audit
        },
        None => audit,
    })
}
