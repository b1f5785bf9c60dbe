//! Manifests that are programs: Gradle, sbt, Mix, Swift packages, Podfiles and their kin. What they ask for is read off the
//! calls and assignments that everybody writes; nothing is run.

use super::lines::Part;
use super::variable::is_capital_name;
use crate::facts::{Sink, What};
use crate::path;
use crate::source::lex::{Code, Kind, Newlines, StringForm, Syntax, Tokens};
use std::collections::HashMap;
use std::ops::Range;

const DOUBLE: StringForm = StringForm { open: "\"", close: "\"", escapes: true, multiline: false, interpolation: "" };
const SINGLE: StringForm = StringForm { open: "'", close: "'", escapes: true, multiline: false, interpolation: "" };
const TRIPLE: StringForm =
    StringForm { open: "\"\"\"", close: "\"\"\"", escapes: true, multiline: true, interpolation: "" };

/// Comments as in C, line ends: Groovy, Kotlin, Scala, Swift.
pub static C_LIKE: Syntax = Syntax {
    line_comments: &["//"],
    block_comments: &[("/*", "*/", false)],
    strings: &[TRIPLE, DOUBLE, SINGLE],
    newlines: Newlines::All,
    ..Syntax::BARE
};

/// Comments behind `#`, line ends: Ruby, Elixir, Perl, Julia, R.
pub static HASHED: Syntax = Syntax { line_comments: &["#"], block_comments: &[], word_comments: true, ..C_LIKE };

/// Erlang's terms.
pub static ERLANG: Syntax = Syntax { line_comments: &["%"], block_comments: &[], strings: &[DOUBLE], ..C_LIKE };

/// Lua: comments behind `--`.
pub static LUA: Syntax =
    Syntax { line_comments: &["--"], block_comments: &[("--[[", "]]", false)], strings: &[DOUBLE, SINGLE], ..C_LIKE };

/// Nix: comments behind `#`, texts between pairs of `'`, names with `-`.
pub static NIX: Syntax = Syntax {
    line_comments: &["#"],
    block_comments: &[("/*", "*/", false)],
    strings: &[
        StringForm { open: "''", close: "''", escapes: false, multiline: true, interpolation: "" },
        StringForm { multiline: true, ..DOUBLE },
    ],
    name_bytes: b"-",
    ..C_LIKE
};

/// Whether the file at `path` is a program that only says how the code base is built. Its readers here know its words: what it
/// names is a package, a registry or a page about itself, and not what the product calls.
pub fn is_build_script(path: &str) -> bool {
    let name = path::name(path);
    name.ends_with(".gradle")
        || name.ends_with(".gradle.kts")
        || name == "mix.exs"
        || name.starts_with("Package") && path::extension(name) == "swift"
}

/// Most tokens that a statement without brackets is followed over.
const STATEMENT: usize = 2000;

/// A program cut into tokens.
pub struct Program<'a> {
    text: &'a str,
    tokens: Tokens,
}

impl<'a> Program<'a> {
    /// Cuts a text.
    pub fn new(text: &'a str, syntax: &Syntax) -> Self {
        let mut tokens = Tokens::default();
        tokens.lex(text, 0..text.len(), syntax);
        Program { text, tokens }
    }

    /// Its tokens with their text.
    pub fn code(&self) -> Code<'_> {
        Code { text: self.text, tokens: &self.tokens.list }
    }

    /// The token at `i` with its place; of a string, what is inside its quotes.
    pub fn part(&self, i: usize) -> Part<'a> {
        let range = self.code().range(i);
        Part { start: range.start, text: self.text.get(range).unwrap_or("") }
    }

    /// The string at `i`.
    pub fn string(&self, i: usize) -> Option<Part<'a>> {
        (self.code().kind(i) == Some(Kind::Str)).then(|| self.part(i))
    }

    /// The name at `i`.
    pub fn name(&self, i: usize) -> Option<&'a str> {
        (self.code().kind(i) == Some(Kind::Name)).then(|| self.part(i).text)
    }

    /// Where the statement ends that `i` is in: at a line end outside the brackets that open in it, or before the bracket
    /// that closes around it. A comma goes on over a line end, as does a dot behind it.
    pub fn statement_end(&self, i: usize) -> usize {
        let code = self.code();
        let most = code.len().min(i.saturating_add(STATEMENT));
        let mut at = i;
        let mut comma = false;
        while at < most {
            match code.kind(at) {
                Some(Kind::Punct(b')' | b']' | b'}')) => return at,
                Some(Kind::Punct(b'(' | b'[' | b'{')) => at = code.mate(at).max(at),
                Some(Kind::Newline) => {
                    let next = (at..most).find(|&k| code.kind(k) != Some(Kind::Newline)).unwrap_or(most);
                    if !comma && !code.punct(next, b'.') {
                        return at;
                    }
                    at = next;
                    continue;
                }
                _ => {}
            }
            comma = code.punct(at, b',');
            at += 1;
        }
        at.min(code.len())
    }

    /// The tokens of each argument between the bracket at `open` and its partner, or up to the end of the statement where
    /// no bracket stands at `open`.
    pub fn arguments(&self, open: usize) -> Vec<Range<usize>> {
        let code = self.code();
        let bracket = matches!(code.kind(open), Some(Kind::Punct(b'(' | b'[' | b'{')));
        let (from, to) = if bracket {
            let mate = code.mate(open);
            (open + 1, if mate > open { mate } else { code.len() })
        } else {
            (open, self.statement_end(open))
        };
        let mut out = Vec::new();
        let mut start = from;
        let mut at = from;
        while at < to {
            match code.kind(at) {
                Some(Kind::Punct(b'(' | b'[' | b'{')) => at = code.mate(at).max(at),
                Some(Kind::Punct(b',')) => {
                    out.push(start..at);
                    start = at + 1;
                }
                _ => {}
            }
            at += 1;
        }
        if start < to {
            out.push(start..to);
        }
        out.retain_mut(|range| {
            while range.start < range.end && code.kind(range.start) == Some(Kind::Newline) {
                range.start += 1;
            }
            range.start < range.end
        });
        out
    }

    /// Where the value of a named argument begins, whether it is written `name: x`, `name = x`, `name => x` or
    /// `:name => x`; only among these tokens, not inside brackets of theirs.
    pub fn keyed(&self, range: Range<usize>, name: &str) -> Option<usize> {
        let code = self.code();
        let mut at = range.start;
        while at < range.end {
            if let Some(Kind::Punct(b'(' | b'[' | b'{')) = code.kind(at) {
                at = code.mate(at).max(at) + 1;
                continue;
            }
            if (code.is(at, name) || code.string(at) == Some(name)) && !code.punct(at.wrapping_sub(1), b'.') {
                let value = if code.punct(at + 1, b'=') && code.punct(at + 2, b'>') {
                    at + 3
                } else if code.punct(at + 1, b':') || code.punct(at + 1, b'=') {
                    at + 2
                } else {
                    at += 1;
                    continue;
                };
                return (value < range.end).then_some(value);
            }
            at += 1;
        }
        None
    }

    /// Adds the variables that the program takes from its environment: `System.getenv("X")`, `System.get_env("X")`,
    /// `environmentVariable("X")`, `sys.env("X")`, `ENV["X"]`, `ENV.fetch("X")`.
    pub fn environment(&self, sink: &mut Sink<'_>) {
        let code = self.code();
        for i in 0..code.len() {
            let Some(name) = self.name(i) else { continue };
            let mut at = match name {
                "environmentVariable" | "fetch_env" | "get_env" | "getenv" => i + 1,
                "ENV" => i + 1,
                "env" if code.is(i.wrapping_sub(2), "sys") && code.punct(i.wrapping_sub(1), b'.') => i + 1,
                _ => continue,
            };
            let mut required = None;
            while code.punct(at, b'.') || code.punct(at, b'!') {
                let member = self.name(at + 1);
                required = match member {
                    Some("getOrElse" | "get") => Some(false),
                    _ if code.punct(at, b'!') => Some(true),
                    _ => required,
                };
                at += 1 + usize::from(member.is_some());
            }
            let asked = code.punct(at, b'(') || code.punct(at, b'[');
            let Some(variable) = self.string(at + 1).filter(|part| asked && is_capital_name(part.text)) else {
                continue;
            };
            // `ENV["X"] = "1"` gives it one.
            let close = code.mate(at);
            let given = code.punct(close + 1, b'=') && !code.punct(close + 2, b'=');
            if !given {
                if code.punct(at + 2, b',') {
                    required = Some(false);
                }
                sink.push(variable.span(), What::EnvRead { name: variable.text.to_owned(), required });
            }
        }
    }

    /// The names that are given a plain string, with it: `val stripe = "1.2"`, `ext.stripe = '1.2'`, `@version "1.2"`.
    pub fn constants(&self) -> HashMap<&'a str, &'a str> {
        let code = self.code();
        let mut found = HashMap::new();
        for i in 2..code.len() {
            let Some(value) = self.string(i) else { continue };
            let named = if code.punct(i - 1, b'=') {
                // `extra["stripe"] = "1.2"`, and `val stripe: String = "1.2"`.
                let typed = code.punct(i.wrapping_sub(3), b':').then(|| self.name(i.wrapping_sub(4))).flatten();
                typed.or_else(|| self.name(i - 2)).or_else(|| self.string(i.wrapping_sub(3)).map(|part| part.text))
            } else if code.punct(i - 1, b':') {
                self.name(i - 2)
            } else if code.punct(i - 1, b'(') && code.is(i - 2, "extra") && code.is(i.wrapping_sub(3), "by") {
                self.name(i.wrapping_sub(4))
            } else {
                self.name(i - 1).and_then(|name| name.strip_prefix('@'))
            };
            if let Some(name) = named.filter(|name| !name.is_empty()) {
                found.entry(name).or_insert(value.text);
            }
        }
        found
    }
}

/// A text with `$name`, `${name}` and `#{name}` filled in; `None` where one is not known. Of `a.b.name` the last part counts.
pub fn filled(text: &str, constants: &HashMap<&str, &str>) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['$', '#']) {
        let behind = rest.get(at + 1..).unwrap_or("");
        let (name, after) = match behind.strip_prefix('{') {
            Some(inside) => inside.split_once('}')?,
            None if rest.as_bytes().get(at) == Some(&b'$') => {
                let end = behind.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(behind.len());
                behind.split_at(end)
            }
            None => return None,
        };
        let value = constants.get(name.rsplit(['.', ':', '@']).next().unwrap_or(name).trim())?;
        if value.len() > 200 || value.contains(['$', '#']) {
            return None;
        }
        out.push_str(rest.get(..at).unwrap_or(""));
        out.push_str(value);
        rest = after;
    }
    out.push_str(rest);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_and_their_names() {
        let text = "a(b: \"c\", d = [e: 'x', f], :g => 'h')\nk 'l',\n  m: 1\nn";
        let program = Program::new(text, &HASHED);
        let code = program.code();
        let all = program.arguments(1);
        assert_eq!(all.len(), 3);
        assert_eq!(program.keyed(2..code.mate(1), "b").map(|at| program.part(at).text), Some("c"));
        assert_eq!(program.keyed(2..code.mate(1), "g").map(|at| program.part(at).text), Some("h"));
        assert_eq!(program.keyed(2..code.mate(1), "e"), None);
        let k = (0..code.len()).find(|&i| code.is(i, "k")).unwrap();
        let texts: Vec<_> = program.arguments(k + 1).iter().map(|range| program.part(range.start).text).collect();
        assert_eq!(texts, ["l", "m"]);
    }

    #[test]
    fn names_in_texts_are_filled_in() {
        let text = "val a = \"1\"\next.b = '2'\nextra[\"c\"] = \"3\"\nval d by extra(\"4\")\nval e: String = \"5\"\n@f \"6\"\n";
        let program = Program::new(text, &Syntax { name_bytes: b"@", ..C_LIKE });
        let constants = program.constants();
        assert_eq!(filled("$a.${x.b}-${c}$d$e#{@f}", &constants).as_deref(), Some("1.2-3456"));
        assert_eq!(filled("$z", &constants), None);
        for text in ["$", "${", "#", "é$é", "${a"] {
            let _ = filled(text, &constants);
        }
    }
}
