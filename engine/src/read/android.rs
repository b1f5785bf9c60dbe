//! Android: manifests, strings and properties that an app is built with, and Firebase's `google-services.json`.
//! <https://developer.android.com/guide/topics/manifest/manifest-intro>

use super::apple::{is_handed, without_id};
use super::json::Cursor;
use super::lines::{Part, lines};
use super::variable::{declare, interpolations, is_capital_name, push_address, push_value};
use super::xml::{self, Element};
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Sink, Usage, What};
use crate::path;
use crate::url;

/// Reads it.
pub const READER: Reader = Reader { name: "android", wants, read };

fn wants(path: &str) -> bool {
    let name = path::name(path);
    matches!(name, "AndroidManifest.xml" | "google-services.json") || is_values(path) || is_properties(name)
}

/// Texts of an app, among which people keep ids and keys.
fn is_values(path: &str) -> bool {
    path::extension(path) == "xml"
        && path::name(path::folder(path)) == "values"
        && path::name(path::folder(path::folder(path))) == "res"
}

/// Properties that a build is given: `local.properties.example`, `secrets.defaults.properties`, `gradle.properties`.
fn is_properties(name: &str) -> bool {
    let mut parts = name.split('.');
    let first = parts.next().unwrap_or("");
    matches!(first, "apikey" | "apikeys" | "gradle" | "keys" | "keystore" | "local" | "secret" | "secrets")
        && parts.any(|part| part == "properties")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    match file.name() {
        "AndroidManifest.xml" => manifest(file.text, sink),
        "google-services.json" => firebase(file.text, sink),
        name if is_properties(name) => {
            properties(file, sink);
            Ok(())
        }
        _ => values(file.text, sink),
    }
}

fn push_key(place: Part<'_>, key: String, sink: &mut Sink<'_>) {
    sink.push_named(place.span(), What::Config { key }, place.text);
}

fn manifest(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let (document, end) = xml::parse(text);
    document.each(&mut |element| {
        let name = element.attribute("name");
        match (element.name.text, name) {
            // Those of the system itself say nothing of a service, but for health.
            ("uses-permission" | "uses-permission-sdk-23", Some(name))
                if !name.text.starts_with("android.permission.")
                    || name.text.starts_with("android.permission.health.") =>
            {
                push_key(name, format!("android-permission:{}", name.text), sink);
            }
            ("meta-data", Some(name)) => {
                push_key(name, format!("android-meta:{}", name.text), sink);
                if let Some(value) = element.attribute("value") {
                    placeholders(value, sink);
                    push_value(sink, value.start, "url", value.text);
                }
            }
            ("action", Some(name)) if !name.text.starts_with("android.") => {
                push_key(name, format!("android-action:{}", name.text), sink);
            }
            // A component that another's library brings along: `com.stripe.android.view.PaymentActivity`.
            ("activity" | "provider" | "receiver" | "service", Some(name))
                if name.text.matches('.').count() > 1 && !name.text.starts_with(['.', '$']) =>
            {
                sink.push(name.span(), What::Import { ecosystem: Ecosystem::Maven, module: name.text.to_owned() });
            }
            ("data", _) => link(element, sink),
            _ => {}
        }
    });
    end
}

/// What opens the app: hosts of its own, and schemes by which others come back to it.
fn link(data: &Element<'_>, sink: &mut Sink<'_>) {
    if let Some(host) = data.attribute("host").filter(|host| !host.text.starts_with(['@', '$'])) {
        let name = host.text.trim_start_matches("*.").to_ascii_lowercase();
        url::push_host(sink, host.span(), &name, Usage::Allowed);
    }
    let scheme = data.attribute("scheme").filter(|scheme| !scheme.text.starts_with(['@', '$']));
    if let Some(scheme) = scheme.filter(|scheme| !matches!(scheme.text, "content" | "file" | "http" | "https")) {
        let key = format!("url-scheme:{}", without_id(scheme.text));
        sink.push_named(scheme.span(), What::Config { key: key.clone() }, &key);
    }
}

/// `${MAPS_API_KEY}`: the build fills it in.
fn placeholders(value: Part<'_>, sink: &mut Sink<'_>) {
    for (span, name, _) in interpolations(value.text) {
        if is_capital_name(name) {
            let place = value.start + span.start..value.start + span.end;
            sink.push_named(place, What::EnvRead { name: name.to_owned(), required: None }, name);
        }
    }
}

/// What the names of texts end with that are ids and keys of services.
const IDS: &[&str] = &["_api_key", "_app_id", "_application_id", "_client_id", "_client_token", "_key", "_token"];

/// `res/values/*.xml`: texts whose names say that they are a service's id or key, each as `android-string:NAME`.
fn values(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let (document, end) = xml::parse(text);
    let strings = document.child("resources").into_iter().flat_map(|resources| resources.all("string"));
    for (name, value) in strings.filter_map(|string| Some((string.attribute("name")?, string.text))) {
        if IDS.iter().any(|end| name.text.ends_with(end)) {
            push_key(name, format!("android-string:{}", name.text), sink);
        }
        // What people read holds links, too.
        let address = ["_base", "_endpoint", "_host", "_server", "_url"].iter().any(|end| name.text.ends_with(end));
        url::push_urls(sink, value.start, value.text, if address { Usage::Value } else { Usage::Link });
    }
    end
}

/// Names in capitals with their values, as `.env` files have them. Among the settings of Gradle itself only those that hand a
/// key or an address to the app.
fn properties(file: &File<'_>, sink: &mut Sink<'_>) {
    let gradle = file.name().starts_with("gradle");
    for line in lines(file.text).filter(|line| !line.is_blank()) {
        let all = line.trimmed();
        let Some((name, value)) = all.text.split_once('=') else { continue };
        let name = name.trim();
        if is_capital_name(name) && (!gradle || is_handed(name)) {
            declare(sink, all.start..all.start + name.len(), name, !value.trim().is_empty());
            push_value(sink, all.start + all.text.len() - value.len(), name, value);
        }
    }
}

/// Where the project's database is, if it has one. Ids and keys are left alone.
fn firebase(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    Cursor::new(text)?.object(|cursor, key| {
        if key.value != "project_info" {
            return Ok(());
        }
        cursor.object(|cursor, key| {
            if key.value == "firebase_url"
                && let Some(address) = cursor.text()?
            {
                push_address(sink, address.span, "firebase_url", &address.value, Usage::Allowed);
            }
            Ok(())
        })
    })
}
