//! The older ways in which a Python package says what it asks for: `setup.cfg`, and `setup.py` as far as it can be read
//! without running it.

use super::lines::{Part, lines};
use super::python::group_scope;
use super::python_requirement::{parse, tell};
use crate::facts::{Scope, Sink};

/// `setup.cfg`: `install_requires` and its kin below `[options]`, and the extras.
pub fn cfg(text: &str, sink: &mut Sink<'_>) {
    let mut section = "";
    let mut scope = None;
    for line in lines(text) {
        let all = line.trimmed();
        if all.text.is_empty() || all.text.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = all.text.strip_prefix('[') {
            section = name.trim_end_matches(']');
            scope = None;
            continue;
        }
        let mut value = all;
        // A key stands at the margin, the lines of its value do not.
        if !line.text.starts_with([' ', '\t']) {
            let Some((key, rest)) = all.text.split_once(['=', ':']) else { continue };
            scope = match (section, key.trim()) {
                ("options", "install_requires") => Some(Scope::Product),
                ("options", "tests_require" | "setup_requires") => Some(Scope::Dev),
                ("options.extras_require", extra) => Some(group_scope(extra, Scope::Optional)),
                _ => None,
            };
            let rest = rest.trim_start();
            value = Part { start: all.start + all.text.len() - rest.len(), text: rest };
        }
        if let (Some(scope), Some(requirement)) = (scope, parse(value)) {
            tell(&requirement, scope, sink);
        }
    }
}

/// The arguments of `setup()` that ask for packages.
const ARGUMENTS: [(&str, Scope); 4] = [
    ("install_requires", Scope::Product),
    ("extras_require", Scope::Optional),
    ("tests_require", Scope::Dev),
    ("setup_requires", Scope::Dev),
];

/// `setup.py`: the strings in the lists that the arguments of `setup()` are set to, there or by a name before.
pub fn py(text: &str, sink: &mut Sink<'_>) {
    for (argument, scope) in ARGUMENTS {
        let Some(value) = assigned(text, argument) else { continue };
        let rest = &text[value..];
        let name_end = rest.bytes().position(|b| !(b.is_ascii_alphanumeric() || b == b'_')).unwrap_or(rest.len());
        let value = match &rest[..name_end] {
            "" => Some(value),
            name => assigned(text, name),
        };
        if let Some(value) = value {
            literals(text, value, scope, sink);
        }
    }
}

/// Where the value begins that the text assigns to a name: behind `name =`.
fn assigned(text: &str, name: &str) -> Option<usize> {
    text.match_indices(name).find_map(|(at, _)| {
        let is_word = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
        if at > 0 && text.as_bytes().get(at - 1).is_some_and(is_word) {
            return None;
        }
        let rest = &text[at + name.len()..];
        let value = rest.trim_start().strip_prefix('=').filter(|value| !value.starts_with('='))?.trim_start();
        Some(text.len() - value.len())
    })
}

/// Tells the strings of the list or dictionary that begins at `at`. In a dictionary a string before `:` names an extra.
fn literals(text: &str, mut at: usize, scope: Scope, sink: &mut Sink<'_>) {
    let bytes = text.as_bytes();
    let mut depth = 0u32;
    let mut group = scope;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'[' | b'{' | b'(' => depth += 1,
            b']' | b'}' | b')' if depth <= 1 => return,
            b']' | b'}' | b')' => depth -= 1,
            b'#' => at = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |i| at + i),
            b'"' | b'\'' => {
                let Some(length) = memchr::memchr2(byte, b'\n', &bytes[at + 1..]) else { return };
                let part = Part { start: at + 1, text: text.get(at + 1..at + 1 + length).unwrap_or("") };
                at += length + 1;
                let behind = text.get(at + 1..).unwrap_or("").trim_start();
                if behind.starts_with(':') {
                    group = group_scope(part.text, scope);
                } else if let Some(requirement) = parse(part) {
                    tell(&requirement, group, sink);
                }
            }
            _ if depth == 0 => return,
            _ => {}
        }
        at += 1;
    }
}
