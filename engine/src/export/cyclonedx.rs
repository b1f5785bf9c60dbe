//! A bill of materials, CycloneDX 1.6 in JSON: the services that the code base plugs into, and the packages and images through
//! which it does.
//!
//! It lists what the code base has: services that are used, declared or for development. What is only mentioned, planned or
//! said to be absent is no material. The serial number is made from the content, and the time is the audit's day, so that the
//! same audit gives the same bytes. What the format has no field for stands in properties that begin with `patchbay:`.

use super::place;
use super::purl;
use crate::audit::{Audit, Category, Client, Endpoint, EvidenceKind, Service, Status};
use crate::catalog;
use crate::order::Gather;
use crate::risk::says_secret;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The reference of the code base itself.
const ROOT: &str = "root";

/// Writes the bill of materials.
pub fn write(audit: &Audit) -> String {
    let services: Vec<&Service> = audit.services.iter().filter(|service| is_material(service.status)).collect();
    let mut components = BTreeMap::new();
    for service in &services {
        clients(service, &mut components);
        images(service, &mut components);
    }
    let mut bom = object([
        ("$schema", json!("http://cyclonedx.org/schema/bom-1.6.schema.json")),
        ("bomFormat", json!("CycloneDX")),
        ("specVersion", json!("1.6")),
        ("version", json!(1)),
        ("metadata", metadata(audit)),
        ("components", components.iter().map(|(reference, component)| component.write(reference)).collect()),
        ("services", services.iter().map(|service| one_service(audit, service)).collect()),
        ("dependencies", dependencies(&services, &components)),
        // Of its packages, those are listed that lead to a service.
        ("compositions", json!([{ "aggregate": "incomplete", "assemblies": [ROOT] }])),
    ]);
    let content = Value::Object(bom.clone()).to_string();
    let serial = Uuid::new_v5(&Uuid::NAMESPACE_URL, content.as_bytes());
    bom.insert("serialNumber".to_owned(), json!(format!("urn:uuid:{serial}")));
    super::json(&bom)
}

fn is_material(status: Status) -> bool {
    matches!(status, Status::Used | Status::Declared | Status::DevOnly)
}

/// An object without what is empty.
fn object<const N: usize>(fields: [(&str, Value); N]) -> Map<String, Value> {
    let full = |value: &Value| match value {
        Value::Null => false,
        Value::String(text) => !text.is_empty(),
        Value::Array(list) => !list.is_empty(),
        Value::Object(map) => !map.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    };
    fields.into_iter().filter(|(_, value)| full(value)).map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A name; where there is none, what stands for it. The format asks for one.
fn or<'a>(name: &'a str, other: &'a str) -> &'a str {
    if name.is_empty() { other } else { name }
}

fn property(name: &str, value: impl AsRef<str>) -> Value {
    json!({ "name": format!("patchbay:{name}"), "value": value.as_ref() })
}

fn metadata(audit: &Audit) -> Value {
    let (tool, version) = audit.generator.split_once(' ').unwrap_or((&audit.generator, ""));
    let tool = object([("type", json!("application")), ("name", json!(tool)), ("version", json!(version))]);
    let mut properties = vec![property("source:kind", kind_word(audit)), property("source:name", &audit.source.name)];
    // Variables that no service owns, and routes that nobody is known to call, belong to the code base as such.
    properties.extend(audit.env.iter().filter(|one| one.service.is_empty()).map(|one| property("variable", &one.name)));
    let own = audit.endpoints.iter().filter(|one| one.service.is_empty());
    properties.extend(own.map(|endpoint| property("endpoint", endpoint_words(endpoint))));
    let name = or(&audit.title, or(&audit.source.name, ROOT));
    let root = json!({ "type": "application", "bom-ref": ROOT, "name": name, "properties": properties });
    let timestamp = if is_day(&audit.date) { format!("{}T00:00:00Z", audit.date) } else { String::new() };
    let tools = if tool.contains_key("name") { json!({ "components": [tool] }) } else { Value::Null };
    Value::Object(object([
        ("timestamp", json!(timestamp)),
        ("lifecycles", json!([{ "phase": "pre-build" }])),
        ("tools", tools),
        ("component", root),
    ]))
}

fn kind_word(audit: &Audit) -> String {
    let word = serde_json::to_value(audit.source.kind).unwrap_or_default();
    word.as_str().unwrap_or_default().to_owned()
}

/// Whether a date is a day of the calendar in full, as an audit made by Patchbay has it.
pub(super) fn is_day(date: &str) -> bool {
    let number = |range: std::ops::Range<usize>| date.get(range).and_then(|part| part.parse::<u32>().ok());
    let form = date.len() == 10
        && date.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
    let (Some(year), Some(month), Some(day), true) = (number(0..4), number(5..7), number(8..10), form) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    (1..=12).contains(&month) && (1..=days).contains(&day)
}

/// A package or an image, of one service or of several.
#[derive(Default)]
struct Component {
    kind: &'static str,
    group: String,
    name: String,
    version: String,
    purl: String,
    status: Status,
    manifests: BTreeSet<String>,
    requirements: BTreeSet<String>,
    /// Where it stands; the line is 0 where it is not known.
    places: BTreeSet<(String, u32)>,
    /// The references of the services that it leads to.
    services: BTreeSet<String>,
}

fn clients(service: &Service, components: &mut BTreeMap<String, Component>) {
    for client in &service.clients {
        let purl = purl::of_client(client).unwrap_or_default();
        let reference = if purl.is_empty() {
            format!("{}:{}@{}", client.ecosystem, client.name, client.version)
        } else {
            purl.clone()
        };
        let component = components.entry(reference).or_insert_with(|| {
            let (group, name) = group_and_name(client);
            Component {
                kind: "library",
                group,
                name,
                version: client.version.clone(),
                purl,
                status: Status::Absent,
                ..Component::default()
            }
        });
        component.status = component.status.min(service.status);
        component.services.insert(service_reference(service));
        component.places.extend(places_of(service, client));
        if !client.manifest.is_empty() {
            component.manifests.insert(client.manifest.clone());
        }
        if !client.requirement.is_empty() {
            component.requirements.insert(client.requirement.clone());
        }
    }
}

/// A package's name, parted as its registry parts it.
fn group_and_name(client: &Client) -> (String, String) {
    let parted = match client.ecosystem.as_str() {
        "npm" | "jsr" if client.name.starts_with('@') => client.name.split_once('/'),
        "maven" => client.name.split_once(':'),
        "composer" => client.name.split_once('/'),
        _ => None,
    };
    let (group, name) = parted.unwrap_or(("", &client.name));
    (group.to_owned(), name.to_owned())
}

/// Where the code base asks for a client and imports it.
fn places_of(service: &Service, client: &Client) -> Vec<(String, u32)> {
    let is_of_client = |matched: &str| {
        matched.strip_prefix(client.name.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let mut places: Vec<_> = service
        .evidence
        .iter()
        .filter(|evidence| matches!(evidence.kind, EvidenceKind::Dependency | EvidenceKind::Import))
        .filter(|evidence| is_of_client(&evidence.matched))
        .map(|evidence| (evidence.path.clone(), evidence.line))
        .collect();
    if !client.manifest.is_empty() && !places.iter().any(|(path, _)| *path == client.manifest) {
        places.push((client.manifest.clone(), 0));
    }
    places
}

fn images(service: &Service, components: &mut BTreeMap<String, Component>) {
    for image in &service.images {
        let purl = purl::of_image(image).unwrap_or_default();
        let reference = if purl.is_empty() { format!("image:{image}") } else { purl.clone() };
        let (name, version) = purl::image_parts(image);
        let component = components.entry(reference).or_insert_with(|| Component {
            kind: "container",
            name: name.to_owned(),
            version: version.to_owned(),
            purl,
            status: Status::Absent,
            ..Component::default()
        });
        component.status = component.status.min(service.status);
        component.services.insert(service_reference(service));
        let shown = service.evidence.iter().filter(|evidence| evidence.kind == EvidenceKind::Image);
        component.places.extend(
            shown
                .filter(|evidence| evidence.matched == *image || evidence.matched == name)
                .map(|evidence| (evidence.path.clone(), evidence.line)),
        );
    }
}

impl Component {
    fn write(&self, reference: &str) -> Value {
        let occurrences: Vec<Value> = self
            .places
            .iter()
            .map(|(path, line)| match line {
                0 => json!({ "location": path }),
                line => json!({ "location": path, "line": line }),
            })
            .collect();
        let method = |path: &String| json!({ "technique": "manifest-analysis", "confidence": 1, "value": path });
        let methods: Vec<Value> = self.manifests.iter().map(method).collect();
        let identity = if methods.is_empty() || self.purl.is_empty() {
            Value::Null
        } else {
            json!([{ "field": "purl", "confidence": 1, "concludedValue": self.purl, "methods": methods }])
        };
        let properties: Vec<Value> = self.requirements.iter().map(|text| property("requirement", text)).collect();
        let scope = match self.status {
            Status::Used => "required",
            Status::DevOnly => "excluded",
            _ => "optional",
        };
        Value::Object(object([
            ("type", json!(self.kind)),
            ("bom-ref", json!(reference)),
            ("group", json!(self.group)),
            ("name", json!(or(&self.name, reference))),
            ("version", json!(self.version)),
            ("purl", json!(self.purl)),
            ("scope", json!(scope)),
            ("evidence", Value::Object(object([("identity", identity), ("occurrences", json!(occurrences))]))),
            ("properties", json!(properties)),
        ]))
    }
}

fn service_reference(service: &Service) -> String {
    format!("service:{}", service.id)
}

fn one_service(audit: &Audit, service: &Service) -> Value {
    let crosses = crosses_boundary(service);
    let homepage = catalog::by_id(&service.id).map_or("", catalog::Service::homepage);
    let provider = match crosses {
        // What the code base runs itself has no provider.
        Some(false) => Value::Null,
        _ if homepage.is_empty() => json!({ "name": service.name }),
        _ => json!({ "name": service.name, "url": [homepage] }),
    };
    let calls = audit.endpoints.iter().filter(|endpoint| endpoint.service == service.id);
    let outgoing = calls.clone().map(|endpoint| endpoint.path.clone()).filter(|url| url.starts_with("http"));
    let endpoints: BTreeSet<String> = service
        .hosts
        .iter()
        .map(|host| host_address(service, host))
        .chain(outgoing)
        .filter(|url| is_address(url))
        .gathered();
    let reference = service_reference(service);
    let mut properties = vec![property("category", service.category.word()), property("status", service.status.word())];
    properties.extend(service.env.iter().map(|name| property("variable", name)));
    // As the code names it, which may be a pattern.
    properties.extend(service.hosts.iter().map(|host| property("host", host)));
    properties.extend(calls.map(|endpoint| property("endpoint", endpoint_words(endpoint))));
    let stores = audit.stores.iter().filter(|store| store.service == service.id);
    properties.extend(stores.map(|store| property("store", format!("{} {}", store.kind, store.name))));
    if service.evidence.is_empty() {
        properties.extend(service.implementation.iter().map(|path| property("implementation", path)));
    }
    properties.extend(
        service
            .evidence
            .iter()
            .map(|at| property("evidence", format!("{} {}", at.kind.word(), place(&at.path, at.line)))),
    );
    Value::Object(object([
        ("bom-ref", json!(reference)),
        ("provider", provider),
        ("name", json!(or(&service.name, &reference))),
        ("description", json!(service.purpose)),
        ("endpoints", json!(endpoints)),
        ("authenticated", if is_authenticated(service) { json!(true) } else { Value::Null }),
        ("x-trust-boundary", json!(crosses)),
        ("properties", json!(properties)),
    ]))
}

/// Whether the code holds a secret for it. That none is found does not mean that none is asked for.
fn is_authenticated(service: &Service) -> bool {
    service.env.iter().any(|name| says_secret(name))
}

/// Whether calling it leaves what is deployed with the code base: yes for a vendor's host, no for what runs from an image
/// beside the code, unknown for a store of which neither is seen.
fn crosses_boundary(service: &Service) -> Option<bool> {
    use Category::{
        Auth, Cache, Container, Database, DevService, Logging, Monitoring, Queue, Search, Secrets, Storage,
    };
    if service.hosts.iter().any(|host| is_outside(host)) {
        return Some(true);
    }
    let can_be_run = matches!(
        service.category,
        Auth | Cache | Container | Database | DevService | Logging | Monitoring | Queue | Search | Secrets | Storage
    );
    match can_be_run {
        false => Some(true),
        true if !service.images.is_empty() => Some(false),
        true => None,
    }
}

fn is_outside(host: &str) -> bool {
    let name = host.split([':', '/']).next().unwrap_or(host);
    let inside =
        name == "localhost" || name.ends_with(".local") || name.ends_with(".internal") || name.ends_with(".localhost");
    let number = name.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    name.contains('.') && !inside && !number
}

/// A host as an address. The scheme is left open where it may be another than the web's.
fn host_address(service: &Service, host: &str) -> String {
    let mail = ["ftp.", "imap.", "pop.", "smtp."].iter().any(|start| host.starts_with(start));
    let open = mail || matches!(service.category, Category::Database | Category::Cache | Category::Queue);
    format!("{}//{host}", if open { "" } else { "https:" })
}

/// Whether a text is the address of one host, with nothing in it that stands for something else.
fn is_address(text: &str) -> bool {
    let host = text.split_once("//").map_or("", |(_, rest)| rest.split('/').next().unwrap_or(""));
    let named = !host.is_empty() && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._:".contains(&b));
    named && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=".contains(&b))
}

fn endpoint_words(endpoint: &Endpoint) -> String {
    let mut words = vec![endpoint.direction.word()];
    if !endpoint.method.is_empty() {
        words.push(&endpoint.method);
    }
    words.push(&endpoint.path);
    let at = place(&endpoint.place.path, endpoint.place.line);
    let mut out = format!("{}, verification {}", words.join(" "), endpoint.verification.word());
    if !at.is_empty() {
        out = format!("{out}, {at}");
    }
    out
}

fn dependencies(services: &[&Service], components: &BTreeMap<String, Component>) -> Value {
    let mut all: BTreeSet<String> = components.keys().cloned().gathered();
    all.extend(services.iter().map(|service| service_reference(service)));
    let mut out = vec![json!({ "ref": ROOT, "dependsOn": all })];
    out.extend(
        components.iter().map(|(reference, component)| json!({ "ref": reference, "dependsOn": component.services })),
    );
    out.extend(services.iter().map(|service| json!({ "ref": service_reference(service) })));
    json!(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar_are_days() {
        assert!(is_day("2026-02-12") && is_day("2024-02-29"));
        for date in
            ["", "2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "2026-2-12", "12.02.2026", "2026-02-1x"]
        {
            assert!(!is_day(date), "{date}");
        }
    }

    #[test]
    fn what_runs_beside_the_code_crosses_no_boundary() {
        let service = |category, hosts: &[&str], images: &[&str]| Service {
            category,
            hosts: hosts.iter().map(|host| (*host).to_owned()).collect(),
            images: images.iter().map(|image| (*image).to_owned()).collect(),
            ..Service::default()
        };
        assert_eq!(crosses_boundary(&service(Category::Database, &["localhost:5432"], &["postgres:16"])), Some(false));
        assert_eq!(crosses_boundary(&service(Category::Database, &["db.neon.tech"], &["postgres:16"])), Some(true));
        assert_eq!(crosses_boundary(&service(Category::Database, &[], &[])), None);
        assert_eq!(crosses_boundary(&service(Category::Payment, &[], &[])), Some(true));
    }

    #[test]
    fn hosts_that_stand_for_others_are_no_addresses() {
        assert!(is_address("https://api.stripe.com") && is_address("//db.acme.io:5432"));
        for text in
            ["https://{region}.a.com", "https://", "//", "https://a b", "https://*.a.com", "https://ü.com", "$URL"]
        {
            assert!(!is_address(text), "{text}");
        }
    }
}
