//! Variables taken from the environment: whether the code can do without, and functions of the code base's own that look
//! variables up.

use super::pattern::Match;
use super::{Need, Scan, Table};
use crate::facts::What;
use crate::source::lex::{Code, Kind};
use crate::source::literals::{is_env_lookup, is_env_name, is_strict};
use std::collections::HashMap;

/// Members through which an environment is asked for a variable: `env.get("X")`.
const ASKING: &[&str] = &["fetch", "get", "getProperty", "has", "key", "optional", "require", "var", "var_os"];

/// Calls behind a look-up that give up where nothing was found; sorted.
const GIVING_UP: &[&str] = &["expect", "orElseThrow", "unwrap"];

/// Calls behind a look-up that go on without; sorted.
const GOING_ON: &[&str] = &[
    "getOrElse",
    "is_ok",
    "is_some",
    "ok",
    "orElse",
    "orElseGet",
    "or_else",
    "present",
    "unwrap_or",
    "unwrap_or_default",
    "unwrap_or_else",
];

/// Calls that pass what was found on, or that nothing was; sorted.
const PASSING: &[&str] = &[
    "context",
    "into",
    "map",
    "map_err",
    "ok_or",
    "ok_or_else",
    "presence",
    "strip",
    "toString",
    "to_i",
    "to_owned",
    "to_s",
    "to_string",
    "trim",
    "with_context",
    "wrap_err",
    "wrap_err_with",
];

/// What gives up instead of a value; sorted.
const FAILURES: &[&str] =
    &["abort", "die", "error", "exit", "fail", "fatalError", "panic", "raise", "stop", "sys", "throw", "unreachable"];

/// Functions that give up where their argument is nothing; sorted.
const DEMANDS: &[&str] =
    &["assert", "checkNotNull", "requireNonNull", "requireNotNull", "required", "stopifnot", "unwrap"];

/// Variables that a build tool sets for itself; sorted.
const OF_BUILDS: &[&str] = &["CARGO_", "OUT_DIR", "TARGET"];

/// At a pattern that takes a variable.
pub fn read_at(scan: &mut Scan<'_>, found: Match, need: Need) -> bool {
    let code = scan.code;
    // The bracket that holds the name, or the captured name itself.
    let close = found.open.map_or(found.end, |open| code.mate(open)).max(found.found);
    let token = match code.kind(found.found) {
        // A constant of the file, where it is no variable's name itself: `System.getenv(KEY)`.
        Some(Kind::Name) if found.open.is_some() => match constant(scan, code.slice(found.found)) {
            Some(token) => token,
            None => return false,
        },
        Some(Kind::Name | Kind::Str) => found.found,
        _ => return false,
    };
    let name = code.slice(token);
    let fits = !name.is_empty()
        && name.len() <= 80
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    if !fits || of_system(scan.table, name) || OF_BUILDS.iter().any(|own| name.starts_with(own)) {
        return false;
    }
    // `ENV["X"] = y` writes.
    if code.punct(close + 1, b'=') && !matches!(code.kind(close + 2), Some(Kind::Punct(b'=' | b'~' | b'>'))) {
        return true;
    }
    let required = match need {
        Need::Required => Some(true),
        Need::Optional => Some(false),
        Need::Asked | Need::Result => required(&code, found.start, close, need),
    };
    scan.push(found.found, What::EnvRead { name: name.to_owned(), required });
    true
}

/// Whether the system sets the variable.
pub fn of_system(table: &Table, name: &str) -> bool {
    table.system.iter().any(|own| own.eq_ignore_ascii_case(name))
}

/// At a setting, `Stripe:ApiKey`: the environment gives it as `Stripe__ApiKey`, as .NET documents.
pub fn setting_at(scan: &mut Scan<'_>, i: usize, below: &str) -> bool {
    let Some(key) = scan.code.string(i).filter(|key| (2..=80).contains(&key.len())) else { return false };
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'.' | b'-');
    if !key.bytes().all(plain) || !key.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return false;
    }
    let close = scan.code.mate(i.saturating_sub(1)).max(i);
    let required = required(&scan.code, i, close, Need::Asked);
    scan.push(i, What::EnvRead { name: format!("{below}{key}").replace(':', "__"), required });
    true
}

/// The token of the string that the file's constant `name` holds.
fn constant<'a>(scan: &mut Scan<'a>, name: &str) -> Option<usize> {
    let code = scan.code;
    scan.constants.get_or_insert_with(|| constants(&code)).get(name).copied()
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
        if let Some(name) = code.name(named) {
            found.insert(name, i);
        }
    }
    found
}

/// Whether a function's name ends or begins with the word for a variable: `required_var`, `var_parsed`.
fn is_var_lookup(name: &str) -> bool {
    name == "var" || name.ends_with("_var") || name.starts_with("var_") || name.ends_with("EnvVar")
}

/// Whether a name is one under which a gateway hands on what belongs to a request, as RFC 3875 lists them.
fn of_request(name: &str) -> bool {
    ["CONTENT_", "GATEWAY_", "HTTP_", "PATH_", "QUERY_STRING", "REMOTE_", "REQUEST_", "SCRIPT_", "SERVER_"]
        .iter()
        .any(|start| name.starts_with(start))
}

/// At a name that no pattern explains: `getEnv("X", d)`, `env.get("X")`, `config("X")`, whatever the helper is called.
pub fn helper_at(scan: &mut Scan<'_>, i: usize, name: &str) {
    let code = scan.code;
    if !matches!(code.kind(i + 1), Some(Kind::Punct(b'(' | b'[' | b'.' | b':' | b'!')))
        || !(is_env_lookup(name) || is_var_lookup(name))
    {
        return;
    }
    // What a function is called that is defined or named here.
    if i > 0 && matches!(code.slice(i - 1), "def" | "fn" | "fun" | "func" | "function" | "defp") {
        return;
    }
    let member = i > 1 && code.punct(i - 1, b'.');
    // A request's own: `request.env["HTTP_X"]`.
    if member && code.name(i - 2).is_some_and(|owner| owner.ends_with("request")) {
        return;
    }
    // A program's, which is about to be run: `command.env("X", value)`.
    if member && name == "env" && code.punct(i + 1, b'(') && code.punct(i + 3, b',') {
        return;
    }
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
    if !(code.punct(at, b'(') || code.punct(at, b'[')) {
        return;
    }
    let (open, close) = (at, code.mate(at));
    let found = match code.kind(open + 1) {
        Some(Kind::Str) => Some(open + 1),
        // A constant, whatever it is a member of: its last name.
        Some(Kind::Name) => {
            (open + 1..close.min(open + 9)).rev().find_map(|k| code.name(k)).and_then(|name| constant(scan, name))
        }
        _ => None,
    };
    let Some(token) = found.filter(|&token| is_env_name(code.slice(token))) else { return };
    // `Env` may be a record of a request's, as a gateway hands it on.
    if name == "env" && of_request(code.slice(token)) {
        return;
    }
    // A word of a helper's name so common that only the argument tells: `required_var("API_KEY")`.
    if !is_env_lookup(name) && !code.slice(token).contains('_') {
        return;
    }
    if OF_BUILDS.iter().any(|own| code.slice(token).starts_with(own)) {
        return;
    }
    let defaulted = (open + 2..close.min(open + 5)).any(|k| code.punct(k, b','));
    let required =
        if defaulted { Some(false) } else { required(&code, i, close, Need::Asked).or_else(|| strict.then_some(true)) };
    scan.push(open + 1, What::EnvRead { name: code.slice(token).to_owned(), required });
}

/// Whether the code fails without the variable, by what stands in front of the look-up at `start` and behind its last
/// token.
pub fn required(code: &Code<'_>, start: usize, close: usize, need: Need) -> Option<bool> {
    let mut at = close + 1;
    for _ in 0..6 {
        let pair = |a: u8, b: u8| code.punct(at, a) && code.punct(at + 1, b);
        if pair(b'?', b'?') || pair(b'?', b':') || pair(b'|', b'|') {
            return Some(fails(code, at + 2));
        }
        if code.is(at, "or") {
            return Some(fails(code, at + 1));
        }
        // `if key == nil {`, `!= null`: what follows is not read.
        if code.punct(at, b'!') && !code.punct(at + 1, b'=') {
            return Some(true);
        }
        if code.punct(at, b'?') && need == Need::Result {
            return Some(true);
        }
        let Some(call) = code.punct(at, b'.').then(|| code.name(at + 1)).flatten() else { break };
        if GIVING_UP.binary_search(&call).is_ok() {
            return Some(true);
        }
        if GOING_ON.binary_search(&call).is_ok() {
            return Some(false);
        }
        if PASSING.binary_search(&call).is_err() {
            break;
        }
        at = if code.punct(at + 2, b'(') { code.mate(at + 2).max(at + 2) + 1 } else { at + 2 };
    }
    let before = start.checked_sub(2)?;
    if code.punct(before + 1, b'(') && code.name(before).is_some_and(|name| DEMANDS.binary_search(&name).is_ok()) {
        return Some(true);
    }
    // `if let Ok(x) = …`, `guard let x = … else { fatalError() }`.
    let bound = (2..12).filter_map(|back| start.checked_sub(back)).find(|&k| code.is(k, "let"))?;
    let lead = bound.checked_sub(1).and_then(|k| code.name(k))?;
    match lead {
        "if" | "while" => Some(false),
        "guard" => {
            let or = (close..close + 16).find(|&k| code.is(k, "else"))?;
            (or..or + 8).any(|k| code.name(k).is_some_and(|name| FAILURES.binary_search(&name).is_ok())).then_some(true)
        }
        _ => None,
    }
}

/// Whether what stands at `at`, in place of a value that is not there, gives up.
fn fails(code: &Code<'_>, at: usize) -> bool {
    code.name(at).is_some_and(|name| FAILURES.binary_search(&name).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        for table in [ASKING, GIVING_UP, GOING_ON, PASSING, FAILURES, DEMANDS, OF_BUILDS] {
            assert!(table.is_sorted(), "{table:?}");
        }
    }
}
