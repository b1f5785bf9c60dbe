//! Reading and seeking over [`Bytes`] in few, large reads.

use super::Bytes;
use std::io::{self, BufRead, Read, Seek, SeekFrom};

/// One stretch of the bytes held in memory. Each read of a browser's `File` costs some milliseconds however short it is, so
/// nothing behind this ever asks for less than a block.
pub(super) struct Window<'a> {
    bytes: Box<dyn Bytes + 'a>,
    held: Vec<u8>,
    /// Where in the bytes `held` begins.
    start: u64,
    position: u64,
}

/// What is read at once where it is not known how much will be needed.
const BLOCK: u64 = 4 * 1024 * 1024;

/// What is read of the end at first: the central directory of some 10,000 files.
const TAIL: u64 = 1024 * 1024;

impl<'a> Window<'a> {
    /// A window on the beginning.
    pub fn new(bytes: Box<dyn Bytes + 'a>) -> Self {
        Self { bytes, held: Vec::new(), start: 0, position: 0 }
    }

    /// How many bytes there are in all.
    pub fn len(&self) -> u64 {
        self.bytes.len()
    }

    /// Moves the window to the end.
    pub fn hold_tail(&mut self) -> io::Result<()> {
        let start = self.len().saturating_sub(TAIL);
        self.hold(start, self.len())
    }

    /// Moves the window to these bytes, with one read, unless it has them.
    pub fn hold(&mut self, start: u64, end: u64) -> io::Result<()> {
        if self.slice(start, end).is_some() {
            return Ok(());
        }
        let length = end.checked_sub(start).and_then(|length| usize::try_from(length).ok());
        let length = length.filter(|_| end <= self.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        self.held.resize(length, 0);
        self.start = start;
        let read = self.bytes.read_at(start, &mut self.held);
        if read.is_err() {
            self.held.clear();
        }
        read
    }

    /// These bytes, if the window has them all.
    pub fn slice(&self, start: u64, end: u64) -> Option<&[u8]> {
        let from = usize::try_from(start.checked_sub(self.start)?).ok()?;
        let to = usize::try_from(end.checked_sub(self.start)?).ok()?;
        self.held.get(from..to)
    }

    /// The bytes from the position on that the window has.
    fn rest(&self) -> &[u8] {
        let from = self.position.checked_sub(self.start).and_then(|from| usize::try_from(from).ok());
        from.and_then(|from| self.held.get(from..)).unwrap_or_default()
    }
}

impl Read for Window<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let rest = self.fill_buf()?;
        let count = rest.len().min(buffer.len());
        if let (Some(to), Some(from)) = (buffer.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Window<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.rest().is_empty() && self.position < self.len() {
            let end = self.position.saturating_add(BLOCK).min(self.len());
            self.hold(self.position, end)?;
        }
        Ok(self.rest())
    }

    fn consume(&mut self, count: usize) {
        self.position = self.position.saturating_add(count as u64);
    }
}

impl Seek for Window<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(by) => self.len().checked_add_signed(by),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}
