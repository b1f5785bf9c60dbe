//! The packages through which a service is talked to, with their versions.

use super::version::{self, Level};
use super::voice::Voices;
use super::{Aspect, Field};
use crate::audit::Client;
use crate::order::Arrange;
use std::collections::BTreeMap;

/// Most manifests that ask for one package and are told apart.
const MANIFESTS: usize = 500;

/// Fields for the clients of one service.
pub fn fields(a: &[Client], b: &[Client], voices: Voices, out: &mut Vec<Field>) {
    if a == b {
        return;
    }
    // As nearly all have it.
    if let ([from], [to]) = (a, b)
        && from.name == to.name
    {
        return one(&[from], &[to], voices, out);
    }
    let (of_a, of_b) = (by_name(a), by_name(b));
    for (name, left) in &of_a {
        let right = of_b.get(name).map_or(&[][..], Vec::as_slice);
        one(left, right, voices, out);
    }
    for (name, right) in &of_b {
        if !of_a.contains_key(name) {
            one(&[], right, voices, out);
        }
    }
}

/// The clients by the package's name, which names one package whatever registry it comes from.
fn by_name(clients: &[Client]) -> BTreeMap<String, Vec<&Client>> {
    let mut by_name: BTreeMap<String, Vec<&Client>> = BTreeMap::new();
    for client in clients {
        by_name.entry(client.name.to_lowercase()).or_default().push(client);
    }
    for same in by_name.values_mut() {
        same.arrange();
    }
    by_name
}

/// Whether a client of the one audit goes with one of the other.
type Goes<'a> = &'a dyn Fn(&Client, &Client) -> bool;

/// Fields for one package, for which several manifests may ask.
fn one(a: &[&Client], b: &[&Client], voices: Voices, out: &mut Vec<Field>) {
    // What asks for the same is the same, wherever; then each manifest goes with itself, each registry, and the rest in turn.
    let mut left: Vec<&Client> =
        a.iter().take(MANIFESTS).filter(|it| !b.iter().any(|to| same(it, to, voices))).copied().collect();
    let mut right: Vec<&Client> =
        b.iter().take(MANIFESTS).filter(|it| !a.iter().any(|from| same(from, it, voices))).copied().collect();
    let mut pairs = Vec::new();
    let tests: [Goes<'_>; 3] = [
        &|a, b| a.ecosystem == b.ecosystem && a.manifest == b.manifest,
        &|a, b| a.ecosystem == b.ecosystem,
        &|_, _| true,
    ];
    for test in tests {
        left.retain(|from| {
            let Some(at) = right.iter().position(|to| test(from, to)) else { return true };
            pairs.push((*from, right.remove(at)));
            false
        });
    }
    let many = a.len() > 1 || b.len() > 1;
    for (from, to) in pairs {
        let moved = from.ecosystem != to.ecosystem;
        let (level, down) = version::level(stated(from), stated(to));
        let text = |client: &Client, other: &Client| match moved {
            true => format!("{} {}", client.ecosystem, stated(client)).trim().to_owned(),
            false => shown(client, other).trim().to_owned(),
        };
        let (from_text, to_text) = (text(from, to), text(to, from));
        if from_text == to_text {
            continue;
        }
        let subject = if moved { to.name.clone() } else { subject(to, many) };
        out.push(Field {
            level: Some(level),
            down: level != Level::None && down,
            ..Field::entry(Aspect::Clients, subject, Some(from_text), Some(to_text))
        });
    }
    if voices.mixed() {
        return;
    }
    let only = |client: &Client| Some(shown(client, &Client::default()).to_owned());
    out.extend(left.iter().map(|it| Field::entry(Aspect::Clients, subject(it, many), only(it), None)));
    out.extend(right.iter().map(|it| Field::entry(Aspect::Clients, subject(it, many), None, only(it))));
}

/// Whether two ask for the same, as far as both say.
fn same(a: &Client, b: &Client, voices: Voices) -> bool {
    let registry = a.ecosystem == b.ecosystem || (voices.mixed() && (a.ecosystem.is_empty() || b.ecosystem.is_empty()));
    let version = match voices.mixed() {
        true => {
            let said = [a, b].map(|it| [&it.version, &it.requirement]);
            let unsaid = said.iter().any(|said| said.iter().all(|it| version::numbers(it).0.is_empty()));
            let [one, other] = &said;
            unsaid || one.iter().any(|one| !one.is_empty() && other.iter().any(|other| fits(one, other)))
        }
        false => a.version == b.version && a.requirement == b.requirement,
    };
    registry && version
}

fn fits(one: &str, other: &str) -> bool {
    !version::numbers(other).0.is_empty() && !version::numbers(one).0.is_empty() && version::fits(one, other)
}

/// What the version is, as far as it is known.
fn stated(client: &Client) -> &str {
    if client.version.is_empty() { &client.requirement } else { &client.version }
}

/// The version for people: the exact one, or what the manifest asks for where that is what differs.
fn shown<'a>(client: &'a Client, other: &Client) -> &'a str {
    let exact = !client.version.is_empty() && (client.version != other.version || client.requirement.is_empty());
    if exact || client.requirement.is_empty() { &client.version } else { &client.requirement }
}

/// `npm:stripe`, with its manifest where several ask for it.
pub fn subject(client: &Client, many: bool) -> String {
    let name = match client.ecosystem.is_empty() {
        true => client.name.clone(),
        false => [&client.ecosystem, ":", &client.name].concat(),
    };
    if many && !client.manifest.is_empty() { format!("{name} in {}", client.manifest) } else { name }
}

#[cfg(test)]
mod tests {
    use super::super::voice::Voice;
    use super::*;

    const CODE: Voice = Voice { document: false, places: true };
    const DOCUMENT: Voice = Voice { document: true, places: false };

    fn client(name: &str, requirement: &str, version: &str, manifest: &str) -> Client {
        let (ecosystem, name) = name.split_once(':').unwrap_or(("", name));
        Client {
            ecosystem: ecosystem.into(),
            name: name.into(),
            requirement: requirement.into(),
            version: version.into(),
            manifest: manifest.into(),
        }
    }

    fn shown(a: &[Client], b: &[Client], voices: Voices) -> Vec<String> {
        let mut out = Vec::new();
        fields(a, b, voices, &mut out);
        let side = |it: &Option<String>| it.clone().unwrap_or("-".into());
        let level = |it: &Field| it.level.map_or(String::new(), |level| format!(" {}", level.word()));
        out.iter().map(|it| format!("{}: {} > {}{}", it.subject, side(&it.from), side(&it.to), level(it))).collect()
    }

    #[test]
    fn versions_between_two_code_bases() {
        let both = Voices { a: CODE, b: CODE };
        let old = client("npm:stripe", "^14.0.0", "14.5.0", "package.json");
        let new = client("npm:stripe", "^17.0.0", "17.7.0", "package.json");
        assert_eq!(
            shown(std::slice::from_ref(&old), std::slice::from_ref(&new), both),
            ["npm:stripe: 14.5.0 > 17.7.0 major"]
        );
        let loose = client("npm:stripe", "^14", "14.5.0", "package.json");
        assert_eq!(shown(std::slice::from_ref(&old), &[loose], both), ["npm:stripe: ^14.0.0 > ^14 none"]);
        let elsewhere = client("npm:stripe", "^14.0.0", "14.5.0", "apps/web/package.json");
        assert_eq!(shown(std::slice::from_ref(&old), std::slice::from_ref(&elsewhere), both), Vec::<String>::new());
        let two = [old.clone(), client("npm:stripe", "^17.0.0", "17.7.0", "apps/web/package.json")];
        assert_eq!(shown(std::slice::from_ref(&old), &two, both), ["npm:stripe in apps/web/package.json: - > 17.7.0"]);
        let jsr = client("jsr:stripe", "", "14.5.0", "deno.json");
        assert_eq!(shown(&[old], &[jsr], both), ["stripe: npm 14.5.0 > jsr 14.5.0 none"]);
    }

    #[test]
    fn a_document_says_as_much_as_it_likes() {
        let mixed = Voices { a: DOCUMENT, b: CODE };
        let code =
            [client("npm:stripe", "^17.0.0", "17.7.0", "package.json"), client("npm:other", "1", "", "package.json")];
        for (requirement, version) in [("", ""), ("^17", ""), ("", "17.7"), ("", "v17"), ("latest", "")] {
            assert_eq!(shown(&[client("stripe", requirement, version, "")], &code, mixed), Vec::<String>::new());
        }
        assert_eq!(
            shown(&[client("npm:stripe", "", "16.1.0", "")], &code, mixed),
            ["npm:stripe: 16.1.0 > 17.7.0 major"]
        );
        assert_eq!(shown(&[client("npm:gone", "", "1.0", "")], &code, mixed), Vec::<String>::new());
    }
}
