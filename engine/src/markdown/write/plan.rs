//! What the document must say in so many words, because a reader would not see it by itself.
//!
//! People's own lines about a service often say all there is to say: `Auth: set ACME_KEY in the vault` names the variable.
//! So nothing is said twice: the document is written, read back, and what the reader missed is added as a line of its own.

use crate::audit::{Audit, Note, Service, Status};
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// What is to be said.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Plan {
    /// Of each service, by id.
    pub services: HashMap<String, Lines>,
    /// Sections whose notes stand below a heading that says so.
    pub notes: HashSet<String>,
    /// Variables whose owner is said, or that they have none.
    pub owners: HashSet<String>,
    /// Endpoints whose service is said, or that they have none, by place in their list.
    pub callers: HashSet<usize>,
}

/// The labelled lines of one service.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Lines {
    /// Whether its id is said.
    pub id: bool,
    /// Whether its category is said.
    pub category: bool,
    /// Whether its status is said.
    pub status: bool,
    /// What of its lists is said, in their order.
    pub lists: Service,
}

impl Plan {
    /// The first plan: services with words of their own say nothing else, the others everything.
    pub fn new(audit: &Audit) -> Self {
        let services = audit.services.iter().map(|service| {
            let silent = !service.attributes.is_empty() || !service.purpose.is_empty();
            let lines = Lines {
                status: !silent && service.status != Status::Used,
                lists: if silent { Service::default() } else { lists(service) },
                ..Lines::default()
            };
            (service.id.clone(), lines)
        });
        Plan { services: services.collect(), ..Plan::default() }
    }

    /// Adds what was missed in reading back.
    pub fn add_missed(&mut self, audit: &Audit, back: &Audit) {
        let found: HashMap<&str, &Service> =
            back.services.iter().map(|service| (service.id.as_str(), service)).collect();
        for service in &audit.services {
            let lines = self.services.entry(service.id.clone()).or_default();
            match found.get(service.id.as_str()) {
                Some(found) => lines.add_missed(service, found),
                None => *lines = Lines { id: true, ..lines.clone() },
            }
        }
        let found: HashMap<&str, &str> = back.env.iter().map(|v| (v.name.as_str(), v.service.as_str())).collect();
        for variable in &audit.env {
            if found.get(variable.name.as_str()) != Some(&variable.service.as_str()) {
                self.owners.insert(variable.name.clone());
            }
        }
        for (at, endpoint) in audit.endpoints.iter().enumerate() {
            if back.endpoints.get(at).map(|found| &found.service) != Some(&endpoint.service) {
                self.callers.insert(at);
            }
        }
        for section in changed(&audit.notes, &back.notes) {
            self.notes.insert(section.to_owned());
        }
    }
}

impl Lines {
    fn add_missed(&mut self, service: &Service, found: &Service) {
        self.id |= service.name != found.name || service.section != found.section;
        self.category |= service.category != found.category;
        self.status |= service.status != found.status;
        let said = &mut self.lists;
        add(&mut said.aliases, &service.aliases, &found.aliases);
        add(&mut said.clients, &service.clients, &found.clients);
        add(&mut said.env, &service.env, &found.env);
        add(&mut said.hosts, &service.hosts, &found.hosts);
        add(&mut said.images, &service.images, &found.images);
        add(&mut said.implementation, &service.implementation, &found.implementation);
    }
}

/// A service's lists alone.
fn lists(service: &Service) -> Service {
    Service {
        aliases: service.aliases.clone(),
        clients: service.clients.clone(),
        env: service.env.clone(),
        hosts: service.hosts.clone(),
        images: service.images.clone(),
        implementation: service.implementation.clone(),
        ..Service::default()
    }
}

/// Adds to what is said those of `all` that were not found, in their order.
fn add<T: Clone + Eq + Hash>(said: &mut Vec<T>, all: &[T], found: &[T]) {
    let found: HashSet<&T> = found.iter().collect();
    let before: HashSet<T> = said.drain(..).collect();
    said.extend(all.iter().filter(|item| before.contains(item) || !found.contains(item)).cloned());
}

/// The sections whose notes were read as other than they are.
fn changed<'a>(notes: &'a [Note], found: &'a [Note]) -> HashSet<&'a str> {
    let by_section = |notes: &'a [Note]| {
        let mut out: HashMap<&str, Vec<&Note>> = HashMap::new();
        for note in notes {
            out.entry(&note.section).or_default().push(note);
        }
        out
    };
    let (ours, theirs) = (by_section(notes), by_section(found));
    ours.iter().filter(|(section, notes)| theirs.get(*section) != Some(notes)).map(|(section, _)| *section).collect()
}
