//! The lexer core: cuts a text into tokens by a [`Syntax`] table, one table per language.
//!
//! It knows comments, strings, templates with code inside, regular expressions and brackets, and nothing of grammar. So
//! that a name in a comment or in a string is never taken for code, and code inside a template is. It is total: any text
//! gives tokens, in one pass, and what does not fit the table becomes punctuation.

use std::ops::Range;

/// How a language is written, as far as tokens go.
#[derive(Debug)]
pub struct Syntax {
    /// What begins a comment that ends with its line.
    pub line_comments: &'static [&'static str],
    /// What begins like a comment that ends with its line and is code: PHP's `#[`.
    pub no_comments: &'static [&'static str],
    /// What begins and ends a comment, and whether such comments nest. Looked for first.
    pub block_comments: &'static [(&'static str, &'static str, bool)],
    /// The forms of strings; where one opening begins another, the longer stands first.
    pub strings: &'static [StringForm],
    /// What opens a text that begins on the next line and ends with a line that holds its word alone: Ruby's `<<~`, PHP's
    /// `<<<`. The word follows, perhaps in quotes.
    pub heredocs: &'static [&'static str],
    /// Letters that may stand right before a string and belong to it, such as Python's `rb`.
    pub string_prefixes: &'static str,
    /// Of those, the letters without which a form that interpolates does not (Python's `f`); empty where it always does.
    pub interpolating_prefixes: &'static str,
    /// Of the prefixes, the letters by which a string is raw: no escapes, no interpolation.
    pub raw_prefixes: &'static str,
    /// Bytes besides letters, digits, `_` and non-ASCII that names may hold.
    pub name_bytes: &'static [u8],
    /// Whether `/` may begin a regular expression.
    pub regex: bool,
    /// Which line ends are tokens.
    pub newlines: Newlines,
    /// Whether a line comment only begins where a word may: not in `${#list}` or `a#b`.
    pub word_comments: bool,
    /// Whether URLs stand outside strings too, so that the language's own rules look for them.
    pub bare_urls: bool,
}

impl Syntax {
    /// Names, numbers and punctuation, and nothing else: what each language's table begins with.
    pub const BARE: Syntax = Syntax {
        line_comments: &[],
        no_comments: &[],
        block_comments: &[],
        strings: &[],
        heredocs: &[],
        string_prefixes: "",
        interpolating_prefixes: "",
        raw_prefixes: "",
        name_bytes: b"",
        regex: false,
        newlines: Newlines::None,
        word_comments: false,
        bare_urls: false,
    };
}

/// Which line ends are tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newlines {
    /// None: a statement ends otherwise.
    None,
    /// Those outside brackets, as in Python, where a line goes on until its brackets are closed.
    OutsideBrackets,
    /// All.
    All,
}

/// One form of string.
#[derive(Debug, Clone, Copy)]
pub struct StringForm {
    /// What opens it.
    pub open: &'static str,
    /// What closes it.
    pub close: &'static str,
    /// Whether a backslash takes the next byte's meaning away.
    pub escapes: bool,
    /// Whether it may run over a line end. One that may not, and is not closed on its line, is no string but a stray
    /// quote, as an apostrophe in the text of a page.
    pub multiline: bool,
    /// What opens code inside it: `${`, `{`, `#{`. The code ends at the brace that matches.
    pub interpolation: &'static str,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A name or keyword.
    Name,
    /// A number.
    Number,
    /// A whole string; the token's range is what is inside its quotes.
    Str,
    /// A part of a string that has code inside: the parts stand between [`Kind::CodeOpen`] and [`Kind::CodeClose`] pairs.
    /// There is one before and one behind each pair, perhaps empty.
    Part,
    /// Begins code inside a string.
    CodeOpen,
    /// Ends code inside a string.
    CodeClose,
    /// A regular expression, with its slashes.
    Regex,
    /// One byte of punctuation.
    Punct(u8),
    /// A line end, where the language asks for them.
    Newline,
}

/// A piece of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its first byte.
    pub start: u32,
    /// The byte behind its last.
    pub end: u32,
    /// For a bracket `([{` and its `)]}`, and for the two ends of code inside a string, the index of the other one; its
    /// own index where it has none.
    pub mate: u32,
}

/// The tokens and comments of a text.
#[derive(Debug, Default)]
pub struct Tokens {
    /// The tokens in order, without comments.
    pub list: Vec<Token>,
    /// The comments' bytes in order, with their marks.
    pub comments: Vec<Range<u32>>,
}

/// Deepest nesting of code inside strings that is followed; deeper is taken as text.
const DEPTH: usize = 32;

/// Most texts without an end that are looked for.
const ENDLESS: u8 = 4;

impl Tokens {
    /// Forgets everything but the memory, so that one value serves many files.
    pub fn clear(&mut self) {
        self.list.clear();
        self.comments.clear();
    }

    /// Cuts `text[range]` into tokens and adds them. Offsets are those of the whole text.
    pub fn lex(&mut self, text: &str, range: Range<usize>, syntax: &Syntax) {
        let end = range.end.min(text.len());
        let start = range.start.min(end);
        // Code has a token about every five bytes.
        self.list.reserve((end - start) / 5);
        let mut lexer = Lexer {
            text: &text.as_bytes()[..end],
            at: start,
            syntax,
            classes: classes(syntax),
            out: self,
            brackets: Vec::new(),
            heredocs: Vec::new(),
            endless: 0,
            strings: Vec::new(),
        };
        lexer.run();
    }
}

struct Lexer<'a, 'o> {
    text: &'a [u8],
    at: usize,
    syntax: &'a Syntax,
    /// What each byte may be.
    classes: [u8; 256],
    out: &'o mut Tokens,
    /// Indices of open brackets and code openings.
    brackets: Vec<u32>,
    /// The words of texts that begin on the next line.
    heredocs: Vec<&'a [u8]>,
    /// How many of them had no end; after a few no more are looked for, so that the text stays read in one pass.
    endless: u8,
    /// Strings that are open around the code being lexed: the form, and how many brackets stood open at its code's start.
    strings: Vec<(&'a StringForm, usize)>,
}

/// A byte that may begin a name.
const BEGINS_NAME: u8 = 1;
/// A byte that may go on with one.
const IN_NAME: u8 = 2;
/// A blank that is no line end.
const BLANK: u8 = 4;
/// A byte that may begin a comment.
const BEGINS_COMMENT: u8 = 8;
/// A byte that may begin a string.
const BEGINS_STRING: u8 = 16;

/// What each byte may be in a language, so that most bytes are settled by one look.
fn classes(syntax: &Syntax) -> [u8; 256] {
    let mut classes = [0; 256];
    for (byte, class) in (0_u8..=255).zip(&mut classes) {
        if is_name_start(byte) {
            *class |= BEGINS_NAME | IN_NAME;
        }
        if byte.is_ascii_digit() || syntax.name_bytes.contains(&byte) {
            *class |= IN_NAME;
        }
        if matches!(byte, b' ' | b'\t' | b'\r') {
            *class |= BLANK;
        }
    }
    let first = |text: &str| usize::from(text.as_bytes().first().copied().unwrap_or(0));
    for open in syntax.line_comments {
        classes[first(open)] |= BEGINS_COMMENT;
    }
    for (open, _, _) in syntax.block_comments {
        classes[first(open)] |= BEGINS_COMMENT;
    }
    for form in syntax.strings {
        classes[first(form.open)] |= BEGINS_STRING;
    }
    classes
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

impl<'a> Lexer<'a, '_> {
    fn run(&mut self) {
        while let Some(&byte) = self.text.get(self.at) {
            let class = self.classes[usize::from(byte)];
            match byte {
                _ if class & BLANK != 0 => {
                    self.at += 1;
                    while self.text.get(self.at) == Some(&b' ') {
                        self.at += 1;
                    }
                }
                _ if class & BEGINS_NAME != 0 => self.name(),
                b'\n' => {
                    if self.line_ends() {
                        self.push(Kind::Newline, self.at, self.at + 1);
                    }
                    self.at += 1;
                    if !self.heredocs.is_empty() {
                        self.heredoc_texts();
                    }
                }
                b'0'..=b'9' => self.number(),
                _ if class & IN_NAME != 0 && self.name_may_start(byte) => self.name(),
                _ => {
                    let taken = byte == b'<' && self.heredoc()
                        || class & BEGINS_COMMENT != 0 && self.comment(byte)
                        || class & BEGINS_STRING != 0 && self.string(byte, "")
                        || byte == b'/' && self.syntax.regex && self.regex();
                    if !taken {
                        self.punctuation(byte);
                    }
                }
            }
        }
    }

    /// Whether the line end here is a token.
    fn line_ends(&self) -> bool {
        match self.syntax.newlines {
            Newlines::None => false,
            Newlines::OutsideBrackets => self.brackets.is_empty(),
            Newlines::All => true,
        }
    }

    /// A byte of `name_bytes` such as `-` only goes on with a name; `$` and `@` may begin one.
    fn name_may_start(&self, byte: u8) -> bool {
        matches!(byte, b'$' | b'@') && self.text.get(self.at + 1).is_some_and(|&b| is_name_start(b) || b == b'$')
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        let index = self.out.list.len() as u32;
        self.out.list.push(Token { kind, start: start as u32, end: end as u32, mate: index });
    }

    fn starts(&self, what: &str) -> bool {
        self.text[self.at..].starts_with(what.as_bytes())
    }

    fn number(&mut self) {
        let start = self.at;
        while self.text.get(self.at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_' || *b == b'.') {
            self.at += 1;
        }
        self.push(Kind::Number, start, self.at);
    }

    fn name(&mut self) {
        let start = self.at;
        self.at += 1;
        while self.text.get(self.at).is_some_and(|&b| self.classes[usize::from(b)] & IN_NAME != 0) {
            self.at += 1;
        }
        let name = &self.text[start..self.at];
        if name.len() <= 2
            && !self.syntax.string_prefixes.is_empty()
            && name.iter().all(|b| self.syntax.string_prefixes.as_bytes().contains(b))
            && let Some(&quote) = self.text.get(self.at)
            && let Ok(prefix) = std::str::from_utf8(name)
            && self.string(quote, prefix)
        {
            return;
        }
        self.push(Kind::Name, start, self.at);
    }

    fn comment(&mut self, byte: u8) -> bool {
        for &(open, close, nests) in self.syntax.block_comments {
            if open.as_bytes()[0] == byte && self.starts(open) {
                let start = self.at;
                self.at += open.len();
                let mut depth = 1;
                while depth > 0 {
                    let first = close.as_bytes()[0];
                    let next = if nests {
                        memchr::memchr2(first, byte, &self.text[self.at..])
                    } else {
                        memchr::memchr(first, &self.text[self.at..])
                    };
                    let Some(next) = next else {
                        self.at = self.text.len();
                        break;
                    };
                    self.at += next;
                    if self.starts(close) {
                        depth -= 1;
                        self.at += close.len();
                    } else if nests && self.starts(open) {
                        depth += 1;
                        self.at += open.len();
                    } else {
                        self.at += 1;
                    }
                }
                self.out.comments.push(start as u32..self.at as u32);
                return true;
            }
        }
        let is_code = |lexer: &Self| lexer.syntax.no_comments.iter().any(|open| lexer.starts(open));
        for open in self.syntax.line_comments {
            // `://` is part of a URL in the text of a page, never a comment.
            let in_url = *open == "//" && self.at > 0 && self.text[self.at - 1] == b':';
            let in_word = self.syntax.word_comments
                && self.at > 0
                && !matches!(self.text[self.at - 1], b' ' | b'\t' | b'\n' | b'\r' | b';' | b'(' | b')');
            if open.as_bytes()[0] == byte && !in_url && !in_word && self.starts(open) && !is_code(self) {
                let start = self.at;
                self.at = memchr::memchr(b'\n', &self.text[start..]).map_or(self.text.len(), |i| start + i);
                self.out.comments.push(start as u32..self.at as u32);
                return true;
            }
        }
        false
    }

    /// The opening of a text that begins on the next line.
    fn heredoc(&mut self) -> bool {
        let Some(open) = self.syntax.heredocs.iter().find(|open| self.starts(open)) else { return false };
        let text = self.text;
        let mut from = self.at + open.len();
        // PHP's may stand apart; behind Ruby's, a blank would make it an operator.
        while open.len() == 3 && open.ends_with('<') && text.get(from) == Some(&b' ') {
            from += 1;
        }
        let quote = text.get(from).copied().filter(|b| matches!(b, b'"' | b'\'' | b'`'));
        let from = from + usize::from(quote.is_some());
        let rest = text.get(from..).unwrap_or(&[]);
        let length = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        let word = rest.get(..length).unwrap_or(&[]);
        let fits = word.first().is_some_and(|b| b.is_ascii_uppercase() || quote.is_some() && b.is_ascii_alphabetic());
        let closed = quote.is_none() || rest.get(length) == quote.as_ref();
        if !fits || !closed || self.heredocs.len() >= DEPTH || self.endless >= ENDLESS {
            return false;
        }
        self.at = from + length + usize::from(quote.is_some());
        self.heredocs.push(word);
        true
    }

    /// The texts that begin on this line, each a string.
    fn heredoc_texts(&mut self) {
        for word in std::mem::take(&mut self.heredocs) {
            // Behind another such text, its last line's end.
            let start = self.at
                + usize::from(self.text.get(self.at) == Some(&b'\n') && self.at > 0 && self.text[self.at - 1] != b'\n');
            let mut line = start;
            // One that no line ends is no such text: what follows is code.
            let end = loop {
                let rest = self.text.get(line..).unwrap_or(&[]);
                if rest.is_empty() {
                    break None;
                }
                let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                let trimmed = rest[..length].trim_ascii_start();
                let behind = trimmed.get(word.len());
                if trimmed.starts_with(word) && !behind.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_') {
                    break Some(line + (length - trimmed.len()) + word.len());
                }
                line += length + 1;
            };
            let Some(end) = end else {
                self.endless += 1;
                return;
            };
            self.push(Kind::Str, start, line.min(self.text.len()));
            self.at = end;
        }
    }

    fn string(&mut self, byte: u8, prefix: &str) -> bool {
        let syntax = self.syntax;
        if byte == b'\'' && prefix.is_empty() && self.syntax.regex && self.is_apostrophe() {
            return false;
        }
        for form in syntax.strings {
            if form.open.as_bytes()[0] != byte || !self.starts(form.open) {
                continue;
            }
            let has = |letters: &str| prefix.bytes().any(|b| letters.as_bytes().contains(&b));
            let raw = has(syntax.raw_prefixes) && !has(syntax.interpolating_prefixes);
            let interpolates = !form.interpolation.is_empty()
                && !raw
                && (syntax.interpolating_prefixes.is_empty() || has(syntax.interpolating_prefixes))
                && self.strings.len() < DEPTH;
            let before = self.at;
            self.at += form.open.len();
            if self.string_rest(form, interpolates, false) {
                return true;
            }
            self.at = before;
            return false;
        }
        false
    }

    /// Whether the quote here stands right behind a word, as in the text of a page: `Don't`.
    fn is_apostrophe(&self) -> bool {
        self.out.list.last().is_some_and(|token| {
            token.kind == Kind::Name
                && token.end as usize == self.at
                && !matches!(
                    &self.text[token.start as usize..self.at],
                    b"from" | b"return" | b"case" | b"import" | b"typeof" | b"in" | b"of"
                )
        })
    }

    /// Goes on with a string from the current byte: to its end, or to code inside. `later` says that code came before.
    /// Returns whether it is a string at all.
    fn string_rest(&mut self, form: &'a StringForm, interpolates: bool, later: bool) -> bool {
        let start = self.at;
        let close = form.close.as_bytes();
        let code = form.interpolation.as_bytes();
        let mut at = self.at;
        while let Some(&byte) = self.text.get(at) {
            if byte == b'\\' && form.escapes {
                at += 2;
                continue;
            }
            if byte == close[0] && self.text[at..].starts_with(close) {
                self.push(if later { Kind::Part } else { Kind::Str }, start, at);
                self.at = at + close.len();
                return true;
            }
            if byte == b'\n' && !form.multiline {
                break;
            }
            if interpolates && byte == code[0] && self.text[at..].starts_with(code) {
                let behind = at + code.len();
                // `{{` is a brace where `{` opens code.
                if code == b"{" && self.text.get(behind) == Some(&b'{') {
                    at = behind + 1;
                    continue;
                }
                self.push(Kind::Part, start, at);
                self.brackets.push(self.out.list.len() as u32);
                self.strings.push((form, self.brackets.len()));
                self.push(Kind::CodeOpen, at, behind);
                self.at = behind;
                return true;
            }
            at += 1;
        }
        if later || form.multiline {
            // Never closed: what is left is its text, up to the line's or the file's end.
            let at = at.min(self.text.len());
            self.push(if later { Kind::Part } else { Kind::Str }, start, at);
            self.at = at;
            return true;
        }
        false
    }

    fn regex(&mut self) -> bool {
        // A slash behind a value divides; behind an operator, an opening bracket or a keyword it begins an expression.
        let begins = match self.out.list.last() {
            None => true,
            Some(token) => match token.kind {
                // Behind a `>` that ends no arrow stands the text of a page.
                Kind::Punct(b'>') => token.start > 0 && self.text[token.start as usize - 1] == b'=',
                Kind::Punct(byte) => !matches!(byte, b')' | b']' | b'}' | b'<'),
                Kind::Name => matches!(
                    &self.text[token.start as usize..token.end as usize],
                    b"return"
                        | b"typeof"
                        | b"case"
                        | b"in"
                        | b"of"
                        | b"delete"
                        | b"void"
                        | b"throw"
                        | b"new"
                        | b"else"
                        | b"await"
                ),
                Kind::CodeOpen | Kind::Newline => true,
                _ => false,
            },
        };
        // `//` is no expression: it is left of a URL in the text of a page.
        let beside = |at: Option<usize>| at.and_then(|at| self.text.get(at)) == Some(&b'/');
        if !begins || beside(Some(self.at + 1)) || beside(self.at.checked_sub(1)) {
            return false;
        }
        let start = self.at;
        let mut at = start + 1;
        let mut class = false;
        while let Some(&byte) = self.text.get(at) {
            match byte {
                b'\\' => at += 1,
                b'[' => class = true,
                b']' => class = false,
                b'\n' => return false,
                b'/' if !class => {
                    at += 1;
                    while self.text.get(at).is_some_and(u8::is_ascii_alphabetic) {
                        at += 1;
                    }
                    self.push(Kind::Regex, start, at);
                    self.at = at;
                    return true;
                }
                _ => {}
            }
            at += 1;
        }
        false
    }

    fn punctuation(&mut self, byte: u8) {
        let start = self.at;
        self.at += 1;
        match byte {
            b'(' | b'[' | b'{' => {
                self.brackets.push(self.out.list.len() as u32);
                self.push(Kind::Punct(byte), start, self.at);
            }
            b')' | b']' | b'}' => self.close(byte, start),
            _ => self.push(Kind::Punct(byte), start, self.at),
        }
    }

    fn close(&mut self, byte: u8, start: usize) {
        // The brace that ends code inside a string: the code's own brackets are closed, or given up.
        if byte == b'}'
            && let Some(&(form, level)) = self.strings.last()
            && !self.brackets[level.min(self.brackets.len())..]
                .iter()
                .any(|&i| self.out.list[i as usize].kind == Kind::Punct(b'{'))
        {
            self.strings.pop();
            self.brackets.truncate(level);
            let open = self.brackets.pop();
            self.push(Kind::CodeClose, start, self.at);
            self.join(open);
            self.string_rest(form, true, true);
            return;
        }
        let opens = match byte {
            b')' => b'(',
            b']' => b'[',
            _ => b'{',
        };
        let floor = self.strings.last().map_or(0, |s| s.1);
        // Brackets that are never closed are given up at the next closing one that has a partner further out, looked for
        // a few levels up only so that stray brackets cost nothing.
        let found = self.brackets[floor.min(self.brackets.len())..]
            .iter()
            .rev()
            .take(4)
            .position(|&i| self.out.list[i as usize].kind == Kind::Punct(opens));
        self.push(Kind::Punct(byte), start, self.at);
        if let Some(up) = found {
            self.brackets.truncate(self.brackets.len() - up);
            let open = self.brackets.pop();
            self.join(open);
        }
    }

    /// Makes the last token and the one at `open` mates.
    fn join(&mut self, open: Option<u32>) {
        let last = self.out.list.len() - 1;
        if let Some(open) = open {
            self.out.list[last].mate = open;
            self.out.list[open as usize].mate = last as u32;
        }
    }
}

/// A text with its tokens: what the languages' rules look at. Every question about a token past either end answers no.
#[derive(Debug, Clone, Copy)]
pub struct Code<'a> {
    /// The whole text.
    pub text: &'a str,
    /// Its tokens.
    pub tokens: &'a [Token],
}

impl<'a> Code<'a> {
    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// What token `i` is.
    pub fn kind(&self, i: usize) -> Option<Kind> {
        self.tokens.get(i).map(|token| token.kind)
    }

    /// The bytes of token `i` in the text; empty past the end.
    pub fn range(&self, i: usize) -> Range<usize> {
        self.tokens.get(i).map_or(self.text.len()..self.text.len(), |token| token.start as usize..token.end as usize)
    }

    /// The text of token `i`: of a string, what is inside its quotes.
    pub fn slice(&self, i: usize) -> &'a str {
        self.text.get(self.range(i)).unwrap_or("")
    }

    /// The name at `i`.
    pub fn name(&self, i: usize) -> Option<&'a str> {
        (self.kind(i) == Some(Kind::Name)).then(|| self.slice(i))
    }

    /// Whether the name or keyword `word` stands at `i`.
    pub fn is(&self, i: usize, word: &str) -> bool {
        self.name(i) == Some(word)
    }

    /// Whether the punctuation `byte` stands at `i`.
    pub fn punct(&self, i: usize, byte: u8) -> bool {
        self.kind(i) == Some(Kind::Punct(byte))
    }

    /// The whole string at `i`, without quotes, escapes as written.
    pub fn string(&self, i: usize) -> Option<&'a str> {
        (self.kind(i) == Some(Kind::Str)).then(|| self.slice(i))
    }

    /// The index of the bracket that closes or opens the one at `i`; `i` itself where it has no partner.
    pub fn mate(&self, i: usize) -> usize {
        self.tokens.get(i).map_or(i, |token| token.mate as usize)
    }

    /// The top-level arguments of the call whose bracket is at `open`, 16 at most: the first token of each and the one behind its
    /// last.
    pub fn arguments(&self, open: usize) -> Vec<(usize, usize)> {
        let end = self.mate(open);
        let mut list = Vec::new();
        let (mut from, mut at) = (open + 1, open + 1);
        while at < end && list.len() < 16 {
            if self.punct(at, b',') {
                list.push((from, at));
                from = at + 1;
            }
            at = self.mate(at).max(at) + 1;
        }
        if from < end {
            list.push((from, end));
        }
        list
    }

    /// Whether tokens from `i` on are these: names and single punctuation bytes, as in `["process", ".", "env"]`.
    pub fn matches(&self, i: usize, pattern: &[&str]) -> bool {
        pattern.iter().enumerate().all(|(k, want)| match self.kind(i + k) {
            Some(Kind::Name | Kind::Punct(_)) => self.slice(i + k) == *want,
            _ => false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexed(text: &str) -> String {
        let mut tokens = Tokens::default();
        tokens.lex(text, 0..text.len(), &crate::source::javascript::SYNTAX);
        let code = Code { text, tokens: &tokens.list };
        (0..code.len())
            .map(|i| match code.kind(i) {
                Some(Kind::Str) => format!("s[{}]", code.slice(i)),
                Some(Kind::Part) => format!("p[{}]", code.slice(i)),
                Some(Kind::Regex) => format!("r[{}]", code.slice(i)),
                _ => code.slice(i).to_owned(),
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn comments_strings_and_expressions_are_told_apart() {
        assert_eq!(lexed("a('x // y') // 'z'\nb /* 'q' */ c"), "a ( s[x // y] ) b c");
        assert_eq!(lexed(r"x = /['\/]/g; y = a / b / c"), r"x = r[/['\/]/g] ; y = a / b / c");
        assert_eq!(lexed("<p>Don't</p> {f('a')}"), "< p > Don ' t < / p > { f ( s[a] ) }");
        assert_eq!(lexed("<a>https://x.dev</a> b"), "< a > https : / / x . dev < / a > b");
    }

    #[test]
    fn code_inside_templates_is_code() {
        assert_eq!(
            lexed("`a${f({b: `c${d}`})}e` + `plain`"),
            "p[a] ${ f ( { b : p[c] ${ d } p[] } ) } p[e] + s[plain]"
        );
    }

    #[test]
    fn brackets_have_mates_in_spite_of_strays() {
        let text = "f(a[0], {b: 1}, (c]) )";
        let mut tokens = Tokens::default();
        tokens.lex(text, 0..text.len(), &crate::source::javascript::SYNTAX);
        let code = Code { text, tokens: &tokens.list };
        let open = (0..code.len()).find(|&i| code.punct(i, b'(')).unwrap();
        assert_eq!(code.mate(code.mate(open)), open);
        assert_eq!(code.mate(open), code.len() - 1);
    }

    #[test]
    fn texts_of_later_lines_are_strings() {
        let syntax = Syntax { heredocs: &["<<~"], ..crate::source::javascript::SYNTAX };
        let text = "f(<<~SQL, <<~'Doc')\n it's\n  SQL\n x\nDoc\ng(<<~Never)\nh";
        let mut tokens = Tokens::default();
        tokens.lex(text, 0..text.len(), &syntax);
        let code = Code { text, tokens: &tokens.list };
        let found: Vec<_> = (0..code.len()).map(|i| code.slice(i)).collect();
        assert_eq!(found, ["f", "(", ",", ")", " it's\n", " x\n", "g", "(", ")", "h"]);
    }

    #[test]
    fn any_text_is_lexed_to_its_end() {
        for text in
            ["`${", "`${`${`${", "}}}}))]]", "'\\", "/*", "/[", "`a${b}", "\u{e9}'\u{e9}", "\"\\\u{e9}", "((((({{{{"]
        {
            for end in 0..=text.len() {
                if text.is_char_boundary(end) {
                    lexed(&text[..end]);
                }
            }
        }
    }
}
