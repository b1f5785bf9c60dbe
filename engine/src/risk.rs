//! Risks: what one file shows by itself and a careful reviewer would look at. Readers name them as [`crate::facts::What::Risk`];
//! which of them become findings, and of what severity, is decided in [`crate::findings`].

use crate::redact;
use serde::{Deserialize, Serialize};

/// A risk. Each variant says what its fact's `of` names; none ever holds a secret's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Risk {
    /// A vendor's key stands here. `of` is the id of its [`crate::redact::Kind`].
    VendorKey,
    /// A private key stands here. `of` is what sort: `RSA`, `EC`; empty where its head does not say.
    PrivateKey,
    /// A file that signs in as a machine: a service account's key. `of` names the vendor's service.
    ServiceAccount,
    /// A connection string with a password written out. `of` is its scheme and host.
    ConnectionPassword,
    /// The URL of an incoming hook, which is its own secret. `of` is the host.
    HookUrl,
    /// A name that says "secret" is given a value that looks like one, written out. `of` is the name.
    WrittenSecret,
    /// A secret that code takes from its environment falls back to a value written out. `of` is the variable.
    SecretFallback,
    /// An env file gives a variable, whose name says "secret", a value that is no placeholder. `of` is the variable.
    SecretInEnv,
    /// The same in an env example, where the value looks like a machine made it. `of` is the variable.
    SecretInExample,
    /// A compose file knows a password by default. `of` is the variable.
    ComposePassword,
    /// A Dockerfile's `ENV` or `ARG` holds a secret. `of` is the variable.
    ImageSecret,
    /// A Kubernetes Secret with a value. `of` is the key.
    ClusterSecret,
    /// A Terraform state with resources in it.
    TerraformState,
    /// A secret is printed. `of` is the variable.
    SecretPrinted,
    /// Certificates are not checked. `of` is the setting that says so.
    TlsOff,
    /// Cross-origin requests with credentials are let in from anywhere. `of` is the setting for credentials.
    OpenCors,
    /// An application as a whole may talk without encryption. `of` is the setting.
    CleartextApp,
    /// A port that only the application's own containers need is published to every network. `of` is `SERVICE PORT`.
    PublishedPort,
    /// A container may take over its host. `of` is what lets it: `privileged`, `docker.sock`.
    HostAccess,
    /// A bucket that anybody may read. `of` is the setting's value.
    PublicBucket,
    /// A database or an administrator's port that the whole internet may reach. `of` is the setting.
    OpenNetwork,
    /// Firebase rules that let anybody in. `of` is `read`, `write` or both.
    OpenRules,
    /// Row level security is switched off for a table. `of` is the table.
    RowSecurityOff,
    /// Row level security is switched on for a table: no risk, but what its absence is told by. `of` is the table.
    RowSecurityOn,
    /// A workflow that runs with the repository's secrets checks out what a stranger proposes.
    ForeignCheckout,
    /// A workflow uses secrets and does not say what its token may do.
    NoPermissions,
    /// A workflow's script takes in text that strangers write. `of` is the expression.
    ScriptInjection,
    /// A workflow asks for a machine that is no longer there. `of` is its label.
    RetiredRunner,
    /// Debugging is on. `of` is the setting.
    DebugOn,
    /// An AI client is told to run in a browser, with its key. `of` is the setting.
    KeyInBrowser,
    /// A token is taken for true without a look at its signature. `of` is the setting.
    UncheckedToken,
    /// Requests for any host name are answered. `of` is the setting.
    AnyHost,
    /// A header that carries a signature or a token is read: no risk, but what a hook without checks is told by. `of` is its
    /// name.
    HeaderRead,
    /// A request is handed on as a whole to other code, in a file about hooks: no risk, but the check may be there.
    RequestHandedOn,
    /// A model by a name that its vendor no longer serves. `of` is the name.
    RetiredModel,
}

impl Risk {
    /// The word for it, as fixtures write it.
    pub fn word(self) -> &'static str {
        match self {
            Risk::VendorKey => "vendor-key",
            Risk::PrivateKey => "private-key",
            Risk::ServiceAccount => "service-account",
            Risk::ConnectionPassword => "connection-password",
            Risk::HookUrl => "hook-url",
            Risk::WrittenSecret => "written-secret",
            Risk::SecretFallback => "secret-fallback",
            Risk::SecretInEnv => "secret-in-env",
            Risk::SecretInExample => "secret-in-example",
            Risk::ComposePassword => "compose-password",
            Risk::ImageSecret => "image-secret",
            Risk::ClusterSecret => "cluster-secret",
            Risk::TerraformState => "terraform-state",
            Risk::SecretPrinted => "secret-printed",
            Risk::TlsOff => "tls-off",
            Risk::OpenCors => "open-cors",
            Risk::CleartextApp => "cleartext-app",
            Risk::PublishedPort => "published-port",
            Risk::HostAccess => "host-access",
            Risk::PublicBucket => "public-bucket",
            Risk::OpenNetwork => "open-network",
            Risk::OpenRules => "open-rules",
            Risk::RowSecurityOff => "row-security-off",
            Risk::RowSecurityOn => "row-security-on",
            Risk::ForeignCheckout => "foreign-checkout",
            Risk::NoPermissions => "no-permissions",
            Risk::ScriptInjection => "script-injection",
            Risk::RetiredRunner => "retired-runner",
            Risk::DebugOn => "debug-on",
            Risk::KeyInBrowser => "key-in-browser",
            Risk::UncheckedToken => "unchecked-token",
            Risk::AnyHost => "any-host",
            Risk::HeaderRead => "header-read",
            Risk::RequestHandedOn => "request-handed-on",
            Risk::RetiredModel => "retired-model",
        }
    }
}

/// Words of a name, in capitals, by which its value is a secret. Sorted.
const SECRET_WORDS: &[&str] = &[
    "APIKEY",
    "AUTHTOKEN",
    "CREDENTIAL",
    "CREDENTIALS",
    "PASS",
    "PASSPHRASE",
    "PASSWD",
    "PASSWORD",
    "PAT",
    "PRIVATEKEY",
    "PWD",
    "SECRET",
    "SECRETKEY",
    "SECRETS",
    "TOKEN",
];

/// Words in front of `KEY` that make it a secret one. Sorted.
const KEYS: &[&str] = &[
    "ACCESS",
    "ADMIN",
    "API",
    "AUTH",
    "ENCRYPTION",
    "JWT",
    "MASTER",
    "PRIVATE",
    "ROLE",
    "SECRET",
    "SERVICE",
    "SESSION",
    "SIGNING",
];

/// Words by which a name says that its value is for everybody. Sorted.
const OPEN_WORDS: &[&str] = &["ANON", "CAPTCHA", "PUB", "PUBLIC", "PUBLISHABLE", "SITE", "SITEKEY"];

/// Last words of names that tell about a secret and hold none. Sorted.
const ABOUT: &[&str] = &[
    "ADDRESS",
    "AGE",
    "ALG",
    "ALGORITHM",
    "ARN",
    "AUDIENCE",
    "COOKIE",
    "COUNT",
    "DAYS",
    "DIR",
    "ENABLED",
    "ENDPOINT",
    "EXPIRATION",
    "EXPIRE",
    "EXPIRES",
    "EXPIRY",
    "FIELD",
    "FILE",
    "FORMAT",
    "HASH",
    "HEADER",
    "HOST",
    "HOURS",
    "ID",
    "IDS",
    "IN",
    "ISSUER",
    "KEYS",
    "LENGTH",
    "LIFETIME",
    "LIMIT",
    "LOCATION",
    "MAX",
    "MIN",
    "MINUTES",
    "MODE",
    "NAME",
    "NAMES",
    "OPTIONS",
    "PATH",
    "POLICY",
    "PORT",
    "PREFIX",
    "REF",
    "REGEX",
    "REQUIRED",
    "ROTATION",
    "ROUNDS",
    "SECONDS",
    "SIZE",
    "SOURCE",
    "STORE",
    "STRATEGY",
    "SUFFIX",
    "TIMEOUT",
    "TTL",
    "TYPE",
    "URI",
    "URL",
    "USER",
    "USERNAME",
    "VALIDATION",
    "VERSION",
    "VISIBLE",
];

/// Whether a variable's name, in capitals, says that its value is a secret: `JWT_SECRET`, `DB_PASSWORD`, `OPENAI_API_KEY`;
/// not `TOKEN_URL`, `SUPABASE_ANON_KEY` or `STRIPE_PUBLISHABLE_KEY`.
pub fn says_secret(name: &str) -> bool {
    let listed = |list: &[&str], word: &str| list.binary_search(&word).is_ok();
    let mut words = name.split('_').rev().filter(|word| !word.is_empty() && !word.bytes().all(|b| b.is_ascii_digit()));
    let Some(last) = words.next() else { return false };
    if listed(ABOUT, last) || name.split('_').any(|word| listed(OPEN_WORDS, word)) {
        return false;
    }
    match last {
        "KEY" => words.next().is_some_and(|word| listed(KEYS, word)),
        _ => listed(SECRET_WORDS, last) || words.any(|word| word == "SECRET"),
    }
}

/// Words in values by which they only hold a secret's place, in lower case. Sorted.
const PLACEHOLDERS: &[&str] = &[
    "...",
    "<",
    "add-",
    "build",
    "change",
    "dummy",
    "enter",
    "example",
    "fake",
    "generate",
    "here",
    "insert",
    "mock",
    "n/a",
    "placeholder",
    "put-",
    "redacted",
    "replace",
    "sample",
    "test",
    "todo",
    "xxx",
    "your",
];

/// Whether a value holds a secret's place and is none: empty, a template, a word for "fill this in", a switch.
pub fn is_placeholder(value: &str) -> bool {
    let value = value.trim().trim_matches(['"', '\'', '`']);
    let lower = value.to_ascii_lowercase();
    value.len() < 3
        || value.starts_with(['$', '{', '[', '(', '%', '@', '*', '#', '!', '/'])
        || value.contains("${")
        || value.contains("{{")
        || matches!(lower.as_str(), "false" | "nil" | "none" | "null" | "true" | "undefined" | "yes")
        || PLACEHOLDERS.iter().any(|word| lower.contains(word))
}

/// Whether a value is a secret that a machine or a careful person made: no placeholder, no word, no address.
pub fn is_real(value: &str) -> bool {
    let value = value.trim().trim_matches(['"', '\'', '`']);
    let words = value.split(|c: char| !c.is_ascii_alphanumeric());
    // `pm-31088-device-auth-key`: a name with a number in it.
    let plain = words.filter(|word| word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase())).count();
    let constant =
        value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_') && value.contains('_');
    value.len() <= 512
        && plain < 3
        && !constant
        && !is_placeholder(value)
        && redact::looks_made(value)
        && !redact::is_made_up(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        for table in [SECRET_WORDS, KEYS, OPEN_WORDS, ABOUT, PLACEHOLDERS] {
            let wrong = table.windows(2).find(|pair| pair[0] >= pair[1]);
            assert_eq!(wrong, None);
        }
    }

    #[test]
    fn names_that_say_secret() {
        for name in [
            "JWT_SECRET",
            "DB_PASSWORD",
            "OPENAI_API_KEY",
            "SUPABASE_SERVICE_ROLE_KEY",
            "SECRET_KEY_BASE",
            "AWS_SECRET_ACCESS_KEY",
            "GH_PAT",
            "SMTP_PASS",
            "PASSWORD",
        ] {
            assert!(says_secret(name), "{name}");
        }
        for name in [
            "PORT",
            "SUPABASE_ANON_KEY",
            "STRIPE_PUBLISHABLE_KEY",
            "RECAPTCHA_SITE_KEY",
            "TOKEN_URL",
            "MAX_TOKENS",
            "AWS_ACCESS_KEY_ID",
            "JWT_EXPIRES_IN",
            "CACHE_KEY",
            "PASSWORD_MIN_LENGTH",
            "VAPID_PUBLIC_KEY",
            "",
            "_",
        ] {
            assert!(!says_secret(name), "{name}");
        }
    }

    #[test]
    fn values_that_are_real() {
        for value in ["q7Zk2M9xW4tB6nHr", "9f3a1c7e5b2d80469f3a1c7e5b2d8046", "\"Tr0ub4d0r&3\""] {
            assert!(is_real(value), "{value}");
        }
        for value in [
            "",
            "change-me-123",
            "your_key_4_here",
            "postgres",
            "postgres16",
            "${X}",
            "{{ x }}",
            "true",
            "https",
            "pm-31088-device-auth-key",
            "LWM2M_CREDENTIALS",
        ] {
            assert!(!is_real(value), "{value}");
        }
    }
}
