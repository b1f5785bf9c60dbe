//! Places in files: `` `src/mail.ts:3,9` ``, all lines of one file together.

use super::list::{self, Value};
use crate::audit::Place;

/// Places in their order.
pub fn places<'a>(places: impl IntoIterator<Item = &'a Place>) -> Value {
    let mut items: Vec<String> = Vec::new();
    let mut last: Option<&Place> = None;
    for place in places {
        match (items.last_mut(), last) {
            (Some(item), Some(before)) if before.path == place.path && before.line > 0 && place.line > 0 => {
                item.push_str(&format!(",{}", place.line));
            }
            _ => items.push(one(place)),
        }
        last = Some(place);
    }
    list::files(&items)
}

/// A place as one name: `src/mail.ts:3`, and without a line the file alone.
pub fn one(place: &Place) -> String {
    // A path that ends like a line says that it has none.
    if place.line == 0 && split(&place.path).is_none() {
        return place.path.clone();
    }
    format!("{}:{}", place.path, place.line)
}

/// Places as [`places`] wrote them.
pub fn read(value: &Value) -> Option<Vec<Place>> {
    Some(list::read_files(value)?.iter().flat_map(|item| read_item(item)).collect())
}

fn read_item(text: &str) -> Vec<Place> {
    let Some((path, lines)) = split(text) else { return vec![Place { path: text.into(), line: 0 }] };
    let lines = lines.split(',').filter_map(|line| line.parse().ok());
    lines.map(|line| Place { path: path.into(), line }).collect()
}

/// A path and the line numbers behind it.
fn split(text: &str) -> Option<(&str, &str)> {
    let (path, lines) = text.rsplit_once(':')?;
    let number =
        |line: &str| !line.is_empty() && line.bytes().all(|b| b.is_ascii_digit()) && line.parse::<u32>().is_ok();
    (!path.is_empty() && lines.split(',').all(number)).then_some((path, lines))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(path: &str, line: u32) -> Place {
        Place { path: path.into(), line }
    }

    #[test]
    fn lines_of_a_file_stand_together() {
        let all = [at("a.ts", 3), at("a.ts", 9), at("b.ts", 1), at("c.ts", 0)];
        let value = places(&all);
        assert_eq!(value, Value::line("`a.ts:3,9`, `b.ts:1`, `c.ts`"));
        assert_eq!(read(&value).unwrap(), all);
    }

    #[test]
    fn one_place_is_one_name() {
        for place in [at("a.ts", 3), at("a.ts", 0), at("a:1", 0), at("a:1", 2), at("C:/x", 0)] {
            assert_eq!(read_item(&one(&place)), [place]);
        }
        assert_eq!(read_item("a.ts:3,4").len(), 2);
    }

    proptest! {
        #[test]
        fn places_come_back(all in prop::collection::vec(("[ab]{1,2}|src/[a-z:0-9,`]{1,8}", 0u32..50), 1..30)) {
            let all: Vec<Place> = all.iter().map(|(path, line)| at(path, *line)).collect();
            prop_assert_eq!(read(&places(&all)), Some(all));
        }
    }
}
