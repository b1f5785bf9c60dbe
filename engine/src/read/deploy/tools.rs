//! Tools around an editor: run configurations, dev containers.

use super::tree::tree;
use crate::facts::Sink;
use crate::read::variable::{declare, declare_all, is_capital_name};
use crate::read::{File, ReadError};

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
