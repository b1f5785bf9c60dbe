//! Dart and Flutter: `pubspec.yaml` and `pubspec.lock`, by lines: `pub` writes the one and checks the form of the other.
//! <https://dart.dev/tools/pub/dependencies>

use super::lines::{Line, Part, lines};
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, What};
use crate::path;

/// Reads it.
pub const READER: Reader = Reader { name: "pub", wants, read };

fn wants(path: &str) -> bool {
    matches!(path::name(path), "pubspec.yaml" | "pubspec.yml" | "pubspec.lock")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if file.name() == "pubspec.lock" {
        lock(file.text, sink)
    } else {
        manifest(file.text, sink)
    }
    Ok(())
}

/// A package with the fields below it, as far as they count.
struct Package<'a> {
    name: Part<'a>,
    version: &'a str,
    /// The code base's own, or Flutter's.
    local: bool,
    /// In a lock: a manifest asks for it.
    direct: bool,
}

impl<'a> Package<'a> {
    fn new(name: Part<'a>, version: &'a str) -> Self {
        Package { name, version, local: false, direct: false }
    }
}

/// The packages below the top keys for which `group` has an answer. `field` gets the lines below a package.
fn packages<'a, G: Copy>(
    text: &'a str,
    group: impl Fn(&str) -> Option<G>,
    field: impl Fn(&mut Package<'a>, &'a str, &'a str),
) -> Vec<(G, Package<'a>)> {
    let mut found: Vec<(G, Package<'_>)> = Vec::new();
    let mut current = None;
    // How far packages are indented below their key, and fields below a package: as far as the first.
    let mut names_at = 0;
    let mut fields_at = 0;
    let entries = lines(text).filter(|line| !line.is_blank());
    for (line, (key, value)) in entries.filter_map(|line: Line<'a>| Some((line, line.entry()?))) {
        let indent = line.indent();
        if indent == 0 {
            current = group(key.text);
            names_at = 0;
        } else if let Some(group) = current {
            if names_at == 0 {
                names_at = indent;
            }
            if indent <= names_at {
                found.push((group, Package::new(key, value.text)));
                fields_at = 0;
                continue;
            }
            if fields_at == 0 {
                fields_at = indent;
            }
            if indent <= fields_at
                && let Some((_, package)) = found.last_mut()
            {
                field(package, key.text, value.text);
            }
        }
    }
    found
}

fn manifest(text: &str, sink: &mut Sink<'_>) {
    let group = |key: &str| match key {
        "dependencies" => Some(Scope::Product),
        "dev_dependencies" => Some(Scope::Dev),
        _ => None,
    };
    let found = packages(text, group, |package, key, value| match key {
        "sdk" | "path" if package.version.is_empty() => package.local = true,
        "version" => package.version = value,
        _ => {}
    });
    for (scope, mut package) in found.into_iter().filter(|(_, package)| !package.local) {
        // `{sdk: flutter}` on the same line.
        if let Some(inline) = package.version.strip_prefix('{') {
            let field =
                |key: &str| inline.split([',', '{', '}']).find_map(|f| f.trim().strip_prefix(key)?.strip_prefix(':'));
            if field("sdk").is_some() || field("path").is_some() {
                continue;
            }
            package.version = field("version").unwrap_or("").trim().trim_matches(['"', '\'']);
        }
        let what = What::Dependency {
            ecosystem: Ecosystem::Pub,
            name: package.name.text.to_owned(),
            requirement: package.version.to_owned(),
            scope,
        };
        sink.push(package.name.span(), what);
    }
}

fn lock(text: &str, sink: &mut Sink<'_>) {
    let found = packages(
        text,
        |key| (key == "packages").then_some(()),
        |package, key, value| match key {
            "dependency" => package.direct = value.starts_with("direct"),
            "source" => package.local = matches!(value, "sdk" | "path"),
            "version" => package.version = value,
            _ => {}
        },
    );
    for (_, package) in
        found.iter().filter(|(_, package)| package.direct && !package.local && !package.version.is_empty())
    {
        let what = What::Locked {
            ecosystem: Ecosystem::Pub,
            name: package.name.text.to_owned(),
            version: package.version.to_owned(),
            importer: String::new(),
            requirement: String::new(),
        };
        sink.push(package.name.span(), what);
    }
}
