//! Archives and folders: which files they hold, which of them to read, and their bytes.
//!
//! A [`Tree`] lists its files by path and size, asks which are wanted, and hands over the bytes of those alone. What is not
//! wanted is never inflated (a tarball has to be, to get past it). Input comes through [`Bytes`], which a slice, a native
//! file and a browser's `File` all can be.

use crate::audit::SourceKind;
use crate::limits;
use std::io;

mod choose;
mod folder;
mod listing;
mod share;
mod tarball;
mod text;
mod window;
mod zipped;

pub use choose::{Choice, choose, skip};
pub use folder::Folder;
pub use share::Share;
pub use tarball::Tarball;
pub use text::{text_of, unfit};
pub use zipped::Zipped;

/// Bytes that can be read at any offset.
pub trait Bytes {
    /// How many there are.
    fn len(&self) -> u64;

    /// Fills `buffer` with the bytes from `offset` on. It is an error to ask past the end.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()>;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Bytes for [u8] {
    fn len(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let start = usize::try_from(offset).map_err(|_| io::ErrorKind::UnexpectedEof)?;
        let end = start.checked_add(buffer.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        buffer.copy_from_slice(self.get(start..end).ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }
}

impl<T: Bytes + ?Sized> Bytes for &T {
    fn len(&self) -> u64 {
        (**self).len()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        (**self).read_at(offset, buffer)
    }
}

impl<T: Bytes + ?Sized> Bytes for Box<T> {
    fn len(&self) -> u64 {
        (**self).len()
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        (**self).read_at(offset, buffer)
    }
}

/// A file as an archive or a folder lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path, with `/`, without the archive's single top folder.
    pub path: String,
    /// Its size in bytes, unpacked, as the archive says.
    pub size: u64,
}

/// Adds up the bytes of wanted files, unpacked; an error where they are more than a source of that size, packed, may have.
fn unpacked<'e>(packed: u64, wanted: impl Iterator<Item = &'e Entry>) -> Result<u64, ArchiveError> {
    let most = packed.saturating_mul(limits::TOTAL_RATIO).clamp(limits::SMALL_TOTAL_BYTES, limits::TOTAL_BYTES);
    let all = wanted.fold(0_u64, |sum, entry| sum.saturating_add(entry.size));
    if all > most { Err(ArchiveError::TooLarge(most)) } else { Ok(all) }
}

/// Why a file that is larger than it may be is not read.
const TOO_LARGE: &str = "too large";

/// What a [`Tree`] asks and tells while it is walked.
pub trait Visitor {
    /// A file is listed; says whether its bytes are wanted.
    fn wants(&mut self, entry: &Entry) -> bool;

    /// The bytes of a wanted file, never more than [`crate::limits::LOCK_BYTES`].
    fn file(&mut self, entry: &Entry, bytes: &[u8]);

    /// A wanted file could not be read, or one with a path that is refused (too long, `..`) was listed; the rest goes on.
    /// `reason` is a few words, such as "it is encrypted".
    fn unreadable(&mut self, entry: &Entry, reason: &str);

    /// How far the walk is: bytes done of all, in the source's own measure. Called after every file. Returns whether to go
    /// on: `false` cancels the walk.
    fn progress(&mut self, done: u64, of: u64) -> bool;
}

/// An archive or a folder.
pub trait Tree {
    /// What kind of source it is.
    fn kind(&self) -> SourceKind;

    /// The single top folder, if all files lie in one; the name of the tree. A tarball knows it once it was walked.
    fn top(&self) -> Option<&str>;

    /// Lists every file, then hands over those that the visitor wants and that are in the share.
    fn walk(&mut self, share: Share, visitor: &mut dyn Visitor) -> Result<(), ArchiveError>;
}

/// Why an archive could not be read. Each reads as a sentence behind the file's name.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The file has no bytes.
    #[error("is empty: 0 bytes. Download or export it again")]
    Empty,
    /// Neither zip nor tar.
    #[error("is not a zip or a tar.gz archive. Open a zip, a tar.gz or a folder")]
    NotAnArchive,
    /// An archive in a format that is not read.
    #[error("is {0}, which is not read here. Pack it as a zip or a tar.gz and open that")]
    OtherFormat(&'static str),
    /// The end is missing.
    #[error("is cut short: its end is missing, so the download or copy did not finish. Fetch it again")]
    Truncated,
    /// Every wanted file is encrypted.
    #[error("is encrypted. Unpack it with its password and open the folder")]
    Encrypted,
    /// It lists more than it may.
    #[error("lists {0} files, more than the {limit} that are read. Open a part of it", limit = crate::limits::FILES)]
    TooManyFiles(u64),
    /// It would inflate to more than it may.
    #[error("would unpack to more than {0} bytes of text to read, which no code base has. Open a part of it")]
    TooLarge(u64),
    /// Its tables contradict each other.
    #[error("is damaged: {0}. Fetch it again, or unpack it elsewhere and open the folder")]
    Damaged(String),
    /// The browser or the system would not give the bytes.
    #[error("could not be read: {0}. Open it again")]
    Io(#[from] io::Error),
    /// The person stopped it.
    #[error("was not read to its end: it was cancelled")]
    Cancelled,
}

/// How formats that are not read begin, sorted, and what they are called.
const OTHER_FORMATS: &[(&[u8], &str)] = &[
    (b"(\xB5/\xFD", "a Zstandard archive"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (b"BZh", "a bzip2 archive"),
    (b"Rar!\x1A\x07", "a RAR archive"),
    (b"\xFD7zXZ\0", "an xz archive"),
];

/// Opens an archive by its first bytes, whatever its name.
pub fn open<'a>(bytes: Box<dyn Bytes + 'a>) -> Result<Box<dyn Tree + 'a>, ArchiveError> {
    if bytes.is_empty() {
        return Err(ArchiveError::Empty);
    }
    let mut first = [0; 8];
    // The first bytes of a shorter file are followed by zeros, which begin nothing.
    let count = usize::try_from(bytes.len()).map_or(first.len(), |len| len.min(first.len()));
    bytes.read_at(0, first.get_mut(..count).unwrap_or_default())?;
    if let Some((_, name)) = OTHER_FORMATS.iter().find(|(magic, _)| first.starts_with(magic)) {
        return Err(ArchiveError::OtherFormat(name));
    }
    // A file's header, an empty archive's end record, or the mark of an archive once split.
    if [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"].iter().any(|magic| first.starts_with(*magic)) {
        return Ok(Box::new(Zipped::open(bytes)?));
    }
    if first.starts_with(b"PK") && count < 4 {
        return Err(ArchiveError::Truncated);
    }
    Ok(Box::new(Tarball::open(bytes)?))
}

#[cfg(test)]
mod tests;
