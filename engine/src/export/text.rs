//! Text from outside, made fit to be looked at: one line, with nothing in it that hides or turns what stands around it.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character shows nothing itself and changes how others are shown: controls, and the marks and overrides of
/// writing direction.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// The text on one line: white space becomes a space, and what would not be seen is spelled out, `\u{202e}`.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unseen) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\t' | '\n' | '\r' => {
                // A line break of two characters is one.
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c if is_unseen(c) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "{}", c.escape_unicode());
            }
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// A place as `path:line`; the path alone where no line is known.
pub fn place(path: &str, line: u32) -> String {
    if line == 0 { path.to_owned() } else { format!("{path}:{line}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_unseen_is_left() {
        assert_eq!(visible("src/a.ts"), "src/a.ts");
        assert_eq!(visible("a\r\nb\tc"), "a b c");
        assert_eq!(visible("gpj.\u{202e}exe\0"), "gpj.\\u{202e}exe\\u{0}");
    }

    #[test]
    fn a_place_has_its_line_where_there_is_one() {
        assert_eq!((place("a", 3).as_str(), place("a", 0).as_str()), ("a:3", "a"));
    }
}
