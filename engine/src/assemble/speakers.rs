//! Settles services that one client may stand for: an S3 client that talks to R2, a Postgres driver that talks to Neon,
//! Firebase's one package for its many parts.

use super::services::{Drafts, Seen, connects};
use crate::audit::{Category, EvidenceKind, Status};
use crate::catalog;
use crate::order::Gather;
use crate::path::{self, Role};
use std::collections::BTreeSet;

/// Whether evidence is of the kind that a client alone gives, whoever is at the other end.
fn from_client(seen: &Seen) -> bool {
    matches!(seen.evidence.kind, EvidenceKind::Import | EvidenceKind::Call | EvidenceKind::Dependency)
}

/// Settles clouds first, then protocols.
pub fn settle(drafts: &mut Drafts) {
    absorb(drafts);
    hand_over(drafts);
    lend(drafts);
}

/// Names a protocol's clients with those of its speakers that have none of their own and are used beside one: the S3 client
/// in the file that talks to R2.
fn lend(drafts: &mut Drafts) {
    let mut lent = Vec::new();
    for (id, draft) in drafts.all.iter().filter(|(_, d)| d.asked.is_empty() && d.status() == Status::Used) {
        let Some(entry) = draft.entry else { continue };
        let product = |s: &&Seen| s.role == Role::Product && !s.mention;
        let files: BTreeSet<&str> = draft.seen.iter().filter(product).map(|s| s.evidence.path.as_str()).gathered();
        for protocol_id in entry.speaks.iter().copied() {
            let Some(protocol) = drafts.all.get(protocol_id) else { continue };
            // In a file where it is seen, or in one that bears its name: `provider_r2.go`.
            let imports = protocol.seen.iter().filter(product).filter(|s| s.evidence.kind == EvidenceKind::Import);
            let (beside, rest): (Vec<&Seen>, Vec<&Seen>) =
                imports.partition(|s| files.contains(s.evidence.path.as_str()));
            let named: Vec<Seen> =
                rest.into_iter().filter(|s| bears_name(&s.evidence.path, entry.id)).cloned().collect();
            if !beside.is_empty() || !named.is_empty() {
                lent.push((id.clone(), entry.id, protocol_id, protocol.asked.clone(), named));
            }
        }
    }
    for (id, speaker, protocol, asked, named) in lent {
        // A file that bears the speaker's name is not the protocol's.
        if let Some(draft) = drafts.all.get_mut(protocol) {
            let others = draft
                .seen
                .iter()
                .any(|s| s.evidence.kind == EvidenceKind::Import && !bears_name(&s.evidence.path, speaker));
            draft.seen.retain(|s| !others || !from_client(s) || !bears_name(&s.evidence.path, speaker));
        }
        if let Some(draft) = drafts.all.get_mut(&id) {
            draft.asked.extend(asked);
            draft.seen.extend(named);
        }
    }
}

/// Whether a word of the file's name names the service.
fn bears_name(file: &str, id: &str) -> bool {
    path::name(file)
        .split(|c: char| !c.is_ascii_alphanumeric())
        .any(|word| word.len() > 1 && catalog::named(word).is_some_and(|entry| entry.id == id))
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
            let files: BTreeSet<String> = part.seen.iter().map(|s| s.evidence.path.clone()).gathered();
            let near: Vec<&Seen> =
                gone.seen.iter().filter(|s| !s.mention && files.contains(&s.evidence.path)).collect();
            // The one part without a client of its own has the suite's, and each has those imported beside it.
            let imports = |name: &str| {
                near.iter().any(|s| {
                    let rest = s.evidence.matched.strip_prefix(name);
                    s.evidence.kind == EvidenceKind::Import
                        && s.role == Role::Product
                        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
                })
            };
            let all = part.asked.is_empty()
                && (parts.len() == 1 || near.iter().any(|s| s.evidence.kind == EvidenceKind::Import));
            part.asked.extend(gone.asked.iter().filter(|asked| all || imports(&asked.name)).cloned());
            part.seen.extend(near.into_iter().cloned());
        }
        drafts.absorbed.insert(umbrella.id, parts);
    }
}

/// Whether evidence is of the kind that every part of a cloud gives.
fn from_sdk(seen: &Seen) -> bool {
    from_client(seen)
        || matches!(
            seen.evidence.kind,
            EvidenceKind::EnvRead | EvidenceKind::EnvDeclared | EvidenceKind::Host | EvidenceKind::Config
        )
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
    let protocols: BTreeSet<&'static str> = used.iter().flat_map(|entry| entry.speaks.iter().copied()).gathered();
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
            .gathered();
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
        let taken: BTreeSet<&str> = seen.map(|s| s.evidence.path.as_str()).gathered();
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
    // A field of a settings class stands for a variable in capitals.
    matches!(seen.evidence.kind, EvidenceKind::EnvRead | EvidenceKind::EnvDeclared)
        && !connects(&seen.evidence.matched.to_ascii_uppercase())
}
