//! Clients: `` `stripe` 20.2.0 (npm, ^20.2.0 in `package.json`) ``.

use super::list::Value;
use super::text::{Cursor, code};
use crate::audit::{Client, Ecosystem};
use std::fmt::Write as _;

/// What stands for an unknown registry.
const UNKNOWN: &str = "package";

/// Before a version that does not look like one.
const VERSION: &str = "version ";

/// Clients in their order; those that differ in the manifest alone share an item.
pub fn clients(clients: &[Client]) -> Value {
    let mut items: Vec<String> = Vec::new();
    let mut rest = clients;
    while let Some(first) = rest.first() {
        let same = rest.iter().take_while(|c| same_but_manifest(c, first)).count().max(1);
        let (group, others) = rest.split_at(same);
        items.push(one(first, group));
        rest = others;
    }
    Value::of_items(items)
}

/// Whether a client differs from `first` in the manifest alone, which both have.
fn same_but_manifest(client: &Client, first: &Client) -> bool {
    let asked = |c: &Client| !c.manifest.is_empty();
    (asked(client) && asked(first) || std::ptr::eq(client, first))
        && client.ecosystem == first.ecosystem
        && client.name == first.name
        && client.requirement == first.requirement
        && client.version == first.version
}

fn one(client: &Client, group: &[Client]) -> String {
    let mut out = code(&client.name);
    let mut asked = !client.requirement.is_empty();
    let mut version = !client.version.is_empty();
    if is_exact(&client.version) {
        let _ = write!(out, " {}", client.version);
        version = false;
    } else if client.version.is_empty() && asked && !is_exact(&client.requirement) {
        let _ = write!(out, " {}", token(&client.requirement));
        asked = false;
    }
    let _ = write!(out, " ({}", if client.ecosystem.is_empty() { UNKNOWN } else { &client.ecosystem });
    if version {
        let _ = write!(out, ", {VERSION}{}", code(&client.version));
    }
    let manifests: Vec<String> = group.iter().map(|c| &c.manifest).filter(|m| !m.is_empty()).map(|m| code(m)).collect();
    match (asked, manifests.is_empty()) {
        (true, true) => drop(write!(out, ", as {}", token(&client.requirement))),
        (true, false) => drop(write!(out, ", {} in {}", token(&client.requirement), manifests.join(", "))),
        (false, false) => drop(write!(out, ", in {}", manifests.join(", "))),
        (false, true) => {}
    }
    out.push(')');
    out
}

/// Whether a text looks like one exact version: begins with a digit, with or without `v`, and holds no operator.
fn is_exact(text: &str) -> bool {
    text.strip_prefix('v').unwrap_or(text).starts_with(|c: char| c.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'+'))
}

/// A requirement, in code where it would not be one plain word.
fn token(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'+' | b'^' | b'~' | b'=' | b'>');
    let word = text.bytes().all(plain) && text.starts_with(|c: char| c.is_ascii_digit() || "^~=>v".contains(c));
    if word { text.to_owned() } else { code(text) }
}

/// Clients as [`clients`] wrote them.
pub fn read(value: &Value) -> Option<Vec<Client>> {
    let mut out = Vec::new();
    for part in value.parts() {
        let mut cursor = Cursor::new(part);
        loop {
            read_one(&mut cursor, &mut out)?;
            if cursor.done() {
                break;
            }
            cursor.eat(", ").then_some(())?;
        }
    }
    Some(out)
}

fn read_one(cursor: &mut Cursor<'_>, out: &mut Vec<Client>) -> Option<()> {
    let mut client = Client { name: cursor.code()?, ..Client::default() };
    cursor.eat(" ").then_some(())?;
    if !cursor.eat("(") {
        let said = read_token(cursor)?;
        let exact = is_exact(&said);
        *(if exact { &mut client.version } else { &mut client.requirement }) = said;
        cursor.eat(" (").then_some(())?;
    }
    let ecosystem = cursor.until(&[',', ')']);
    if ecosystem != UNKNOWN {
        client.ecosystem = Ecosystem::from_word(ecosystem)?.word().into();
    }
    if cursor.eat(", version ") {
        client.version = cursor.code()?;
    }
    if cursor.eat(", as ") {
        client.requirement = read_token(cursor)?;
    } else if cursor.eat(", ") {
        if !cursor.eat("in ") {
            client.requirement = read_token(cursor)?;
            cursor.eat(" in ").then_some(())?;
        }
        loop {
            out.push(Client { manifest: cursor.code()?, ..client.clone() });
            if !cursor.eat(", ") {
                return cursor.eat(")").then_some(());
            }
        }
    }
    out.push(client);
    cursor.eat(")").then_some(())
}

fn read_token(cursor: &mut Cursor<'_>) -> Option<String> {
    if cursor.rest.starts_with('`') {
        return cursor.code();
    }
    let word = cursor.until(&[' ', ',', ')']);
    (!word.is_empty()).then(|| super::text::plain(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn client(name: &str, requirement: &str, version: &str, manifest: &str) -> Client {
        Client {
            ecosystem: "npm".into(),
            name: name.into(),
            requirement: requirement.into(),
            version: version.into(),
            manifest: manifest.into(),
        }
    }

    #[test]
    fn each_is_written_as_people_write_it() {
        for (client, written) in [
            (client("a", "^2.0.0", "2.1.0", "package.json"), "`a` 2.1.0 (npm, ^2.0.0 in `package.json`)"),
            (client("a", "^2.0.0", "", "package.json"), "`a` ^2.0.0 (npm, in `package.json`)"),
            (client("a", "", "2.1.0", ""), "`a` 2.1.0 (npm)"),
            (client("a", "", "", ""), "`a` (npm)"),
            (client("a", "2.1.0", "2.1.0", "x/package.json"), "`a` 2.1.0 (npm, 2.1.0 in `x/package.json`)"),
            (client("a", ">=1,<2", "", ""), "`a` `>=1,<2` (npm)"),
            (client("a", "2.1.0", "", ""), "`a` (npm, as 2.1.0)"),
            (client("a", "", "latest", ""), "`a` (npm, version `latest`)"),
        ] {
            let value = clients(std::slice::from_ref(&client));
            assert_eq!(value, Value::line(written));
            assert_eq!(read(&value), Some(vec![client]));
        }
    }

    #[test]
    fn manifests_of_one_client_share_its_item() {
        let all = [client("pg", "^8.0.0", "", "a/package.json"), client("pg", "^8.0.0", "", "b/package.json")];
        let value = clients(&all);
        assert_eq!(value, Value::line("`pg` ^8.0.0 (npm, in `a/package.json`, `b/package.json`)"));
        assert_eq!(read(&value).unwrap(), all);
    }

    proptest! {
        #[test]
        fn clients_come_back(all in prop::collection::vec(
            ("npm|pypi|", "[a-z@/`, ()]{1,8}", "|[\\^~0-9.]{1,5}|[a-z0-9`,.() <>=*&\\\\]{1,6}", "|v?[0-9.]{1,5}|[a-z0-9`, ]{1,4}", "|[a-z/.`,) ]{1,8}"),
            1..12,
        )) {
            let all: Vec<Client> = all.into_iter().map(|(ecosystem, name, requirement, version, manifest)| {
                Client { ecosystem, name, requirement, version, manifest }
            }).collect();
            prop_assert_eq!(read(&clients(&all)), Some(all));
        }
    }
}
