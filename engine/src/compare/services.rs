//! The rows of services.

use super::align::Aligned;
use super::variables::Paired;
use super::voice::Voices;
use super::{Aspect, Called, Field, Row, attributes, clients, images, lists, sorted};
use crate::audit::{Audit, Service, Status};
use crate::catalog;
use std::collections::HashMap;

/// The services of both, each once.
pub fn rows(a: &Audit, b: &Audit, voices: Voices, aligned: &[Aligned], paired: &Paired) -> Vec<Row> {
    // Only documents leave an owner unsaid.
    let [of_a, of_b] = [a, b].map(|audit| {
        let told = voices.documents().then_some(&audit.env).into_iter().flatten();
        told.map(|it| (it.name.as_str(), it.service.as_str())).collect::<HashMap<&str, &str>>()
    });
    let owners = [&of_a, &of_b];
    let renamed = paired.renamed(a, b);
    let mut rows = Vec::with_capacity(aligned.len());
    for group in aligned {
        let member = |list: usize, audit: &'_ Audit| {
            let at = (*group.members.get(list)?)?;
            audit.services.get(at).map(|_| at)
        };
        let (of_a, of_b) = (member(0, a), member(1, b));
        let row = Row::new(named(of_a, a), named(of_b, b));
        let services = (of_a.and_then(|at| a.services.get(at)), of_b.and_then(|at| b.services.get(at)));
        match services {
            (Some(from), Some(to)) => {
                let both = Both { from, to, voices, renamed: &renamed, owners };
                rows.push(row.with(both.fields(), group.by));
            }
            (Some(only), None) if is_told(only, voices, true, b) => rows.push(row),
            (None, Some(only)) if is_told(only, voices, false, a) => rows.push(row),
            _ => {}
        }
    }
    rows
}

fn named(at: Option<usize>, audit: &Audit) -> Option<(usize, Called<'_>)> {
    let service = audit.services.get(at?)?;
    Some((at?, Called { id: &service.id, name: service.name.as_str().into(), service: "" }))
}

/// Whether it tells anything that only one side has a service. That one side says "None" where the other says nothing does
/// not, nor that code does with a service what documents do not list.
fn is_told(only: &Service, voices: Voices, only_a: bool, other: &Audit) -> bool {
    if only.status == Status::Absent {
        return false;
    }
    // A document names a cloud where code shows its parts, or the other way round.
    !voices.mixed()
        || (!voices.code_only(only_a) || only.status == Status::Used)
            && !(catalog::by_id(&only.id).is_some() && other.services.iter().any(|known| is_kin(&known.id, &only.id)))
}

/// Whether one is a part of the other, as the catalog has it.
pub fn is_kin(one: &str, other: &str) -> bool {
    let covers = |one: &str, part: &str| catalog::by_id(one).is_some_and(|entry| entry.covers(part));
    covers(one, other) || covers(other, one)
}

/// A service as both have it.
struct Both<'a> {
    from: &'a Service,
    to: &'a Service,
    voices: Voices,
    renamed: &'a HashMap<&'a str, &'a str>,
    /// The owner of each variable, on both sides.
    owners: [&'a HashMap<&'a str, &'a str>; 2],
}

impl Both<'_> {
    fn fields(&self) -> Vec<Field> {
        let (from, to, voices) = (self.from, self.to, self.voices);
        let mut out = Vec::new();
        let value = |field: Aspect, from: &str, to: &str, out: &mut Vec<Field>| {
            if from != to {
                out.push(Field::value(field, from, to));
            }
        };
        value(Aspect::Status, from.status.word(), to.status.word(), &mut out);
        // However it is said that there is none.
        if from.status == Status::Absent && to.status == Status::Absent {
            return out;
        }
        clients::fields(&from.clients, &to.clients, voices, &mut out);
        images::fields(&from.images, &to.images, voices, &mut out);
        if voices.mixed() {
            return sorted(out);
        }
        value(Aspect::Name, &from.name, &to.name, &mut out);
        value(Aspect::Category, from.category.word(), to.category.word(), &mut out);
        lists::variables(&from.env, &to.env, self.renamed, &|name| self.is_unsaid(name), &mut out);
        lists::names(Aspect::Hosts, &from.hosts, &to.hosts, &mut out);
        lists::files(&from.implementation, &to.implementation, voices, &mut out);
        if voices.documents() {
            if from.purpose != to.purpose {
                out.push(Field::value(Aspect::Purpose, from.purpose.as_str(), to.purpose.as_str()));
            }
            // What is said of the packages is compared as such.
            let clients = !from.clients.is_empty() && !to.clients.is_empty();
            attributes::fields(&from.attributes, &to.attributes, clients, &mut out);
        }
        sorted(out)
    }

    /// Whether both documents name a variable, and one of them without saying whose it is.
    fn is_unsaid(&self, name: &str) -> bool {
        let [owner_a, owner_b] = self.owners.map(|owners| owners.get(name).copied());
        self.voices.documents() && matches!((owner_a, owner_b), (Some(a), Some(b)) if a.is_empty() || b.is_empty())
    }
}
