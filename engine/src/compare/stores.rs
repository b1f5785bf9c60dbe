//! The rows of stores: tables, collections, buckets, indexes, queues.

use super::align::{Owners, Which};
use super::variables::owners_differ;
use super::voice::Voices;
use super::{Aspect, Called, Field, Row, sorted};
use crate::audit::{Audit, Store};
use std::collections::{BTreeMap, BTreeSet};

/// The stores of both, each once. Those of a document and of code are not compared: nobody lists every table.
pub fn rows(a: &Audit, b: &Audit, voices: Voices, owners: &Owners<'_>) -> Vec<Row> {
    if voices.mixed() {
        return Vec::new();
    }
    fn named(at: Option<usize>, audit: &Audit) -> Option<(usize, Called<'_>)> {
        let store = audit.stores.get(at?)?;
        let name = format!("{} {}", store.kind, store.name).trim().to_owned();
        Some((at?, Called { id: "", name: name.into(), service: &store.service }))
    }
    let mut rows = Vec::new();
    for (of_a, of_b) in pair(a, b, owners) {
        let (from, to) = (of_a.and_then(|at| a.stores.get(at)), of_b.and_then(|at| b.stores.get(at)));
        let row = Row::new(named(of_a, a), named(of_b, b));
        match (from, to) {
            (Some(from), Some(to)) => rows.push(row.with(fields(from, to, voices, owners), None)),
            _ => rows.push(row),
        }
    }
    rows
}

fn pair(a: &Audit, b: &Audit, owners: &Owners<'_>) -> Vec<(Option<usize>, Option<usize>)> {
    let (mut left, mut right) = (distinct(a, Which::A, owners), distinct(b, Which::B, owners));
    let mut pairs = Vec::with_capacity(left.len().max(right.len()));
    let whole = |which: Which, it: &Store| (owner(which, it, owners), it.kind.clone(), it.name.clone());
    let named = |_: Which, it: &Store| (String::new(), it.kind.clone(), it.name.clone());
    let alone = |_: Which, it: &Store| (String::new(), String::new(), it.name.to_lowercase());
    for key in [&whole as &dyn Fn(Which, &Store) -> Key, &named, &alone] {
        let mut keyed: BTreeMap<Key, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for at in &left {
            keyed.entry(a.stores.get(*at).map(|it| key(Which::A, it)).unwrap_or_default()).or_default().0.push(*at);
        }
        for at in &right {
            keyed.entry(b.stores.get(*at).map(|it| key(Which::B, it)).unwrap_or_default()).or_default().1.push(*at);
        }
        let (mut rest_a, mut rest_b) = (Vec::new(), Vec::new());
        for (of_a, of_b) in keyed.into_values() {
            match (of_a.as_slice(), of_b.as_slice()) {
                ([from], [to]) => pairs.push((Some(*from), Some(*to))),
                _ => {
                    rest_a.extend(of_a);
                    rest_b.extend(of_b);
                }
            }
        }
        (left, right) = (rest_a, rest_b);
    }
    pairs.extend(left.into_iter().map(|at| (Some(at), None)));
    pairs.extend(right.into_iter().map(|at| (None, Some(at))));
    pairs
}

type Key = (String, String, String);

/// A list's stores, each once: a table that several migrations make is one, and so is one that is named once more without its
/// database.
fn distinct(audit: &Audit, which: Which, owners: &Owners<'_>) -> Vec<usize> {
    let mut seen: BTreeMap<Key, usize> = BTreeMap::new();
    let owned: BTreeSet<(&str, &str)> = audit
        .stores
        .iter()
        .filter(|it| !it.service.is_empty())
        .map(|it| (it.kind.as_str(), it.name.as_str()))
        .collect();
    for (at, store) in audit.stores.iter().enumerate() {
        if store.service.is_empty() && owned.contains(&(store.kind.as_str(), store.name.as_str())) {
            continue;
        }
        let key = (owner(which, store, owners), store.kind.clone(), store.name.clone());
        let first = seen.entry(key).or_insert(at);
        if audit.stores.get(*first).is_some_and(|kept| store.place < kept.place) {
            *first = at;
        }
    }
    seen.into_values().collect()
}

fn owner(which: Which, store: &Store, owners: &Owners<'_>) -> String {
    owners.number(which, &store.service).map_or_else(|| store.service.clone(), |number| format!("#{number}"))
}

fn fields(from: &Store, to: &Store, voices: Voices, owners: &Owners<'_>) -> Vec<Field> {
    let mut out = Vec::new();
    for (field, of_a, of_b) in [(Aspect::Name, &from.name, &to.name), (Aspect::Kind, &from.kind, &to.kind)] {
        if of_a != of_b {
            out.push(Field::value(field, of_a.as_str(), of_b.as_str()));
        }
    }
    if owners_differ(&from.service, &to.service, voices, owners) {
        out.push(Field::value(
            Aspect::Service,
            owners.name(Which::A, &from.service),
            owners.name(Which::B, &to.service),
        ));
    }
    sorted(out)
}
