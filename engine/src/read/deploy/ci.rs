//! Pipelines of the forges and builders other than GitHub's: variables, images, scripts, and what each calls the parts that
//! others made for it (orbs, pipes, plugins, tasks).

use super::push_key;
use super::tree::tree;
use crate::facts::{Sink, Usage, What};
use crate::read::image::push_image;
use crate::read::script::push_script;
use crate::read::variable::{declare, declare_all, interpolations, is_capital_name, is_name, push_address};
use crate::read::yaml::{Entry, Node, Value};
use crate::read::{File, ReadError};
use std::collections::HashSet;
use std::ops::Range;

/// Any pipeline in YAML: they differ in shape and agree in words.
pub fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let root = tree(file.extension(), file.text)?;
    pipeline(&root, sink);
    Ok(())
}

fn pipeline(root: &Node<'_>, sink: &mut Sink<'_>) {
    let mut programs = Vec::new();
    root.each_entry(&mut |entry| {
        let value = &entry.value;
        match &*entry.key {
            "variables" | "environment" | "env" | "substitutions" | "secretEnv" | "vars" => variables(sink, value),
            "image" => push_image_node(sink, value.get("name").unwrap_or(value)),
            "docker" | "services" | "steps" => value.items().iter().for_each(|item| {
                if entry.key == "services" && item.text().is_some() {
                    push_image_node(sink, item);
                }
                // Cloud Build names the image of a step so, with a registry in front.
                let service = entry.key == "services";
                let image = |name: &&Node<'_>| name.text().is_some_and(|name| service || name.contains('/'));
                if let Some(name) = item.get("name").filter(image) {
                    push_image_node(sink, name);
                }
            }),
            "script" | "run" | "command" | "commands" | "before_script" | "after_script" | "install" | "bash"
            | "before_install" => {
                scripts(sink, value, &mut programs);
            }
            _ => {}
        }
    });
    taken(root, sink);
}

/// Words in a variable's name by which it opens something.
const OPENING: &[&str] =
    &["AUTH", "CREDENTIALS", "DSN", "KEY", "PASS", "PASSWORD", "SECRET", "TOKEN", "USERNAME", "WEBHOOK"];

/// Beginnings of the names that builders set themselves.
const OWN: &[&str] = &["AGENT_", "BITBUCKET_", "BUILD", "CIRCLE_", "CI_", "DRONE_", "GITLAB_", "SYSTEM_"];

/// The variables that scripts take and that open something: they are kept in the builder's settings, `$NAME` in a shell,
/// `$(NAME)` where Azure fills them in.
fn taken(root: &Node<'_>, sink: &mut Sink<'_>) {
    let text = sink.text();
    let mut seen: HashSet<&str> = HashSet::new();
    root.each_scalar("", &mut |_, node| {
        let raw = text.get(node.span.clone()).unwrap_or("");
        let mut tell = |at: Range<usize>, name: &str| {
            let opens = is_capital_name(name)
                && name.split('_').any(|word| OPENING.contains(&word))
                && !OWN.iter().any(|own| name.starts_with(own));
            // The text's own slice, which lives as long as it.
            let part = raw.get(at.clone()).filter(|_| opens && seen.len() < 500).unwrap_or("");
            if !part.is_empty() && seen.insert(part) {
                declare(sink, node.span.start + at.start..node.span.start + at.end, name, false);
            }
        };
        for (span, name, _) in interpolations(raw) {
            let from = span.start + if raw[span.start..].starts_with("${") { 2 } else { 1 };
            tell(from..from + name.len(), name);
        }
        for (at, _) in raw.match_indices("$(") {
            let name = raw[at + 2..].split(')').next().unwrap_or("");
            if is_name(name) {
                tell(at + 2..at + 2 + name.len(), name);
            }
        }
    });
}

/// The name of a part made by others, up to its version.
fn part(sink: &mut Sink<'_>, span: Range<usize>, kind: &str, text: &str, version: &[char]) {
    let name = text.split(version).next().unwrap_or(text).trim_matches(['"', '\'']);
    let fits = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-' | b'_' | b'.'));
    if fits && !name.is_empty() && !name.starts_with('.') {
        push_key(sink, span, format!("{kind}:{name}"));
    }
}

/// `.gitlab-ci.yml`: templates and components that it includes, secrets of a vault, Pages.
pub fn gitlab(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let root = tree(file.extension(), file.text)?;
    pipeline(&root, sink);
    let included = root.get("include");
    for item in included.iter().flat_map(|node| node.items().iter().chain(std::iter::once(*node))) {
        if let Some((node, text)) = item.get("template").and_then(|node| Some((node, node.text()?))) {
            part(sink, node.span.clone(), "gitlab-template", text.trim_end_matches(".gitlab-ci.yml"), &['@']);
        }
        if let Some((node, text)) = item.get("component").and_then(|node| Some((node, node.text()?))) {
            let path = text.split_once('/').map_or(text, |(_, path)| path);
            part(sink, node.span.clone(), "gitlab-component", path, &['@']);
        }
        let remote = item.get("remote").unwrap_or(item);
        if let Some(address) = remote.text().filter(|text| text.contains("://")) {
            push_address(sink, remote.span.clone(), "include", address, Usage::Value);
        }
    }
    if let Some(entry) = root.entries().iter().find(|entry| entry.key == "pages") {
        push_key(sink, entry.key_span.clone(), "gitlab-pages".into());
    }
    root.each_entry(&mut |entry| {
        if !matches!(&*entry.key, "id_tokens" | "secrets") {
            return;
        }
        for secret in entry.value.entries() {
            declare(sink, secret.key_span.clone(), &secret.key, false);
            for keeper in secret.value.entries().iter().filter(|_| entry.key == "secrets") {
                push_key(sink, keeper.key_span.clone(), format!("gitlab-secrets:{}", keeper.key));
            }
        }
    });
    Ok(())
}

/// CircleCI: orbs.
pub fn circle(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let root = tree(file.extension(), file.text)?;
    pipeline(&root, sink);
    for orb in root.get("orbs").map_or(&[][..], Node::entries) {
        if let Some(text) = orb.value.text() {
            part(sink, orb.value.span.clone(), "circleci-orb", text, &['@']);
        }
    }
    Ok(())
}

/// A list's items and single keys that name a part made by others, below these keys.
fn named(root: &Node<'_>, key: &str, kind: &str, version: &[char], sink: &mut Sink<'_>) {
    root.each_entry(&mut |entry: &Entry<'_>| {
        if entry.key != key {
            return;
        }
        for node in std::iter::once(&entry.value).chain(entry.value.items()) {
            if let Some(text) = node.text() {
                part(sink, node.span.clone(), kind, text, version);
            }
        }
        for plugin in entry.value.items().iter().flat_map(Node::entries) {
            part(sink, plugin.key_span.clone(), kind, &plugin.key, version);
        }
    });
}

/// Azure Pipelines: tasks.
pub fn azure(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let root = tree(file.extension(), file.text)?;
    let before = sink.facts().len();
    pipeline(&root, sink);
    for fact in sink.take_back(before) {
        // `$(NAME)` is a variable here, and no program.
        if !matches!(&fact.what, What::Command { program } if is_capital_name(program)) {
            sink.put_back(fact);
        }
    }
    named(&root, "task", "azure-task", &['@'], sink);
    Ok(())
}

/// Bitbucket: pipes. Its lists of services name what stands in `definitions`.
pub fn bitbucket(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let root = tree(file.extension(), file.text)?;
    let before = sink.facts().len();
    pipeline(&root, sink);
    let services = root.get("definitions").and_then(|node| node.get("services")).map_or(&[][..], Node::entries);
    let named = |name: &str| name == "docker" || services.iter().any(|service| service.key == name);
    for fact in sink.take_back(before) {
        if !matches!(&fact.what, What::Image { name, tag, .. } if tag.is_empty() && named(name)) {
            sink.put_back(fact);
        }
    }
    root.each_entry(&mut |entry| {
        if let ("pipe", Some(text)) = (&*entry.key, entry.value.text()) {
            match text.strip_prefix("docker://") {
                Some(image) => push_image(sink, entry.value.span.clone(), image, false),
                None => part(sink, entry.value.span.clone(), "bitbucket-pipe", text, &[':']),
            }
        }
    });
    Ok(())
}

/// Buildkite: plugins.
pub fn buildkite(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let root = tree(file.extension(), file.text)?;
    pipeline(&root, sink);
    named(&root, "plugins", "buildkite-plugin", &['#'], sink);
    Ok(())
}

/// `dependabot.yml` and Renovate's files: the registries that they may look into, and what opens those.
pub fn updates(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let text = sink.text();
    for (at, _) in text.match_indices("secrets.") {
        let rest = &text[at + 8..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        let braced = text[..at].ends_with("{{ ") || text[..at].ends_with("{{");
        if braced && is_name(&rest[..end]) {
            declare(sink, at + 8..at + 8 + end, &rest[..end], false);
        }
    }
    let root = tree(file.extension(), file.text)?;
    root.each_entry(&mut |entry| {
        if !matches!(&*entry.key, "matchHost" | "registryUrls" | "url") {
            return;
        }
        for node in std::iter::once(&entry.value).chain(entry.value.items()) {
            if let Some(address) = node.text() {
                push_address(sink, node.span.clone(), "registry", address, Usage::Value);
            }
        }
    });
    Ok(())
}

fn push_image_node(sink: &mut Sink<'_>, node: &Node<'_>) {
    if let Some(image) = node.text() {
        push_image(sink, node.span.clone(), image, false);
    }
}

fn variables(sink: &mut Sink<'_>, node: &Node<'_>) {
    let named = node.entries().is_empty() || node.entries().iter().any(|entry| is_capital_name(&entry.key));
    if named {
        declare_all(sink, node);
    }
}

fn scripts(sink: &mut Sink<'_>, node: &Node<'_>, programs: &mut Vec<String>) {
    let text = sink.text();
    match &node.value {
        Value::Scalar(_) => push_script(sink, node.span.start, text.get(node.span.clone()).unwrap_or(""), programs),
        _ => node.items().iter().filter(|item| item.text().is_some()).for_each(|item| {
            push_script(sink, item.span.start, text.get(item.span.clone()).unwrap_or(""), programs);
        }),
    }
}

/// Steps of Jenkins' plugins that stand for a service, each as `jenkins-step:NAME`.
const STEPS: &[&str] = &[
    "azureCLI",
    "discordSend",
    "office365ConnectorSend",
    "s3Upload",
    "slackSend",
    "telegramSend",
    "waitForQualityGate",
    "withAWS",
    "withKubeConfig",
    "withSonarQubeEnv",
    "withVault",
];

/// A `Jenkinsfile`: credentials and variables by line, images of agents, steps.
pub fn jenkins(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut at = 0;
    let mut programs = Vec::new();
    for raw in file.text.split_inclusive('\n') {
        let start = at;
        at += raw.len();
        let code = raw.trim();
        if code.starts_with("//") || code.starts_with('*') {
            continue;
        }
        let place = |part: &str| {
            let from = start + (part.as_ptr() as usize).saturating_sub(raw.as_ptr() as usize);
            from..from + part.len()
        };
        if let Some((name, value)) = code.split_once('=')
            && is_capital_name(name.trim())
        {
            let name = name.trim();
            declare(sink, place(name), name, !value.trim().is_empty());
        }
        // `string(credentialsId: 'stripe', variable: 'STRIPE_KEY')`
        for lead in ["variable: ", "Variable: "] {
            for (found, _) in code.match_indices(lead) {
                let name = quoted(&code[found + lead.len()..]);
                declare(sink, place(name), name, false);
            }
        }
        // `docker { image 'node:22' }`, `docker.image('node:22')`
        for lead in ["image ", "docker.image("] {
            if let Some(found) = code.find(lead).filter(|at| lead != "image " || !code[..*at].contains('.')) {
                let image = quoted(&code[found + lead.len()..]);
                if !image.is_empty() {
                    push_image(sink, place(image), image, false);
                }
            }
        }
        let word = code.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
        if let Ok(step) = STEPS.binary_search(&word) {
            push_key(sink, place(word), format!("jenkins-step:{}", STEPS[step]));
        }
        if let Some(command) = ["sh '", "sh \"", "bat '", "bat \""].iter().find_map(|lead| code.strip_prefix(lead)) {
            let command = command.trim_end_matches(['\'', '"']);
            push_script(sink, place(command).start, command, &mut programs);
        }
    }
    Ok(())
}

/// The string in quotes that a text begins with; empty where it begins with none.
fn quoted(text: &str) -> &str {
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'));
    quote.and_then(|quote| text[1..].split_once(quote)).map_or("", |(inner, _)| inner)
}

#[cfg(test)]
mod tests {
    #[test]
    fn tables_are_sorted() {
        assert!(super::STEPS.is_sorted());
    }
}
