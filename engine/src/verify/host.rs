//! Hosts and container images.

use super::check::{Answer, Check, Said};
use crate::assemble::Fit;
use crate::audit::Status;
use crate::catalog;
use crate::order::Arrange;

/// Checks that a host is called or configured.
pub fn check(check: &Check<'_>, said: Said<'_>) -> Answer {
    let subject = said.claim.subject.trim();
    let host = subject.split_once("://").map_or(subject, |(_, rest)| rest);
    let host = host.split(['/', ':', '?']).next().unwrap_or("").to_ascii_lowercase();
    if is_nobodys(&host) {
        return Answer::not_checked("");
    }
    if let Some(place) = check.hosts.get(host.as_str()) {
        return Answer::confirmed(Some(place.clone()));
    }
    // `*.example.com` stands for whatever is below.
    let below = host.trim_start_matches("*.");
    let found = check.hosts.iter().find(|(known, _)| {
        known.strip_suffix(below).is_some_and(|front| front.ends_with('.'))
            && (host.starts_with('*') || known.starts_with("*."))
    });
    if let Some((_, place)) = found {
        return Answer::confirmed(Some(place.clone()));
    }
    if let Some(place) = check.in_code(&host, Fit::Word) {
        return Answer::confirmed(Some(place));
    }
    // A vendor's SDK knows its vendor's hosts by itself, and its pages are for people.
    if let Some(found) = catalog::host(&host, "").filter(|_| !is_of_an_account(&host)) {
        let service = check.services.get(found.service.id);
        if found.link {
            return Answer::not_checked("a page for people");
        }
        if service.is_some_and(|service| service.status == Status::Used && !service.clients.is_empty()) {
            return Answer::not_checked("its SDK knows it; the code does not name it");
        }
    }
    let seen = check.seen(&host, Fit::Word).and_then(|seen| seen.best());
    match seen {
        Some((_, place)) => {
            Answer::not_found().remark(format!("only mentioned in {}", place.path)).at(Some(place.clone()))
        }
        None => Answer::not_found(),
    }
}

/// Whether a host begins with an account's own number, which no SDK knows.
fn is_of_an_account(host: &str) -> bool {
    let first = host.split('.').next().unwrap_or("");
    first.len() >= 16 && first.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// Hosts that say nothing: this machine's, names for examples, parts to be filled in.
fn is_nobodys(host: &str) -> bool {
    !host.contains('.')
        || host.starts_with("127.")
        || host == "0.0.0.0"
        || host.contains(['{', '}', '<', '>', '$', '[', ']', '%'])
        || ["example.com", "example.org", "example.net", "yourdomain.com", "your-domain.com"]
            .iter()
            .any(|end| host.ends_with(end))
}

/// Checks that an image is run, with its tag.
pub fn image(check: &Check<'_>, said: Said<'_>) -> Answer {
    let subject = said.claim.subject.trim();
    if subject.ends_with(".yml") || subject.ends_with(".yaml") {
        return super::path::check(check, said);
    }
    let subject = subject.split('@').next().unwrap_or(subject);
    let subject = subject.strip_prefix("docker.io/").unwrap_or(subject);
    let subject = subject.strip_prefix("library/").unwrap_or(subject);
    let (name, tag) = match subject.rsplit_once(':') {
        Some((name, tag)) if !tag.contains('/') => (name, tag),
        _ => (subject, said.claim.value.as_str()),
    };
    let end = format!("/{name}");
    let mut found =
        check.images.iter().filter(|(known, _)| **known == name || known.ends_with(&end)).flat_map(|(_, all)| all);
    let all: Vec<_> = found.by_ref().collect();
    let Some((_, first)) = all.first() else {
        return match check.in_code(name, Fit::Word) {
            Some(place) if name.contains(['/', '-']) => Answer::confirmed(Some(place)).remark("the code names it"),
            _ => Answer::not_found(),
        };
    };
    if tag.is_empty() {
        return Answer::confirmed(Some(first.clone()));
    }
    let same = |known: &str| known == tag || known.is_empty() && tag == "latest";
    if let Some((_, place)) = all.iter().find(|(known, _)| same(known)) {
        return Answer::confirmed(Some(place.clone()));
    }
    let mut tags: Vec<&str> = all.iter().map(|(tag, _)| if tag.is_empty() { "latest" } else { *tag }).collect();
    tags.arrange();
    tags.dedup();
    // A tag that is filled in where it runs may be any.
    if tags.iter().any(|tag| tag.contains(['$', '{'])) || tag.contains(['$', '{']) {
        return Answer::confirmed(Some(first.clone()));
    }
    Answer::contradicted(format!("image is {name}:{}", tags.join(", ")), Some(first.clone()))
}

#[cfg(test)]
mod tests {
    use super::is_nobodys;

    #[test]
    fn hosts_that_say_nothing() {
        for host in ["localhost", "127.0.0.1", "{account}.r2.dev", "api.example.com", "redis"] {
            assert!(is_nobodys(host), "{host}");
        }
        assert!(!is_nobodys("api.stripe.com"));
    }
}
