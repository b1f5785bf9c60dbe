//! PHP: `composer.json` and `composer.lock`.
//! <https://getcomposer.org/doc/04-schema.md>

use super::json::Cursor;
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, What};
use crate::path;

/// Reads it.
pub const READER: Reader = Reader { name: "composer", wants, read };

fn wants(path: &str) -> bool {
    matches!(path::name(path), "composer.json" | "composer.lock")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let cursor = Cursor::new(file.text)?;
    if file.name() == "composer.lock" { lock(cursor, sink) } else { manifest(cursor, sink) }
}

/// Whether a name is a package's: what PHP itself brings (`php`, `ext-redis`) has no vendor.
fn is_package(name: &str) -> bool {
    name.contains('/')
}

fn manifest(mut cursor: Cursor<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    cursor.object(|cursor, key| {
        let scope = match &*key.value {
            "require" => Scope::Product,
            "require-dev" => Scope::Dev,
            _ => return Ok(()),
        };
        cursor.object(|cursor, name| {
            if let Some(requirement) = cursor.text()?
                && is_package(&name.value)
            {
                let what = What::Dependency {
                    ecosystem: Ecosystem::Composer,
                    name: name.value.to_ascii_lowercase(),
                    requirement: requirement.value.into_owned(),
                    scope,
                };
                sink.push(name.span.clone(), what);
            }
            Ok(())
        })
    })
}

fn lock(mut cursor: Cursor<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    cursor.object(|cursor, key| {
        if !matches!(&*key.value, "packages" | "packages-dev") {
            return Ok(());
        }
        cursor.array(|cursor, _| {
            let mut name = None;
            let mut version = None;
            cursor.object(|cursor, key| {
                match &*key.value {
                    "name" => name = cursor.text()?,
                    "version" => version = cursor.text()?,
                    _ => {}
                }
                Ok(())
            })?;
            if let (Some(name), Some(version)) = (name, version) {
                let exact = version.value.strip_prefix('v').unwrap_or(&version.value);
                // A branch, `dev-main`, is no version.
                if exact.starts_with(|c: char| c.is_ascii_digit()) {
                    let what = What::Locked {
                        ecosystem: Ecosystem::Composer,
                        name: name.value.to_ascii_lowercase(),
                        version: exact.to_owned(),
                        importer: String::new(),
                        requirement: String::new(),
                    };
                    sink.push(name.span, what);
                }
            }
            Ok(())
        })
    })
}
