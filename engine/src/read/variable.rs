//! Environment variables as files declare them: what may be a name, and facts that never hold a value.

use super::yaml::{Node, Value};
use crate::facts::{Sink, Usage, What};
use crate::url;
use std::ops::Range;

/// Longest name, in bytes. Longer ones are data.
const NAME_BYTES: usize = 128;

/// Whether the text may name a variable: letters, digits and `_`, no digit first.
pub fn is_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    !bytes.is_empty()
        && bytes.len() <= NAME_BYTES
        && !bytes[0].is_ascii_digit()
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || *b == b'_')
}

/// Whether the text is a name as people write variables and nothing else: capitals, digits and `_`.
pub fn is_capital_name(text: &str) -> bool {
    is_name(text)
        && text.len() > 1
        && text.bytes().all(|b| !b.is_ascii_lowercase())
        && text.bytes().any(|b| b.is_ascii_uppercase())
}

/// Adds a declaration, with the name alone as its excerpt.
pub fn declare(sink: &mut Sink<'_>, span: Range<usize>, name: &str, has_value: bool) {
    if is_name(name) {
        let excerpt = format!("{name}{}", if has_value { "=…" } else { "" });
        sink.push_named(span, What::EnvDeclared { name: name.to_owned(), has_value }, &excerpt);
    }
}

/// How names end whose value says which database the code talks to.
const DATABASE_KINDS: &[&str] = &[
    "DATABASE_CLIENT",
    "DATABASE_DIALECT",
    "DATABASE_PROVIDER",
    "DATABASE_TYPE",
    "DB_CLIENT",
    "DB_CONNECTION",
    "DB_DIALECT",
    "DB_DRIVER",
    "DB_ENGINE",
    "DB_TYPE",
];

/// Words for such a database, and the scheme of its connection strings. Sorted.
const DATABASES: &[(&str, &str)] = &[
    ("mariadb", "mariadb"),
    ("mongo", "mongodb"),
    ("mongodb", "mongodb"),
    ("mssql", "mssql"),
    ("mysql", "mysql"),
    ("mysql2", "mysql"),
    ("pg", "postgresql"),
    ("pgsql", "postgresql"),
    ("postgres", "postgresql"),
    ("postgresql", "postgresql"),
    ("sqlite", "sqlite"),
    ("sqlite3", "sqlite"),
    ("sqlsrv", "sqlserver"),
];

/// The scheme of the database that a variable's value names: `DB_CONNECTION=pgsql`.
fn database(name: &str, value: &str) -> Option<&'static str> {
    let value = value.split(" #").next().unwrap_or(value).trim().trim_matches(['"', '\'']).to_ascii_lowercase();
    let at = DATABASES.binary_search_by_key(&value.as_str(), |row| row.0).ok()?;
    DATABASE_KINDS.iter().any(|kind| name.ends_with(kind)).then_some(DATABASES[at].1)
}

/// Adds the hosts and schemes in the value of a variable, without the value as an excerpt. Names that say that they hold
/// a host (`SMTP_HOST`) may hold it bare.
pub fn push_value(sink: &mut Sink<'_>, base: usize, name: &str, value: &str) {
    let before = sink.facts().len();
    url::push_urls(sink, base, value, Usage::Value);
    if let Some(scheme) = database(name, value) {
        sink.push(base..base + value.len(), What::Scheme { scheme: scheme.to_owned() });
    }
    if sink.facts().len() == before && says_host(name) {
        let quoted = value.trim().trim_matches(['"', '\'']);
        if let Some(host) = url::bare_host(quoted) {
            url::push_host(sink, base..base + value.len(), &host, Usage::Value);
        }
    }
    hide(sink, before, base..base + value.len(), name);
}

/// Adds the hosts and schemes of an address that the file writes otherwise, or beside what nobody may keep: at `place`, with
/// the name and the host as the excerpt.
pub fn push_address(sink: &mut Sink<'_>, place: Range<usize>, name: &str, address: &str, usage: Usage) {
    let before = sink.facts().len();
    url::push_urls(sink, place.start, address, usage);
    hide(sink, before, place, name);
}

/// Gives the facts behind the first `before` a place and an excerpt without the value that they were found in.
fn hide(sink: &mut Sink<'_>, before: usize, place: Range<usize>, name: &str) {
    for fact in sink.take_back(before) {
        let shown = match &fact.what {
            What::Host { host, url, .. } => if url.is_empty() { host } else { url }.clone(),
            What::Scheme { scheme } => format!("{scheme}://…"),
            _ => continue,
        };
        sink.push_named(place.clone(), fact.what, &format!("{name}={shown}"));
    }
}

fn says_host(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    ["HOST", "HOSTNAME", "SERVER", "ENDPOINT", "DOMAIN", "URL", "URI", "ADDRESS", "REGISTRY"]
        .iter()
        .any(|word| upper.ends_with(word))
}

/// Adds the variables of an `environment:` as YAML writes it: a mapping of names, a list of `NAME=value` or `NAME`, or a
/// list of mappings with `name` or `key`.
pub fn declare_all(sink: &mut Sink<'_>, node: &Node<'_>) {
    if node.alias {
        return;
    }
    for entry in node.entries() {
        let value = &entry.value;
        declare(sink, entry.key_span.clone(), &entry.key, has_value(value));
        if value.text().is_some() && !value.alias && is_name(&entry.key) {
            push_node_value(sink, &entry.key, value);
        }
    }
    for item in node.items() {
        match &item.value {
            Value::Scalar(text) => {
                let (name, value) = text.split_once('=').unwrap_or((text, ""));
                let name = name.trim();
                declare(sink, item.span.clone(), name, !value.is_empty());
                if is_name(name) && !item.alias {
                    push_node_value(sink, name, item);
                }
            }
            Value::Mapping(_) => {
                let Some(named) = ["name", "key", "variable", "Name"].iter().find_map(|key| item.get(key)) else {
                    continue;
                };
                let name = named.text().unwrap_or("").to_owned();
                let valued = |key: &str| {
                    ["value", "from", "generate"].iter().any(|word| key.to_ascii_lowercase().contains(word))
                };
                let has_value = item.entries().iter().any(|entry| valued(&entry.key));
                declare(sink, named.span.clone(), &name, has_value);
                if let Some(value) = item.get("value").filter(|value| !value.alias && is_name(&name)) {
                    push_node_value(sink, &name, value);
                }
            }
            Value::Sequence(_) => {}
        }
    }
}

/// Whether a value stands there: a lone reference to a variable of the same name hands it on, and is one, too.
pub fn has_value(node: &Node<'_>) -> bool {
    node.text().is_none_or(|text| !text.is_empty())
}

fn push_node_value(sink: &mut Sink<'_>, name: &str, node: &Node<'_>) {
    let text = sink.text();
    let raw = text.get(node.span.clone()).unwrap_or("");
    let (raw, base) = match raw.find('=') {
        Some(at) if raw.trim_start_matches(['"', '\'']).starts_with(name) => (&raw[at + 1..], node.span.start + at + 1),
        _ => (raw, node.span.start),
    };
    push_value(sink, base, name, raw);
}

/// `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:?message}` in a text: where, the name, and what stands behind the
/// name inside the braces. `$$` is a plain dollar, and `${{` belongs to others.
pub fn interpolations(text: &str) -> impl Iterator<Item = (Range<usize>, &str, &str)> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'$', bytes).filter_map(move |at| {
        let dollars = bytes[..at].iter().rev().take(64).take_while(|b| **b == b'$').count();
        if dollars % 2 == 1 {
            return None;
        }
        let braced = bytes.get(at + 1) == Some(&b'{');
        let from = if braced { at + 2 } else { at + 1 };
        let length = bytes[from..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        let name = &text[from..from + length];
        if !is_name(name) {
            return None;
        }
        if !braced {
            return Some((at..from + length, name, ""));
        }
        match bytes.get(from + length)? {
            b'}' => Some((at..from + length + 1, name, "")),
            b':' | b'-' | b'?' | b'+' => {
                let rest = &text[from + length..];
                let near = &rest.as_bytes()[..rest.len().min(500)];
                let end = memchr::memchr2(b'}', b'\n', near).unwrap_or(0);
                Some((at..from + length + end, name, rest.get(..end).unwrap_or("")))
            }
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_behind_dollars() {
        let found: Vec<_> = interpolations("$A ${B} ${C:-x} ${D:?no} $$E $${F} ${{ G }} $1 ${H ${I-} é$J_é")
            .map(|(_, n, r)| (n, r))
            .collect();
        assert_eq!(found, [("A", ""), ("B", ""), ("C", ":-x"), ("D", ":?no"), ("I", "-"), ("J_", "")]);
    }

    #[test]
    fn databases_by_their_word() {
        assert!(DATABASES.is_sorted() && DATABASE_KINDS.is_sorted());
        assert_eq!(database("DB_CONNECTION", "pgsql # or mysql"), Some("postgresql"));
        assert_eq!(database("SHOP_DB_TYPE", "\"MySQL\""), Some("mysql"));
        assert_eq!(database("DB_NAME", "mysql"), None);
    }

    #[test]
    fn names() {
        assert!(is_name("a_B1") && !is_name("1a") && !is_name("") && !is_name("a-b"));
        assert!(is_capital_name("A_1") && !is_capital_name("Ab") && !is_capital_name("_") && !is_capital_name("A"));
    }
}
