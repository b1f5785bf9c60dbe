//! Terraform: providers, the types of resources, modules, images, variables of containers, hosts in strings.
//!
//! A scan over words, strings and braces. It follows which block a line stands in, and goes on where a full parser would
//! stop at the first mistake.

use super::image::push_image;
use super::variable::{declare, is_capital_name};
use super::{File, ReadError, Reader};
use crate::facts::{Sink, Usage, What};
use crate::limits::NESTING;
use crate::{path, url};
use std::collections::HashSet;
use std::ops::Range;

/// Reads it.
pub const READER: Reader = Reader { name: "terraform", wants, read };

fn wants(path: &str) -> bool {
    matches!(path::extension(path), "tf" | "tofu")
}

/// Attributes that name what a resource holds: resource type, attribute, kind, engine. By type.
const STORES: &[(&str, &str, &str, &str)] = &[
    ("aws_dynamodb_table", "name", "table", "dynamodb"),
    ("aws_s3_bucket", "bucket", "bucket", "s3"),
    ("aws_sns_topic", "name", "topic", "sns"),
    ("aws_sqs_queue", "name", "queue", "sqs"),
    ("cloudflare_queue", "queue_name", "queue", "cloudflare-queues"),
    ("cloudflare_r2_bucket", "name", "bucket", "cloudflare-r2"),
    ("digitalocean_spaces_bucket", "name", "bucket", "digitalocean-spaces"),
    ("google_pubsub_topic", "name", "topic", "google-pubsub"),
    ("google_storage_bucket", "name", "bucket", "google-cloud-storage"),
];

/// Blocks and attributes whose names are variables.
const VARIABLES: &[&str] = &[
    "app_settings",
    "container_definitions",
    "env",
    "env_vars",
    "environment",
    "environment_variables",
    "secret",
    "secret_environment_variables",
    "secrets",
    "set",
    "variables",
];

/// A block or an object that is open: the words of its head.
struct Block<'a> {
    head: Vec<&'a str>,
}

impl Block<'_> {
    fn kind(&self) -> &str {
        self.head.first().copied().unwrap_or("")
    }

    fn label(&self) -> &str {
        self.head.get(1).copied().unwrap_or("")
    }
}

struct Scan<'s, 'a> {
    sink: &'s mut Sink<'a>,
    blocks: Vec<Block<'a>>,
    /// Words and plain strings of the statement so far, and whether `=` was among them.
    head: Vec<&'a str>,
    assigned: bool,
    /// Where the statement begins.
    start: usize,
    given: HashSet<String>,
}

fn read(_file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let text = sink.text();
    let bytes = text.as_bytes();
    sink.push_file(What::Config { key: "terraform".into() });
    let mut scan =
        Scan { sink, blocks: Vec::new(), head: Vec::new(), assigned: false, start: 0, given: HashSet::new() };
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'#' => at = line_end(bytes, at),
            b'/' if bytes.get(at + 1) == Some(&b'/') => at = line_end(bytes, at),
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = memchr::memmem::find(&bytes[at..], b"*/").map_or(bytes.len(), |i| at + i + 2);
            }
            b'"' => {
                let end = string_end(bytes, at);
                scan.string(at + 1..end, text.get(at + 1..end).unwrap_or(""));
                at = end + 1;
            }
            b'<' if bytes.get(at + 1) == Some(&b'<') => {
                let end = heredoc_end(text, at);
                url::push_urls(scan.sink, at, &text[at..end], Usage::Value);
                at = end;
            }
            b'{' => {
                if scan.blocks.len() >= NESTING {
                    return Err(ReadError::TooDeep);
                }
                scan.open(at);
                at += 1;
            }
            b'}' => {
                scan.blocks.pop();
                scan.end_statement();
                at += 1;
            }
            b'\n' | b',' => {
                scan.end_statement();
                at += 1;
            }
            b'=' if bytes.get(at + 1) != Some(&b'=') => {
                scan.assign();
                at += 1;
            }
            byte if byte.is_ascii_alphabetic() || byte == b'_' => {
                let end = bytes[at..]
                    .iter()
                    .position(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'_' | b'-'))
                    .map_or(bytes.len(), |i| at + i);
                scan.word(at, &text[at..end]);
                at = end;
            }
            _ => at += 1,
        }
    }
    Ok(())
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |i| at + i)
}

/// Where the string ends that begins at `at`: its closing quote. Strings inside `${…}` are part of it.
fn string_end(bytes: &[u8], at: usize) -> usize {
    // For each template that is open, whether a string inside it is.
    let mut templates: Vec<bool> = Vec::new();
    let mut i = at + 1;
    while i < bytes.len() {
        let depth = templates.len();
        match (bytes[i], templates.last_mut()) {
            (b'\\', _) => i += 1,
            (b'"', None) => return i,
            (b'"', Some(inside)) => *inside = !*inside,
            (b'$' | b'%', _) if bytes.get(i + 1) == Some(&b'{') && depth < NESTING => {
                templates.push(false);
                i += 1;
            }
            (b'}', Some(false)) => {
                templates.pop();
            }
            (b'\n', None) => return i,
            _ => {}
        }
        i += 1;
    }
    bytes.len()
}

/// Behind the line that ends the here-document that begins at `at`.
fn heredoc_end(text: &str, at: usize) -> usize {
    let rest = text[at + 2..].trim_start_matches(['-', '~']);
    let from = text.len() - rest.len();
    let length = rest.bytes().position(|b| !b.is_ascii_alphanumeric() && b != b'_').unwrap_or(rest.len());
    let word = &rest[..length];
    if word.is_empty() {
        return from;
    }
    let mut end = from;
    for line in rest.split_inclusive('\n') {
        end += line.len();
        if end > from + length + 1 && line.trim() == word && line.as_ptr() != rest.as_ptr() {
            return end;
        }
    }
    text.len()
}

impl<'a> Scan<'_, 'a> {
    fn once(&mut self, span: Range<usize>, key: String) {
        if self.given.len() < 5000 && self.given.insert(key.clone()) {
            self.sink.push(span, What::Config { key });
        }
    }

    fn inside(&self, kind: &str) -> bool {
        self.blocks.iter().any(|block| block.kind() == kind)
    }

    fn in_variables(&self) -> bool {
        self.blocks.iter().any(|block| VARIABLES.contains(&block.kind()) || VARIABLES.contains(&block.label()))
    }

    fn word(&mut self, at: usize, word: &'a str) {
        if self.head.is_empty() {
            self.start = at;
        }
        if !self.assigned && self.head.len() < 8 {
            self.head.push(word);
        }
    }

    fn end_statement(&mut self) {
        self.head.clear();
        self.assigned = false;
    }

    fn assign(&mut self) {
        let Some(&name) = self.head.first() else { return };
        if !self.assigned && is_capital_name(name) && self.in_variables() {
            declare(self.sink, self.start..self.start + name.len(), name, true);
        }
        self.assigned = true;
    }

    fn open(&mut self, at: usize) {
        let head = std::mem::take(&mut self.head);
        self.assigned = false;
        let span = self.start..at;
        match *head.as_slice() {
            ["resource" | "data", kind, ..] if self.blocks.is_empty() => self.once(span, format!("terraform:{kind}")),
            ["provider", name] if self.blocks.is_empty() => self.once(span, format!("terraform-provider:{name}")),
            ["backend", name] if self.inside("terraform") => self.once(span, format!("terraform-backend:{name}")),
            ["cloud"] if self.inside("terraform") => self.once(span, "terraform-backend:cloud".into()),
            _ => {}
        }
        self.blocks.push(Block { head });
    }

    fn string(&mut self, span: Range<usize>, value: &'a str) {
        if !self.assigned {
            // A block's label, or the quoted key of an object.
            self.word(span.start, value);
            return;
        }
        let name = self.head.first().copied().unwrap_or("");
        if name == "description" {
            return;
        }
        let literal = !value.contains("${");
        match name {
            "source" if self.inside("required_providers") => {
                let provider = value.rsplit('/').next().unwrap_or("");
                self.once(span.clone(), format!("terraform-provider:{provider}"));
            }
            "source"
                if literal
                    && !value.starts_with(['.', '/'])
                    && self.blocks.first().is_some_and(|block| block.kind() == "module") =>
            {
                self.once(span.clone(), format!("terraform-module:{value}"));
            }
            "image" => push_image(self.sink, span.clone(), value, false),
            "name" | "key" if is_capital_name(value) && self.in_variables() => {
                declare(self.sink, span.clone(), value, true)
            }
            _ => {}
        }
        if let [block] = self.blocks.as_slice()
            && block.kind() == "resource"
            && literal
            && !value.is_empty()
            && let Some(row) = STORES.iter().find(|row| row.0 == block.label() && row.1 == name)
        {
            self.sink
                .push(span.clone(), What::Store { kind: row.2.into(), name: value.to_owned(), engine: row.3.into() });
        }
        url::push_urls(self.sink, span.start, value, Usage::Value);
    }
}
