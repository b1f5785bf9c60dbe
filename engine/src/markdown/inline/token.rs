//! What the form of a word or of a code span tells.

use super::lex::{Kind, Piece, unescaped};
use super::{Context, Thing, What, date, endpoint, file, host, name, package, span, symbol, variable, version};
use std::ops::Range;

/// A word that no form tells, and whether the text denies it.
pub(super) type Word = (usize, usize, bool);

/// Longest code span without blanks that is looked at, in bytes.
pub(super) const TOKEN_BYTES: usize = 4096;

/// What stands among packages in code spans and is none.
const TOOLS: &[&str] =
    &["bash", "curl", "docker", "fetch", "git", "make", "node", "npm", "npx", "pip", "pnpm", "python", "ssh", "yarn"];

/// Collects what one piece holds.
pub(super) struct Found<'a> {
    pub things: Vec<Thing>,
    text: &'a str,
    pub context: Context,
    code: bool,
    denied: bool,
    /// Whether the text has code spans, so that what it lists stands in them.
    spans: bool,
}

impl Found<'_> {
    pub fn push(&mut self, what: What, span: Range<usize>) {
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
            Kind::Code => span::things(&mut found, body, start),
            Kind::Target => target(&mut found, body, start),
            Kind::Word => {
                if let Some((day, to)) = date::at(text, start) {
                    found.push(What::Date(day), start..to);
                    behind = to;
                    continue;
                }
                let before = found.things.len();
                if !is_plain(body, context) {
                    token(&mut found, body, start);
                }
                if found.things.len() == before && !alone(&mut found, pieces, index) {
                    words.push((start, end, piece.denied));
                }
            }
        }
    }
    (found.things, words)
}

/// Whether a word of prose has no form that tells anything, as most have not: nothing but letters, all small behind the first.
fn is_plain(word: &str, context: Context) -> bool {
    let listed = matches!(context, Context::Packages | Context::Variables | Context::Paths | Context::Endpoints);
    let behind = word.as_bytes().get(1..).unwrap_or(&[]);
    // `Makefile`, `Dockerfile`
    !listed
        && !behind.is_empty()
        && behind.iter().all(u8::is_ascii_lowercase)
        && word.starts_with(|c: char| c.is_ascii_alphabetic())
        && !word.ends_with("file")
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

/// One token without blanks.
pub(super) fn token(found: &mut Found<'_>, raw: &str, start: usize) {
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
    let place = token.rsplit_once(':').is_some_and(|(path, _)| path.contains('/') && file::has_ending(path));
    if listed && !token.contains("://") && !file::has_ending(token) && !place {
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
        let listed = context == Context::Packages;
        let dotted = name.contains('.') && !name.contains('/');
        let plain = listed && lower && !dotted && !TOOLS.contains(&name) && symbol::name(name).is_some();
        if plain || (listed || lower) && package::known(name) {
            return found.push(What::Package(name.to_owned(), None), span);
        }
    }
    if let Some(service) = name::exact(token, context) {
        return found.push(What::Service(service.id), span);
    }
    if let Some((part, method, path)) = token.contains('(').then(|| endpoint::called(token)).flatten() {
        let part = span.start + part.start..span.start + part.end;
        return found.push(What::Endpoint(method.to_owned(), path.to_owned()), part);
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
            let known = package::known(name) && (sole || !package::is_word(name));
            let written = package::is_name(name) && (known || sole && name.contains(['-', '_']));
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
