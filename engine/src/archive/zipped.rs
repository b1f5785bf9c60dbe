//! Zip archives.
//!
//! The central directory is read with the `zip` crate. The files are then inflated here, out of large stretches of the archive
//! that each hold many of them: one read, one inflater and one buffer for all, instead of some of each for every file.

use super::listing::Listing;
use super::window::Window;
use super::{ArchiveError, Bytes, Entry, Share, Tree, Visitor};
use crate::audit::SourceKind;
use crate::limits;
use crate::order::Arrange;
use flate2::{Crc, Decompress, FlushDecompress, Status};
use std::io;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

/// What lies between two wanted files is read along up to this many bytes. A read costs a browser some 7 ms, as much as the
/// bytes of several megabytes.
const GAP: u64 = 1024 * 1024;

/// Most bytes of a stretch of several files.
const SPAN: u64 = 8 * 1024 * 1024;

/// The fixed part of a local file header (APPNOTE 4.3.7).
const LOCAL_HEADER: u64 = 30;

/// How far from the end the directory's end record can begin: its own 22 bytes and the longest comment.
const END_RECORD: u64 = 22 + 0xFFFF;

/// Zip archives.
pub struct Zipped<'a> {
    window: Window<'a>,
    listing: Listing<Packed>,
    /// Where the local headers and the directory begin, sorted: what a file's bytes cannot reach beyond.
    borders: Vec<u64>,
}

/// How many entries the directory has, by its end record in these last bytes of the archive (APPNOTE 4.3.14 and 4.3.16);
/// `None` if there is no end record.
fn declared_count(tail: &[u8]) -> Option<u64> {
    let end = memchr::memmem::rfind(tail, b"PK\x05\x06")?;
    let short = tail.get(end..)?.get(10..)?.first_chunk().map(|field| u64::from(u16::from_le_bytes(*field)));
    if short != Some(0xFFFF) {
        return short;
    }
    let before = tail.get(..end)?;
    let long = memchr::memmem::rfind(before, b"PK\x06\x06").and_then(|at| before.get(at..)?.get(32..)?.first_chunk());
    Some(long.map_or(0xFFFF, |field| u64::from_le_bytes(*field)))
}

/// Where a file's bytes are, and how they are packed.
#[derive(Debug, Clone, Copy)]
struct Packed {
    header: u64,
    bytes: u64,
    method: CompressionMethod,
    encrypted: bool,
    crc: u32,
}

impl<'a> Zipped<'a> {
    /// Reads the directory of an archive.
    pub fn open(bytes: Box<dyn Bytes + 'a>) -> Result<Self, ArchiveError> {
        let mut window = Window::new(bytes);
        window.hold_tail()?;
        let tail = window.slice(window.len().saturating_sub(END_RECORD), window.len()).unwrap_or_default();
        // Counts before anything is kept of each.
        let count = declared_count(tail).ok_or(ArchiveError::Truncated)?;
        if count > limits::FILES as u64 {
            return Err(ArchiveError::TooManyFiles(count));
        }
        let archive = ZipArchive::new(window).map_err(why)?;
        let mut listing = Listing::new();
        let mut borders = vec![archive.central_directory_start()];
        for index in 0..archive.len() {
            let file = archive.by_index_data(index).map_err(why)?;
            borders.push(file.header_start());
            // A directory's entry and a link's have no text.
            if file.is_file() {
                let name = file.name().map_err(why)?;
                listing.add(
                    &name,
                    file.size(),
                    Packed {
                        header: file.header_start(),
                        bytes: file.compressed_size(),
                        method: file.compression(),
                        encrypted: file.encrypted(),
                        crc: file.crc32(),
                    },
                );
            }
        }
        listing.finish();
        borders.arrange();
        Ok(Self { window: archive.into_inner(), listing, borders })
    }
}

impl std::fmt::Debug for Zipped<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Zipped").field("top", &self.listing.top).field("files", &self.listing.files.len()).finish()
    }
}

impl Tree for Zipped<'_> {
    fn kind(&self) -> SourceKind {
        SourceKind::Zip
    }

    fn top(&self) -> Option<&str> {
        self.listing.top.as_deref()
    }

    fn walk(&mut self, share: Share, visitor: &mut dyn Visitor) -> Result<(), ArchiveError> {
        self.listing.tell_refused(share, visitor);
        let mut wanted: Vec<_> = self.listing.files.iter().filter(|(entry, _)| visitor.wants(entry)).collect();
        super::unpacked(self.window.len(), wanted.iter().map(|(entry, _)| entry))?;
        if !wanted.is_empty() && wanted.iter().all(|(_, packed)| packed.encrypted) {
            return Err(ArchiveError::Encrypted);
        }
        wanted.arrange_by_key(|(_, packed)| packed.header);
        let mine = share.deal(wanted.iter().map(|(entry, _)| entry));
        let mut planned = Vec::new();
        let mut all = 0_u64;
        for ((entry, packed), mine) in wanted.into_iter().zip(mine) {
            let extent = extent(&self.borders, entry, packed);
            if extent.is_ok() {
                all = all.saturating_add(packed.bytes);
            }
            match extent {
                Ok(end) if mine => planned.push(Planned { entry, packed, end }),
                Err(reason) if mine => visitor.unreadable(entry, reason),
                _ => {}
            }
        }
        // Many names for the same bytes: each would be unpacked anew.
        if all > self.window.len() {
            return Err(ArchiveError::Damaged("its files lie over each other".to_owned()));
        }
        let of: u64 = planned.iter().map(|file| file.packed.bytes).sum();
        let mut done = 0;
        let mut inflater = Inflater::new();
        let mut rest = planned.as_slice();
        while let Some(first) = rest.first() {
            let (count, end) = stretch(rest, first);
            self.window.hold(first.packed.header, end)?;
            let (now, later) = rest.split_at(count);
            rest = later;
            for file in now {
                match inflater.unpack(&self.window, file) {
                    Ok(bytes) => visitor.file(file.entry, bytes),
                    Err(reason) => visitor.unreadable(file.entry, reason),
                }
                done += file.packed.bytes;
                if !visitor.progress(done, of) {
                    return Err(ArchiveError::Cancelled);
                }
            }
        }
        Ok(())
    }
}

/// A wanted file, and how far its bytes can reach.
struct Planned<'l> {
    entry: &'l Entry,
    packed: &'l Packed,
    end: u64,
}

/// Where a file's bytes end at most; or why it cannot be read.
fn extent(borders: &[u64], entry: &Entry, packed: &Packed) -> Result<u64, &'static str> {
    if packed.encrypted {
        return Err("it is encrypted");
    }
    if !matches!(packed.method, CompressionMethod::Stored | CompressionMethod::Deflated) {
        return Err("it is packed in a way that is not read here");
    }
    if entry.size > limits::LOCK_BYTES || packed.bytes > limits::PACKED_BYTES {
        return Err(super::TOO_LARGE);
    }
    let next = borders.partition_point(|&border| border <= packed.header);
    let end = borders.get(next).copied().ok_or("its place in the archive is wrong")?;
    let least = packed.header.saturating_add(LOCAL_HEADER).saturating_add(packed.bytes);
    // The header's name and extra field are at most 64 KB each.
    if least > end { Err("its place in the archive is wrong") } else { Ok(end.min(least.saturating_add(2 * 0xFFFF))) }
}

/// How many of the files to read at once, and up to where.
fn stretch(files: &[Planned<'_>], first: &Planned<'_>) -> (usize, u64) {
    let mut end = first.end;
    let mut count = 1;
    for file in files.iter().skip(1) {
        let reach = file.end.max(end);
        if file.packed.header > end.saturating_add(GAP) || reach - first.packed.header > SPAN {
            break;
        }
        end = reach;
        count += 1;
    }
    (count, end)
}

/// Unpacks one file after the other into one buffer.
struct Inflater {
    state: Decompress,
    buffer: Vec<u8>,
}

impl Inflater {
    fn new() -> Self {
        Self { state: Decompress::new(false), buffer: Vec::new() }
    }

    /// The bytes of a file that the window holds; or why there are none. Never gives or keeps more bytes than the directory
    /// says the file has.
    fn unpack<'s>(&'s mut self, window: &'s Window<'_>, file: &Planned<'_>) -> Result<&'s [u8], &'static str> {
        const WRONG: &str = "its place in the archive is wrong";
        let held = window.slice(file.packed.header, file.end).ok_or(WRONG)?;
        let header = held.first_chunk::<{ LOCAL_HEADER as usize }>().ok_or(WRONG)?;
        if !header.starts_with(b"PK\x03\x04") {
            return Err(WRONG);
        }
        let [.., n0, n1, e0, e1] = *header;
        let start =
            header.len() + usize::from(u16::from_le_bytes([n0, n1])) + usize::from(u16::from_le_bytes([e0, e1]));
        let bytes = usize::try_from(file.packed.bytes).map_err(|_| WRONG)?;
        let packed = held.get(start..).and_then(|rest| rest.get(..bytes)).ok_or(WRONG)?;
        let size = usize::try_from(file.entry.size).map_err(|_| super::TOO_LARGE)?;
        let unpacked = if file.packed.method == CompressionMethod::Stored {
            if packed.len() != size {
                return Err("its size is not what the archive says");
            }
            packed
        } else {
            self.inflate(packed, size)?
        };
        let mut crc = Crc::new();
        crc.update(unpacked);
        if crc.sum() == file.packed.crc { Ok(unpacked) } else { Err("its bytes are damaged: the checksum is wrong") }
    }

    fn inflate(&mut self, packed: &[u8], size: usize) -> Result<&[u8], &'static str> {
        // One byte more than expected shows a file that is longer.
        if self.buffer.len() <= size {
            self.buffer.resize(size + 1, 0);
        }
        let room = self.buffer.get_mut(..=size).unwrap_or_default();
        self.state.reset(false);
        let status = self.state.decompress(packed, room, FlushDecompress::Finish);
        let status = status.map_err(|_| "its bytes are damaged: they cannot be unpacked")?;
        let made = self.state.total_out();
        if status != Status::StreamEnd && made <= size as u64 {
            return Err("its bytes are damaged: their end is missing");
        }
        if made != size as u64 {
            return Err("its size is not what the archive says");
        }
        Ok(self.buffer.get(..size).unwrap_or_default())
    }
}

/// What an error of the `zip` crate, met in the directory, means to the person.
fn why(error: ZipError) -> ArchiveError {
    match error {
        ZipError::Io(e) => match e.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                ArchiveError::Damaged("its directory of files is wrong".to_owned())
            }
            _ => ArchiveError::Io(e),
        },
        ZipError::UnsupportedArchive(_) => ArchiveError::OtherFormat("one part of a zip in several parts"),
        // Some of its reasons are for who writes it, and name its types.
        ZipError::InvalidArchive(reason) if !reason.contains("::") => ArchiveError::Damaged(reason.into_owned()),
        ZipError::InvalidArchive(_) => ArchiveError::Damaged("its directory of files is wrong".to_owned()),
        other => ArchiveError::Damaged(other.to_string()),
    }
}
