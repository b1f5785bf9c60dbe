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
        What::Check { .. } | What::Risk { risk: Risk::HeaderRead, .. } => true,
        What::EnvRead { name, .. } => {
            says_secret(name) && ["CRON", "HOOK", "SIGN", "WEBHOOK"].iter().any(|word| name.contains(word))
        }
        What::Route(route) => fact.line == endpoint.place.line && !route.handler.is_empty() && route.end_line == 0,
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
