//! Names of environment variables: plain, in lists and short forms, and inside the expressions that read them.

use super::Context;
use crate::catalog;
use crate::order::Arrange;
use std::ops::Range;

/// A variable and the bytes of the token that name it.
pub(super) type Named = (Range<usize>, String);

/// What stands before a variable's name where code reads it.
#[rustfmt::skip]
const READERS: &[&str] = &[
    "process.env.", "process.env[", "import.meta.env.", "env.get(", "environ[", "environ.get(", "getenv(", "Getenv(",
    "LookupEnv(", "ENV[", "ENV.fetch(", "env::var(", "env!(", "fromEnvironment(", "GetEnvironmentVariable(", "$env:",
    "secrets.", "vars.", "env(", "env.", "env[",
];

/// Words in capitals that are no variables, though one might think so.
#[rustfmt::skip]
const CONSTANTS: &[&str] = &[
    "AES_128_CBC", "AES_128_GCM", "AES_256_CBC", "AES_256_GCM", "ASCII", "CASCADE", "CREATE_TABLE", "DELETE", "DROP",
    "FOREIGN_KEY", "GET", "HEAD", "HMAC_SHA256", "INSERT", "INT_MAX", "ISO_8601", "NOT_FOUND", "NOT_NULL",
    "ON_CONFLICT", "ON_DELETE", "OPTIONS", "ORDER_BY", "PATCH", "POST", "PRIMARY_KEY", "PUT", "RSA_PSS", "SELECT",
    "SET_NULL", "SHA_256", "SHA_512", "TODO", "UPDATE", "UTF_16", "UTF_8", "X_API_KEY", "X_FORWARDED_FOR",
];

/// Variables of a single word. Any other such word in capitals is an abbreviation, unless the text lists variables.
const SINGLE: &[&str] = &["CI", "DEBUG", "DSN", "ENV", "ENVIRONMENT", "HOST", "HOSTNAME", "PORT", "SECRET", "TZ"];

/// Abbreviations that stand in code spans, also where variables are listed.
const ABBREVIATIONS: &[&str] = &[
    "AES", "API", "APIS", "AWS", "CDN", "CORS", "CSP", "CSRF", "CSS", "CSV", "CLI", "DB", "DELETE", "DNS", "EMAIL",
    "FALSE", "GCP", "GET", "HEAD", "HMAC", "HTML", "HTTP", "HTTPS", "ID", "INFO", "JSON", "JWT", "KEY", "LLM", "NO",
    "NULL", "OAUTH", "OPTIONS", "OTP", "PATCH", "PDF", "POST", "PUT", "RBAC", "REST", "RLS", "RSA", "S3", "SDK", "SMS",
    "SMTP", "SQL", "SSL", "SSO", "TLS", "TODO", "TRUE", "TTL", "UI", "UID", "URI", "URL", "UTC", "UUID", "WARN", "XML",
    "YAML", "YES",
];

/// Whether the text is a variable's name of several words.
pub(super) fn is_name(text: &str) -> bool {
    let letters = text.bytes().filter(u8::is_ascii_uppercase).count();
    letters >= 2
        && text.len() >= 4
        && text.len() <= 128
        && text.trim_matches('_').contains('_')
        && !text.ends_with('_')
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        && !text.starts_with(|c: char| c.is_ascii_digit())
        && !CONSTANTS.contains(&text)
}

/// Whether the text is a word in capitals that may be a variable where variables are listed.
fn is_single(text: &str, code: bool, context: Context) -> bool {
    if SINGLE.contains(&text) {
        return code && text != "CI" && text != "SECRET" || context == Context::Variables;
    }
    code && context == Context::Variables && is_caps(text) && text.len() >= 2 && !ABBREVIATIONS.contains(&text)
}

fn is_caps(text: &str) -> bool {
    !text.is_empty()
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// The variables that a token without blanks names.
pub(super) fn variables(token: &str, code: bool, context: Context) -> Vec<Named> {
    if let Some(found) = assigned(token, code, context).or_else(|| dollar(token)) {
        return vec![found];
    }
    if !token.contains(|c: char| c.is_ascii_uppercase()) {
        return Vec::new();
    }
    if token.contains('{') {
        return braces(token);
    }
    list(token, code, context)
}

/// The variables that are read inside an expression: `process.env.X`, `os.environ["X"]`, `${{ secrets.X }}`.
pub(super) fn read(text: &str) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    // All but one of the readers hold a V.
    if memchr::memchr2(b'v', b'V', text.as_bytes()).is_none() && !text.contains("secrets.") {
        return found;
    }
    for reader in READERS {
        for (at, _) in text.match_indices(reader) {
            let before = text[..at].chars().next_back().unwrap_or(' ');
            if before.is_alphanumeric() && !reader.starts_with(|c: char| c.is_ascii_uppercase()) || before == '_' {
                continue;
            }
            let quoted = at + reader.len();
            let start = quoted + usize::from(text[quoted..].starts_with(['"', '\'']));
            let end = start + text[start..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
            let name = &text[start..end];
            let capital = name.starts_with(|c: char| c.is_ascii_uppercase())
                && !name.bytes().any(|b| b.is_ascii_lowercase())
                && name.len() > 1;
            if capital && !found.iter().any(|(span, _)| span.start == start) {
                found.push((start..end, name.to_owned()));
            }
        }
    }
    found.arrange_by_key(|(span, _)| span.start);
    found
}

/// `NAME=value`: the name, and of the value nothing.
fn assigned(token: &str, code: bool, context: Context) -> Option<Named> {
    let flag = ["--dart-define=", "--build-arg=", "--env=", "-D", "-e"].iter().find(|flag| token.starts_with(**flag));
    let start = flag.map_or(0, |flag| flag.len());
    let Some((name, value)) = token[start..].split_once('=') else {
        let name = &token[start..];
        return (start > 2 && is_name(name)).then(|| (start..token.len(), name.to_owned()));
    };
    if value.starts_with(['=', '>']) || !(is_name(name) || code && is_caps(name) && name.len() > 1) {
        return None;
    }
    let sure = code || is_name(name) || context == Context::Variables;
    sure.then(|| (start..start + name.len(), name.to_owned()))
}

/// `$NAME`, `${NAME}`, `${NAME:-default}`, `%NAME%`.
fn dollar(token: &str) -> Option<Named> {
    let (mark, inner) = match token.strip_prefix('%') {
        Some(rest) => (1, rest.strip_suffix('%')?),
        None => match token.strip_prefix("${") {
            Some(rest) => (2, rest),
            None => (1, token.strip_prefix('$')?),
        },
    };
    let length = inner.bytes().take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_').count();
    let name = &inner[..length];
    let ends = !inner[length..].starts_with(|c: char| c.is_alphanumeric());
    (ends && length > 1 && name.starts_with(|c: char| c.is_ascii_uppercase()))
        .then(|| (mark..mark + length, name.to_owned()))
}

/// One name, or several between slashes, bars and commas, the later ones perhaps in short: `SMTP_HOST/PORT`.
fn list(token: &str, code: bool, context: Context) -> Vec<Named> {
    let mut found: Vec<Named> = Vec::new();
    let mut from = 0;
    for part in token.split(['/', '|', ',', '+', '&']) {
        let at = from;
        from += part.len() + 1;
        if part.is_empty() {
            continue;
        }
        let span = at..at + part.len();
        let first = found.first().map(|(_, name)| name.clone());
        let name = match first {
            Some(first) => short(&first, part).or_else(|| one(part, code, context)),
            None => one(part, code, context),
        };
        match name {
            Some(name) => found.push((span, name)),
            // One word that is none makes all of it something else: a path, a ratio.
            None => return Vec::new(),
        }
    }
    found
}

/// The variable, or the beginning that many share: `AWS_*`, `VITE_`, `APP_<NAME>_KEY`.
fn one(part: &str, code: bool, context: Context) -> Option<String> {
    if is_name(part) || is_single(part, code, context) {
        return Some(part.to_owned());
    }
    let stem = &part[..part.find(['*', '<', '[']).unwrap_or(part.len())];
    let rest = &part[stem.len()..];
    let plain = rest.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '*' | '<' | '>' | '[' | ']' | '_' | '-'));
    (plain && is_prefix(stem)).then(|| format!("{stem}*"))
}

/// Whether the text may begin names: `AWS_`.
pub(super) fn is_prefix(text: &str) -> bool {
    text.len() >= 3
        && text.ends_with('_')
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// What a short form behind `first` stands for: `SECRET` behind `APP_CLIENT_ID` is `APP_CLIENT_SECRET`.
fn short(first: &str, part: &str) -> Option<String> {
    if !part.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_') || first.ends_with('*') {
        return None;
    }
    let part = part.trim_start_matches('_');
    let words: Vec<&str> = first.split('_').collect();
    let parts: Vec<&str> = part.split('_').collect();
    if parts.len() >= words.len() || part.is_empty() || !part.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let joined = |keep: usize| format!("{}_{part}", words[..keep].join("_"));
    if parts.len() == 1 {
        return Some(joined(words.len() - 1));
    }
    // Of several words, where they repeat one of the first name, or the result belongs to the same service and they do not.
    if let Some(at) = words.iter().skip(1).position(|word| word == &parts[0]) {
        return Some(joined(at + 1));
    }
    let whole = joined(words.len() - parts.len());
    let owner = catalog::env(first)?;
    (catalog::env(part).is_none() && catalog::env(&whole) == Some(owner)).then_some(whole)
}

/// `{A,B}_KEY` and `KEY_{A,B}` are two variables; `KEY_{NAME}` stands for all that begin so.
fn braces(token: &str) -> Vec<Named> {
    let Some((before, rest)) = token.split_once('{') else { return Vec::new() };
    let Some((inside, after)) = rest.split_once('}') else { return Vec::new() };
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    // The base of an address: `{API_URL}/orders`.
    if before.is_empty() && is_name(inside) && (after.is_empty() || after.starts_with('/')) {
        return vec![(1..1 + inside.len(), inside.to_owned())];
    }
    if !plain(before) || !plain(after) {
        return Vec::new();
    }
    if !inside.contains([',', '|', '/']) {
        return match before {
            _ if is_prefix(before) => vec![(0..token.len(), format!("{before}*"))],
            _ => Vec::new(),
        };
    }
    let mut found = Vec::new();
    let mut from = before.len() + 1;
    for part in inside.split([',', '|', '/']) {
        let name = format!("{before}{}{after}", part.trim());
        let end = from + part.len();
        if !is_name(&name) {
            return Vec::new();
        }
        let start = if found.is_empty() { 0 } else { from };
        found.push((start..end, name));
        from = end + 1;
    }
    if let Some((span, _)) = found.last_mut() {
        span.end = token.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(token: &str) -> Vec<String> {
        variables(token, true, Context::Plain).into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn forms() {
        for (token, expected) in [
            ("STRIPE_SECRET_KEY", "STRIPE_SECRET_KEY"),
            ("AWS_*", "AWS_*"),
            ("NEXT_PUBLIC_SUPABASE_*", "NEXT_PUBLIC_SUPABASE_*"),
            ("APP_<NAME>_KEY", "APP_*"),
            ("APP_{NAME}", "APP_*"),
            ("DEBUG_SQL=true", "DEBUG_SQL"),
            ("PORT=3000", "PORT"),
            ("--dart-define=API_URL=x", "API_URL"),
            ("--dart-define=API_URL", "API_URL"),
            ("{API_URL}/orders", "API_URL"),
            ("VITE_", "VITE_*"),
            ("$HOME_DIR", "HOME_DIR"),
            ("${DB_HOST:-localhost}", "DB_HOST"),
            ("PG_HOST/PORT/PASSWORD", "PG_HOST PG_PORT PG_PASSWORD"),
            ("ACME_CLIENT_ID/CLIENT_SECRET", "ACME_CLIENT_ID ACME_CLIENT_SECRET"),
            ("TWILIO_ACCOUNT_SID/AUTH_TOKEN", "TWILIO_ACCOUNT_SID TWILIO_AUTH_TOKEN"),
            ("DATABASE_URL/REDIS_URL", "DATABASE_URL REDIS_URL"),
            ("{SMTP,IMAP}_HOST", "SMTP_HOST IMAP_HOST"),
            ("S3_{REGION,BUCKET}", "S3_REGION S3_BUCKET"),
            ("GET", ""),
            ("AES_256_GCM", ""),
            ("TCP/IP", ""),
            ("JWT", ""),
            ("x_y", ""),
        ] {
            assert_eq!(names(token).join(" "), expected, "{token}");
        }
        assert_eq!(variables("TOKEN", true, Context::Variables).len(), 1);
        assert!(variables("TOKEN", true, Context::Plain).is_empty());
        assert_eq!(
            variables("{A,B}_KEY", true, Context::Plain),
            [(0..2, "A_KEY".to_owned()), (3..9, "B_KEY".to_owned())]
        );
    }

    #[test]
    fn expressions() {
        for text in [
            "process.env.A_B!",
            "os.environ[\"A_B\"]",
            "Deno.env.get('A_B')",
            "${{ secrets.A_B }}",
            "import.meta.env.A_B",
            "os.Getenv(\"A_B\")",
            "$env:A_B",
        ] {
            let found: Vec<String> = read(text).into_iter().map(|(_, name)| name).collect();
            assert_eq!(found, ["A_B"], "{text}");
        }
        assert!(read("process.env.port env.").is_empty());
    }
}
