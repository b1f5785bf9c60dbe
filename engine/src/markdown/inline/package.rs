//! Packages and their ecosystems, and container images.

use super::{Context, is_word as is_name_and_word};
use crate::audit::Ecosystem;
use crate::catalog;
use std::ops::Range;

/// A package and the bytes of the token that name it.
pub(super) type Named = (Range<usize>, String, Option<&'static str>);

/// Hosts under which modules of Go live.
#[rustfmt::skip]
const GO_HOSTS: &[&str] = &[
    "bitbucket.org", "buf.build", "cloud.google.com", "connectrpc.com", "entgo.io", "firebase.google.com",
    "github.com", "gitlab.com", "gocloud.dev", "golang.org", "google.golang.org", "gopkg.in", "gorm.io", "k8s.io",
    "modernc.org", "sigs.k8s.io",
];

/// Packages that are words of prose. Sorted.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "agenda", "bit", "fabric", "floor", "frog", "health", "increase", "letter", "level", "location", "mail",
    "mailer", "mint", "monk", "motor", "neighbor", "noble", "optimum", "peer", "pigeon", "pony", "scenic", "snap",
    "sneakers", "socket", "stem", "truffle", "warrant", "weather", "weave", "wit", "worker", "x",
];

/// Whether a package's name is a word of prose as well, which names it only where nothing else stands.
pub(super) fn is_word(name: &str) -> bool {
    WORDS.binary_search(&name).is_ok() || is_name_and_word(name)
}

/// What people call the ecosystems.
const ECOSYSTEMS: &[(&str, Ecosystem)] = &[
    (".net", Ecosystem::Nuget),
    ("c#", Ecosystem::Nuget),
    ("cargo", Ecosystem::Cargo),
    ("cocoapods", Ecosystem::Cocoapods),
    ("composer", Ecosystem::Composer),
    ("crate", Ecosystem::Cargo),
    ("crates.io", Ecosystem::Cargo),
    ("dart", Ecosystem::Pub),
    ("elixir", Ecosystem::Hex),
    ("flutter", Ecosystem::Pub),
    ("gem", Ecosystem::Gem),
    ("go", Ecosystem::Go),
    ("golang", Ecosystem::Go),
    ("gradle", Ecosystem::Maven),
    ("hex", Ecosystem::Hex),
    ("java", Ecosystem::Maven),
    ("javascript", Ecosystem::Npm),
    ("kotlin", Ecosystem::Maven),
    ("laravel", Ecosystem::Composer),
    ("maven", Ecosystem::Maven),
    ("next.js", Ecosystem::Npm),
    ("node", Ecosystem::Npm),
    ("node.js", Ecosystem::Npm),
    ("npm", Ecosystem::Npm),
    ("nuget", Ecosystem::Nuget),
    ("php", Ecosystem::Composer),
    ("pip", Ecosystem::Pypi),
    ("pub", Ecosystem::Pub),
    ("pub.dev", Ecosystem::Pub),
    ("pypi", Ecosystem::Pypi),
    ("python", Ecosystem::Pypi),
    ("rails", Ecosystem::Gem),
    ("react", Ecosystem::Npm),
    ("ruby", Ecosystem::Gem),
    ("rust", Ecosystem::Cargo),
    ("spm", Ecosystem::Swift),
    ("swift", Ecosystem::Swift),
    ("typescript", Ecosystem::Npm),
];

/// Programs that install packages, the word that makes them do so, and of which ecosystem.
const INSTALLERS: &[(&str, &[&str], Ecosystem)] = &[
    ("bun", &["add", "install"], Ecosystem::Npm),
    ("bundle", &["add"], Ecosystem::Gem),
    ("cargo", &["add"], Ecosystem::Cargo),
    ("composer", &["require"], Ecosystem::Composer),
    ("dart", &["add"], Ecosystem::Pub),
    ("flutter", &["add"], Ecosystem::Pub),
    ("gem", &["install"], Ecosystem::Gem),
    ("go", &["get", "install"], Ecosystem::Go),
    ("npm", &["add", "i", "install"], Ecosystem::Npm),
    ("pip", &["install"], Ecosystem::Pypi),
    ("pip3", &["install"], Ecosystem::Pypi),
    ("pnpm", &["add", "install"], Ecosystem::Npm),
    ("poetry", &["add"], Ecosystem::Pypi),
    ("uv", &["add", "install"], Ecosystem::Pypi),
    ("yarn", &["add"], Ecosystem::Npm),
];

/// Longest name of a package, in bytes. npm stops at 214.
const NAME_BYTES: usize = 214;

/// The ecosystem that a word names.
pub(super) fn ecosystem(word: &str) -> Option<&'static str> {
    let lower = word.to_ascii_lowercase();
    let at = ECOSYSTEMS.binary_search_by_key(&lower.as_str(), |row| row.0).ok()?;
    Some(ECOSYSTEMS[at].1.word())
}

/// The ecosystem for which the command that begins with these words installs packages, and how many words that takes.
pub(super) fn installer(words: &[&str]) -> Option<(Ecosystem, usize)> {
    let at = INSTALLERS.binary_search_by_key(words.first()?, |row| row.0).ok()?;
    let (_, verbs, ecosystem) = INSTALLERS[at];
    let verb = words.iter().take(3).position(|word| verbs.contains(word))?;
    Some((ecosystem, verb + 1))
}

/// The name at a token's beginning, without version and extras: `pkg[extra]==1.2`, `@scope/pkg@^4`.
pub(super) fn name(token: &str) -> &str {
    let scope = usize::from(token.starts_with('@'));
    let end = token[scope..]
        .find(['@', '=', '<', '>', '~', '^', '!', '[', ';', ' ', ','])
        .map_or(token.len(), |at| scope + at);
    &token[..end]
}

/// Whether a text could be a package's name.
pub(super) fn is_name(text: &str) -> bool {
    let bare = text.strip_prefix('@').unwrap_or(text);
    let scoped = bare.len() < text.len();
    text.len() >= 2
        && text.len() <= NAME_BYTES
        && bare.starts_with(|c: char| c.is_ascii_alphanumeric())
        && bare.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '*'))
        && bare.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/' | b'*'))
        && bare.bytes().any(|b| b.is_ascii_alphabetic())
        && (!scoped || bare.contains('/'))
        && !bare.contains("//")
        && !bare.contains("..")
}

/// The package whose form alone tells it: a scope of npm, a module of Go, a requirement.
pub(super) fn certain(token: &str) -> Option<Named> {
    if let Some(found) = maven(token) {
        return Some(found);
    }
    let name = name(token);
    if !is_name(name) {
        return None;
    }
    let rest = &token[name.len()..];
    if let Some(scope) = name.strip_prefix('@') {
        let scope = scope.split('/').next().unwrap_or("");
        let lower = !scope.bytes().any(|b| b.is_ascii_uppercase());
        // `@solana/web3.js`: what lies directly in a scope is a package, whatever it ends in.
        let direct = name.matches('/').count() == 1 && name.ends_with(".js");
        return (lower && (direct || !super::file::has_ending(name)) || known(name))
            .then(|| (0..name.len(), name.to_owned(), Some(Ecosystem::Npm.word())));
    }
    if let Some((host, path)) = name.split_once('/')
        && (GO_HOSTS.binary_search(&host).is_ok()
            && (path.contains('/') || !host.ends_with(".com") && !host.ends_with("lab.com"))
            || host.starts_with("go.") && host.matches('.').count() > 1)
        && !super::file::has_ending(name)
    {
        return Some((0..name.len(), name.to_owned(), Some(Ecosystem::Go.word())));
    }
    // `acme/acme-go/v3`: the host is left out.
    let major = name.rsplit('/').next().and_then(|part| part.strip_prefix('v'));
    if rest.is_empty() && name.matches('/').count() == 2 && major.is_some_and(|major| major.parse::<u16>().is_ok()) {
        return Some((0..name.len(), name.to_owned(), Some(Ecosystem::Go.word())));
    }
    let operator = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or(rest, |(_, rest)| rest);
    let required = ["==", ">=", "<=", "~=", "!=", "@^", "@~", "@"].iter().any(|sign| {
        operator
            .strip_prefix(sign)
            .is_some_and(|rest| super::version::at(rest, 0).is_some() || *sign == "@" && rest == "latest")
    });
    // `actions/checkout@v4` is a step of a workflow.
    if required && !(name.contains('/') && operator.starts_with('@')) && !name.contains('*') {
        let python = operator.starts_with("==") || operator.starts_with("~=");
        return Some((0..name.len(), name.to_owned(), python.then(|| Ecosystem::Pypi.word())));
    }
    None
}

/// First labels of the groups of Maven's packages.
const GROUPS: &[&str] =
    &["androidx", "app", "com", "de", "dev", "edu", "fr", "gov", "io", "me", "net", "org", "software", "tech", "uk"];

/// A group and an artifact: `com.acme:acme-pay:1.2`.
fn maven(token: &str) -> Option<Named> {
    let (group, rest) = token.split_once(':')?;
    let artifact = rest.split([':', '@']).next().unwrap_or(rest);
    let plain = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_'))
    };
    let first = group.split('.').next().unwrap_or("");
    let end = group.len() + 1 + artifact.len();
    let fits = group.contains('.')
        && GROUPS.binary_search(&first).is_ok()
        && end <= NAME_BYTES
        && plain(group)
        && plain(artifact);
    fits.then(|| (0..end, token[..end].to_owned(), Some(Ecosystem::Maven.word())))
}

/// Whether the catalog has a package of this name, in whatever ecosystem.
pub(super) fn known(name: &str) -> bool {
    catalog::is_package(name) || name.contains('/') && catalog::package(Ecosystem::Go, name).is_some()
}

/// The image that a token names, with its tag: `postgres:16`, `ghcr.io/acme/app`.
pub(super) fn image(token: &str, context: Context) -> Option<(String, String)> {
    let token = token.split('@').next().unwrap_or(token);
    let slash = token.rfind('/').map_or(0, |at| at + 1);
    let (name, tag) = match token[slash..].find(':') {
        Some(at) => (&token[..slash + at], &token[slash + at + 1..]),
        None => (token, ""),
    };
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '/' | '.' | '-' | '_' | ':');
    let tag_fits = tag.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '$' | '{' | '}'));
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) || !name.chars().all(fits) || !tag_fits || name.len() < 2
    {
        return None;
    }
    let number = super::version::at(name, 0).is_some_and(|found| found.end == name.len());
    if number || !name.contains(|c: char| c.is_ascii_lowercase()) {
        return None;
    }
    if token.ends_with([':', '/']) || super::file::has_ending(name) && (context != Context::Images || tag.is_empty()) {
        return None;
    }
    let registry = name.split_once('/').is_some_and(|(host, path)| {
        let known =
            ["docker.io", "ghcr.io", "gcr.io", "mcr.microsoft.com", "public.ecr.aws", "quay.io", "registry.gitlab.com"];
        known.contains(&host) && !path.is_empty()
            || host.ends_with(".gcr.io")
            || host.ends_with("-docker.pkg.dev")
            || host.contains(".dkr.ecr.")
    });
    let short = name.strip_prefix("docker.io/").unwrap_or(name);
    let short = short.strip_prefix("library/").unwrap_or(short);
    let version = tag.starts_with(|c: char| c.is_ascii_digit())
        || tag.starts_with('v') && tag[1..].starts_with(|c: char| c.is_ascii_digit());
    let telling = matches!(tag, "latest" | "alpine" | "slim" | "stable" | "edge" | "lts" | "main")
        || tag.contains("alpine")
        || tag.contains("slim")
        || version && tag.contains('.');
    let known = !tag.is_empty() && version && catalog::image(short).is_some() && name != "localhost";
    (registry || context == Context::Images || known || telling && name != "localhost" && !name.contains('.'))
        .then(|| (name.to_owned(), tag.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(
            GROUPS.is_sorted()
                && GO_HOSTS.is_sorted()
                && WORDS.is_sorted()
                && ECOSYSTEMS.is_sorted_by_key(|row| row.0)
                && INSTALLERS.is_sorted_by_key(|row| row.0)
        );
    }

    #[test]
    fn packages_by_their_form() {
        for (token, name, ecosystem) in [
            ("@acme/pay", "@acme/pay", Some("npm")),
            ("@acme/pay@^4.1", "@acme/pay", Some("npm")),
            ("github.com/acme/pay/v2", "github.com/acme/pay/v2", Some("go")),
            ("go.opentelemetry.io/otel", "go.opentelemetry.io/otel", Some("go")),
            ("modernc.org/sqlite", "modernc.org/sqlite", Some("go")),
            ("com.acme:acme-pay:1.2", "com.acme:acme-pay", Some("maven")),
            ("acme/acme-go/v3", "acme/acme-go/v3", Some("go")),
            ("acme-pay==1.2", "acme-pay", Some("pypi")),
            ("acme[extra]>=2", "acme", None),
            ("acme@1.2.3", "acme", None),
        ] {
            let found = certain(token);
            assert_eq!(found.map(|f| (f.1, f.2)), Some((name.to_owned(), ecosystem)), "{token}");
        }
        for token in [
            "acme",
            "@decorator",
            "a@b.com",
            "actions/checkout@v4",
            "api.acme.io/v1",
            "github.com/acme",
            "@/lib/x.ts",
            "x >= 2",
        ] {
            assert_eq!(certain(token), None, "{token}");
        }
    }

    #[test]
    fn images() {
        for (token, context, name, tag) in [
            ("postgres:16-alpine", Context::Plain, "postgres", "16-alpine"),
            ("ghcr.io/acme/app", Context::Plain, "ghcr.io/acme/app", ""),
            ("acme/app:latest", Context::Plain, "acme/app", "latest"),
            ("node", Context::Images, "node", ""),
            ("redis:7", Context::Plain, "redis", "7"),
        ] {
            assert_eq!(image(token, context), Some((name.to_owned(), tag.to_owned())), "{token}");
        }
        for token in ["localhost:3000", "a.ts:12", "npm:stripe", "node:crypto", "order:created", "x:"] {
            assert_eq!(image(token, Context::Plain), None, "{token}");
        }
    }

    #[test]
    fn commands_that_install() {
        assert_eq!(installer(&["pip", "install", "acme"]), Some((Ecosystem::Pypi, 2)));
        assert_eq!(installer(&["flutter", "pub", "add", "acme"]), Some((Ecosystem::Pub, 3)));
        assert_eq!(installer(&["npm", "run", "build"]), None);
    }
}
