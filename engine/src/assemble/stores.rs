//! Tables, collections, buckets and queues, with the service that holds each.

use super::FileRead;
use super::services::Drafts;
use crate::audit::{Category, Place, Status, Store};
use crate::facts::What;
use crate::path::Role;
use std::collections::BTreeMap;

/// Services that hold what a file declares in an engine's own language, by the engine's word.
const SPEAKERS: &[(&str, &str)] = &[
    ("dynamodb", "amazon-dynamodb"),
    ("mssql", "sql-server"),
    ("s3", "amazon-s3"),
    ("sns", "amazon-sns"),
    ("sqs", "amazon-sqs"),
];

/// The stores by service, kind and name, each at the first place that declares it.
pub fn gather(files: &[FileRead], drafts: &Drafts) -> Vec<Store> {
    let mut first: BTreeMap<(String, String, String), Place> = BTreeMap::new();
    for file in files.iter().filter(|file| file.role == Role::Product) {
        for fact in &file.facts {
            if let What::Store { kind, name, engine } = &fact.what {
                let service = holder(engine, kind, drafts);
                first
                    .entry((service, kind.clone().into_owned(), name.clone()))
                    .or_insert_with(|| Place { path: file.path.clone(), line: fact.line });
            }
        }
    }
    first.into_iter().map(|((service, kind, name), place)| Store { service, kind, name, place }).collect()
}

/// The service that holds a store: the engine's own or the one that speaks its protocol; for a table of no known
/// engine the one database there is.
fn holder(engine: &str, kind: &str, drafts: &Drafts) -> String {
    let id = SPEAKERS.iter().find(|(word, _)| *word == engine).map_or(engine, |(_, id)| id);
    if drafts.all.contains_key(id) {
        return id.to_owned();
    }
    let mut candidates = drafts.all.iter().filter(|(_, draft)| {
        matches!(draft.status(), Status::Used | Status::Declared)
            && draft.entry.is_some_and(|e| {
                if id.is_empty() { kind == "table" && e.category == Category::Database } else { e.speaks.contains(&id) }
            })
    });
    match (candidates.next(), candidates.next()) {
        (Some((id, _)), None) => id.clone(),
        _ => String::new(),
    }
}
