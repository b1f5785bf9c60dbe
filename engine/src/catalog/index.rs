//! The catalog's text, and the one table by which its keys are found.
//!
//! `build.rs` writes the text, a service after the other, and says how. The table is made when it is first asked: one walk
//! over the text, which copies none of it.

use super::Service;
use super::generated::{CATEGORIES, FIELDS, Field, SECTIONS};
use crate::audit::Ecosystem;
use crate::order::Arrange;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

static TEXT: &str = include_str!(concat!(env!("OUT_DIR"), "/catalog.txt"));

/// Slots of the table, as a power of two.
const BITS: u32 = 16;

/// That a key stands for all that begin with it; of hosts, for all below it.
const WILD: u8 = 0x80;

/// The parts of a slot: some bits of the hash, and the number of its row, from 1.
const ROW: u32 = 0xFFFF;

/// How a key is compared.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum As {
    /// Letter by letter.
    Written,
    /// In any case.
    AnyCase,
}

/// A key, and whose it is.
#[derive(Clone, Copy)]
pub(super) struct Row {
    /// Where it stands in the text.
    start: u32,
    length: u8,
    /// Its field, and perhaps [`WILD`].
    kind: u8,
    service: u16,
}

/// Everything that the catalog holds, and where to find it.
pub(super) struct Index {
    pub services: Vec<Service>,
    rows: Vec<Row>,
    slots: Vec<u32>,
}

impl Row {
    /// The key, without what marks it as one for several.
    fn key(&self) -> &'static str {
        let start = self.start as usize;
        TEXT.get(start..start + usize::from(self.length)).unwrap_or_default()
    }

    fn field(&self) -> u8 {
        self.kind & !WILD
    }

    /// Whether the key stands for this one.
    fn fits(&self, kind: u8, key: &[u8], how: As) -> bool {
        self.kind == kind
            && match how {
                _ if self.field() == Field::Python as u8 => self.module().as_bytes() == key,
                As::Written => self.key().as_bytes() == key,
                As::AnyCase => self.key().as_bytes().eq_ignore_ascii_case(key),
            }
    }

    /// The key as code writes it.
    fn module(&self) -> Cow<'static, str> {
        let key = self.key();
        if self.field() == Field::Python as u8 && key.contains('-') { key.replace('-', "_").into() } else { key.into() }
    }

    /// The key as `catalog/*.toml` has it.
    fn written(&self) -> Cow<'static, str> {
        match self.kind & WILD {
            0 => self.module(),
            _ if self.field() == Field::Hosts as u8 || self.field() == Field::Links as u8 => {
                format!("*.{}", self.key()).into()
            }
            _ => format!("{}*", self.module()).into(),
        }
    }
}

/// The hash of a key, byte after byte. It is the same in any case.
fn add(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte | 0x20)).wrapping_mul(0x0100_0193)
}

const EMPTY: u32 = 0x811C_9DC5;

/// The hash of a key of this kind.
fn finish(hash: u32, kind: u8) -> u32 {
    let mixed = hash ^ u32::from(kind).wrapping_mul(0x9E37_79B9);
    (mixed ^ (mixed >> 15)).wrapping_mul(0x85EB_CA6B)
}

fn hash(key: &[u8]) -> u32 {
    key.iter().fold(EMPTY, |hash, byte| add(hash, *byte))
}

impl Index {
    /// The one index.
    pub fn get() -> &'static Self {
        static INDEX: OnceLock<Index> = OnceLock::new();
        INDEX.get_or_init(Self::read)
    }

    fn read() -> Self {
        let mut index = Self { services: Vec::new(), rows: Vec::new(), slots: vec![0; 1 << BITS] };
        let mut said = Said::default();
        // Modules that packages bring: any that is said goes first.
        let mut brought: Vec<Row> = Vec::new();
        let mut entry = Entry::default();
        let (mut field, mut start) = (HEAD, 0);
        // The hash of the value so far, and without its last byte.
        let (mut key, mut stem) = (EMPTY, EMPTY);
        for (at, byte) in TEXT.bytes().chain([0]).enumerate() {
            match byte {
                0 | 1 | b'\n' => {}
                _ if start > at => {
                    // The letter of a field.
                    field = byte;
                    continue;
                }
                _ => {
                    (stem, key) = (key, add(key, byte));
                    continue;
                }
            }
            let value = start..at;
            match field {
                HEAD => entry.head.push(value),
                b'1'..=b'3' => said.add(&mut entry, usize::from(field - b'1'), value),
                _ => {
                    let (row, hash, alone) = row(field - FIRST, value, (key, stem), said.entries.len());
                    index.insert(row, hash);
                    if let Some((row, hash)) = alone {
                        index.insert(row, hash);
                    }
                    let module = module(&row);
                    for ecosystem in [Some(&row), module.as_ref()].into_iter().flatten().filter_map(named_in) {
                        if !entry.named_in.contains(&ecosystem) {
                            entry.named_in.push(ecosystem);
                        }
                    }
                    brought.extend(module);
                }
            }
            (start, key) = (at + 1, EMPTY);
            match byte {
                1 => start += 1,
                0 => {
                    said.entries.push(std::mem::take(&mut entry));
                    field = HEAD;
                }
                _ => {}
            }
        }
        for row in brought {
            index.bring(row);
        }
        index.services = said.services();
        index
    }

    /// Takes a module that a package brings, unless it is known.
    fn bring(&mut self, row: Row) {
        let key = row.module();
        if self.find(row.kind, key.as_bytes(), As::Written).is_none() {
            self.insert(row, finish(hash(key.as_bytes()), row.kind));
        }
    }

    fn insert(&mut self, row: Row, hash: u32) {
        self.rows.push(row);
        let mut at = (hash >> (32 - BITS)) as usize;
        while self.slots[at] != 0 {
            at = (at + 1) % self.slots.len();
        }
        self.slots[at] = (hash << 16) | self.rows.len() as u32;
    }

    fn find(&self, kind: u8, key: &[u8], how: As) -> Option<&Row> {
        self.probe(finish(hash(key), kind), kind, key, how)
    }

    fn probe(&self, hash: u32, kind: u8, key: &[u8], how: As) -> Option<&Row> {
        let mut at = (hash >> (32 - BITS)) as usize;
        loop {
            let slot = self.slots[at];
            if slot == 0 {
                return None;
            }
            if slot >> 16 == hash & 0xFFFF {
                let row = &self.rows[(slot & ROW) as usize - 1];
                if row.fits(kind, key, how) {
                    return Some(row);
                }
            }
            at = (at + 1) % self.slots.len();
        }
    }

    fn service(&self, row: &Row) -> &Service {
        &self.services[usize::from(row.service)]
    }

    /// The service with exactly this key.
    pub fn exact(&self, field: Field, key: &str, how: As) -> Option<&Service> {
        self.find(field as u8, key.as_bytes(), how).map(|row| self.service(row))
    }

    /// The service with the longest key for all that begin as this one does.
    pub fn beginning(&self, field: Field, key: &str, how: As) -> Option<&Service> {
        let (kind, mut so_far, mut found) = (field as u8 | WILD, EMPTY, None);
        for (at, byte) in key.bytes().enumerate() {
            so_far = add(so_far, byte);
            let row = self.probe(finish(so_far, kind), kind, &key.as_bytes()[..=at], how);
            found = row.or(found);
        }
        found.map(|row| self.service(row))
    }

    /// The service of every host below this domain.
    pub fn below(&self, field: Field, domain: &str) -> Option<&Service> {
        self.find(field as u8 | WILD, domain.as_bytes(), As::Written).map(|row| self.service(row))
    }

    /// Whether one of the fields holds this key, and not as one for several.
    pub fn is_in(&self, fields: &[Field], key: &str) -> bool {
        let so_far = hash(key.as_bytes());
        fields.iter().any(|field| {
            let kind = *field as u8;
            self.probe(finish(so_far, kind), kind, key.as_bytes(), As::Written).is_some()
        })
    }

    /// The keys of a service by field, in order.
    pub fn keys(&self, id: &str) -> Vec<(&'static str, Vec<Cow<'static, str>>)> {
        let of = |field: Field| {
            let own = self.rows.iter().filter(move |row| row.field() == field as u8 && self.service(row).id == id);
            let mut keys: Vec<_> = own.map(Row::written).collect();
            keys.arrange();
            keys
        };
        FIELDS.iter().map(|(field, name)| (*name, of(*field))).filter(|(_, keys)| !keys.is_empty()).collect()
    }
}

/// What stands before the fields.
const HEAD: u8 = 0;

/// The letter of the first field.
const FIRST: u8 = b'A';

/// The module that a package brings into code, where its name tells: a distribution's modules are named like it, with
/// underscores; a group's packages and a NuGet package's namespaces begin with its name.
fn module(row: &Row) -> Option<Row> {
    let key = row.key();
    let (field, kind, stem) = if row.field() == Field::Pypi as u8 {
        (Field::Python, row.kind & WILD, key)
    } else if row.field() == Field::Nuget as u8 {
        (Field::Dotnet, 0, key)
    } else if row.field() == Field::Maven as u8 {
        match key.split_once(':') {
            Some((group, "")) if row.kind & WILD != 0 => (Field::Java, 0, group),
            Some(_) => return None,
            None => (Field::Java, 0, key),
        }
    } else {
        return None;
    };
    let stem = if field == Field::Python { stem } else { stem.trim_end_matches('.') };
    Some(Row { length: stem.len() as u8, kind: field as u8 | kind, ..*row })
}

/// The row of a value, and its hash; and those of the domain alone, where the value is `+` and a domain. `hashes` are the value's,
/// and its without the last byte.
fn row(field: u8, mut value: Range<usize>, hashes: (u32, u32), service: usize) -> (Row, u32, Option<(Row, u32)>) {
    let text = TEXT.as_bytes().get(value.clone()).unwrap_or_default();
    let (mut kind, mut key, mut alone) = (field, hashes.0, false);
    if [Field::Hosts as u8, Field::Links as u8].contains(&field) {
        let mark = if text.starts_with(b"*.") { 2 } else { usize::from(text.starts_with(b"+")) };
        if mark > 0 {
            value.start += mark;
            (kind, key) = (field | WILD, hash(&text[mark..]));
            alone = mark == 1;
        }
    } else if text.ends_with(b"*") {
        value.end -= 1;
        (kind, key) = (field | WILD, hashes.1);
    }
    // `build.rs` keeps all of them as small.
    let row = Row { start: value.start as u32, length: value.len() as u8, kind, service: service as u16 };
    let alone = alone.then(|| (Row { kind: field, ..row }, finish(key, field)));
    (row, finish(key, kind), alone)
}

/// The ecosystem in whose code a service with such a key is known by modules.
fn named_in(row: &Row) -> Option<Ecosystem> {
    let known = [
        (Field::Java, Ecosystem::Maven),
        (Field::Dotnet, Ecosystem::Nuget),
        (Field::Php, Ecosystem::Composer),
        (Field::Ruby, Ecosystem::Gem),
        (Field::Elixir, Ecosystem::Hex),
    ];
    known.into_iter().find(|(field, _)| *field as u8 == row.field()).map(|(_, ecosystem)| ecosystem)
}

/// A service as the text has it.
#[derive(Default)]
struct Entry {
    /// The lines before the fields.
    head: Vec<Range<usize>>,
    /// Aliases, parts, and whose protocols it speaks: where they stand in [`Said::values`].
    lists: [Range<usize>; 3],
    named_in: Vec<Ecosystem>,
}

/// What is said of services beside their keys.
#[derive(Default)]
struct Said {
    entries: Vec<Entry>,
    values: Vec<&'static str>,
}

impl Said {
    /// Takes a value of a list; those of one list stand together.
    fn add(&mut self, entry: &mut Entry, list: usize, value: Range<usize>) {
        let so_far = &mut entry.lists[list];
        if so_far.start == so_far.end {
            *so_far = self.values.len()..self.values.len();
        }
        so_far.end += 1;
        self.values.push(&TEXT[value]);
    }

    fn services(self) -> Vec<Service> {
        // Kept as long as the program runs, like the text.
        let values: &'static [&'static str] = self.values.leak();
        let service = |entry: Entry| {
            let line = |at: usize| entry.head.get(at).and_then(|range| TEXT.get(range.clone())).unwrap_or_default();
            let letter = |at: usize| usize::from(line(2).as_bytes()[at] - FIRST);
            let [aliases, umbrella, speaks] = entry.lists.clone().map(|list| &values[list]);
            let category = CATEGORIES[letter(0)];
            Service {
                id: line(0),
                name: line(1),
                aliases,
                category,
                section: SECTIONS.get(letter(1)).copied().unwrap_or(category.section()),
                umbrella,
                speaks,
                named_in: entry.named_in,
            }
        };
        self.entries.into_iter().map(service).collect()
    }
}
