//! Locks of npm packages: npm, pnpm, yarn, bun.

use super::{File, ReadError, Reader};
use crate::facts::Sink;

/// Reads it.
pub const READER: Reader = Reader { name: "npm lock", wants, read };

fn wants(_path: &str) -> bool {
    false
}

fn read(_file: &File<'_>, _sink: &mut Sink<'_>) -> Result<(), ReadError> {
    Ok(())
}
