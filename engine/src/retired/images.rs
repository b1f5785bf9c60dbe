//! Container images whose authors fix nothing in them any more, from the vendors' own calendars.

use super::{Retired, numbers};

/// How much of a version counts.
#[derive(Clone, Copy)]
enum Last {
    /// Every tag.
    All,
    /// This major version and those before it.
    Major(u32),
    /// This version, to its second number, and those before it.
    Minor(u32, u32),
    /// A version that is named by a word.
    Word(&'static str),
}

const fn since(why: &'static str) -> Retired {
    Retired { why, instead: "" }
}

/// By name, a trailing `*` for all that begin so. Of one name the older versions stand first.
const IMAGES: &[(&str, Last, Retired)] = &[
    ("alpine", Last::Minor(3, 18), since("got its last fixes by 2025-05-09")),
    ("alpine", Last::Minor(3, 20), since("got its last fixes by 2026-04-01")),
    (
        "bitnami/*",
        Last::All,
        Retired { why: "left Docker Hub's free offer on 2025-09-29", instead: "the official image" },
    ),
    ("centos", Last::All, since("got its last fixes by 2024-06-30")),
    ("circleci/*", Last::All, Retired { why: "ended on 2021-12-31", instead: "`cimg/…`" }),
    ("debian", Last::Major(10), since("got its last fixes by 2024-06-30")),
    ("debian", Last::Word("buster"), since("got its last fixes by 2024-06-30")),
    ("debian", Last::Word("stretch"), since("got its last fixes by 2022-06-30")),
    ("elasticsearch", Last::Major(7), since("got its last fixes by 2026-01-15")),
    ("k8s.gcr.io/*", Last::All, Retired { why: "was frozen on 2023-04-03", instead: "`registry.k8s.io`" }),
    ("mariadb", Last::Minor(10, 5), since("got its last fixes by 2025-06-24")),
    ("mcr.microsoft.com/dotnet/*", Last::Major(7), since("got its last fixes by 2024-11-12")),
    ("mongo", Last::Major(5), since("got its last fixes by 2024-10-31")),
    ("mongo", Last::Major(6), since("got its last fixes by 2025-07-31")),
    ("mysql", Last::Major(5), since("got its last fixes by 2023-10-31")),
    ("mysql", Last::Minor(8, 0), since("got its last fixes by 2026-04-30")),
    ("node", Last::Major(16), since("got its last fixes by 2023-09-11")),
    ("node", Last::Major(18), since("got its last fixes by 2025-04-30")),
    ("node", Last::Major(20), since("got its last fixes by 2026-04-30")),
    ("openjdk", Last::All, Retired { why: "is deprecated since 2022", instead: "`eclipse-temurin`" }),
    ("php", Last::Major(7), since("got its last fixes by 2022-11-28")),
    ("php", Last::Minor(8, 0), since("got its last fixes by 2023-11-26")),
    ("php", Last::Minor(8, 1), since("got its last fixes by 2025-12-31")),
    ("postgres", Last::Major(12), since("got its last fixes by 2024-11-21")),
    ("postgres", Last::Major(13), since("got its last fixes by 2025-11-13")),
    ("python", Last::Major(2), since("got its last fixes by 2020-01-01")),
    ("python", Last::Minor(3, 8), since("got its last fixes by 2024-10-07")),
    ("python", Last::Minor(3, 9), since("got its last fixes by 2025-10-31")),
    ("redis", Last::Major(5), since("got its last fixes by 2022-04-27")),
    ("ruby", Last::Minor(3, 0), since("got its last fixes by 2024-04-23")),
    ("ruby", Last::Minor(3, 1), since("got its last fixes by 2025-03-26")),
    ("ubuntu", Last::Minor(18, 4), since("got its last free fixes by 2023-05-31")),
    ("ubuntu", Last::Minor(20, 4), since("got its last free fixes by 2025-05-31")),
    ("ubuntu", Last::Word("bionic"), since("got its last free fixes by 2023-05-31")),
    ("ubuntu", Last::Word("focal"), since("got its last free fixes by 2025-05-31")),
];

/// Whether an image's tag is one that is left to itself.
pub fn image(name: &str, tag: &str) -> Option<&'static Retired> {
    let row = IMAGES.iter().find(|(known, last, _)| {
        let same = known.strip_suffix('*').map_or(name == *known, |start| name.starts_with(start));
        let numbered = tag.starts_with(|c: char| c.is_ascii_digit());
        same && match last {
            Last::All => true,
            Last::Word(word) => tag.split('-').any(|part| part == *word),
            Last::Major(major) => numbered && numbers(tag).is_some_and(|(found, _)| found <= *major),
            // Without a second number the tag moves on to the newest.
            Last::Minor(major, minor) => {
                numbered
                    && numbers(tag).is_some_and(|(found, behind)| match behind {
                        Some(behind) => (found, behind) <= (*major, *minor),
                        None => found < *major,
                    })
            }
        }
    })?;
    Some(&row.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_that_are_left_to_themselves() {
        assert!(IMAGES.is_sorted_by(|a, b| a.0 <= b.0));
        for (name, tag) in [
            ("node", "18-alpine"),
            ("python", "3.8-slim"),
            ("postgres", "12.4"),
            ("bitnami/redis", "7"),
            ("ubuntu", "20.04"),
            ("openjdk", "17"),
            ("debian", "buster-slim"),
        ] {
            assert!(image(name, tag).is_some(), "{name}:{tag}");
        }
        for (name, tag) in [
            ("node", "24"),
            ("node", "lts"),
            ("python", "3"),
            ("python", "3.13"),
            ("mysql", "8"),
            ("postgres", ""),
            ("ubuntu", "24.04"),
            ("x", "1"),
        ] {
            assert!(image(name, tag).is_none(), "{name}:{tag}");
        }
    }
}
