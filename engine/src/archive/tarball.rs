//! Tar archives, gzipped or not.
//!
//! A tarball has no directory, so it is run through twice: once to list its files, once to read those that are wanted.

use super::listing::Listing;
use super::window::Window;
use super::{ArchiveError, Bytes, Share, Tree, Visitor};
use crate::audit::SourceKind;
use crate::limits;
use crate::order::Arrange;
use flate2::bufread::MultiGzDecoder;
use std::cell::Cell;
use std::io::{self, BufRead, Read};
use tar::{EntryType, Header, PaxExtensions};

/// Tar archives, gzipped or not.
pub struct Tarball<'a> {
    bytes: Box<dyn Bytes + 'a>,
    gzipped: bool,
    listing: Listing<u64>,
}

/// A block: what headers and contents are measured in.
const BLOCK: usize = 512;

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
        let _ = stream(&*bytes, gzipped, &Cell::new(0)).take(BLOCK as u64).read_to_end(&mut first);
        let is_tar = first.len() == BLOCK && (first.iter().all(|&byte| byte == 0) || has_checksum(&first));
        if is_tar {
            Ok(Self { bytes, gzipped, listing: Listing::new() })
        } else if !gzipped {
            Err(ArchiveError::NotAnArchive)
        } else if first.len() < BLOCK && bytes.len() < 2 * BLOCK as u64 && looks_cut(&*bytes) {
            Err(ArchiveError::Truncated)
        } else {
            Err(ArchiveError::OtherFormat("a single file packed with gzip"))
        }
    }
}

/// Whether a gzip stream ends before its end.
fn looks_cut(bytes: &dyn Bytes) -> bool {
    let end = io::copy(&mut stream(bytes, true, &Cell::new(0)).take(1024 * 1024), &mut io::sink());
    end.is_err_and(|e| e.kind() == io::ErrorKind::UnexpectedEof)
}

/// Whether a block is a header: its checksum says so.
fn has_checksum(block: &[u8]) -> bool {
    let Some(block) = block.first_chunk::<BLOCK>() else { return false };
    let sum: u32 =
        block.iter().enumerate().map(|(i, &byte)| if (148..156).contains(&i) { 32 } else { u32::from(byte) }).sum();
    Header::from_byte_slice(block).cksum().is_ok_and(|said| said == sum)
}

/// The tar stream in these bytes. Ends with an error where it passes [`limits::TAR_BYTES`]. Keeps in `done` how far in the
/// bytes it is.
fn stream<'b>(bytes: &'b (dyn Bytes + 'b), gzipped: bool, done: &'b Cell<u64>) -> Box<dyn Read + 'b> {
    let counted = Counted { inner: Window::new(Box::new(bytes)), done };
    if gzipped {
        Box::new(Bounded { inner: MultiGzDecoder::new(counted), left: limits::TAR_BYTES })
    } else {
        Box::new(Bounded { inner: counted, left: limits::TAR_BYTES })
    }
}

/// A reader that tells how much was read.
struct Counted<'b> {
    inner: Window<'b>,
    done: &'b Cell<u64>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.done.set(self.done.get().saturating_add(count as u64));
        Ok(count)
    }
}

impl BufRead for Counted<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.done.set(self.done.get().saturating_add(count as u64));
        self.inner.consume(count);
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

    fn walk(&mut self, share: Share, visitor: &mut dyn Visitor) -> Result<(), ArchiveError> {
        let of = self.bytes.len().saturating_mul(2);
        let mut listing = Listing::new();
        let mut unpacked = 0_u64;
        self.members(&mut |name, member| {
            listing.add(name, member.size, member.number);
            // Before it is run through.
            unpacked = unpacked.saturating_add(member.size);
            if unpacked > limits::TAR_BYTES {
                return Err(ArchiveError::TooLarge(limits::TAR_BYTES));
            }
            if listing.len() > limits::FILES {
                return Err(ArchiveError::TooManyFiles(listing.len() as u64));
            }
            if visitor.progress(member.done, of) { Ok(()) } else { Err(ArchiveError::Cancelled) }
        })?;
        self.check_end()?;
        listing.finish();
        self.listing = listing;

        self.listing.tell_refused(share, visitor);
        let mut wanted: Vec<_> = self.listing.files.iter().filter(|(entry, _)| visitor.wants(entry)).collect();
        super::unpacked(self.bytes.len(), wanted.iter().map(|(entry, _)| entry))?;
        wanted.arrange_by_key(|(_, number)| *number);
        let mine = share.deal(wanted.iter().map(|(entry, _)| entry));
        let mine = wanted.into_iter().zip(mine).filter(|(_, mine)| *mine).map(|(file, _)| file);
        let mut wanted = mine.peekable();
        let mut buffer = Vec::new();
        self.members(&mut |_, member| {
            if let Some((entry, _)) = wanted.next_if(|(_, number)| *number == member.number) {
                if entry.size > limits::LOCK_BYTES {
                    visitor.unreadable(entry, super::TOO_LARGE);
                } else if member.sparse {
                    visitor.unreadable(entry, "it is packed in a way that is not read here");
                } else {
                    buffer.clear();
                    member.bytes.take(entry.size).read_to_end(&mut buffer).map_err(why)?;
                    visitor.file(entry, &buffer);
                }
            }
            if visitor.progress((of / 2).saturating_add(member.done), of) {
                Ok(())
            } else {
                Err(ArchiveError::Cancelled)
            }
        })?;
        if visitor.progress(of, of) { Ok(()) } else { Err(ArchiveError::Cancelled) }
    }
}

/// A file of the tarball, where the stream has come to it.
struct Member<'m> {
    /// Which one it is, from 0, of all members.
    number: u64,
    size: u64,
    /// Holes are left out of its bytes.
    sparse: bool,
    /// How far in the tarball's own bytes the stream is.
    done: u64,
    bytes: &'m mut dyn Read,
}

impl Tarball<'_> {
    /// Runs through the stream and tells of every file.
    fn members(&self, tell: &mut dyn FnMut(&str, Member<'_>) -> Result<(), ArchiveError>) -> Result<(), ArchiveError> {
        let done = Cell::new(0);
        let mut archive = tar::Archive::new(stream(&*self.bytes, self.gzipped, &done));
        // Raw, because the crate would keep a long name whole, however long.
        let entries = archive.entries().map_err(why)?.raw(true);
        let mut long_name: Option<Vec<u8>> = None;
        for (number, entry) in (0..).zip(entries) {
            let mut entry = entry.map_err(why)?;
            match entry.header().entry_type() {
                EntryType::GNULongName => {
                    let mut name = attributes(&mut entry)?;
                    name.truncate(memchr::memchr(0, &name).unwrap_or(usize::MAX));
                    long_name = Some(name);
                }
                EntryType::XHeader => {
                    let records = attributes(&mut entry)?;
                    let path =
                        PaxExtensions::new(&records).flatten().filter(|record| record.key_bytes() == b"path").last();
                    if let Some(path) = path {
                        long_name = Some(path.value_bytes().to_vec());
                    }
                }
                EntryType::GNULongLink | EntryType::XGlobalHeader => {}
                kind @ (EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse) => {
                    let name = long_name.take().unwrap_or_else(|| entry.path_bytes().into_owned());
                    // Before there was a type for folders, a slash at the end of the name told of one.
                    if !name.ends_with(b"/") {
                        let (size, sparse) = (entry.size(), kind == EntryType::GNUSparse);
                        let member = Member { number, size, sparse, done: done.get(), bytes: &mut entry };
                        tell(&String::from_utf8_lossy(&name), member)?;
                    }
                }
                _ => long_name = None,
            }
        }
        // What stands behind the end, so that the checksum at the end of gzip is read.
        io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(why)?;
        Ok(())
    }

    /// A tarball ends with blocks of zeros. Where gzip does not show that the end is missing, they do.
    fn check_end(&self) -> Result<(), ArchiveError> {
        let mut last = [1; BLOCK];
        if !self.gzipped {
            let start = self.bytes.len().checked_sub(BLOCK as u64).ok_or(ArchiveError::Truncated)?;
            self.bytes.read_at(start, &mut last)?;
        }
        if !self.gzipped && last.iter().any(|&byte| byte != 0) { Err(ArchiveError::Truncated) } else { Ok(()) }
    }
}

/// The record in front of a file that says more of it than its header can.
fn attributes(record: &mut impl Read) -> Result<Vec<u8>, ArchiveError> {
    let mut bytes = Vec::new();
    record.take(limits::TAR_ATTRIBUTES).read_to_end(&mut bytes).map_err(why)?;
    if bytes.len() as u64 == limits::TAR_ATTRIBUTES {
        return Err(ArchiveError::Damaged("a file's attributes are longer than 1 MB".to_owned()));
    }
    Ok(bytes)
}

/// What an error met in the stream means to the person.
fn why(error: io::Error) -> ArchiveError {
    // The `tar` crate wraps errors of its own and those of the stream in others.
    let text = error.to_string();
    match error.kind() {
        io::ErrorKind::UnexpectedEof => ArchiveError::Truncated,
        io::ErrorKind::FileTooLarge => ArchiveError::TooLarge(limits::TAR_BYTES),
        io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => ArchiveError::Damaged(text),
        // Its own errors have no kind but this one.
        io::ErrorKind::Other if CUT.iter().any(|cut| text.contains(cut)) => ArchiveError::Truncated,
        io::ErrorKind::Other => ArchiveError::Damaged(text),
        _ => ArchiveError::Io(error),
    }
}

/// How the `tar` crate says that the end is missing.
const CUT: &[&str] = &["failed to read entire block", "unexpected EOF during skip"];
