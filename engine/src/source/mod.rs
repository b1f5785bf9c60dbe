//! Source code: one lexer core driven by a table per language, and per language the rules that turn tokens into facts.

mod batch;
mod clues;
mod command_line;
mod dart;
mod go;
mod handlers;
mod javascript;
pub mod lex;
mod literals;
mod python;
mod returns;
mod risks;
mod shell;
mod tables;

pub(crate) use literals::is_env_name;
pub(crate) use shell::is_builtin;

pub use tables::read_embedded_ruby;

use crate::facts::Sink;
use crate::limits;
use crate::path;
use crate::read::{File, ReadError, Reader, is_build_script};
use lex::{Code, Syntax, Tokens};
use std::ops::Range;

/// Reads source code of every language in the table.
pub const READER: Reader = Reader { name: "source", wants, read };

/// A language: which files hold it, and what reads them.
struct Language {
    /// Endings of its files' names, without the dot, in lower case.
    extensions: &'static [&'static str],
    /// Writes what a file shows.
    read: fn(&File<'_>, &mut Sink<'_>),
}

/// Every language. Adding one is one line here and one module.
static LANGUAGES: &[Language] = &[
    Language { extensions: &["cjs", "cts", "js", "jsx", "mjs", "mts", "ts", "tsx"], read: javascript::read },
    Language { extensions: &["astro", "svelte", "vue"], read: javascript::read_component },
    Language { extensions: &["css", "less", "sass", "scss"], read: javascript::read_style },
    Language { extensions: &["dart"], read: |file, sink| read_plain(file, sink, &dart::SYNTAX, dart::read) },
    Language { extensions: &["go"], read: |file, sink| read_plain(file, sink, &go::SYNTAX, go::read) },
    Language {
        extensions: &["py", "pyi", "pyw"],
        read: |file, sink| read_plain(file, sink, &python::SYNTAX, python::read),
    },
    Language {
        extensions: &["bash", "sh", "zsh"],
        read: |file, sink| read_parts(file, sink, &shell::SYNTAX, &shell::parts(file.text), shell::read),
    },
    Language {
        extensions: &["gradle", "groovy", "java", "kt", "kts", "sc", "scala"],
        read: |file, sink| tables::read(file, sink, &tables::JVM),
    },
    Language { extensions: &["cs"], read: |file, sink| tables::read(file, sink, &tables::CSHARP) },
    Language { extensions: &["php"], read: |file, sink| tables::read(file, sink, &tables::PHP) },
    Language {
        extensions: &["gemspec", "rake", "rb", "ru"],
        read: |file, sink| tables::read(file, sink, &tables::RUBY),
    },
    Language { extensions: &["erb"], read: tables::read_embedded_ruby },
    Language { extensions: &["ex", "exs"], read: |file, sink| tables::read(file, sink, &tables::ELIXIR) },
    Language {
        extensions: &["rs"],
        read: |file, sink| {
            let file = File { path: file.path, text: tables::rust::without_tests(file.text) };
            tables::read(&file, sink, &tables::RUST);
        },
    },
    Language { extensions: &["swift"], read: |file, sink| tables::read(file, sink, &tables::SWIFT) },
    Language { extensions: &["m", "mm"], read: |file, sink| tables::read(file, sink, &tables::OBJECTIVE_C) },
    Language {
        extensions: &["c", "cc", "cpp", "cxx", "h", "hh", "hpp", "ino"],
        read: |file, sink| tables::read(file, sink, &tables::C),
    },
    Language { extensions: &["lua"], read: |file, sink| tables::read(file, sink, &tables::LUA) },
    Language { extensions: &["ps1", "psm1"], read: |file, sink| tables::read(file, sink, &tables::POWERSHELL) },
    Language { extensions: &["bat", "cmd"], read: batch::read },
    Language { extensions: &["R", "r"], read: |file, sink| tables::read(file, sink, &tables::R) },
    Language { extensions: &["sol"], read: |file, sink| tables::read(file, sink, &tables::SOLIDITY) },
    Language { extensions: &["gd"], read: |file, sink| tables::read(file, sink, &tables::GDSCRIPT) },
];

/// The language of the file at `path`, by its ending.
fn language(path: &str) -> Option<&'static Language> {
    let extension = path::extension(path);
    LANGUAGES.iter().find(|language| language.extensions.contains(&extension))
}

fn wants(path: &str) -> bool {
    language(path).is_some() && !is_build_script(path)
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if let Some(language) = language(file.path) {
        if is_minified(file.text) {
            return Err(ReadError::Minified);
        }
        (language.read)(file, sink);
    }
    Ok(())
}

/// Reads a file that is of one language throughout: its literals, then what the language's own rules see.
fn read_plain(file: &File<'_>, sink: &mut Sink<'_>, syntax: &Syntax, read: fn(&File<'_>, &Tokens, &mut Sink<'_>)) {
    read_parts(file, sink, syntax, std::slice::from_ref(&(0..file.text.len())), read);
}

/// Reads a file of which these parts are of one language.
fn read_parts(
    file: &File<'_>,
    sink: &mut Sink<'_>,
    syntax: &Syntax,
    parts: &[Range<usize>],
    read: fn(&File<'_>, &Tokens, &mut Sink<'_>),
) {
    let mut tokens = Tokens::default();
    for part in parts {
        tokens.lex(file.text, part.clone(), syntax);
    }
    literals::read(&Code { text: file.text, tokens: &tokens.list }, &tokens, syntax.bare_urls, sink);
    read(file, &tokens, sink);
    let code = Code { text: file.text, tokens: &tokens.list };
    handlers::read(&code, sink);
    in_any(file.path, &code, sink);
}

/// Adds what is told from the tokens of any language, after its own rules.
fn in_any(path: &str, code: &Code<'_>, sink: &mut Sink<'_>) {
    returns::read(code, sink);
    clues::read(code, sink);
    risks::read(&File { path, text: code.text }, code, sink);
}

/// Whether lines are too long, on average, to be written by people.
fn is_minified(text: &str) -> bool {
    if text.len() <= limits::MINIFIED_LINE {
        return false;
    }
    let enough = text.len() / limits::MINIFIED_LINE;
    memchr::memchr_iter(b'\n', text.as_bytes()).take(enough).count() < enough
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_belongs_to_one_language() {
        let mut endings: Vec<_> = LANGUAGES.iter().flat_map(|l| l.extensions).collect();
        let all = endings.len();
        endings.sort_unstable();
        endings.dedup();
        assert_eq!(endings.len(), all);
        assert!(LANGUAGES.iter().all(|l| l.extensions.is_sorted()));
    }

    #[test]
    fn bundles_are_told_from_code() {
        assert!(is_minified(&"x".repeat(5000)));
        assert!(!is_minified(&"let x = 1;\n".repeat(500)));
    }
}
