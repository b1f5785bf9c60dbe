//! Through this go numbers, texts and lists: into a link or out of one, by the same words. So what is written is always what
//! is read.

use super::model::{self, Bits, Model, Reader, Writer, hash};
use crate::limits;

/// Why a link that is whole still holds no audit: it was made by no Patchbay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// More than is read of a link, or written into one.
    TooMuch,
    /// A value that there is not.
    Nonsense,
}

/// What a text is. Texts of a class have words in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A title, a file's name, a day, a program: whatever there is one of.
    Head,
    /// A service's id.
    Id,
    /// A service's name.
    Name,
    /// A category.
    Category,
    /// A section or a group of the document.
    Section,
    /// An ecosystem.
    Ecosystem,
    /// A package.
    Package,
    /// What is asked of a package's version, or the version.
    Version,
    /// A variable's name.
    Variable,
    /// A host.
    Host,
    /// A container image.
    Image,
    /// A file.
    Path,
    /// The label of a document's line.
    Label,
    /// A document's words.
    Prose,
    /// An HTTP method.
    Method,
    /// A route.
    Route,
    /// An event.
    Event,
    /// A kind of store.
    Kind,
    /// A store's name.
    Store,
    /// A rule, and how severe.
    Rule,
    /// What a finding says.
    Message,
    /// A line of code.
    Code,
}

/// Numbers of one column are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is named after the field that it holds")]
pub enum Column {
    Count,
    Bytes,
    Files,
    Shared,
    Section,
    Status,
    SameVersion,
    Manifest,
    File,
    EvidenceKind,
    Strength,
    EvidenceFile,
    EvidenceLine,
    OwnVariables,
    Owner,
    Required,
    ReadFile,
    ReadLine,
    DeclaredFile,
    DeclaredLine,
    HasValue,
    Claimed,
    Direction,
    Verification,
    PlaceFile,
    PlaceLine,
    Same,
    Depth,
    Matched,
    LeftOut,
    Audits,
}

/// Ends a text.
const END: u8 = 0;

/// Stands before a letter that is itself the end or this one, and that is then raised by one.
const ESCAPE: u8 = 1;

/// Where an audit goes through.
#[derive(Debug)]
pub struct Port<'m> {
    model: &'m mut Model,
    bits: Bits<'m>,
    writes: bool,
    letters: usize,
    numbers: usize,
    made: usize,
}

impl<'m> Port<'m> {
    fn new(model: &'m mut Model, bits: Bits<'m>) -> Self {
        let writes = !matches!(bits, Bits::Read(_));
        Self { model, bits, writes, letters: 0, numbers: 0, made: 0 }
    }

    /// One that writes.
    pub fn writer(model: &'m mut Model) -> Self {
        Self::new(model, Bits::Written(Writer::new()))
    }

    /// One that reads.
    pub fn reader(model: &'m mut Model, bytes: &'m [u8]) -> Self {
        Self::new(model, Bits::Read(Reader::new(bytes)))
    }

    /// One through which a model learns what both sides know.
    pub fn teacher(model: &'m mut Model) -> Self {
        Self::new(model, Bits::Known)
    }

    /// What was written.
    pub fn finish(self) -> Vec<u8> {
        match self.bits {
            Bits::Written(writer) => writer.finish(),
            Bits::Read(_) | Bits::Known => Vec::new(),
        }
    }

    /// Whether values go into a link, rather than out of one.
    pub fn writes(&self) -> bool {
        self.writes
    }

    /// A number. It is foretold by the column's numbers in general and by those in each of two contexts.
    pub fn number(&mut self, column: Column, by: [u32; 2], value: u64) -> Result<u64, Broken> {
        self.numbers += 1;
        if self.numbers > limits::LINK_NUMBERS {
            return Err(Broken::TooMuch);
        }
        let first = hash(column as u32, 0);
        let contexts =
            [first, hash(first, hash(by[0], 1)), hash(first, hash(by[1], 2)), hash(first, hash(by[0], by[1]))];
        // One more than the number has a first bit, which is 1, and so many behind it.
        let (mut length, raised) = (0, u128::from(value) + 1);
        let behind = raised.ilog2();
        while length < 64 {
            let more = self.model.number_bit(&mut self.bits, column as usize, &contexts, length, behind > length);
            if !more {
                break;
            }
            length += 1;
        }
        let mut so_far = 1_u128;
        for place in (0..length).rev() {
            let node = hash(length + 64, so_far as u32);
            let bit = self.model.number_bit(&mut self.bits, column as usize, &contexts, node, raised >> place & 1 == 1);
            so_far = so_far << 1 | u128::from(bit);
        }
        u64::try_from(so_far - 1).map_err(|_| Broken::Nonsense)
    }

    /// A number that is a place in a list of so many.
    pub fn place(&mut self, column: Column, by: [u32; 2], value: usize, of: usize) -> Result<usize, Broken> {
        let place = self.number(column, by, value as u64)?;
        usize::try_from(place).ok().filter(|place| *place < of).ok_or(Broken::Nonsense)
    }

    /// Yes or no.
    pub fn flag(&mut self, column: Column, by: [u32; 2], value: bool) -> Result<bool, Broken> {
        Ok(self.place(column, by, usize::from(value), 2)? == 1)
    }

    /// A 32-bit number.
    pub fn small(&mut self, column: Column, by: [u32; 2], value: &mut u32) -> Result<(), Broken> {
        *value = u32::try_from(self.number(column, by, u64::from(*value))?).map_err(|_| Broken::Nonsense)?;
        Ok(())
    }

    /// Counts what is copied from one part of the audit to another.
    pub fn made(&mut self, bytes: usize) -> Result<(), Broken> {
        self.made += bytes;
        if self.made > limits::LINK_COPIES { Err(Broken::TooMuch) } else { Ok(()) }
    }

    /// A text, in a context in which texts repeat.
    pub fn text(&mut self, class: Class, by: u32, text: &mut String) -> Result<(), Broken> {
        self.rest(class, by, 0, text)
    }

    /// A text of whose beginning so many bytes are known.
    fn rest(&mut self, class: Class, by: u32, known: usize, text: &mut String) -> Result<(), Broken> {
        let mut bytes = std::mem::take(text).into_bytes();
        // What stands there when a text is read, as an empty text does, is not part of it.
        let written = bytes.split_off(known);
        let mut written = written.iter().copied();
        self.model.begin(class as u8, by);
        // They cost as much as those that are read.
        self.letters += bytes.len();
        self.model.given(&bytes);
        loop {
            let (plain, escaped) = match written.next() {
                None => (END, None),
                Some(letter @ (END | ESCAPE)) => (ESCAPE, Some(letter + 1)),
                Some(letter) => (letter, None),
            };
            match self.letter(plain)? {
                END => break,
                ESCAPE => {
                    let letter = self.letter(escaped.unwrap_or_default())?;
                    bytes.push(letter.checked_sub(1).filter(|letter| *letter <= ESCAPE).ok_or(Broken::Nonsense)?);
                }
                letter => bytes.push(letter),
            }
        }
        *text = String::from_utf8(bytes).map_err(|_| Broken::Nonsense)?;
        Ok(())
    }

    fn letter(&mut self, letter: u8) -> Result<u8, Broken> {
        self.letters += 1;
        if self.letters > limits::LINK_LETTERS {
            return Err(Broken::TooMuch);
        }
        Ok(self.model.letter(&mut self.bits, letter))
    }

    /// A text of a sorted list, which often begins as the one before it.
    pub fn next_text(&mut self, class: Class, by: u32, before: &str, text: &mut String) -> Result<(), Broken> {
        let shared = before.char_indices().zip(text.chars()).take_while(|((_, a), b)| a == b);
        let shared = shared.last().map_or(0, |((at, a), _)| at + a.len_utf8());
        let class_number = class as u32;
        let shared = self.place(
            Column::Shared,
            [class_number, hash(class_number, before.len() as u32)],
            shared,
            before.len() + 1,
        )?;
        if !self.writes {
            *text = before.get(..shared).ok_or(Broken::Nonsense)?.to_owned();
        }
        self.rest(class, by, shared, text)
    }

    /// A list: `each` takes an item and those before it.
    pub fn list<T: Default>(
        &mut self,
        by: u32,
        list: &mut Vec<T>,
        mut each: impl FnMut(&mut Self, &[T], &mut T) -> Result<(), Broken>,
    ) -> Result<(), Broken> {
        let count = self.place(Column::Count, [by, by], list.len(), limits::LINK_NUMBERS)?;
        for at in 0..count {
            if !self.writes {
                list.push(T::default());
            }
            let (before, rest) = list.split_at_mut(at);
            let Some(item) = rest.first_mut() else { return Err(Broken::Nonsense) };
            each(self, before, item)?;
        }
        Ok(())
    }
}

/// A context made of a text.
pub fn context(text: &str) -> u32 {
    text.bytes().fold(17, |context, byte| model::hash(context, u32::from(byte)))
}
