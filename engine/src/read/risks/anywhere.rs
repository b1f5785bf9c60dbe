//! Secrets that show by their own form, in any text: vendors' keys, private keys, passwords in connection strings, the URLs
//! of incoming hooks.

use super::push;
use crate::facts::Sink;
use crate::read::File;
use crate::redact::{self, is_made_up};
use crate::risk::{Risk, is_placeholder};
use crate::{path, url};
use memchr::memmem;
use std::ops::Range;

/// Most risks of this sort in one file: a data set of keys is one leak.
const MOST: usize = 50;

/// Bytes around a place that may belong to it.
const NEAR: usize = 400;

/// Files that only hold checksums and addresses of packages.
const LOCKS: &[&str] = &[
    "Cargo.lock",
    "Gemfile.lock",
    "Pipfile.lock",
    "bun.lock",
    "composer.lock",
    "go.sum",
    "package-lock.json",
    "pnpm-lock.yaml",
    "poetry.lock",
    "pubspec.lock",
    "uv.lock",
    "yarn.lock",
];

/// Adds what stands in a file.
pub fn read(file: &File<'_>, sink: &mut Sink<'_>) {
    if LOCKS.binary_search(&file.name()).is_ok() {
        return;
    }
    let text = sink.text();
    keys(file, text, sink);
    private_keys(text, sink);
    addresses(text, sink);
    bots(text, sink);
}

fn keys(file: &File<'_>, text: &str, sink: &mut Sink<'_>) {
    for (span, kind) in redact::keys(text).take(MOST) {
        if kind.id == "google-api-key" && is_open_key(file, text, &span) {
            continue;
        }
        push(sink, span, Risk::VendorKey, kind.id);
    }
}

/// Whether a key of Google's stands where Firebase and Maps want it to be seen: in an app's configuration or a page.
fn is_open_key(file: &File<'_>, text: &str, span: &Range<usize>) -> bool {
    let around = near(text, span.start);
    let firebase = ["firebase", "Firebase", "appspot.com", "authDomain", "messagingSenderId", "appId"];
    let maps = ["maps.google", "maps/api", "com.google.android.geo", "GMSServices", "youtube-nocookie"];
    matches!(file.name(), "GoogleService-Info.plist" | "firebase_options.dart" | "google-services.json")
        || path::extension(file.path) == "html"
        || firebase.iter().chain(&maps).any(|word| around.contains(word))
}

/// The text around a place.
fn near(text: &str, at: usize) -> &str {
    let from = text.floor_char_boundary(at.saturating_sub(NEAR));
    text.get(from..text.floor_char_boundary(at.saturating_add(NEAR))).unwrap_or("")
}

fn private_keys(text: &str, sink: &mut Sink<'_>) {
    let account = memmem::find(text.as_bytes(), b"\"service_account\"").is_some();
    for at in memmem::find_iter(text.as_bytes(), "PRIVATE KEY-----").take(MOST) {
        let line = text.get(text.floor_char_boundary(at.saturating_sub(40))..at).unwrap_or("");
        let Some(head) = line.rfind("-----BEGIN ") else { continue };
        // What the key is given as: `const TEST_KEY = "-----BEGIN …"`.
        let named = line.get(..head).unwrap_or("").to_ascii_lowercase();
        if ["dummy", "example", "fake", "mock", "sample", "test"].iter().any(|word| named.contains(word)) {
            continue;
        }
        let sort = line.get(head + 11..).unwrap_or("").trim();
        let behind = text.get(at + 16..text.floor_char_boundary(at + 16 + NEAR)).unwrap_or("");
        if sort == "ENCRYPTED" || !has_key_body(behind) {
            continue;
        }
        let start = at - (line.len() - head);
        if account {
            push(sink, start..start + 10, Risk::ServiceAccount, "google-cloud");
        } else {
            push(sink, start..start + 10, Risk::PrivateKey, sort);
        }
    }
}

/// Whether what stands behind a key's head is a key: base 64, over lines or with `\n` between.
fn has_key_body(text: &str) -> bool {
    let body = text.trim_start_matches(['\\', 'n', 'r', '\n', '\r', ' ', '"', '\'', '+', '\t']);
    let length = body.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=')).count();
    length >= 40 && !is_made_up(body.get(..length).unwrap_or(""))
}

/// Schemes of connection strings that carry a password. Sorted.
const SCHEMES: &[&str] = &[
    "amqp",
    "amqps",
    "clickhouse",
    "ftp",
    "http",
    "https",
    "mariadb",
    "mongodb",
    "mongodb+srv",
    "mssql",
    "mysql",
    "nats",
    "postgres",
    "postgresql",
    "redis",
    "rediss",
    "sftp",
    "smtp",
    "smtps",
    "sqlserver",
];

/// Passwords that only hold a password's place, beside those of [`is_placeholder`]. Sorted.
const NOT_ONE: &[&str] = &[
    "admin",
    "guest",
    "hunter2",
    "mypassword",
    "pass",
    "passwd",
    "password",
    "postgres",
    "pw",
    "pwd",
    "root",
    "s3cret",
    "secret",
    "token",
    "user",
];

/// Beginnings of the addresses of incoming hooks, behind `://`, and how many of the last parts of the path are secret.
const HOOKS: &[(&str, usize)] = &[
    ("discord.com/api/webhooks/", 60),
    ("discordapp.com/api/webhooks/", 60),
    ("hooks.slack.com/services/", 20),
    ("hooks.slack.com/workflows/", 20),
];

fn addresses(text: &str, sink: &mut Sink<'_>) {
    let bytes = text.as_bytes();
    let mut found = 0;
    for at in memmem::find_iter(bytes, "://") {
        let rest = bytes.get(at + 3..).unwrap_or(&[]);
        let length = rest.iter().take(NEAR).take_while(|byte| in_address(**byte)).count();
        let rest = text.get(at + 3..at + 3 + length).unwrap_or("");
        // The user and password end at an `@` before the path; hooks are known by their hosts.
        let authority = rest.split('/').next().unwrap_or("");
        let scheme = scheme_before(text, at);
        let span = at - scheme.len()..at + 3;
        if let Some(host) = hook(rest) {
            push(sink, span, Risk::HookUrl, host);
            found += 1;
        } else if authority.contains('@')
            && let Some(host) = connection(scheme, rest)
        {
            push(sink, span, Risk::ConnectionPassword, format!("{scheme}://{host}"));
            found += 1;
        }
        if found >= MOST {
            return;
        }
    }
}

/// Whether a byte may stand in an address: what is neither blank nor a quote nor a bracket.
fn in_address(byte: u8) -> bool {
    byte > b' ' && byte < 0x80 && !matches!(byte, b'"' | b'\'' | b'`' | b'<' | b'>' | b')' | b',')
}

fn scheme_before(text: &str, at: usize) -> &str {
    let before = &text.as_bytes()[..at];
    let length = before.iter().rev().take(20).take_while(|b| b.is_ascii_alphanumeric() || **b == b'+').count();
    text.get(at - length..at).unwrap_or("")
}

/// The host of an incoming hook whose token is written out.
fn hook(rest: &str) -> Option<&'static str> {
    let (start, least) = HOOKS.iter().find(|(start, _)| rest.starts_with(start))?;
    let token = rest.get(start.len()..)?.split(['?', '#']).next()?.trim_end_matches('/').rsplit('/').next()?;
    let whole = token.len() >= *least && token.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
    (whole && !is_made_up(token)).then(|| start.split('/').next()).flatten()
}

/// The host of a connection string with a password written out, if it is on the internet.
fn connection<'a>(scheme: &str, rest: &'a str) -> Option<&'a str> {
    let base = scheme.split_once('+').map_or(scheme, |(base, _)| if base == "mongodb" { scheme } else { base });
    SCHEMES.binary_search(&base).ok()?;
    let web = base.starts_with("http");
    // A slash in a password is escaped, or the address is not one.
    let authority = rest.split(['/', '?', '#']).next()?;
    let (user, host) = authority.rsplit_once('@')?;
    let (user, password) = user.split_once(':')?;
    let least = if web { 8 } else { 4 };
    if password.len() < least
        || password == user
        || is_placeholder(password)
        || password.contains(['{', '$', '[', '*', '(', '\\', '…'])
        || NOT_ONE.binary_search(&password.to_ascii_lowercase().as_str()).is_ok()
        || web && !redact::looks_made(password)
    {
        return None;
    }
    let host = host.split([':', ',']).next()?;
    // A name of one label is a container beside it.
    (host.contains('.') && url::public_host(host, "") == Some(host) && !url::is_local(host)).then_some(host)
}

/// Tokens of Telegram's bots: a number, `:AA` and 33 characters.
fn bots(text: &str, sink: &mut Sink<'_>) {
    let bytes = text.as_bytes();
    for at in memmem::find_iter(bytes, ":AA").take(MOST * 20) {
        let number = bytes[..at].iter().rev().take(12).take_while(|b| b.is_ascii_digit()).count();
        let rest = bytes.get(at + 3..).unwrap_or(&[]);
        let length = rest.iter().take(40).take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count();
        let body = text.get(at + 3..at + 3 + length).unwrap_or("");
        if (8..=10).contains(&number) && length == 33 && !is_made_up(body) {
            push(sink, at..at + 1, Risk::VendorKey, "telegram-bot-token");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(LOCKS.is_sorted() && SCHEMES.is_sorted() && NOT_ONE.is_sorted() && HOOKS.is_sorted());
    }

    #[test]
    fn passwords_of_addresses() {
        for (scheme, rest) in [
            ("postgres", "app:Tr0ub4dor3@db.kontor.dev:5432/app"),
            ("postgresql+asyncpg", "app:Tr0ub4dor3@db.kontor.dev/app"),
            ("mongodb+srv", "app:swordfish9@c0.x1.mongodb.net/x"),
        ] {
            assert!(connection(scheme, rest).is_some(), "{scheme}://{rest}");
        }
        for (scheme, rest) in [
            ("postgres", "app:Tr0ub4dor3@localhost:5432/app"),
            ("postgres", "app:Tr0ub4dor3@db:5432/app"),
            ("postgres", "app:${PASSWORD}@db.kontor.dev/app"),
            ("postgres", "user:password@db.kontor.dev/app"),
            ("postgres", "app:your-password@db.kontor.dev/app"),
            ("postgres", "app@db.kontor.dev/app"),
            ("postgres", "user:Tr0ub4dor3@host.example.com/app"),
            ("x", "app:Tr0ub4dor3@db.kontor.dev/app"),
            ("https", "medium.com/@user:name@x"),
        ] {
            assert!(connection(scheme, rest).is_none(), "{scheme}://{rest}");
        }
    }

    #[test]
    fn hooks_with_their_tokens() {
        let token = "q7Zk2M9xW4tB6nHrq7Zk2M9x";
        assert!(hook(&format!("hooks.slack.com/services/T01AB2CD3/B01AB2CD3/{token}")).is_some());
        assert!(hook("hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX").is_none());
        assert!(hook("hooks.slack.com/services/").is_none());
    }
}
