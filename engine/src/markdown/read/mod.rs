//! Reads an audit document into an audit.
//!
//! Two steps. [`blocks`] cuts the text into its blocks, so that nothing of it is lost. [`walk`] goes over them in order
//! and says what each is, by the section, label and service that it stands under: a label is one by the tables of
//! [`words`], a service by the catalog ([`names`]), and what a line names comes from `inline`. Nothing here knows a
//! document; what people call things is in tables.

mod blocks;
mod dates;
mod endpoints;
mod gather;
mod head;
mod lines;
mod names;
pub mod offered;
mod phrases;
mod sections;
mod services;
mod statuses;
mod tables;
mod text;
mod variables;
mod walk;
mod words;

use super::{DocumentError, Options};
use crate::audit::{
    Audit, Block, BlockRole, Claim, ClaimKind, Coverage, Document, SCHEMA, Source, SourceKind, Status, Variable,
};
use crate::order::Arrange;
use std::collections::HashSet;

/// Reads a document into an audit.
pub fn read(bytes: &[u8], options: &Options) -> Result<Audit, DocumentError> {
    let text = text::text_of(bytes)?;
    let name = if options.name.is_empty() { "document" } else { options.name.as_str() };
    let pieces = blocks::blocks(&text);
    let mut walk = walk::Walk::new(&text, name, &pieces);
    walk.run();
    let umbrellas = walk.services.umbrellas();
    let mut services = walk.services.finish();
    services.retain(|service| !umbrellas.contains(&service.id));
    let mut endpoints = walk.endpoints;
    endpoints.arrange_by(|a, b| (&a.path, &a.method, a.direction).cmp(&(&b.path, &b.method, b.direction)));
    let mut endpoints = merged(endpoints);
    let mut env = walk.variables.finish();
    for variable in env.iter_mut().filter(|variable| umbrellas.contains(&variable.service)) {
        variable.service.clear();
    }
    walk.claims.retain(|claim| claim.kind != ClaimKind::Service || !umbrellas.contains(&claim.subject));
    let mut blocks = walk.blocks;
    for block in blocks.iter_mut().filter(|block| umbrellas.contains(&block.service)) {
        block.service.clear();
    }
    for endpoint in endpoints.iter_mut().filter(|endpoint| umbrellas.contains(&endpoint.service)) {
        endpoint.service.clear();
    }
    let claims = claims(walk.claims, &text, &services);
    let claims = owned(claims, &env, &mut blocks);
    let title = title(&walk.title, name);
    let date = if walk.date.is_empty() { options.date.clone() } else { walk.date };
    let notes = walk.notes.into_iter().map(|(_, note)| note).collect();
    let stores = walk.stores;
    Ok(Audit {
        schema: SCHEMA.into(),
        title,
        source: Source { kind: SourceKind::Markdown, name: options.name.clone(), bytes: bytes.len() as u64 },
        date,
        generator: concat!("patchbay ", env!("CARGO_PKG_VERSION")).into(),
        services,
        env,
        endpoints,
        stores: stores.into_iter().collect(),
        notes,
        coverage: Coverage { files: 1, bytes: bytes.len() as u64, read: 1, ..Coverage::default() },
        document: Some(Document { text, blocks, claims }),
        ..Audit::default()
    })
}

/// Endpoints with the same route as one: a document names one under its service and again among the hooks.
fn merged(sorted: Vec<crate::audit::Endpoint>) -> Vec<crate::audit::Endpoint> {
    let mut out: Vec<crate::audit::Endpoint> = Vec::with_capacity(sorted.len());
    for next in sorted {
        match out.last_mut() {
            Some(last) if last.path == next.path && (last.method == next.method || last.method.is_empty()) => {
                last.method.clone_from(&next.method);
                if last.service.is_empty() {
                    last.service = next.service;
                }
                if last.purpose.is_empty() {
                    last.purpose = next.purpose;
                }
                if last.place.path.is_empty() {
                    last.place = next.place;
                }
                if last.verification == crate::audit::Verification::Unknown {
                    last.verification = next.verification;
                }
                for event in next.events {
                    if !last.events.contains(&event) && last.events.len() < 200 {
                        last.events.push(event);
                    }
                }
                for line in next.attributes {
                    if last.attributes.len() < 500 && !last.attributes.contains(&line) {
                        last.attributes.push(line);
                    }
                }
            }
            _ => out.push(next),
        }
    }
    out
}

/// Claims by place, with their lines. What denies a service that another line names as used only speaks of that place, and
/// is dropped.
fn claims(mut claims: Vec<Claim>, text: &str, services: &[crate::audit::Service]) -> Vec<Claim> {
    let there: HashSet<&str> =
        services.iter().filter(|service| service.status != Status::Absent).map(|service| service.id.as_str()).collect();
    claims.retain(|claim| {
        claim.kind != ClaimKind::Absent || claim.service.is_empty() || !there.contains(claim.service.as_str())
    });
    claims.arrange_by(|a, b| (a.start, a.end, a.kind, &a.subject).cmp(&(b.start, b.end, b.kind, &b.subject)));
    claims.dedup_by(|a, b| a.start == b.start && a.end == b.end && a.kind == b.kind && a.subject == b.subject);
    let (mut at, mut line) = (0_usize, 1_u32);
    for claim in &mut claims {
        let start = claim.start as usize;
        let passed = text.as_bytes().get(at..start).unwrap_or(&[]);
        let breaks = memchr::memchr_iter(b'\n', passed).count();
        line = line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX));
        at = start.max(at);
        claim.line = line;
    }
    claims
}

/// Claims of variables with the services that own them, and the blocks that name them likewise.
fn owned(mut claims: Vec<Claim>, env: &[Variable], blocks: &mut [Block]) -> Vec<Claim> {
    let mut block = 0;
    for claim in &mut claims {
        while blocks.get(block).is_some_and(|at| at.end <= claim.start) {
            block += 1;
        }
        if claim.kind != ClaimKind::Env {
            continue;
        }
        if claim.service.is_empty()
            && let Ok(at) = env.binary_search_by(|variable| variable.name.as_str().cmp(&claim.subject))
            && let Some(variable) = env.get(at)
        {
            claim.service.clone_from(&variable.service);
        }
        if let Some(block) = blocks.get_mut(block)
            && block.role == BlockRole::Variable
            && block.service.is_empty()
        {
            block.service.clone_from(&claim.service);
        }
    }
    claims
}

/// Titles that every such document has, and that tell none from another.
const USUAL: &[&str] = &[
    "external integrations",
    "external services",
    "integrations",
    "integration audit",
    "external integrations & api contracts",
];

/// The document's title, or its file's name where the title is the usual one.
fn title(heading: &str, name: &str) -> String {
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = stem.strip_suffix(".md").or_else(|| stem.strip_suffix(".markdown")).unwrap_or(stem);
    let usual = USUAL.contains(&heading.to_lowercase().as_str());
    if heading.is_empty() || usual && !stem.eq_ignore_ascii_case("integrations") {
        stem.to_owned()
    } else {
        heading.to_owned()
    }
}
