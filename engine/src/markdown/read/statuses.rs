//! How far along a document says a service is: the words for "none", for "to come", for "only named", and which of the
//! names in a sentence they speak of.

use super::phrases::Phrases;
use crate::audit::Status;
use std::ops::Range;
use std::sync::LazyLock;

/// How an answer begins that says there is nothing. Longest first where one begins another.
const NONE: &[&str] = &[
    "none detected",
    "none documented",
    "none found",
    "none configured",
    "none integrated",
    "none identified",
    "none implemented",
    "none required",
    "none specified",
    "none",
    "nothing",
    "not applicable",
    "not available",
    "not concretely",
    "not configured",
    "not currently",
    "not defined",
    "not detected",
    "not documented",
    "not explicitly",
    "not found",
    "not identified",
    "not implemented",
    "not in use",
    "not included",
    "not installed",
    "not integrated",
    "not named",
    "not preconfigured",
    "not present",
    "not required",
    "not set up",
    "not specified",
    "not used",
    "not yet",
    "not described",
    "not needed",
    "not visible",
    "not wired",
    "n/a",
    "n.a.",
    "nil",
    "absent",
    "undetected",
    "no",
];

/// Words after "none" that take it back: "None strictly required".
const SOME: &[&str] = &["none strictly", "none beyond", "no longer", "not only", "none of"];

/// Words that tell how far along a service is, most telling first: the first row that a text holds decides.
const WORDS: &[(Status, &[&str])] = &[
    (
        Status::Planned,
        &[
            "planned",
            "planning to",
            "to be integrated",
            "to be added",
            "to be implemented",
            "coming soon",
            "not yet implemented",
            "not yet integrated",
            "not yet developed",
            "not implemented",
            "scaffold",
            "scaffolded",
            "stubbed",
            "stub",
            "todo",
            "roadmap",
            "pending implementation",
            "pending",
            "future",
            "deferred",
            "proposed",
            "upcoming",
            "will be",
        ],
    ),
    (
        Status::DevOnly,
        &[
            "development only",
            "dev only",
            "development and tests only",
            "tests only",
            "test only",
            "testing only",
            "local development",
            "local dev",
            "only in development",
            "only for development",
            "prototype only",
            "development email testing",
            "dev tool",
            "development tool",
            "for development",
        ],
    ),
    (
        Status::Declared,
        &[
            "declared, no use",
            "declared only",
            "declared but",
            "listed in devdependencies",
            "installed but",
            "not imported",
            "not actively configured",
            "unused",
            "not actively used",
            "available but",
            "not heavily configured",
            "placeholder",
        ],
    ),
    (
        Status::Mentioned,
        &[
            "mentioned only",
            "referenced in",
            "mentioned",
            "documented only",
            "documentation only",
            "reference only",
            "referenced only",
            "not in repo",
            "not used",
            "not currently used",
            "not currently",
            "not in use",
            "could be",
            "could",
            "candidate",
            "candidates",
            "alternative",
            "alternate",
            "alternatives",
            "recommended",
            "historically",
            "deprecated",
            "would",
            "legacy",
            "formerly",
            "previously",
            "no longer",
            "removed",
            "likely",
            "suggested",
            "implied",
            "considered",
            "possible",
            "comparable",
            "similar to",
            "compatible with",
            "ready for",
            "not bound",
            "documented target",
            "example",
        ],
    ),
];

/// Words that say that a service named before them is not there.
const GONE: &[&str] = &[
    "not configured",
    "not detected",
    "not present",
    "not found",
    "not integrated",
    "not installed",
    "not enabled",
    "none",
    // Portuguese, Spanish and German.
    "não configurado",
    "não detectado",
    "não implementado",
    "não utilizado",
    "no configurado",
    "no implementado",
    "no utilizado",
    "nicht konfiguriert",
    "nicht verwendet",
];

/// What an answer says of why there is nothing, if it says that: the reason, which may be empty.
pub fn none(text: &str) -> Option<Range<usize>> {
    let start = text.len()
        - text
            .trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '-' | '–' | '—' | '('))
            .len();
    let body = text.get(start..)?;
    let head: String = body.chars().take(24).flat_map(char::to_lowercase).collect();
    if SOME.iter().any(|some| head.starts_with(some)) {
        return None;
    }
    let word = NONE.iter().find(|word| {
        head.strip_prefix(**word)
            .is_some_and(|rest| rest.chars().next().is_none_or(|c| !c.is_alphanumeric() && c != '-'))
    })?;
    let reason = start + word.len();
    let rest = text.get(reason..)?;
    // What goes on without a stop is one sentence: "No tracker is wired up", "Not defined in tracked files".
    if rest.trim_start().starts_with(char::is_alphanumeric) {
        return Some(start..text.len());
    }
    let lead = rest.len()
        - rest
            .trim_start_matches(|c: char| {
                c.is_whitespace() || matches!(c, '*' | '_' | '`' | '-' | '–' | '—' | '.' | ':' | ',' | ';')
            })
            .len();
    Some(reason + lead..text.len())
}

static STATUS_PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let rows = WORDS.iter().enumerate();
    Phrases::new(rows.flat_map(|(row, (_, words))| words.iter().map(move |word| (row, *word))))
});

/// How far along a text says that its service is, if it does. "Optional" says nothing of that.
pub fn status(text: &str) -> Option<Status> {
    said(text, |_| true)
}

/// The first row of which a text holds words, where they stand as `counts` demands and are not denied themselves: "not a
/// stub" says nothing.
fn said(text: &str, counts: impl Fn(&Range<usize>) -> bool) -> Option<Status> {
    let row = STATUS_PHRASES
        .find(text)
        .filter(|(range, _)| {
            let before = text.get(..range.start).unwrap_or("").trim_end().to_ascii_lowercase();
            let denied = [" not", " not a", " no"].iter().any(|word| before.ends_with(word))
                || before == "not"
                || before == "no";
            counts(range) && !denied
        })
        .map(|(_, row)| row)
        .min()?;
    WORDS.get(row).map(|row| row.0)
}

/// Whether a remark beside a service's name says that it is not there.
pub fn gone(remark: &str) -> bool {
    let remark = remark.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    GONE.iter().any(|word| remark.strip_prefix(word).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

/// How far along the first clause of a service's purpose says that it is. There, single words mean something else as
/// often: "payments for upcoming events".
pub fn purpose_status(purpose: &str) -> Option<Status> {
    const TELLING: &[&str] =
        &["deprecated", "mentioned", "placeholder", "planned", "scaffold", "scaffolded", "stub", "stubbed", "unused"];
    let near = purpose.get(..purpose.floor_char_boundary(160)).unwrap_or("");
    said(near, |range| {
        let words = near.get(range.clone()).unwrap_or("");
        words.contains(' ') || range.end <= 24 || TELLING.binary_search(&words.to_ascii_lowercase().as_str()).is_ok()
    })
}

/// What a sentence says of the thing named at a place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stance {
    /// That it is there.
    Said,
    /// That it is not.
    Denied,
    /// That it may be, was, or is to be.
    Status(Status),
}

/// Words before a name that deny it, up to the end of their clause.
const DENIALS: &[&str] = &[
    "no",
    "not",
    "without",
    "non",
    "never",
    "neither",
    "nor",
    "isn't",
    "aren't",
    "doesn't",
    "don't",
    "unlike",
    "lacks",
    "instead of",
    "rather than",
    "replaces",
    "replaced",
    // Portuguese, Spanish and German.
    "não",
    "nenhum",
    "nenhuma",
    "sem",
    "sin",
    "ningún",
    "ninguna",
    "kein",
    "keine",
    "nicht",
    "ohne",
];

/// Words in the bracket behind "None" that say what does it instead: "None (uses Acme)".
const INSTEAD: &[&str] = &[
    "by", "from", "handled", "in", "instead", "only", "relies", "rely", "through", "use", "used", "uses", "via", "with",
];

static DENIAL_PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(DENIALS));
static INSTEAD_PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(INSTEAD));
static GONE_PHRASES: LazyLock<Phrases> = LazyLock::new(|| Phrases::of(GONE));
static TEST_PHRASES: LazyLock<Phrases> =
    LazyLock::new(|| Phrases::of(&["test", "tests", "testing", "e2e", "end-to-end", "spec", "specs"]));

/// What a text says of the thing named at `range` in it.
///
/// A denial reaches from its word to the end of the clause: a full stop, a semicolon, a dash, "but", or the bracket that
/// it stands in.
pub fn stance(text: &str, range: Range<usize>) -> Stance {
    let start = clause_start(text, range.start);
    let before = text.get(start..range.start).unwrap_or("").to_lowercase();
    if DENIAL_PHRASES.any(&before) && !before.contains("not only") && !denial_is_over(&before) {
        return Stance::Denied;
    }
    if lists_what_is_not_there(text, &range) {
        return Stance::Denied;
    }
    let end = clause_end(text, range.end);
    let after = text.get(range.end..end).unwrap_or("").to_lowercase();
    if after.starts_with("-compatible")
        || after.starts_with(" compatible")
        || after.starts_with("-style")
        || after.starts_with("-compat")
    {
        return Stance::Status(Status::Mentioned);
    }
    let aside =
        after.trim_start().trim_start_matches(['*', '`', '_']).trim_start_matches([' ', '(', '—', '-', ':', '–']);
    let is_gone = |range: Range<usize>| {
        after.get(..range.start).is_some_and(|before| before.ends_with("is ") || before.ends_with("are "))
    };
    if GONE.iter().any(|word| aside.starts_with(word)) || GONE_PHRASES.find(&after).any(|(range, _)| is_gone(range)) {
        return Stance::Denied;
    }
    // Only the words close by speak of it.
    let near = tail(&before, 60);
    let behind = after.get(..after.floor_char_boundary(40)).unwrap_or("");
    status(near).or_else(|| status(behind)).map_or(Stance::Said, Stance::Status)
}

/// Whether a place stands in the bracket right behind an answer that says there is nothing, and the bracket does not say what does
/// it instead: "None detected (Acme, Brill)".
fn lists_what_is_not_there(text: &str, range: &Range<usize>) -> bool {
    let Some(reason) = none(text).filter(|reason| reason.start < range.start) else { return false };
    let Some(bracket) = text.get(reason).and_then(|reason| reason.strip_prefix('(')) else { return false };
    let open = text.len() - bracket.len();
    let inside = bracket.split(')').next().unwrap_or(bracket);
    range.end <= open + inside.len() && !INSTEAD_PHRASES.any(inside)
}

/// Whether a text denies something.
pub fn denies(text: &str) -> bool {
    DENIAL_PHRASES.any(text)
}

/// Whether the clause around a place speaks of tests.
pub fn speaks_of_tests(text: &str, range: Range<usize>) -> bool {
    let clause = text.get(clause_start(text, range.start)..clause_end(text, range.end)).unwrap_or("");
    let behind = text.get(range.end..text.floor_char_boundary(range.end + 60)).unwrap_or("");
    TEST_PHRASES.any(clause) || TEST_PHRASES.any(behind)
}

/// A denial of the thing's user, not of the thing: "no API key required for".
fn denial_is_over(before: &str) -> bool {
    [" for ", " in ", " by ", " via ", " with ", " through ", " to ", " using "]
        .iter()
        .filter_map(|word| before.rfind(word))
        .max()
        .is_some_and(|at| {
            let behind = before.get(at..).unwrap_or("");
            // The denial stands before the preposition, with a thing of its own, and none after it.
            !DENIAL_PHRASES.any(behind)
                && before.get(..at).is_some_and(|head| {
                    ["required", "needed", "necessary", "credentials", "key", "token", "config"]
                        .iter()
                        .any(|w| head.contains(w))
                })
        })
}

fn tail(text: &str, bytes: usize) -> &str {
    let from = text.ceil_char_boundary(text.len().saturating_sub(bytes));
    text.get(from..).unwrap_or("")
}

/// How far a clause is looked for, in bytes.
const CLAUSE: usize = 240;

/// Where the clause begins that a place stands in.
fn clause_start(text: &str, at: usize) -> usize {
    let from = text.ceil_char_boundary(at.saturating_sub(CLAUSE));
    let Some(before) = text.get(from..at) else { return at };
    let mut depth = 0_usize;
    for (place, c) in before.char_indices().rev() {
        let behind = before.get(place + c.len_utf8()..).unwrap_or("");
        match c {
            ')' => depth += 1,
            // The bracket that opens around the place ends nothing: "no cache (Redis)"; but a denial inside ends there.
            '(' => depth = depth.saturating_sub(1),
            '\n' | ';' if depth == 0 => return from + place + 1,
            '.' | '!' | '?'
                if depth == 0
                    && behind.starts_with([' ', '\n', '*'])
                    && !is_abbreviation(before.get(..place).unwrap_or("")) =>
            {
                return from + place + 1;
            }
            '—' | '–' if depth == 0 => return from + place + c.len_utf8(),
            '-' if depth == 0 && behind.starts_with(' ') && before.get(..place).is_some_and(|b| b.ends_with(' ')) => {
                return from + place + 1;
            }
            'b' if depth == 0 && behind.starts_with("ut ") && before.get(..place).is_some_and(|b| b.ends_with(' ')) => {
                return from + place;
            }
            _ => {}
        }
    }
    from
}

fn is_abbreviation(before: &str) -> bool {
    ["e.g", "i.e", "etc", "vs", "incl"].iter().any(|word| before.ends_with(word))
}

fn clause_end(text: &str, at: usize) -> usize {
    let to = text.floor_char_boundary(at.saturating_add(CLAUSE));
    let Some(after) = text.get(at..to) else { return at };
    for (place, c) in after.char_indices() {
        let behind = after.get(place + c.len_utf8()..).unwrap_or("");
        match c {
            '\n' | ';' | ',' => return at + place,
            '.' if behind.is_empty() || behind.starts_with([' ', '\n']) => return at + place,
            _ => {}
        }
    }
    to
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_that_say_none() {
        for (text, reason) in [
            ("None", Some("")),
            ("None.", Some("")),
            ("**None** — no accounts", Some("no accounts")),
            ("Not detected - nothing in CI", Some("nothing in CI")),
            ("None (console only)", Some("(console only)")),
            ("N/A", Some("")),
            ("No tracker is wired up", Some("No tracker is wired up")),
            ("None strictly required", None),
            ("Node.js", None),
            ("Notion", None),
            ("Noted in x", None),
            ("No-code tool", None),
        ] {
            assert_eq!(none(text).map(|range| &text[range]), reason, "{text}");
        }
    }

    #[test]
    fn statuses_by_word() {
        for (text, expected) in [
            ("Planned for spring", Some(Status::Planned)),
            ("optional", None),
            ("not currently used", Some(Status::Mentioned)),
            ("local development", Some(Status::DevOnly)),
            ("listed in devDependencies", Some(Status::Declared)),
            ("is not a stub", None),
            ("sends mail", None),
        ] {
            assert_eq!(status(text), expected, "{text}");
        }
    }

    fn of(text: &str, name: &str) -> Stance {
        let at = text.find(name).unwrap();
        stance(text, at..at + name.len())
    }

    #[test]
    fn what_a_sentence_says_of_a_name() {
        use Stance::{Denied, Said};
        let mentioned = Stance::Status(Status::Mentioned);
        for (text, name, expected) in [
            ("no Acme, Brill, etc.", "Brill", Denied),
            ("None (no Acme or Brill)", "Acme", Denied),
            ("No cache (Acme)", "Acme", Denied),
            ("No cache. Acme keeps it", "Acme", Said),
            ("No retry; sent via Acme", "Acme", Said),
            ("None — Acme does it", "Acme", Said),
            ("Acme (not configured)", "Acme", Denied),
            ("an Acme-compatible API", "Acme", mentioned),
            ("could be Acme", "Acme", mentioned),
            ("None detected (Acme/Brill)", "Acme", Denied),
            ("None (não há Acme/Brill)", "Brill", Denied),
            ("None (uses Acme)", "Acme", Said),
            ("Acme não implementado", "Acme", Denied),
            ("Not Brill but Acme", "Acme", Said),
            ("no key required for Acme", "Acme", Said),
            ("sent with Acme", "Acme", Said),
        ] {
            assert_eq!(of(text, name), expected, "{text} {name}");
        }
    }
}
