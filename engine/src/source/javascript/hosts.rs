//! Hosts in code, and how the code uses each: what is called, what a page loads, what people are sent to.

use super::host_words::{
    CALLED, CALLS, COMPARES, HOST_KEYS, LINKING, LINKS, LOADS, POLICY, SHOWS, has_before, is_allowing, is_one_of,
    last_word,
};
use super::{Scan, contains};
use crate::facts::{Sink, Usage, What};
use crate::source::lex::{Code, Kind};
use crate::url;
use std::ops::Range;

/// How much of a text before a URL is looked at, in bytes.
const NEAR: usize = 400;

/// How far back an expression is followed, in tokens.
const FAR: usize = 160;

/// Writes every host of the text.
pub fn find(scan: &Scan<'_>, sink: &mut Sink<'_>) {
    for found in url::urls(scan.code.text) {
        if scan.apart.iter().any(|range| range.contains(&found.range.start)) {
            continue;
        }
        let at = found.range.start as u32;
        let token = scan.code.tokens.partition_point(|token| token.start <= at).wrapping_sub(1);
        let inside = scan
            .code
            .tokens
            .get(token)
            .filter(|t| t.end > at && matches!(t.kind, Kind::Str | Kind::Part | Kind::Regex));
        let usage = match inside {
            Some(t) if t.kind == Kind::Regex => continue,
            Some(_) => usage(scan, token, at as usize),
            None if is_comment(scan.comments, at) => Usage::Mention,
            None => Usage::Link,
        };
        // A connection string in a comment, in words for people or in a comparison connects to nothing.
        let connects = !matches!(usage, Usage::Mention | Usage::Link | Usage::Allowed);
        if !connects && url::connection_scheme(found.scheme).is_some() {
            continue;
        }
        url::push_found(sink, 0, &found, usage);
    }
}

fn is_comment(comments: &[Range<u32>], at: u32) -> bool {
    let next = comments.partition_point(|range| range.start <= at);
    comments.get(next.wrapping_sub(1)).is_some_and(|range| range.end > at)
}

/// At a string that may be a host without a scheme.
pub fn bare_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let Some(text) = code.string(i) else { return };
    if i < 2 || text.len() > 253 || !(code.punct(i - 1, b':') || code.punct(i - 1, b'=') || is_default(scan, i)) {
        return;
    }
    if !text.contains('.') || text.contains(' ') {
        return;
    }
    if let Some(found) = url::protocol_relative(text) {
        if let Some(host) = url::public_host(&found.host, found.path) {
            let (host, path) = (host.to_owned(), url::clean_path(found.path).into_owned());
            let url = if path.is_empty() { String::new() } else { format!("https://{host}{path}") };
            let usage = expression(scan, i, 0);
            scan.push(i, What::Host { host, url, usage });
        }
        return;
    }
    if text.contains('/') {
        return;
    }
    let key = key_before(scan, i, 0).unwrap_or("");
    let end = last_word(key);
    if !HOST_KEYS.iter().any(|known| key.eq_ignore_ascii_case(known) || end.eq_ignore_ascii_case(known)) {
        return;
    }
    let wild = text.trim_start_matches("*").trim_start_matches('.');
    let Some(host) = url::bare_host(wild) else { return };
    let Some(host) = url::public_host(&host, "") else { return };
    let usage = if wild.len() < text.len() || scan.holds("remotePatterns") { Usage::Allowed } else { Usage::Call };
    scan.push(i, What::Host { host: host.to_owned(), url: String::new(), usage });
}

/// Whether the token at `i` stands behind `||` or `??`.
fn is_default(scan: &Scan<'_>, i: usize) -> bool {
    let twice = |byte| i > 1 && scan.code.punct(i - 1, byte) && scan.code.punct(i - 2, byte);
    twice(b'|') || twice(b'?')
}

/// The first token of the operand that ends right before the operator at `end`.
fn operand_start(scan: &Scan<'_>, end: usize) -> usize {
    let code = scan.code;
    let mut at = end;
    for _ in 0..32 {
        let before = at.wrapping_sub(1);
        match code.kind(before) {
            Some(Kind::Name | Kind::Str | Kind::Number) => {}
            Some(Kind::Punct(b'.' | b'!')) => {}
            Some(Kind::Punct(b'?')) if code.punct(at, b'.') => {}
            Some(Kind::Punct(b')' | b']')) => {
                let open = code.mate(before);
                if open >= before {
                    return at;
                }
                at = open;
                continue;
            }
            _ => return at,
        }
        at = before;
    }
    at
}

/// The first token of `condition ? a : b`, where the token at `i` begins `a` or `b`.
fn condition_start(scan: &Scan<'_>, i: usize) -> Option<usize> {
    let code = scan.code;
    let mut at = i.checked_sub(1)?;
    if code.punct(at, b':') {
        // A key stands alone before its colon; what else stands there ends the other branch.
        let alone = matches!(code.kind(at.checked_sub(1)?), Some(Kind::Name | Kind::Str))
            && !code.punct(at.wrapping_sub(2), b'?');
        if alone || code.punct(at.wrapping_sub(1), b']') || code.punct(at.wrapping_sub(1), b'}') {
            return None;
        }
        for _ in 0..40 {
            if code.punct(at, b'?') && !code.punct(at + 1, b'.') {
                break;
            }
            at = before(code, at)?;
        }
    }
    if !code.punct(at, b'?') {
        return None;
    }
    for _ in 0..60 {
        let previous = at.checked_sub(1)?;
        match code.kind(previous)? {
            Kind::Punct(b':' | b'(' | b'{' | b'[' | b',' | b';') => return Some(at),
            // `=` that is no comparison and no arrow.
            Kind::Punct(b'=')
                if !matches!(code.kind(previous.wrapping_sub(1)), Some(Kind::Punct(b'=' | b'!' | b'<' | b'>')))
                    && !matches!(code.kind(at), Some(Kind::Punct(b'=' | b'>'))) =>
            {
                return Some(at);
            }
            Kind::Name if matches!(code.slice(previous), "return" | "const") => return Some(at),
            _ => at = before(code, at)?,
        }
    }
    None
}

/// The token before `at`; where that closes a bracket, the one that opens it.
fn before(code: Code<'_>, at: usize) -> Option<usize> {
    let previous = at.checked_sub(1)?;
    let mate = code.mate(previous);
    Some(if mate < previous { mate } else { previous })
}

/// The name that the expression at `i` is a value of: its key or the variable it is assigned to.
pub fn key_before<'a>(scan: &Scan<'a>, i: usize, depth: usize) -> Option<&'a str> {
    let code = scan.code;
    let before = i.checked_sub(1)?;
    if is_default(scan, i) && depth < 4 {
        return key_before(scan, operand_start(scan, i - 2), depth + 1);
    }
    if let Some(start) = condition_start(scan, i).filter(|_| depth < 4) {
        return key_before(scan, start, depth + 1);
    }
    match code.kind(before)? {
        Kind::Punct(b':' | b'=') => {
            let name = before.checked_sub(1)?;
            match code.kind(name)? {
                Kind::Name | Kind::Str => scan.assigned_to(i).or_else(|| Some(code.slice(name))),
                _ => scan.assigned_to(i),
            }
        }
        _ => None,
    }
}

/// The first token of the string that the token `i` is, or is a part of.
pub fn template_start(code: Code<'_>, i: usize) -> usize {
    let mut first = i;
    for _ in 0..64 {
        if first > 0 && code.kind(first) == Some(Kind::Part) && code.kind(first - 1) == Some(Kind::CodeClose) {
            let open = code.mate(first - 1);
            if open >= first || open == 0 {
                break;
            }
            first = open - 1;
        } else {
            break;
        }
    }
    first
}

/// How the string at `i` uses the URL at byte `at`.
fn usage(scan: &Scan<'_>, i: usize, at: usize) -> Usage {
    let code = scan.code;
    let first = template_start(code, i);
    let start = code.range(first).start;
    // Of a long text, only what is near: it may hold thousands of URLs.
    let mut near = at.saturating_sub(NEAR).max(start.min(at));
    while !code.text.is_char_boundary(near) {
        near += 1;
    }
    let before = code.text.get(near..at).unwrap_or("");
    if POLICY.iter().any(|word| before.contains(word)) {
        return Usage::Allowed;
    }
    let attribute = before.trim_end_matches(['"', '\'', '\\']);
    if attribute.ends_with("src=") || attribute.ends_with("url(") || attribute.ends_with("@import ") {
        return Usage::Load;
    }
    if attribute.ends_with("href=") {
        let tag = before.rfind('<').and_then(|open| before.get(open..)).unwrap_or("");
        return if tag.starts_with("<link") { Usage::Load } else { Usage::Link };
    }
    let words = before.trim_start();
    if words.starts_with("curl ") || words.starts_with("wget ") {
        return Usage::Call;
    }
    if words.contains(' ') {
        return Usage::Link;
    }
    expression(scan, first, 0)
}

/// How the expression that begins at the token `i` is used.
fn expression(scan: &Scan<'_>, i: usize, depth: usize) -> Usage {
    let code = scan.code;
    let Some(before) = i.checked_sub(1) else { return Usage::Value };
    if depth > 4 {
        return Usage::Value;
    }
    if is_default(scan, i) {
        let start = operand_start(scan, i - 2);
        let env = matches!(code.slice(start), "process" | "import" | "env" | "Deno" | "Bun");
        return match expression(scan, start, depth + 1) {
            Usage::Value if env => Usage::Call,
            usage => usage,
        };
    }
    if let Some(start) = condition_start(scan, i) {
        return expression(scan, start, depth + 1);
    }
    match code.kind(before) {
        Some(Kind::Punct(b'(')) => {
            let Some(callee) = scan.callee_of(before) else {
                return expression(scan, before, depth + 1);
            };
            if callee.name == "URL" && code.is(callee.at.wrapping_sub(1), "new") {
                // `metadataBase: new URL('https://…')` links; elsewhere such a URL is about to be called.
                return match expression(scan, callee.at - 1, depth + 1) {
                    Usage::Value => Usage::Call,
                    usage => usage,
                };
            }
            if COMPARES.contains(&callee.name) {
                Usage::Allowed
            } else if CALLS.binary_search(&callee.name).is_ok() || contains(callee.name, "fetch") {
                Usage::Call
            } else if SHOWS.contains(&callee.name) || callee.name.ends_with("Error") {
                Usage::Link
            } else {
                Usage::Value
            }
        }
        Some(Kind::Punct(b'[' | b',')) => list(scan, before, depth),
        Some(Kind::Punct(b'='))
            if code.punct(before.wrapping_sub(1), b'=') || code.punct(before.wrapping_sub(1), b'!') =>
        {
            Usage::Allowed
        }
        Some(Kind::Punct(b':' | b'=')) => named(scan, i),
        Some(Kind::Punct(b'{')) => expression(scan, before, depth + 1),
        Some(Kind::Punct(b'+')) => expression(scan, operand_start(scan, before), depth + 1),
        Some(Kind::Name) if code.is(before, "await") || code.is(before, "case") => Usage::Value,
        _ => Usage::Value,
    }
}

/// How a list is used, in which `at` is the opening bracket or a comma.
fn list(scan: &Scan<'_>, at: usize, depth: usize) -> Usage {
    let code = scan.code;
    let mut open = at;
    for _ in 0..FAR {
        match code.kind(open) {
            Some(Kind::Punct(b'[')) => {
                return match expression(scan, open, depth + 1) {
                    Usage::Call | Usage::Value => named_list(scan, open),
                    usage => usage,
                };
            }
            Some(Kind::Punct(b')' | b']' | b'}')) => {
                let mate = code.mate(open);
                if mate >= open {
                    return Usage::Value;
                }
                open = mate;
            }
            // A later argument of a call: `replace('x', 'https://…')`, or part of an object.
            Some(Kind::Punct(b'(')) => {
                let load = scan.callee_of(open).is_some_and(|callee| callee.name == "setAttribute")
                    && code.string(open + 1) == Some("src");
                return if load { Usage::Load } else { Usage::Value };
            }
            Some(Kind::Punct(b'{' | b';')) | None => return Usage::Value,
            _ => {}
        }
        let Some(next) = open.checked_sub(1) else { break };
        open = next;
    }
    Usage::Value
}

fn named_list(scan: &Scan<'_>, open: usize) -> Usage {
    let name = key_before(scan, open, 0).unwrap_or("");
    if is_allowing(name) {
        Usage::Allowed
    } else if is_one_of(CALLED, last_word(name)) {
        Usage::Call
    } else {
        Usage::Value
    }
}

/// How the value at `i` of a key, an attribute or a variable is used.
fn named(scan: &Scan<'_>, i: usize) -> Usage {
    let code = scan.code;
    let attribute = code.punct(i - 1, b'=');
    let name = key_before(scan, i, 0).or_else(|| {
        // `script.src = '…'`
        attribute.then(|| code.name(i.wrapping_sub(2))).flatten()
    });
    let name = name.unwrap_or("");
    if name.is_empty() || name.starts_with("xmlns") {
        return Usage::Value;
    }
    if name.eq_ignore_ascii_case("href") {
        // `<link href>` loads; every other is a link.
        for back in (i.saturating_sub(60)..i).rev() {
            if code.punct(back, b'<') {
                return if code.is(back + 1, "link") { Usage::Load } else { Usage::Link };
            }
        }
        return Usage::Link;
    }
    let last = last_word(name);
    if is_allowing(name) {
        Usage::Allowed
    } else if is_one_of(LOADS, name) || is_one_of(LOADS, last) || has_before(name, last, LOADS) {
        Usage::Load
    } else if is_one_of(LINKS, name) || is_one_of(LINKS, last) || LINKING.iter().any(|word| contains(name, word)) {
        Usage::Link
    } else if !attribute && is_one_of(&["url", "uri"], name) && is_element(scan, i) {
        Usage::Value
    } else if is_one_of(CALLED, name) || is_one_of(CALLED, last) || name == "action" {
        Usage::Call
    } else {
        Usage::Value
    }
}

/// Whether the key's value at `i` belongs to an object in a list: a row of data.
fn is_element(scan: &Scan<'_>, i: usize) -> bool {
    let code = scan.code;
    let mut at = i;
    for _ in 0..80 {
        let Some(previous) = before(code, at) else { return false };
        if code.punct(previous, b'{') && code.mate(previous) > i {
            let outer = previous.wrapping_sub(1);
            return code.punct(outer, b'[') || code.punct(outer, b',') && code.punct(outer.wrapping_sub(1), b'}');
        }
        at = previous;
    }
    true
}
