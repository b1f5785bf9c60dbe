//! Tar archives, gzipped or not.

use super::{ArchiveError, Tree, Visitor};

/// Tar archives, gzipped or not.
#[derive(Debug)]
pub struct Tarball;

impl Tree for Tarball {
    fn top(&self) -> Option<&str> {
        None
    }

    fn walk(&mut self, _visitor: &mut dyn Visitor) -> Result<(), ArchiveError> {
        Err(ArchiveError::NotAnArchive)
    }
}
