//! A document's own labelled lines, of two documents.

use super::{Aspect, Field};
use crate::audit::Attribute;
use crate::catalog::fold;
use crate::order::Arrange;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// Most lines of one label whose likeness is weighed; more are held against each other in turn.
const WEIGHED: usize = 24;

/// Labels behind which a service's packages stand, folded. Sorted.
const PACKAGES: &[&str] = &["client", "clientlibrary", "library", "package", "packages", "sdk", "sdkclient", "sdks"];

/// Fields for the lines of one service or endpoint; `packages` where the packages that they name are compared already.
pub fn fields(a: &[Attribute], b: &[Attribute], packages: bool, out: &mut Vec<Field>) {
    if a == b {
        return;
    }
    let told = |it: &&Attribute| !(packages && PACKAGES.binary_search(&fold(&it.label).as_str()).is_ok());
    let a: Vec<&Attribute> = a.iter().filter(told).collect();
    let b: Vec<&Attribute> = b.iter().filter(told).collect();
    // What stands on both sides is the same, wherever.
    let mut counts: HashMap<&Attribute, i64> = HashMap::new();
    b.iter().for_each(|it| *counts.entry(*it).or_default() += 1);
    let take = |counts: &mut HashMap<&Attribute, i64>, it: &Attribute| {
        let count = counts.get_mut(it).filter(|count| **count > 0);
        count.map(|count| *count -= 1).is_some()
    };
    let left: Vec<&Attribute> = a.iter().copied().filter(|it| !take(&mut counts, it)).collect();
    let mut counts: HashMap<&Attribute, i64> = HashMap::new();
    a.iter().for_each(|it| *counts.entry(*it).or_default() += 1);
    let right: Vec<&Attribute> = b.iter().copied().filter(|it| !take(&mut counts, it)).collect();

    let (left, right) = by_label(left, right, out);
    // The same words under another label.
    let (mut left, mut right) = (left, right);
    let few = left.len().saturating_mul(right.len()) <= WEIGHED.pow(4);
    left.retain(|from| {
        if !few {
            return true;
        }
        let Some(at) = right.iter().position(|to| to.text == from.text) else { return true };
        let to = right.remove(at);
        out.push(Field::entry(Aspect::Attributes, "", Some(line(from)), Some(line(to))));
        false
    });
    out.extend(left.iter().map(|it| Field::entry(Aspect::Attributes, &it.label, Some(it.text.clone()), None)));
    out.extend(right.iter().map(|it| Field::entry(Aspect::Attributes, &it.label, None, Some(it.text.clone()))));
}

/// A line's label, by which it is found on the other side: those for packages are one.
fn label_of(line: &Attribute) -> String {
    let folded = fold(&line.label);
    if PACKAGES.binary_search(&folded.as_str()).is_ok() { "sdk".to_owned() } else { folded }
}

type Lines<'a> = Vec<&'a Attribute>;

/// Pairs lines of one label, and gives those that are left.
fn by_label<'a>(a: Lines<'a>, b: Lines<'a>, out: &mut Vec<Field>) -> (Lines<'a>, Lines<'a>) {
    let mut labels: BTreeMap<String, (Lines<'a>, Lines<'a>)> = BTreeMap::new();
    a.into_iter().for_each(|it| labels.entry(label_of(it)).or_default().0.push(it));
    b.into_iter().for_each(|it| labels.entry(label_of(it)).or_default().1.push(it));
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (label, (of_a, of_b)) in labels {
        // Lines without a label need not be about the same.
        let least = if label.is_empty() { 40 } else { 0 };
        for (from, to) in likest(&of_a, &of_b, least) {
            match (from, to) {
                // Under another word for the same.
                (Some(from), Some(to)) if from.text == to.text => {}
                (Some(from), Some(to)) if fold(&from.label).is_empty() || from.label == to.label => {
                    let field =
                        Field::entry(Aspect::Attributes, &to.label, Some(from.text.clone()), Some(to.text.clone()));
                    out.push(field);
                }
                (Some(from), Some(to)) => {
                    out.push(Field::entry(Aspect::Attributes, "", Some(line(from)), Some(line(to))));
                }
                (from, to) => {
                    left.extend(from);
                    right.extend(to);
                }
            }
        }
    }
    (left, right)
}

/// Each line of A with the line of B that is most like it, if it is at least so much, from 0 to 100.
fn likest<'a>(
    a: &[&'a Attribute],
    b: &[&'a Attribute],
    least: usize,
) -> Vec<(Option<&'a Attribute>, Option<&'a Attribute>)> {
    let mut scored = Vec::new();
    let few = a.len() <= WEIGHED && b.len() <= WEIGHED;
    for (i, from) in a.iter().enumerate() {
        let turn = if few { 0..b.len() } else { i..(i + 1).min(b.len()) };
        for j in turn {
            if let Some(to) = b.get(j) {
                let score = likeness(&from.text, &to.text);
                let texts = if from.text <= to.text { (&from.text, &to.text) } else { (&to.text, &from.text) };
                scored.push((Reverse(score), texts, i, j));
            }
        }
    }
    scored.arrange();
    let (mut used_a, mut used_b) = (vec![false; a.len()], vec![false; b.len()]);
    let mut out = Vec::new();
    for (Reverse(score), _, i, j) in scored {
        let (Some(taken_a), Some(taken_b)) = (used_a.get_mut(i), used_b.get_mut(j)) else { continue };
        if score >= least && !*taken_a && !*taken_b {
            (*taken_a, *taken_b) = (true, true);
            out.push((a.get(i).copied(), b.get(j).copied()));
        }
    }
    out.extend(a.iter().zip(&used_a).filter(|(_, used)| !**used).map(|(it, _)| (Some(*it), None)));
    out.extend(b.iter().zip(&used_b).filter(|(_, used)| !**used).map(|(it, _)| (None, Some(*it))));
    out
}

/// How many of the words of both texts both have, from 0 to 100.
fn likeness(a: &str, b: &str) -> usize {
    let words = |text: &str| {
        let mut words: Vec<String> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|it| !it.is_empty()).map(str::to_lowercase).collect();
        words.arrange();
        words.dedup();
        words
    };
    let (of_a, of_b) = (words(a), words(b));
    let both = of_a.iter().filter(|word| of_b.binary_search(word).is_ok()).count();
    200 * both / (of_a.len() + of_b.len()).max(1)
}

fn line(attribute: &Attribute) -> String {
    if attribute.label.is_empty() { attribute.text.clone() } else { format!("{}: {}", attribute.label, attribute.text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(all: &[(&str, &str)]) -> Vec<Attribute> {
        all.iter().map(|(label, text)| Attribute { label: (*label).into(), text: (*text).into() }).collect()
    }

    fn shown(a: &[(&str, &str)], b: &[(&str, &str)]) -> Vec<String> {
        let mut out = Vec::new();
        fields(&lines(a), &lines(b), false, &mut out);
        let side = |it: &Option<String>| it.clone().unwrap_or("-".into());
        out.iter().map(|it| format!("{}: {} > {}", it.subject, side(&it.from), side(&it.to))).collect()
    }

    #[test]
    fn lines_are_paired_by_label_then_by_words() {
        assert_eq!(
            shown(&[("Auth", "`A`"), ("SDK", "x")], &[("SDK", "x"), ("auth", "`B`")]),
            [": Auth: `A` > auth: `B`"]
        );
        assert_eq!(shown(&[("Auth", "`A`")], &[("Auth", "`B`")]), ["Auth: `A` > `B`"]);
        assert_eq!(shown(&[("Auth", "`A`")], &[("Key", "`A`")]), [": Auth: `A` > Key: `A`"]);
        assert_eq!(shown(&[("SDK", "`a`")], &[("SDK/Client", "`a`")]), Vec::<String>::new());
        assert_eq!(
            shown(&[("", "sends mail to people"), ("", "one")], &[("", "two"), ("", "sends mail to all people")]),
            [": sends mail to people > sends mail to all people", ": one > -", ": - > two"]
        );
    }
}
