//! Verification: what an audit document claims, held against the code. What the two disagree on is drift.
//!
//! First [`watch`] tells what to look for, then the code is read ([`crate::assemble::read_archive`]), then [`verify`] holds
//! each claim against it. One file here per kind of claim. A claim is only called contradicted where the code shows
//! otherwise beyond doubt; what it merely does not show is not found, and what no program can tell is not checked.

use crate::assemble::Code;
use crate::audit::{Audit, Claim, ClaimKind, Place, words};
use crate::order::{Arrange, Gather};
use check::{Answer, Check, Said};
use serde::Serialize;
use std::collections::BTreeSet;

mod absent;
mod check;
mod clause;
mod defaults;
mod derived;
mod endpoint;
mod env;
mod host;
mod library;
mod lists;
mod markdown;
mod package;
mod packages;
mod path;
mod paths;
mod prose;
mod relation;
mod service;
mod technique;
mod term;
mod undocumented;
mod version;
mod watching;

pub use markdown::write;
pub(crate) use markdown::{code, escape};
pub use undocumented::is_system_variable;
pub use watching::watch;

/// The name and version of the JSON format, in its `schema` field.
pub const SCHEMA: &str = "patchbay.verify/1";

/// Holds every claim of a document against the code, which was read with [`watch`]'s list for the same document. An audit that
/// was not read from a document claims nothing.
pub fn verify(document: &Audit, code: &Code) -> Drift {
    let mut drift = Drift {
        schema: SCHEMA.to_owned(),
        document: document.source.name.clone(),
        code: code.audit.title.clone(),
        ..Drift::default()
    };
    let Some(words) = &document.document else { return drift };
    let check = Check::new(document, words, code);
    drift.claims = words.claims.iter().map(|claim| checked(&check, claim)).collect();
    let mut derived = derived::checked(&check, words);
    derived.extend(defaults::checked(&check, words));
    derived.extend(technique::checked(&check, words));
    add(&mut drift.claims, derived);
    relation::correct(&check, words, &mut drift.claims);
    technique::correct(&check, words, &mut drift.claims);
    lists::correct(&check, words, &mut drift.claims);
    drift.claims.arrange_by_key(|claim| (claim.line, claim.start, claim.end, claim.kind));
    drift.undocumented = undocumented::undocumented(&check);
    drift.fresh = fresh(&drift.claims);
    drift
}

/// The share of the checkable claims that hold; `None` where nothing can be checked.
fn fresh(claims: &[Checked]) -> Option<f64> {
    let count = |wanted: Verdict| claims.iter().filter(|claim| claim.verdict == wanted).count() as f64;
    let (held, all) = (
        count(Verdict::Confirmed),
        count(Verdict::Contradicted) + count(Verdict::NotFound) + count(Verdict::Confirmed),
    );
    (all > 0.0).then(|| held / all)
}

/// Adds derived claims, and drops those of mere prose on their lines: what was said there is checked now.
fn add(claims: &mut Vec<Checked>, derived: Vec<Checked>) {
    let lines: BTreeSet<u32> = derived.iter().map(|claim| claim.line).gathered();
    claims.retain(|claim| claim.kind != ClaimKind::Prose || !lines.contains(&claim.line));
    claims.extend(derived);
}

fn checked(check: &Check<'_>, claim: &Claim) -> Checked {
    let said = Said { claim, clause: check.clauses.of(claim) };
    to_checked(said, answer(check, said))
}

fn to_checked(said: Said<'_>, answer: Answer) -> Checked {
    let claim = said.claim;
    Checked {
        line: claim.line,
        start: claim.start,
        end: claim.end,
        text: said.clause.shown(),
        kind: claim.kind,
        subject: claim.subject.clone(),
        value: claim.value.clone(),
        service: claim.service.clone(),
        verdict: answer.verdict,
        truth: answer.truth,
        place: answer.place,
    }
}

fn answer(check: &Check<'_>, said: Said<'_>) -> Answer {
    let answer = match said.claim.kind {
        // What these say of a thing, yes or no, stands in the claim.
        ClaimKind::Service => return service::check(check, said),
        ClaimKind::Absent => return absent::check(check, said),
        ClaimKind::Prose => return absent::no_code(check, said).unwrap_or_else(|| Answer::not_checked("")),
        ClaimKind::Version => package::version(check, said),
        ClaimKind::Package => package::check(check, said),
        ClaimKind::Env => env::check(check, said),
        ClaimKind::Path => path::check(check, said),
        ClaimKind::Host => host::check(check, said),
        ClaimKind::Endpoint => endpoint::check(check, said),
        ClaimKind::Event => term::event(check, said),
        ClaimKind::Table => term::table(check, said),
        ClaimKind::Image => host::image(check, said),
        ClaimKind::Symbol => term::symbol(check, said),
    };
    denied(said, answer)
}

/// The verdict on a thing that the document names to say that it is not there, or only could be.
fn denied(said: Said<'_>, answer: Answer) -> Answer {
    if answer.verdict == Verdict::Confirmed && said.claim.kind == ClaimKind::Path && said.clause.is_to_come() {
        return Answer::contradicted("it is there already", answer.place);
    }
    let unbuilt = said.claim.kind == ClaimKind::Symbol && service::unbuilt(said);
    let denies = said.clause.denies() || unbuilt;
    if !denies && !said.clause.elsewhen() {
        return answer;
    }
    match answer.verdict {
        Verdict::Confirmed if denies => {
            Answer::not_checked("it is there; the document says it is not").at(answer.place)
        }
        Verdict::Confirmed | Verdict::NotChecked => answer,
        Verdict::Contradicted | Verdict::NotFound if denies => {
            Answer::confirmed(None).remark("not there, as the document says")
        }
        Verdict::Contradicted => answer,
        Verdict::NotFound => Answer { verdict: Verdict::NotChecked, ..answer },
    }
}

/// How far a document and the code agree.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Drift {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// The document's file name, or its path within the code base that carries it.
    pub document: String,
    /// The code base's title.
    pub code: String,
    /// Every claim of the document with its verdict, by place in the document.
    pub claims: Vec<Checked>,
    /// What the code has and the document lacks.
    pub undocumented: Vec<Undocumented>,
    /// The share of the checkable claims that hold, from 0 to 1; `None` where nothing can be checked.
    pub fresh: Option<f64>,
}

/// A claim with its verdict.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Checked {
    /// The document's line, from 1.
    pub line: u32,
    /// The claim's first byte in the document's text.
    pub start: u32,
    /// The byte behind its last.
    pub end: u32,
    /// The document's line or item that makes the claim, shortened.
    pub text: String,
    /// What it is about.
    pub kind: ClaimKind,
    /// The thing: see [`crate::audit::Claim::subject`].
    pub subject: String,
    /// What is said of it, such as a version.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// The id of the service that it is said of; empty where of none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub service: String,
    /// Whether it holds.
    pub verdict: Verdict,
    /// What the code has instead, or a remark on how it holds: "code has 20.2.0", "file is now lib/email.ts". May be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub truth: String,
    /// Where the code shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

words! {
    /// Whether a claim holds.
    #[derive(Default)]
    Verdict {
        /// The code shows it.
        Confirmed = "confirmed",
        /// The code shows otherwise.
        Contradicted = "contradicted",
        /// The code shows nothing of it.
        NotFound = "not-found",
        /// No program can tell.
        #[default]
        NotChecked = "not-checked",
    }
}

/// Something that the code has and the document lacks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Undocumented {
    /// `service`, `env` or `endpoint`.
    pub kind: ClaimKind,
    /// A service's id, a variable's name, an endpoint's method and path.
    pub subject: String,
    /// A service's name; else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Where the code shows it best.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

crate::record::records! {
    Drift { schema, document, code, claims, undocumented; fresh }
    Checked { line, start, end, text, kind, subject, verdict; value, service, truth, place }
    Undocumented { kind, subject; name, place }
}
