//! Erlang: `rebar.config` and `rebar.lock`.
//! <https://rebar3.org/docs/configuration/dependencies/>

use super::lines::Part;
use super::program::{self, Program};
use super::{File, ReadError, Reader, mix};
use crate::facts::{Scope, Sink};
use crate::path;
use crate::source::lex::Kind;
use std::ops::Range;

/// Reads it.
pub const READER: Reader = Reader { name: "rebar", wants, read };

fn wants(path: &str) -> bool {
    matches!(path::name(path), "rebar.config" | "rebar.lock")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let program = Program::new(file.text, &program::ERLANG);
    if file.name() == "rebar.lock" {
        lock(&program, sink)
    } else {
        manifest(&program, sink)
    }
    Ok(())
}

/// `{deps, [cowboy, {jsx, "3.1.0"}, {gun, {git, "…"}}]}`, at the top or in a profile.
fn manifest(program: &Program<'_>, sink: &mut Sink<'_>) {
    let code = program.code();
    let profiles = (0..code.len()).find(|&i| code.is(i, "profiles") && code.punct(i.wrapping_sub(1), b'{'));
    let profiles = profiles.map_or(0..0, |i| i..code.mate(i - 1).max(i));
    for i in 1..code.len() {
        let dev = code.is(i, "plugins") || code.is(i, "project_plugins");
        let begins = dev || code.is(i, "deps");
        if !begins || !code.punct(i - 1, b'{') || !code.punct(i + 1, b',') || !code.punct(i + 2, b'[') {
            continue;
        }
        // The profiles that people write are for tests and releases; only those of a release are the product's.
        let scope = if dev || profiles.contains(&i) { Scope::Dev } else { Scope::Product };
        for item in program.arguments(i + 2) {
            let (name, version) = dependency(program, item);
            if let Some(name) = name {
                mix::tell(name, version.to_owned(), scope, sink);
            }
        }
    }
}

/// The name and version of one dependency.
fn dependency<'a>(program: &Program<'a>, item: Range<usize>) -> (Option<Part<'a>>, &'a str) {
    let code = program.code();
    let is_name = |at: usize| code.kind(at) == Some(Kind::Name);
    if is_name(item.start) {
        return (Some(program.part(item.start)), "");
    }
    if !code.punct(item.start, b'{') || !is_name(item.start + 1) {
        return (None, "");
    }
    let version = program.string(item.start + 3).filter(|_| code.punct(item.start + 2, b','));
    // `{pkg, other}`: the name in the registry.
    let other = item.clone().find(|&at| code.is(at, "pkg")).map(|at| at + 2).filter(|&at| is_name(at));
    (Some(program.part(other.unwrap_or(item.start + 1))), version.map_or("", |part| part.text))
}

/// `{<<"cowboy">>,{pkg,<<"cowboy">>,<<"2.12.0">>},0}`: what stands on level 0 is asked for here.
fn lock(program: &Program<'_>, sink: &mut Sink<'_>) {
    let code = program.code();
    for i in 2..code.len() {
        if !code.is(i, "pkg") || !code.punct(i - 1, b'{') {
            continue;
        }
        let close = code.mate(i - 1);
        let level = code.range(close + 2);
        let direct = code.punct(close + 1, b',') && code.text.get(level) == Some("0");
        let mut strings = (i..close).filter_map(|at| program.string(at));
        if let (Some(name), Some(version), true) = (strings.next(), strings.next(), direct) {
            mix::fix(name, version.text, sink);
        }
    }
}
