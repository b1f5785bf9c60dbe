//! Modules of the code base's own that bear the name of somebody's package.
//!
//! `import slack` next to `slack.py`, `use cadence::…` beside a crate of that name: what stands in the tree is meant, unless
//! a manifest asks for the package.

use super::FileRead;
use crate::audit::Ecosystem;
use crate::catalog;
use crate::facts::What;
use crate::path;
use std::collections::HashSet;

/// What of the code base's own an import could mean.
#[derive(Debug, Default)]
pub struct Own<'a> {
    /// Crates that manifests ask for, with `-` for `_`; empty where there is no manifest.
    crates: HashSet<String>,
    /// Python's modules by path without ending, and the folders that hold some.
    python: HashSet<&'a str>,
    /// Services for one of whose packages of these languages a manifest asks, whatever code calls it.
    asked: HashSet<&'static str>,
}

impl<'a> Own<'a> {
    /// What the files of a code base hold and ask for.
    pub fn new(files: &'a [FileRead]) -> Self {
        let mut own = Own::default();
        for file in files {
            if path::extension(&file.path) == "py" {
                own.python.insert(file.path.strip_suffix(".py").unwrap_or(&file.path));
                own.python.insert(path::folder(&file.path));
            }
            for fact in &file.facts {
                let What::Dependency { ecosystem: ecosystem @ (Ecosystem::Cargo | Ecosystem::Pypi), name, .. } =
                    &fact.what
                else {
                    continue;
                };
                own.asked.extend(catalog::package(*ecosystem, name).map(|entry| entry.id));
                if *ecosystem == Ecosystem::Cargo {
                    own.crates.insert(name.replace('_', "-"));
                }
            }
        }
        own
    }

    /// Whether the module that the file at `importer` imports is the code base's own, though `service` has one of its name.
    pub fn holds(&self, importer: &str, ecosystem: Ecosystem, module: &str, service: &catalog::Service) -> bool {
        if self.asked.contains(service.id) {
            return false;
        }
        match ecosystem {
            // Cargo builds nothing that no manifest names.
            Ecosystem::Cargo => {
                let name = module.split("::").next().unwrap_or(module).replace('_', "-");
                !self.crates.is_empty() && !self.crates.contains(&name)
            }
            Ecosystem::Pypi => {
                let first = module.split('.').next().unwrap_or(module);
                let mut folder = path::folder(importer);
                // A module of the importer's own name is not imported by itself.
                let here = |folder: &str| {
                    let found = if folder.is_empty() { first.to_owned() } else { format!("{folder}/{first}") };
                    self.python.contains(found.as_str()) && importer.strip_suffix(".py") != Some(found.as_str())
                };
                loop {
                    if here(folder) {
                        return true;
                    }
                    if folder.is_empty() {
                        return false;
                    }
                    folder = path::folder(folder);
                }
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::{Fact, Scope};
    use crate::path::Role;

    fn file(path: &str, what: Vec<What>) -> FileRead {
        let facts = what
            .into_iter()
            .map(|what| Fact { what, line: 1, column: 1, excerpt: String::new(), matched: String::new() })
            .collect();
        FileRead { path: path.into(), role: Role::Product, facts, names: Box::default() }
    }

    fn asks(ecosystem: Ecosystem, name: &str) -> What {
        What::Dependency { ecosystem, name: name.into(), requirement: String::new(), scope: Scope::Product }
    }

    #[test]
    fn a_module_of_the_tree_is_no_package() {
        let slack = catalog::import(Ecosystem::Pypi, "slack_sdk").unwrap();
        let files = [file("app/main.py", vec![]), file("app/slack_sdk/client.py", vec![])];
        let own = Own::new(&files);
        assert!(own.holds("app/main.py", Ecosystem::Pypi, "slack_sdk.web", slack));
        assert!(own.holds("app/api/hooks.py", Ecosystem::Pypi, "slack_sdk", slack));
        assert!(!own.holds("other/main.py", Ecosystem::Pypi, "slack_sdk", slack));
    }

    #[test]
    fn a_package_that_is_asked_for_is_one() {
        let slack = catalog::import(Ecosystem::Pypi, "slack_sdk").unwrap();
        let files =
            [file("app/slack_sdk.py", vec![]), file("requirements.txt", vec![asks(Ecosystem::Pypi, "slack-sdk")])];
        assert!(!Own::new(&files).holds("app/main.py", Ecosystem::Pypi, "slack_sdk", slack));
    }

    #[test]
    fn a_crate_must_be_asked_for() {
        let redis = catalog::import(Ecosystem::Cargo, "redis").unwrap();
        let files = [file("Cargo.toml", vec![asks(Ecosystem::Cargo, "tokio")])];
        assert!(Own::new(&files).holds("src/main.rs", Ecosystem::Cargo, "redis::Client", redis));
        let files = [file("Cargo.toml", vec![asks(Ecosystem::Cargo, "redis")])];
        assert!(!Own::new(&files).holds("src/main.rs", Ecosystem::Cargo, "redis::Client", redis));
        assert!(!Own::new(&[]).holds("src/main.rs", Ecosystem::Cargo, "redis::Client", redis));
    }
}
