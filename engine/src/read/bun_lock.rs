//! `bun.lock`, the text form of bun's lock.
//!
//! `workspaces` has a copy of every manifest, by folder. `packages` is the tree of installed packages: `react` for all, and
//! below the name of a package, which may be a workspace's, what it has of its own, `web/react`.

use super::ReadError;
use super::json::Cursor;
use super::npm::split_version;
use super::npm_lock::{Asked, copy_of_manifest, tell};
use crate::facts::Sink;
use std::collections::HashMap;

/// Reads it.
pub fn read(text: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut asked = Asked::new();
    let mut folders = HashMap::new();
    Cursor::new(text)?.object(|cursor, key| match &*key.value {
        "workspaces" => cursor.object(|cursor, folder| {
            copy_of_manifest(cursor, &mut asked, |cursor, key| {
                if key.value == "name"
                    && let Some(name) = cursor.text()?
                {
                    folders.insert(name.value, folder.value.clone());
                }
                Ok(())
            })
        }),
        "packages" => cursor.object(|cursor, key| {
            let (owner, name) = split_owner(&key.value);
            let Some(importer) = (if owner.is_empty() { Some("") } else { folders.get(owner).map(|f| &**f) }) else {
                return Ok(());
            };
            if !asked.contains(name) {
                return Ok(());
            }
            cursor.array(|cursor, index| {
                if index == 0
                    && let Some(resolved) = cursor.text()?
                    && let Some((real, version)) = split_version(&resolved.value)
                {
                    let name_at = key.value.len() - name.len();
                    tell(sink, key.part(name_at..key.value.len()), real, version, importer, "");
                }
                Ok(())
            })
        }),
        _ => Ok(()),
    })
}

/// The package that is asked for, and the path of packages above it: of `@acme/web/@scope/name` `@acme/web`, `@scope/name`.
fn split_owner(key: &str) -> (&str, &str) {
    let Some(slash) = key.rfind('/') else { return ("", key) };
    let before = &key[..slash];
    let scope_at = before.rfind('/').map_or(0, |i| i + 1);
    let name_at = if before[scope_at..].starts_with('@') { scope_at } else { slash + 1 };
    (key[..name_at].trim_end_matches('/'), &key[name_at..])
}

#[cfg(test)]
mod tests {
    use super::split_owner;

    #[test]
    fn scopes_belong_to_the_name_behind_them() {
        for (key, parts) in [
            ("react", ("", "react")),
            ("@s/react", ("", "@s/react")),
            ("web/react", ("web", "react")),
            ("@acme/web/react", ("@acme/web", "react")),
            ("@acme/web/@s/react", ("@acme/web", "@s/react")),
            ("a/b/c", ("a/b", "c")),
            ("", ("", "")),
            ("/", ("", "")),
        ] {
            assert_eq!(split_owner(key), parts, "{key}");
        }
    }
}
