//! Julia: `Project.toml` and `Manifest.toml`.
//! <https://pkgdocs.julialang.org/v1/toml-files/>

use super::lines::Part;
use super::{File, ReadError, Reader, toml};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, What};
use crate::path;
use toml_edit::{Item, TableLike};

/// Reads it.
pub const READER: Reader = Reader { name: "julia", wants, read };

fn wants(path: &str) -> bool {
    matches!(path::name(path), "JuliaManifest.toml" | "JuliaProject.toml" | "Manifest.toml" | "Project.toml")
}

/// The tables that name packages by their ids.
const TABLES: [(&str, Scope); 3] = [("deps", Scope::Product), ("weakdeps", Scope::Optional), ("extras", Scope::Dev)];

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let (document, end) = toml::parse(file.text);
    let root: &dyn TableLike = document.as_table();
    if file.name().ends_with("Manifest.toml") {
        lock(root, sink);
        return end;
    }
    let bounds = toml::table(root, &["compat"]);
    for (table, scope) in TABLES {
        for (name, span, item) in toml::entries(root, &[table]) {
            // Other tools have files of that name; a package of Julia's has a UUID.
            if item.as_str().is_none_or(|id| id.len() != 36) {
                continue;
            }
            let requirement = bounds.and_then(|table| table.get(name)).and_then(Item::as_str).unwrap_or("").to_owned();
            let what = What::Dependency { ecosystem: Ecosystem::Julia, name: name.to_owned(), requirement, scope };
            sink.push(span, what);
        }
    }
    end
}

/// `[[deps.HTTP]]` with a `version`; in the older form `[[HTTP]]`.
fn lock(root: &dyn TableLike, sink: &mut Sink<'_>) {
    let packages = if root.get("deps").is_some() { &["deps"][..] } else { &[] };
    for (name, span, item) in toml::entries(root, packages) {
        let Some(version) = item
            .as_array_of_tables()
            .and_then(|tables| tables.get(0))
            .filter(|table| table.get("uuid").is_some())
            .and_then(|table| table.get("version"))
            .and_then(Item::as_str)
        else {
            continue;
        };
        let place = Part { start: span.start, text: name };
        let what = What::Locked {
            ecosystem: Ecosystem::Julia,
            name: name.to_owned(),
            version: version.to_owned(),
            importer: String::new(),
            requirement: String::new(),
        };
        sink.push(place.span(), what);
    }
}
