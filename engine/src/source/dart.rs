//! Dart and Flutter: package imports, `fromEnvironment`, `Platform.environment`, dotenv, hosts built by `Uri`.

use super::lex::{Code, Kind, StringForm, Syntax, Tokens};
use crate::audit::Ecosystem;
use crate::facts::{Sink, Usage, What};
use crate::read::File;
use std::collections::HashSet;

/// How Dart is written.
pub static SYNTAX: Syntax = Syntax {
    line_comments: &["//"],
    block_comments: &[("/*", "*/", true)],
    strings: &[
        StringForm { open: "'''", close: "'''", escapes: true, multiline: true, interpolation: "${" },
        StringForm { open: "\"\"\"", close: "\"\"\"", escapes: true, multiline: true, interpolation: "${" },
        StringForm { open: "'", close: "'", escapes: true, multiline: false, interpolation: "${" },
        StringForm { open: "\"", close: "\"", escapes: true, multiline: false, interpolation: "${" },
    ],
    string_prefixes: "r",
    raw_prefixes: "r",
    name_bytes: b"$",
    ..Syntax::BARE
};

/// Adds what a Dart file shows.
pub fn read(file: &File<'_>, tokens: &Tokens, sink: &mut Sink<'_>) {
    let code = Code { text: file.text, tokens: &tokens.list };
    let mut imported = HashSet::new();
    for i in 0..code.len() {
        let Some(name) = code.name(i) else { continue };
        match name {
            "import" | "export" => {
                if let Some(module) = code.string(i + 1).filter(|m| m.starts_with("package:"))
                    && imported.insert(module)
                {
                    sink.push(code.range(i + 1), What::Import { ecosystem: Ecosystem::Pub, module: module.into() });
                }
            }
            "fromEnvironment" | "hasEnvironment" if code.punct(i + 1, b'(') => {
                let defaulted =
                    name == "hasEnvironment" || (i + 3..code.mate(i + 1)).any(|k| code.is(k, "defaultValue"));
                env(&code, sink, i + 2, defaulted.then_some(false));
            }
            "environment" if code.punct(i + 1, b'[') => env(&code, sink, i + 2, fallback(&code, i + 1)),
            "env" if code.punct(i + 1, b'[') => env(&code, sink, i + 2, fallback(&code, i + 1)),
            "get" | "maybeGet" | "getInt" | "getBool" if i >= 2 && code.is(i - 2, "dotenv") => {
                env(&code, sink, i + 2, fallback(&code, i + 1))
            }
            "varName" if code.punct(i + 1, b':') => env(&code, sink, i + 2, None),
            "https" | "http" if i >= 2 && code.is(i - 2, "Uri") && code.punct(i + 1, b'(') => {
                if let Some(host) = code.string(i + 2).filter(|h| h.contains('.') && !h.contains(['/', ' ', '$'])) {
                    let what = What::Host { host: host.to_ascii_lowercase(), url: String::new(), usage: Usage::Call };
                    sink.push(code.range(i + 2), what);
                }
            }
            "collection"
                if code.punct(i + 1, b'(') && imported.iter().any(|m| m.starts_with("package:cloud_firestore")) =>
            {
                if let Some(name) = code.string(i + 2) {
                    sink.push(
                        code.range(i + 2),
                        What::Store { kind: "collection".into(), name: name.into(), engine: "firestore".into() },
                    );
                }
            }
            _ => {}
        }
    }
}

fn env(code: &Code<'_>, sink: &mut Sink<'_>, i: usize, required: Option<bool>) {
    if let Some(name) = code.string(i)
        && !name.is_empty()
        && name.len() <= 80
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
    {
        sink.push(code.range(i), What::EnvRead { name: name.into(), required });
    }
}

/// What stands behind the bracket that opens at `open`: `??` makes the variable optional, `!` required.
fn fallback(code: &Code<'_>, open: usize) -> Option<bool> {
    let close = code.mate(open);
    match (code.kind(close + 1), code.kind(close + 2)) {
        (Some(Kind::Punct(b'?')), Some(Kind::Punct(b'?'))) => Some(false),
        (Some(Kind::Punct(b'!')), next) if next != Some(Kind::Punct(b'=')) => Some(true),
        _ => None,
    }
}
