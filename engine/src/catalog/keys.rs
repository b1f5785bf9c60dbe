//! What the catalog knows of each service, told by field: for people who ask what an entry holds.

use super::{Service, Table, generated};

/// Every field that holds keys, by its name in `catalog/*.toml`.
static FIELDS: &[(&str, Table)] = &[
    ("npm", generated::NPM),
    ("pypi", generated::PYPI),
    ("python", generated::PYTHON),
    ("java", generated::JAVA),
    ("dotnet", generated::DOTNET),
    ("php", generated::PHP),
    ("ruby", generated::RUBY),
    ("elixir", generated::ELIXIR),
    ("go", generated::GO),
    ("cargo", generated::CARGO),
    ("pub", generated::PUB),
    ("composer", generated::COMPOSER),
    ("gem", generated::GEM),
    ("nuget", generated::NUGET),
    ("maven", generated::MAVEN),
    ("hex", generated::HEX),
    ("swift", generated::SWIFT),
    ("cocoapods", generated::COCOAPODS),
    ("conan", generated::CONAN),
    ("vcpkg", generated::VCPKG),
    ("cran", generated::CRAN),
    ("cpan", generated::CPAN),
    ("luarocks", generated::LUAROCKS),
    ("julia", generated::JULIA),
    ("calls", generated::CALLS),
    ("hosts", generated::HOSTS),
    ("env", generated::ENV),
    ("shared", generated::SHARED),
    ("schemes", generated::SCHEMES),
    ("images", generated::IMAGES),
    ("actions", generated::ACTIONS),
    ("config", generated::CONFIG),
    ("commands", generated::COMMANDS),
    ("checks", generated::CHECKS),
];

/// What the catalog knows of a service: fields by name, each with its keys in order. A host that is only a place for people
/// stands under `links`.
pub fn keys(service: &Service) -> Vec<(&'static str, Vec<&'static str>)> {
    let mut out: Vec<(&'static str, Vec<&'static str>)> = Vec::new();
    for (field, table) in FIELDS {
        let own = table.iter().filter(|row| generated::SERVICES[usize::from(row.1)].id == service.id);
        let (links, keys): (Vec<&str>, Vec<&str>) = own.map(|row| row.0).partition(|key| key.starts_with('~'));
        if !keys.is_empty() {
            out.push((field, keys));
        }
        if !links.is_empty() {
            out.push(("links", links.into_iter().map(|link| link.trim_start_matches('~')).collect()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::by_id;

    #[test]
    fn an_entry_is_told_by_field() {
        let keys = keys(by_id("stripe").unwrap());
        let of = |field| keys.iter().find(|(name, _)| *name == field).map(|(_, keys)| keys.as_slice()).unwrap_or(&[]);
        assert!(of("npm").contains(&"stripe"));
        assert!(of("hosts").contains(&"api.stripe.com"));
        assert!(of("links").contains(&"dashboard.stripe.com"));
    }
}
