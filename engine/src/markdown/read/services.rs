//! The services that a document names, gathered as its lines are read.

use super::head::one_line;
use super::names;
use super::phrases::Phrases;
use crate::audit::{Attribute, Category, Client, Ecosystem, Evidence, EvidenceKind, Service, Status, Strength};
use crate::catalog;
use crate::order::Arrange;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Most places of one service that are kept as evidence. A document that names one more often says nothing new.
const PLACES: usize = 40;

/// The services found so far, each once.
#[derive(Debug, Default)]
pub struct Services {
    found: Vec<Found>,
    by_id: HashMap<String, usize>,
    /// The ecosystems, those first whose files the document names most.
    pub order: Vec<Ecosystem>,
    /// What a service already has, so that lists stay lists of different things.
    has: HashSet<(usize, &'static str, String)>,
    /// Where a service's client stands that no line gave a version yet.
    bare: HashMap<(usize, String), usize>,
}

#[derive(Debug, Default)]
struct Found {
    service: Service,
    /// The most wired status that a line of its own says, and that other lines say in passing.
    head: Option<Status>,
    mention: Option<Status>,
    /// The groups that list it, with its name as it is written there.
    groups: Vec<(String, String)>,
}

/// A line that names a service.
#[derive(Debug, Clone, Copy)]
pub struct Sighting<'a> {
    /// The document's name.
    pub document: &'a str,
    /// The line, from 1.
    pub line: u32,
    /// The block's text, shortened.
    pub excerpt: &'a str,
    /// How far along the line says that the service is.
    pub status: Status,
    /// Whether the line is the service's own, or names it in passing.
    pub own: bool,
}

impl Services {
    /// None yet, for a document with this text.
    pub fn of(text: &str) -> Self {
        Services { order: ecosystems(text), ..Services::default() }
    }

    /// The place of a service of the catalog.
    pub fn known(&mut self, entry: &'static catalog::Service) -> usize {
        let entry = provider(entry);
        if let Some(at) = self.by_id.get(entry.id) {
            return *at;
        }
        self.add(Service {
            id: entry.id.to_owned(),
            name: entry.name.to_owned(),
            aliases: entry.aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            category: entry.category,
            section: entry.section.to_owned(),
            ..Service::default()
        })
    }

    /// The place of a service that the catalog lacks.
    pub fn unknown(&mut self, name: &str, category: Option<Category>, section: &str) -> usize {
        let id = names::slug(name);
        if let Some(at) = self.by_id.get(&id) {
            return *at;
        }
        let category = category.unwrap_or_default();
        let section = if section.is_empty() { category.section() } else { section };
        self.add(Service { id, name: name.to_owned(), category, section: section.to_owned(), ..Service::default() })
    }

    fn add(&mut self, service: Service) -> usize {
        let at = self.found.len();
        self.by_id.insert(service.id.clone(), at);
        self.found.push(Found { service, ..Found::default() });
        at
    }

    /// The id of a service.
    pub fn id(&self, at: usize) -> &str {
        self.found.get(at).map_or("", |found| found.service.id.as_str())
    }

    /// Notes that a line names a service.
    pub fn see(&mut self, at: usize, sighting: Sighting<'_>) {
        let Some(found) = self.found.get_mut(at) else { return };
        let said = if sighting.own { &mut found.head } else { &mut found.mention };
        *said = Some(said.map_or(sighting.status, |before| before.min(sighting.status)));
        let evidence = &mut found.service.evidence;
        if evidence.len() < PLACES && evidence.last().is_none_or(|last| last.line != sighting.line) {
            evidence.push(Evidence {
                kind: EvidenceKind::Claim,
                path: sighting.document.to_owned(),
                line: sighting.line,
                strength: Strength::Weak,
                excerpt: sighting.excerpt.to_owned(),
                matched: String::new(),
            });
        }
    }

    /// The place of a service by its id.
    pub fn by_id(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// Whether a service goes by this name itself, rather than by that of something it comes with.
    pub fn is_called(&self, at: usize, name: &str) -> bool {
        let name = crate::catalog::fold(name);
        self.found.get(at).is_some_and(|found| {
            let own = crate::catalog::fold(&found.service.name);
            name.len() > 1
                && (own.contains(&name) || name.contains(&own) || crate::catalog::fold(&found.service.id) == name)
        })
    }

    /// Whether nothing says yet what a service is for.
    pub fn has_no_purpose(&self, at: usize) -> bool {
        self.found.get(at).is_none_or(|found| found.service.purpose.is_empty())
    }

    /// Whether no line named a service before.
    pub fn is_new_claim(&self, at: usize) -> bool {
        self.found.get(at).is_some_and(|found| found.head.is_none() && found.mention.is_none())
    }

    /// Takes a status from a line that says nothing else: "Status: planned".
    pub fn set_status(&mut self, at: usize, status: Status) {
        if let Some(found) = self.found.get_mut(at) {
            // A service that another line calls used stays so.
            found.head = Some(status);
        }
    }

    /// Notes the group that lists a service, and its name there.
    pub fn list(&mut self, at: usize, group: &str, name: &str) {
        if let Some(found) = self.found.get_mut(at)
            && !group.is_empty()
            && found.groups.len() < PLACES
            && !found.groups.iter().any(|(known, _)| known == group)
        {
            found.groups.push((group.to_owned(), name.to_owned()));
        }
    }

    /// What a service is for. The first text is its purpose, further ones are lines of their own.
    pub fn purpose(&mut self, at: usize, text: &str) {
        let text = &*one_line(cut(text));
        let Some(found) = self.found.get_mut(at) else { return };
        if text.is_empty() || found.service.purpose == text {
        } else if found.service.purpose.is_empty() {
            text.clone_into(&mut found.service.purpose);
        } else {
            self.attribute(at, "Purpose", text);
        }
    }

    /// A line about a service.
    pub fn attribute(&mut self, at: usize, label: &str, text: &str) {
        let text = &*one_line(cut(text));
        if (label.is_empty() && text.is_empty()) || !self.is_new(at, "attribute", &format!("{label}\n{text}")) {
            return;
        }
        if let Some(found) = self.found.get_mut(at) {
            found.service.attributes.push(Attribute { label: label.to_owned(), text: text.to_owned() });
        }
    }

    /// A variable of a service.
    pub fn env(&mut self, at: usize, name: &str) {
        if self.is_new(at, "env", name)
            && let Some(found) = self.found.get_mut(at)
        {
            found.service.env.push(name.to_owned());
        }
    }

    /// A host of a service.
    pub fn host(&mut self, at: usize, host: &str) {
        if self.is_new(at, "host", host)
            && let Some(found) = self.found.get_mut(at)
        {
            found.service.hosts.push(host.to_owned());
        }
    }

    /// An image of a service.
    pub fn image(&mut self, at: usize, image: &str) {
        if self.is_new(at, "image", image)
            && let Some(found) = self.found.get_mut(at)
        {
            found.service.images.push(image.to_owned());
        }
    }

    /// A file that uses a service.
    pub fn implementation(&mut self, at: usize, path: &str) {
        if self.is_new(at, "path", path)
            && let Some(found) = self.found.get_mut(at)
        {
            found.service.implementation.push(path.to_owned());
        }
    }

    /// A package of a service. A version that is said later is that of the package.
    pub fn client(&mut self, at: usize, name: &str, ecosystem: Option<&str>, version: Option<&str>) {
        let id = self.id(at).to_owned();
        let ecosystem = ecosystem.map_or_else(|| registry_of(name, &id, &self.order), str::to_owned);
        let Some(found) = self.found.get_mut(at) else { return };
        let (requirement, version) = version.map_or((String::new(), String::new()), asked);
        let new = self.has.insert((at, "client", format!("{ecosystem}:{name}@{version}{requirement}")));
        if !new {
            return;
        }
        let key = format!("{ecosystem}:{name}");
        let known = !self.has.insert((at, "package", key.clone()));
        let client = Client { ecosystem, name: name.to_owned(), requirement, version, manifest: String::new() };
        if client.version.is_empty() && client.requirement.is_empty() {
            // Said elsewhere with more.
            if known {
                return;
            }
            self.bare.insert((at, key), found.service.clients.len());
        } else if let Some(place) = self.bare.remove(&(at, key)).and_then(|at| found.service.clients.get_mut(at)) {
            *place = client;
            return;
        }
        found.service.clients.push(client);
    }

    fn is_new(&mut self, at: usize, what: &'static str, value: &str) -> bool {
        !value.is_empty() && self.has.insert((at, what, value.to_owned()))
    }

    /// The ids of services that only are named in passing and are clouds or suites of others that the document lists: the
    /// words "AWS region" speak of a part.
    pub fn umbrellas(&self) -> HashSet<String> {
        let is_part = |umbrella: &catalog::Service| self.found.iter().any(|other| umbrella.covers(&other.service.id));
        self.found
            .iter()
            .filter(|found| found.head.is_none())
            .filter(|found| {
                catalog::by_id(&found.service.id).is_some_and(|entry| !entry.umbrella.is_empty() && is_part(entry))
            })
            .map(|found| found.service.id.clone())
            .collect()
    }

    /// The services, sorted by id, with the groups that list them as lines of their own where there are several.
    pub fn finish(self) -> Vec<Service> {
        let mut out: Vec<Service> = self
            .found
            .into_iter()
            .map(|mut found| {
                found.service.status = found.head.or(found.mention).unwrap_or(Status::Mentioned);
                if found.groups.len() > 1 {
                    let mut lines: Vec<Attribute> =
                        found.groups.into_iter().map(|(label, text)| Attribute { label, text }).collect();
                    found.service.attributes.retain(|line| !lines.contains(line));
                    lines.append(&mut found.service.attributes);
                    found.service.attributes = lines;
                }
                found.service.clients.arrange();
                found.service.env.arrange();
                found.service.hosts.arrange();
                found.service.images.arrange();
                found.service
            })
            .collect();
        out.arrange_by(|a, b| a.id.cmp(&b.id));
        out
    }
}

/// Most bytes of a line that are kept for a service. The document keeps all of it, and a line may be said of many services.
const LINE_BYTES: usize = 16 * 1024;

fn cut(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LINE_BYTES)).unwrap_or(text)
}

/// The provider that a service is a part of, where the two are of one sort: a document that lists Supabase's storage speaks
/// of Supabase. Parts of another sort than their provider are services of their own, and so are a cloud's.
pub fn provider(entry: &'static catalog::Service) -> &'static catalog::Service {
    let mut id = entry.id;
    while let Some(at) = id.rfind('-') {
        id = id.get(..at).unwrap_or("");
        if let Some(found) = catalog::by_id(id)
            && found.category == entry.category
            && found.category != Category::Hosting
        {
            return found;
        }
    }
    entry
}

/// What a manifest asks for and the exact version that a document's words say: `^8.1` asks, `8.1.2` is one.
fn asked(written: &str) -> (String, String) {
    let bare = written.strip_prefix("==").or_else(|| written.strip_prefix(['v', '='])).unwrap_or(written).trim();
    let exact =
        bare.starts_with(|c: char| c.is_ascii_digit()) && !bare.contains(['x', '*', '+', ' ', '<', '>', '|', ',']);
    let full = bare.split(['.', '-']).filter(|part| part.starts_with(|c: char| c.is_ascii_digit())).count() >= 2;
    if exact && full { (String::new(), bare.to_owned()) } else { (written.to_owned(), String::new()) }
}

/// The registry that knows a package as this service's, else as any service's; empty where none does and its name does not
/// show it either.
pub fn registry_of(name: &str, id: &str, order: &[Ecosystem]) -> String {
    let order = if order.is_empty() { &Ecosystem::ALL } else { order };
    let found = |own: bool| {
        order
            .iter()
            .find(|ecosystem| catalog::package(**ecosystem, name).is_some_and(|service| !own || service.id == id))
    };
    let by_form = || {
        if name.starts_with('@') {
            Some(&Ecosystem::Npm)
        } else if name.contains('/') && name.split('/').next().is_some_and(|host| host.contains('.')) {
            Some(&Ecosystem::Go)
        } else {
            None
        }
    };
    by_form()
        .or_else(|| found(true))
        .or_else(|| found(false))
        .map_or(String::new(), |ecosystem| ecosystem.word().to_owned())
}

/// Endings and names of files by which an ecosystem shows.
const SIGNS: &[(Ecosystem, &[&str])] = &[
    (Ecosystem::Npm, &[".ts", ".tsx", ".js", ".jsx", ".mjs", ".svelte", ".vue", "package.json", "npm"]),
    (Ecosystem::Pypi, &[".py", "requirements.txt", "pyproject.toml", "pip"]),
    (Ecosystem::Go, &[".go", "go.mod"]),
    (Ecosystem::Cargo, &[".rs", "cargo.toml", "crate", "crates"]),
    (Ecosystem::Pub, &[".dart", "pubspec.yaml", "flutter"]),
    (Ecosystem::Composer, &[".php", "composer.json"]),
    (Ecosystem::Gem, &[".rb", "gemfile"]),
    (Ecosystem::Nuget, &[".cs", ".csproj", "nuget"]),
    (Ecosystem::Maven, &[".java", ".kt", "pom.xml", "build.gradle"]),
    (Ecosystem::Hex, &[".ex", ".exs", "mix.exs"]),
    (Ecosystem::Swift, &[".swift", "package.swift"]),
];

static SIGN_PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let rows = SIGNS.iter().enumerate();
    Phrases::new(rows.flat_map(|(row, (_, signs))| signs.iter().map(move |sign| (row, *sign))))
});

/// The ecosystems, those first whose files a text names most.
pub fn ecosystems(text: &str) -> Vec<Ecosystem> {
    let mut counts: Vec<usize> = vec![0; SIGNS.len()];
    // A sign is an ending: what stands before it is no bound.
    for row in SIGN_PHRASES.endings(text) {
        if let Some(count) = counts.get_mut(row) {
            *count += 1;
        }
    }
    let mut order: Vec<Ecosystem> = Ecosystem::ALL.to_vec();
    let count = |ecosystem: &Ecosystem| {
        let row = SIGNS.iter().position(|(known, _)| known == ecosystem);
        row.and_then(|row| counts.get(row)).copied().unwrap_or(0)
    };
    order.arrange_by_key(|ecosystem| std::cmp::Reverse(count(ecosystem)));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_exact_or_asked_for() {
        for (written, requirement, version) in [
            ("20.1.0", "", "20.1.0"),
            ("v2.9.6", "", "2.9.6"),
            ("==12.7.0", "", "12.7.0"),
            ("^19.1.0", "^19.1.0", ""),
            ("16", "16", ""),
            ("2.x", "2.x", ""),
            ("12.0.0+", "12.0.0+", ""),
        ] {
            assert_eq!(asked(written), (requirement.to_owned(), version.to_owned()), "{written}");
        }
    }

    #[test]
    fn a_package_is_of_the_registry_that_knows_it() {
        assert_eq!(registry_of("stripe", "stripe", &[]), "npm");
        assert_eq!(registry_of("@acme/x", "stripe", &[]), "npm");
        assert_eq!(registry_of("github.com/acme/x/v2", "", &[]), "go");
        assert_eq!(registry_of("acme-nothing-of-the-kind", "", &[]), "");
        assert_eq!(registry_of("stripe", "stripe", &ecosystems("`a.py`, `b.py` and c.ts")), "pypi");
    }

    #[test]
    fn a_services_own_lines_say_its_status() {
        let mut services = Services::default();
        let at = services.unknown("Acme", None, "");
        let line = |status, own| Sighting { document: "d", line: 1, excerpt: "", status, own };
        services.see(at, line(Status::Used, false));
        services.see(at, line(Status::Planned, true));
        services.client(at, "acme", Some("npm"), None);
        services.client(at, "acme", Some("npm"), Some("1.2.3"));
        services.client(at, "acme", Some("npm"), None);
        services.list(at, "Mail", "Acme Mail");
        services.list(at, "Storage", "Acme Files");
        let found = services.finish();
        assert_eq!(found[0].status, Status::Planned);
        assert_eq!(found[0].clients.len(), 1);
        assert_eq!(found[0].attributes.len(), 2);
    }
}
