//! Lists behind a label: on its line while they are short, else in a list below it, a folder's files together.

use super::text::{Cursor, code};
use std::fmt::Write as _;

/// Most characters of a list on its label's line.
const LINE: usize = 120;

/// Most characters of a row of a list below its label, where it has more than one item.
const ROW: usize = 100;

/// What stands behind a label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Value {
    /// On its line.
    pub text: String,
    /// In the list below, an item each.
    pub rows: Vec<String>,
}

impl Value {
    /// Whether nothing stands there.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.rows.is_empty()
    }

    /// What stands on the label's line alone.
    pub fn line(text: impl Into<String>) -> Self {
        Self { text: text.into(), rows: Vec::new() }
    }

    /// Items on one line if they fit, else a row each.
    pub fn of_items(items: Vec<String>) -> Self {
        if fits(&items) { Self::line(items.join(", ")) } else { Self { text: String::new(), rows: items } }
    }

    /// The lines and rows, of which a value has either one or many.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.text.as_str()).filter(|text| !text.is_empty()).chain(self.rows.iter().map(String::as_str))
    }
}

/// Whether items stand on one line.
fn fits(items: &[String]) -> bool {
    items.len() < 2 || items.iter().map(|item| item.chars().count() + 2).sum::<usize>() <= LINE
}

/// Names in code, as many to a row as fit.
pub fn names(names: &[String]) -> Value {
    let items: Vec<String> = names.iter().map(|name| code(name)).collect();
    if fits(&items) {
        return Value::line(items.join(", "));
    }
    let mut rows: Vec<String> = Vec::new();
    let mut width = 0;
    for item in items {
        let wide = item.chars().count() + 2;
        match rows.last_mut() {
            Some(row) if width + wide <= ROW => {
                width += wide;
                let _ = write!(row, ", {item}");
            }
            _ => {
                width = wide;
                rows.push(item);
            }
        }
    }
    Value { text: String::new(), rows }
}

/// Names as [`names`] wrote them.
pub fn read_names(value: &Value) -> Option<Vec<String>> {
    let mut out = Vec::new();
    for part in value.parts() {
        let mut cursor = Cursor::new(part);
        loop {
            out.push(cursor.code()?);
            if cursor.done() {
                break;
            }
            cursor.eat(", ").then_some(())?;
        }
    }
    Some(out)
}

/// Files in their order. Where they do not fit on a line, those that lie in one folder share a row behind its name.
pub fn files(files: &[String]) -> Value {
    let items: Vec<String> = files.iter().map(|file| code(file)).collect();
    if fits(&items) {
        return Value::line(items.join(", "));
    }
    let mut rows = Vec::new();
    let mut at = 0;
    while let Some(first) = files.get(at) {
        let folder = folder(first);
        let mut names = Vec::new();
        let mut width = folder.chars().count();
        while let Some(file) = files.get(at + names.len()) {
            let Some(name) = file.strip_prefix(folder).filter(|_| self::folder(file) == folder) else { break };
            let name = code(name);
            width += name.chars().count() + 2;
            // A folder that is on the page already asks for less room.
            if !names.is_empty() && (folder.is_empty() || width > ROW) {
                break;
            }
            names.push(name);
        }
        match names.len() {
            0 | 1 => {
                rows.push(code(first));
                at += 1;
            }
            many => {
                rows.push(format!("{}: {}", code(folder), names.join(", ")));
                at += many;
            }
        }
    }
    Value { text: String::new(), rows }
}

/// The folder of a file with its slash; empty where it lies in none, or is a folder itself.
fn folder(file: &str) -> &str {
    let end = file.rfind('/').map_or(0, |slash| slash + 1);
    if end == file.len() { "" } else { file.get(..end).unwrap_or("") }
}

/// Files as [`files`] wrote them.
pub fn read_files(value: &Value) -> Option<Vec<String>> {
    let mut out = Vec::new();
    for part in value.parts() {
        let mut cursor = Cursor::new(part);
        let mut item = cursor.code()?;
        let folder = if cursor.eat(": ") { std::mem::replace(&mut item, cursor.code()?) } else { String::new() };
        out.push(folder.clone() + &item);
        while !cursor.done() {
            cursor.eat(", ").then_some(())?;
            out.push(folder.clone() + &cursor.code()?);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn owned(items: &[&str]) -> Vec<String> {
        items.iter().map(|item| (*item).to_owned()).collect()
    }

    #[test]
    fn short_lists_stand_on_the_line() {
        assert_eq!(names(&owned(&["A", "B"])), Value::line("`A`, `B`"));
        assert_eq!(files(&owned(&["src/a.ts"])), Value::line("`src/a.ts`"));
        assert!(names(&[]).is_empty());
    }

    #[test]
    fn a_folder_gathers_files_that_follow_each_other() {
        let all = owned(&[
            "packages/backend/src/services/mail.ts",
            "packages/backend/src/services/mail-queue.ts",
            "README",
            "packages/web/a.ts",
            "packages/backend/src/services/late.ts",
        ]);
        let value = files(&all);
        assert_eq!(
            value.rows,
            [
                "`packages/backend/src/services/`: `mail.ts`, `mail-queue.ts`",
                "`README`",
                "`packages/web/a.ts`",
                "`packages/backend/src/services/late.ts`",
            ]
        );
        assert_eq!(read_files(&value), Some(all));
    }

    #[test]
    fn rows_hold_as_much_as_fits() {
        let all: Vec<String> = (0..40).map(|n| format!("VARIABLE_{n}")).collect();
        let value = names(&all);
        assert!(value.text.is_empty() && value.rows.iter().all(|row| row.len() <= ROW) && value.rows.len() < 10);
        assert_eq!(read_names(&value), Some(all));
        assert_eq!(read_names(&Value::line("`A` and more")), None);
    }

    proptest! {
        #[test]
        fn lists_come_back(all in prop::collection::vec(r"[a-z/:,` \n]{1,12}|(src|lib/a)/[a-z]{1,40}", 1..40)) {
            prop_assert_eq!(read_names(&names(&all)), Some(all.clone()));
            prop_assert_eq!(read_files(&files(&all)), Some(all));
        }
    }
}
