//! Package URLs: one name for a package in every registry, `pkg:npm/%40sentry/node@8.0.0`.
//!
//! The forms are those of the package URL specification, one a type. Registries without a type of their own get none.

use crate::audit::{Client, Ecosystem};
use std::fmt::Write as _;

/// A package's URL; `None` where its registry has no type or the name is not one of that registry.
pub fn of_client(client: &Client) -> Option<String> {
    let name = client.name.as_str();
    let (kind, path, qualifiers) = match Ecosystem::from_word(&client.ecosystem)? {
        Ecosystem::Npm => ("npm", name.to_lowercase(), ""),
        // An extra is asked for with a package and is none itself: `celery[redis]`.
        Ecosystem::Pypi => {
            let name = name.split('[').next().unwrap_or(name).trim();
            ("pypi", name.to_lowercase().replace('_', "-"), "")
        }
        Ecosystem::Go => ("golang", name.to_lowercase(), ""),
        Ecosystem::Cargo => ("cargo", name.to_owned(), ""),
        Ecosystem::Pub => ("pub", name.to_lowercase(), ""),
        Ecosystem::Composer => ("composer", name.to_lowercase(), ""),
        Ecosystem::Gem => ("gem", name.to_owned(), ""),
        Ecosystem::Nuget => ("nuget", name.to_owned(), ""),
        Ecosystem::Maven => {
            let (group, artifact) = name.split_once(':')?;
            ("maven", format!("{group}/{artifact}"), "")
        }
        Ecosystem::Hex => ("hex", name.to_lowercase(), ""),
        // Without the host that serves it, a Swift package has no name.
        Ecosystem::Swift => {
            let path = name.trim_start_matches("https://").trim_end_matches(".git");
            let (owner, rest) = path.split_once('/')?;
            let hosted = owner.contains('.') && rest.contains('/');
            ("swift", if hosted { path.to_owned() } else { format!("github.com/{path}") }, "")
        }
        // The parts of a pod are asked for one by one, and are one package.
        Ecosystem::Cocoapods => ("cocoapods", name.split('/').next().unwrap_or(name).to_owned(), ""),
        // JSR serves its packages in npm's form, too, and has no type of its own.
        Ecosystem::Jsr => {
            let (scope, name) = name.strip_prefix('@')?.split_once('/')?;
            ("npm", format!("@jsr/{scope}__{name}"), "?repository_url=https://npm.jsr.io")
        }
        Ecosystem::Conan => ("conan", name.to_owned(), ""),
        Ecosystem::Cran => ("cran", name.to_owned(), ""),
        Ecosystem::Cpan => ("cpan", name.replace("::", "-"), ""),
        Ecosystem::Luarocks => ("luarocks", name.to_lowercase(), ""),
        // vcpkg has no type, and a Julia package is named by an id that no manifest of ours holds.
        Ecosystem::Vcpkg | Ecosystem::Julia => return None,
    };
    url(kind, &path, &client.version, qualifiers)
}

/// A container image's URL: `pkg:docker/library/postgres@16-alpine`.
pub fn of_image(image: &str) -> Option<String> {
    let (name, version) = image_parts(image);
    let (registry, path) = match name.split_once('/') {
        Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" => (Some(first), rest),
        _ => (None, name),
    };
    // The images that belong to nobody stand under this name.
    let path = if registry.is_none() && !path.contains('/') { format!("library/{path}") } else { path.to_owned() };
    let qualifiers = registry.map(|registry| format!("?repository_url={}", escaped(registry))).unwrap_or_default();
    url("docker", &path, version, &qualifiers)
}

/// An image's name, and its tag or digest; the latter is empty where there is none.
pub fn image_parts(image: &str) -> (&str, &str) {
    if let Some((name, digest)) = image.split_once('@') {
        return (name.rsplit_once(':').filter(|(_, tag)| !tag.contains('/')).map_or(name, |(name, _)| name), digest);
    }
    // A colon before a slash is a port's.
    image.rsplit_once(':').filter(|(_, tag)| !tag.contains('/')).unwrap_or((image, ""))
}

fn url(kind: &str, path: &str, version: &str, qualifiers: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').collect();
    // A part that is a variable, or that is missing, names nothing.
    let is_name = |part: &&str| {
        !part.is_empty()
            && !matches!(*part, "." | "..")
            && !part.contains(|c: char| c.is_whitespace() || c.is_control() || "${}()<>\"'`\\*".contains(c))
    };
    if !parts.iter().all(is_name) {
        return None;
    }
    let mut out = format!("pkg:{kind}/{}", parts.into_iter().map(escaped).collect::<Vec<_>>().join("/"));
    if !version.is_empty() && !version.contains(|c: char| c.is_whitespace() || c.is_control() || "${}".contains(c)) {
        out.push('@');
        out.push_str(&escaped(version));
    }
    out.push_str(qualifiers);
    Some(out)
}

/// A text with everything percent-encoded but what a package URL lets stand.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b".-_~:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(ecosystem: &str, name: &str, version: &str) -> Option<String> {
        of_client(&Client {
            ecosystem: ecosystem.into(),
            name: name.into(),
            version: version.into(),
            ..Client::default()
        })
    }

    #[test]
    fn packages() {
        for (ecosystem, name, version, url) in [
            ("npm", "@sentry/node", "8.0.0", "pkg:npm/%40sentry/node@8.0.0"),
            ("npm", "stripe", "", "pkg:npm/stripe"),
            ("pypi", "Django_Storages[s3]", "1.14", "pkg:pypi/django-storages@1.14"),
            ("go", "github.com/stripe/stripe-go/v76", "v76.1.0", "pkg:golang/github.com/stripe/stripe-go/v76@v76.1.0"),
            ("cargo", "async-stripe", "0.39.1", "pkg:cargo/async-stripe@0.39.1"),
            ("composer", "Stripe/stripe-php", "1.0", "pkg:composer/stripe/stripe-php@1.0"),
            ("maven", "com.stripe:stripe-java", "24.0", "pkg:maven/com.stripe/stripe-java@24.0"),
            ("nuget", "Stripe.net", "43.0.0", "pkg:nuget/Stripe.net@43.0.0"),
            ("swift", "stripe/stripe-ios", "23.0", "pkg:swift/github.com/stripe/stripe-ios@23.0"),
            ("cocoapods", "Firebase/Auth", "10.0", "pkg:cocoapods/Firebase@10.0"),
            (
                "jsr",
                "@supabase/supabase-js",
                "2",
                "pkg:npm/%40jsr/supabase__supabase-js@2?repository_url=https://npm.jsr.io",
            ),
            ("cpan", "Net::Stripe", "", "pkg:cpan/Net-Stripe"),
        ] {
            assert_eq!(client(ecosystem, name, version).as_deref(), Some(url));
        }
        for (ecosystem, name) in [
            ("vcpkg", "curl"),
            ("maven", "stripe-java"),
            ("swift", "Stripe"),
            ("npm", "a b"),
            ("npm", "a/../b"),
            ("?", "a"),
        ] {
            assert_eq!(client(ecosystem, name, "1"), None, "{ecosystem} {name}");
        }
    }

    #[test]
    fn images() {
        for (image, url) in [
            ("postgres:16-alpine", "pkg:docker/library/postgres@16-alpine"),
            ("minio/minio", "pkg:docker/minio/minio"),
            ("ghcr.io/acme/app:1", "pkg:docker/acme/app@1?repository_url=ghcr.io"),
            ("localhost:5000/app", "pkg:docker/app?repository_url=localhost:5000"),
            ("redis@sha256:0a1b", "pkg:docker/library/redis@sha256:0a1b"),
            ("redis:7@sha256:0a1b", "pkg:docker/library/redis@sha256:0a1b"),
        ] {
            assert_eq!(of_image(image).as_deref(), Some(url));
        }
        assert_eq!(of_image("${IMAGE}:1"), None);
    }
}
