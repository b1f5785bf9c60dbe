//! Which service a variable belongs to.

use super::FileRead;
use super::services::{Draft, Drafts, Seen};
use crate::audit::{Category, Evidence, EvidenceKind, Status, Strength, Variable};
use crate::catalog;
use crate::facts::What;
use crate::path::Role;

/// What stands behind a vendor's name in the name of its variable, longest first: a name in front of one of these is
/// taken for a service that the catalog lacks.
const CREDENTIALS: &[&str] = &[
    "_SECRET_ACCESS_KEY",
    "_WEBHOOK_SECRET",
    "_CLIENT_SECRET",
    "_ACCESS_TOKEN",
    "_AUTH_TOKEN",
    "_SECRET_KEY",
    "_API_SECRET",
    "_API_TOKEN",
    "_BOT_TOKEN",
    "_APP_SECRET",
    "_CLIENT_ID",
    "_API_BASE",
    "_BASE_URL",
    "_API_KEY",
    "_API_URL",
    "_APIKEY",
];

/// First words of names that say what a variable is for, not whose it is.
const GENERIC: &[&str] = &[
    "ACCESS",
    "ADMIN",
    "AI",
    "API",
    "APP",
    "AUTH",
    "BACKEND",
    "BASE",
    "BOT",
    "CHAT",
    "CLIENT",
    "CRON",
    "CUSTOM",
    "DATA",
    "DATABASE",
    "DB",
    "DEFAULT",
    "DEV",
    "EMAIL",
    "EMBEDDING",
    "EMBEDDINGS",
    "ENCRYPTION",
    "EXTERNAL",
    "FRONTEND",
    "GATEWAY",
    "IMAGE",
    "INTERNAL",
    "JWT",
    "KEY",
    "LLM",
    "LOCAL",
    "MAIL",
    "MASTER",
    "MODEL",
    "MY",
    "NEXT",
    "OAUTH",
    "OCR",
    "OIDC",
    "PAYMENT",
    "PRIVATE",
    "PROD",
    "PROJECT",
    "PROXY",
    "PUBLIC",
    "REFRESH",
    "REMOTE",
    "SECRET",
    "SERVER",
    "SERVICE",
    "SESSION",
    "SITE",
    "SMS",
    "STORAGE",
    "TEST",
    "TOKEN",
    "UPLOAD",
    "USER",
    "VISION",
    "WEB",
    "WEBHOOK",
    "WEBSITE",
];

/// Names under which code finds its one SQL or document database, whichever it is.
const DATABASE_NAMES: &[&str] = &[
    "DATABASE_HOST",
    "DATABASE_NAME",
    "DATABASE_PASSWORD",
    "DATABASE_PORT",
    "DATABASE_URI",
    "DATABASE_URL",
    "DATABASE_USER",
    "DB_DATABASE",
    "DB_DSN",
    "DB_HOST",
    "DB_NAME",
    "DB_PASS",
    "DB_PASSWORD",
    "DB_PORT",
    "DB_SSLMODE",
    "DB_URL",
    "DB_USER",
    "DB_USERNAME",
    "DIRECT_DATABASE_URL",
    "DIRECT_URL",
];

/// Gives each variable its owner, and each service its variables.
pub fn assign(env: &mut [Variable], drafts: &mut Drafts, files: &[FileRead]) {
    let database = only_database(drafts);
    for variable in env.iter_mut() {
        let owner = catalog::env(&variable.name).map(|entry| entry.id.to_owned());
        if let Some(parts) = owner.as_deref().and_then(|id| drafts.absorbed.get(id)).cloned() {
            variable.service = share(variable, &parts, drafts);
            continue;
        }
        let owner = owner.filter(|id| drafts.all.contains_key(id)).or_else(|| {
            let stem = catalog::env_stem(&variable.name);
            DATABASE_NAMES.contains(&stem).then(|| database.clone()).flatten()
        });
        if let Some(id) = owner {
            if let Some(draft) = drafts.all.get_mut(&id) {
                draft.env.insert(variable.name.clone());
            }
            variable.service = id;
        }
    }
    unknown(env, drafts, files);
}

/// Gives a variable of a cloud to those of its parts that are seen where it is read, or to all; returns the first.
fn share(variable: &Variable, parts: &[String], drafts: &mut Drafts) -> String {
    let sees = |id: &String| {
        let seen = drafts.all.get(id).map_or(&[][..], |draft| &draft.seen);
        variable.read.iter().any(|place| seen.iter().any(|s| s.evidence.path == place.path))
    };
    let near: Vec<String> = parts.iter().filter(|id| sees(id)).cloned().collect();
    let owners = if near.is_empty() { parts } else { &near };
    for id in owners {
        if let Some(draft) = drafts.all.get_mut(id) {
            draft.env.insert(variable.name.clone());
        }
    }
    owners.first().cloned().unwrap_or_default()
}

/// The one database that the code uses, if it is one.
fn only_database(drafts: &Drafts) -> Option<String> {
    let of_status = |status: Status| {
        let mut found = drafts.all.iter().filter(|(id, draft)| {
            draft.entry.is_some_and(|e| e.category == Category::Database)
                && draft.status() == status
                && id.as_str() != "sqlite"
        });
        match (found.next(), found.next()) {
            (Some((id, _)), None) => Some(id.clone()),
            _ => None,
        }
    };
    of_status(Status::Used).or_else(|| of_status(Status::Declared))
}

/// Variables that nobody owns but whose names hold a vendor's: two or more of one vendor, or one that the code reads, make
/// it a service of its own.
fn unknown(env: &mut [Variable], drafts: &mut Drafts, files: &[FileRead]) {
    for variable in env.iter_mut().filter(|v| v.service.is_empty()) {
        let Some(vendor) = vendor(&variable.name) else { continue };
        let known =
            catalog::named(vendor).filter(|entry| drafts.all.contains_key(entry.id)).map(|entry| entry.id.to_owned());
        let host = drafts.all.keys().find(|id| {
            id.strip_prefix("host:")
                .and_then(|d| d.split('.').next())
                .is_some_and(|label| catalog::fold(label) == catalog::fold(vendor))
        });
        let id = known.or_else(|| host.cloned()).unwrap_or_else(|| format!("env:{vendor}"));
        if id.starts_with("env:") && variable.read.is_empty() {
            continue;
        }
        let draft = drafts.all.entry(id.clone()).or_default();
        if draft.entry.is_none() && draft.name.is_empty() {
            draft.name = title_case(vendor);
        }
        draft.env.insert(variable.name.clone());
        evidence(draft, &variable.name, files);
        variable.service = id;
    }
}

/// Adds the places that read or declare a variable to its service's evidence.
fn evidence(draft: &mut Draft, name: &str, files: &[FileRead]) {
    for file in files.iter().filter(|file| file.role == Role::Product) {
        for fact in &file.facts {
            let kind = match &fact.what {
                What::EnvRead { name: n, .. } if n == name => EvidenceKind::EnvRead,
                What::EnvDeclared { name: n, .. } if n == name => EvidenceKind::EnvDeclared,
                _ => continue,
            };
            // A name alone is a weak sign that there is such a service.
            draft.seen.push(Seen {
                evidence: Evidence {
                    kind,
                    path: file.path.clone(),
                    line: fact.line,
                    strength: Strength::Weak,
                    excerpt: fact.excerpt.clone(),
                    matched: fact.matched.clone(),
                },
                role: file.role,
                dev: false,
                mention: false,
            });
        }
    }
}

/// The vendor's part of a variable's name: `MELONN` of `MELONN_API_KEY`.
fn vendor(name: &str) -> Option<&str> {
    let name = catalog::env_stem(name);
    let vendor = CREDENTIALS.iter().find_map(|suffix| name.strip_suffix(suffix))?;
    let first = vendor.split('_').next().unwrap_or("");
    (vendor.len() >= 3 && !GENERIC.contains(&first) && vendor.split('_').count() <= 2).then_some(vendor)
}

/// `SCREENSHOT_MACHINE` as people would write it.
fn title_case(name: &str) -> String {
    name.split('_')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or(String::new(), |first| first.to_string() + &letters.as_str().to_lowercase())
        })
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(GENERIC.is_sorted() && DATABASE_NAMES.is_sorted());
    }

    #[test]
    fn vendors() {
        assert_eq!(vendor("MELONN_API_KEY"), Some("MELONN"));
        assert_eq!(vendor("NEXT_PUBLIC_SCREENSHOT_MACHINE_API_KEY"), Some("SCREENSHOT_MACHINE"));
        assert_eq!(vendor("JWT_SECRET_KEY"), None);
        assert_eq!(vendor("PORT"), None);
        assert_eq!(title_case("SCREENSHOT_MACHINE"), "Screenshot Machine");
    }
}
