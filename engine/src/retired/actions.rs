//! Actions of workflows that fail or are left to themselves, from GitHub's changelog and the actions' own pages.

use super::{Retired, numbers};

/// By name: the last major version that is gone, 0 for all of them.
const ACTIONS: &[(&str, u32, Retired)] = &[
    ("actions-rs/cargo", 0, Retired { why: "was archived in 2023", instead: "plain `cargo` commands" }),
    ("actions-rs/clippy-check", 0, Retired { why: "was archived in 2023", instead: "plain `cargo` commands" }),
    ("actions-rs/toolchain", 0, Retired { why: "was archived in 2023", instead: "`dtolnay/rust-toolchain`" }),
    ("actions/cache", 2, Retired { why: "fails since 2025-03-01", instead: "`actions/cache@v4` or later" }),
    ("actions/create-release", 0, Retired { why: "was archived in 2021", instead: "`gh release create`" }),
    ("actions/download-artifact", 3, Retired { why: "fails since 2025-01-30", instead: "version 4 or later" }),
    ("actions/setup-ruby", 0, Retired { why: "was archived in 2021", instead: "`ruby/setup-ruby`" }),
    ("actions/upload-artifact", 3, Retired { why: "fails since 2025-01-30", instead: "version 4 or later" }),
    ("actions/upload-release-asset", 0, Retired { why: "was archived in 2021", instead: "`gh release upload`" }),
    ("github/codeql-action/analyze", 2, Retired { why: "ended on 2025-01-10", instead: "version 3 or later" }),
    ("github/codeql-action/init", 2, Retired { why: "ended on 2025-01-10", instead: "version 3 or later" }),
];

/// Whether this version of an action is gone.
pub fn action(name: &str, version: &str) -> Option<&'static Retired> {
    let at = ACTIONS.binary_search_by_key(&name, |row| row.0).ok()?;
    let (_, last, retired) = ACTIONS.get(at)?;
    // A commit says nothing of its version.
    let tag = version.trim_start_matches('v');
    let numbered = tag.len() < 12 && tag.starts_with(|c: char| c.is_ascii_digit());
    (*last == 0 || numbered && numbers(version).is_some_and(|(major, _)| major <= *last)).then_some(retired)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_fail() {
        assert!(ACTIONS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(action("actions/upload-artifact", "v3").is_some() && action("actions-rs/cargo", "v1").is_some());
        assert!(action("actions/upload-artifact", "v4").is_none() && action("actions/checkout", "v3").is_none());
        assert!(action("actions/cache", "1bd1e32a3bdc45362d1e726936510720a7c30a57").is_none());
    }
}
