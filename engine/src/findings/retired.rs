//! What vendors have taken away: addresses, models, images.

use super::rules::*;
use super::{Danger, PRODUCT, REAL, Review, Seen, elsewhere, listed};
use crate::catalog;
use crate::facts::{Usage, What};
use crate::order::Arrange;
use crate::retired::{self, Retired};
use crate::risk::Risk;
use std::collections::BTreeMap;

pub(super) fn find(review: &mut Review<'_>) {
    hosts(review);
    models(review);
    images(review);
}

/// " Use X instead." where there is an X.
pub(super) fn instead(retired: &Retired) -> String {
    if retired.instead.is_empty() { String::new() } else { format!(" Use {} instead.", retired.instead) }
}

fn hosts(review: &mut Review<'_>) {
    let mut by_host: BTreeMap<&str, (Retired, Vec<Seen<'_>>)> = BTreeMap::new();
    for seen in review.facts(PRODUCT) {
        let What::Host { host, url, usage } = &seen.fact.what else { continue };
        if !matches!(usage, Usage::Call | Usage::Load | Usage::Value) {
            continue;
        }
        let path =
            url.split_once("://").and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..))).unwrap_or("");
        if let Some(retired) = retired::host(host, path) {
            by_host.entry(host).or_insert_with(|| (*retired, Vec::new())).1.push(seen);
        }
    }
    for (host, (retired, seen)) in by_host {
        let Some(first) = seen.first() else { continue };
        let service = catalog::host(host, "").map_or("", |found| found.service.id);
        let (instead, elsewhere) = (instead(&retired), elsewhere(seen.len()));
        let message = format!("The code uses `{host}`, but {}.{instead}{elsewhere}", retired.why);
        review.raise_of(&RETIRED_HOST, first.place(), service, message);
    }
}

/// Models that one file names beside each other are a list to choose from, and one finding.
const MODELS_OF_A_LIST: usize = 4;

fn models(review: &mut Review<'_>) {
    let mut by_file: BTreeMap<&str, Vec<(&str, Danger<'_>, usize)>> = BTreeMap::new();
    for (name, found) in review.risks_by_subject(Risk::RetiredModel, PRODUCT) {
        if let Some(first) = found.first() {
            by_file.entry(&first.seen.file.path).or_default().push((name, *first, found.len()));
        }
    }
    for (path, mut models) in by_file {
        models.arrange_by_key(|(name, danger, _)| (danger.seen.fact.line, *name));
        if models.len() >= MODELS_OF_A_LIST {
            let Some((_, first, _)) = models.first() else { continue };
            let names: Vec<&str> = models.iter().map(|(name, _, _)| *name).collect();
            let message = format!(
                "`{path}` lists {} models that their vendors no longer serve: {}. Take them out.",
                names.len(),
                listed(&names),
            );
            review.raise(&RETIRED_MODEL, first.seen.place(), message);
            continue;
        }
        for (name, first, places) in models {
            let Some((service, retired)) = retired::model(name) else { continue };
            let successor = if retired.instead.is_empty() {
                " Use one of today's.".into()
            } else {
                format!(" Use `{}` or a later one.", retired.instead)
            };
            let message = format!("The model `{name}` {}.{successor}{}", retired.why, elsewhere(places));
            review.raise_of(&RETIRED_MODEL, first.seen.place(), service, message);
        }
    }
}

/// One finding for the variants of one version: `node:18` and `node:18-alpine`.
fn images(review: &mut Review<'_>) {
    // By image and what became of it: the tags that are meant.
    type Tags<'a> = (Retired, Vec<(&'a str, Seen<'a>)>);
    let mut by_version: BTreeMap<(&str, &str), Tags<'_>> = BTreeMap::new();
    for seen in review.facts(REAL) {
        if let What::Image { name, tag, .. } = &seen.fact.what
            && let Some(retired) = retired::image(name, tag)
        {
            by_version.entry((name, retired.why)).or_insert_with(|| (*retired, Vec::new())).1.push((tag, seen));
        }
    }
    for ((name, why), (retired, seen)) in by_version {
        let Some((_, first)) = seen.first() else { continue };
        let mut tags: Vec<String> = seen
            .iter()
            .map(|(tag, _)| if tag.is_empty() { name.to_owned() } else { format!("{name}:{tag}") })
            .collect();
        tags.arrange();
        tags.dedup();
        let advice = if retired.instead.is_empty() {
            " Move to a version that is looked after.".into()
        } else {
            instead(&retired)
        };
        // A clause for one image; of several each is meant.
        let each = if tags.len() == 1 { "" } else { "each " };
        let message = format!("{} {each}{why}.{advice}{}", listed(&tags), elsewhere(seen.len()));
        let service = catalog::image(name).map_or("", |service| service.id);
        review.raise_of(&RETIRED_IMAGE, first.place(), service, message);
    }
}
