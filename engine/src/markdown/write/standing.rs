//! Where the notes of a section stand: those without a label first, then those with one. Those that would be read as more than
//! notes have a label or stand below a heading that says so.

use super::super::form::finding;
use super::super::form::slot::slot;
use super::super::own::{routes, variables};
use super::{ENVIRONMENT, HOOKS, Holds, endpoints, holds, notes};
use crate::audit::{Audit, Note, Service, Status};
use std::collections::{HashMap, HashSet};

/// Where notes stand in their section, in the order of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Behind the heading, without a label.
    First,
    /// Behind all else, under their label.
    Grouped,
    /// Below a heading that says that they are notes.
    Apart,
}

/// Where the notes of an audit stand.
#[derive(Debug, Default)]
pub struct Standings<'a> {
    /// The sections and labels of those that would be read as more than notes.
    mistakable: HashSet<(&'a str, &'a str)>,
    /// The ids of services that notes speak of: "Error Tracking: None".
    pub spoken: HashSet<&'a str>,
}

impl<'a> Standings<'a> {
    /// Where notes of an audit stand.
    pub fn new(audit: &'a Audit) -> Self {
        let absent = audit.services.iter().filter(|service| service.status == Status::Absent);
        let absent: HashMap<&str, &Service> = absent.map(|service| (service.id.as_str(), service)).collect();
        let holders: HashSet<&str> = audit.stores.iter().map(|store| store.service.as_str()).collect();
        let mut groups: HashMap<(&str, &str), Vec<&Note>> = HashMap::new();
        for note in &audit.notes {
            groups.entry((&note.section, &note.group)).or_default().push(note);
        }
        let mut out = Self::default();
        for ((section, group), notes) in groups {
            let mut spoken = None;
            let apart = notes.iter().any(|note| match spoken_of(note) {
                // Behind one that says "None" there is no service, but more to say of that.
                _ if spoken.is_some() => false,
                Some(said) => match absent.get(said.id.as_str()) {
                    Some(service) if **service == said && !holders.contains(said.id.as_str()) => {
                        spoken = Some(service.id.as_str());
                        false
                    }
                    _ => true,
                },
                None => is_mistakable(note),
            });
            if apart {
                out.mistakable.insert((section, group));
            } else {
                out.spoken.extend(spoken);
            }
        }
        out
    }

    /// Where a note stands.
    pub fn of(&self, note: &Note) -> Standing {
        match (note.section == finding::SECTION, note.group.is_empty()) {
            (true, _) => Standing::Apart,
            (false, true) if self.is_mistakable(note) => Standing::Apart,
            (false, true) => Standing::First,
            (false, false) => Standing::Grouped,
        }
    }

    /// Whether a note's label must say that it stands above notes.
    pub fn is_mistakable(&self, note: &Note) -> bool {
        self.mistakable.contains(&(note.section.as_str(), note.group.as_str()))
    }
}

/// The absent service that a note speaks of.
fn spoken_of(note: &Note) -> Option<Service> {
    (note.depth == 1).then(|| answer(&note.section, &note.group, &note.text)).flatten()
}

/// The absent service that an item under a label speaks of.
pub fn answer(section: &str, label: &str, text: &str) -> Option<Service> {
    let asks = !matches!(section, ENVIRONMENT | HOOKS | finding::SECTION)
        && matches!(holds(section, label), Holds::Services(Some(_)) | Holds::Notes);
    asks.then(|| slot(section, label, text)).flatten()
}

/// Whether a note would be read as something else if it stood in its section like any other.
fn is_mistakable(note: &Note) -> bool {
    let item = note.depth == 1 && is_read(holds(&note.section, &note.group), note.text.lines().next().unwrap_or(""));
    let empty = note.depth == 0 && note.group.is_empty() && note.text == notes::EMPTY;
    item || empty
}

/// Whether a list takes an item that begins with `line` for one of those that it holds.
pub fn is_read(holds: Holds, line: &str) -> bool {
    match holds {
        Holds::Services(_) | Holds::Stores => true,
        Holds::Variables(_) => !variables::head(line).0.is_empty(),
        Holds::Endpoints(_) => line == endpoints::NONE || routes::head(line).is_some(),
        Holds::Notes => false,
    }
}
