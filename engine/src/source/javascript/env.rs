//! Environment variables: `process.env`, `import.meta.env` and their kin, names for them, helper functions that take a
//! variable's name, lists of names, and schemas.

use super::names::Meaning;
use super::{Callee, Scan, contains};
use crate::facts::What;
use crate::source::lex::Kind;

/// What is kept of a file until its end is seen.
#[derive(Debug, Default)]
pub struct Found<'a> {
    /// Whether the file takes a variable whose name it computes.
    dynamic: bool,
    /// Whether it fails without such a variable.
    fails: bool,
    /// Names used as such an index, and functions whose parameter is one.
    indexes: Vec<&'a str>,
    helpers: Vec<&'a str>,
    /// Strings that name variables where [`Found::dynamic`] turns out true.
    listed: Vec<(usize, Option<bool>)>,
    /// The last of a list of strings, to know the next.
    last_listed: usize,
    /// Whether that list says itself that it names variables.
    last_certain: bool,
    /// Whether that list says itself that they are required.
    last_required: Option<bool>,
    /// Strings given a name: used where that name is an index.
    constants: Vec<(&'a str, usize)>,
    /// Strings given to functions: used where that function is a helper.
    arguments: Vec<(&'a str, usize, Option<bool>)>,
    /// The token that ends the test of an `if` whose branch fails.
    failing_until: usize,
}

/// Most strings kept in each list.
const KEPT: usize = 512;

/// What Vite itself puts into `import.meta.env`.
const VITE: &[&str] = &["BASE_URL", "DEV", "MODE", "PROD", "SSR"];

/// What shows that a file is a worker, whose environment is a parameter.
const WORKER: &[&str] = &[
    "@cloudflare/workers",
    "env: Env",
    "env: Bindings",
    "ExecutionContext",
    "from 'hono'",
    "from \"hono\"",
    "locals.runtime",
    "platform.env",
    "platform?.env",
    "PagesFunction",
    "async fetch(request",
    "fetch(request, env",
];

/// What a worker's bindings can do: a member that is followed by one of these is no variable.
const BINDING: &[&str] = &[
    "batch",
    "connect",
    "create",
    "delete",
    "exec",
    "fetch",
    "get",
    "getWithMetadata",
    "head",
    "idFromName",
    "idFromString",
    "input",
    "insert",
    "list",
    "newUniqueId",
    "prepare",
    "put",
    "query",
    "run",
    "send",
    "sendBatch",
    "upsert",
    "writeDataPoint",
];

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

/// Whether `name` is written as variables are: capitals, digits and `_`, a capital or `_` first.
fn is_upper(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.len() >= 2
        && bytes.len() <= 96
        && bytes.first().is_some_and(|b| b.is_ascii_uppercase() || *b == b'_')
        && bytes.iter().any(u8::is_ascii_uppercase)
        && bytes.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_')
}

/// Whether it also has words in it, so that it hardly is anything else.
fn is_upper_words(name: &str) -> bool {
    is_upper(name) && name.get(1..name.len() - 1).is_some_and(|inner| inner.contains('_'))
}

/// Gives a read of the variable `name` at the token `i`.
pub fn read(scan: &mut Scan<'_>, i: usize, name: &str, required: Option<bool>) {
    let good = !name.is_empty()
        && name.len() <= 128
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'(' | b')' | b'.' | b'-'));
    if good {
        scan.push(i, What::EnvRead { name: name.to_owned(), required });
    }
}

/// At a name with which an environment may begin: `process`, `import`, `Bun`, `env`, a type of Node's, `loadEnv`.
pub fn object_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let dotted = |at: usize, name: &str| -> Option<usize> {
        let at = if code.punct(at, b'?') || code.punct(at, b'!') { at + 1 } else { at };
        if code.punct(at, b'.') && code.is(at + 1, name) {
            return Some(at + 2);
        }
        let bracket = code.punct(at, b'[') && code.string(at + 1) == Some(name) && code.punct(at + 2, b']');
        bracket.then_some(at + 3)
    };
    match code.slice(i) {
        "process" => {
            let at = dotted(i + 1, "env").or_else(|| dotted(after_cast(scan, i, i + 1)?, "env"));
            if let Some(at) = at {
                members(scan, i, at);
            } else if let Some(open) = scan.pattern_of(i) {
                // `const { env } = process`
                let mut local = None;
                scan.each_name(open, |key, name, _| {
                    if code.is(key, "env") {
                        local = Some(name);
                    }
                });
                if let Some(local) = local {
                    scan.names.set(code.slice(local), Meaning::Env);
                }
            }
        }
        "Deno" if code.matches(i + 1, &[".", "env", ".", "toObject"]) => {
            if let Some(name) = scan.assigned_to(i) {
                scan.names.set(name, Meaning::Env);
            }
        }
        "Bun" => {
            if let Some(at) = dotted(i + 1, "env") {
                members(scan, i, at);
            }
        }
        "import" => {
            let Some(meta) = dotted(i + 1, "meta") else { return };
            let at = dotted(meta, "env").or_else(|| dotted(after_cast(scan, i, meta)?, "env"));
            if let Some(at) = at {
                members(scan, i, at);
            }
        }
        "NodeJS" if code.matches(i + 1, &[".", "ProcessEnv"]) && i > 1 && code.punct(i - 1, b':') => {
            let name = if code.punct(i - 2, b'?') { i.wrapping_sub(3) } else { i - 2 };
            if let Some(name) = code.name(name) {
                scan.names.set(name, Meaning::Env);
            }
        }
        "loadEnv" if code.punct(i + 1, b'(') => {
            if let Some(open) = scan.pattern_of(i) {
                pattern(scan, open);
            } else if let Some(name) = scan.assigned_to(i) {
                scan.names.set(name, Meaning::Env);
            }
        }
        "env" => worker_at(scan, i),
        _ => {}
    }
}

/// Behind `as any)` at `at`, where the bracket opens right before `first`.
fn after_cast(scan: &Scan<'_>, first: usize, at: usize) -> Option<usize> {
    let open = first.checked_sub(1)?;
    let close = scan.code.mate(open);
    (scan.code.is(at, "as") && scan.code.punct(open, b'(') && close > at).then_some(close + 1)
}

/// `env.X` in a worker, `c.env.X`, `platform.env.X`.
fn worker_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let mut first = i;
    if i > 1 && code.punct(i - 1, b'.') {
        let before = if code.punct(i - 2, b'?') { i.wrapping_sub(3) } else { i - 2 };
        if !matches!(
            code.name(before),
            Some("c" | "ctx" | "context" | "platform" | "runtime" | "this" | "event" | "cloudflare")
        ) {
            return;
        }
        first = before;
    } else if scan.names.get("env").is_some() {
        return;
    }
    let dot = if code.punct(i + 1, b'?') { i + 2 } else { i + 1 };
    let open = scan.pattern_of(first).filter(|_| !code.punct(dot, b'.'));
    if open.is_none() && (!code.punct(dot, b'.') || !code.name(dot + 1).is_some_and(is_upper)) {
        return;
    }
    let worker = WORKER.iter().any(|mark| scan.holds(mark));
    if let Some(open) = open {
        if worker {
            pattern(scan, open);
        }
        return;
    }
    let next = if code.punct(dot + 2, b'?') || code.punct(dot + 2, b'!') { dot + 3 } else { dot + 2 };
    let binding = code.punct(next, b'.') && code.name(next + 1).is_some_and(|m| BINDING.binary_search(&m).is_ok());
    if worker && !binding {
        members(scan, first, i + 1);
    }
}

/// What stands behind an environment that runs from the token `first` to before `at`: a member, an index, or nothing.
pub fn members(scan: &mut Scan<'_>, first: usize, at: usize) {
    let code = scan.code;
    let vite = code.is(first, "import");
    let own = matches!(code.slice(first), "process" | "Bun" | "import");
    let mut at = at;
    if code.punct(at, b'!') && !code.punct(at + 1, b'=') {
        at += 1;
    }
    if let Some(behind) = after_cast(scan, first, at) {
        at = behind;
    }
    if code.punct(at, b'?') && code.punct(at + 1, b'.') {
        at += 1;
    }
    if code.punct(at, b'.') && code.punct(at + 1, b'[') {
        at += 1;
    }
    let (member, end) = if code.punct(at, b'.') && code.name(at + 1).is_some() {
        (at + 1, at + 2)
    } else if code.punct(at, b'[') {
        let close = code.mate(at);
        if code.string(at + 1).is_none() || close != at + 2 {
            if let Some(name) = code.name(at + 1).filter(|_| close == at + 2) {
                index(scan, first, name);
            }
            scan.env.dynamic = true;
            // `if (!process.env[key]) throw …`, `keys.filter((key) => !process.env[key])`
            let tested = code.punct(first.wrapping_sub(1), b'!');
            let sifted = (first.saturating_sub(10)..first).any(|at| code.is(at, "filter"));
            scan.env.fails |= tested && (sifted || first < scan.env.failing_until);
            return;
        }
        (at + 1, close + 1)
    } else {
        if own {
            value(scan, first, at);
        } else if let Some(open) = scan.pattern_of(first)
            && !code.punct(at, b'.')
        {
            pattern(scan, open);
        }
        return;
    };
    let name = code.slice(member);
    let wanted = (own || is_upper(name)) && !(vite && VITE.binary_search(&name).is_ok()) && !code.punct(end, b'(');
    let written = code.punct(end, b'=') && !code.punct(end + 1, b'=') || code.is(first.wrapping_sub(1), "delete");
    if !wanted || written {
        return;
    }
    let required = requirement(scan, first, end);
    let index = scan.out.len();
    read(scan, member, name, required);
    super::checks::value_at(scan, first, end, name);
    if scan.out.len() > index
        && let Some(local) = scan.assigned_to(first)
    {
        scan.names.set(local, Meaning::Value(index));
    }
}

/// Whether the code fails without the variable whose expression runs from `first` to before `end`.
fn requirement(scan: &Scan<'_>, first: usize, end: usize) -> Option<bool> {
    let code = scan.code;
    if first < scan.env.failing_until && (code.punct(first.wrapping_sub(1), b'!') || code.punct(end, b'=')) {
        return Some(true);
    }
    let plain = behind(scan, end);
    if plain.is_some() {
        return plain;
    }
    let callee = scan.callee(first)?;
    if ["require", "assert", "invariant", "must"].iter().any(|word| contains(callee.name, word)) {
        return Some(true);
    }
    // `Number(process.env.PORT) || 3000`
    let close = code.mate(first.wrapping_sub(1));
    let casts = matches!(callee.name, "Number" | "parseInt" | "parseFloat" | "String" | "Boolean");
    if casts { behind(scan, close + 1).filter(|required| !required) } else { None }
}

/// What stands behind an expression at `end` says: a default, or that it must be there.
fn behind(scan: &Scan<'_>, end: usize) -> Option<bool> {
    let code = scan.code;
    let double = |byte: u8| code.punct(end, byte) && code.punct(end + 1, byte);
    if double(b'|') || double(b'?') || code.punct(end, b'?') && !code.punct(end + 1, b'.') {
        Some(false)
    } else if code.punct(end, b'!') && !code.punct(end + 1, b'=') {
        Some(true)
    } else {
        None
    }
}

/// The environment as a value.
fn value(scan: &mut Scan<'_>, first: usize, end: usize) {
    let code = scan.code;
    if let Some(open) = scan.pattern_of(first) {
        pattern(scan, open);
    } else if let Some(name) = scan.assigned_to(first)
        && !code.punct(end, b'.')
    {
        scan.names.set(name, Meaning::Env);
    } else if code.is(first.wrapping_sub(1), "in") && first > 1 {
        match code.string(first - 2) {
            Some(name) => read(scan, first - 2, name, None),
            None => {
                if let Some(name) = code.name(first - 2) {
                    index(scan, first, name);
                    scan.env.dynamic = true;
                }
            }
        }
    }
}

/// `{ A, B: b, C = 'x' }` that takes variables out of an environment.
fn pattern(scan: &mut Scan<'_>, open: usize) {
    let mut found = Vec::new();
    scan.each_name(open, |key, local, default| found.push((key, local, default)));
    for (key, local, default) in found {
        let name = scan.code.slice(key);
        if !is_upper(name) {
            continue;
        }
        let at = scan.out.len();
        read(scan, key, name, default.then_some(false));
        if scan.out.len() > at {
            scan.names.set(scan.code.slice(local), Meaning::Value(at));
        }
    }
}

/// `name` is an index into the environment: it may be a constant, or the parameter of a helper around `first`.
fn index<'a>(scan: &mut Scan<'a>, first: usize, name: &'a str) {
    let code = scan.code;
    if scan.env.indexes.len() >= KEPT || scan.env.helpers.len() >= KEPT {
        return;
    }
    scan.env.indexes.push(name);
    for at in (first.saturating_sub(120)..first).rev() {
        if !code.is(at, name) || at < 2 || !code.punct(at - 1, b'(') && !code.punct(at - 1, b'=') {
            continue;
        }
        // `function helper(name`, `helper = (name`, `helper = name =>`, `helper(name` in a class or object.
        let before = at - 2;
        let helper = if code.punct(before, b'=') || code.is(before, "async") {
            code.name(before.wrapping_sub(1)).filter(|name| *name != "=")
        } else if code.punct(at - 1, b'=') {
            code.name(before)
        } else {
            scan.callee_of(at - 1).map(|callee| callee.name)
        };
        if let Some(helper) = helper {
            scan.env.helpers.push(helper);
        }
    }
}

/// At an `if`: whether its branch fails, and which values it asks for.
pub fn test_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    if !code.punct(i + 1, b'(') {
        return;
    }
    let close = code.mate(i + 1);
    if close <= i + 1 || close - i > 80 {
        return;
    }
    let body = close + 1;
    let until = if code.punct(body, b'{') { code.mate(body).min(body + 48) } else { body + 1 };
    let fails = (body..=until).any(|at| code.is(at, "throw") || code.matches(at, &["process", ".", "exit"]));
    if !fails {
        return;
    }
    scan.env.failing_until = close;
    for at in i + 2..close {
        if code.punct(at, b'!')
            && let Some(Meaning::Value(index)) = code.name(at + 1).and_then(|name| scan.names.get(name))
            && let Some((_, What::EnvRead { required, .. })) = scan.out.get_mut(index)
            && required.is_none()
        {
            *required = Some(true);
        }
    }
}

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
                Some(callee) => callee.name,
                None => scan.assigned_to(before).unwrap_or(""),
            };
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
    let mut places: Vec<usize> =
        scan.out.iter().filter(|(_, what)| matches!(what, What::EnvRead { .. })).map(|(span, _)| span.start).collect();
    places.sort_unstable();
    for (i, required) in found.listed {
        let required = required.or(found.fails.then_some(true));
        if scan.code.kind(i) == Some(Kind::Str) || !is_settings(scan, i, &places) {
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

/// Whether the object with the key at `i` takes its values from the environment itself: then its keys are the program's
/// own names. `places` are the bytes at which the file reads variables, in order.
fn is_settings(scan: &Scan<'_>, i: usize, places: &[usize]) -> bool {
    let code = scan.code;
    let mut at = i;
    for _ in 0..256 {
        let Some(before) = at.checked_sub(1) else { return false };
        if code.punct(before, b'{') {
            let (start, end) = (code.range(before).start, code.range(code.mate(before)).start);
            let first = places.partition_point(|&place| place < start);
            return places.get(first).is_some_and(|&place| place < end);
        }
        let mate = code.mate(before);
        at = if mate < before { mate } else { before };
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(VITE.is_sorted() && BINDING.is_sorted() && VALIDATORS.is_sorted());
    }

    #[test]
    fn names_of_variables() {
        assert!(is_upper("PORT") && is_upper("_X") && !is_upper("Port") && !is_upper("") && !is_upper("__"));
        assert!(is_upper_words("A_B") && !is_upper_words("PORT") && !is_upper_words("_PORT"));
    }
}
