//! Dockerfiles: bases, build arguments, variables, and the programs of each step.

use super::image::push_image;
use super::script::push_script;
use super::variable::{declare, is_capital_name, push_value};
use super::{File, ReadError, Reader};
use crate::facts::{Sink, Usage, What};
use crate::{path, url};
use std::collections::HashSet;

/// Reads it.
pub const READER: Reader = Reader { name: "dockerfile", wants, read };

pub(super) fn wants(path: &str) -> bool {
    let name = path::name(path);
    let lower = name.to_ascii_lowercase();
    (lower.starts_with("dockerfile") || lower.starts_with("containerfile") || lower.ends_with(".dockerfile"))
        && !matches!(path::extension(&lower), "md" | "ts" | "js" | "py" | "go" | "rs" | "json" | "dockerignore")
}

/// An instruction with its arguments, over all its lines.
struct Instruction<'a> {
    word: String,
    at: usize,
    text: &'a str,
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    sink.push_file(What::Config { key: "dockerfile".into() });
    let mut stages: HashSet<String> = HashSet::new();
    let mut defaults: Vec<(String, String)> = Vec::new();
    let mut programs = Vec::new();
    for Instruction { word, at, text } in instructions(file.text) {
        match word.as_str() {
            "FROM" => from(sink, at, text, &mut stages, &defaults),
            "ARG" => {
                for (span, pair) in pairs(text) {
                    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
                    let value = value.trim_matches(['"', '\'']);
                    let start = at + span.start;
                    declare(sink, start..start + name.len(), name, !value.is_empty());
                    push_value(sink, start + name.len(), name, &pair[name.len()..]);
                    if defaults.len() < 200 {
                        defaults.push((name.to_owned(), value.to_owned()));
                    }
                }
            }
            "ENV" => env(sink, at, text),
            "COPY" => {
                let image = text.split_whitespace().find_map(|word| word.strip_prefix("--from="));
                if let Some(image) = image.filter(|image| !is_stage(image, &stages)) {
                    let start = at + text.find(image).unwrap_or(0);
                    push_image(sink, start..start + image.len(), image, true);
                }
            }
            "ADD" => url::push_urls(sink, at, text, Usage::Call),
            "LABEL" => url::push_urls(sink, at, text, Usage::Link),
            "RUN" | "CMD" | "ENTRYPOINT" | "HEALTHCHECK" => run(sink, at, text, &mut programs),
            _ => {}
        }
    }
    Ok(())
}

/// The file's instructions: lines joined where they end in `\`, or to the end of a here-document.
fn instructions(text: &str) -> Vec<Instruction<'_>> {
    let mut out: Vec<Instruction<'_>> = Vec::new();
    let mut at = 0;
    // Where the instruction at hand begins, and the word that ends its here-document.
    let mut open: Option<usize> = None;
    let mut heredoc: Option<&str> = None;
    for raw in text.split_inclusive('\n') {
        let start = at;
        at += raw.len();
        let line = raw.trim();
        if let Some(word) = heredoc {
            if line != word {
                continue;
            }
            heredoc = None;
        } else {
            if open.is_none() && (line.is_empty() || line.starts_with('#')) {
                continue;
            }
            let begins = open.is_none();
            open.get_or_insert(start);
            if line.ends_with('\\') || (!begins && (line.is_empty() || line.starts_with('#'))) {
                continue;
            }
            let word = line.split_once("<<").map(|(_, rest)| rest.trim_start_matches(['-', '"', '\'']));
            heredoc = word.and_then(|word| {
                let end = word.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(word.len());
                word.get(..end).filter(|word| !word.is_empty())
            });
            if heredoc.is_some() {
                continue;
            }
        }
        push_instruction(&mut out, text, open.take().unwrap_or(start), at);
    }
    if let Some(start) = open {
        push_instruction(&mut out, text, start, text.len());
    }
    out
}

fn push_instruction<'a>(out: &mut Vec<Instruction<'a>>, text: &'a str, start: usize, end: usize) {
    let raw = &text[start..end];
    let lead = raw.len() - raw.trim_start().len();
    let length = raw[lead..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(raw.len() - lead);
    let at = lead + length;
    out.push(Instruction { word: raw[lead..at].to_ascii_uppercase(), at: start + at, text: &raw[at..] });
}

fn is_stage(name: &str, stages: &HashSet<String>) -> bool {
    name.bytes().all(|b| b.is_ascii_digit()) || stages.contains(&name.to_ascii_lowercase())
}

fn from(sink: &mut Sink<'_>, at: usize, text: &str, stages: &mut HashSet<String>, defaults: &[(String, String)]) {
    let mut words = text.split_whitespace().filter(|word| !word.starts_with("--"));
    let Some(image) = words.next() else { return };
    let start = at + text.find(image).unwrap_or(0);
    if !is_stage(image, stages) {
        push_image(sink, start..start + image.len(), &with_arguments(image, defaults), true);
    }
    if words.next().is_some_and(|word| word.eq_ignore_ascii_case("as")) {
        stages.extend(words.next().map(str::to_ascii_lowercase));
    }
}

/// The text with `$NAME` and `${NAME}` replaced by the defaults of arguments.
fn with_arguments(text: &str, defaults: &[(String, String)]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for (span, name, rest) in super::variable::interpolations(text) {
        let value = defaults.iter().rev().find(|(known, value)| known == name && !value.is_empty());
        if let (Some((_, value)), true) = (value, rest.is_empty()) {
            out.push_str(&text[from..span.start]);
            out.push_str(value);
            from = span.end;
        }
    }
    out.push_str(&text[from..]);
    out
}

/// The words of a step's arguments, quotes kept together, without the backslashes that join lines.
fn pairs(text: &str) -> Vec<(std::ops::Range<usize>, &str)> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut start = None;
    let mut quote = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let space = byte.is_ascii_whitespace() && quote == 0;
        if space || (byte == b'\\' && matches!(bytes.get(at + 1), Some(b'\n' | b'\r'))) {
            if let Some(start) = start.take() {
                out.push((start..at, &text[start..at]));
            }
            continue;
        }
        start.get_or_insert(at);
        match byte {
            b'"' | b'\'' if quote == 0 => quote = byte,
            _ if byte == quote => quote = 0,
            _ => {}
        }
    }
    if let Some(start) = start {
        out.push((start..bytes.len(), &text[start..]));
    }
    out
}

fn env(sink: &mut Sink<'_>, at: usize, text: &str) {
    let words = pairs(text);
    let Some((first, name)) = words.first() else { return };
    if !name.contains('=') {
        // The old form, `ENV NAME the rest`.
        declare(sink, at + first.start..at + first.end, name, words.len() > 1);
        push_value(sink, at + first.end, name, &text[first.end..]);
        return;
    }
    for (span, word) in words {
        if let Some((name, value)) = word.split_once('=') {
            let start = at + span.start;
            declare(sink, start..start + name.len(), name, !value.trim_matches(['"', '\'']).is_empty());
            push_value(sink, start + name.len() + 1, name, value);
        }
    }
}

fn run(sink: &mut Sink<'_>, at: usize, text: &str, programs: &mut Vec<String>) {
    for word in text.split_whitespace().take(40).filter(|word| word.starts_with("--mount=type=secret")) {
        let id = word.split([',', '=']).skip_while(|part| *part != "id").nth(1).unwrap_or("");
        if is_capital_name(id) {
            let start = at + text.find(word).unwrap_or(0);
            declare(sink, start..start + word.len(), id, false);
        }
    }
    // `["redis-server", "--port"]`: the first item is the program.
    let lead = text.trim_start();
    if let Some(list) = lead.strip_prefix('[') {
        let start = text.len() - list.len();
        let first = list.split(',').next().unwrap_or("").trim_end_matches([']', '\r', '\n', ' ']);
        push_script(sink, at + start, first, programs);
        url::push_urls(sink, at + start + first.len(), &list[first.len()..], Usage::Value);
        return;
    }
    let mut start = 0;
    // The last line of a here-document only ends it.
    let text = match text.trim_end().rfind('\n') {
        Some(end) if text.trim_start().starts_with("<<") => &text[..end],
        _ => text,
    };
    let bytes = text.as_bytes();
    // Flags of the step itself, `--mount=…`, and HEALTHCHECK's `CMD`.
    loop {
        while bytes.get(start).is_some_and(|b| b.is_ascii_whitespace() || *b == b'\\') {
            start += 1;
        }
        let rest = &text[start..];
        if rest.starts_with("--") || rest.starts_with("CMD ") || rest.starts_with("<<") {
            start += rest.find([' ', '\t', '\n']).unwrap_or(rest.len());
        } else {
            break;
        }
    }
    push_script(sink, at + start, &text[start..], programs);
}
