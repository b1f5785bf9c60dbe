//! A folder: a list of paths with their bytes.

use super::{ArchiveError, Tree, Visitor};

/// A folder: a list of paths with their bytes.
#[derive(Debug)]
pub struct Folder;

impl Tree for Folder {
    fn top(&self) -> Option<&str> {
        None
    }

    fn walk(&mut self, _visitor: &mut dyn Visitor) -> Result<(), ArchiveError> {
        Err(ArchiveError::NotAnArchive)
    }
}
