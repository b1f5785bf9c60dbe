//! The exact version of a client: from the lock that belongs to its manifest, or from an exact requirement.

use super::FileRead;
use super::services::Asked;
use crate::audit::Ecosystem;
use crate::facts::What;
use crate::path;
use std::collections::HashMap;

/// What one lock says of one package.
struct Lock {
    folder: String,
    importer: String,
    requirement: String,
    version: String,
}

/// Every locked version.
pub struct Versions(HashMap<(Ecosystem, String), Vec<Lock>>);

impl Versions {
    /// Takes the locked versions out of the facts.
    pub fn new(files: &[FileRead]) -> Self {
        let mut locks: HashMap<(Ecosystem, String), Vec<Lock>> = HashMap::new();
        for file in files {
            for fact in &file.facts {
                if let What::Locked { ecosystem, name, version, importer, requirement } = &fact.what {
                    locks.entry((*ecosystem, folded(*ecosystem, name))).or_default().push(Lock {
                        folder: lock_folder(&file.path).into(),
                        importer: importer.clone(),
                        requirement: requirement.clone(),
                        version: version.clone(),
                    });
                }
            }
        }
        Versions(locks)
    }

    /// The exact version that a manifest's requirement got; empty where nothing says it.
    pub fn of(&self, asked: &Asked) -> String {
        // What a POM manages answers for those who ask without a version.
        if asked.ecosystem == Ecosystem::Maven && asked.manifest.ends_with("pom.xml") && !asked.requirement.is_empty() {
            return exact(asked);
        }
        let folder = path::folder(&asked.manifest);
        self.0
            .get(&(asked.ecosystem, folded(asked.ecosystem, &asked.name)))
            .into_iter()
            .flatten()
            .filter(|lock| is_at_or_below(folder, &lock.folder))
            .max_by_key(|lock| {
                let rest = folder[lock.folder.len()..].trim_start_matches('/');
                // The nearest lock; in it this manifest's own line, then the same requirement, then the top's.
                (
                    lock.folder.len(),
                    lock.importer == rest,
                    lock.requirement == asked.requirement,
                    lock.importer.is_empty(),
                )
            })
            .map_or_else(|| exact(asked), |lock| lock.version.clone())
    }
}

/// The folder for which a lock counts: Xcode keeps it deep inside a project, Gradle in folders of its own.
fn lock_folder(path: &str) -> &str {
    let folder = path::folder(path);
    let inside =
        |part: &str| part.ends_with(".xcodeproj") || part.ends_with(".xcworkspace") || part == "dependency-locks";
    let mut at = 0;
    for part in folder.split('/') {
        if inside(part) {
            return folder[..at].trim_end_matches('/').trim_end_matches("gradle").trim_end_matches('/');
        }
        at += part.len() + 1;
    }
    folder
}

/// The name as its registry compares it.
fn folded(ecosystem: Ecosystem, name: &str) -> String {
    match ecosystem {
        Ecosystem::Nuget | Ecosystem::Swift => name.to_ascii_lowercase(),
        _ => name.into(),
    }
}

fn is_at_or_below(folder: &str, above: &str) -> bool {
    above.is_empty() || folder == above || folder.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
}

/// The version that an exact requirement names: `1.2.3`, `==1.2.3`, Go's `v1.2.3`.
fn exact(asked: &Asked) -> String {
    let requirement = asked.requirement.trim();
    let bare = match asked.ecosystem {
        Ecosystem::Pypi => requirement.strip_prefix("==").map(str::trim),
        Ecosystem::Go => requirement.strip_prefix('v').or(Some(requirement)),
        Ecosystem::Cargo => requirement.strip_prefix('='),
        _ => Some(requirement.trim_start_matches('=')),
    };
    match bare {
        Some(version)
            if version.starts_with(|c: char| c.is_ascii_digit())
                && version.contains('.')
                && !version.contains([' ', '*', ',', '|', '<', '>', '~', '^', 'x'])
                && !(version.ends_with('+') && asked.ecosystem == Ecosystem::Maven) =>
        {
            version.into()
        }
        _ => String::new(),
    }
}
