//! Names of services in prose: the longest run of words that the catalog knows, taken where it is meant as a name.

use super::ordinary::{CAPITALS, KINDS, WORDS};
use super::{Context, Thing, What};
use crate::audit::Category;
use crate::catalog::{self, Service};
use crate::letters::push_lower;

/// A part of a word that a name may begin or end with.
#[derive(Debug, Clone, Copy)]
struct Atom {
    start: usize,
    end: usize,
    /// Its letters and digits in the folded text.
    folded: (usize, usize),
    /// What stands before it.
    gap: Gap,
    /// Whether bold text, or a link's, begins or ends before it.
    edge: bool,
    denied: bool,
}

/// What stands between two atoms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// The text begins, or ends.
    Edge,
    Space,
    Hyphen,
    Slash,
    And,
    Apostrophe,
    Open,
    Close,
    Comma,
    Colon,
    Dash,
    /// A full stop, code, or anything else that parts names.
    Hard,
}

/// A run of atoms that the catalog knows.
#[derive(Debug, Clone, Copy)]
struct Match {
    from: usize,
    to: usize,
    end: usize,
    service: &'static Service,
    sure: Sure,
}

/// How far a match is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sure {
    /// The name says it.
    Yes,
    /// What stands around must say it.
    Perhaps,
    No,
}

/// Most atoms of one name.
const LONGEST: usize = 7;

/// Words before which a service is put to use.
const BEFORE: &[&str] =
    &["by", "calls", "from", "in", "into", "on", "through", "to", "use", "uses", "using", "via", "with"];

/// Words behind a service's name.
#[rustfmt::skip]
const BEHIND: &[&str] = &[
    "account", "analytics", "api", "apis", "cli", "client", "cloud", "console", "dashboard", "dsn", "integration",
    "oauth", "platform", "sdk", "sdks", "webhook", "webhooks",
];

/// What a thing is like that only speaks a service's protocol.
const LIKE: &[&str] = &["alternative", "compat", "compatible", "esque", "inspired", "like", "style", "type"];

/// The services that the words of a text name. `words` are its words, by place, that are nothing else.
pub(super) fn names(text: &str, words: &[(usize, usize, bool)], context: Context) -> Vec<Thing> {
    let (atoms, folded) = atoms(text, words);
    let mut matches: Vec<Match> = Vec::new();
    let mut at = 0;
    while at < atoms.len() {
        match longest(text, &atoms, &folded, at, context) {
            Some(found) => {
                at = found.to + 1;
                matches.push(found);
            }
            None => at += 1,
        }
    }
    // A word that may be a name is one beside another.
    settle(text, &atoms, &folded, &mut matches, context);
    matches
        .iter()
        .filter(|found| found.sure == Sure::Yes)
        .map(|found| Thing {
            what: What::Service(found.service.id),
            start: atoms[found.from].start,
            end: found.end,
            code: false,
            denied: atoms[found.from].denied,
        })
        .collect()
}

fn atoms(text: &str, words: &[(usize, usize, bool)]) -> (Vec<Atom>, String) {
    let mut atoms: Vec<Atom> = Vec::new();
    let mut folded = String::with_capacity(text.len());
    for &(from, to, denied) in words {
        let Some(word) = text.get(from..to) else { continue };
        if word.starts_with(['/', '.', '$', '-']) && word.len() > 1
            || word.contains(['@', '=', '\\', '$', '#'])
            || word.contains("//")
        {
            continue;
        }
        let mut open: Option<(usize, usize)> = None;
        let mut chars = word.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let inner = matches!(c, '.' | '_')
                && open.is_some()
                && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
            if c.is_alphanumeric() || inner {
                let (_, begun) = *open.get_or_insert((at, folded.len()));
                if c.is_alphanumeric() {
                    push_lower(&mut folded, c);
                }
                let last = chars.peek().is_none_or(|(_, next)| !next.is_alphanumeric() && !matches!(next, '.' | '_'));
                let next = at + c.len_utf8();
                let ends = last
                    || chars.peek().is_some_and(|(dot, mark)| {
                        matches!(mark, '.' | '_') && !word[dot + 1..].starts_with(char::is_alphanumeric)
                    });
                if ends {
                    let start = from + open.map_or(at, |open| open.0);
                    push(text, &mut atoms, start, from + next, (begun, folded.len()), denied);
                    open = None;
                }
            }
        }
    }
    (atoms, folded)
}

fn push(text: &str, atoms: &mut Vec<Atom>, start: usize, end: usize, folded: (usize, usize), denied: bool) {
    if folded.0 == folded.1 {
        return;
    }
    let before = atoms.last().map_or(0, |last| last.end);
    let between = text.get(before..start).unwrap_or("");
    let first = atoms.is_empty();
    let gap = gap(between, first);
    let edge = first || between.contains("**") || between.contains("__") || between.contains(['[', ']']);
    atoms.push(Atom { start, end, folded, gap, edge, denied });
}

/// What the text between two atoms, or before the first, is.
fn gap(between: &str, first: bool) -> Gap {
    if between.len() > 24 || between.contains('`') || between.contains("](") {
        return if first && !between.contains('`') { Gap::Edge } else { Gap::Hard };
    }
    let core =
        between.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '[' | ']' | '~' | '"' | '“' | '”'));
    match core {
        _ if first && core.chars().all(|c| !c.is_alphanumeric()) => Gap::Edge,
        "" => Gap::Space,
        "-" if between == "-" => Gap::Hyphen,
        "-" | "—" | "–" | "--" | "|" | "→" => Gap::Dash,
        "/" => Gap::Slash,
        "&" | "+" | "|/" => Gap::And,
        "'" | "’" => Gap::Apostrophe,
        "(" => Gap::Open,
        ")" => Gap::Close,
        "," => Gap::Comma,
        ":" => Gap::Colon,
        _ => Gap::Hard,
    }
}

fn longest(text: &str, atoms: &[Atom], folded: &str, from: usize, context: Context) -> Option<Match> {
    let first = atoms[from];
    if matches!(first.gap, Gap::Apostrophe) || first.gap == Gap::Hyphen && from > 0 {
        return None;
    }
    let mut best = None;
    let mut open = 0_usize;
    for to in from..atoms.len().min(from + LONGEST) {
        let atom = atoms[to];
        if to > from {
            match atom.gap {
                Gap::Space | Gap::Hyphen | Gap::Slash | Gap::And | Gap::Apostrophe => {}
                Gap::Open if open == 0 => open = 1,
                Gap::Close if open == 1 => open = 0,
                _ => break,
            }
        }
        let Some(key) = folded.get(first.folded.0..atom.folded.1) else { break };
        let (service, more) = catalog::named_so_far(key);
        if let Some(service) = service
            && let Some(end) = closed(text, atom.end, open)
        {
            let found = Match { from, to, end, service, sure: Sure::No };
            let sure = sure(text, atoms, key, &found, context);
            // "PostgreSQL 16" is PostgreSQL, and its version.
            let version = to > from
                && matches!(
                    service.category,
                    Category::Database | Category::Cache | Category::Queue | Category::Search
                )
                && word(text, &atom).bytes().all(|b| b.is_ascii_digit() || b == b'.')
                && best.is_some_and(|best: Match| best.service == service);
            if !version && (sure != Sure::No || best.is_none_or(|best| best.sure == Sure::No)) {
                best = Some(Match { sure, ..found });
            }
        }
        if !more {
            break;
        }
    }
    best.or_else(|| model(folded, &first, from))
}

/// The maker of the model that an atom names with its number: "Qwen3.5".
fn model(folded: &str, atom: &Atom, from: usize) -> Option<Match> {
    let key = folded.get(atom.folded.0..atom.folded.1)?;
    let stem = key.trim_end_matches(|c: char| c.is_ascii_digit());
    let known = stem.len() < key.len() && stem.len() > 3 && WORDS.binary_search(&stem).is_err();
    let service =
        known.then(|| catalog::named_so_far(stem).0).flatten().filter(|service| service.category == Category::Ai)?;
    Some(Match { from, to: from, end: atom.end, service, sure: Sure::Yes })
}

/// The end of a name behind whose last atom a parenthesis is to be closed.
fn closed(text: &str, end: usize, open: usize) -> Option<usize> {
    match open {
        0 => Some(end),
        _ => text.get(end..)?.starts_with(')').then_some(end + 1),
    }
}

fn word<'a>(text: &'a str, atom: &Atom) -> &'a str {
    text.get(atom.start..atom.end).unwrap_or("")
}

fn is_capital(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase())
}

/// How far the name alone says that it is one.
fn sure(text: &str, atoms: &[Atom], key: &str, found: &Match, context: Context) -> Sure {
    let written = text.get(atoms[found.from].start..found.end).unwrap_or("");
    let next = atoms.get(found.to + 1);
    if let Some(next) = next.filter(|next| matches!(next.gap, Gap::Hyphen | Gap::Space)) {
        let behind = word(text, next);
        let like = LIKE.binary_search(&behind.to_ascii_lowercase().as_str()).is_ok();
        // Only what others speak is a way of speaking: S3, not Mailpit.
        let spoken = like && catalog::services().iter().any(|service| service.speaks.contains(&found.service.id));
        if spoken && (next.gap == Gap::Hyphen || !matches!(behind, "like" | "type" | "style")) {
            return Sure::No;
        }
        // `Stripe-Signature` is a header.
        if next.gap == Gap::Hyphen && is_capital(behind) {
            return Sure::No;
        }
    }
    if next.is_some_and(|next| next.gap == Gap::Apostrophe && word(text, next) != "s") {
        return Sure::No;
    }
    let capitals = written.chars().filter(|c| c.is_uppercase()).count();
    let letters = written.chars().filter(|c| c.is_alphabetic()).count();
    // "nomic-embed-text" is a model, which others run, too.
    if capitals == 0 && found.service.category == Category::Ai && next.is_some_and(|next| next.gap == Gap::Hyphen) {
        return Sure::No;
    }
    // A level, as in a column of risks.
    if key == "medium" && context == Context::Plain && written.len() == text.trim().len() {
        return Sure::No;
    }
    if found.service.category == Category::Registry && is_published(text, atoms, found.from) {
        return Sure::Yes;
    }
    if KINDS.binary_search(&key).is_ok() {
        let whole = written.len() == text.trim().len() && context == Context::Services && capitals > 0;
        return if whole { Sure::Yes } else { Sure::No };
    }
    // An abbreviation is written as one.
    let same = written == found.service.name || key.contains(|c: char| c.is_ascii_digit());
    let short = key.len() <= 3 && key.is_ascii();
    if short && !same && capitals < letters && !(context == Context::Services && capitals > 0) {
        return Sure::No;
    }
    if WORDS.binary_search(&key).is_ok() {
        let upper = found.service.name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
            && catalog::fold(found.service.name) == key;
        let apart = found.to > found.from && !is_spelled(written, found.service);
        if upper && capitals < letters && context != Context::Services
            || next.is_some_and(|next| next.gap == Gap::Hyphen)
            || apart
        {
            return Sure::No;
        }
        return if capitals > 0 || written == found.service.name { Sure::Perhaps } else { Sure::No };
    }
    let each = atoms.get(found.from..=found.to).is_some_and(|all| all.iter().all(|atom| is_capital(word(text, atom))));
    if CAPITALS.binary_search(&key).is_ok() && !each {
        return Sure::No;
    }
    // Two plain words that make up a name by chance: "page speed".
    if found.to > found.from && capitals == 0 && !is_spelled(written, found.service) {
        return Sure::No;
    }
    Sure::Yes
}

/// Whether the words before a name say that something is published there: "published to npm".
fn is_published(text: &str, atoms: &[Atom], at: usize) -> bool {
    let before = |steps: usize| at.checked_sub(steps).map_or("", |at| word(text, &atoms[at]));
    let published = |word: &str| {
        ["publish", "push", "release", "upload"].iter().any(|verb| word.to_ascii_lowercase().starts_with(verb))
    };
    matches!(before(1), "to" | "on") && (published(before(2)) || published(before(3)))
}

/// Whether the service has a name of these very words.
pub(super) fn is_spelled(written: &str, service: &Service) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let written = words(written);
    [service.name, service.id].iter().chain(service.aliases).any(|name| words(name) == written)
}

/// Decides on the words that are names only in their place.
fn settle(text: &str, atoms: &[Atom], folded: &str, matches: &mut [Match], context: Context) {
    for found in matches.iter_mut().filter(|found| found.sure == Sure::Perhaps) {
        if stands_as_name(text, atoms, folded, found, context) {
            found.sure = Sure::Yes;
        }
    }
    // Lists, from left to right and back.
    for forward in [true, false] {
        for step in 1..matches.len() {
            let (known, other) =
                if forward { (step - 1, step) } else { (matches.len() - step, matches.len() - step - 1) };
            let (left, right) = (known.min(other), known.max(other));
            if matches[known].sure == Sure::Yes
                && matches[other].sure == Sure::Perhaps
                && listed(text, atoms, matches[left].to, matches[right].from)
            {
                matches[other].sure = Sure::Yes;
            }
        }
    }
}

/// Whether two names stand side by side in a list: "A, B", "A/B", "A and B", "A, or B".
fn listed(text: &str, atoms: &[Atom], left: usize, right: usize) -> bool {
    let glue = |gap: Gap| matches!(gap, Gap::Comma | Gap::Slash | Gap::And);
    match right.checked_sub(left) {
        Some(1) => glue(atoms[right].gap),
        Some(2) => {
            let between = word(text, &atoms[left + 1]);
            matches!(atoms[left + 1].gap, Gap::Space | Gap::Comma)
                && atoms[right].gap == Gap::Space
                && matches!(between, "and" | "or")
        }
        _ => false,
    }
}

fn stands_as_name(text: &str, atoms: &[Atom], folded: &str, found: &Match, context: Context) -> bool {
    let next = atoms.get(found.to + 1);
    let first = &atoms[found.from];
    let behind = text.get(found.end..).unwrap_or("").trim_start_matches(['*', '_', ' ', ']']);
    let after = next.map_or(
        if behind.starts_with(['`', '(', '—', '–', '-', '|']) || behind.is_empty() { Gap::Dash } else { Gap::Hard },
        |next| next.gap,
    );
    // "Render Dashboard": a word that goes with services.
    if let Some(next) = next.filter(|next| next.gap == Gap::Space) {
        let key = folded.get(next.folded.0..next.folded.1).unwrap_or("");
        if BEHIND.binary_search(&key).is_ok() {
            return true;
        }
        // Another capital makes it part of a title.
        if is_capital(word(text, next)) && !next.edge {
            return false;
        }
    }
    // "deployed on Render".
    if let Some(previous) = found.from.checked_sub(1).map(|at| &atoms[at])
        && first.gap == Gap::Space
        && !previous.edge_before_capital(text)
        && BEFORE.binary_search(&word(text, previous)).is_ok()
    {
        return true;
    }
    // "Buffer: 10 MB" says what the number is.
    if context != Context::Services && behind.starts_with(':') {
        return false;
    }
    // "Render - hosting", "**Render**", "**Render (hosting)**".
    let begins = first.gap == Gap::Edge || first.edge && first.gap != Gap::Hyphen;
    let ends = matches!(after, Gap::Dash | Gap::Open) || next.is_some_and(|next| next.edge && next.gap != Gap::Colon);
    if begins && ends {
        return true;
    }
    let parted = |gap: Gap| !matches!(gap, Gap::Space | Gap::Hyphen | Gap::Apostrophe);
    context == Context::Services && parted(first.gap) && (next.is_none() || parted(after))
}

impl Atom {
    /// Whether it is a capital word at an edge, so that what follows is part of a title.
    fn edge_before_capital(&self, text: &str) -> bool {
        is_capital(word(text, self))
    }
}

/// Whether a service is called so, dot and all: `socket.io`, `esm.sh`.
pub(super) fn is_dotted(token: &str) -> bool {
    exact(token, Context::Services).is_some_and(|service| {
        let named = |name: &&str| {
            name.eq_ignore_ascii_case(token) || name.split([' ', '(', ')']).any(|part| part.eq_ignore_ascii_case(token))
        };
        named(&service.name) || service.aliases.iter().any(named)
    })
}

/// The service that a code span names, and nothing else.
pub(super) fn exact(token: &str, context: Context) -> Option<&'static Service> {
    if token.len() > 64 || !token.starts_with(char::is_alphanumeric) {
        return None;
    }
    let key = catalog::fold(token);
    let service = catalog::named_so_far(&key).0?;
    if KINDS.binary_search(&key.as_str()).is_ok() {
        return None;
    }
    let capitals = token.chars().filter(|c| c.is_uppercase()).count();
    let word = WORDS.binary_search(&key.as_str()).is_ok() || key.len() <= 3;
    let whole = token.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '/'));
    (whole && (context == Context::Services || capitals > 0 && !word)).then_some(service)
}
