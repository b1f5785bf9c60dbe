//! The services of a section: under a heading a category, each with its labelled lines.

use super::super::form::category::{MENTIONED, heading};
use super::super::form::field::Field;
use super::super::form::head;
use super::super::form::list::Value;
use super::super::form::outline::{self, EMPTY_LABEL, Item, Line};
use super::super::form::said::{self, Shared};
use super::super::form::text::escaped;
use super::page::Page;
use crate::audit::{Attribute, Audit, Category, Service, Status, Store};
use crate::catalog;
use crate::order::Arrange;
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
pub fn services(page: &mut Page, here: &[&Service], stores: &Stores<'_>, shared: &Shared<'_>) {
    let mut here = here.to_vec();
    here.arrange_by_cached_key(|s| (is_aside(s), s.category, s.status, s.name.to_lowercase(), s.id.clone()));
    let mut group = None;
    for service in here {
        let above = if is_aside(service) { MENTIONED } else { heading(service.category) };
        if group != Some(above) {
            group = Some(above);
            page.label(above);
        }
        one(page, service, stores.get(service.id.as_str()).map_or(&[], Vec::as_slice), shared);
    }
}

/// Whether a service stands under the heading of those that are only mentioned. Its category must go without saying.
fn is_aside(service: &Service) -> bool {
    service.status == Status::Mentioned && default_category(&service.id) == service.category
}

/// The category of a service under a heading that says none.
pub fn default_category(id: &str) -> Category {
    catalog::by_id(id).map_or(Category::Other, |entry| entry.category)
}

fn one(page: &mut Page, service: &Service, stores: &[&Store], shared: &Shared<'_>) {
    page.item(1, &head::write(service));
    if head::needs_id(service) {
        field(page, &Field::Id(service.id.clone()));
    }
    if service.status != said::said_status(service) && !is_aside(service) {
        field(page, &Field::Status(service.status));
    }
    if !service.aliases.is_empty() {
        field(page, &Field::Aliases(service.aliases.clone()));
    }
    let said = said::lists(service, shared);
    let lines = [
        said::unsaid(&service.clients, &said.clients, true).map(Field::Clients),
        said::unsaid(&service.env, &said.env, true).map(Field::Env),
        said::unsaid(&service.hosts, &said.hosts, true).map(Field::Hosts),
        said::unsaid(&service.images, &said.images, true).map(Field::Images),
        said::unsaid(&service.implementation, &said.implementation, false).map(Field::Implementation),
    ];
    for line in lines.into_iter().flatten() {
        field(page, &line);
    }
    held(page, 2, stores);
    attributes(page, &service.attributes, |label, value| Field::read(label, value).is_some());
}

fn field(page: &mut Page, field: &Field) {
    let (label, value) = field.write();
    page.value(2, label, &value);
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

/// A document's own labelled lines as they were, those with one label together. `is_ours` tells the lines that would be read
/// as one of ours, which get their label in bold.
pub fn attributes(page: &mut Page, all: &[Attribute], is_ours: impl Fn(&str, &Value) -> bool) {
    let mut rest = all;
    while let Some(first) = rest.first() {
        let short = |other: &&Attribute| {
            other.label == first.label
                && !other.text.is_empty()
                && !other.text.contains('\n')
                && !first.label.is_empty()
        };
        let count = rest.iter().take_while(short).count();
        let value = if count > 1 {
            let rows = rest.iter().take(count).map(|attribute| outline::item(&attribute.text));
            Value { text: String::new(), rows: rows.collect() }
        } else {
            Value::line(first.text.clone())
        };
        rest = rest.get(count.max(1)..).unwrap_or(&[]);
        if first.label.is_empty() {
            unlabelled(page, &first.text);
            continue;
        }
        let ours = is_ours(&first.label, &value);
        let label = escaped(&first.label);
        let label = if ours { format!("**{label}:**") } else { format!("{label}:") };
        if count > 1 {
            page.item(2, &label);
            for row in &value.rows {
                page.item(3, row);
            }
        } else {
            behind(page, &label, &first.text);
        }
    }
}

fn behind(page: &mut Page, label: &str, text: &str) {
    match outline::behind_label(text) {
        _ if text.is_empty() => page.item(2, label),
        written if written == text => page.item(2, &format!("{label} {written}")),
        source => page.item(2, &format!("{label}\n{source}")),
    }
}

/// A line without a label; one that seems to have one is told apart.
fn unlabelled(page: &mut Page, text: &str) {
    let first = text.lines().next().unwrap_or("");
    let item = Item { line: Line { number: 0, text: first }, body: Vec::new() };
    if item.labelled().is_none() && outline::item(text) == text {
        page.item(2, text);
    } else {
        behind(page, &format!("**{EMPTY_LABEL}:**"), text);
    }
}
