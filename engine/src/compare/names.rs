//! By what names a service may be known: the keys by which two that have different ids are found to be one.

use crate::audit::{Ecosystem, Service};
use crate::catalog;
use crate::order::Arrange;

/// Words that people add to a service's name or leave out. Folded; sorted.
const FILLERS: &[&str] = &[
    "api",
    "apis",
    "app",
    "backend",
    "client",
    "cloud",
    "com",
    "database",
    "db",
    "endpoint",
    "external",
    "feed",
    "integration",
    "io",
    "js",
    "library",
    "party",
    "platform",
    "provider",
    "rest",
    "sdk",
    "server",
    "service",
    "services",
    "the",
    "third",
    "web",
    "webhook",
    "webhooks",
];

/// Packages that talk to anything, and so tell nothing of what they talk to. Sorted.
const ANYONE: &[&str] = &[
    "aiohttp",
    "axios",
    "cross-fetch",
    "fetch",
    "got",
    "guzzlehttp/guzzle",
    "http",
    "httpx",
    "ky",
    "needle",
    "node-fetch",
    "openai",
    "request",
    "requests",
    "superagent",
    "undici",
    "urllib",
    "urllib3",
    "ws",
];

/// Labels of hosts that say nothing of whose they are.
const HOST_PARTS: &[&str] =
    &["api", "app", "cdn", "co", "com", "dev", "eu", "gov", "io", "net", "org", "prod", "us", "www"];

/// Shortest name by which two services are one.
const SHORTEST: usize = 3;

/// Shortest name that may be one letter off.
const SHORTEST_CLOSE: usize = 6;

/// Most aliases that are read.
const ALIASES: usize = 64;

/// Whether the catalog has it, so that its id says which one it is.
pub fn is_known(service: &Service) -> bool {
    catalog::by_id(&service.id).is_some()
}

/// The names that it goes by, without punctuation, and the ids that the catalog has for these.
pub fn aliases(service: &Service) -> Vec<String> {
    let mut keys = Vec::new();
    if let Some(entry) = catalog::by_id(&service.id) {
        keys.push(["id:", entry.id].concat());
        keys.extend(entry.aliases.iter().map(|alias| ["name:", &catalog::fold(alias)].concat()));
    }
    for name in std::iter::once(&service.name).chain(service.aliases.iter().take(ALIASES)) {
        for part in parts(name) {
            let folded = catalog::fold(part);
            if folded.chars().count() < SHORTEST {
                continue;
            }
            keys.extend(catalog::named(part).map(|entry| ["id:", entry.id].concat()));
            keys.push(["name:", &folded].concat());
        }
    }
    done(keys)
}

/// A name, and its parts where it says two: `Claude API (Anthropic)`.
fn parts(name: &str) -> Vec<&str> {
    let mut parts = vec![name];
    if let Some((before, rest)) = name.split_once('(') {
        parts.push(before);
        parts.extend(rest.split(')').next());
    }
    parts
}

/// The packages through which it is talked to.
pub fn packages(service: &Service) -> Vec<String> {
    let known = catalog::by_id(&service.id).map(|entry| ["id:", entry.id].concat());
    let mut keys: Vec<String> = known.into_iter().collect();
    for client in &service.clients {
        let name = client.name.to_lowercase();
        if name.is_empty() || ANYONE.binary_search(&name.as_str()).is_ok() {
            continue;
        }
        // What a package of the catalog's belongs to is no matter of whether the other side has it, too.
        let owner = Ecosystem::from_word(&client.ecosystem).and_then(|it| catalog::package(it, &client.name));
        keys.extend(owner.map(|entry| ["id:", entry.id].concat()));
        keys.push(["package:", &name].concat());
    }
    done(keys)
}

/// Its name in short, and for one that may be a letter off every one that is a letter shorter.
pub fn close(service: &Service) -> Vec<String> {
    let mut keys = Vec::new();
    let host = service.id.strip_prefix("host:").map(of_host);
    let variable = service.id.strip_prefix("env:");
    for name in host.as_deref().into_iter().chain(variable).chain([service.name.as_str()]) {
        let short = short(name);
        let length = short.chars().count();
        if length >= SHORTEST {
            keys.push(["short:", &short].concat());
        }
        if (SHORTEST_CLOSE..40).contains(&length) && !short.chars().any(|c| c.is_ascii_digit()) {
            keys.push(["close:", &short].concat());
            keys.extend(short.char_indices().map(|(at, c)| {
                let rest = short.get(at + c.len_utf8()..).unwrap_or("");
                ["close:", short.get(..at).unwrap_or(""), rest].concat()
            }));
        }
    }
    done(keys)
}

/// The name in a host: `melonn` of `api.melonn.com`.
fn of_host(host: &str) -> String {
    let parts: Vec<&str> = host.split('.').filter(|part| !HOST_PARTS.contains(part)).collect();
    parts.iter().max_by_key(|part| part.len()).map_or(String::new(), |part| (*part).to_owned())
}

/// A name in lower case without punctuation and the words that people leave out.
fn short(name: &str) -> String {
    let lower = name.to_lowercase();
    let lower = lower.split('(').next().unwrap_or(&lower);
    let words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.filter(|word| FILLERS.binary_search(word).is_err()).collect()
}

fn done(mut keys: Vec<String>) -> Vec<String> {
    keys.arrange();
    keys.dedup();
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(FILLERS.is_sorted() && ANYONE.is_sorted() && HOST_PARTS.is_sorted());
    }

    #[test]
    fn names_in_short() {
        for (name, expected) in
            [("Melonn API", "melonn"), ("The Acme Web-Service (v2)", "acme"), ("API", ""), ("Ü-Bahn", "übahn")]
        {
            assert_eq!(short(name), expected, "{name}");
        }
        assert_eq!(of_host("api.melonn.com"), "melonn");
        assert_eq!(parts("Claude API (Anthropic)"), ["Claude API (Anthropic)", "Claude API ", "Anthropic"]);
    }
}
