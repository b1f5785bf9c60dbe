//! Extensions of browsers: `manifest.json` with a `manifest_version`. The hosts that one may see, and what it asks the
//! browser for.
//! <https://developer.mozilla.org/docs/Mozilla/Add-ons/WebExtensions/manifest.json>

use super::html::push_policy;
use super::json::Cursor;
use super::{File, ReadError, Reader};
use crate::facts::{Sink, Usage, What};
use crate::path;
use crate::url;

/// Reads it.
pub const READER: Reader = Reader { name: "browser extension", wants, read };

fn wants(path: &str) -> bool {
    let name = path::name(path);
    name == "manifest.json" || name.starts_with("manifest.") && name.ends_with(".json")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if !file.text.contains("\"manifest_version\"") {
        return Ok(());
    }
    sink.push_file(What::Config { key: "browser-extension".into() });
    Cursor::new(file.text)?.object(|cursor, key| match &*key.value {
        "host_permissions" | "optional_host_permissions" | "optional_permissions" | "permissions" => {
            permissions(cursor, sink)
        }
        "content_scripts" | "web_accessible_resources" => cursor.array(|cursor, _| {
            cursor.object(|cursor, key| if key.value == "matches" { permissions(cursor, sink) } else { Ok(()) })
        }),
        "externally_connectable" => {
            cursor.object(|cursor, key| if key.value == "matches" { permissions(cursor, sink) } else { Ok(()) })
        }
        "content_security_policy" if cursor.is_object() => cursor.object(|cursor, _| policy(cursor, sink)),
        "content_security_policy" => policy(cursor, sink),
        "oauth2" | "update_url" => {
            sink.push_named(key.span.clone(), What::Config { key: format!("extension:{}", key.value) }, &key.value);
            Ok(())
        }
        _ => Ok(()),
    })
}

fn policy(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if let Some(policy) = cursor.text()? {
        push_policy(sink, policy.span.start, &policy.value);
    }
    Ok(())
}

/// Patterns of addresses, `https://*.acme.io/*`, and words for what else it wants: `identity`, `gcm`.
fn permissions(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    cursor.array(|cursor, _| {
        let Some(text) = cursor.text()? else { return Ok(()) };
        if text.value.contains("://") {
            // `*://` stands for either scheme of the web.
            let address = text
                .value
                .strip_prefix("*://")
                .map_or_else(|| text.value.to_string(), |rest| format!("https://{rest}"));
            let before = sink.facts().len();
            url::push_urls(sink, text.span.start, &address, Usage::Allowed);
            for fact in sink.take_back(before) {
                sink.push(text.span.clone(), fact.what);
            }
        } else if !text.value.is_empty() && text.value.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.') {
            sink.push(text.span.clone(), What::Config { key: format!("extension:{}", text.value) });
        }
        Ok(())
    })
}
