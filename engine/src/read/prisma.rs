//! Prisma schemas: the database behind it, its variables and its models.

use super::variable::is_name;
use super::{File, ReadError, Reader};
use crate::facts::{Sink, What};
use crate::path;
use std::ops::Range;

/// Reads it.
pub const READER: Reader = Reader { name: "prisma", wants, read };

fn wants(path: &str) -> bool {
    path::extension(path) == "prisma"
}

/// Providers, and the engine that each is.
const ENGINES: &[(&str, &str)] = &[
    ("cockroachdb", "cockroachdb"),
    ("mongodb", "mongodb"),
    ("mysql", "mysql"),
    ("postgres", "postgresql"),
    ("postgresql", "postgresql"),
    ("sqlite", "sqlite"),
    ("sqlserver", "mssql"),
];

/// The text of the first quoted string of a line, and where it begins there.
fn quoted(line: &str) -> Option<(usize, &str)> {
    let open = line.find('"')? + 1;
    let length = line[open..].find('"')?;
    Some((open, &line[open..open + length]))
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut engine = "";
    let mut models: Vec<(Range<usize>, String)> = Vec::new();
    let mut block = "";
    let mut at = 0;
    for raw in file.text.split_inclusive('\n') {
        let start = at;
        at += raw.len();
        let code = raw.trim_start();
        if code.starts_with("//") {
            continue;
        }
        for (found, _) in raw.match_indices("env(\"") {
            if let Some((from, name)) = quoted(&raw[found..])
                && is_name(name)
            {
                let from = start + found + from;
                let required = Some(true);
                sink.push(from..from + name.len(), What::EnvRead { name: name.to_owned(), required });
            }
        }
        let mut words = code.split_whitespace();
        match (words.next(), words.next()) {
            (Some(word @ ("datasource" | "generator" | "model" | "enum" | "type" | "view")), Some(name))
                if code.contains('{') =>
            {
                block = word;
                let name = name.trim_end_matches('{');
                if word == "datasource" {
                    let span = start..start + raw.trim_end().len();
                    sink.push(span, What::Config { key: "prisma".into() });
                }
                if word == "model" {
                    let from = start + raw.find(name).unwrap_or(0);
                    models.push((from..from + name.len(), name.to_owned()));
                }
            }
            (Some("provider"), Some("=")) if block == "datasource" => {
                if let Some((from, provider)) = quoted(raw) {
                    let span = start + from..start + from + provider.len();
                    sink.push(span, What::Config { key: format!("prisma:{provider}") });
                    engine = ENGINES.iter().find(|row| row.0 == provider).map_or("", |row| row.1);
                }
            }
            (Some("extensions"), Some("=")) if block == "datasource" => {
                let list = raw.split_once('[').map_or("", |(_, list)| list);
                for name in list.split([',', ']']).map(|name| name.split('(').next().unwrap_or("").trim()) {
                    if is_name(name) {
                        let from = start + raw.find(name).unwrap_or(0);
                        let key = format!("postgres-extension:{name}");
                        sink.push(from..from + name.len(), What::Config { key });
                    }
                }
            }
            _ if block == "model" && code.starts_with("@@map(") => {
                if let (Some((_, name)), Some(model)) = (quoted(code), models.last_mut()) {
                    name.clone_into(&mut model.1);
                }
            }
            (Some("}"), _) => block = "",
            _ => {}
        }
    }
    let kind = if engine == "mongodb" { "collection" } else { "table" };
    for (span, name) in models {
        sink.push(span, What::Store { kind: kind.into(), name, engine: engine.into() });
    }
    Ok(())
}
