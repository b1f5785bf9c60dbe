//! Documents for people: the hosts that they name, which prove no use.

use super::{File, ReadError, Reader};
use crate::facts::{Sink, Usage};
use crate::{path, url};
use std::collections::HashSet;

/// Reads it.
pub const READER: Reader = Reader { name: "document", wants, read };

/// Most different hosts taken from one document. A list of links is not an inventory.
const HOSTS: usize = 200;

fn wants(path: &str) -> bool {
    is_document(path) && !is_audit(path)
}

/// Whether the file at `path` is written for people to read.
pub fn is_document(path: &str) -> bool {
    let lower = path::name(path).to_ascii_lowercase();
    matches!(path::extension(&lower), "md" | "mdx" | "rst" | "adoc" | "markdown")
        || (path::extension(&lower) == "txt" && lower.starts_with("readme"))
}

/// Whether a document is an audit of the same kind as ours, which must not be evidence for itself.
fn is_audit(path: &str) -> bool {
    path::is_audit_document(path) || path.split('/').any(|part| part == ".planning")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut seen: HashSet<String> = HashSet::new();
    for found in url::urls(file.text) {
        let Some(host) = url::public_host(&found.host, found.path) else { continue };
        if !seen.contains(host) {
            if seen.len() >= HOSTS {
                break;
            }
            seen.insert(host.to_owned());
            url::push_found(sink, 0, &found, Usage::Mention);
        }
    }
    Ok(())
}
