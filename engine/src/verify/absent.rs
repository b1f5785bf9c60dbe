//! What a document says is not there: "Error Tracking: None". The code may know better.

use super::check::{self, Answer, Check, Said};
use crate::audit::{Category, Direction, Place, Service, Status};
use crate::catalog;

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

/// Checks that the code has nothing of a sort.
pub fn check(check: &Check<'_>, said: Said<'_>) -> Answer {
    match slot(&said.claim.subject) {
        None => match Category::from_word(&said.claim.subject) {
            Some(category) => services(check, said, &[category]),
            None => Answer::not_checked(""),
        },
        Some(Slot::Of(categories)) => services(check, said, categories),
        Some(Slot::Variables) => variables(check),
        Some(Slot::Incoming) => endpoints(check, &[Direction::Incoming, Direction::Callback], said),
        Some(Slot::Outgoing) => endpoints(check, &[Direction::Outgoing], said),
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
    found.sort_by_key(|service| service.id.as_str());
    let shown = found.iter().find_map(|service| Some((service, check::wired(service)?)));
    let shown = shown.or_else(|| found.iter().find_map(|service| Some((service, check::best(service)?))));
    match shown {
        Some((service, place)) => Answer::contradicted(format!("code uses {}", service.name), Some(place)),
        None if categories == [Category::Auth] => sign_in(check, said),
        None => Answer::confirmed(None),
    }
}

/// Whether the document says that the code plugs into a service.
fn documented(check: &Check<'_>, id: &str) -> bool {
    check.document.services.iter().any(|service| service.id == id && service.status != Status::Absent)
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
    let callbacks = said.clause.says(&["callback", "callbacks"]);
    let found = check.code.audit.endpoints.iter().find(|endpoint| {
        let fits = directions.contains(&endpoint.direction)
            && (endpoint.direction != Direction::Callback || callbacks || !is_sign_in(&endpoint.path));
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
