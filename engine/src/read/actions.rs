//! GitHub's workflows and composite actions (Gitea and Forgejo write the same): actions, secrets, variables, images, and
//! what the steps run.

use super::image::push_image;
use super::script::push_script;
use super::variable::{declare, declare_all, is_name, push_value};
use super::yaml::{self, Entry, Value};
use super::{File, ReadError, Reader};
use crate::facts::{Sink, What};
use crate::path;

/// Reads it.
pub const READER: Reader = Reader { name: "github actions", wants, read };

/// The forges' folders, and what a workflow in each is called.
const FORGES: &[(&str, &str)] =
    &[(".github", "github-workflow"), (".gitea", "gitea-workflow"), (".forgejo", "forgejo-workflow")];

fn forge(path: &str) -> Option<(&'static str, &str)> {
    FORGES.iter().find_map(|(folder, key)| {
        let at = path.find(folder)?;
        let rest = path[at + folder.len()..].strip_prefix('/')?;
        (at == 0 || path.as_bytes()[at - 1] == b'/').then_some((*key, rest))
    })
}

pub(super) fn wants(path: &str) -> bool {
    if !matches!(path::extension(path), "yml" | "yaml") {
        return false;
    }
    let action = matches!(path::name(path), "action.yml" | "action.yaml");
    match forge(path) {
        Some((_, rest)) => rest.starts_with("workflows/") || (rest.starts_with("actions/") && action),
        None => action,
    }
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let (documents, error) = yaml::documents(file.text);
    let is_action = |doc: &yaml::Node<'_>| doc.get("runs").is_some() || doc.get("jobs").is_some();
    if !documents.iter().any(is_action) && error.is_none() {
        return Ok(());
    }
    if let Some((key, rest)) = forge(file.path)
        && rest.starts_with("workflows/")
    {
        sink.push_file(What::Config { key: key.to_owned() });
    }
    let mut programs = Vec::new();
    for document in &documents {
        document.each_entry(&mut |entry| read_entry(sink, entry, &mut programs));
    }
    push_expressions(file.text, sink);
    error.map_or(Ok(()), Err)
}

fn read_entry(sink: &mut Sink<'_>, entry: &Entry<'_>, programs: &mut Vec<String>) {
    let value = &entry.value;
    if value.alias {
        return;
    }
    let text = value.text().unwrap_or("");
    match &*entry.key {
        "uses" if text.starts_with("docker://") => push_image(sink, value.span.clone(), text, false),
        "uses" if !text.starts_with('.') => {
            if let Some((name, version)) = text.split_once('@') {
                let what = What::Action { name: name.to_owned(), version: version.to_owned() };
                sink.push(value.span.clone(), what);
            }
        }
        "env" => declare_all(sink, value),
        "secrets" if text.is_empty() => {
            for secret in value.entries() {
                declare(sink, secret.key_span.clone(), &secret.key, false);
            }
        }
        "container" if !text.is_empty() => push_image(sink, value.span.clone(), text, false),
        "container" => {
            if let Some(image) = value.get("image") {
                push_image(sink, image.span.clone(), image.text().unwrap_or(""), false);
            }
        }
        "services" => {
            for service in value.entries() {
                if let Some(image) = service.value.get("image") {
                    push_image(sink, image.span.clone(), image.text().unwrap_or(""), false);
                }
            }
        }
        "run" => {
            let raw = sink.text().get(value.span.clone()).unwrap_or("");
            push_script(sink, value.span.start, raw, programs);
        }
        "with" => {
            for input in value.entries().iter().filter(|input| matches!(input.value.value, Value::Scalar(_))) {
                let raw = sink.text().get(input.value.span.clone()).unwrap_or("");
                if !input.value.alias {
                    push_value(sink, input.value.span.start, &input.key, raw);
                }
            }
        }
        _ => {}
    }
}

/// Adds `secrets.NAME` and `vars.NAME` of expressions: everything in `${{ … }}`, and on the lines of an `if:`.
fn push_expressions(text: &str, sink: &mut Sink<'_>) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let code = line.trim_start();
        if code.starts_with('#') || !(line.contains("${{") || code.contains("if:")) {
            continue;
        }
        for context in ["secrets", "vars"] {
            for (found, _) in line.match_indices(context) {
                let before = line[..found].bytes().next_back().unwrap_or(b' ');
                let rest = &line[found + context.len()..];
                let Some(name_at) =
                    [".", "['", "[\""].iter().find_map(|lead| rest.starts_with(lead).then_some(lead.len()))
                else {
                    continue;
                };
                let name = &rest[name_at..];
                let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
                if !before.is_ascii_alphanumeric() && !matches!(before, b'_' | b'.') && is_name(&name[..end]) {
                    let from = start + found + context.len() + name_at;
                    declare(sink, from..from + end, &name[..end], false);
                }
            }
        }
    }
}
