//! Gleam: `gleam.toml` and its lock, `manifest.toml`.
//! <https://gleam.run/writing-gleam/gleam-toml/>

use super::lines::Part;
use super::{File, ReadError, Reader, mix, toml};
use crate::facts::{Scope, Sink};
use crate::path;
use std::collections::HashSet;
use toml_edit::{Item, TableLike};

/// Reads it.
pub const READER: Reader = Reader { name: "gleam", wants, read };

fn wants(path: &str) -> bool {
    matches!(path::name(path), "gleam.toml" | "manifest.toml")
}

const TABLES: [(&str, Scope); 3] =
    [("dependencies", Scope::Product), ("dev-dependencies", Scope::Dev), ("dev_dependencies", Scope::Dev)];

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let (document, end) = toml::parse(file.text);
    let root: &dyn TableLike = document.as_table();
    if file.name() == "manifest.toml" {
        lock(root, file.text, sink);
        return end;
    }
    for (table, scope) in TABLES {
        for (name, span, item) in toml::entries(root, &[table]) {
            let field = |key: &str| item.as_table_like().and_then(|table| table.get(key)).and_then(Item::as_str);
            if field("path").is_some() {
                continue;
            }
            let version = item.as_str().or_else(|| field("version")).unwrap_or("");
            mix::tell(Part { start: span.start, text: name }, version.to_owned(), scope, sink);
        }
    }
    end
}

/// What the project itself asks for stands in `[requirements]`.
fn lock(root: &dyn TableLike, text: &str, sink: &mut Sink<'_>) {
    let asked: HashSet<&str> = toml::entries(root, &["requirements"]).map(|(name, _, _)| name).collect();
    let packages = root.get("packages").and_then(Item::as_array).into_iter().flat_map(|array| array.iter());
    for package in packages.filter_map(|value| value.as_inline_table()) {
        let field = |key: &str| package.get(key).and_then(|value| toml::string(value, text));
        if let (Some(name), Some(version)) = (field("name"), field("version"))
            && asked.contains(name.text)
            && field("source").is_some_and(|source| source.text == "hex")
        {
            mix::fix(name, version.text, sink);
        }
    }
}
