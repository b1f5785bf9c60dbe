//! A service and the labelled lines below it.

use super::super::form::field::{Field, List};
use super::super::form::outline::{self, EMPTY_LABEL, Entry, Item};
use super::super::form::{head, said};
use super::super::write::services::default_category;
use super::Reading;
use crate::audit::{Attribute, Category, Client, Evidence, EvidenceKind, Service, Status, Store, Strength};
use crate::catalog;

/// Longest excerpt of a line, in characters.
const EXCERPT: usize = 200;

/// The fields of a service that its lines state, each once. What none of them states comes from its own words.
#[derive(Default)]
pub struct Stated {
    id: Option<String>,
    aliases: Option<Vec<String>>,
    status: Option<Status>,
    clients: Option<List<Client>>,
    env: Option<List<String>>,
    hosts: Option<List<String>>,
    images: Option<List<String>>,
    implementation: Option<List<String>>,
    stores: Vec<Store>,
}

impl Reading<'_> {
    /// Reads a service under the heading of a category, or of those that are only mentioned.
    pub fn service(&mut self, item: &Item<'_>, category: Option<Category>) {
        let head = head::read(item.line.text);
        let mut stated = Stated::default();
        let mut lines = Vec::new();
        for entry in outline::entries(&item.body) {
            match &entry {
                Entry::Item(line) => stated.take(line, &mut lines),
                _ => lines.extend(super::block(&entry).map(|text| attribute("", &text))),
            }
        }
        let id = stated.id.clone().unwrap_or(head.id);
        let entry = catalog::by_id(&id);
        let of_catalog = || entry.map(|entry| entry.aliases.iter().map(|alias| (*alias).to_owned()).collect());
        let mut service = Service {
            category: category.unwrap_or_else(|| default_category(&id)),
            section: self.section.clone(),
            status: stated.status.unwrap_or(if category.is_some() { Status::Used } else { Status::Mentioned }),
            aliases: stated.aliases.take().or_else(of_catalog).unwrap_or_default(),
            id,
            name: head.name,
            purpose: head.purpose,
            attributes: lines,
            ..Service::default()
        };
        if stated.status.is_none() && category.is_some() {
            service.status = said::said_status(&service);
        }
        service.evidence = vec![self.claim(item.line.number, item.line.text)];
        let of_it = stated.stores.drain(..).map(|store| Store { service: service.id.clone(), ..store });
        self.audit.stores.extend(of_it);
        self.audit.services.push(service);
        self.stated.push(stated);
    }
}

impl Reading<'_> {
    /// Takes a service of which a line says that there is none, unless one said it before.
    pub fn absent(&mut self, service: Service, line: u32) {
        if self.absent.insert(service.id.clone()) {
            let evidence = vec![self.claim(line, &service.purpose)];
            self.audit.services.push(Service { evidence, ..service });
            self.stated.push(Stated::default());
        }
    }

    fn claim(&self, line: u32, text: &str) -> Evidence {
        Evidence {
            kind: EvidenceKind::Claim,
            path: self.document.to_owned(),
            line,
            strength: Strength::Weak,
            excerpt: text.chars().take(EXCERPT).collect(),
            matched: String::new(),
        }
    }
}

/// Whether a line below an item says the id of a service.
pub fn says_id(item: &Item<'_>) -> bool {
    item.children().iter().any(|line| {
        let label = line.labelled().filter(|label| !label.bold);
        let field = label.and_then(|label| Field::read(&label.label, &line.value(&label)?));
        matches!(field, Some(Field::Id(_)))
    })
}

impl Stated {
    /// Takes one line below a service.
    fn take(&mut self, line: &Item<'_>, lines: &mut Vec<Attribute>) {
        let plain = line.labelled().filter(|label| !label.bold);
        let field = plain.and_then(|label| Field::read(&label.label, &line.value(&label)?));
        match field {
            Some(Field::Id(id)) if self.id.is_none() => self.id = Some(id),
            Some(Field::Status(status)) if self.status.is_none() => self.status = Some(status),
            Some(Field::Aliases(all)) if self.aliases.is_none() => self.aliases = Some(all),
            Some(Field::Clients(all)) if self.clients.is_none() => self.clients = Some(all),
            Some(Field::Env(all)) if self.env.is_none() => self.env = Some(all),
            Some(Field::Hosts(all)) if self.hosts.is_none() => self.hosts = Some(all),
            Some(Field::Images(all)) if self.images.is_none() => self.images = Some(all),
            Some(Field::Implementation(all)) if self.implementation.is_none() => self.implementation = Some(all),
            Some(Field::Stores(mut all)) => self.stores.append(&mut all),
            _ => attributes(line, lines),
        }
    }

    /// Fills a service's lists, from the lines that state them and from its own words.
    pub fn fill(self, service: &mut Service, said: Service) {
        service.clients = said::with(self.clients.unwrap_or_default(), said.clients, true);
        service.env = said::with(self.env.unwrap_or_default(), said.env, true);
        service.hosts = said::with(self.hosts.unwrap_or_default(), said.hosts, true);
        service.images = said::with(self.images.unwrap_or_default(), said.images, true);
        service.implementation = said::with(self.implementation.unwrap_or_default(), said.implementation, false);
    }
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
