//! A service and the labelled lines below it.

use super::super::form::category::{NONE, heading};
use super::super::form::field::Field;
use super::super::form::outline::{self, EMPTY_LABEL, Entry, Item};
use super::super::form::{head, said};
use super::super::write::services::default_category;
use super::Reading;
use crate::audit::{Attribute, Category, Evidence, EvidenceKind, Service, Status, Store, Strength};
use crate::catalog;

/// The lists of a service that its lines state; what none of them states comes from its own words.
#[derive(Default)]
struct Stated {
    clients: bool,
    env: bool,
    hosts: bool,
    images: bool,
    implementation: bool,
}

impl Reading<'_> {
    /// Reads a service under the heading of a category, or of those that are only mentioned.
    pub fn service(&mut self, item: &Item<'_>, category: Option<Category>) {
        let head = head::read(item.line.text);
        let mut service = Service {
            id: head.id,
            name: head.name,
            purpose: head.purpose,
            section: self.section.clone(),
            status: if category.is_some() { Status::Used } else { Status::Mentioned },
            ..Service::default()
        };
        let mut stated = Stated::default();
        let mut stores = Vec::new();
        let mut named = false;
        for entry in outline::entries(&item.body) {
            match &entry {
                Entry::Item(line) => named |= take(line, &mut service, &mut stated, &mut stores),
                _ => service.attributes.extend(super::block(&entry).map(|text| attribute("", &text))),
            }
        }
        if let Some(category) = category
            && service.name == NONE
            && !named
        {
            service.id = head::slot_id(category);
            heading(category).clone_into(&mut service.name);
            service.status = Status::Absent;
        }
        service.category = category.unwrap_or_else(|| default_category(&service.id));
        if let Some(entry) = catalog::by_id(&service.id)
            && service.aliases.is_empty()
        {
            service.aliases = entry.aliases.iter().map(|alias| (*alias).to_owned()).collect();
        }
        fill(&mut service, &stated);
        service.evidence = vec![Evidence {
            kind: EvidenceKind::Claim,
            path: self.document.to_owned(),
            line: item.line.number,
            strength: Strength::Weak,
            excerpt: item.line.text.chars().take(200).collect(),
            matched: String::new(),
        }];
        let of_it = stores.into_iter().map(|store| Store { service: service.id.clone(), ..store });
        self.audit.stores.extend(of_it);
        self.audit.services.push(service);
    }
}

/// Takes one line below a service. Whether it says the id.
fn take(line: &Item<'_>, service: &mut Service, stated: &mut Stated, stores: &mut Vec<Store>) -> bool {
    let ours =
        line.labelled().filter(|label| !label.bold).and_then(|label| Field::read(&label.label, &line.value(&label)?));
    // Each line of ours stands there once.
    match ours {
        Some(Field::Id(id)) => {
            service.id = id;
            return true;
        }
        Some(Field::Status(status)) => service.status = status,
        Some(Field::Aliases(names)) => service.aliases = names,
        Some(Field::Stores(all)) => stores.extend(all),
        Some(Field::Clients(all)) if !std::mem::replace(&mut stated.clients, true) => service.clients = all,
        Some(Field::Env(all)) if !std::mem::replace(&mut stated.env, true) => service.env = all,
        Some(Field::Hosts(all)) if !std::mem::replace(&mut stated.hosts, true) => service.hosts = all,
        Some(Field::Images(all)) if !std::mem::replace(&mut stated.images, true) => service.images = all,
        Some(Field::Implementation(all)) if !std::mem::replace(&mut stated.implementation, true) => {
            service.implementation = all;
        }
        _ => attributes(line, &mut service.attributes),
    }
    false
}

/// A line that is none of ours, as the document's own.
pub fn attributes(line: &Item<'_>, out: &mut Vec<Attribute>) {
    let Some(label) = line.labelled() else { return out.push(attribute("", &line.text())) };
    let name = if label.bold && label.label == EMPTY_LABEL { "" } else { label.label.as_str() };
    if !label.text.is_empty() {
        let text =
            if line.body.is_empty() { label.text } else { format!("{}\n{}", label.text, outline::joined(&line.body)) };
        return out.push(attribute(name, &text));
    }
    let rows = line.children();
    if rows.is_empty() {
        return out.push(attribute(name, &outline::joined(&line.body)));
    }
    out.extend(rows.iter().map(|row| attribute(name, &row.text())));
}

fn attribute(label: &str, text: &str) -> Attribute {
    Attribute { label: label.to_owned(), text: outline::source(text) }
}

/// Fills the lists that no line states.
fn fill(service: &mut Service, stated: &Stated) {
    let said = said::lists(service);
    let Service { clients, env, hosts, images, implementation, .. } = said;
    if !stated.clients {
        service.clients = clients;
    }
    if !stated.env {
        service.env = env;
    }
    if !stated.hosts {
        service.hosts = hosts;
    }
    if !stated.images {
        service.images = images;
    }
    if !stated.implementation {
        service.implementation = implementation;
    }
}

/// Puts what is said again of a service to what was said first. Whether it is the same.
pub fn merge(again: &mut Service, first: &mut Service) -> bool {
    if again.id != first.id {
        return false;
    }
    if first.purpose.is_empty() {
        first.purpose = std::mem::take(&mut again.purpose);
    }
    first.status = first.status.min(again.status);
    append(&mut first.clients, &mut again.clients);
    append(&mut first.env, &mut again.env);
    append(&mut first.hosts, &mut again.hosts);
    append(&mut first.images, &mut again.images);
    append(&mut first.implementation, &mut again.implementation);
    first.attributes.append(&mut again.attributes);
    first.evidence.append(&mut again.evidence);
    true
}

/// Appends what is new.
pub fn append<T: Clone + Eq + std::hash::Hash>(list: &mut Vec<T>, more: &mut Vec<T>) {
    let known: std::collections::HashSet<T> = list.iter().cloned().collect();
    list.extend(more.drain(..).filter(|item| !known.contains(item)));
}
