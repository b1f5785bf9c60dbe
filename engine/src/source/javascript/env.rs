//! Environment variables read on the spot: members of `process.env`, `import.meta.env` and their kin, and of names for
//! them. What only names a variable stands in [`super::env_names`].

use super::names::Meaning;
use super::{Scan, contains};
use crate::facts::What;

/// What is kept of a file until its end is seen.
#[derive(Debug, Default)]
pub struct Found<'a> {
    /// Whether the file takes a variable whose name it computes.
    pub(super) dynamic: bool,
    /// Expressions by which the file sets variables, as a loader of env files does: taking those is no other's business.
    pub(super) set: Vec<&'a str>,
    /// Expressions by which it takes them.
    pub(super) taken: Vec<&'a str>,
    /// Whether it fails without such a variable.
    pub(super) fails: bool,
    /// Names used as such an index.
    pub(super) indexes: Vec<&'a str>,
    /// Functions whose parameter is one.
    pub(super) helpers: Vec<&'a str>,
    /// Strings that name variables where [`Found::dynamic`] turns out true.
    pub(super) listed: Vec<(usize, Option<bool>)>,
    /// The last of a list of strings, to know the next.
    pub(super) last_listed: usize,
    /// Whether that list says itself that it names variables.
    pub(super) last_certain: bool,
    /// Whether that list says itself that they are required.
    pub(super) last_required: Option<bool>,
    /// Strings given a name: used where that name is an index.
    pub(super) constants: Vec<(&'a str, usize)>,
    /// Strings given to functions: used where that function is a helper.
    pub(super) arguments: Vec<(&'a str, usize, Option<bool>)>,
    /// The token that ends the test of an `if` whose branch fails.
    pub(super) failing_until: usize,
}

/// Most strings kept in each list.
pub const KEPT: usize = 512;

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

/// What a text can do, sorted: a member that is asked for anything else is no variable, but what a worker is bound to.
const OF_TEXT: &[&str] = &[
    "at",
    "charAt",
    "charCodeAt",
    "codePointAt",
    "concat",
    "endsWith",
    "includes",
    "indexOf",
    "lastIndexOf",
    "localeCompare",
    "match",
    "matchAll",
    "normalize",
    "padEnd",
    "padStart",
    "repeat",
    "replace",
    "replaceAll",
    "search",
    "slice",
    "split",
    "startsWith",
    "substr",
    "substring",
    "toLocaleLowerCase",
    "toLowerCase",
    "toString",
    "toUpperCase",
    "trim",
    "trimEnd",
    "trimStart",
    "valueOf",
];

/// Whether `name` is written as variables are: capitals, digits and `_`, a capital or `_` first.
pub fn is_upper(name: &str) -> bool {
    let bytes = name.as_bytes();
    bytes.len() >= 2
        && bytes.len() <= 96
        && bytes.first().is_some_and(|b| b.is_ascii_uppercase() || *b == b'_')
        && bytes.iter().any(u8::is_ascii_uppercase)
        && bytes.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_')
}

/// Whether it also has words in it, so that it hardly is anything else.
pub fn is_upper_words(name: &str) -> bool {
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
            if let Some(open) = scan.pattern_of(i) {
                pattern(scan, open);
            } else if let Some(name) = scan.assigned_to(i) {
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
    let at = after_cast(scan, first, i + 1).unwrap_or(i + 1);
    let dot = if code.punct(at, b'?') { at + 1 } else { at };
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
    let binding = code.punct(next, b'.')
        && code.punct(next + 2, b'(')
        && code.name(next + 1).is_some_and(|member| OF_TEXT.binary_search(&member).is_err());
    if worker && !binding {
        members(scan, first, at);
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
            let by = code.text.get(code.range(first).start..code.range(close).start).unwrap_or("");
            let sets = code.punct(close + 1, b'=') && !code.punct(close + 2, b'=');
            let list = if sets { &mut scan.env.set } else { &mut scan.env.taken };
            if list.len() < KEPT {
                list.push(by);
            }
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
pub fn behind(scan: &Scan<'_>, end: usize) -> Option<bool> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(VITE.is_sorted() && OF_TEXT.is_sorted());
    }

    #[test]
    fn names_of_variables() {
        assert!(is_upper("PORT") && is_upper("_X") && !is_upper("Port") && !is_upper("") && !is_upper("__"));
        assert!(is_upper_words("A_B") && !is_upper_words("PORT") && !is_upper_words("_PORT"));
    }
}
