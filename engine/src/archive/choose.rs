//! Decides from a file's path and size alone whether to read it.

use crate::archive::Entry;

/// What is decided about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// Read it.
    Read,
    /// Leave it, for this reason.
    Skip(&'static str),
}

/// Decides about one file.
pub fn choose(entry: &Entry) -> Choice {
    if crate::read::wanted(&entry.path) { Choice::Read } else { Choice::Skip("no reader") }
}
