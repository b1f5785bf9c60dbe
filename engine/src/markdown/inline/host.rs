//! Hosts and URLs, with and without scheme, with templates in them.

use crate::url;
use std::ops::Range;

/// A host, the path behind it, and the bytes of the token that name both.
pub(super) type Named = (Range<usize>, String, String);

/// Top-level domains under which a name without a scheme is taken for a host.
const DOMAINS: &[&str] = &[
    "ai", "app", "ar", "at", "au", "be", "biz", "br", "ca", "cc", "ch", "cl", "cloud", "cn", "co", "com", "cz", "de",
    "dev", "digital", "dk", "es", "eu", "fi", "fm", "fr", "gg", "gov", "gr", "hk", "id", "ie", "il", "in", "info",
    "io", "it", "jp", "ke", "kr", "life", "link", "live", "me", "media", "mx", "my", "net", "network", "ng", "nl",
    "no", "nz", "online", "org", "pe", "pl", "pro", "pt", "ro", "ru", "run", "se", "services", "sg", "sh", "shop",
    "site", "so", "space", "store", "tech", "th", "tr", "tv", "tw", "ua", "uk", "us", "vn", "work", "ws", "xyz", "za",
];

/// Of these, the ones that are no words behind a dot in code: `a.com`, but not `this.run`.
const SURE: &[&str] = &["ai", "app", "cloud", "com", "de", "dev", "eu", "fr", "gov", "io", "net", "org", "uk", "xyz"];

/// The hosts of the URLs in a text, and of the text itself where it is a bare host.
pub(super) fn hosts(token: &str) -> Vec<Named> {
    let found: Vec<Named> = if token.contains("://") || is_ice(token) {
        url::urls(token).filter_map(|found| named(&found.host, found.path, found.range)).collect()
    } else {
        Vec::new()
    };
    if found.is_empty() && !token.contains("://") { bare(token).into_iter().collect() } else { found }
}

/// Whether a token begins like the address of a STUN or TURN server, which has no slashes.
pub(super) fn is_ice(token: &str) -> bool {
    ["stun:", "stuns:", "turn:", "turns:"].iter().any(|scheme| token.starts_with(scheme))
}

fn named(host: &str, path: &str, range: Range<usize>) -> Option<Named> {
    let host = url::public_host(host, path)?;
    Some((range, host.to_owned(), url::clean_path(path).into_owned()))
}

/// A host without a scheme, perhaps with a port, a path or a template: `api.vendor.io/v1`, `*.vendor.io`, `<ref>.vendor.io`.
fn bare(token: &str) -> Option<Named> {
    let end = token.find(['/', ':', '?', '#']).unwrap_or(token.len());
    let (host, rest) = token.split_at(end);
    if !host.contains('.') || host.len() > 253 || host.contains('@') || host.starts_with('.') {
        return None;
    }
    let top = host.rsplit('.').next().unwrap_or("");
    let lower = top.to_ascii_lowercase();
    let labels = host.split('.').count();
    let sure = SURE.binary_search(&lower.as_str()).is_ok();
    if DOMAINS.binary_search(&lower.as_str()).is_err() || !(sure || labels > 2 || rest.starts_with('/')) {
        return None;
    }
    // `mail.Message` and `userApp.com` are code; a host that is written with capitals has them at its labels' beginnings.
    if host.chars().any(|c| {
        !(c.is_alphanumeric() || matches!(c, '-' | '.' | '_' | '{' | '}' | '<' | '>' | '*' | '$' | '[' | ']' | ' '))
    }) {
        return None;
    }
    if rest.starts_with(':') && !rest[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let text = format!("https://{}", token.replace('[', "{").replace(']', "}"));
    let found = url::urls(&text).next()?;
    if found.host.split('.').any(|label| label.is_empty()) || !found.host.contains('.') {
        return None;
    }
    let length = found.range.end.saturating_sub("https://".len());
    named(&found.host, found.path, 0..length.min(token.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(DOMAINS.is_sorted() && SURE.is_sorted());
    }

    #[test]
    fn hosts_of_tokens() {
        for (token, host, path) in [
            ("https://api.vendor.io/v1/x?k=1", "api.vendor.io", "/v1/x"),
            ("api.vendor.io", "api.vendor.io", ""),
            ("api.vendor.io/v1", "api.vendor.io", "/v1"),
            ("stun:stun.vendor.io:3478", "stun.vendor.io", ""),
            ("*.vendor.io", "vendor.io", ""),
            ("<ref>.db.vendor.io", "db.vendor.io", ""),
            ("{id}.db.vendor.io:443", "db.vendor.io", ""),
            ("https://{account}.store.vendor.com", "store.vendor.com", ""),
        ] {
            let found = hosts(token);
            assert_eq!(found.first().map(|f| (f.1.as_str(), f.2.as_str())), Some((host, path)), "{token}");
        }
        for token in [
            "localhost:3000",
            "http://localhost:3000/x",
            "sale.order",
            "this.run",
            "a@b.com",
            "10.0.0.1",
            "example.com",
            "order.paid",
            "v1.2",
        ] {
            assert!(hosts(token).is_empty(), "{token}");
        }
    }
}
