//! Webhooks, callbacks and calls by schedulers.

use super::rules::*;
use super::{PRODUCT, Review};
use crate::audit::{Direction, Endpoint, Verification};
use crate::facts::{Usage, What};
use crate::risk::{Risk, says_secret};
use std::collections::BTreeSet;

pub(super) fn find(review: &mut Review<'_>) {
    incoming(review);
    callbacks(review);
}

/// Segments behind which webhooks are managed, not received. Sorted.
const MANAGED: &[&str] = &[
    "create",
    "delete",
    "deliveries",
    "edit",
    "endpoints",
    "logs",
    "messages",
    "new",
    "recover",
    "replay",
    "retry",
    "rotate",
    "secret",
    "subscriptions",
    "test",
    "update",
];

/// Whether a path is where webhooks are set up, not received: the collection itself, or one of it by its id.
fn is_managed(path: &str) -> bool {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let plural = |segment: &&str| matches!(*segment, "hooks" | "webhooks");
    let last = segments.last().is_some_and(plural);
    let behind = segments.iter().skip_while(|segment| !plural(segment)).nth(1);
    let one = behind.is_some_and(|segment| segment.starts_with(['{', ':', '[', '<']));
    let managing = behind.is_some_and(|segment| MANAGED.binary_search(segment).is_ok())
        || segments.last().is_some_and(|last| MANAGED.binary_search(last).is_ok());
    last || one || managing || has_word(path, &["admin", "management"])
}

/// Whether one of the path's words is one of these.
fn has_word(path: &str, list: &[&str]) -> bool {
    path.to_ascii_lowercase().split(['/', '-', '_', '.']).any(|word| list.contains(&word))
}

fn incoming(review: &mut Review<'_>) {
    let audit = review.audit;
    let unverified = |e: &&Endpoint| {
        e.direction == Direction::Incoming && matches!(e.verification, Verification::None | Verification::Unknown)
    };
    for endpoint in audit.endpoints.iter().filter(unverified) {
        let name = audit.services.iter().find(|s| s.id == endpoint.service).map_or("", |s| s.name.as_str());
        let path = &endpoint.path;
        if checked_nearby(review, endpoint) {
            continue;
        }
        if has_word(path, &["cron"]) {
            let message = format!(
                "`{path}` does a scheduler's work for whoever calls it: compare a token from the environment with the request's before anything is done.",
            );
            review.raise_of(&OPEN_CRON, endpoint.place.clone(), &endpoint.service, message);
        } else if matches!(endpoint.method.as_str(), "POST" | "")
            && has_word(path, &["hook", "hooks", "ipn", "postback", "webhook", "webhooks"])
            && !is_managed(path)
        {
            let sender = if name.is_empty() { "the sender's" } else { "its" };
            let from = if name.is_empty() { String::new() } else { format!(" from {name}") };
            let message = format!(
                "No check is seen that what comes in at `{path}`{from} is genuine: check {sender} signature or a shared secret before anything is done with it.",
            );
            review.raise_of(&OPEN_WEBHOOK, endpoint.place.clone(), &endpoint.service, message);
        }
    }
}

/// Whether the file that serves a route looks at who calls, in a way that cannot be followed to the route itself; or hands the
/// route on to another file, where nothing is seen of it.
fn checked_nearby(review: &Review<'_>, endpoint: &Endpoint) -> bool {
    let at = review.files.binary_search_by(|file| file.path.as_str().cmp(&endpoint.place.path)).ok();
    let Some(file) = at.and_then(|at| review.files.get(at)) else { return false };
    file.facts.iter().any(|fact| match &fact.what {
        What::Check { .. } | What::Risk { risk: Risk::HeaderRead | Risk::RequestHandedOn, .. } => true,
        What::EnvRead { name, .. } => {
            says_secret(name) && ["CRON", "HOOK", "SIGN", "WEBHOOK"].iter().any(|word| name.contains(word))
        }
        What::Route(route) if fact.line == endpoint.place.line => {
            // `app.use(path, express.raw())` and `export { POST } from "…"` serve nothing here.
            let apart = fact.excerpt.contains(".use(") || fact.excerpt.starts_with("export {");
            apart || !route.handler.is_empty() && route.end_line == 0
        }
        _ => false,
    })
}

/// Addresses of the code base's own to which a person's browser comes back with a code or a token.
fn callbacks(review: &mut Review<'_>) {
    let mut seen = BTreeSet::new();
    for found in review.facts(PRODUCT) {
        let What::Host { url, usage, .. } = &found.fact.what else { continue };
        let returns = has_word(url, &["callback", "oauth", "oauth2", "redirect"]);
        if !url.starts_with("http://") || !returns || matches!(usage, Usage::Link | Usage::Mention) {
            continue;
        }
        if seen.insert(url.as_str()) {
            let message = format!(
                "`{url}` brings a person back from signing in, and a code with him, without encryption: use `https`.",
            );
            review.raise(&PLAIN_CALLBACK, found.place(), message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hooks_that_are_managed() {
        assert!(MANAGED.is_sorted());
        for path in ["/webhooks", "/api/v2/management/webhooks", "/webhooks/{id}/edit", "/webhooks/subscriptions"] {
            assert!(is_managed(path), "{path}");
        }
        for path in ["/webhook", "/webhooks/stripe", "/api/payments/webhook", ""] {
            assert!(!is_managed(path), "{path}");
        }
    }
}
