//! Audit documents in the worker: told from other files, read, and laid out for drawing.

use patchbay_engine::archive::Bytes;
use patchbay_engine::audit::{Audit, Document};
use patchbay_engine::markdown::{self, sheet};
use web_sys::File;

use crate::files::FileBytes;
use crate::papers::Paper;

/// How the names of documents end.
const ENDINGS: [&str; 4] = [".markdown", ".md", ".mdx", ".txt"];

/// What archives begin with, whatever they are called: zip and gzip.
const ARCHIVES: [&[u8]; 2] = [b"PK\x03\x04", &[0x1F, 0x8B]];

/// What is said of code that is no longer what it was.
pub const CHANGED: &str =
    "changed since it was opened: not all of its files can be read any more. Open it again and verify anew";

/// Whether the file is to be read as a document, by its name or because it was pasted.
/// `start` is how it begins.
pub fn is_document(name: &str, file: &File, start: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    let named = ENDINGS.iter().any(|ending| name.ends_with(ending)) || file.type_() == "text/markdown";
    named && !ARCHIVES.iter().any(|archive| start.starts_with(archive))
}

/// The first bytes of a file, as far as there are any and they can be read.
pub fn start(file: &File, most: usize) -> Vec<u8> {
    let Ok(file) = FileBytes::new(file) else { return Vec::new() };
    let mut start = vec![0; usize::try_from(file.len()).map_or(most, |length| length.min(most))];
    file.read_at(0, &mut start).map(|()| start).unwrap_or_default()
}

/// Reads a document into an audit. A document that names no day gets none: today says nothing of when it was written.
pub fn read(name: &str, bytes: &[u8]) -> Result<Audit, String> {
    let options = markdown::Options { name: name.to_owned(), date: String::new() };
    markdown::read(bytes, &options).map_err(|error| error.to_string())
}

/// The audit's document, laid out: the one that it was read from, or the one that it is written as.
pub fn paper(audit: &Audit) -> Paper {
    let document = audit.document.clone().unwrap_or_else(|| {
        let text = markdown::write(audit);
        // Read back for its claims, which lead to the services.
        let read = read(&audit.source.name, text.as_bytes()).ok().and_then(|audit| audit.document);
        read.filter(|document| document.text == text).unwrap_or(Document { text, ..Document::default() })
    });
    Paper { passages: sheet::sheet(&document.text), document }
}
