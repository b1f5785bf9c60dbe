//! The first line of a service: its name, what tells its id where the name does not, and what it is for.

use super::text::{Cursor, code, escaped, plain};
use crate::audit::Service;
use crate::catalog;
use crate::markdown::read::offered::{none, slug};

/// What a service's first line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The name.
    pub name: String,
    /// The id.
    pub id: String,
    /// What it is for, as Markdown.
    pub purpose: String,
}

/// The first line of a service.
pub fn write(service: &Service) -> String {
    let mut out = if service.name.is_empty() { code(&service.id) } else { escaped(&service.name) };
    out.push_str(&aside(service).unwrap_or_default());
    if !service.purpose.is_empty() {
        out.push_str(" - ");
        out.push_str(&service.purpose);
    }
    out
}

/// Whether the first line leaves open which service it is, or reads as if there were none, so that another must say its id.
pub fn needs_id(service: &Service) -> bool {
    !service.name.is_empty() && (aside(service).is_none() || none(&write(service)).is_some())
}

/// What tells the id behind a name: nothing, a host, what its variables begin with. `None` where none of these does.
fn aside(service: &Service) -> Option<String> {
    if service.name.is_empty() || id_of(&service.name) == service.id {
        return Some(String::new());
    }
    let said = match service.id.split_once(':')? {
        ("env", prefix) => format!("{prefix}_*"),
        ("host", host) => host.to_owned(),
        _ => return None,
    };
    (id_of_aside(&said).as_ref() == Some(&service.id)).then(|| format!(" ({})", code(&said)))
}

/// The id that a name alone tells.
fn id_of(name: &str) -> String {
    match catalog::named(name) {
        Some(entry) => entry.id.into(),
        None if is_host(name) => format!("host:{name}"),
        None => slug(name),
    }
}

/// The id that a name in code behind a service's own tells.
fn id_of_aside(text: &str) -> Option<String> {
    let variable = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
    };
    match text.strip_suffix("_*") {
        Some(prefix) => variable(prefix).then(|| format!("env:{prefix}")),
        None => is_host(text).then(|| format!("host:{text}")),
    }
}

/// Whether a name is one of a host.
fn is_host(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or("");
    name.split('.').count() > 1
        && name.split('.').all(|part| !part.is_empty())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-')
        && last.len() > 1
        && last.bytes().all(|b| b.is_ascii_lowercase())
}

/// What parts a name from what it is for. The first is ours, the others are those of people.
const DASHES: [&str; 3] = [" - ", " – ", " — "];

/// What [`write`] wrote.
pub fn read(text: &str) -> Head {
    let mut cursor = Cursor::new(text);
    if text.starts_with('`')
        && let Some(id) = cursor.code()
        && (cursor.done() || cursor.eat(" - "))
    {
        return Head { name: String::new(), id, purpose: cursor.rest.trim().to_owned() };
    }
    let dash = DASHES.iter().filter_map(|dash| Some((text.find(dash)?, dash.len()))).min();
    let (head, purpose) = match dash {
        Some((at, length)) => (text.get(..at).unwrap_or(""), text.get(at + length..).unwrap_or("")),
        None => (text, ""),
    };
    let said = head.strip_suffix("`)").and_then(|head| head.rsplit_once(" (`"));
    let (name, id) = match said.and_then(|(name, said)| Some((plain(name), id_of_aside(said)?))) {
        Some((name, id)) => (name, id),
        None => (plain(head), id_of(&plain(head))),
    };
    Head { name, id, purpose: purpose.trim().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn service(id: &str, name: &str, purpose: &str) -> Service {
        Service { id: id.into(), name: name.into(), purpose: purpose.into(), ..Service::default() }
    }

    #[test]
    fn names_tell_ids() {
        for (id, name, written) in [
            ("stripe", "Stripe", "Stripe"),
            ("docker", "Docker / Docker Compose", "Docker / Docker Compose"),
            ("host:acme.example", "acme.example", "acme.example"),
            ("host:api.acme.example", "Acme", "Acme (`api.acme.example`)"),
            ("env:MELONN", "Melonn", "Melonn (`MELONN_*`)"),
            ("doc:acme-mail", "Acme Mail", "Acme Mail"),
            ("doc:none", "", "`doc:none`"),
        ] {
            let service = service(id, name, "");
            assert_eq!(write(&service), written);
            assert!(!needs_id(&service));
            let head = read(written);
            assert_eq!((head.id.as_str(), head.name.as_str()), (id, name));
        }
        assert!(needs_id(&service("doc:other", "Acme Mail", "")));
        assert!(needs_id(&service("doc:none", "None", "")));
    }

    #[test]
    fn every_service_of_the_catalog_is_told_by_its_name() {
        let said: Vec<&str> = catalog::services()
            .iter()
            .filter(|entry| needs_id(&service(entry.id, entry.name, "")))
            .map(|entry| entry.id)
            .collect();
        assert!(said.len() < 10, "{said:?}");
    }

    proptest! {
        #[test]
        fn heads_come_back(name in r"[A-Za-z .:`()*\n–-]{0,12}n", purpose in "|[a-z][a-z `*-]{0,8}z") {
            let service = service(&id_of(&name), &name, &purpose);
            let head = read(&write(&service));
            prop_assert_eq!(head, Head { name, id: service.id.clone(), purpose });
        }
    }
}
