//! What the form of a word or of a code span tells.

use super::lex::{Kind, Piece, unescaped};
use super::{Context, Thing, What, date, endpoint, file, host, name, package, symbol, variable, version};
use crate::audit::Category;
use crate::catalog;
use std::ops::Range;

/// A word that no form tells, and whether the text denies it.
pub(super) type Word = (usize, usize, bool);

/// Longest code span without blanks that is looked at, in bytes.
const TOKEN_BYTES: usize = 4096;

/// What stands among packages in code spans and is none.
const TOOLS: &[&str] =
    &["bash", "curl", "docker", "fetch", "git", "make", "node", "npm", "npx", "pip", "pnpm", "python", "ssh", "yarn"];

/// Collects what one piece holds.
struct Found<'a> {
    things: Vec<Thing>,
    text: &'a str,
    context: Context,
    code: bool,
    denied: bool,
    /// Whether the text has code spans, so that what it lists stands in them.
    spans: bool,
}

impl Found<'_> {
    fn push(&mut self, what: What, span: Range<usize>) {
        self.things.push(Thing { what, start: span.start, end: span.end, code: self.code, denied: self.denied });
    }
}

/// The things of all pieces, and the words that are none of them.
pub(super) fn things(text: &str, pieces: &[Piece], context: Context) -> (Vec<Thing>, Vec<Word>) {
    let mut found = Found { things: Vec::new(), text, context, code: false, denied: false, spans: false };
    let mut words = Vec::new();
    let mut behind = 0;
    found.spans = pieces.iter().any(|piece| piece.kind == Kind::Code);
    for (index, piece) in pieces.iter().enumerate() {
        let (start, end) = (piece.start, piece.end);
        let Some(body) = text.get(start..end) else { continue };
        if start < behind || body.is_empty() {
            continue;
        }
        found.denied = piece.denied;
        found.code = piece.kind == Kind::Code;
        match piece.kind {
            Kind::Code => code(&mut found, body, start),
            Kind::Target => target(&mut found, body, start),
            Kind::Word => {
                if let Some((day, to)) = date::at(text, start) {
                    found.push(What::Date(day), start..to);
                    behind = to;
                    continue;
                }
                let before = found.things.len();
                token(&mut found, body, start);
                if found.things.len() == before && !alone(&mut found, pieces, index) {
                    words.push((start, end, piece.denied));
                }
            }
        }
    }
    (found.things, words)
}

/// A link's address.
fn target(found: &mut Found<'_>, body: &str, start: usize) {
    if body.contains("://") && !body.starts_with("file://") {
        for (span, host, path) in host::hosts(body) {
            found.push(What::Host(host, path), start + span.start..start + span.end);
        }
    } else if !body.starts_with(['#', '/']) && !body.contains(':') || body.starts_with("file://") {
        let path = body.split(['#', '?']).next().unwrap_or(body);
        for (span, path) in file::paths(path, true, Context::Paths) {
            found.push(What::Path(path), start + span.start..start + span.end);
        }
    }
}

/// A code span: one token, a method and a path, a command, a list, or a line of code.
fn code(found: &mut Found<'_>, body: &str, start: usize) {
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
    if let [(_, first), (second, _)] = parts[..]
        && version::at(body, second).is_some_and(|found| found.end == body.len())
    {
        if let Some(service) = name::exact(first, Context::Services).filter(|_| first.starts_with(char::is_uppercase)) {
            found.push(What::Service(service.id), start..start + first.len());
        } else if package::is_name(first) {
            let ecosystem = package::certain(first).and_then(|(_, _, ecosystem)| ecosystem);
            found.push(What::Package(first.to_owned(), ecosystem), start..start + first.len());
        }
        return;
    }
    if let Some(service) = name::exact(body, found.context) {
        return found.push(What::Service(service.id), start..start + body.len());
    }
    let listed = body.contains(", ") || body.contains(" / ") || body.contains(" | ") || body.contains(" + ");
    let plain = parts.iter().all(|(_, part)| {
        let part = part.trim_matches(['"', '\'']);
        part.len() == 1 && part.starts_with(['/', '|', '+', '&'])
            || part.ends_with(',')
            || !part.contains(['(', '=', '{', ';', ':'])
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
    body.split(char::is_whitespace)
        .filter(|part| !part.is_empty())
        .map(|part| (part.as_ptr() as usize - body.as_ptr() as usize, part))
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
    let mut at = before;
    for (place, part) in parts {
        let inner = part.trim_matches(['"', '\'', ',', ';', '(', ')']);
        if inner.is_empty() || inner.len() > TOKEN_BYTES || inner.contains("://") {
            continue;
        }
        let from = start + place + part.find(inner).unwrap_or(0);
        if found.things[at.min(before)..].iter().any(|thing| thing.start < from + inner.len() && from < thing.end) {
            continue;
        }
        at = before;
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
    if found.things.len() == before
        && call
        && let Some(name) = symbol::name(body)
    {
        found.push(What::Symbol(name.to_owned()), start..start + body.len());
    }
}

/// One token without blanks.
fn token(found: &mut Found<'_>, raw: &str, start: usize) {
    let token = unescaped(raw);
    let escaped = token.len() < raw.len();
    // Parts of a token that holds escapes are not told apart.
    let span =
        |part: Range<usize>| if escaped { start..start + raw.len() } else { start + part.start..start + part.end };
    let (token, context, code) = (token.as_ref(), found.context, found.code);
    let whole = || start..start + raw.len();
    if host::is_ice(token) || token.contains("://") {
        if token.starts_with("file://") {
            for (part, path) in file::paths(token, code, context) {
                found.push(What::Path(path), span(part));
            }
            return;
        }
        for (part, host, path) in host::hosts(token) {
            found.push(What::Host(host, path), span(part));
        }
        if found.things.last().is_some_and(|thing| thing.start >= start) {
            return;
        }
    }
    let lower = !token.bytes().any(|b| b.is_ascii_uppercase());
    let listed = context == Context::Events
        && symbol::is_event_name(token)
        && (code || lower && token.contains(['_', '.', ':']));
    if listed && !token.contains("://") && !file::has_ending(token) {
        return found.push(What::Event(token.to_owned()), whole());
    }
    if code
        && context == Context::Stores
        && symbol::is_store_name(token)
        && !file::has_ending(token)
        && !variable::is_name(token)
    {
        return found.push(What::Store(token.to_owned()), whole());
    }
    if code {
        let named = variable::read(token);
        if !named.is_empty() {
            for (part, name) in named {
                found.push(What::Env(name), span(part));
            }
            return;
        }
    }
    let imaged = context == Context::Images || token.contains([':', '/']);
    if let Some((name, tag)) = imaged.then(|| package::image(token, context)).flatten()
        && (code || token.contains([':', '.']))
    {
        return found.push(What::Image(name, tag), whole());
    }
    for (part, name) in variable::variables(token, code, context) {
        found.push(What::Env(name), span(part));
    }
    if found.things.last().is_some_and(|thing| thing.start >= start) || token.contains("://") {
        return;
    }
    if let Some((part, name, ecosystem)) = package::certain(token)
        .filter(|(_, name, _)| code || name.contains(['/', '-', '_']) || context == Context::Packages)
    {
        return found.push(What::Package(name, ecosystem), span(part));
    }
    if token.contains('@') && !token.starts_with('@') && !token.contains('/') {
        return;
    }
    let routes = context == Context::Endpoints && (token.starts_with('/') || !file::has_ending(token));
    // `socket.io` and `esm.sh` are no files.
    let product = token.contains('.') && !token.contains('/') && name::is_dotted(token);
    if product && !code {
        return;
    }
    let named = if routes || product { Vec::new() } else { file::paths(token, code, context) };
    if !named.is_empty() {
        for (part, path) in named {
            found.push(What::Path(path), span(part));
        }
        return;
    }
    if let Some(path) = endpoint::route(token, code, context) {
        return found.push(What::Endpoint(String::new(), path), whole());
    }
    if code && let Some((day, end)) = date::at(token, 0).filter(|day| day.1 == token.len()) {
        return found.push(What::Date(day), span(0..end));
    }
    if token.contains('.') {
        if code && package::known(token) {
            return found.push(What::Package(token.to_owned(), None), whole());
        }
        let service = name::exact(token, Context::Services);
        if code && let Some(service) = service {
            return found.push(What::Service(service.id), whole());
        }
        if service.is_none()
            && let Some((part, host, path)) = host::hosts(token).into_iter().next()
        {
            return found.push(What::Host(host, path), span(part));
        }
    }
    if code {
        named_in_code(found, token, whole());
    }
}

/// A token of a code span that is a package, a service, an event or a symbol.
fn named_in_code(found: &mut Found<'_>, token: &str, span: Range<usize>) {
    let context = found.context;
    let name = package::name(token);
    let lower = !name.bytes().any(|b| b.is_ascii_uppercase());
    if context != Context::Services && package::is_name(name) && name.len() == token.len() {
        let dotted = name.contains('.') && !name.contains('/');
        let wanted = context == Context::Packages
            && (lower && !dotted && !TOOLS.contains(&name) || package::known(name))
            && symbol::name(name).is_some();
        if wanted || lower && package::known(name) {
            return found.push(What::Package(name.to_owned(), None), span);
        }
    }
    if let Some(service) = name::exact(token, context) {
        return found.push(What::Service(service.id), span);
    }
    if symbol::event(token) {
        return found.push(What::Event(token.to_owned()), span);
    }
    if let Some(name) = symbol::name(token) {
        found.push(What::Symbol(name.to_owned()), span);
    }
}

/// A word of prose that stands alone between commas, where the text lists packages, stores or events.
fn alone(found: &mut Found<'_>, pieces: &[Piece], index: usize) -> bool {
    let piece = pieces[index];
    let Some(word) = found.text.get(piece.start..piece.end) else { return false };
    let before = pieces.get(index.wrapping_sub(1)).map_or(0, |piece| piece.end);
    let after = pieces.get(index + 1).map_or(found.text.len(), |piece| piece.start);
    let parted = |between: &str, edge: bool| {
        edge && between.trim().is_empty() || between.contains([',', ';', '/', '(', ')', '|', '+', '.', ':', '→'])
    };
    let left = parted(found.text.get(before..piece.start).unwrap_or(""), index == 0);
    let right = parted(found.text.get(piece.end..after).unwrap_or(""), index + 1 == pieces.len());
    let small = !word.chars().any(char::is_uppercase);
    let sole = left && right || {
        // "a, b and c"
        let beside = |at: usize| {
            pieces
                .get(at)
                .and_then(|piece| found.text.get(piece.start..piece.end))
                .is_some_and(|word| matches!(word, "and" | "or"))
        };
        left && beside(index + 1) || right && index > 0 && beside(index - 1)
    };
    let span = piece.start..piece.end;
    let filler = matches!(
        word,
        "etc"
            | "and"
            | "or"
            | "none"
            | "various"
            | "more"
            | "others"
            | "e.g"
            | "all"
            | "n/a"
            | "custom"
            | "native"
            | "built-in"
    );
    let what = match found.context {
        Context::Packages if small && !filler => {
            let name = package::name(word);
            let written = package::is_name(name) && (package::known(name) || sole && name.contains(['-', '_']));
            let versioned = package::is_name(name)
                && found.text.get(piece.end..).is_some_and(|rest| {
                    let rest = rest.trim_start_matches([' ', '(', '@']);
                    version::at(rest, 0).is_some_and(|found| !found.bare)
                });
            (written || versioned).then(|| What::Package(name.to_owned(), None))
        }
        Context::Stores
            if !found.spans
                && sole
                && !filler
                && symbol::is_store_name(word)
                && (small || word.contains('_') || word.len() > 3) =>
        {
            Some(What::Store(word.to_owned()))
        }
        Context::Events if !found.spans && sole && !filler && small && symbol::is_event_name(word) => {
            Some(What::Event(word.to_owned()))
        }
        _ => None,
    };
    let is = what.is_some();
    if let Some(what) = what {
        found.push(what, span);
    }
    is
}
