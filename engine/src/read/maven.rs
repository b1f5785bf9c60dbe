//! Java by Maven: `pom.xml`. What it asks for, and the versions that it manages for itself and its modules.
//! <https://maven.apache.org/pom.html>

use super::lines::Part;
use super::variable::is_name;
use super::xml::{self, Element};
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, Usage, What};
use crate::{path, url};
use std::collections::HashMap;

/// Reads it.
pub const READER: Reader = Reader { name: "maven", wants, read };

fn wants(path: &str) -> bool {
    path::name(path) == "pom.xml" || path.ends_with(".mvn/settings.xml") || path.ends_with(".mvn/extensions.xml")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let (document, end) = xml::parse(file.text);
    environment(file.text, sink);
    repositories(&document, sink);
    if let Some(extensions) = document.child("extensions") {
        extensions.all("extension").for_each(|item| tell(item, &HashMap::new(), Scope::Dev, sink));
    }
    let Some(project) = document.child("project") else { return end };
    let properties = properties(project);
    section(project, &properties, Scope::Product, sink);
    for profile in project.child("profiles").iter().flat_map(|profiles| profiles.all("profile")) {
        let scope = if is_dev(profile.text_of("id").text) { Scope::Dev } else { Scope::Product };
        section(profile, &properties, scope, sink);
    }
    end
}

/// Whether a profile of this name is for development only.
fn is_dev(id: &str) -> bool {
    id.split(['-', '_', '.']).any(|word| matches!(word, "dev" | "development" | "it" | "local" | "test" | "tests"))
}

/// What a project or one of its profiles asks for.
fn section(node: &Element<'_>, properties: &Properties<'_>, scope: Scope, sink: &mut Sink<'_>) {
    dependencies(node, properties, scope, sink);
    for managed in node.child("dependencyManagement").and_then(|node| node.child("dependencies")).iter() {
        managed.all("dependency").for_each(|item| manage(item, properties, sink));
    }
    let Some(build) = node.child("build") else { return };
    for plugin in build.child("plugins").iter().flat_map(|plugins| plugins.all("plugin")) {
        tell(plugin, properties, Scope::Dev, sink);
        dependencies(plugin, properties, Scope::Dev, sink);
    }
    for extension in build.child("extensions").iter().flat_map(|extensions| extensions.all("extension")) {
        tell(extension, properties, Scope::Dev, sink);
    }
}

fn dependencies(node: &Element<'_>, properties: &Properties<'_>, scope: Scope, sink: &mut Sink<'_>) {
    for item in node.child("dependencies").iter().flat_map(|list| list.all("dependency")) {
        let scope = match item.text_of("scope").text {
            "test" => Scope::Dev,
            _ if item.text_of("optional").text == "true" && scope == Scope::Product => Scope::Optional,
            _ => scope,
        };
        tell(item, properties, scope, sink);
    }
}

/// Names with the values that `${name}` stands for.
type Properties<'a> = HashMap<&'a str, &'a str>;

/// The properties of a project, its profiles', and what it says of itself.
fn properties<'a>(project: &Element<'a>) -> Properties<'a> {
    let mut found = HashMap::new();
    let profiles = project.child("profiles").into_iter().flat_map(|profiles| &profiles.children);
    for node in std::iter::once(project).chain(profiles) {
        for property in node.child("properties").into_iter().flat_map(|properties| &properties.children) {
            found.entry(property.name.text).or_insert(property.text.text);
        }
    }
    let parent = project.child("parent").map_or("", |parent| parent.text_of("version").text);
    let version = project.text_of("version").text;
    let version = if version.is_empty() { parent } else { version };
    for (name, value) in [("project.version", version), ("version", version), ("project.parent.version", parent)] {
        found.entry(name).or_insert(value);
    }
    found
}

/// How many properties may stand for one another.
const HOPS: usize = 8;

/// A text with its properties filled in, as far as this file tells.
fn filled(text: &str, properties: &Properties<'_>) -> String {
    let mut out = text.to_owned();
    for _ in 0..HOPS {
        let Some(open) = out.find("${") else { break };
        let Some(close) = out.get(open..).and_then(|rest| rest.find('}')).map(|at| open + at) else { break };
        let Some(value) = out.get(open + 2..close).and_then(|name| properties.get(name)) else { break };
        // A property that names itself, or a hundred others, is no version.
        if value.len() > 200 {
            break;
        }
        out.replace_range(open..=close, value);
    }
    out
}

/// Group, name and version of a dependency, filled in; `None` for a module of the project's own.
fn coordinates(item: &Element<'_>, properties: &Properties<'_>) -> Option<(String, String)> {
    let group = item.text_of("groupId");
    if group.text.starts_with("${project.") || group.text.starts_with("${pom.") {
        return None;
    }
    let group = if group.text.is_empty() { "org.apache.maven.plugins".into() } else { filled(group.text, properties) };
    let artifact = filled(item.text_of("artifactId").text, properties);
    let fits = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
    };
    let version = filled(item.text_of("version").text, properties);
    let version = if version.contains("${") { String::new() } else { version };
    (fits(&group) && fits(&artifact)).then(|| (format!("{group}:{artifact}"), version))
}

fn tell(item: &Element<'_>, properties: &Properties<'_>, scope: Scope, sink: &mut Sink<'_>) {
    if let Some((name, requirement)) = coordinates(item, properties) {
        let what = What::Dependency { ecosystem: Ecosystem::Maven, name, requirement, scope };
        sink.push(item.text_of("artifactId").span(), what);
    }
}

/// A managed version answers for the modules that ask without one.
fn manage(item: &Element<'_>, properties: &Properties<'_>, sink: &mut Sink<'_>) {
    if let Some((name, version)) = coordinates(item, properties)
        && version.starts_with(|c: char| c.is_ascii_digit())
        && item.text_of("scope").text != "import"
    {
        let what = What::Locked {
            ecosystem: Ecosystem::Maven,
            name,
            version,
            importer: String::new(),
            requirement: String::new(),
        };
        sink.push(item.text_of("artifactId").span(), what);
    }
}

/// The hosts from which a build takes packages, or to which it gives its own.
fn repositories(document: &Element<'_>, sink: &mut Sink<'_>) {
    document.each(&mut |element| {
        let held = matches!(element.name.text, "repository" | "pluginRepository" | "snapshotRepository" | "mirror");
        if let Some(address) = element.child("url").filter(|_| held) {
            url::push_urls(sink, address.text.start, address.text.text, Usage::Value);
        }
    });
}

/// The variables that a build takes: `${env.NAME}`.
fn environment(text: &str, sink: &mut Sink<'_>) {
    for at in memchr::memmem::find_iter(text.as_bytes(), b"${env.") {
        let from = at + 6;
        let Some(name) = text.get(from..).and_then(|rest| rest.split('}').next()).filter(|name| is_name(name)) else {
            continue;
        };
        let name = Part { start: from, text: name };
        sink.push(name.span(), What::EnvRead { name: name.text.to_owned(), required: None });
    }
}
