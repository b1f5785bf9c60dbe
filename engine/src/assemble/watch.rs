//! A watch list: terms that are looked for in the text of every file while it is read. One automaton, one pass.
//!
//! Readers find what they know the shape of. Whether the code has some other name in it, a function, a table, a vendor that
//! nobody catalogued, only its text can tell, and that is gone once the file is read: what is to be found must be known before.

use crate::audit::Place;
use crate::order::Arrange;
use crate::path::{self, Role};
use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Most terms on a list. A document of 300 lines names some 200.
const TERMS: usize = 5_000;

/// Bytes of a term. Shorter ones stand everywhere, and longer ones are sentences.
const TERM_BYTES: std::ops::RangeInclusive<usize> = 3..=120;

/// Most hits that are looked at in one file. One with more is data.
const HITS: usize = 50_000;

/// Most files noted for one term.
const FILES: usize = 500;

/// Most places kept of one term and one [`Where`].
const PLACES: usize = 3;

/// Most numbers kept of one term.
const NUMBERS: usize = 8;

/// How far behind a term its number may stand, in bytes: `.hash(password, 12)`.
const NUMBER_REACH: usize = 24;

/// Most bytes of a line in front of a hit that are looked at for a comment's mark.
const LINE_START: usize = 400;

/// How a term has to stand in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Fit {
    /// Letter for letter, and as a word of its own: `STRIPE_KEY` is not in `MY_STRIPE_KEY`.
    Word,
    /// As a package's name: `stripe` is in `stripe/lib`, not in `@acme/stripe` or `stripe-js`.
    Package,
    /// As the name of a thing, in any case, its words run together or not, also as a part of an identifier:
    /// `Abacate Pay` is in `ABACATE_PAY_KEY` and `AbacatePayClient`.
    Name,
    /// Letter for letter, as a word of its own, and the number right behind it is kept: `SALT_ROUNDS = 12`.
    Value,
}

/// Terms to look for.
#[derive(Debug, Default)]
pub struct Watch {
    terms: Vec<(String, Fit)>,
}

impl Watch {
    /// A list of these terms, each once, the most wanted first: terms that are too short or too long to look for are left out,
    /// and so are those past the most that a list may have.
    pub fn new<'a>(terms: impl IntoIterator<Item = (&'a str, Fit)>) -> Self {
        let mut known = HashSet::new();
        let terms = terms.into_iter().filter(|(term, _)| TERM_BYTES.contains(&term.len()));
        let mut terms: Vec<(String, Fit)> =
            terms.filter(|term| known.insert(*term)).take(TERMS).map(|(term, fit)| (term.to_owned(), fit)).collect();
        terms.arrange();
        Watch { terms }
    }

    /// The terms, sorted. A list that is made of them is the same list.
    pub fn terms(&self) -> &[(String, Fit)] {
        &self.terms
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

/// How a term may be written.
fn spellings(term: &str, fit: Fit) -> Vec<String> {
    if fit != Fit::Name {
        return vec![term.to_owned()];
    }
    let words: Vec<&str> = term.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let joined = ["", " ", "-", "_", "."].map(|by| words.join(by));
    let mut out: Vec<String> = joined.into_iter().filter(|text| TERM_BYTES.contains(&text.len())).collect();
    out.arrange();
    out.dedup();
    out
}

/// What sort of file or text a term was seen in. From most to least telling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Where {
    /// What is built, run or deployed.
    Code,
    /// A manifest.
    Manifest,
    /// Tests, tools of developers, examples.
    Aside,
    /// A comment.
    Comment,
}

/// A term as it was seen.
#[derive(Debug, Clone, Default)]
pub struct Sightings {
    /// The first few places of each sort, by path, with it, most telling first.
    pub places: Vec<(Where, Place)>,
    /// The first few numbers right behind it in product code, by path, of a term that is looked for with [`Fit::Value`].
    pub numbers: Vec<(u64, Place)>,
    /// The files that have it, the first of them, by path, where there are very many.
    files: Vec<Arc<str>>,
}

/// What one reader saw of the terms of a [`Watch`]: for each term, by its place on the list, and only of those that were seen.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glimpses {
    /// The files that have any term.
    paths: Vec<String>,
    /// A term, with where it was seen.
    terms: Vec<(u32, Glimpse)>,
}

/// Where one term was seen. Files stand for themselves by their place in [`Glimpses::paths`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Glimpse {
    /// Sort, file and line.
    places: Vec<(Where, u32, u32)>,
    /// File, line, and the number behind the term.
    numbers: Vec<(u32, u32, u64)>,
    files: Vec<u32>,
}

/// What was seen of the terms of a [`Watch`].
#[derive(Debug, Default)]
pub struct Seen {
    terms: HashMap<String, Vec<(Fit, Sightings)>>,
}

impl Seen {
    /// What all readers together saw of the terms of a list.
    pub(super) fn new(watch: &Watch, glimpses: Vec<Glimpses>) -> Seen {
        let mut all: Vec<Sightings> = vec![Sightings::default(); watch.terms.len()];
        for Glimpses { paths, terms } in glimpses {
            let paths: Vec<Arc<str>> = paths.into_iter().map(Arc::from).collect();
            let path = |id: u32| paths.get(id as usize).cloned().unwrap_or_default();
            let place = |id: u32, line: u32| Place { path: path(id).as_ref().to_owned(), line };
            for (term, glimpse) in terms {
                let Some(sightings) = all.get_mut(term as usize) else { continue };
                sightings.places.extend(glimpse.places.iter().map(|(sort, id, line)| (*sort, place(*id, *line))));
                sightings.numbers.extend(glimpse.numbers.iter().map(|(id, line, number)| (*number, place(*id, *line))));
                sightings.files.extend(glimpse.files.iter().map(|id| path(*id)));
            }
        }
        let mut terms: HashMap<String, Vec<(Fit, Sightings)>> = HashMap::new();
        for ((term, fit), mut sightings) in watch.terms.iter().zip(all) {
            sightings.places.arrange();
            let mut of_sort = (None, 0);
            sightings.places.retain(|(sort, _)| {
                of_sort = if of_sort.0 == Some(*sort) { (of_sort.0, of_sort.1 + 1) } else { (Some(*sort), 1) };
                of_sort.1 <= PLACES
            });
            sightings.numbers.arrange_by(|a, b| a.1.cmp(&b.1));
            sightings.numbers.truncate(NUMBERS);
            sightings.files.arrange();
            sightings.files.truncate(FILES);
            terms.entry(term.clone()).or_default().push((*fit, sightings));
        }
        Seen { terms }
    }

    /// What was seen of a term; `None` where nobody looked for it.
    pub fn of(&self, term: &str, fit: Fit) -> Option<&Sightings> {
        self.terms.get(term)?.iter().find(|(known, _)| *known == fit).map(|(_, sightings)| sightings)
    }

    /// The files that have a term, the first of them where there are very many.
    pub fn files(&self, term: &str, fit: Fit) -> impl Iterator<Item = &str> {
        self.of(term, fit).map_or(&[][..], |sightings| &sightings.files).iter().map(AsRef::as_ref)
    }

    /// Whether a term stands anywhere in the file; `None` where nobody looked for it, or it stands in too many files to say.
    pub fn in_file(&self, term: &str, fit: Fit, path: &str) -> Option<bool> {
        let sightings = self.of(term, fit)?;
        match sightings.files.binary_search_by(|known| known.as_ref().cmp(path)) {
            Ok(_) => Some(true),
            Err(_) if sightings.files.len() < FILES => Some(false),
            Err(_) => None,
        }
    }
}

impl Sightings {
    /// The most telling place.
    pub fn best(&self) -> Option<&(Where, Place)> {
        self.places.first()
    }

    /// The first place in what is built, run or deployed.
    pub fn in_code(&self) -> Option<&Place> {
        self.places.first().filter(|(sort, _)| *sort == Where::Code).map(|(_, place)| place)
    }

    /// How many places of a sort are known, of at most a few.
    pub fn count(&self, sort: Where) -> usize {
        self.places.iter().filter(|(known, _)| *known == sort).count()
    }
}

/// Looks for the terms of a list in one file after the other.
#[derive(Debug)]
pub struct Lookout<'a> {
    watch: &'a Watch,
    /// By pattern, the terms that it stands for.
    patterns: Vec<Vec<u32>>,
    automaton: Option<AhoCorasick>,
    glimpses: Vec<Glimpse>,
    paths: Vec<String>,
}

impl<'a> Lookout<'a> {
    /// One that has seen nothing yet.
    pub fn new(watch: &'a Watch) -> Self {
        let mut patterns: Vec<String> = Vec::new();
        let mut of: Vec<Vec<u32>> = Vec::new();
        let mut known: HashMap<String, usize> = HashMap::new();
        for (at, (term, fit)) in watch.terms.iter().enumerate() {
            for spelling in spellings(term, *fit) {
                let spelling = spelling.to_ascii_lowercase();
                let pattern = *known.entry(spelling).or_insert_with_key(|spelling| {
                    patterns.push(spelling.clone());
                    of.push(Vec::new());
                    patterns.len() - 1
                });
                if let Some(of) = of.get_mut(pattern) {
                    of.push(at as u32);
                }
            }
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .build(&patterns)
            .ok()
            .filter(|_| !patterns.is_empty());
        let glimpses = vec![Glimpse::default(); watch.terms.len()];
        Lookout { watch, patterns: of, automaton, glimpses, paths: Vec::new() }
    }

    /// Looks through one file. `manifest` says that it asks for packages.
    pub fn look(&mut self, path: &str, text: &str, manifest: bool) {
        let Some(automaton) = &self.automaton else { return };
        let bytes = text.as_bytes();
        let (mut line, mut counted) = (1_u32, 0_usize);
        let role = path::role(path);
        let id = self.paths.len() as u32;
        let mut hit = false;
        self.paths.push(path.to_owned());
        let paths = &self.paths;
        for found in automaton.find_overlapping_iter(bytes).take(HITS) {
            let Some(of) = self.patterns.get(found.pattern().as_usize()) else { continue };
            for &term in of {
                let Some((text, fit)) = self.watch.terms.get(term as usize) else { continue };
                if !fits(bytes, found.start(), found.end(), text, *fit) {
                    continue;
                }
                // Hits come by their ends, so that one may begin a little before the last.
                if found.start() > counted {
                    line += memchr::memchr_iter(b'\n', bytes.get(counted..found.start()).unwrap_or_default()).count()
                        as u32;
                    counted = found.start();
                }
                hit = true;
                let Some(glimpse) = self.glimpses.get_mut(term as usize) else { continue };
                glimpse.note_file(id, paths);
                let sort = match role {
                    _ if manifest => Where::Manifest,
                    _ if in_comment(bytes, found.start()) => Where::Comment,
                    Role::Product => Where::Code,
                    _ => Where::Aside,
                };
                glimpse.note_place(sort, id, line, paths);
                if *fit == Fit::Value
                    && sort == Where::Code
                    && let Some(number) = number_behind(bytes, found.end())
                {
                    glimpse.note_number(number, id, line, paths);
                }
            }
        }
        if !hit {
            self.paths.pop();
        }
    }

    /// What was seen.
    pub fn finish(self) -> Glimpses {
        let seen = (0..).zip(self.glimpses).filter(|(_, glimpse)| !glimpse.files.is_empty());
        Glimpses { terms: seen.collect(), paths: self.paths }
    }
}

/// What is kept is the first by path, not by the order in which files come: that differs from reader to reader.
impl Glimpse {
    fn note_file(&mut self, id: u32, paths: &[String]) {
        if self.files.last() != Some(&id) {
            self.files.push(id);
        }
        if self.files.len() >= 2 * FILES {
            let path = |id: &u32| paths.get(*id as usize);
            self.files.arrange_by(|a, b| path(a).cmp(&path(b)));
            self.files.truncate(FILES);
        }
    }

    fn note_place(&mut self, sort: Where, id: u32, line: u32, paths: &[String]) {
        let key = |place: &(Where, u32, u32)| (paths.get(place.1 as usize), place.2);
        let new = (sort, id, line);
        let mut last = None;
        let mut count = 0;
        for (at, place) in self.places.iter().enumerate().filter(|(_, place)| place.0 == sort) {
            count += 1;
            if last.is_none_or(|last| key(place) >= key(&self.places[last])) {
                last = Some(at);
            }
        }
        match last {
            Some(last) if count >= PLACES => {
                if key(&new) < key(&self.places[last]) {
                    self.places[last] = new;
                }
            }
            _ => self.places.push(new),
        }
    }

    fn note_number(&mut self, number: u64, id: u32, line: u32, paths: &[String]) {
        let key = |noted: &(u32, u32, u64)| (paths.get(noted.0 as usize), noted.1);
        let at = self.numbers.partition_point(|noted| key(noted) <= key(&(id, line, number)));
        self.numbers.insert(at, (id, line, number));
        self.numbers.truncate(NUMBERS);
    }
}

/// Whether the bytes from `start` to `end`, which are the term's but for their case, stand as it has to.
fn fits(bytes: &[u8], start: usize, end: usize, term: &str, fit: Fit) -> bool {
    let Some(found) = bytes.get(start..end) else { return false };
    let before = start.checked_sub(1).and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
    let after = bytes.get(end).copied().unwrap_or(b' ');
    let word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
    let first = found.first().is_some_and(|byte| word(*byte));
    let last = found.last().is_some_and(|byte| word(*byte));
    match fit {
        Fit::Word | Fit::Value => found == term.as_bytes() && !(first && word(before)) && !(last && word(after)),
        Fit::Package => {
            found == term.as_bytes()
                && !(word(before) || matches!(before, b'-' | b'@' | b'/' | b'.'))
                && !(word(after) || after == b'-')
        }
        Fit::Name => {
            let capitals = found.last().is_some_and(u8::is_ascii_uppercase);
            // `myAcme` and `AcmeClient` hold `Acme`; `acmed` does not.
            let humped = before.is_ascii_lowercase() && found.first().is_some_and(u8::is_ascii_uppercase);
            let open = !before.is_ascii_alphanumeric() || humped;
            let shut = if capitals { !after.is_ascii_alphanumeric() } else { !after.is_ascii_lowercase() };
            open && shut
        }
    }
}

/// The number right behind a name, on its line and in its statement.
fn number_behind(bytes: &[u8], at: usize) -> Option<u64> {
    let behind = bytes.get(at..)?;
    let behind = behind.get(..NUMBER_REACH.min(behind.len()))?;
    let end = behind.iter().position(|byte| matches!(byte, b'\n' | b';')).unwrap_or(behind.len());
    let behind = behind.get(..end)?;
    let start = behind.iter().enumerate().position(|(at, byte)| {
        // Not the digits of a name: `hash2`.
        byte.is_ascii_digit()
            && !at
                .checked_sub(1)
                .and_then(|before| behind.get(before))
                .is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.'))
    })?;
    let digits: Vec<u8> = behind.get(start..)?.iter().copied().take_while(u8::is_ascii_digit).collect();
    std::str::from_utf8(&digits).ok()?.parse().ok()
}

/// Whether a line is a comment, as its first characters tell.
fn in_comment(bytes: &[u8], at: usize) -> bool {
    let from = at.saturating_sub(LINE_START);
    let before = bytes.get(from..at).unwrap_or_default();
    let start = memchr::memrchr(b'\n', before).map_or(if from == 0 { 0 } else { before.len() }, |i| i + 1);
    let line = before.get(start..).unwrap_or_default().trim_ascii_start();
    // `#` begins a heading's or a colour's line nowhere that code is; `#!` and `#include` name what is used.
    let hash = line.starts_with(b"#") && !line.starts_with(b"#!") && !line.starts_with(b"#include");
    hash || [&b"//"[..], b"/*", b"* ", b"--", b"<!--", b"%%", b"{/*", b"rem "].iter().any(|mark| line.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn see(terms: &[(&str, Fit)], files: &[(&str, &str)]) -> Seen {
        let watch = Watch::new(terms.iter().copied());
        let mut lookout = Lookout::new(&watch);
        for (path, text) in files {
            lookout.look(path, text, path.ends_with("package.json"));
        }
        Seen::new(&watch, vec![lookout.finish()])
    }

    fn at(path: &str, line: u32) -> Place {
        Place { path: path.into(), line }
    }

    #[test]
    fn a_word_stands_alone() {
        let seen = see(
            &[("KEY_A", Fit::Word), ("run()", Fit::Word), ("[LOG]", Fit::Word)],
            &[("a.ts", "x\nMY_KEY_A KEY_AB key_a\nuse KEY_A;\nprerun()\n y=run()z \"[LOG]x\"")],
        );
        let place = |term| seen.of(term, Fit::Word).and_then(Sightings::in_code).cloned();
        assert_eq!(place("KEY_A"), Some(at("a.ts", 3)));
        assert_eq!(place("run()"), Some(at("a.ts", 5)));
        assert_eq!(place("[LOG]"), Some(at("a.ts", 5)));
        assert_eq!(seen.in_file("KEY_A", Fit::Word, "a.ts"), Some(true));
        assert_eq!(seen.in_file("KEY_A", Fit::Word, "b.ts"), Some(false));
        assert_eq!(seen.in_file("KEY_B", Fit::Word, "a.ts"), None);
    }

    #[test]
    fn a_package_is_no_part_of_another() {
        let seen = see(
            &[("stripe", Fit::Package), ("@acme/pay", Fit::Package)],
            &[("a.ts", "'@stripe/stripe-js' 'my-stripe' '@acme/payments'"), ("b.ts", "from 'stripe/lib'; '@acme/pay'")],
        );
        for term in ["stripe", "@acme/pay"] {
            assert_eq!(seen.of(term, Fit::Package).and_then(Sightings::in_code), Some(&at("b.ts", 1)), "{term}");
        }
    }

    #[test]
    fn a_name_is_found_in_any_dress() {
        for text in
            ["ABACATE_PAY_KEY", "new AbacatePayClient()", "https://abacate-pay.com", "the abacate pay", "myAbacatePay"]
        {
            let seen = see(&[("Abacate Pay", Fit::Name)], &[("a.ts", text)]);
            assert!(seen.of("Abacate Pay", Fit::Name).is_some_and(|s| s.best().is_some()), "{text}");
        }
        let seen = see(&[("Abacate Pay", Fit::Name)], &[("a.ts", "abacatepayments ABACATEPAYX xabacatepay")]);
        assert!(seen.of("Abacate Pay", Fit::Name).is_some_and(|s| s.best().is_none()));
    }

    #[test]
    fn product_code_comes_before_all_else() {
        let seen = see(
            &[("charge", Fit::Word)],
            &[("a.test.ts", "charge"), ("package.json", "charge"), ("b.ts", "// charge"), ("c.ts", "charge")],
        );
        let sorts: Vec<_> = seen.of("charge", Fit::Word).unwrap().places.iter().map(|(sort, _)| *sort).collect();
        assert_eq!(sorts, [Where::Code, Where::Manifest, Where::Aside, Where::Comment]);
    }

    #[test]
    fn it_does_not_matter_who_saw_what_and_when() {
        let files: Vec<_> =
            (0..40).map(|at| (format!("{}.ts", at * 7 % 40), "CHARGE = 3\n// CHARGE\nCHARGE = 4")).collect();
        let watch = Watch::new([("CHARGE", Fit::Value), ("CHARGE", Fit::Word)]);
        let look = |files: &mut dyn Iterator<Item = &(String, &str)>| {
            let mut lookout = Lookout::new(&watch);
            files.for_each(|(path, text)| lookout.look(path, text, false));
            lookout.finish()
        };
        let alone = Seen::new(&watch, vec![look(&mut files.iter())]);
        let odd = look(&mut files.iter().step_by(2).rev());
        let even = look(&mut files.iter().skip(1).step_by(2));
        let shared = Seen::new(&watch, vec![odd, even]);
        for fit in [Fit::Value, Fit::Word] {
            let (alone, shared) = (alone.of("CHARGE", fit).unwrap(), shared.of("CHARGE", fit).unwrap());
            assert_eq!((&alone.places, &alone.numbers, &alone.files), (&shared.places, &shared.numbers, &shared.files));
            assert_eq!(alone.places.len(), 2 * PLACES);
        }
    }

    #[test]
    fn numbers_behind_a_name() {
        let text = "const SALT_ROUNDS = 12;\nSALT_ROUNDS; 9\nhash2(SALT_ROUNDS)\nf(SALT_ROUNDS, v2, 7)";
        let seen = see(&[("SALT_ROUNDS", Fit::Value)], &[("a.ts", text), ("a.test.ts", "SALT_ROUNDS = 4")]);
        let numbers = &seen.of("SALT_ROUNDS", Fit::Value).unwrap().numbers;
        assert_eq!(numbers, &[(12, at("a.ts", 1)), (7, at("a.ts", 4))]);
    }

    #[test]
    fn nothing_is_looked_for_where_nothing_is_asked() {
        assert!(Watch::new([]).is_empty() && Watch::new([("ab", Fit::Word)]).is_empty());
        assert!(see(&[("ab", Fit::Word)], &[("a.ts", "ab")]).of("ab", Fit::Word).is_none());
    }
}
