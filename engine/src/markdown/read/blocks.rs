//! A document cut into its blocks: headings, labelled lines, paragraphs, list items, table rows, code. Every stretch of
//! the text that is not blank lies in exactly one of them.

use super::head::is_label_line;
use crate::audit::BlockKind;
use crate::limits::NESTING;
use crate::order::Arrange;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;
use std::ops::Range;

/// A block of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it looks like.
    pub kind: BlockKind,
    /// A heading's level or a list item's nesting, from 1; else 0.
    pub depth: u8,
    /// Where it stands, markup included.
    pub span: Range<usize>,
    /// Its words: without bullet, number, `#` or quote mark.
    pub content: Range<usize>,
    /// Its first line, from 1.
    pub line: u32,
    /// How deep in a list it stands: an item's own nesting, or that of the item that a paragraph continues.
    pub within: u8,
    /// The cells of a table's row.
    pub cells: Vec<Range<usize>>,
    /// Whether it is the head of a table.
    pub head: bool,
}

/// Where a block opens, as the parser tells it.
struct Opening {
    at: usize,
    kind: BlockKind,
    depth: u8,
    within: u8,
    cells: Vec<Range<usize>>,
    head: bool,
    /// What a block's end leaves behind: nothing, or what the parser swallowed (a link's definition).
    gap: bool,
}

/// Cuts a document into its blocks, in order.
pub fn blocks(text: &str) -> Vec<Piece> {
    let bounded = bounded(text);
    let mut openings = openings(&bounded);
    if openings.first().is_none_or(|first| first.at > 0) {
        openings.insert(0, Opening::gap(0, 0));
    }
    let ends: Vec<usize> = openings.iter().skip(1).map(|next| next.at).chain([text.len()]).collect();
    let mut pieces: Vec<Piece> = Vec::with_capacity(openings.len());
    let mut lines = Lines { text, at: 0, line: 1 };
    for (opening, end) in openings.into_iter().zip(ends) {
        let Some(slice) = text.get(opening.at..end) else { continue };
        let trimmed = slice.trim();
        if trimmed.is_empty() {
            continue;
        }
        let start = opening.at + (slice.len() - slice.trim_start().len());
        let span = start..start + trimmed.len();
        // Marks of a quote between its paragraphs say nothing of their own.
        if opening.gap
            && trimmed.bytes().all(|b| b == b'>' || b.is_ascii_whitespace())
            && let Some(before) = pieces.last_mut()
        {
            before.span.end = span.end;
            continue;
        }
        let piece = Piece {
            kind: opening.kind,
            depth: opening.depth,
            content: content(text, span.clone(), opening.kind),
            line: lines.number(span.start),
            within: opening.within,
            cells: opening.cells,
            head: opening.head,
            span,
        };
        split(text, piece, &mut lines, &mut pieces);
    }
    pieces
}

impl Opening {
    fn gap(at: usize, within: u8) -> Self {
        Opening { at, kind: BlockKind::Paragraph, depth: 0, within, cells: Vec::new(), head: false, gap: true }
    }
}

/// The parser's view of where blocks open. Items deeper than [`NESTING`] are text of the last one that is not.
fn openings(text: &str) -> Vec<Opening> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS | Options::ENABLE_GFM;
    let mut out: Vec<Opening> = Vec::new();
    let mut items = 0_usize;
    let open = |out: &mut Vec<Opening>, at: usize, kind: BlockKind, depth: usize, items: usize| {
        let within = u8::try_from(items).unwrap_or(u8::MAX);
        let depth = u8::try_from(depth).unwrap_or(u8::MAX);
        // An item's first paragraph is the item's own text, and so is what opens where the item does.
        let swallowed = out.last().is_some_and(|last| {
            !last.gap
                && (last.at >= at && last.kind != BlockKind::Item
                    || kind == BlockKind::Paragraph
                        && last.kind == BlockKind::Item
                        && text.get(last.at..at).is_some_and(is_marker))
        });
        if !swallowed {
            out.push(Opening { at, kind, depth, within, cells: Vec::new(), head: false, gap: false });
        }
    };
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Item) => {
                items += 1;
                if items <= NESTING {
                    open(&mut out, range.start, BlockKind::Item, items, items);
                }
            }
            Event::End(TagEnd::Item) => items = items.saturating_sub(1),
            _ if items > NESTING => {}
            Event::Start(Tag::Heading { level, .. }) => {
                open(&mut out, range.start, BlockKind::Heading, level as usize, items);
            }
            Event::Start(Tag::Paragraph) => open(&mut out, range.start, BlockKind::Paragraph, 0, items),
            Event::Start(Tag::CodeBlock(_) | Tag::MetadataBlock(_)) => {
                open(&mut out, range.start, BlockKind::Code, 0, items);
            }
            Event::Start(Tag::HtmlBlock) => open(&mut out, range.start, BlockKind::Html, 0, items),
            Event::Rule => open(&mut out, range.start, BlockKind::Rule, 0, items),
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                open(&mut out, range.start, BlockKind::Row, 0, items);
                if let Some(last) = out.last_mut() {
                    last.head = matches!(event, Event::Start(Tag::TableHead));
                }
            }
            Event::Start(Tag::TableCell) => {
                if let Some(last) = out.last_mut().filter(|last| last.kind == BlockKind::Row) {
                    last.cells.push(range);
                }
            }
            Event::End(
                TagEnd::Heading(_)
                | TagEnd::Paragraph
                | TagEnd::CodeBlock
                | TagEnd::HtmlBlock
                | TagEnd::MetadataBlock(_)
                | TagEnd::Table,
            ) => out.push(Opening::gap(range.end, u8::try_from(items).unwrap_or(u8::MAX))),
            _ => {}
        }
    }
    // The parser tells blocks in order; a gap ends where the next block opens.
    out.arrange_by_key(|opening| opening.at);
    out
}

/// Whether a text is nothing but the marks before an item's words.
fn is_marker(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_digit() || b.is_ascii_whitespace() || matches!(b, b'-' | b'*' | b'+' | b'.' | b')' | b'>'))
}

/// The text as the parser is to see it, byte for byte as long: lines that open more containers than [`NESTING`], or stand
/// deeper, are plain from there on. The parser takes every line through every container that is open.
fn bounded(text: &str) -> Cow<'_, str> {
    let mut out: Option<Vec<u8>> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let mut markers = 0;
        for (at, byte) in line.bytes().enumerate() {
            let opens = match byte {
                b' ' | b'\t' | b'-' | b'>' | b'*' | b'+' => 1,
                b'0'..=b'9' | b'.' | b')' => 0,
                _ => break,
            };
            markers += opens;
            if markers > NESTING * 4 {
                let copy = out.get_or_insert_with(|| text.as_bytes().to_vec());
                if let Some(place) = copy.get_mut(start + at) {
                    *place = b'x';
                }
                break;
            }
        }
        start += line.len();
    }
    // Only ASCII bytes were exchanged for ASCII bytes.
    out.and_then(|bytes| String::from_utf8(bytes).ok()).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// The words of a block: what its marks leave.
fn content(text: &str, span: Range<usize>, kind: BlockKind) -> Range<usize> {
    let Some(slice) = text.get(span.clone()) else { return span };
    let mut inner = slice;
    loop {
        let before = inner;
        inner = inner.trim_start_matches(['>', ' ', '\t']);
        inner = match kind {
            BlockKind::Heading => inner.trim_start_matches('#').trim_start(),
            BlockKind::Item => without_bullet(inner),
            _ => inner,
        };
        if inner.len() == before.len() || kind != BlockKind::Item {
            break;
        }
    }
    let start = span.end - inner.len();
    let inner = match kind {
        BlockKind::Heading => {
            // The line under a heading, or its closing marks.
            let first = inner.lines().next().unwrap_or("");
            let under = inner.lines().skip(1).all(|line| line.trim().bytes().all(|b| matches!(b, b'=' | b'-' | b'>')));
            let text = if under { first } else { inner };
            text.trim_end().trim_end_matches('#')
        }
        _ => inner,
    };
    start..start + inner.trim_end().len()
}

/// An item's text behind its bullet or number and its box.
fn without_bullet(text: &str) -> &str {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let behind = match text.as_bytes().get(digits) {
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        Some(b'.' | b')') if digits > 0 => digits + 1,
        _ => return text,
    };
    let rest = text.get(behind..).unwrap_or("");
    if !rest.is_empty() && !rest.starts_with([' ', '\t', '\n', '\r']) {
        return text;
    }
    let rest = rest.trim_start();
    ["[ ] ", "[x] ", "[X] "].iter().find_map(|mark| rest.strip_prefix(mark)).unwrap_or(rest)
}

/// Pushes a piece, cut where a line of it begins with a label of its own: people write labelled lines without blank ones
/// between them.
fn split(text: &str, piece: Piece, lines: &mut Lines<'_>, out: &mut Vec<Piece>) {
    if !matches!(piece.kind, BlockKind::Paragraph | BlockKind::Item) {
        return out.push(piece);
    }
    let Some(body) = text.get(piece.content.clone()) else { return out.push(piece) };
    let mut cuts = Vec::new();
    let mut at = 0;
    let mut before: Option<&str> = None;
    for line in body.split_inclusive('\n') {
        let words = line.trim_start_matches(['>', ' ', '\t']);
        // What follows a line that is nothing but a label is its text.
        let labelled = before.is_some_and(|line| ends_as_label(line) && is_label_line(line));
        if before.is_some() && (is_label_line(words) || labelled) {
            cuts.push((piece.content.start + at, piece.content.start + at + (line.len() - words.len())));
        }
        before = Some(words);
        at += line.len();
    }
    if cuts.is_empty() {
        return out.push(piece);
    }
    let end = piece.span.end;
    let within = piece.within;
    let first_end = cuts.first().map_or(end, |cut| cut.0);
    let trimmed = |range: Range<usize>| {
        let Some(slice) = text.get(range.clone()) else { return range };
        let start = range.start + (slice.len() - slice.trim_start().len());
        start..start + slice.trim().len()
    };
    let first = trimmed(piece.span.start..first_end);
    let content = trimmed(piece.content.start..first_end);
    out.push(Piece { span: first, content, ..piece });
    let mut starts = cuts.into_iter().peekable();
    while let Some((start, words)) = starts.next() {
        let behind = starts.peek().map_or(end, |cut| cut.0);
        let span = trimmed(start..behind);
        out.push(Piece {
            kind: BlockKind::Paragraph,
            depth: 0,
            line: lines.number(span.start),
            within,
            content: trimmed(words..behind),
            span,
            cells: Vec::new(),
            head: false,
        });
    }
}

fn ends_as_label(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with(":**") || line.ends_with("**:") || line.ends_with(":__") || line.ends_with("__:")
}

/// Counts lines up to places that only go on.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn number(&mut self, at: usize) -> u32 {
        if let Some(passed) = self.text.as_bytes().get(self.at..at) {
            // A lone carriage return ends a line, too.
            let mut breaks = memchr::memchr_iter(b'\n', passed).count();
            breaks += memchr::memchr_iter(b'\r', passed)
                .filter(|place| self.text.as_bytes().get(self.at + place + 1) != Some(&b'\n'))
                .count();
            self.line = self.line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
            self.at = at;
        }
        self.line
    }
}
