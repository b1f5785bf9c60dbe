//! Claims that only the code makes checkable: a library called by its spoken name, a version behind such a name, a name out of
//! code in the middle of a sentence. The reader of documents knows no code and leaves them as prose.

use super::check::{Check, Said};
use super::library::LIBRARIES;
use super::paths::Found;
use super::prose::{self, Stretch};
use super::{Answer, Checked, Verdict, package};
use crate::assemble::Fit;
use crate::audit::{BlockKind, Claim, ClaimKind, Document, Ecosystem};
use crate::markdown::is_commit;
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::HashSet;

/// Most terms that are watched for beside those of the claims.
const TERMS: usize = 2_000;

/// Programs with which a code span begins that is a command. Sorted.
const PROGRAMS: &[&str] = &[
    "apt",
    "brew",
    "bun",
    "bundle",
    "cargo",
    "cd",
    "composer",
    "curl",
    "dart",
    "deno",
    "docker",
    "docker-compose",
    "echo",
    "flutter",
    "gcloud",
    "git",
    "go",
    "gunicorn",
    "kubectl",
    "make",
    "mvn",
    "node",
    "npm",
    "npx",
    "php",
    "pip",
    "pnpm",
    "poetry",
    "psql",
    "pytest",
    "python",
    "python3",
    "railway",
    "ruby",
    "ssh",
    "sudo",
    "uv",
    "uvicorn",
    "vercel",
    "wget",
    "wrangler",
    "yarn",
];

/// Words that stand between a library's name and its version.
const BETWEEN: &[&str] = &["CLI", "ORM", "SDK", "client", "framework", "library", "package", "version"];

/// What to watch for in the words that claims leave over.
pub fn terms(document: &Document) -> Vec<(String, Fit)> {
    let mut out: Vec<(String, Fit)> = Vec::new();
    let mut known = HashSet::new();
    for claim in names(document) {
        out.push((claim.subject.clone(), Fit::Word));
        out.push((claim.subject, Fit::Name));
    }
    let stretches = prose::stretches(document);
    if !costs(&stretches, document).is_empty() {
        out.extend(BCRYPT.iter().map(|term| ((*term).to_owned(), Fit::Value)));
    }
    for stretch in stretches.iter().filter(|stretch| !stretch.code) {
        let mut last: Option<(usize, &str)> = None;
        for (at, word) in prose::words(stretch.text) {
            // "React Query" as one name, too.
            let pair =
                last.filter(|(from, last)| from + last.len() + 1 == at && starts_large(last) && starts_large(word));
            let pair = pair.and_then(|(from, _)| stretch.text.get(from..at + word.len()));
            for name in [Some(word), pair].into_iter().flatten() {
                let telling = starts_large(name) || name.contains('-');
                if telling && (4..=40).contains(&name.len()) && known.insert(name) && out.len() < TERMS {
                    out.push((name.to_owned(), Fit::Name));
                }
            }
            last = Some((at, word));
        }
    }
    out.truncate(TERMS);
    out
}

fn starts_large(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase()) && word.chars().any(char::is_lowercase)
}

/// Names by which code says how often bcrypt works a password over.
const BCRYPT: &[&str] = &[
    "BCRYPT_COST",
    "BCRYPT_ROUNDS",
    "BCRYPT_SALT_ROUNDS",
    "SALT_ROUNDS",
    "bcrypt.hash",
    "bcrypt.hashSync",
    "bcryptRounds",
    "genSalt",
    "genSaltSync",
    "gensalt",
    "saltRounds",
    "salt_rounds",
];

/// What a document says of bcrypt's cost, as a claim of the number.
fn costs(stretches: &[Stretch<'_>], document: &Document) -> Vec<Claim> {
    let mut out = Vec::new();
    let mut last: Option<(u32, bool)> = None;
    for stretch in stretches.iter().filter(|stretch| !stretch.code) {
        let block = stretch.block;
        let says = match last.filter(|(start, _)| *start == block.start) {
            Some((_, says)) => says,
            None => {
                let text = document.text.get(block.start as usize..block.end as usize).unwrap_or("");
                text.to_ascii_lowercase().contains("bcrypt")
            }
        };
        last = Some((block.start, says));
        if !says {
            continue;
        }
        let words: Vec<(usize, &str)> = prose::words(stretch.text).collect();
        for window in words.windows(3) {
            let [(_, first), number @ (_, second), (at, third)] = window else { continue };
            let cost = match (first.to_ascii_lowercase().as_str(), second.to_ascii_lowercase().as_str()) {
                ("cost", "factor") | ("salt", "rounds") => Some((*at, *third)),
                _ => None,
            };
            let rounds = matches!(third.to_ascii_lowercase().as_str(), "rounds") && !matches!(*second, "salt" | "Salt");
            let number = cost.or_else(|| rounds.then_some(*number));
            if let Some((at, word)) = number.filter(|(_, word)| word.parse::<u8>().is_ok()) {
                out.push(claim(stretch, ClaimKind::Symbol, at, word.len(), "bcrypt cost", word));
            }
        }
    }
    out
}

fn cost(check: &Check<'_>, claim: &Claim) -> Option<Answer> {
    let wanted: u64 = claim.value.parse().ok()?;
    let mut all = BCRYPT.iter().filter_map(|term| check.seen(term, Fit::Value)).flat_map(|seen| &seen.numbers);
    let numbers: Vec<&(u64, crate::audit::Place)> =
        all.by_ref().filter(|(number, _)| (4..=31).contains(number)).collect();
    if let Some((_, place)) = numbers.iter().find(|(number, _)| *number == wanted) {
        return Some(Answer::confirmed(Some(place.clone())));
    }
    let (number, place) = numbers.first()?;
    Some(Answer::contradicted(format!("code has {number}"), Some(place.clone())))
}

/// The derived claims with their verdicts. One about which the code says nothing either way is left out.
pub fn checked(check: &Check<'_>, document: &Document) -> Vec<Checked> {
    let mut out: Vec<Checked> = Vec::new();
    let stretches = prose::stretches(document);
    for stretch in stretches.iter().filter(|stretch| stretch.code && stretch.text.contains("compose")) {
        let own = claim(stretch, ClaimKind::Path, 0, stretch.text.len(), stretch.text, "");
        let said = Said { claim: &own, clause: check.clauses.of(&own) };
        if let Found::File(file) = check.paths.find(stretch.text)
            && let Some((service, place)) = super::path::runs_more(check, said, file)
        {
            out.push(super::to_checked(said, Answer::contradicted(format!("it runs {service}, too"), Some(place))));
        }
    }
    let mut add = |claim: Claim, answer: Answer| {
        let said = Said { claim: &claim, clause: check.clauses.of(&claim) };
        let answer = super::denied(said, answer);
        if answer.verdict != Verdict::NotChecked {
            out.push(super::to_checked(said, answer));
        }
    };
    for claim in names(document) {
        let said = Said { claim: &claim, clause: check.clauses.of(&claim) };
        let answer = super::term::symbol(check, said);
        let answer = match (answer.verdict, check.in_code(&claim.subject, Fit::Name)) {
            (Verdict::NotFound, Some(place)) => Answer::confirmed(Some(place)),
            _ => answer,
        };
        add(claim, answer);
    }
    for (claim, packages) in libraries(&stretches) {
        if let Some(answer) = library(check, &claim, packages) {
            add(claim, answer);
        }
    }
    for claim in costs(&stretches, document) {
        if let Some(answer) = cost(check, &claim) {
            add(claim, answer);
        }
    }
    for (claim, name) in versions(&stretches) {
        let said = Said { claim: &claim, clause: check.clauses.of(&claim) };
        if let Some((subject, answer)) = version(check, said, &name) {
            add(Claim { subject, ..claim }, answer);
        }
    }
    for (claim, answer) in unused(check, &stretches) {
        add(claim, answer);
    }
    out
}

/// A claim about a part of a stretch.
fn claim(stretch: &Stretch<'_>, kind: ClaimKind, at: usize, len: usize, subject: &str, value: &str) -> Claim {
    let start = stretch.start + at;
    // A document is bounded far below what these can count.
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Claim {
        kind,
        subject: subject.to_owned(),
        value: value.to_owned(),
        service: stretch.block.service.clone(),
        start: offset(start),
        end: offset(start + len),
        line: stretch.block.line,
    }
}

/// Names out of code that stand in code spans of their own or, by their shape, in plain words.
fn names(document: &Document) -> Vec<Claim> {
    let mut out = Vec::new();
    for stretch in prose::stretches(document) {
        if stretch.code {
            if let Some(literal) = literal(stretch.text) {
                let at = stretch.text.find(literal).unwrap_or(0);
                out.push(claim(&stretch, ClaimKind::Symbol, at, literal.len(), literal, ""));
            }
            continue;
        }
        for (at, word) in prose::words(stretch.text) {
            let before = stretch.text.get(..at).and_then(|text| text.chars().next_back());
            let after = stretch.text.get(at + word.len()..).and_then(|text| text.chars().next());
            let alone = |c: Option<char>| {
                c.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';' | '.' | ':' | '|'))
            };
            if alone(before) && alone(after) && is_identifier(word) {
                out.push(claim(&stretch, ClaimKind::Symbol, at, word.len(), word, ""));
            }
        }
    }
    out
}

/// A code span that must stand in the code letter for letter: a prefix of log lines, a directive, a header.
fn literal(text: &str) -> Option<&str> {
    let bare = text.trim();
    let quoted = bare.len() > 2
        && (bare.starts_with('"') && bare.ends_with('"') || bare.starts_with('\'') && bare.ends_with('\''));
    let inner = if quoted { bare.get(1..bare.len() - 1)? } else { bare };
    let bracketed = inner.starts_with('[') && inner.ends_with(']');
    if ["[TODO]", "[TBD]", "[FIXME]", "[none]"].contains(&inner) || is_commit(inner) {
        return None;
    }
    let first = inner.split_whitespace().next()?;
    let letters = inner.chars().filter(|c| c.is_alphabetic()).count();
    let plain = inner.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '[' | ']' | ' ' | ':'));
    let spaced = inner.contains(' ') && !quoted && !bracketed;
    let program = PROGRAMS.binary_search(&first).is_ok();
    let address =
        inner.contains("localhost") || inner.contains("..") || inner.contains(": ") || inner.ends_with(['-', ':', '.']);
    // What only says a value of some setting may be written in another way.
    let file = !quoted && !bracketed && inner.contains('.');
    (letters > 3
        && inner.len() <= 60
        && plain
        && !spaced
        && !program
        && !address
        && !file
        && !inner.starts_with(['-', '.']))
    .then_some(inner)
}

/// Whether a word is written as only code writes one: `snake_case`, `camelCase`.
fn is_identifier(word: &str) -> bool {
    let ascii = word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if !ascii || word.len() < 6 || !word.starts_with(|c: char| c.is_ascii_lowercase()) {
        return false;
    }
    let parts: Vec<&str> = word.split('_').collect();
    let snake = parts.len() > 1
        && parts
            .iter()
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
    let humps = word.bytes().filter(u8::is_ascii_uppercase).count();
    let first = word.bytes().take_while(u8::is_ascii_lowercase).count();
    let camel =
        parts.len() == 1 && (1..=4).contains(&humps) && first > 2 && !word.ends_with(|c: char| c.is_ascii_uppercase());
    snake || camel
}

/// The libraries that plain words name, each once a block, with the packages that they may be.
fn libraries(stretches: &[Stretch<'_>]) -> Vec<(Claim, &'static [(Ecosystem, &'static str)])> {
    let names = LIBRARIES.iter().map(|(name, _)| name);
    let Ok(automaton) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(names) else {
        return Vec::new();
    };
    let mut out: Vec<(Claim, &'static [(Ecosystem, &'static str)])> = Vec::new();
    for stretch in stretches.iter().filter(|stretch| !stretch.code && stretch.block.kind != BlockKind::Heading) {
        for found in automaton.find_iter(stretch.text) {
            let before = stretch.text.get(..found.start()).and_then(|text| text.chars().next_back());
            let after = stretch.text.get(found.end()..).and_then(|text| text.chars().next());
            let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '@');
            let part = before.is_some_and(word) || after.is_some_and(|c| word(c) && c != '.' && c != '/');
            let Some((name, packages)) = LIBRARIES.get(found.pattern().as_usize()) else { continue };
            let again = out.last().is_some_and(|(last, _)| last.line == stretch.block.line && last.subject == *name);
            if !part && !again {
                out.push((claim(stretch, ClaimKind::Package, found.start(), found.len(), name, ""), packages));
            }
        }
    }
    out
}

/// Whether the code has a library: `None` where it is written in no language that could.
fn library(check: &Check<'_>, claim: &Claim, packages: &[(Ecosystem, &str)]) -> Option<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    for (ecosystem, name) in packages {
        let subject = format!("{}:{name}", ecosystem.word());
        let own = Claim { subject, ..claim.clone() };
        if check.packages.named(&own.subject).is_empty() {
            let imported = check.packages.imported(*ecosystem, name);
            answers.extend(imported.product.map(|place| Answer::confirmed(Some(place))));
            continue;
        }
        let answer = package::check(check, Said { claim: &own, clause: check.clauses.of(&own) });
        // Some other library may bring it in and name it: `PyMuPDFLoader`.
        let named = check.in_code(&claim.subject, Fit::Name).filter(|_| answer.verdict == Verdict::Contradicted);
        answers.push(named.map_or(answer, |place| Answer::confirmed(Some(place)).remark("the code names it")));
    }
    let confirmed = answers.iter().find(|answer| answer.verdict == Verdict::Confirmed);
    if let Some(answer) = confirmed.or(answers.first()) {
        return Some(answer.clone());
    }
    let asked = check.packages.ecosystems();
    let could = packages.iter().any(|(ecosystem, _)| asked.contains(ecosystem));
    let seen = check.seen(&claim.subject, Fit::Name)?;
    match (could, seen.in_code()) {
        (true, None) => Some(Answer::not_found()),
        _ => None,
    }
}

/// Versions behind a name in plain words: "Vitest (4.0.2)", "Prisma ORM 6.3.0". With the name.
fn versions(stretches: &[Stretch<'_>]) -> Vec<(Claim, String)> {
    let mut out = Vec::new();
    for stretch in stretches.iter().filter(|stretch| !stretch.code) {
        let words: Vec<(usize, &str)> = prose::words(stretch.text).collect();
        for (index, (at, word)) in words.iter().enumerate() {
            let number = word.strip_prefix(['v', '^', '~']).unwrap_or(word);
            let numeric = number.contains('.')
                && number
                    .split(['.', '-', '+'])
                    .take(2)
                    .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
            if !numeric {
                continue;
            }
            let mut before =
                words.get(..index).unwrap_or_default().iter().rev().filter(|(_, word)| !BETWEEN.contains(word));
            let (Some((from, name)), second) = (before.next(), before.next()) else { continue };
            // Nothing but blanks, brackets and emphasis between them.
            let gap = stretch.text.get(from + name.len()..*at).unwrap_or("");
            let close =
                gap.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || matches!(c, '(' | '*')) && gap.len() < 16;
            if !close || !name.chars().any(char::is_alphabetic) {
                continue;
            }
            let claimed = claim(stretch, ClaimKind::Version, *at, word.len(), name, word);
            let pair = second.map(|(_, first)| format!("{first} {name}"));
            out.push((claimed.clone(), (*name).to_owned()));
            out.extend(pair.map(|pair| (claimed, pair)));
        }
    }
    out
}

/// The verdict on a version behind a spoken name, with the package that it is of.
fn version(check: &Check<'_>, said: Said<'_>, name: &str) -> Option<(String, Answer)> {
    let mut subjects = check.packages.spoken(name)?.iter();
    let first = subjects.next()?;
    let mut answers = std::iter::once(first).chain(subjects).map(|subject| {
        let own = Claim { subject: subject.clone(), ..said.claim.clone() };
        (subject.clone(), package::version(check, Said { claim: &own, clause: said.clause }))
    });
    let all: Vec<_> = answers.by_ref().collect();
    let confirmed = all.iter().find(|(_, answer)| answer.verdict == Verdict::Confirmed);
    // Of several packages none is of the version.
    let wrong = |(_, answer): &&(String, Answer)| answer.verdict == Verdict::Contradicted;
    let told = || all.first().filter(|_| all.len() == 1 || all.iter().all(|one| wrong(&one)));
    confirmed.or_else(told).cloned()
}

/// Packages that manifests ask for, that no source imports or names, and that plain words say are used.
fn unused(check: &Check<'_>, stretches: &[Stretch<'_>]) -> Vec<(Claim, Answer)> {
    let mut out: Vec<(Claim, Answer)> = Vec::new();
    for stretch in stretches.iter().filter(|stretch| !stretch.code && stretch.block.kind != BlockKind::Heading) {
        let words: Vec<(usize, &str)> = prose::words(stretch.text).collect();
        for (index, (at, word)) in words.iter().enumerate() {
            let next = words.get(index + 1).filter(|(next, _)| *next == at + word.len() + 1);
            let pair = next.and_then(|(next, second)| stretch.text.get(*at..next + second.len()));
            for name in [pair, Some(*word)].into_iter().flatten() {
                let telling = starts_large(name) || name.contains('-') && !name.contains(' ');
                let found = check.packages.spoken(name).filter(|_| telling && name.len() > 3);
                let Some(subject) = found.filter(|all| all.len() == 1).and_then(|all| all.first()) else {
                    continue;
                };
                let known =
                    check.claims(ClaimKind::Package, subject) || LIBRARIES.iter().any(|(known, _)| *known == name);
                let unseen = check.seen(name, Fit::Name).is_some_and(|seen| seen.in_code().is_none());
                if known || !unseen {
                    continue;
                }
                let own = claim(stretch, ClaimKind::Package, *at, name.len(), subject, "");
                let answer = package::check(check, Said { claim: &own, clause: check.clauses.of(&own) });
                if answer.verdict == Verdict::Contradicted {
                    out.push((own, answer));
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_sorted() {
        assert!(PROGRAMS.is_sorted());
    }

    #[test]
    fn literals_and_identifiers() {
        for (text, expected) in [
            ("[MCP Error]", Some("[MCP Error]")),
            ("\"use server\"", Some("use server")),
            ("X-Webhook-Secret", Some("X-Webhook-Secret")),
            ("npm run build", None),
            ("npm", None),
            ("some words", None),
            ("localhost:3000", None),
            ("{a}", None),
            (".tscn", None),
            ("app.json", None),
        ] {
            assert_eq!(literal(text), expected, "{text}");
        }
        for word in ["email_hash", "apiKey", "maxPoolSize", "read_receipts"] {
            assert!(is_identifier(word), "{word}");
        }
        for word in ["iPhone", "macOS", "email", "GitHub", "e_", "PostgreSQL", "read-only", "x_y"] {
            assert!(!is_identifier(word), "{word}");
        }
    }
}
