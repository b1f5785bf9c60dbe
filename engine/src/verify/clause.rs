//! The words around a claim: its item, the label that it stands behind, and whether its sentence says yes or no.

use crate::audit::{Block, Claim, Document};
use std::ops::Range;

/// Longest text of an item that is shown, in bytes.
const SHOWN: usize = 200;

/// Most bytes that are looked at on either side of a claim.
const REACH: usize = 400;

/// Most bytes of an item on either side of a claim, and of a claim itself. A line of a megabyte may make thousands of claims,
/// and each looks at its words.
const WINDOW: usize = 800;

/// Most bytes of a label in front of its colon.
const LABEL: usize = 60;

/// A claim with the words around it.
#[derive(Debug, Clone, Copy)]
pub struct Clause<'a> {
    /// The text of the block that makes the claim, of a long one what stands around the claim.
    pub item: &'a str,
    /// How the block begins, up to the claim's end.
    head: &'a str,
    /// Where the claim begins and ends in the item.
    start: usize,
    end: usize,
}

/// Finds the blocks that claims stand in.
#[derive(Debug)]
pub struct Clauses<'a> {
    text: &'a str,
    blocks: &'a [Block],
}

impl<'a> Clauses<'a> {
    /// The clauses of a document.
    pub fn new(document: &'a Document) -> Self {
        Clauses { text: &document.text, blocks: &document.blocks }
    }

    /// The clause of one claim.
    pub fn of(&self, claim: &Claim) -> Clause<'a> {
        let (from, to) = (claim.start as usize, claim.end as usize);
        let after = self.blocks.partition_point(|block| block.start as usize <= from);
        let block = after.checked_sub(1).and_then(|at| self.blocks.get(at));
        let span = match block.filter(|block| from < block.end as usize) {
            Some(block) => block.start as usize..block.end as usize,
            None => self.line(from),
        };
        let to = to.min(from.saturating_add(WINDOW));
        let first = boundary(self.text, span.start);
        let start = boundary(self.text, span.start.max(from.saturating_sub(WINDOW)));
        let end = boundary(self.text, span.end.min(to.saturating_add(WINDOW)));
        let item = self.text.get(start..end).unwrap_or("");
        let head = self.text.get(first..end.min(boundary(self.text, first + WINDOW))).unwrap_or(item);
        let within = |at: usize| boundary(item, at.saturating_sub(start));
        let (start, end) = (within(from), within(to));
        Clause { item, head, start, end: end.max(start) }
    }

    /// The line around a byte of the text.
    fn line(&self, at: usize) -> Range<usize> {
        let at = boundary(self.text, at);
        let (from, to) =
            (boundary(self.text, at.saturating_sub(WINDOW)), boundary(self.text, at.saturating_add(WINDOW)));
        let start = self.text.get(from..at).and_then(|before| before.rfind('\n')).map_or(from, |i| from + i + 1);
        let end = self.text.get(at..to).and_then(|rest| rest.find('\n')).map_or(to, |i| at + i);
        start..end
    }
}

/// The char boundary at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Words in front of a thing by which the sentence says that it is not there.
const NO: &[&str] = &[
    "absent", "aren't", "doesn't", "don't", "hasn't", "isn't", "lack", "lacks", "missing", "neither", "never", "no",
    "non", "none", "nor", "not", "without",
];

/// Words in front of a thing by which it is to come, was, or is one of several that could be.
const ELSEWHEN: &[&str] = &[
    "alternative",
    "alternatives",
    "consider",
    "could",
    "deprecated",
    "e.g",
    "eventually",
    "former",
    "formerly",
    "future",
    "instead",
    "later",
    "legacy",
    "like",
    "may",
    "might",
    "old",
    "optionally",
    "planned",
    "previously",
    "proposed",
    "rather",
    "recommend",
    "recommended",
    "removed",
    "should",
    "similar",
    "someday",
    "suggested",
    "than",
    "todo",
    "unlike",
    "upcoming",
    "was",
    "were",
    "will",
    "would",
    "yet",
];

/// How a bracket begins that says what there is instead.
const INSTEAD: &[&str] = &["handled", "relies", "relying", "through", "uses", "using", "via"];

/// Words behind a thing by which it is not there or not there yet.
const NOT_THERE: &[&str] = &[
    "absent",
    "does not exist",
    "doesn't exist",
    "do not exist",
    "is missing",
    "not committed",
    "not found",
    "not implemented",
    "not in repo",
    "not in the repo",
    "not installed",
    "not present",
    "not used",
    "not yet",
    "planned",
    "to be added",
    "unused",
];

impl<'a> Clause<'a> {
    /// The item on one line, without its bullet, shortened.
    pub fn shown(&self) -> String {
        let text =
            self.head.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '+' | '#' | '|' | '>'));
        let text = if text.is_empty() { self.head } else { text };
        // The markup that stood before belongs to the text where it is emphasis.
        let skipped = self.head.len() - text.len();
        let bold = self.head.get(..skipped).is_some_and(|before| before.ends_with("**"));
        let mut out = String::from(if bold { "**" } else { "" });
        for word in text.split_whitespace() {
            if out.len() + word.len() > SHOWN {
                let room = boundary(word, SHOWN.saturating_sub(out.len()));
                out.push_str(word.get(..room).unwrap_or(""));
                out.push('…');
                break;
            }
            if !out.is_empty() && out != "**" {
                out.push(' ');
            }
            out.push_str(word);
        }
        out
    }

    /// The claim's own words.
    pub fn claimed(&self) -> &'a str {
        self.item.get(self.start..self.end).unwrap_or("")
    }

    /// The words of its sentence in front of the claim.
    pub fn before(&self) -> &'a str {
        let from = boundary(self.item, self.start.saturating_sub(REACH));
        let before = self.item.get(from..self.start).unwrap_or("");
        let ends = [". ", "; ", "! ", "? ", " — ", " – ", " | ", "\n"];
        let start = ends.iter().filter_map(|end| before.rfind(end).map(|at| at + end.len())).max().unwrap_or(0);
        let before = before.get(start..).unwrap_or("");
        // "None (relies on …)" denies what stands in front of the bracket only.
        match before.rfind('(') {
            Some(at) if INSTEAD.iter().any(|word| before.get(at + 1..).unwrap_or("").starts_with(word)) => {
                before.get(at + 1..).unwrap_or("")
            }
            _ => before,
        }
    }

    /// The words of its sentence behind the claim.
    pub fn after(&self) -> &'a str {
        let to = boundary(self.item, self.end.saturating_add(REACH));
        let after = self.item.get(self.end..to).unwrap_or("");
        let ends = [". ", "; ", "! ", "? ", " | ", "\n"];
        let end = ends.iter().filter_map(|end| after.find(end)).min().unwrap_or(after.len());
        after.get(..end).unwrap_or("")
    }

    /// What stands in the brackets right behind the claim, or right behind the version that follows it; else empty.
    pub fn bracket(&self) -> &'a str {
        let after = self.after().trim_start_matches(['`', '*', ' ']);
        let word = after.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '^' | '~' | '+' | '-')));
        let rest = after.get(word.unwrap_or(after.len())..).unwrap_or("");
        let rest = rest.trim_start_matches(['`', '*', ' ']);
        rest.strip_prefix('(').and_then(|inner| inner.split(')').next()).unwrap_or("")
    }

    /// The label that the item begins with, without markup: "SDK/Client" of `- **SDK/Client:** …`; else empty.
    pub fn label(&self) -> &'a str {
        let before = match self.item.get(..self.start) {
            Some(before) if self.item.as_ptr() == self.head.as_ptr() => before,
            _ => self.head,
        };
        let end = before.find(':').filter(|at| *at <= LABEL);
        let label = end.and_then(|at| before.get(..at)).unwrap_or("");
        let label =
            label.trim_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '+' | '#' | '_' | '`' | '|'));
        if label.contains(['`', '/']) && label.contains('.') { "" } else { label }
    }

    /// Whether its sentence says that the thing is not there.
    pub fn denies(&self) -> bool {
        let no = |word: &str| NO.contains(&word);
        // "no", and what it denies stands close behind.
        words(self.before()).rev().take(12).any(|word| no(&word)) || self.followed_by_no()
    }

    /// Whether its sentence says that the thing is to come, was, or only could be.
    pub fn elsewhen(&self) -> bool {
        words(self.before()).rev().take(12).any(|word| ELSEWHEN.contains(&word.as_str()))
    }

    /// Whether the words right in front of the claim say that the thing is to come.
    pub fn is_to_come(&self) -> bool {
        words(self.before()).rev().take(3).any(|word| matches!(word.as_str(), "future" | "planned" | "upcoming"))
    }

    fn followed_by_no(&self) -> bool {
        let after = self.after().to_ascii_lowercase();
        // Up to the next thing that is named: what is said behind it is said of that.
        let own = after.trim_start_matches('`');
        let own = own.split(['`', ',']).next().unwrap_or("");
        NOT_THERE.iter().any(|words| own.contains(words))
    }

    /// Whether its words say of a service that it is there and nothing uses it.
    pub fn is_idle(&self) -> bool {
        let item = self.item.to_lowercase();
        self.says(&["declared", "idle", "inactive", "unused"])
            || ["not active", "not in use", "not used", "not yet used", "installed but"]
                .iter()
                .any(|words| item.contains(words))
    }

    /// Whether its words hold one of these, each in lower case.
    pub fn says(&self, any: &[&str]) -> bool {
        words(self.item).any(|word| any.contains(&word.as_str()))
    }
}

/// The words of a text in lower case.
fn words(text: &str) -> impl DoubleEndedIterator<Item = String> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '.')))
        .map(|word| word.trim_matches(['.', '\'']))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, thing: &str, check: impl Fn(Clause<'_>) -> bool) -> bool {
        let document = Document { text: text.into(), ..Document::default() };
        let at = text.find(thing).unwrap() as u32;
        let claim = Claim { start: at, end: at + thing.len() as u32, ..Claim::default() };
        check(Clauses::new(&document).of(&claim))
    }

    #[test]
    fn yes_and_no() {
        for (text, thing, denies) in [
            ("- No Procfile, Dockerfile for the app", "Dockerfile", true),
            ("- There is no such thing. Uses `Dockerfile`", "Dockerfile", false),
            ("- `a.ts` (not used)", "a.ts", true),
            ("- `a.ts`, `b.ts` is not used", "a.ts", false),
            ("- Config in `a.ts`", "a.ts", false),
        ] {
            assert_eq!(with(text, thing, |clause| clause.denies()), denies, "{text}");
        }
        assert!(with("derive from future `pyproject.toml`", "pyproject.toml", |clause| clause.elsewhen()));
    }

    #[test]
    fn labels_and_brackets() {
        let text = "x\n  - **SDKs:** `@a/b` v0.85.0 (backend), `c` (frontend UI)\ny";
        assert!(with(text, "@a/b", |clause| clause.label() == "SDKs" && clause.bracket() == "backend"));
        assert!(with(text, "c`", |clause| clause.bracket() == "frontend UI"));
        assert!(with("- `a/b.ts`: does it", "does", |clause| clause.label().is_empty()));
        assert!(with(text, "@a/b", |clause| clause.shown() == "**SDKs:** `@a/b` v0.85.0 (backend), `c` (frontend UI)"));
    }

    #[test]
    fn odd_spans_are_cut() {
        let document = Document { text: "é".into(), ..Document::default() };
        for (start, end) in [(0, 1), (1, 1), (1, 0), (9, 99), (u32::MAX, u32::MAX)] {
            let clause = Clauses::new(&document).of(&Claim { start, end, ..Claim::default() });
            let _ = (clause.before(), clause.after(), clause.shown(), clause.label(), clause.denies());
        }
    }
}
