//! Lists of names: what only one side's has, and what was renamed or moved.

use super::voice::Voices;
use super::{Aspect, Field};
use crate::order::Arrange;
use crate::path;
use std::collections::{BTreeMap, HashMap};

/// The entries that only one of two lists has.
pub fn only<'a>(a: &'a [String], b: &'a [String]) -> (Vec<&'a str>, Vec<&'a str>) {
    if a == b {
        return (Vec::new(), Vec::new());
    }
    let of = |list: &'a [String]| -> Vec<&'a str> {
        let mut list: Vec<&str> = list.iter().map(String::as_str).collect();
        list.arrange();
        list.dedup();
        list
    };
    let (of_a, of_b) = (of(a), of(b));
    let lacks = |list: &[&str], it: &&str| list.binary_search(it).is_err();
    let only_a = of_a.iter().copied().filter(|it| lacks(&of_b, it)).collect();
    (only_a, of_b.into_iter().filter(|it| lacks(&of_a, it)).collect())
}

/// Fields for entries that only one side has.
pub fn fields(field: Aspect, only_a: &[&str], only_b: &[&str], out: &mut Vec<Field>) {
    out.extend(only_a.iter().map(|it| Field::entry(field, *it, Some((*it).to_owned()), None)));
    out.extend(only_b.iter().map(|it| Field::entry(field, *it, None, Some((*it).to_owned()))));
}

/// Fields for two lists of names.
pub fn names(field: Aspect, a: &[String], b: &[String], out: &mut Vec<Field>) {
    let (only_a, only_b) = only(a, b);
    fields(field, &only_a, &only_b, out);
}

/// Fields for two lists of variables, some of which were renamed from A to B.
pub fn variables(
    a: &[String],
    b: &[String],
    renamed: &HashMap<&str, &str>,
    skip: &dyn Fn(&str) -> bool,
    out: &mut Vec<Field>,
) {
    let (mut only_a, mut only_b) = only(a, b);
    only_a.retain(|old| {
        let new = renamed.get(old).copied().filter(|new| only_b.contains(new));
        if let Some(new) = new {
            only_b.retain(|it| *it != new);
            out.push(Field::entry(Aspect::Env, "", Some((*old).to_owned()), Some(new.to_owned())));
        }
        new.is_none()
    });
    // It is there on the other side, under another service.
    only_a.retain(|name| !skip(name));
    only_b.retain(|name| !skip(name));
    fields(Aspect::Env, &only_a, &only_b, out);
}

/// Fields for two lists of files. A file that is on one side only and has the name of one that is on the other was moved.
pub fn files(a: &[String], b: &[String], voices: Voices, out: &mut Vec<Field>) {
    let (mut only_a, mut only_b) = only(a, b);
    if voices.documents() {
        // Documents name a folder, or write a path from another top.
        let covered = |path: &str, list: &[String]| list.iter().any(|other| covers(path, other) || covers(other, path));
        only_a.retain(|path| !covered(path, b));
        only_b.retain(|path| !covered(path, a));
    }
    let (of_a, of_b) = (by_name(&only_a), by_name(&only_b));
    for (name, old) in of_a {
        if let ([old], Some([new])) = (old.as_slice(), of_b.get(name).map(Vec::as_slice)) {
            only_a.retain(|it| it != old);
            only_b.retain(|it| it != new);
            out.push(Field::entry(Aspect::Implementation, "", Some((*old).to_owned()), Some((*new).to_owned())));
        }
    }
    fields(Aspect::Implementation, &only_a, &only_b, out);
}

/// Paths by the names of their files.
fn by_name<'a>(paths: &[&'a str]) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut by_name: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in paths {
        by_name.entry(path::name(path)).or_default().push(path);
    }
    by_name
}

/// Whether a path ends in the other, or lies below it. A bare name says too little.
fn covers(path: &str, other: &str) -> bool {
    let other = other.trim_matches(['/', '.']);
    let behind = |rest: &str| rest.is_empty() || rest.starts_with('/');
    other.contains('/')
        && (path.strip_prefix(other).is_some_and(behind)
            || path.strip_suffix(other).is_some_and(|rest| rest.is_empty() || rest.ends_with('/')))
}

#[cfg(test)]
mod tests {
    use super::super::voice::Voice;
    use super::*;

    const CODE: Voice = Voice { document: false, places: true };

    fn list(all: &[&str]) -> Vec<String> {
        all.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn a_moved_file_is_one_change() {
        let mut out = Vec::new();
        files(
            &list(&["a.ts", "lib/pay.ts"]),
            &list(&["a.ts", "src/pay.ts", "b.ts"]),
            Voices { a: CODE, b: CODE },
            &mut out,
        );
        let shown: Vec<_> = out.iter().map(|it| (it.from.as_deref(), it.to.as_deref())).collect();
        assert_eq!(shown, [(Some("lib/pay.ts"), Some("src/pay.ts")), (None, Some("b.ts"))]);
    }

    #[test]
    fn documents_may_name_folders_and_write_paths_from_another_top() {
        let document = Voice { document: true, places: false };
        let mut out = Vec::new();
        files(
            &list(&["lib/pay/src/", "home/me/app/src/pay.ts", "gone.ts"]),
            &list(&["lib/pay/src/a.ts", "src/pay.ts", "b.ts"]),
            Voices { a: document, b: document },
            &mut out,
        );
        let shown: Vec<_> = out.iter().map(|it| (it.from.as_deref(), it.to.as_deref())).collect();
        assert_eq!(shown, [(Some("gone.ts"), None), (None, Some("b.ts"))]);
    }
}
