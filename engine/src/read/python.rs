//! Python: what `pyproject.toml`, requirements files, `Pipfile`, `setup.cfg`, `setup.py` and conda's `environment.yml` ask for.

use super::lines::{Part, lines};
use super::python_requirement::{Requirement, normal_name, parse, tell};
use super::{File, ReadError, Reader};
use super::{python_setup, toml};
use crate::facts::{Scope, Sink};
use crate::path;
use std::collections::HashSet;
use toml_edit::{Item, TableLike};

/// Reads it.
pub const READER: Reader = Reader { name: "python", wants, read };

fn wants(path: &str) -> bool {
    matches!(
        path::name(path),
        "pyproject.toml" | "Pipfile" | "setup.cfg" | "setup.py" | "environment.yml" | "environment.yaml"
    ) || is_requirements(path)
}

/// Whether the path is a requirements file: `requirements-dev.txt`, `dev-requirements.in`, `requirements/base.txt`.
fn is_requirements(path: &str) -> bool {
    let name = path::name(path);
    let Some(stem) = name.strip_suffix(".txt").or_else(|| name.strip_suffix(".in")) else { return false };
    stem.to_ascii_lowercase().contains("requirements") || path::name(path::folder(path)) == "requirements"
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    match file.name() {
        "pyproject.toml" => pyproject(file.text, sink),
        "Pipfile" => pipfile(file.text, sink),
        "setup.cfg" => {
            python_setup::cfg(file.text, sink);
            Ok(())
        }
        "setup.py" => {
            python_setup::py(file.text, sink);
            Ok(())
        }
        "environment.yml" | "environment.yaml" => {
            environment(file.text, sink);
            Ok(())
        }
        name => {
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            requirements(file.text, group_scope(stem, Scope::Product), sink);
            Ok(())
        }
    }
}

/// Words in the name of a file, group or extra that is not for the product.
const DEV_WORDS: &[&str] = &[
    "bench",
    "benchmark",
    "benchmarks",
    "build",
    "check",
    "ci",
    "coverage",
    "dev",
    "develop",
    "development",
    "doc",
    "docs",
    "documentation",
    "e2e",
    "format",
    "formatting",
    "lint",
    "linter",
    "linters",
    "linting",
    "local",
    "mypy",
    "qa",
    "quality",
    "release",
    "style",
    "test",
    "testing",
    "tests",
    "tooling",
    "tools",
    "tox",
    "typecheck",
    "types",
    "typing",
];

/// For what a group of this name is asked; `otherwise` where the name does not say development.
pub fn group_scope(name: &str, otherwise: Scope) -> Scope {
    let lower = name.to_ascii_lowercase();
    let dev = lower.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| DEV_WORDS.binary_search(&word).is_ok());
    if dev { Scope::Dev } else { otherwise }
}

/// A requirements file. Where a compiler of such files noted which package asks for which (`# via`), those that no one but
/// packages ask for are left out.
/// <https://pip.pypa.io/en/stable/reference/requirements-file-format/>
fn requirements(text: &str, scope: Scope, sink: &mut Sink<'_>) {
    let mut found: Vec<(Requirement<'_>, Via)> = Vec::new();
    let mut in_via = false;
    for line in lines(text) {
        let part = line.trimmed();
        if let Some(comment) = part.text.strip_prefix('#') {
            if let Some((_, via)) = found.last_mut() {
                in_via |= via.note(comment, in_via);
            }
            continue;
        }
        if part.text.is_empty() || part.text.starts_with("--hash") {
            continue;
        }
        in_via = false;
        if let Some(requirement) = parse(part) {
            let mut via = Via::Unknown;
            if let Some((_, comment)) = part.text.split_once(" # ") {
                via.note(comment, false);
            }
            found.push((requirement, via));
        }
    }
    let compiled = found.iter().any(|(_, via)| *via == Via::Asked);
    for (requirement, _) in found.iter().filter(|(_, via)| !compiled || *via != Via::Packages) {
        tell(requirement, scope, sink);
    }
}

/// By whom a compiled requirements file says that a package is asked for.
#[derive(PartialEq, Eq)]
enum Via {
    Unknown,
    Packages,
    Asked,
}

impl Via {
    /// Notes a comment below or behind a requirement. Returns whether it is one that says so.
    fn note(&mut self, comment: &str, in_via: bool) -> bool {
        let comment = comment.trim();
        let by = comment.strip_prefix("via").filter(|by| by.is_empty() || by.starts_with(' '));
        let Some(by) = by.or(in_via.then_some(comment)).map(str::trim) else { return false };
        if by.starts_with("-r") || by.starts_with("-c") || by.contains("(pyproject.toml)") || by.contains("(setup.") {
            *self = Via::Asked;
        } else if !by.is_empty() && *self == Via::Unknown {
            *self = Via::Packages;
        }
        true
    }
}

/// `pyproject.toml`: PEP 621, PEP 735, and the tables of Poetry, PDM, uv and Hatch.
fn pyproject(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let (document, end) = toml::parse(text);
    let root: &dyn TableLike = document.as_table();
    // Packages of the code base itself. An extra may ask for other extras of its own package.
    let own = toml::table(root, &["project"]).and_then(|project| project.get("name")?.as_str());
    let local: HashSet<String> = toml::entries(root, &["tool", "uv", "sources"])
        .filter(|(_, _, source)| {
            source.as_table_like().is_some_and(|table| table.contains_key("workspace") || table.contains_key("path"))
        })
        .map(|(name, _, _)| name)
        .chain(own)
        .map(normal_name)
        .collect();
    let mut list = |item: Option<&Item>, scope: Scope| {
        for requirement in toml::strings(item, text).filter_map(parse) {
            if !local.contains(&normal_name(requirement.name.text)) {
                tell(&requirement, scope, sink);
            }
        }
    };
    let item = |path: &[&str], key: &str| toml::table(root, path).and_then(|table| table.get(key));
    list(item(&["build-system"], "requires"), Scope::Dev);
    list(item(&["project"], "dependencies"), Scope::Product);
    for (name, _, group) in toml::entries(root, &["project", "optional-dependencies"]) {
        list(Some(group), group_scope(name, Scope::Optional));
    }
    for path in [&["dependency-groups"][..], &["tool", "pdm", "dev-dependencies"]] {
        for (_, _, group) in toml::entries(root, path) {
            list(Some(group), Scope::Dev);
        }
    }
    list(item(&["tool", "uv"], "dev-dependencies"), Scope::Dev);
    for (_, _, environment) in toml::entries(root, &["tool", "hatch", "envs"]) {
        for key in ["dependencies", "extra-dependencies"] {
            list(environment.get(key), Scope::Dev);
        }
    }
    let poetry = ["tool", "poetry"];
    named(root, &[&poetry[..], &["dependencies"]].concat(), Scope::Product, sink);
    named(root, &[&poetry[..], &["dev-dependencies"]].concat(), Scope::Dev, sink);
    for (name, _, _) in toml::entries(root, &[&poetry[..], &["group"]].concat()) {
        let scope = group_scope(name, Scope::Optional);
        named(root, &[&poetry[..], &["group", name, "dependencies"]].concat(), scope, sink);
    }
    end
}

/// `Pipfile`.
fn pipfile(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let (document, end) = toml::parse(text);
    for (group, _, _) in toml::entries(document.as_table(), &[]) {
        match group {
            "packages" => named(document.as_table(), &[group], Scope::Product, sink),
            "dev-packages" => named(document.as_table(), &[group], Scope::Dev, sink),
            "pipenv" | "requires" | "scripts" | "source" => {}
            other => named(document.as_table(), &[other], group_scope(other, Scope::Optional), sink),
        }
    }
    end
}

/// A table of packages by name: `requests = "^2"`, `flask = { version = "^3", optional = true }`.
fn named(root: &dyn TableLike, path: &[&str], scope: Scope, sink: &mut Sink<'_>) {
    for (name, span, item) in toml::entries(root, path) {
        // Versions by platform or Python are a list of tables; the first stands for all.
        let first = item.as_array().and_then(|array| array.get(0)).and_then(|value| value.as_inline_table());
        let table = item.as_table_like().or(first.map(|table| table as &dyn TableLike));
        let field = |key: &str| table.and_then(|table| table.get(key));
        if name.eq_ignore_ascii_case("python") || field("path").is_some() {
            continue;
        }
        let version = item.as_str().or_else(|| field("version").and_then(Item::as_str)).unwrap_or("");
        let optional = field("optional").and_then(Item::as_bool) == Some(true);
        let requirement = Requirement { name: Part { start: span.start, text: name }, version };
        tell(&requirement, if optional { Scope::Optional } else { scope }, sink);
    }
}

/// Conda's `environment.yml`: its own packages, and those below `pip:`.
fn environment(text: &str, sink: &mut Sink<'_>) {
    let mut in_dependencies = false;
    for line in lines(text).filter(|line| !line.is_blank()) {
        let all = line.trimmed();
        let Some(item) = all.text.strip_prefix("- ").map(str::trim_start) else {
            in_dependencies = line.indent() == 0 && all.text == "dependencies:";
            continue;
        };
        if !in_dependencies || item.ends_with(':') {
            continue;
        }
        let item = super::lines::scalar(Part { start: all.start + all.text.len() - item.len(), text: item });
        let bare = item.text.rsplit("::").next().unwrap_or(item.text);
        let item = Part { start: item.start + item.text.len() - bare.len(), text: bare };
        // Conda pins with one `=`, and a build behind another: `numpy=1.26.4=py311h0`.
        let conda = item.text.split_once('=').filter(|(name, version)| {
            !version.starts_with('=')
                && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
        });
        let requirement = match conda {
            Some((name, version)) => {
                let version = version.split('=').next().unwrap_or(version);
                Some(Requirement { name: Part { start: item.start, text: name }, version })
            }
            None => parse(item),
        };
        let Some(requirement) = requirement else { continue };
        if !matches!(requirement.name.text, "python" | "pip") {
            tell(&requirement, Scope::Product, sink);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements_files_go_by_name_or_folder() {
        for path in ["requirements.txt", "a/requirements2.txt", "dev-requirements.in", "requirements/base.txt"] {
            assert!(wants(path), "{path}");
        }
        for path in ["docs/requirements.md", "requirements/README.md", "notes.txt", "requirements"] {
            assert!(!wants(path), "{path}");
        }
    }

    #[test]
    fn names_of_files_and_groups_tell_development() {
        assert!(DEV_WORDS.is_sorted());
        for (name, scope) in [
            ("requirements.dev", Scope::Dev),
            ("test_requirements", Scope::Dev),
            ("requirements", Scope::Product),
            ("requirements-latest", Scope::Product),
        ] {
            assert_eq!(group_scope(name, Scope::Product), scope, "{name}");
        }
    }
}
