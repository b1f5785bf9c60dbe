//! Tools around an editor: servers of the Model Context Protocol, run configurations.

use super::push_key;
use super::tree::tree;
use crate::facts::Sink;
use crate::read::script::push_script;
use crate::read::variable::{declare, declare_all, is_capital_name, push_value};
use crate::read::yaml::Node;
use crate::read::{File, ReadError};

/// Servers of the Model Context Protocol: what they are called, what runs them, what they are given.
pub fn mcp(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let root = tree("json", file.text)?;
    let mut programs = Vec::new();
    let servers = ["mcpServers", "servers"].iter().find_map(|key| root.get(key));
    for server in servers.map_or(&[][..], Node::entries) {
        push_key(sink, server.key_span.clone(), format!("mcp-server:{}", server.key));
        if let Some((node, command)) = server.value.get("command").and_then(|node| Some((node, node.text()?))) {
            push_script(sink, node.span.start + 1, command, &mut programs);
        }
        if let Some((node, url)) = server.value.get("url").and_then(|node| Some((node, node.text()?))) {
            push_value(sink, node.span.start, "url", url);
        }
        if let Some(env) = server.value.get("env") {
            declare_all(sink, env);
        }
    }
    Ok(())
}

/// VS Code's `launch.json` and dev containers: variables, and `--dart-define`.
pub fn environment(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    defines(file.text, sink);
    let root = tree("json", file.text)?;
    root.each_entry(&mut |entry| {
        let names = entry.value.entries();
        if matches!(&*entry.key, "env" | "containerEnv" | "remoteEnv") && names.iter().any(|e| is_capital_name(&e.key))
        {
            declare_all(sink, &entry.value);
        }
    });
    Ok(())
}

/// Run configurations of JetBrains' editors.
pub fn jetbrains(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    defines(file.text, sink);
    for (at, _) in file.text.match_indices("<env name=\"") {
        let from = at + 11;
        let name = file.text[from..].split('"').next().unwrap_or("");
        declare(sink, from..from + name.len(), name, true);
    }
    Ok(())
}

/// Adds the names of `--dart-define=NAME=value`.
fn defines(text: &str, sink: &mut Sink<'_>) {
    for lead in ["--dart-define=", "-D"] {
        for (at, _) in text.match_indices(lead) {
            let from = at + lead.len();
            let rest = &text[from..];
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            if is_capital_name(&rest[..end]) && rest[end..].starts_with('=') {
                declare(sink, from..from + end, &rest[..end], true);
            }
        }
    }
}
