//! Kubernetes manifests.

use super::{File, ReadError, Reader};
use crate::facts::Sink;

/// Reads it.
pub const READER: Reader = Reader { name: "kubernetes", wants, read };

fn wants(_path: &str) -> bool {
    false
}

fn read(_file: &File<'_>, _sink: &mut Sink<'_>) -> Result<(), ReadError> {
    Ok(())
}
