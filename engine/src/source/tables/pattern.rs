//! Patterns of tokens, written nearly as the language itself writes what they stand for: `System.getenv('')`.
//!
//! `''` is any string, `NAME` any name, `..` whatever stands before the next part within the same bracket, and `<verb>` each
//! method of HTTP (`<Verb>` and `<VERB>` write it in other cases). Everything else is itself. An argument may be labelled:
//! `f('')` is `f(path: "x")`, too.

use super::Shows;
use crate::order::Arrange;
use crate::source::lex::{Code, Kind};

/// How far `..` reaches, in tokens.
const REACH: usize = 60;

/// Most tokens of a name with the names that it is a member of: `Config.Keys.API_KEY`.
const PATH: usize = 12;

/// The methods of HTTP that routes are for, and what frameworks call a route for all.
const VERBS: &[&str] = &["all", "any", "delete", "get", "patch", "post", "put"];

/// A token, or some.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    /// This name.
    Name(String),
    /// This byte of punctuation.
    Punct(u8),
    /// A string; or, where the row says so, a name that stands for one.
    Str,
    /// Any name.
    AnyName,
    /// Anything before the next part.
    Skip,
}

/// A pattern with what it shows.
#[derive(Debug)]
pub struct Row {
    parts: Vec<Part>,
    /// Which part is the name by which the pattern is looked up.
    key: usize,
    /// What it shows.
    pub shows: Shows,
    /// The method in capitals, of `<verb>`; empty for all.
    pub method: String,
}

impl Row {
    fn key(&self) -> &str {
        match self.parts.get(self.key) {
            Some(Part::Name(name)) => name,
            _ => "",
        }
    }
}

/// Where a pattern was found.
#[derive(Debug, Clone, Copy)]
pub struct Match {
    /// The pattern's first token.
    pub start: usize,
    /// The string or name that it captures; else its last token.
    pub found: usize,
    /// The bracket that is open at that one, if the pattern opened it.
    pub open: Option<usize>,
    /// Its last token.
    pub end: usize,
}

/// The patterns of a language, by the name with which each is looked up.
#[derive(Debug)]
pub struct Rows {
    rows: Vec<Row>,
    /// Where the keys begin that begin with a byte, and at the end how many there are.
    starts: [u16; 257],
}

impl Rows {
    /// Prepares a table. Names may hold the language's `name_bytes`.
    pub fn new(table: &[(&str, Shows)], name_bytes: &[u8]) -> Self {
        let mut rows = Vec::new();
        for (pattern, shows) in table {
            if pattern.contains("erb>") || pattern.contains("ERB>") {
                for verb in VERBS {
                    let capital: String =
                        verb.char_indices().map(|(i, c)| if i == 0 { c.to_ascii_uppercase() } else { c }).collect();
                    let text = pattern
                        .replace("<verb>", verb)
                        .replace("<VERB>", &verb.to_ascii_uppercase())
                        .replace("<Verb>", &capital);
                    let method = if matches!(*verb, "all" | "any") { String::new() } else { verb.to_ascii_uppercase() };
                    rows.push(row(&text, name_bytes, *shows, method));
                }
            } else {
                rows.push(row(pattern, name_bytes, *shows, String::new()));
            }
        }
        // Of patterns with one key the longest is tried first.
        rows.arrange_by(|a, b| a.key().cmp(b.key()).then(b.parts.len().cmp(&a.parts.len())));
        let mut starts = [0; 257];
        for (byte, start) in (0_usize..).zip(&mut starts) {
            *start = rows.partition_point(|row| row.key().bytes().next().map_or(0, usize::from) < byte) as u16;
        }
        Rows { rows, starts }
    }

    /// The patterns that are looked up by this name.
    pub fn of(&self, name: &str) -> &[Row] {
        let first = name.bytes().next().map_or(0, usize::from);
        let (from, to) = (usize::from(self.starts[first]), usize::from(self.starts[first + 1]));
        let Some(rows) = self.rows.get(from..to).filter(|rows| !rows.is_empty()) else { return &[] };
        let low = rows.partition_point(|row| row.key() < name);
        let rows = &rows[low..];
        &rows[..rows.iter().take_while(|row| row.key() == name).count()]
    }
}

/// Reads one pattern.
fn row(pattern: &str, name_bytes: &[u8], shows: Shows, method: String) -> Row {
    let bytes = pattern.as_bytes();
    let in_name = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || name_bytes.contains(b);
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &pattern[at..];
        if byte == b' ' {
            at += 1;
        } else if rest.starts_with("''") {
            parts.push(Part::Str);
            at += 2;
        } else if rest.starts_with("..") {
            parts.push(Part::Skip);
            at += 2;
        } else if in_name(&byte) && !matches!(byte, b'-' | b'.') {
            let length = bytes[at..].iter().take_while(|b| in_name(b)).count();
            let name = &pattern[at..at + length];
            parts.push(if name == "NAME" { Part::AnyName } else { Part::Name(name.to_owned()) });
            at += length;
        } else {
            parts.push(Part::Punct(byte));
            at += 1;
        }
    }
    let key = parts.iter().position(|part| matches!(part, Part::Name(_))).unwrap_or(0);
    Row { parts, key, shows, method }
}

/// Where the pattern stands whose key is the name at `i`, if it does.
pub fn find(code: &Code<'_>, i: usize, row: &Row) -> Option<Match> {
    let start = i.checked_sub(row.key)?;
    // A pattern that begins with a name is not about a member of something else.
    if row.key == 0 && is_member(code, i) {
        return None;
    }
    for (k, part) in row.parts[..row.key].iter().enumerate() {
        let fits = match part {
            Part::Punct(byte) => code.punct(start + k, *byte),
            Part::AnyName => code.name(start + k).is_some(),
            _ => false,
        };
        if !fits {
            return None;
        }
    }
    let named = matches!(row.shows, Shows::Env(_));
    let mut at = i;
    let mut opens = Opens::default();
    let mut found = None;
    let mut parts = row.parts[row.key..].iter().peekable();
    while let Some(part) = parts.next() {
        match part {
            Part::Name(name) if code.is(at, name) => {}
            Part::Punct(byte) if code.punct(at, *byte) => opens.see(code, at),
            Part::AnyName if code.name(at).is_some() => {
                found = Some((at, opens.last()));
            }
            Part::Str => {
                // A label: `path: "x"`, `path = "x"`.
                let labelled = code.name(at).is_some()
                    && (code.punct(at + 1, b':') || code.punct(at + 1, b'='))
                    && is_text(code.kind(at + 2));
                if labelled && at > 0 && (code.punct(at - 1, b'(') || code.punct(at - 1, b',')) {
                    at += 2;
                }
                if !is_text(code.kind(at)) {
                    at = named.then(|| constant(code, at)).flatten()?;
                }
                found = Some((at, opens.last()));
            }
            Part::Skip => {
                let end = opens.last().map_or(at, |open| code.mate(open)).min(at + REACH);
                at = (at..end).find(|&k| match parts.peek() {
                    Some(Part::Str) => is_text(code.kind(k)),
                    Some(Part::Name(name)) => code.is(k, name),
                    Some(Part::Punct(byte)) => code.punct(k, *byte),
                    _ => true,
                })?;
                continue;
            }
            _ => return None,
        }
        at += 1;
    }
    let end = at.checked_sub(1)?;
    let (found, open) = found.unwrap_or((end, opens.last()));
    Some(Match { start, found, open, end })
}

/// Whether a token is a string, or the first part of one with code inside.
fn is_text(kind: Option<Kind>) -> bool {
    matches!(kind, Some(Kind::Str | Kind::Part))
}

/// The last name of `Config.Keys.API_KEY`, which is a call's whole argument.
fn constant(code: &Code<'_>, at: usize) -> Option<usize> {
    let mut last = code.name(at).map(|_| at)?;
    let mut k = at + 1;
    while k < at + PATH {
        match code.kind(k) {
            Some(Kind::Punct(b'.' | b':' | b'\\')) => {}
            Some(Kind::Name) => last = k,
            Some(Kind::Punct(b')' | b',' | b']')) => return Some(last),
            _ => return None,
        }
        k += 1;
    }
    None
}

/// Whether the name at `i` is a member of what stands before it, other than of the object itself.
fn is_member(code: &Code<'_>, i: usize) -> bool {
    let Some(before) = i.checked_sub(1) else { return false };
    let owner = match code.kind(before) {
        Some(Kind::Punct(b'.')) => before.checked_sub(1),
        Some(Kind::Punct(b'>')) if before > 0 && code.punct(before - 1, b'-') => before.checked_sub(2),
        _ => return false,
    };
    !owner.and_then(|k| code.name(k)).is_some_and(|name| matches!(name, "self" | "this" | "$this"))
}

/// The brackets that a pattern has opened, four at most.
#[derive(Default)]
struct Opens {
    at: [usize; 4],
    count: usize,
}

impl Opens {
    fn see(&mut self, code: &Code<'_>, at: usize) {
        match code.kind(at) {
            Some(Kind::Punct(b'(' | b'[' | b'{')) => {
                if let Some(slot) = self.at.get_mut(self.count) {
                    *slot = at;
                    self.count += 1;
                }
            }
            Some(Kind::Punct(b')' | b']' | b'}')) => self.count = self.count.saturating_sub(1),
            _ => {}
        }
    }

    fn last(&self) -> Option<usize> {
        self.at.get(self.count.checked_sub(1)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::lex::Tokens;
    use crate::source::tables::{Need, Shows, jvm};

    fn captured(pattern: &'static str, text: &str) -> Option<String> {
        let shows = if pattern.contains("env") { Shows::Env(Need::Asked) } else { Shows::Run };
        let rows = Rows::new(&[(pattern, shows)], b"$");
        let mut tokens = Tokens::default();
        tokens.lex(text, 0..text.len(), &jvm::TABLE.table.syntax);
        let code = Code { text, tokens: &tokens.list };
        (0..code.len()).find_map(|i| {
            let name = code.name(i)?;
            let found = rows.of(name).iter().find_map(|row| find(&code, i, row))?;
            Some(code.slice(found.found).to_owned())
        })
    }

    #[test]
    fn patterns_are_found() {
        for (pattern, text, found) in [
            ("System.getenv('')", "x = System.getenv(\"A_B\");", Some("A_B")),
            ("System.getenv('')", "x = System.getenv(Keys.A_B);", Some("A_B")),
            ("System.getenv('')", "x = System.getenv(a + b);", None),
            ("getenv('')", "my.getenv(\"A\")", None),
            ("getenv('')", "this.getenv(\"A\")", Some("A")),
            ("ENV['']", "ENV[\"A\"]", Some("A")),
            ("URL('')", "URL(string: \"a\")", Some("a")),
            ("run(.. '')", "run(ctx, f(\"b\"), \"a\")", Some("b")),
            ("run(.. '')", "run(ctx); x(\"a\")", None),
            (".exec('')", "a.exec(\"ls\")", Some("ls")),
            (":NAME get", "a :b get", Some("get")),
            ("app.<verb>('',", "app.post(\"/x\", h)", Some("/x")),
            ("Map<Verb>('',", "MapPut(\"/x\", h)", Some("/x")),
        ] {
            assert_eq!(captured(pattern, text).as_deref(), found, "{pattern} in {text}");
        }
    }

    #[test]
    fn the_longest_pattern_comes_first() {
        let rows = Rows::new(&[("f('')", Shows::Run), ("f('', '')", Shows::Run), ("g('')", Shows::Run)], b"");
        let lengths: Vec<_> = rows.of("f").iter().map(|row| row.parts.len()).collect();
        assert_eq!(lengths, [6, 4]);
        assert!(rows.of("h").is_empty() && rows.of("").is_empty() && rows.of("é").is_empty());
    }
}
