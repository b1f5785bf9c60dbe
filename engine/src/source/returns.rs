//! Addresses to which the code asks a service to send a person's browser back: `success_url: `${origin}/done``.

use super::lex::{Code, Kind};
use crate::facts::{Sink, What};

/// Last parts of the names of such addresses, in lower case without `_`.
const NAMES: &[&str] = &[
    "callbackurl",
    "cancelurl",
    "continueurl",
    "emailredirectto",
    "failureurl",
    "redirectto",
    "redirecturi",
    "redirecturl",
    "returnurl",
    "successurl",
];

/// A name that is such an address only beside one of [`NAMES`]: with tokens it is something else.
const REFRESH: &str = "refreshurl";

/// A key that tells that `url` beside it is such an address: Firebase's settings of a sign-in by e-mail.
const BESIDE_URL: &str = "handleCodeInApp";

/// Words in paths to come back to.
const WORDS: &[&str] = &["callback", "cancel", "confirm", "oauth", "return", "success", "verify"];

/// Most tokens of a value that are looked at.
const VALUE: usize = 24;

/// Most tokens around `url` in which [`BESIDE_URL`] is looked for.
const BESIDE: usize = 24;

/// Most addresses of one file.
const RETURNS: usize = 32;

/// Adds the paths of all addresses to come back to.
pub fn read(code: &Code<'_>, sink: &mut Sink<'_>) {
    let mut found = Vec::new();
    let mut refresh = Vec::new();
    for i in (0..code.len()).filter(|&i| assigns(code, i)) {
        let Some(name) = code.name(i).or_else(|| code.string(i)) else { continue };
        let list = match named(name) {
            Some(true) => &mut found,
            Some(false) => &mut refresh,
            None if name == "url" && is_beside(code, i) => &mut found,
            None => continue,
        };
        if list.len() < RETURNS
            && let Some(at) = path(code, i)
        {
            list.push(at);
        }
    }
    if !found.is_empty() {
        found.append(&mut refresh);
    }
    for (at, path) in found {
        sink.push(code.range(at), What::Return { path });
    }
}

/// Whether a value follows the token: `a: …`, `a = …`, `a := …`.
fn assigns(code: &Code<'_>, i: usize) -> bool {
    matches!(code.kind(i), Some(Kind::Name | Kind::Str))
        && (code.punct(i + 1, b':') || code.punct(i + 1, b'='))
        && !code.punct(i + 2, b':')
        && !(code.punct(i + 1, b'=') && code.punct(i + 2, b'='))
}

/// `Some(true)` for a name of [`NAMES`], `Some(false)` for [`REFRESH`].
fn named(name: &str) -> Option<bool> {
    if !(8..=64).contains(&name.len()) || !name.is_ascii() {
        return None;
    }
    // Most names end otherwise, and cost no copy.
    let last = name.as_bytes().last()?.to_ascii_lowercase();
    if !matches!(last, b'i' | b'l' | b'o') {
        return None;
    }
    let folded: String = name.chars().filter(|c| *c != '_').map(|c| c.to_ascii_lowercase()).collect();
    if NAMES.iter().any(|known| folded.ends_with(known)) {
        Some(true)
    } else {
        folded.ends_with(REFRESH).then_some(false)
    }
}

fn is_beside(code: &Code<'_>, i: usize) -> bool {
    (i.saturating_sub(BESIDE)..(i + BESIDE).min(code.len())).any(|other| code.is(other, BESIDE_URL))
}

/// The string token in the value behind `i` that holds a path of the code's own address, and the path: behind an origin that
/// is put before it, or of a URL on this machine.
fn path(code: &Code<'_>, i: usize) -> Option<(usize, String)> {
    let first = i + if code.punct(i + 2, b'=') { 3 } else { 2 };
    for at in first..(first + VALUE).min(code.len()) {
        match code.kind(at) {
            Some(Kind::Str | Kind::Part) => {
                let text = code.slice(at);
                let told = text.starts_with('/') && (at > first || is_told(text));
                let path = own_path(text).or_else(|| told.then_some(text));
                let Some(path) = path else { continue };
                let whole = with_parameters(code, at, path);
                return (whole.len() > 1).then_some((at, whole));
            }
            Some(Kind::Punct(b',' | b';' | b'}') | Kind::Newline) => return None,
            _ => {}
        }
    }
    None
}

/// The path of a whole URL that is the code's own: on this machine, or with a word in it by which people come back there.
fn own_path(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("http://").or_else(|| url.strip_prefix("https://"))?;
    let path = &rest[rest.find('/')?..];
    (is_told(path) || rest.starts_with("localhost") || rest.starts_with("127.")).then_some(path)
}

/// Whether a word of the path says that people come back to it.
fn is_told(path: &str) -> bool {
    path.split(['/', '-', '_', '?', '.']).any(|word| WORDS.contains(&word))
}

/// A path without query and fragment, where it goes on behind code with the code's parts as parameters.
fn with_parameters(code: &Code<'_>, at: usize, path: &str) -> String {
    let mut out = String::new();
    let (mut at, mut path) = (at, path);
    loop {
        let end = path.find(['?', '#']);
        out.push_str(end.map_or(path, |end| &path[..end]));
        let goes_on = end.is_none() && code.kind(at + 1) == Some(Kind::CodeOpen);
        let next = code.mate(at + 1) + 1;
        if !goes_on || next <= at + 1 || code.kind(next) != Some(Kind::Part) || out.len() > 200 {
            break;
        }
        out.push_str("{}");
        (at, path) = (next, code.slice(next));
    }
    out.truncate(out.trim_end_matches('/').len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_addresses_to_come_back_to() {
        assert!(NAMES.is_sorted());
        assert_eq!(named("success_url"), Some(true));
        assert_eq!(named("stripeCancelUrl"), Some(true));
        assert_eq!(named("refresh_url"), Some(false));
        assert_eq!(named("apiUrl"), None);
    }
}
