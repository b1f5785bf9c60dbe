//! Swift packages: `Package.swift`, Xcode's projects, XcodeGen's and Tuist's, and `Package.resolved`.
//!
//! A package is named by the last two parts of its address, `stripe/stripe-ios`: the last alone may be `sdk`.

use super::json::Cursor;
use super::lines::{Part, lines};
use super::program::{self, Program};
use super::yaml;
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, What};
use crate::path;
use std::ops::Range;

/// Reads it.
pub const READER: Reader = Reader { name: "swift", wants, read };

fn wants(path: &str) -> bool {
    let name = path::name(path);
    matches!(
        name,
        "Package.resolved"
            | "Dependencies.swift"
            | "Project.swift"
            | "project.pbxproj"
            | "project.yaml"
            | "project.yml"
    ) || name.starts_with("Package") && path::extension(name) == "swift"
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    match file.name() {
        "Package.resolved" => resolved(file.text, sink),
        "project.pbxproj" => {
            xcode(file.text, sink);
            Ok(())
        }
        "project.yaml" | "project.yml" => xcodegen(file.text, sink),
        _ => {
            manifest(file.text, sink);
            Ok(())
        }
    }
}

/// Owner and name of the repository at an address: `stripe/stripe-ios` of `https://github.com/stripe/stripe-ios.git` and of
/// `git@github.com:stripe/stripe-ios`.
pub fn repository(address: Part<'_>) -> Option<Part<'_>> {
    let text = address.text.trim_end_matches('/');
    let text = text.strip_suffix(".git").unwrap_or(text);
    let path = match text.split_once("://") {
        Some((_, rest)) => rest.split_once('/')?.1,
        None => text.rsplit(':').next().unwrap_or(text),
    };
    let from = path.rmatch_indices('/').nth(1).map_or(0, |(at, _)| at + 1);
    let name = path.get(from..)?;
    let fits = !name.is_empty()
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'-' | b'_' | b'+'));
    fits.then(|| Part { start: address.start + text.len() - name.len(), text: name })
}

/// Adds that the package at an address is asked for.
pub fn tell(address: Part<'_>, requirement: String, scope: Scope, sink: &mut Sink<'_>) {
    if let Some(name) = repository(address) {
        let what = What::Dependency { ecosystem: Ecosystem::Swift, name: name.text.to_owned(), requirement, scope };
        sink.push(name.span(), what);
    }
}

/// Adds the version that the package at an address has.
pub fn fix(address: Part<'_>, version: &str, sink: &mut Sink<'_>) {
    if let Some(name) = repository(address)
        && version.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit())
        && version.contains('.')
    {
        let what = What::Locked {
            ecosystem: Ecosystem::Swift,
            name: name.text.to_owned(),
            version: version.trim_start_matches('v').to_owned(),
            importer: String::new(),
            requirement: String::new(),
        };
        sink.push(name.span(), what);
    }
}

/// `.package(url: "…", from: "1.0.0")`, and Tuist's `.remote(url: "…", requirement: .upToNextMajor(from: "1.0.0"))`.
/// <https://docs.swift.org/package-manager/PackageDescription/PackageDescription.html>
fn manifest(text: &str, sink: &mut Sink<'_>) {
    let program = Program::new(text, &program::C_LIKE);
    let code = program.code();
    for open in 2..code.len() {
        let called = matches!(program.name(open - 1), Some("package" | "remote")) && code.punct(open - 2, b'.');
        if !called || !code.punct(open, b'(') {
            continue;
        }
        let close = code.mate(open);
        let inside = open + 1..if close > open { close } else { (open + 64).min(code.len()) };
        let address = program.keyed(inside.clone(), "url").and_then(|at| program.string(at));
        if let Some(address) = address {
            tell(address, requirement(&program, inside), Scope::Product, sink);
        }
    }
}

/// What a package's arguments say of its version.
fn requirement(program: &Program<'_>, inside: Range<usize>) -> String {
    let code = program.code();
    for at in inside {
        let Some(word) = program.name(at) else {
            // `"1.0.0"..<"2.0.0"`
            if let (Some(from), true) = (program.string(at), code.punct(at + 1, b'.') && code.punct(at + 2, b'.')) {
                let to = (at + 3..at + 6).find_map(|k| program.string(k)).map_or("", |part| part.text);
                return format!("{}..<{to}", from.text);
            }
            continue;
        };
        let value = (at + 1..at + 5).take_while(|&k| !code.punct(k, b',')).find_map(|k| program.string(k));
        let Some(value) = value.map(|part| part.text) else { continue };
        match word {
            "exact" => return value.to_owned(),
            "from" | "upToNextMajor" => return format!("from {value}"),
            "upToNextMinor" => return format!("upToNextMinor {value}"),
            "branch" | "revision" => return format!("{word} {value}"),
            _ => {}
        }
    }
    String::new()
}

/// The packages of an Xcode project: objects whose `isa` is `XCRemoteSwiftPackageReference`.
fn xcode(text: &str, sink: &mut Sink<'_>) {
    let mut inside = false;
    let mut address: Option<Part<'_>> = None;
    let (mut kind, mut version) = ("", "");
    for line in lines(text) {
        let all = line.trimmed();
        if all.text == "isa = XCRemoteSwiftPackageReference;" {
            (inside, address, kind, version) = (true, None, "", "");
            continue;
        }
        if !inside {
            continue;
        }
        // The object's end, at the depth of its beginning; that of its requirement stands deeper.
        if all.text == "};" && all.start - line.start <= 2 {
            if let Some(address) = address.take() {
                let requirement = match kind {
                    _ if version.is_empty() => String::new(),
                    "exactVersion" => version.to_owned(),
                    "upToNextMinorVersion" => format!("upToNextMinor {version}"),
                    "branch" | "revision" => format!("{kind} {version}"),
                    _ => format!("from {version}"),
                };
                tell(address, requirement, Scope::Product, sink);
            }
            inside = false;
            continue;
        }
        let Some((key, value)) = all.text.split_once(" = ") else { continue };
        let value = value.trim_end_matches(';').trim_matches('"');
        match key {
            "repositoryURL" => {
                let start = all.start + (value.as_ptr() as usize).saturating_sub(all.text.as_ptr() as usize);
                address = Some(Part { start, text: value });
            }
            "kind" => kind = value,
            "branch" | "minimumVersion" | "revision" | "version" => version = value,
            _ => {}
        }
    }
}

/// XcodeGen's `project.yml`: its `packages`.
/// <https://github.com/yonaskolb/XcodeGen/blob/master/Docs/ProjectSpec.md#swift-package>
fn xcodegen(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if !text.contains("packages:") || !text.contains("targets:") {
        return Ok(());
    }
    let (documents, error) = yaml::documents(text);
    for package in documents.iter().filter_map(|root| root.get("packages")).flat_map(|packages| packages.entries()) {
        let node = &package.value;
        let Some(address) = node.get("url").or_else(|| node.get("github")) else { continue };
        let inner = text.get(address.span.clone()).unwrap_or("");
        let shift = inner.len() - inner.trim_start_matches(['"', '\'']).len();
        let inner = inner.trim_matches(['"', '\'']);
        let said = |key: &str| node.text_of(key).filter(|text| !text.is_empty());
        let requirement = said("exactVersion")
            .or_else(|| said("version"))
            .map(str::to_owned)
            .or_else(|| said("from").or_else(|| said("majorVersion")).map(|version| format!("from {version}")))
            .or_else(|| said("minorVersion").map(|version| format!("upToNextMinor {version}")))
            .or_else(|| said("branch").map(|branch| format!("branch {branch}")))
            .unwrap_or_default();
        tell(Part { start: address.span.start + shift, text: inner }, requirement, Scope::Product, sink);
    }
    error.map_or(Ok(()), Err)
}

/// `Package.resolved`, in each of its three forms: a list of pins with an address and a state.
fn resolved(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    fn pins(cursor: &mut Cursor<'_>, text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        cursor.array(|cursor, _| {
            let (mut address, mut version) = (None, None);
            cursor.object(|cursor, key| match &*key.value {
                "location" | "repositoryURL" => {
                    address = cursor.text()?;
                    Ok(())
                }
                "state" => cursor.object(|cursor, key| {
                    if key.value == "version" {
                        version = cursor.text()?;
                    }
                    Ok(())
                }),
                _ => Ok(()),
            })?;
            if let (Some(address), Some(version)) = (address, version) {
                let part = Part { start: address.span.start, text: text.get(address.span.clone()).unwrap_or("") };
                fix(part, &version.value, sink);
            }
            Ok(())
        })
    }
    Cursor::new(text)?.object(|cursor, key| match &*key.value {
        "pins" => pins(cursor, text, sink),
        "object" => cursor.object(|cursor, key| if key.value == "pins" { pins(cursor, text, sink) } else { Ok(()) }),
        _ => Ok(()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repositories_of_addresses() {
        for (address, name) in [
            ("https://github.com/stripe/stripe-ios.git", Some("stripe/stripe-ios")),
            ("https://u:p@gitlab.com/a/b/c/", Some("b/c")),
            ("git@github.com:stripe/stripe-ios", Some("stripe/stripe-ios")),
            ("stripe/stripe-ios", Some("stripe/stripe-ios")),
            ("https://github.com", None),
            ("https://github.com/", None),
            ("../near by", None),
            ("", None),
        ] {
            let found = repository(Part { start: 0, text: address });
            assert_eq!(found.map(|part| part.text), name, "{address}");
            assert_eq!(found.and_then(|part| address.get(part.span())), name, "{address}");
        }
    }
}
