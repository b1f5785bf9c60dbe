//! Apps of Apple's platforms: entitlements, `Info.plist`, build settings, StoreKit's test products. They show which of Apple's
//! services an app takes part in (push, sign-in, health, purchases) and which vendors' keys it is built with.
//! <https://developer.apple.com/documentation/bundleresources/entitlements>

use super::lines::{Part, lines};
use super::variable::{declare, is_capital_name, push_address, push_value};
use super::xml::{self, Element};
use super::{File, ReadError, Reader};
use crate::facts::{Sink, Usage, What};
use crate::path;
use crate::url;

/// Reads it.
pub const READER: Reader = Reader { name: "apple", wants, read };

fn wants(path: &str) -> bool {
    let name = path::name(path);
    matches!(path::extension(name), "entitlements" | "plist" | "storekit" | "xcconfig" | "xcprivacy")
        || name == "project.pbxproj"
        || name.contains(".xcconfig.")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    match file.extension() {
        "pbxproj" => {
            project(file.text, sink);
            Ok(())
        }
        "storekit" => {
            sink.push_file(What::Config { key: "storekit".into() });
            Ok(())
        }
        "entitlements" | "plist" | "xcprivacy" => property_list(file, sink),
        _ => {
            settings(file.text, sink);
            Ok(())
        }
    }
}

/// The keys of a dictionary with their values.
fn entries<'e, 'a>(dict: &'e Element<'a>) -> impl Iterator<Item = (Part<'a>, &'e Element<'a>)> {
    let pairs = dict.children.windows(2).filter(|pair| pair[0].name.text == "key" && pair[1].name.text != "key");
    pairs.map(|pair| (pair[0].text, &pair[1]))
}

fn property_list(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    // The older form, and the binary one, are no XML.
    if !file.text.contains("<plist") {
        return Ok(());
    }
    let (document, end) = xml::parse(file.text);
    let Some(dict) = document.child("plist").and_then(|plist| plist.child("dict")) else { return end };
    match file.extension() {
        "xcprivacy" => tracking(dict, sink),
        _ if file.name().contains("entitlements") => entitlements(dict, sink),
        // Xcode and the system keep much else in lists of this form.
        _ if file.name().contains("Info") => info(file.name(), dict, sink),
        _ => {}
    }
    end
}

fn push_key(place: Part<'_>, key: String, sink: &mut Sink<'_>) {
    sink.push_named(place.span(), What::Config { key }, place.text);
}

/// What an app may do, each as `entitlement:KEY`.
fn entitlements(dict: &Element<'_>, sink: &mut Sink<'_>) {
    for (key, value) in entries(dict) {
        if value.name.text == "false" || key.text.is_empty() {
            continue;
        }
        push_key(key, format!("entitlement:{}", key.text), sink);
        if key.text == "com.apple.developer.associated-domains" {
            for domain in &value.children {
                // `applinks:shop.acme.io?mode=developer`
                let host =
                    domain.text.text.split_once(':').map_or("", |(_, host)| host.split('?').next().unwrap_or(""));
                if host.contains('.') && !host.contains(['$', '/']) {
                    let start =
                        domain.text.start + (host.as_ptr() as usize).saturating_sub(domain.text.text.as_ptr() as usize);
                    let host = host.trim_start_matches("*.").to_ascii_lowercase();
                    url::push_host(sink, Part { start, text: &host }.span(), &host, Usage::Allowed);
                }
            }
        }
    }
}

/// The domains to which an app says that it tells who its people are.
fn tracking(dict: &Element<'_>, sink: &mut Sink<'_>) {
    for (_, domains) in entries(dict).filter(|(key, _)| key.text == "NSPrivacyTrackingDomains") {
        for domain in &domains.children {
            url::push_host(sink, domain.text.span(), &domain.text.text.to_ascii_lowercase(), Usage::Value);
        }
    }
}

/// Beginnings of the keys that every app has, and that say nothing of a service.
const GENERIC: &[&str] = &[
    "ATS",
    "Application",
    "BGTask",
    "Bundle",
    "CF",
    "CS",
    "DT",
    "EX",
    "IT",
    "LS",
    "MD",
    "MinimumOS",
    "NS",
    "QL",
    "SU",
    "UI",
    "UT",
    "WK",
    "XPC",
];

/// `Info.plist` and its kin: vendors' keys, schemes by which others come back to the app, modes, hosts.
fn info(name: &str, dict: &Element<'_>, sink: &mut Sink<'_>) {
    for (key, value) in entries(dict) {
        match key.text {
            "CFBundleURLTypes" => schemes(value, sink),
            "UIBackgroundModes" => {
                for mode in value.children.iter().map(|child| child.text).filter(|mode| !mode.text.is_empty()) {
                    push_key(mode, format!("info-plist:UIBackgroundModes:{}", mode.text), sink);
                }
            }
            "NSAppTransportSecurity" => {
                let domains = entries(value).filter(|(key, _)| key.text == "NSExceptionDomains");
                for (host, _) in domains.flat_map(|(_, domains)| entries(domains)) {
                    url::push_host(sink, host.span(), &host.text.to_ascii_lowercase(), Usage::Allowed);
                }
            }
            // The file that Firebase gives an app: where its database is, and nothing else.
            "DATABASE_URL" if name.starts_with("GoogleService") => {
                push_address(sink, value.text.span(), key.text, value.text.text, Usage::Allowed);
            }
            _ if name.starts_with("GoogleService") => {}
            "NSHealthShareUsageDescription" | "NSHealthUpdateUsageDescription" | "SKAdNetworkItems" => {
                push_key(key, format!("info-plist:{}", key.text), sink);
            }
            text if !text.is_empty() && !text.contains(' ') && !is_generic(text) && value.name.text != "false" => {
                push_key(key, format!("info-plist:{text}"), sink);
                push_value(sink, value.text.start, "url", value.text.text);
            }
            _ => {}
        }
        given(value, sink);
    }
}

fn is_generic(key: &str) -> bool {
    GENERIC
        .iter()
        .any(|start| key.strip_prefix(start).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase())))
        || key == "MinimumOSVersion"
}

/// The URL schemes of an app: `fb1234567890` as `url-scheme:fb#`.
fn schemes(types: &Element<'_>, sink: &mut Sink<'_>) {
    let lists = types.children.iter().flat_map(entries).filter(|(key, _)| key.text == "CFBundleURLSchemes");
    for scheme in lists.flat_map(|(_, list)| &list.children).map(|child| child.text) {
        if !scheme.text.is_empty() && !scheme.text.contains('$') {
            let key = format!("url-scheme:{}", without_id(scheme.text));
            sink.push_named(scheme.span(), What::Config { key: key.clone() }, &key);
        }
    }
}

/// A scheme with the id at its end as `#`: `fb1234567890`, `wx0123456789abcdef`, `com.googleusercontent.apps.12-ab`.
pub fn without_id(scheme: &str) -> String {
    if scheme.starts_with("com.googleusercontent.apps.") {
        return "com.googleusercontent.apps.#".into();
    }
    let digits = scheme.len() - scheme.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let hex = scheme.len() - scheme.trim_end_matches(|c: char| c.is_ascii_hexdigit()).len();
    let tail = if digits >= 6 {
        digits
    } else if hex >= 12 && scheme.bytes().rev().take(hex).any(|b| b.is_ascii_digit()) {
        hex
    } else {
        return scheme.into();
    };
    format!("{}#", &scheme[..scheme.len() - tail])
}

/// Words in the name of a build setting by which it hands a key or an address to the app.
const HANDED: &[&str] = &["API", "DSN", "KEY", "SECRET", "TOKEN", "URL"];

/// Whether a build setting is one that people make up to hand something to the app: not `PRODUCT_NAME`.
pub fn is_handed(name: &str) -> bool {
    is_capital_name(name)
        && name.contains('_')
        && name.split('_').any(|word| HANDED.contains(&word))
        && !["ASSETCATALOG", "CODE_SIGN", "INFOPLIST", "POM", "SWIFT"].iter().any(|own| name.starts_with(own))
}

/// The build settings that a value takes: `$(MAPS_API_KEY)`.
fn given(value: &Element<'_>, sink: &mut Sink<'_>) {
    for at in memchr::memmem::find_iter(value.text.text.as_bytes(), b"$(") {
        let name = value.text.text.get(at + 2..).and_then(|rest| rest.split([')', ':']).next()).unwrap_or("");
        if is_handed(name) {
            let start = value.text.start + at + 2;
            let what = What::EnvRead { name: name.to_owned(), required: None };
            sink.push_named(start..start + name.len(), what, name);
        }
    }
    value.children.iter().for_each(|child| given(child, sink));
}

/// An Xcode project: the capabilities that it turns on, of which each is `com.apple.Push = { enabled = 1; };`.
fn project(text: &str, sink: &mut Sink<'_>) {
    let mut capability: Option<Part<'_>> = None;
    for line in lines(text) {
        let all = line.trimmed();
        if let Some(name) = all.text.strip_suffix(" = {").filter(|name| name.starts_with("com.apple.")) {
            capability = Some(Part { start: all.start, text: name });
        } else if all.text == "enabled = 1;"
            && let Some(name) = capability.take()
        {
            push_key(name, format!("apple-capability:{}", name.text), sink);
        } else if all.text.starts_with('}') {
            capability = None;
        }
    }
}

/// `*.xcconfig`: the settings that hand something to the app.
fn settings(text: &str, sink: &mut Sink<'_>) {
    for line in lines(text) {
        let all = line.trimmed();
        let Some((name, value)) = all.text.split_once('=') else { continue };
        let name = name.split('[').next().unwrap_or(name).trim();
        if is_handed(name) {
            let value = value.trim();
            declare(sink, all.start..all.start + name.len(), name, !value.is_empty());
            // A `//` would begin a comment: addresses are written `https:/$()/host`.
            let address = value.replace("/$()/", "//");
            push_address(sink, all.start..all.start + name.len(), name, &address, Usage::Value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_lose_their_ids() {
        for (scheme, key) in [
            ("fb1234567890123", "fb#"),
            ("wx0123456789abcdef", "wx#"),
            ("com.googleusercontent.apps.123-abc", "com.googleusercontent.apps.#"),
            ("msauth.com.acme.shop", "msauth.com.acme.shop"),
            ("shop", "shop"),
            ("deadbeefdeadbeef", "deadbeefdeadbeef"),
            ("é1234567", "é#"),
            ("", ""),
        ] {
            assert_eq!(without_id(scheme), key, "{scheme}");
        }
    }

    #[test]
    fn settings_that_hand_something_over() {
        assert!(is_handed("MAPS_API_KEY") && is_handed("API_URL") && !is_handed("PRODUCT_NAME") && !is_handed("KEY"));
        assert!(is_generic("CFBundleName") && is_generic("UIMainStoryboardFile") && !is_generic("FacebookAppID"));
    }
}
