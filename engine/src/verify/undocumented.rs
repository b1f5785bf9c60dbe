//! What the code has and the document lacks.

use super::Undocumented;
use super::check::{self, Check};
use crate::audit::{ClaimKind, Direction, Status};
use crate::catalog;
use crate::order::Gather;
use std::collections::{BTreeSet, HashSet};

/// Variables that systems and shells set for every program. They plug into nothing. Sorted.
const SYSTEM: &[&str] = &[
    "APPDATA",
    "CI",
    "COLUMNS",
    "DEBUG",
    "EDITOR",
    "FORCE_COLOR",
    "HOME",
    "HOMEPATH",
    "HOST",
    "HOSTNAME",
    "LANG",
    "LC_ALL",
    "LOCALAPPDATA",
    "NODE_ENV",
    "NO_COLOR",
    "PATH",
    "PORT",
    "PROGRAMFILES",
    "PWD",
    "SHELL",
    "SystemRoot",
    "TEMP",
    "TERM",
    "TMP",
    "TMPDIR",
    "TZ",
    "USER",
    "USERNAME",
    "USERPROFILE",
    "VERBOSE",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
];

/// Whether systems and shells set a variable of this name for every program, so that no document lists it.
pub fn is_system_variable(name: &str) -> bool {
    SYSTEM.binary_search(&name).is_ok()
}

/// Services, variables and endpoints that the document does not name, in this order, each by its name.
pub fn undocumented(check: &Check<'_>) -> Vec<Undocumented> {
    let mut out = services(check);
    out.extend(variables(check));
    out.extend(endpoints(check));
    out
}

fn services(check: &Check<'_>) -> Vec<Undocumented> {
    let documented: BTreeSet<&str> = check.document.services.iter().map(|service| service.id.as_str()).gathered();
    let text = text(check);
    let kin = |id: &str| {
        documented.iter().any(|known| {
            catalog::by_id(known).is_some_and(|entry| entry.covers(id))
                || catalog::by_id(id).is_some_and(|entry| entry.covers(known))
        })
    };
    let wanted = check.code.audit.services.iter().filter(|service| service.status == Status::Used);
    wanted
        .filter(|service| !documented.contains(service.id.as_str()) && !kin(&service.id))
        .filter(|service| {
            let names = std::iter::once(service.name.as_str()).chain(service.aliases.iter().map(String::as_str));
            let mut names = names.chain(service.hosts.iter().map(String::as_str));
            !names.any(|name| name.len() > 3 && has_word(&text, &name.to_lowercase()))
        })
        .map(|service| Undocumented {
            kind: ClaimKind::Service,
            subject: service.id.clone(),
            name: service.name.clone(),
            place: check::best(service),
        })
        .collect()
}

fn variables(check: &Check<'_>) -> Vec<Undocumented> {
    let words = check.document.document.as_ref().map_or("", |document| document.text.as_str());
    let starts: Vec<&str> = check
        .claimed
        .get(&ClaimKind::Env)
        .into_iter()
        .flatten()
        .filter_map(|name| name.strip_suffix('*').filter(|start| !start.is_empty()))
        .collect();
    let named = |name: &str| check.claims(ClaimKind::Env, name) || starts.iter().any(|start| name.starts_with(start));
    let whole: HashSet<&str> = words.split(|c| !is_of_word(c)).collect();
    // One look at the words for each of thousands of names; of a name of several words at the text.
    let written = |name: &str| if name.chars().all(is_of_word) { whole.contains(name) } else { has_word(words, name) };
    let read = check.code.audit.env.iter().filter(|variable| !variable.read.is_empty());
    read.filter(|variable| !is_system_variable(&variable.name) && !named(&variable.name))
        .filter(|variable| !written(&variable.name))
        .map(|variable| Undocumented {
            kind: ClaimKind::Env,
            subject: variable.name.clone(),
            name: String::new(),
            place: variable.read.first().cloned(),
        })
        .collect()
}

fn endpoints(check: &Check<'_>) -> Vec<Undocumented> {
    let words = check.document.document.as_ref().map_or("", |document| document.text.as_str());
    let endpoints = check.code.audit.endpoints.iter().filter(|endpoint| endpoint.direction != Direction::Outgoing);
    endpoints
        .filter(|endpoint| {
            // However the document writes its parameters, it writes what stands in front of them, or the file.
            let fixed = super::endpoint::fixed(&endpoint.path);
            let short = fixed.strip_prefix("/api").filter(|rest| rest.matches('/').count() > 1).unwrap_or(fixed);
            let named = short.len() > 2 && words.contains(short);
            !(named || words.contains(endpoint.place.path.as_str()))
        })
        .map(|endpoint| Undocumented {
            kind: ClaimKind::Endpoint,
            subject: format!("{} {}", endpoint.method, endpoint.path).trim().to_owned(),
            name: String::new(),
            place: Some(endpoint.place.clone()),
        })
        .collect()
}

/// The document's text in lower case.
fn text(check: &Check<'_>) -> String {
    check.document.document.as_ref().map_or(String::new(), |document| document.text.to_lowercase())
}

/// Whether a text has a word or several in it, not as a part of another.
fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
        !before.is_some_and(is_of_word) && !after.is_some_and(is_of_word)
    })
}

/// Whether a character is a part of a word.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_their_own() {
        assert!(SYSTEM.is_sorted());
        assert!(has_word("uses redis, and", "redis") && has_word("(Redis)".to_lowercase().as_str(), "redis"));
        assert!(!has_word("REDIS_URL", "REDIS") && !has_word("ioredis", "redis"));
    }
}
