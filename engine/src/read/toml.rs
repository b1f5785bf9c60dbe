//! TOML with the place of every key and string, as far as it can be read.

use super::ReadError;
use super::lines::Part;
use std::ops::Range;
use toml_edit::{Document, Item, TableLike, TomlError, Value};

/// Reads a text. Where it has a mistake, that comes back with the document of what stands before it.
pub fn parse(text: &str) -> (Document<&str>, Result<(), ReadError>) {
    let error = match Document::parse(text) {
        Ok(document) => return (document, Ok(())),
        Err(error) => error,
    };
    let at = error.span().map_or(text.len(), |span| span.start.min(text.len()));
    let line_start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |i| i + 1);
    let before = text.get(..line_start).unwrap_or("");
    // The mistake may show only lines after it was made (an array that is never closed): then keep whole tables.
    let tables = before.rfind("\n[").and_then(|i| text.get(..i + 1)).unwrap_or("");
    let document = Document::parse(before).or_else(|_| Document::parse(tables)).unwrap_or_else(|_| Document::new());
    (document, Err(syntax(text, at, &error)))
}

fn syntax(text: &str, at: usize, error: &TomlError) -> ReadError {
    let line = memchr::memchr_iter(b'\n', &text.as_bytes()[..at]).count() as u32 + 1;
    ReadError::Syntax { format: "TOML", line, message: error.message().lines().collect::<Vec<_>>().join(", ") }
}

/// The table behind a path of keys.
pub fn table<'t>(root: &'t dyn TableLike, path: &[&str]) -> Option<&'t dyn TableLike> {
    let mut table = root;
    for key in path {
        table = table.get(key)?.as_table_like()?;
    }
    Some(table)
}

/// The entries of the table behind a path of keys, each with the place of its key. None where there is no such table.
pub fn entries<'t>(
    root: &'t dyn TableLike,
    path: &[&str],
) -> impl Iterator<Item = (&'t str, Range<usize>, &'t Item)> + use<'t> {
    let table = table(root, path);
    table.into_iter().flat_map(|table| {
        table.iter().map(|(name, item)| (name, table.key(name).and_then(|key| key.span()).unwrap_or(0..0), item))
    })
}

/// The strings of an array, each with its place; nothing where the item is none.
pub fn strings<'t>(item: Option<&'t Item>, text: &'t str) -> impl Iterator<Item = Part<'t>> {
    item.and_then(Item::as_array).into_iter().flat_map(|array| array.iter()).filter_map(|value| string(value, text))
}

/// A string with its place, without the quotes.
pub fn string<'t>(value: &'t Value, text: &'t str) -> Option<Part<'t>> {
    let string = value.as_str()?;
    let span = value.span()?;
    let inner = text.get(span.clone()).and_then(|raw| raw.find(string)).unwrap_or(0);
    Some(Part { start: span.start + inner, text: string })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_strings_have_their_places() {
        let text = "\u{feff}# x\r\n[a.\"b c\"]\r\nd = ['e', \"f\"]\r\n";
        let (document, end) = parse(text);
        assert_eq!(end, Ok(()));
        let found: Vec<_> = entries(document.as_table(), &["a", "b c"]).collect();
        assert_eq!(found.len(), 1);
        assert_eq!(&text[found[0].1.clone()], "d");
        let parts: Vec<_> = strings(Some(found[0].2), text).map(|part| &text[part.span()]).collect();
        assert_eq!(parts, ["e", "f"]);
    }

    #[test]
    fn what_stands_before_a_mistake_is_kept() {
        for (text, line) in
            [("[a]\nb = 1\n[c]\nd = [\n'x'\n[e]\nf = 2\n", 6), ("[a]\nb = 1\nc = \n", 3), ("[a]\nb = 1\nb = 2\n", 3)]
        {
            let (document, end) = parse(text);
            assert_eq!(entries(document.as_table(), &["a"]).count(), 1, "{text:?}");
            assert!(matches!(end, Err(ReadError::Syntax { line: l, .. }) if l == line), "{text:?} {end:?}");
        }
    }

    #[test]
    fn deep_nesting_is_a_mistake() {
        assert!(parse(&format!("a = {}", "[".repeat(100_000))).1.is_err());
        assert!(parse(&format!("a = {}", "{b=".repeat(100_000))).1.is_err());
        assert!(parse(&format!("[{}a]\nb = 1", "a.".repeat(100_000))).1.is_err());
    }
}
