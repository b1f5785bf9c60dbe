//! The rows of endpoints.
//!
//! One of A and one of B are the same by method and path, else by path alone, else where one path ends in the other (a document
//! leaves out the prefix), else as the only ones of their service in the same file: then it was moved.

use super::align::{Owners, Which};
use super::variables::owners_differ;
use super::voice::Voices;
use super::{Aspect, By, Called, Field, Row, attributes, lists, sorted};
use crate::audit::{Audit, Direction, Endpoint, Verification};
use crate::order::Arrange;
use std::collections::{BTreeMap, HashSet};

/// The endpoints of both, each once.
pub fn rows(a: &Audit, b: &Audit, voices: Voices, owners: &Owners<'_>) -> Vec<Row> {
    fn named(at: Option<usize>, audit: &Audit) -> Option<(usize, Called<'_>)> {
        let endpoint = audit.endpoints.get(at?)?;
        Some((at?, Called { id: "", name: name(endpoint).into(), service: &endpoint.service }))
    }
    let mut rows = Vec::new();
    for (of_a, of_b, by) in pair(a, b, owners) {
        let (from, to) = (of_a.and_then(|at| a.endpoints.get(at)), of_b.and_then(|at| b.endpoints.get(at)));
        let row = Row::new(named(of_a, a), named(of_b, b));
        match (from, to) {
            (Some(from), Some(to)) => rows.push(row.with(fields(from, to, voices, owners), by)),
            (Some(only), None) if is_told(only, voices, true) => rows.push(row),
            (None, Some(only)) if is_told(only, voices, false) => rows.push(row),
            _ => {}
        }
    }
    rows
}

/// What an endpoint is called: its method and path.
fn name(endpoint: &Endpoint) -> String {
    format!("{} {}", endpoint.method, endpoint.path).trim().to_owned()
}

/// Documents list what others call, hardly ever every hook that the code calls.
fn is_told(only: &Endpoint, voices: Voices, only_a: bool) -> bool {
    !voices.code_only(only_a) || only.direction != Direction::Outgoing
}

type Pair = (Option<usize>, Option<usize>, Option<By>);

fn pair(a: &Audit, b: &Audit, owners: &Owners<'_>) -> Vec<Pair> {
    let mut left: Vec<usize> = (0..a.endpoints.len()).collect();
    let mut right: Vec<usize> = (0..b.endpoints.len()).collect();
    let mut pairs: Vec<Pair> = Vec::with_capacity(left.len().max(right.len()));
    let exact = |_: Which, it: &Endpoint| Some(format!("{} {} {}", it.direction.word(), it.method, it.path));
    let method = |_: Which, it: &Endpoint| Some(format!("{} {}", it.method, route(&it.path)));
    let path = |_: Which, it: &Endpoint| Some(route(&it.path));
    // The last parts alone say too little of where they are.
    let ending = |_: Which, it: &Endpoint| {
        let route = route(&it.path);
        let parts: Vec<&str> = route.split('/').filter(|it| !it.is_empty()).collect();
        let prefix = parts.first().is_some_and(|first| *first == "api" || is_version(first));
        let rest: Vec<&str> = parts.iter().skip(usize::from(prefix)).copied().collect();
        let rest: Vec<&str> = rest.iter().skip_while(|it| is_version(it)).copied().collect();
        (!rest.is_empty()).then(|| rest.join("/"))
    };
    let file = |which: Which, it: &Endpoint| {
        let service = owners.number(which, &it.service)?;
        (!it.place.path.is_empty()).then(|| format!("{service} {}", it.place.path))
    };
    let service = |which: Which, it: &Endpoint| {
        let last = it.path.rsplit('/').find(|part| !part.is_empty())?;
        Some(format!("{} {} {last}", owners.number(which, &it.service)?, it.direction.word()))
    };
    let steps: [(Key<'_>, bool, Option<By>); 6] = [
        (&exact, false, None),
        (&method, false, None),
        (&path, false, None),
        (&ending, true, Some(By::Moved)),
        (&file, true, Some(By::Moved)),
        (&service, true, Some(By::Moved)),
    ];
    for (key, alone, by) in steps {
        step(a, b, (&mut left, &mut right), key, alone, by, &mut pairs);
    }
    pairs.extend(left.into_iter().map(|at| (Some(at), None, None)));
    pairs.extend(right.into_iter().map(|at| (None, Some(at), None)));
    pairs
}

/// What an endpoint is known by.
type Key<'a> = &'a dyn Fn(Which, &Endpoint) -> Option<String>;

/// Pairs what has the same key: in their order, or only where there is one on each side.
fn step(
    a: &Audit,
    b: &Audit,
    (left, right): (&mut Vec<usize>, &mut Vec<usize>),
    key: Key<'_>,
    alone: bool,
    by: Option<By>,
    pairs: &mut Vec<Pair>,
) {
    if left.is_empty() || right.is_empty() {
        return;
    }
    let mut keyed: BTreeMap<String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
    for at in left.iter() {
        if let Some(key) = a.endpoints.get(*at).and_then(|it| key(Which::A, it)) {
            keyed.entry(key).or_default().0.push(*at);
        }
    }
    for at in right.iter() {
        if let Some(key) = b.endpoints.get(*at).and_then(|it| key(Which::B, it)) {
            keyed.entry(key).or_default().1.push(*at);
        }
    }
    let mut found: BTreeMap<usize, usize> = BTreeMap::new();
    for (of_a, of_b) in keyed.values_mut() {
        if alone && (of_a.len() != 1 || of_b.len() != 1) {
            continue;
        }
        // The order of the lists must not matter.
        of_a.arrange_by(|one, other| order(a.endpoints.get(*one), a.endpoints.get(*other)));
        of_b.arrange_by(|one, other| order(b.endpoints.get(*one), b.endpoints.get(*other)));
        found.extend(of_a.iter().copied().zip(of_b.iter().copied()));
    }
    left.retain(|at| !found.contains_key(at));
    let taken: HashSet<usize> = found.values().copied().collect();
    right.retain(|at| !taken.contains(at));
    pairs.extend(found.into_iter().map(|(from, to)| (Some(from), Some(to), by)));
}

fn order(one: Option<&Endpoint>, other: Option<&Endpoint>) -> std::cmp::Ordering {
    let key = |it: Option<&Endpoint>| {
        it.map(|it| (it.direction, it.method.clone(), it.path.clone(), it.service.clone(), it.place.clone()))
    };
    key(one).cmp(&key(other)).then_with(|| {
        let rest = |it: Option<&Endpoint>| it.map(|it| (it.verification, it.events.clone(), it.purpose.clone()));
        rest(one).cmp(&rest(other))
    })
}

/// A path with its parameters alike, without query, host and closing slash.
fn route(path: &str) -> String {
    let path = path.split(['?', '#']).next().unwrap_or("");
    let path = match path.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or(rest),
        None => path,
    };
    let mut out = String::with_capacity(path.len());
    for part in path.split('/').filter(|part| !part.is_empty()) {
        let rest = part.contains("...") || part.contains('*');
        let parameter = part.starts_with([':', '{', '[', '<', '$']);
        out.push('/');
        match (rest, parameter) {
            (true, _) => out.push_str("**"),
            (_, true) => out.push_str("{}"),
            _ => out.push_str(part),
        }
    }
    out
}

fn is_version(part: &str) -> bool {
    part.strip_prefix('v').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit()))
}

fn fields(from: &Endpoint, to: &Endpoint, voices: Voices, owners: &Owners<'_>) -> Vec<Field> {
    let mut out = Vec::new();
    let mixed = voices.mixed();
    if from.method != to.method && !(mixed && (from.method.is_empty() || to.method.is_empty())) {
        out.push(Field::value(Aspect::Method, any(&from.method), any(&to.method)));
    }
    let same = match mixed {
        true => route(&from.path) == route(&to.path),
        false => from.path == to.path,
    };
    if !same {
        out.push(Field::value(Aspect::Path, from.path.as_str(), to.path.as_str()));
    }
    // Documents list callbacks among the incoming ones.
    if from.direction != to.direction && !mixed {
        out.push(Field::value(Aspect::Direction, from.direction.word(), to.direction.word()));
    }
    if owners_differ(&from.service, &to.service, voices, owners) {
        out.push(Field::value(
            Aspect::Service,
            owners.name(Which::A, &from.service),
            owners.name(Which::B, &to.service),
        ));
    }
    let unsaid = mixed && (from.verification == Verification::Unknown || to.verification == Verification::Unknown);
    if from.verification != to.verification && !unsaid {
        out.push(Field::value(Aspect::Verification, from.verification.word(), to.verification.word()));
    }
    if !mixed {
        lists::names(Aspect::Events, &from.events, &to.events, &mut out);
    }
    if voices.documents() {
        if from.purpose != to.purpose {
            out.push(Field::value(Aspect::Purpose, from.purpose.as_str(), to.purpose.as_str()));
        }
        attributes::fields(&from.attributes, &to.attributes, false, &mut out);
    }
    sorted(out)
}

fn any(method: &str) -> &str {
    if method.is_empty() { "any" } else { method }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_are_alike_whatever_their_parameters() {
        for path in ["/api/:id/x", "/api/{id}/x/", "api/[id]/x?a=1", "https://a.com/api/<int:id>/x"] {
            assert_eq!(route(path), "/api/{}/x", "{path}");
        }
        assert_eq!(route("/a/[...rest]"), route("/a/*"));
    }
}
