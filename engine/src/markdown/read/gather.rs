//! The single things that a text names, taken into the audit: as claims with their place, and as fields of the service
//! that they are said of.

use super::super::inline::{self, Context, Thing, What};
use super::statuses::{self, Stance};
use super::walk::{Topic, Walk};
use crate::audit::{Category, ClaimKind, Ecosystem, Status, Store};
use crate::catalog;
use crate::order::Arrange;
use crate::url;
use std::collections::HashSet;
use std::ops::Range;

/// What a text named.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Services, and what the text says of each.
    pub services: Vec<(usize, Stance)>,
    /// Variables, each once.
    pub envs: Vec<String>,
    /// The ids whose protocol the services of these variables speak.
    spoken: HashSet<&'static str>,
    /// Variables and where each is named in the document.
    pub env_places: Vec<(String, Range<usize>)>,
    /// Routes: method and path.
    pub routes: Vec<(String, String)>,
    /// Addresses.
    pub urls: Vec<String>,
    /// The paths of addresses on the code's own machine.
    pub local_paths: Vec<String>,
    /// Files.
    pub paths: Vec<String>,
    /// Events.
    pub events: Vec<String>,
    /// What the audit's fields hold of the text, from the text's start.
    pub covered: Vec<Range<usize>>,
}

/// Ecosystem words in brackets, and the like, which say nothing beside a package.
const BESIDE_PACKAGES: &[&str] =
    &["npm", "pypi", "go", "cargo", "pub", "composer", "gem", "nuget", "maven", "hex", "swift", "cocoapods"];

/// Most variables of one text that are told from each other.
const ENVS: usize = 256;

impl Walk<'_> {
    /// Takes what a range of the document names. `own` says that the range is a service's own name, whose sighting was
    /// taken already.
    pub fn gather(&mut self, at: usize, range: Range<usize>, context: Context, own: bool) -> Gathered {
        let text = self.words(range.clone());
        let mut out = Gathered::default();
        let owners = self.owners();
        let mut speaker: Option<usize> = None;
        let mut written = 0..0;
        let mut package: Option<(String, Option<&'static str>, Vec<usize>)> = None;
        let line = self.pieces.get(at).map_or(1, |piece| piece.line);
        for Thing { what, start, end, denied, .. } in inline::things(text, context) {
            let place = range.start + start..range.start + end;
            let stance = match what {
                What::Service(_)
                | What::Symbol(_)
                | What::Path(_)
                | What::Env(_)
                | What::Package(..)
                | What::Image(..)
                | What::Host(..) => statuses::stance(text, start..end),
                _ => Stance::Said,
            };
            let stance = if denied { Stance::Denied } else { stance };
            let denied = stance == Stance::Denied;
            if !matches!(what, What::Version(_)) {
                package = None;
            }
            match what {
                What::Service(id) => {
                    let Some(entry) = catalog::by_id(id).map(super::services::provider) else { continue };
                    let id = entry.id;
                    if own {
                        out.covered.push(start..end);
                        continue;
                    }
                    if denied {
                        self.claim(ClaimKind::Absent, id, "", id, place);
                        continue;
                    }
                    // What speaks a service's protocol is named with it: "S3-compatible", "S3 bucket" of another store.
                    if context != Context::Services && owners.iter().any(|owner| self.speaks(*owner, id))
                        || out.spoken.contains(id)
                    {
                        continue;
                    }
                    // A tool that tests run is nothing that the code plugs into.
                    let idle = stance == Stance::Status(Status::DevOnly) || statuses::speaks_of_tests(text, start..end);
                    if entry.category == Category::Other && idle {
                        continue;
                    }
                    let service = self.services.known(entry);
                    speaker = Some(service);
                    written = start..end;
                    if !out.services.iter().any(|(known, _)| *known == service) {
                        out.services.push((service, stance));
                    }
                    if !owners.contains(&service) {
                        self.mention(at, service, stance, place);
                    }
                }
                What::Package(name, ecosystem) => {
                    if denied {
                        continue;
                    }
                    out.covered.push(start..end);
                    let mut speakers = self.speakers(&owners, &out.services, |entry| {
                        Ecosystem::ALL
                            .iter()
                            .any(|eco| catalog::package(*eco, &name).is_some_and(|found| found.id == entry))
                    });
                    // A package that stands for itself names its service, and so does one that stands in for another's.
                    if (speakers.is_empty() || context == Context::Services)
                        && let Some(entry) = package_of(&name, ecosystem, &self.services.order)
                    {
                        let service = self.services.known(entry);
                        if !out.services.iter().any(|(known, _)| *known == service) {
                            out.services.push((service, stance));
                        }
                        if !owners.contains(&service) {
                            self.mention(at, service, stance, place.clone());
                        }
                        speakers = vec![service];
                    }
                    for service in &speakers {
                        self.services.client(*service, &name, ecosystem, None);
                    }
                    let id = speakers.first().map_or(String::new(), |at| self.services.id(*at).to_owned());
                    let registry = ecosystem
                        .map_or_else(|| super::services::registry_of(&name, &id, &self.services.order), str::to_owned);
                    let subject = if registry.is_empty() { name.clone() } else { format!("{registry}:{name}") };
                    self.claim(ClaimKind::Package, &subject, "", &id, place);
                    package = Some((name, ecosystem, speakers));
                }
                What::Version(version) => {
                    out.covered.push(start..end);
                    if let Some((name, ecosystem, speakers)) = &package {
                        for service in speakers {
                            self.services.client(*service, name, *ecosystem, Some(&version));
                        }
                        let id = speakers.first().map_or(String::new(), |at| self.services.id(*at).to_owned());
                        let registry = ecosystem.map_or_else(
                            || super::services::registry_of(name, &id, &self.services.order),
                            str::to_owned,
                        );
                        let subject = if registry.is_empty() { name.clone() } else { format!("{registry}:{name}") };
                        self.claim(ClaimKind::Version, &subject, &version, &id, place);
                    } else if let Some(service) = speaker.or_else(|| owners.first().copied().filter(|_| own)) {
                        let id = self.services.id(service).to_owned();
                        let name = text.get(written.clone()).unwrap_or("");
                        if own || self.services.is_called(service, name) {
                            self.services.attribute(service, "Version", &version);
                            self.claim(ClaimKind::Version, &id, &version, &id, place);
                        } else {
                            // `BullMQ 5` is Redis by another name: the version is that of a package.
                            let name = name.to_lowercase();
                            let registry = super::services::registry_of(&name, &id, &self.services.order);
                            if registry.is_empty() {
                                self.claim(ClaimKind::Version, &name, &version, &id, place);
                            } else {
                                self.services.client(service, &name, Some(&registry), Some(&version));
                                self.claim(ClaimKind::Version, &format!("{registry}:{name}"), &version, &id, place);
                            }
                        }
                    }
                }
                What::Env(name) => {
                    if denied {
                        continue;
                    }
                    out.covered.push(start..end);
                    self.variables.name(&name, line);
                    let stem = name.trim_end_matches('*');
                    let known = catalog::env(stem);
                    out.spoken.extend(known.into_iter().flat_map(|entry| entry.speaks));
                    let by_catalog = known.map(|entry| entry.id);
                    let speakers = self.speakers(&owners, &[], |entry| by_catalog == Some(entry));
                    for service in &speakers {
                        self.services.env(*service, &name);
                        let id = self.services.id(*service).to_owned();
                        self.variables.owner(&name, &id);
                    }
                    let id = speakers.first().map_or(String::new(), |at| self.services.id(*at).to_owned());
                    let required = self.frames.iter().rev().find_map(|frame| frame.required);
                    let value = if required == Some(false) { "optional" } else { "" };
                    self.claim(ClaimKind::Env, &name, value, &id, place.clone());
                    if out.envs.len() > ENVS || !out.envs.contains(&name) {
                        out.envs.push(name.clone());
                    }
                    out.env_places.push((name, place));
                }
                What::Path(path) => {
                    if denied {
                        continue;
                    }
                    out.covered.push(start..end);
                    if context == Context::Paths || is_source(&path) {
                        for service in &owners {
                            self.services.implementation(*service, &path);
                        }
                    }
                    let id = self.first_id(&owners);
                    if owners.is_empty()
                        && let Some(entry) = file_of(&path).or_else(|| module_of(&path))
                    {
                        let service = self.services.known(entry);
                        if !out.services.iter().any(|(known, _)| *known == service) {
                            out.services.push((service, stance));
                        }
                        self.mention(at, service, stance, place.clone());
                    }
                    self.claim(ClaimKind::Path, &path, "", &id, place);
                    out.paths.push(path);
                }
                What::Host(host, path) => {
                    out.covered.push(start..end);
                    let local = url::public_host(&host, &path).is_none();
                    if local {
                        if path.len() > 1 {
                            out.local_paths.push(path);
                        }
                        continue;
                    }
                    out.urls.push(text.get(start..end).unwrap_or("").to_owned());
                    let known = catalog::host(&host, &path);
                    if denied {
                        continue;
                    }
                    let speakers = self
                        .speakers(&owners, &out.services, |entry| known.is_some_and(|found| found.service.id == entry));
                    for service in &speakers {
                        self.services.host(*service, &host);
                    }
                    let mut id = self.first_id(&speakers);
                    if speakers.is_empty()
                        && let Some(found) = known.filter(|found| !found.link)
                    {
                        let service = self.services.known(found.service);
                        self.services.host(service, &host);
                        if !out.services.iter().any(|(seen, _)| *seen == service) {
                            out.services.push((service, stance));
                        }
                        self.mention(at, service, stance, place.clone());
                        found.service.id.clone_into(&mut id);
                    }
                    self.claim(ClaimKind::Host, &host, "", &id, place);
                }
                What::Endpoint(method, path) => {
                    out.covered.push(start..end);
                    let id = self.first_id(&owners);
                    let subject = if method.is_empty() { path.clone() } else { format!("{method} {path}") };
                    self.claim(ClaimKind::Endpoint, &subject, "", &id, place);
                    out.routes.push((method, path));
                }
                What::Event(event) => {
                    let id = self.first_id(&owners);
                    self.claim(ClaimKind::Event, &event, "", &id, place);
                    out.events.push(event);
                }
                What::Store(name) => {
                    out.covered.push(start..end);
                    let kind = self.store;
                    let id = self.first_id(&owners);
                    self.claim(ClaimKind::Table, &name, kind, &id, place);
                    self.stores.insert(Store { service: id, kind: kind.to_owned(), name, ..Store::default() });
                }
                What::Image(image, tag) => {
                    if denied {
                        continue;
                    }
                    out.covered.push(start..end);
                    let whole = if tag.is_empty() { image.clone() } else { format!("{image}:{tag}") };
                    let known = catalog::image(&image).map(|entry| entry.id);
                    let speakers = self.speakers(&owners, &out.services, |entry| known == Some(entry));
                    for service in &speakers {
                        self.services.image(*service, &whole);
                    }
                    let id = self.first_id(&speakers);
                    self.claim(ClaimKind::Image, &whole, "", &id, place);
                }
                What::Date(_) => {}
                What::Symbol(name) => {
                    // In a list of services, a package in code names its own; so does a media server's address.
                    let media =
                        ["stun:", "stuns:", "turn:", "turns:"].iter().find_map(|scheme| name.strip_prefix(scheme));
                    let entry = match media {
                        Some(rest) => catalog::host(rest.split([':', '?', '/']).next().unwrap_or(rest), "")
                            .map(|found| found.service),
                        None if context == Context::Services => package_of(&name, None, &self.services.order),
                        None => None,
                    };
                    if let Some(entry) = entry.filter(|_| stance != Stance::Denied) {
                        let service = self.services.known(entry);
                        if !out.services.iter().any(|(known, _)| *known == service) {
                            out.services.push((service, stance));
                        }
                        if !owners.contains(&service) {
                            self.mention(at, service, stance, place.clone());
                        }
                    }
                    let id = self.first_id(&owners);
                    self.claim(ClaimKind::Symbol, &name, "", &id, place);
                }
            }
        }
        for (at, _) in text.match_indices('(') {
            let inside = text.get(at + 1..).unwrap_or("");
            let word = BESIDE_PACKAGES
                .iter()
                .find(|word| inside.strip_prefix(**word).is_some_and(|rest| rest.starts_with(')')));
            out.covered.extend(word.map(|word| at..at + word.len() + 2));
        }
        out.covered.arrange_by_key(|range| range.start);
        out
    }

    /// Those of the services above a text that a thing in it is said of: those that know it, else all of them; where none
    /// stands above, the one that the text named last.
    fn speakers(&self, owners: &[usize], named: &[(usize, Stance)], knows: impl Fn(&str) -> bool) -> Vec<usize> {
        if owners.is_empty() {
            let knowing = named.iter().find(|(service, _)| knows(self.services.id(*service)));
            return knowing.or(named.last()).map(|(service, _)| *service).into_iter().collect();
        }
        let knowing: Vec<usize> = owners.iter().copied().filter(|owner| knows(self.services.id(*owner))).collect();
        if knowing.is_empty() { owners.to_vec() } else { knowing }
    }

    /// Whether a service speaks the protocol of another.
    fn speaks(&self, service: usize, id: &str) -> bool {
        catalog::by_id(self.services.id(service)).is_some_and(|entry| entry.speaks.contains(&id))
    }

    fn first_id(&self, services: &[usize]) -> String {
        services.first().map_or(String::new(), |at| self.services.id(*at).to_owned())
    }

    /// Notes that a text names a service in passing.
    pub fn mention(&mut self, at: usize, service: usize, stance: Stance, place: Range<usize>) {
        let status = match stance {
            Stance::Status(status) => status,
            _ => self
                .frames
                .iter()
                .rev()
                .filter(|frame| !matches!(frame.topic, Topic::Services(_)))
                .find_map(|frame| frame.status)
                .unwrap_or(Status::Used),
        };
        let first = self.services.is_new_claim(service);
        self.see(at, service, status, false);
        if first {
            let id = self.services.id(service).to_owned();
            let value = if status == Status::Used { "" } else { status.word() };
            self.claim(ClaimKind::Service, &id, value, &id, place);
        }
    }
}
/// Words beside things in code that say nothing of their own.
const BESIDE: &[&str] = &[
    "and",
    "configured",
    "env",
    "environment",
    "or",
    "package",
    "sdk",
    "through",
    "var",
    "variable",
    "variables",
    "vars",
    "via",
    "with",
];

/// Whether the things in a text are all that it says.
pub fn is_covered(text: &str, covered: &[Range<usize>]) -> bool {
    let mut at = 0;
    let mut left = String::new();
    for range in covered {
        left.push_str(text.get(at..range.start).unwrap_or(""));
        left.push(' ');
        at = range.end.max(at);
    }
    left.push_str(text.get(at..).unwrap_or(""));
    let mut words = left.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    !covered.is_empty() && words.all(|word| BESIDE.binary_search(&word.to_lowercase().as_str()).is_ok())
}

/// The service whose client a package is, by its name alone.
fn package_of(name: &str, ecosystem: Option<&str>, order: &[Ecosystem]) -> Option<&'static catalog::Service> {
    match ecosystem.and_then(Ecosystem::from_word) {
        Some(ecosystem) => catalog::package(ecosystem, name),
        None => {
            let registry = Ecosystem::from_word(&super::services::registry_of(name, "", order))?;
            catalog::package(registry, name)
        }
    }
}

/// Whether a path is one of source code, by its ending.
pub fn is_source(path: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "astro", "c", "cc", "cjs", "cpp", "cs", "dart", "ex", "exs", "go", "java", "js", "jsx", "kt", "mjs", "php",
        "py", "rb", "rs", "scala", "sh", "svelte", "swift", "ts", "tsx", "vue",
    ];
    ENDINGS.binary_search(&crate::path::extension(path).to_ascii_lowercase().as_str()).is_ok()
}

/// Files that tell a service by their name alone, and the service's id, sorted.
const FILES: &[(&str, &str)] = &[
    (".gitlab-ci.yml", "gitlab-ci"),
    ("compose.yaml", "docker"),
    ("compose.yml", "docker"),
    ("docker-compose.yaml", "docker"),
    ("docker-compose.yml", "docker"),
    ("dockerfile", "docker"),
    ("fly.toml", "fly-io"),
    ("jenkinsfile", "jenkins"),
    ("netlify.toml", "netlify"),
    ("railway.json", "railway"),
    ("railway.toml", "railway"),
    ("render.yaml", "render"),
    ("vercel.json", "vercel"),
    ("wrangler.jsonc", "cloudflare-workers"),
    ("wrangler.toml", "cloudflare-workers"),
];

/// The service that a file shows by its name.
fn file_of(path: &str) -> Option<&'static catalog::Service> {
    if path.contains(".github/workflows") {
        return catalog::by_id("github-actions");
    }
    let name = crate::path::name(path).to_ascii_lowercase();
    let at = FILES.binary_search_by_key(&name.as_str(), |row| row.0).ok()?;
    FILES.get(at).and_then(|row| catalog::by_id(row.1))
}

/// The service that a module's path is a part of: `next/font/google`.
fn module_of(path: &str) -> Option<&'static catalog::Service> {
    let is_module = path.starts_with(|c: char| c.is_ascii_lowercase() || c == '@')
        && path.contains('/')
        && !path.ends_with('/')
        && !crate::path::name(path).contains('.');
    is_module.then(|| catalog::package(Ecosystem::Npm, path)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_sorted_and_known() {
        assert!(FILES.is_sorted_by_key(|row| row.0));
        for (file, id) in FILES {
            assert_eq!(file_of(&format!("a/{file}")).map(|entry| entry.id), Some(*id), "{file}");
        }
        assert_eq!(file_of(".github/workflows/ci.yml").map(|entry| entry.id), Some("github-actions"));
        assert_eq!(file_of("src/main.rs"), None);
    }
}
