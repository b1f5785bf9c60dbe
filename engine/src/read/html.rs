//! HTML and templates of it: what a page loads, where its forms go, what it links to and what its policy allows.

use super::variable::is_name;
use super::{File, ReadError, Reader};
use crate::facts::{Sink, Usage, What};
use crate::{path, url};
use std::ops::Range;

/// Reads it.
pub const READER: Reader = Reader { name: "html", wants, read };

/// Endings of files that are HTML for the most part.
const ENDINGS: &[&str] = &[
    "cshtml",
    "ejs",
    "erb",
    "gohtml",
    "hbs",
    "handlebars",
    "htm",
    "html",
    "j2",
    "jinja",
    "jinja2",
    "jsp",
    "liquid",
    "mustache",
    "njk",
    "tmpl",
    "twig",
];

fn wants(path: &str) -> bool {
    ENDINGS.contains(&path::extension(path)) || path.ends_with(".blade.php")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let text = file.text;
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &bytes[at..]).map(|i| at + i) {
        let rest = &text[open..];
        if rest.starts_with("<!--") {
            let end = memchr::memmem::find(&bytes[open..], b"-->").map_or(bytes.len(), |i| open + i);
            url::push_urls(sink, open, &text[open..end], Usage::Mention);
            at = end;
            continue;
        }
        if !bytes.get(open + 1).is_some_and(u8::is_ascii_alphabetic) {
            at = open + 1;
            continue;
        }
        let (tag, end) = tag(text, open);
        read_tag(sink, &tag);
        at = end;
        for name in ["script", "style"] {
            if tag.name.eq_ignore_ascii_case(name) && !text[..end].ends_with("/>") {
                let close = body_end(text, end, name);
                let loads = name == "style" || tag.value(text, "type").eq_ignore_ascii_case("importmap");
                read_body(sink, end, &text[end..close], loads);
                at = close;
            }
        }
    }
    read_variables(text, sink);
    Ok(())
}

/// A tag with its attributes: name, and where the value stands.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, Range<usize>)>,
}

impl<'a> Tag<'a> {
    fn value<'t>(&self, text: &'t str, name: &str) -> &'t str {
        let found = self.attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.and_then(|(_, span)| text.get(span.clone())).unwrap_or("")
    }
}

/// Most attributes of one tag that are looked at.
const ATTRIBUTES: usize = 200;

/// The tag that begins at `open`, and where it ends.
fn tag(text: &str, open: usize) -> (Tag<'_>, usize) {
    let bytes = text.as_bytes();
    let name_end = |from: usize| {
        bytes[from..]
            .iter()
            .position(|b| b.is_ascii_whitespace() || matches!(b, b'>' | b'=' | b'/' | b'"' | b'\'' | b'<'))
            .map_or(bytes.len(), |i| from + i)
    };
    let end = name_end(open + 1);
    let mut tag = Tag { name: &text[open + 1..end], attributes: Vec::new() };
    let mut at = end;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'>' => return (tag, at + 1),
            // Another tag begins: this one was never closed.
            b'<' if bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) => return (tag, at),
            b'=' => {
                let mut from = at + 1;
                while bytes.get(from).is_some_and(u8::is_ascii_whitespace) {
                    from += 1;
                }
                let (span, after) = match bytes.get(from) {
                    Some(&quote @ (b'"' | b'\'')) => {
                        let end = memchr::memchr(quote, &bytes[from + 1..]).map_or(bytes.len(), |i| from + 1 + i);
                        (from + 1..end, (end + 1).min(bytes.len()))
                    }
                    _ => {
                        let end = bytes[from..]
                            .iter()
                            .position(|b| b.is_ascii_whitespace() || *b == b'>')
                            .map_or(bytes.len(), |i| from + i);
                        (from..end, end)
                    }
                };
                if let Some(last) = tag.attributes.last_mut() {
                    last.1 = span;
                }
                at = after.max(at + 1);
            }
            _ if byte.is_ascii_alphabetic() || matches!(byte, b':' | b'@' | b'_' | b'*') => {
                let end = name_end(at).max(at + 1);
                if tag.attributes.len() < ATTRIBUTES
                    && let Some(name) = text.get(at..end)
                {
                    tag.attributes.push((name, end..end));
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    (tag, bytes.len())
}

/// Where the body of a script or style ends.
fn body_end(text: &str, from: usize, name: &str) -> usize {
    let mut at = from;
    while let Some(close) = memchr::memmem::find(&text.as_bytes()[at..], b"</").map(|i| at + i) {
        let rest = &text.as_bytes()[close + 2..];
        if rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return close;
        }
        at = close + 2;
    }
    text.len()
}

/// Kinds of `<link>` that a page loads or connects to.
const LOADED_LINKS: &[&str] = &[
    "apple-touch-icon",
    "dns-prefetch",
    "icon",
    "manifest",
    "mask-icon",
    "modulepreload",
    "preconnect",
    "prefetch",
    "preload",
    "stylesheet",
];

fn read_tag(sink: &mut Sink<'_>, tag: &Tag<'_>) {
    let text = sink.text();
    let is = |name: &str| tag.name.eq_ignore_ascii_case(name);
    for (name, span) in &tag.attributes {
        let value = text.get(span.clone()).unwrap_or("");
        if value.len() < 4 || name.starts_with("xmlns") {
            continue;
        }
        let lower = name.to_ascii_lowercase();
        let usage = match lower.as_str() {
            "href" if is("link") => {
                let rel = tag.value(text, "rel").to_ascii_lowercase();
                if rel.split_whitespace().any(|word| LOADED_LINKS.contains(&word)) { Usage::Load } else { Usage::Link }
            }
            "href" | "cite" | "xlink:href" => Usage::Link,
            "src" | "srcset" | "poster" | "data-src" => Usage::Load,
            "data" if is("object") => Usage::Load,
            "action" | "formaction" | "hx-get" | "hx-post" | "hx-put" | "hx-delete" => Usage::Call,
            "content" if is("meta") => {
                if tag.value(text, "http-equiv").eq_ignore_ascii_case("content-security-policy") {
                    push_policy(sink, span.start, value);
                    continue;
                }
                Usage::Link
            }
            "style" => Usage::Load,
            _ => Usage::Value,
        };
        match url::protocol_relative(value.trim_start()) {
            Some(found) => url::push_found(sink, span.start, &found, usage),
            None => url::push_urls(sink, span.start, value, usage),
        }
    }
}

/// Adds the hosts of a content policy, which stand with or without a scheme.
pub fn push_policy(sink: &mut Sink<'_>, base: usize, policy: &str) {
    let mut at = 0;
    for word in policy.split([' ', ';', '\n', '\t', '"']) {
        let start = base + at;
        at += word.len() + 1;
        if word.contains("://") {
            url::push_urls(sink, start, word, Usage::Allowed);
        } else if let Some(host) = url::bare_host(word.trim_start_matches("*.").split('/').next().unwrap_or("")) {
            url::push_host(sink, start..start + word.len(), &host, Usage::Allowed);
        }
    }
}

/// Adds the URLs in the body of a script or style. The reader of source code does not see it.
fn read_body(sink: &mut Sink<'_>, base: usize, body: &str, loads: bool) {
    for found in url::urls(body) {
        let mut from = found.range.start.saturating_sub(60);
        while !body.is_char_boundary(from) {
            from += 1;
        }
        let before = &body[from..found.range.start];
        let before = before.rsplit('\n').next().unwrap_or(before);
        let called = ["fetch(", "axios", "open(", "WebSocket(", "EventSource(", "sendBeacon(", "ajax("];
        let usage =
            if loads || found.path.ends_with(".js") || found.path.ends_with(".mjs") || found.path.ends_with(".css") {
                Usage::Load
            } else if before.trim_start().starts_with("//") || before.trim_start().starts_with('*') {
                Usage::Mention
            } else if called.iter().any(|name| before.contains(name)) {
                Usage::Call
            } else {
                Usage::Value
            };
        url::push_found(sink, base, &found, usage);
    }
}

/// Adds the variables that a build tool puts in (`%VITE_NAME%`, `%REACT_APP_NAME%`).
fn read_variables(text: &str, sink: &mut Sink<'_>) {
    for at in memchr::memchr_iter(b'%', text.as_bytes()) {
        let rest = &text[at + 1..];
        if !rest.starts_with("VITE_") && !rest.starts_with("REACT_APP_") {
            continue;
        }
        let end = rest.bytes().take(100).position(|b| b == b'%').unwrap_or(0);
        if let Some(name) = rest.get(..end).filter(|name| is_name(name)) {
            sink.push(at + 1..at + 1 + end, What::EnvRead { name: name.to_owned(), required: None });
        }
    }
}
