//! Deno and JSR: `deno.json`, `jsr.json`, import maps and `deno.lock`.
//! <https://docs.deno.com/runtime/fundamentals/configuration/>

use super::json::{Cursor, Text};
use super::npm::split_version;
use super::{File, ReadError, Reader, npm_scripts};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, Usage, What};
use crate::{path, url};
use std::ops::Range;

/// Reads it.
pub const READER: Reader = Reader { name: "deno", wants, read };

fn wants(path: &str) -> bool {
    matches!(
        path::name(path),
        "deno.json" | "deno.jsonc" | "deno.lock" | "import-map.json" | "import_map.json" | "jsr.json" | "jsr.jsonc"
    )
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut cursor = Cursor::new(file.text)?;
    if file.name() == "deno.lock" {
        return lock(&mut cursor, sink);
    }
    cursor.object(|cursor, key| match &*key.value {
        "imports" => imports(cursor, sink),
        "scopes" => cursor.object(|cursor, _scope| imports(cursor, sink)),
        // A task is a command, or an object that holds one.
        "tasks" => cursor.object(|cursor, _name| {
            if !cursor.is_object() {
                return command(cursor, sink);
            }
            cursor.object(|cursor, key| if key.value == "command" { command(cursor, sink) } else { Ok(()) })
        }),
        "deploy" => {
            sink.push(key.span.clone(), What::Config { key: "deno:deploy".into() });
            Ok(())
        }
        _ => Ok(()),
    })
}

fn command(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if let Some(script) = cursor.text()? {
        npm_scripts::read(&script, sink);
    }
    Ok(())
}

fn imports(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    cursor.object(|cursor, _alias| {
        let Some(target) = cursor.text()? else { return Ok(()) };
        match specifier(&target.value) {
            Some((ecosystem, name, requirement)) => {
                let at = target.value.find(name).unwrap_or(0);
                let what = What::Dependency {
                    ecosystem,
                    name: name.to_owned(),
                    requirement: requirement.to_owned(),
                    scope: Scope::Product,
                };
                sink.push(target.part(at..at + name.len()), what);
            }
            None => url::push_urls(sink, target.span.start, &target.value, Usage::Load),
        }
        Ok(())
    })
}

/// Hosts that serve packages of npm as modules, with what stands in front of a package's name.
const SERVERS: &[&str] = &[
    "https://cdn.jsdelivr.net/npm/",
    "https://cdn.skypack.dev/",
    "https://esm.run/",
    "https://esm.sh/",
    "https://ga.jspm.io/npm:",
    "https://unpkg.com/",
];

/// The package that a specifier names, and the version behind its `@`: `npm:stripe@14/x`, `jsr:@std/path@^1`,
/// `https://esm.sh/stripe@14?target=deno`.
pub fn specifier(text: &str) -> Option<(Ecosystem, &str, &str)> {
    let (ecosystem, rest) = if let Some(rest) = text.strip_prefix("npm:") {
        (Ecosystem::Npm, rest)
    } else if let Some(rest) = text.strip_prefix("jsr:") {
        (Ecosystem::Jsr, rest)
    } else {
        let rest = SERVERS.iter().find_map(|server| text.strip_prefix(server))?;
        // `https://esm.sh/v135/stripe`, `https://esm.sh/*stripe`
        let rest = match rest.split_once('/') {
            Some((build, rest)) if build.len() > 1 && build[1..].bytes().all(|b| b.is_ascii_digit()) => rest,
            _ => rest,
        };
        (Ecosystem::Npm, rest.trim_start_matches('*'))
    };
    let rest = rest.trim_start_matches('/').split(['?', '#']).next()?;
    // `@scope/name@1/part`: the part is cut off behind the name.
    let slashes = usize::from(rest.starts_with('@'));
    let end = rest.match_indices('/').nth(slashes).map_or(rest.len(), |(at, _)| at);
    let (name, version) = split_version(rest.get(..end)?).unwrap_or((rest.get(..end)?, ""));
    let fits = name.starts_with(|c: char| c == '@' || c.is_ascii_alphanumeric())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'@' | b'/' | b'-' | b'_' | b'.'))
        && (!name.starts_with('@') || name.contains('/'));
    fits.then_some((ecosystem, name, version))
}

/// `deno.lock`: `specifiers` says what each specifier of the code base became; older forms hold it below `packages` or `npm`.
fn lock(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    fn specifiers(cursor: &mut Cursor<'_>, lead: &str, sink: &mut Sink<'_>) -> Result<(), ReadError> {
        cursor.object(|cursor, asked| {
            if let Some(version) = cursor.text()? {
                fix(asked, &version.value, lead, sink);
            }
            Ok(())
        })
    }
    cursor.object(|cursor, key| match &*key.value {
        "specifiers" => specifiers(cursor, "", sink),
        "packages" | "npm" => {
            let lead = if key.value == "npm" { "npm:" } else { "" };
            cursor.object(|cursor, key| if key.value == "specifiers" { specifiers(cursor, lead, sink) } else { Ok(()) })
        }
        _ => Ok(()),
    })
}

/// Tells that `npm:stripe@14` became `14.25.0`, `npm:stripe@14.25.0`, or one with the peers that it was resolved for behind.
fn fix(asked: &Text<'_>, version: &str, lead: &str, sink: &mut Sink<'_>) {
    let whole = format!("{lead}{}", asked.value);
    let Some((ecosystem, name, requirement)) = specifier(&whole) else { return };
    let exact = version.strip_prefix("npm:").or_else(|| version.strip_prefix("jsr:")).unwrap_or(version);
    let exact = exact.strip_prefix(name).map_or(exact, |rest| rest.trim_start_matches('@'));
    let exact = exact.split('_').next().unwrap_or(exact);
    if exact.starts_with(|c: char| c.is_ascii_digit()) {
        let at = asked.value.find(name).unwrap_or(0);
        let place: Range<usize> = asked.part(at..at + name.len());
        let what = What::Locked {
            ecosystem,
            name: name.to_owned(),
            version: exact.to_owned(),
            importer: String::new(),
            requirement: requirement.to_owned(),
        };
        sink.push(place, what);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_of_specifiers() {
        for (text, found) in [
            ("npm:stripe@14.1.0", Some((Ecosystem::Npm, "stripe", "14.1.0"))),
            ("npm:/@aws-sdk/client-s3@^3/x", Some((Ecosystem::Npm, "@aws-sdk/client-s3", "^3"))),
            ("jsr:@supabase/supabase-js@2", Some((Ecosystem::Jsr, "@supabase/supabase-js", "2"))),
            ("https://esm.sh/stripe@12.0.0?target=deno", Some((Ecosystem::Npm, "stripe", "12.0.0"))),
            ("https://esm.sh/v135/@supabase/supabase-js@2/a", Some((Ecosystem::Npm, "@supabase/supabase-js", "2"))),
            ("https://cdn.jsdelivr.net/npm/stripe/+esm", Some((Ecosystem::Npm, "stripe", ""))),
            ("https://deno.land/x/oak/mod.ts", None),
            ("./db.ts", None),
            ("npm:", None),
            ("jsr:@std", None),
            ("npm:é", None),
        ] {
            assert_eq!(specifier(text), found, "{text}");
        }
    }
}
