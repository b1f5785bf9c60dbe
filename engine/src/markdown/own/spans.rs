//! Which lines of the document say what, laid over the blocks and claims that the reader of any document found in it.

use super::super::form::outline::Item;
use crate::audit::{Audit, Block, BlockRole, Claim, ClaimKind, Document, Service, Status, Variable};
use crate::order::Arrange;
use std::collections::{HashMap, HashSet};

/// Lines that say one thing.
#[derive(Debug, Clone)]
pub struct Span {
    /// The first line, from 1.
    pub first: u32,
    /// The last.
    pub last: u32,
    /// What they were read as.
    pub role: BlockRole,
    /// The service that they belong to; empty where to none.
    pub service: String,
    /// The kinds of claims that they make; `None` for people's own words, which may make any.
    pub kinds: Option<&'static [ClaimKind]>,
    /// Where the service's name stands in them, if they name one: a column and a length in bytes.
    pub name: Option<(usize, usize)>,
}

impl Span {
    /// The lines of an item and of all below it.
    pub fn of(item: &Item<'_>, role: BlockRole, kinds: Option<&'static [ClaimKind]>) -> Self {
        let last = item.body.last().map_or(item.line.number, |line| line.number);
        Self { first: item.line.number, last, role, service: String::new(), kinds, name: None }
    }

    /// The first line of an item alone.
    pub fn head(item: &Item<'_>, role: BlockRole, kinds: Option<&'static [ClaimKind]>) -> Self {
        Self { last: item.line.number, ..Self::of(item, role, kinds) }
    }
}

/// Lays what was read by form over what was read in general.
pub fn lay(read: Audit, own: Audit, mut spans: Vec<Span>) -> Audit {
    spans.arrange_by_key(|span| span.first);
    let document = read.document.map(|document| {
        let services: HashMap<&str, &Service> = own.services.iter().map(|s| (s.id.as_str(), s)).collect();
        let unread = |variable: &&Variable| variable.read.is_empty() && !variable.declared.is_empty();
        let unread: HashSet<&str> = own.env.iter().filter(unread).map(|variable| variable.name.as_str()).collect();
        let blocks = document.blocks.into_iter().map(|block| laid(block, &spans, &services)).collect();
        let mut claims: Vec<Claim> =
            document.claims.into_iter().filter_map(|claim| claimed(claim, &spans, &services, &unread)).collect();
        claims.extend(named(&document.text, &spans, &services));
        claims.arrange_by(|a, b| (a.start, a.end, a.kind, &a.subject).cmp(&(b.start, b.end, b.kind, &b.subject)));
        Document { blocks, claims, text: document.text }
    });
    Audit {
        title: own.title,
        date: own.date,
        services: own.services,
        env: own.env,
        endpoints: own.endpoints,
        stores: own.stores,
        findings: own.findings,
        notes: own.notes,
        document,
        ..read
    }
}

fn at(spans: &[Span], line: u32) -> Option<&Span> {
    let behind = spans.partition_point(|span| span.first <= line);
    spans.get(behind.checked_sub(1)?).filter(|span| line <= span.last)
}

fn laid(mut block: Block, spans: &[Span], services: &HashMap<&str, &Service>) -> Block {
    if let Some(span) = at(spans, block.line) {
        block.role = span.role;
        block.service.clone_from(&span.service);
    } else if !services.contains_key(block.service.as_str()) {
        block.service.clear();
    }
    block
}

/// A claim as it stands; `None` where the lines do not say it.
fn claimed(
    mut claim: Claim,
    spans: &[Span],
    services: &HashMap<&str, &Service>,
    unread: &HashSet<&str>,
) -> Option<Claim> {
    if let Some(span) = at(spans, claim.line) {
        let other = span.kinds.is_some_and(|kinds| !kinds.contains(&claim.kind));
        if other || span.name.is_some() && matches!(claim.kind, ClaimKind::Service | ClaimKind::Absent) {
            return None;
        }
        if !span.service.is_empty() {
            claim.service.clone_from(&span.service);
        }
    }
    if claim.kind == ClaimKind::Service && !services.contains_key(claim.subject.as_str()) {
        return None;
    }
    if !services.contains_key(claim.service.as_str()) {
        claim.service.clear();
    }
    if claim.kind == ClaimKind::Env && unread.contains(claim.subject.as_str()) {
        claim.value = Status::Declared.word().into();
    }
    Some(claim)
}

/// The claims that the first lines of services make: that they are there, or how far along they are.
fn named(text: &str, spans: &[Span], services: &HashMap<&str, &Service>) -> Vec<Claim> {
    let mut starts = std::iter::once(0).chain(text.match_indices('\n').map(|(end, _)| end + 1)).zip(1_u32..);
    let mut out = Vec::new();
    for span in spans {
        let (Some((column, length)), Some(service)) = (span.name, services.get(span.service.as_str())) else {
            continue;
        };
        let Some((start, _)) = starts.find(|(_, line)| *line == span.first) else { break };
        let start = u32::try_from(start + column).unwrap_or(u32::MAX);
        out.push(Claim {
            kind: if service.status == Status::Absent { ClaimKind::Absent } else { ClaimKind::Service },
            subject: service.id.clone(),
            value: if service.status == Status::Used { String::new() } else { service.status.word().into() },
            service: service.id.clone(),
            start,
            end: start.saturating_add(u32::try_from(length).unwrap_or(u32::MAX)),
            line: span.first,
        });
    }
    out
}
