//! Locks of npm packages: those of npm itself here, those of pnpm, yarn and bun in files of their own.
//!
//! Of the thousands of packages in a lock only those that a manifest of the code base may ask for itself are told.

use super::json::{Cursor, Text};
use super::npm::{FIELDS, alias};
use super::{File, ReadError, Reader};
use super::{bun_lock, pnpm_lock, yarn_lock};
use crate::audit::Ecosystem;
use crate::facts::{Sink, What};
use crate::path;
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

/// Reads it.
pub const READER: Reader = Reader { name: "npm lock", wants, read };

fn wants(path: &str) -> bool {
    matches!(
        path::name(path),
        "package-lock.json" | "npm-shrinkwrap.json" | "pnpm-lock.yaml" | "yarn.lock" | "bun.lock"
    )
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    match file.name() {
        "pnpm-lock.yaml" => pnpm_lock::read(file.text, sink),
        "yarn.lock" => yarn_lock::read(file.text, sink),
        "bun.lock" => bun_lock::read(file.text, sink),
        _ => npm(file.text, sink),
    }
}

/// Tells that a lock fixes a version, unless it is none (a link, a folder, a branch).
pub fn tell(sink: &mut Sink<'_>, span: Range<usize>, name: &str, version: &str, importer: &str, requirement: &str) {
    if name.is_empty() || !version.starts_with(|c: char| c.is_ascii_digit()) {
        return;
    }
    sink.push(
        span,
        What::Locked {
            ecosystem: Ecosystem::Npm,
            name: name.to_owned(),
            version: version.to_owned(),
            importer: importer.to_owned(),
            requirement: requirement.to_owned(),
        },
    );
}

/// The names that manifests ask for, gathered from the copies that the lock keeps of them.
pub type Asked<'a> = HashSet<Cow<'a, str>>;

/// Takes a lock's copy of a manifest and notes the packages that it asks for. Other fields go to `other`.
pub fn copy_of_manifest<'a>(
    cursor: &mut Cursor<'a>,
    asked: &mut Asked<'a>,
    mut other: impl FnMut(&mut Cursor<'a>, &Text<'a>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    cursor.object(|cursor, key| {
        if !FIELDS.iter().any(|(field, _)| key.value == *field) {
            return other(cursor, key);
        }
        cursor.object(|_, name| {
            asked.insert(name.value.clone());
            Ok(())
        })
    })
}

/// A package that lies directly below a manifest's folder.
struct Installed<'a> {
    /// The key under which it is asked for; its last part is the package's name unless the entry says another.
    key: Cow<'a, str>,
    span: Range<usize>,
    real_name: Option<Cow<'a, str>>,
    version: Cow<'a, str>,
}

/// Between the folder of a manifest and the package installed there.
const MODULES: &str = "node_modules/";

/// `package-lock.json`, versions 1 to 3. From 2 on, `packages` has an entry for every folder: those of manifests, with what
/// they ask for, and those of installed packages, `apps/web/node_modules/react`. Before, `dependencies` is a tree.
/// npm's documentation of `package-lock.json`
fn npm(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut asked = Asked::new();
    let mut installed = Vec::new();
    let mut tree = Vec::new();
    let end = Cursor::new(text)?.object(|cursor, key| match &*key.value {
        "packages" => cursor.object(|cursor, key| match key.value.rfind(MODULES) {
            None => copy_of_manifest(cursor, &mut asked, |_, _| Ok(())),
            Some(at) if key.value[..at].contains(MODULES) => Ok(()),
            Some(_) => entry(cursor, key, &mut installed),
        }),
        "dependencies" => cursor.object(|cursor, key| entry(cursor, key, &mut tree)),
        _ => Ok(()),
    });
    for package in &installed {
        let (importer, name) = package.key.rsplit_once(MODULES).unwrap_or(("", &package.key));
        if asked.contains(name) {
            let real = package.real_name.as_deref().unwrap_or(name);
            tell(sink, package.span.clone(), real, &package.version, importer.trim_end_matches('/'), "");
        }
    }
    if asked.is_empty() && installed.is_empty() {
        for package in &tree {
            // An alias: `npm:real@1.0.0`.
            let (name, version) = alias(&package.version).unwrap_or((&package.key, &package.version));
            tell(sink, package.span.clone(), name, version, "", "");
        }
    }
    end
}

/// Takes the entry of an installed package.
fn entry<'a>(cursor: &mut Cursor<'a>, key: &Text<'a>, out: &mut Vec<Installed<'a>>) -> Result<(), ReadError> {
    let mut real_name = None;
    let mut version = None;
    let end = cursor.object(|cursor, field| {
        match &*field.value {
            "version" => version = cursor.text()?,
            "name" => real_name = cursor.text()?,
            _ => {}
        }
        Ok(())
    });
    if let Some(version) = version {
        let name_at = key.value.rfind(MODULES).map_or(0, |at| at + MODULES.len());
        out.push(Installed {
            span: key.part(name_at..key.value.len()),
            key: key.value.clone(),
            real_name: real_name.map(|name| name.value),
            version: version.value,
        });
    }
    end
}
