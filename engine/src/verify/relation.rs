//! What several claims say together: a name *in* a file, a service that a later line counts on, a list that is said to be whole.

use super::check::{Answer, Check, Said};
use super::prose;
use super::term;
use super::{Checked, Verdict};
use crate::assemble::Fit;
use crate::audit::{Block, BlockKind, Claim, ClaimKind, Document, Place, Verification};
use crate::order::Gather;
use crate::path;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Words that put a thing into the file that is named behind them.
const IN: &[&str] = &["at", "from", "in", "inside", "within"];

/// Most files of one line that a name is held against.
const FILES: usize = 16;

/// Most beginnings of names, `AWS_*`, that a list of variables may hold.
const STARTS: usize = 1_000;

/// Most lines that are looked at of those that speak of the whole document.
const WHOLE: usize = 64;

/// Most bytes between a name and the file that it is put into.
const GAP: usize = 200;

/// Corrects the verdicts on claims by what stands beside them.
pub fn correct(check: &Check<'_>, document: &Document, claims: &mut Vec<Checked>) {
    places(check, document, claims);
    again(check, claims);
    proofs(check, document, claims);
    let more = whole_templates(check, document, claims);
    claims.extend(more);
    claims.extend(whole_lists(check, document));
}

/// "`JWT_SECRET` in `crypto.ts`", and the file does not name it.
fn places(check: &Check<'_>, document: &Document, claims: &mut [Checked]) {
    let mut by_line: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, claim) in claims.iter().enumerate() {
        by_line.entry(claim.line).or_default().push(index);
    }
    for indexes in by_line.values() {
        let all = || indexes.iter().filter_map(|index| claims.get(*index));
        let files: Vec<(&Checked, &str)> = all()
            .filter(|claim| claim.kind == ClaimKind::Path && claim.verdict == Verdict::Confirmed)
            .filter_map(|claim| Some((claim, claim.place.as_ref()?.path.as_str())))
            .take(FILES + 1)
            .collect();
        // Of a line that names more nobody can tell which is meant.
        if files.is_empty() || files.len() > FILES {
            continue;
        }
        let wrong: Vec<(usize, Answer)> = indexes
            .iter()
            .filter_map(|index| {
                let claim = claims.get(*index)?;
                let named = claim.verdict == Verdict::Confirmed
                    && (claim.kind == ClaimKind::Env || claim.kind == ClaimKind::Symbol && is_of_code(&claim.subject));
                let (file, at) = files.iter().find(|(file, _)| named && joined(&document.text, claim, file))?;
                // Any of the files that the line names may be meant.
                let read = |path: &str| check.code.files.binary_search_by(|file| file.path.as_str().cmp(path)).is_ok();
                if files.iter().any(|(_, path)| !read(path) || stands(check, claim, path) != Some(false)) {
                    return None;
                }
                let other = claim.place.clone().filter(|place| place.path != *at)?;
                let source = !path::is_dotenv(&other.path) && path::role(&other.path) == path::Role::Product;
                let truth = format!("{} does not name it; {} does", path::name(&file.subject), other.path);
                source.then(|| (*index, Answer::contradicted(truth, Some(other))))
            })
            .collect();
        for (index, answer) in wrong {
            if let Some(claim) = claims.get_mut(index) {
                (claim.verdict, claim.truth, claim.place) = (answer.verdict, answer.truth, answer.place);
            }
        }
    }
}

/// Whether a name can only be written one way: `create_index`, `getUser`, `db.connect`.
fn is_of_code(name: &str) -> bool {
    let hump = name
        .as_bytes()
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()));
    name.contains('_') || hump
}

/// Whether a document's words put a name into a file: "`X` in `file`", "`file` (… `X` …)".
fn joined(text: &str, name: &Checked, file: &Checked) -> bool {
    let between = |from: u32, to: u32| text.get(from as usize..to as usize).filter(|gap| gap.len() <= GAP);
    if let Some(gap) = between(name.end, file.start) {
        let words: Vec<String> = prose::words(gap).map(|(_, word)| word.to_lowercase()).collect();
        let near = words.last().is_some_and(|last| IN.contains(&last.as_str()));
        return near && words.len() <= 2 && !gap.contains([',', ';', '.']);
    }
    let Some(gap) = between(file.end, name.start) else { return false };
    let inner = gap.trim_start_matches(['`', ' ']).strip_prefix('(');
    inner.is_some_and(|inner| !inner.contains([')', ';']) && prose::words(inner).count() <= 4)
}

/// Whether a name stands in a file, in any of the ways in which it is looked for.
fn stands(check: &Check<'_>, claim: &Checked, path: &str) -> Option<bool> {
    let terms = if claim.kind == ClaimKind::Env { vec![claim.subject.clone()] } else { term::terms(&claim.subject) };
    let mut out = None;
    for term in &terms {
        match check.code.seen.in_file(term, Fit::Word, path) {
            Some(true) => return Some(true),
            Some(false) => out = Some(false),
            None => {}
        }
    }
    out
}

/// "Required env vars: …", and the code cannot do without another one.
fn whole_lists(check: &Check<'_>, document: &Document) -> Vec<Checked> {
    let mut listed: BTreeSet<&str> = BTreeSet::new();
    let mut first: Option<&Block> = None;
    let mut head: Option<&Block> = None;
    let mut claims = document.claims.iter().filter(|claim| claim.kind == ClaimKind::Env).peekable();
    for block in &document.blocks {
        let text = document.text.get(block.start as usize..block.end as usize).unwrap_or("");
        let label = text.split('\n').next().unwrap_or("").split(':').next().unwrap_or("").to_ascii_lowercase();
        let names_list =
            label.contains("required") && (label.contains("env") || label.contains("variable")) && label.len() < 80;
        let labels = block.kind == BlockKind::Heading || block.kind == BlockKind::Paragraph;
        if names_list {
            head = Some(block);
        } else if labels {
            head = None;
        }
        while let Some(claim) = claims.next_if(|claim| claim.start < block.end) {
            if let Some(head) = head.filter(|_| claim.start >= block.start) {
                listed.insert(&claim.subject);
                first.get_or_insert(head);
            }
        }
    }
    let Some(head) = first.filter(|_| listed.len() > 1) else { return Vec::new() };
    let starts: Vec<&str> = listed.iter().filter_map(|known| known.strip_suffix('*')).take(STARTS).collect();
    let lists = |name: &str| listed.contains(name) || starts.iter().any(|start| name.starts_with(start));
    // What the rest of the section lists, under whatever label, is not left out.
    let section = section(document, head);
    let beside: HashSet<&str> = document
        .claims
        .iter()
        .filter(|claim| claim.kind == ClaimKind::Env)
        .filter(|claim| section.contains(&claim.start) || claim.value == "optional")
        .map(|claim| claim.subject.as_str())
        .collect();
    let lacking: Vec<(&str, &Place)> = check
        .env
        .iter()
        .filter(|(name, _)| !super::absent::is_of_the_runtime(name))
        .filter(|(name, variable)| variable.required == Some(true) && !lists(name) && !beside.contains(**name))
        .filter_map(|(name, variable)| {
            let place = variable.read.iter().find(|place| {
                path::role(&place.path) == path::Role::Product
                    && !path::is_by_hand(&place.path)
                    && !check.reads_softly(name, &place.path)
            })?;
            Some((*name, place))
        })
        .collect();
    let Some((name, place)) = lacking.first() else { return Vec::new() };
    let more = if lacking.len() > 1 { format!(" and {} more", lacking.len() - 1) } else { String::new() };
    let claim = Claim {
        kind: ClaimKind::Env,
        subject: (*name).to_owned(),
        value: "not required".to_owned(),
        service: String::new(),
        start: head.start,
        end: head.end,
        line: head.line,
    };
    let said = Said { claim: &claim, clause: check.clauses.of(&claim) };
    vec![super::to_checked(
        said,
        Answer::contradicted(format!("code requires {name}{more}, too"), Some((*place).clone())),
    )]
}

/// The section of the first or second level that a block stands in.
fn section(document: &Document, block: &Block) -> std::ops::Range<u32> {
    let heads = || document.blocks.iter().filter(|block| block.kind == BlockKind::Heading && block.depth <= 2);
    let start = heads().take_while(|head| head.start <= block.start).last().map_or(0, |head| head.start);
    let end = heads().find(|head| head.start > block.start).map_or(u32::MAX, |head| head.start);
    start..end
}

/// What is said to be only declared stays so where a later line counts on it.
fn again(check: &Check<'_>, claims: &mut [Checked]) {
    let never: Vec<(String, Checked)> = claims
        .iter()
        .filter(|claim| {
            claim.kind == ClaimKind::Service && claim.verdict == Verdict::Contradicted && claim.truth.contains("never")
        })
        .filter_map(|claim| Some((check.documented(&claim.subject)?.name.to_lowercase(), claim.clone())))
        .filter(|(name, _)| name.len() > 4)
        .take(WHOLE)
        .collect();
    for claim in claims.iter_mut().filter(|claim| claim.kind == ClaimKind::Prose) {
        let text = claim.text.to_lowercase();
        let found = never.iter().find(|(name, known)| known.line != claim.line && text.contains(name.as_str()));
        let Some((_, known)) = found else { continue };
        if ["not ", "no ", "planned", "future", "could"].iter().any(|word| text.contains(word)) {
            continue;
        }
        claim.kind = ClaimKind::Service;
        claim.subject.clone_from(&known.subject);
        claim.service.clone_from(&known.subject);
        (claim.verdict, claim.truth, claim.place) = (known.verdict, known.truth.clone(), known.place.clone());
    }
}

/// How a caller proves itself, said on a line of its own below its endpoint: "Auth: Bearer token".
fn proofs(check: &Check<'_>, document: &Document, claims: &mut [Checked]) {
    let mut last: Option<(usize, &Block)> = None;
    let block = |start: u32| {
        let at = document.blocks.partition_point(|block| block.start <= start).checked_sub(1)?;
        document.blocks.get(at)
    };
    for index in 0..claims.len() {
        let Some((claim, own)) = claims.get(index).and_then(|claim| Some((claim, block(claim.start)?))) else {
            continue;
        };
        if claim.kind == ClaimKind::Endpoint {
            last = Some((index, own)).filter(|_| claim.place.is_some());
            continue;
        }
        let Some((_, above)) = last.filter(|(_, above)| own.kind == BlockKind::Item && own.depth >= above.depth) else {
            continue;
        };
        let text = claim.text.to_lowercase();
        let label = text.split(':').next().unwrap_or("");
        let proves = ["auth", "authentication", "authorization", "security", "validation", "verification"]
            .contains(&label.trim_matches('*'));
        if claim.kind != ClaimKind::Prose || !proves || own.start == above.start {
            continue;
        }
        let signed = ["signature", "hmac", "signed"].iter().any(|word| text.contains(word));
        let token = ["bearer", "token", "shared secret", "api key"].iter().any(|word| text.contains(word));
        let Some((endpoint, subject)) = last
            .and_then(|(at, _)| claims.get(at))
            .and_then(|endpoint| Some((endpoint.place.clone()?, endpoint.subject.clone())))
        else {
            continue;
        };
        let found =
            check.code.audit.endpoints.iter().find(|known| known.place == endpoint).map(|known| known.verification);
        let answer = match found {
            Some(Verification::Signature) if signed => Answer::confirmed(Some(endpoint)),
            Some(Verification::Signature) if token => Answer::contradicted("code checks a signature", Some(endpoint)),
            Some(Verification::Token) if token && !signed => Answer::confirmed(Some(endpoint)),
            _ => continue,
        };
        // The line that says how it is proved is the one to be right or wrong.
        if let Some(endpoint) = last.and_then(|(at, _)| claims.get_mut(at))
            && endpoint.value.is_empty()
            && endpoint.truth.starts_with("code checks")
        {
            endpoint.verdict = Verdict::Confirmed;
            endpoint.truth.clear();
        }
        if let Some(claim) = claims.get_mut(index) {
            claim.kind = ClaimKind::Endpoint;
            claim.subject = subject;
            claim.value = if signed { "signature" } else { "token" }.to_owned();
            (claim.verdict, claim.truth, claim.place) = (answer.verdict, answer.truth, answer.place);
        }
    }
}

/// "All variables … in `.env.example`", and it lacks some of those that the document names.
fn whole_templates(check: &Check<'_>, document: &Document, claims: &[Checked]) -> Vec<Checked> {
    let named: BTreeSet<&str> = document
        .claims
        .iter()
        .filter(|claim| claim.kind == ClaimKind::Env && !claim.subject.ends_with(['*', '_']))
        .map(|claim| claim.subject.as_str())
        .gathered();
    let mut out = Vec::new();
    for found in claims.iter().filter(|claim| claim.kind == ClaimKind::Path && claim.verdict == Verdict::Confirmed) {
        let Some(file) = found.place.as_ref().filter(|place| path::is_dotenv(&place.path)) else { continue };
        let text = found.text.to_lowercase();
        let all = text.contains("all variables")
            || text.contains("all env")
            || text.contains("all required")
            || text.contains("all the variables");
        if !all || out.len() >= WHOLE {
            continue;
        }
        let declared = |name: &str| {
            check.env.get(name).is_some_and(|variable| variable.declared.iter().any(|place| place.path == file.path))
        };
        // What nothing reads may be a slip of the document's in another way, and is told there.
        let known = |name: &&&str| check.env.get(**name).is_some_and(|variable| !variable.read.is_empty());
        let lacking: Vec<&str> = named.iter().filter(known).copied().filter(|name| !declared(name)).collect();
        let Some(first) = lacking.first() else { continue };
        let more = if lacking.len() > 1 { format!(" and {} more", lacking.len() - 1) } else { String::new() };
        let claim = Claim {
            kind: ClaimKind::Env,
            subject: (*first).to_owned(),
            value: format!("in {}", found.subject),
            service: String::new(),
            start: found.start,
            end: found.end,
            line: found.line,
        };
        let said = Said { claim: &claim, clause: check.clauses.of(&claim) };
        let place = Place { path: file.path.clone(), line: 1 };
        out.push(super::to_checked(said, Answer::contradicted(format!("it lacks {first}{more}"), Some(place))));
    }
    out
}
