//! SQL: row level security switched on and off, table by table.

use super::push;
use crate::facts::Sink;
use crate::path;
use crate::read::{File, ReadError, Reader};
use crate::risk::Risk;
use memchr::memmem;

/// Reads it.
pub const READER: Reader = Reader { name: "sql, risks", wants, read };

fn wants(path: &str) -> bool {
    path::extension(path).eq_ignore_ascii_case("sql")
}

/// Most characters of a statement in front of its last words.
const STATEMENT: usize = 200;

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    for phrase in ["ROW LEVEL SECURITY", "row level security"] {
        for at in memmem::find_iter(file.text.as_bytes(), phrase) {
            let from = file.text.floor_char_boundary(at.saturating_sub(STATEMENT));
            let statement = file.text.get(from..at).unwrap_or("");
            let statement = statement.rsplit([';', '\'']).next().unwrap_or("");
            if statement.rsplit('\n').next().is_some_and(|line| line.trim_start().starts_with("--")) {
                continue;
            }
            let words: Vec<&str> = statement.split_whitespace().collect();
            let (Some(verb), Some(start)) = (words.last(), words.iter().position(|w| w.eq_ignore_ascii_case("alter")))
            else {
                continue;
            };
            let risk = match verb.to_ascii_lowercase().as_str() {
                "enable" | "force" => Risk::RowSecurityOn,
                "disable" => Risk::RowSecurityOff,
                _ => continue,
            };
            let table = words
                .iter()
                .skip(start + 2)
                .find(|word| !["if", "exists", "only"].iter().any(|skip| word.eq_ignore_ascii_case(skip)));
            let Some(table) = table.map(|table| plain(table)).filter(|table| !table.is_empty()) else { continue };
            push(sink, at..at + phrase.len(), risk, table);
        }
    }
    Ok(())
}

/// A table's name without quotes and without the schema that everything is in.
fn plain(table: &str) -> String {
    let table: String = table.chars().filter(|c| !matches!(c, '"' | '`' | '[' | ']')).collect();
    table.strip_prefix("public.").unwrap_or(&table).to_ascii_lowercase()
}
