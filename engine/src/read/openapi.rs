//! Descriptions of APIs: OpenAPI, Swagger and AsyncAPI. Whether one is of an API that the code serves or of one that it calls
//! it does not say, so its hosts prove no use.
//! <https://spec.openapis.org/oas/latest.html>

use super::deploy::tree::tree;
use super::variable::push_address;
use super::yaml::Node;
use super::{File, ReadError, Reader};
use crate::facts::{Sink, Usage, What};
use crate::path;
use crate::url;

/// Reads it.
pub const READER: Reader = Reader { name: "openapi", wants, read };

/// Words in the names of such files.
const WORDS: &[&str] = &["api", "asyncapi", "oas", "openapi", "openapi3", "spec", "swagger"];

fn wants(path: &str) -> bool {
    matches!(path::extension(path), "json" | "yaml" | "yml")
        && path::name(path)
            .split(['.', '-', '_'])
            .any(|word| WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)))
}

/// How far into a file it must say what it is.
const HEAD_BYTES: usize = 4096;

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let head = &file.text[..file.text.floor_char_boundary(HEAD_BYTES)];
    let says = |word: &str| head.contains(&format!("{word}:")) || head.contains(&format!("\"{word}\""));
    let Some(kind) = ["openapi", "swagger", "asyncapi"].into_iter().find(|word| says(word)) else { return Ok(()) };
    let root = tree(file.extension(), file.text)?;
    if root.get(kind).is_none() {
        return Ok(());
    }
    let kind = if kind == "swagger" { "openapi" } else { kind };
    sink.push_file(What::Config { key: kind.into() });
    // `servers` is a list, in AsyncAPI an object of them.
    if let Some(servers) = root.get("servers") {
        let named = servers.entries().iter().map(|entry| &entry.value);
        for server in servers.items().iter().chain(named) {
            for address in ["host", "url"].iter().filter_map(|key| server.get(key)) {
                host(address, sink);
            }
            if let Some((node, protocol)) = server.get("protocol").and_then(|node| Some((node, node.text()?))) {
                sink.push(node.span.clone(), What::Config { key: format!("asyncapi:{protocol}") });
            }
        }
    }
    if let Some(address) = root.get("host") {
        host(address, sink);
    }
    if let Some(hooks) = root.entries().iter().find(|entry| matches!(&*entry.key, "webhooks" | "x-webhooks")) {
        sink.push(hooks.key_span.clone(), What::Config { key: format!("{kind}:webhooks") });
    }
    let schemes = root.get("components").and_then(|node| node.get("securitySchemes"));
    let schemes = schemes.or_else(|| root.get("securityDefinitions"));
    for scheme in schemes.map_or(&[][..], Node::entries) {
        scheme.value.each_entry(&mut |entry| {
            if matches!(&*entry.key, "authorizationUrl" | "openIdConnectUrl" | "refreshUrl" | "tokenUrl") {
                host(&entry.value, sink);
            }
        });
    }
    Ok(())
}

fn host(address: &Node<'_>, sink: &mut Sink<'_>) {
    let text = address.text().unwrap_or("");
    if text.contains("://") {
        push_address(sink, address.span.clone(), "server", text, Usage::Allowed);
    } else if let Some(host) = url::bare_host(text.split('/').next().unwrap_or("")) {
        url::push_host(sink, address.span.clone(), &host, Usage::Allowed);
    }
}
