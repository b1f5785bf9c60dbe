//! Secrets in code: values written out, values that stand in for a missing variable, variables that are printed.

use super::Scan;
use crate::facts::What;
use crate::risk::{Risk, is_placeholder, is_real, says_secret};
use crate::source::lex::Kind;
use crate::source::literals::is_env_name;

/// Longest string that may be a secret's value.
const LONGEST: usize = 256;

/// Functions that take a variable's name and what to use without it. Sorted.
const LOOKUPS: &[&str] =
    &["config", "env", "fetch", "get", "getEnv", "getEnvOrDefault", "getOrDefault", "get_env", "getenv", "setdefault"];

/// At a string: whether it is the value of something that says that it is a secret.
pub fn string_at(scan: &mut Scan<'_, '_, '_>, i: usize) {
    let Some(value) = scan.code.string(i).filter(|text| (3..=LONGEST).contains(&text.len())) else { return };
    let Some(before) = i.checked_sub(1) else { return };
    let code = scan.code;
    match code.kind(before) {
        Some(Kind::Punct(b'|' | b'?')) if before > 0 && code.kind(before - 1) == code.kind(before) => {
            fallback(scan, i, before.checked_sub(2), value);
        }
        Some(Kind::Name) if code.is(before, "or") => fallback(scan, i, before.checked_sub(1), value),
        Some(Kind::Punct(b',')) => {
            // `getenv("X", "value")`.
            let named = before.checked_sub(1).and_then(|at| code.string(at)).filter(|name| is_env_name(name));
            let call = before.checked_sub(3).filter(|&at| code.punct(at + 1, b'('));
            let lookup = call
                .and_then(|at| code.name(at))
                .is_some_and(|name| LOOKUPS.binary_search(&name).is_ok() || name.to_ascii_lowercase().contains("env"));
            if let (Some(name), true, true) = (named, lookup, code.punct(i + 1, b')') || code.punct(i + 1, b',')) {
                give(scan, i, Risk::SecretFallback, name, value);
            }
        }
        // `JWT_SECRET: z.string().default('value')`.
        Some(Kind::Punct(b'(')) if before > 0 && code.is(before - 1, "default") => {
            let from = before.saturating_sub(24);
            let mut key = None;
            for at in (from..before - 1).rev() {
                match code.kind(at) {
                    Some(Kind::Punct(b'{' | b';')) => break,
                    Some(Kind::Punct(b':')) if at > 0 => {
                        key = code.name(at - 1).or_else(|| code.string(at - 1));
                        break;
                    }
                    _ => {}
                }
            }
            if let Some(name) = key.filter(|name| is_env_name(name)) {
                give(scan, i, Risk::SecretFallback, name, value);
            }
        }
        Some(Kind::Punct(b'=' | b':')) => written(scan, i, before, value),
        _ => {}
    }
}

/// `process.env.X || "value"`, `os.environ.get("X") or "value"`, `env["X"] ?? "value"`; the operand ends at `end`.
fn fallback(scan: &mut Scan<'_, '_, '_>, i: usize, end: Option<usize>, value: &str) {
    let code = scan.code;
    let Some(end) = end else { return };
    let name = match code.kind(end) {
        Some(Kind::Name) => code.name(end).filter(|_| end > 0 && code.punct(end - 1, b'.')),
        Some(Kind::Punct(b']' | b')')) => code.string(code.mate(end) + 1).filter(|_| code.mate(end) < end),
        _ => None,
    };
    if let Some(name) = name.filter(|name| is_env_name(name)) {
        give(scan, i, Risk::SecretFallback, name, value);
    }
}

/// `const API_KEY = "value"`, `{ apiKey: "value" }`, `api_key: str = "value"`.
fn written(scan: &mut Scan<'_, '_, '_>, i: usize, sign: usize, value: &str) {
    let code = scan.code;
    let Some(mut at) = sign.checked_sub(1) else { return };
    if code.punct(sign, b'=') {
        // Compared, or an arrow's.
        if matches!(code.kind(at), Some(Kind::Punct(b'=' | b'!' | b'<' | b'>' | b'+'))) {
            return;
        }
        if code.punct(at, b':') {
            // Go's `:=`.
            let Some(before) = at.checked_sub(1) else { return };
            at = before;
        } else if at > 1 && code.punct(at - 1, b':') && code.name(at - 2).is_some() {
            // Behind a type.
            at -= 2;
        }
    }
    let Some(name) = code.name(at).or_else(|| code.string(at)).filter(|name| name.len() <= 60) else { return };
    if !may_say_secret(name) {
        return;
    }
    // A call behind it works on the value: `"…".length`.
    if code.punct(i + 1, b'.') || code.punct(i + 1, b'+') || value.len() < 12 || !is_real(value) {
        return;
    }
    let capitals = constant_case(name);
    if !says_secret(&capitals) || secret_of_ui(&capitals) {
        return;
    }
    // Keys of vendors have a finding of their own.
    if crate::redact::keys(value).next().is_some() || is_open(value) {
        return;
    }
    // A setting of an environment's name has a default, not a secret written out.
    let field = is_env_name(name) && code.punct(at.wrapping_sub(1), b'.');
    let risk = if field && code.punct(sign, b':') { Risk::SecretFallback } else { Risk::WrittenSecret };
    give(scan, i, risk, name, value);
}

/// Whether a name holds the beginning of a word that says "secret", in any case: a quick look before [`says_secret`].
fn may_say_secret(name: &str) -> bool {
    const PARTS: &[&[u8]] = &[b"key", b"secr", b"toke", b"pass", b"pwd", b"pat", b"cred"];
    let bytes = name.as_bytes();
    PARTS.iter().any(|part| bytes.windows(part.len()).any(|window| window.eq_ignore_ascii_case(part)))
}

/// Whether a value shows that it is for everybody: a publishable key, a project's key for analytics, an address.
fn is_open(value: &str) -> bool {
    ["pk_", "phc_", "sb_publishable_"].iter().any(|start| value.starts_with(start)) || value.contains("://")
}

/// Words of names whose value the code base itself checks, so that any value opens it. Sorted.
const OWN: &[&str] = &[
    "ADMIN",
    "APP",
    "AUTH",
    "COOKIE",
    "CSRF",
    "DJANGO",
    "ENCRYPTION",
    "FLASK",
    "JWT",
    "NEXTAUTH",
    "PASSWORD",
    "SESSION",
    "SIGNING",
];

/// Names that pages use for what is no secret: of fields, of places in storage.
fn secret_of_ui(name: &str) -> bool {
    ["PLACEHOLDER", "LABEL", "INPUT", "STORAGE", "CSRF", "FIELD", "ERROR", "MESSAGE", "TITLE", "TEXT", "DEMO", "MOCK"]
        .iter()
        .any(|word| name.split('_').any(|part| part == *word))
}

/// `apiKey`, `api-key` and `api_key` as `API_KEY`.
fn constant_case(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && lower {
            out.push('_');
        }
        lower = c.is_ascii_lowercase() || c.is_ascii_digit();
        out.push(if c == '-' || c == '.' { '_' } else { c.to_ascii_uppercase() });
    }
    out
}

fn give(scan: &mut Scan<'_, '_, '_>, i: usize, risk: Risk, name: &str, value: &str) {
    // A placeholder opens nothing at a vendor's.
    let own = name == "SECRET_KEY" || name.split('_').any(|word| OWN.binary_search(&word).is_ok());
    let idle = value.contains(' ') || is_label(value) || for_development(scan, i) || !own && is_placeholder(value);
    if risk == Risk::SecretFallback && (!says_secret(name) || idle) {
        return;
    }
    if scan.left > 0 {
        scan.left -= 1;
        let what = What::Risk { risk, of: name.to_owned() };
        scan.sink.push_named(scan.code.range(i), what, name);
    }
}

/// Whether the line asks first where it runs, and falls back where it may: `isProduction ? … : (env.X ?? "dev")`.
fn for_development(scan: &Scan<'_, '_, '_>, i: usize) -> bool {
    let start = scan.code.range(i).start;
    let line = scan.code.text.get(..start).and_then(|before| before.rsplit('\n').next()).unwrap_or("");
    ["isDev", "isProd", "NODE_ENV", "production", "development", "is_dev", "is_prod"]
        .iter()
        .any(|word| line.contains(word))
}

/// Whether a fallback only says that nothing is there.
fn is_label(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    matches!(lower.as_str(), "false" | "missing" | "none" | "null" | "true" | "undefined" | "unset")
        || lower.contains("not_set")
        || lower.contains("not-set")
        || lower.starts_with("${")
}

/// At what prints: whether a variable is printed whole that says that it is a secret.
pub fn printed_at(scan: &mut Scan<'_, '_, '_>, i: usize) {
    let code = scan.code;
    let open =
        if code.is(i, "console") && code.punct(i + 1, b'.') && code.name(i + 2).is_some() { i + 3 } else { i + 1 };
    if !code.punct(open, b'(') {
        return;
    }
    let close = code.mate(open).min(open + 80);
    for at in open + 1..close {
        let begins = matches!(code.kind(at - 1), Some(Kind::Punct(b'(' | b',') | Kind::CodeOpen));
        let (name, end) = if code.matches(at, &["process", ".", "env", "."]) {
            (code.name(at + 4), at + 5)
        } else if code.matches(at, &["os", ".", "environ", "["]) {
            (code.string(at + 4), at + 6)
        } else if code.matches(at, &["os", ".", "getenv", "("]) {
            (code.string(at + 4), code.mate(at + 3) + 1)
        } else {
            continue;
        };
        let ends = matches!(code.kind(end), Some(Kind::Punct(b')' | b',') | Kind::CodeClose));
        if let Some(name) = name.filter(|name| begins && ends && says_secret(name)) {
            scan.push(at, Risk::SecretPrinted, name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_capitals() {
        assert!(LOOKUPS.is_sorted() && OWN.is_sorted());
        for (name, capitals) in [
            ("apiKey", "API_KEY"),
            ("api-key", "API_KEY"),
            ("JWT_SECRET", "JWT_SECRET"),
            ("APIKey", "APIKEY"),
            ("é", "é"),
        ] {
            assert_eq!(constant_case(name), capitals);
        }
    }
}
