//! Checks that a request was signed or carries a token, and the events that handlers of hooks tell apart.

use super::names::Meaning;
use super::{Callee, Scan, contains};
use crate::facts::What;
use crate::risk::Risk;
use crate::source::lex::Kind;

/// What is kept of a file until its end is seen.
#[derive(Debug, Default)]
pub struct Found {
    /// Strings that name a header with a signature, where it is read.
    signatures: Vec<usize>,
    /// Strings or names that name a header with a token, where it is read.
    tokens: Vec<usize>,
    /// Calls that compare or compute a signature.
    verifiers: Vec<usize>,
    /// Comparisons of a secret.
    compared: Vec<usize>,
    /// Strings that may name events.
    events: Vec<usize>,
}

/// Most entries kept in each list.
const MOST: usize = 64;

fn keep(list: &mut Vec<usize>, i: usize) {
    if list.len() < MOST {
        list.push(i);
    }
}

/// Whether a header's name says that it holds a signature.
fn is_signature(name: &str) -> bool {
    ["signature", "hmac", "svix-id", "webhook-id", "x-hub-"].iter().any(|word| contains(name, word))
}

/// Whether a header's name says that it holds a token.
fn is_token(name: &str) -> bool {
    name.eq_ignore_ascii_case("authorization")
        || name.len() > 2
            && name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("x-"))
            && ["secret", "token", "api-key", "-key", "auth"].iter().any(|word| contains(name, word))
}

/// At the first argument of a call: `headers.get('stripe-signature')`, `req.header('x-signature')`.
pub fn call_at<'a>(scan: &mut Scan<'a>, i: usize, callee: Callee<'a>) {
    let reads = callee.member && matches!(callee.name, "get" | "header" | "getHeader")
        || matches!(callee.name, "getHeader" | "getRequestHeader");
    if reads {
        header(scan, i);
    }
}

fn header(scan: &mut Scan<'_>, i: usize) {
    let Some(name) = scan.code.string(i).filter(|name| name.len() <= 64) else { return };
    if is_signature(name) {
        keep(&mut scan.checks.signatures, i);
    } else if is_token(name) {
        keep(&mut scan.checks.tokens, i);
    }
}

/// At the name of a function that checks, or of the `authorization` header.
pub fn name_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let name = code.slice(i);
    if name == "authorization" {
        if i > 1 && code.punct(i - 1, b'.') && contains(code.slice(i - 2), "header") {
            keep(&mut scan.checks.tokens, i);
        }
        return;
    }
    if !code.punct(i + 1, b'(') || i > 0 && code.is(i - 1, "function") {
        return;
    }
    match name {
        "createHmac" => keep(&mut scan.checks.verifiers, i),
        "timingSafeEqual" | "safeCompare" | "secureCompare" | "constantTimeEqual" | "timingSafeCompare"
        | "safeEqual" => {
            keep(&mut scan.checks.verifiers, i);
            let close = code.mate(i + 1).min(i + 40);
            if (i + 2..close).any(|at| is_secret(scan, at)) {
                keep(&mut scan.checks.compared, i);
            }
        }
        "constructEvent" | "constructEventAsync" => check(scan, i, true, name),
        "verify" | "unmarshal" => {
            let receiver = if i > 1 && code.punct(i - 1, b'.') { i - 2 } else { return };
            // `new Webhook(secret).verify(…)`
            let receiver = match code.kind(receiver) {
                Some(Kind::Punct(b')')) => code.mate(receiver).checked_sub(1).map_or("", |at| code.slice(at)),
                _ => code.slice(receiver),
            };
            let hook = receiver == "wh" || contains(receiver, "webhook") || contains(receiver, "receiver");
            if hook {
                check(scan, i, true, name);
            }
        }
        _ => {
            // A definition is no check: `verifySignature(body) {` in a class.
            let close = code.mate(i + 1);
            let defined =
                code.punct(close + 1, b'{') || code.punct(close + 1, b':') && code.is(i.wrapping_sub(1), "async");
            let signs = ["signature", "webhook", "hmac"].iter().any(|word| contains(name, word));
            if signs && !defined {
                keep(&mut scan.checks.verifiers, i);
                check(scan, i, true, name);
            }
        }
    }
}

/// Whether a name may be that of a function that checks a signature; asked for every name that is called.
pub fn may_check(name: &str) -> bool {
    name.len() >= 10
        && [
            "verify",
            "valid",
            "check",
            "isValid",
            "assert",
            "constantTime",
            "safeEqual",
            "safeCompare",
            "secureCompare",
        ]
        .iter()
        .any(|start| name.starts_with(start))
}

/// Whether the name at `i` is the value of a variable, or the environment.
fn is_secret(scan: &Scan<'_>, i: usize) -> bool {
    scan.code.is(i, "process")
        || scan.code.name(i).is_some_and(|name| matches!(scan.names.get(name), Some(Meaning::Value(_) | Meaning::Env)))
}

fn check(scan: &mut Scan<'_>, i: usize, signature: bool, by: &str) {
    let by = by.to_ascii_lowercase();
    scan.push(i, What::Check { signature, by });
}

/// At any string: a header in brackets, a comparison with a bearer token, an event.
pub fn string_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let Some(before) = i.checked_sub(1) else { return };
    match code.kind(before) {
        Some(Kind::Punct(b'[')) if code.punct(i + 1, b']') => {
            let written = code.punct(i + 2, b'=') && !code.punct(i + 3, b'=');
            if !written && before > 0 && contains(code.slice(before - 1), "header") {
                header(scan, i);
            }
        }
        Some(Kind::Punct(b'=')) if before > 0 && code.punct(before - 1, b'=') => {
            let text = code.slice(i);
            if text.starts_with("Bearer ") {
                keep(&mut scan.checks.compared, i);
                keep(&mut scan.checks.tokens, i);
            } else if is_event(code.string(i)) {
                keep(&mut scan.checks.events, i);
            }
        }
        // `const expected = `Bearer ${secret}``
        Some(Kind::Punct(b'=' | b'?')) if code.slice(i).starts_with("Bearer ") && is_secret(scan, i + 2) => {
            keep(&mut scan.checks.compared, i);
        }
        Some(Kind::Name) if code.is(before, "case") && (is_event(code.string(i)) || is_capitals(code.string(i))) => {
            keep(&mut scan.checks.events, i);
        }
        Some(Kind::Punct(b'{' | b',')) if code.punct(i + 1, b':') && is_event(code.string(i)) => {
            keep(&mut scan.checks.events, i);
        }
        _ => {}
    }
}

/// At the value of a variable: whether it is compared, and so a secret that the caller must know.
pub fn value_at(scan: &mut Scan<'_>, first: usize, end: usize, name: &str) {
    let code = scan.code;
    let before = first > 1 && code.punct(first - 1, b'=') && code.punct(first - 2, b'=');
    let behind =
        code.punct(end, b'=') && code.punct(end + 1, b'=') || code.punct(end, b'!') && code.punct(end + 1, b'=');
    // Compared with a word, it is a switch.
    let word = before && matches!(code.kind(first.wrapping_sub(4)), Some(Kind::Str | Kind::Number))
        || behind && (1..5).any(|k| matches!(code.kind(end + k), Some(Kind::Str | Kind::Number)));
    let secret = ["SECRET", "TOKEN", "AUTH", "KEY", "PASSWORD"].iter().any(|part| name.contains(part));
    if (before || behind) && !word && secret {
        keep(&mut scan.checks.compared, first);
    }
}

/// Whether a string is written as events are: `invoice.paid`, `INITIAL_PURCHASE`.
fn is_event(text: Option<&str>) -> bool {
    let Some(text) = text.filter(|text| text.len() >= 5 && text.len() <= 80) else { return false };
    let bytes = text.as_bytes();
    let parts = |byte: u8| {
        let inner = bytes.get(1..bytes.len() - 1).unwrap_or(&[]);
        inner.contains(&byte)
    };
    let dotted = parts(b'.')
        && bytes.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-'))
        && bytes.first().is_some_and(u8::is_ascii_lowercase);
    let capitals = parts(b'_') && bytes.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_');
    dotted || capitals
}

/// Whether a string is one word in capitals, as events are beside such of several: `RENEWAL` beside `INITIAL_PURCHASE`.
fn is_capitals(text: Option<&str>) -> bool {
    let methods = ["DELETE", "PATCH", "OPTIONS"];
    text.is_some_and(|text| {
        (5..=40).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase()) && !methods.contains(&text)
    })
}

/// At the end of the file.
pub fn finish(scan: &mut Scan<'_>) {
    let found = std::mem::take(&mut scan.checks);
    let verifies = !found.verifiers.is_empty() || scan.out.iter().any(|(_, what)| matches!(what, What::Check { .. }));
    if verifies {
        for &i in &found.signatures {
            check(scan, i, true, scan.code.slice(i));
        }
    } else if let Some(&i) = found.signatures.first().or(found.tokens.first())
        && found.compared.is_empty()
    {
        let of = scan.code.slice(i).to_ascii_lowercase();
        scan.push(i, What::Risk { risk: Risk::HeaderRead, of });
    }
    let both = found.verifiers.iter().any(|&i| scan.code.is(i, "createHmac"))
        && found
            .verifiers
            .iter()
            .any(|&i| contains(scan.code.slice(i), "equal") || contains(scan.code.slice(i), "compare"));
    if both
        && found.signatures.is_empty()
        && scan.holds("ignature")
        && let Some(&i) = found.verifiers.iter().find(|&&i| scan.code.is(i, "createHmac"))
    {
        check(scan, i, true, "createHmac");
    }
    for &i in &found.compared {
        // The header read last before it, or the first one.
        let behind = found.tokens.partition_point(|&token| token <= i);
        let header = found.tokens.get(behind.wrapping_sub(1)).or_else(|| found.tokens.first());
        let Some(&header) = header else { continue };
        let by = scan.code.slice(header);
        let by = if by.starts_with("Bearer ") { "authorization" } else { by };
        check(scan, i, false, by);
    }
    if scan.routes.hook || scan.out.iter().any(|(_, what)| matches!(what, What::Check { .. })) {
        let is_several = |text: &str| text.contains('_') && text.bytes().any(|b| b.is_ascii_uppercase());
        let several = found.events.iter().any(|&i| scan.code.string(i).is_some_and(is_several));
        for &i in &found.events {
            if !several && is_capitals(scan.code.string(i)) {
                continue;
            }
            let name = scan.code.slice(i).to_owned();
            scan.push(i, What::Event { name });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_told_from_words() {
        for text in ["invoice.paid", "checkout.session.completed", "INITIAL_PURCHASE"] {
            assert!(is_event(Some(text)), "{text}");
        }
        for text in ["paid", "Invoice paid.", "https://x.y", "PAID", "a.b", ".env.local", ""] {
            assert!(!is_event(Some(text)), "{text}");
        }
    }
}
