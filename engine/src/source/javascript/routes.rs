//! HTTP routes: routers and applications, their mounts, decorators, and files whose place is a route.

use super::files::{FileRoute, METHODS, file_route, is_callback};
use super::names::Meaning;
use super::{Callee, Scan, contains};
use crate::facts::{Route, What};
use crate::source::lex::Kind;

/// What is kept of a file's routes.
#[derive(Debug)]
pub struct Found<'a> {
    /// The route that the file's place makes it.
    pub(super) file: Option<FileRoute>,
    /// Prefixes that routers were made with.
    pub(super) prefixes: Vec<(&'a str, &'a str)>,
    /// The prefix of the controller that is being read.
    pub(super) controller: Option<&'a str>,
    /// How many tokens may still be looked at for guards, so that nested handlers stay linear.
    pub(super) budget: usize,
    /// Whether a route looks like one that another service calls.
    pub hook: bool,
}

impl Found<'_> {
    /// Nothing yet, for a file of so many tokens.
    pub fn new(path: &str, tokens: usize) -> Self {
        let file = file_route(path);
        let hook = file.as_ref().is_some_and(|file| file.path.contains("hook"));
        Found { file, prefixes: Vec::new(), controller: None, budget: tokens * 2 + 1000, hook }
    }
}

/// The router that all controllers of an application are on.
const CONTROLLERS: &str = "@Controller";

/// Words in the names of guards.
const GUARDS: &[&str] = &["constructevent", "verif", "signature", "webhook", "auth", "hmac", "token", "secret"];

/// Most guards given for a route.
const MOST: usize = 8;

/// The method that a router's function stands for: empty for all of them.
fn method(name: &str) -> Option<&'static str> {
    Some(match name {
        "get" => "GET",
        "post" => "POST",
        "put" => "PUT",
        "patch" => "PATCH",
        "delete" | "del" => "DELETE",
        "all" => "",
        _ => return None,
    })
}

/// At a function that makes an application or a router: `express()`, `express.Router()`, `new Hono()`.
pub fn router_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let dotted = i > 1 && code.punct(i - 1, b'.');
    let name = code.slice(i);
    if name == "createServer" && !(dotted && code.is(i - 2, "restify")) {
        return;
    }
    let local = scan.assigned_to(if dotted { i - 2 } else { i });
    let open = (i + 1..i + 24).find(|&at| code.punct(at, b'(')).unwrap_or(i + 1);
    let close = code.mate(open);
    let prefix = if code.punct(open + 1, b'{') && code.is(open + 2, "prefix") && code.punct(open + 3, b':') {
        code.string(open + 4)
    } else if code.matches(close + 1, &[".", "basePath", "("]) {
        code.string(close + 4)
    } else {
        None
    };
    if let Some(prefix) = prefix
        && scan.routes.prefixes.len() < 64
    {
        // One that has no name of its own is known by what made it.
        scan.routes.prefixes.push((local.unwrap_or(name), prefix));
    }
    let Some(local) = local else { return };
    let whole = match name {
        "express" | "fastify" | "Fastify" | "polka" | "Koa" | "Application" | "restana" | "createServer" => true,
        "Hono" | "OpenAPIHono" | "Elysia" => local == "app" && is_entry(scan.path),
        _ => false,
    };
    scan.names.set(local, if whole { Meaning::App } else { Meaning::Router });
}

/// Whether a file's name says that the program begins in it.
fn is_entry(path: &str) -> bool {
    let stem = crate::path::name(path).split('.').next().unwrap_or("");
    matches!(stem, "index" | "server" | "app" | "main" | "worker" | "_worker" | "[[route]]" | "[[path]]")
}

/// The router on which the method at the token `at` is called, and whether the file made it.
fn router_of<'a>(scan: &Scan<'a>, at: usize) -> Option<(&'a str, bool, bool)> {
    let code = scan.code;
    let mut at = at;
    for _ in 0..64 {
        if at < 2 || !code.punct(at - 1, b'.') {
            return None;
        }
        let before = at - 2;
        if code.punct(before, b')') {
            // A chain: `app.get(…).post(…)`, `new Hono().get(…)`.
            let open = code.mate(before);
            if open >= before {
                return None;
            }
            let callee = scan.callee_of(open)?;
            if matches!(callee.name, "Hono" | "OpenAPIHono" | "Elysia" | "Router" | "AutoRouter" | "IttyRouter") {
                let prefixed = scan.routes.prefixes.iter().any(|(name, _)| *name == callee.name);
                let unnamed = if prefixed { callee.name } else { "" };
                let name = scan.assigned_to(if callee.member { callee.at - 2 } else { callee.at }).unwrap_or(unnamed);
                return Some((name, name != "app", true));
            }
            at = callee.at;
            continue;
        }
        let name = code.name(before)?;
        return match scan.names.get(name) {
            Some(Meaning::App) => Some((name, false, true)),
            Some(Meaning::Router) => Some((name, true, true)),
            Some(Meaning::Module(module)) if !module.starts_with('.') => None,
            Some(Meaning::Member(module, _)) if !module.starts_with('.') => None,
            _ => match name {
                "app" | "server" => Some((name, false, false)),
                "router" | "fastify" => Some((name, true, false)),
                "api" | "route" | "routes" => Some((name, true, false)),
                _ if name.ends_with("Router") || name.ends_with("Routes") => Some((name, true, false)),
                _ => None,
            },
        };
    }
    None
}

/// Whether the tokens hold a function written on the spot.
fn is_function(scan: &Scan<'_>, from: usize, to: usize) -> bool {
    let code = scan.code;
    (from..to.min(from + 24)).any(|at| code.is(at, "function") || code.matches(at, &["=", ">"]))
}

/// At the first argument of a call.
pub fn call_at<'a>(scan: &mut Scan<'a>, i: usize, callee: Callee<'a>) {
    // TanStack's routes of files.
    if matches!(callee.name, "createAPIFileRoute" | "createServerFileRoute" | "createFileRoute") {
        if let Some(path) = scan.code.string(i).filter(|path| path.starts_with('/')) {
            let page = callee.name == "createFileRoute";
            if !page || is_callback(path) {
                push(scan, i, if page { "GET" } else { "" }, path, "", Vec::new(), 0);
            }
        }
        return;
    }
    let Some(method) = method(callee.name).filter(|_| callee.member) else { return };
    let code = scan.code;
    let Some(path) = code.string(i).filter(|path| path.starts_with('/') || *path == "*") else { return };
    let open = i - 1;
    let Some((router, mounted, made)) = router_of(scan, callee.at) else { return };
    let arguments = scan.code.arguments(open);
    let Some(&(from, to)) = arguments.last().filter(|_| arguments.len() > 1) else { return };
    // Where the file did not make it, `api` may be a client, whose second argument is data.
    let certain = made || matches!(router, "app" | "router" | "fastify" | "server");
    let handler = is_function(scan, from, to)
        || certain && !code.punct(from, b'{') && !matches!(code.kind(from), Some(Kind::Str | Kind::Number));
    if handler {
        give(scan, i, method, path, if mounted { router } else { "" }, open);
    }
}

/// Gives the route whose call's bracket is at `open`, with its guards and the end of its handler.
pub fn give(scan: &mut Scan<'_>, i: usize, method: &str, path: &str, router: &str, open: usize) {
    let arguments = scan.code.arguments(open);
    let mut guards = Vec::new();
    for &(from, to) in arguments.iter().skip(usize::from(scan.code.kind(open + 1) == Some(Kind::Str))) {
        guards_in(scan, from, to, &mut guards);
    }
    let end = match arguments.last() {
        Some(&(from, to)) if is_function(scan, from, to) => scan.code.range(to).start,
        _ => 0,
    };
    // A handler that stands elsewhere is known by its last name: `payments.handleWebhook`.
    let code = scan.code;
    let named =
        arguments.last().filter(|_| end == 0).and_then(|&(from, to)| (from..to).rev().find_map(|at| code.name(at)));
    push_handled(scan, i, method, path, router, guards, end, named.unwrap_or(""));
}

/// Gives a route whose handler, if any, stands up to the byte `end`.
pub fn push(scan: &mut Scan<'_>, i: usize, method: &str, path: &str, router: &str, guards: Vec<String>, end: usize) {
    push_handled(scan, i, method, path, router, guards, end, "");
}

#[allow(clippy::too_many_arguments)]
fn push_handled(
    scan: &mut Scan<'_>,
    i: usize,
    method: &str,
    path: &str,
    router: &str,
    guards: Vec<String>,
    end: usize,
    handler: &str,
) {
    let prefix = scan.routes.prefixes.iter().rev().find(|(name, _)| *name == router && !router.is_empty());
    let path = match prefix {
        Some((_, prefix)) => format!("{}/{}", prefix.trim_end_matches('/'), path.trim_start_matches('/')),
        None => path.to_owned(),
    };
    if path.len() > 512 {
        return;
    }
    scan.routes.hook |= path.contains("hook") || guards.iter().any(|g| g.contains("hook") || g.contains("signature"));
    let (method, router) = (method.to_owned(), router.to_owned());
    // The last line is known only where the file's lines are: until then it is a byte.
    let end_line = u32::try_from(end).unwrap_or(0);
    scan.push(i, What::Route(Route { method, path, router, guards, end_line, handler: handler.to_owned() }));
}

/// Adds the names in the tokens that hint at verification: a function given by name, and functions called.
pub fn guards_in(scan: &mut Scan<'_>, from: usize, to: usize, guards: &mut Vec<String>) {
    let code = scan.code;
    let to = to.min(from.saturating_add(scan.routes.budget));
    scan.routes.budget -= to.saturating_sub(from).min(scan.routes.budget);
    let named = to - from.min(to) <= 5;
    for at in from..to {
        let Some(name) = code.name(at) else { continue };
        let called = code.punct(at + 1, b'(') || code.punct(at + 1, b'<') || named && at + 1 == to;
        if called && name.len() >= 4 && guards.len() < MOST && GUARDS.iter().any(|word| contains(name, word)) {
            let name = name.to_ascii_lowercase();
            if !guards.contains(&name) {
                guards.push(name);
            }
        }
    }
}

/// At `use`, `route` or `register` before a bracket: a router under a prefix, or routes under one path.
pub fn mount_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let open = i + 1;
    if i < 2 || !code.punct(i - 1, b'.') {
        return;
    }
    let arguments = scan.code.arguments(open);
    let name = code.slice(i);
    if name == "register" {
        // `fastify.register(routes, { prefix: '/v1' })`
        let Some(&(from, to)) = arguments.first() else { return };
        let options = arguments.get(1).copied().unwrap_or((to, to));
        let prefix = (options.0..options.1.min(options.0 + 40)).find(|&at| code.matches(at, &["prefix", ":"]));
        // One that is written on the spot: `fastify.register(async (instance) => { instance.post(…) }, …)`.
        if is_function(scan, from, to) {
            let parameters = (from..to.min(from + 4)).find(|&at| code.punct(at, b'('));
            let instance = parameters
                .and_then(|at| code.name(at + 1))
                .or_else(|| code.name(from).filter(|name| *name != "async").or_else(|| code.name(from + 1)));
            if let Some(instance) = instance.filter(|name| *name != "function") {
                scan.names.set(instance, Meaning::Router);
                if let Some(prefix) = prefix.and_then(|at| code.string(at + 2))
                    && scan.routes.prefixes.len() < 64
                {
                    scan.routes.prefixes.push((instance, prefix));
                }
            }
            return;
        }
        if let Some(prefix) = prefix.and_then(|at| code.string(at + 2)) {
            mount(scan, i, prefix, from, to);
        }
        return;
    }
    if name == "route" && code.punct(open + 1, b'{') {
        object_route(scan, i, open + 1);
        return;
    }
    let Some(path) = code.string(open + 1).filter(|path| path.starts_with('/')) else { return };
    match arguments.last() {
        Some(&(from, to)) if arguments.len() > 1 => {
            if is_function(scan, from, to) {
                if router_of(scan, i).is_some() && name == "use" {
                    let router = router_of(scan, i).filter(|found| found.1).map_or("", |found| found.0);
                    give(scan, open + 1, "", path, router, open);
                }
            } else {
                mount(scan, open + 1, path, from, to);
            }
        }
        _ if name == "route" => {
            // `router.route('/path').get(a).post(b)`
            let Some((router, mounted, _)) = router_of(scan, i) else { return };
            let mut close = code.mate(open);
            while code.punct(close + 1, b'.') && code.punct(close + 3, b'(') && close > open {
                if let Some(method) = method(code.slice(close + 2)) {
                    give(scan, close + 2, method, path, if mounted { router } else { "" }, close + 3);
                }
                let next = code.mate(close + 3);
                if next <= close {
                    break;
                }
                close = next;
            }
        }
        _ => {}
    }
}

/// At NestJS's `app.setGlobalPrefix('api')`, below which all controllers serve.
pub fn global_prefix_at(scan: &mut Scan<'_>, i: usize) {
    let Some(prefix) = scan.code.string(i + 2) else { return };
    let (prefix, target) = (prefix.to_owned(), CONTROLLERS.to_owned());
    scan.push(i + 2, What::Mount { prefix, target, name: String::new() });
}

/// At the type of a Fastify plugin's first parameter: `(app: FastifyInstance) => …`.
pub fn plugin_at(scan: &mut Scan<'_>, i: usize) {
    let parameter = i.checked_sub(2).filter(|_| scan.code.punct(i - 1, b':')).and_then(|at| scan.code.name(at));
    if let Some(name) = parameter {
        scan.names.set(name, Meaning::Router);
    }
}

/// Gives the mount of the router that the tokens name.
fn mount(scan: &mut Scan<'_>, i: usize, prefix: &str, from: usize, to: usize) {
    let code = scan.code;
    let own = |module: &str| module.starts_with(['.', '@', '~', '#', '$']);
    let give = |scan: &mut Scan<'_>, target: &str, name: &str| {
        let (prefix, target, name) = (prefix.to_owned(), target.to_owned(), name.to_owned());
        scan.push(i, What::Mount { prefix, target, name });
    };
    // `require('./x')`, `import('./x')`
    if matches!(code.slice(from), "require" | "import") && code.punct(from + 1, b'(') {
        if let Some(module) = code.string(from + 2).filter(|module| own(module)) {
            give(scan, module, "");
        }
        return;
    }
    let Some(name) = code.name(from) else { return };
    // `users`, `users.router`, `users.routes()`, `createUsers(db)`
    let member = if code.punct(from + 1, b'.') { code.name(from + 2) } else { None };
    let plain = from + 1 == to || code.punct(from + 1, b'(') || member.is_some() && to - from <= 5;
    match scan.names.get(name) {
        _ if !plain => {}
        Some(Meaning::Module(module)) if own(module) => {
            let member = member.filter(|m| !matches!(*m, "default" | "routes" | "fetch" | "middleware"));
            give(scan, module, member.unwrap_or(""));
        }
        Some(Meaning::Member(module, member)) if own(module) => give(scan, module, member),
        Some(Meaning::Router | Meaning::App) => give(scan, name, name),
        _ => {}
    }
}

/// `{ method: 'POST', url: '/path', handler }`.
fn object_route(scan: &mut Scan<'_>, i: usize, open: usize) {
    let code = scan.code;
    let Some((router, mounted, _)) = router_of(scan, i) else { return };
    let end = code.mate(open);
    let (mut path, mut method) = (None, "");
    let mut at = open + 1;
    while at < end {
        if code.punct(at + 1, b':') {
            match code.slice(at) {
                "url" | "path" => path = code.string(at + 2).map(|text| (at + 2, text)),
                "method" => method = code.string(at + 2).unwrap_or(""),
                _ => {}
            }
        }
        at = code.mate(at).max(at) + 1;
    }
    if let Some((token, path)) = path.filter(|(_, path)| path.starts_with('/')) {
        let mut guards = Vec::new();
        guards_in(scan, open, end, &mut guards);
        let method = if method == "*" { "" } else { method };
        push(scan, token, method, path, if mounted { router } else { "" }, guards, code.range(end).start);
    }
}

/// At the name of a decorator: `@Controller('x')`, `@Post('y')`.
pub fn decorator_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    if !code.punct(i + 1, b'(') {
        return;
    }
    let close = code.mate(i + 1);
    let text = code.string(i + 2);
    let name = code.slice(i);
    if matches!(name, "Controller" | "JsonController" | "RestController") {
        let path = text.or_else(|| {
            (i + 2..close.min(i + 40)).find(|&at| code.matches(at, &["path", ":"])).and_then(|at| code.string(at + 2))
        });
        scan.routes.controller = Some(path.unwrap_or(""));
        return;
    }
    let method = match name {
        "Get" | "Post" | "Put" | "Patch" | "Delete" => METHODS.iter().find(|m| m.eq_ignore_ascii_case(name)).copied(),
        "All" => Some(""),
        _ => None,
    };
    let (Some(method), Some(prefix)) = (method, scan.routes.controller) else { return };
    // The body: the first brace behind the decorators, the name and the arguments.
    let mut at = close.max(i + 1) + 1;
    for _ in 0..80 {
        if code.punct(at, b'{') || code.kind(at).is_none() {
            break;
        }
        at = code.mate(at).max(at) + 1;
    }
    let end = code.mate(at);
    let mut guards = Vec::new();
    guards_in(scan, i, end, &mut guards);
    let mut path = String::new();
    for part in [prefix, text.unwrap_or("")] {
        let part = part.trim_matches('/');
        if !part.is_empty() {
            path.push('/');
            path.push_str(part);
        }
    }
    if path.is_empty() {
        path.push('/');
    }
    let bytes = if end > at { code.range(end).start } else { 0 };
    // Routing-controllers and NestJS both put controllers below a prefix of the whole application.
    push(scan, i, method, &path, CONTROLLERS, guards, bytes);
}
