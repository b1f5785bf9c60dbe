//! What a document says of how the code works, told by words that only such code has in it: "basic auth", "a token blacklist",
//! "in-memory", "fonts: Inter", "mounted at". One function here for each sort of saying.

use super::check::{Answer, Check, Said};
use super::prose;
use super::{Checked, Verdict};
use crate::assemble::{FileRead, Fit, Where};
use crate::audit::{Block, BlockKind, Claim, ClaimKind, Document, Place};
use crate::facts::{Usage, What};
use crate::order::Arrange;
use crate::path::{self, Role};

/// Longest block that is looked at, in bytes. A longer one is no sentence.
const BLOCK: usize = 2_000;

/// Most blocks that are looked at.
const BLOCKS: usize = 20_000;

/// A way of working: what it is called in prose, in lower case, and what must stand in the code that works so.
struct Technique {
    said: &'static [&'static str],
    shows: &'static [(&'static str, Fit)],
    /// The service that it is said of; empty for any.
    of: &'static str,
}

const TECHNIQUES: &[Technique] = &[
    Technique {
        said: &["basic auth", "basic authentication", "http basic"],
        shows: &[
            ("BasicAuth", Fit::Word),
            ("HTTPBasic", Fit::Word),
            ("HTTPBasicAuth", Fit::Word),
            ("HTTPBasicCredentials", Fit::Word),
            ("WWW-Authenticate", Fit::Word),
            ("auth_basic", Fit::Word),
            ("basicAuth", Fit::Word),
            ("basic_auth", Fit::Word),
            ("basicauth", Fit::Word),
            ("express-basic-auth", Fit::Package),
            ("'Basic '", Fit::Word),
            ("\"Basic \"", Fit::Word),
            ("`Basic $", Fit::Word),
            ("Basic realm", Fit::Word),
        ],
        of: "",
    },
    Technique {
        said: &["token blacklist", "token blacklisting", "jwt blacklist", "jwt blacklisting", "token denylist"],
        shows: &[
            ("blacklist", Fit::Name),
            ("blacklisted", Fit::Name),
            ("blocklist", Fit::Name),
            ("denylist", Fit::Name),
        ],
        of: "",
    },
    Technique {
        said: &["credentials provider", "credentials-based"],
        shows: &[
            ("CredentialsProvider", Fit::Word),
            ("next-auth/providers/credentials", Fit::Word),
            ("@auth/core/providers/credentials", Fit::Word),
        ],
        of: "nextauth",
    },
    Technique {
        said: &["circuit breaker"],
        shows: &[("circuit breaker", Fit::Name), ("opossum", Fit::Package), ("gobreaker", Fit::Name)],
        of: "",
    },
];

/// Stores that live in memory until something saves them, by service, and what does.
const SAVED: &[(&str, &[&str])] = &[
    ("chroma", &["PersistentClient", "persist_directory"]),
    ("faiss", &["save_local", "write_index"]),
    ("hnswlib", &["save_index"]),
];

/// Commands in a compose file that only development has.
const DEVELOPMENT: &[&str] = &["--reload", "nodemon", "npm run dev", "pnpm dev", "pnpm run dev", "yarn dev", "bun dev"];

/// By which code finds a vendor's credentials without its variables, and those variables.
const CHAINS: &[(&[&str], &[&str])] =
    &[(&["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"], &["LoadDefaultConfig", "fromNodeProviderChain"])];

/// What to watch for in the code.
pub fn terms(document: &Document) -> Vec<(String, Fit)> {
    let mut out: Vec<(String, Fit)> = Vec::new();
    let mut add = |term: &str, fit: Fit| out.push((term.to_owned(), fit));
    let (mut compose, mut cron) = (false, false);
    for line in lines(document) {
        for technique in TECHNIQUES.iter().filter(|technique| line.says(technique.said).is_some()) {
            technique.shows.iter().for_each(|(term, fit)| add(term, *fit));
        }
        if line.lower.contains("memory") {
            SAVED.iter().flat_map(|(_, terms)| *terms).for_each(|term| add(term, Fit::Word));
        }
        for (_, name) in fonts(&line) {
            add(name, Fit::Name);
            add(bare_font(name), Fit::Word);
        }
        compose |= line.lower.contains("compose") && line.lower.contains("production");
        cron |= line.lower.contains("cron");
    }
    if compose {
        DEVELOPMENT.iter().for_each(|term| add(term, Fit::Word));
    }
    if cron {
        add("scheduled", Fit::Word);
        add("crons", Fit::Word);
    }
    for (variables, terms) in CHAINS {
        let named = |claim: &Claim| claim.kind == ClaimKind::Env && variables.contains(&claim.subject.as_str());
        if document.claims.iter().any(named) {
            terms.iter().for_each(|term| add(term, Fit::Word));
        }
    }
    out.arrange();
    out.dedup();
    out
}

/// The claims that the code makes checkable, with their verdicts.
pub fn checked(check: &Check<'_>, document: &Document) -> Vec<Checked> {
    let mut out = Vec::new();
    for line in lines(document) {
        let mut all: Vec<(Claim, Answer)> = Vec::new();
        all.extend(TECHNIQUES.iter().filter_map(|technique| works(check, &line, technique)));
        all.extend(in_memory(check, &line));
        all.extend(typefaces(check, &line));
        all.extend(for_production(check, &line));
        all.extend(scheduled(check, &line));
        all.extend(other_vendor(check, &line));
        for (claim, answer) in all {
            let said = Said { claim: &claim, clause: check.clauses.of(&claim) };
            let answer = super::denied(said, answer);
            if answer.verdict != Verdict::NotChecked {
                out.push(super::to_checked(said, answer));
            }
        }
    }
    out.extend(past_the_variable(check, document));
    out
}

/// Verdicts on claims that other checks confirm, corrected by how the document says that the code works.
pub fn correct(check: &Check<'_>, document: &Document, claims: &mut [Checked]) {
    mounts(check, claims);
    for claim in claims.iter_mut().filter(|claim| claim.kind == ClaimKind::Env && claim.verdict == Verdict::Confirmed) {
        let Some((_, terms)) = CHAINS.iter().find(|(names, _)| names.contains(&claim.subject.as_str())) else {
            continue;
        };
        let required = words_behind(document, claim).contains("required");
        let soft = check.env.get(claim.subject.as_str()).is_some_and(|variable| variable.required != Some(true));
        let found = terms.iter().find_map(|term| Some((term, check.in_code(term, Fit::Word)?)));
        if let Some((term, place)) = found.filter(|_| required && soft) {
            claim.verdict = Verdict::Contradicted;
            claim.truth = format!("optional: without it {term} looks for credentials elsewhere");
            claim.place = Some(place);
        }
    }
}

/// The words behind a claim up to the end of its line, in lower case.
fn words_behind(document: &Document, claim: &Checked) -> String {
    let mut to = (claim.end as usize).saturating_add(BLOCK / 10).min(document.text.len());
    while !document.text.is_char_boundary(to) {
        to -= 1;
    }
    let behind = document.text.get(claim.end as usize..to).unwrap_or("");
    behind.split('\n').next().unwrap_or("").to_ascii_lowercase()
}

/// A block of words.
struct Line<'a> {
    block: &'a Block,
    text: &'a str,
    /// The text in lower case, byte for byte as long.
    lower: String,
}

impl Line<'_> {
    /// Where one of these words or phrases stands, not as a part of another word.
    fn says(&self, any: &[&'static str]) -> Option<(usize, &'static str)> {
        any.iter().find_map(|phrase| {
            self.lower.match_indices(phrase).find_map(|(at, _)| {
                let before = self.lower.get(..at)?.chars().next_back();
                let after = self.lower.get(at + phrase.len()..)?.chars().next();
                let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '/'));
                (!part(before) && !part(after)).then_some((at, *phrase))
            })
        })
    }

    fn claim(&self, kind: ClaimKind, at: usize, len: usize, subject: &str, value: &str) -> Claim {
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Claim {
            kind,
            subject: subject.to_owned(),
            value: value.to_owned(),
            service: self.block.service.clone(),
            start: self.block.start.saturating_add(offset(at)),
            end: self.block.start.saturating_add(offset(at + len)),
            line: self.block.line,
        }
    }
}

fn lines(document: &Document) -> impl Iterator<Item = Line<'_>> {
    let worded = |block: &&Block| {
        matches!(block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Row)
            && (block.end - block.start.min(block.end)) as usize <= BLOCK
    };
    document.blocks.iter().filter(worded).take(BLOCKS).filter_map(|block| {
        let text = document.text.get(block.start as usize..block.end as usize)?;
        Some(Line { block, text, lower: text.to_ascii_lowercase() })
    })
}

/// A way of working, and whether anything in the code works so.
fn works(check: &Check<'_>, line: &Line<'_>, technique: &Technique) -> Option<(Claim, Answer)> {
    let (at, phrase) = line.says(technique.said)?;
    if !technique.of.is_empty() && line.block.service != technique.of {
        return None;
    }
    let claim = line.claim(ClaimKind::Symbol, at, phrase.len(), phrase, "");
    let seen: Vec<_> = technique.shows.iter().filter_map(|(term, fit)| check.seen(term, *fit)).collect();
    if let Some(place) = seen.iter().find_map(|seen| seen.in_code()) {
        return Some((claim, Answer::confirmed(Some(place.clone()))));
    }
    let comment = seen.iter().find_map(|seen| seen.best()).filter(|(sort, _)| *sort == Where::Comment);
    let answer = match comment {
        Some((_, place)) => {
            Answer::not_found().remark(format!("only in a comment in {}", place.path)).at(Some(place.clone()))
        }
        None => Answer::not_found().remark("no code for it is recognised"),
    };
    Some((claim, answer))
}

/// "In-memory FAISS", and the code saves it.
fn in_memory(check: &Check<'_>, line: &Line<'_>) -> Option<(Claim, Answer)> {
    let (at, phrase) = line.says(&["in-memory", "in memory"])?;
    let behind = line.lower.get(at + phrase.len()..)?;
    let (id, terms) = SAVED.iter().find(|(id, _)| {
        let word = behind.trim_start_matches([' ', '`', '*', '(']);
        word.starts_with(id) && check.services.contains_key(id)
    })?;
    let (term, place) = terms.iter().find_map(|term| Some((term, check.in_code(term, Fit::Word)?)))?;
    let claim = line.claim(ClaimKind::Service, at, phrase.len(), id, "in memory");
    Some((claim, Answer::contradicted(format!("the code saves it with {term}"), Some(place))))
}

/// The names of typefaces in a line that speaks of fonts: runs of words in capitals between commas, with where they stand.
fn fonts<'a>(line: &Line<'a>) -> Vec<(usize, &'a str)> {
    if line.says(&["google fonts", "next/font/google", "next/font"]).is_none() {
        return Vec::new();
    }
    let breaks = |c: char| matches!(c, ',' | '+' | '|' | '(' | ')' | ';' | ':' | '—' | '–' | '`' | '*' | '&');
    let mut out = Vec::new();
    for part in line.text.split(breaks) {
        let start = part.as_ptr() as usize - line.text.as_ptr() as usize;
        let mut end: Option<(usize, usize)> = None;
        for (count, (at, word)) in prose::words(part).enumerate() {
            let large =
                word.starts_with(|c: char| c.is_ascii_uppercase()) && word.bytes().all(|b| b.is_ascii_alphanumeric());
            // A dash between what comes before and the first name.
            if count == 0 && !word.contains(char::is_alphanumeric) {
                continue;
            }
            if !large || count == 4 {
                break;
            }
            end = Some((end.map_or(at, |(first, _)| first), at + word.len()));
        }
        let Some((from, to)) = end else { continue };
        let Some(name) = part.get(from..to) else { continue };
        let lower = name.to_ascii_lowercase();
        if name.len() > 3 && !["google", "font", "next"].iter().any(|word| lower.contains(word)) {
            out.push((start + from, name));
        }
    }
    out
}

/// "Geist Sans" is `Geist`.
fn bare_font(name: &str) -> &str {
    name.strip_suffix(" Sans").unwrap_or(name)
}

/// Typefaces that no code loads, where it loads others of the same line by their names.
fn typefaces(check: &Check<'_>, line: &Line<'_>) -> Vec<(Claim, Answer)> {
    let answers: Vec<(usize, &str, Option<Place>)> = fonts(line)
        .into_iter()
        .map(|(at, name)| {
            let place = check.in_code(name, Fit::Name);
            let bare = || check.in_code(bare_font(name), Fit::Word).filter(|_| bare_font(name) != name);
            (at, name, place.or_else(bare))
        })
        .collect();
    if answers.len() < 2 || answers.iter().all(|(_, _, place)| place.is_none()) {
        return Vec::new();
    }
    let answered = |(at, name, place): (usize, &str, Option<Place>)| {
        let answer = match place {
            Some(place) => Answer::confirmed(Some(place)),
            None => Answer::not_found().remark("no code loads this typeface"),
        };
        (line.claim(ClaimKind::Symbol, at, name.len(), name, ""), answer)
    };
    answers.into_iter().map(answered).collect()
}

/// "Docker Compose for production", and every compose file runs servers for development.
fn for_production(check: &Check<'_>, line: &Line<'_>) -> Option<(Claim, Answer)> {
    let (at, phrase) = line.says(&["docker compose", "docker-compose"])?;
    line.says(&["production"])?;
    let composes: Vec<&str> = compose_files(check).collect();
    if composes.is_empty() || composes.iter().any(|path| path.contains("prod")) {
        return None;
    }
    let dev = |path: &&str| {
        DEVELOPMENT.iter().find(|term| check.code.seen.in_file(term, Fit::Word, path) == Some(true)).copied()
    };
    let commands: Vec<&str> = composes.iter().map(dev).collect::<Option<_>>()?;
    let (term, first) = (*commands.first()?, *composes.first()?);
    let places = check.seen(term, Fit::Word).map_or(&[][..], |seen| &seen.places);
    let place = places.iter().find(|(_, place)| place.path == first).map(|(_, place)| place.clone());
    let place = place.unwrap_or_else(|| Place { path: first.to_owned(), line: 1 });
    let claim = line.claim(ClaimKind::Service, at, phrase.len(), "docker", "production");
    Some((claim, Answer::contradicted(format!("{first} is for development: it runs {term}"), Some(place))))
}

/// The compose files of the product.
fn compose_files<'a>(check: &Check<'a>) -> impl Iterator<Item = &'a str> {
    let compose = |path: &&str| {
        let name = path::name(path).to_ascii_lowercase();
        (name.starts_with("docker-compose") || name.starts_with("compose."))
            && matches!(path::extension(path), "yml" | "yaml")
    };
    check.code.files.iter().filter(|file| file.role == Role::Product).map(|file| file.path.as_str()).filter(compose)
}

/// A cron of Cloudflare's that calls the code, and no handler in the code is there to be called.
fn scheduled(check: &Check<'_>, line: &Line<'_>) -> Option<(Claim, Answer)> {
    let (at, phrase) = line.says(&["cron", "crons", "scheduled worker"])?;
    let of_it = line.block.service.starts_with("cloudflare") || line.lower.contains("cloudflare");
    let crons = check.seen("crons", Fit::Word)?;
    let (_, place) = crons.places.iter().find(|(_, place)| path::name(&place.path).starts_with("wrangler."))?;
    let handled = check.seen("scheduled", Fit::Word)?.in_code().is_some();
    let claim = line.claim(ClaimKind::Symbol, at, phrase.len(), "scheduled", "");
    (of_it && !handled).then(|| {
        let truth = format!("{} sets crons; no scheduled() handler answers them", place.path);
        (claim, Answer::contradicted(truth, Some(place.clone())))
    })
}

/// "Non-Google" servers, and the code names some of Google's beside them.
fn other_vendor(check: &Check<'_>, line: &Line<'_>) -> Option<(Claim, Answer)> {
    let (at, _) = line.lower.match_indices("non-").next()?;
    let behind = line.lower.get(at + "non-".len()..)?;
    let vendor = behind.split(|c: char| !c.is_ascii_alphanumeric()).next().filter(|word| word.len() > 4)?;
    // Of the sort that the line is about: `stun.…`, by the first part of the hosts that it names.
    let sorts: Vec<String> = prose::words(&line.lower)
        .filter_map(|(_, word)| {
            let host = word.rsplit("//").next().unwrap_or(word);
            let host = host.split_once(':').filter(|(_, rest)| rest.contains('.')).map_or(host, |(_, rest)| rest);
            let (sort, rest) = host.split_once('.')?;
            (rest.contains('.') && sort.len() > 2).then(|| sort.to_owned())
        })
        .collect();
    let (host, place) = check.hosts.iter().find(|(host, _)| {
        let mut parts = host.split('.');
        parts
            .next()
            .is_some_and(|first| sorts.iter().any(|sort| first.trim_end_matches(|c: char| c.is_ascii_digit()) == sort))
            && parts.any(|part| part == vendor)
    })?;
    let claim = line.claim(ClaimKind::Host, at, "non-".len() + vendor.len(), &format!("non-{vendor}"), "");
    Some((claim, Answer::contradicted(format!("code uses {host}, too"), Some(place.clone()))))
}

/// "Mounted at `/data`", and no compose file mounts it.
fn mounts(check: &Check<'_>, claims: &mut [Checked]) {
    let composes: Vec<&str> = compose_files(check).collect();
    if composes.is_empty() {
        return;
    }
    for claim in claims.iter_mut() {
        let term = match claim.kind {
            ClaimKind::Endpoint => super::endpoint::fixed(&claim.subject),
            ClaimKind::Path => claim.subject.trim_end_matches('/'),
            _ => continue,
        };
        let Some((_, mounted)) = claim.text.split_once("mounts") else { continue };
        let absolute = term.starts_with('/') && term.matches('/').count() > 1;
        let copied = claim.place.as_ref().is_some_and(|place| path::name(&place.path).starts_with("Dockerfile"));
        if absolute
            && copied
            && mounted.contains(term)
            && composes.iter().all(|path| check.code.seen.in_file(term, Fit::Word, path) == Some(false))
        {
            let file = claim.place.as_ref().map_or("", |place| place.path.as_str());
            claim.truth = format!("no compose file mounts it; {file} names it");
            claim.verdict = Verdict::Contradicted;
        }
    }
}

/// "The base URL comes from `API_URL` (default: https://api.acme.com)", and a file calls that host without the variable.
fn past_the_variable(check: &Check<'_>, document: &Document) -> Vec<Checked> {
    let mut out: Vec<Checked> = Vec::new();
    for claim in super::defaults::claims(document) {
        let Some((_, rest)) = claim.value.split_once("://") else { continue };
        let host = rest.split(['/', ':', '?']).next().unwrap_or("").to_ascii_lowercase();
        let own = check.hosts.contains_key(host.as_str()) && host.contains('.');
        if !own || out.iter().any(|known| known.subject == claim.subject) || !reads_it(check, &claim.subject) {
            continue;
        }
        // A pipeline that looks whether the site is up is not what the document speaks of.
        let speaks = |file: &&FileRead| file.role == Role::Product && !file.path.starts_with(".github/");
        let calls = check.code.files.iter().filter(speaks).find_map(|file| {
            let call = file
                .facts
                .iter()
                .find(|fact| matches!(&fact.what, What::Host { host: has, usage: Usage::Call, .. } if *has == host))?;
            let reads = file
                .facts
                .iter()
                .any(|fact| matches!(&fact.what, What::EnvRead { name, .. } if *name == claim.subject));
            (!reads).then(|| Place { path: file.path.clone(), line: call.line })
        });
        if let Some(place) = calls {
            let claim = Claim { value: format!("for {host}"), ..claim };
            let said = Said { claim: &claim, clause: check.clauses.of(&claim) };
            let truth = format!("{} calls {host} without it", place.path);
            out.push(super::to_checked(said, Answer::contradicted(truth, Some(place))));
        }
    }
    out
}

fn reads_it(check: &Check<'_>, name: &str) -> bool {
    check.env.get(name).is_some_and(|variable| !variable.read.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> (Block, String) {
        let block = Block { kind: BlockKind::Item, end: text.len() as u32, line: 1, ..Block::default() };
        (block, text.to_owned())
    }

    #[test]
    fn names_of_typefaces() {
        let (block, text) = line("| `next/font/google` | web fonts | Geist Sans + Geist Mono loaded server-side |");
        let line = Line { block: &block, text: &text, lower: text.to_ascii_lowercase() };
        let names: Vec<&str> = fonts(&line).into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, ["Geist Sans", "Geist Mono"]);
        assert_eq!(bare_font("Geist Sans"), "Geist");
    }

    #[test]
    fn phrases_are_words() {
        let (block, text) = line("- Optional basic auth; nonbasic authx");
        let line = Line { block: &block, text: &text, lower: text.to_ascii_lowercase() };
        assert_eq!(line.says(&["basic authx", "basic auth"]), Some((11, "basic auth")));
    }
}
