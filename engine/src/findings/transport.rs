//! How the code talks to others, and who may talk to it.

use super::rules::*;
use super::{PRODUCT, Review, Seen, elsewhere};
use crate::catalog;
use crate::facts::{Usage, What};
use crate::path;
use crate::risk::Risk;
use crate::url::{is_address, is_public_address};
use std::collections::BTreeMap;

pub(super) fn find(review: &mut Review<'_>) {
    plain_http(review);
    fixed_hosts(review);
    tls(review);
    cors(review);
    apps(review);
}

/// Hosts that speak no TLS by design: a cloud's own metadata, checks for a captive portal, certificate lists.
const PLAIN_BY_DESIGN: &[&str] =
    &["169.254.169.254", "connectivitycheck.gstatic.com", "ip-api.com", "metadata.google.internal", "ocsp.", "crl."];

fn plain_http(review: &mut Review<'_>) {
    let mut by_host: BTreeMap<&str, Vec<Seen<'_>>> = BTreeMap::new();
    for seen in review.facts(PRODUCT) {
        let What::Host { host, url, usage } = &seen.fact.what else { continue };
        let plain = url.starts_with("http://") || url.starts_with("ws://");
        if !plain || PLAIN_BY_DESIGN.iter().any(|known| host.starts_with(known)) {
            continue;
        }
        let vendor = || catalog::host(host, "").is_some_and(|found| !found.link);
        let api = host.starts_with("api") || is_address(host) || url.contains("/api");
        let used = match usage {
            _ if path::is_by_hand(&seen.file.path) => false,
            Usage::Load => true,
            // What is handed on as a link is called by nobody here.
            Usage::Call => api || vendor(),
            Usage::Value => api && vendor(),
            _ => false,
        };
        if used {
            by_host.entry(host).or_default().push(seen);
        }
    }
    for (host, seen) in by_host {
        let Some(first) = seen.first() else { continue };
        let service = catalog::host(host, "").map_or("", |found| found.service.id);
        let message = format!(
            "The code talks to `{host}` without encryption, so that everybody on the way can read and change it: use `https`.{}",
            elsewhere(seen.len()),
        );
        review.raise_of(&PLAIN_HTTP, first.place(), service, message);
    }
}

/// How the hosts end that hosting platforms give to one deployment each. Sorted.
const DEPLOYMENTS: &[&str] = &[
    ".azurewebsites.net",
    ".cloudfunctions.net",
    ".deno.dev",
    ".fly.dev",
    ".glitch.me",
    ".herokuapp.com",
    ".netlify.app",
    ".ngrok-free.app",
    ".ngrok-free.dev",
    ".ngrok.app",
    ".ngrok.io",
    ".onrender.com",
    ".pages.dev",
    ".railway.app",
    ".repl.co",
    ".replit.app",
    ".replit.dev",
    ".run.app",
    ".supabase.co",
    ".trycloudflare.com",
    ".vercel.app",
    ".workers.dev",
];

fn fixed_hosts(review: &mut Review<'_>) {
    let mut by_host: BTreeMap<&str, Vec<Seen<'_>>> = BTreeMap::new();
    for seen in review.facts(PRODUCT) {
        let What::Host { host, usage, .. } = &seen.fact.what else { continue };
        let source = matches!(
            path::extension(&seen.file.path),
            "cjs"
                | "cs"
                | "dart"
                | "go"
                | "java"
                | "js"
                | "jsx"
                | "kt"
                | "mjs"
                | "php"
                | "py"
                | "rb"
                | "rs"
                | "svelte"
                | "swift"
                | "ts"
                | "tsx"
                | "vue"
        );
        let deployment =
            DEPLOYMENTS.iter().any(|end| host.len() > end.len() && host.ends_with(end)) || is_public_address(host);
        if source && deployment && matches!(usage, Usage::Call | Usage::Value) && !path::is_by_hand(&seen.file.path) {
            by_host.entry(host).or_default().push(seen);
        }
    }
    for (host, seen) in by_host {
        let Some(first) = seen.first() else { continue };
        let message = format!(
            "`{host}` is one deployment's own address: read it from the environment, so that tests and copies do not talk to it.{}",
            elsewhere(seen.len()),
        );
        review.raise(&FIXED_HOST, first.place(), message);
    }
}

fn tls(review: &mut Review<'_>) {
    for (of, found) in review.risks_by_subject(Risk::TlsOff, PRODUCT) {
        let Some(first) = found.iter().find(|danger| !path::is_by_hand(&danger.seen.file.path)) else { continue };
        let message = format!(
            "`{of}` switches the check of certificates off, so that anybody on the way can pass for the other end: trust the right authority instead.{}",
            elsewhere(found.len()),
        );
        review.raise(&TLS_OFF, first.seen.place(), message);
    }
}

fn cors(review: &mut Review<'_>) {
    for danger in review.risks(Risk::OpenCors, PRODUCT) {
        let message = format!(
            "Requests with credentials (`{}`) are let in from any origin, so that any page can act for a visitor who is signed in: list the origins.",
            danger.of,
        );
        review.raise(&OPEN_CORS, danger.seen.place(), message);
    }
}

fn apps(review: &mut Review<'_>) {
    for (of, found) in review.risks_by_subject(Risk::CleartextApp, PRODUCT) {
        let Some(first) = found.first() else { continue };
        let message = format!(
            "`{of}` lets the whole app talk without encryption: allow it for single hosts, if at all.{}",
            elsewhere(found.len()),
        );
        review.raise(&CLEARTEXT_APP, first.seen.place(), message);
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn tables_are_sorted() {
        assert!(super::DEPLOYMENTS.is_sorted());
    }
}
