//! Carthage: `Cartfile`, `Cartfile.private` and `Cartfile.resolved`, one dependency a line.
//! <https://github.com/Carthage/Carthage/blob/master/Documentation/Artifacts.md>

use super::lines::{Part, lines};
use super::{File, ReadError, Reader, swift};
use crate::facts::{Scope, Sink};
use crate::path;

/// Reads it.
pub const READER: Reader = Reader { name: "carthage", wants, read };

fn wants(path: &str) -> bool {
    matches!(path::name(path), "Cartfile" | "Cartfile.private" | "Cartfile.resolved")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let scope = if file.name() == "Cartfile.private" { Scope::Dev } else { Scope::Product };
    for line in lines(file.text).filter(|line| !line.is_blank()) {
        let all = line.trimmed();
        let mut quoted = all.text.splitn(4, '"');
        let (Some(origin), Some(address), Some(rest)) = (quoted.next(), quoted.next(), quoted.next()) else { continue };
        // A binary is named by a list of its releases.
        if !matches!(origin.trim_end(), "git" | "github") {
            continue;
        }
        let address = Part { start: all.start + origin.len() + 1, text: address };
        let version = rest.split('#').next().unwrap_or("").trim();
        match (file.name(), quoted.next().and_then(|text| text.split('"').next())) {
            ("Cartfile.resolved", Some(version)) => swift::fix(address, version, sink),
            (_, Some(branch)) => swift::tell(address, format!("branch {branch}"), scope, sink),
            (_, None) => swift::tell(address, version.trim_start_matches("== ").to_owned(), scope, sink),
        }
    }
    Ok(())
}
