//! The packages of a code base: who asks for them, in which version, and where they are imported.

use crate::assemble::{Asked, FileRead, Versions};
use crate::audit::{Ecosystem, Place};
use crate::catalog;
use crate::facts::{Scope, What};
use crate::order::Arrange;
use crate::path::{self, Role};
use std::collections::{BTreeMap, BTreeSet};

/// Every package that a manifest asks for, and every module that source imports.
#[derive(Debug, Default)]
pub struct Packages<'a> {
    /// By registry and name as the registry compares it.
    packages: BTreeMap<(Ecosystem, String), Package<'a>>,
    /// By the names that people call them, in letters and digits alone, the subjects of claims about them.
    by_spoken: BTreeMap<String, BTreeSet<String>>,
    imports: BTreeMap<(Ecosystem, String), Imported>,
    /// Programs that scripts and code run, with where.
    commands: BTreeMap<&'a str, Place>,
}

/// A package that manifests ask for.
#[derive(Debug)]
pub struct Package<'a> {
    /// Its registry.
    pub ecosystem: Ecosystem,
    /// Its name, as the first manifest writes it.
    pub name: &'a str,
    /// Who asks, by manifest and line.
    pub asked: Vec<Request<'a>>,
}

/// One manifest's line for a package.
#[derive(Debug)]
pub struct Request<'a> {
    /// The line.
    pub place: Place,
    /// The version asked for, as written.
    pub requirement: &'a str,
    /// The exact version, from the lock or an exact requirement; empty where nothing says it.
    pub version: String,
    /// What it is asked for.
    pub scope: Scope,
    /// The part that the manifest plays.
    pub role: Role,
}

/// Where a module is imported.
#[derive(Debug, Clone, Default)]
pub struct Imported {
    /// First in what is built, run or deployed.
    pub product: Option<Place>,
    /// First in tests, tools or examples.
    pub aside: Option<Place>,
}

impl<'a> Packages<'a> {
    /// Takes them out of the facts.
    pub fn new(files: &'a [FileRead]) -> Self {
        let versions = Versions::new(files);
        let mut out = Packages::default();
        for file in files {
            for fact in &file.facts {
                let place = || Place { path: file.path.clone(), line: fact.line };
                match &fact.what {
                    What::Dependency { ecosystem, name, requirement, scope } => {
                        let asked = Asked {
                            ecosystem: *ecosystem,
                            name: name.clone(),
                            requirement: requirement.clone(),
                            manifest: file.path.clone(),
                        };
                        let request = Request {
                            place: place(),
                            requirement,
                            version: versions.of(&asked),
                            scope: *scope,
                            role: file.role,
                        };
                        let key = (*ecosystem, fold(*ecosystem, name));
                        let package = out.packages.entry(key).or_insert_with(|| Package {
                            ecosystem: *ecosystem,
                            name,
                            asked: Vec::new(),
                        });
                        package.asked.push(request);
                    }
                    What::Import { ecosystem, module } => {
                        let imported = out.imports.entry((*ecosystem, module_key(*ecosystem, module))).or_default();
                        let slot = if file.role == Role::Product { &mut imported.product } else { &mut imported.aside };
                        slot.get_or_insert_with(place);
                    }
                    What::Command { program } => {
                        out.commands.entry(program).or_insert_with(place);
                    }
                    _ => {}
                }
            }
        }
        for package in out.packages.values() {
            let subject = format!("{}:{}", package.ecosystem.word(), package.name);
            if let Some(name) = spoken(package.name) {
                out.by_spoken.entry(name).or_default().insert(subject);
            }
        }
        out
    }

    /// The subjects of claims about the packages that people call so: "Prisma" is `npm:@prisma/client`, "Next.js" `npm:next`.
    pub fn spoken(&self, name: &str) -> Option<&BTreeSet<String>> {
        let folded = catalog::fold(name);
        let bare = folded.strip_suffix("js").filter(|bare| bare.len() > 2);
        self.by_spoken.get(&folded).or_else(|| self.by_spoken.get(bare?))
    }

    /// The packages of this name: `npm:stripe` in one registry, `stripe` in any; a Go module also by its last segments.
    pub fn named(&self, subject: &str) -> Vec<&Package<'a>> {
        let (ecosystem, name) = split(subject);
        let name = bare(name);
        let mut out: Vec<&Package<'a>> = Vec::new();
        let all = Ecosystem::ALL.iter().copied().filter(|known| ecosystem.is_none_or(|wanted| wanted == *known));
        for known in all {
            out.extend(self.packages.get(&(known, fold(known, name))));
        }
        if out.is_empty() && ecosystem.is_none_or(|wanted| wanted == Ecosystem::Go) && name.contains('/') {
            let tail = format!("/{}", name.trim_start_matches("https://"));
            let of_go = self.packages.range((Ecosystem::Go, String::new())..(Ecosystem::Cargo, String::new()));
            out.extend(of_go.filter(|((_, known), _)| known.ends_with(&tail)).map(|(_, package)| package));
        }
        // "ethers.js" is `ethers`.
        if out.is_empty()
            && let Some(stem) = name.strip_suffix(".js").filter(|_| ecosystem.is_none_or(|it| it == Ecosystem::Npm))
        {
            out.extend(self.packages.get(&(Ecosystem::Npm, fold(Ecosystem::Npm, stem))));
        }
        // "Playwright" is `@playwright/test`.
        if out.is_empty() && !name.contains(['/', '@', '.', '_']) {
            let subjects = self.by_spoken.get(&catalog::fold(name)).filter(|all| all.len() == 1);
            for (ecosystem, name) in subjects.into_iter().flatten().map(|subject| split(subject)) {
                out.extend(ecosystem.and_then(|known| self.packages.get(&(known, fold(known, name)))));
            }
        }
        out
    }

    /// Where a package, or a module that comes with the language, is imported.
    pub fn imported(&self, ecosystem: Ecosystem, name: &str) -> Imported {
        let mut out = Imported::default();
        for module in modules(ecosystem, bare(name)) {
            let separator = if ecosystem == Ecosystem::Pypi { "." } else { "/" };
            let below = format!("{module}{separator}");
            let range = self.imports.range((ecosystem, module.clone())..);
            let found = range
                .take_while(|((known, key), _)| *known == ecosystem && key.starts_with(&module))
                .filter(|((_, key), _)| *key == module || key.starts_with(&below));
            for (_, imported) in found {
                out.product = out.product.or_else(|| imported.product.clone());
                out.aside = out.aside.or_else(|| imported.aside.clone());
            }
        }
        out
    }

    /// Where a program of this name is run.
    pub fn run(&self, program: &str) -> Option<&Place> {
        self.commands.get(program)
    }

    /// The registries from which manifests ask for anything.
    pub fn ecosystems(&self) -> BTreeSet<Ecosystem> {
        self.packages.keys().map(|(ecosystem, _)| *ecosystem).collect()
    }
}

/// The name by which people call a package, in letters and digits alone: `@tanstack/react-query` is "React Query", and
/// `@prisma/client` is "Prisma".
fn spoken(package: &str) -> Option<String> {
    let (scope, base) = match package.split_once('/') {
        Some((scope, base)) if scope.starts_with('@') => (scope, base),
        _ => ("", package),
    };
    if scope == "@types" {
        return None;
    }
    let base = catalog::fold(base);
    let generic =
        matches!(base.as_str(), "api" | "client" | "core" | "js" | "node" | "react" | "sdk" | "server" | "test");
    let name = if generic { catalog::fold(scope) } else { base };
    (name.len() > 2).then_some(name)
}

/// The registry that a claim's subject names, if it does, and the name.
pub fn split(subject: &str) -> (Option<Ecosystem>, &str) {
    match subject.split_once(':') {
        Some((word, name)) if !name.is_empty() => match Ecosystem::from_word(word) {
            Some(ecosystem) => (Some(ecosystem), name),
            None => (None, subject),
        },
        _ => (None, subject),
    }
}

/// A package's name without the parts asked for with it: `sentry-sdk` of `sentry-sdk[fastapi]`.
pub fn bare(name: &str) -> &str {
    let name = name.trim();
    name.split(['[', ' ']).next().unwrap_or(name)
}

/// A name as its registry compares it.
fn fold(ecosystem: Ecosystem, name: &str) -> String {
    let name = bare(name);
    match ecosystem {
        Ecosystem::Pypi => name.to_lowercase().replace(['_', '.'], "-"),
        Ecosystem::Composer | Ecosystem::Nuget => name.to_lowercase(),
        Ecosystem::Cargo => name.replace('_', "-"),
        _ => name.to_owned(),
    }
}

/// What an import is known by: of npm and pub the package with what is below it, of Python the module in lower case.
fn module_key(ecosystem: Ecosystem, module: &str) -> String {
    match ecosystem {
        Ecosystem::Npm => module.trim_start_matches("npm:").trim_start_matches("node:").to_owned(),
        Ecosystem::Pub => module.strip_prefix("package:").unwrap_or(module).to_owned(),
        Ecosystem::Pypi => module.to_lowercase(),
        Ecosystem::Cargo => module.replace("::", "/").replace('_', "-"),
        _ => module.to_owned(),
    }
}

/// Python packages whose module has another name, sorted.
const MODULES: &[(&str, &str)] = &[
    ("attrs", "attr"),
    ("beautifulsoup4", "bs4"),
    ("discord.py", "discord"),
    ("djangorestframework", "rest_framework"),
    ("faiss-cpu", "faiss"),
    ("faiss-gpu", "faiss"),
    ("gitpython", "git"),
    ("grpcio", "grpc"),
    ("imapclient", "imapclient"),
    ("mysql-connector-python", "mysql.connector"),
    ("mysqlclient", "mysqldb"),
    ("opencv-python", "cv2"),
    ("opencv-python-headless", "cv2"),
    ("pillow", "pil"),
    ("protobuf", "google.protobuf"),
    ("psycopg2-binary", "psycopg2"),
    ("pycryptodome", "crypto"),
    ("pyjwt", "jwt"),
    ("pymupdf", "fitz"),
    ("pyserial", "serial"),
    ("python-dateutil", "dateutil"),
    ("python-docx", "docx"),
    ("python-pptx", "pptx"),
    ("python-telegram-bot", "telegram"),
    ("pyyaml", "yaml"),
    ("scikit-learn", "sklearn"),
    ("shopifyapi", "shopify"),
];

/// The modules by which a package may be imported.
pub fn modules(ecosystem: Ecosystem, name: &str) -> Vec<String> {
    match ecosystem {
        Ecosystem::Pypi => {
            let folded = fold(ecosystem, name);
            let known = MODULES.binary_search_by_key(&folded.as_str(), |(package, _)| package).ok();
            let mut out: Vec<String> =
                known.and_then(|at| MODULES.get(at)).map(|(_, module)| (*module).to_owned()).into_iter().collect();
            let stem = folded.strip_prefix("python-").unwrap_or(&folded);
            let stem = ["-python", "-py", "-cpu", "-binary", "-sdk"]
                .iter()
                .find_map(|end| stem.strip_suffix(end))
                .unwrap_or(stem);
            for form in [folded.as_str(), stem] {
                out.push(form.replace('-', "_"));
                out.push(form.replace('-', "."));
                out.push(form.replace('-', ""));
            }
            // What a document calls by its module is its module.
            out.push(name.to_lowercase());
            out.arrange();
            out.dedup();
            out.retain(|module| !module.is_empty());
            out
        }
        Ecosystem::Cargo => vec![name.replace('_', "-")],
        Ecosystem::Npm => vec![name.trim_start_matches("node:").to_owned()],
        _ => vec![name.to_owned()],
    }
}

/// Whether a manifest lies in a part of the code base for people's browsers and phones (`Some(true)`) or for servers
/// (`Some(false)`), as its folders are named; `None` where they do not say.
pub fn is_front(manifest: &str) -> Option<bool> {
    path::folder(manifest).split('/').find_map(|folder| {
        let lower = folder.to_ascii_lowercase();
        let mut words = lower.split(['-', '_', '.', '+']);
        words.find_map(side)
    })
}

/// Which side a word names: `Some(true)` for the front.
pub fn side(word: &str) -> Option<bool> {
    match word {
        "browser" | "client" | "frontend" | "front" | "mobile" | "ui" | "web" => Some(true),
        "api" | "backend" | "back" | "server" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(MODULES.is_sorted());
    }

    #[test]
    fn subjects() {
        assert_eq!(split("npm:@a/b"), (Some(Ecosystem::Npm), "@a/b"));
        assert_eq!(split("go.opentelemetry.io/otel"), (None, "go.opentelemetry.io/otel"));
        assert_eq!(split("other:thing"), (None, "other:thing"));
        assert_eq!(bare("passlib[argon2] "), "passlib");
    }

    #[test]
    fn modules_of_python_packages() {
        for (package, module) in [
            ("faiss-cpu", "faiss"),
            ("google-auth", "google.auth"),
            ("unstructured-client", "unstructured_client"),
            ("python-jose", "jose"),
            ("sentry-sdk[fastapi]", "sentry_sdk"),
        ] {
            assert!(modules(Ecosystem::Pypi, bare(package)).contains(&module.to_owned()), "{package}");
        }
    }

    #[test]
    fn names_that_people_say() {
        for (package, name) in
            [("@tanstack/react-query", "reactquery"), ("@prisma/client", "prisma"), ("socket.io", "socketio")]
        {
            assert_eq!(spoken(package).as_deref(), Some(name));
        }
    }

    #[test]
    fn sides() {
        assert_eq!(is_front("shop-frontend/package.json"), Some(true));
        assert_eq!(is_front("apps/api/package.json"), Some(false));
        assert_eq!(is_front("package.json"), None);
    }
}
