//! Ruby: `Gemfile`, `*.gemspec` and `Gemfile.lock`.
//!
//! The first two are programs. What they ask for is read off the calls that everybody writes on lines of their own.

use super::lines::{Line, Part, lines};
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, What};
use crate::path;
use std::collections::HashSet;

/// Reads it.
pub const READER: Reader = Reader { name: "gem", wants, read };

fn wants(path: &str) -> bool {
    matches!(path::name(path), "Gemfile" | "gems.rb" | "Gemfile.lock" | "gems.locked")
        || path::extension(path) == "gemspec"
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    match file.name() {
        "Gemfile" | "gems.rb" => gemfile(file.text, sink),
        "Gemfile.lock" | "gems.locked" => lock(file.text, sink),
        _ => gemspec(file.text, sink),
    }
    Ok(())
}

/// The groups that are not for the product.
const DEV_GROUPS: &[&str] =
    &["ci", "console", "debug", "deploy", "dev", "development", "doc", "lint", "rubocop", "test", "tools"];

/// The scope that a list of groups, `:development, :test`, gives: the product's if any group is.
fn groups_scope(list: &str) -> Scope {
    let mut names = list
        .split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|name| !name.is_empty() && !matches!(*name, "group" | "groups" | "do" | "optional" | "true"))
        .peekable();
    let dev = names.peek().is_some() && names.all(|name| DEV_GROUPS.contains(&name));
    if dev { Scope::Dev } else { Scope::Product }
}

/// A `Gemfile`.
/// <https://bundler.io/man/gemfile.5.html>
fn gemfile(text: &str, sink: &mut Sink<'_>) {
    // For each block that is open, the scope of what stands in it.
    let mut blocks: Vec<Scope> = Vec::new();
    let mut rest = lines(text).peekable();
    while let Some(line) = rest.next() {
        let code = without_comment(line);
        let outer = blocks.last().copied().unwrap_or(Scope::Product);
        if let Some(arguments) = call(code, "gem") {
            let mut options = arguments.text.to_owned();
            while options.trim_end().ends_with(',')
                && let Some(next) = rest.next()
            {
                options.push_str(without_comment(next).text);
            }
            gem(arguments, &options, outer, sink);
            continue;
        }
        let word = code.text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap_or("");
        let opens = code.text.ends_with(" do") || code.text.ends_with('|') && code.text.contains(" do |");
        match word {
            "end" => {
                blocks.pop();
            }
            "group" | "groups" if opens => blocks.push(match groups_scope(&code.text[word.len()..]) {
                Scope::Dev => Scope::Dev,
                _ => outer,
            }),
            "if" | "unless" | "case" | "begin" | "def" | "while" => blocks.push(outer),
            _ if opens => blocks.push(outer),
            _ => {}
        }
    }
}

/// Tells one `gem "name", "~> 1.0", group: :test`. `options` is the whole call, which may go over several lines.
fn gem(arguments: Part<'_>, options: &str, outer: Scope, sink: &mut Sink<'_>) {
    let Some(name) = literal(arguments) else { return };
    let has = |key: &str| options.contains(&format!("{key}:")) || options.contains(&format!(":{key} =>"));
    if has("path") {
        return;
    }
    let scope = ["group: ", "groups: ", ":group => ", ":groups => "]
        .iter()
        .find_map(|key| options.split_once(key))
        .map_or(outer, |(_, groups)| {
            let list = groups.strip_prefix('[').and_then(|list| list.split(']').next());
            groups_scope(list.unwrap_or_else(|| groups.split(',').next().unwrap_or(groups)))
        });
    tell(name, requirement(options), scope, sink);
}

fn tell(name: Part<'_>, requirement: String, scope: Scope, sink: &mut Sink<'_>) {
    let what = What::Dependency { ecosystem: Ecosystem::Gem, name: name.text.to_owned(), requirement, scope };
    sink.push(name.span(), what);
}

/// The version strings behind the name, joined as the lock does: `~> 1.0, >= 1.0.2`.
fn requirement(arguments: &str) -> String {
    let mut found: Vec<&str> = Vec::new();
    for argument in arguments.split(',').skip(1) {
        let argument = argument.trim().trim_start_matches(['[', '(']);
        let Some(quote) = argument.chars().next().filter(|c| matches!(c, '"' | '\'')) else { break };
        let Some((version, _)) = argument[1..].split_once(quote) else { break };
        let number = version.trim_start_matches(['~', '>', '<', '=', '!', ' ']);
        if !number.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        found.push(version);
    }
    found.join(", ")
}

/// `spec.add_dependency "name", "~> 1.0"` and its kin.
fn gemspec(text: &str, sink: &mut Sink<'_>) {
    for line in lines(text) {
        let code = without_comment(line);
        let Some(dot) = code.text.find(".add_") else { continue };
        let called = Part { start: code.start + dot + 1, text: &code.text[dot + 1..] };
        for (method, scope) in [
            ("add_dependency", Scope::Product),
            ("add_runtime_dependency", Scope::Product),
            ("add_development_dependency", Scope::Dev),
        ] {
            if let Some(arguments) = call(called, method)
                && let Some(name) = literal(arguments)
            {
                tell(name, requirement(arguments.text), scope, sink);
            }
        }
    }
}

/// The arguments of `name …` or `name(…)`, where the line begins with that.
fn call<'a>(code: Part<'a>, name: &str) -> Option<Part<'a>> {
    let rest = code.text.strip_prefix(name)?;
    let arguments = rest.trim_start_matches(['(', ' ', '\t']);
    (arguments.len() < rest.len())
        .then_some(Part { start: code.start + code.text.len() - arguments.len(), text: arguments })
}

/// The string that the text begins with: `"name"`, `'name'`, `%q<name>`.
fn literal(part: Part<'_>) -> Option<Part<'_>> {
    let (open, close) = match part.text.as_bytes().first()? {
        b'"' => ("\"", '"'),
        b'\'' => ("'", '\''),
        b'%' => ("%q<", '>'),
        _ => return None,
    };
    let (name, _) = part.text.strip_prefix(open)?.split_once(close)?;
    let valid = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    valid.then_some(Part { start: part.start + open.len(), text: name })
}

/// The line up to a comment: a `#` at its beginning or behind a space.
fn without_comment(line: Line<'_>) -> Part<'_> {
    let all = line.trimmed();
    let end = if all.text.starts_with('#') { 0 } else { all.text.find(" #").unwrap_or(all.text.len()) };
    Part { start: all.start, text: all.text[..end].trim_end() }
}

/// `Gemfile.lock`: sections at the margin. Below `specs:` four spaces, name and version; below `DEPENDENCIES` two spaces,
/// the names that the Gemfile asks for, with `!` where it says whence.
fn lock(text: &str, sink: &mut Sink<'_>) {
    let mut section = "";
    let mut specs: Vec<(Part<'_>, &str)> = Vec::new();
    let mut asked = HashSet::new();
    for line in lines(text) {
        let all = line.trimmed();
        match line.indent() {
            0 if !all.text.is_empty() => section = all.text,
            2 if section == "DEPENDENCIES" => {
                asked.insert(all.text.split([' ', '!']).next().unwrap_or(""));
            }
            4 if matches!(section, "GEM" | "GIT") => {
                let Some((name, version)) = all.text.split_once(" (") else { continue };
                // A platform stands behind the version: `1.16.0-x86_64-linux`.
                let version = version.split([')', '-']).next().unwrap_or("");
                let spec = (Part { start: all.start, text: name }, version);
                if specs.last().is_none_or(|(last, v)| (last.text, *v) != (name, version)) {
                    specs.push(spec);
                }
            }
            _ => {}
        }
    }
    for (name, version) in specs.iter().filter(|(name, version)| asked.contains(name.text) && !version.is_empty()) {
        let what = What::Locked {
            ecosystem: Ecosystem::Gem,
            name: name.text.to_owned(),
            version: (*version).to_owned(),
            importer: String::new(),
            requirement: String::new(),
        };
        sink.push(name.span(), what);
    }
}
