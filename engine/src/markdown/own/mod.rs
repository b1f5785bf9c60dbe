//! Reads a document that [`write`](super::write()) wrote, or that a person went on writing: by the forms of its lines alone.
//! It guesses at nothing, so what was written comes back.

use super::Options;
use super::form::list::Value;
use super::form::outline::{self, Entry, Item};
use super::form::reference::{NOBODY, Names};
use super::form::variable::SERVICE;
use super::form::{field, finding, place, said};
use super::write::standing::answer;
use super::write::{DATE, Holds, MARK, TITLE, holds, last_line, notes};
use crate::audit::{Audit, BlockRole, ClaimKind, Note, Service, Store};
use crate::order::Arrange;

use spans::Span;
use std::collections::HashSet;

pub mod routes;
mod services;
mod spans;
pub mod variables;

/// What such a document says, laid over what the reader of any document found in it. Any other document stays as it is.
pub fn read(read: Audit, options: &Options) -> Audit {
    let text = read.document.as_ref().map_or("", |document| document.text.as_str());
    match by_form(text, &options.name) {
        Some((mut own, spans)) => {
            if own.date.is_empty() {
                own.date.clone_from(&options.date);
            }
            spans::lay(read, own, spans)
        }
        None => read,
    }
}

/// What a document says by its forms, and in which lines; `None` where it was not written in them.
fn by_form(text: &str, name: &str) -> Option<(Audit, Vec<Span>)> {
    if !text.contains(MARK) {
        return None;
    }
    let lines = outline::lines(text);
    let mut all = outline::entries(&lines);
    let mut out = Audit::default();
    let mut begin = 0;
    if let Some(Entry::Heading(1, title)) = all.first() {
        let own = title.strip_prefix(TITLE).and_then(|rest| rest.strip_prefix(": "));
        own.unwrap_or(title).clone_into(&mut out.title);
        begin += 1;
    }
    if let Some(date) = all.get(begin).and_then(|entry| block(entry)?.strip_prefix(DATE).map(str::to_owned)) {
        out.date = date;
        begin += 1;
    }
    if all.get(begin).and_then(block).as_deref() != Some(MARK) {
        return None;
    }
    let mark = all.get(begin).map_or(0, |entry| match entry {
        Entry::Block(lines) => lines.first().map_or(0, |line| line.number),
        _ => 0,
    });
    let before = all.len().saturating_sub(2);
    let ends = !out.date.is_empty()
        && all.get(before) == Some(&Entry::Rule)
        && all.last().and_then(block) == Some(last_line(&out.date));
    all.truncate(if ends { before } else { all.len() });
    let mut reading = Reading { audit: out, document: name, ..Reading::default() };
    let date =
        Span { first: mark, last: mark, role: BlockRole::Date, service: String::new(), kinds: Some(&[]), name: None };
    reading.spans.push(date);
    for entry in all.iter().skip(begin + 1) {
        reading.entry(entry);
    }
    Some(reading.finish())
}

/// The text of a block.
fn block(entry: &Entry<'_>) -> Option<String> {
    match entry {
        Entry::Block(lines) => Some(outline::joined(lines)),
        _ => None,
    }
}

/// What was read so far.
#[derive(Default)]
struct Reading<'a> {
    audit: Audit,
    document: &'a str,
    section: String,
    label: String,
    /// Whether everything up to the next heading is a note.
    apart: bool,
    /// Whether everything up to the next label is one.
    notes: bool,
    /// Whether an item under the label said that there is nothing, so that the others only say more of that.
    none: bool,
    /// How variables, endpoints and findings speak of their services, in their order. Names are known at the end.
    owners: Owners,
    /// What the lines of the services state of their lists, in their order. Lines may be shared, which is known at the end.
    stated: Vec<services::Stated>,
    /// The ids of services that a line said are not there.
    absent: HashSet<String>,
    /// Which lines say what.
    spans: Vec<Span>,
}

/// The words behind the names of variables, endpoints and findings, each of which may be a service's name.
#[derive(Default)]
struct Owners {
    variables: Vec<About>,
    endpoints: Vec<About>,
    findings: Vec<About>,
}

/// What a line says of what it names.
#[derive(Default)]
struct About {
    /// Behind its name.
    text: String,
    /// Whose it is.
    service: String,
    /// What it is for.
    purpose: String,
}

impl About {
    /// Service and purpose. `owner` is the service where nothing is said of it.
    fn settle(self, names: &Names<'_>, owner: &str) -> (String, String) {
        let named = names.read(&self.text);
        let text = if named.is_some() { String::new() } else { self.text };
        let service = match names.read(&self.service).or(named) {
            Some(service) => service,
            None if self.service == NOBODY => String::new(),
            None => owner.to_owned(),
        };
        (service, if self.purpose.is_empty() { text } else { self.purpose })
    }

    /// Takes a labelled line that says whose something is, or what it is for.
    fn take(&mut self, label: &str, text: &str) -> bool {
        let field = match label {
            SERVICE => &mut self.service,
            super::form::variable::PURPOSE => &mut self.purpose,
            _ => return false,
        };
        let free = field.is_empty() && !text.is_empty();
        if free {
            text.clone_into(field);
        }
        free
    }
}

impl<'a> Reading<'a> {
    fn entry(&mut self, entry: &Entry<'a>) {
        if matches!(entry, Entry::Heading(..) | Entry::Label(..)) {
            self.none = false;
            self.notes = matches!(entry, Entry::Label(_, true));
        }
        match entry {
            Entry::Heading(1 | 2, title) => {
                title.clone_into(&mut self.section);
                self.label.clear();
                self.apart = false;
            }
            Entry::Heading(3, title) if title == notes::HEADING => {
                self.label.clear();
                self.apart = true;
            }
            Entry::Heading(_, label) | Entry::Label(label, _) => label.clone_into(&mut self.label),
            Entry::Rule => {}
            Entry::Block(_) => self.block(entry),
            Entry::Item(item) => self.item(item),
        }
    }

    fn block(&mut self, entry: &Entry<'_>) {
        let text = block(entry).unwrap_or_default();
        let bare = !self.apart && self.label.is_empty() && !self.section.is_empty();
        let empty = bare && text == notes::EMPTY;
        if !empty {
            if let Entry::Block(lines) = entry
                && let (Some(first), Some(last)) = (lines.first(), lines.last())
            {
                let (first, last) = (first.number, last.number);
                let service = String::new();
                self.spans.push(Span { first, last, role: BlockRole::Note, service, kinds: None, name: None });
            }
            self.note(0, &text);
        }
    }

    fn item(&mut self, item: &Item<'a>) {
        if self.section == finding::SECTION && !self.apart && self.label.is_empty() {
            return self.finding(item);
        }
        if self.apart || self.notes {
            return self.noted(item);
        }
        if let Some(absent) =
            answer(&self.section, &self.label, &item.own().text()).filter(|_| !services::says_id(item))
        {
            self.absent(absent, item.line.number);
            self.none = true;
            self.spans.push(Span::of(item, BlockRole::Slot, None));
            return self.notes(item, 1);
        }
        match holds(&self.section, &self.label) {
            _ if self.none => self.noted(item),
            Holds::Services(category) => self.service(item, category),
            Holds::Variables(required) => self.variable(item, required),
            Holds::Endpoints(direction) => self.endpoint(item, direction),
            Holds::Stores => match stores(item) {
                Some(stores) => {
                    self.spans.push(Span::of(item, BlockRole::Attribute, Some(&[ClaimKind::Table, ClaimKind::Path])));
                    self.audit.stores.extend(stores);
                }
                None => self.noted(item),
            },
            Holds::Notes => self.noted(item),
        }
    }

    fn note(&mut self, depth: u8, text: &str) {
        self.audit.notes.push(Note {
            section: self.section.clone(),
            group: self.label.clone(),
            text: outline::source(text),
            depth,
        });
    }

    /// An item that is a note and nothing else.
    fn noted(&mut self, item: &Item<'_>) {
        self.spans.push(Span::of(item, BlockRole::Note, None));
        self.notes(item, 1);
    }

    /// An item as a note, and those below it as more.
    fn notes(&mut self, item: &Item<'_>, depth: u8) {
        if depth >= notes::DEEPEST {
            return self.note(depth, &item.text());
        }
        self.note(depth, &item.own().text());
        for entry in item.rest() {
            match &entry {
                Entry::Item(child) => self.notes(child, depth + 1),
                _ => self.block(&entry),
            }
        }
    }

    fn finding(&mut self, item: &Item<'_>) {
        let Some(mut found) = finding::read(item.line.text) else { return self.noted(item) };
        self.spans.push(Span::of(item, BlockRole::Note, Some(&[])));
        let mut about = About::default();
        for line in item.children().iter().filter_map(Item::labelled) {
            if line.label == finding::PLACE
                && let Some([at]) = place::read(&Value::line(line.text.clone())).as_deref()
            {
                found.place = at.clone();
            }
            about.take(&line.label, &line.text);
        }
        self.owners.findings.push(about);
        self.audit.findings.push(found);
    }

    fn finish(self) -> (Audit, Vec<Span>) {
        let Reading { mut audit, owners, stated, spans, .. } = self;
        let shared = said::Shared::new(&audit.services);
        let said: Vec<Service> = audit.services.iter().map(|service| said::lists(service, &shared)).collect();
        for ((service, stated), said) in audit.services.iter_mut().zip(stated).zip(said) {
            stated.fill(service, said);
        }
        let names = Names::new(&audit.services);
        for (variable, about) in audit.env.iter_mut().zip(owners.variables) {
            (variable.service, variable.purpose) = about.settle(&names, names.owner(&variable.name));
        }
        for (endpoint, about) in audit.endpoints.iter_mut().zip(owners.endpoints) {
            (endpoint.service, endpoint.purpose) = about.settle(&names, "");
        }
        for (finding, about) in audit.findings.iter_mut().zip(owners.findings) {
            (finding.service, _) = about.settle(&names, "");
        }
        audit.services.arrange_by(|a, b| a.id.cmp(&b.id));
        audit.services.dedup_by(services::merge);
        audit.env.arrange_by(|a, b| a.name.cmp(&b.name));
        audit.env.dedup_by(variables::merge);
        audit.stores.arrange();
        audit.stores.dedup();
        (audit, spans)
    }
}

/// The stores that a labelled line lists.
fn stores(item: &Item<'_>) -> Option<Vec<Store>> {
    let line = item.labelled().filter(|line| !line.bold)?;
    match field::Field::read(&line.label, &item.value(&line)?)? {
        field::Field::Stores(stores) => Some(stores),
        _ => None,
    }
}
