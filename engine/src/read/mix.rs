//! Elixir: `mix.exs` and `mix.lock`.
//! <https://hexdocs.pm/mix/Mix.Tasks.Deps.html>

use super::lines::{Part, lines};
use super::program::{self, Program};
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, What};
use crate::path;
use crate::source::lex::Kind;
use std::ops::Range;

/// Reads it.
pub const READER: Reader = Reader { name: "mix", wants, read };

fn wants(path: &str) -> bool {
    matches!(path::name(path), "mix.exs" | "mix.lock")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if file.name() == "mix.lock" {
        lock(file.text, sink)
    } else {
        manifest(file.text, sink)
    }
    Ok(())
}

/// Adds that a package of Hex, the registry of Elixir, Erlang and Gleam, is asked for.
pub fn tell(name: Part<'_>, requirement: String, scope: Scope, sink: &mut Sink<'_>) {
    let what = What::Dependency { ecosystem: Ecosystem::Hex, name: name.text.to_owned(), requirement, scope };
    sink.push(name.span(), what);
}

/// Adds the version that a package of Hex has.
pub fn fix(name: Part<'_>, version: &str, sink: &mut Sink<'_>) {
    let what = What::Locked {
        ecosystem: Ecosystem::Hex,
        name: name.text.to_owned(),
        version: version.to_owned(),
        importer: String::new(),
        requirement: String::new(),
    };
    sink.push(name.span(), what);
}

/// Options by which a pair is known for a dependency where no version stands in it.
const OPTIONS: &[&str] = &["branch", "git", "github", "hex", "only", "optional", "override", "ref", "runtime", "tag"];

/// Pairs such as `{:stripity_stripe, "~> 3.0", only: :dev}`.
fn manifest(text: &str, sink: &mut Sink<'_>) {
    let program = Program::new(text, &program::HASHED);
    let code = program.code();
    program.environment(sink);
    for open in 0..code.len() {
        let begins = code.punct(open, b'{') && code.punct(open + 1, b':') && code.punct(open + 3, b',');
        let Some(_) = program.name(open + 2).filter(|_| begins) else { continue };
        let close = code.mate(open);
        let inside = open + 4..if close > open { close } else { code.len().min(open + 64) };
        let first = inside.clone().find(|&at| code.kind(at) != Some(Kind::Newline)).unwrap_or(open);
        let version = program.string(first).map_or("", |part| part.text);
        let dated =
            version.trim_start_matches(['~', '>', '<', '=', '!', ' ']).starts_with(|c: char| c.is_ascii_digit());
        let option = |key: &str| program.keyed(inside.clone(), key);
        let known = dated || OPTIONS.iter().any(|key| option(key).is_some());
        if !known || option("path").is_some() || option("in_umbrella").is_some() {
            continue;
        }
        // The name in the registry, where it is another.
        let named = option("hex").map(|at| if code.punct(at, b':') { at + 1 } else { at });
        let name = program.part(named.unwrap_or(open + 2));
        let dev = option("only").is_some_and(|at| is_dev(&program, at, inside.end));
        let scope = match option("optional") {
            _ if dev => Scope::Dev,
            Some(at) if code.is(at, "true") => Scope::Optional,
            _ => Scope::Product,
        };
        tell(name, if dated { version.to_owned() } else { String::new() }, scope, sink);
    }
}

/// Whether the environments at `at`, `:dev` or `[:dev, :test]`, are none of the product's.
fn is_dev(program: &Program<'_>, at: usize, end: usize) -> bool {
    let code = program.code();
    let range: Range<usize> = if code.punct(at, b'[') { at..code.mate(at).max(at) } else { at..(at + 2).min(end) };
    let mut names = range.filter_map(|k| program.name(k)).peekable();
    names.peek().is_some() && names.all(|name| matches!(name, "dev" | "docs" | "test"))
}

/// `"name": {:hex, :name, "1.0.0", …},`, one a line.
fn lock(text: &str, sink: &mut Sink<'_>) {
    for line in lines(text) {
        let all = line.trimmed();
        let Some((name, rest)) = all.text.strip_prefix('"').and_then(|rest| rest.split_once('"')) else { continue };
        let Some(version) = rest.split_once("{:hex, ").and_then(|(_, rest)| rest.split('"').nth(1)) else { continue };
        if version.starts_with(|c: char| c.is_ascii_digit()) {
            fix(Part { start: all.start + 1, text: name }, version, sink);
        }
    }
}
