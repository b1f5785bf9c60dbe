//! YAML with the place of every key and value.
//!
//! A small tree over the parser's events. An alias becomes a copy of what it names, as long as the copies of a file stay
//! few: a file that names its own aliases again and again (a "billion laughs") gets no more of them.

use super::ReadError;
use crate::limits::{NESTING, YAML_ALIAS_NODES};
use saphyr_parser::{Event, Parser, ScalarStyle};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// A value with its place.
#[derive(Debug, Clone)]
pub struct Node<'a> {
    /// The bytes of the text that it stands in; for an alias, of what the alias names.
    pub span: Range<usize>,
    /// What it is.
    pub value: Value<'a>,
    /// Whether it is the copy that an alias stands for, whose facts are found where the original stands.
    pub alias: bool,
    nodes: usize,
    height: usize,
}

/// What a [`Node`] is.
#[derive(Debug, Clone)]
pub enum Value<'a> {
    /// Text, a number, a truth value, or nothing.
    Scalar(Cow<'a, str>),
    /// A list.
    Sequence(Vec<Node<'a>>),
    /// Keys with values, in the order of the file.
    Mapping(Vec<Entry<'a>>),
}

/// A key with its value.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The key; empty where it is not a scalar.
    pub key: Cow<'a, str>,
    /// Where the key stands.
    pub key_span: Range<usize>,
    /// The value.
    pub value: Node<'a>,
}

impl<'a> Node<'a> {
    pub(super) fn new(span: Range<usize>, value: Value<'a>) -> Self {
        Node { span, value, alias: false, nodes: 1, height: 1 }
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// The items of a list; none for anything else.
    pub fn items(&self) -> &[Node<'a>] {
        match &self.value {
            Value::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The keys of a mapping, without what `<<` merges in; none for anything else.
    pub fn entries(&self) -> &[Entry<'a>] {
        match &self.value {
            Value::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The value of a key, also of one that `<<` merges in.
    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        let own = |node: &'_ Node<'a>| node.entries().iter().position(|entry| entry.key == key);
        if let Some(at) = own(self) {
            return self.entries().get(at).map(|entry| &entry.value);
        }
        let merged = self.entries().iter().filter(|entry| entry.key == "<<").flat_map(|entry| {
            let one = std::slice::from_ref(&entry.value);
            if entry.value.items().is_empty() { one } else { entry.value.items() }
        });
        merged.into_iter().find_map(|node| own(node).and_then(|at| node.entries().get(at)).map(|entry| &entry.value))
    }

    /// The text of the scalar behind a key.
    pub fn text_of(&self, key: &str) -> Option<&str> {
        self.get(key)?.text()
    }

    /// Calls `visit` with every key of the tree and its value, outermost first. Aliases are not entered.
    pub fn each_entry<'n>(&'n self, visit: &mut dyn FnMut(&'n Entry<'a>)) {
        if self.alias {
            return;
        }
        for entry in self.entries() {
            visit(entry);
            entry.value.each_entry(visit);
        }
        self.items().iter().for_each(|item| item.each_entry(visit));
    }

    /// Calls `visit` with every scalar value of the tree and the nearest key above it. Aliases are not entered.
    pub fn each_scalar<'n>(&'n self, key: &'n str, visit: &mut dyn FnMut(&'n str, &'n Node<'a>)) {
        if self.alias {
            return;
        }
        match &self.value {
            Value::Scalar(_) => visit(key, self),
            Value::Sequence(items) => items.iter().for_each(|item| item.each_scalar(key, visit)),
            Value::Mapping(entries) => entries.iter().for_each(|entry| entry.value.each_scalar(&entry.key, visit)),
        }
    }
}

/// Turns the parser's positions, counted in characters, into bytes.
struct Positions {
    /// The byte of every 64th character; empty for ASCII.
    marks: Vec<u32>,
}

impl Positions {
    fn new(text: &str) -> Self {
        let marks = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().step_by(64).map(|(at, _)| at as u32).collect()
        };
        Positions { marks }
    }

    fn byte(&self, text: &str, index: usize) -> usize {
        if self.marks.is_empty() {
            return index.min(text.len());
        }
        let Some(&mark) = self.marks.get(index / 64) else { return text.len() };
        let rest = &text[mark as usize..];
        rest.char_indices().nth(index % 64).map_or(text.len(), |(at, _)| mark as usize + at)
    }
}

/// A list or mapping that is not closed yet.
struct Open<'a> {
    node: Node<'a>,
    anchor: usize,
    /// A mapping's key that waits for its value.
    key: Option<(Cow<'a, str>, Range<usize>)>,
}

/// The documents of a file, and why it could not be read to its end, if so. What stood before the error is there.
pub fn documents(text: &str) -> (Vec<Node<'_>>, Option<ReadError>) {
    let text_read = text.strip_prefix('\u{feff}').unwrap_or(text);
    let shift = text.len() - text_read.len();
    let positions = Positions::new(text_read);
    let mut out = Vec::new();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut anchors: HashMap<usize, Node<'_>> = HashMap::new();
    let mut budget = YAML_ALIAS_NODES;
    let mut error = None;
    let mut parser = Parser::new_from_str(text_read);
    while let Some(event) = parser.next_event() {
        let (event, span) = match event {
            Ok(event) => event,
            Err(e) => {
                let line = u32::try_from(e.marker().line()).unwrap_or(0);
                error = Some(if e.info().contains("recursion limit") {
                    ReadError::TooDeep
                } else {
                    ReadError::Syntax { format: "YAML", line, message: e.info().to_owned() }
                });
                break;
            }
        };
        let start = positions.byte(text_read, span.start.index()) + shift;
        let end = (positions.byte(text_read, span.end.index()) + shift).max(start);
        let (node, anchor) = match event {
            Event::Scalar(value, style, anchor, _) => {
                let value = if style == ScalarStyle::Plain && value == "~" { Cow::Borrowed("") } else { value };
                let end = scalar_end(text, start, end, style);
                (Node::new(start..end, Value::Scalar(value)), anchor)
            }
            Event::Alias(id) => (alias(anchors.get(&id), start..end, &mut budget, open.len()), 0),
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => {
                if open.len() >= NESTING {
                    error = Some(ReadError::TooDeep);
                    break;
                }
                let value = if matches!(event, Event::MappingStart(..)) {
                    Value::Mapping(Vec::new())
                } else {
                    Value::Sequence(Vec::new())
                };
                open.push(Open { node: Node::new(start..end, value), anchor, key: None });
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(mut closed) = open.pop() else { continue };
                closed.node.span.end = closed.node.span.start.max(end);
                (closed.node, closed.anchor)
            }
            Event::StreamEnd => break,
            _ => continue,
        };
        if anchor > 0 && node.nodes <= YAML_ALIAS_NODES {
            anchors.insert(anchor, node.clone());
        }
        attach(&mut open, &mut out, node);
    }
    while let Some(closed) = open.pop() {
        attach(&mut open, &mut out, closed.node);
    }
    (out, error)
}

/// Where a scalar ends: the parser counts what follows a quoted one on its line to it.
fn scalar_end(text: &str, start: usize, end: usize, style: ScalarStyle) -> usize {
    let Some(raw) = text.get(start..end) else { return end };
    let quote = match style {
        ScalarStyle::SingleQuoted => '\'',
        ScalarStyle::DoubleQuoted => '"',
        _ => return start + raw.trim_end().len(),
    };
    let mut escaped = false;
    let close = raw.char_indices().skip(1).find(|&(at, c)| {
        if escaped {
            escaped = false;
            return false;
        }
        escaped = quote == '"' && c == '\\' || quote == '\'' && c == quote && raw[at + 1..].starts_with(quote);
        c == quote && !escaped
    });
    close.map_or(end, |(at, _)| start + at + 1)
}

/// What an alias stands for: a copy, or nothing where it names nothing known or the copies get too many.
fn alias<'a>(named: Option<&Node<'a>>, span: Range<usize>, budget: &mut usize, depth: usize) -> Node<'a> {
    match named {
        Some(node) if node.nodes <= *budget && depth + node.height <= NESTING => {
            *budget -= node.nodes;
            Node { alias: true, ..node.clone() }
        }
        _ => Node { alias: true, ..Node::new(span, Value::Scalar(Cow::Borrowed(""))) },
    }
}

/// Puts a finished node where it belongs: into the innermost open list or mapping, or among the documents.
fn attach<'a>(open: &mut [Open<'a>], out: &mut Vec<Node<'a>>, node: Node<'a>) {
    let Some(parent) = open.last_mut() else {
        out.push(node);
        return;
    };
    parent.node.nodes += node.nodes;
    parent.node.height = parent.node.height.max(node.height + 1);
    match &mut parent.node.value {
        Value::Sequence(items) => items.push(node),
        Value::Mapping(entries) => match parent.key.take() {
            Some((key, key_span)) => entries.push(Entry { key, key_span, value: node }),
            None => {
                let span = node.span;
                let key = match node.value {
                    Value::Scalar(key) => key,
                    _ => Cow::Borrowed(""),
                };
                parent.key = Some((key, span));
            }
        },
        Value::Scalar(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_in_bytes() {
        for text in [
            "é: 1\r\nkey: 'ä' # c\r\nlist:\r\n  - a\r\n  - \"b c\"\r\n",
            "\u{feff}é: 1\nkey: 'ä'\nlist: [a, \"b c\"]\n",
        ] {
            let (docs, error) = documents(text);
            assert_eq!(error, None);
            let root = &docs[0];
            let key = &root.entries()[1];
            assert_eq!((&*key.key, &text[key.key_span.clone()]), ("key", "key"));
            assert_eq!((key.value.text(), &text[key.value.span.clone()]), (Some("ä"), "'ä'"));
            let list = root.get("list").unwrap();
            assert_eq!(&text[list.items()[1].span.clone()], "\"b c\"");
        }
    }

    #[test]
    fn block_text_keeps_its_place() {
        let text = "run: |\n  one\n  two\nnext: x\n";
        let (docs, _) = documents(text);
        let run = docs[0].get("run").unwrap();
        assert_eq!(run.text(), Some("one\ntwo\n"));
        assert!(text[run.span.clone()].contains("one") && text[run.span.clone()].contains("two"));
        assert!(!text[run.span.clone()].contains("next"));
    }

    #[test]
    fn merges_and_aliases() {
        let (docs, _) = documents("base: &b {image: x}\na:\n  <<: *b\n  k: v\n---\nsecond: 1\n");
        assert_eq!(docs.len(), 2);
        assert_eq!(docs[0].get("a").unwrap().text_of("image"), Some("x"));
    }

    #[test]
    fn hostile_files_end() {
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for i in 1..40 {
            let line = format!("a{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 9].join(", "));
            bomb.push_str(&line);
        }
        assert!(documents(&bomb).0[0].nodes < 2 * YAML_ALIAS_NODES);
        assert_eq!(documents(&"[".repeat(100_000)).1, Some(ReadError::TooDeep));
        let (docs, error) = documents("a: b\nc: {{ .Values.x }}\nd: [\n");
        assert!(error.is_some());
        assert_eq!(docs[0].text_of("a"), Some("b"));
        for text in ["", "\u{feff}", "- ", ": :", "\t", "&a *a", "? [a]: b", "%YAML", "'"] {
            let _ = documents(text);
        }
    }
}
