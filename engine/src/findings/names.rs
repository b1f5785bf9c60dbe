//! The names in capitals that a file spells, whatever its language: what says that a declared variable is used after all, where
//! no reader sees how.
//!
//! Kept as hashes: a code base spells many, and only asks whether one is among them.

use crate::order::Arrange;
use crate::path::{self, Role};

/// Longest name that is looked at, in bytes.
const NAME: usize = 128;

/// The hashes of the names with a `_` in them that a file spells, in order, each once. Files that only declare variables or
/// are for people spell none.
pub fn spelled(path: &str, role: Role, text: &str) -> Box<[u64]> {
    if role == Role::Docs || path::is_dotenv(path) || matches!(path::extension(path), "md" | "mdx" | "txt") {
        return Box::default();
    }
    let bytes = text.as_bytes();
    let is_name = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_';
    let mut out = Vec::new();
    let mut done = 0;
    for at in memchr::memchr_iter(b'_', bytes) {
        // A name has a capital or a digit in front of its first `_`; most words of code do not.
        let capital = at.checked_sub(1).and_then(|before| bytes.get(before)).is_some_and(is_name);
        if at < done || !capital {
            continue;
        }
        let lead = bytes[..at].iter().rev().take(NAME).take_while(|b| is_name(b)).count();
        let rest = bytes[at..].iter().take(NAME).take_while(|b| is_name(b)).count();
        let name = bytes.get(at - lead..at + rest).unwrap_or(&[]);
        done = at + rest;
        out.push(hash(name));
    }
    out.arrange();
    out.dedup();
    out.into_boxed_slice()
}

/// A name's hash: FNV-1a.
pub fn hash(name: &[u8]) -> u64 {
    name.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_syntax() {
        let text = "a: '%env(int:SMTP_PORT)%' <%= ENV['DB_NAME'] %> probe(\"A_B2\") snake_case é_X DB_NAME";
        let names = spelled("a.yml", Role::Product, text);
        for name in ["SMTP_PORT", "DB_NAME", "A_B2"] {
            assert!(names.contains(&hash(name.as_bytes())), "{name}");
        }
        assert_eq!(names.len(), 3);
        assert!(spelled(".env", Role::Product, text).is_empty() && spelled("a.md", Role::Docs, text).is_empty());
    }
}
