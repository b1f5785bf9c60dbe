//! Containers, clusters, clouds: what is open to more people than it should be.

use super::rules::*;
use super::{PRODUCT, REAL, Review, Seen, Severity, elsewhere, for_production, is_made_up, listed};
use crate::catalog;
use crate::facts::What;
use crate::order::Gather;
use crate::path::{self, Role};
use crate::risk::Risk;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn find(review: &mut Review<'_>) {
    ports(review);
    floating(review);
    hosts(review);
    buckets(review);
    networks(review);
    rules(review);
    rows(review);
}

/// One finding a compose file.
fn ports(review: &mut Review<'_>) {
    let mut by_file: BTreeMap<&str, Vec<super::Danger<'_>>> = BTreeMap::new();
    for danger in review.risks(Risk::PublishedPort, PRODUCT) {
        by_file.entry(danger.seen.file.path.as_str()).or_default().push(danger);
    }
    for (path, found) in by_file {
        let Some(first) = found.first().filter(|_| !is_made_up(path)) else { continue };
        let severity = if for_production(path) { Severity::Warning } else { Severity::Note };
        let names: Vec<&str> = found.iter().map(|danger| danger.of).collect();
        let message = format!(
            "`{path}` publishes {} on every address of the host, past its firewall: put `127.0.0.1:` in front, or publish {}.",
            listed(&names),
            if names.len() == 1 { "no port" } else { "none" },
        );
        review.raise_as(&PUBLISHED_PORT, severity, first.seen.place(), "", message);
    }
}

/// Images whose version is left open. One that the file takes from a variable or by its digest is not.
fn floating(review: &mut Review<'_>) {
    let mut by_image: BTreeMap<&str, Vec<Seen<'_>>> = BTreeMap::new();
    for seen in review.facts(REAL) {
        let What::Image { name, tag, .. } = &seen.fact.what else { continue };
        let written = &seen.fact.matched;
        let behind = written.rsplit('/').next().unwrap_or("");
        // What a chart leaves out it fills in, and clouds name their own images.
        let path = seen.file.path.as_str();
        let file = path::name(path);
        if file.starts_with('.') || matches!(path::extension(path), "tf" | "tofu") && tag.is_empty() {
            continue;
        }
        if file.starts_with("values") && tag.is_empty() || is_made_up(path) {
            continue;
        }
        let open = tag == "latest" || tag.is_empty() && !behind.contains([':', '$', '@', '{']);
        // Some have no versions.
        if open && !written.contains(['$', '@']) && !written.is_empty() && !name.ends_with("rolling") {
            by_image.entry(name).or_default().push(seen);
        }
    }
    for (name, seen) in by_image {
        let Some(first) = seen.first() else { continue };
        let service = catalog::image(name).map_or("", |service| service.id);
        let message = format!(
            "`{name}` comes in whatever version is newest on the day: name a version, so that today's build is tomorrow's.{}",
            elsewhere(seen.len()),
        );
        review.raise_of(&FLOATING_IMAGE, first.place(), service, message);
    }
}

fn hosts(review: &mut Review<'_>) {
    for (of, found) in review.risks_by_subject(Risk::HostAccess, PRODUCT) {
        let Some(first) = found.first() else { continue };
        let socket = of.ends_with("docker.sock");
        let severity = if socket { Severity::Note } else { Severity::Warning };
        let message = if socket {
            "A container that is given `docker.sock` can start others with any right on the host: put a proxy between that allows what is needed."
        } else {
            "A `privileged` container has every right on its host: add the single capability that it needs."
        };
        let message = format!("{message}{}", elsewhere(found.len()));
        review.raise_as(&HOST_ACCESS, severity, first.seen.place(), "", message);
    }
}

fn buckets(review: &mut Review<'_>) {
    for danger in review.risks(Risk::PublicBucket, PRODUCT) {
        // In code it is one upload, and often meant.
        let infrastructure = matches!(path::extension(&danger.seen.file.path), "tf" | "tofu");
        let severity = if infrastructure { Severity::Warning } else { Severity::Note };
        let message = format!(
            "`{}` lets anybody read what is put here: if that is not meant, keep it private and hand out signed links.",
            danger.of,
        );
        review.raise_as(&PUBLIC_BUCKET, severity, danger.seen.place(), "", message);
    }
}

fn networks(review: &mut Review<'_>) {
    for danger in review.risks(Risk::OpenNetwork, PRODUCT) {
        let message = if danger.of.starts_with("port ") {
            format!("The whole internet may reach {}: let in the addresses that need it.", danger.of)
        } else {
            format!("`{}` gives the database an address on the internet: keep it in the private network.", danger.of)
        };
        review.raise(&OPEN_NETWORK, danger.seen.place(), message);
    }
}

fn rules(review: &mut Review<'_>) {
    for danger in review.risks(Risk::OpenRules, PRODUCT) {
        let message = "This rule lets anybody in the world write, signed in or not: ask for `request.auth` and check whose data it is.";
        review.raise_of(&OPEN_RULES, danger.seen.place(), "firebase", message.into());
    }
}

/// A table's name without quotes and without the schema that everything is in.
fn plain(table: &str) -> String {
    let table: String = table.chars().filter(|c| !matches!(c, '"' | '`')).collect();
    table.strip_prefix("public.").unwrap_or(&table).to_ascii_lowercase()
}

/// Tables that say that they want no row level security, and in a Supabase project, whose tables the whole internet asks,
/// those that do not ask for it.
fn rows(review: &mut Review<'_>) {
    for (table, found) in review.risks_by_subject(Risk::RowSecurityOff, PRODUCT) {
        let Some(first) = found.first() else { continue };
        // What a later migration switches on again is on.
        let again = |on: &super::Danger<'_>| on.of == table && on.seen.file.path > first.seen.file.path;
        if !review.risks(Risk::RowSecurityOn, PRODUCT).iter().any(again) {
            let message = format!(
                "Row level security is switched off for `{table}`: whoever has the public key can read and write all of it. Write policies instead.",
            );
            review.raise(&NO_ROW_SECURITY, first.seen.place(), message);
        }
    }
    let secured: BTreeSet<&str> =
        review.risks(Risk::RowSecurityOn, &[Role::Product, Role::Tool]).iter().map(|danger| danger.of).gathered();
    // A loop over tables names none.
    if secured.iter().any(|table| table.contains(['%', '|', '$'])) {
        return;
    }
    let mut open: Vec<(String, Seen<'_>)> = Vec::new();
    for seen in review.facts(PRODUCT).filter(|seen| is_supabase_migration(&seen.file.path)) {
        if let What::Store { kind, name, .. } = &seen.fact.what
            && kind == "table"
        {
            let name = plain(name);
            if !name.contains('.') && !secured.contains(name.as_str()) && !open.iter().any(|(known, _)| *known == name)
            {
                open.push((name, seen));
            }
        }
    }
    let Some((_, first)) = open.first() else { return };
    let names: Vec<&str> = open.iter().map(|(name, _)| name.as_str()).collect();
    let message = format!(
        "No migration switches row level security on for {}: whoever has the project's public key can read and write all of it.",
        listed(&names),
    );
    review.raise_of(&NO_ROW_SECURITY, first.place(), "supabase", message);
}

fn is_supabase_migration(path: &str) -> bool {
    path::extension(path) == "sql" && (path.starts_with("supabase/") || path.contains("/supabase/"))
}
