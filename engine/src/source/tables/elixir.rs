//! Elixir: Phoenix' and Plug's routes, settings at run time, Ecto's schemas.

use super::imports::{Imports, Inline, Keep};
use super::{Language, Need, Scan, Shows, Table, routes};
use crate::audit::Ecosystem;
use crate::source::lex::{Code, Kind, StringForm, Syntax};
use std::ops::Range;

/// How it is read.
pub static TABLE: Language = Language::new(Table {
    syntax: Syntax {
        line_comments: &["#"],
        strings: &[
            StringForm { open: "\"\"\"", close: "\"\"\"", escapes: true, multiline: true, interpolation: "#{" },
            StringForm { open: "\"", close: "\"", escapes: true, multiline: true, interpolation: "#{" },
            StringForm { open: "'", close: "'", escapes: true, multiline: false, interpolation: "" },
        ],
        word_comments: true,
        ..Syntax::BARE
    },
    imports: Imports {
        ecosystem: Some(Ecosystem::Hex),
        words: &[],
        separator: ".",
        keep: Keep::Three,
        inline: Inline::Capital,
        own: &["defmodule"],
        own_segments: 1,
        common: COMMON,
    },
    idioms: &[
        ("System.get_env('')", Shows::Env(Need::Asked)),
        ("System.get_env('',", Shows::Env(Need::Optional)),
        ("System.fetch_env!('')", Shows::Env(Need::Required)),
        ("System.fetch_env('')", Shows::Env(Need::Asked)),
        ("{:system, ''}", Shows::Env(Need::Asked)),
        ("{:system, '',", Shows::Env(Need::Optional)),
        ("env!('',", Shows::Env(Need::Required)),
        ("System.cmd(''", Shows::Run),
        ("System.shell(''", Shows::Run),
        ("MuonTrap.cmd(''", Shows::Run),
        (":os.cmd(''", Shows::Run),
        ("{:spawn, ''", Shows::Run),
        ("Webhook.construct_event(", Shows::Signature("constructEvent")),
        (".construct_event(", Shows::Signature("constructEvent")),
        (":crypto.mac(", Shows::Signature("hmac")),
        (":crypto.hmac(", Shows::Signature("hmac")),
        (".secure_compare(", Shows::Token("secure_compare")),
        ("schema ''", Shows::Store("table", "")),
        ("create table(:NAME", Shows::Store("table", "")),
        ("relay: ''", Shows::Calls),
        ("<verb> ''", Shows::Route),
        ("<verb>(''", Shows::Route),
        ("match ''", Shows::Route),
        ("scope ''", Shows::Within),
        ("scope(''", Shows::Within),
        ("scope path: ''", Shows::Within),
        ("forward '', NAME", Shows::Nothing),
    ],
    blocks: super::Blocks::End,
    qualified: true,
    arm: "->",
    serves: |_, text| memchr::memmem::find(text.as_bytes(), b"outer").is_some(),
    handler,
    also,
    ..Table::BARE
});

/// What comes with the language and its web framework; sorted.
const COMMON: &[&str] = &[
    "Agent",
    "Application",
    "Atom",
    "Base",
    "Calendar",
    "Code",
    "Config",
    "DateTime",
    "Ecto",
    "Ecto.Adapters",
    "Ecto.Changeset",
    "Ecto.Query",
    "Enum",
    "ExUnit",
    "File",
    "GenServer",
    "Gettext",
    "IO",
    "Inspect",
    "Integer",
    "Jason",
    "Kernel",
    "Keyword",
    "List",
    "Logger",
    "Macro",
    "Map",
    "MapSet",
    "Mix",
    "Module",
    "NaiveDateTime",
    "Path",
    "Phoenix",
    "Plug",
    "Process",
    "Regex",
    "Registry",
    "Stream",
    "String",
    "Supervisor",
    "System",
    "Task",
    "Telemetry",
    "Time",
    "Timex",
    "Tuple",
    "URI",
    "Version",
];

/// `HookController, :stripe`.
fn handler(code: &Code<'_>, tokens: Range<usize>) -> String {
    let to = tokens.end.min(tokens.start + 40);
    let action =
        (tokens.start..to).find(|&k| code.punct(k, b',') && code.punct(k + 1, b':') && code.name(k + 2).is_some());
    match action.and_then(|k| Some((code.name(k.checked_sub(1)?)?, code.name(k + 2)?))) {
        Some((class, method)) => format!("{class}.{method}"),
        None => String::new(),
    }
}

fn also(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    if code.kind(i) != Some(Kind::Name) || !scan.routes.serves || !code.is(i, "resources") {
        return;
    }
    let at = if code.punct(i + 1, b'(') { i + 2 } else { i + 1 };
    let Some(path) = code.string(at) else { return };
    let end = routes::statement_end(&code, i);
    let class = (at..end).find_map(|k| code.name(k)).unwrap_or("");
    let label = |word: &str| (at..end).find(|&k| code.is(k, word) && code.punct(k + 1, b':'));
    let listed = |from: usize, action: &str| (from..end).any(|k| code.is(k, action));
    for (action, method) in [("create", "POST"), ("index", "GET")] {
        if label("only").is_none_or(|from| listed(from, action))
            && label("except").is_none_or(|from| !listed(from, action))
        {
            let full = routes::full(scan, "", path);
            routes::give(scan, i, method, &full, "", Vec::new(), 0, format!("{class}.{action}"));
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn common_modules_are_sorted() {
        assert!(super::COMMON.is_sorted());
    }
}
