//! Where a code base lives on the web, as the reader says: kept in this browser, for links from a place to its line.

use super::browser::{keep, kept};

/// What it is kept under, before the code base's title.
const KEY: &str = "patchbay.home.";

/// How a code host writes the address of a line, behind the repository's own.
const HOSTS: &[(&str, &str)] = &[
    ("bitbucket", "/src/{ref}/{path}#lines-{line}"),
    ("codeberg", "/src/branch/{ref}/{path}#L{line}"),
    ("forgejo", "/src/branch/{ref}/{path}#L{line}"),
    ("gitea", "/src/branch/{ref}/{path}#L{line}"),
    ("gitlab", "/-/blob/{ref}/{path}#L{line}"),
    ("sr.ht", "/tree/{ref}/item/{path}#L{line}"),
];

/// How GitHub does, and hosts that are not known.
const USUAL: &str = "/blob/{ref}/{path}#L{line}";

/// What may stand between a repository's address and a branch, when somebody copies it from the address bar.
const BETWEEN: &[&str] = &["/-/tree/", "/src/branch/", "/src/", "/tree/"];

/// Where a code base lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// What the reader wrote.
    pub written: String,
    /// The host, for the link's name.
    pub host: String,
    /// The address of a line, with `{path}` and `{line}`.
    pattern: String,
}

impl Home {
    /// Reads an address: of the repository, of a branch of it, or with `{path}` and `{line}` where they belong. `None` where it
    /// is none of the web.
    pub fn read(written: &str) -> Option<Self> {
        let address = written.trim().trim_end_matches('/').trim_end_matches(".git");
        let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
        if address.contains(|letter: char| letter.is_whitespace() || letter.is_control()) {
            return None;
        }
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if host.is_empty() || (!rest.contains('/') && !address.contains("{path}")) {
            return None;
        }
        let form = HOSTS.iter().find(|(name, _)| host.contains(name)).map_or(USUAL, |(_, form)| form);
        let cut = BETWEEN.iter().find_map(|between| address.split_once(between));
        let pattern = match cut {
            _ if address.contains("{path}") => address.to_owned(),
            Some((repository, branch)) => format!("{repository}{}", form.replace("{ref}", branch)),
            None => format!("{address}{}", form.replace("{ref}", "HEAD")),
        };
        Some(Self { written: written.trim().to_owned(), host: host.to_owned(), pattern })
    }

    /// The address of a line.
    pub fn line(&self, path: &str, line: u32) -> String {
        self.pattern.replace("{path}", &escaped(path)).replace("{line}", &line.to_string())
    }

    /// Where the code base with this title lives, if the reader said so.
    pub fn of(title: &str) -> Option<Self> {
        Self::read(&kept(&format!("{KEY}{title}"))?)
    }

    /// Keeps it for the code base with this title; what is no address is forgotten.
    pub fn keep(title: &str, written: &str) -> Option<Self> {
        let home = Self::read(written);
        keep(&format!("{KEY}{title}"), home.as_ref().map(|home| home.written.as_str()));
        home
    }
}

/// A path for an address.
fn escaped(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/@()".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_host_has_its_own_way_to_a_line() {
        for (written, expected) in [
            ("https://github.com/acme/shop", "https://github.com/acme/shop/blob/HEAD/a%20b/c%23.ts#L7"),
            ("https://github.com/acme/shop.git", "https://github.com/acme/shop/blob/HEAD/a%20b/c%23.ts#L7"),
            ("https://github.com/acme/shop/tree/v2/x", "https://github.com/acme/shop/blob/v2/x/a%20b/c%23.ts#L7"),
            ("https://gitlab.acme.example/a/b/c/", "https://gitlab.acme.example/a/b/c/-/blob/HEAD/a%20b/c%23.ts#L7"),
            ("https://codeberg.org/a/b/src/branch/main", "https://codeberg.org/a/b/src/branch/main/a%20b/c%23.ts#L7"),
            ("https://code.example/{path}?l={line}", "https://code.example/a%20b/c%23.ts?l=7"),
        ] {
            let home = Home::read(written).unwrap_or_else(|| panic!("{written}"));
            assert_eq!(home.line("a b/c#.ts", 7), expected);
        }
    }

    #[test]
    fn only_addresses_of_the_web_are_homes() {
        for written in
            ["", "javascript:alert(1)//{path}", "git@github.com:a/b", "https://", "https://a.example", "https://a b/c"]
        {
            assert_eq!(Home::read(written), None, "{written}");
        }
    }

    #[test]
    fn hosts_are_sorted() {
        assert!(HOSTS.is_sorted());
    }
}
