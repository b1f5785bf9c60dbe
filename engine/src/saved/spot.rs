//! Which field of a JSON text stands at a line and column: `services[3].status`. A parser's column means nothing to a reader
//! whose file is one long line.

use std::fmt::Write as _;

/// Deepest nesting that is told.
const DEPTH: usize = 16;

/// Longest key that is told whole, in characters.
const KEY: usize = 40;

/// What is open: an object with its last key, or a list with its count.
enum Open<'a> {
    Object(&'a str),
    List(usize),
}

/// The field that holds the byte before this line and column, both from 1 and as `serde_json` counts them. The text up to there
/// is JSON. Empty at the top.
pub fn field(text: &str, line: usize, column: usize) -> String {
    let before = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum::<usize>();
    let end = text.floor_char_boundary(before.saturating_add(column));
    let text = text.get(..end).unwrap_or(text);
    let bytes = text.as_bytes();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut at = 0;
    // Whether the next string is a key.
    let mut key = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' => {
                open.push(Open::Object(""));
                key = true;
            }
            b'[' => open.push(Open::List(0)),
            // An error is told at the end of the value, which still is in what the brace closes.
            b'}' | b']' if at + 1 < bytes.len() => drop(open.pop()),
            b':' => key = false,
            b',' => match open.last_mut() {
                Some(Open::List(count)) => *count += 1,
                _ => key = true,
            },
            b'"' => {
                let end = string_end(bytes, at + 1);
                if let (true, Some(Open::Object(last))) = (key, open.last_mut()) {
                    *last = text.get(at + 1..end).unwrap_or("");
                }
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    let mut out = String::new();
    for part in open.iter().take(DEPTH) {
        let _ = match part {
            Open::Object("") => Ok(()),
            Open::Object(key) if key.chars().count() > KEY => break,
            Open::Object(key) if out.is_empty() => write!(out, "{key}"),
            Open::Object(key) => write!(out, ".{key}"),
            Open::List(count) => write!(out, "[{count}]"),
        };
    }
    out
}

/// Where the string that begins at `at` ends: its closing quote.
fn string_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn a_field_is_told_by_its_path() {
        let text = "{ \"a\": [1, { \"b\": \"x, \\\"y\" , \"c\": 3 }],\n \"d\": 4 }";
        let at = |what: &str| {
            let at = text.find(what).unwrap() + what.len();
            let line = text[..at].matches('\n').count();
            field(text, line + 1, at - text[..at].rfind('\n').map_or(0, |at| at + 1))
        };
        assert_eq!(at("[1"), "a[0]");
        assert_eq!(at("\"b\": \"x"), "a[1].b");
        assert_eq!(at("3"), "a[1].c");
        assert_eq!(at("}"), "a[1].c");
        assert_eq!(at("4"), "d");
        assert_eq!(field("", 1, 0), "");
        assert_eq!(field("{\"é", 1, 3), "");
        assert_eq!(field("{\"a\\", 9, 9), "a\\");
    }
}
