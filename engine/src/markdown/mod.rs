//! The audit as a Markdown document, `INTEGRATIONS.md`: read in any shape that people and models give it, and written in the
//! usual template.

use crate::audit::Audit;

mod carried;
mod form;
mod inline;
mod own;
mod read;
pub mod sheet;
mod write;

pub use carried::carried;
pub use form::category::heading as category_heading;
pub use inline::is_commit;
pub use write::{sections, write};

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
    Ok(own::read(read::read(bytes, options)?, options))
}
