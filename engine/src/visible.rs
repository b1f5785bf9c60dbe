//! Text from outside made fit to be looked at: nothing in it hides, or turns what stands around it.
//!
//! Controls and the marks of writing direction show nothing themselves and change how other signs are shown; a file's name may
//! use them to look like another's. They are spelled out instead, `\u{202e}`.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character shows nothing itself and changes how others are shown.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// The text with what would not be seen spelled out.
pub fn spelled(text: &str) -> Cow<'_, str> {
    spell(text, is_unseen)
}

/// The same for a line of code, which may have tabs.
pub fn code(text: &str) -> Cow<'_, str> {
    spell(text, |c| c != '\t' && is_unseen(c))
}

/// The text on one line: white space becomes a space, and what else would not be seen is spelled out.
pub fn line(text: &str) -> Cow<'_, str> {
    if !text.contains(['\t', '\n', '\r']) {
        return spelled(text);
    }
    // A line break of two characters is one.
    let spaced = text.replace("\r\n", " ").replace(['\t', '\n', '\r'], " ");
    Cow::Owned(spelled(&spaced).into_owned())
}

fn spell(text: &str, is_spelled: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(&is_spelled) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if is_spelled(c) {
            // Writing to a string cannot fail.
            let _ = write!(out, "{}", c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_unseen_is_left() {
        assert_eq!(spelled("src/a.ts"), "src/a.ts");
        assert_eq!(spelled("gpj.\u{202e}exe\0"), "gpj.\\u{202e}exe\\u{0}");
        assert_eq!(spelled("a\nb"), "a\\u{a}b");
        assert_eq!(code("\ta\u{2066}\n"), "\ta\\u{2066}\\u{a}");
        assert_eq!(line("a\r\nb\tc\u{7}"), "a b c\\u{7}");
    }

    #[test]
    fn what_people_write_stays() {
        for text in ["👩\u{200d}💻", "नमस्\u{200d}ते", "مرحبا", "naïve – “quoted”"] {
            assert!(matches!(spelled(text), Cow::Borrowed(_)), "{text}");
        }
    }
}
