//! Packages: clients that nobody uses, versions that nobody fixed, names that are gone.

use super::retired::instead;
use super::rules::*;
use super::{PRODUCT, Review, counted, elsewhere, listed};
use crate::audit::{Client, Ecosystem, Place, Status};
use crate::catalog;
use crate::facts::{Scope, What};
use crate::order::{Arrange, Gather};
use crate::path::{self, Role};
use crate::retired;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn find(review: &mut Review<'_>) {
    unused(review);
    majors(review);
    gone(review);
    any_version(review);
    locks(review);
}

/// Clients that a framework loads by name, so that no import of them is seen. Sorted.
const LOADED_BY_NAME: &[&str] = &[
    "@libsql/client",
    "aiomysql",
    "aiosqlite",
    "asyncpg",
    "better-sqlite3",
    "cryptography",
    "gunicorn",
    "libsql",
    "mysql",
    "mysql2",
    "mysqlclient",
    "oracledb",
    "pg",
    "pg-native",
    "prisma",
    "psycopg",
    "psycopg-binary",
    "psycopg2",
    "psycopg2-binary",
    "pymssql",
    "pymysql",
    "pyodbc",
    "redis",
    "sqlite3",
    "tedious",
    "uvicorn",
];

/// Where a manifest asks for a client.
fn asked(review: &Review<'_>, client: &Client) -> Place {
    let at = review.files.binary_search_by(|file| file.path.as_str().cmp(&client.manifest)).ok();
    let facts = at.and_then(|at| review.files.get(at)).map_or(&[][..], |file| &file.facts);
    let asks = |what: &What| matches!(what, What::Dependency { name, .. } if *name == client.name);
    let line = facts.iter().find(|fact| asks(&fact.what)).map_or(1, |fact| fact.line);
    Place { path: client.manifest.clone(), line }
}

fn unused(review: &mut Review<'_>) {
    let audit = review.audit;
    // What is imported anywhere, tests too: such a package has its use.
    let imported: BTreeSet<(Ecosystem, &str)> = review
        .facts(super::ALL)
        .filter_map(|seen| match &seen.fact.what {
            What::Import { ecosystem, module } => Some((*ecosystem, module.as_str())),
            _ => None,
        })
        .gathered();
    let uses = |ecosystem: Ecosystem, name: &str| match ecosystem {
        Ecosystem::Npm => imported.iter().any(|(eco, module)| {
            *eco == ecosystem && module.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }),
        Ecosystem::Go => imported.iter().any(|(eco, module)| *eco == ecosystem && module.starts_with(name)),
        _ => false,
    };
    // A package that is run, by its own name or that of its makers: `percy` of `@percy/cli`.
    let programs: BTreeSet<&str> = review
        .facts(super::ALL)
        .filter_map(|seen| match &seen.fact.what {
            What::Command { program } => Some(program.as_str()),
            _ => None,
        })
        .gathered();
    let runs = |name: &str| {
        name.ends_with("/cli")
            || name.ends_with("-cli")
            || name.split(['@', '/']).any(|part| !part.is_empty() && programs.contains(part))
    };
    for service in audit.services.iter().filter(|service| service.status == Status::Declared) {
        for client in service.clients.iter().filter(|client| !client.manifest.is_empty()) {
            let Some(ecosystem) = Ecosystem::from_word(&client.ecosystem) else { continue };
            let read = matches!(ecosystem, Ecosystem::Npm | Ecosystem::Pypi | Ecosystem::Go | Ecosystem::Pub);
            let loaded = LOADED_BY_NAME.binary_search(&client.name.to_lowercase().as_str()).is_ok();
            let product = path::role(&client.manifest) == Role::Product;
            if !read
                || loaded
                || !product
                || client.name.starts_with("@types/")
                || uses(ecosystem, &client.name)
                || runs(&client.name)
            {
                continue;
            }
            let message = format!(
                "`{}` asks for `{}`, a client of {}, and no code imports it: take it out, or find out what was meant to use it.",
                client.manifest, client.name, service.name,
            );
            review.raise_of(&UNUSED_CLIENT, asked(review, client), &service.id, message);
        }
    }
}

/// The major version of a client, of 0.x with its second number.
fn major(client: &Client) -> Option<String> {
    let text = if client.version.is_empty() { &client.requirement } else { &client.version };
    let text = text.trim_start_matches(['^', '~', '=', 'v', ' ']);
    let mut parts = text.split('.');
    let first = parts.next().filter(|first| !first.is_empty() && first.bytes().all(|b| b.is_ascii_digit()))?;
    if first != "0" {
        return Some(first.to_owned());
    }
    let second = parts.next().filter(|second| second.bytes().all(|b| b.is_ascii_digit()))?;
    Some(format!("0.{second}"))
}

fn majors(review: &mut Review<'_>) {
    let audit = review.audit;
    let mut raised = BTreeSet::new();
    for service in &audit.services {
        let mut by_name: BTreeMap<(&str, &str), BTreeMap<String, &Client>> = BTreeMap::new();
        let real = |client: &&Client| {
            !client.manifest.is_empty()
                && path::role(&client.manifest) == Role::Product
                && !client.name.starts_with("@types/")
        };
        for client in service.clients.iter().filter(real) {
            if let Some(major) = major(client) {
                by_name.entry((&client.ecosystem, &client.name)).or_default().entry(major).or_insert(client);
            }
        }
        for ((_, name), versions) in by_name {
            let Some((_, oldest)) = versions.first_key_value().filter(|_| versions.len() > 1) else { continue };
            if !raised.insert(name) {
                continue;
            }
            let said: Vec<String> =
                versions.iter().map(|(major, client)| format!("{major} in `{}`", client.manifest)).collect();
            let message = format!(
                "`{name}` is there in more than one major version ({}): what one part writes, the other may not read. Move all to one.",
                said.join(", "),
            );
            review.raise_of(&TWO_MAJORS, asked(review, oldest), &service.id, message);
        }
    }
}

fn gone(review: &mut Review<'_>) {
    let mut by_name: BTreeMap<(&str, &str), (retired::Retired, Vec<super::Seen<'_>>)> = BTreeMap::new();
    for seen in review.facts(PRODUCT) {
        if let What::Dependency { ecosystem, name, requirement, scope: Scope::Product } = &seen.fact.what
            && let Some(retired) = retired::package(*ecosystem, name, requirement)
        {
            by_name.entry((ecosystem.word(), name)).or_insert_with(|| (retired, Vec::new())).1.push(seen);
        }
    }
    for ((ecosystem, name), (retired, seen)) in by_name {
        let Some(first) = seen.first() else { continue };
        let service = Ecosystem::from_word(ecosystem)
            .and_then(|eco| catalog::package(eco, name))
            .map_or("", |service| service.id);
        let message = format!("`{name}` {}.{}{}", retired.why, instead(&retired), elsewhere(seen.len()));
        review.raise_of(&RETIRED_PACKAGE, first.place(), service, message);
    }
}

/// Whether a file with locked versions covers a folder.
fn covered(review: &Review<'_>, ecosystem: Ecosystem) -> Vec<String> {
    let mut folders: Vec<String> = review
        .files
        .iter()
        .filter(|file| {
            file.facts.iter().any(|fact| matches!(&fact.what, What::Locked { ecosystem: e, .. } if *e == ecosystem))
        })
        .map(|file| path::folder(&file.path).to_owned())
        .collect();
    folders.arrange();
    folders
}

fn is_below(folder: &str, above: &str) -> bool {
    above.is_empty() || folder == above || folder.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
}

/// One finding a manifest.
fn any_version(review: &mut Review<'_>) {
    let locked = covered(review, Ecosystem::Pypi);
    let files = review.files;
    // The packages of a workspace take each other as they are: `@shop/prisma` lies in `packages/prisma`.
    let manifests = files.iter().filter(|file| path::name(&file.path) == "package.json");
    let own: BTreeSet<&str> = manifests.map(|file| path::name(path::folder(&file.path))).gathered();
    for file in files.iter().filter(|file| file.role == Role::Product) {
        let mut open: Vec<(&str, u32)> = Vec::new();
        let mut all = 0;
        for fact in &file.facts {
            let What::Dependency { ecosystem, name, requirement, scope: Scope::Product } = &fact.what else { continue };
            all += 1;
            let any = match ecosystem {
                Ecosystem::Npm => matches!(requirement.as_str(), "*" | "latest") && !own.contains(path::name(name)),
                Ecosystem::Pypi => {
                    requirement.is_empty() && !locked.iter().any(|above| is_below(path::folder(&file.path), above))
                }
                _ => false,
            };
            if any {
                open.push((name, fact.line));
            }
        }
        // What an example of a request is tried with is no product.
        let Some((_, line)) = open.first().filter(|_| all > 0) else { continue };
        let names: Vec<&str> = open.iter().map(|(name, _)| *name).collect();
        let message = format!(
            "{} of `{}` may be of any version ({}), so that the next install may bring another: say which.",
            counted(open.len(), "package"),
            file.path,
            listed(&names),
        );
        review.raise(&ANY_VERSION, Place { path: file.path.clone(), line: *line }, message);
    }
}

/// Locks of package managers of one ecosystem: a file's name and its manager.
const LOCKS: &[(&str, &str)] = &[
    ("bun.lock", "bun"),
    ("bun.lockb", "bun"),
    ("package-lock.json", "npm"),
    ("pnpm-lock.yaml", "pnpm"),
    ("yarn.lock", "yarn"),
];

fn locks(review: &mut Review<'_>) {
    let audit = review.audit;
    let read = audit.coverage.facts.iter().map(|file| file.path.as_str());
    let left = audit.coverage.skipped.iter().map(|file| file.path.as_str());
    let mut by_folder: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
    for path in read.chain(left) {
        if let Ok(at) = LOCKS.binary_search_by_key(&path::name(path), |row| row.0)
            && let Some((_, manager)) = LOCKS.get(at)
        {
            by_folder.entry(path::folder(path)).or_default().insert(manager, path);
        }
    }
    for managers in by_folder.values().filter(|managers| managers.len() > 1) {
        let Some(path) = managers.values().next() else { continue };
        let names: Vec<&str> = managers.values().map(|path| path::name(path)).collect();
        let message = format!(
            "{} stand side by side, and each fixes other versions: keep the one of the package manager in use.",
            listed(&names),
        );
        review.raise(&RIVAL_LOCKS, Place { path: (*path).to_owned(), line: 1 }, message);
    }
    let locked: Vec<&str> = by_folder.keys().copied().collect();
    let mut open: Vec<(&str, u32)> = Vec::new();
    for file in review.files.iter().filter(|f| f.role == Role::Product && path::name(&f.path) == "package.json") {
        let product = |what: &What| matches!(what, What::Dependency { scope: Scope::Product, .. });
        let Some(first) = file.facts.iter().find(|fact| product(&fact.what)) else { continue };
        if !locked.iter().any(|above| is_below(path::folder(&file.path), above)) && !path::is_by_hand(&file.path) {
            open.push((&file.path, first.line));
        }
    }
    let Some((path, line)) = open.first().copied() else { return };
    let names: Vec<&str> = open.iter().map(|(path, _)| *path).collect();
    let message = format!(
        "No lock file fixes the packages of {}, so that two installs may differ: commit the package manager's lock file.",
        listed(&names),
    );
    review.raise(&NO_LOCK, Place { path: path.to_owned(), line }, message);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn majors_of_versions() {
        assert!(LOADED_BY_NAME.is_sorted() && LOCKS.is_sorted());
        let of = |requirement: &str| major(&Client { requirement: requirement.into(), ..Client::default() });
        assert_eq!(of("^17.2.0"), Some("17".into()));
        assert_eq!(of("~0.21.4"), Some("0.21".into()));
        assert_eq!((of("latest"), of(""), of("workspace:*"), of("0")), (None, None, None, None));
    }
}
