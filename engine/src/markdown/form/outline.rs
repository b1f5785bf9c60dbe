//! The document as the writer lays it out: headings, labels, lists and blocks, by their indentation alone.

use super::list::Value;
use super::text::plain;
use pulldown_cmark::{Event, Options, Parser, Tag};

/// A line of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// Its number, from 1.
    pub number: u32,
    /// Its text without its end, and without the indentation of the item that it stands in.
    pub text: &'a str,
}

/// What stands at one depth of the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry<'a> {
    /// A heading: its level and its text.
    Heading(usize, String),
    /// A label above a list: its text, and whether it stands above notes whatever it says, with its colon behind the bold.
    Label(String, bool),
    /// An item of a list.
    Item(Item<'a>),
    /// A line between two parts.
    Rule,
    /// Anything else, up to a blank line or, for a block of code, to its end.
    Block(Vec<Line<'a>>),
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item<'a> {
    /// Its first line, without the bullet.
    pub line: Line<'a>,
    /// The lines below that belong to it.
    pub body: Vec<Line<'a>>,
}

/// The lines of a text.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    text.lines().zip(1..).map(|(text, number)| Line { number, text }).collect()
}

/// The entries that some lines hold.
pub fn entries<'a>(lines: &[Line<'a>]) -> Vec<Entry<'a>> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        at += 1;
        match start(line.text) {
            Start::Blank => {}
            Start::Rule => out.push(Entry::Rule),
            Start::Heading(level) => {
                out.push(Entry::Heading(level, plain(line.text.get(level + 1..).unwrap_or("").trim())));
            }
            Start::Label(label, notes) => out.push(Entry::Label(plain(label), notes)),
            Start::Item(text) => {
                let mut body: Vec<Line<'a>> = Vec::new();
                while let Some(next) = lines.get(at) {
                    let text = match next.text.strip_prefix("  ") {
                        Some(text) => text,
                        None if next.text.trim().is_empty() => "",
                        None => break,
                    };
                    body.push(Line { text, ..*next });
                    at += 1;
                }
                body.truncate(body.iter().rposition(|line| !line.text.trim().is_empty()).map_or(0, |last| last + 1));
                out.push(Entry::Item(Item { line: Line { text, ..*line }, body }));
            }
            Start::Fence(fence) => {
                let closes = |next: &Line<'_>| is_end(next.text, fence);
                let end = lines.iter().skip(at).position(closes).map_or(lines.len(), |more| at + more + 1);
                out.push(Entry::Block(lines.get(at - 1..end).unwrap_or(&[]).to_vec()));
                at = end;
            }
            Start::Text => {
                let goes_on = |next: &&Line<'_>| matches!(start(next.text), Start::Text);
                let more = lines.iter().skip(at).take_while(goes_on).count();
                out.push(Entry::Block(lines.get(at - 1..at + more).unwrap_or(&[]).to_vec()));
                at += more;
            }
        }
    }
    out
}

/// What a line begins.
enum Start<'a> {
    Blank,
    Rule,
    Heading(usize),
    Label(&'a str, bool),
    Item(&'a str),
    Fence(&'a str),
    Text,
}

fn start(line: &str) -> Start<'_> {
    if line.trim().is_empty() {
        return Start::Blank;
    }
    if line == "---" {
        return Start::Rule;
    }
    if let Some(text) = line.strip_prefix("- ").filter(|text| !text.trim().is_empty()) {
        return Start::Item(text);
    }
    let level = line.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&level) && line.as_bytes().get(level) == Some(&b' ') {
        return Start::Heading(level);
    }
    let label = |end: &str| {
        let label = line.strip_prefix("**")?.strip_suffix(end)?;
        (!label.is_empty() && !label.contains("**")).then_some(label)
    };
    if let Some((label, notes)) = label(":**").map(|label| (label, false)).or(label("**:").map(|label| (label, true))) {
        return Start::Label(label, notes);
    }
    let fence = line.bytes().take_while(|b| *b == b'`').count().max(line.bytes().take_while(|b| *b == b'~').count());
    if fence >= 3 && !(line.starts_with('`') && line.get(fence..).is_some_and(|info| info.contains('`'))) {
        return Start::Fence(line.get(..fence).unwrap_or(line));
    }
    Start::Text
}

/// Whether a line closes a block of code that `fence` opened.
fn is_end(line: &str, fence: &str) -> bool {
    let mark = fence.chars().next().unwrap_or('`');
    let indent = line.len() - line.trim_start_matches(' ').len();
    let line = line.trim();
    indent < 4 && line.len() >= fence.len() && line.chars().all(|c| c == mark)
}

/// The words after the marks that open a block of code that stands for the Markdown in it.
const SOURCE: &str = "markdown";

/// The label, in bold, of a line that has none, where it would seem to have one.
pub const EMPTY_LABEL: &str = "Note";

/// What is put behind a text to see where it ends.
const BEHIND: &str = "# end";

/// A text as a block of its own: as it is where it is one, else as the source of one.
pub fn block(text: &str) -> String {
    // What is behind a block must not become part of it.
    let guarded = format!("{text}\n\n{BEHIND}\n");
    let alone = entries(&lines(&guarded));
    let whole = matches!(alone.as_slice(), [Entry::Block(all), Entry::Heading(..)] if joined(all) == text);
    if whole && is_one_block(text) && unwrapped(text).is_none() { text.to_owned() } else { wrapped(text) }
}

/// A text as an item without anything below it, in the same way.
pub fn item(text: &str) -> String {
    let alone = indented(text);
    let alone = entries(&lines(&alone));
    let whole = matches!(alone.as_slice(), [Entry::Item(item)] if item.text() == text && item.rest().is_empty());
    if whole && is_one_block(text) && unwrapped(text).is_none() { text.to_owned() } else { wrapped(text) }
}

fn indented(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (number, line) in text.lines().enumerate() {
        out.push_str(if number == 0 { "- " } else { "\n  " });
        out.push_str(line);
    }
    out
}

/// A text behind a label: as it is unless it would make headings.
pub fn behind_label(text: &str) -> String {
    let tame = !Parser::new_ext(text, options()).any(|event| matches!(event, Event::Start(Tag::Heading { .. })));
    if tame && unwrapped(text).is_none() && !text.is_empty() { text.to_owned() } else { wrapped(text) }
}

/// The text that [`block`], [`item`] or [`behind_label`] was given.
pub fn source(text: &str) -> String {
    unwrapped(text).unwrap_or_else(|| text.to_owned())
}

fn wrapped(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat((longest + 1).max(3));
    format!("{fence}{SOURCE}\n{text}\n{fence}")
}

fn unwrapped(text: &str) -> Option<String> {
    let (first, rest) = text.split_once('\n')?;
    let fence = first.strip_suffix(SOURCE).filter(|fence| fence.len() >= 3 && fence.bytes().all(|b| b == b'`'))?;
    let inner = rest.strip_suffix(fence)?;
    inner.strip_suffix('\n').map(str::to_owned)
}

fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_GFM
}

/// Whether Markdown sees one block in a text, of no kind that other things hang on, that ends where the text does.
fn is_one_block(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut blocks = 0;
    let guarded = format!("{text}\n\n{BEHIND}\n");
    for event in Parser::new_ext(&guarded, options()) {
        match event {
            Event::Start(Tag::Heading { .. }) if depth == 0 && blocks == 1 => return true,
            Event::Start(Tag::Heading { .. } | Tag::List(_) | Tag::Item) => return false,
            Event::Rule if depth == 0 => return false,
            Event::Start(_) => {
                blocks += usize::from(depth == 0);
                depth += 1;
            }
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    false
}

/// Lines as one text.
pub fn joined(lines: &[Line<'_>]) -> String {
    lines.iter().map(|line| line.text).collect::<Vec<_>>().join("\n")
}

/// An item that begins with a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// The label.
    pub label: String,
    /// Whether it is in bold: then its text is never one of the writer's own forms.
    pub bold: bool,
    /// The text behind it on its line.
    pub text: String,
}

impl<'a> Item<'a> {
    /// The whole text: the first line and those below.
    pub fn text(&self) -> String {
        if self.body.is_empty() {
            self.line.text.to_owned()
        } else {
            format!("{}\n{}", self.line.text, joined(&self.body))
        }
    }

    /// Its first line and those below.
    fn content(&self) -> Vec<Line<'a>> {
        std::iter::once(self.line).chain(self.body.iter().copied()).collect()
    }

    /// What stands below its first block.
    fn below(&self) -> Vec<Entry<'a>> {
        match start(self.line.text) {
            Start::Item(_) => Vec::new(),
            _ => entries(&self.content()).into_iter().skip(1).collect(),
        }
    }

    /// The first item below it and what follows; empty where none stands there.
    pub fn rest(&self) -> Vec<Entry<'a>> {
        self.below().into_iter().skip_while(|entry| !matches!(entry, Entry::Item(_))).collect()
    }

    /// The item up to the first one below it.
    pub fn own(&self) -> Item<'a> {
        let first = self.rest().into_iter().find_map(|entry| match entry {
            Entry::Item(child) => Some(child.line.number),
            _ => None,
        });
        let mut body = self.body.clone();
        body.retain(|line| first.is_none_or(|first| line.number < first));
        body.truncate(body.iter().rposition(|line| !line.text.is_empty()).map_or(0, |last| last + 1));
        Item { line: self.line, body }
    }

    /// The items below it; empty where anything else stands there.
    pub fn children(&self) -> Vec<Item<'a>> {
        if !self.own().body.is_empty() {
            return Vec::new();
        }
        let all = self.rest().into_iter().map(|entry| match entry {
            Entry::Item(item) => Some(item),
            _ => None,
        });
        all.collect::<Option<Vec<_>>>().unwrap_or_default()
    }

    /// The label that it begins with.
    pub fn labelled(&self) -> Option<Labelled> {
        let text = self.line.text;
        if let Some(rest) = text.strip_prefix("**")
            && let Some((label, rest)) = rest.split_once(":**").filter(|(label, _)| !label.contains("**"))
        {
            return Some(Labelled { label: plain(label), bold: true, text: rest.trim_start().to_owned() });
        }
        let colon = colon(text)?;
        let (label, rest) = (text.get(..colon)?, text.get(colon + 1..)?);
        Some(Labelled { label: plain(label), bold: false, text: rest.trim_start().to_owned() })
    }

    /// What stands behind its label, if that is a line or a list without anything below its items.
    pub fn value(&self, labelled: &Labelled) -> Option<Value> {
        let rows = self.children();
        let flat = rows.iter().all(|row| row.body.is_empty()) && (rows.is_empty() == self.body.is_empty());
        let rows = rows.iter().map(|row| row.line.text.to_owned()).collect();
        flat.then(|| Value { text: labelled.text.clone(), rows })
    }
}

/// Where the colon stands that ends a label: the first one before a blank, behind no mark of code or emphasis.
fn colon(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '`' | '*' | '[' => return None,
            ':' if at > 0 && text.get(at + 1..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')) => {
                return Some(at);
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn entries_by_their_lines() {
        let text = "# A\n\n**B:**\n- c: d\n  - e\n\n    f\n- **g:** h\nplain\ntext\n\n```x\n- no\n\n# no\n```\n---\n";
        let all = entries(&lines(text));
        let kinds: Vec<String> = all
            .iter()
            .map(|entry| match entry {
                Entry::Heading(level, text) => format!("{level} {text}"),
                Entry::Label(label, notes) => format!("label {label} {notes}"),
                Entry::Item(item) => format!("item {} {:?}", item.text(), item.labelled().map(|l| (l.label, l.bold))),
                Entry::Rule => "rule".into(),
                Entry::Block(lines) => format!("block {}", joined(lines)),
            })
            .collect();
        assert_eq!(
            kinds,
            [
                "1 A",
                "label B false",
                "item c: d\n- e\n\n  f Some((\"c\", false))",
                "item **g:** h Some((\"g\", true))",
                "block plain\ntext",
                "block ```x\n- no\n\n# no\n```",
                "rule",
            ]
        );
    }

    #[test]
    fn texts_that_are_more_than_one_block_are_shown_as_source() {
        for text in
            ["One line.", "Two\nlines `with code`", "| a | b |\n|---|---|\n| c | d |", "```js\nx\n\ny\n```", "> said"]
        {
            assert_eq!(block(text), text);
        }
        for text in [
            "# Heading",
            "- item",
            "a\n\nb",
            "a\n- b",
            "---",
            "```\nopen",
            "<!-- open",
            "**A:**",
            "```markdown\na\n```",
        ] {
            assert!(block(text).starts_with("```"), "{text}");
        }
        assert_eq!(item("a `b`\n  c"), "a `b`\n  c");
        for text in ["# h", "- x", "a\n- b", "1. x", "---"] {
            assert!(item(text).starts_with("```"), "{text}");
        }
        assert_eq!(behind_label("a\n- b"), "a\n- b");
        assert!(behind_label("a\n# b").starts_with("```"));
    }

    proptest! {
        #[test]
        fn texts_come_back(text in r"[a-b#*`~<>!:|\n -]{0,14}(x\n[a#` -]{1,8})?z") {
            let text = text.trim();
            for (written, entry) in [(block(text), "block"), (indented(&item(text)), "item")] {
                let document = format!("{written}\n\n# end\n");
                let all = entries(&lines(&document));
                prop_assert_eq!(all.len(), 2, "{:?} {:?}", entry, &document);
                let back = match &all[0] {
                    Entry::Block(lines) => joined(lines),
                    Entry::Item(item) => item.text(),
                    other => panic!("{other:?}"),
                };
                prop_assert_eq!(source(&back), text);
            }
            prop_assert_eq!(source(&behind_label(text)), text);
        }
    }
}
