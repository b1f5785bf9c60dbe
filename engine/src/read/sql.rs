//! SQL: the tables that it creates, and which database the dialect is of.

use super::{File, ReadError, Reader};
use crate::facts::{Sink, What};
use crate::path;
use std::collections::HashSet;
use std::ops::Range;

/// Reads it.
pub const READER: Reader = Reader { name: "sql", wants, read };

fn wants(path: &str) -> bool {
    path::extension(path).eq_ignore_ascii_case("sql")
}

/// Words that only one database knows, in lower case, by word.
const DIALECT: &[(&str, &str)] = &[
    ("auto_increment", "mysql"),
    ("autoincrement", "sqlite"),
    ("bigserial", "postgresql"),
    ("bytea", "postgresql"),
    ("datetimeoffset", "mssql"),
    ("gen_random_uuid", "postgresql"),
    ("jsonb", "postgresql"),
    ("mediumtext", "mysql"),
    ("mergetree", "clickhouse"),
    ("nvarchar", "mssql"),
    ("plpgsql", "postgresql"),
    ("pragma", "sqlite"),
    ("precision", "postgresql"),
    ("serial", "postgresql"),
    ("timestamptz", "postgresql"),
    ("tinyint", "mysql"),
    ("tsvector", "postgresql"),
    ("uniqueidentifier", "mssql"),
    ("uuid", "postgresql"),
    ("uuid_generate_v4", "postgresql"),
    ("varying", "postgresql"),
    ("zone", "postgresql"),
];

/// Names of Supabase's own schemas and functions.
const SUPABASE: &[&str] = &[
    "auth.jwt",
    "auth.role",
    "auth.uid",
    "auth.users",
    "storage.buckets",
    "storage.objects",
    "supabase_admin",
    "supabase_realtime",
];

/// A word, quoted name or sign of the text.
#[derive(Clone, Copy)]
struct Token<'a> {
    at: usize,
    text: &'a str,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    String,
    Sign,
}

impl Token<'_> {
    fn is(&self, word: &str) -> bool {
        self.kind == Kind::Word && self.text.eq_ignore_ascii_case(word)
    }

    fn span(&self) -> Range<usize> {
        self.at..self.at + self.text.len()
    }
}

/// The tokens of SQL, without comments.
struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        let bytes = self.text.as_bytes();
        loop {
            let at = self.at;
            let byte = *bytes.get(at)?;
            match byte {
                b'-' if bytes.get(at + 1) == Some(&b'-') => {
                    self.at = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |i| at + i);
                }
                b'/' if bytes.get(at + 1) == Some(&b'*') => {
                    self.at = memchr::memmem::find(&bytes[at..], b"*/").map_or(bytes.len(), |i| at + i + 2);
                }
                b'\'' => {
                    let end = memchr::memchr(b'\'', &bytes[at + 1..]).map_or(bytes.len(), |i| at + 1 + i);
                    self.at = (end + 1).min(bytes.len());
                    return Some(Token { at: at + 1, text: &self.text[at + 1..end.max(at + 1)], kind: Kind::String });
                }
                _ if byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'"' | b'`' | b'[') => {
                    self.at = word_end(bytes, at);
                    return Some(Token { at, text: &self.text[at..self.at], kind: Kind::Word });
                }
                _ if byte.is_ascii_whitespace() || byte.is_ascii_digit() || byte >= 0x80 => self.at += 1,
                _ => {
                    self.at += 1;
                    return Some(Token { at, text: &self.text[at..=at], kind: Kind::Sign });
                }
            }
        }
    }
}

/// Behind a name: words and quoted words joined by dots.
fn word_end(bytes: &[u8], at: usize) -> usize {
    let mut i = at;
    while let Some(&byte) = bytes.get(i) {
        let close = match byte {
            b'"' | b'`' => byte,
            b'[' => b']',
            _ if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.') => {
                i += 1;
                continue;
            }
            _ => break,
        };
        // A quoted name ends on its line.
        let near = &bytes[i + 1..bytes.len().min(i + 201)];
        match memchr::memchr2(close, b'\n', near) {
            Some(length) if bytes[i + 1 + length] == close => i += length + 2,
            _ => return (i + 1).max(at + 1),
        }
    }
    i.max(at + 1)
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut tokens = Tokens { text: file.text, at: 0 };
    let mut tables: Vec<(Range<usize>, String)> = Vec::new();
    let mut seen = HashSet::new();
    let mut engine = "";
    let mut statement_begins = true;
    let mut supabase = false;
    let mut folded = String::new();
    while let Some(token) = tokens.next() {
        if token.kind != Kind::Word {
            statement_begins = token.text == ";" && token.kind == Kind::Sign;
            // `ENGINE=InnoDB`; a column may have the name, too.
            if engine.is_empty() && token.text == "=" && folded == "engine" {
                engine = "mysql";
            }
            folded.clear();
            continue;
        }
        if token.is("create") {
            create(&mut tokens, sink, &mut tables, &mut seen, &mut engine);
        } else if token.is("insert") && statement_begins {
            insert(&mut tokens, sink);
            continue;
        } else if token.is("copy") && statement_begins {
            copy(&mut tokens);
            statement_begins = true;
            continue;
        } else {
            if engine.is_empty() {
                folded.clear();
                folded.extend(token.text.chars().map(|c| c.to_ascii_lowercase()).take(32));
                // Only PostgreSQL has columns of arrays, `text[]`.
                let array = token.text.ends_with("[]");
                engine = DIALECT.binary_search_by_key(&&*folded, |row| row.0).map_or("", |row| DIALECT[row].1);
                if array {
                    engine = "postgresql";
                }
            }
            if !supabase && SUPABASE.iter().any(|name| token.is(name)) {
                supabase = true;
                sink.push(token.span(), What::Config { key: "supabase-sql".into() });
                engine = "postgresql";
            }
        }
        statement_begins = false;
    }
    for (span, name) in tables {
        sink.push(span, What::Store { kind: "table".into(), name, engine: engine.into() });
    }
    Ok(())
}

fn create<'a>(
    tokens: &mut Tokens<'a>,
    sink: &mut Sink<'_>,
    tables: &mut Vec<(Range<usize>, String)>,
    seen: &mut HashSet<String>,
    engine: &mut &'static str,
) {
    const BETWEEN: [&str; 7] = ["foreign", "virtual", "external", "unlogged", "or", "replace", "global"];
    let Some(mut token) = tokens.find(|token| !BETWEEN.iter().any(|word| token.is(word))) else { return };
    let extension = token.is("extension");
    if token.is("policy") {
        *engine = "postgresql";
    }
    if !extension && !token.is("table") {
        return;
    }
    let Some(next) = tokens.find(|token| !["if", "not", "exists"].iter().any(|word| token.is(word))) else { return };
    token = next;
    if token.kind != Kind::Word {
        return;
    }
    let name: String = token.text.chars().filter(|c| !matches!(c, '"' | '`' | '[' | ']')).take(128).collect();
    if extension {
        *engine = "postgresql";
        sink.push(token.span(), What::Config { key: format!("postgres-extension:{}", name.to_ascii_lowercase()) });
        return;
    }
    if token.text.contains('`') && engine.is_empty() {
        *engine = "mysql";
    }
    let name = ["public.", "dbo."].iter().find_map(|schema| name.strip_prefix(schema)).unwrap_or(&name).to_owned();
    if !name.is_empty() && seen.insert(name.clone()) {
        tables.push((token.span(), name));
    }
}

/// Passes over the rows of an `INSERT`. Those of `storage.buckets` name the buckets of a Supabase project.
fn insert(tokens: &mut Tokens<'_>, sink: &mut Sink<'_>) {
    let Some(target) = tokens.by_ref().find(|token| !token.is("into")) else { return };
    let buckets = target.is("storage.buckets");
    if buckets {
        sink.push(target.span(), What::Config { key: "supabase-storage".into() });
    }
    let mut values = false;
    let mut opened = false;
    for token in tokens {
        match (token.kind, token.text) {
            (Kind::Sign, ";") => return,
            (Kind::Sign, "(") => opened = values,
            (Kind::String, name) if buckets && opened => {
                sink.push(
                    token.span(),
                    What::Store { kind: "bucket".into(), name: name.to_owned(), engine: "supabase".into() },
                );
                opened = false;
            }
            (Kind::Word, _) if token.is("values") => values = true,
            _ => {}
        }
    }
}

/// Passes over the data behind `COPY … FROM stdin;`, which ends with a line `\.`.
fn copy(tokens: &mut Tokens<'_>) {
    while let Some(token) = tokens.next() {
        if token.is("stdin") {
            let rest = &tokens.text.as_bytes()[tokens.at..];
            if let Some(end) = memchr::memmem::find(rest, b"\n\\.") {
                tokens.at += end + 3;
            }
            return;
        }
        if token.text == ";" && token.kind == Kind::Sign {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(DIALECT.is_sorted() && SUPABASE.is_sorted());
    }
}
