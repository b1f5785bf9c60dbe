//! Scala: sbt's `*.sbt` and the sources of its build, and Mill's.
//! <https://www.scala-sbt.org/1.x/docs/Library-Dependencies.html>

use super::lines::Part;
use super::program::{self, Program};
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, What};
use crate::path;
use std::collections::HashMap;

/// Reads it.
pub const READER: Reader = Reader { name: "sbt", wants, read };

fn wants(path: &str) -> bool {
    let name = path::name(path);
    path::extension(name) == "sbt"
        || matches!(name, "build.mill" | "build.sc")
        || path::extension(name) == "scala" && path::name(path::folder(path)) == "project"
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let program = Program::new(file.text, &program::C_LIKE);
    let code = program.code();
    let constants = program.constants();
    program.environment(sink);
    for i in 0..code.len() {
        let Some(part) = program.string(i) else { continue };
        if code.punct(i + 1, b'%') {
            modules(&program, i, part, &constants, sink);
        } else if matches!(program.name(i.wrapping_sub(1)), Some("ivy" | "mvn")) && i > 0 {
            mill(part, sink);
        }
    }
    Ok(())
}

fn tell(place: Part<'_>, group: &str, name: &str, requirement: &str, scope: Scope, sink: &mut Sink<'_>) {
    let fits = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
    };
    if fits(group) && fits(name) {
        let what = What::Dependency {
            ecosystem: Ecosystem::Maven,
            name: format!("{group}:{name}"),
            requirement: requirement.to_owned(),
            scope,
        };
        sink.push(place.span(), what);
    }
}

/// `"group" %% "name" % version % Test`, the group's string at `i`.
fn modules(program: &Program<'_>, i: usize, group: Part<'_>, constants: &HashMap<&str, &str>, sink: &mut Sink<'_>) {
    let code = program.code();
    let behind = |mut at: usize| {
        let from = at;
        while code.punct(at, b'%') && at < from + 3 {
            at += 1;
        }
        (at > from).then_some(at)
    };
    let Some(name) = behind(i + 1).and_then(|at| Some((at, program.string(at)?))) else { return };
    // Not the second pair of `"group" % "name" % "version"`.
    if i > 0 && code.punct(i - 1, b'%') {
        return;
    }
    let Some(mut at) = behind(name.0 + 1) else { return };
    // A name, whatever it is a member of.
    while program.name(at).is_some() && code.punct(at + 1, b'.') && program.name(at + 2).is_some() {
        at += 2;
    }
    let version = program.string(at).map(|part| part.text);
    let version = version.or_else(|| program.name(at).and_then(|name| constants.get(name).copied())).unwrap_or("");
    let configuration = behind(at + 1).map_or("", |at| program.part(at).text);
    // `addSbtPlugin(…)` asks for a part of the build.
    let plugin = i > 1 && code.is(i - 2, "addSbtPlugin");
    let test = configuration
        .split(['-', '>', ',', ';'])
        .next()
        .is_some_and(|word| matches!(word.trim(), "Test" | "test" | "IntegrationTest" | "it" | "TestInternal"));
    let scope = if plugin || test { Scope::Dev } else { Scope::Product };
    tell(name.1, group.text, name.1.text, version, scope, sink);
}

/// Mill's `ivy"group::name:version"`.
fn mill(part: Part<'_>, sink: &mut Sink<'_>) {
    let mut parts = part.text.split(':').filter(|part| !part.is_empty());
    if let (Some(group), Some(name)) = (parts.next(), parts.next()) {
        let version = parts.next().filter(|version| !version.contains('$')).unwrap_or("");
        tell(part, group, name, version, Scope::Product, sink);
    }
}
