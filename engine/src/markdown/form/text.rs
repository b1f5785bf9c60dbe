//! Plain text in Markdown, so that it is read as the characters it is, and back.

/// Characters that begin markup wherever they stand.
const MARKUP: &[char] = &['\\', '`', '*', '[', ']', '<', '>', '|', '~'];

/// Dashes and arrows that, with blanks around them, part a name from what is said of it.
const DASHES: &[char] = &['-', '–', '—', '→'];

/// A name as Markdown outside code: one line, without markup, label or separator in it.
pub fn escaped(text: &str) -> String {
    write(text, true)
}

/// A text as Markdown outside code: one line, without markup in it.
pub fn prose(text: &str) -> String {
    write(text, false)
}

fn write(text: &str, name: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, next)| *next);
        let apart = before.is_none_or(char::is_whitespace);
        let end = after.is_none_or(char::is_whitespace);
        match c {
            '\0' => out.push('\u{FFFD}'),
            ' ' if !apart && after.is_some_and(|next| next != ' ') => out.push(' '),
            _ if c.is_whitespace() || c.is_control() => entity(&mut out, c),
            '&' if is_entity(text.get(at + 1..).unwrap_or("")) => entity(&mut out, c),
            '_' if before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric) => out.push(c),
            '-' if name && apart && end || before.is_none() => escape(&mut out, c),
            _ if name && DASHES.contains(&c) && apart && end => entity(&mut out, c),
            '+' | '=' if before.is_none() => escape(&mut out, c),
            '#' if apart => escape(&mut out, c),
            ':' if name && end => escape(&mut out, c),
            '.' | ')' if at > 0 && text.get(..at).is_some_and(|t| t.bytes().all(|b| b.is_ascii_digit())) => {
                escape(&mut out, c);
            }
            '_' => escape(&mut out, c),
            _ if MARKUP.contains(&c) => escape(&mut out, c),
            _ => out.push(c),
        }
        before = Some(c);
    }
    out
}

/// Whether what stands behind an ampersand makes an entity with it.
fn is_entity(text: &str) -> bool {
    let name = text.split(|c: char| c != '#' && !c.is_ascii_alphanumeric()).next().unwrap_or("");
    !name.is_empty() && text.get(name.len()..).is_some_and(|rest| rest.starts_with(';'))
}

fn escape(out: &mut String, c: char) {
    // Only ASCII punctuation can be escaped so.
    if c.is_ascii_punctuation() {
        out.push('\\');
        out.push(c);
    } else {
        entity(out, c);
    }
}

fn entity(out: &mut String, c: char) {
    out.push_str(&format!("&#{};", u32::from(c)));
}

/// What [`escaped`] was given: escapes and numeric entities undone.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\\', '&']) {
        out.push_str(rest.get(..at).unwrap_or(""));
        rest = rest.get(at..).unwrap_or("");
        let (c, length) = escape_at(rest).unwrap_or_else(|| (rest.chars().next().unwrap_or(' '), 1));
        out.push(c);
        rest = rest.get(length..).unwrap_or("");
    }
    out.push_str(rest);
    out
}

/// The character that an escape or a numeric entity at the text's begin stands for, and the length of what stands for it.
fn escape_at(text: &str) -> Option<(char, usize)> {
    if let Some(rest) = text.strip_prefix('\\') {
        let c = rest.chars().next().filter(char::is_ascii_punctuation)?;
        return Some((c, 2));
    }
    let (digits, _) = text.strip_prefix("&#")?.split_once(';')?;
    if digits.is_empty() || digits.len() > 7 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some((char::from_u32(digits.parse().ok()?)?, digits.len() + 3))
}

/// Text as a code span, or where none can hold it (line ends, control characters) as text in which every character that is
/// no letter or digit is an entity.
pub fn code(text: &str) -> String {
    if text.is_empty() || text.chars().any(char::is_control) {
        let mut out = String::new();
        for c in text.chars() {
            match c {
                '\0' => out.push('\u{FFFD}'),
                _ if c.is_alphanumeric() => out.push(c),
                _ => entity(&mut out, c),
            }
        }
        return out;
    }
    let fence = "`".repeat(longest_run(text) + 1);
    // One blank is taken off both sides where both have one.
    let padded = text.starts_with('`') || text.ends_with('`') || (text.starts_with(' ') && text.ends_with(' '));
    let pad = if padded && !text.bytes().all(|b| b == b' ') { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// The length of the longest run of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// Reads forms from left to right.
#[derive(Debug, Clone, Copy)]
pub struct Cursor<'a> {
    /// What is left.
    pub rest: &'a str,
}

impl<'a> Cursor<'a> {
    /// At the begin of `text`.
    pub fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// Goes behind `expected`, if it is next.
    pub fn eat(&mut self, expected: &str) -> bool {
        match self.rest.strip_prefix(expected) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Everything before the first of `ends`, or all that is left.
    pub fn until(&mut self, ends: &[char]) -> &'a str {
        let at = self.rest.find(ends).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(at);
        self.rest = rest;
        taken
    }

    /// What [`code`] was given, if its form is next.
    pub fn code(&mut self) -> Option<String> {
        if !self.rest.starts_with('`') {
            let word = self.until(&[' ', ',', ':', ')', '`']);
            return (!word.is_empty()).then(|| plain(word));
        }
        let run = self.rest.len() - self.rest.trim_start_matches('`').len();
        let body = self.rest.get(run..)?;
        let end = closing(body, run)?;
        let text = body.get(..end)?;
        self.rest = body.get(end + run..)?;
        let padded = text.starts_with(' ') && text.ends_with(' ') && !text.bytes().all(|b| b == b' ');
        let text = if padded { text.get(1..text.len() - 1)? } else { text };
        Some(text.to_owned())
    }

    /// Whether nothing is left.
    pub fn done(&self) -> bool {
        self.rest.is_empty()
    }
}

/// Where the run of exactly `run` backticks begins that closes a code span.
fn closing(body: &str, run: usize) -> Option<usize> {
    let mut at = 0;
    loop {
        let rest = body.get(at..)?;
        at += rest.find('`')?;
        let rest = body.get(at..)?;
        let length = rest.len() - rest.trim_start_matches('`').len();
        if length == run {
            return Some(at);
        }
        at += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser};

    /// The text that a reader of Markdown sees in a list's item.
    fn shown(item: &str) -> String {
        let document = format!("- {item}\n");
        let all = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
        let mut out = String::new();
        for event in Parser::new_ext(&document, all) {
            match event {
                Event::Text(text) | Event::Code(text) => out.push_str(&text),
                Event::Html(html) | Event::InlineHtml(html) => panic!("{html:?} is HTML in {item:?}"),
                Event::SoftBreak | Event::HardBreak | Event::Rule => panic!("{item:?} is no line of text"),
                _ => {}
            }
        }
        out
    }

    #[test]
    fn common_names_stay_as_they_are() {
        for name in
            ["Stripe", "AT&T", "Node.js 20", "snake_case", "A-B", "iOS Keychain / Android", "C# client", "S3 (EU)"]
        {
            assert_eq!(escaped(name), name);
        }
        assert_eq!(escaped("A - B: *c*"), "A \\- B\\: \\*c\\*");
        assert_eq!(escaped("a\nb"), "a&#10;b");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`"), "`` ` ``");
    }

    #[test]
    fn code_ends_where_it_must() {
        let mut cursor = Cursor::new("``a`b``, `c`");
        assert_eq!(cursor.code().as_deref(), Some("a`b"));
        assert!(cursor.eat(", "));
        assert_eq!(cursor.code().as_deref(), Some("c"));
        assert!(cursor.done());
        assert_eq!(Cursor::new("`open").code(), None);
    }

    proptest! {
        #[test]
        fn text_comes_back(text in "[^\0]{0,20}") {
            prop_assert_eq!(plain(&prose(&text)), text.as_str());
            prop_assert_eq!(plain(&escaped(&text)), text);
        }

        #[test]
        fn text_is_shown_as_it_is(text in r"[A-Za-z0-9 &#;:|()<>/\\`*_~!\[\]{}+=.$^\n\t–→-]{1,16}") {
            prop_assert_eq!(shown(&prose(&text)), text.as_str());
            prop_assert_eq!(shown(&escaped(&text)), text);
        }

        #[test]
        fn code_comes_back(text in "[^\0]{1,20}") {
            let written = code(&text);
            let mut cursor = Cursor::new(&written);
            prop_assert_eq!(cursor.code(), Some(text));
            prop_assert!(cursor.done());
        }

        #[test]
        fn code_is_shown_as_it_is(text in r"[A-Za-z0-9 &#;:|()<>/\\`*_\n-]{1,16}") {
            prop_assert_eq!(shown(&code(&text)), text);
        }
    }
}
