//! Makefiles and justfiles: the programs of their recipes, and the variables that these take from their environment.

use super::script::push_script;
use super::{File, ReadError, Reader};
use crate::facts::{Sink, What};
use crate::path;
use crate::source::{is_builtin, is_env_name};
use std::borrow::Cow;
use std::collections::HashSet;

/// Reads it.
pub const READER: Reader = Reader { name: "makefile", wants, read };

fn is_justfile(path: &str) -> bool {
    matches!(path::name(path), ".justfile" | "Justfile" | "justfile") || path::extension(path) == "just"
}

fn wants(path: &str) -> bool {
    matches!(path::name(path), "GNUmakefile" | "Makefile" | "makefile")
        || path::extension(path) == "mk"
        || is_justfile(path)
}

/// Functions by which a justfile takes a variable.
const LOOKUPS: &[&str] = &["env(", "env_var(", "env_var_or_default("];

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let just = is_justfile(file.path);
    let own = assigned(file.text);
    let mut programs = Vec::new();
    let mut seen = HashSet::new();
    let mut at = 0;
    while let Some(raw) = file.text.get(at..).map(continued).filter(|raw| !raw.is_empty()) {
        let start = at;
        at += raw.len();
        let recipe = raw.starts_with('\t') || just && raw.starts_with("  ");
        if just {
            looked_up(sink, start, raw, &mut seen);
        }
        if !recipe {
            continue;
        }
        let command = raw.trim_start().trim_start_matches(['@', '-', '+']).trim_start();
        if command.starts_with('#') {
            continue;
        }
        let base = start + raw.len() - raw.trim_start().trim_start_matches(['@', '-', '+']).trim_start().len();
        // A makefile's own `$(NAME)` is no command.
        push_script(
            sink,
            base,
            &if just { Cow::Borrowed(command) } else { without_references(command) },
            &mut programs,
        );
        // In a makefile the shell's own `$` is written twice.
        let mark = if just { "$" } else { "$$" };
        for (found, _) in command.match_indices(mark) {
            let rest = &command[found + mark.len()..];
            let braced = usize::from(rest.starts_with('{'));
            let name = &rest[braced..];
            let name = &name[..name.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count()];
            if is_env_name(name) && !is_builtin(name) && !own.contains(name) && seen.insert(name) {
                let defaulted = braced == 1 && rest[1 + name.len()..].starts_with([':', '-']);
                let span = base + found + mark.len() + braced;
                let what = What::EnvRead { name: name.to_owned(), required: defaulted.then_some(false) };
                sink.push(span..span + name.len(), what);
            }
        }
    }
    Ok(())
}

/// The text's first line, with those on which it goes on.
fn continued(text: &str) -> &str {
    let mut end = 0;
    for line in text.split_inclusive('\n') {
        end += line.len();
        if !line.trim_end_matches(['\r', '\n']).ends_with('\\') {
            break;
        }
    }
    text.get(..end).unwrap_or(text)
}

/// The command with what make puts in its place, `$(NAME)`, blanked; every byte keeps its place.
fn without_references(command: &str) -> Cow<'_, str> {
    if !command.contains("$(") {
        return Cow::Borrowed(command);
    }
    let mut out = String::with_capacity(command.len());
    let mut rest = command;
    while let Some(at) = rest.find("$(") {
        // Written twice it is the shell's.
        let shell = rest[..at].ends_with('$');
        let end = rest[at..].find(')').map_or(rest.len(), |end| at + end + 1);
        out.push_str(&rest[..at]);
        if shell {
            out.push_str(&rest[at..end]);
        } else {
            out.extend(std::iter::repeat_n('_', end - at));
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Names that the file gives a value itself: `NAME = x`, `NAME := x`, `export NAME=x`, or a recipe's `NAME=x;`.
fn assigned(text: &str) -> HashSet<&str> {
    let mut out = HashSet::new();
    for (at, _) in text.match_indices('=') {
        let before = text[..at].trim_end_matches([':', '?', '+', '!']).trim_end_matches(' ');
        let length = before.bytes().rev().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        out.insert(&before[before.len() - length..]);
    }
    out
}

/// `env_var("NAME")`, `env("NAME", "default")`.
fn looked_up<'a>(sink: &mut Sink<'_>, start: usize, line: &'a str, seen: &mut HashSet<&'a str>) {
    for lookup in LOOKUPS {
        for (found, _) in line.match_indices(lookup) {
            if line[..found].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
                continue;
            }
            let rest = &line[found + lookup.len()..];
            let Some(text) = rest.trim_start().strip_prefix(['"', '\'']) else { continue };
            let name = &text[..text.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count()];
            if is_env_name(name) && seen.insert(name) {
                let defaulted =
                    lookup.contains("default") || text[name.len()..].trim_start_matches(['"', '\'']).starts_with(',');
                let span = start + (name.as_ptr() as usize - line.as_ptr() as usize);
                let required = if defaulted { Some(false) } else { Some(true) };
                sink.push(span..span + name.len(), What::EnvRead { name: name.to_owned(), required });
            }
        }
    }
}
