//! What stands around scripts: components of Vue, Svelte and Astro, and style sheets.
//!
//! A component's markup is close enough to JSX to be read as such. Its parts are cut into tokens one by one, so that a
//! stray quote in the text of a page ends with its part.

use super::{SYNTAX, Scan, pages};
use crate::facts::{Sink, Usage};
use crate::read::File;
use crate::source::lex::{Newlines, Syntax, Tokens};
use crate::url;
use memchr::memmem;
use std::ops::Range;

/// How the markup of a component is written.
static MARKUP: Syntax = Syntax {
    line_comments: &[],
    block_comments: &[("<!--", "-->", false), ("/*", "*/", false)],
    strings: SYNTAX.strings,
    string_prefixes: "",
    interpolating_prefixes: "",
    raw_prefixes: "",
    name_bytes: b"$",
    // Also says that words of a page may stand between tags, with their apostrophes.
    regex: true,
    newlines: Newlines::None,
    word_comments: false,
    bare_urls: false,
};

/// Reads a component.
pub fn read_component(file: &File<'_>, sink: &mut Sink<'_>) {
    let text = sink.text();
    let mut tokens = Tokens::default();
    let mut styles = Vec::new();
    let mut at = 0;
    // Astro begins with a script between two lines of `---`.
    if text.starts_with("---")
        && let Some(end) = memmem::find(text.as_bytes().get(3..).unwrap_or(&[]), b"\n---")
    {
        tokens.lex(text, 3..3 + end, &SYNTAX);
        at = 3 + end + 4;
    }
    while at < text.len() {
        let Some((section, script)) = next_section(text, at) else { break };
        tokens.lex(text, at..section.start, &MARKUP);
        if script {
            tokens.lex(text, section.clone(), &SYNTAX);
        } else {
            styles.push(section.clone());
        }
        at = section.end;
    }
    if at < text.len() {
        tokens.lex(text, at..text.len(), &MARKUP);
    }
    for style in &styles {
        style_urls(text, style.clone(), sink);
    }
    let mut scan = Scan::new(file.path, text, &tokens);
    pages::page(&mut scan);
    scan.apart = styles;
    scan.finish(sink);
}

/// The inside of the next `<script>` or `<style>` from `at` on, and whether it is a script.
fn next_section(text: &str, at: usize) -> Option<(Range<usize>, bool)> {
    let bytes = text.as_bytes();
    let mut from = at;
    loop {
        let open = from + memmem::find(bytes.get(from..)?, b"<s")?;
        from = open + 2;
        let rest = bytes.get(open..)?;
        let script = rest.starts_with(b"<script");
        let name = if script {
            7
        } else if rest.starts_with(b"<style") {
            6
        } else {
            continue;
        };
        if !rest.get(name).is_some_and(|b| b.is_ascii_whitespace() || *b == b'>') {
            continue;
        }
        let inside = open + memchr::memchr(b'>', rest)? + 1;
        let close: &[u8] = if script { b"</script" } else { b"</style" };
        let end = memmem::find(bytes.get(inside..)?, close).map_or(bytes.len(), |i| inside + i);
        return Some((inside..end, script));
    }
}

/// Reads a style sheet.
pub fn read_style(_file: &File<'_>, sink: &mut Sink<'_>) {
    let text = sink.text();
    style_urls(text, 0..text.len(), sink);
}

/// Writes what the styles in `range` load.
fn style_urls(text: &str, range: Range<usize>, sink: &mut Sink<'_>) {
    let Some(part) = text.get(range.clone()) else { return };
    let bytes = part.as_bytes();
    let mut comments: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(open) = bytes.get(at..).and_then(|rest| memmem::find(rest, b"/*")) {
        let start = at + open;
        at = bytes.get(start + 2..).and_then(|rest| memmem::find(rest, b"*/")).map_or(bytes.len(), |i| start + i + 4);
        comments.push(start..at);
    }
    let commented = |at: usize| {
        let next = comments.partition_point(|range| range.start <= at);
        let line = bytes.get(..at).and_then(|before| memchr::memrchr(b'\n', before)).map_or(0, |i| i + 1);
        comments.get(next.wrapping_sub(1)).is_some_and(|range| range.end > at)
            || part.get(line..at).is_some_and(|before| before.trim_start().starts_with("//"))
    };
    for found in url::urls(part) {
        let usage = if commented(found.range.start) { Usage::Mention } else { Usage::Load };
        url::push_found(sink, range.start, &found, usage);
    }
    // `url(//fonts.x.com/css)`
    for at in memmem::find_iter(bytes, b"//") {
        let before = at.checked_sub(1).and_then(|i| bytes.get(i));
        if matches!(before, Some(b'(' | b'"' | b'\''))
            && !commented(at)
            && let Some(found) = part.get(at..).and_then(url::protocol_relative)
        {
            url::push_found(sink, range.start + at, &found, Usage::Load);
        }
    }
}
