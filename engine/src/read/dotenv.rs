//! Env files: `.env` and its many kin. Names only; a value is looked at for hosts and never kept.

use super::variable::{declare, is_capital_name, is_name, push_value};
use super::{File, ReadError, Reader};
use crate::facts::Sink;
use crate::path;

/// Reads it.
pub const READER: Reader = Reader { name: "env file", wants, read };

/// Endings that say that a file is an example of another.
const EXAMPLE: &[&str] = &["default", "defaults", "dist", "example", "sample", "template", "tmpl", "tpl"];

/// Endings of code that only has "env" in its name.
const CODE: &[&str] = &[
    "bat", "cjs", "cmd", "css", "dart", "go", "html", "js", "json", "md", "mjs", "php", "ps1", "py", "rb", "rs", "sh",
    "toml", "ts", "tsx", "vue", "yaml", "yml",
];

pub(super) fn wants(path: &str) -> bool {
    let name = path::name(path);
    let ending = path::extension(path);
    if CODE.contains(&ending) {
        return false;
    }
    matches!(name, ".env" | ".dev.vars" | ".flaskenv" | ".envrc" | "env" | "dotenv")
        || ["env.", ".env.", ".env-", ".env_", ".dev.vars.", ".envrc."].iter().any(|start| name.starts_with(start))
        || ending == "env"
        || (EXAMPLE.contains(&ending) && name.split(['.', '-', '_']).any(|part| part == "env" || part == "envrc"))
        || (ending.is_empty()
            && (name.starts_with("env-") || name.ends_with("-env"))
            && name.len() < 24
            && name.contains("example"))
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let exports_only = file.name().starts_with(".envrc");
    // The end of a value that goes over lines: its quote, or the end of a key block.
    let mut until: Option<&str> = None;
    let mut at = 0;
    for raw in file.text.split_inclusive('\n') {
        let start = at;
        at += raw.len();
        if let Some(end) = until {
            if raw.contains(end) {
                until = None;
            }
            continue;
        }
        let line = raw.trim();
        let commented = line.starts_with('#');
        let line = line.trim_start_matches(['#', ' ', '\t']);
        let exported = line.strip_prefix("export ").or_else(|| line.strip_prefix("set "));
        let line = exported.unwrap_or(line).trim_start();
        let Some((name, value)) = line.split_once('=') else { continue };
        let name = name.trim_end();
        if !is_name(name) || (exports_only && exported.is_none()) || (commented && !is_example(name, line)) {
            continue;
        }
        let value = value.trim();
        let name_at = start + raw.find(name).unwrap_or(0);
        let bare = value.split(" #").next().unwrap_or("").trim_matches(['"', '\'', ' ']);
        declare(sink, name_at..name_at + name.len(), name, !commented && !bare.is_empty() && !value.starts_with('#'));
        let value_at = start + raw.find('=').map_or(0, |i| i + 1);
        if !bare.is_empty() && !commented {
            push_value(sink, value_at, name, raw[value_at - start..].trim_end());
        }
        if commented {
            continue;
        }
        until = match value.as_bytes().first() {
            _ if value.contains("-----BEGIN") && !value.contains("-----END") => Some("-----END"),
            Some(b'"') if value.len() == 1 || !value[1..].contains('"') => closing(&file.text[at..], "\""),
            Some(b'\'') if value.len() == 1 || !value[1..].contains('\'') => closing(&file.text[at..], "'"),
            _ => None,
        };
    }
    Ok(())
}

/// Whether a line behind `#` is an example of a variable and not a sentence: `# NAME=value`.
fn is_example(name: &str, line: &str) -> bool {
    let value = line[name.len()..].trim_start_matches([' ', '=']);
    let quoted = value.starts_with(['"', '\'']);
    let value = value.split(" #").next().unwrap_or(value);
    is_capital_name(name) && line[name.len()..].starts_with('=') && (quoted || value.split_whitespace().count() < 6)
}

/// The quote, where it closes a value before the next line that declares something: else it was not meant to open one.
fn closing(rest: &str, quote: &'static str) -> Option<&'static str> {
    for line in rest.lines().take(200) {
        if line.contains(quote) {
            let name = line.split_once('=').map_or("", |(name, _)| name);
            return (!is_capital_name(name)).then_some(quote);
        }
        if line.split_once('=').is_some_and(|(name, _)| is_capital_name(name)) {
            return None;
        }
    }
    None
}
