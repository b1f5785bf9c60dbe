//! The services of a section: under a heading a category, each with its labelled lines.

use super::super::form::category::{MENTIONED, heading};
use super::super::form::field::Field;
use super::super::form::text::escaped;
use super::page::Page;
use super::plan::{Lines, Plan};
use crate::audit::{Audit, Category, Service, Status, Store};
use crate::catalog;
use std::collections::BTreeMap;

/// The stores of each service, by its id.
pub type Stores<'a> = BTreeMap<&'a str, Vec<&'a Store>>;

/// The stores of an audit by service. Those of no service have the key "".
pub fn stores(audit: &Audit) -> Stores<'_> {
    let mut out: Stores<'_> = BTreeMap::new();
    for store in &audit.stores {
        out.entry(&store.service).or_default().push(store);
    }
    out
}

/// The services of one section, those that are only mentioned last.
pub fn services(page: &mut Page, here: &[&Service], stores: &Stores<'_>, plan: &Plan) {
    let mut here = here.to_vec();
    here.sort_by_cached_key(|s| (is_aside(s), s.category, s.status, s.name.to_lowercase(), s.id.clone()));
    let mut group = None;
    for service in here {
        let above = if is_aside(service) { MENTIONED } else { heading(service.category) };
        if group != Some(above) {
            group = Some(above);
            page.label(above);
        }
        let plain = Lines::default();
        one(page, service, plan.services.get(&service.id).unwrap_or(&plain), stores);
    }
}

/// Whether a service stands under the heading of those that are only mentioned. Its category must go without saying.
fn is_aside(service: &Service) -> bool {
    service.status == Status::Mentioned
        && catalog::by_id(&service.id).map_or(Category::Other, |entry| entry.category) == service.category
}

fn one(page: &mut Page, service: &Service, lines: &Lines, stores: &Stores<'_>) {
    let lists = &lines.lists;
    let purpose = if service.purpose.is_empty() { String::new() } else { format!(" - {}", service.purpose) };
    page.item(1, &format!("{}{purpose}", escaped(&service.name)));
    let mut fields = Vec::new();
    if lines.id {
        fields.push(Field::Id(service.id.clone()));
    }
    if lines.category {
        fields.push(Field::Category(service.category));
    }
    if lines.status && !is_aside(service) {
        fields.push(Field::Status(service.status));
    }
    fields.extend([
        Field::Aliases(lists.aliases.clone()),
        Field::Clients(lists.clients.clone()),
        Field::Env(lists.env.clone()),
        Field::Hosts(lists.hosts.clone()),
        Field::Images(lists.images.clone()),
        Field::Implementation(lists.implementation.clone()),
    ]);
    for field in fields {
        let (label, value) = field.write();
        page.value(2, label, &value);
    }
    self::held(page, 2, stores.get(service.id.as_str()).map_or(&[], Vec::as_slice));
    for attribute in &service.attributes {
        labelled(page, 2, &attribute.label, &attribute.text);
    }
}

/// A document's own labelled line, as it was.
pub fn labelled(page: &mut Page, depth: usize, label: &str, text: &str) {
    match (label.is_empty(), text.is_empty()) {
        (true, _) => page.item(depth, text),
        (false, true) => page.item(depth, &format!("{label}:")),
        (false, false) => page.item(depth, &format!("{label}: {text}")),
    }
}

/// Stores, a line for each kind.
pub fn held(page: &mut Page, depth: usize, stores: &[&Store]) {
    let mut kinds: BTreeMap<&str, Vec<Store>> = BTreeMap::new();
    for store in stores {
        kinds.entry(&store.kind).or_default().push((*store).clone());
    }
    for all in kinds.into_values() {
        let (label, value) = Field::Stores(all).write();
        page.value(depth, label, &value);
    }
}
