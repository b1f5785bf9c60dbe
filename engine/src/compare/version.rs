//! How far two versions are apart, as their numbers say. Manifests of every registry are compared, so this reads numbers and
//! not one registry's rules.

use crate::audit::words;
use std::cmp::Ordering;

words! {
    /// How far two versions are apart.
    Level {
        /// The first numbers differ.
        Major = "major",
        /// The second numbers differ.
        Minor = "minor",
        /// A later number, or what stands behind the numbers.
        Patch = "patch",
        /// They are written differently and mean the same, or have no numbers.
        None = "none",
    }
}

/// Most numbers that are read of a version.
const NUMBERS: usize = 6;

/// The first numbers of a version or requirement, `[1, 2]` of `>=1.2,<2`, and what stands right behind them: `-beta.1`.
pub fn numbers(text: &str) -> (Vec<u64>, &str) {
    let mut rest = text;
    // A digit inside of a word begins no version: `sha256-…`, `next2`.
    while let Some(at) = rest.find(|c: char| c.is_ascii_alphanumeric()) {
        rest = rest.get(at..).unwrap_or("");
        let word = rest.strip_prefix(['v', 'V']).unwrap_or(rest);
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            rest = word;
            break;
        }
        rest = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    }
    let mut numbers = Vec::new();
    while numbers.len() < NUMBERS {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let Some(number) = rest.get(..end).and_then(|digits| digits.parse().ok()) else { break };
        numbers.push(number);
        rest = rest.get(end..).unwrap_or("");
        match rest.strip_prefix('.') {
            Some(next) if next.starts_with(|c: char| c.is_ascii_digit()) => rest = next,
            _ => break,
        }
    }
    if numbers.is_empty() {
        return (numbers, "");
    }
    let end = rest.find([' ', ',', '|']).unwrap_or(rest.len());
    (numbers, rest.get(..end).unwrap_or(""))
}

/// How far B's version is from A's, and whether it is the lower one.
pub fn level(a: &str, b: &str) -> (Level, bool) {
    let ((of_a, tail_a), (of_b, tail_b)) = (numbers(a), numbers(b));
    if of_a.is_empty() || of_b.is_empty() {
        return (Level::None, false);
    }
    let differs = of_a.iter().zip(&of_b).position(|(a, b)| a != b);
    if let Some(at) = differs {
        let level = match at {
            0 => Level::Major,
            1 => Level::Minor,
            _ => Level::Patch,
        };
        return (level, of_a.get(at) > of_b.get(at));
    }
    if of_a.len() != of_b.len() || tail_a == tail_b {
        return (Level::None, false);
    }
    // `2.0.0-beta.1` comes before `2.0.0`.
    let order = match (tail_a.is_empty(), tail_b.is_empty()) {
        (true, _) => Ordering::Greater,
        (_, true) => Ordering::Less,
        _ => tail_a.cmp(tail_b),
    };
    (Level::Patch, order == Ordering::Greater)
}

/// Whether a version that somebody wrote down, `17.3` or `v17`, is this one, as far as it says.
pub fn fits(said: &str, other: &str) -> bool {
    let ((said, _), (other, _)) = (numbers(said), numbers(other));
    said.is_empty() || other.is_empty() || said.iter().zip(&other).all(|(a, b)| a == b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_from_any_registry() {
        for (text, expected, tail) in [
            ("^14.21.0", &[14, 21, 0][..], ""),
            (">=1.2,<2 || *", &[1, 2], ""),
            ("v3", &[3], ""),
            ("16-alpine", &[16], "-alpine"),
            ("~> 5.0", &[5, 0], ""),
            ("2.0.0-beta.1", &[2, 0, 0], "-beta.1"),
            ("latest", &[], ""),
            ("workspace:*", &[], ""),
            ("python3 of sha256", &[], ""),
            ("", &[], ""),
            ("99999999999999999999999.1", &[], ""),
        ] {
            assert_eq!(numbers(text), (expected.to_vec(), tail), "{text}");
        }
    }

    #[test]
    fn levels_are_told_apart() {
        for (a, b, expected) in [
            ("14.5.0", "17.7.0", (Level::Major, false)),
            ("2.1.0", "2.0.9", (Level::Minor, true)),
            ("2.1.0", "2.1.1", (Level::Patch, false)),
            ("2.1.0.1", "2.1.0.2", (Level::Patch, false)),
            ("2.0.0-beta.1", "2.0.0", (Level::Patch, false)),
            ("2.0.0", "2.0.0-beta.1", (Level::Patch, true)),
            ("^2.1.0", "~2.1", (Level::None, false)),
            ("latest", "next", (Level::None, false)),
        ] {
            assert_eq!(level(a, b), expected, "{a} {b}");
            let (level, down) = level(b, a);
            assert_eq!((level, down), (expected.0, expected.0 != Level::None && !expected.1), "{b} {a}");
        }
        assert!(fits("17.3", "17.3.0") && fits("v17", "^17.7.0") && !fits("17.3", "17.7.0") && fits("", "1"));
    }
}
