//! Lists of names: what only one side's has, and what was renamed or moved.

use super::Field;
use super::voice::Voices;
use crate::path;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The entries that only one of two lists has.
pub fn only<'a>(a: &'a [String], b: &'a [String]) -> (Vec<&'a str>, Vec<&'a str>) {
    if a == b {
        return (Vec::new(), Vec::new());
    }
    let of = |list: &'a [String]| -> BTreeSet<&'a str> { list.iter().map(String::as_str).collect() };
    let (of_a, of_b) = (of(a), of(b));
    (of_a.difference(&of_b).copied().collect(), of_b.difference(&of_a).copied().collect())
}

/// Fields for entries that only one side has.
pub fn fields(field: &str, only_a: &[&str], only_b: &[&str], out: &mut Vec<Field>) {
    out.extend(only_a.iter().map(|it| Field::entry(field, *it, Some((*it).to_owned()), None)));
    out.extend(only_b.iter().map(|it| Field::entry(field, *it, None, Some((*it).to_owned()))));
}

/// Fields for two lists of names.
pub fn names(field: &str, a: &[String], b: &[String], out: &mut Vec<Field>) {
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
            out.push(Field::entry("env", "", Some((*old).to_owned()), Some(new.to_owned())));
        }
        new.is_none()
    });
    // It is there on the other side, under another service.
    only_a.retain(|name| !skip(name));
    only_b.retain(|name| !skip(name));
    fields("env", &only_a, &only_b, out);
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
    let by_name = |paths: &[&str]| -> BTreeMap<String, Vec<String>> {
        let mut by_name: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for path in paths {
            by_name.entry(path::name(path).to_owned()).or_default().push((*path).to_owned());
        }
        by_name
    };
    let (of_a, of_b) = (by_name(&only_a), by_name(&only_b));
    for (name, old) in of_a {
        if let ([old], Some([new])) = (old.as_slice(), of_b.get(&name).map(Vec::as_slice)) {
            only_a.retain(|it| it != old);
            only_b.retain(|it| it != new);
            out.push(Field::entry("implementation", "", Some(old.clone()), Some(new.clone())));
        }
    }
    fields("implementation", &only_a, &only_b, out);
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
