//! Which service a variable belongs to.

use super::FileRead;
use super::services::{Draft, Drafts, Seen};
use crate::audit::{Category, Evidence, EvidenceKind, Status, Strength, Variable};
use crate::catalog;
use crate::facts::{Fact, What};
use crate::order::Gather;
use crate::path::Role;
use std::collections::{BTreeSet, HashMap};

/// What stands behind a vendor's name in the name of a secret that it hands out: a name in front of one of these is taken
/// for a service that the catalog lacks.
const CREDENTIALS: &[&str] = &[
    "_ACCESS_TOKEN",
    "_APIKEY",
    "_API_KEY",
    "_API_SECRET",
    "_API_TOKEN",
    "_APP_SECRET",
    "_AUTH_TOKEN",
    "_BOT_TOKEN",
    "_CLIENT_SECRET",
    "_SECRET_ACCESS_KEY",
    "_SECRET_KEY",
    "_WEBHOOK_SECRET",
];

/// What stands behind the name in variables that go with such a secret.
const COMPANIONS: &[&str] = &[
    "_ACCOUNT_ID",
    "_API_BASE",
    "_API_URL",
    "_APP_ID",
    "_BASE_URL",
    "_CLIENT_ID",
    "_ENDPOINT",
    "_HOST",
    "_PROJECT_ID",
    "_URL",
    "_WEBHOOK_URL",
];

/// First words of names that say what a variable is for, not whose it is.
const GENERIC: &[&str] = &[
    "ACCESS",
    "ACCOUNT",
    "ADMIN",
    "AGENT",
    "AGENTS",
    "AI",
    "ANALYTICS",
    "API",
    "APP",
    "APPLICATION",
    "AUTH",
    "BACKEND",
    "BACKUP",
    "BACKUPS",
    "BASE",
    "BOT",
    "BRIDGE",
    "BUCKET",
    "CACHE",
    "CDN",
    "CHAT",
    "CLIENT",
    "CLOUD",
    "COMPANY",
    "CONSOLE",
    "CRAWLER",
    "CRON",
    "CUSTOM",
    "DASHBOARD",
    "DATA",
    "DATABASE",
    "DB",
    "DEBUG",
    "DEFAULT",
    "DEPLOY",
    "DEV",
    "DJANGO",
    "DOMAIN",
    "EMAIL",
    "EMB",
    "EMBEDDING",
    "EMBEDDINGS",
    "ENCRYPTION",
    "ENDPOINT",
    "ENDPOINTS",
    "ENGINE",
    "EXTERNAL",
    "FRONT",
    "FRONTEND",
    "GATEWAY",
    "HEALTH",
    "HMAC",
    "IMAGE",
    "INGEST",
    "INTERNAL",
    "JWT",
    "KEY",
    "LLM",
    "LOCAL",
    "LOG",
    "MAIL",
    "MASTER",
    "MEDIA",
    "METRICS",
    "MOBILE",
    "MODEL",
    "MONITOR",
    "MONITORING",
    "MY",
    "NEXT",
    "NOTIFICATION",
    "OAUTH",
    "OCR",
    "OIDC",
    "PAYMENT",
    "PORTAL",
    "PRIVATE",
    "PROD",
    "PROJECT",
    "PROXY",
    "PUBLIC",
    "QUEUE",
    "REDIRECT",
    "REFRESH",
    "RELAY",
    "REMOTE",
    "RUNTIME",
    "SCHEDULER",
    "SCRAPER",
    "SEARCH",
    "SECRET",
    "SECURITY",
    "SERVER",
    "SERVICE",
    "SESSION",
    "SHARED",
    "SIGNALING",
    "SIGNING",
    "SITE",
    "SMS",
    "SOCKET",
    "STAGING",
    "STORAGE",
    "SYNC",
    "SYSTEM",
    "TEMPLATE",
    "TEST",
    "TOKEN",
    "UPLOAD",
    "USER",
    "USERS",
    "VECTOR",
    "VISION",
    "WEB",
    "WEBAPP",
    "WEBHOOK",
    "WEBHOOKS",
    "WEBSITE",
    "WORKER",
    "WORKFLOW",
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
pub fn assign(env: &mut [Variable], drafts: &mut Drafts, files: &[FileRead], title: &str) {
    let database = only_database(drafts);
    for variable in env.iter_mut() {
        let shared = || catalog::shared_env(&variable.name).filter(|entry| drafts.all.contains_key(entry.id));
        let owner = catalog::env(&variable.name).or_else(shared).map(|entry| entry.id.to_owned());
        if let Some(parts) = owner.as_deref().and_then(|id| drafts.absorbed.get(id)).cloned() {
            variable.service = share(variable, &parts, drafts);
            continue;
        }
        let owner = owner.filter(|id| drafts.all.contains_key(id)).or_else(|| {
            let stem = catalog::env_stem(&variable.name);
            DATABASE_NAMES
                .contains(&stem)
                .then(|| database_at(variable, drafts, files).or_else(|| database.clone()))
                .flatten()
        });
        if let Some(id) = owner {
            if let Some(draft) = drafts.all.get_mut(&id) {
                draft.env.insert(variable.name.clone());
            }
            variable.service = id;
        }
    }
    unknown(env, drafts, files, &catalog::fold(title.rsplit('+').next().unwrap_or(title)));
}

/// Gives a variable of a cloud to those of its parts that are seen where it is read, or to all; returns the first.
fn share(variable: &Variable, parts: &[String], drafts: &mut Drafts) -> String {
    let sees = |id: &String| {
        let seen = drafts.all.get(id).map_or(&[][..], |draft| &draft.seen);
        variable.read.iter().any(|place| seen.iter().any(|s| s.evidence.path == place.path))
    };
    let near: Vec<String> = parts.iter().filter(|id| sees(id)).cloned().collect();
    // Sign-in is not what a cloud's credentials open.
    let is_auth =
        |id: &String| drafts.all.get(id).and_then(|d| d.entry).is_some_and(|entry| entry.category == Category::Auth);
    let other: Vec<String> = parts.iter().filter(|id| !is_auth(id)).cloned().collect();
    let owners = match (near.is_empty(), other.is_empty()) {
        (false, _) => &near,
        (true, false) => &other,
        (true, true) => parts,
    };
    for id in owners {
        if let Some(draft) = drafts.all.get_mut(id) {
            draft.env.insert(variable.name.clone());
        }
    }
    owners.first().cloned().unwrap_or_default()
}

/// The one database whose connection string stands where a variable is declared, or that is used in the files that read it.
fn database_at(variable: &Variable, drafts: &Drafts, files: &[FileRead]) -> Option<String> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let whole = ["URL", "URI", "DSN"].iter().any(|end| variable.name.ends_with(end));
    for place in variable.declared.iter().filter(|_| whole) {
        let Ok(at) = files.binary_search_by(|file| file.path.as_str().cmp(&place.path)) else { continue };
        let here = files[at].facts.iter().filter(|fact| fact.line == place.line);
        found.extend(here.filter_map(|fact| match &fact.what {
            What::Scheme { scheme } => catalog::scheme(scheme).map(|entry| entry.id),
            _ => None,
        }));
    }
    if found.is_empty() {
        let near = drafts.all.iter().filter(|(_, draft)| {
            draft.entry.is_some_and(|e| e.category == Category::Database)
                && draft.seen.iter().any(|s| {
                    matches!(
                        s.evidence.kind,
                        EvidenceKind::Import | EvidenceKind::Call | EvidenceKind::Host | EvidenceKind::Command
                    ) && variable.read.iter().any(|place| place.path == s.evidence.path)
                })
        });
        found.extend(near.map(|(id, _)| id.as_str()));
    }
    let mut found = found.into_iter().filter(|id| drafts.all.contains_key(*id));
    match (found.next(), found.next()) {
        (Some(id), None) => Some(id.to_owned()),
        _ => None,
    }
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
/// it a service of its own. What bears the code base's own name, folded, is no vendor's.
fn unknown(env: &mut [Variable], drafts: &mut Drafts, files: &[FileRead], own: &str) {
    let secrets: BTreeSet<String> = env
        .iter()
        .filter(|v| v.service.is_empty() && !v.read.is_empty())
        .filter_map(|v| vendor(&v.name).filter(|(_, secret)| *secret).map(|(vendor, _)| vendor.to_owned()))
        .gathered();
    // By their first label, folded: of two the first by name.
    let mut hosts: HashMap<String, String> = HashMap::new();
    for id in drafts.all.keys() {
        if let Some(label) = id.strip_prefix("host:").and_then(|domain| domain.split('.').next()) {
            hosts.entry(catalog::fold(label)).or_insert_with(|| id.clone());
        }
    }
    let places = places(files);
    for variable in env.iter_mut().filter(|v| v.service.is_empty()) {
        let Some((vendor, _)) = vendor(&variable.name).filter(|(vendor, _)| catalog::fold(vendor) != own) else {
            continue;
        };
        // The code base's own name may stand in front: `SHOP_GITHUB_CLIENT_ID`.
        let named = |name: &str| catalog::named(name).filter(|entry| drafts.all.contains_key(entry.id));
        let known = named(vendor).or_else(|| vendor.split_once('_').and_then(|(_, own)| named(own)));
        // Behind that, a variable is whose it would be without.
        let behind = catalog::env_stem(&variable.name).split_once('_').filter(|(first, _)| catalog::fold(first) == own);
        let known = known.or_else(|| behind.and_then(|(_, name)| catalog::env(name)));
        if let Some(entry) = known {
            drafts.of(entry);
        }
        let secret = secrets.contains(vendor);
        let vendor = behind.map_or(vendor, |_| vendor.split_once('_').map_or(vendor, |(_, vendor)| vendor));
        let known = known.map(|entry| entry.id.to_owned());
        let host = hosts.get(&catalog::fold(vendor));
        let id = known.or_else(|| host.cloned()).unwrap_or_else(|| format!("env:{vendor}"));
        let new = id.starts_with("env:") && !drafts.all.contains_key(&id);
        if new && !secret {
            continue;
        }
        let draft = drafts.all.entry(id.clone()).or_default();
        if draft.entry.is_none() && draft.name.is_empty() {
            draft.name = title_case(vendor);
        }
        draft.env.insert(variable.name.clone());
        evidence(draft, places.get(variable.name.as_str()).map_or(&[], Vec::as_slice));
        variable.service = id;
    }
}

/// A place that reads or declares a variable.
type Named<'a> = (&'a FileRead, &'a Fact, EvidenceKind);

/// By name, where product files read or declare a variable.
fn places(files: &[FileRead]) -> HashMap<&str, Vec<Named<'_>>> {
    let mut out: HashMap<&str, Vec<Named<'_>>> = HashMap::new();
    for file in files.iter().filter(|file| file.role == Role::Product) {
        for fact in &file.facts {
            let (name, kind) = match &fact.what {
                What::EnvRead { name, .. } => (name, EvidenceKind::EnvRead),
                What::EnvDeclared { name, .. } => (name, EvidenceKind::EnvDeclared),
                _ => continue,
            };
            out.entry(name).or_default().push((file, fact, kind));
        }
    }
    out
}

/// Adds the places that read or declare a variable to its service's evidence.
fn evidence(draft: &mut Draft, places: &[Named<'_>]) {
    for (file, fact, kind) in places {
        // A name alone is a weak sign that there is such a service.
        draft.seen.push(Seen {
            evidence: Evidence {
                kind: *kind,
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

/// The vendor's part of a variable's name, `MELONN` of `MELONN_API_KEY`, and whether the name is a secret's.
fn vendor(name: &str) -> Option<(&str, bool)> {
    let name = catalog::env_stem(name);
    let before =
        |list: &[&str]| list.iter().filter_map(|suffix| name.strip_suffix(suffix)).min_by_key(|vendor| vendor.len());
    let (vendor, secret) = before(CREDENTIALS).map(|v| (v, true)).or_else(|| before(COMPANIONS).map(|v| (v, false)))?;
    let first = vendor.split('_').next().unwrap_or("");
    // A key of Google's may be for anything that it does.
    let whole = ["AMAZON", "APPLE", "GOOGLE", "MICROSOFT"].contains(&vendor);
    let fits = vendor.len() >= 3 && !whole && GENERIC.binary_search(&first).is_err() && vendor.split('_').count() <= 2;
    fits.then_some((vendor, secret))
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
        assert!(CREDENTIALS.is_sorted() && COMPANIONS.is_sorted() && GENERIC.is_sorted() && DATABASE_NAMES.is_sorted());
    }

    #[test]
    fn vendors() {
        assert_eq!(vendor("MELONN_API_KEY"), Some(("MELONN", true)));
        assert_eq!(vendor("MELONN_BASE_URL"), Some(("MELONN", false)));
        assert_eq!(vendor("NEXT_PUBLIC_SCREENSHOT_MACHINE_API_KEY"), Some(("SCREENSHOT_MACHINE", true)));
        assert_eq!(vendor("JWT_SECRET_KEY"), None);
        assert_eq!(vendor("GOOGLE_API_KEY"), None);
        assert_eq!(vendor("PORT"), None);
        assert_eq!(title_case("SCREENSHOT_MACHINE"), "Screenshot Machine");
    }
}
