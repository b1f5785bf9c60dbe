//! Languages that are read by what they have in common: environment reads, URLs and the routes of their usual frameworks.
//! What they import is not read; for them a dependency counts as use.

use super::lex::{Code, Kind, StringForm, Syntax, Tokens};
use super::literals::{is_env_lookup, is_env_name, is_strict};
use crate::facts::{Route, Sink, What};
use crate::read::File;
use std::collections::HashMap;

/// Strings as C and its kin write them.
const C_STRINGS: &[StringForm] = &[
    StringForm { open: "\"\"\"", close: "\"\"\"", escapes: true, multiline: true, interpolation: "" },
    StringForm { open: "\"", close: "\"", escapes: true, multiline: false, interpolation: "" },
    StringForm { open: "'", close: "'", escapes: true, multiline: false, interpolation: "" },
];

/// How languages are written whose comments are those of C: Java, Kotlin, C#, Scala, Swift, Groovy.
pub static C_LIKE: Syntax =
    Syntax { line_comments: &["//"], block_comments: &[("/*", "*/", false)], strings: C_STRINGS, ..Syntax::BARE };

/// How languages are written whose comments begin with `#`: Ruby, Elixir, GDScript.
pub static HASHED: Syntax = Syntax { line_comments: &["#"], block_comments: &[], word_comments: true, ..C_LIKE };

/// How PHP is written.
pub static PHP: Syntax = Syntax { line_comments: &["//", "#"], name_bytes: b"$", ..C_LIKE };

/// How Rust is written. A lone `'` begins a lifetime; of characters only the quote matters, as it would open a string.
pub static RUST: Syntax = Syntax {
    block_comments: &[("/*", "*/", true)],
    strings: &[
        StringForm { open: "'\"", close: "'", escapes: false, multiline: false, interpolation: "" },
        StringForm { open: "'\\\"", close: "'", escapes: false, multiline: false, interpolation: "" },
        StringForm { open: "#\"", close: "\"#", escapes: false, multiline: true, interpolation: "" },
        StringForm { open: "\"", close: "\"", escapes: true, multiline: true, interpolation: "" },
    ],
    string_prefixes: "br",
    ..C_LIKE
};

/// Members through which an environment is asked for a variable: `env::var("X")`, `ENV.fetch("X")`.
const ASKING: &[&str] = &["fetch", "get", "has", "key", "optional", "require", "var", "var_os"];

/// Functions and attributes that serve a path, in lower case, with their methods.
const ROUTES: &[(&str, &str)] = &[
    ("any", ""),
    ("delete", "DELETE"),
    ("deletemapping", "DELETE"),
    ("get", "GET"),
    ("getmapping", "GET"),
    ("httpget", "GET"),
    ("httppost", "POST"),
    ("httpput", "PUT"),
    ("mapget", "GET"),
    ("mappost", "POST"),
    ("mapput", "PUT"),
    ("match", ""),
    ("patch", "PATCH"),
    ("post", "POST"),
    ("postmapping", "POST"),
    ("put", "PUT"),
    ("putmapping", "PUT"),
    ("requestmapping", ""),
    ("route", ""),
];

/// Variables that a build tool sets for itself.
const OF_BUILDS: &[&str] = &["CARGO_", "OUT_DIR", "TARGET"];

/// A Rust file up to the module of its own tests, which is the last thing in it.
pub fn without_tests(text: &str) -> &str {
    match text.split_once("\n#[cfg(test)]") {
        Some((product, tests)) if tests.trim_start().starts_with("mod ") => product,
        _ => text,
    }
}

/// Adds what a file shows.
pub fn read(file: &File<'_>, tokens: &Tokens, sink: &mut Sink<'_>) {
    let code = Code { text: file.text, tokens: &tokens.list };
    let constants = constants(&code);
    for i in 0..code.len() {
        match code.kind(i) {
            Some(Kind::Name) => {}
            Some(Kind::Str) => {
                placeholders(&code, i, sink);
                continue;
            }
            _ => continue,
        }
        let name = code.slice(i);
        if is_env_lookup(name) {
            lookup(&code, i, name, &constants, sink);
        } else if code.punct(i + 1, b'(') {
            route(&code, i, name, sink);
        }
    }
}

/// The names of the file that stand for a variable's name: `const KEY: &str = "API_KEY"`.
fn constants<'a>(code: &Code<'a>) -> HashMap<&'a str, usize> {
    let mut found = HashMap::new();
    for i in 2..code.len() {
        if !code.punct(i - 1, b'=') || !code.string(i).is_some_and(is_env_name) {
            continue;
        }
        // `NAME = "X"`, `NAME: &'static str = "X"`: the name in front of a type.
        let colon = (2..9).filter_map(|back| i.checked_sub(back)).find(|&k| code.punct(k, b':'));
        let named = colon.and_then(|k| k.checked_sub(1)).filter(|&k| code.name(k).is_some()).unwrap_or(i - 2);
        if let Some(name) = code.name(named).filter(|n| is_env_name(n)) {
            found.insert(name, i);
        }
    }
    found
}

/// `getenv("X")`, `env('X', d)`, `env!("X")`, `ENV["X"]`, `ENV.fetch("X")`, `env::var(X)`, `environment["X"]`.
fn lookup(code: &Code<'_>, i: usize, name: &str, constants: &HashMap<&str, usize>, sink: &mut Sink<'_>) {
    let mut at = i + 1;
    let mut strict = is_strict(name);
    while code.punct(at, b':') || code.punct(at, b'.') {
        at += 1;
    }
    if at > i + 1 {
        let Some(member) = code.name(at).filter(|member| ASKING.binary_search(member).is_ok()) else { return };
        strict |= matches!(member, "fetch" | "require");
        at += 1;
    }
    if code.punct(at, b'!') || code.punct(at, b'?') {
        strict |= code.punct(at, b'!');
        at += 1;
    }
    let asked = if code.punct(at, b'(') && code.punct(at + 1, b')') && code.punct(at + 2, b'[') {
        // Kotlin and Java hand out the whole: `System.getenv()["X"]`.
        at + 3
    } else if code.punct(at, b'(') || code.punct(at, b'[') {
        at + 1
    } else {
        return;
    };
    let open = asked - 1;
    let close = code.mate(open);
    let found = match code.kind(asked) {
        Some(Kind::Str) => Some(asked),
        // A constant, whatever it is a member of: its last name.
        Some(Kind::Name) => {
            (asked..close.min(asked + 8)).rev().find_map(|k| code.name(k)).and_then(|name| constants.get(name).copied())
        }
        _ => None,
    };
    let Some(found) = found else { return };
    let variable = code.slice(found);
    if !is_env_name(variable) || OF_BUILDS.iter().any(|own| variable.starts_with(own)) {
        return;
    }
    let defaulted = (asked + 1..close.min(asked + 4)).any(|k| code.punct(k, b','));
    sink.push(
        code.range(asked),
        What::EnvRead { name: variable.into(), required: required(code, close, strict, defaulted) },
    );
}

/// Whether the code fails without the variable, by what stands behind the look-up.
fn required(code: &Code<'_>, close: usize, strict: bool, defaulted: bool) -> Option<bool> {
    if defaulted {
        return Some(false);
    }
    let falls_back = ["?", "|"].iter().any(|sign| code.matches(close + 1, &[sign, sign]))
        || code.matches(close + 1, &["?", ":"])
        || code.is(close + 1, "or");
    let then = code.punct(close + 1, b'.').then(|| code.name(close + 2)).flatten().unwrap_or("");
    match then {
        _ if falls_back => Some(false),
        "expect" | "unwrap" | "orElseThrow" => Some(true),
        "ok" | "orElse" | "unwrap_or" | "unwrap_or_default" | "unwrap_or_else" => Some(false),
        _ => strict.then_some(true),
    }
}

/// Variables that a framework puts into a text, as Spring does: `@Value("${API_KEY:none}")`.
fn placeholders(code: &Code<'_>, i: usize, sink: &mut Sink<'_>) {
    if !(i > 1 && code.punct(i - 1, b'(') && code.is(i - 2, "Value")) {
        return;
    }
    let text = code.slice(i).trim_start_matches("\\");
    let Some(inside) = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')) else { return };
    let (name, default) = inside.split_once(':').map_or((inside, None), |(name, default)| (name, Some(default)));
    if is_env_name(name) {
        sink.push(code.range(i), What::EnvRead { name: name.into(), required: Some(default.is_none()) });
    }
}

/// `Route::post('/x', …)`, `.route("/x", post(…))`, `@PostMapping("/x")`, `app.MapPost("/x", …)`.
fn route(code: &Code<'_>, i: usize, name: &str, sink: &mut Sink<'_>) {
    if name.len() > 16 {
        return;
    }
    let lower = name.to_ascii_lowercase();
    let Ok(row) = ROUTES.binary_search_by_key(&lower.as_str(), |row| row.0) else { return };
    let plain = matches!(ROUTES[row].1, "" | "DELETE" | "GET" | "PATCH" | "POST" | "PUT") && lower.len() <= 6;
    // A client's `get("/x")` serves nothing: a router is called by name, or the second argument is its handler.
    let close = code.mate(i + 1);
    let served = !plain || code.punct(i + 3, b',') && (routed(code, i) || lower == "route");
    let Some(path) = code.string(i + 2).filter(|path| path.starts_with('/') && served && close > i + 2) else { return };
    let mut method = ROUTES[row].1.to_owned();
    // axum: `.route("/x", post(handler))`.
    let inner = (lower == "route").then(|| code.name(i + 4)).flatten().unwrap_or("");
    if let Ok(row) = ROUTES.binary_search_by_key(&inner, |row| row.0) {
        method = ROUTES[row].1.to_owned();
    }
    let handler = (i + 3..close.min(i + 24)).rev().find_map(|k| code.name(k)).unwrap_or("").to_owned();
    sink.push(code.range(i + 2), What::Route(Route { method, path: path.into(), handler, ..Route::default() }));
}

/// Whether the call at `i` is on something named as routers are: `Route::`, `router.`, `$app->`.
fn routed(code: &Code<'_>, i: usize) -> bool {
    let owner = (1..4).filter_map(|back| i.checked_sub(back)).find_map(|k| code.name(k)).unwrap_or("");
    let owner = owner.trim_start_matches('$').to_ascii_lowercase();
    matches!(owner.as_str(), "app" | "route" | "router" | "routes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(ASKING.is_sorted() && ROUTES.is_sorted() && OF_BUILDS.is_sorted());
    }
}
