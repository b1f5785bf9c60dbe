//! What vendors have taken away or given another name: packages, models, addresses, images, workflow actions.
//!
//! Tables of data, with the day from which a thing is gone, as its vendor announced it. No clock is read: an entry is written
//! here once the day has passed, or when the thing has a successor that its authors ask everybody to move to.

mod actions;
mod hosts;
mod images;
mod models;
mod packages;

pub use actions::action;
pub use hosts::host;
pub use images::image;
pub use models::model;
pub use packages::package;

/// A thing that is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retired {
    /// Why: a clause such as "ended on 2025-09-08".
    pub why: &'static str,
    /// What to use instead; empty where nothing is.
    pub instead: &'static str,
}

/// The number at the head of a version or requirement, and the one behind its first dot: `(18, None)` of `^18-alpine`.
fn numbers(version: &str) -> Option<(u32, Option<u32>)> {
    let version = version.trim_start_matches(|c: char| !c.is_ascii_digit());
    let mut parts = version.split('.');
    let number = |part: &str| part.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok());
    let major = number(parts.next()?)?;
    // What stands behind the first number is another word: `8-jdk.1`.
    let whole = version.split(|c: char| !c.is_ascii_digit() && c != '.').next().unwrap_or("");
    let minor = whole.split('.').nth(1).and_then(|part| part.parse().ok());
    Some((major, minor))
}

#[cfg(test)]
mod tests {
    use super::numbers;

    #[test]
    fn heads_of_versions() {
        assert_eq!(numbers("^2.1"), Some((2, Some(1))));
        assert_eq!(numbers("18-alpine3.19"), Some((18, None)));
        assert_eq!(numbers("v3"), Some((3, None)));
        assert_eq!(numbers("~> 3.10.2"), Some((3, Some(10))));
        assert_eq!((numbers("latest"), numbers(""), numbers("é")), (None, None, None));
    }
}
