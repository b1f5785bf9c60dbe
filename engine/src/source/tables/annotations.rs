//! Annotations, attributes and macros that say what a class or a function serves: `@PostMapping("/x")`, `[HttpPost("x")]`,
//! `#[Route('/x', methods: ['POST'])]`, `#[post("/x")]`.

use super::{Blocks, Scan, routes};
use crate::source::lex::Kind;

/// What an annotation says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A path, and its arguments may name methods: of a class it is the prefix of all below, a function serves it.
    Mapping,
    /// A path alone: a function serves it only where another annotation names a method.
    Path,
    /// The method that a function serves, with the path as an argument if there is one.
    Verb(&'static str),
    /// The method that a function serves; one with a path as its argument is a client's.
    Bare(&'static str),
    /// What the class declares is called, not served.
    Client,
}

/// Farthest that what is annotated may stand behind an annotation, in tokens and brackets.
const REACH: usize = 64;

/// Names of an annotation's arguments under which its path stands.
const PATHS: &[&str] = &["path", "template", "uri", "value"];

/// Most paths of one declaration.
const MOST: usize = 8;

/// The annotations of one declaration.
#[derive(Debug, Default)]
pub struct Found<'a> {
    /// The token of the class's keyword or the function's name.
    target: usize,
    /// Tokens of paths.
    paths: Vec<usize>,
    methods: Vec<&'a str>,
    /// Whether it says that something is served.
    serves: bool,
    client: bool,
    /// Whether there is anything.
    any: bool,
}

/// Before any name: what was said of a function that is passed.
pub fn before(scan: &mut Scan<'_>, i: usize) {
    if scan.annotations.any && i > scan.annotations.target {
        flush(scan);
    }
}

/// At any name.
pub fn name_at(scan: &mut Scan<'_>, i: usize, name: &str) {
    let rows = scan.table.annotations;
    let Ok(row) = rows.binary_search_by_key(&name, |row| row.0) else { return };
    let before = |byte: u8| i > 0 && scan.code.punct(i - 1, byte);
    // What stands in brackets behind a value is an index.
    let opens = before(b'[')
        && !i.checked_sub(2).is_some_and(|k| matches!(scan.code.kind(k), Some(Kind::Name | Kind::Punct(b')' | b']'))));
    let marked = before(b'@') && scan.code.range(i - 1).end == scan.code.range(i).start;
    if marked || opens || before(b',') && in_attribute(scan, i) {
        mark_at(scan, i, rows[row].1);
    }
}

/// Whether the name at `i` is a further attribute of one bracket: `[ApiController, Route("x")]`.
fn in_attribute(scan: &Scan<'_>, i: usize) -> bool {
    (2..40).filter_map(|back| i.checked_sub(back)).any(|k| scan.code.punct(k, b'[') && scan.code.mate(k) > i)
}

fn mark_at(scan: &mut Scan<'_>, i: usize, mark: Mark) {
    let code = scan.code;
    let open = if code.punct(i + 1, b'(') { Some(i + 1) } else { None };
    let after = open.map_or(i + 1, |open| code.mate(open).max(open) + 1);
    let Some(target) = target(scan, after) else { return };
    if scan.annotations.any && scan.annotations.target != target {
        flush(scan);
    }
    let mut found = std::mem::take(&mut scan.annotations);
    found.target = target;
    found.any = true;
    let paths = found.paths.len();
    if let Some(open) = open {
        arguments(scan, open, &mut found);
    }
    match mark {
        Mark::Mapping => found.serves = true,
        Mark::Path => {}
        Mark::Verb(method) => {
            found.serves = true;
            found.methods.push(method);
        }
        Mark::Bare(method) => {
            if found.paths.len() > paths {
                found.client = true;
            }
            found.serves = true;
            found.methods.push(method);
        }
        Mark::Client => {
            found.client = true;
            found.paths.truncate(paths);
        }
    }
    scan.annotations = found;
}

/// Adds the paths and methods that an annotation's arguments give.
fn arguments<'a>(scan: &Scan<'a>, open: usize, found: &mut Found<'a>) {
    let code = scan.code;
    for (n, (from, to)) in scan.code.arguments(open).into_iter().enumerate() {
        let labelled = code.name(from).is_some()
            && (code.punct(from + 1, b'=') || code.punct(from + 1, b':') && !code.punct(from + 2, b':'));
        let label = if labelled { code.slice(from) } else { "" };
        let first = if labelled { from + 2 } else { from };
        if n == 0 && !labelled || PATHS.contains(&label) {
            // One string, or a list of them.
            let listed = matches!(code.kind(first), Some(Kind::Punct(b'{' | b'[')));
            let strings = (first..to).filter(|&k| matches!(code.kind(k), Some(Kind::Str | Kind::Part)));
            let room = MOST.saturating_sub(found.paths.len());
            found.paths.extend(strings.take(if listed { room } else { room.min(1) }));
        } else if matches!(label, "method" | "methods") {
            let words = (first..to).map(|k| code.slice(k));
            let methods = words.filter(|w| (3..=6).contains(&w.len()) && w.bytes().all(|b| b.is_ascii_uppercase()));
            found.methods.extend(methods.take(MOST));
        }
    }
}

/// What the annotation is of that ends before token `at`: the keyword of a class, or a function's name.
fn target(scan: &Scan<'_>, at: usize) -> Option<usize> {
    let code = scan.code;
    let mut at = at;
    for _ in 0..REACH {
        match code.kind(at)? {
            Kind::Name
                if matches!(
                    code.slice(at),
                    "class" | "enum" | "interface" | "object" | "record" | "struct" | "trait"
                ) =>
            {
                return Some(at);
            }
            Kind::Name => {
                let annotates = at > 0 && code.punct(at - 1, b'@');
                // `name(`, or with type parameters `name<T>(`.
                if code.punct(at + 1, b'(') && !annotates {
                    return Some(at);
                }
                at += 1;
                if annotates && code.punct(at, b'(') {
                    at = code.mate(at).max(at) + 1;
                }
            }
            Kind::Punct(b'(' | b'[') => at = code.mate(at).max(at) + 1,
            Kind::Punct(b'{' | b';' | b'}') => return None,
            _ => at += 1,
        }
    }
    None
}

/// At the keyword of a class: the prefix that its annotations give to what it serves, and whether it only calls.
pub fn class_at(scan: &mut Scan<'_>, i: usize) -> (String, bool) {
    if !scan.annotations.any || scan.annotations.target != i {
        return (String::new(), false);
    }
    let found = std::mem::take(&mut scan.annotations);
    let prefix = found.paths.first().map_or("", |&k| scan.code.slice(k));
    // ASP.NET's `api/[controller]`.
    let class = scan.code.slice(i + 1);
    let own = class.strip_suffix("Controller").unwrap_or(class);
    (prefix.replace("[controller]", own), found.client)
}

/// Gives what the annotations of a function say, if there are any.
pub fn flush(scan: &mut Scan<'_>) {
    if !scan.annotations.any {
        return;
    }
    let found = std::mem::take(&mut scan.annotations);
    let called = found.client || scan.blocks.open.iter().any(|block| block.client);
    if !found.serves || called {
        return;
    }
    let code = scan.code;
    let name = found.target;
    // The body: the brace behind the arguments.
    let parameters = code.mate(name + 1);
    let mut at = parameters + 1;
    while at < parameters + 32 && !matches!(code.kind(at), Some(Kind::Punct(b'{' | b';' | b'}')) | None) {
        at = code.mate(at).max(at) + 1;
    }
    let end = if code.punct(at, b'{') { code.mate(at) } else { at };
    let class = scan.blocks.class().map_or("", |token| code.slice(token));
    let paths: Vec<Option<usize>> =
        if found.paths.is_empty() { vec![None] } else { found.paths.iter().copied().map(Some).collect() };
    let methods = if found.methods.is_empty() { vec![""] } else { found.methods };
    // In Rust a router mounts it by its name.
    let router = if scan.table.routers { code.slice(name) } else { "" };
    for path in paths {
        let text = path.map_or("", |k| code.slice(k));
        let served = if let Some(absolute) = text.strip_prefix('~') {
            absolute.to_owned()
        } else {
            let full = routes::full(scan, "", text);
            // By ASP.NET's convention, a controller's name and its method's.
            let controller = class.strip_suffix("Controller").filter(|_| full == "/" && path.is_none());
            match controller {
                Some(controller) if scan.blocks.open.iter().all(|block| block.prefix.is_empty()) => {
                    format!("/{controller}/{}", code.slice(name))
                }
                _ => full,
            }
        };
        let served = served.replace("[action]", code.slice(name));
        let guards = routes::guards(scan, name, end);
        let place = path.unwrap_or(name);
        for method in &methods {
            let body =
                if code.punct(at, b'{') && scan.table.blocks == Blocks::Braces { code.range(end).start } else { 0 };
            let handler = if body == 0 { code.slice(name) } else { "" };
            routes::give(scan, place, method, &served, router, guards.clone(), body, handler.to_owned());
        }
    }
}
