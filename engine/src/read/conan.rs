//! C and C++ by Conan: `conanfile.txt`, `conanfile.py` and `conan.lock`.
//! <https://docs.conan.io/2/reference/conanfile_txt.html>

use super::json::Cursor;
use super::lines::{Part, lines};
use super::program::{self, Program};
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, What};
use crate::path;

/// Reads it.
pub const READER: Reader = Reader { name: "conan", wants, read };

fn wants(path: &str) -> bool {
    matches!(path::name(path), "conan.lock" | "conanfile.py" | "conanfile.txt")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    match file.name() {
        "conan.lock" => return lock(file.text, sink),
        "conanfile.txt" => listed(file.text, sink),
        _ => recipe(file.text, sink),
    }
    Ok(())
}

/// The name and version of `name/version@user/channel#revision`.
fn reference(part: Part<'_>) -> Option<(Part<'_>, &str)> {
    let (name, rest) = part.text.split_once('/')?;
    let end = rest.find(['@', '#', '%']).unwrap_or(rest.len());
    let fits =
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'+'));
    fits.then(|| (Part { start: part.start, text: name }, rest[..end].trim_matches(['[', ']'])))
}

fn tell(part: Part<'_>, scope: Scope, sink: &mut Sink<'_>) {
    if let Some((name, version)) = reference(part) {
        let requirement = if version.contains(['{', '$']) { String::new() } else { version.to_owned() };
        let what = What::Dependency { ecosystem: Ecosystem::Conan, name: name.text.to_owned(), requirement, scope };
        sink.push(name.span(), what);
    }
}

/// `conanfile.txt`: below `[requires]` one a line.
fn listed(text: &str, sink: &mut Sink<'_>) {
    let mut scope = None;
    for line in lines(text).filter(|line| !line.is_blank()) {
        let all = line.trimmed();
        match all.text {
            "[requires]" => scope = Some(Scope::Product),
            "[build_requires]" | "[test_requires]" | "[tool_requires]" => scope = Some(Scope::Dev),
            text if text.starts_with('[') => scope = None,
            _ => {
                if let Some(scope) = scope {
                    tell(all, scope, sink);
                }
            }
        }
    }
}

/// `conanfile.py`: `requires = "libpq/15.4", …` and `self.requires("libpq/15.4")`.
fn recipe(text: &str, sink: &mut Sink<'_>) {
    let program = Program::new(text, &program::HASHED);
    let code = program.code();
    for i in 0..code.len() {
        let scope = match program.name(i) {
            Some("requires") => Scope::Product,
            Some("build_requires" | "test_requires" | "tool_requires") => Scope::Dev,
            _ => continue,
        };
        if code.punct(i + 1, b'(') {
            if let Some(part) = program.string(i + 2) {
                tell(part, scope, sink);
            }
        } else if code.punct(i + 1, b'=') {
            let open = i + 2;
            let list = program.arguments(open).into_iter().filter_map(|item| program.string(item.start));
            list.for_each(|part| tell(part, scope, sink));
        }
    }
}

/// `conan.lock`: lists of references with their revisions.
fn lock(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    Cursor::new(text)?.object(|cursor, key| {
        if !matches!(&*key.value, "build_requires" | "python_requires" | "requires") {
            return Ok(());
        }
        cursor.array(|cursor, _| {
            let Some(entry) = cursor.text()? else { return Ok(()) };
            if let Some((name, version)) = reference(Part { start: entry.span.start, text: &entry.value })
                && version.starts_with(|c: char| c.is_ascii_digit())
            {
                let what = What::Locked {
                    ecosystem: Ecosystem::Conan,
                    name: name.text.to_owned(),
                    version: version.to_owned(),
                    importer: String::new(),
                    requirement: String::new(),
                };
                sink.push(name.span(), what);
            }
            Ok(())
        })
    })
}
