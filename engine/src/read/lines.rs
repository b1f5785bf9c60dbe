//! A text by lines, for rigid formats that are read without a tree: the locks of pnpm and yarn, `pubspec.yaml`, `go.mod`.

use std::ops::Range;

/// One line, without its end.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Its first byte in the text.
    pub start: usize,
    /// The line.
    pub text: &'a str,
}

/// The lines of a text, without a byte order mark.
pub fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let line = Line { start: at, text: rest[..end].trim_end_matches('\r') };
        at += end + 1;
        Some(line)
    })
}

/// A part of a line with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part<'a> {
    /// Its first byte in the text.
    pub start: usize,
    /// The part.
    pub text: &'a str,
}

impl Part<'_> {
    /// Its bytes in the text.
    pub fn span(&self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

impl<'a> Line<'a> {
    /// How many spaces it begins with.
    pub fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    /// Whether nothing stands on it but a comment.
    pub fn is_blank(&self) -> bool {
        let text = self.text.trim_start();
        text.is_empty() || text.starts_with('#')
    }

    /// The line without the space around it.
    pub fn trimmed(&self) -> Part<'a> {
        let text = self.text.trim_start();
        Part { start: self.start + self.text.len() - text.len(), text: text.trim_end() }
    }

    /// The key and value of a YAML mapping's line, `key: value`, without quotes; the value is empty where a block follows.
    pub fn entry(&self) -> Option<(Part<'a>, Part<'a>)> {
        let all = self.trimmed();
        let (key, rest) = match all.text.as_bytes().first()? {
            b'#' => return None,
            quote @ (b'"' | b'\'') => {
                let end = memchr::memchr(*quote, &all.text.as_bytes()[1..])? + 1;
                let rest = all.text.get(end + 1..)?;
                (Part { start: all.start + 1, text: &all.text[1..end] }, rest.trim_start().strip_prefix(':')?)
            }
            _ => {
                let end = all.text.find(": ").or_else(|| all.text.ends_with(':').then(|| all.text.len() - 1))?;
                (Part { start: all.start, text: all.text[..end].trim_end() }, &all.text[end + 1..])
            }
        };
        let value = rest.trim_start();
        Some((key, scalar(Part { start: all.start + all.text.len() - value.len(), text: value })))
    }
}

/// A YAML scalar without its quotes or the comment behind it.
pub fn scalar(part: Part<'_>) -> Part<'_> {
    match part.text.as_bytes().first() {
        Some(quote @ (b'"' | b'\'')) => {
            let inner = &part.text[1..];
            let end = memchr::memchr(*quote, inner.as_bytes()).unwrap_or(inner.len());
            Part { start: part.start + 1, text: &inner[..end] }
        }
        Some(b'#') => Part { start: part.start, text: "" },
        _ => {
            let end = part.text.find(" #").unwrap_or(part.text.len());
            Part { start: part.start, text: part.text[..end].trim_end() }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_know_their_place_whatever_ends_them() {
        let text = "\u{feff}a: 1\r\n\n  'b c': \"d # e\" # f\n  g:";
        let found: Vec<_> = lines(text)
            .filter_map(|line| {
                let (key, value) = line.entry()?;
                assert_eq!((&text[key.span()], &text[value.span()]), (key.text, value.text));
                Some((line.indent(), key.text, value.text))
            })
            .collect();
        assert_eq!(found, [(0, "a", "1"), (2, "b c", "d # e"), (2, "g", "")]);
    }

    #[test]
    fn half_a_line_is_no_entry() {
        for text in ["", "#a: b", "'a", "'", "\"a\" b", "a:b", "é"] {
            assert!(lines(text).next().and_then(|line| line.entry()).is_none(), "{text:?}");
        }
    }
}
