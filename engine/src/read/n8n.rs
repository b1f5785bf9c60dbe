//! n8n workflows, exported as JSON: which services their nodes talk to.

use super::{File, ReadError, Reader};
use crate::facts::{Sink, Usage, What};
use crate::{path, url};
use std::collections::HashSet;

/// Reads it.
pub const READER: Reader = Reader { name: "n8n workflow", wants, read };

/// Folders deep at most, unless a part of the path says what it is: exports lie about near the top.
const DEPTH: usize = 2;

/// Packages that hold n8n's own nodes.
const PACKAGES: &[&str] = &["n8n-nodes-base.", "@n8n/n8n-nodes-langchain."];

/// What stands before the vendor's name in the names of AI nodes, longest first.
const ROLES: &[&str] = &[
    "documentBinaryInputLoader",
    "documentLoader",
    "textSplitter",
    "vectorStore",
    "embeddings",
    "memory",
    "reranker",
    "lmChat",
    "agent",
    "tool",
    "lm",
];

/// n8n's own nodes that talk to nobody but have a vendor's name, in lower case, sorted.
const CORE: &[&str] = &[
    "code", "crypto", "filter", "form", "function", "html", "if", "limit", "markdown", "merge", "set", "sort", "split",
    "switch", "wait", "webhook", "xml",
];

fn wants(path: &str) -> bool {
    let told =
        || ["n8n", "workflow", "flows", "automation"].iter().any(|word| path.to_ascii_lowercase().contains(word));
    path::extension(path) == "json" && (path.matches('/').count() <= DEPTH || told())
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if memchr::memmem::find(file.text.as_bytes(), b"n8n-nodes").is_none() {
        return Ok(());
    }
    sink.push_file(What::Config { key: "n8n-workflow".into() });
    let mut seen = HashSet::new();
    let quote = memchr::memmem::Finder::new("\"type\"");
    for at in quote.find_iter(file.text.as_bytes()) {
        let rest = &file.text[at + 6..];
        let value = rest.trim_start_matches([' ', ':', '\t']);
        let Some(value) = value.strip_prefix('"') else { continue };
        let start = file.text.len() - value.len();
        let value = &value[..value.find('"').unwrap_or(value.len())];
        let Some(node) = PACKAGES.iter().find_map(|package| value.strip_prefix(package)) else { continue };
        let vendor =
            ROLES.iter().find_map(|role| node.strip_prefix(role)).filter(|rest| !rest.is_empty()).unwrap_or(node);
        let vendor =
            ["Trigger", "Tool", "Cloud", "OAuth2Api"].iter().fold(vendor, |v, end| v.strip_suffix(end).unwrap_or(v));
        if CORE.binary_search(&vendor.to_ascii_lowercase().as_str()).is_err() && seen.insert(vendor) {
            sink.push(
                start..start + value.len(),
                What::Config { key: format!("n8n-node:{}", vendor.to_ascii_lowercase()) },
            );
        }
    }
    url::push_urls(sink, 0, file.text, Usage::Value);
    Ok(())
}
