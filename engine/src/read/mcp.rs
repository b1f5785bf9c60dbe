//! Servers of the Model Context Protocol, as editors and assistants are told of them: what each is called, the package,
//! image or host that it is, and the names of the variables that it is given.
//! <https://modelcontextprotocol.io/docs/develop/connect-local-servers>

use super::deploy::tree::tree;
use super::image::push_image;
use super::npm::split_version;
use super::python_requirement::normal_name;
use super::variable::{declare, declare_all, interpolations, is_capital_name, push_address};
use super::yaml::{Entry, Node};
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, Usage, What};
use crate::path;
use std::ops::Range;

/// Reads it.
pub const READER: Reader = Reader { name: "mcp", wants, read };

/// Files that hold nothing else, by name. Sorted.
const NAMES: &[&str] = &[
    ".mcp.json",
    "claude_desktop_config.json",
    "cline_mcp_settings.json",
    "mcp-config.json",
    "mcp.json",
    "mcp_config.json",
    "mcp_settings.json",
];

/// Settings of an assistant or editor, of which servers are a part: how the paths end.
const SETTINGS: &[&str] = &[
    ".claude/settings.json",
    ".codex/config.toml",
    ".gemini/settings.json",
    ".kiro/settings/mcp.json",
    ".qwen/settings.json",
    ".vscode/settings.json",
    ".zed/settings.json",
    "opencode.json",
    "opencode.jsonc",
];

/// Files by which a server is published: in the registry, and as a bundle for desktop apps. Both also have other uses.
const PUBLISHED: &[&str] = &["manifest.json", "server.json"];

fn wants(path: &str) -> bool {
    PUBLISHED.contains(&path::name(path))
        || NAMES.binary_search(&path::name(path)).is_ok()
        || SETTINGS.iter().any(|end| path.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('/')))
}

/// Keys under which the servers stand.
const KEYS: &[&str] = &["context_servers", "mcp", "mcpServers", "mcp_servers", "servers"];

/// The variables of a server that is published: `environmentVariables` of its packages, `mcp_config.env` of its bundle.
/// <https://github.com/modelcontextprotocol/registry/blob/main/docs/reference/server-json/generic-server-json.md>
/// <https://github.com/anthropics/mcpb/blob/main/MANIFEST.md>
fn published(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    // Whatever else bears such a name is another reader's.
    if !file.text.contains("modelcontextprotocol.io") && !file.text.contains("mcp_config") {
        return Ok(());
    }
    let root = tree(file.extension(), file.text)?;
    sink.push_file(What::Config { key: "mcp".into() });
    for package in root.get("packages").map_or(&[][..], Node::items) {
        for key in ["environmentVariables", "environment_variables"] {
            if let Some(variables) = package.get(key) {
                declare_all(sink, variables);
            }
        }
    }
    if let Some(env) =
        root.get("server").and_then(|server| server.get("mcp_config")).and_then(|config| config.get("env"))
    {
        declare_all(sink, env);
    }
    Ok(())
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if PUBLISHED.contains(&file.name()) {
        return published(file, sink);
    }
    let root = tree(file.extension(), file.text)?;
    // VS Code nests them once more: `"mcp": {"servers": {…}}`.
    let inner = |node: &Node<'_>| -> bool { KEYS.iter().any(|key| node.get(key).is_some()) };
    let outer = KEYS.iter().find_map(|key| root.get(key));
    let servers = match outer {
        Some(node) if inner(node) => KEYS.iter().find_map(|key| node.get(key)),
        other => other,
    };
    let Some(servers) = servers.filter(|servers| !servers.entries().is_empty()) else { return Ok(()) };
    sink.push_file(What::Config { key: "mcp".into() });
    for entry in servers.entries().iter().filter(|entry| !entry.value.entries().is_empty()) {
        server(entry, sink);
    }
    Ok(())
}

fn server(entry: &Entry<'_>, sink: &mut Sink<'_>) {
    sink.push_named(entry.key_span.clone(), What::Config { key: format!("mcp-server:{}", entry.key) }, &entry.key);
    let node = &entry.value;
    for key in ["httpUrl", "serverUrl", "url"] {
        if let Some(address) = node.get(key) {
            push_address(sink, address.span.clone(), "url", address.text().unwrap_or(""), Usage::Call);
        }
    }
    for key in ["env", "environment"] {
        if let Some(env) = node.get(key) {
            declare_all(sink, env);
        }
    }
    variables(node, sink);
    let mut words: Vec<(&str, Range<usize>)> = Vec::new();
    for part in ["command", "args"].iter().filter_map(|key| node.get(key)) {
        // Zed has the program below `command.path`.
        for word in std::iter::once(part).chain(part.items()).chain(part.get("path")).chain(args_of(part)) {
            if let Some(text) = word.text() {
                words.push((text, word.span.clone()));
            }
        }
    }
    run(&words, sink);
}

fn args_of<'n, 'a>(command: &'n Node<'a>) -> &'n [Node<'a>] {
    command.get("args").map_or(&[], Node::items)
}

/// The variables that values take: `${GITHUB_TOKEN}`, `${env:GITHUB_TOKEN}`.
fn variables(node: &Node<'_>, sink: &mut Sink<'_>) {
    let text = sink.text();
    node.each_scalar("", &mut |_, value| {
        let raw = text.get(value.span.clone()).unwrap_or("");
        let mut tell = |span: Range<usize>, name: &str| {
            if is_capital_name(name) {
                let place = value.span.start + span.start..value.span.start + span.end;
                sink.push_named(place, What::EnvRead { name: name.to_owned(), required: None }, name);
            }
        };
        for (span, name, _) in interpolations(raw) {
            tell(span, name);
        }
        for (at, lead) in raw.match_indices("${env:") {
            let name = raw.get(at + lead.len()..).and_then(|rest| rest.split('}').next()).unwrap_or("");
            tell(at..at + lead.len() + name.len() + 1, name);
        }
    });
}

/// Programs that run a package, with its registry.
const RUNNERS: &[(&str, Ecosystem)] = &[
    ("bun", Ecosystem::Npm),
    ("bunx", Ecosystem::Npm),
    ("npm", Ecosystem::Npm),
    ("npx", Ecosystem::Npm),
    ("pipx", Ecosystem::Pypi),
    ("pnpm", Ecosystem::Npm),
    ("pnpx", Ecosystem::Npm),
    ("uv", Ecosystem::Pypi),
    ("uvx", Ecosystem::Pypi),
    ("yarn", Ecosystem::Npm),
];

/// Words that only lead to what is run: `cmd /c npx`, `pnpm dlx`, `uv tool run`.
const LEADS: &[&str] = &["/C", "/c", "cmd", "dlx", "env", "exec", "run", "tool", "x"];

/// Options of runners and containers that take a value, beside those that name the package or a variable.
const VALUED: &[&str] = &[
    "--directory",
    "--index-url",
    "--mount",
    "--name",
    "--network",
    "--python",
    "--registry",
    "--volume",
    "--with",
    "--workdir",
    "-v",
    "-w",
];

/// What a server's command runs: a package, an image, or a program.
fn run(words: &[(&str, Range<usize>)], sink: &mut Sink<'_>) {
    for (word, span) in words.iter().filter(|(word, _)| word.contains("://")) {
        push_address(sink, span.clone(), "url", word, Usage::Call);
    }
    let Some(first) = words.iter().position(|(word, _)| !LEADS.contains(&base(word)) && !word.contains('=')) else {
        return;
    };
    let Some((word, span)) = words.get(first) else { return };
    let program = base(word);
    if program.len() > 1 && program.len() <= 40 && program.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        sink.push_named(span.clone(), What::Command { program: program.to_owned() }, program);
    }
    let rest = words.get(first + 1..).unwrap_or(&[]);
    if matches!(program, "docker" | "podman") {
        if let Some((image, span)) = operand(rest, true, sink) {
            push_image(sink, span, image, false);
        }
    } else if let Some((_, registry)) = RUNNERS.iter().find(|row| row.0 == program)
        && let Some((package, span)) = operand(rest, false, sink)
    {
        tell(*registry, package, span, sink);
    }
}

/// A program without its folder and ending.
fn base(word: &str) -> &str {
    let name = word.rsplit(['/', '\\']).next().unwrap_or(word);
    name.strip_suffix(".exe").or_else(|| name.strip_suffix(".cmd")).unwrap_or(name)
}

/// The first word that is no option: the package or image that is run. Variables that a container is given are told.
fn operand<'w>(
    words: &[(&'w str, Range<usize>)],
    container: bool,
    sink: &mut Sink<'_>,
) -> Option<(&'w str, Range<usize>)> {
    let mut at = 0;
    while let Some((word, span)) = words.get(at) {
        let next = words.get(at + 1);
        match *word {
            "--env" | "-e" if container => {
                if let Some((variable, span)) = next {
                    let (name, value) = variable.split_once('=').unwrap_or((variable, ""));
                    declare(sink, span.clone(), name, !value.is_empty());
                }
                at += 1;
            }
            "--from" | "--package" | "-p" if !container => return next.cloned(),
            "--publish" | "-p" => at += 1,
            word if VALUED.contains(&word) => at += 1,
            word if word.starts_with('-') || LEADS.contains(&word) => {}
            word => return Some((word, span.clone())),
        }
        at += 1;
    }
    None
}

/// Tells the package that a runner runs.
fn tell(ecosystem: Ecosystem, package: &str, span: Range<usize>, sink: &mut Sink<'_>) {
    let package = package.split('[').next().unwrap_or(package);
    let (name, version) = match ecosystem {
        Ecosystem::Pypi => package.split_once("==").or_else(|| package.split_once('@')).unwrap_or((package, "")),
        _ => split_version(package).unwrap_or((package, "")),
    };
    // A script of the code base's own, or an address.
    let own = name.starts_with(['.', '/', '~', '$'])
        || name.contains([':', ' ', '\\'])
        || [".js", ".mjs", ".py", ".ts"].iter().any(|end| name.ends_with(end))
        || name.contains('/') && !name.starts_with('@');
    if own || name.is_empty() {
        return;
    }
    let name = if ecosystem == Ecosystem::Pypi { normal_name(name) } else { name.to_owned() };
    let requirement = version.to_owned();
    let what = What::Dependency { ecosystem, name, requirement, scope: Scope::Dev };
    sink.push_named(span, what, package);
}
