//! A service's container images, with their tags.

use super::voice::Voices;
use super::{Aspect, Field, version};
use crate::order::{Arrange, Gather};
use std::collections::{BTreeMap, BTreeSet};

/// Fields for the images of one service.
pub fn fields(a: &[String], b: &[String], voices: Voices, out: &mut Vec<Field>) {
    if a == b {
        return;
    }
    let (of_a, of_b) = (by_name(a), by_name(b));
    let names: BTreeSet<&str> = of_a.keys().chain(of_b.keys()).copied().gathered();
    for name in names {
        let mut left = of_a.get(name).cloned().unwrap_or_default();
        let mut right = of_b.get(name).cloned().unwrap_or_default();
        let (all_left, all_right) = (left.clone(), right.clone());
        let same =
            |a: &str, b: &str| a == b || (voices.mixed() && (a.is_empty() || b.is_empty() || version::fits(a, b)));
        left.retain(|tag| !all_right.iter().any(|other| same(tag, other)));
        right.retain(|tag| !all_left.iter().any(|other| same(tag, other)));
        let paired = left.len().min(right.len());
        for (from, to) in left.iter().zip(&right) {
            let (level, down) = version::level(from, to);
            let tag = |tag: &str| Some(if tag.is_empty() { "no tag".to_owned() } else { tag.to_owned() });
            out.push(Field { level: Some(level), down, ..Field::entry(Aspect::Images, name, tag(from), tag(to)) });
        }
        let whole = |tag: &&str| if tag.is_empty() { name.to_owned() } else { format!("{name}:{tag}") };
        if !voices.mixed() {
            let (rest_a, rest_b) = (left.iter().skip(paired), right.iter().skip(paired));
            out.extend(rest_a.map(|tag| Field::entry(Aspect::Images, name, Some(whole(tag)), None)));
            out.extend(rest_b.map(|tag| Field::entry(Aspect::Images, name, None, Some(whole(tag)))));
        }
    }
}

/// The tags by the image's name. A colon in front of a slash belongs to a port.
fn by_name(images: &[String]) -> BTreeMap<&str, Vec<&str>> {
    let mut by_name: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for image in images {
        let (name, tag) = match image.rsplit_once(':') {
            Some((name, tag)) if !tag.contains('/') => (name, tag),
            _ => (image.as_str(), ""),
        };
        by_name.entry(name).or_default().push(tag);
    }
    for tags in by_name.values_mut() {
        tags.arrange();
        tags.dedup();
    }
    by_name
}

#[cfg(test)]
mod tests {
    use super::super::voice::Voice;
    use super::super::{Change, Level};
    use super::*;

    #[test]
    fn a_new_tag_is_a_change() {
        let code = Voice { document: false, places: true };
        let mut out = Vec::new();
        let list = |all: &[&str]| all.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let (a, b) = (list(&["postgres:15-alpine", "r.io:80/x"]), list(&["postgres:16-alpine", "redis:7"]));
        fields(&a, &b, Voices { a: code, b: code }, &mut out);
        let shown: Vec<_> = out.iter().map(|it| (it.subject.as_str(), it.change(), it.level)).collect();
        assert_eq!(
            shown,
            [
                ("postgres", Change::Changed, Some(Level::Major)),
                ("r.io:80/x", Change::Removed, None),
                ("redis", Change::Added, None)
            ]
        );
    }
}
