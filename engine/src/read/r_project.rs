//! R: a package's `DESCRIPTION` and `renv.lock`.
//! <https://cran.r-project.org/doc/manuals/r-release/R-exts.html#The-DESCRIPTION-file>

use super::json::Cursor;
use super::lines::{Part, lines};
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, What};
use crate::path;

/// Reads it.
pub const READER: Reader = Reader { name: "r", wants, read };

fn wants(path: &str) -> bool {
    matches!(path::name(path), "DESCRIPTION" | "renv.lock")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if file.name() == "renv.lock" {
        return lock(file.text, sink);
    }
    description(file.text, sink);
    Ok(())
}

/// Fields that name packages: `Imports: httr (>= 1.4), DBI`, which go over lines that begin with a space.
fn description(text: &str, sink: &mut Sink<'_>) {
    // A file of that name is written for much else: Debian's, git's.
    if !lines(text).any(|line| line.text.starts_with("Package:") || line.text.starts_with("Imports:")) {
        return;
    }
    let mut scope = None;
    for line in lines(text) {
        let mut list = line.trimmed();
        if !line.text.starts_with([' ', '\t']) {
            let Some((field, rest)) = line.text.split_once(':') else { continue };
            scope = match field {
                "Depends" | "Imports" | "LinkingTo" => Some(Scope::Product),
                "Suggests" | "Enhances" => Some(Scope::Optional),
                _ => None,
            };
            list = Part { start: line.start + field.len() + 1, text: rest };
        }
        let Some(scope) = scope else { continue };
        let mut at = list.start;
        for item in list.text.split(',') {
            let (name, rest) = item.split_once('(').unwrap_or((item, ""));
            let start = at + name.len() - name.trim_start().len();
            at += item.len() + 1;
            let name = name.trim();
            let fits = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.');
            if fits && name != "R" {
                let requirement = rest.split(')').next().unwrap_or("").trim().to_owned();
                let what = What::Dependency { ecosystem: Ecosystem::Cran, name: name.to_owned(), requirement, scope };
                sink.push(Part { start, text: name }.span(), what);
            }
        }
    }
}

/// `renv.lock`: below `Packages` each with its version. Where no `DESCRIPTION` stands beside it, it is all that says what
/// the code asks for, so that it does so, too.
fn lock(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    Cursor::new(text)?.object(|cursor, key| {
        if key.value != "Packages" {
            return Ok(());
        }
        cursor.object(|cursor, name| {
            let mut version = None;
            cursor.object(|cursor, key| {
                if key.value == "Version" {
                    version = cursor.text()?;
                }
                Ok(())
            })?;
            if let Some(version) = version {
                let dependency = What::Dependency {
                    ecosystem: Ecosystem::Cran,
                    name: name.value.to_string(),
                    requirement: version.value.to_string(),
                    scope: Scope::Product,
                };
                sink.push(name.span.clone(), dependency);
            }
            Ok(())
        })
    })
}
