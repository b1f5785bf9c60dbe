//! Findings: what a careful reviewer would raise, from the facts of all files and the audit that was made of them.
//!
//! [`RULES`] is the table of rules; each family of them has a file here, and each rule a page in `docs/rules/`. A finding is
//! about one thing, whatever the number of places where it stands: its own place is the first. What only matters in a product
//! is not raised of tests, documents and examples.

mod code;
mod deployment;
mod endpoints;
mod help;
mod names;
mod packages;
mod retired;
mod rules;
mod secrets;
mod transport;
mod variables;
mod workflows;

use crate::order::Arrange;
pub use help::{Help, help};
pub use names::spelled;
pub use rules::{RULES, Rule, Severity, Topic};

use crate::assemble::FileRead;
use crate::audit::{Audit, Finding, Place};
use crate::facts::{Fact, What};
use crate::path::Role;
use crate::risk::Risk;
use std::collections::BTreeMap;

/// Most findings of one rule. A code base with more has one problem, not a thousand.
const OF_ONE_RULE: usize = 200;

/// Most names that one message lists.
const LISTED: usize = 5;

/// The findings of a code base, by rule, then path, then line. `files` are sorted by path, each one's facts by place.
pub fn find(files: &[FileRead], audit: &Audit) -> Vec<Finding> {
    let mut review = Review::new(files, audit);
    secrets::find(&mut review);
    variables::find(&mut review);
    endpoints::find(&mut review);
    packages::find(&mut review);
    retired::find(&mut review);
    transport::find(&mut review);
    deployment::find(&mut review);
    workflows::find(&mut review);
    code::find(&mut review);
    review.finish()
}

/// A fact with its file.
#[derive(Debug, Clone, Copy)]
struct Seen<'a> {
    file: &'a FileRead,
    fact: &'a Fact,
}

impl Seen<'_> {
    fn place(&self) -> Place {
        Place { path: self.file.path.clone(), line: self.fact.line }
    }
}

/// A risk with its place, and what it is about.
#[derive(Debug, Clone, Copy)]
struct Danger<'a> {
    seen: Seen<'a>,
    of: &'a str,
}

/// The code base under review, and what was raised so far.
struct Review<'a> {
    files: &'a [FileRead],
    audit: &'a Audit,
    risks: BTreeMap<Risk, Vec<Danger<'a>>>,
    found: Vec<Finding>,
}

impl<'a> Review<'a> {
    fn new(files: &'a [FileRead], audit: &'a Audit) -> Self {
        let mut risks: BTreeMap<Risk, Vec<Danger<'a>>> = BTreeMap::new();
        for file in files {
            for fact in &file.facts {
                if let What::Risk { risk, of } = &fact.what {
                    risks.entry(*risk).or_default().push(Danger { seen: Seen { file, fact }, of });
                }
            }
        }
        Review { files, audit, risks, found: Vec::new() }
    }

    /// Every fact of files that play one of these parts.
    fn facts(&self, roles: &'a [Role]) -> impl Iterator<Item = Seen<'a>> + use<'a> {
        let files = self.files.iter().filter(|file| roles.contains(&file.role));
        files.flat_map(|file| file.facts.iter().map(move |fact| Seen { file, fact }))
    }

    /// The risks of one sort in files that play one of these parts, in order.
    fn risks(&self, risk: Risk, roles: &[Role]) -> Vec<Danger<'a>> {
        let all = self.risks.get(&risk).map_or(&[][..], Vec::as_slice);
        all.iter().filter(|danger| roles.contains(&danger.seen.file.role)).copied().collect()
    }

    /// The same, gathered by what they are about.
    fn risks_by_subject(&self, risk: Risk, roles: &[Role]) -> BTreeMap<&'a str, Vec<Danger<'a>>> {
        let mut out: BTreeMap<&str, Vec<Danger<'a>>> = BTreeMap::new();
        for danger in self.risks(risk, roles) {
            out.entry(danger.of).or_default().push(danger);
        }
        out
    }

    /// Raises a finding of a rule, as bad as the rule says.
    fn raise(&mut self, rule: &Rule, place: Place, message: String) {
        self.raise_as(rule, rule.severity, place, "", message);
    }

    /// Raises a finding of a rule about a service.
    fn raise_of(&mut self, rule: &Rule, place: Place, service: &str, message: String) {
        self.raise_as(rule, rule.severity, place, service, message);
    }

    fn raise_as(&mut self, rule: &Rule, severity: Severity, place: Place, service: &str, message: String) {
        let known = self.audit.services.binary_search_by(|known| known.id.as_str().cmp(service)).is_ok();
        self.found.push(Finding {
            rule: rule.id.into(),
            severity: severity.word().into(),
            message,
            place,
            service: if known { service.into() } else { String::new() },
        });
    }

    fn finish(mut self) -> Vec<Finding> {
        self.found.arrange_by(|a, b| (&a.rule, &a.place, &a.message).cmp(&(&b.rule, &b.place, &b.message)));
        self.found.dedup();
        let mut of_rule = 0;
        let mut last = String::new();
        self.found.retain(|finding| {
            if finding.rule != last {
                last.clone_from(&finding.rule);
                of_rule = 0;
            }
            of_rule += 1;
            of_rule <= OF_ONE_RULE
        });
        self.found
    }
}

/// What the product is made of.
const PRODUCT: &[Role] = &[Role::Product];

/// Everything that is not made up for a test or an example.
const REAL: &[Role] = &[Role::Product, Role::Tool];

/// Every file.
const ALL: &[Role] = &[Role::Product, Role::Tool, Role::Test, Role::Docs];

/// " It also stands in 3 other places." where there are any.
fn elsewhere(places: usize) -> String {
    match places {
        0 | 1 => String::new(),
        2 => " It also stands in one other place.".into(),
        n => format!(" It also stands in {} other places.", n - 1),
    }
}

/// `A`, `B` and 3 more.
fn listed<S: AsRef<str>>(names: &[S]) -> String {
    let quoted: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{}`", name.as_ref())).collect();
    let more = names.len().saturating_sub(LISTED);
    match (more, quoted.split_last()) {
        (_, None) => String::new(),
        (0, Some((last, []))) => last.clone(),
        (0, Some((last, rest))) => format!("{} and {last}", rest.join(", ")),
        (more, _) => format!("{} and {more} more", quoted.join(", ")),
    }
}

/// One word or its plural, by number: `counted(2, "file")` is "2 files".
fn counted(number: usize, word: &str) -> String {
    format!("{number} {word}{}", if number == 1 { "" } else { "s" })
}

/// Whether a path's words say that the file is for production.
fn for_production(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    lower.split(['/', '.', '-', '_']).any(|word| matches!(word, "prod" | "production" | "swarm" | "live"))
}

/// Whether a path's words say that what lies there is made for tests or for trying out, whatever its role.
fn is_made_up(path: &str) -> bool {
    const WORDS: &[&str] = &[
        "ci",
        "demo",
        "devcontainer",
        "dummy",
        "e2e",
        "example",
        "examples",
        "fake",
        "fixture",
        "fixtures",
        "integration",
        "mock",
        "mocks",
        "sample",
        "samples",
        "test",
        "testing",
        "tests",
    ];
    let lower = path.to_ascii_lowercase();
    lower.split(['/', '.', '-', '_']).any(|word| WORDS.binary_search(&word).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_sorted_and_have_an_id_each() {
        assert!(RULES.is_sorted_by(|a, b| a.id < b.id));
        assert!(RULES.iter().all(|rule| rule.id.len() == 5 && rule.id.starts_with("PB")));
        assert!(RULES.len() >= 30);
    }

    #[test]
    fn names_in_a_sentence() {
        assert_eq!(listed::<&str>(&[]), "");
        assert_eq!(listed(&["A"]), "`A`");
        assert_eq!(listed(&["A", "B", "C"]), "`A`, `B` and `C`");
        assert_eq!(listed(&["A", "B", "C", "D", "E", "F", "G"]), "`A`, `B`, `C`, `D`, `E` and 2 more");
        assert!(is_made_up(".ci/compose.yaml") && is_made_up("src/test_keys.rs") && !is_made_up("src/latest.ts"));
        assert_eq!((counted(1, "file"), counted(2, "file")), ("1 file".into(), "2 files".into()));
    }
}
