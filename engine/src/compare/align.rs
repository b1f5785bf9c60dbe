//! Which services of several audits are one: by id, then alias, then client package, then close name.
//!
//! A service that the catalog has is known by its id, so two with different ids of the catalog's are never one. What the catalog
//! lacks (a host, a variable, a document's own words) may be the same as something else. Neither the order of the audits nor that
//! of their services matters: what could be one is taken in the order of the ids.

use super::{By, names};
use crate::audit::{Audit, Service};
use crate::catalog;
use crate::order::Arrange;
use std::collections::HashMap;

/// Most services that share a key and still are looked at: what more share tells nothing.
const SHARED: usize = 8;

/// One service, by its place in each audit's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aligned {
    /// Its place in each list; `None` where an audit lacks it.
    pub members: Vec<Option<usize>>,
    /// How those with different ids were found to be one.
    pub by: Option<By>,
}

/// The services of all lists, each once. In the order of ids.
pub fn align(lists: &[&[Service]]) -> Vec<Aligned> {
    let mut groups = by_id(lists);
    for (by, keys) in [
        (By::Alias, names::aliases as fn(&Service) -> Vec<String>),
        (By::Package, names::packages),
        (By::Name, names::close),
    ] {
        merge(lists, &mut groups, by, keys);
    }
    groups
}

fn by_id(lists: &[&[Service]]) -> Vec<Aligned> {
    let of = |(list, services): (usize, &&'_ [Service])| -> Vec<(usize, usize)> {
        (0..services.len()).map(|at| (list, at)).collect()
    };
    let mut all: Vec<(usize, usize)> = lists.iter().enumerate().flat_map(of).collect();
    let id = |(list, at): (usize, usize)| lists.get(list).and_then(|it| it.get(at)).map_or("", |it| it.id.as_str());
    // Each list is sorted already, so this is little more than a merge.
    all.arrange_by(|one, other| id(*one).cmp(id(*other)));
    let mut groups: Vec<Aligned> = Vec::with_capacity(all.len());
    for same in all.chunk_by(|one, other| id(*one) == id(*other)) {
        let first = groups.len();
        for (list, at) in same {
            // No audit has an id twice; if one does, its second is another service.
            let free = groups.iter().skip(first).position(|it| it.members.get(*list) == Some(&None));
            let place = first + free.unwrap_or(groups.len() - first);
            if place == groups.len() {
                groups.push(Aligned { members: vec![None; lists.len()], by: None });
            }
            if let Some(member) = groups.get_mut(place).and_then(|it| it.members.get_mut(*list)) {
                *member = Some(*at);
            }
        }
    }
    groups
}

/// Merges groups that share a key and no audit.
fn merge(lists: &[&[Service]], groups: &mut Vec<Aligned>, by: By, keys: fn(&Service) -> Vec<String>) {
    let services = |group: &Aligned| -> Vec<&Service> {
        let member = |(list, at): (usize, &Option<usize>)| lists.get(list)?.get((*at)?);
        group.members.iter().enumerate().filter_map(member).collect()
    };
    let open: Vec<usize> = (0..groups.len())
        .filter(|at| groups.get(*at).is_some_and(|group| group.members.iter().any(Option::is_none)))
        .collect();
    if open.is_empty() {
        return;
    }
    let mut known = vec![false; groups.len()];
    for at in &open {
        let is_known = groups.get(*at).is_some_and(|group| services(group).iter().any(|it| names::is_known(it)));
        known.get_mut(*at).into_iter().for_each(|known| *known = is_known);
    }
    let is_known = |at: usize| known.get(at).copied().unwrap_or(false);
    if open.iter().all(|at| is_known(*at)) {
        return;
    }
    let mut shared: HashMap<String, Vec<usize>> = HashMap::new();
    for at in &open {
        let Some(group) = groups.get(*at) else { continue };
        let mut all: Vec<String> = services(group).into_iter().flat_map(keys).collect();
        all.arrange();
        all.dedup();
        for key in all {
            shared.entry(key).or_default().push(*at);
        }
    }
    let mut pairs: HashMap<(usize, usize), usize> = HashMap::new();
    for sharing in shared.values().filter(|sharing| (2..=SHARED).contains(&sharing.len())) {
        for (number, one) in sharing.iter().enumerate() {
            for other in sharing.iter().skip(number + 1) {
                if !(is_known(*one) && is_known(*other)) {
                    *pairs.entry((*one, *other)).or_default() += 1;
                }
            }
        }
    }
    // Groups stand in the order of ids, so their numbers do.
    let mut pairs: Vec<((usize, usize), usize)> = pairs.into_iter().collect();
    pairs.arrange_by_key(|((one, other), count)| (std::cmp::Reverse(*count), *one, *other));
    let mut into: Vec<usize> = (0..groups.len()).collect();
    let mut holds_known = known;
    for ((one, other), _) in pairs {
        let (one, other) = (root(&into, one), root(&into, other));
        let (low, high) = (one.min(other), one.max(other));
        let both_known = [low, high].iter().all(|at| holds_known.get(*at).copied().unwrap_or(false));
        let (Some(first), Some(second)) = (groups.get(low), groups.get(high)) else { continue };
        let overlap = first.members.iter().zip(&second.members).any(|(a, b)| a.is_some() && b.is_some());
        if low == high || overlap || both_known {
            continue;
        }
        let members = first.members.iter().zip(&second.members).map(|(a, b)| a.or(*b)).collect();
        if let (Some(group), Some(to)) = (groups.get_mut(low), into.get_mut(high)) {
            *group = Aligned { members, by: Some(by) };
            *to = low;
        }
        let known = [low, high].iter().any(|at| holds_known.get(*at).copied().unwrap_or(false));
        if let Some(holds) = holds_known.get_mut(low) {
            *holds = known;
        }
    }
    let mut number = 0;
    groups.retain(|_| {
        number += 1;
        into.get(number - 1) == Some(&(number - 1))
    });
}

fn root(into: &[usize], mut at: usize) -> usize {
    while let Some(next) = into.get(at).filter(|next| **next != at) {
        at = *next;
    }
    at
}

/// Which service of both audits an id of either is.
pub struct Owners<'a> {
    numbers: [HashMap<&'a str, usize>; 2],
    names: [HashMap<&'a str, &'a str>; 2],
}

/// The audits of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The one compared from.
    A,
    /// The one compared with.
    B,
}

impl<'a> Owners<'a> {
    pub fn new(aligned: &[Aligned], audits: [&'a Audit; 2]) -> Self {
        let of = |which: usize, audit: &'a Audit| -> HashMap<&'a str, usize> {
            let member = |(number, group): (usize, &Aligned)| {
                let at = (*group.members.get(which)?)?;
                Some((audit.services.get(at)?.id.as_str(), number))
            };
            let mut of = HashMap::with_capacity(audit.services.len());
            of.extend(aligned.iter().enumerate().filter_map(member));
            of
        };
        let names = |audit: &'a Audit| audit.services.iter().map(|it| (it.id.as_str(), it.name.as_str())).collect();
        let [a, b] = audits;
        Owners { numbers: [of(0, a), of(1, b)], names: [names(a), names(b)] }
    }

    /// Whether an id of A's and one of B's are the same service's, or both nobody's.
    pub fn same(&self, a: &str, b: &str) -> bool {
        if a == b {
            return true;
        }
        let [of_a, of_b] = &self.numbers;
        match (of_a.get(a), of_b.get(b)) {
            (Some(a), Some(b)) => a == b,
            // An id that a side does not list as a service.
            _ => false,
        }
    }

    /// A number that both sides' ids of one service share; `None` for an id that an audit does not list.
    pub fn number(&self, which: Which, id: &str) -> Option<usize> {
        let [of_a, of_b] = &self.numbers;
        let numbers = if which == Which::A { of_a } else { of_b };
        numbers.get(id).copied()
    }

    /// The name of the service with this id, or the id.
    pub fn name<'b>(&'b self, which: Which, id: &'b str) -> &'b str {
        let [of_a, of_b] = &self.names;
        let names = if which == Which::A { of_a } else { of_b };
        names.get(id).copied().or_else(|| catalog::by_id(id).map(|entry| entry.name)).unwrap_or(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Client;

    fn service(id: &str, name: &str, package: &str) -> Service {
        let client = |name: &str| Client { ecosystem: "npm".into(), name: name.into(), ..Client::default() };
        let clients = if package.is_empty() { Vec::new() } else { vec![client(package)] };
        Service { id: id.into(), name: name.into(), clients, ..Service::default() }
    }

    fn pairs(a: &[Service], b: &[Service]) -> Vec<(Option<usize>, Option<usize>, Option<By>)> {
        let aligned = align(&[a, b]);
        assert_eq!(aligned.len(), align(&[b, a]).len());
        aligned.iter().map(|it| (it.members[0], it.members[1], it.by)).collect()
    }

    #[test]
    fn what_the_catalog_knows_is_found_by_any_of_its_names() {
        let known = service("anthropic", "Anthropic", "");
        for name in ["Claude API (Anthropic)", "Anthropic", "claude api"] {
            let own = service("doc:claude", name, "");
            assert_eq!(pairs(&[own], std::slice::from_ref(&known)), [(Some(0), Some(0), Some(By::Alias))], "{name}");
        }
        let own = service("doc:payments", "Payments", "stripe");
        assert_eq!(pairs(&[own], &[service("stripe", "Stripe", "")]), [(Some(0), Some(0), Some(By::Package))]);
    }

    #[test]
    fn what_it_lacks_is_found_by_package_and_name() {
        let one = |a, b, by| assert_eq!(pairs(&[a], &[b]), [(Some(0), Some(0), Some(by))]);
        one(service("doc:a", "Alpha", "@acme/sdk"), service("doc:b", "Beta", "@acme/sdk"), By::Package);
        one(service("host:api.melonn.com", "api.melonn.com", ""), service("doc:x", "Melonn API", ""), By::Name);
        one(service("env:MELONN", "MELONN", ""), service("doc:x", "Melonn", ""), By::Alias);
        one(service("doc:a", "Logistics Hub", ""), service("doc:b", "Logistic Hub", ""), By::Name);
    }

    #[test]
    fn different_services_stay_apart() {
        let apart = |a, b| assert_eq!(pairs(&[a], &[b]).len(), 2);
        apart(service("amazon-s3", "Amazon S3", "aws-sdk"), service("amazon-ses", "Amazon SES", "aws-sdk"));
        apart(service("doc:a", "Alpha", "axios"), service("doc:b", "Beta", "axios"));
        apart(service("doc:a", "API", ""), service("doc:b", "API service", ""));
        apart(service("doc:a", "Region 1", ""), service("doc:b", "Region 2", ""));
    }

    #[test]
    fn any_number_of_audits_are_aligned() {
        let (a, b, c) = (
            [service("doc:claude", "Claude API (Anthropic)", "")],
            [service("anthropic", "Anthropic", "")],
            [service("host:api.melonn.com", "api.melonn.com", "")],
        );
        let aligned = align(&[&a, &b, &c]);
        assert_eq!(aligned.len(), 2);
        assert!(aligned.iter().any(|it| it.members == [Some(0), Some(0), None]));
    }

    #[test]
    fn an_id_that_stands_twice_is_two() {
        let twice = [service("doc:a", "Aaaa", ""), service("doc:a", "Aaaa", "")];
        assert_eq!(pairs(&twice, &[]).len(), 2);
        assert_eq!(pairs(&twice, &twice), [(Some(0), Some(0), None), (Some(1), Some(1), None)]);
    }
}
