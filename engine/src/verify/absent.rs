//! What a document says is not there: "Error Tracking: None". The code may know better.

use super::check::{self, Answer, Check, Said};
use crate::assemble::Fit;
use crate::audit::{Category, Direction, Ecosystem, EvidenceKind, Place, Service, Status, Strength};
use crate::catalog;
use crate::facts::What;
use crate::order::Arrange;
use crate::path::{self, Role};

/// What a slot of the template asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slot {
    /// Services of these categories.
    Of(&'static [Category]),
    /// Variables that the code reads.
    Variables,
    /// Webhooks and callbacks that come in.
    Incoming,
    /// Hooks that the code calls.
    Outgoing,
}

/// The words of slots, folded to letters, with what they ask for. Sorted.
const SLOTS: &[(&str, Slot)] = &[
    ("analytics", Slot::Of(&[Category::Analytics])),
    ("apm", Slot::Of(&[Category::ErrorTracking, Category::Monitoring])),
    ("auth", Slot::Of(&[Category::Auth])),
    ("authentication", Slot::Of(&[Category::Auth])),
    ("authprovider", Slot::Of(&[Category::Auth])),
    ("cache", Slot::Of(&[Category::Cache])),
    ("caching", Slot::Of(&[Category::Cache])),
    ("callback", Slot::Incoming),
    ("callbacks", Slot::Incoming),
    ("ci", Slot::Of(&[Category::Ci])),
    ("cicd", Slot::Of(&[Category::Ci])),
    ("cipipeline", Slot::Of(&[Category::Ci])),
    ("cloudstorage", Slot::Of(&[Category::Storage])),
    ("database", Slot::Of(&[Category::Database])),
    ("databases", Slot::Of(&[Category::Database])),
    ("email", Slot::Of(&[Category::Email])),
    ("env", Slot::Variables),
    ("environmentvariables", Slot::Variables),
    ("envvars", Slot::Variables),
    ("errortracking", Slot::Of(&[Category::ErrorTracking])),
    ("filestorage", Slot::Of(&[Category::Storage])),
    ("hosting", Slot::Of(&[Category::Hosting])),
    ("incoming", Slot::Incoming),
    ("incomingwebhooks", Slot::Incoming),
    ("logging", Slot::Of(&[Category::Logging])),
    ("logs", Slot::Of(&[Category::Logging])),
    ("monitoring", Slot::Of(&[Category::Monitoring, Category::ErrorTracking])),
    ("outgoing", Slot::Outgoing),
    ("outgoingwebhooks", Slot::Outgoing),
    ("payment", Slot::Of(&[Category::Payment])),
    ("payments", Slot::Of(&[Category::Payment])),
    ("queue", Slot::Of(&[Category::Queue])),
    ("requiredenvvars", Slot::Variables),
    ("requiredenvironmentvariables", Slot::Variables),
    ("search", Slot::Of(&[Category::Search])),
    ("sms", Slot::Of(&[Category::Sms])),
    ("storage", Slot::Of(&[Category::Storage])),
    ("webhooks", Slot::Incoming),
    ("webhooksincoming", Slot::Incoming),
    ("webhooksoutgoing", Slot::Outgoing),
];

/// Checks that the code has nothing of a sort: of one service, of one or more categories, of what a slot asks for.
pub fn check(check: &Check<'_>, said: Said<'_>) -> Answer {
    let subject = said.claim.subject.as_str();
    let categories: Vec<Category> = subject.split(',').filter_map(|word| Category::from_word(word.trim())).collect();
    if let Some(answer) = no_code(check, said) {
        return answer;
    }
    if is_of_files(said) {
        return Answer::not_checked("");
    }
    match slot(subject) {
        _ if !said.claim.service.is_empty() && said.claim.service == subject => super::service::absent(check, subject),
        Some(Slot::Of(categories)) => services(check, said, categories),
        // An environment is no variable: "no staging environment".
        Some(Slot::Variables) if said.clause.says(&["staging", "stage"]) => Answer::not_checked(""),
        Some(Slot::Variables) => variables(check),
        Some(Slot::Incoming) => endpoints(check, &[Direction::Incoming, Direction::Callback], said),
        Some(Slot::Outgoing) => endpoints(check, &[Direction::Outgoing], said),
        None if !categories.is_empty() => services(check, said, &categories),
        None if catalog::by_id(subject).is_some() => super::service::absent(check, subject),
        None => Answer::not_checked(""),
    }
}

fn slot(subject: &str) -> Option<Slot> {
    let folded = catalog::fold(subject);
    SLOTS.iter().find(|(word, _)| *word == folded).map(|(_, slot)| *slot)
}

fn services(check: &Check<'_>, said: Said<'_>, categories: &[Category]) -> Answer {
    let mut found: Vec<&Service> = check
        .services
        .values()
        .copied()
        .filter(|service| service.status == Status::Used && categories.contains(&service.category))
        // What the document names itself, elsewhere, it does not deny.
        .filter(|service| !documented(check, &service.id))
        .collect();
    // The file that is a service's own says more than a line in it that uses another.
    let own = |service: &Service| {
        service.evidence.iter().any(|evidence| evidence.excerpt.is_empty() && evidence.strength == Strength::Strong)
    };
    found.arrange_by_key(|service| (!own(service), service.id.as_str()));
    let shown = found.iter().find_map(|service| Some((service, shows(service, categories)?)));
    match shown {
        Some((service, place)) => Answer::contradicted(format!("code uses {}", service.name), Some(place)),
        None if categories == [Category::Auth] => sign_in(check, said),
        None if categories.contains(&Category::Logging) => {
            logger(check, said).unwrap_or_else(|| Answer::confirmed(None))
        }
        None => Answer::confirmed(None),
    }
}

/// "No configuration file", which is of no storage.
fn is_of_files(said: Said<'_>) -> bool {
    let words = said.clause.claimed().to_ascii_lowercase();
    let storage = ["storage", "bucket", "object", "upload", "blob", "cloud"];
    said.claim.subject == Category::Storage.word()
        && words.starts_with("no ")
        && !storage.iter().any(|word| words.contains(word))
}

/// "No application code", and there is some.
pub fn no_code(check: &Check<'_>, said: Said<'_>) -> Option<Answer> {
    let item = said.clause.item.to_lowercase();
    if !["no application code", "no source code", "no code is", "no code in"].iter().any(|words| item.contains(words)) {
        return None;
    }
    let source = |file: &&crate::assemble::FileRead| {
        file.role == Role::Product && file.facts.iter().any(|fact| matches!(fact.what, What::Import { .. }))
    };
    let mut files = check.code.files.iter().filter(source);
    let first = files.next()?;
    let truth = format!("{} files of source are there", files.count() + 1);
    Some(Answer::contradicted(truth, Some(Place { path: first.path.clone(), line: 1 })))
}

/// How Python code asks for a logger of the language's own.
pub const OWN_LOGGER: &str = "logging.getLogger";

/// Modules by which code writes logs with levels and fields, by registry.
const LOGGERS: &[(Ecosystem, &str)] = &[
    (Ecosystem::Npm, "@nestjs/pino"),
    (Ecosystem::Npm, "bunyan"),
    (Ecosystem::Npm, "log4js"),
    (Ecosystem::Npm, "loglevel"),
    (Ecosystem::Npm, "nestjs-pino"),
    (Ecosystem::Npm, "pino"),
    (Ecosystem::Npm, "tslog"),
    (Ecosystem::Npm, "winston"),
    (Ecosystem::Pypi, "loguru"),
    (Ecosystem::Pypi, "structlog"),
    (Ecosystem::Go, "github.com/rs/zerolog"),
    (Ecosystem::Go, "github.com/sirupsen/logrus"),
    (Ecosystem::Go, "go.uber.org/zap"),
    (Ecosystem::Go, "log/slog"),
];

/// "No structured logging", and a logger is imported.
fn logger(check: &Check<'_>, said: Said<'_>) -> Option<Answer> {
    let print = said.clause.says(&["print", "prints"]);
    if !print && !said.clause.says(&["structured"]) {
        return None;
    }
    let found = LOGGERS.iter().find_map(|(ecosystem, module)| {
        let place = check.packages.imported(*ecosystem, module).product?;
        Some(Answer::contradicted(format!("code imports {module}"), Some(place)))
    });
    // Python's own is no more than printing where nobody says that there is but that.
    found.or_else(|| {
        let place = check.in_code(OWN_LOGGER, Fit::Word).filter(|_| print)?;
        Some(Answer::contradicted(format!("code calls {OWN_LOGGER}"), Some(place)))
    })
}

/// Where the product shows that it plugs into a service. What its workflows run beside its tests is no part of it, and a
/// variable of that name may be another's.
fn shows(service: &Service, categories: &[Category]) -> Option<Place> {
    let of_ci = categories.contains(&Category::Ci);
    let evidence = service.evidence.iter().filter(|evidence| {
        evidence.strength == Strength::Strong
            && path::role(&evidence.path) == Role::Product
            && (of_ci || !evidence.path.contains(".github/workflows/"))
            && !(service.category == Category::Auth && evidence.kind == EvidenceKind::EnvRead)
    });
    evidence.min_by_key(|evidence| evidence.kind).map(check::place)
}

/// Whether the document says that the code plugs into a service.
fn documented(check: &Check<'_>, id: &str) -> bool {
    let kin = |known: &str| {
        let speaks =
            |a: &str, b: &str| catalog::by_id(a).is_some_and(|entry| entry.speaks.contains(&b) || entry.covers(b));
        known == id || speaks(known, id) || speaks(id, known)
    };
    check.document.services.iter().any(|service| service.status != Status::Absent && kin(&service.id))
}

/// Segments of paths by which people sign in.
const SIGN_IN: &[&str] = &["login", "sign-in", "signin"];

/// "No user authentication", and a route by which people sign in.
fn sign_in(check: &Check<'_>, said: Said<'_>) -> Answer {
    let bare = said.clause.says(&["user", "users", "login", "auth", "authentication", "none"]);
    let route = check.routes.iter().find(|route| {
        let last = route.path.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
        route.method == "POST" && SIGN_IN.contains(&last.as_str())
    });
    match route.filter(|_| bare) {
        Some(route) => Answer::contradicted(format!("code serves POST {}", route.path), Some(route.place.clone())),
        None => Answer::confirmed(None),
    }
}

/// Variables that say how a program runs, not what it plugs into.
const RUNTIME: &[&str] = &[
    "CI",
    "DEBUG",
    "ENV",
    "HOME",
    "HOST",
    "HOSTNAME",
    "LANG",
    "LOG_LEVEL",
    "NODE_ENV",
    "PATH",
    "PORT",
    "PWD",
    "SHELL",
    "TEMP",
    "TERM",
    "TMP",
    "TMPDIR",
    "TZ",
    "USER",
    "XDG_CONFIG_HOME",
];

/// Whether a variable only says how a program runs.
pub fn is_of_the_runtime(name: &str) -> bool {
    RUNTIME.binary_search(&name).is_ok()
}

fn variables(check: &Check<'_>) -> Answer {
    let mut read = check.env.values().filter(|variable| {
        !variable.read.is_empty()
            && RUNTIME.binary_search(&variable.name.as_str()).is_err()
            && !documented_variable(check, &variable.name)
    });
    match read.next() {
        Some(first) => {
            let count = read.count();
            let more = if count == 0 { String::new() } else { format!(" and {count} more") };
            Answer::contradicted(format!("code reads {}{more}", first.name), first.read.first().cloned())
        }
        None => Answer::confirmed(None),
    }
}

fn documented_variable(check: &Check<'_>, name: &str) -> bool {
    check.claims(crate::audit::ClaimKind::Env, name)
}

fn endpoints(check: &Check<'_>, directions: &[Direction], said: Said<'_>) -> Answer {
    // Who speaks of the way back from a sign-in knows of it.
    let known = said.clause.says(&["callback", "callbacks", "oauth", "redirect"]);
    let found = check.code.audit.endpoints.iter().find(|endpoint| {
        let fits = directions.contains(&endpoint.direction)
            && (endpoint.direction != Direction::Callback || !known && !is_sign_in(&endpoint.path))
            && !(known && endpoint.path.contains("callback"));
        fits && !documented_endpoint(check, &endpoint.path)
    });
    match found {
        Some(endpoint) => {
            let place: Place = endpoint.place.clone();
            let shown = format!("{} {}", endpoint.method, endpoint.path);
            Answer::contradicted(format!("code has {}", shown.trim()), Some(place))
        }
        None => Answer::confirmed(None),
    }
}

/// Whether a person's browser comes back here from signing in, which few call a webhook.
fn is_sign_in(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    ["auth", "login", "signin", "sign-in", "sso", "oauth", "confirm", "verify", "success", "cancel", "return"]
        .iter()
        .any(|word| lower.contains(word))
}

fn documented_endpoint(check: &Check<'_>, path: &str) -> bool {
    check.document.endpoints.iter().any(|endpoint| endpoint.path == path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_sorted_and_found() {
        assert!(RUNTIME.is_sorted());
        assert_eq!(slot("Error Tracking"), Some(Slot::Of(&[Category::ErrorTracking])));
        assert_eq!(slot("CI/CD"), Some(Slot::Of(&[Category::Ci])));
        assert_eq!(slot("error-tracking"), slot("Error Tracking"));
        assert_eq!(slot("Required env vars"), Some(Slot::Variables));
        assert_eq!(slot("Something else"), None);
    }
}
