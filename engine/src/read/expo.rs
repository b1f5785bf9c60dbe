//! Expo: `app.json`. What a build of the app adds to the manifests of both platforms.
//! <https://docs.expo.dev/versions/latest/config/app/>

use super::json::{Cursor, Text};
use super::variable::push_value;
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Sink, What};
use crate::path;

/// Reads it.
pub const READER: Reader = Reader { name: "expo", wants, read };

fn wants(path: &str) -> bool {
    matches!(path::name(path), "app.config.json" | "app.json")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    Cursor::new(file.text)?.object(|cursor, key| if key.value == "expo" { expo(cursor, sink) } else { Ok(()) })
}

fn push_key(place: &Text<'_>, key: String, sink: &mut Sink<'_>) {
    let shown = place.value.to_string();
    sink.push_named(place.span.clone(), What::Config { key }, &shown);
}

/// What both platforms are told in the same words.
fn platform(cursor: &mut Cursor<'_>, key: &Text<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    match &*key.value {
        "config" => cursor.object(|_, key| {
            push_key(key, format!("expo:{}", key.value), sink);
            Ok(())
        }),
        "googleServicesFile" => {
            push_key(key, "google-services.json".into(), sink);
            Ok(())
        }
        _ => Ok(()),
    }
}

fn expo(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    cursor.object(|cursor, key| match &*key.value {
        "plugins" => cursor.array(|cursor, _| {
            // A package, or a list that begins with one.
            if !cursor.is_array() {
                return plugin(cursor, sink);
            }
            cursor.array(|cursor, index| if index == 0 { plugin(cursor, sink) } else { Ok(()) })
        }),
        "ios" => cursor.object(|cursor, key| match &*key.value {
            "usesAppleSignIn" if cursor.is_true() => {
                push_key(key, "entitlement:com.apple.developer.applesignin".into(), sink);
                Ok(())
            }
            "entitlements" => cursor.object(|_, key| {
                push_key(key, format!("entitlement:{}", key.value), sink);
                Ok(())
            }),
            "infoPlist" => cursor.object(|cursor, key| {
                if key.value != "UIBackgroundModes" {
                    push_key(key, format!("info-plist:{}", key.value), sink);
                    return Ok(());
                }
                cursor.array(|cursor, _| {
                    if let Some(mode) = cursor.text()? {
                        push_key(&mode, format!("info-plist:UIBackgroundModes:{}", mode.value), sink);
                    }
                    Ok(())
                })
            }),
            _ => platform(cursor, key, sink),
        }),
        "android" => cursor.object(|cursor, key| match &*key.value {
            "permissions" => cursor.array(|cursor, _| {
                let permission = cursor.text()?.filter(|name| {
                    name.value.contains('.') && !name.value.starts_with("android.permission.")
                        || name.value.contains(".health.")
                });
                if let Some(name) = permission {
                    push_key(&name, format!("android-permission:{}", name.value), sink);
                }
                Ok(())
            }),
            _ => platform(cursor, key, sink),
        }),
        "updates" => cursor.object(|cursor, key| {
            if key.value == "url"
                && let Some(address) = cursor.text()?
            {
                push_value(sink, address.span.start, "url", &address.value);
            }
            Ok(())
        }),
        "extra" => cursor.object(|cursor, key| {
            if key.value != "eas" {
                return Ok(());
            }
            cursor.object(|_, key| {
                if key.value == "projectId" {
                    push_key(key, "expo-eas".into(), sink);
                }
                Ok(())
            })
        }),
        _ => Ok(()),
    })
}

/// A plugin is the package that brings it, and takes part in the app's build.
fn plugin(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if let Some(name) = cursor.text()?
        && !name.value.starts_with(['.', '/'])
        && !name.value.is_empty()
    {
        sink.push(name.span.clone(), What::Import { ecosystem: Ecosystem::Npm, module: name.value.to_string() });
    }
    Ok(())
}
