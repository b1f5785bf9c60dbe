//! C and C++ by vcpkg: `vcpkg.json`.
//! <https://learn.microsoft.com/vcpkg/reference/vcpkg-json>

use super::json::{Cursor, Text};
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, What};
use crate::path;

/// Reads it.
pub const READER: Reader = Reader { name: "vcpkg", wants, read };

fn wants(path: &str) -> bool {
    path::name(path) == "vcpkg.json"
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    Cursor::new(file.text)?.object(|cursor, key| match &*key.value {
        "dependencies" => dependencies(cursor, Scope::Product, sink),
        "features" => cursor.object(|cursor, name| {
            let scope = if name.value.contains("test") { Scope::Dev } else { Scope::Optional };
            cursor.object(
                |cursor, key| {
                    if key.value == "dependencies" { dependencies(cursor, scope, sink) } else { Ok(()) }
                },
            )
        }),
        _ => Ok(()),
    })
}

/// Names, or objects with a name, the least version, and whether it only helps to build.
fn dependencies(cursor: &mut Cursor<'_>, scope: Scope, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    cursor.array(|cursor, _| {
        let (mut name, mut version, mut scope) = (None, None, scope);
        if cursor.is_object() {
            cursor.object(|cursor, key| {
                match &*key.value {
                    "name" => name = cursor.text()?,
                    "version>=" => version = cursor.text()?,
                    "host" if cursor.is_true() => scope = Scope::Dev,
                    _ => {}
                }
                Ok(())
            })?;
        } else {
            name = cursor.text()?;
        }
        if let Some(name) = name {
            tell(&name, version.as_ref(), scope, sink);
        }
        Ok(())
    })
}

fn tell(name: &Text<'_>, version: Option<&Text<'_>>, scope: Scope, sink: &mut Sink<'_>) {
    let requirement = version.map_or(String::new(), |version| format!(">={}", version.value));
    let what = What::Dependency { ecosystem: Ecosystem::Vcpkg, name: name.value.to_string(), requirement, scope };
    sink.push(name.span.clone(), what);
}
