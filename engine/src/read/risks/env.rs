//! Env files: secrets in files that hold the real values, values in examples that look real, debugging in production.

use super::{lines, push};
use crate::facts::Sink;
use crate::path;
use crate::read::{File, ReadError, Reader, dotenv};
use crate::risk::{Risk, is_real, says_secret};

/// Reads it.
pub const READER: Reader = Reader { name: "env file, risks", wants: dotenv::wants, read };

/// Words in the name of a file that shows how another is written. Sorted.
const EXAMPLES: &[&str] = &["default", "defaults", "dist", "example", "sample", "template", "tmpl", "tpl"];

/// Words in the name of a file that holds what only development and tests need. Sorted.
const UNREAL: &[&str] = &["ci", "dev", "development", "docker", "e2e", "test", "testing"];

/// Variables that turn debugging on. Sorted.
const DEBUG: &[&str] = &["APP_DEBUG", "DEBUG", "DJANGO_DEBUG", "FLASK_DEBUG"];

/// Whether the file at `path` only shows which variables there are.
pub fn is_example(path: &str) -> bool {
    let name = path::name(path).to_ascii_lowercase();
    name.split(['.', '-', '_']).any(|part| EXAMPLES.binary_search(&part).is_ok())
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let name = file.name().to_ascii_lowercase();
    let example = is_example(file.path) || name.split(['.', '-', '_']).any(|part| UNREAL.binary_search(&part).is_ok());
    let production = !example && file.name().to_ascii_lowercase().contains("prod");
    for (start, line) in lines(file.text) {
        let code = line.trim();
        let code = code.strip_prefix("export ").unwrap_or(code);
        let Some((name, value)) = code.split_once('=').filter(|_| !code.starts_with('#')) else { continue };
        let name = name.trim();
        let value = value.split(" #").next().unwrap_or("").trim().trim_matches(['"', '\'']);
        let at = start + line.find(name).unwrap_or(0);
        let span = at..at + name.len();
        if production && DEBUG.binary_search(&name).is_ok() && matches!(value, "1" | "True" | "true") {
            push(sink, span, Risk::DebugOn, name);
        } else if says_secret(name) && is_real(value) {
            let risk = if example { Risk::SecretInExample } else { Risk::SecretInEnv };
            push(sink, span, risk, name);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_are_told_by_name() {
        assert!(EXAMPLES.is_sorted() && DEBUG.is_sorted());
        assert!(UNREAL.is_sorted());
        assert!(is_example(".env.example") && is_example("a/env-sample") && !is_example(".env.test"));
        assert!(!is_example(".env") && !is_example(".env.production") && !is_example("prod.env"));
    }
}
