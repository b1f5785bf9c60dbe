//! Compose files: images that are run, and the variables that containers are given or the file itself takes.

use super::image::push_image;
use super::script::push_script;
use super::variable::{declare, declare_all, interpolations, is_capital_name};
use super::yaml::{self, Node};
use super::{File, ReadError, Reader};
use crate::facts::{Sink, Usage, What};
use crate::{path, source, url};
use std::collections::HashSet;

/// Reads it.
pub const READER: Reader = Reader { name: "docker compose", wants, read };

pub(super) fn wants(path: &str) -> bool {
    let name = path::name(path);
    let Some(stem) = name.strip_suffix(".yml").or_else(|| name.strip_suffix(".yaml")) else { return false };
    stem.split(['.', '-', '_']).any(|part| part == "compose")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let (documents, error) = yaml::documents(file.text);
    let is_service = |node: &Node<'_>| node.get("image").is_some() || node.get("build").is_some();
    let is_compose = |top: &Node<'_>| {
        ["services", "include"].iter().any(|key| top.get(key).is_some())
            || top.entries().iter().any(|entry| is_service(&entry.value))
    };
    if documents.iter().any(is_compose) {
        sink.push_file(What::Config { key: "docker-compose".into() });
    }
    let mut programs = Vec::new();
    for top in &documents {
        for part in top.entries() {
            // Shared parts, and services of the first version of the format or of a part of a file.
            if part.key.starts_with("x-") || (part.key != "services" && is_service(&part.value)) {
                read_service(sink, &part.value, &mut programs);
            }
        }
        for service in top.get("services").map_or(&[][..], Node::entries) {
            read_service(sink, &service.value, &mut programs);
        }
    }
    push_interpolations(file.text, sink);
    push_taken_inside(file.text, sink);
    error.map_or(Ok(()), Err)
}

fn read_service(sink: &mut Sink<'_>, service: &Node<'_>, programs: &mut Vec<String>) {
    if service.alias {
        return;
    }
    let text = sink.text();
    for entry in service.entries().iter().filter(|entry| !entry.value.alias) {
        let value = &entry.value;
        match &*entry.key {
            // An image that is built here has its own name, which names nothing of others'.
            "image" if service.get("build").is_none() => {
                push_image(sink, value.span.clone(), value.text().unwrap_or(""), false);
            }
            "environment" => declare_all(sink, value),
            "build" => {
                if let Some(args) = value.get("args") {
                    declare_all(sink, args);
                }
            }
            "command" | "entrypoint" => {
                if let Some(line) = value.text() {
                    if !line.starts_with('-') {
                        push_script(sink, value.span.start, &text[value.span.clone()], programs);
                    }
                } else if let Some(first) = value.items().first() {
                    push_script(sink, first.span.start, &text[first.span.clone()], programs);
                }
            }
            "labels" => value.each_scalar(&entry.key, &mut |key, node| {
                let text = node.text().unwrap_or("");
                let label = if key == "labels" { text } else { key };
                if label.starts_with("traefik.") {
                    sink.push(node.span.clone(), What::Config { key: "compose-label:traefik".into() });
                }
                if ["certresolver", "acme"].iter().any(|word| label.contains(word)) {
                    sink.push(node.span.clone(), What::Config { key: "compose-label:acme".into() });
                }
            }),
            "image" | "container_name" => {}
            _ => value.each_scalar(&entry.key, &mut |_, node| {
                url::push_urls(sink, node.span.start, &text[node.span.clone()], Usage::Value);
            }),
        }
    }
}

/// Adds each variable that a command takes inside its container, `$$NAME`, once.
fn push_taken_inside(text: &str, sink: &mut Sink<'_>) {
    let mut seen: HashSet<&str> = HashSet::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), b"$$") {
        let line = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at];
        let rest = text[at + 2..].trim_start_matches('{');
        let name = &rest[..rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len())];
        let start = text.len() - rest.len();
        if is_capital_name(name)
            && !source::is_builtin(name)
            && !line.trim_start().starts_with('#')
            && seen.insert(name)
        {
            sink.push(start..start + name.len(), What::EnvRead { name: name.into(), required: None });
        }
    }
}

/// Adds each variable that the file takes from its surroundings, once.
fn push_interpolations(text: &str, sink: &mut Sink<'_>) {
    let mut seen: HashSet<String> = HashSet::new();
    for fact in sink.facts() {
        if let What::EnvDeclared { name, .. } = &fact.what {
            seen.insert(name.clone());
        }
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let code = line.trim_start();
        if code.starts_with('#') {
            push_commented(sink, start + line.len() - code.len(), code);
            continue;
        }
        for (span, name, rest) in interpolations(line) {
            if !seen.contains(name) {
                seen.insert(name.to_owned());
                let default = rest.trim_start_matches(':').strip_prefix('-').is_some_and(|value| !value.is_empty());
                declare(sink, start + span.start..start + span.end, name, default);
            }
        }
    }
}

/// A variable that an example leaves out: `# NAME: value` or `# - NAME=value`.
fn push_commented(sink: &mut Sink<'_>, at: usize, comment: &str) {
    let code = comment.trim_start_matches(['#', ' ', '-', '\t']);
    let end = code.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(code.len());
    let rest = &code[end..];
    if is_capital_name(&code[..end]) && (rest.starts_with('=') || rest.starts_with(": ")) && rest.split(' ').count() < 4
    {
        let from = at + comment.len() - code.len();
        declare(sink, from..from + end, &code[..end], false);
    }
}
