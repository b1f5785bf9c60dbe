//! The rows of findings. One that moved to another line is the same.

use super::align::Owners;
use super::voice::Voices;
use super::{Aspect, Called, Field, Row, sorted};
use crate::audit::{Audit, Finding};
use crate::order::Arrange;
use std::collections::BTreeMap;

/// The findings of both, each once. A document lists none, or its own: these and those of code are not compared.
pub fn rows(a: &Audit, b: &Audit, voices: Voices, _owners: &Owners<'_>) -> Vec<Row> {
    if voices.mixed() {
        return Vec::new();
    }
    fn named(at: Option<usize>, audit: &Audit) -> Option<(usize, Called<'_>)> {
        let finding = audit.findings.get(at?)?;
        Some((at?, Called { id: &finding.rule, name: finding.message.as_str().into(), service: &finding.service }))
    }
    let mut rows = Vec::new();
    for (of_a, of_b) in pair(&a.findings, &b.findings) {
        let row = Row::new(named(of_a, a), named(of_b, b));
        let both = (of_a.and_then(|at| a.findings.get(at)), of_b.and_then(|at| b.findings.get(at)));
        rows.push(match both {
            (Some(from), Some(to)) => row.with(fields(from, to), None),
            _ => row,
        });
    }
    rows
}

type Pairs = Vec<(Option<usize>, Option<usize>)>;

/// Pairs by rule, file and message, then without the file, then without the message; what is left of a rule in a file in turn.
fn pair(a: &[Finding], b: &[Finding]) -> Pairs {
    let (mut left, mut right): (Vec<usize>, Vec<usize>) = ((0..a.len()).collect(), (0..b.len()).collect());
    let mut pairs = Vec::with_capacity(a.len().max(b.len()));
    for (with_file, with_message) in [(true, true), (false, true), (true, false)] {
        let key = |it: &Finding| {
            let file = if with_file { it.place.path.clone() } else { String::new() };
            (it.rule.clone(), file, if with_message { it.message.clone() } else { String::new() })
        };
        let keyed = |list: &[Finding], at: &[usize]| {
            let mut keyed: BTreeMap<_, Vec<usize>> = BTreeMap::new();
            for at in at {
                if let Some(finding) = list.get(*at) {
                    keyed.entry(key(finding)).or_default().push(*at);
                }
            }
            // The order of the lists must not matter.
            for same in keyed.values_mut() {
                same.arrange_by(|one, other| order(list.get(*one), list.get(*other)));
            }
            keyed
        };
        let (of_a, mut of_b) = (keyed(a, &left), keyed(b, &right));
        (left, right) = (Vec::new(), Vec::new());
        for (key, from) in of_a {
            let to = of_b.remove(&key).unwrap_or_default();
            let both = from.len().min(to.len());
            pairs.extend(from.iter().zip(&to).map(|(from, to)| (Some(*from), Some(*to))));
            left.extend(from.iter().skip(both));
            right.extend(to.iter().skip(both));
        }
        right.extend(of_b.into_values().flatten());
    }
    pairs.extend(left.into_iter().map(|at| (Some(at), None)));
    pairs.extend(right.into_iter().map(|at| (None, Some(at))));
    pairs
}

fn order(one: Option<&Finding>, other: Option<&Finding>) -> std::cmp::Ordering {
    let key = |it: Option<&Finding>| {
        it.map(|it| (it.place.clone(), it.message.clone(), it.service.clone(), it.severity.clone()))
    };
    key(one).cmp(&key(other))
}

fn fields(from: &Finding, to: &Finding) -> Vec<Field> {
    let mut out = Vec::new();
    if from.severity != to.severity {
        out.push(Field::value(Aspect::Severity, from.severity.as_str(), to.severity.as_str()));
    }
    if from.message != to.message {
        out.push(Field::value(Aspect::Message, from.message.as_str(), to.message.as_str()));
    }
    if from.place.path != to.place.path && !from.place.path.is_empty() && !to.place.path.is_empty() {
        out.push(Field::value(Aspect::Place, from.place.path.as_str(), to.place.path.as_str()));
    }
    sorted(out)
}
