//! Java, Kotlin and Android by Gradle: build scripts in Groovy and Kotlin, version catalogs, lock files.
//! <https://docs.gradle.org/current/userguide/declaring_dependencies_basics.html>

use super::lines::{Part, lines};
use super::program::{self, Program, filled};
use super::variable::is_capital_name;
use super::{File, ReadError, Reader, toml};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, Usage, What};
use crate::source::lex::Kind;
use crate::{path, url};
use std::collections::HashMap;
use toml_edit::{Item, TableLike};

/// Reads it.
pub const READER: Reader = Reader { name: "gradle", wants, read };

fn wants(path: &str) -> bool {
    let name = path::name(path);
    name.ends_with(".gradle")
        || name.ends_with(".gradle.kts")
        || name.ends_with(".versions.toml")
        || name.ends_with(".lockfile")
        || matches!(path::extension(name), "groovy" | "kt" | "kts") && path.split('/').any(|part| part == "buildSrc")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    match file.extension() {
        "toml" => catalog(file.text, sink),
        "lockfile" => {
            lock(file.text, sink);
            Ok(())
        }
        _ => {
            script(file, sink);
            Ok(())
        }
    }
}

fn tell(place: Part<'_>, name: String, requirement: &str, scope: Scope, sink: &mut Sink<'_>) {
    let requirement = requirement.trim_end_matches("!!").to_owned();
    sink.push(place.span(), What::Dependency { ecosystem: Ecosystem::Maven, name, requirement, scope });
}

/// The parts of `group:name:version` and what may stand behind them; `None` where the text is no such thing.
fn coordinates(text: &str) -> Option<(&str, &str, &str)> {
    let mut parts = text.split(':');
    let (group, name) = (parts.next()?, parts.next()?);
    let version = parts.next().unwrap_or("").split('@').next().unwrap_or("");
    let name = name.split('@').next().unwrap_or(name);
    let fits = |text: &str| {
        text.len() > 1
            && text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
    };
    (fits(group) && fits(name) && !version.contains(['/', ' ']) && parts.count() < 2).then_some((group, name, version))
}

/// Words in front of coordinates that ask for nothing.
const OTHERS: &[&str] =
    &["because", "dependencySet", "entry", "exclude", "force", "mavenBom", "module", "project", "substitute", "using"];

/// Words around coordinates that stand between them and the configuration: `implementation(platform("…"))`.
const WRAPPERS: &[&str] = &["add", "create", "enforcedPlatform", "platform", "variantOf"];

/// Configurations that take part in a build, a test or a check, and not in the product.
const DEV: &[&str] = &[
    "annotationprocessor",
    "checkstyle",
    "classpath",
    "corelibrarydesugaring",
    "detektplugins",
    "developmentonly",
    "errorprone",
    "kapt",
    "ksp",
    "ktlint",
    "lintchecks",
];

fn scope_of(configuration: &str) -> Scope {
    let lower = configuration.to_ascii_lowercase();
    let dev = lower.contains("test") || lower.starts_with("debug") || DEV.iter().any(|word| lower.starts_with(word));
    if dev { Scope::Dev } else { Scope::Product }
}

fn script(file: &File<'_>, sink: &mut Sink<'_>) {
    let program = Program::new(file.text, &program::C_LIKE);
    let code = program.code();
    let constants = program.constants();
    let alone = program::is_build_script(file.path);
    if alone {
        program.environment(sink);
    }
    // The names of the blocks that are open.
    let mut blocks: Vec<&str> = Vec::new();
    for i in 0..code.len() {
        match code.kind(i) {
            Some(Kind::Punct(b'{')) => blocks.push(head(&program, i)),
            Some(Kind::Punct(b'}')) => {
                blocks.pop();
            }
            Some(Kind::Name) => name(&program, i, &constants, &blocks, sink),
            Some(Kind::Str) => {
                if alone {
                    address(&program, i, &blocks, sink);
                }
                coordinate(&program, i, &constants, &blocks, sink);
            }
            _ => {}
        }
    }
}

/// Calls that hand a value to the app that is built.
const HANDING: &[&str] = &["buildConfigField", "manifestPlaceholders", "resValue"];

/// An address: of a registry, or one that the app is built with. Others are pages about the code base itself.
fn address(program: &Program<'_>, i: usize, blocks: &[&str], sink: &mut Sink<'_>) {
    let part = program.part(i);
    if !part.text.contains("://") {
        return;
    }
    let registry = blocks.iter().any(|block| matches!(*block, "ivy" | "maven" | "repositories"));
    let before = (1..12).map_while(|back| i.checked_sub(back));
    let handed = before
        .take_while(|&at| program.code().kind(at) != Some(Kind::Newline))
        .any(|at| program.name(at).is_some_and(|name| HANDING.contains(&name)));
    let usage = if registry || handed { Usage::Value } else { Usage::Link };
    url::push_urls(sink, part.start, part.text, usage);
}

/// The name in front of a bracket, over the arguments that may stand between.
fn head<'a>(program: &Program<'a>, open: usize) -> &'a str {
    let Some(mut before) = open.checked_sub(1) else { return "" };
    if program.code().punct(before, b')') {
        before = program.code().mate(before).saturating_sub(1);
    }
    program.name(before).unwrap_or("")
}

/// A string that may be the coordinates of a dependency.
fn coordinate(program: &Program<'_>, i: usize, constants: &Constants<'_>, blocks: &[&str], sink: &mut Sink<'_>) {
    let part = program.part(i);
    let Some((group, name, version)) = coordinates(part.text) else { return };
    let word = configuration(program, i);
    let asked = blocks.contains(&"dependencies") && !blocks.contains(&"constraints");
    // Elsewhere it may be one of a list for use in other scripts: then it has a version.
    let listed =
        word.is_empty() && group.contains('.') && version.starts_with(|c: char| c.is_ascii_digit() || c == '$');
    if OTHERS.contains(&word) || blocks.contains(&"constraints") || !(asked && !word.is_empty() || listed) {
        return;
    }
    let scope = if blocks.contains(&"buildscript") { Scope::Dev } else { scope_of(word) };
    // `"group:name:" + version`
    let added = program.code().punct(i + 1, b'+').then(|| program.name(i + 2)).flatten();
    let version = match added {
        Some(name) if version.is_empty() => constants.get(name).map(|version| (*version).to_owned()),
        _ => filled(version, constants),
    };
    tell(part, format!("{group}:{name}"), &version.unwrap_or_default(), scope, sink);
}

type Constants<'a> = HashMap<&'a str, &'a str>;

/// Most strings in one list of a configuration's.
const LISTED: usize = 200;

/// The configuration that a string is given to: the name in front of it, over brackets, wrappers and the strings before it.
fn configuration<'a>(program: &Program<'a>, i: usize) -> &'a str {
    let code = program.code();
    let mut at = i;
    for _ in 0..LISTED {
        let Some(before) = at.checked_sub(1) else { return "" };
        match code.kind(before) {
            Some(Kind::Name) => {
                let name = program.name(before).unwrap_or("");
                if !WRAPPERS.contains(&name) {
                    return name;
                }
                at = before;
            }
            Some(Kind::Punct(b'(' | b',') | Kind::Newline) => at = before,
            // `"configuration"("…")`
            Some(Kind::Str) if code.punct(at, b'(') => return program.part(before).text,
            // The one before it in the list, or `add("implementation", "…")`.
            Some(Kind::Str) if code.punct(at, b',') => {
                let text = program.part(before).text;
                if coordinates(text).is_none() {
                    return text;
                }
                at = before;
            }
            Some(Kind::Punct(b')')) if code.punct(at, b',') => at = code.mate(before).min(before),
            _ => return "",
        }
    }
    ""
}

/// A name that may begin a dependency in parts, a plugin, or a property that the build is given.
fn name(program: &Program<'_>, i: usize, constants: &Constants<'_>, blocks: &[&str], sink: &mut Sink<'_>) {
    let code = program.code();
    match program.name(i).unwrap_or("") {
        "group" if blocks.contains(&"dependencies") && !blocks.contains(&"constraints") => {
            let word = configuration(program, i);
            let end = program.statement_end(i);
            let value = |key: &str| program.keyed(i..end, key).and_then(|at| Some((at, program.string(at)?)));
            if let (Some((_, group)), Some((_, name))) = (value("group"), value("name"))
                && !word.is_empty()
                && !OTHERS.contains(&word)
            {
                let version = match program.keyed(i..end, "version") {
                    Some(at) if code.kind(at) == Some(Kind::Name) => {
                        constants.get(program.part(at).text).map(|version| (*version).to_owned())
                    }
                    Some(at) => program.string(at).and_then(|version| filled(version.text, constants)),
                    None => None,
                };
                let scope = if blocks.contains(&"buildscript") { Scope::Dev } else { scope_of(word) };
                tell(name, format!("{}:{}", group.text, name.text), &version.unwrap_or_default(), scope, sink);
            }
        }
        "id" if blocks.last() == Some(&"plugins") => {
            let at = if code.punct(i + 1, b'(') { i + 2 } else { i + 1 };
            let Some(id) = program.string(at) else { return };
            let behind = (at + 1..at + 6).take_while(|&k| code.kind(k) != Some(Kind::Newline));
            let version = behind.into_iter().find(|&k| code.is(k, "version")).and_then(|k| {
                program.string(k + 1).or_else(|| program.string(k + 2).filter(|_| code.punct(k + 1, b'(')))
            });
            let version = version.and_then(|version| filled(version.text, constants)).unwrap_or_default();
            plugin(id, &version, sink);
        }
        "plugin" if code.is(i.wrapping_sub(1), "apply") || code.punct(i.wrapping_sub(1), b'(') => {
            if let Some(id) = program.string(i + 2).filter(|_| code.punct(i + 1, b':') || code.punct(i + 1, b'=')) {
                plugin(id, "", sink);
            }
        }
        // What the build is given by `gradle.properties`, `local.properties` or `-P`.
        "findProperty" | "getProperty" | "gradleProperty" | "hasProperty" | "property" => {
            let property = program.string(i + 2).filter(|_| code.punct(i + 1, b'('));
            if let Some(name) = property.filter(|name| is_capital_name(name.text)) {
                sink.push(name.span(), What::EnvRead { name: name.text.to_owned(), required: None });
            }
        }
        _ => {}
    }
}

/// A plugin of the build, by its id, which has a dot unless it is Gradle's own.
fn plugin(id: Part<'_>, version: &str, sink: &mut Sink<'_>) {
    if id.text.contains('.') && id.text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_')) {
        tell(id, id.text.to_owned(), version, Scope::Dev, sink);
    }
}

/// A version catalog: what its libraries and plugins are, with their versions.
/// <https://docs.gradle.org/current/userguide/version_catalogs.html>
fn catalog(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let (document, end) = toml::parse(text);
    let root: &dyn TableLike = document.as_table();
    let versions: HashMap<&str, &str> =
        toml::entries(root, &["versions"]).map(|(name, _, item)| (name, rich(item))).collect();
    let version_of = |item: &dyn TableLike| -> String {
        let Some(version) = item.get("version") else { return String::new() };
        let named = version.as_table_like().and_then(|table| table.get("ref")).and_then(Item::as_str);
        named.map_or_else(|| rich(version), |name| versions.get(name).copied().unwrap_or("")).to_owned()
    };
    for (alias, span, item) in toml::entries(root, &["libraries"]) {
        let place = Part { start: span.start, text: text.get(span).unwrap_or("") };
        let field = |key: &str| item.as_table_like().and_then(|table| table.get(key)).and_then(Item::as_str);
        let whole = item.as_str().or_else(|| field("module")).and_then(coordinates);
        let (group, name, version) = match (whole, field("group"), field("name")) {
            (Some((group, name, version)), _, _) => (group, name, version.to_owned()),
            (None, Some(group), Some(name)) => (group, name, String::new()),
            _ => continue,
        };
        let version = item.as_table_like().map_or(version, version_of);
        let test = alias.split(['-', '_', '.']).any(|word| matches!(word, "junit" | "mockk" | "test"));
        tell(place, format!("{group}:{name}"), &version, if test { Scope::Dev } else { Scope::Product }, sink);
    }
    for (_, span, item) in toml::entries(root, &["plugins"]) {
        let table = item.as_table_like();
        let id = item.as_str().or_else(|| table.and_then(|table| table.get("id")).and_then(Item::as_str));
        let (id, version) = id.unwrap_or("").split_once(':').unwrap_or((id.unwrap_or(""), ""));
        let version = table.map_or_else(|| version.to_owned(), version_of);
        if id.contains('.') {
            let place = Part { start: span.start, text: text.get(span).unwrap_or("") };
            tell(place, id.to_owned(), &version, Scope::Dev, sink);
        }
    }
    end
}

/// A version as a string, or of the table that says what it must be.
fn rich(item: &Item) -> &str {
    let field = |key: &str| item.as_table_like().and_then(|table| table.get(key)).and_then(Item::as_str);
    item.as_str().or_else(|| ["strictly", "require", "prefer"].iter().find_map(|key| field(key))).unwrap_or("")
}

/// `gradle.lockfile` and those of `gradle/dependency-locks/`: `group:name:version=configuration,…`, one a line.
fn lock(text: &str, sink: &mut Sink<'_>) {
    for line in lines(text).filter(|line| !line.is_blank()) {
        let all = line.trimmed();
        let whole = all.text.split('=').next().unwrap_or("");
        if let Some((group, name, version)) = coordinates(whole)
            && version.starts_with(|c: char| c.is_ascii_digit())
        {
            let place = Part { start: all.start, text: whole };
            let what = What::Locked {
                ecosystem: Ecosystem::Maven,
                name: format!("{group}:{name}"),
                version: version.to_owned(),
                importer: String::new(),
                requirement: String::new(),
            };
            sink.push(place.span(), what);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_coordinates_are() {
        assert_eq!(coordinates("a.b:c-d:1.2:x@aar"), Some(("a.b", "c-d", "1.2")));
        assert_eq!(coordinates("com.acme:sdk@aar"), Some(("com.acme", "sdk", "")));
        for text in ["https://a.io", ":core", "a:b", "12:30:00", "é:ü", "a b:cd", "aa:bb:c/d", "", ":"] {
            assert_eq!(coordinates(text), None, "{text}");
        }
    }
}
