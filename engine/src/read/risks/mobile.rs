//! Manifests of Android's and Apple's apps: whether the app as a whole may talk without encryption.

use super::push;
use crate::facts::Sink;
use crate::path;
use crate::read::{File, ReadError, Reader};
use crate::risk::Risk;
use memchr::memmem;

/// Reads it.
pub const READER: Reader = Reader { name: "app manifest, risks", wants, read };

fn wants(path: &str) -> bool {
    // Debug builds talk to the developer's own machine.
    path::name(path) == "AndroidManifest.xml" && !path.contains("/debug/") && !path.contains("/profile/")
        || path::name(path) == "Info.plist"
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let text = file.text;
    if let Some(at) = memmem::find(text.as_bytes(), b"android:usesCleartextTraffic=\"true\"") {
        push(sink, at..at + 28, Risk::CleartextApp, "usesCleartextTraffic");
    }
    let key = "<key>NSAllowsArbitraryLoads</key>";
    if let Some(at) = text.find(key)
        && text.get(at + key.len()..).unwrap_or("").trim_start().starts_with("<true/>")
    {
        push(sink, at..at + key.len(), Risk::CleartextApp, "NSAllowsArbitraryLoads");
    }
    Ok(())
}
