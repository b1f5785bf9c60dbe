//! Environment variables that are named rather than read on the spot: by helper functions, in lists and constants whose
//! entries are read, and by schemas.

use super::env::{KEPT, behind, is_upper, is_upper_words, read};
use super::names::Meaning;
use super::{Callee, Scan, contains};
use crate::facts::What;
use crate::order::Arrange;
use crate::source::lex::Kind;

/// What a schema's value begins with, in zod, valibot, yup, joi, envalid, arktype, TypeBox and their like.
const VALIDATORS: &[&str] = &[
    "Joi",
    "Schema",
    "Type",
    "bool",
    "booleanString",
    "coerce",
    "email",
    "host",
    "joi",
    "json",
    "num",
    "optional",
    "port",
    "str",
    "t",
    "url",
    "v",
    "yup",
    "z",
    "zod",
];

/// Words in the name of a list whose variables are kept from a child process, or handed on to it, and not taken.
const KEPT_BACK: &[&str] = &[
    "allow",
    "block",
    "clear",
    "denied",
    "deny",
    "exclude",
    "filter",
    "forbid",
    "forward",
    "hidden",
    "ignore",
    "inherit",
    "mask",
    "omit",
    "passthrough",
    "preserve",
    "protected",
    "redact",
    "remove",
    "reserved",
    "safe",
    "scrub",
    "sensitive",
    "strip",
    "unset",
    "whitelist",
];

/// Words in the name of an object whose keys name variables though their values are plain texts.
const OF_VARIABLES: &[&str] =
    &["config", "credential", "default", "env", "option", "param", "require", "schema", "secret", "setting", "var"];

/// At a capital name before `:`: a key of a schema, or of an object that may be gone through.
pub fn key_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let name = code.slice(i);
    if i == 0 || !is_upper(name) {
        return;
    }
    let mut at = i + 1;
    let optional = code.punct(at, b'?');
    if optional || code.punct(at, b'!') {
        at += 1;
    }
    if !code.punct(at, b':') {
        return;
    }
    // A property of a class that checks its own properties: `@IsString() DATABASE_URL: string`.
    if code.punct(i - 1, b')') {
        let open = code.mate(i - 1);
        if open > 1 && code.punct(open - 2, b'@') && scan.holds("class-validator") && is_upper_words(name) {
            let required = (!optional && !code.is(open - 1, "IsOptional")).then_some(true);
            read(scan, i, name, required.or(Some(false)));
        }
        return;
    }
    if optional || at != i + 1 || !(code.punct(i - 1, b'{') || code.punct(i - 1, b',')) {
        return;
    }
    let checks = code.name(i + 2).is_some_and(|first| {
        VALIDATORS.binary_search(&first).is_ok() && (code.punct(i + 3, b'.') || code.punct(i + 3, b'('))
    });
    if checks && (is_upper_words(name) || contains(scan.path, "env") || scan.holds("process.env")) {
        // Joi and yup take what is missing unless told otherwise.
        let lenient = matches!(code.slice(i + 2), "Joi" | "joi" | "yup");
        let mut required = false;
        let mut default = false;
        let mut end = i + 2;
        for _ in 0..64 {
            match code.kind(end) {
                None | Some(Kind::Punct(b',' | b'}' | b';')) => break,
                Some(Kind::Punct(b'(')) => {
                    // `str({ default: 'x' })`, `z.optional(…)`
                    default |= code.punct(end + 1, b'{')
                        && (code.is(end + 2, "default") || code.is(end + 2, "devDefault"))
                        && code.punct(end + 3, b':');
                    end = code.mate(end).max(end);
                }
                Some(Kind::Name) => {
                    required |= code.is(end, "required");
                    default |= matches!(
                        code.slice(end),
                        "optional" | "Optional" | "default" | "nullish" | "catch" | "prefault" | "fallback"
                    );
                }
                _ => {}
            }
            end += 1;
        }
        read(scan, i, name, Some(!default && (required || !lenient)));
    } else if code.matches(i + 2, &["{", "type", ":"]) && (scan.holds("fastify/env") || scan.holds("env-schema")) {
        read(scan, i, name, None);
    } else if is_upper_words(name) && scan.env.listed.len() < KEPT {
        scan.env.listed.push((i, None));
    }
}

/// At a string that is the first argument of a call.
pub fn call_at<'a>(scan: &mut Scan<'a>, i: usize, callee: Callee<'a>) {
    let Some(name) = scan.code.string(i).filter(|name| is_upper(name)) else { return };
    let function = callee.name;
    let has = |words: &[&str], text: &str| words.iter().any(|word| contains(text, word));
    let second = scan.code.punct(i + 1, b',') && !scan.code.punct(i + 2, b')');
    let required = if has(&["require", "must", "throw", "need", "assert"], function) {
        Some(true)
    } else if second && !scan.code.punct(i + 2, b'{') {
        Some(false)
    } else {
        None
    };
    let writes = ["set", "stub", "delete", "add", "update", "save", "mock", "unset", "write"]
        .iter()
        .any(|word| function.starts_with(word) && !function.starts_with("setting"));
    let helps =
        has(&["env"], function) || is_upper_words(name) && has(&["config", "secret", "setting", "param"], function);
    let takes = callee.member
        && has(&["get", "read", "require", "optional", "str", "int", "bool", "num", "has"], function)
        && has(&["env", "conf", "setting", "secret"], callee.receiver);
    // Firebase: `defineString('NAME')`.
    let defines = matches!(function, "defineString" | "defineInt" | "defineBoolean" | "defineList" | "defineFloat");
    // A function of the project's own module for its environment.
    let imported = matches!(scan.names.get(function), Some(Meaning::Member(module, _))
        if module.starts_with(['.', '@', '~', '#', '$']) && has(&["env", "config"], module) && is_upper_words(name));
    if (helps || takes || defines || imported) && !writes {
        // `env.get('NAME').required()`
        let close = scan.code.mate(i - 1);
        let required = match scan.code.slice(close + 2) {
            "required" if scan.code.punct(close + 1, b'.') => Some(true),
            "default" if scan.code.punct(close + 1, b'.') => Some(false),
            _ => required.or_else(|| behind(scan, close + 1)),
        };
        read(scan, i, name, required);
    } else if scan.env.arguments.len() < KEPT && !writes {
        scan.env.arguments.push((function, i, required));
    }
}

/// At any other string that begins with a capital.
pub fn string_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let Some(name) = code.string(i).filter(|name| is_upper(name)) else { return };
    let Some(before) = i.checked_sub(1) else { return };
    let (mut listed, mut certain) = (false, false);
    match code.kind(before) {
        // Behind a value, the bracket is an index.
        Some(Kind::Punct(b'['))
            if !matches!(code.kind(before.wrapping_sub(1)), Some(Kind::Punct(b')' | b']' | b'.' | b'!')))
                && code.name(before.wrapping_sub(1)).is_none_or(|word| matches!(word, "return" | "of" | "in")) =>
        {
            listed = true;
            // `requireEnv(['A_B', 'C_D'])`, `const REQUIRED_ENV = ['A_B', 'C_D']`
            let owner = match scan.callee(before) {
                Some(callee) if callee.name == "Set" => scan.assigned_to(callee.at).unwrap_or(""),
                Some(callee) if callee.name == "freeze" => scan.assigned_to(callee.at.saturating_sub(2)).unwrap_or(""),
                Some(callee) => callee.name,
                None => scan.assigned_to(before).unwrap_or(""),
            };
            if KEPT_BACK.iter().any(|word| contains(owner, word)) {
                return;
            }
            scan.env.last_required = if contains(owner, "optional") || contains(owner, "recommend") {
                Some(false)
            } else {
                contains(owner, "require").then_some(true)
            };
            certain = contains(owner, "env") && !contains(owner, "envelope") && !contains(owner, "environment");
        }
        Some(Kind::Punct(b',')) if scan.env.last_listed > 0 && scan.env.last_listed + 2 == i => {
            listed = true;
            certain = scan.env.last_certain;
        }
        Some(Kind::Punct(b':')) => {
            let key = code.slice(i.wrapping_sub(2));
            listed = matches!(
                key,
                "name" | "key" | "env" | "envVar" | "envKey" | "envName" | "variable" | "var" | "varName"
            );
            // `{ format: 'port', env: 'PORT' }` of convict.
            if key == "env" && scan.holds("convict") {
                read(scan, i, name, None);
                return;
            }
        }
        Some(Kind::Punct(b'=')) => {
            if let Some(local) = code.name(i.wrapping_sub(2))
                && scan.env.constants.len() < KEPT
            {
                scan.env.constants.push((local, i));
            }
        }
        _ => {}
    }
    if !listed {
        return;
    }
    (scan.env.last_listed, scan.env.last_certain) = (i, certain);
    if certain && is_upper_words(name) {
        read(scan, i, name, scan.env.last_required);
    } else if is_upper_words(name) && scan.env.listed.len() < KEPT {
        let required = if code.punct(before, b':') { None } else { scan.env.last_required };
        scan.env.listed.push((i, required));
    }
}

/// At the end of the file: the strings that turned out to name variables.
pub fn finish(scan: &mut Scan<'_>) {
    if !scan.env.dynamic {
        return;
    }
    let found = std::mem::take(&mut scan.env);
    if !found.taken.is_empty() && found.taken.iter().all(|by| found.set.contains(by)) {
        return;
    }
    let mut places: Vec<usize> =
        scan.out.iter().filter(|(_, what)| matches!(what, What::EnvRead { .. })).map(|(span, _)| span.start).collect();
    places.arrange();
    for (i, required) in found.listed {
        let required = required.or(found.fails.then_some(true));
        if scan.code.kind(i) == Some(Kind::Str) || !(is_settings(scan, i, &places) || is_table(scan, i)) {
            read(scan, i, scan.code.slice(i), required);
        }
    }
    for (function, i, required) in found.arguments {
        if found.helpers.contains(&function) {
            read(scan, i, scan.code.slice(i), required);
        }
    }
    for (name, i) in found.constants {
        if found.indexes.contains(&name) {
            read(scan, i, scan.code.slice(i), None);
        }
    }
}

/// Whether the object with the key at `i`, whose value is a plain text, is named and says by its name that it is about
/// something else: `const KEY_PREFIXES = { REFRESH_TOKEN: 'refresh:' }`.
fn is_table(scan: &Scan<'_>, i: usize) -> bool {
    let code = scan.code;
    if code.string(i + 2).is_none() || !matches!(code.kind(i + 3), Some(Kind::Punct(b',' | b'}'))) {
        return false;
    }
    let owner = around(scan, i).and_then(|open| scan.assigned_to(open));
    owner.is_some_and(|owner| !OF_VARIABLES.iter().any(|word| contains(owner, word)))
}

/// The bracket `{` around the key at `i`.
fn around(scan: &Scan<'_>, i: usize) -> Option<usize> {
    let code = scan.code;
    let mut at = i;
    for _ in 0..256 {
        let before = at.checked_sub(1)?;
        if code.punct(before, b'{') {
            return Some(before);
        }
        let mate = code.mate(before);
        at = if mate < before { mate } else { before };
    }
    None
}

/// Whether the object with the key at `i` takes its values from the environment itself: then its keys are the program's
/// own names. `places` are the bytes at which the file reads variables, in order.
fn is_settings(scan: &Scan<'_>, i: usize, places: &[usize]) -> bool {
    let Some(open) = around(scan, i) else { return false };
    let (start, end) = (scan.code.range(open).start, scan.code.range(scan.code.mate(open)).start);
    let first = places.partition_point(|&place| place < start);
    places.get(first).is_some_and(|&place| place < end)
}

#[cfg(test)]
mod tests {
    #[test]
    fn tables_are_sorted() {
        for table in [super::VALIDATORS, super::KEPT_BACK, super::OF_VARIABLES] {
            assert!(table.is_sorted());
        }
    }
}
