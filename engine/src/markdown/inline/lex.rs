//! Cuts a block's raw Markdown into code spans, words and link targets. Emphasis, quotes and the punctuation around words
//! are left between the pieces.

use std::borrow::Cow;

/// What a [`Piece`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// What stands between backticks.
    Code,
    /// A run of text without blanks.
    Word,
    /// The address of a link.
    Target,
}

/// A piece of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub kind: Kind,
    /// Its first byte, without markup.
    pub start: usize,
    /// The byte behind its last, without markup.
    pub end: usize,
    /// Whether the text says that it is not so: "no Sentry", "without a queue".
    pub denied: bool,
}

/// A longer word is data, and nothing is looked for in it.
const WORD_BYTES: usize = 2048;

/// The pieces of a text, by place.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let bytes = text.as_bytes();
    let fences = Fences::new(bytes);
    let mut pieces = Vec::with_capacity(text.len() / 8);
    let mut at = 0;
    let mut word = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at += 2,
            b'`' => {
                push_words(text, word, at, &mut pieces);
                let length = run(bytes, at);
                match fences.closing(at) {
                    Some(close) => {
                        let (start, end) = inside(bytes, at + length, close);
                        pieces.push(Piece { kind: Kind::Code, start, end, denied: false });
                        at = close + length;
                    }
                    None => at += length,
                }
                word = at;
            }
            b']' if bytes.get(at + 1) == Some(&b'(') => {
                push_words(text, word, at, &mut pieces);
                at += 2;
                if let Some((start, end, next)) = target(bytes, at) {
                    pieces.push(Piece { kind: Kind::Target, start, end, denied: false });
                    at = next;
                }
                word = at;
            }
            b'<' => match tag(bytes, at) {
                Some(next) => {
                    push_words(text, word, at, &mut pieces);
                    at = next;
                    word = at;
                }
                None => at += 1,
            },
            byte if byte.is_ascii_whitespace() => {
                push_words(text, word, at, &mut pieces);
                at += 1;
                word = at;
            }
            _ => at += 1,
        }
    }
    push_words(text, word, bytes.len(), &mut pieces);
    pieces
}

/// A token without the backslashes that Markdown takes for escapes. A drive's path keeps its own.
pub(super) fn unescaped(token: &str) -> Cow<'_, str> {
    let bytes = token.as_bytes();
    let drive = bytes.len() > 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':' && bytes[2] == b'\\';
    if drive || !token.contains('\\') {
        return Cow::Borrowed(token);
    }
    let mut out = String::with_capacity(token.len());
    let mut chars = token.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' || !chars.peek().is_some_and(char::is_ascii_punctuation) {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// How many backticks stand at `at`.
fn run(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().take_while(|b| **b == b'`').count()
}

/// Where each run of backticks ends as a code span. Found once for all, since every look ahead would read the rest again.
struct Fences(Vec<(usize, Option<usize>)>);

impl Fences {
    fn new(bytes: &[u8]) -> Fences {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'`', &bytes[at..]) {
            let length = run(bytes, at + found);
            runs.push((at + found, length));
            at += found + length;
        }
        let mut next = std::collections::HashMap::new();
        let mut rows: Vec<_> = runs.iter().rev().map(|&(at, length)| (at, next.insert(length, at))).collect();
        rows.reverse();
        Fences(rows)
    }

    /// The run that closes the one at `at`.
    fn closing(&self, at: usize) -> Option<usize> {
        self.0.binary_search_by_key(&at, |row| row.0).ok().and_then(|row| self.0[row].1)
    }
}

/// A code span's content without the blanks around it.
fn inside(bytes: &[u8], mut start: usize, mut end: usize) -> (usize, usize) {
    while start < end && bytes[start].is_ascii_whitespace() {
        start += 1;
    }
    while start < end && bytes[end - 1].is_ascii_whitespace() {
        end -= 1;
    }
    (start, end)
}

/// A link's address that begins at `at`, and the byte behind its parenthesis.
fn target(bytes: &[u8], at: usize) -> Option<(usize, usize, usize)> {
    let near = &bytes[at..bytes.len().min(at + WORD_BYTES)];
    memchr::memchr(b')', near)?;
    let mut depth = 0_usize;
    let mut end = None;
    for (offset, byte) in near.iter().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => {
                let end = end.unwrap_or(at + offset);
                let (start, end) = if bytes[at] == b'<' && end > at + 1 && bytes[end - 1] == b'>' {
                    (at + 1, end - 1)
                } else {
                    (at, end)
                };
                return Some((start, end, at + offset + 1));
            }
            b')' => depth -= 1,
            b'\n' => return None,
            // Behind the address stands a title.
            b' ' if end.is_none() && bytes[at] != b'<' => end = Some(at + offset),
            _ => {}
        }
    }
    None
}

/// Elements of HTML that people put into Markdown. Others are placeholders: `<project>.example.com`.
const TAGS: &[&str] = &[
    "a", "b", "br", "code", "details", "div", "em", "hr", "i", "img", "kbd", "li", "ol", "p", "pre", "small", "span",
    "strong", "sub", "summary", "sup", "table", "td", "th", "tr", "u", "ul",
];

/// The byte behind the tag of HTML at `at`.
fn tag(bytes: &[u8], at: usize) -> Option<usize> {
    let open = at + 1 + usize::from(bytes.get(at + 1) == Some(&b'/'));
    let length = bytes.get(open..)?.iter().take(8).take_while(|b| b.is_ascii_alphanumeric()).count();
    let name = std::str::from_utf8(&bytes[open..open + length]).ok()?;
    TAGS.binary_search_by(|tag| tag.bytes().cmp(name.bytes().map(|b| b.to_ascii_lowercase()))).ok()?;
    let rest = bytes.get(open + length..)?;
    matches!(rest.first()?, b'>' | b' ' | b'/').then_some(())?;
    let close = rest.iter().take(512).position(|b| matches!(b, b'>' | b'\n'))?;
    (rest[close] == b'>').then_some(open + length + close + 1)
}

/// Adds the words of a run of text without blanks: one, but where dashes, quotes, arrows or commas stand in it.
fn push_words(text: &str, start: usize, end: usize, pieces: &mut Vec<Piece>) {
    if start >= end || end - start > WORD_BYTES {
        return;
    }
    let Some(run) = text.get(start..end) else { return };
    let url = run.contains("://");
    let mut depth = 0_usize;
    let mut from = 0;
    let mut previous = ' ';
    for (at, c) in run.char_indices() {
        let cut = match c {
            '—' | '–' | '→' | '←' | '↔' | '⇒' | '“' | '”' | '"' | '|' | '«' | '»' | '…' | '•' | '·' => {
                true
            }
            '{' | '[' | '<' => {
                depth += 1;
                false
            }
            '}' | ']' | '>' => {
                depth = depth.saturating_sub(1);
                false
            }
            // A call or a route group keeps its parentheses.
            '(' if previous.is_alphanumeric() || matches!(previous, '/' | '_') => {
                depth += 1;
                false
            }
            ')' if depth > 0 => {
                depth -= 1;
                false
            }
            ',' | ';' | '(' | ')' => depth == 0 && !url,
            _ => false,
        };
        if cut {
            push_word(text, start + from, start + at, pieces);
            from = at + c.len_utf8();
        }
        previous = c;
    }
    push_word(text, start + from, end, pieces);
}

/// Adds a word without the punctuation around it, if anything is left.
fn push_word(text: &str, start: usize, end: usize, pieces: &mut Vec<Piece>) {
    let Some(word) = text.get(start..end) else { return };
    let count = |c: char| word.matches(c).count();
    let (mut round, mut square, mut angle, mut curly) =
        ((count('('), count(')')), (count('['), count(']')), (count('<'), count('>')), (count('{'), count('}')));
    let mut rest = word;
    loop {
        let mut chars = rest.chars();
        let Some(first) = chars.next() else { return };
        let second = chars.next().unwrap_or(' ');
        let strip = match first {
            '*' => !matches!(second, '.' | '/'),
            '_' => rest.len() > 1 && rest.ends_with('_') && !rest.starts_with("__"),
            '(' => take(&mut round, true),
            '[' => take(&mut square, true),
            '<' => rest.contains("://") || take(&mut angle, true),
            '{' => take(&mut curly, true),
            '~' => second == '~' || second == ' ' || second.is_ascii_digit(),
            '"' | '\'' | '‘' | '’' | ',' | ';' | ':' | '!' | '?' | '>' | ')' | ']' | '}' | '=' | '+' | '&' | '#'
            | '^' => !matches!(first, '^' | '=' | '>' | '~') || !(second.is_ascii_digit() || second == '='),
            '-' => !second.is_alphanumeric() || rest.len() < 3,
            _ => false,
        };
        if !strip {
            break;
        }
        rest = &rest[first.len_utf8()..];
    }
    let offset = start + word.len() - rest.len();
    while let Some(last) = rest.chars().next_back() {
        let before = rest[..rest.len() - last.len_utf8()].chars().next_back().unwrap_or(' ');
        let strip = match last {
            '*' => !matches!(before, '_' | '/' | '-' | '.'),
            '_' => before == '*' || rest.starts_with('_') && !rest.starts_with("__"),
            ')' => take(&mut round, false),
            ']' => take(&mut square, false),
            '>' => rest.contains("://") || take(&mut angle, false),
            '}' => take(&mut curly, false),
            '~' => before == '~',
            '"' | '\'' | '‘' | '’' | ',' | ';' | ':' | '!' | '?' | '.' | '(' | '[' | '{' | '<' | '=' | '&' | '\\' => {
                true
            }
            _ => false,
        };
        if !strip {
            break;
        }
        rest = &rest[..rest.len() - last.len_utf8()];
    }
    if !rest.is_empty() {
        pieces.push(Piece { kind: Kind::Word, start: offset, end: offset + rest.len(), denied: false });
    }
}

/// Takes one of the opening or closing marks away, where there are more of them than of the others.
fn take(counts: &mut (usize, usize), opening: bool) -> bool {
    let (mine, others) = if opening { (&mut counts.0, counts.1) } else { (&mut counts.1, counts.0) };
    let more = *mine > others;
    if more {
        *mine -= 1;
    }
    more
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<(Kind, &str)> {
        pieces(text).iter().map(|p| (p.kind, &text[p.start..p.end])).collect()
    }

    #[test]
    fn tags_are_sorted() {
        assert!(TAGS.is_sorted());
    }

    #[test]
    fn code_words_and_links() {
        use Kind::{Code, Target, Word};
        assert_eq!(
            cut("**Pay** (`` a`b ``): see [docs](https://x.io/a_(b) \"T\"), `c`."),
            [(Word, "Pay"), (Code, "a`b"), (Word, "see"), (Word, "docs"), (Target, "https://x.io/a_(b)"), (Code, "c")]
        );
        assert_eq!(cut("one ` two `` three"), [(Word, "one"), (Word, "two"), (Word, "three")]);
        assert_eq!(cut("a \\`b\\` <br> c<br/>d"), [(Word, "a"), (Word, "\\`b\\`"), (Word, "c"), (Word, "d")]);
        assert_eq!(
            cut("x — \"y\" → z, AWS_* *.x.io"),
            [(Word, "x"), (Word, "y"), (Word, "z"), (Word, "AWS_*"), (Word, "*.x.io")]
        );
        assert_eq!(
            cut("<https://a.b> (see app/(auth)/page.tsx) {A,B}_KEY"),
            [(Word, "https://a.b"), (Word, "see"), (Word, "app/(auth)/page.tsx"), (Word, "{A,B}_KEY")]
        );
    }

    #[test]
    fn escapes() {
        assert_eq!(unescaped("A\\_B\\*"), "A_B*");
        assert_eq!(unescaped("C:\\_x\\a.ts"), "C:\\_x\\a.ts");
        assert_eq!(unescaped("plain"), "plain");
    }
}
