//! CocoaPods: `Podfile`, `*.podspec` and `Podfile.lock`.
//! <https://guides.cocoapods.org/syntax/podfile.html>

use super::json::Cursor;
use super::lines::{Part, lines};
use super::program::{self, Program};
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, What};
use crate::path;
use crate::source::lex::Kind;
use std::collections::HashSet;
use std::ops::Range;

/// Reads it.
pub const READER: Reader = Reader { name: "cocoapods", wants, read };

fn wants(path: &str) -> bool {
    let name = path::name(path);
    matches!(name, "Podfile" | "Podfile.lock") || path::extension(name) == "podspec" || name.ends_with(".podspec.json")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    match file.name() {
        "Podfile" => podfile(file.text, sink),
        "Podfile.lock" => lock(file.text, sink),
        name if name.ends_with(".json") => return specification_json(file.text, sink),
        _ => specification(file.text, sink),
    }
    Ok(())
}

fn is_pod(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(['.', '/'])
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+' | b'/'))
}

fn tell(place: Range<usize>, name: String, requirement: String, scope: Scope, sink: &mut Sink<'_>) {
    if is_pod(&name) {
        sink.push(place, What::Dependency { ecosystem: Ecosystem::Cocoapods, name, requirement, scope });
    }
}

/// Words that open a block which `end` closes, where a statement begins with them.
const OPENING: &[&str] = &["begin", "case", "class", "def", "if", "module", "unless", "until", "while"];

fn podfile(text: &str, sink: &mut Sink<'_>) {
    let program = Program::new(text, &program::HASHED);
    let code = program.code();
    program.environment(sink);
    // For each block that is open, whether it is a target of tests.
    let mut blocks: Vec<bool> = Vec::new();
    let mut line = 0;
    for i in 0..code.len() {
        if code.kind(i) == Some(Kind::Newline) {
            line = i + 1;
            continue;
        }
        let Some(name) = program.name(i) else { continue };
        let test = blocks.last().copied().unwrap_or(false);
        match name {
            "do" => {
                let target = (line..i).find(|&k| code.is(k, "target")).and_then(|k| program.string(k + 1));
                let tests = |name: &str| ["Test", "Tests", "Specs"].iter().any(|end| name.ends_with(end));
                blocks.push(test || target.is_some_and(|name| tests(name.text)));
            }
            "end" if !code.punct(i.wrapping_sub(1), b'.') => {
                blocks.pop();
            }
            _ if i == line && OPENING.contains(&name) => blocks.push(test),
            "pod" if i == line || code.is(i.wrapping_sub(1), "then") => {
                pod(&program, i, if test { Scope::Dev } else { Scope::Product }, sink);
            }
            _ => {}
        }
    }
}

/// `pod 'Name', '~> 1.0', :configurations => ['Debug']`.
fn pod(program: &Program<'_>, i: usize, scope: Scope, sink: &mut Sink<'_>) {
    let code = program.code();
    let arguments = program.arguments(i + 1);
    let Some(name) = arguments.first().and_then(|range| program.string(range.start)) else { return };
    let (Some(first), Some(last)) = (arguments.first(), arguments.last()) else { return };
    let all = first.start..last.end;
    let option = |key: &str| program.keyed(all.clone(), key);
    if option("path").is_some() {
        return;
    }
    let inside = |at: usize| at..code.mate(at).max(at + 1);
    let strings = |at: usize| inside(at).filter_map(|k| program.string(k)).map(|part| part.text);
    let debug = option("configurations").or_else(|| option("configuration")).is_some_and(|at| {
        let mut given = strings(at).peekable();
        given.peek().is_some() && given.all(|name| name.eq_ignore_ascii_case("debug"))
    });
    let scope = if debug { Scope::Dev } else { scope };
    let requirement = requirement(program, &arguments);
    match option("subspecs") {
        Some(at) => strings(at).for_each(|part| {
            tell(name.span(), format!("{}/{part}", name.text), requirement.clone(), scope, sink);
        }),
        None => tell(name.span(), name.text.to_owned(), requirement, scope, sink),
    }
}

/// The plain strings behind the name: `~> 1.0, >= 1.0.2`.
fn requirement(program: &Program<'_>, arguments: &[Range<usize>]) -> String {
    let plain = arguments.iter().skip(1).map_while(|range| program.string(range.start).filter(|_| range.len() == 1));
    let versions: Vec<&str> = plain.map(|part| part.text).collect();
    versions.join(", ")
}

/// `s.dependency 'Name', '~> 1.0'`, and those of a test's part.
fn specification(text: &str, sink: &mut Sink<'_>) {
    let program = Program::new(text, &program::HASHED);
    let code = program.code();
    let mut tests: HashSet<&str> = HashSet::new();
    for i in 2..code.len() {
        let Some(name) = program.name(i) else { continue };
        match name {
            // `s.test_spec 'Tests' do |test|`
            "test_spec" => {
                let end = program.statement_end(i);
                let bar = (i..end).find(|&k| code.punct(k, b'|'));
                tests.extend(bar.and_then(|k| program.name(k + 1)));
            }
            "dependency" if code.punct(i - 1, b'.') => {
                let arguments = program.arguments(i + 1);
                let Some(named) = arguments.first().and_then(|range| program.string(range.start)) else { continue };
                let test = program.name(i - 2).is_some_and(|owner| tests.contains(owner));
                let scope = if test { Scope::Dev } else { Scope::Product };
                tell(named.span(), named.text.to_owned(), requirement(&program, &arguments), scope, sink);
            }
            _ => {}
        }
    }
}

/// The same in JSON: names with lists of versions.
fn specification_json(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    Cursor::new(text)?.object(|cursor, key| {
        if key.value != "dependencies" {
            return Ok(());
        }
        cursor.object(|cursor, name| {
            let mut versions = Vec::new();
            cursor.array(|cursor, _| {
                versions.extend(cursor.text()?.map(|text| text.value.into_owned()));
                Ok(())
            })?;
            tell(name.span.clone(), name.value.to_string(), versions.join(", "), Scope::Product, sink);
            Ok(())
        })
    })
}

/// `Podfile.lock`: below `PODS:` every pod with its version, below `DEPENDENCIES:` those that the Podfile asks for.
fn lock(text: &str, sink: &mut Sink<'_>) {
    let mut section = "";
    let mut pods: Vec<(Part<'_>, &str)> = Vec::new();
    let mut asked: HashSet<&str> = HashSet::new();
    for line in lines(text) {
        let all = line.trimmed();
        let entry = all.text.strip_prefix("- ").map(|entry| entry.trim_matches('"').trim_end_matches([':', '"']));
        match (line.indent(), entry) {
            (0, None) if !all.text.is_empty() => section = all.text,
            (2, Some(entry)) => {
                let (name, rest) = entry.split_once(" (").unwrap_or((entry, ""));
                let start = all.start + all.text.find(name).unwrap_or(0);
                match section {
                    "PODS:" => pods.push((Part { start, text: name }, rest.split(')').next().unwrap_or(""))),
                    // `from` says that it is the code base's own, or that of a package of another manager.
                    "DEPENDENCIES:" if !rest.starts_with("from `.") => {
                        asked.insert(name);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    for (name, version) in pods.iter().filter(|(name, version)| asked.contains(name.text) && !version.is_empty()) {
        let what = What::Locked {
            ecosystem: Ecosystem::Cocoapods,
            name: name.text.to_owned(),
            version: (*version).to_owned(),
            importer: String::new(),
            requirement: String::new(),
        };
        sink.push(name.span(), what);
    }
}
