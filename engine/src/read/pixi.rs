//! Pixi: `pixi.toml`, its tables in `pyproject.toml`, and `pixi.lock`. Packages of Conda go by the names of PyPI.
//! <https://pixi.sh/latest/reference/pixi_manifest/>

use super::lines::{Part, lines};
use super::python::group_scope;
use super::python_requirement::{Requirement, normal_name, tell};
use super::variable::declare;
use super::{File, ReadError, Reader, toml};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, What};
use crate::path;
use toml_edit::{Item, TableLike};

/// Reads it.
pub const READER: Reader = Reader { name: "pixi", wants, read };

fn wants(path: &str) -> bool {
    matches!(path::name(path), "pixi.lock" | "pixi.toml" | "pyproject.toml")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if file.name() == "pixi.lock" {
        lock(file.text, sink);
        return Ok(());
    }
    if file.name() == "pyproject.toml" && !file.text.contains("[tool.pixi") {
        return Ok(());
    }
    let (document, end) = toml::parse(file.text);
    let root: &dyn TableLike = document.as_table();
    let top: &[&str] = if file.name() == "pyproject.toml" { &["tool", "pixi"] } else { &[] };
    section(root, top, Scope::Product, sink);
    for (target, _, _) in toml::entries(root, &[top, &["target"]].concat()) {
        section(root, &[top, &["target", target]].concat(), Scope::Product, sink);
    }
    for (feature, _, _) in toml::entries(root, &[top, &["feature"]].concat()) {
        section(root, &[top, &["feature", feature]].concat(), group_scope(feature, Scope::Optional), sink);
    }
    for (name, span, item) in toml::entries(root, &[top, &["activation", "env"]].concat()) {
        declare(sink, span, name, item.as_str() != Some(""));
    }
    end
}

/// The tables that ask for packages, with whether they do so for the build alone.
const TABLES: [(&str, bool); 4] =
    [("build-dependencies", true), ("dependencies", false), ("host-dependencies", false), ("pypi-dependencies", false)];

fn section(root: &dyn TableLike, path: &[&str], scope: Scope, sink: &mut Sink<'_>) {
    for (table, build) in TABLES {
        for (name, span, item) in toml::entries(root, &[path, &[table]].concat()) {
            let field = |key: &str| item.as_table_like().and_then(|table| table.get(key)).and_then(Item::as_str);
            if matches!(name, "python" | "pip") || field("path").is_some() {
                continue;
            }
            let version = item.as_str().or_else(|| field("version")).filter(|version| *version != "*").unwrap_or("");
            let requirement = Requirement { name: Part { start: span.start, text: name }, version };
            tell(&requirement, if build { Scope::Dev } else { scope }, sink);
        }
    }
}

/// `pixi.lock`: packages of Conda by the address of their archive, `…/boto3-1.34.0-pyhd8ed1ab_0.conda`, those of PyPI by
/// name and version below it.
fn lock(text: &str, sink: &mut Sink<'_>) {
    let mut name: Option<Part<'_>> = None;
    let mut in_packages = false;
    for line in lines(text) {
        let all = line.trimmed();
        if line.indent() == 0 {
            in_packages |= all.text == "packages:";
        }
        if !in_packages {
            continue;
        }
        if let Some(address) = all.text.strip_prefix("- conda: ") {
            name = None;
            let file = address.rsplit('/').next().unwrap_or("");
            let mut parts = file.rsplitn(3, '-');
            if let (Some(_), Some(version), Some(package)) = (parts.next(), parts.next(), parts.next()) {
                let start = all.start + all.text.len() - file.len();
                fix(Part { start, text: package }, version, sink);
            }
        } else if all.text.starts_with("- pypi: ") {
            name = None;
        } else if let Some(text) = all.text.strip_prefix("name: ") {
            name = Some(Part { start: all.start + 6, text });
        } else if let Some(version) = all.text.strip_prefix("version: ")
            && let Some(name) = name.take()
        {
            fix(name, version, sink);
        }
    }
}

fn fix(name: Part<'_>, version: &str, sink: &mut Sink<'_>) {
    if version.starts_with(|c: char| c.is_ascii_digit()) {
        let what = What::Locked {
            ecosystem: Ecosystem::Pypi,
            name: normal_name(name.text),
            version: version.to_owned(),
            importer: String::new(),
            requirement: String::new(),
        };
        sink.push(name.span(), what);
    }
}
