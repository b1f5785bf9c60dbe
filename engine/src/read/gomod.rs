//! Go: `go.mod`. Its versions are exact, so it is manifest and lock in one.
//! <https://go.dev/ref/mod#go-mod-file>

use super::lines::{Part, lines};
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, What};
use crate::path;
use std::collections::HashSet;

/// Reads it.
pub const READER: Reader = Reader { name: "go.mod", wants, read };

fn wants(path: &str) -> bool {
    path::name(path) == "go.mod"
}

/// A module path with its place, and its version; empty where none is given.
type Module<'a> = (Part<'a>, &'a str, Scope);

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut modules: Vec<Module<'_>> = Vec::new();
    // Modules that are taken from a folder of the code base.
    let mut local = HashSet::new();
    let mut block = "";
    for line in lines(file.text) {
        let all = line.trimmed();
        let (code, comment) = all.text.split_once("//").unwrap_or((all.text, ""));
        let mut rest = Part { start: all.start, text: code.trim_end() };
        let mut directive = block;
        if block.is_empty() {
            let word;
            (word, rest) = first_word(rest);
            directive = word.text;
            if rest.text.starts_with('(') {
                block = directive;
                continue;
            }
        } else if rest.text == ")" {
            block = "";
            continue;
        }
        let (module, rest) = first_word(rest);
        let mut words = rest.text.split_whitespace();
        if module.text.is_empty() {
            continue;
        }
        match directive {
            "require" if comment.trim_start().starts_with("indirect") => {}
            "require" => modules.push((module, words.next().unwrap_or(""), Scope::Product)),
            "tool" => modules.push((module, "", Scope::Dev)),
            "replace" if words.any(|word| word == "=>") && words.next().is_some_and(|to| to.starts_with('.')) => {
                local.insert(module.text);
            }
            _ => {}
        }
    }
    for (module, version, scope) in modules.iter().filter(|(module, ..)| !local.contains(module.text)) {
        let what = What::Dependency {
            ecosystem: Ecosystem::Go,
            name: module.text.to_owned(),
            requirement: (*version).to_owned(),
            scope: *scope,
        };
        sink.push(module.span(), what);
    }
    Ok(())
}

/// The first word, without quotes, and what stands behind it.
fn first_word(part: Part<'_>) -> (Part<'_>, Part<'_>) {
    let end = part.text.find(char::is_whitespace).unwrap_or(part.text.len());
    let (word, behind) = part.text.split_at(end);
    let rest = behind.trim_start();
    let bare = word.trim_start_matches(['"', '`']);
    let word_start = part.start + word.len() - bare.len();
    let rest_start = part.start + part.text.len() - rest.len();
    (Part { start: word_start, text: bare.trim_end_matches(['"', '`']) }, Part { start: rest_start, text: rest })
}
