//! What vendors have taken away: addresses, models, images.

use super::rules::*;
use super::{PRODUCT, REAL, Review, Seen, elsewhere};
use crate::catalog;
use crate::facts::{Usage, What};
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

fn models(review: &mut Review<'_>) {
    for (name, found) in review.risks_by_subject(Risk::RetiredModel, PRODUCT) {
        let (Some(first), Some((service, retired))) = (found.first(), retired::model(name)) else { continue };
        let successor = if retired.instead.is_empty() {
            " Use one of today's.".into()
        } else {
            format!(" Use `{}` or a later one.", retired.instead)
        };
        let message = format!("The model `{name}` {}.{successor}{}", retired.why, elsewhere(found.len()));
        review.raise_of(&RETIRED_MODEL, first.seen.place(), service, message);
    }
}

fn images(review: &mut Review<'_>) {
    let mut by_image: BTreeMap<(&str, &str), (Retired, Vec<Seen<'_>>)> = BTreeMap::new();
    for seen in review.facts(REAL) {
        if let What::Image { name, tag, .. } = &seen.fact.what
            && let Some(retired) = retired::image(name, tag)
        {
            by_image.entry((name, tag)).or_insert_with(|| (*retired, Vec::new())).1.push(seen);
        }
    }
    for ((name, tag), (retired, seen)) in by_image {
        let Some(first) = seen.first() else { continue };
        let colon = if tag.is_empty() { "" } else { ":" };
        let advice = if retired.instead.is_empty() {
            " Move to a version that is looked after.".into()
        } else {
            instead(&retired)
        };
        let message = format!("`{name}{colon}{tag}` {}.{advice}{}", retired.why, elsewhere(seen.len()));
        let service = catalog::image(name).map_or("", |service| service.id);
        review.raise_of(&RETIRED_IMAGE, first.place(), service, message);
    }
}
