//! Secrets that stand where others read them.

use super::rules::*;
use super::{ALL, Danger, PRODUCT, REAL, Review, Severity, elsewhere, for_production, is_made_up, listed};
use crate::audit::{Category, Place, Variable};
use crate::catalog;
use crate::facts::What;
use crate::order::{Arrange, Gather};
use crate::path::{self, Role};
use crate::redact;
use crate::risk::{Risk, says_secret};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn find(review: &mut Review<'_>) {
    vendor_keys(review);
    private_keys(review);
    env_files(review);
    addresses(review);
    written(review);
    fallbacks(review);
    compose(review);
    public(review);
    images(review);
    cluster(review);
    state(review);
    key_stores(review);
    printed(review);
}

/// One finding for each sort of key and file: a file with ten is one leak.
fn vendor_keys(review: &mut Review<'_>) {
    let mut by_file: BTreeMap<(&str, &str), Vec<Danger<'_>>> = BTreeMap::new();
    for danger in review.risks(Risk::VendorKey, ALL) {
        by_file.entry((danger.seen.file.path.as_str(), danger.of)).or_default().push(danger);
    }
    for ((_, id), found) in by_file {
        let (Some(kind), Some(first)) = (redact::kind(id), found.first()) else { continue };
        let vendor = catalog::by_id(kind.service).map_or(String::new(), |service| format!(" of {}", service.name));
        let role = first.seen.file.role;
        let test = role == Role::Test;
        // Tests and documents need something to show that works nowhere.
        let shown = matches!(id, "webhook-secret" | "session-token") || kind.sandbox;
        let made_up = test || is_made_up(&first.seen.file.path);
        if shown && (made_up || role == Role::Docs && id != "session-token") {
            continue;
        }
        let severity = if kind.sandbox || test || id == "google-api-key" { Severity::Warning } else { Severity::Error };
        let article = if kind.name.starts_with(['A', 'O', 'a', 'i', 'o', 'u']) { "An" } else { "A" };
        let advice = if id == "session-token" {
            "end the session, and take the token out"
        } else {
            "revoke it, and read a new one from the environment"
        };
        let message = format!(
            "{article} {}{vendor} (`{}`) is in the code base: {advice}.{}",
            kind.name,
            kind.mask(),
            elsewhere(found.len()),
        );
        review.raise_as(&VENDOR_KEY, severity, first.seen.place(), kind.service, message);
    }
}

fn private_keys(review: &mut Review<'_>) {
    for found in by_file(review.risks(Risk::PrivateKey, REAL)) {
        let Some(first) = found.first().filter(|danger| !is_made_up(&danger.seen.file.path)) else { continue };
        let sort = if first.of.is_empty() { String::new() } else { format!(" ({})", first.of) };
        let message = format!(
            "A private key{sort} is in the code base: whoever reads it can pass for its owner. Replace it, and keep the new one out of the tree.{}",
            more_below(found.len()),
        );
        review.raise(&PRIVATE_KEY, first.seen.place(), message);
    }
    for danger in review.risks(Risk::ServiceAccount, &[Role::Product, Role::Tool, Role::Docs]) {
        let message = "The key of a Google service account is in the code base: delete it in the console, and hand a new one over at run time.";
        review.raise_of(&SERVICE_ACCOUNT, danger.seen.place(), danger.of, message.into());
    }
}

/// Risks by the file in which they stand, each file's in order.
fn by_file(dangers: Vec<Danger<'_>>) -> Vec<Vec<Danger<'_>>> {
    let mut out: BTreeMap<&str, Vec<Danger<'_>>> = BTreeMap::new();
    for danger in dangers {
        out.entry(danger.seen.file.path.as_str()).or_default().push(danger);
    }
    out.into_values().collect()
}

/// " There are 3 more below." where a file has more of a sort.
fn more_below(number: usize) -> String {
    match number {
        0 | 1 => String::new(),
        2 => " There is one more below.".into(),
        n => format!(" There are {} more below.", n - 1),
    }
}

/// One finding a file.
fn env_files(review: &mut Review<'_>) {
    for (risk, roles) in [(Risk::SecretInEnv, REAL), (Risk::SecretInExample, REAL)] {
        for found in by_file(review.risks(risk, roles)) {
            let Some(first) = found.first() else { continue };
            let path = first.seen.file.path.as_str();
            let names: Vec<&str> = found.iter().map(|danger| danger.of).collect();
            let (rule, message) = if risk == Risk::SecretInEnv {
                let message = format!(
                    "`{}` is in the code base with values for {}: replace these secrets, take the file out of the tree and ignore it.",
                    path::name(path),
                    listed(&names),
                );
                (&ENV_FILE, message)
            } else {
                let message = format!(
                    "`{}` shows values for {} that look real: write placeholders, and replace the secrets if they are in use.",
                    path::name(path),
                    listed(&names),
                );
                (&EXAMPLE_SECRET, message)
            };
            review.raise(rule, first.seen.place(), message);
        }
    }
}

fn addresses(review: &mut Review<'_>) {
    for (address, found) in review.risks_by_subject(Risk::ConnectionPassword, &[Role::Product, Role::Tool, Role::Docs])
    {
        let Some(first) = found.first() else { continue };
        let service = address.split_once("://").and_then(|(scheme, _)| catalog::scheme(scheme)).map_or("", |s| s.id);
        let message = format!(
            "The connection string of `{address}` is in the code base with its password: change the password, and read the string from the environment.{}",
            elsewhere(found.len()),
        );
        review.raise_of(&CONNECTION_PASSWORD, first.seen.place(), service, message);
    }
    for danger in review.risks(Risk::HookUrl, &[Role::Product, Role::Tool, Role::Docs]) {
        let service = catalog::host(danger.of, "").map_or("", |found| found.service.id);
        let message = format!(
            "The URL of an incoming hook at `{}` is in the code base, and whoever has it can post: make a new one, and read it from the environment.",
            danger.of,
        );
        review.raise_of(&HOOK_URL, danger.seen.place(), service, message);
    }
}

fn written(review: &mut Review<'_>) {
    // Where a key of a vendor's stands, that says more.
    let known: BTreeSet<Place> = [Risk::VendorKey, Risk::ConnectionPassword, Risk::SecretFallback]
        .into_iter()
        .flat_map(|risk| review.risks(risk, ALL))
        .map(|danger| danger.seen.place())
        .gathered();
    for (name, found) in review.risks_by_subject(Risk::WrittenSecret, PRODUCT) {
        // What goes to every visitor anyway.
        if PUBLIC.iter().any(|prefix| name.starts_with(prefix)) {
            continue;
        }
        let own = |danger: &Danger<'_>| {
            let path = danger.seen.file.path.as_str();
            !known.contains(&danger.seen.place()) && !path::is_by_hand(path) && !is_made_up(path)
        };
        let found: Vec<_> = found.into_iter().filter(own).collect();
        let Some(first) = found.first() else { continue };
        let message = format!(
            "`{name}` is given a value here that looks like a secret: replace the secret, and read it from the environment.{}",
            elsewhere(found.len()),
        );
        review.raise(&WRITTEN_SECRET, first.seen.place(), message);
    }
}

/// A vendor refuses a key that was made up; what only the code base itself checks is open to whoever reads it.
fn fallbacks(review: &mut Review<'_>) {
    for (name, found) in review.risks_by_subject(Risk::SecretFallback, PRODUCT) {
        let own = catalog::env(name).is_none_or(|service| {
            matches!(service.category, Category::Database | Category::Cache | Category::Queue | Category::Search)
                || name.ends_with("WEBHOOK_SECRET")
                || name.contains("AUTH_SECRET")
        });
        let Some(first) = found.iter().find(|danger| !path::is_by_hand(&danger.seen.file.path)) else { continue };
        if !own || name.ends_with("API_KEY") || name.ends_with("_TOKEN") && !name.contains("JWT") {
            continue;
        }
        let database = name.contains("PASS") || name.contains("PWD");
        let severity = if database { Severity::Warning } else { Severity::Error };
        let message = format!(
            "Without `{name}` the code goes on with a value that everybody can read here: stop instead when the variable is missing.{}",
            elsewhere(found.len()),
        );
        review.raise_as(&SECRET_FALLBACK, severity, first.seen.place(), "", message);
    }
}

/// One finding a file.
fn compose(review: &mut Review<'_>) {
    for found in by_file(review.risks(Risk::ComposePassword, REAL)) {
        let Some(first) = found.first().filter(|danger| !is_made_up(&danger.seen.file.path)) else { continue };
        let path = first.seen.file.path.as_str();
        let severity = if for_production(path) { Severity::Warning } else { Severity::Note };
        let mut names: Vec<&str> = found.iter().map(|danger| danger.of).collect();
        names.arrange();
        names.dedup();
        let (value, example) = (if names.len() == 1 { "value" } else { "values" }, names.first().unwrap_or(&""));
        let message = format!(
            "`{path}` holds the {value} of {}, the same for every deployment: write `${{{example}:?}}`, and set it outside.",
            listed(&names),
        );
        review.raise_as(&COMPOSE_PASSWORD, severity, first.seen.place(), "", message);
    }
}

/// Prefixes by which build tools put a variable's value into the page or the app. Sorted.
const PUBLIC: &[&str] = &[
    "EXPO_PUBLIC_",
    "GATSBY_",
    "NEXT_PUBLIC_",
    "NUXT_PUBLIC_",
    "PLASMO_PUBLIC_",
    "PUBLIC_",
    "REACT_APP_",
    "VITE_",
    "VUE_APP_",
];

/// Whether a variable's name, without its prefix, is of something that only a server may know.
fn must_stay_secret(stem: &str) -> bool {
    if !says_secret(stem) {
        return false;
    }
    let category = catalog::env(stem).map(|service| service.category);
    let vendor_key = matches!(category, Some(Category::Ai | Category::Email | Category::Sms))
        && (stem.ends_with("API_KEY") || stem.ends_with("_TOKEN"));
    vendor_key
        || stem.split('_').any(|word| matches!(word, "PASSWORD" | "PRIVATE" | "SECRET"))
        || stem.contains("SERVICE_ROLE")
        || stem.contains("SERVICE_KEY")
}

fn place_of(variable: &Variable) -> Option<Place> {
    let declared = || variable.declared.first().map(|d| Place { path: d.path.clone(), line: d.line });
    variable.read.first().cloned().or_else(declared)
}

fn public(review: &mut Review<'_>) {
    let audit = review.audit;
    for variable in &audit.env {
        let Some(prefix) = PUBLIC.iter().find(|prefix| variable.name.starts_with(**prefix)) else { continue };
        let stem = variable.name.get(prefix.len()..).unwrap_or("");
        if let Some(place) = place_of(variable).filter(|_| must_stay_secret(stem)) {
            let message = format!(
                "The build puts every variable that begins with `{prefix}` into what visitors download, and `{}` is a secret: drop the prefix, and use it on the server only.",
                variable.name,
            );
            review.raise_of(&PUBLIC_PREFIX, place, &variable.service, message);
        }
    }
    let mut seen: BTreeMap<&str, Vec<Place>> = BTreeMap::new();
    for found in review.facts(PRODUCT).filter(|found| path::extension(&found.file.path) == "dart") {
        if let What::EnvRead { name, .. } = &found.fact.what
            && must_stay_secret(catalog::env_stem(name))
            && (found.file.path.starts_with("lib/") || found.file.path.contains("/lib/"))
        {
            seen.entry(name).or_default().push(found.place());
        }
    }
    for (name, places) in seen {
        let Some(first) = places.first() else { continue };
        let message = format!(
            "The app takes `{name}` with it to every phone, where it can be read: let a server hold it, and let the app ask the server.{}",
            elsewhere(places.len()),
        );
        review.raise(&SECRET_IN_APP, first.clone(), message);
    }
}

fn images(review: &mut Review<'_>) {
    for (name, found) in review.risks_by_subject(Risk::ImageSecret, PRODUCT) {
        let Some(first) = found.first() else { continue };
        let message = format!(
            "`{name}` has its value in the Dockerfile, and so in every copy of the image: hand it over at run time, or mount it with `--mount=type=secret`.{}",
            elsewhere(found.len()),
        );
        review.raise(&IMAGE_SECRET, first.seen.place(), message);
    }
}

/// One finding a file.
fn cluster(review: &mut Review<'_>) {
    for found in by_file(review.risks(Risk::ClusterSecret, PRODUCT)) {
        let Some(first) = found.first() else { continue };
        let names: Vec<&str> = found.iter().map(|danger| danger.of).collect();
        let message = format!(
            "The Secret's values for {} are in the code base, and base 64 hides nothing: replace them, and keep the new ones in a sealed or external secret.",
            listed(&names),
        );
        review.raise(&CLUSTER_SECRET, first.seen.place(), message);
    }
}

fn state(review: &mut Review<'_>) {
    for danger in review.risks(Risk::TerraformState, PRODUCT) {
        let message = "Terraform's state is in the code base, and it holds every password and key that Terraform knows: move it to a remote backend, and replace the secrets.";
        review.raise(&TERRAFORM_STATE, danger.seen.place(), message.into());
    }
}

/// Key stores are no text, and known by their names alone.
fn key_stores(review: &mut Review<'_>) {
    let audit = review.audit;
    for skipped in &audit.coverage.skipped {
        let store = matches!(path::extension(&skipped.path), "jks" | "keystore" | "p12" | "pfx");
        // Android's own debug key is the same everywhere.
        let real = PRODUCT.contains(&path::role(&skipped.path)) && !is_made_up(&skipped.path);
        if !store || path::name(&skipped.path).contains("debug") || !real {
            continue;
        }
        if !matches!(skipped.reason.as_str(), "binary" | "no reader") {
            continue;
        }
        let message = format!(
            "`{}` holds a private key, and its password is the only lock on it: keep it out of the tree, and hand it to the build as a secret.",
            path::name(&skipped.path),
        );
        review.raise(&KEY_STORE, Place { path: skipped.path.clone(), line: 1 }, message);
    }
}

fn printed(review: &mut Review<'_>) {
    for (name, found) in review.risks_by_subject(Risk::SecretPrinted, PRODUCT) {
        let Some(first) = found.first() else { continue };
        let message = format!(
            "`{name}` is printed whole, and logs are read by many: print whether it is set.{}",
            elsewhere(found.len()),
        );
        review.raise(&SECRET_PRINTED, first.seen.place(), message);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_alone_may_know() {
        assert!(PUBLIC.is_sorted());
        for name in
            ["STRIPE_SECRET_KEY", "OPENAI_API_KEY", "SUPABASE_SERVICE_ROLE_KEY", "ADMIN_PASSWORD", "RESEND_API_KEY"]
        {
            assert!(must_stay_secret(name), "{name}");
        }
        for name in [
            "FIREBASE_API_KEY",
            "GOOGLE_MAPS_API_KEY",
            "STRIPE_PUBLISHABLE_KEY",
            "SUPABASE_ANON_KEY",
            "POSTHOG_KEY",
            "MAPBOX_TOKEN",
            "SENTRY_DSN",
            "API_URL",
        ] {
            assert!(!must_stay_secret(name), "{name}");
        }
    }
}
