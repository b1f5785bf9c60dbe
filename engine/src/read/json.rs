//! JSON and JSON with comments, with the place of every key and value.
//!
//! A [`Cursor`] goes over the text once, from front to back, and builds no tree: a reader enters the objects that it
//! knows and everything else is passed over. What was read before a mistake stays read.

use super::ReadError;
use crate::limits::NESTING;
use jsonc_parser::tokens::Token;
use jsonc_parser::{Scanner, ScannerOptions};
use std::borrow::Cow;
use std::ops::Range;

/// A string with its place.
#[derive(Debug, Clone)]
pub struct Text<'a> {
    /// The string, with escapes resolved.
    pub value: Cow<'a, str>,
    /// Its bytes in the file, without the quotes.
    pub span: Range<usize>,
    /// Those bytes, with escapes as written.
    raw: &'a str,
}

impl<'a> Text<'a> {
    /// The text at `span` of the file's text, for which `value` stands.
    fn new(value: Cow<'a, str>, span: Range<usize>, file: &'a str) -> Self {
        let raw = file.get(span.clone()).unwrap_or("");
        Text { value, span, raw }
    }

    /// A string that is a whole file.
    #[cfg(test)]
    pub fn whole(text: &'a str) -> Self {
        Text::new(text.into(), 0..text.len(), text)
    }

    /// The place of a part of [`Text::value`].
    pub fn part(&self, part: Range<usize>) -> Range<usize> {
        self.span.start + self.raw_offset(part.start)..self.span.start + self.raw_offset(part.end)
    }

    /// Where in the text as written the byte `at` of the value comes from.
    fn raw_offset(&self, at: usize) -> usize {
        if matches!(self.value, Cow::Borrowed(_)) {
            return at;
        }
        let mut raw = self.raw.char_indices();
        for (before, c) in self.value.char_indices() {
            if before >= at {
                break;
            }
            if raw.next().is_some_and(|(_, written)| written == '\\') {
                // `\n` is written in two characters, `\u00e9` in six, and a pair of surrogates in twelve.
                let digits = match raw.next() {
                    Some((_, 'u')) if c.len_utf8() == 4 => 10,
                    Some((_, 'u')) => 4,
                    Some((_, 'x')) => 2,
                    _ => 0,
                };
                raw.by_ref().take(digits).for_each(drop);
            }
        }
        raw.next().map_or(self.raw.len(), |(offset, _)| offset)
    }
}

/// A place in a JSON text, always before a value. Each method that takes a value leaves the cursor behind it, whatever
/// its type: asked for an object where there is none, it passes over what is there.
pub struct Cursor<'a> {
    text: &'a str,
    scanner: Scanner<'a>,
    token: Option<Token<'a>>,
    /// Bytes before the scanner's first: the byte order mark.
    base: usize,
    depth: usize,
    taken: usize,
}

impl<'a> Cursor<'a> {
    /// A cursor before the text's one value.
    pub fn new(text: &'a str) -> Result<Self, ReadError> {
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut cursor = Cursor {
            text,
            scanner: Scanner::new(body, &ScannerOptions::default()),
            token: None,
            base: text.len() - body.len(),
            depth: 0,
            taken: 0,
        };
        cursor.advance()?;
        Ok(cursor)
    }

    /// Takes an object: `each` gets the cursor before every value, with its key, and may take the value or leave it.
    pub fn object(
        &mut self,
        mut each: impl FnMut(&mut Self, &Text<'a>) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        self.each_key(&mut each)
    }

    /// [`Self::object`], compiled once for all readers.
    fn each_key(
        &mut self,
        each: &mut dyn FnMut(&mut Self, &Text<'a>) -> Result<(), ReadError>,
    ) -> Result<(), ReadError> {
        if self.token != Some(Token::OpenBrace) {
            return self.skip();
        }
        self.enter()?;
        loop {
            let key = match self.token.take() {
                Some(Token::CloseBrace) => break,
                Some(Token::String(value)) => Text::new(value, self.inside_quotes(), self.text),
                Some(Token::Word(word)) => Text::new(word.into(), self.span(), self.text),
                other => return Err(self.unexpected(other, "a key")),
            };
            self.advance()?;
            match self.token.take() {
                Some(Token::Colon) => self.advance()?,
                other => return Err(self.unexpected(other, "':'")),
            }
            let before = self.taken;
            each(self, &key)?;
            if self.taken == before {
                self.skip()?;
            }
            self.separator(&Token::CloseBrace)?;
        }
        self.leave()
    }

    /// Takes an array: `each` gets the cursor before every value, with its index, and may take the value or leave it.
    pub fn array(&mut self, mut each: impl FnMut(&mut Self, usize) -> Result<(), ReadError>) -> Result<(), ReadError> {
        self.each_item(&mut each)
    }

    /// [`Self::array`], compiled once for all readers.
    fn each_item(&mut self, each: &mut dyn FnMut(&mut Self, usize) -> Result<(), ReadError>) -> Result<(), ReadError> {
        if self.token != Some(Token::OpenBracket) {
            return self.skip();
        }
        self.enter()?;
        let mut index = 0;
        while self.token != Some(Token::CloseBracket) {
            let before = self.taken;
            each(self, index)?;
            if self.taken == before {
                self.skip()?;
            }
            index += 1;
            self.separator(&Token::CloseBracket)?;
        }
        self.leave()
    }

    /// Whether an object stands here.
    pub fn is_object(&self) -> bool {
        self.token == Some(Token::OpenBrace)
    }

    /// Whether an array stands here.
    pub fn is_array(&self) -> bool {
        self.token == Some(Token::OpenBracket)
    }

    /// Whether `true` stands here.
    pub fn is_true(&self) -> bool {
        self.token == Some(Token::Boolean(true))
    }

    /// Takes a string; `None` where the value is none.
    pub fn text(&mut self) -> Result<Option<Text<'a>>, ReadError> {
        match self.token.take() {
            Some(Token::String(value)) => {
                let text = Text::new(value, self.inside_quotes(), self.text);
                self.advance()?;
                Ok(Some(text))
            }
            other => {
                self.token = other;
                self.skip()?;
                Ok(None)
            }
        }
    }

    /// Passes over a value of any type, without recursion.
    pub fn skip(&mut self) -> Result<(), ReadError> {
        let outer = self.depth;
        loop {
            match self.token {
                Some(Token::OpenBrace | Token::OpenBracket) => self.enter()?,
                Some(Token::CloseBrace | Token::CloseBracket) if self.depth > outer => self.leave()?,
                Some(Token::Comma | Token::Colon) if self.depth > outer => self.advance()?,
                Some(Token::String(_) | Token::Word(_) | Token::Boolean(_) | Token::Number(_) | Token::Null) => {
                    self.advance()?;
                }
                _ => {
                    let token = self.token.take();
                    return Err(self.unexpected(token, "a value"));
                }
            }
            if self.depth == outer {
                return Ok(());
            }
        }
    }

    fn enter(&mut self) -> Result<(), ReadError> {
        self.depth += 1;
        if self.depth > NESTING { Err(ReadError::TooDeep) } else { self.advance() }
    }

    fn leave(&mut self) -> Result<(), ReadError> {
        self.depth = self.depth.saturating_sub(1);
        self.advance()
    }

    /// Takes the comma behind a value, or stops before the end of its object or array.
    fn separator(&mut self, end: &Token<'_>) -> Result<(), ReadError> {
        match self.token.take() {
            Some(Token::Comma) => self.advance(),
            Some(token) if token == *end => {
                self.token = Some(token);
                Ok(())
            }
            other => Err(self.unexpected(other, "','")),
        }
    }

    fn advance(&mut self) -> Result<(), ReadError> {
        loop {
            match self.scanner.scan() {
                Ok(Some(Token::CommentLine(_) | Token::CommentBlock(_))) => {}
                Ok(token) => {
                    self.token = token;
                    self.taken += 1;
                    return Ok(());
                }
                Err(error) => {
                    self.token = None;
                    let message = error.kind().to_string().to_lowercase();
                    return Err(self.syntax(self.base + error.range().start, message));
                }
            }
        }
    }

    fn span(&self) -> Range<usize> {
        self.base + self.scanner.token_start()..self.base + self.scanner.token_end()
    }

    fn inside_quotes(&self) -> Range<usize> {
        let span = self.span();
        span.start + 1..span.end.saturating_sub(1).max(span.start + 1)
    }

    fn unexpected(&self, token: Option<Token<'_>>, expected: &str) -> ReadError {
        let found = match &token {
            None => "the end of the file".to_owned(),
            Some(Token::String(_)) => "a string".to_owned(),
            Some(token) => format!("'{}'", token.as_str()),
        };
        let at = if token.is_none() { self.text.len() } else { self.span().start };
        self.syntax(at, format!("expected {expected}, found {found}"))
    }

    fn syntax(&self, at: usize, message: String) -> ReadError {
        let before = self.text.as_bytes().get(..at).unwrap_or(self.text.as_bytes());
        let line = memchr::memchr_iter(b'\n', before).count() as u32 + 1;
        ReadError::Syntax { format: "JSON", line, message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every string of a text with its place, by walking all of it.
    fn strings(text: &str) -> (Vec<String>, Result<(), ReadError>) {
        fn walk(cursor: &mut Cursor<'_>, text: &str, out: &mut Vec<String>) -> Result<(), ReadError> {
            cursor.object(|cursor, key| {
                out.push(format!("{}:", &text[key.span.clone()]));
                match cursor.token {
                    Some(Token::OpenBrace) => walk(cursor, text, out),
                    Some(Token::OpenBracket) => cursor.array(|cursor, _| walk(cursor, text, out)),
                    _ => {
                        if let Some(value) = cursor.text()? {
                            out.push(text[value.span].to_owned());
                        }
                        Ok(())
                    }
                }
            })
        }
        let mut out = Vec::new();
        let end = Cursor::new(text).and_then(|mut cursor| walk(&mut cursor, text, &mut out));
        (out, end)
    }

    #[test]
    fn comments_trailing_commas_and_byte_order_marks_are_no_mistakes() {
        let (found, end) = strings("\u{feff}// x\r\n{ /* y */ \"a\": \"é\\n\",\r\n \"b\": [{\"c\": \"d\",},],\r\n}");
        assert_eq!(found, ["a:", "é\\n", "b:", "c:", "d"]);
        assert_eq!(end, Ok(()));
    }

    #[test]
    fn parts_have_their_place_among_escapes() {
        let text = r#"["a\"\u00e9\uD83D\uDE00\n b c"]"#;
        let mut place = None;
        let mut cursor = Cursor::new(text).unwrap();
        let end = cursor.array(|cursor, _| {
            let string = cursor.text()?.unwrap();
            assert_eq!(string.value, "a\"é😀\n b c");
            let at = string.value.find('b').unwrap();
            place = Some((string.part(at..at + 3), string.part(1..2), string.part(0..string.value.len())));
            Ok(())
        });
        assert_eq!(end, Ok(()));
        let (part, quote, whole) = place.unwrap();
        assert_eq!((&text[part], &text[quote]), ("b c", "\\\""));
        assert_eq!(whole, 2..text.len() - 2);
    }

    #[test]
    fn what_stands_before_a_mistake_is_read_and_the_mistake_has_its_line() {
        let (found, end) = strings("{\"a\": \"b\",\n\"c\": ]}");
        assert_eq!(found, ["a:", "b", "c:"]);
        assert!(matches!(end, Err(ReadError::Syntax { line: 2, .. })), "{end:?}");
        for (text, line) in
            [("", 1), ("{\"a\": 1", 1), ("{\"a\"\n1}", 2), ("{\"a\": 1\n\"b\": 2}", 2), ("{\n\"a\": \"b", 2)]
        {
            let (_, end) = strings(text);
            assert!(matches!(end, Err(ReadError::Syntax { line: l, .. }) if l == line), "{text:?} {end:?}");
        }
    }

    #[test]
    fn deep_nesting_is_refused_and_not_followed() {
        let bomb = "[".repeat(1_000_000);
        assert_eq!(Cursor::new(&bomb).and_then(|mut cursor| cursor.skip()), Err(ReadError::TooDeep));
        let bomb = "{\"a\":".repeat(100_000);
        assert_eq!(strings(&bomb).1, Err(ReadError::TooDeep));
        let fits = "[".repeat(NESTING) + &"]".repeat(NESTING);
        assert_eq!(Cursor::new(&fits).and_then(|mut cursor| cursor.skip()), Ok(()));
    }
}
