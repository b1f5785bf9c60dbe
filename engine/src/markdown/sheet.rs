//! A document laid out for drawing: its passages in order, each with runs of text. Nothing in it is markup, so whoever draws
//! it can only ever show text: raw HTML stands in it as the text that it is, an image as its words and its address.

use crate::audit::BlockKind;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde::Serialize;
use std::ops::Range;

/// One passage: a heading, a paragraph, a list item without the items nested in it, a table's row, a block of code or HTML.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// What it looks like.
    pub kind: BlockKind,
    /// A heading's level, or how deep in lists it stands, from 1; else 0.
    #[serde(default)]
    pub depth: u8,
    /// How deep in quotations it stands.
    #[serde(default, skip_serializing_if = "is_none")]
    pub quoted: u8,
    /// The number of an item of a numbered list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
    /// Whether it is the head of a table.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub head: bool,
    /// Its text: the cells of a table's row, and one for all else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<Vec<Run>>,
    /// Its first byte in the document's text.
    pub start: u32,
    /// The byte behind its last.
    pub end: u32,
    /// Its first line, from 1.
    pub line: u32,
}

/// Text of one look.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The text as it is read. A line break stands for itself.
    pub text: String,
    /// How it looks.
    #[serde(default, skip_serializing_if = "is_plain")]
    pub look: Look,
    /// Where a link leads or an image lies, as written: anything at all, to be shown, and to be followed only after a check.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub target: String,
    /// Its first byte in the document's text. Where `end - start` is the text's length, the text stands there letter by letter.
    pub start: u32,
    /// The byte behind its last.
    pub end: u32,
}

/// How a [`Run`] looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Look {
    /// Important.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strong: bool,
    /// Stressed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub emphasis: bool,
    /// Struck through.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub struck: bool,
    /// Stands in code.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub code: bool,
    /// Stands for an image, whose words it is.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub image: bool,
}

fn is_none(depth: &u8) -> bool {
    *depth == 0
}

fn is_plain(look: &Look) -> bool {
    *look == Look::default()
}

/// Lays a document out.
pub fn sheet(text: &str) -> Vec<Passage> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut layout = Layout { text, ..Layout::default() };
    for (event, place) in Parser::new_ext(text, options).into_offset_iter() {
        layout.take(event, place);
    }
    layout.close();
    layout.passages
}

#[derive(Default)]
struct Layout<'a> {
    text: &'a str,
    passages: Vec<Passage>,
    open: Option<Passage>,
    /// The number of the next item, for each list around.
    lists: Vec<Option<u64>>,
    quoted: u8,
    strong: u32,
    emphasis: u32,
    struck: u32,
    /// Where the links and images around lead to.
    targets: Vec<String>,
    images: u32,
    /// Bytes whose lines are counted, and how many there are.
    counted: (usize, u32),
}

impl Layout<'_> {
    fn take(&mut self, event: Event<'_>, place: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, place),
            Event::End(tag) => self.end(tag),
            Event::Text(words) | Event::Html(words) | Event::InlineHtml(words) => self.run(&words, &place, false),
            Event::Code(words) => {
                let inner = self.inner(&words, &place);
                self.run(&words, &inner, true);
            }
            Event::SoftBreak => self.run(" ", &place, false),
            Event::HardBreak => self.run("\n", &place, false),
            Event::TaskListMarker(done) => self.run(if done { "☑ " } else { "☐ " }, &place, false),
            Event::Rule => {
                self.begin(BlockKind::Rule, 0, &place);
                self.close();
            }
            // Their options are off.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, place: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => self.begin(BlockKind::Heading, level_of(level), &place),
            // The first paragraph of an item is the item's own text.
            Tag::Paragraph if self.is_empty_item() => {}
            Tag::Paragraph => self.begin(BlockKind::Paragraph, self.depth(), &place),
            Tag::List(first) => {
                self.close();
                self.lists.push(first);
            }
            Tag::Item => {
                let number = self.lists.last_mut().and_then(|next| {
                    let number = *next;
                    *next = next.map(|number| number.saturating_add(1));
                    number
                });
                self.begin(BlockKind::Item, self.depth(), &place);
                if let Some(item) = &mut self.open {
                    item.number = number;
                }
            }
            Tag::CodeBlock(_) => self.begin(BlockKind::Code, self.depth(), &place),
            Tag::HtmlBlock => self.begin(BlockKind::Html, self.depth(), &place),
            Tag::TableHead | Tag::TableRow => {
                self.begin(BlockKind::Row, self.depth(), &place);
                if let Some(row) = &mut self.open {
                    row.cells.clear();
                    row.head = matches!(tag, Tag::TableHead);
                }
            }
            Tag::TableCell => {
                if let Some(row) = &mut self.open {
                    row.cells.push(Vec::new());
                }
            }
            Tag::BlockQuote(_) => {
                self.close();
                self.quoted = self.quoted.saturating_add(1);
            }
            Tag::Strong => self.strong = self.strong.saturating_add(1),
            Tag::Emphasis => self.emphasis = self.emphasis.saturating_add(1),
            Tag::Strikethrough => self.struck = self.struck.saturating_add(1),
            Tag::Link { dest_url, .. } => self.targets.push(dest_url.into_string()),
            Tag::Image { dest_url, .. } => {
                self.targets.push(dest_url.into_string());
                self.images = self.images.saturating_add(1);
                // One without words is still there.
                if self.text.get(place.clone()).is_some_and(|text| text.starts_with("![]")) {
                    self.run("", &place, false);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::CodeBlock
            | TagEnd::HtmlBlock
            | TagEnd::TableHead
            | TagEnd::TableRow => self.close(),
            TagEnd::List(_) => {
                self.close();
                self.lists.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.close();
                self.quoted = self.quoted.saturating_sub(1);
            }
            TagEnd::Strong => self.strong = self.strong.saturating_sub(1),
            TagEnd::Emphasis => self.emphasis = self.emphasis.saturating_sub(1),
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            TagEnd::Link => drop(self.targets.pop()),
            TagEnd::Image => {
                self.targets.pop();
                self.images = self.images.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn depth(&self) -> u8 {
        u8::try_from(self.lists.len()).unwrap_or(u8::MAX)
    }

    fn is_empty_item(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.kind == BlockKind::Item && open.cells.iter().all(Vec::is_empty))
    }

    fn begin(&mut self, kind: BlockKind, depth: u8, place: &Range<usize>) {
        self.close();
        let line = self.line(place.start);
        self.open = Some(Passage {
            kind,
            depth,
            quoted: self.quoted,
            cells: vec![Vec::new()],
            start: at(place.start),
            end: at(place.end),
            line,
            ..Passage::default()
        });
    }

    /// Ends the open passage. An item's own text ends with its last run, though the items nested in it go on.
    fn close(&mut self) {
        let Some(mut passage) = self.open.take() else { return };
        if passage.kind == BlockKind::Item {
            let last = passage.cells.iter().flatten().next_back();
            passage.end = last.map_or(passage.start, |run| run.end);
        }
        self.passages.push(passage);
    }

    /// Adds text to the open passage. Text that stands in none, as after the list in an item, opens a paragraph.
    fn run(&mut self, words: &str, place: &Range<usize>, code: bool) {
        if self.open.is_none() {
            self.begin(BlockKind::Paragraph, self.depth(), place);
        }
        let look = Look {
            strong: self.strong > 0,
            emphasis: self.emphasis > 0,
            struck: self.struck > 0,
            code,
            image: self.images > 0,
        };
        let target = self.targets.last().map_or("", String::as_str);
        let Some(runs) = self.open.as_mut().and_then(|open| open.cells.last_mut()) else { return };
        let (start, end) = (at(place.start), at(place.end));
        match runs.last_mut() {
            // Joined only where each byte of the text keeps its place in the document.
            Some(last)
                if last.look == look
                    && last.target == target
                    && last.end == start
                    && is_verbatim(last)
                    && words.len() == place.len() =>
            {
                last.text.push_str(words);
                last.end = end;
            }
            _ => runs.push(Run { text: words.to_owned(), look, target: target.to_owned(), start, end }),
        }
    }

    /// Where the text of a code span stands between its backticks; the span's whole place where it was written otherwise.
    fn inner(&self, words: &str, place: &Range<usize>) -> Range<usize> {
        let raw = self.text.get(place.clone()).unwrap_or_default();
        let ticks = raw.bytes().take_while(|byte| *byte == b'`').count();
        for start in [place.start + ticks, place.start + ticks + 1] {
            let inner = start..start + words.len();
            if self.text.get(inner.clone()) == Some(words) {
                return inner;
            }
        }
        place.clone()
    }

    /// The line of a byte. Passages come in order, so that every line is counted once.
    fn line(&mut self, byte: usize) -> u32 {
        let (counted, lines) = self.counted;
        if let Some(between) = self.text.as_bytes().get(counted..byte) {
            self.counted = (byte, lines + at(memchr::memchr_iter(b'\n', between).count()));
        }
        self.counted.1 + 1
    }
}

fn is_verbatim(run: &Run) -> bool {
    run.end.checked_sub(run.start).is_some_and(|length| length as usize == run.text.len())
}

fn level_of(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// A place, which fits: a document is at most [`crate::limits::DOCUMENT_BYTES`] long.
fn at(byte: usize) -> u32 {
    u32::try_from(byte).unwrap_or(u32::MAX)
}

crate::record::records! {
    Passage { kind, start, end, line; depth, quoted, number, head, cells }
    Run { text, start, end; look, target }
    Look { ; strong, emphasis, struck, code, image }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(passage: &Passage) -> String {
        passage
            .cells
            .iter()
            .map(|runs| runs.iter().map(|run| run.text.as_str()).collect())
            .collect::<Vec<String>>()
            .join(" | ")
    }

    #[test]
    fn passages_are_items_paragraphs_and_rows_each_with_its_line() {
        let text = "# A\n\nfirst\nsecond\n\n- one `x`\n  - two\n    - three\n\n  more of one\n- four\n\n3. c\n4. d\n\n| K | V |\n|---|---|\n| a | b |\n\n> said\n\n---\n";
        let seen: Vec<_> = sheet(text).iter().map(|it| (it.kind.word(), it.depth, it.line, words(it))).collect();
        let expected = [
            ("heading", 1, 1, "A"),
            ("paragraph", 0, 3, "first second"),
            ("item", 1, 6, "one x"),
            ("item", 2, 7, "two"),
            ("item", 3, 8, "three"),
            ("paragraph", 1, 10, "more of one"),
            ("item", 1, 11, "four"),
            ("item", 1, 13, "c"),
            ("item", 1, 14, "d"),
            ("row", 0, 16, "K | V"),
            ("row", 0, 18, "a | b"),
            ("paragraph", 0, 20, "said"),
            ("rule", 0, 22, ""),
        ];
        let expected: Vec<_> =
            expected.iter().map(|(kind, depth, line, text)| (*kind, *depth, *line, (*text).to_owned())).collect();
        assert_eq!(seen, expected);
        let numbers: Vec<_> = sheet(text).iter().filter_map(|it| it.number).collect();
        assert_eq!(numbers, [3, 4]);
    }

    #[test]
    fn a_run_that_stands_in_the_text_says_where() {
        let text = "- **Stripe** \\- `stripe` ``a`b`` 20\\.1 &amp; [docs](https://a.example) _x_\n";
        let sheet = sheet(text);
        let runs = &sheet[0].cells[0];
        for run in runs.iter().filter(|run| is_verbatim(run)) {
            assert_eq!(&text[run.start as usize..run.end as usize], run.text);
        }
        let code: Vec<_> =
            runs.iter().filter(|run| run.look.code).map(|run| (run.text.as_str(), is_verbatim(run))).collect();
        assert_eq!(code, [("stripe", true), ("a`b", true)]);
        assert_eq!(words(&sheet[0]), "Stripe - stripe a`b 20.1 & docs x");
        assert_eq!(
            runs.iter().find(|run| run.text == "docs").map(|run| run.target.as_str()),
            Some("https://a.example")
        );
    }

    #[test]
    fn markup_is_text() {
        let text = "<script>alert(1)</script>\n\n- <img src=x onerror=alert(1)> [run](javascript:alert(1))\n- ![logo](https://a.example/x.png) ![](https://a.example/y.png)\n";
        let sheet = sheet(text);
        assert_eq!((sheet[0].kind, words(&sheet[0]).trim()), (BlockKind::Html, "<script>alert(1)</script>"));
        assert_eq!(words(&sheet[1]), "<img src=x onerror=alert(1)> run");
        assert_eq!(sheet[1].cells[0].last().map(|run| run.target.as_str()), Some("javascript:alert(1)"));
        let images: Vec<_> =
            sheet[2].cells[0].iter().filter(|run| run.look.image).map(|run| run.target.as_str()).collect();
        assert_eq!(images, ["https://a.example/x.png", "https://a.example/y.png"]);
    }

    #[test]
    fn deep_and_long_documents_are_laid_out() {
        let deep: String = (0..2000).map(|depth| format!("{}- a\n", " ".repeat(depth * 2))).collect();
        assert!(!sheet(&deep).is_empty());
        assert_eq!(sheet(&"- a `b`\n".repeat(100_000)).len(), 100_000);
        assert_eq!(sheet("```\nnever closed").len(), 1);
        assert_eq!(sheet(""), []);
    }
}
