//! Reads an audit document.

use super::{DocumentError, Options};
use crate::audit::{Audit, Document, SCHEMA, Source, SourceKind};

/// Reads a document into an audit.
pub fn read(bytes: &[u8], options: &Options) -> Result<Audit, DocumentError> {
    if bytes.is_empty() {
        return Err(DocumentError::Empty);
    }
    if bytes.len() > crate::limits::DOCUMENT_BYTES {
        return Err(DocumentError::TooLarge(bytes.len() as u64));
    }
    let text = crate::archive::text_of(bytes).into_owned();
    Ok(Audit {
        schema: SCHEMA.into(),
        title: options.name.clone(),
        source: Source { kind: SourceKind::Markdown, name: options.name.clone(), bytes: bytes.len() as u64 },
        date: options.date.clone(),
        generator: concat!("patchbay ", env!("CARGO_PKG_VERSION")).into(),
        document: Some(Document { text, ..Document::default() }),
        ..Audit::default()
    })
}
