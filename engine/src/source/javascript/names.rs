//! What the names of a file stand for: imported modules, routers, objects that hold the environment.

use std::collections::HashMap;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning<'a> {
    /// A module as a whole, or its default export.
    Module(&'a str),
    /// A member of a module.
    Member(&'a str, &'a str),
    /// An object whose members are environment variables.
    Env,
    /// The HTTP application itself: paths on it are whole.
    App,
    /// A router that something else mounts.
    Router,
    /// The value of the variable that is the n-th read in the file.
    Value(usize),
}

/// The names that a file gives a meaning. Asked for nearly every name in a file, so most questions end at one bit.
#[derive(Debug, Default)]
pub struct Names<'a> {
    known: HashMap<&'a str, Meaning<'a>>,
    first: u64,
    last: u64,
}

/// Most names kept for one file.
const MOST: usize = 4096;

impl<'a> Names<'a> {
    /// From here on `name` stands for `meaning`.
    pub fn set(&mut self, name: &'a str, meaning: Meaning<'a>) {
        if let Some((first, last)) = bits(name)
            && self.known.len() < MOST
        {
            self.first |= first;
            self.last |= last;
            self.known.insert(name, meaning);
        }
    }

    /// What `name` stands for.
    pub fn get(&self, name: &str) -> Option<Meaning<'a>> {
        let (first, last) = bits(name)?;
        if self.first & first == 0 || self.last & last == 0 {
            return None;
        }
        self.known.get(name).copied()
    }
}

/// Two bits that tell most names apart.
fn bits(name: &str) -> Option<(u64, u64)> {
    let (first, last) = (*name.as_bytes().first()?, *name.as_bytes().last()?);
    let length = name.len() as u8;
    Some((1 << (first.wrapping_add(length) & 63), 1 << (last.wrapping_mul(3).wrapping_add(length) & 63)))
}
