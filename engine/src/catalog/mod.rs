//! The services that Patchbay knows. They are data: `catalog/*.toml`, compiled into one text by `build.rs`.
//!
//! Every look-up is a probe of one table over that text, see [`index`], and allocates nothing.

use crate::audit::{Category, Ecosystem};
use generated::Field;
use index::{As, Index};

mod index;
mod keys;
mod names;

pub use keys::keys;
pub use names::{fold, named, named_so_far};

mod generated {
    use super::Category;
    include!(concat!(env!("OUT_DIR"), "/catalog.rs"));
}

/// A service of the catalog.
#[derive(Debug, PartialEq, Eq)]
pub struct Service {
    /// Its id, stable for ever.
    pub id: &'static str,
    /// The name people use.
    pub name: &'static str,
    /// Other names, in lower case.
    pub aliases: &'static [&'static str],
    /// What sort of service it is.
    pub category: Category,
    /// Where the audit document lists it.
    pub section: &'static str,
    /// Ids of the services that are parts of it, where it is a cloud or a suite; a trailing `*` stands for all that begin so.
    pub umbrella: &'static [&'static str],
    /// Ids of services whose protocol it speaks, so that their clients may be clients of it: R2 speaks S3's.
    pub speaks: &'static [&'static str],
    /// Ecosystems without imports of packages by name in whose code it is known by modules: `com.stripe`, `Stripe::`.
    pub named_in: Vec<Ecosystem>,
}

/// The domains for [`has_customers`], a line each.
static CUSTOMERS: &str = include_str!(concat!(env!("OUT_DIR"), "/customers.txt"));

/// The homepages, a line for each service, by id. Apart from the rest, so that who names none does not carry them.
static HOMEPAGES: &str = include_str!(concat!(env!("OUT_DIR"), "/homepages.txt"));

impl Service {
    /// Its homepage; empty where it has none.
    pub fn homepage(&self) -> &'static str {
        let at = services().binary_search_by_key(&self.id, |service| service.id);
        at.ok().and_then(|at| HOMEPAGES.lines().nth(at)).unwrap_or_default()
    }

    /// Whether the service with this id is a part of this one.
    pub fn covers(&self, id: &str) -> bool {
        self.umbrella.iter().any(|part| part.strip_suffix('*').map_or(*part == id, |prefix| id.starts_with(prefix)))
    }
}

/// Every service, by id.
pub fn services() -> &'static [Service] {
    &Index::get().services
}

/// The service with this id.
pub fn by_id(id: &str) -> Option<&'static Service> {
    let at = services().binary_search_by_key(&id, |service| service.id).ok()?;
    services().get(at)
}

fn exact(field: Field, key: &str) -> Option<&'static Service> {
    Index::get().exact(field, key, As::Written)
}

/// The row for `key`: its own, else the longest `prefix*` that it begins with.
fn pattern(field: Field, key: &str) -> Option<&'static Service> {
    exact(field, key).or_else(|| Index::get().beginning(field, key, As::Written))
}

/// The row for `key`, else for what is left of it after cutting at `separator` from the end, again and again.
fn ancestor(field: Field, mut key: &str, separator: char) -> Option<&'static Service> {
    loop {
        if let Some(service) = pattern(field, key) {
            return Some(service);
        }
        key = &key[..key.rfind(separator)?];
    }
}

/// The row for `key`, else for what it is below: each time without what stands behind the last `separator`.
fn below(field: Field, mut key: &str, separator: char) -> Option<&'static Service> {
    loop {
        if let Some(service) = exact(field, key) {
            return Some(service);
        }
        key = &key[..key.rfind(separator)?];
    }
}

fn packages(ecosystem: Ecosystem) -> Field {
    match ecosystem {
        Ecosystem::Npm => Field::Npm,
        Ecosystem::Pypi => Field::Pypi,
        Ecosystem::Go => Field::Go,
        Ecosystem::Cargo => Field::Cargo,
        Ecosystem::Pub => Field::Pub,
        Ecosystem::Composer => Field::Composer,
        Ecosystem::Gem => Field::Gem,
        Ecosystem::Nuget => Field::Nuget,
        Ecosystem::Maven => Field::Maven,
        Ecosystem::Hex => Field::Hex,
        Ecosystem::Swift => Field::Swift,
        Ecosystem::Cocoapods => Field::Cocoapods,
        // JSR has no names of its own in the catalog: a vendor's client is called there as on npm.
        Ecosystem::Jsr => Field::Npm,
        Ecosystem::Conan => Field::Conan,
        Ecosystem::Vcpkg => Field::Vcpkg,
        Ecosystem::Cran => Field::Cran,
        Ecosystem::Cpan => Field::Cpan,
        Ecosystem::Luarocks => Field::Luarocks,
        Ecosystem::Julia => Field::Julia,
    }
}

/// [`pattern`] for names that a registry compares in any case. What is written as the catalog writes it goes first.
fn in_any_case(field: Field, key: &str) -> Option<&'static Service> {
    let index = Index::get();
    let anyhow = || index.exact(field, key, As::AnyCase).or_else(|| index.beginning(field, key, As::AnyCase));
    pattern(field, key).or_else(anyhow)
}

/// The service of which a package is a client. Names are compared as the registry does (PyPI folds case, `_` and `.`;
/// NuGet and Swift fold case).
pub fn package(ecosystem: Ecosystem, name: &str) -> Option<&'static Service> {
    match ecosystem {
        Ecosystem::Pypi => pattern(Field::Pypi, &name.to_lowercase().replace(['_', '.'], "-")),
        Ecosystem::Go => ancestor(Field::Go, name, '/'),
        Ecosystem::Nuget => in_any_case(Field::Nuget, name),
        // `owner/name`: where the catalog knows no owner, the name alone.
        Ecosystem::Swift => in_any_case(Field::Swift, name)
            .or_else(|| in_any_case(Field::Swift, name.rsplit('/').next().unwrap_or(name))),
        // A part of a pod, `Firebase/Auth`, falls to the pod.
        Ecosystem::Cocoapods => ancestor(Field::Cocoapods, name, '/'),
        _ => pattern(packages(ecosystem), name),
    }
}

/// The service whose client an imported module is.
pub fn import(ecosystem: Ecosystem, module: &str) -> Option<&'static Service> {
    match ecosystem {
        Ecosystem::Pypi => ancestor(Field::Python, &module.to_lowercase(), '.'),
        Ecosystem::Pub => {
            let package = module.strip_prefix("package:")?;
            package_of(Ecosystem::Pub, package.split('/').next()?)
        }
        Ecosystem::Npm | Ecosystem::Jsr => {
            let module = module.strip_prefix("npm:").unwrap_or(module);
            exact(Field::Npm, module).or_else(|| auth_js(module)).or_else(|| ancestor(Field::Npm, module, '/'))
        }
        Ecosystem::Cargo => package_of(Ecosystem::Cargo, &module.split("::").next()?.replace('_', "-"))
            .or_else(|| exact(Field::Cargo, module.split("::").next()?)),
        Ecosystem::Maven => below(Field::Java, module, '.'),
        Ecosystem::Nuget => below(Field::Dotnet, module, '.'),
        Ecosystem::Composer => below(Field::Php, module, '\\'),
        Ecosystem::Hex => below(Field::Elixir, module, '.'),
        Ecosystem::Gem if module.starts_with(|c: char| c.is_ascii_uppercase()) => below(Field::Ruby, module, ':'),
        // A file of a gem, `google/cloud/storage`, is named like the gem.
        Ecosystem::Gem => pattern(Field::Gem, &module.replace('/', "-")).or_else(|| below(Field::Gem, module, '/')),
        Ecosystem::Swift | Ecosystem::Cocoapods => {
            exact(Field::Swift, module).or_else(|| exact(Field::Cocoapods, module))
        }
        Ecosystem::Go => ancestor(Field::Go, module, '/'),
        _ => pattern(packages(ecosystem), module),
    }
}

/// Whom people sign in with, or who sends them the mail with the link, by one of the providers of Auth.js:
/// `next-auth/providers/discord`, `@auth/sveltekit/providers/resend`.
fn auth_js(module: &str) -> Option<&'static Service> {
    let (library, provider) = module.split_once("/providers/")?;
    let fits = library == "next-auth" || library.strip_prefix("@auth/").is_some_and(|rest| !rest.contains('/'));
    let sends = |entry: &&Service| matches!(entry.category, Category::Auth | Category::Email);
    fits.then(|| sign_in(provider).filter(sends)).flatten()
}

fn package_of(ecosystem: Ecosystem, name: &str) -> Option<&'static Service> {
    package(ecosystem, name)
}

/// What the catalog knows of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HostMatch {
    /// Whose host it is.
    pub service: &'static Service,
    /// Whether it only is a place for people (a console, documentation), so that naming it proves no use.
    pub link: bool,
}

/// The service that a host belongs to. `path`, with its slash, tells apart services that share a host.
pub fn host(host: &str, path: &str) -> Option<HostMatch> {
    let region = aws_region(host).map(|label| host.replacen(label, "region", 1));
    let host = region.as_deref().unwrap_or(host);
    let index = Index::get();
    let either = |find: &dyn Fn(Field) -> Option<&'static Service>| {
        [(Field::Links, true), (Field::Hosts, false)]
            .into_iter()
            .find_map(|(field, link)| find(field).map(|service| HostMatch { service, link }))
    };
    let find = |key: &str| either(&|field| exact(field, key));
    let mut probe = format!("{host}{path}");
    probe.truncate(probe.find(['?', '#']).unwrap_or(probe.len()));
    while let Some(at) = probe.rfind('/') {
        if let Some(found) = find(&probe) {
            return Some(found);
        }
        probe.truncate(at);
    }
    if let Some(found) = find(host) {
        return Some(found);
    }
    let mut rest = host;
    loop {
        if let Some(found) = either(&|field| index.below(field, rest)) {
            return Some(found);
        }
        rest = &rest[rest.find('.')? + 1..];
    }
}

/// Whether this is a vendor's domain that is a site for people itself, while what stands below it is the service for a customer
/// each: `zendesk.com`. What only reads files asks this, and so carries no index.
pub fn has_customers(domain: &str) -> bool {
    CUSTOMERS.lines().any(|known| known == domain)
}

/// The label of an Amazon host that names a region, or stands for one in a template: `s3.eu-west-1.amazonaws.com`,
/// `email.{region}.amazonaws.com`. The catalog writes it as `region`.
fn aws_region(host: &str) -> Option<&str> {
    let stem = host.strip_suffix(".cn").unwrap_or(host);
    let stem = stem.strip_suffix(".amazonaws.com").or_else(|| stem.strip_suffix(".amazoncognito.com"))?;
    stem.split('.').rev().take(3).find(|label| {
        let area = label.split('-').next().is_some_and(|p| p.len() == 2 && p.bytes().all(|b| b.is_ascii_lowercase()));
        let zone = label.rsplit('-').next().is_some_and(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
        (area && zone && (3..=4).contains(&label.split('-').count())) || label.contains(['{', '$', '%', '*'])
    })
}

/// Prefixes by which build tools mark variables for the browser, and stages that people put before a name.
const ENV_PREFIXES: &[&str] = &[
    "EXPO_PUBLIC_",
    "GATSBY_",
    "NEXT_PUBLIC_",
    "NUXT_PUBLIC_",
    "NUXT_",
    "PLASMO_PUBLIC_",
    "PUBLIC_",
    "REACT_APP_",
    "VITE_",
    "VUE_APP_",
    "DEV_",
    "E2E_",
    "PROD_",
    "PRODUCTION_",
    "STAGING_",
    "TEST_",
];

/// The name of a variable without the prefix of a build tool or stage.
pub fn env_stem(name: &str) -> &str {
    ENV_PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)).filter(|stem| !stem.is_empty()).unwrap_or(name)
}

/// The service that a variable belongs to.
pub fn env(name: &str) -> Option<&'static Service> {
    pattern(Field::Env, name)
        .or_else(|| {
            let stem = env_stem(name);
            (stem != name).then(|| pattern(Field::Env, stem)).flatten()
        })
        .or_else(|| setting(name))
}

/// Whether a service has a variable of just this name.
pub fn is_env(name: &str) -> bool {
    exact(Field::Env, name).is_some()
}

/// The service that a variable may belong to whose name others use, too: where something else shows the service.
pub fn shared_env(name: &str) -> Option<&'static Service> {
    pattern(Field::Shared, name).or_else(|| pattern(Field::Shared, env_stem(name)))
}

/// The service of a setting as .NET takes it from the environment: `Stripe__ApiKey` is Stripe's as `STRIPE_API_KEY` is.
fn setting(name: &str) -> Option<&'static Service> {
    let (section, key) = name.split_once("__")?;
    if !name.bytes().any(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let mut folded = section.to_ascii_uppercase();
    let mut lower_before = true;
    for c in ['_'].into_iter().chain(key.chars()) {
        if c.is_ascii_uppercase() && lower_before && !folded.ends_with('_') {
            folded.push('_');
        }
        lower_before = c.is_ascii_lowercase() || c.is_ascii_digit();
        if c != '_' || !folded.ends_with('_') {
            folded.push(c.to_ascii_uppercase());
        }
    }
    pattern(Field::Env, &folded)
}

/// The service that a container image runs. `name` is without tag, and without `docker.io/` and `library/`.
pub fn image(name: &str) -> Option<&'static Service> {
    pattern(Field::Images, name)
}

/// The service that a workflow's action belongs to: `aws-actions/configure-aws-credentials`.
pub fn action(name: &str) -> Option<&'static Service> {
    ancestor(Field::Actions, name, '/')
}

/// The service that a configuration key shows: see [`crate::facts::What::Config`]. A node of an n8n workflow is found by its
/// vendor's name where no key says otherwise.
pub fn config(key: &str) -> Option<&'static Service> {
    pattern(Field::Config, key)
        .or_else(|| named(key.strip_prefix("n8n-node:")?))
        .or_else(|| ai_provider(key.strip_prefix("ai-provider:")?))
        .or_else(|| {
            let sendable = |c| {
                matches!(c, Category::Chat | Category::Email | Category::Push | Category::Sms | Category::Ecommerce)
            };
            named(key.strip_prefix("sends-to:")?).filter(|entry| sendable(entry.category))
        })
        .or_else(|| sign_in_with(key.strip_prefix("sign-in:")?))
        .or_else(|| named(key.strip_prefix("rails-credentials:").or_else(|| key.strip_prefix("laravel-service:"))?))
        .or_else(|| sign_in(key.strip_prefix("omniauth:").or_else(|| key.strip_prefix("laravel-socialite:"))?))
}

/// The service by which people sign in, and nothing else of that name.
fn sign_in_with(word: &str) -> Option<&'static Service> {
    sign_in(word).filter(|entry| entry.category == Category::Auth)
}

/// The service by which people sign in that a library calls by this word: `google_oauth2`, `github`.
fn sign_in(word: &str) -> Option<&'static Service> {
    let vendor = word.trim_end_matches("_oauth2").trim_end_matches("-openid");
    ["oauth", "login", "signin", ""].iter().find_map(|behind| named(&format!("{vendor}{behind}")))
}

/// The provider of models with this name, without what a plan or a region adds to it: `minimax-cn-coding-plan`.
fn ai_provider(name: &str) -> Option<&'static Service> {
    let mut name = name;
    loop {
        if let Some(entry) = named(name).filter(|entry| entry.category == Category::Ai) {
            return Some(entry);
        }
        name = &name[..name.rfind(['-', '_'])?];
    }
}

/// The service that a connection string's scheme belongs to.
pub fn scheme(scheme: &str) -> Option<&'static Service> {
    exact(Field::Schemes, scheme)
}

/// The service that a program belongs to.
pub fn command(program: &str) -> Option<&'static Service> {
    exact(Field::Commands, program)
}

/// The service whose requests a header or function checks: `stripe-signature`.
pub fn check(by: &str) -> Option<&'static Service> {
    pattern(Field::Checks, by)
}

/// The service that a member of an imported module stands for: `pypi:boto3.client(s3)`, `npm:aws-sdk.S3`.
pub fn call(ecosystem: Ecosystem, module: &str, member: &str, argument: &str) -> Option<&'static Service> {
    let eco = ecosystem.word();
    (!argument.is_empty())
        .then(|| exact(Field::Calls, &format!("{eco}:{module}.{member}({argument})")))
        .flatten()
        .or_else(|| exact(Field::Calls, &format!("{eco}:{module}.{member}")))
}

/// The fields whose packages a document is likely to name.
const PACKAGES: &[Field] = &[
    Field::Npm,
    Field::Pypi,
    Field::Go,
    Field::Cargo,
    Field::Pub,
    Field::Composer,
    Field::Gem,
    Field::Nuget,
    Field::Maven,
    Field::Hex,
    Field::Swift,
    Field::Cocoapods,
];

/// Whether some ecosystem has a client package of exactly this name.
pub fn is_package(name: &str) -> bool {
    Index::get().is_in(PACKAGES, name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn homepages_stand_in_the_order_of_the_services() {
        assert_eq!(HOMEPAGES.lines().count(), services().len());
        for (id, expected) in [("0x", "https://0x.org"), ("stripe", "https://stripe.com")] {
            assert_eq!(by_id(id).map(Service::homepage), Some(expected));
        }
        assert!(services().last().is_some_and(|last| last.homepage().starts_with("https://")));
    }
    use crate::audit::Ecosystem::{Go, Npm, Pypi};

    fn host_id(name: &str, path: &str) -> Option<(&'static str, bool)> {
        host(name, path).map(|found| (found.service.id, found.link))
    }

    #[test]
    fn hosts_are_found_by_name_domain_and_path() {
        assert_eq!(host_id("api.stripe.com", "/v1/charges"), Some(("stripe", false)));
        assert_eq!(host_id("dashboard.stripe.com", ""), Some(("stripe", true)));
        assert_eq!(host_id("abc.supabase.co", "/rest/v1"), Some(("supabase", false)));
        assert_eq!(host_id("www.sec.gov", "/about"), Some(("sec-edgar", true)));
        assert_eq!(host_id("stripe.com.example.org", ""), None);
    }

    #[test]
    fn customers_stand_below_a_site_for_people() {
        assert!(super::has_customers("zendesk.com") && !super::has_customers("supabase.co"));
        for domain in super::CUSTOMERS.lines() {
            assert!(host(domain, "").is_some_and(|found| found.link), "{domain}");
            assert!(host(&format!("*.{domain}"), "").is_some_and(|found| !found.link), "{domain}");
        }
    }

    #[test]
    fn a_region_of_amazon_is_any_region() {
        assert_eq!(host_id("s3.eu-west-1.amazonaws.com", "/bucket"), Some(("amazon-s3", false)));
        assert_eq!(host_id("photos.s3.us-gov-west-1.amazonaws.com", ""), Some(("amazon-s3", false)));
        assert_eq!(host_id("email.{region}.amazonaws.com", ""), Some(("amazon-ses", false)));
        assert_eq!(host_id("photos.s3.amazonaws.com", ""), Some(("amazon-s3", false)));
        assert_eq!(host_id("sqs.eu-central-1.amazonaws.com", "/1/jobs"), Some(("amazon-sqs", false)));
    }

    #[test]
    fn imports_fall_to_their_package_unless_a_part_is_a_service_of_its_own() {
        let id = |ecosystem, module| import(ecosystem, module).map(|s| s.id);
        assert_eq!(id(Npm, "firebase/auth"), Some("firebase-auth"));
        assert_eq!(id(Npm, "firebase/app"), Some("firebase"));
        assert_eq!(id(Npm, "drizzle-orm/neon-http"), Some("neon"));
        assert_eq!(id(Npm, "drizzle-orm"), None);
        assert_eq!(id(Pypi, "google.cloud.storage"), Some("google-cloud-storage"));
        assert_eq!(id(Pypi, "google.protobuf"), None);
        assert_eq!(id(Go, "github.com/stripe/stripe-go/v82/webhook"), Some("stripe"));
        assert_eq!(call(Pypi, "boto3", "client", "s3").map(|s| s.id), Some("amazon-s3"));
        assert_eq!(package(Pypi, "google_genai").map(|s| s.id), Some("google-gemini"));
    }

    #[test]
    fn modules_are_found_as_each_language_writes_them() {
        use crate::audit::Ecosystem::{Cargo, Composer, Gem, Hex, Maven, Nuget, Swift};
        let id = |ecosystem, module| import(ecosystem, module).map(|s| s.id);
        assert_eq!(id(Maven, "com.stripe.model"), Some("stripe"));
        assert_eq!(id(Maven, "software.amazon.awssdk.services.sqs"), Some("amazon-sqs"));
        assert_eq!(id(Maven, "com.stripes"), None);
        assert_eq!(id(Nuget, "Azure.Storage.Blobs.Models"), Some("azure-blob-storage"));
        assert_eq!(id(Nuget, "System.Net.Mail"), Some("smtp"));
        assert_eq!(id(Composer, "Aws\\S3\\Exception"), Some("amazon-s3"));
        assert_eq!(id(Gem, "Aws::SES"), Some("amazon-ses"));
        assert_eq!(id(Gem, "google/cloud/storage"), Some("google-cloud-storage"));
        assert_eq!(id(Gem, "stripe"), Some("stripe"));
        assert_eq!(id(Hex, "Stripe.Charge"), Some("stripe"));
        assert_eq!(id(Swift, "StoreKit"), Some("apple-app-store"));
        assert_eq!(id(Swift, "HealthKit"), Some("apple-health"));
        assert_eq!(id(Cargo, "aws_sdk_s3"), Some("amazon-s3"));
    }

    #[test]
    fn words_of_frameworks_name_services() {
        let id = |key| config(key).map(|s| s.id);
        assert_eq!(id("rails-credentials:stripe"), Some("stripe"));
        assert_eq!(id("laravel-service:mailgun"), Some("mailgun"));
        assert_eq!(id("omniauth:google_oauth2"), Some("google-oauth"));
        assert_eq!(id("omniauth:nobody"), None);
        assert_eq!(env("Stripe__ApiKey").map(|s| s.id), Some("stripe"));
        assert_eq!(env("Logging__Level").map(|s| s.id), None);
    }

    #[test]
    fn packages_are_compared_as_their_registries_do() {
        let id = |ecosystem, name| package(ecosystem, name).map(|s| s.id);
        assert_eq!(id(Ecosystem::Nuget, "stripe.NET"), Some("stripe"));
        assert_eq!(id(Ecosystem::Nuget, "awssdk.s3"), Some("amazon-s3"));
        assert_eq!(id(Ecosystem::Swift, "stripe/stripe-ios"), Some("stripe"));
        assert_eq!(id(Ecosystem::Swift, "Stripe/Stripe-iOS"), Some("stripe"));
        assert_eq!(id(Ecosystem::Cocoapods, "Firebase/Auth"), Some("firebase-auth"));
        assert_eq!(id(Ecosystem::Cocoapods, "RevenueCat/Core"), Some("revenuecat"));
        assert_eq!(id(Ecosystem::Maven, "com.stripe:stripe-java"), Some("stripe"));
        assert_eq!(id(Ecosystem::Maven, "com.google.firebase:firebase-messaging"), Some("firebase-cloud-messaging"));
        assert_eq!(config("helm:redis").map(|s| s.id), Some("redis"));
    }

    #[test]
    fn variables_lose_their_build_prefix() {
        assert_eq!(env("NEXT_PUBLIC_SUPABASE_URL").map(|s| s.id), Some("supabase"));
        assert_eq!(env("AWS_S3_BUCKET").map(|s| s.id), Some("amazon-s3"));
        assert_eq!(env("DATABASE_URL").map(|s| s.id), None);
    }

    #[test]
    fn names_and_aliases_are_unique_enough() {
        for (name, id) in [
            ("AWS S3", "amazon-s3"),
            ("Claude API", "anthropic"),
            ("Sign in with Google", "google-oauth"),
            ("QStash", "upstash-qstash"),
        ] {
            assert_eq!(named(name).map(|s| s.id), Some(id), "{name}");
        }
    }
}
