//! Source code: one lexer core driven by a table per language, and per language the rules that turn tokens into facts.

mod dart;
mod go;
pub mod lex;
mod literals;
mod python;
mod shell;

use crate::facts::Sink;
use crate::path;
use crate::read::{File, ReadError, Reader};
use lex::{Code, Syntax, Tokens};

/// Reads source code of every language in the table.
pub const READER: Reader = Reader { name: "source", wants, read };

/// One language.
struct Language {
    /// Endings of its files, without the dot.
    extensions: &'static [&'static str],
    syntax: &'static Syntax,
    /// Whether URLs stand outside strings too, so that its own rules look for them.
    bare_urls: bool,
    read: fn(&File<'_>, &Tokens, &mut Sink<'_>),
}

static LANGUAGES: &[Language] = &[
    Language { extensions: &["dart"], syntax: &dart::SYNTAX, bare_urls: false, read: dart::read },
    Language { extensions: &["go"], syntax: &go::SYNTAX, bare_urls: false, read: go::read },
    Language { extensions: &["py", "pyi", "pyw"], syntax: &python::SYNTAX, bare_urls: false, read: python::read },
    Language { extensions: &["bash", "sh", "zsh"], syntax: &shell::SYNTAX, bare_urls: true, read: shell::read },
];

fn language(path: &str) -> Option<&'static Language> {
    let extension = path::extension(path);
    LANGUAGES.iter().find(|language| language.extensions.contains(&extension))
}

fn wants(path: &str) -> bool {
    language(path).is_some()
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let Some(language) = language(file.path) else { return Ok(()) };
    let mut tokens = Tokens::default();
    tokens.lex(file.text, 0..file.text.len(), language.syntax);
    let code = Code { text: file.text, tokens: &tokens.list };
    literals::read(&code, &tokens, language.bare_urls, sink);
    (language.read)(file, &tokens, sink);
    Ok(())
}
