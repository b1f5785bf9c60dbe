//! Locks of Python packages: `poetry.lock`, `uv.lock`, `pdm.lock`, `pylock.toml`, `Pipfile.lock`.

use super::json::Cursor;
use super::lines::{Part, lines, scalar};
use super::python_requirement::normal_name;
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Sink, What};
use crate::path;

/// Reads it.
pub const READER: Reader = Reader { name: "python lock", wants, read };

fn wants(path: &str) -> bool {
    matches!(path::name(path), "poetry.lock" | "uv.lock" | "pdm.lock" | "pylock.toml" | "Pipfile.lock")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if file.name() == "Pipfile.lock" {
        return pipfile_lock(file.text, sink);
    }
    packages(file.text, sink);
    Ok(())
}

fn tell(sink: &mut Sink<'_>, name: Part<'_>, version: &str) {
    if name.text.is_empty() || version.is_empty() {
        return;
    }
    let what = What::Locked {
        ecosystem: Ecosystem::Pypi,
        name: normal_name(name.text),
        version: version.to_owned(),
        importer: String::new(),
        requirement: String::new(),
    };
    sink.push(name.span(), what);
}

/// The locks in TOML: a `[[package]]` (`[[packages]]` in `pylock.toml`) table for each, `name` and `version` first.
/// Those of the code base itself have a folder for a source.
fn packages(text: &str, sink: &mut Sink<'_>) {
    let mut package = false;
    let mut name = Part { start: 0, text: "" };
    let mut version = "";
    for line in lines(text) {
        let all = line.trimmed();
        if all.text.starts_with('[') {
            // Tables below a package, `[package.dependencies]`, belong to it, but none of their keys is looked for.
            if package {
                tell(sink, name, version);
            }
            package = matches!(all.text, "[[package]]" | "[[packages]]");
            name.text = "";
            version = "";
        } else if package && !line.text.starts_with(' ') {
            let Some((key, value)) = all.text.split_once('=') else { continue };
            let value = value.trim_start();
            match key.trim_end() {
                "name" => name = scalar(Part { start: all.start + all.text.len() - value.len(), text: value }),
                "version" => version = scalar(Part { start: 0, text: value }).text,
                "source" if ["virtual =", "editable =", "directory ="].iter().any(|kind| value.contains(kind)) => {
                    package = false;
                }
                _ => {}
            }
        }
    }
    if package {
        tell(sink, name, version);
    }
}

/// `Pipfile.lock`: `{"default": {"requests": {"version": "==2.31.0"}}, "develop": …}`, and a field for each further group.
fn pipfile_lock(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    Cursor::new(text)?.object(|cursor, group| {
        if group.value == "_meta" {
            return Ok(());
        }
        cursor.object(|cursor, name| {
            cursor.object(|cursor, key| {
                if key.value == "version"
                    && let Some(version) = cursor.text()?
                {
                    let name = Part { start: name.span.start, text: &name.value };
                    tell(sink, name, version.value.trim_start_matches('='));
                }
                Ok(())
            })
        })
    })
}
