//! A service's status in words.

use crate::audit::Status;

/// The words for each.
const WORDS: &[(Status, &str)] = &[
    (Status::Used, "used"),
    (Status::Declared, "declared, no use found in code"),
    (Status::DevOnly, "development and tests only"),
    (Status::Mentioned, "mentioned only"),
    (Status::Planned, "planned"),
    (Status::Absent, "none"),
];

/// A status in words.
pub fn words(status: Status) -> &'static str {
    WORDS.iter().find(|(of, _)| *of == status).map_or("", |(_, words)| words)
}

/// The status that [`words`] wrote.
pub fn read(words: &str) -> Option<Status> {
    WORDS.iter().find(|(_, of)| *of == words).map(|(status, _)| *status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_comes_back() {
        for status in Status::ALL {
            assert_eq!(read(words(status)), Some(status));
        }
    }
}
