//! Routes that calls make: `app.MapPost("/x", …)`, `Route::post('/x', …)`, `post "/x", to: "a#b"`, `.route("/x", post(h))`,
//! and the prefixes that groups of them are below.

use super::blocks::{self, Until};
use super::pattern::{Match, Row};
use super::{Blocks, Scan, Shows, Table};
use crate::facts::{Route, What};
use crate::source::lex::{Code, Kind};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// Longest path that is given, in bytes.
const PATH: usize = 512;

/// Words in the names of functions that check who calls.
const GUARDS: &[&str] = &[
    "verif",
    "signature",
    "hmac",
    "secure_compare",
    "securecompare",
    "authenticate",
    "check_token",
    "checktoken",
    "require_auth",
    "constructevent",
    "construct_event",
];

/// Most guards given for a route.
const MOST: usize = 8;

/// What is kept of a file's routes.
#[derive(Debug)]
pub struct Found<'a> {
    /// Variables that hold a group of routes, with its prefix.
    groups: HashMap<&'a str, String>,
    /// How many tokens may still be looked at for guards, so that nested handlers stay linear.
    budget: usize,
    /// How many events were given.
    pub events: usize,
    /// What the file's place puts in front of all its routes.
    place: &'static str,
    /// Whether calls of the file serve anything.
    pub serves: bool,
}

impl Found<'_> {
    /// Nothing yet.
    pub fn new(path: &str, code: Code<'_>, table: &Table) -> Self {
        // Laravel serves these below `/api`.
        let place = if path == "routes/api.php" || path.ends_with("/routes/api.php") { "api" } else { "" };
        let serves = (table.serves)(path, code.text);
        Found { groups: HashMap::new(), budget: code.len() * 2 + 1000, events: 0, place, serves }
    }
}

/// The whole path of a route on the router `receiver`: below the prefixes of all blocks around it.
pub fn full(scan: &Scan<'_>, receiver: &str, path: &str) -> String {
    let group = scan.routes.groups.get(receiver).map_or("", String::as_str);
    let prefixes = scan.blocks.open.iter().map(|block| block.prefix.as_ref());
    let mut out = String::new();
    // Where a file says itself what its place would.
    let said = prefixes.clone().chain([group, path]).find(|part| !part.is_empty());
    let said = said.is_some_and(|part| part.trim_start_matches('/').split('/').next() == Some(scan.routes.place));
    let place = if said { "" } else { scan.routes.place };
    for part in [place].into_iter().chain(prefixes).chain([group, path]) {
        let mut part = part.trim_matches('/');
        // Rails' routes of a whole collection stand beside the one's.
        while let Some(rest) = part.strip_prefix("..") {
            out.truncate(out.rfind('/').unwrap_or(0));
            part = rest.trim_start_matches('/');
        }
        if !part.is_empty() && out.len() <= PATH {
            out.push('/');
            out.push_str(part);
        }
    }
    if out.is_empty() {
        out.push('/');
    }
    out
}

/// The names called in the tokens that hint at verification.
pub fn guards(scan: &mut Scan<'_>, from: usize, to: usize) -> Vec<String> {
    let code = scan.code;
    let to = to.min(from.saturating_add(scan.routes.budget));
    scan.routes.budget -= to.saturating_sub(from).min(scan.routes.budget);
    let mut guards: Vec<String> = Vec::new();
    for at in from + 1..to {
        let Some(name) = code.name(at).filter(|name| (6..=60).contains(&name.len())) else { continue };
        let called = matches!(code.kind(at + 1), Some(Kind::Punct(b'(' | b'!' | b'?')));
        if !called || guards.len() >= MOST {
            continue;
        }
        let lower = name.to_ascii_lowercase();
        if GUARDS.iter().any(|word| lower.contains(word)) && !guards.contains(&lower) {
            guards.push(lower);
        }
    }
    guards
}

/// Gives a route whose whole path is `path` and whose handler, if it stands here, ends at the byte `end`.
#[allow(clippy::too_many_arguments)]
pub fn give(
    scan: &mut Scan<'_>,
    i: usize,
    method: &str,
    path: &str,
    router: &str,
    guards: Vec<String>,
    end: usize,
    handler: String,
) {
    if path.len() > PATH || path.bytes().any(|b| b.is_ascii_whitespace()) {
        return;
    }
    // The last line is known only where the file's lines are: until then it is a byte.
    let end_line = u32::try_from(end).unwrap_or(0);
    let (method, path, router) = (method.to_owned(), path.to_owned(), router.to_owned());
    scan.push(i, What::Route(Route { method, path, router, guards, end_line, handler }));
}

/// The handler of the route among the facts at `route` ends at this byte.
pub fn ended(scan: &mut Scan<'_>, route: usize, end: usize) {
    if let Some((_, What::Route(route))) = scan.out.get_mut(route) {
        route.end_line = u32::try_from(end).unwrap_or(0);
    }
}

/// The name on which the method is called whose name is at `i`: `app` of `app.post(`, `$app->post(`.
fn receiver<'a>(code: &Code<'a>, i: usize) -> &'a str {
    let Some(before) = i.checked_sub(1) else { return "" };
    let owner = match code.kind(before) {
        Some(Kind::Punct(b'.')) => before.checked_sub(1),
        Some(Kind::Punct(b'>')) if before > 0 && code.punct(before - 1, b'-') => before.checked_sub(2),
        _ => None,
    };
    owner.and_then(|k| code.name(k)).unwrap_or("")
}

/// The token that a call's method is named by: the name in front of its bracket, or in front of its first argument.
fn callee(code: &Code<'_>, found: Match) -> usize {
    let at = found.open.unwrap_or(found.found);
    (1..4).filter_map(|back| at.checked_sub(back)).find(|&k| code.name(k).is_some()).unwrap_or(found.start)
}

/// The token behind a call and the calls behind it: `x(…).y(…) { … }`.
fn chain_end(code: &Code<'_>, close: usize) -> usize {
    let mut end = close;
    for _ in 0..64 {
        let mut at = end + 1;
        if code.punct(at, b'{') {
            end = code.mate(at).max(at);
            continue;
        }
        match code.kind(at) {
            Some(Kind::Punct(b'.')) => at += 1,
            Some(Kind::Punct(b'-')) if code.punct(at + 1, b'>') => at += 2,
            Some(Kind::Punct(b'?')) if code.punct(at + 1, b'.') => at += 2,
            _ => break,
        }
        if code.name(at).is_none() {
            break;
        }
        end = at;
        // Type parameters, `f::<T>(…)`, are not followed.
        if code.punct(at + 1, b'(') {
            end = code.mate(at + 1).max(at + 1);
        }
    }
    end
}

/// The token behind the last of a statement without brackets: that of its line, or of the lines that it goes on over.
pub fn statement_end(code: &Code<'_>, from: usize) -> usize {
    let mut at = from;
    for _ in 0..200 {
        let next = at + 1;
        let between = code.text.get(code.range(at).end..code.range(next).start).unwrap_or("\n");
        let goes_on = matches!(code.kind(at), Some(Kind::Punct(b',' | b'\\' | b'>' | b'=')));
        if next >= code.len() || between.contains('\n') && !goes_on {
            return next;
        }
        at = if code.mate(next) > next { code.mate(next) } else { next };
    }
    at
}

/// At a pattern that serves a path.
pub fn route_at(scan: &mut Scan<'_>, found: Match, row: &Row) -> bool {
    let code = scan.code;
    let path = code.slice(found.found);
    if !scan.routes.serves || path.contains("://") || path.contains(' ') {
        return false;
    }
    let method = callee(&code, found);
    let owner = receiver(&code, method);
    match found.open.filter(|_| scan.table.blocks == Blocks::Braces) {
        Some(open) => {
            let close = code.mate(open);
            if close <= open {
                return false;
            }
            let mut rest = found.found + 1;
            let mut text = Cow::Borrowed(path);
            if row.shows == Shows::Segments {
                while code.punct(rest, b',') && code.string(rest + 1).is_some() {
                    text = Cow::Owned(format!("{text}/{}", code.slice(rest + 1)));
                    rest += 2;
                }
            }
            let full = full(scan, owner, &text);
            if row.shows == Shows::Methods {
                methods_at(scan, found, &full, rest, close);
                return true;
            }
            // A handler written on the spot ends with the call, or with the block behind it.
            let block = code.punct(close + 1, b'{');
            let end = if block { code.mate(close + 1).max(close) } else { close };
            let inline =
                block || (rest..close).any(|k| code.punct(k, b'{') || code.is(k, "fn") || code.is(k, "function"));
            let guards = guards(scan, rest.saturating_sub(1), end);
            let handler = if inline { String::new() } else { (scan.table.handler)(&code, rest..close) };
            let byte = if inline { code.range(end).start } else { 0 };
            give(scan, found.found, &row.method, &full, "", guards, byte, handler);
        }
        None => {
            let end = statement_end(&code, found.start);
            let full = full(scan, owner, path);
            let method = if row.method.is_empty() { via(&code, found.found, end) } else { &row.method };
            let block = scan.table.blocks == Blocks::End && opens_block(&code, found.found, end);
            let handler = if block { String::new() } else { (scan.table.handler)(&code, found.found..end) };
            let guards = guards(scan, found.found, end);
            let index = scan.out.len();
            give(scan, found.found, method, &full, "", guards, 0, handler);
            if block && scan.out.len() > index {
                let until = Until::End(blocks::line_indent(&code, found.start));
                let mut block = blocks::block(until, Cow::Borrowed(""), None, code.range(found.start).start);
                block.route = Some(index);
                blocks::open(scan, block);
            }
        }
    }
    true
}

/// The method that a route for any names behind its path: `match '/x', via: :post`.
fn via(code: &Code<'_>, from: usize, to: usize) -> &'static str {
    let method = |k: usize| match code.slice(k) {
        "get" => Some("GET"),
        "post" => Some("POST"),
        "put" => Some("PUT"),
        "patch" => Some("PATCH"),
        "delete" => Some("DELETE"),
        _ => None,
    };
    (from..to).find(|&k| code.is(k, "via")).and_then(|at| (at..to).find_map(method)).unwrap_or("")
}

/// Whether the statement ends in `do`, with or without the block's arguments.
pub fn opens_block(code: &Code<'_>, from: usize, to: usize) -> bool {
    let Some(at) = (from..to).rev().take(12).find(|&k| code.is(k, "do")) else { return false };
    // `do: x` is no block, and `do |x|` is.
    !code.punct(at + 1, b':') && (at + 1 == to || code.punct(at + 1, b'|'))
}

/// Routes of one path for the methods that are named behind it: axum's `post(a).get(b)`, Actix' `web::post().to(a)`.
fn methods_at(scan: &mut Scan<'_>, found: Match, path: &str, from: usize, close: usize) {
    let code = scan.code;
    // `web::resource("/x").route(web::post().to(a))`: the methods stand in the calls behind.
    let to = if from >= close { chain_end(&code, close) } else { close };
    let router = scan.blocks.function().map_or("", |token| code.slice(token));
    let mut given = false;
    let mut k = from;
    while k < to {
        let method = match code.slice(k) {
            "get" | "get_service" => "GET",
            "post" | "post_service" => "POST",
            "put" | "put_service" => "PUT",
            "patch" => "PATCH",
            "delete" => "DELETE",
            "any" | "to" | "to_async" if !given => "",
            _ => {
                k += 1;
                continue;
            }
        };
        if !code.punct(k + 1, b'(') || given && method.is_empty() {
            k += 1;
            continue;
        }
        let mut inner = k + 1..code.mate(k + 1);
        if inner.end == inner.start + 1 && code.matches(inner.end + 1, &[".", "to", "("]) {
            inner = inner.end + 3..code.mate(inner.end + 3);
        }
        let guards = guards(scan, inner.start, inner.end);
        let handler = (scan.table.handler)(&code, inner.start + 1..inner.end);
        give(scan, found.found, method, path, router, guards, 0, handler);
        given = true;
        k = inner.end.max(k) + 1;
    }
    if !given && from < close {
        let handler = (scan.table.handler)(&code, from..close);
        give(scan, found.found, "", path, router, Vec::new(), 0, handler);
    }
}

/// At a pattern that puts a path before others: those within the call and its block, and with `chain` those in the calls
/// behind it.
pub fn prefix_at<'a>(scan: &mut Scan<'a>, found: Match, chain: bool) {
    let code = scan.code;
    let method = callee(&code, found);
    let owner = receiver(&code, method);
    let text = code.slice(found.found);
    if text.contains("://") || text.len() > PATH || text.contains(' ') {
        return;
    }
    let mut text = Cow::Borrowed(text);
    let Some(open) = found.open.filter(|_| scan.table.blocks == Blocks::Braces) else {
        let end = statement_end(&code, found.start);
        if scan.table.blocks == Blocks::End && opens_block(&code, found.found, end) {
            let until = Until::End(blocks::line_indent(&code, found.start));
            blocks::open(scan, blocks::block(until, text, None, code.range(found.start).start));
        }
        return;
    };
    let close = code.mate(open);
    if close <= open {
        return;
    }
    let mut rest = found.found + 1;
    while code.punct(rest, b',') && code.string(rest + 1).is_some() && !code.punct(rest + 2, b'=') {
        text = Cow::Owned(format!("{text}/{}", code.slice(rest + 1)));
        rest += 2;
    }
    // `let api = app.grouped("api")`: the variable holds the group.
    let mut first = method;
    for _ in 0..8 {
        match first.checked_sub(2).filter(|&back| code.punct(first - 1, b'.') && code.name(back).is_some()) {
            Some(back) => first = back,
            None => break,
        }
    }
    let variable =
        first.checked_sub(1).filter(|&sign| code.punct(sign, b'=')).and_then(|sign| code.name(sign.checked_sub(1)?));
    let group = match scan.routes.groups.get(owner) {
        Some(group) => Cow::Owned(format!("{}/{}", group.trim_matches('/'), text.trim_start_matches('/'))),
        None => text,
    };
    if let Some(variable) = variable.filter(|_| scan.routes.groups.len() < 256) {
        scan.routes.groups.insert(variable, group.clone().into_owned());
    }
    let block = if code.punct(close + 1, b'{') { code.mate(close + 1).max(close) } else { close };
    let end = if chain { chain_end(&code, close) } else { block };
    if end > found.found {
        blocks::open(scan, blocks::block(Until::Token(end), group, None, code.range(found.start).start));
    }
}

/// The last name in the tokens: `payments.handle`, `payments::handle`.
pub fn last_name(code: &Code<'_>, tokens: Range<usize>) -> String {
    let from = tokens.start.max(tokens.end.saturating_sub(24));
    (from..tokens.end).rev().find_map(|k| code.name(k)).unwrap_or("").to_owned()
}
