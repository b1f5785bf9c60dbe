//! Checks that stand in a function of their own: who calls it in the same file checks as well.

use super::Scan;
use crate::facts::{Sink, What};
use crate::source::handlers;
use crate::source::lex::{Code, Kind};
use std::collections::HashMap;
use std::ops::Range;

/// Most calls of checking functions that are given for a file.
const MOST: usize = 64;

/// Names of functions that mean something else wherever they are called, sorted.
const COMMON: &[&str] = &["call", "create", "execute", "handle", "index", "invoke", "main", "process", "run", "show"];

/// A function's name, and its bytes from there to its end.
pub type Body = (usize, Range<usize>);

/// The functions of a file in a language of braces.
pub fn bodies(code: &Code<'_>) -> Vec<Body> {
    handlers::bodies(code).map(|(name, close)| (name, code.range(name).start..code.range(close).end)).collect()
}

/// Adds a check at each call of a function of this file that checks.
pub fn lend(code: &Code<'_>, bodies: &[Body], sink: &mut Sink<'_>) {
    let mut checks: Vec<(u32, bool, String)> = Vec::new();
    for fact in sink.facts() {
        if let What::Check { signature, by } = &fact.what {
            checks.push((fact.line, *signature, by.clone()));
        }
    }
    if checks.is_empty() {
        return;
    }
    let mut checking: HashMap<&str, (bool, &str, Range<usize>)> = HashMap::new();
    for (name, bytes) in bodies {
        let lines = sink.line_of(bytes.start)..=sink.line_of(bytes.end);
        // The header that a vendor signs with says more than the function that compares.
        let held = checks.iter().filter(|check| lines.contains(&check.0)).max_by_key(|c| (c.1, c.2.contains('-')));
        let word = code.slice(*name);
        if let Some((_, signature, by)) = held
            && word.len() >= 4
            && COMMON.binary_search(&word).is_err()
        {
            checking.insert(word, (*signature, by, bytes.clone()));
        }
    }
    if checking.is_empty() {
        return;
    }
    let mut given = 0;
    for i in 0..code.len() {
        let Some((signature, by, bytes)) = code.name(i).and_then(|name| checking.get(name)) else { continue };
        let at = code.range(i);
        let called = matches!(code.kind(i + 1), Some(Kind::Punct(b'(' | b'!' | b'?'))) || is_statement(code, i);
        if !called || bytes.contains(&at.start) || !is_own(code, i) {
            continue;
        }
        sink.push(at, What::Check { signature: *signature, by: (*by).to_owned() });
        given += 1;
        if given >= MOST {
            break;
        }
    }
}

/// Whether the name at `i` stands as a statement, as Ruby calls without brackets: `verify_signature`.
fn is_statement(code: &Code<'_>, i: usize) -> bool {
    super::blocks::indent(code, i).is_some() && {
        let between = code.text.get(code.range(i).end..code.range(i + 1).start).unwrap_or("");
        between.contains('\n')
    }
}

/// Whether what is called at `i` is a function of this file: of nothing, or of the object or class itself.
fn is_own(code: &Code<'_>, i: usize) -> bool {
    let Some(before) = i.checked_sub(1) else { return true };
    let owner = match code.kind(before) {
        Some(Kind::Punct(b'.')) => before.checked_sub(1),
        Some(Kind::Punct(b'>')) if before > 0 && code.punct(before - 1, b'-') => before.checked_sub(2),
        Some(Kind::Punct(b':')) if before > 0 && code.punct(before - 1, b':') => before.checked_sub(2),
        Some(Kind::Name) => return !matches!(code.slice(before), "def" | "defp" | "fn" | "fun" | "func" | "function"),
        _ => return true,
    };
    owner.and_then(|k| code.name(k)).is_some_and(|name| matches!(name, "$this" | "Self" | "self" | "static" | "this"))
}

impl Scan<'_> {
    /// Whether anything of the file is served or handles what is.
    pub(super) fn serves(&self) -> bool {
        self.out.iter().any(|(_, what)| matches!(what, What::Route(_))) || self.table.qualified
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_are_sorted() {
        assert!(super::COMMON.is_sorted());
    }
}
