//! A folder: a list of paths with their bytes.

use super::listing::Listing;
use super::{ArchiveError, Bytes, Share, Tree, Visitor};
use crate::audit::SourceKind;
use crate::limits;

/// A folder: a list of paths with their bytes. Paths begin with the folder's own name, as a browser gives them.
pub struct Folder<'a> {
    listing: Listing<Box<dyn Bytes + 'a>>,
}

impl<'a> Folder<'a> {
    /// A folder of these files. The bytes are only read of files that are wanted.
    pub fn new(files: impl IntoIterator<Item = (String, Box<dyn Bytes + 'a>)>) -> Result<Self, ArchiveError> {
        let mut listing = Listing::new();
        for (path, bytes) in files {
            listing.add(&path, bytes.len(), bytes);
            if listing.len() > limits::FILES {
                return Err(ArchiveError::TooManyFiles(listing.len() as u64));
            }
        }
        listing.finish();
        Ok(Self { listing })
    }

    /// The bytes of all its files together.
    pub fn bytes(&self) -> u64 {
        self.listing.files.iter().fold(0, |sum, (entry, _)| sum.saturating_add(entry.size))
    }
}

impl std::fmt::Debug for Folder<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Folder").field("top", &self.listing.top).field("files", &self.listing.files.len()).finish()
    }
}

impl Tree for Folder<'_> {
    fn kind(&self) -> SourceKind {
        SourceKind::Folder
    }

    fn top(&self) -> Option<&str> {
        self.listing.top.as_deref()
    }

    fn walk(&mut self, share: Share, visitor: &mut dyn Visitor) -> Result<(), ArchiveError> {
        let bytes = self.bytes();
        self.listing.tell_refused(share, visitor);
        let mut wanted: Vec<_> = self.listing.files.iter().filter(|(entry, _)| visitor.wants(entry)).collect();
        super::unpacked(bytes, wanted.iter().map(|(entry, _)| entry))?;
        let mut mine = share.deal(wanted.iter().map(|(entry, _)| entry)).into_iter();
        wanted.retain(|_| mine.next() == Some(true));
        let of = super::unpacked(bytes, wanted.iter().map(|(entry, _)| entry))?;
        let mut done = 0;
        let mut buffer = Vec::new();
        for (entry, bytes) in wanted {
            if entry.size > limits::LOCK_BYTES {
                visitor.unreadable(entry, super::TOO_LARGE);
            } else {
                // Bounded by LOCK_BYTES, which fits.
                buffer.resize(usize::try_from(entry.size).unwrap_or(0), 0);
                match bytes.read_at(0, &mut buffer) {
                    Ok(()) => visitor.file(entry, &buffer),
                    Err(e) => visitor.unreadable(entry, &e.to_string()),
                }
            }
            done += entry.size;
            if !visitor.progress(done, of) {
                return Err(ArchiveError::Cancelled);
            }
        }
        Ok(())
    }
}
