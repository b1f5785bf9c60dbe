//! Rust: `Cargo.toml` and `Cargo.lock`.

use super::lines::{Part, lines, scalar};
use super::{File, ReadError, Reader, toml};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, What};
use crate::path;
use std::collections::HashSet;
use toml_edit::{Item, TableLike};

/// Reads it.
pub const READER: Reader = Reader { name: "cargo", wants, read };

fn wants(path: &str) -> bool {
    matches!(path::name(path), "Cargo.toml" | "Cargo.lock")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if file.name() == "Cargo.lock" {
        lock(file.text, sink);
        return Ok(());
    }
    let (document, end) = toml::parse(file.text);
    let root: &dyn TableLike = document.as_table();
    all(root, &[], file.text, sink);
    table(root, &["workspace", "dependencies"], Scope::Product, file.text, sink);
    for (target, _, _) in toml::entries(root, &["target"]) {
        all(root, &["target", target], file.text, sink);
    }
    end
}

/// The tables that ask for crates, at the top or below a target.
/// <https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html>
const TABLES: [(&str, Scope); 5] = [
    ("dependencies", Scope::Product),
    ("dev-dependencies", Scope::Dev),
    ("dev_dependencies", Scope::Dev),
    ("build-dependencies", Scope::Dev),
    ("build_dependencies", Scope::Dev),
];

fn all(root: &dyn TableLike, below: &[&str], text: &str, sink: &mut Sink<'_>) {
    for (name, scope) in TABLES {
        table(root, &[below, &[name]].concat(), scope, text, sink);
    }
}

fn table(root: &dyn TableLike, path: &[&str], scope: Scope, text: &str, sink: &mut Sink<'_>) {
    for (name, span, item) in toml::entries(root, path) {
        let field = |key: &str| item.as_table_like().and_then(|table| table.get(key));
        let version = item.as_str().or_else(|| field("version").and_then(Item::as_str)).unwrap_or("");
        // Crates of the code base itself.
        if field("path").is_some() && version.is_empty() {
            continue;
        }
        let optional = field("optional").and_then(Item::as_bool) == Some(true);
        let renamed = field("package").and_then(Item::as_value).and_then(|value| toml::string(value, text));
        let name = renamed.unwrap_or(Part { start: span.start, text: name });
        let what = What::Dependency {
            ecosystem: Ecosystem::Cargo,
            name: name.text.to_owned(),
            requirement: version.to_owned(),
            scope: if optional && scope == Scope::Product { Scope::Optional } else { scope },
        };
        sink.push(name.span(), what);
    }
}

/// A `[[package]]` of the lock. Those of the code base itself have no source, and list what they ask for as `name`, or
/// `name version` where the lock has several versions of it.
#[derive(Default)]
struct Package<'a> {
    name: Option<Part<'a>>,
    version: &'a str,
    has_source: bool,
    dependencies: Vec<&'a str>,
}

fn lock(text: &str, sink: &mut Sink<'_>) {
    let mut packages: Vec<Package<'_>> = Vec::new();
    let mut in_dependencies = false;
    for line in lines(text) {
        let all = line.trimmed();
        if all.text.starts_with("[[package]]") {
            packages.push(Package::default());
            in_dependencies = false;
            continue;
        }
        let Some(package) = packages.last_mut() else { continue };
        if in_dependencies {
            if let Some(dependency) = all.text.strip_prefix('"').and_then(|text| text.split('"').next()) {
                package.dependencies.push(dependency);
            }
            in_dependencies = !all.text.starts_with(']');
            continue;
        }
        let Some((key, value)) = all.text.split_once('=') else { continue };
        let value = value.trim_start();
        let string = scalar(Part { start: all.start + all.text.len() - value.len(), text: value });
        match key.trim_end() {
            "name" => package.name = Some(string),
            "version" => package.version = string.text,
            "source" => package.has_source = true,
            "dependencies" => in_dependencies = value == "[",
            _ => {}
        }
    }
    let asked: HashSet<(&str, &str)> = packages
        .iter()
        .filter(|package| !package.has_source)
        .flat_map(|package| &package.dependencies)
        .map(|dependency| {
            let mut words = dependency.split(' ');
            (words.next().unwrap_or(""), words.next().unwrap_or(""))
        })
        .collect();
    for package in packages.iter().filter(|package| package.has_source && !package.version.is_empty()) {
        let Some(name) = package.name else { continue };
        if asked.contains(&(name.text, "")) || asked.contains(&(name.text, package.version)) {
            let what = What::Locked {
                ecosystem: Ecosystem::Cargo,
                name: name.text.to_owned(),
                version: package.version.to_owned(),
                importer: String::new(),
                requirement: String::new(),
            };
            sink.push(name.span(), what);
        }
    }
}
