//! Source code: one lexer core driven by a table per language, and per language the rules that turn tokens into facts.

pub mod lex;

use crate::facts::Sink;
use crate::read::{File, ReadError, Reader};

/// Reads source code of every language in the table.
pub const READER: Reader = Reader { name: "source", wants, read };

fn wants(_path: &str) -> bool {
    false
}

fn read(_file: &File<'_>, _sink: &mut Sink<'_>) -> Result<(), ReadError> {
    Ok(())
}
