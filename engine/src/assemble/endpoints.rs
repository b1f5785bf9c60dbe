//! Webhooks, callbacks and outgoing hooks, out of all the routes that the code serves.

use super::FileRead;
use super::services::{Drafts, Seen};
use crate::audit::{Category, Direction, Endpoint, Evidence, EvidenceKind, Place, Status, Strength, Verification};
use crate::catalog;
use crate::facts::{Fact, Route, What};
use crate::order::{Arrange, Gather};
use crate::path::{self, Role};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Words in a path's segment by which it is for another system to call.
const INCOMING: &[&str] =
    &["cron", "hook", "hooks", "inngest", "ipn", "postback", "qstash", "uploadthing", "webhook", "webhooks"];

/// Words in a path by which, behind a vendor's name, its messages come in: `/slack/events`, `/twilio/voice`.
const MESSAGES: &[&str] = &[
    "commands",
    "events",
    "inbound",
    "incoming",
    "interactions",
    "interactivity",
    "notification",
    "notifications",
    "notify",
    "sms",
    "update",
    "updates",
    "voice",
];

/// What services are for that send messages to the code.
const SENDERS: &[Category] =
    &[Category::Chat, Category::Sms, Category::Payment, Category::Email, Category::CodeHost, Category::Ecommerce];

/// Words in a path's segment by which a person's browser comes back to it from another system.
const CALLBACK: &[&str] =
    &["callback", "callbacks", "cancel", "confirm", "oauth", "oauth2", "redirect", "return", "success", "verify"];

/// Segments that hold a callback's word and are no callback on their own.
const COMPANY: &[&str] = &[
    "auth",
    "billing",
    "checkout",
    "connect",
    "donate",
    "email",
    "login",
    "oauth",
    "payment",
    "payments",
    "sso",
    "subscribe",
    "verify",
];

/// Last words of paths under which webhooks are managed, not received.
const MANAGED: &[&str] = &[
    "admin",
    "config",
    "configuration",
    "deliveries",
    "history",
    "list",
    "logs",
    "register",
    "replay",
    "resend",
    "retry",
    "settings",
    "stats",
    "status",
    "subscribe",
    "test",
    "unsubscribe",
];

/// Most facts of one handler's body that are looked at. One with more is a file of routes without bodies.
const BODY_FACTS: usize = 1000;

/// Most functions of one name that are compared for the nearest.
const NAMESAKES: usize = 32;

/// Most mountings that are followed from one router.
const CLIMBS: usize = 256;

/// How many routers deep a prefix is followed.
const MOUNTS: usize = 5;

/// The endpoints by path, method and place.
pub fn gather(files: &[FileRead], drafts: &Drafts) -> Vec<Endpoint> {
    let mounts = Mounts::new(files);
    let users = Users::new(drafts);
    let handlers = handlers(files);
    let constants = constants(files);
    let mut out = Vec::new();
    let mut returns = Vec::new();
    let mut kept: BTreeSet<String> = BTreeSet::new();
    for file in files.iter().filter(|file| file.role == Role::Product) {
        let for_systems = is_for_systems(file);
        let mut prefixes: HashMap<&str, Vec<String>> = HashMap::new();
        for fact in &file.facts {
            match &fact.what {
                What::Route(route) => {
                    let router = route.router.as_str();
                    let prefixes = prefixes.entry(router).or_insert_with(|| mounts.prefixes(file, router));
                    for prefix in &*prefixes {
                        let path = filled(join(prefix, &route.path), &constants);
                        if matches!(route.method.as_str(), "DELETE" | "PATCH" | "PUT")
                            && let Some((list, last)) = path.rsplit_once('/')
                            && is_parameter(last)
                            && list.ends_with("hooks")
                        {
                            kept.insert(list.to_owned());
                        }
                        out.extend(endpoint(file, fact, route, path, for_systems, &users, &handlers));
                    }
                }
                What::EnvRead { name, .. }
                    if name.ends_with("_WEBHOOK_URL") && !path::is_stock_settings(&file.path) =>
                {
                    out.push(Endpoint {
                        direction: Direction::Outgoing,
                        method: "POST".into(),
                        path: format!("${name}"),
                        service: catalog::env(name).map_or(String::new(), |e| e.id.into()),
                        verification: Verification::Unknown,
                        place: Place { path: file.path.clone(), line: fact.line },
                        ..Endpoint::default()
                    });
                }
                // Only where something is wired that can send a browser back, or the path itself tells.
                What::Return { path }
                    if users.by_file.contains_key(file.path.as_str()) || direction(path, "GET", false).is_some() =>
                {
                    returns.push(Endpoint {
                        direction: Direction::Callback,
                        method: "GET".into(),
                        path: path.clone(),
                        service: service(path, None, file, &[], &users),
                        place: Place { path: file.path.clone(), line: fact.line },
                        ..Endpoint::default()
                    })
                }
                _ => {}
            }
        }
    }
    for back in returns {
        // The route itself says more than the address that leads to it, but for whose it is. `/callback` alone may be anybody's.
        let tells = back.path.trim_matches('/').contains('/');
        let top = |place: &Place| place.path.split_once('/').map_or("", |(top, _)| top).to_owned();
        let own = top(&back.place);
        let leads = |e: &&mut Endpoint| leads_to(&back.path, &e.path) && (tells || top(&e.place) == own);
        let mut served = false;
        for endpoint in out.iter_mut().filter(leads) {
            served = true;
            if endpoint.service.is_empty() && endpoint.path.ends_with(&back.path) {
                endpoint.service.clone_from(&back.service);
            }
        }
        if !served {
            out.push(back);
        }
    }
    // Where one of them can be changed or removed, the code keeps a list of webhooks, and receives none there.
    out.retain(|e| {
        let list =
            e.path.rsplit_once('/').filter(|(_, last)| is_parameter(last)).map_or(e.path.as_str(), |(list, _)| list);
        e.direction != Direction::Incoming || e.verification != Verification::Unknown || !kept.contains(list)
    });
    out.arrange_by(|a, b| {
        (a.direction, &a.path, &a.method, &a.place).cmp(&(b.direction, &b.path, &b.method, &b.place))
    });
    out.dedup_by(|next, last| {
        let same = next.direction == last.direction && next.path == last.path;
        // What stands in front of all methods of a route, `app.use("/webhook", express.raw())`, is not one more.
        if same && last.method.is_empty() && !next.method.is_empty() {
            std::mem::swap(next, last);
            if last.verification == Verification::Unknown {
                last.verification = next.verification;
            }
            return true;
        }
        same && next.method == last.method
    });
    out
}

/// Whether a path's segment stands for any.
fn is_parameter(segment: &str) -> bool {
    segment.starts_with(['{', ':', '[', '<', '$'])
}

/// Whether a request to `path` comes to the route, whatever prefix it is served under and whatever its parameters are.
fn leads_to(path: &str, route: &str) -> bool {
    let mut route = route.rsplit('/');
    let mut literal = false;
    let all = path.trim_matches('/').rsplit('/').all(|segment| {
        let own = route.next().unwrap_or_default();
        literal |= own == segment;
        own == segment || is_parameter(own)
    });
    all && literal
}

/// Whether a file's routes are there for other systems alone: those that an ERP serves beside its own pages.
fn is_for_systems(file: &FileRead) -> bool {
    file.facts
        .iter()
        .any(|fact| matches!(&fact.what, What::Import { module, .. } if module.starts_with("odoo.addons.fastapi")))
}

/// A route that the code serves, webhook or not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Served {
    /// The path with the prefixes under which it is mounted, as far as they are known.
    pub path: String,
    /// The method in capitals; empty where any will do.
    pub method: String,
    /// Where it stands.
    pub place: Place,
}

/// Every route that product code serves, by path, method and place.
pub fn served(files: &[FileRead]) -> Vec<Served> {
    let mounts = Mounts::new(files);
    let constants = constants(files);
    let mut out = Vec::new();
    for file in files.iter().filter(|file| file.role == Role::Product) {
        let mut prefixes: HashMap<&str, Vec<String>> = HashMap::new();
        for fact in &file.facts {
            let What::Route(route) = &fact.what else { continue };
            let router = route.router.as_str();
            for prefix in &*prefixes.entry(router).or_insert_with(|| mounts.prefixes(file, router)) {
                out.push(Served {
                    path: filled(join(prefix, &route.path), &constants),
                    method: route.method.clone(),
                    place: Place { path: file.path.clone(), line: fact.line },
                });
            }
        }
    }
    out.arrange();
    out.dedup();
    out
}

/// Makes services of those that only the paths of their webhooks name: who calls `/webhooks/n8n` is a service that the code
/// plugs into, though no client of it is there.
pub fn name_callers(endpoints: &[Endpoint], drafts: &mut Drafts) {
    for endpoint in endpoints.iter().filter(|e| e.direction == Direction::Incoming) {
        let Some(entry) = caller(&endpoint.path).filter(|entry| entry.id == endpoint.service) else { continue };
        let draft = drafts.of(entry);
        if draft.status() == Status::Used {
            continue;
        }
        draft.seen.push(Seen {
            evidence: Evidence {
                kind: EvidenceKind::Call,
                path: endpoint.place.path.clone(),
                line: endpoint.place.line,
                strength: Strength::Strong,
                excerpt: endpoint.path.clone(),
                matched: endpoint.path.clone(),
            },
            role: Role::Product,
            dev: false,
            mention: false,
        });
    }
}

/// The service that a webhook's path names beside the word for it. Only a name of its own counts: an alias may be any word.
fn caller(path: &str) -> Option<&'static catalog::Service> {
    let lower = path.to_ascii_lowercase();
    let words: Vec<&str> = lower.split(['/', '-', '_']).filter(|word| !word.is_empty()).collect();
    words.windows(2).find_map(|pair| {
        let other = match pair {
            ["webhook" | "webhooks" | "hooks", other] | [other, "webhook" | "webhooks" | "ipn"] => *other,
            _ => return None,
        };
        catalog::named(other).filter(|entry| entry.id == other)
    })
}

/// By name, the constants that have one value throughout the code base.
fn constants(files: &[FileRead]) -> HashMap<&str, Option<&str>> {
    let mut out = HashMap::new();
    for file in files.iter().filter(|file| file.role == Role::Product) {
        for fact in &file.facts {
            if let What::Constant { name, value } = &fact.what {
                let known = out.entry(name.as_str()).or_insert(Some(value.as_str()));
                if *known != Some(value.as_str()) {
                    *known = None;
                }
            }
        }
    }
    out
}

/// A path with constants in their places: `/{SHOPIFY}/orders` is `/shopify/orders`.
fn filled(path: String, constants: &HashMap<&str, Option<&str>>) -> String {
    let mut out = String::new();
    let mut rest = path.as_str();
    while let Some((before, behind)) = rest.split_once('{') {
        let Some((name, after)) = behind.split_once('}') else { break };
        out.push_str(before);
        match constants.get(name) {
            Some(Some(value)) => out.push_str(value),
            _ => {
                out.push('{');
                out.push_str(name);
                out.push('}');
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out.replace("//", "/")
}

/// By name, the functions that check signatures or tokens.
fn handlers(files: &[FileRead]) -> HashMap<&str, Vec<Body<'_>>> {
    let mut out: HashMap<&str, Vec<Body>> = HashMap::new();
    for file in files.iter().filter(|file| file.role == Role::Product) {
        for fact in &file.facts {
            if let What::Handler { name, end_line } = &fact.what {
                out.entry(name).or_default().push(Body { file, lines: (fact.line, *end_line) });
            }
        }
    }
    out
}

/// The services that files are wired to.
struct Users<'a> {
    /// By file, their ids.
    by_file: HashMap<&'a str, BTreeSet<&'a str>>,
    /// The ids of all files.
    all: BTreeSet<&'a str>,
}

impl<'a> Users<'a> {
    fn new(drafts: &'a Drafts) -> Self {
        let by_file = users(drafts);
        let all = by_file.values().flatten().copied().collect();
        Users { by_file, all }
    }
}

fn users(drafts: &Drafts) -> HashMap<&str, BTreeSet<&str>> {
    let mut users: HashMap<&str, BTreeSet<&str>> = HashMap::new();
    for (id, draft) in &drafts.all {
        let infrastructure = draft
            .entry
            .is_none_or(|e| matches!(e.category, Category::Database | Category::Cache | Category::ErrorTracking));
        if infrastructure || draft.status() != Status::Used {
            continue;
        }
        for seen in draft
            .seen
            .iter()
            .filter(|s| s.evidence.strength == Strength::Strong && s.evidence.kind != EvidenceKind::Dependency)
        {
            users.entry(seen.evidence.path.as_str()).or_default().insert(id);
        }
    }
    users
}

/// The body of a route's handler: its file, and the lines from where to where.
#[derive(Clone, Copy)]
struct Body<'a> {
    file: &'a FileRead,
    lines: (u32, u32),
}

impl<'a> Body<'a> {
    /// The facts in it, the first [`BODY_FACTS`]; a file's are in order.
    fn facts(self) -> impl Iterator<Item = &'a Fact> {
        let from = self.file.facts.partition_point(|f| f.line < self.lines.0);
        self.file.facts[from..].iter().take_while(move |f| f.line <= self.lines.1).take(BODY_FACTS)
    }
}

/// Where the handler of a route stands: below the route, or a function of its name elsewhere, the nearest by folder; else
/// anywhere in the route's file.
fn body<'a>(file: &'a FileRead, fact: &Fact, route: &Route, handlers: &HashMap<&str, Vec<Body<'a>>>) -> Body<'a> {
    if route.end_line != 0 {
        return Body { file, lines: (fact.line, route.end_line) };
    }
    let shared = |body: &&Body<'a>| {
        path::folder(&body.file.path).bytes().zip(path::folder(&file.path).bytes()).take_while(|(a, b)| a == b).count()
    };
    // They are sorted by file: the nearest folders stand next to this file's own place.
    let near = |found: &'_ [Body<'a>]| {
        let at = found.partition_point(|body| body.file.path < file.path);
        let window = at.saturating_sub(NAMESAKES)..(at + NAMESAKES).min(found.len());
        found[window].iter().max_by_key(shared).copied()
    };
    // A method's class stands for it where it is there to receive what others send.
    let named = handlers
        .get(route.handler.as_str())
        .or_else(|| route.handler.split_once('.').and_then(|(class, _)| handlers.get(class)));
    match named.and_then(|found| near(found)) {
        Some(body) => body,
        // A handler of another file that checks nothing has no body here.
        None if !route.handler.is_empty() => Body { file, lines: (fact.line, fact.line) },
        None => Body { file, lines: (0, u32::MAX) },
    }
}

fn endpoint<'a>(
    file: &'a FileRead,
    fact: &Fact,
    route: &Route,
    path: String,
    for_systems: bool,
    users: &Users<'_>,
    handlers: &HashMap<&str, Vec<Body<'a>>>,
) -> Option<Endpoint> {
    let body = body(file, fact, route, handlers);
    let here: Vec<&Fact> = body.facts().collect();
    // The header that a vendor signs with says more than the function that compares.
    let signed = here
        .iter()
        .filter_map(|f| match &f.what {
            What::Check { signature: true, by } => Some(by.as_str()),
            _ => None,
        })
        .max_by_key(|by| catalog::check(by).is_some());
    let whole_file = body.lines.0 == 0;
    // A signature that stands in a header is a caller's; one that code computes may be of anything.
    let by_header = !whole_file && signed.is_some_and(|by| by.contains('-') || catalog::check(by).is_some());
    // The file, or the folder that it lies in.
    let near = file.path.rmatch_indices('/').nth(1).map_or(file.path.as_str(), |(at, _)| &file.path[at..]);
    let in_hook_file = near.to_ascii_lowercase().contains("webhook");
    // A host's timetable calls it, and says so with this variable.
    let scheduled = path::name(&file.path) == "vercel.json"
        || !whole_file && here.iter().any(|f| matches!(&f.what, What::EnvRead { name, .. } if name == "CRON_SECRET"));
    let direction = match route.method.as_str() {
        "GET" | "POST" if scheduled => Direction::Incoming,
        "POST" | "PUT" if for_systems => Direction::Incoming,
        method => direction(&path, method, by_header || in_hook_file)?,
    };
    // A file says much, and of a page to come back to in it little.
    let elsewhere = whole_file && direction == Direction::Callback;
    let verification = if elsewhere { verification(route, &[], None) } else { verification(route, &here, signed) };
    let signer = signed.filter(|_| !elsewhere).and_then(|by| signer(by, handlers, users));
    let service = service(&path, signer, body.file, &here, users);
    let mut events: Vec<String> = here
        .iter()
        .filter_map(|f| match &f.what {
            What::Event { name } if direction == Direction::Incoming => Some(name.clone()),
            _ => None,
        })
        .collect();
    events.arrange();
    events.dedup();
    Some(Endpoint {
        direction,
        method: route.method.clone(),
        path,
        service,
        verification,
        events,
        place: Place { path: file.path.clone(), line: fact.line },
        ..Endpoint::default()
    })
}

/// The service whose signature is checked: by the name of the check, else by what the code base's own function of that name
/// checks, else by the one service that this function's file is wired to.
fn signer<'a>(by: &str, handlers: &HashMap<&str, Vec<Body<'a>>>, users: &Users<'a>) -> Option<&'a str> {
    let check = |fact: &Fact| match &fact.what {
        What::Check { signature: true, by } => catalog::check(by),
        _ => None,
    };
    if let Some(entry) = catalog::check(by) {
        return Some(entry.id);
    }
    // Checks are kept in lower case.
    let (_, own) = handlers.iter().filter(|(name, _)| name.eq_ignore_ascii_case(by)).min_by_key(|(name, _)| *name)?;
    let own = own.first()?;
    if let Some(entry) = own.facts().find_map(check) {
        return Some(entry.id);
    }
    let wired = users.by_file.get(own.file.path.as_str()).filter(|ids| ids.len() == 1)?;
    wired.first().copied()
}

/// What sort of endpoint a route is; `None` where it is one of the code's own pages or calls. `hook` says that its handler
/// checks a signature or its file is named for webhooks.
fn direction(path: &str, method: &str, hook: bool) -> Option<Direction> {
    let lower = path.to_ascii_lowercase();
    let words: Vec<Vec<&str>> =
        lower.split('/').filter(|s| !s.is_empty()).map(|segment| segment.split(['-', '_', '.']).collect()).collect();
    let has = |list: &[&str]| words.iter().flatten().any(|word| list.contains(word));
    // A path's last segment may be a parameter: `/login-callback/{provider}`.
    let last = words.iter().rev().find(|segment| !segment.first().is_some_and(|w| is_parameter(w)))?;
    let managed = last.iter().any(|word| MANAGED.contains(word))
        || !has(&["cron"]) && words.iter().any(|segment| matches!(segment.as_slice(), ["admin" | "settings"]));
    // `/generate-hooks` writes opening lines.
    let comes_in = |segment: &Vec<&str>| {
        segment.iter().any(|word| {
            INCOMING.contains(word) && (!word.starts_with("hook") || segment.len() == 1 || segment.contains(&"web"))
        })
    };
    let incoming = match method {
        "POST" | "" => words.iter().any(comes_in) || hook,
        // A vendor's handshake, or a scheduler's call.
        "GET" => comes_in(last) || has(&["cron"]),
        "PUT" => hook,
        _ => false,
    };
    // Behind the name of who sends them: of a service that people and systems talk through.
    let sends = |segment: &Vec<&str>| {
        let word = segment.join("-");
        catalog::named(&word).is_some_and(|entry| SENDERS.contains(&entry.category) && entry.id == word)
    };
    let messages = method == "POST"
        && words.windows(2).any(|pair| sends(&pair[0]) && pair[1].iter().all(|word| MESSAGES.contains(word)));
    if (incoming || messages) && !managed {
        return Some(Direction::Incoming);
    }
    let word = last.iter().find(|word| CALLBACK.contains(word))?;
    let sure = word.starts_with("callback") || word.starts_with("oauth");
    let beside = words.iter().flatten().any(|w| w != word && COMPANY.contains(w));
    let fits = if sure { matches!(method, "GET" | "POST" | "") } else { beside && matches!(method, "GET" | "") };
    fits.then_some(Direction::Callback)
}

fn verification(route: &Route, here: &[&Fact], signed: Option<&str>) -> Verification {
    let token = here.iter().any(|f| matches!(f.what, What::Check { signature: false, .. }));
    let guard = |words: &[&str]| route.guards.iter().any(|g| words.iter().any(|w| g.contains(w)));
    if signed.is_some() || guard(&["signature", "hmac", "verifywebhook", "constructevent"]) {
        Verification::Signature
    } else if token || guard(&["token", "secret", "auth", "apikey", "bearer"]) {
        Verification::Token
    } else {
        Verification::Unknown
    }
}

/// Whose endpoint it is: by what its signature check names, then by its path, then by the one service that its handler or
/// its file is wired to.
fn service(path: &str, signer: Option<&str>, file: &FileRead, here: &[&Fact], users: &Users<'_>) -> String {
    if let Some(id) = signer {
        return id.into();
    }
    let words = path.split(['/', '-', '_']).filter(|word| word.len() > 2 && !COMPANY.contains(word));
    let in_path = words.into_iter().find_map(|word| {
        let named = catalog::named(word)?;
        users.all.contains(named.id).then_some(named)
    });
    if let Some(entry) = in_path.or_else(|| caller(path)) {
        return entry.id.into();
    }
    // `/auth/instagram/callback` where the code uses Instagram's sign-in.
    let part = path.split('/').filter(|word| word.len() > 4).find_map(|word| {
        let of_word = |id: &&str| id.strip_prefix(word).is_some_and(|rest| rest.starts_with('-'));
        let found: BTreeSet<&str> = users.all.iter().copied().filter(of_word).gathered();
        if found.len() == 1 { found.into_iter().next() } else { None }
    });
    if let Some(id) = part {
        return id.into();
    }
    let by_variable: BTreeSet<&str> = here
        .iter()
        .filter_map(|f| match &f.what {
            What::EnvRead { name, .. } => catalog::env(name).map(|e| e.id),
            _ => None,
        })
        .gathered();
    let wired = users.by_file.get(file.path.as_str());
    match (by_variable.len(), wired.map(BTreeSet::len)) {
        (1, _) => by_variable.into_iter().next(),
        (_, Some(1)) => wired.and_then(|ids| ids.first().copied()),
        (_, None) => file.path.split(['/', '-', '_', '.']).filter(|word| word.len() > 3).find_map(|word| {
            let named = catalog::named(word)?;
            users.all.contains(named.id).then_some(named.id)
        }),
        _ => None,
    }
    .map_or(String::new(), str::to_owned)
}

fn join(prefix: &str, path: &str) -> String {
    let path = format!("{}/{}", prefix.trim_end_matches('/'), path.trim_start_matches('/'));
    let path = path.trim_end_matches('/');
    if path.is_empty() {
        "/".into()
    } else if path.starts_with('/') {
        path.into()
    } else {
        format!("/{path}")
    }
}

/// Where routers are mounted: by the mounted file and the router's name in it, the mounting file's own router and prefix.
struct Mounts<'a> {
    by_target: BTreeMap<(&'a str, &'a str), Vec<Mounted<'a>>>,
    by_path: HashMap<&'a str, &'a FileRead>,
    /// Where controllers are put below a prefix, whatever file they stand in.
    controllers: Vec<Mounted<'a>>,
}

/// The router that a NestJS application's controllers are on.
const CONTROLLERS: &str = "@Controller";

/// One mounting: in which file, on which of its routers, under which prefix.
struct Mounted<'a> {
    file: &'a FileRead,
    prefix: &'a str,
}

impl<'a> Mounts<'a> {
    fn new(files: &'a [FileRead]) -> Self {
        let by_path: HashMap<&str, &FileRead> = files.iter().map(|file| (file.path.as_str(), file)).collect();
        let mut by_target: BTreeMap<(&str, &str), Vec<Mounted>> = BTreeMap::new();
        let mut controllers = Vec::new();
        for file in files {
            for fact in &file.facts {
                if let What::Mount { prefix, target, name } = &fact.what {
                    if target == CONTROLLERS {
                        controllers.push(Mounted { file, prefix });
                        continue;
                    }
                    let is_path = target.starts_with('.') || target.contains('/') || target.contains('.');
                    let Some(mounted) = (if is_path { resolve(&by_path, &file.path, target) } else { Some(file) })
                    else {
                        continue;
                    };
                    let router = if is_path { name.as_str() } else { target.as_str() };
                    by_target.entry((mounted.path.as_str(), router)).or_default().push(Mounted { file, prefix });
                }
            }
        }
        Mounts { by_target, by_path, controllers }
    }

    /// Every prefix under which the routes of `router` of `file` are served; one empty prefix where none is known.
    fn prefixes(&self, file: &'a FileRead, router: &str) -> Vec<String> {
        let mut out = BTreeSet::new();
        if router.is_empty() {
            return vec![String::new()];
        }
        let mut left = CLIMBS;
        if router == CONTROLLERS {
            // Of several applications the one that the file is nearest to.
            let shared = |mounted: &&Mounted<'_>| {
                mounted.file.path.bytes().zip(file.path.bytes()).take_while(|(a, b)| a == b).count()
            };
            let nearest = self.controllers.iter().take(NAMESAKES).max_by_key(shared);
            return vec![nearest.map_or(String::new(), |mounted| join(mounted.prefix, ""))];
        }
        self.climb(file, router, String::new(), 0, &mut left, &mut out);
        if out.is_empty() {
            out.insert(String::new());
        }
        out.into_iter().collect()
    }

    fn climb(
        &self,
        file: &'a FileRead,
        router: &str,
        below: String,
        depth: usize,
        left: &mut usize,
        out: &mut BTreeSet<String>,
    ) {
        // A default export has no name where it is mounted.
        let here =
            self.by_target.get(&(file.path.as_str(), router)).or_else(|| self.by_target.get(&(file.path.as_str(), "")));
        let Some(here) = here.filter(|_| depth < MOUNTS && out.len() < 16) else {
            if depth > 0 {
                out.insert(below);
            }
            return;
        };
        for mounted in here {
            let Some(less) = left.checked_sub(1) else { return };
            *left = less;
            let prefix = join(mounted.prefix, &below);
            let same = mounted.file.path == file.path;
            if same || !self.by_path.contains_key(mounted.file.path.as_str()) {
                out.insert(prefix);
            } else {
                self.climb(mounted.file, "", prefix, depth + 1, left, out);
            }
        }
    }
}

/// The file that a module specifier means, seen from the file that imports it.
fn resolve<'a>(by_path: &HashMap<&'a str, &'a FileRead>, from: &str, target: &str) -> Option<&'a FileRead> {
    let candidates = |base: &str| -> Option<&'a FileRead> {
        let stem = base.strip_suffix(".js").or_else(|| base.strip_suffix(".mjs")).unwrap_or(base);
        let extensions = [
            ".js",
            ".ts",
            ".mjs",
            ".cjs",
            ".jsx",
            ".tsx",
            ".py",
            ".dart",
            ".rs",
            "/index.js",
            "/index.ts",
            "/__init__.py",
            "/mod.rs",
        ];
        by_path
            .get(base)
            .copied()
            .or_else(|| extensions.iter().find_map(|e| by_path.get(format!("{stem}{e}").as_str()).copied()))
    };
    if target.starts_with("./") || target.starts_with("../") {
        return candidates(&relative(path::folder(from), target)?);
    }
    // An alias of the project's own sources: `@/routes/orders`, `~/routes/orders`, `src/routes/orders`.
    let aliased = ["@/", "~/", "#/", "src/"].iter().find_map(|alias| target.strip_prefix(alias));
    if let Some(rest) = aliased {
        let mut folder = path::folder(from);
        loop {
            let found =
                candidates(&join_path(folder, &format!("src/{rest}"))).or_else(|| candidates(&join_path(folder, rest)));
            if found.is_some() || folder.is_empty() {
                return found;
            }
            folder = path::folder(folder);
        }
    }
    // A dotted Python module, absolute or relative to its package.
    let dotted = target.trim_start_matches('.').replace('.', "/");
    let up = target.len() - target.trim_start_matches('.').len();
    let mut folder = path::folder(from);
    if up > 0 {
        for _ in 1..up {
            folder = path::folder(folder);
        }
        return candidates(&join_path(folder, &dotted));
    }
    loop {
        if let Some(found) = candidates(&join_path(folder, &dotted)) {
            return Some(found);
        }
        if folder.is_empty() {
            return None;
        }
        folder = path::folder(folder);
    }
}

fn join_path(folder: &str, rest: &str) -> String {
    if folder.is_empty() { rest.into() } else { format!("{folder}/{rest}") }
}

fn relative(folder: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_others_call_is_an_endpoint() {
        for (path, method, expected) in [
            ("/api/stripe/webhook", "POST", Some(Direction::Incoming)),
            ("/payments-webhook", "POST", Some(Direction::Incoming)),
            ("/api/cron/cleanup", "GET", Some(Direction::Incoming)),
            ("/login-callback/{provider}", "GET", Some(Direction::Callback)),
            ("/auth/callback", "GET", Some(Direction::Callback)),
            ("/donate/success", "GET", Some(Direction::Callback)),
            ("/verify-email", "GET", Some(Direction::Callback)),
            ("/slack/events", "POST", Some(Direction::Incoming)),
            ("/api/inngest", "PUT", None),
            ("/api/inngest", "POST", Some(Direction::Incoming)),
            ("/shop/events", "POST", None),
            ("/web-hook/orders", "POST", Some(Direction::Incoming)),
            ("/generate-hooks", "POST", None),
            ("/webhooks/:id/retry", "POST", None),
            ("/api/admin/webhooks", "GET", None),
            ("/api/admin/cron/cleanup", "POST", Some(Direction::Incoming)),
            ("/api/users", "POST", None),
            ("/confirm", "POST", None),
        ] {
            assert_eq!(direction(path, method, false), expected, "{path}");
        }
    }
}
