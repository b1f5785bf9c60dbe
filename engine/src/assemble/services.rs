//! Which services the facts speak for, how strongly, and through which clients.

use super::{FileRead, hosts, own::Own, versions::Versions};
use crate::audit::{Category, Client, Ecosystem, Evidence, EvidenceKind, Service, Status, Strength};
use crate::catalog;
use crate::facts::{Fact, Scope, Usage, What};
use crate::order::{Arrange, Gather};
use crate::path::{self, Role};
use crate::url;
use std::collections::{BTreeMap, BTreeSet};

/// Most implementation files that a service lists.
const IMPLEMENTATION_FILES: usize = 12;

/// A dependency on a client, before its version is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// The package's registry.
    pub ecosystem: Ecosystem,
    /// The package.
    pub name: String,
    /// What the manifest asks for.
    pub requirement: String,
    /// The manifest.
    pub manifest: String,
}

/// A piece of evidence with what decides its service's status.
#[derive(Debug, Clone)]
pub struct Seen {
    /// As the audit shows it.
    pub evidence: Evidence,
    /// The part that its file plays.
    pub role: Role,
    /// Whether it stands for development only, as a development dependency does.
    pub dev: bool,
    /// Whether it only names the service: a link, a comment.
    pub mention: bool,
}

/// A service being put together.
#[derive(Debug, Default)]
pub struct Draft {
    /// Its catalog entry, if it has one.
    pub entry: Option<&'static catalog::Service>,
    /// Its name.
    pub name: String,
    /// Other names.
    pub aliases: BTreeSet<String>,
    /// Its clients.
    pub asked: BTreeSet<Asked>,
    /// Its variables.
    pub env: BTreeSet<String>,
    /// Its hosts.
    pub hosts: BTreeSet<String>,
    /// Its images, with tags.
    pub images: BTreeSet<String>,
    /// Its packages that product code imports.
    pub imported: BTreeSet<(Ecosystem, String)>,
    /// What speaks for it.
    pub seen: Vec<Seen>,
}

impl Draft {
    /// How far the code goes with it.
    pub fn status(&self) -> Status {
        let strong =
            |role| self.seen.iter().any(|s| s.evidence.strength == Strength::Strong && s.role == role && !s.dev);
        let declared = self.seen.iter().any(|s| s.role == Role::Product && !s.dev && !s.mention);
        let dev = self.seen.iter().any(|s| !s.mention && s.role != Role::Docs);
        if strong(Role::Product) {
            Status::Used
        } else if declared {
            Status::Declared
        } else if dev {
            Status::DevOnly
        } else {
            Status::Mentioned
        }
    }
}

/// Services being put together.
#[derive(Debug, Default)]
pub struct Drafts {
    /// By id.
    pub all: BTreeMap<String, Draft>,
    /// Clouds and suites that only showed by what their parts share (an SDK's core, credentials), each with those parts.
    pub absorbed: BTreeMap<&'static str, Vec<String>>,
}

impl Drafts {
    /// The draft of a catalog service, made where there is none yet.
    pub fn of(&mut self, entry: &'static catalog::Service) -> &mut Draft {
        let draft = self.all.entry(entry.id.to_owned()).or_default();
        draft.entry = Some(entry);
        draft
    }

    /// The finished services, by id.
    pub fn finish(self, versions: &Versions) -> Vec<Service> {
        self.all.into_iter().map(|(id, draft)| finish(id, draft, versions)).collect()
    }
}

fn finish(id: String, mut draft: Draft, versions: &Versions) -> Service {
    let status = draft.status();
    let implementation = implementation(&draft.seen);
    // No manifest asks for any: what is imported is all that is known of its clients.
    if draft.asked.is_empty() {
        draft.asked.extend(draft.imported.iter().map(|(ecosystem, name)| Asked {
            ecosystem: *ecosystem,
            name: name.clone(),
            requirement: String::new(),
            manifest: String::new(),
        }));
    }
    // The types of a client are no client beside it.
    let named: BTreeSet<String> = draft.asked.iter().map(|asked| asked.name.clone()).gathered();
    let clients = draft
        .asked
        .into_iter()
        .filter(|asked| !asked.name.strip_prefix("@types/").is_some_and(|base| named.contains(base)))
        .map(|asked| {
            let version = versions.of(&asked);
            Client {
                ecosystem: asked.ecosystem.word().into(),
                name: asked.name,
                requirement: asked.requirement,
                version,
                manifest: asked.manifest,
            }
        })
        .collect();
    let mut evidence: Vec<Evidence> = draft.seen.into_iter().map(|s| s.evidence).collect();
    evidence.arrange_by(|a, b| {
        (a.strength, a.kind, &a.path, a.line, &a.matched).cmp(&(b.strength, b.kind, &b.path, b.line, &b.matched))
    });
    evidence.dedup_by(|a, b| a.kind == b.kind && a.path == b.path && a.line == b.line && a.matched == b.matched);
    let category = draft.entry.map_or(Category::Other, |entry| entry.category);
    Service {
        id,
        name: draft.entry.map_or(draft.name, |entry| entry.name.into()),
        aliases: match draft.entry {
            Some(entry) => entry.aliases.iter().map(|&a| a.into()).collect(),
            None => draft.aliases.into_iter().collect(),
        },
        category,
        section: draft.entry.map_or(category.section(), |entry| entry.section).into(),
        status,
        clients,
        env: draft.env.into_iter().collect(),
        hosts: draft.hosts.into_iter().collect(),
        images: draft.images.into_iter().collect(),
        implementation,
        evidence,
        ..Service::default()
    }
}

/// The product files that use the service, those with the most telling evidence first, and scripts that people run by hand
/// last.
fn implementation(seen: &[Seen]) -> Vec<String> {
    let mut kinds: BTreeMap<&str, BTreeMap<EvidenceKind, u32>> = BTreeMap::new();
    for s in seen.iter().filter(|s| s.role == Role::Product && !s.mention && !path::is_dotenv(&s.evidence.path)) {
        *kinds.entry(&s.evidence.path).or_default().entry(s.evidence.kind).or_default() += 1;
    }
    let weight = |kinds: &BTreeMap<EvidenceKind, u32>| -> u32 {
        let points = kinds.iter().map(|(kind, times)| {
            let points = match kind {
                EvidenceKind::Import | EvidenceKind::Call => 8,
                EvidenceKind::Host | EvidenceKind::Command | EvidenceKind::ScriptTag => 4,
                EvidenceKind::EnvRead | EvidenceKind::Workflow | EvidenceKind::Config | EvidenceKind::Image => 2,
                _ => 0,
            };
            // Once more where it is seen again; more often says nothing more.
            if points > 0 { points + u32::from(*times > 1) } else { 0 }
        });
        points.sum()
    };
    let mut files: Vec<(bool, u32, &str)> = kinds
        .iter()
        .map(|(path, kinds)| (path::is_by_hand(path), weight(kinds), *path))
        .filter(|(_, weight, _)| *weight > 0)
        .collect();
    files.arrange_by(|a, b| a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(a.2.cmp(b.2)));
    files.into_iter().take(IMPLEMENTATION_FILES).map(|(_, _, path)| path.to_owned()).collect()
}

/// Whether code must import a client of this service to use it. Where it need not, a dependency counts as use: frameworks
/// of Java, .NET, PHP, Ruby and Elixir wire drivers, agents and sign-in up by configuration, and code names none of them;
/// and of other clients the catalog may not know how code names them.
fn must_be_imported(ecosystem: Ecosystem, entry: &catalog::Service) -> bool {
    use Category as C;
    match ecosystem {
        Ecosystem::Npm
        | Ecosystem::Jsr
        | Ecosystem::Pypi
        | Ecosystem::Go
        | Ecosystem::Pub
        | Ecosystem::Cargo
        | Ecosystem::Cran => true,
        Ecosystem::Swift | Ecosystem::Cocoapods => false,
        _ => {
            let wired = matches!(
                entry.category,
                C::Auth
                    | C::Cache
                    | C::Database
                    | C::Email
                    | C::ErrorTracking
                    | C::FeatureFlags
                    | C::Logging
                    | C::Monitoring
                    | C::Queue
                    | C::Search
                    | C::Secrets
                    | C::Storage
            );
            !wired && entry.named_in.contains(&ecosystem)
        }
    }
}

/// How one fact speaks for a service.
struct Reading {
    kind: EvidenceKind,
    strong: bool,
    dev: bool,
    mention: bool,
}

impl Reading {
    fn strong(kind: EvidenceKind) -> Self {
        Reading { kind, strong: true, dev: false, mention: false }
    }

    fn weak(kind: EvidenceKind) -> Self {
        Reading { kind, strong: false, dev: false, mention: false }
    }

    fn mention() -> Self {
        Reading { kind: EvidenceKind::Mention, strong: false, dev: false, mention: true }
    }
}

/// Puts the services together from all facts. `title` is the code base's name, by which its own hosts are known.
pub fn gather(files: &[FileRead], title: &str) -> Drafts {
    let mut drafts = Drafts::default();
    let own = own_domains(files, title);
    let modules = Own::new(files);
    let pages = is_on_pages(files);
    for file in files.iter().filter(|file| !path::is_instruction(&file.path)) {
        let stock = path::is_stock_settings(&file.path);
        for fact in &file.facts {
            if let Some((entry, mut reading)) = catalogued(fact, file.role) {
                if let What::Import { ecosystem, module } | What::Call { ecosystem, module, .. } = &fact.what
                    && modules.holds(&file.path, *ecosystem, module, entry)
                {
                    continue;
                }
                if is_elsewhere(fact) || pages && is_pages(fact) {
                    continue;
                }
                reading.strong &= !(stock && is_offered(fact, &file.path));
                let draft = drafts.of(entry);
                note(draft, fact, file.role, &reading);
                add(draft, file, fact, reading);
            } else if let What::Host { host, usage, .. } = &fact.what {
                unknown_host(&mut drafts, file, fact, host, *usage, &own);
            }
        }
    }
    drafts
}

/// Whether a command speaks to another vendor's store in Amazon's way: `aws s3 sync DIR s3://NAME --endpoint-url https://…`.
fn is_elsewhere(fact: &Fact) -> bool {
    match &fact.what {
        What::Command { program } => program == "aws" && fact.excerpt.contains("--endpoint-url"),
        What::Scheme { scheme } => scheme == "s3" && fact.excerpt.contains("--endpoint-url"),
        _ => false,
    }
}

/// Whether a file is one that Netlify and Cloudflare Pages both read, `_headers` or `_redirects`.
fn is_pages(fact: &Fact) -> bool {
    matches!(&fact.what, What::Config { key } if key == "netlify:redirects")
}

/// Whether such files are meant for Cloudflare: there are settings for it, and none for Netlify.
fn is_on_pages(files: &[FileRead]) -> bool {
    let has = |start: &str| {
        files.iter().flat_map(|file| &file.facts).any(|fact| match &fact.what {
            What::Config { key } => key.starts_with(start) && !is_pages(fact),
            _ => false,
        })
    };
    has("wrangler") && !has("netlify")
}

/// Prefixes of variables in Laravel's `config/services.php` as it is delivered.
const OFFERED: &[&str] = &["AWS_", "MAILGUN_", "POSTMARK_", "RESEND_", "SES_", "SLACK_", "SPARKPOST_", "STRIPE_"];

/// Whether a framework's own settings file shows the fact to everyone: it offers each of its drivers, and proves the use
/// of none.
fn is_offered(fact: &Fact, path: &str) -> bool {
    match &fact.what {
        What::EnvRead { name, .. } => {
            path::name(path) != "services.php" || OFFERED.iter().any(|start| name.starts_with(start))
        }
        What::Host { .. } | What::Scheme { .. } => true,
        _ => false,
    }
}

/// The registered domains that look like the code base's own: see [`hosts::own`].
fn own_domains<'a>(files: &'a [FileRead], title: &str) -> BTreeSet<&'a str> {
    let hosts = files.iter().flat_map(|file| &file.facts).filter_map(|fact| match &fact.what {
        What::Host { host, .. } => Some(host.as_str()),
        _ => None,
    });
    let mut own: BTreeSet<&str> =
        hosts.clone().filter(|host| hosts::own(host, title)).map(hosts::registered).gathered();
    own.extend(files.iter().filter(|file| file.role != Role::Docs).flat_map(|file| &file.facts).filter_map(|fact| {
        match &fact.what {
            What::Host { host, usage, .. } if *usage != Usage::Mention => {
                hosts::is_own_setting(&fact.excerpt, &fact.matched).then(|| hosts::registered(host))
            }
            _ => None,
        }
    }));
    // A name that is its own under one top-level domain is so under all.
    let label = |domain: &'a str| domain.split('.').next().filter(|label| label.len() > 4);
    let labels: BTreeSet<&str> = own.iter().filter_map(|domain| label(domain)).gathered();
    hosts
        .map(hosts::registered)
        .filter(|domain| own.contains(domain) || label(domain).is_some_and(|label| labels.contains(label)))
        .collect()
}

/// Keeps what a fact names beside being evidence.
fn note(draft: &mut Draft, fact: &Fact, role: Role, reading: &Reading) {
    match &fact.what {
        // The vendor's page is no way to the service, and what tests call may be made up.
        What::Host { host, .. }
            if matches!(role, Role::Product | Role::Tool)
                && (!reading.mention || catalog::host(host, "").is_some_and(|found| !found.link)) =>
        {
            draft.hosts.insert(host.clone());
        }
        What::Image { name, tag, .. } => {
            draft.images.insert(if tag.is_empty() { name.clone() } else { format!("{name}:{tag}") });
        }
        _ => {}
    }
}

fn add(draft: &mut Draft, file: &FileRead, fact: &Fact, reading: Reading) {
    if let What::Dependency { ecosystem, name, requirement, .. } = &fact.what {
        draft.asked.insert(Asked {
            ecosystem: *ecosystem,
            name: name.clone(),
            requirement: requirement.clone(),
            manifest: file.path.clone(),
        });
    }
    if let (What::Import { ecosystem: Ecosystem::Npm, module }, Role::Product) = (&fact.what, file.role) {
        let name = package(module);
        if !name.is_empty() {
            draft.imported.insert((Ecosystem::Npm, name.to_owned()));
        }
    }
    let mention = reading.mention || file.role == Role::Docs;
    draft.seen.push(Seen {
        evidence: Evidence {
            kind: if mention { EvidenceKind::Mention } else { reading.kind },
            path: file.path.clone(),
            line: fact.line,
            strength: if reading.strong && !mention { Strength::Strong } else { Strength::Weak },
            excerpt: fact.excerpt.clone(),
            matched: fact.matched.clone(),
        },
        role: file.role,
        dev: reading.dev,
        mention,
    });
}

/// The npm package of a module: `@scope/name` of `@scope/name/part`; none for an address or a module of the platform.
fn package(module: &str) -> &str {
    if module.contains(':') {
        return "";
    }
    let slash = if module.starts_with('@') { 1 } else { 0 };
    let end = module.match_indices('/').nth(slash).map_or(module.len(), |(at, _)| at);
    &module[..end]
}

/// The catalog's service that a fact speaks for, and how.
fn catalogued(fact: &Fact, role: Role) -> Option<(&'static catalog::Service, Reading)> {
    use EvidenceKind as Kind;
    Some(match &fact.what {
        What::Dependency { ecosystem, name, scope, .. } => {
            let entry = catalog::package(*ecosystem, name)?;
            let unseen = !must_be_imported(*ecosystem, entry) && *scope == Scope::Product;
            let dev = *scope == Scope::Dev;
            (entry, Reading { kind: Kind::Dependency, strong: unseen, dev, mention: false })
        }
        What::Import { ecosystem, module } => (catalog::import(*ecosystem, module)?, Reading::strong(Kind::Import)),
        What::Call { ecosystem, module, member, argument } => {
            (catalog::call(*ecosystem, module, member, argument)?, Reading::strong(Kind::Call))
        }
        What::EnvRead { name, .. } | What::EnvDeclared { name, .. } if is_anybodys(name) => return None,
        What::EnvRead { name, .. } => {
            let entry = catalog::env(name)?;
            (entry, if connects(name) { Reading::strong(Kind::EnvRead) } else { Reading::weak(Kind::EnvRead) })
        }
        What::EnvDeclared { name, .. } => (catalog::env(name)?, Reading::weak(Kind::EnvDeclared)),
        What::Host { host, url, usage } => {
            let path = url.split_once("://").and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..])).unwrap_or("");
            let found = catalog::host(host, path)?;
            let reading = match usage {
                _ if found.link && !(*usage == Usage::Call && hosts::is_api(host, url)) => Reading::mention(),
                Usage::Call | Usage::Value => Reading::strong(Kind::Host),
                Usage::Load => Reading::strong(Kind::ScriptTag),
                Usage::Allowed => Reading::weak(Kind::Host),
                Usage::Link | Usage::Mention => Reading::mention(),
            };
            (found.service, reading)
        }
        What::Scheme { scheme } => {
            let entry = catalog::scheme(scheme)?;
            (entry, if role == Role::Product { Reading::strong(Kind::Host) } else { Reading::weak(Kind::Host) })
        }
        What::Image { name, .. } => (catalog::image(name)?, Reading::strong(Kind::Image)),
        What::Action { name, .. } => (catalog::action(name)?, Reading::strong(Kind::Workflow)),
        What::Config { key } => {
            let entry = catalog::config(key)?;
            let kind = if key == "github-workflow" { Kind::Workflow } else { Kind::Config };
            (entry, Reading::strong(kind))
        }
        What::Command { program } => (catalog::command(program)?, Reading::strong(Kind::Command)),
        What::Check { by, .. } => (catalog::check(by)?, Reading::strong(Kind::Call)),
        What::Locked { .. }
        | What::Route(_)
        | What::Mount { .. }
        | What::Handler { .. }
        | What::Return { .. }
        | What::Event { .. }
        | What::Constant { .. }
        | What::Store { .. }
        | What::Risk { .. } => {
            return None;
        }
    })
}

/// Words in a variable's name by which it names a place to connect to or what opens it, sorted. A variable without one
/// tunes something, and its prefix alone proves no service.
const CONNECTING: &[&str] = &[
    "ACCOUNT",
    "ADDR",
    "ADDRESS",
    "APIKEY",
    "APP",
    "AUTH",
    "AUTHTOKEN",
    "BUCKET",
    "CERT",
    "CLIENT",
    "CLOUD",
    "CONN",
    "CONNECTION",
    "CREDENTIALS",
    "DATABASE",
    "DB",
    "DOMAIN",
    "DSN",
    "EMAIL",
    "ENDPOINT",
    "FROM",
    "HOST",
    "HOSTNAME",
    "HOSTS",
    "ID",
    "KEY",
    "KEYS",
    "LOGIN",
    "NAME",
    "ORG",
    "PASS",
    "PASSWD",
    "PASSWORD",
    "PAT",
    "PORT",
    "PROJECT",
    "PWD",
    "REGION",
    "SECRET",
    "SERVER",
    "SID",
    "TOKEN",
    "URI",
    "URL",
    "URLS",
    "USER",
    "USERNAME",
    "WEBHOOK",
];

/// Words by which services go and with which anybody's variables begin. Sorted.
const COMMON: &[&str] = &[
    "ALLOY",
    "AMPLIFY",
    "AURORA",
    "AXIOM",
    "BLAND",
    "BONSAI",
    "CANNY",
    "CASTLE",
    "CHIME",
    "CIRCLE",
    "CIVIC",
    "CONVOY",
    "COPPER",
    "COURIER",
    "CRISP",
    "DEFENDER",
    "DRONE",
    "DUNE",
    "DYNAMICS",
    "ELASTIC",
    "ELECTRIC",
    "EVOLUTION",
    "EXCHANGE",
    "FLAGSHIP",
    "GHOST",
    "GREENHOUSE",
    "HARBOR",
    "LINEAR",
    "LOOM",
    "LOOPS",
    "MESSENGER",
    "META",
    "MODAL",
    "MONDAY",
    "NEXUS",
    "NOMAD",
    "PERMIT",
    "PERSONA",
    "PERSPECTIVE",
    "PLANE",
    "PULSAR",
    "RIOT",
    "SAGE",
    "SANITY",
    "SHEETS",
    "SMARTY",
    "SONAR",
    "SPACES",
    "SPANNER",
    "SQUARE",
    "STABILITY",
    "STEAM",
    "STELLAR",
    "SWISH",
    "SYNAPSE",
    "TALLY",
    "TELLER",
    "TENOR",
    "TOGETHER",
    "TOSS",
    "TRANSMISSION",
    "TURN",
    "TWENTY",
    "VAULT",
    "VENICE",
    "VERTEX",
    "VPS",
    "WHOOP",
    "ZERO",
    "ZOOM",
];

/// Whether a variable says nothing of the service by whose name it begins: it tells which release of a program is fetched
/// or tested, `REDIS_VERSION`, or begins with a word that all use and connects to nothing, `ZOOM_LEVEL`.
fn is_anybodys(name: &str) -> bool {
    let release = name.ends_with("_VERSION") && !name.ends_with("_API_VERSION");
    let (first, rest) = catalog::env_stem(name).split_once('_').unwrap_or_default();
    release || COMMON.binary_search(&first).is_ok() && !connects(rest) && !catalog::is_env(name)
}

/// Whether a variable's name says that it connects to something.
pub fn connects(name: &str) -> bool {
    let squeezed = ["HOST", "URL", "URI", "USER", "PASSWORD", "PORT", "KEY", "TOKEN"];
    name.split('_')
        .any(|word| CONNECTING.binary_search(&word).is_ok() || squeezed.iter().any(|end| word.ends_with(end)))
}

/// A host that nobody in the catalog owns becomes a service named by its domain, where code calls, loads or configures it.
fn unknown_host(drafts: &mut Drafts, file: &FileRead, fact: &Fact, host: &str, usage: Usage, own: &BTreeSet<&str>) {
    let address = url::is_address(host) && !url::is_public_address(host) || host.contains(':');
    // Documents name what they like, and tests make hosts up: `https://evil.example`.
    let made_up = matches!(file.role, Role::Docs | Role::Test);
    if made_up || address || matches!(usage, Usage::Link | Usage::Mention | Usage::Allowed) {
        return;
    }
    let domain = hosts::registered(host);
    let url = match &fact.what {
        What::Host { url, .. } => url.as_str(),
        _ => "",
    };
    if hosts::is_mailbox(host, url) {
        return;
    }
    let reading = match usage {
        _ if own.contains(domain) || hosts::is_download(url, &fact.excerpt) => Reading::mention(),
        Usage::Call => Reading::strong(EvidenceKind::Host),
        Usage::Value if hosts::is_api(host, url) => Reading::strong(EvidenceKind::Host),
        // A picture that a page shows is content; a script, a style or a frame is a part of the page.
        Usage::Load if hosts::is_part(url) => Reading::strong(EvidenceKind::ScriptTag),
        _ => Reading::mention(),
    };
    let draft = drafts.all.entry(format!("host:{domain}")).or_default();
    draft.name = domain.to_owned();
    draft.aliases.insert(host.to_owned());
    if let Some(label) = domain.split('.').next().filter(|_| !url::is_address(host)) {
        draft.aliases.insert(label.to_owned());
    }
    draft.aliases.remove(domain);
    draft.hosts.insert(host.to_owned());
    add(draft, file, fact, reading);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_that_connect() {
        assert!(COMMON.is_sorted() && CONNECTING.is_sorted());
        assert!(connects("STRIPE_SECRET_KEY") && connects("PGHOST") && connects("SENTRY_DSN"));
        assert!(!connects("REDIS_CACHE_TTL") && !connects("SENTRY_TRACES_SAMPLE_RATE"));
    }

    #[test]
    fn packages_of_modules() {
        assert_eq!((package("stripe"), package("stripe/lib/x"), package("@a/b/c")), ("stripe", "stripe", "@a/b"));
        assert_eq!((package("node:fs"), package("https://esm.sh/stripe"), package("@a")), ("", "", "@a"));
    }

    #[test]
    fn scripts_and_settings_come_last() {
        let seen = |path: &str, kind| Seen {
            evidence: Evidence {
                kind,
                path: path.into(),
                line: 1,
                strength: Strength::Strong,
                excerpt: String::new(),
                matched: String::new(),
            },
            role: Role::Product,
            dev: false,
            mention: false,
        };
        let all = [
            seen("scripts/fill.js", EvidenceKind::Import),
            seen("scripts/fill.js", EvidenceKind::EnvRead),
            seen("config/env.js", EvidenceKind::EnvRead),
            seen("config/db.js", EvidenceKind::Import),
            seen(".env.example", EvidenceKind::Host),
        ];
        assert_eq!(implementation(&all), ["config/db.js", "config/env.js", "scripts/fill.js"]);
    }
}
