//! What a head names: services of the catalog, or one that the catalog lacks.

use super::super::inline::{self, Context, What};
use super::head::unmarked;
use super::words;
use crate::catalog;

/// What a head says of services.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Naming {
    /// It is the name of these, and of nothing else.
    Services(Vec<&'static catalog::Service>),
    /// It speaks of these in passing, or with more words than a name.
    Mentions(Vec<&'static catalog::Service>),
    /// It names none.
    #[default]
    Nothing,
}

/// Words beside a service's name that leave it the name of that service.
#[rustfmt::skip]
const BESIDE: &[&str] = &[
    "account", "admin", "alternate", "alternative", "and", "api", "apis", "app", "auth", "authentication", "backend",
    "based", "bot", "bucket", "carrier", "client", "cloud", "cluster", "cms", "configuration", "connect",
    "connection", "container", "containers", "content", "core", "data", "database", "databases", "db", "default",
    "delivery", "deployment", "email", "engine", "event", "external", "fallback", "file", "for", "form", "frontend",
    "generation", "graph", "graphql", "hosted", "hosting", "images", "instance", "integration", "legacy",
    "libraries", "library", "local", "login", "mail", "managed", "management", "media", "messaging", "model",
    "models", "oauth", "oauth2", "official", "on", "optional", "or", "paas", "payment", "payments", "platform",
    "postgres", "postgresql", "primary", "product", "production", "provider", "public", "push", "realtime",
    "repository", "rest", "runtime", "sdk", "search", "self-hosted", "server", "serverless", "service", "services",
    "sign-in", "signin", "site", "sites", "smtp", "sso", "standard", "storage", "store", "streaming", "suite",
    "sync", "system", "the", "tools", "tracking", "transactional", "using", "v1", "v2", "v3", "v4", "vault", "via",
    "web", "webhook", "webhooks", "with", "workflow", "workflows",
];

/// The services of the catalog that a head names. `label` says that a colon stands behind it: there, a word of daily life
/// is a label more often than a name.
pub fn naming(head: &str, label: bool) -> Naming {
    let name = unmarked(head);
    let name = name.trim().trim_end_matches([':', '.']);
    if name.is_empty() || name.len() > 160 {
        return Naming::Nothing;
    }
    if words::is_group(name) && !is_protocol(name) {
        return Naming::Nothing;
    }
    let catalogued = |name: &str| catalogued(name, label);
    if let Some(service) = catalogued(name) {
        return Naming::Services(vec![service]);
    }
    // `AWS S3 or MinIO`, `SMTP / Postmark`: a list is one if each of its parts is a name.
    let parts = parts(name);
    if parts.len() > 1 {
        let found: Vec<_> = parts.iter().filter_map(|part| catalogued(part)).collect();
        if found.len() == parts.len() {
            return Naming::Services(unique(found));
        }
    }
    let things = inline::things(head, Context::Services);
    let mut left = String::with_capacity(head.len());
    let mut at = 0;
    let mut found = Vec::new();
    for thing in &things {
        match &thing.what {
            What::Service(_)
                if label
                    && head
                        .get(thing.start..thing.end)
                        .is_some_and(|name| inline::is_word(name) || inline::is_kind(name)) =>
            {
                continue;
            }
            What::Service(id) => found.extend(catalog::by_id(id)),
            What::Version(_) => {}
            _ => continue,
        }
        left.push_str(head.get(at..thing.start).unwrap_or(""));
        left.push(' ');
        at = thing.end;
    }
    left.push_str(head.get(at..).unwrap_or(""));
    if found.is_empty() {
        // Some part of a list may be a name though another is none.
        let found: Vec<_> = parts.iter().filter(|_| parts.len() > 1).filter_map(|part| catalogued(part)).collect();
        return if found.is_empty() { Naming::Nothing } else { Naming::Mentions(unique(found)) };
    }
    let beside = unmarked(&left).to_lowercase();
    let named = beside
        .split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '.'))
        .map(|word| word.trim_matches(['-', '.']))
        .all(|word| word.is_empty() || is_beside(word));
    if named { Naming::Services(unique(found)) } else { Naming::Mentions(unique(found)) }
}

fn unique(mut found: Vec<&'static catalog::Service>) -> Vec<&'static catalog::Service> {
    let mut seen: Vec<&str> = Vec::new();
    found.retain(|service| {
        let new = !seen.contains(&service.id);
        seen.push(service.id);
        new
    });
    found
}

/// The parts of a list of names.
fn parts(name: &str) -> Vec<&str> {
    name.split([',', '/', '+', '&', '|'])
        .flat_map(|part| part.split(" or "))
        .flat_map(|part| part.split(" and "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// The service with this name, versions and words like "API" behind it aside.
fn catalogued(name: &str, label: bool) -> Option<&'static catalog::Service> {
    let named = |name: &str| {
        let is_word = inline::is_word(name);
        catalog::named(name).filter(|service| {
            (!label || !is_word && !inline::is_kind(name)) && (!is_word || inline::is_spelled(name, service))
        })
    };
    let name = name.trim();
    if !name.chars().any(char::is_alphabetic) || is_plain_word(name) {
        return None;
    }
    if let Some(service) = named(name) {
        return Some(service);
    }
    // Brackets may hold another name or a remark.
    if let Some(open) = name.find(" (").filter(|open| *open > 0)
        && name.ends_with(')')
    {
        return catalogued(name.get(..open)?, label);
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.len() < 2 || words.len() > 6 {
        return None;
    }
    let trimmed = |word: &str| is_beside(&word.to_lowercase());
    let tail = words.iter().rev().take_while(|word| trimmed(word)).count();
    let lead = words.iter().take_while(|word| trimmed(word)).count();
    for start in 0..=lead.min(words.len().saturating_sub(1)) {
        for cut in 0..=tail {
            let Some(rest) = words.get(start..words.len().saturating_sub(cut)).filter(|rest| !rest.is_empty()) else {
                continue;
            };
            let rest = rest.join(" ");
            if is_plain_word(&rest) {
                continue;
            }
            // "Data Plane" is no Plane, "Hosted Sentry" is Sentry.
            let qualified = start == 0 || words.get(start - 1).is_some_and(|word| qualifies(&word.to_lowercase()));
            let is_name = !inline::is_kind(&rest) && (qualified || !inline::is_word(&rest));
            if let Some(service) = named(&rest).filter(|_| is_name) {
                return Some(service);
            }
        }
    }
    None
}

/// Whether a word in front of a name says which of it is meant, and makes no other name with it.
fn qualifies(word: &str) -> bool {
    matches!(
        word,
        "alternate"
            | "alternative"
            | "external"
            | "fallback"
            | "hosted"
            | "legacy"
            | "managed"
            | "official"
            | "on"
            | "optional"
            | "or"
            | "primary"
            | "production"
            | "self-hosted"
            | "the"
            | "using"
            | "via"
            | "with"
    )
}

/// Whether a word beside a service's name leaves it the name of that service.
fn is_beside(word: &str) -> bool {
    BESIDE.binary_search(&word).is_ok() || is_version(word) || words::is_group(word)
}

/// Whether a word says a version: `16`, `v2`, `7.x`, `16-alpine`.
fn is_version(word: &str) -> bool {
    let digits = word.strip_prefix(['v', '^', '~']).unwrap_or(word);
    digits.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether a name is a word of labels and groups, whatever the catalog knows by it.
fn is_plain_word(name: &str) -> bool {
    !name.contains(' ')
        && (words::is_group(name) && !is_protocol(name)
            || words::field(name).is_some_and(|_| name.chars().all(|c| c.is_lowercase() || c.is_uppercase())))
}

/// Whether a word of a category is what a service is called by, too.
fn is_protocol(name: &str) -> bool {
    ["smtp", "imap", "git"].contains(&name.to_lowercase().as_str())
}

/// Words that a name of a service does not begin with, in lower case, sorted: they tell a way of doing it oneself.
#[rustfmt::skip]
const NO_NAMES: &[&str] = &[
    "a", "access", "additional", "admin", "all", "an", "any", "api", "arbitrary", "async", "audit", "auto",
    "automatic", "backend", "background", "based", "basic", "bearer", "browser", "build", "built-in", "bundled",
    "cached", "cli", "client", "client-side", "code", "command", "command-line", "common", "config", "configurable",
    "configured", "connection", "console", "console-based", "container", "cookie", "cookies", "core", "credentials",
    "cron", "currently", "custom", "data", "database", "debug", "default", "demo", "dependency", "design", "desktop",
    "dev", "development", "direct", "docs", "downloads", "email", "embedded", "env", "environment", "error",
    "events", "example", "export", "exports", "external", "feature", "file", "file-based", "files", "frontend",
    "full", "generated", "generic", "hardcoded", "hashed", "headless", "health", "host", "hosted", "http", "https",
    "image", "images", "implementation", "import", "in", "in-memory", "in-process", "internal", "job", "json", "jwt",
    "key", "keys", "language", "likely", "list", "local", "localstorage", "logging", "login", "logs", "manual",
    "mcp", "memory", "memory-based", "middleware", "migration", "mobile", "mock", "model", "most", "multi-provider",
    "multiple", "native", "no", "none", "not", "oauth", "on", "one", "only", "optional", "other", "password",
    "passwords", "path", "per", "permission", "persistent", "plain", "planned", "port", "production", "protected",
    "provider", "public", "python", "query", "rate", "raw", "rbac", "refresh", "remote", "request", "requests",
    "rest", "role", "role-based", "route", "routes", "row", "runtime", "scheduled", "schema", "script", "scripts",
    "secret", "secrets", "secure", "security", "self-hosted", "self-managed", "server", "server-side", "service",
    "session", "session-based", "sessions", "shared", "simple", "single", "some", "stateless", "static", "storage",
    "structured", "supported", "system", "temp", "temporary", "test", "tests", "the", "this", "token", "token-based",
    "tokens", "tool", "tools", "type", "types", "ui", "url", "user", "users", "uses", "utility", "various", "web",
    "webhook", "webhooks", "websocket", "workflow", "workflows",
];

/// Words that a name of a service does not end with, in lower case, sorted.
#[rustfmt::skip]
const NO_ENDS: &[&str] = &[
    "account", "architecture", "auth", "authentication", "authorization", "bridge", "caching", "checks",
    "communication", "configuration", "control", "delivery", "endpoint", "endpoints", "environment", "events",
    "fallback", "fetching", "flow", "handling", "headers", "hooks", "ipc", "jobs", "key", "keys", "limiting",
    "logging", "management", "mode", "model", "module", "only", "operations", "patterns", "pipeline", "policy",
    "processing", "proxy", "routes", "rules", "secret", "security", "serialization", "stripping", "system", "token",
    "tokens", "types", "validation", "variables", "verification", "workflow",
];

/// Whether a name reads like one of a service that the catalog lacks: a proper name of few words, not a way of doing it.
pub fn is_proper(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return false };
    if words.len() > 5
        || name.len() > 60
        || name.contains(['`', '=', '<', '{', '"', ':', ';', '…'])
        || words::is_group(name)
    {
        return false;
    }
    let lower = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    if NO_NAMES.binary_search(&lower(first).as_str()).is_ok() || NO_ENDS.binary_search(&lower(last).as_str()).is_ok() {
        return false;
    }
    // Nor is what tells how it is done.
    if words.iter().any(|word| ["with", "via", "using", "through", "based", "and", "or"].contains(word)) {
        return false;
    }
    // A path or a file is none.
    if words.len() == 1 && (name.contains('/') || name.contains('\\') || name.starts_with('.')) {
        return false;
    }
    let capital = |word: &&&str| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || word.chars().skip(1).any(char::is_uppercase)
    };
    let capitals = words.iter().filter(capital).count();
    let first_is_capital = words.first().iter().any(capital);
    // Scripts without capitals.
    let other =
        words.iter().any(|word| word.chars().any(|c| c.is_alphabetic() && !c.is_uppercase() && !c.is_lowercase()));
    (first_is_capital && capitals * 2 >= words.len() && words.iter().any(|word| word.chars().any(char::is_alphabetic)))
        || other
}

/// Whether a name begins with that of a service that it names with more words: "Acme Cloud Messages", "The Acme API".
pub fn begins_with(name: &str, services: &[&'static catalog::Service]) -> bool {
    let plain = unmarked(name).to_lowercase();
    let plain = plain.strip_prefix("the ").unwrap_or(&plain);
    plain.split_whitespace().count() <= 5
        && services.iter().any(|service| {
            plain.starts_with(&service.name.to_lowercase())
                || service
                    .aliases
                    .iter()
                    .any(|alias| alias.len() > 2 && plain.starts_with(alias.strip_prefix("the ").unwrap_or(alias)))
        })
}

/// The id of a service that the catalog lacks.
pub fn slug(name: &str) -> String {
    let mut out = String::from("doc:");
    for c in name.chars() {
        if out.len() > 64 {
            break;
        }
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with(['-', ':']) {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(head: &str) -> Vec<&'static str> {
        match naming(head, false) {
            Naming::Services(found) => found.iter().map(|service| service.id).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn tables_are_sorted() {
        for table in [BESIDE, NO_NAMES, NO_ENDS] {
            assert_eq!(table.windows(2).find(|pair| pair[0] >= pair[1]), None);
        }
    }

    #[test]
    fn names_of_the_catalog() {
        for (head, expected) in [
            ("Stripe", &["stripe"][..]),
            ("**Stripe** API", &["stripe"]),
            ("PostgreSQL 16-alpine", &["postgresql"]),
            ("SMTP / Postmark / OneSignal", &["smtp", "postmark", "onesignal"]),
            ("AWS S3 or MinIO", &["amazon-s3", "minio"]),
            ("Vercel/Netlify", &["vercel", "netlify"]),
            ("Managed Render", &["render"]),
            ("Data Plane (NVMe/TCP)", &[]),
            ("Data Flow", &[]),
            ("Databases", &[]),
            ("Status", &[]),
            ("Password hashing", &[]),
        ] {
            assert_eq!(ids(head), expected, "{head}");
        }
    }

    #[test]
    fn names_that_the_catalog_lacks() {
        for name in ["Acme Mail", "3CX", "四库一平台", "OCA queue_job"] {
            assert!(is_proper(name), "{name}");
        }
        for name in [
            "Custom JWT",
            "Local filesystem only",
            "Password Management",
            "Session handling",
            "`x`",
            "Databases",
            "In-memory cache",
            "",
        ] {
            assert!(!is_proper(name), "{name}");
        }
        assert_eq!(slug("Acme Mail (EU)"), "doc:acme-mail-eu");
    }
}
