//! Zip archives.

use super::{ArchiveError, Tree, Visitor};

/// Zip archives.
#[derive(Debug)]
pub struct Zipped;

impl Tree for Zipped {
    fn top(&self) -> Option<&str> {
        None
    }

    fn walk(&mut self, _visitor: &mut dyn Visitor) -> Result<(), ArchiveError> {
        Err(ArchiveError::NotAnArchive)
    }
}
