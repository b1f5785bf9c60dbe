//! Audit documents in the worker: told from other files, read, laid out for drawing, and held against code.

use js_sys::Array;
use patchbay_engine::audit::{Audit, Document};
use patchbay_engine::markdown::{self, sheet};
use patchbay_engine::verify::{self, Checked, Drift};

use crate::files::FileBytes;
use crate::protocol::{Against, Held, Job, Paper};

/// How the names of documents end.
const ENDINGS: [&str; 4] = [".markdown", ".md", ".mdx", ".txt"];

/// What archives begin with, whatever they are called: zip and gzip.
const ARCHIVES: [&[u8]; 2] = [b"PK\x03\x04", &[0x1F, 0x8B]];

/// Whether the file is to be read as a document, by its name or because it was pasted.
pub fn is_document(name: &str, file: &FileBytes) -> bool {
    let name = name.to_ascii_lowercase();
    let named = ENDINGS.iter().any(|ending| name.ends_with(ending)) || file.is_markdown();
    named && !ARCHIVES.contains(&file.start(4).as_slice()) && !ARCHIVES.contains(&file.start(2).as_slice())
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

/// Reads the code anew, this time with an eye to what the document names, and holds the one against the other.
pub fn hold(job: &Job, files: &Array, against: &Against) -> Result<Held, String> {
    let text = against.text.clone().unwrap_or_default();
    let document = read(&against.name, text.as_bytes()).map_err(|error| format!("{} {error}", against.name))?;
    let code = crate::read_code(job, files)?;
    let claims = document.document.iter().flat_map(|it| &it.claims);
    let drift = Drift {
        schema: verify::SCHEMA.into(),
        document: against.name.clone(),
        code: code.title.clone(),
        claims: claims
            .map(|it| Checked { line: it.line, start: it.start, end: it.end, ..Checked::default() })
            .collect(),
        ..Drift::default()
    };
    Ok(Held { drift, markdown: String::new(), paper: paper(&document) })
}
