//! Settles services that one client may stand for: an S3 client that talks to R2, a Postgres driver that talks to Neon,
//! Firebase's one package for its many parts.

use super::services::{Drafts, Seen};
use crate::audit::{EvidenceKind, Status};
use crate::path::Role;
use std::collections::BTreeSet;

/// Whether evidence is of the kind that a client alone gives, whoever is at the other end.
fn from_client(seen: &Seen) -> bool {
    matches!(seen.evidence.kind, EvidenceKind::Import | EvidenceKind::Call | EvidenceKind::Dependency)
}

/// Settles clouds first, then protocols.
pub fn settle(drafts: &mut Drafts) {
    absorb(drafts);
    hand_over(drafts);
}

/// Drops a cloud or suite that only shows by what all of its parts share: an SDK's core, credentials, a wildcard host. What
/// showed it then speaks for those parts that are seen in the same files.
fn absorb(drafts: &mut Drafts) {
    let umbrellas: Vec<&'static crate::catalog::Service> =
        drafts.all.values().filter_map(|d| d.entry).filter(|e| !e.umbrella.is_empty()).collect();
    for umbrella in umbrellas {
        let wired = |status| matches!(status, Status::Used | Status::Declared);
        let parts: Vec<String> = drafts
            .all
            .iter()
            .filter(|(id, d)| umbrella.covers(id) && wired(d.status()))
            .map(|(id, _)| id.clone())
            .collect();
        let shared = drafts.all.get(umbrella.id).is_some_and(|d| d.seen.iter().all(|s| s.mention || from_sdk(s)));
        if parts.is_empty() || !shared {
            continue;
        }
        let Some(gone) = drafts.all.remove(umbrella.id) else { continue };
        for id in &parts {
            let Some(part) = drafts.all.get_mut(id) else { continue };
            let files: BTreeSet<String> = part.seen.iter().map(|s| s.evidence.path.clone()).collect();
            let near = gone.seen.iter().filter(|s| !s.mention && files.contains(&s.evidence.path)).cloned();
            part.seen.extend(near);
            part.asked.extend(gone.asked.iter().filter(|asked| files.contains(&asked.manifest)).cloned());
        }
        drafts.absorbed.insert(umbrella.id, parts);
    }
}

/// Whether evidence is of the kind that every part of a cloud gives.
fn from_sdk(seen: &Seen) -> bool {
    from_client(seen)
        || matches!(seen.evidence.kind, EvidenceKind::EnvRead | EvidenceKind::EnvDeclared | EvidenceKind::Host)
}

/// Moves a protocol's clients to the services that speak it, and drops the protocol where nothing but clients spoke for it.
fn hand_over(drafts: &mut Drafts) {
    let used: Vec<&'static crate::catalog::Service> = drafts
        .all
        .values()
        .filter(|d| d.status() == Status::Used)
        .filter_map(|d| d.entry)
        .filter(|e| !e.speaks.is_empty())
        .collect();
    let protocols: BTreeSet<&str> = used.iter().flat_map(|e| e.speaks.iter().copied()).collect();
    for protocol in protocols {
        let Some(draft) = drafts.all.get(protocol) else { continue };
        let own = draft.seen.iter().any(|s| s.role == Role::Product && !s.mention && !from_client(s));
        if own {
            continue;
        }
        let files: BTreeSet<&str> = draft
            .seen
            .iter()
            .filter(|s| s.evidence.kind == EvidenceKind::Import)
            .map(|s| s.evidence.path.as_str())
            .collect();
        let speakers: Vec<&str> =
            used.iter().filter(|e| e.speaks.contains(&protocol) && !is_dev(e.id)).map(|e| e.id).collect();
        // With several speakers, each takes the files in which it is seen itself; all files must be taken.
        let taken: BTreeSet<&str> = speakers
            .iter()
            .filter_map(|id| drafts.all.get(*id))
            .flat_map(|d| d.seen.iter().map(|s| s.evidence.path.as_str()))
            .collect();
        if speakers.is_empty() || speakers.len() > 1 && !files.iter().all(|f| taken.contains(f)) {
            continue;
        }
        let Some(gone) = drafts.all.remove(protocol) else { continue };
        for id in speakers {
            let Some(speaker) = drafts.all.get_mut(id) else { continue };
            speaker.asked.extend(gone.asked.iter().cloned());
            speaker.hosts.extend(gone.hosts.iter().cloned());
            speaker.seen.extend(gone.seen.iter().filter(|s| !s.mention).cloned());
        }
    }
}

/// Whether a speaker only stands in for the real service while developing.
fn is_dev(id: &str) -> bool {
    crate::catalog::by_id(id).is_some_and(|e| e.category == crate::audit::Category::DevService)
}
