//! Code spans with blanks in them: a method and a path, a command, a list, a line of code.

use super::token::{Found, TOKEN_BYTES, token};
use super::{Context, What, endpoint, file, host, name, package, symbol, variable, version};
use crate::audit::Category;
use crate::catalog;
use crate::order::Arrange;
use std::ops::Range;

/// A code span: one token, a method and a path, a command, a list, or a line of code.
pub(super) fn things(found: &mut Found<'_>, body: &str, start: usize) {
    if !body.contains(char::is_whitespace) {
        if body.len() <= TOKEN_BYTES {
            token(found, body, start);
        }
        return;
    }
    let parts: Vec<(usize, &str)> = parts(body).collect();
    let words: Vec<&str> = parts.iter().take(6).map(|(_, part)| *part).collect();
    if endpoint::is_methods(words.first().unwrap_or(&"").trim_end_matches(',')) {
        return each(found, &parts, start);
    }
    if let Some((ecosystem, skip)) = package::installer(&words) {
        for (at, part) in parts.iter().skip(skip).filter(|(_, part)| !part.starts_with(['-', '.', '<', '$'])) {
            let name = package::name(part);
            if package::is_name(name) {
                found.push(What::Package(name.to_owned(), Some(ecosystem.word())), start + at..start + at + name.len());
            }
        }
        return;
    }
    // A name and its version: `acme 4.1`, `PostgreSQL 16`.
    if let [(at, first), ..] = parts[..]
        && let rest = body.len() - body[at + first.len()..].trim_start_matches([' ', '(']).len()
        && version::at(body, rest).is_some_and(|found| found.end == body.trim_end_matches(')').len())
    {
        if let Some(service) = name::exact(first, Context::Services).filter(|_| first.starts_with(char::is_uppercase)) {
            found.push(What::Service(service.id), start + at..start + at + first.len());
        } else if package::is_name(first) {
            let ecosystem = package::certain(first).and_then(|(_, _, ecosystem)| ecosystem);
            found.push(What::Package(first.to_owned(), ecosystem), start + at..start + at + first.len());
        }
        return;
    }
    if let Some(service) = name::exact(body, found.context) {
        return found.push(What::Service(service.id), start..start + body.len());
    }
    let listed = body.contains(", ") || body.contains(" / ") || body.contains(" | ") || body.contains(" + ");
    let plain = parts.iter().all(|(_, part)| {
        let part = part.trim_matches(['"', '\'', ',']);
        part.len() < 2 || !part.contains(['(', '=', '{', ';', ':'])
    });
    let separate =
        parts.iter().rev().skip(1).all(|(_, part)| part.ends_with(',') || part.len() == 1) || !body.contains(", ");
    if listed && plain && separate {
        return each(found, &parts, start);
    }
    expression(found, body, &parts, start);
}

/// The parts of a text between blanks, with their places.
fn parts(body: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    body.split(char::is_whitespace)
        .map(move |part| {
            let place = at;
            // The blank behind it has one byte, or more.
            at +=
                part.len() + body.get(at + part.len()..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            (place, part)
        })
        .filter(|(_, part)| !part.is_empty())
}

/// Each part by itself.
fn each(found: &mut Found<'_>, parts: &[(usize, &str)], start: usize) {
    for (at, part) in parts {
        let inner = part.trim_matches([',', ';', '"', '\'', '|', '+', '&']);
        if !inner.is_empty() && !endpoint::is_methods(inner) && inner.len() <= TOKEN_BYTES {
            let lead = part.find(inner).unwrap_or(0);
            token(found, inner, start + at + lead);
        }
    }
}

/// A line of code or a command: only what is sure in it.
fn expression(found: &mut Found<'_>, body: &str, parts: &[(usize, &str)], start: usize) {
    let before = found.things.len();
    for (span, name) in variable::read(body) {
        found.push(What::Env(name), start + span.start..start + span.end);
    }
    if body.contains("://") {
        for (span, host, path) in host::hosts(body) {
            found.push(What::Host(host, path), start + span.start..start + span.end);
        }
    }
    let call = body.contains(['(', '{', ';']) || body.contains(" = ");
    // `railway up` runs Railway's program.
    if !call
        && let Some((place, program)) = parts.first()
        && let Some(service) = catalog::command(program).filter(|service| service.category != Category::Registry)
    {
        let from = start + place;
        found.push(What::Service(service.id), from..from + program.len());
    }
    let mut taken: Vec<Range<usize>> = found.things[before..].iter().map(|thing| thing.start..thing.end).collect();
    taken.arrange_by_key(|span| span.start);
    let mut taken = taken.into_iter().peekable();
    for (place, part) in parts {
        let inner = part.trim_matches(['"', '\'', ',', ';', '(', ')']);
        if inner.is_empty() || inner.len() > TOKEN_BYTES || inner.contains("://") {
            continue;
        }
        let from = start + place + part.find(inner).unwrap_or(0);
        while taken.next_if(|span| span.end <= from).is_some() {}
        if taken.peek().is_some_and(|span| span.start < from + inner.len()) {
            continue;
        }
        // `implementation 'com.acme:acme-pay:1.2'`
        if inner.len() < part.len()
            && inner.contains(':')
            && let Some((name, text, ecosystem)) = package::certain(inner)
        {
            found.push(What::Package(text, ecosystem), from + name.start..from + name.end);
            continue;
        }
        let named = variable::variables(inner, true, Context::Plain);
        if !named.is_empty() && !call {
            for (span, name) in named {
                found.push(What::Env(name), from + span.start..from + span.end);
            }
        } else if inner.contains('/') && file::has_ending(inner)
            || !call && file::has_ending(inner) && inner.contains(['-', '_'])
        {
            for (span, path) in file::paths(inner, true, Context::Plain) {
                found.push(What::Path(path), from + span.start..from + span.end);
            }
        }
    }
    if call && let Some((part, method, path)) = endpoint::called(body) {
        return found.push(What::Endpoint(method.to_owned(), path.to_owned()), start + part.start..start + part.end);
    }
    if found.things.len() == before
        && call
        && let Some(name) = symbol::name(body)
    {
        found.push(What::Symbol(name.to_owned()), start..start + body.len());
    }
}
