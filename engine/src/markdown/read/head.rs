//! The head of a block: the name or label that it begins with, and how it parts from the text behind it.

use super::words;
use std::borrow::Cow;
use std::ops::Range;

/// How a head is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// As plain text.
    #[default]
    Plain,
    /// In bold or italics.
    Bold,
    /// As one or more code spans.
    Code,
    /// As a link.
    Link,
}

/// What parts a head from the text behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mark {
    /// Nothing: the head is the whole block, or bold words that a text runs on from.
    #[default]
    None,
    /// A colon: the head is a label.
    Colon,
    /// A dash or an arrow: the head is a name, its purpose follows.
    Dash,
    /// The block is a sentence or longer and has no head.
    Sentence,
}

/// The head of a text. Ranges count from the text's start.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// The name, without marks of emphasis and without what stands in brackets behind it.
    pub name: Range<usize>,
    /// The words in the brackets behind the name; empty where there are none.
    pub aside: Range<usize>,
    /// The text behind the head.
    pub rest: Range<usize>,
    /// How it is written.
    pub style: Style,
    /// How it ends.
    pub mark: Mark,
}

/// Longest label or name that is one, in bytes.
const LONG: usize = 110;

/// Longest link that is taken for one, in bytes.
const LINK: usize = 2000;

/// The head of a text.
pub fn head(text: &str) -> Head {
    let text = text.trim_end();
    let start = text.len() - text.trim_start().len();
    let body = text.get(start..).unwrap_or("");
    let (style, name, behind) = lead(body);
    let mut head = match style {
        Style::Plain => plain(body),
        _ => {
            let name_text = body.get(name.clone()).unwrap_or("");
            // A colon inside the emphasis.
            let inner = name_text.trim_end();
            if let Some(label) = inner.strip_suffix([':', '：']).filter(|_| style != Style::Code) {
                let name = name.start..name.start + label.trim_end().len();
                Head { name, rest: behind..body.len(), style, mark: Mark::Colon, ..Head::default() }
            } else {
                styled(body, style, name.start..name.start + inner.len(), behind)
            }
        }
    };
    let (name, aside) = split_aside(body, head.name.clone());
    head.name = name;
    if head.aside.is_empty() {
        head.aside = aside;
    }
    head.rest = trimmed(body, head.rest);
    for range in [&mut head.name, &mut head.aside, &mut head.rest] {
        *range = range.start + start..range.end + start;
    }
    head
}

/// How a text is led: its style, the name inside the marks, and where the text goes on behind them.
fn lead(body: &str) -> (Style, Range<usize>, usize) {
    let plain = (Style::Plain, 0..0, 0);
    for mark in ["**", "__", "*", "_"] {
        if let Some(rest) = body.strip_prefix(mark) {
            return match rest.find(mark) {
                Some(end) if end > 0 && !rest.starts_with([' ', '*', '_']) => {
                    let name = mark.len()..mark.len() + end;
                    // The marks may stand around one code span or link.
                    (Style::Bold, name, mark.len() * 2 + end)
                }
                _ => plain,
            };
        }
    }
    if body.starts_with('`') {
        return codes(body).map_or(plain, |end| (Style::Code, 0..end, end));
    }
    if body.starts_with('[')
        && let Some(end) = body.find("](")
        && let Some(close) = body.get(end..).and_then(|rest| rest.find(')'))
    {
        return (Style::Link, 1..end, end + close + 1);
    }
    plain
}

/// The end of one code span, or of several in a row: `` `A`, `B` / `C` ``.
fn codes(body: &str) -> Option<usize> {
    let mut end = 0;
    loop {
        let rest = body.get(end..)?;
        let ticks = rest.bytes().take_while(|b| *b == b'`').count();
        let fence = rest.get(..ticks)?;
        let close = rest.get(ticks..)?.find(fence)?;
        end += ticks * 2 + close;
        let behind = body.get(end..)?;
        let Some(between) = behind.find('`') else { return Some(end) };
        let gap = behind.get(..between)?.trim();
        if !matches!(gap, "," | "/" | "+" | "&" | "and" | "or" | "，" | "、" | ", and" | ", or" | "|") {
            return Some(end);
        }
        // A span that is not closed belongs to no head.
        if behind.get(between + 1..).is_none_or(|rest| !rest.contains('`')) {
            return Some(end);
        }
        end += between;
    }
}

/// A head in marks of emphasis, code or a link, with what stands behind them.
fn styled(body: &str, style: Style, name: Range<usize>, behind: usize) -> Head {
    let rest = body.get(behind..).unwrap_or("");
    let spaced = rest.trim_start();
    let mut at = body.len() - spaced.len();
    let mut aside = 0..0;
    // Brackets between the name and its mark.
    if spaced.starts_with('(')
        && let Some(close) = closing(spaced)
    {
        aside = at + 1..at + close;
        let after = spaced.get(close + 1..).unwrap_or("").trim_start();
        at = body.len() - after.len();
    }
    let after = body.get(at..).unwrap_or("");
    let (mark, skip) = mark_at(after);
    let (mark, rest) = match mark {
        Some(mark) => (mark, at + skip),
        None => (Mark::None, if aside.is_empty() { behind } else { at }),
    };
    Head { name, aside, rest: rest..body.len(), style, mark }
}

/// The mark that a text begins with, and its length.
fn mark_at(text: &str) -> (Option<Mark>, usize) {
    for dash in ["—", "–", "->", "→", "=>", "--", "-"] {
        if let Some(rest) = text.strip_prefix(dash)
            && (rest.is_empty() || rest.starts_with([' ', '\t', '\n']) || !dash.starts_with('-'))
        {
            return (Some(Mark::Dash), dash.len());
        }
    }
    for colon in [":", "："] {
        if text.starts_with(colon) {
            return (Some(Mark::Colon), colon.len());
        }
    }
    (None, 0)
}

/// A head in plain words: up to the first colon or dash outside of brackets and code, if no sentence ends before.
fn plain(body: &str) -> Head {
    let bytes = body.as_bytes();
    let mut at = 0;
    let mut depth = 0_usize;
    let sentence = |name: usize| Head { name: 0..name, rest: 0..body.len(), mark: Mark::Sentence, ..Head::default() };
    while let Some(byte) = bytes.get(at) {
        if at > LONG {
            return sentence(0);
        }
        match byte {
            b'`' => {
                let ticks = bytes.iter().skip(at).take_while(|b| **b == b'`').count();
                let Some(fence) = body.get(at..at + ticks) else { return sentence(0) };
                match body.get(at + ticks..).and_then(|rest| rest.find(fence)) {
                    Some(close) => at += ticks * 2 + close,
                    None => at += ticks,
                }
                continue;
            }
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b'\n' => break,
            b':' if depth == 0 && bytes.get(at + 1).is_none_or(|b| b.is_ascii_whitespace() || *b == b'`') => {
                return Head { name: 0..at, rest: at + 1..body.len(), mark: Mark::Colon, ..Head::default() };
            }
            b'-' | b'=' if depth == 0 && at > 0 && bytes.get(at - 1).is_some_and(u8::is_ascii_whitespace) => {
                if let (Some(Mark::Dash), skip) = mark_at(body.get(at..).unwrap_or("")) {
                    return Head { name: 0..at, rest: at + skip..body.len(), mark: Mark::Dash, ..Head::default() };
                }
            }
            // A dash or an arrow of three bytes, or the wide colon.
            0xE2 | 0xEF if depth == 0 && at > 0 => {
                if let (Some(mark), skip) = mark_at(body.get(at..).unwrap_or("")) {
                    return Head { name: 0..at, rest: at + skip..body.len(), mark, ..Head::default() };
                }
            }
            b'.' | b';' | b'!' | b'?' if depth == 0 && bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace) => {
                // An abbreviation inside a name is rare; a sentence that ends is the rule.
                return sentence(at);
            }
            _ => {}
        }
        at += 1;
    }
    let first = body.get(..at).unwrap_or(body);
    Head { name: 0..first.len(), rest: first.len()..body.len(), ..Head::default() }
}

/// Parts a name from the brackets behind it: `PostgreSQL (primary)`.
fn split_aside(body: &str, name: Range<usize>) -> (Range<usize>, Range<usize>) {
    let none = (trimmed(body, name.clone()), 0..0);
    let Some(text) = body.get(name.clone()) else { return none };
    let Some(open) = text.find(" (").filter(|open| *open > 0) else { return none };
    // Only where nothing of weight follows: `Meta (Facebook) Graph API` is one name.
    let Some(close) = text.get(open + 1..).and_then(closing).map(|close| close + open + 1) else {
        let aside = trimmed(body, name.start + open + 2..name.end);
        return (trimmed(body, name.start..name.start + open), aside);
    };
    let behind = text.get(close + 1..).unwrap_or("").trim();
    if !behind.is_empty() && !behind.starts_with([',', '+', '&', '/', '(']) {
        return none;
    }
    (trimmed(body, name.start..name.start + open), trimmed(body, name.start + open + 2..name.start + close))
}

/// The place of the bracket that closes the one a text begins with.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let Some(slice) = text.get(range.clone()) else { return range.start..range.start };
    let start = range.start + (slice.len() - slice.trim_start().len());
    start..start + slice.trim().len()
}

/// Whether a line begins with a label in bold, or with a plain one that the tables know.
pub fn is_label_line(line: &str) -> bool {
    if line.starts_with("**") || line.starts_with("__") {
        let head = head(line.lines().next().unwrap_or(line));
        return head.style == Style::Bold && head.mark == Mark::Colon;
    }
    let Some(colon) = line.get(..line.floor_char_boundary(40)).and_then(|start| start.find(':')) else { return false };
    line.get(..colon).is_some_and(words::is_known_label)
        && line.as_bytes().get(colon + 1).is_none_or(u8::is_ascii_whitespace)
}

/// A text without its marks of emphasis, code and links.
pub fn unmarked(text: &str) -> String {
    if !text.contains(['*', '`', '_', '\\', '[', '\n', '\r', '\t']) {
        return text.trim().to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '*' | '`' => {}
            '_' if !is_inside_word(text, at) => {}
            '\\' if chars.peek().is_some_and(|(_, next)| next.is_ascii_punctuation()) => {
                if let Some((_, next)) = chars.next() {
                    out.push(next);
                }
            }
            '[' => {
                // A link keeps its words.
                let rest = text.get(at + 1..text.floor_char_boundary(at + 1 + LINK)).unwrap_or("");
                if let Some(end) = rest.find("](").filter(|end| !rest.get(..*end).unwrap_or("").contains('['))
                    && let Some(close) = rest.get(end..).and_then(|rest| rest.find(')'))
                {
                    out.push_str(rest.get(..end).unwrap_or("").trim_matches(['*', '`']));
                    let behind = at + 1 + end + close + 1;
                    while chars.next_if(|(next, _)| *next < behind).is_some() {}
                } else {
                    out.push('[');
                }
            }
            '\n' | '\r' | '\t' => out.push(' '),
            _ => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// A text on one line: people break long ones, and a list item goes on where it is indented.
pub fn one_line(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    if !text.contains(['\n', '\r']) {
        return Cow::Borrowed(text);
    }
    let lines = text.split(['\n', '\r']).map(|line| line.trim_start_matches(['>', ' ', '\t']).trim_end());
    Cow::Owned(lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" "))
}

fn is_inside_word(text: &str, at: usize) -> bool {
    let before = text.get(..at).and_then(|t| t.chars().next_back()).is_some_and(char::is_alphanumeric);
    let after = text.get(at + 1..).and_then(|t| t.chars().next()).is_some_and(char::is_alphanumeric);
    before && after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (&str, &str, &str, Style, Mark) {
        let head = head(text);
        let of = |range: Range<usize>| text.get(range).unwrap_or("?");
        (of(head.name), of(head.aside), of(head.rest), head.style, head.mark)
    }

    #[test]
    fn heads_in_every_form() {
        use Mark::{Colon, Dash, None, Sentence};
        use Style::{Bold, Code, Link, Plain};
        for (text, expected) in [
            ("**Databases:**", ("Databases", "", "", Bold, Colon)),
            ("**Hosting**: Acme (EU)", ("Hosting", "", "Acme (EU)", Bold, Colon)),
            ("**Acme** (primary) - mail", ("Acme", "primary", "mail", Bold, Dash)),
            ("**Acme (primary):** mail", ("Acme", "primary", "mail", Bold, Colon)),
            ("**Acme** via `x`", ("Acme", "", "via `x`", Bold, None)),
            ("Acme - mail: all of it", ("Acme", "", "mail: all of it", Plain, Dash)),
            ("Acme — mail", ("Acme", "", "mail", Plain, Dash)),
            ("SDK/Client: `x` - y", ("SDK/Client", "", "`x` - y", Plain, Colon)),
            ("`A`, `B`/`C` - keys", ("`A`, `B`/`C`", "", "keys", Code, Dash)),
            ("`A` (optional) - key", ("`A`", "optional", "key", Code, Dash)),
            ("[Acme](https://a.b) - mail", ("Acme", "", "mail", Link, Dash)),
            ("Postgres 16 (main), 17 (dev)", ("Postgres 16", "main", "", Plain, None)),
            ("Meta (Facebook) Graph API", ("Meta (Facebook) Graph API", "", "", Plain, None)),
            (
                "Mail goes out. Nothing else: x",
                ("Mail goes out", "", "Mail goes out. Nothing else: x", Plain, Sentence),
            ),
            ("Base https://a.b/c", ("Base https://a.b/c", "", "", Plain, None)),
            ("名前： 値", ("名前", "", "値", Plain, Colon)),
            ("", ("", "", "", Plain, None)),
        ] {
            assert_eq!(parts(text), expected, "{text}");
        }
    }

    #[test]
    fn marks_go_and_words_stay() {
        assert_eq!(unmarked("**A** `b_c` [d](e) \\* _f_"), "A b_c d * f");
        assert_eq!(unmarked("[open"), "[open");
    }
}
