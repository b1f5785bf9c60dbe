//! Compose files: ports of databases that are published to every network, passwords that stand in the file, containers
//! that may take over their host.

use super::push;
use crate::facts::Sink;
use crate::read::variable::interpolations;
use crate::read::yaml::{self, Node, Value};
use crate::read::{self, File, ReadError, Reader};
use crate::risk::{Risk, is_placeholder, says_secret};

/// Reads it.
pub const READER: Reader = Reader { name: "docker compose, risks", wants: read::compose::wants, read };

/// Ports that only the application itself needs: of databases, caches, queues and their consoles. Sorted.
const INNER_PORTS: &[u16] = &[
    1433, 1521, 2375, 2379, 3306, 5432, 5672, 5984, 6333, 6379, 7474, 7687, 8086, 8123, 9042, 9092, 9200, 11211, 15672,
    27017,
];

/// Images of consoles by which an administrator gets at data, by a part of their names.
const CONSOLES: &[&str] = &["adminer", "mongo-express", "pgadmin", "phpmyadmin", "redis-commander", "redisinsight"];

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    // What is wrong with the file is told by its other reader.
    let (documents, _) = yaml::documents(file.text);
    for service in documents.iter().filter_map(|top| top.get("services")).flat_map(Node::entries) {
        if !service.value.alias {
            read_service(sink, &service.key, &service.value);
        }
    }
    Ok(())
}

fn read_service(sink: &mut Sink<'_>, name: &str, service: &Node<'_>) {
    let image = service.text_of("image").unwrap_or("");
    for port in service.get("ports").map_or(&[][..], Node::items) {
        if let Some(inner) = published(port)
            && (INNER_PORTS.binary_search(&inner).is_ok() || CONSOLES.iter().any(|console| image.contains(console)))
        {
            push(sink, port.span.clone(), Risk::PublishedPort, format!("{name} {inner}"));
        }
    }
    if let Some(node) = service.get("privileged").filter(|node| node.text() == Some("true")) {
        push(sink, node.span.clone(), Risk::HostAccess, format!("{name} privileged"));
    }
    for volume in service.get("volumes").map_or(&[][..], Node::items) {
        let source = volume.text().or_else(|| volume.text_of("source")).unwrap_or("");
        if source.contains("/var/run/docker.sock") {
            push(sink, volume.span.clone(), Risk::HostAccess, format!("{name} docker.sock"));
        }
    }
    let Some(environment) = service.get("environment").filter(|node| !node.alias) else { return };
    for entry in environment.entries().iter().filter(|entry| !entry.value.alias) {
        if let Some(text) = entry.value.text() {
            password(sink, &entry.value, &entry.key, text);
        }
    }
    for item in environment.items() {
        if let Value::Scalar(text) = &item.value
            && let Some((name, value)) = text.split_once('=')
        {
            password(sink, item, name, value);
        }
    }
}

/// Adds a variable whose value, or the default of its value, is a secret written out.
fn password(sink: &mut Sink<'_>, node: &Node<'_>, name: &str, value: &str) {
    if !says_secret(name) {
        return;
    }
    let default = interpolations(value).next();
    let value = match default {
        // The span ends before the brace.
        Some((span, _, rest)) if span.start == 0 && span.end + 1 >= value.len() => {
            match rest.strip_prefix(":-").or_else(|| rest.strip_prefix('-')) {
                Some(value) => value,
                None => return,
            }
        }
        _ => value,
    };
    if !is_placeholder(value) {
        push(sink, node.span.clone(), Risk::ComposePassword, name);
    }
}

/// The container's port that is published on every address of the host.
fn published(port: &Node<'_>) -> Option<u16> {
    if port.get("target").is_some() {
        let local = port.text_of("host_ip").is_some_and(is_loopback);
        return (port.text_of("published").is_some() && !local).then(|| port.text_of("target")?.parse().ok()).flatten();
    }
    let text = port.text()?;
    let text = text.split('/').next()?;
    // `${PORT:-5432}:5432` has colons of its own.
    let (host, inner) = text.rsplit_once(':')?;
    let address = host.split_once(':').map_or("", |(address, _)| address);
    (!is_loopback(host) && !is_loopback(address)).then(|| inner.parse().ok()).flatten()
}

fn is_loopback(text: &str) -> bool {
    text.starts_with("127.")
        || text.starts_with("localhost")
        || text.starts_with("[::1]")
        || text.starts_with("${")
            && (text.contains("127.0.0.1") || text.contains("_IP") || text.contains("BIND") || text.contains("_ADDR"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_that_everybody_reaches() {
        assert!(INNER_PORTS.is_sorted() && CONSOLES.is_sorted());
        let open = |text: &'static str| {
            let (documents, _) = yaml::documents(text);
            documents.first().and_then(published)
        };
        for (text, inner) in [
            ("\"5432:5432\"", Some(5432)),
            ("\"${PORT:-5432}:5432\"", Some(5432)),
            ("\"0.0.0.0:6379:6379/tcp\"", Some(6379)),
            ("\"127.0.0.1:5432:5432\"", None),
            ("\"${BIND_IP:-127.0.0.1}:5432:5432\"", None),
            ("\"5432\"", None),
            ("{target: 5432, published: 5432}", Some(5432)),
            ("{target: 5432, published: 5432, host_ip: 127.0.0.1}", None),
            ("é", None),
        ] {
            assert_eq!(open(text), inner, "{text}");
        }
    }
}
