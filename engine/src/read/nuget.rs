//! .NET: project files, `packages.config`, central versions, lock files, tools, Paket's files.
//! <https://learn.microsoft.com/nuget/consume-packages/package-references-in-project-files>

use super::image::push_image;
use super::json::Cursor;
use super::lines::{Part, lines};
use super::variable::is_name;
use super::xml::{self, Element};
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, Usage, What};
use crate::order::Arrange;
use crate::{path, url};
use std::collections::HashMap;

/// Reads it.
pub const READER: Reader = Reader { name: "nuget", wants, read };

fn wants(path: &str) -> bool {
    let name = path::name(path);
    is_project(name)
        || matches!(
            name,
            "packages.config" | "packages.lock.json" | "dotnet-tools.json" | "paket.dependencies" | "paket.lock"
        )
        || name.eq_ignore_ascii_case("nuget.config")
}

/// Whether the file is a project's, or one that projects share.
fn is_project(name: &str) -> bool {
    matches!(path::extension(name), "csproj" | "fsproj" | "vbproj" | "props" | "targets")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    match file.name() {
        "packages.config" => listed(file.text, sink),
        "packages.lock.json" => lock(file.text, sink),
        "dotnet-tools.json" => tools(file.text, sink),
        "paket.dependencies" => {
            paket(file.text, sink);
            Ok(())
        }
        "paket.lock" => {
            paket_lock(file.text, sink);
            Ok(())
        }
        name if is_project(name) => project(file, sink),
        _ => sources(file.text, sink),
    }
}

fn tell(name: Part<'_>, requirement: String, scope: Scope, sink: &mut Sink<'_>) {
    if is_package(name.text) {
        let what = What::Dependency { ecosystem: Ecosystem::Nuget, name: name.text.to_owned(), requirement, scope };
        sink.push(name.span(), what);
    }
}

fn fix(name: Part<'_>, version: &str, sink: &mut Sink<'_>) {
    if is_package(name.text) && version.starts_with(|c: char| c.is_ascii_digit()) {
        let what = What::Locked {
            ecosystem: Ecosystem::Nuget,
            name: name.text.to_owned(),
            version: version.to_owned(),
            importer: String::new(),
            requirement: String::new(),
        };
        sink.push(name.span(), what);
    }
}

fn is_package(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
}

/// A field of an item: an attribute, or an element in it.
fn field<'a>(item: &Element<'a>, name: &str) -> &'a str {
    item.attribute(name).map_or_else(|| item.text_of(name).text, |part| part.text)
}

fn project(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let (document, end) = xml::parse(file.text);
    let mut properties: HashMap<&str, &str> = HashMap::new();
    let mut items: Vec<&Element<'_>> = Vec::new();
    document.each(&mut |element| {
        if element.name.text == "PropertyGroup" {
            for property in &element.children {
                properties.entry(property.name.text).or_insert(property.text.text);
            }
        } else if element.attribute("Include").or_else(|| element.attribute("Update")).is_some() {
            items.push(element);
        }
    });
    let stem = file.name().rsplit_once('.').map_or("", |(stem, _)| stem);
    let tests = properties.get("IsTestProject") == Some(&"true")
        || ["Test", "Tests", "Specs"].iter().any(|end| stem.ends_with(end))
        || items.iter().any(|item| item.attribute("Include").is_some_and(|id| id.text == "Microsoft.NET.Test.Sdk"));
    for item in items {
        let Some(name) = item.attribute("Include").or_else(|| item.attribute("Update")) else { continue };
        let version = ["VersionOverride", "Version"].iter().map(|key| field(item, key)).find(|text| !text.is_empty());
        let version = filled(version.unwrap_or(""), &properties);
        match item.name.text {
            "PackageVersion" => fix(name, version, sink),
            "PackageReference" => {
                let private = field(item, "PrivateAssets").eq_ignore_ascii_case("all");
                let scope = if tests || private { Scope::Dev } else { Scope::Product };
                tell(name, version.to_owned(), scope, sink);
            }
            "DotNetCliToolReference" | "GlobalPackageReference" => tell(name, version.to_owned(), Scope::Dev, sink),
            "OpenApiReference" | "OpenApiProjectReference" => {
                if let Some(address) = item.attribute("SourceUri").or_else(|| item.attribute("SourceUrl")) {
                    url::push_urls(sink, address.start, address.text, Usage::Value);
                }
            }
            _ => {}
        }
    }
    document.each(&mut |element| {
        if element.name.text == "ContainerBaseImage" {
            push_image(sink, element.text.span(), element.text.text, true);
        }
    });
    end
}

/// A version, or what the property stands for that it is: `$(StripeVersion)`.
fn filled<'a>(version: &'a str, properties: &HashMap<&str, &'a str>) -> &'a str {
    match version.strip_prefix("$(").and_then(|rest| rest.strip_suffix(')')) {
        Some(name) => properties.get(name).copied().filter(|value| !value.contains("$(")).unwrap_or(""),
        None if version.contains("$(") => "",
        None => version,
    }
}

/// `packages.config`, the older list of exact versions.
fn listed(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let (document, end) = xml::parse(text);
    for package in document.child("packages").iter().flat_map(|packages| packages.all("package")) {
        if let Some(name) = package.attribute("id") {
            let dev = field(package, "developmentDependency").eq_ignore_ascii_case("true");
            let scope = if dev { Scope::Dev } else { Scope::Product };
            tell(name, field(package, "version").to_owned(), scope, sink);
        }
    }
    end
}

/// `packages.lock.json`: by framework, what projects ask for and what that asks for.
fn lock(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut fixed: Vec<(Part<'_>, String)> = Vec::new();
    Cursor::new(text)?.object(|cursor, key| {
        if key.value != "dependencies" {
            return Ok(());
        }
        cursor.object(|cursor, _framework| {
            cursor.object(|cursor, name| {
                let (mut kind, mut version) = (None, None);
                cursor.object(|cursor, key| {
                    match &*key.value {
                        "type" => kind = cursor.text()?,
                        "resolved" => version = cursor.text()?,
                        _ => {}
                    }
                    Ok(())
                })?;
                if let (Some(kind), Some(version)) = (kind, version)
                    && kind.value == "Direct"
                {
                    let name = Part { start: name.span.start, text: text.get(name.span.clone()).unwrap_or("") };
                    fixed.push((name, version.value.into_owned()));
                }
                Ok(())
            })
        })
    })?;
    // Once for each framework.
    fixed.arrange_by(|a, b| (a.0.text, &a.1, a.0.start).cmp(&(b.0.text, &b.1, b.0.start)));
    fixed.dedup_by(|a, b| (a.0.text, &a.1) == (b.0.text, &b.1));
    fixed.iter().for_each(|(name, version)| fix(*name, version, sink));
    Ok(())
}

/// `.config/dotnet-tools.json`.
fn tools(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    Cursor::new(text)?.object(|cursor, key| {
        if key.value != "tools" {
            return Ok(());
        }
        cursor.object(|cursor, name| {
            let mut version = None;
            cursor.object(|cursor, key| {
                if key.value == "version" {
                    version = cursor.text()?;
                }
                Ok(())
            })?;
            let version = version.map_or(String::new(), |version| version.value.into_owned());
            let name = Part { start: name.span.start, text: text.get(name.span.clone()).unwrap_or("") };
            tell(name, version, Scope::Dev, sink);
            Ok(())
        })
    })
}

/// `NuGet.config`: where packages come from, and the variables that open it, `%NAME%`.
fn sources(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let (document, end) = xml::parse(text);
    document.each(&mut |element| {
        let Some(value) = element.attribute("value") else { return };
        let before = sink.facts().len();
        url::push_urls(sink, value.start, value.text, Usage::Value);
        let inner = value.text.strip_prefix('%').and_then(|rest| rest.strip_suffix('%'));
        if let Some(name) = inner.filter(|name| is_name(name) && sink.facts().len() == before) {
            let what = What::EnvRead { name: name.to_owned(), required: None };
            sink.push(value.start + 1..value.start + 1 + name.len(), what);
        }
    });
    end
}

/// `paket.dependencies`: `nuget NAME ~> 1.0`, in groups.
/// <https://fsprojects.github.io/Paket/dependencies-file.html>
fn paket(text: &str, sink: &mut Sink<'_>) {
    let mut scope = Scope::Product;
    for line in lines(text).filter(|line| !line.is_blank()) {
        let all = line.trimmed();
        let mut words = all.text.split_whitespace();
        match (words.next(), words.next()) {
            (Some("group"), Some(name)) => {
                let dev = ["build", "test", "tests"].iter().any(|group| name.eq_ignore_ascii_case(group));
                scope = if dev { Scope::Dev } else { Scope::Product };
            }
            (Some("nuget"), Some(name)) => {
                let version: Vec<&str> = words
                    .take_while(|word| {
                        word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '~' | '>' | '<' | '='))
                    })
                    .collect();
                let start = all.start + (name.as_ptr() as usize).saturating_sub(all.text.as_ptr() as usize);
                tell(Part { start, text: name }, version.join(" "), scope, sink);
            }
            _ => {}
        }
    }
}

/// `paket.lock`: four spaces below `NUGET`, name and version; what they ask for stands deeper.
fn paket_lock(text: &str, sink: &mut Sink<'_>) {
    for line in lines(text).filter(|line| line.indent() == 4) {
        let all = line.trimmed();
        if let Some((name, rest)) = all.text.split_once(" (") {
            let version = rest.split(')').next().unwrap_or("");
            fix(Part { start: all.start, text: name }, version, sink);
        }
    }
}
