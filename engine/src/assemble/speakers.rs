//! Settles services that one client may stand for: an S3 client that talks to R2, a Postgres driver that talks to Neon,
//! Firebase's one package for its many parts.

use super::services::{Drafts, Seen};
use crate::audit::{Category, EvidenceKind, Status};
use crate::catalog;
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
    let umbrellas: Vec<&'static catalog::Service> =
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
            // A part without a client of its own has the suite's.
            if part.asked.is_empty() {
                part.asked.extend(gone.asked.iter().cloned());
            }
        }
        drafts.absorbed.insert(umbrella.id, parts);
    }
}

/// Whether evidence is of the kind that every part of a cloud gives.
fn from_sdk(seen: &Seen) -> bool {
    from_client(seen)
        || matches!(seen.evidence.kind, EvidenceKind::EnvRead | EvidenceKind::EnvDeclared | EvidenceKind::Host)
}

/// Moves a protocol's clients to the services that speak it, and drops the protocol where nothing but clients, and variables
/// that name no place to connect to, spoke for it.
fn hand_over(drafts: &mut Drafts) {
    let used: Vec<&'static catalog::Service> = drafts
        .all
        .values()
        .filter(|draft| draft.status() == Status::Used)
        .filter_map(|draft| draft.entry)
        .filter(|entry| !entry.speaks.is_empty() && entry.category != Category::DevService)
        .collect();
    let protocols: BTreeSet<&'static str> = used.iter().flat_map(|entry| entry.speaks.iter().copied()).collect();
    for protocol in protocols {
        let Some(draft) = drafts.all.get(protocol) else { continue };
        let own = draft.seen.iter().any(|s| s.role == Role::Product && !s.mention && !from_client(s) && !is_tuning(s));
        if own {
            continue;
        }
        let files: BTreeSet<&str> = draft
            .seen
            .iter()
            .filter(|s| s.evidence.kind == EvidenceKind::Import)
            .map(|s| s.evidence.path.as_str())
            .collect();
        // One with a client of its own needs no other's, unless both stand in one file.
        let speakers: Vec<String> = used
            .iter()
            .filter(|entry| entry.speaks.contains(&protocol))
            .filter(|entry| {
                drafts.all.get(entry.id).is_some_and(|d| {
                    d.asked.is_empty()
                        || draft.asked.is_empty()
                        || d.seen.iter().any(|s| files.contains(s.evidence.path.as_str()))
                })
            })
            .map(|entry| entry.id.to_owned())
            .collect();
        // With several speakers, each takes the files in which it is seen itself; all files must be taken.
        let seen = speakers.iter().filter_map(|id| drafts.all.get(id)).flat_map(|d| &d.seen);
        let taken: BTreeSet<&str> = seen.map(|s| s.evidence.path.as_str()).collect();
        if speakers.is_empty() || speakers.len() > 1 && !files.is_subset(&taken) {
            continue;
        }
        let Some(gone) = drafts.all.remove(protocol) else { continue };
        for id in &speakers {
            let Some(speaker) = drafts.all.get_mut(id) else { continue };
            speaker.asked.extend(gone.asked.iter().cloned());
            speaker.hosts.extend(gone.hosts.iter().cloned());
            speaker.seen.extend(gone.seen.iter().filter(|s| !s.mention).cloned());
        }
        drafts.absorbed.insert(protocol, speakers);
    }
}

/// Whether evidence is a variable that tunes something, and names no place to connect to: `REDIS_CACHE_TTL`.
fn is_tuning(seen: &Seen) -> bool {
    let connects =
        ["HOST", "URL", "URI", "PORT", "PASS", "USER", "DSN", "ADDR", "ENDPOINT", "KEY", "TOKEN", "DB", "NAME"];
    matches!(seen.evidence.kind, EvidenceKind::EnvRead | EvidenceKind::EnvDeclared)
        && !seen.evidence.matched.split('_').any(|word| connects.contains(&word))
}
