//! `pnpm-lock.yaml`, versions 5 to 9. Only the importers are read: the folders of manifests, each with the versions that its
//! requirements got. Where there is but one, versions before 9 leave the importer out.
//!
//! ```yaml
//! importers:
//!   apps/web:
//!     dependencies:
//!       react: 18.2.0               # version 5; peers behind `_`
//!       next:                       # from version 6 on; peers in parentheses
//!         specifier: ^14
//!         version: 14.0.1(react@18.2.0)
//! ```

use super::ReadError;
use super::lines::{Part, lines};
use super::npm::{FIELDS, split_version};
use super::npm_lock::tell;
use crate::facts::Sink;

/// Reads it.
pub fn read(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut importer = "";
    // How far the fields of a manifest are indented: at the top of the file, or below an importer.
    let mut fields_at = None;
    let mut in_field = false;
    let mut name = None;
    for line in lines(text) {
        let indent = line.indent();
        // Most of the file is deeper than anything that is looked for, or below another key.
        if indent > 0 && fields_at.is_none() || indent > 8 {
            continue;
        }
        let Some((key, value)) = line.entry() else { continue };
        if indent == 0 {
            importer = "";
            in_field = is_field(key.text);
            fields_at = if key.text == "importers" { Some(4) } else { in_field.then_some(0) };
            continue;
        }
        let Some(fields) = fields_at else { continue };
        if indent < fields {
            importer = if key.text == "." { "" } else { key.text };
            in_field = false;
        } else if indent == fields {
            in_field = is_field(key.text);
        } else if in_field && indent == fields + 2 {
            name = Some(key);
            if !value.text.is_empty() {
                locked(sink, key, value.text, importer);
            }
        } else if in_field
            && indent == fields + 4
            && key.text == "version"
            && let Some(name) = name
        {
            locked(sink, name, value.text, importer);
        }
    }
    Ok(())
}

fn is_field(key: &str) -> bool {
    FIELDS.iter().any(|(field, _)| *field == key)
}

/// Tells a version: `1.0.0`, `1.0.0_react@18.2.0`, `1.0.0(react@18.2.0)`, and of another name `/real/1.0.0_react@18.2.0`,
/// `/@scope/real@1.0.0(…)`, `real@1.0.0`.
fn locked(sink: &mut Sink<'_>, name: Part<'_>, resolved: &str, importer: &str) {
    let resolved = resolved.split('(').next().unwrap_or(resolved);
    let without_peers = resolved.split('_').next().unwrap_or(resolved);
    let is_version = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    let (real, version) = if is_version(resolved) {
        (name.text, without_peers)
    } else if let Some((real, version)) = without_peers.strip_prefix('/').and_then(|path| path.rsplit_once('/'))
        && is_version(version)
    {
        (real, version)
    } else if let Some((real, version)) = split_version(resolved.strip_prefix('/').unwrap_or(resolved))
        && !real.contains(':')
    {
        (real, version)
    } else {
        return;
    };
    tell(sink, name.span(), real, version, importer, "");
}
