//! What stands in a list says something by standing there: a variable below "in `.env`" is set there, a route below "Incoming"
//! is a webhook, and "Config env vars: …" names them all.

use super::check::{Answer, Check, Said};
use super::{Checked, Verdict, env};
use crate::audit::{Block, BlockKind, Claim, ClaimKind, Document, Place};
use crate::path::{self, Role};
use std::collections::HashSet;

/// Most variables of one list.
const LISTED: usize = 500;

/// Words in a path by which it only tells that a program is up.
const HEALTH: &[&str] = &["health", "healthcheck", "healthz", "livez", "ping", "readyz", "status"];

/// Corrects the verdicts on claims by the list that they stand in, and adds what a list lacks.
pub fn correct(check: &Check<'_>, document: &Document, claims: &mut Vec<Checked>) {
    let lists = lists(document);
    health_checks(check, &lists, claims);
    let mut more = undeclared(check, document, &lists);
    more.extend(twins(check, document, claims));
    claims.extend(more);
}

/// A label and what it stands above, as far as the next label.
struct List<'a> {
    /// The label's words in lower case.
    label: String,
    /// The bytes of the document from the label to the next one.
    span: std::ops::Range<u32>,
    head: &'a Block,
}

fn lists(document: &Document) -> Vec<List<'_>> {
    let mut out: Vec<List<'_>> = Vec::new();
    for block in &document.blocks {
        if let Some(last) = out.last_mut() {
            last.span.end = block.start;
        }
        if matches!(block.kind, BlockKind::Heading | BlockKind::Paragraph) {
            let text = document.text.get(block.start as usize..block.end as usize).unwrap_or("");
            let first = text.split('\n').next().unwrap_or("");
            let label = if first.len() <= 120 { first.to_ascii_lowercase() } else { String::new() };
            out.push(List { label, span: block.start..block.end, head: block });
        }
    }
    if let (Some(list), Some(last)) = (out.last_mut(), document.blocks.last()) {
        list.span.end = last.end;
    }
    out
}

/// The list that a byte of the document stands in.
fn list_at<'l, 'a>(lists: &'l [List<'a>], at: u32) -> Option<&'l List<'a>> {
    let after = lists.partition_point(|list| list.span.start <= at);
    after.checked_sub(1).and_then(|index| lists.get(index)).filter(|list| at < list.span.end)
}

/// A route among the webhooks that only tells that the program is up.
fn health_checks(check: &Check<'_>, lists: &[List<'_>], claims: &mut [Checked]) {
    for claim in claims.iter_mut() {
        // Who writes the method, `GET /health`, says so himself.
        let bare = claim.kind == ClaimKind::Path || claim.kind == ClaimKind::Endpoint && claim.subject.starts_with('/');
        let told = claim.verdict == Verdict::Confirmed && bare;
        let Some(place) = claim.place.as_ref().filter(|_| told) else { continue };
        let incoming = list_at(lists, claim.start).is_some_and(|list| {
            list.label.trim_matches(['*', '#', ' ', ':']).starts_with("incoming") && claim.start >= list.head.end
        });
        let of_health = claim.subject.split(['/', ' ', '.']).any(|part| HEALTH.contains(&part));
        if !incoming || !of_health {
            continue;
        }
        let mut routes = check.routes.iter().filter(|route| route.place.path == place.path).peekable();
        let exact = |route: &&crate::assemble::Served| claim.kind == ClaimKind::Path || route.place == *place;
        let mut served = routes.by_ref().filter(exact).peekable();
        if served.peek().is_some() && served.all(|route| route.method == "GET") {
            "it answers GET alone: a health check, no webhook".clone_into(&mut claim.truth);
            claim.verdict = Verdict::Contradicted;
        }
    }
}

/// Variables below a label that says that they are in a `.env` file, and no template of one has them where it has the others.
fn undeclared(check: &Check<'_>, document: &Document, lists: &[List<'_>]) -> Vec<Checked> {
    let mut out = Vec::new();
    let of_file = |list: &&List<'_>| {
        let file = |word: &str| word.trim_matches(['`', '*', '(', ')', ':', ',']).starts_with(".env");
        list.label.split_whitespace().any(file)
    };
    let declared = |claim: &Claim| {
        check
            .env
            .get(claim.subject.as_str())
            .is_some_and(|variable| variable.declared.iter().any(|declared| path::is_dotenv(&declared.path)))
    };
    for list in lists.iter().filter(of_file) {
        let from = document.claims.partition_point(|claim| claim.start < list.head.end);
        let to = document.claims.partition_point(|claim| claim.start < list.span.end);
        let listed = document.claims.get(from..to).unwrap_or_default().iter();
        let listed: Vec<&Claim> =
            listed.filter(|claim| claim.kind == ClaimKind::Env && !claim.subject.ends_with('*')).take(LISTED).collect();
        let there = listed.iter().filter(|claim| declared(claim)).count();
        // Where the template has but a few of them, it is no template of this list.
        if there < 3 || there * 2 < listed.len() {
            continue;
        }
        for claim in listed {
            let variable = check.env.get(claim.subject.as_str());
            let Some(read) = variable.filter(|variable| variable.declared.is_empty()).and_then(|v| v.read.first())
            else {
                continue;
            };
            let claim = Claim { value: "in .env".to_owned(), ..claim.clone() };
            let said = Said { claim: &claim, clause: check.clauses.of(&claim) };
            let answer = Answer::not_found().remark("the code reads it, but no template of a .env file has it");
            out.push(super::to_checked(said, answer.at(Some(read.clone()))));
        }
    }
    out
}

/// A list of a service's variables that leaves out the one by which the front knows the same: `NEXT_PUBLIC_SENTRY_DSN` beside
/// `SENTRY_DSN`.
fn twins(check: &Check<'_>, document: &Document, claims: &[Checked]) -> Vec<Checked> {
    let words: HashSet<&str> =
        document.text.split(|c: char| !(c.is_alphanumeric() || c == '_')).filter(|word| word.contains('_')).collect();
    let mut out: Vec<Checked> = Vec::new();
    let mut told: HashSet<u32> = HashSet::new();
    for claim in claims.iter().filter(|claim| claim.kind == ClaimKind::Env && claim.verdict == Verdict::Confirmed) {
        let label = claim.text.split(':').next().unwrap_or("").to_ascii_lowercase();
        let whole = label.len() < 60
            && !label.contains('`')
            && ["env vars", "environment variables", "variables"]
                .iter()
                .any(|end| label.trim_matches('*').ends_with(end));
        if !whole || claim.service.is_empty() || told.contains(&claim.line) {
            continue;
        }
        let Some((name, place)) = twin(check, &claim.subject).filter(|(name, _)| !words.contains(name)) else {
            continue;
        };
        told.insert(claim.line);
        let claim = Claim {
            kind: ClaimKind::Env,
            subject: claim.subject.clone(),
            value: "alone".to_owned(),
            service: claim.service.clone(),
            start: claim.start,
            end: claim.end,
            line: claim.line,
        };
        let said = Said { claim: &claim, clause: check.clauses.of(&claim) };
        out.push(super::to_checked(said, Answer::contradicted(format!("code reads {name}, too"), Some(place))));
    }
    out
}

/// The variable that product code reads under the same name with what build tools put in front.
fn twin<'a>(check: &Check<'a>, name: &str) -> Option<(&'a str, Place)> {
    env::DRESSES.iter().find_map(|dress| {
        let (known, variable) = check.env.get_key_value(format!("{dress}{name}").as_str())?;
        let read = variable.read.iter().find(|place| path::role(&place.path) == Role::Product)?;
        Some((*known, read.clone()))
    })
}
