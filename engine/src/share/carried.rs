//! What of an audit a link carries, and what it leaves out.

use super::Keep;
use crate::audit::{Audit, Claimed, Declaration, Evidence, EvidenceKind, LeftOut, Place, SourceKind};
use crate::order::Arrange;
use std::collections::HashSet;

/// The audit as it comes out of a link: with at most so many places in each list, if with any. What is left out is counted in
/// [`Audit::left_out`]. Always left out are the lists of files, the text of a document, and the lines of a document that say
/// something, since they are nowhere without it.
///
/// A variable that is read, declared or claimed in places that are left out keeps one without path and line, so that it still
/// is one that is.
pub fn carried(audit: &Audit, keep: Keep, most: usize) -> Audit {
    let before = audit.left_out.clone().unwrap_or_default();
    let of_document = audit.document.is_some() || before.document;
    let most = if keep.places { most.max(1) } else { 0 };
    let mut carrying = Carrying { keep, most, of_document, places: 0, excerpts: 0 };
    let mut audit = Audit { document: None, left_out: None, ..audit.clone() };
    audit.source.kind = SourceKind::Link;
    let files = audit.coverage.facts.len() + audit.coverage.skipped.len();
    audit.coverage.facts = Vec::new();
    audit.coverage.skipped = Vec::new();
    carrying.places(&mut audit);
    let left_out = LeftOut {
        places: before.places.saturating_add(carrying.places),
        excerpts: before.excerpts.saturating_add(carrying.excerpts),
        files: before.files.saturating_add(u32::try_from(files).unwrap_or(u32::MAX)),
        document: of_document,
    };
    audit.left_out = (left_out != LeftOut::default()).then_some(left_out);
    audit
}

struct Carrying {
    keep: Keep,
    /// Most places in a list; 0 for none.
    most: usize,
    of_document: bool,
    /// Places left out.
    places: u32,
    /// Excerpts left out.
    excerpts: u32,
}

impl Carrying {
    fn places(&mut self, audit: &mut Audit) {
        for service in &mut audit.services {
            self.evidence(&mut service.evidence);
            if self.most == 0 {
                service.clients.iter_mut().for_each(|client| client.manifest.clear());
                service.clients.dedup();
            }
            // What a document names is not a place of it, and goes with the words.
            if !self.of_document || self.most == 0 {
                self.cut(&mut service.implementation);
            }
        }
        for variable in &mut audit.env {
            self.least(&mut variable.read, |place| *place == Place::default(), Place::default);
            let has_value = variable.declared.iter().any(|place| place.has_value);
            let none = || Declaration { has_value, ..Declaration::default() };
            self.least(&mut variable.declared, |place| place.path.is_empty(), none);
            if !variable.claimed.is_empty() {
                self.places += variable.claimed.iter().filter(|claimed| claimed.line > 0).count() as u32;
                variable.claimed = vec![Claimed::default()];
            }
        }
        let endpoints = audit.endpoints.iter_mut().map(|it| &mut it.place);
        let stores = audit.stores.iter_mut().map(|it| &mut it.place);
        let findings = audit.findings.iter_mut().map(|it| &mut it.place);
        for place in endpoints.chain(stores).chain(findings) {
            if (self.most == 0 || self.of_document) && *place != Place::default() {
                *place = Place::default();
                self.places += 1;
            }
        }
        if self.most == 0 {
            self.cut(&mut audit.documents);
        }
    }

    /// Cuts a list to the places that are kept.
    fn cut<T>(&mut self, list: &mut Vec<T>) {
        self.places += list.len().saturating_sub(self.most) as u32;
        list.truncate(self.most);
    }

    /// The same, but at least one that stands for those left out.
    fn least<T>(&mut self, list: &mut Vec<T>, is_bare: impl Fn(&T) -> bool, bare: impl Fn() -> T) {
        let any = !list.is_empty();
        list.retain(|place| !is_bare(place));
        let named = !list.is_empty();
        self.cut(list);
        if any && (self.most == 0 || !named) {
            list.push(bare());
        }
    }

    /// Keeps the most telling places: first the strongest of each kind, then the strongest in each file, then the rest as they
    /// come.
    fn evidence(&mut self, evidence: &mut Vec<Evidence>) {
        if self.of_document {
            let all = evidence.len();
            evidence.retain(|it| it.kind != EvidenceKind::Claim);
            self.places += (all - evidence.len()) as u32;
        }
        if evidence.len() > self.most {
            let (mut kinds, mut files) = (HashSet::new(), HashSet::new());
            let mut order: Vec<(u8, usize)> = (evidence.iter().enumerate())
                .map(|(at, it)| {
                    let (kind, file) = (kinds.insert(it.kind), files.insert(it.path.as_str()));
                    (if kind { 0 } else { u8::from(!file) + 1 }, at)
                })
                .collect();
            order.arrange();
            let kept: HashSet<usize> = order.into_iter().take(self.most).map(|(_, at)| at).collect();
            self.places += (evidence.len() - kept.len()) as u32;
            let mut at = 0;
            evidence.retain(|_| {
                at += 1;
                kept.contains(&(at - 1))
            });
        }
        if !self.keep.excerpts {
            for it in evidence {
                self.excerpts += u32::from(!it.excerpt.is_empty());
                it.excerpt.clear();
                it.matched.clear();
            }
        }
    }
}
