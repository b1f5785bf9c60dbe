//! What goes with a thing: the version behind a package or service, the methods around a route, a package's ecosystem.

use super::token::Word;
use super::{Context, Thing, What, endpoint, package, symbol, version};
use crate::audit::Category;
use crate::catalog;
use crate::order::Arrange;
use std::cmp::Ordering;

/// Words between a package or service and its version.
#[rustfmt::skip]
const BETWEEN: &[&str] = &[
    "client", "crate", "database", "db", "driver", "gem", "image", "installed", "library", "module", "npm", "package",
    "plugin", "sdk", "server", "ver", "version", "versions",
];

/// Words behind which a number alone may be a version. Before any other it counts: "2 buckets".
#[rustfmt::skip]
const AFTER: &[&str] = &[
    "and", "as", "at", "container", "database", "db", "driver", "for", "image", "in", "instance", "or", "server",
    "service", "via", "with",
];

/// Names before a number that are no packages, though they have versions.
#[rustfmt::skip]
const PLATFORMS: &[&str] = &[
    "android", "api", "c", "chapter", "dart", "debian", "deno", "es", "flutter", "go", "http", "ios", "java",
    "kotlin", "level", "line", "lines", "macos", "migration", "node", "node.js", "oauth", "openapi", "phase", "php",
    "port", "ports", "python", "release", "rest", "ruby", "rust", "section", "ssl", "step", "swift", "tls", "ubuntu",
    "v", "version", "windows",
];

/// Adds versions, methods and ecosystems to the things, which are sorted by place.
pub(super) fn complete(text: &str, things: &mut Vec<Thing>, context: Context) {
    call(text, things);
    let mut added = Vec::new();
    for index in 0..things.len() {
        let next = things.get(index + 1).map_or(text.len(), |next| next.start);
        let Thing { start, end, code, denied, .. } = things[index];
        match &things[index].what {
            What::Endpoint(method, path) if method.is_empty() => {
                let path = path.clone();
                let earlier = index.checked_sub(1).map_or(0, |at| things[at].end);
                let mut methods = endpoint::methods_before(text, start);
                methods.retain(|(span, _)| span.start >= earlier);
                if let Some((last, before)) = methods.split_last() {
                    for (span, method) in before {
                        let what = What::Endpoint((*method).into(), path.clone());
                        added.push(Thing { what, start: span.start, end: span.end, code, denied });
                    }
                    things[index].what = What::Endpoint(last.1.into(), path);
                    things[index].start = last.0.start;
                } else if let Some((_, method)) =
                    endpoint::method_behind(text, end).filter(|(span, _)| span.end <= next)
                {
                    things[index].what = What::Endpoint(method.into(), path);
                }
            }
            What::Package(name, ecosystem) => {
                let (name, known) = (name.clone(), *ecosystem);
                let behind = versions(text, end, next, code, true, denied, &mut added);
                let ecosystem = known.or_else(|| ecosystem_around(text, start, end, behind, next, context));
                things[index].what = What::Package(name, ecosystem);
            }
            What::Service(id) => {
                // The numbers behind models are part of their names.
                let model = catalog::by_id(id).is_some_and(|service| service.category == Category::Ai);
                let mut found = Vec::new();
                versions(text, end, next, code, false, denied, &mut found);
                let exact = |thing: &Thing| matches!(&thing.what, What::Version(text) if text.matches('.').count() > 1);
                // So is the "v1" of an API.
                let api = text.get(start..end).is_some_and(|name| name.ends_with("API") || name.ends_with("APIs"));
                if !(model || api) || found.iter().all(exact) {
                    added.append(&mut found);
                }
            }
            What::Symbol(name)
                if code && package::is_name(name) && name.len() == end - start && !name.contains("()") =>
            {
                let name = name.clone();
                let before = added.len();
                let behind = versions(text, end, next, code, true, denied, &mut added);
                let said = said_to_be_package(text, end, next);
                let word = ecosystem_around(text, start, end, behind, next, context);
                if added.len() > before || said {
                    things[index].what = What::Package(name, word);
                }
            }
            _ => {}
        }
    }
    things.append(&mut added);
}

/// Adds the versions that stand behind `end`, and returns the byte behind the last.
fn versions(
    text: &str,
    end: usize,
    next: usize,
    code: bool,
    package: bool,
    denied: bool,
    added: &mut Vec<Thing>,
) -> usize {
    let mut behind = end;
    let Some(first) = version_behind(text, end, next, package) else { return behind };
    let mut found = Some(first);
    while let Some(version) = found {
        let Some(written) = text.get(version.start..version.end) else { break };
        added.push(Thing {
            what: What::Version(written.to_owned()),
            start: version.start,
            end: version.end,
            code,
            denied,
        });
        behind = version.end;
        found = another(text, behind, next);
    }
    behind
}

/// The version that stands behind a name: `` `pkg` 1.2``, `pkg@1.2`, `Name (v3)`, `name version 5`.
fn version_behind(text: &str, end: usize, next: usize, package: bool) -> Option<version::Found> {
    let bytes = text.as_bytes();
    let mut at = end;
    let mut words = 0;
    let mut open = false;
    let mut comma = false;
    loop {
        let byte = *bytes.get(at).filter(|_| at < next && at < end + 60)?;
        match byte {
            b' ' | b'`' | b'*' | b'@' | b'"' => at += 1,
            b'[' if at == end => at += 1 + bytes[at..].iter().take(40).position(|b| *b == b']')?,
            b'(' if !open => {
                open = true;
                at += 1;
            }
            b':' if package || at > end => at += 1,
            b',' if !comma => {
                comma = true;
                at += 1;
            }
            b'=' | b'<' | b'>' | b'~' | b'^' | b'!' | b'0'..=b'9' => break,
            b'v' | b'V' if bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => break,
            _ if byte.is_ascii_alphabetic() && words < 2 => {
                let length = bytes[at..].iter().take_while(|b| b.is_ascii_alphabetic() || **b == b'.').count();
                let word = text.get(at..at + length)?.trim_end_matches('.').to_ascii_lowercase();
                let between = BETWEEN.binary_search(&word.as_str()).is_ok() || package::ecosystem(&word).is_some();
                between.then_some(())?;
                words += 1;
                at += length;
            }
            _ => return None,
        }
    }
    let found = version::at(text, at).filter(|found| found.end <= next.max(at))?;
    if comma && !open && found.bare {
        return None;
    }
    (!found.bare || may_be_version(text, &found, open)).then_some(found)
}

/// Whether a number alone is a version and counts nothing.
fn may_be_version(text: &str, found: &version::Found, open: bool) -> bool {
    let digits = found.end - found.start;
    let number: u32 = text.get(found.start..found.end).and_then(|digits| digits.parse().ok()).unwrap_or(0);
    if number > 99 && !(digits == 4 && (2000..2100).contains(&number)) || number == 0 {
        return false;
    }
    let rest = text.get(found.end..).unwrap_or("").trim_start_matches(['*', '`', ' ']);
    if open && !rest.starts_with([')', ',']) {
        return false;
    }
    let word = &rest[..rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())];
    word.is_empty() && !rest.starts_with(['-', '_', '%', '/', 'x', '×'])
        || rest.starts_with("- ")
        || AFTER.binary_search(&word).is_ok()
        || word.starts_with(char::is_uppercase)
}

/// One more version in a row: `^8.11.0, ^8.16.3`, `16-alpine (production), 17-alpine`.
fn another(text: &str, end: usize, next: usize) -> Option<version::Found> {
    let rest = text.get(end..next)?;
    let rest = rest.trim_start_matches(['`', ')']);
    let note = rest.strip_prefix(" (").and_then(|note| note.split_once(')')).filter(|(note, _)| note.len() < 40);
    let rest = note.map_or(rest, |(_, rest)| rest);
    let rest = rest.strip_prefix(", ").or_else(|| rest.strip_prefix(" / "))?;
    let rest = rest.trim_start_matches('`');
    let start = next - rest.len();
    version::at(text, start).filter(|found| !found.bare && found.end <= next)
}

/// Whether the word behind a code span says that it is a package: `` `acme` package``.
fn said_to_be_package(text: &str, end: usize, next: usize) -> bool {
    let rest = text.get(end..next).unwrap_or("").trim_start_matches(['`', ' ', '*']);
    let mut words = rest.split_whitespace().map(|word| word.trim_end_matches([',', '.', ')', ';', ':'])).take(2);
    let is = |word: &str| matches!(word, "package" | "packages" | "gem" | "crate" | "sdk" | "SDK" | "library" | "lib");
    match words.next() {
        Some(word) if is(word) => true,
        Some(word) if package::ecosystem(word).is_some() => words.next().is_some_and(is),
        _ => false,
    }
}

/// The ecosystem that the words around a package tell: `(npm)`, `(Go)`, "Python library", "npm package `x`".
fn ecosystem_around(
    text: &str,
    start: usize,
    end: usize,
    behind: usize,
    next: usize,
    context: Context,
) -> Option<&'static str> {
    let bare = |word: &str| -> Option<&'static str> {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '#')).trim_end_matches('.');
        package::ecosystem(word)
    };
    let rest = text.get(behind.max(end)..next).unwrap_or("").trim_start_matches(['`', '*']);
    if let Some((note, _)) = rest.trim_start_matches([' ', ')']).strip_prefix('(').and_then(|note| note.split_once(')'))
        && let Some(word) = note.split([' ', ',', '/']).take(6).find_map(bare)
    {
        return Some(word);
    }
    let mut words = rest.split_whitespace();
    if let Some(word) = words.next().and_then(bare)
        && words.next().is_some_and(|word| {
            matches!(
                word.trim_end_matches([',', '.', ')']),
                "package" | "library" | "SDK" | "client" | "module" | "driver"
            )
        })
    {
        return Some(word);
    }
    let before = text.get(..start).unwrap_or("").trim_end_matches(['`', ' ', '*', ':']);
    let floor = (0..=before.len().saturating_sub(40)).rev().find(|at| before.is_char_boundary(*at)).unwrap_or(0);
    let mut words = before[floor..].rsplit([' ', '(', ',']).filter(|word| !word.is_empty());
    let word = words.next()?;
    let telling =
        |word: &str| matches!(word, "npm" | "pip" | "gem" | "crate" | "composer" | "pub" | "nuget" | "NuGet" | "cargo");
    if telling(word.trim_matches(':'))
        || context == Context::Packages
            && text.get(..start).is_some_and(|text| text.trim_end_matches(['`', ' ', '*']).ends_with(':'))
    {
        return bare(word);
    }
    let kind = matches!(word, "package" | "library" | "SDK" | "client" | "module");
    kind.then(|| words.next().and_then(bare)).flatten()
}

/// Adds the words that a version behind them shows to be packages: "Winston 3.15.0", but not "Python 3.12.1".
pub(super) fn add_versioned(text: &str, things: &mut Vec<Thing>, words: &[Word]) {
    let mut added = Vec::new();
    for (index, &(start, end, denied)) in words.iter().enumerate() {
        let rest = text.get(end..).unwrap_or("");
        let gap = rest.bytes().take(6).take_while(|b| matches!(b, b' ' | b'*' | b'(')).count();
        let exact = version::at(text, end + gap).is_some_and(|found| {
            let written = text.get(found.start..found.end).unwrap_or("");
            let parts = written.matches('.').count() > 1 || !written.starts_with(|c: char| c.is_ascii_digit());
            (1..6).contains(&gap) && !found.bare && parts
        });
        let Some(word) = text.get(start..end).filter(|word| exact && may_be_package(word)) else { continue };
        let before = index.checked_sub(1).map_or(0, |at| words[at].1);
        let between = text.get(before..start).unwrap_or("");
        let first = before == 0
            || between.contains([':', ',', '(', '`', ';', '/', '—', '|'])
            || between.contains("- ")
            || between.contains("**");
        let previous = text.get(..before).and_then(|text| text.rsplit(' ').next()).unwrap_or("");
        let titled = !first && previous.starts_with(char::is_uppercase);
        let capital = word.starts_with(char::is_uppercase);
        let known = things.binary_search_by(|thing| {
            if thing.end <= start {
                Ordering::Less
            } else if thing.start >= end {
                Ordering::Greater
            } else {
                Ordering::Equal
            }
        });
        if known.is_err() && !titled && (capital || first || word.contains('-')) {
            let name = word.to_lowercase();
            let name = name.strip_suffix(".js").unwrap_or(&name).to_owned();
            added.push(Thing { what: What::Package(name, None), start, end, code: false, denied });
        }
    }
    if added.is_empty() {
        return;
    }
    things.append(&mut added);
    things.arrange_by_key(|thing| (thing.start, thing.end));
}

fn may_be_package(word: &str) -> bool {
    let lower = word.to_ascii_lowercase();
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    PLATFORMS.binary_search(&lower.as_str()).is_err()
        && BETWEEN.binary_search(&lower.as_str()).is_err()
        && package::is_name(word)
        && letters > 2
        && !word.contains('/')
}

/// What the words beside a code span call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Store,
    Event,
    Variable,
}

fn kind(word: &str) -> Option<Kind> {
    Some(match word {
        "table" | "tables" | "collection" | "collections" | "bucket" | "buckets" | "queue" | "queues" => Kind::Store,
        "event" | "events" => Kind::Event,
        "variable" | "variables" => Kind::Variable,
        _ => return None,
    })
}

/// Gives the code spans that are nothing else yet what the words beside them call them: "tables `a` and `b`".
fn call(text: &str, things: &mut [Thing]) {
    let mut kinds: Vec<Option<Kind>> = vec![None; things.len()];
    for index in 0..things.len() {
        let thing = &things[index];
        if !thing.code || !matches!(thing.what, What::Symbol(_) | What::Event(_)) {
            continue;
        }
        let next = things.get(index + 1).map_or(text.len(), |next| next.start);
        let behind = text.get(thing.end..next).unwrap_or("").trim_start_matches(['`', ' ']);
        let mut words = behind.split(|c: char| !c.is_alphabetic()).take(2);
        let word = words.next().unwrap_or("");
        let word = if matches!(word, "env" | "environment") {
            words.next().map_or("", |word| if word.starts_with("var") { "variable" } else { "" })
        } else {
            word
        };
        let last = index.checked_sub(1).map_or(0, |at| things[at].end);
        let between = text.get(last..thing.start).unwrap_or("");
        let before = between.trim_end_matches(['`', ' ', ':', '*']);
        let before = before.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        let joined = index > 0
            && between.len() < 12
            && matches!(between.trim_matches(['`', ' ', '*']), "," | "/" | "and" | "or" | "&" | ", and" | "+");
        kinds[index] = kind(word).or_else(|| kind(before)).or_else(|| joined.then(|| kinds[index - 1]).flatten());
        // "`a`, `b` tables"
        if kinds[index].is_some() && joined && kind(word).is_some() {
            let mut at = index;
            while at > 0 && kinds[at - 1].is_none() {
                kinds[at - 1] = kinds[index];
                at -= 1;
                let last = at.checked_sub(1).map_or(0, |at| things[at].end);
                let between = text.get(last..things[at].start).unwrap_or("");
                if at == 0
                    || !things[at - 1].code
                    || !matches!(between.trim_matches(['`', ' ', '*']), "," | "/" | "and" | "or" | "&" | "+")
                {
                    break;
                }
            }
        }
    }
    for (thing, kind) in things.iter_mut().zip(kinds) {
        let name = match &thing.what {
            What::Symbol(name) => name,
            What::Event(name) if kind == Some(Kind::Store) => name,
            _ => continue,
        };
        match kind {
            Some(Kind::Store) if symbol::is_store_name(name) => thing.what = What::Store(name.clone()),
            Some(Kind::Event) if symbol::is_event_name(name) => thing.what = What::Event(name.clone()),
            Some(Kind::Variable)
                if name.len() > 1 && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) =>
            {
                thing.what = What::Env(name.clone());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod table_tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(BETWEEN.is_sorted() && AFTER.is_sorted() && PLATFORMS.is_sorted());
        assert!(may_be_package("Winston") && !may_be_package("Python"));
    }
}
