//! npm: `package.json`. What it asks for, and the programs and variables of its scripts.

use super::json::{Cursor, Text};
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, What};
use crate::path;
use crate::redact::redact;

use super::npm_scripts;

/// Reads it.
pub const READER: Reader = Reader { name: "npm", wants, read };

fn wants(path: &str) -> bool {
    path::name(path) == "package.json"
}

/// The fields that ask for packages, with what they ask for them for.
/// npm's documentation of `package.json`
pub const FIELDS: [(&str, Scope); 4] = [
    ("dependencies", Scope::Product),
    ("devDependencies", Scope::Dev),
    ("optionalDependencies", Scope::Optional),
    ("peerDependencies", Scope::Optional),
];

/// Protocols whose packages are the code base's own.
const LOCAL: [&str; 5] = ["workspace:", "file:", "link:", "portal:", "."];

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    Cursor::new(file.text)?.object(|cursor, key| {
        if key.value == "scripts" {
            return cursor.object(|cursor, _| {
                if let Some(script) = cursor.text()? {
                    npm_scripts::read(&script, sink);
                }
                Ok(())
            });
        }
        let Some((_, scope)) = FIELDS.iter().find(|(field, _)| key.value == *field) else { return Ok(()) };
        cursor.object(|cursor, name| {
            if let Some(requirement) = cursor.text()? {
                dependency(name, &requirement, *scope, sink);
            }
            Ok(())
        })
    })
}

fn dependency(name: &Text<'_>, requirement: &Text<'_>, scope: Scope, sink: &mut Sink<'_>) {
    let asked = requirement.value.trim();
    if name.value.is_empty() || LOCAL.iter().any(|protocol| asked.starts_with(protocol)) {
        return;
    }
    let (span, name, asked) = match alias(asked) {
        Some((real, asked)) => {
            let at = requirement.value.find(real).unwrap_or(0);
            (requirement.part(at..at + real.len()), real, asked)
        }
        None => (name.span.clone(), &*name.value, asked.strip_prefix("npm:").unwrap_or(asked)),
    };
    let requirement = if asked.contains("://") { redact(asked) } else { asked.to_owned() };
    sink.push(span, What::Dependency { ecosystem: Ecosystem::Npm, name: name.to_owned(), requirement, scope });
}

/// The package and version behind `npm:name@version`; `None` where the text names no package.
pub fn alias(requirement: &str) -> Option<(&str, &str)> {
    let real = requirement.strip_prefix("npm:")?;
    let (name, version) = split_version(real).unwrap_or((real, ""));
    name.starts_with(|c: char| c == '@' || c.is_ascii_alphabetic()).then_some((name, version))
}

/// The parts of `name@version`, where the name may be `@scope/name`.
pub fn split_version(text: &str) -> Option<(&str, &str)> {
    let at = text.get(1..)?.find('@')? + 1;
    Some((&text[..at], &text[at + 1..]))
}
