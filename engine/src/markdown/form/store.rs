//! Stores behind the label of their kind: `` `migrations/001.sql`: `orders` (line 6), `users` (line 20) ``.

use super::list::{self, Value};
use super::text::{Cursor, code};
use crate::audit::{Place, Store};
use crate::order::Arrange;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The label of the stores of each kind.
const LABELS: &[(&str, &str)] = &[
    ("bucket", "Buckets"),
    ("collection", "Collections"),
    ("index", "Indexes"),
    ("queue", "Queues"),
    ("table", "Tables"),
    ("topic", "Topics"),
];

/// Most characters of a row with a file's stores, where it has more than one.
const ROW: usize = 240;

/// The label of the stores of a kind.
pub fn label(kind: &str) -> &'static str {
    LABELS.iter().find(|(word, _)| *word == kind).map_or("Stores", |(_, label)| label)
}

/// The kind of the stores behind a label.
pub fn kind(label: &str) -> Option<&'static str> {
    LABELS.iter().find(|(_, word)| *word == label).map(|(kind, _)| *kind)
}

/// Stores of one service and kind, by the file that declares them; those of no file first.
pub fn stores(stores: &[&Store]) -> Value {
    if stores.iter().all(|store| store.place.path.is_empty()) {
        return list::names(&stores.iter().map(|store| store.name.clone()).collect::<Vec<_>>());
    }
    let mut files: BTreeMap<&str, Vec<&Store>> = BTreeMap::new();
    for store in stores {
        files.entry(&store.place.path).or_default().push(store);
    }
    let mut rows: Vec<String> = Vec::new();
    for (path, all) in files {
        let head = if path.is_empty() { String::new() } else { format!("{}: ", code(path)) };
        let mut open = false;
        for store in all {
            let mut item = code(&store.name);
            if store.place.line > 0 && !path.is_empty() {
                let _ = write!(item, " (line {})", store.place.line);
            }
            match rows.last_mut().filter(|row| open && row.chars().count() + item.chars().count() + 2 <= ROW) {
                Some(row) => drop(write!(row, ", {item}")),
                None => rows.push(format!("{head}{item}")),
            }
            open = true;
        }
    }
    Value { text: String::new(), rows }
}

/// Stores as [`stores`] wrote them, sorted by name and place.
pub fn read(kind: &str, value: &Value) -> Option<Vec<Store>> {
    let mut out = Vec::new();
    for part in value.parts() {
        let mut cursor = Cursor::new(part);
        let mut name = cursor.code()?;
        let path = if cursor.eat(": ") { std::mem::replace(&mut name, cursor.code()?) } else { String::new() };
        loop {
            let line = if cursor.eat(" (line ") { read_line(&mut cursor)? } else { 0 };
            let place = Place { path: path.clone(), line };
            out.push(Store { kind: kind.into(), name: std::mem::take(&mut name), place, ..Store::default() });
            if cursor.done() {
                break;
            }
            cursor.eat(", ").then_some(())?;
            name = cursor.code()?;
        }
    }
    out.arrange();
    Some(out)
}

fn read_line(cursor: &mut Cursor<'_>) -> Option<u32> {
    let line = cursor.until(&[')']).parse().ok().filter(|line| *line > 0)?;
    cursor.eat(")").then_some(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn store(name: &str, path: &str, line: u32) -> Store {
        Store { kind: "table".into(), name: name.into(), place: Place { path: path.into(), line }, ..Store::default() }
    }

    #[test]
    fn stores_stand_by_their_file() {
        let all = [store("a", "x.sql", 3), store("b", "y.sql", 1), store("c", "x.sql", 9)];
        let value = stores(&all.iter().collect::<Vec<_>>());
        assert_eq!(value.rows, ["`x.sql`: `a` (line 3), `c` (line 9)", "`y.sql`: `b` (line 1)"]);
        assert_eq!(read("table", &value).unwrap(), all);
        let bare = [store("a", "", 0), store("b", "", 0)];
        assert_eq!(stores(&bare.iter().collect::<Vec<_>>()), Value::line("`a`, `b`"));
    }

    #[test]
    fn every_kind_has_its_label() {
        for (word, name) in LABELS {
            assert_eq!((label(word), kind(name)), (*name, Some(*word)));
        }
    }

    proptest! {
        #[test]
        fn stores_come_back(all in prop::collection::vec(("[a-z`,: ()]{1,8}", "|[ab/`:]{1,3}", 0u32..9), 1..20)) {
            let mut all: Vec<Store> = all
                .iter()
                .map(|(name, path, line)| store(name, path, if path.is_empty() { 0 } else { *line }))
                .collect();
            all.sort();
            let value = stores(&all.iter().collect::<Vec<_>>());
            prop_assert_eq!(read("table", &value), Some(all));
        }
    }
}
