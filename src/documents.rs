//! Audit documents in the worker: told from other files, read, laid out for drawing, and held against code.

use js_sys::Array;
use patchbay_engine::assemble;
use patchbay_engine::audit::{Audit, Document};
use patchbay_engine::markdown::{self, sheet};
use patchbay_engine::verify;

use crate::files::FileBytes;
use crate::protocol::{Against, Held, Job, Paper};

/// How the names of documents end.
const ENDINGS: [&str; 4] = [".markdown", ".md", ".mdx", ".txt"];

/// What archives begin with, whatever they are called: zip and gzip.
const ARCHIVES: [&[u8]; 2] = [b"PK\x03\x04", &[0x1F, 0x8B]];

/// What is said of code that is no longer what it was.
const CHANGED: &str =
    "changed since it was opened: not all of its files can be read any more. Open it again and verify anew";

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

/// Reads the code anew, this time with an eye to what the document names, and holds the one against the other. An error
/// follows the name of the code.
pub fn hold(job: &Job, files: &Array, against: &Against) -> Result<Held, String> {
    let text = match &against.text {
        Some(text) => text.clone(),
        None => carried(job, files, &against.name)?,
    };
    let document = read(&against.name, text.as_bytes())
        .map_err(|error| format!("could not be held against {}, which {error}", against.name))?;
    let code = crate::read_code(job, files, &verify::watch(&document))?;
    if code.audit.coverage.read < against.files {
        return Err(CHANGED.to_owned());
    }
    let drift = verify::verify(&document, &code);
    Ok(Held { markdown: verify::write(&drift), drift, paper: paper(&document) })
}

/// The text of a document that the code base carries.
fn carried(job: &Job, files: &Array, path: &str) -> Result<String, String> {
    let (mut tree, _) = crate::tree(job, files)?;
    let documents = assemble::carried_documents(tree.as_mut()).map_err(|error| error.to_string())?;
    let found = documents.into_iter().find(|document| document.path == path);
    found.map(|document| document.text).ok_or_else(|| CHANGED.to_owned())
}
