//! Writes an audit as a document in the usual template of `INTEGRATIONS.md`: sections, bold groups, services as bullets with
//! labelled lines below, an environment list, webhooks, a date at both ends.
//!
//! Nothing is cut short, and [`own`](super::own) takes every line back for what it was. The forms of the lines stand in
//! [`form`](super::form), one module each, with both directions.

use super::carried::carried;
use super::form::text::escaped;
use super::form::{category, reference::Names, said::Shared};
use crate::audit::{Audit, Category, Note, SECTIONS, Service, SourceKind};
use page::Page;
use standing::{Standing, Standings};
use std::collections::{BTreeMap, HashSet};

pub mod endpoints;
pub mod environment;
pub mod notes;
mod page;
pub mod services;
pub mod standing;
#[cfg(test)]
mod tests;

/// The title of a document whose audit has none of its own.
pub const TITLE: &str = "External Integrations";

/// The label of the day at the document's begin.
pub const DATE: &str = "**Analysis Date:** ";

/// The line that says that the lines below are in the forms of [`form`](super::form).
pub const MARK: &str = "**Written by:** Patchbay";

/// The label above stores that no service is known to hold.
pub const LOOSE: &str = "Stores of no known service";

/// The section of the variables.
pub const ENVIRONMENT: &str = SECTIONS[5];

/// The section of the endpoints.
pub const HOOKS: &str = SECTIONS[6];

/// The section of stores that no service is known to hold.
pub const STORAGE: &str = SECTIONS[1];

/// The line at the document's end.
pub fn last_line(date: &str) -> String {
    format!("*Integration audit: {date}*")
}

/// The audit as a document in the usual template. Same audit, same bytes.
pub fn write(audit: &Audit) -> String {
    let complete = audit.source.kind != SourceKind::Markdown;
    let audit = &carried(audit);
    let mut page = Page::default();
    page.block(&format!("# {}", title(&audit.title)));
    if !audit.date.is_empty() {
        page.block(&format!("{DATE}{}", audit.date));
    }
    page.block(MARK);
    let names = Names::new(&audit.services);
    let stores = services::stores(audit);
    let shared = Shared::new(&audit.services);
    let standings = &Standings::new(audit);
    let mut here: BTreeMap<&str, Vec<&Service>> = BTreeMap::new();
    for service in audit.services.iter().filter(|service| !standings.spoken.contains(service.id.as_str())) {
        here.entry(&service.section).or_default().push(service);
    }
    let mut said: BTreeMap<&str, Vec<&Note>> = BTreeMap::new();
    for note in &audit.notes {
        said.entry(&note.section).or_default().push(note);
    }
    let is_mistakable = |note: &Note| standings.is_mistakable(note);
    notes::notes(&mut page, said.remove("").unwrap_or_default().into_iter(), is_mistakable);
    for section in sections(audit) {
        let services = here.remove(section).unwrap_or_default();
        let notes = said.remove(section).unwrap_or_default();
        let loose = stores.get("").filter(|_| section == STORAGE);
        let silent = services.is_empty()
            && notes.is_empty()
            && loose.is_none()
            && (section != ENVIRONMENT || audit.env.is_empty())
            && (section != HOOKS || audit.endpoints.is_empty());
        if silent && !complete {
            continue;
        }
        page.heading(2, section);
        if silent && section != HOOKS {
            page.block(notes::EMPTY);
        }
        let standing = |which: Standing| notes.iter().copied().filter(move |note| standings.of(note) == which);
        notes::notes(&mut page, standing(Standing::First), is_mistakable);
        services::services(&mut page, &services, &stores, &shared);
        if let Some(loose) = loose {
            page.label(LOOSE);
            services::held(&mut page, 1, loose);
        }
        match section {
            ENVIRONMENT => environment::environment(&mut page, &audit.env, &names),
            HOOKS => endpoints::endpoints(&mut page, &audit.endpoints, complete, &names),
            _ => {}
        }
        notes::notes(&mut page, standing(Standing::Grouped), is_mistakable);
        if notes.iter().any(|note| standings.of(note) == Standing::Apart) {
            page.heading(3, notes::HEADING);
            notes::notes(&mut page, standing(Standing::Apart), |_| false);
        }
    }
    notes::findings(&mut page, &audit.findings, &names);
    if !audit.date.is_empty() {
        page.block("---");
        page.block(&last_line(&audit.date));
    }
    page.finish()
}

/// The title as a heading's text. One that does not say what the document is stands behind the usual one.
fn title(title: &str) -> String {
    if title.to_lowercase().contains("integration") { escaped(title) } else { format!("{TITLE}: {}", escaped(title)) }
}

/// The sections: the usual ones, then others in the order of the notes and the services.
pub fn sections(audit: &Audit) -> Vec<&str> {
    let mut out: Vec<&str> = SECTIONS.to_vec();
    let mut seen: HashSet<&str> = SECTIONS.into_iter().chain([""]).collect();
    let named =
        audit.notes.iter().map(|note| &note.section).chain(audit.services.iter().map(|service| &service.section));
    for section in named {
        if seen.insert(section) {
            out.push(section);
        }
    }
    out
}

/// What the list below a label of a section holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Services of a category; of any for `None`, which are only mentioned.
    Services(Option<Category>),
    /// Variables, and whether they are required.
    Variables(Option<bool>),
    /// Endpoints, by their place in [`endpoints::LISTS`].
    Endpoints(crate::audit::Direction),
    /// Stores that no service is known to hold.
    Stores,
    /// Notes.
    Notes,
}

/// What the list below a label of a section holds.
pub fn holds(section: &str, label: &str) -> Holds {
    let variables = environment::LISTS.iter().find(|list| section == ENVIRONMENT && list.0 == label);
    let hooks = endpoints::LISTS.iter().find(|list| section == HOOKS && list.0 == label);
    match (variables, hooks, category::read(label)) {
        (Some((_, required, _)), ..) => Holds::Variables(*required),
        (_, Some((_, direction, _)), _) => Holds::Endpoints(*direction),
        (.., Some(category)) => Holds::Services(Some(category)),
        _ if label == category::MENTIONED => Holds::Services(None),
        _ if section == STORAGE && label == LOOSE => Holds::Stores,
        _ => Holds::Notes,
    }
}
