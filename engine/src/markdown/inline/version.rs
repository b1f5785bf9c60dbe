//! Versions and requirements in every form that people write them: `20.1.0`, `^19.1`, `>=2,<3`, `==12.7.0`, `v2.9.6`,
//! `16-alpine`, `8.x`, `12.0.0+`.

/// A version at a place of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// Its first byte, operator included.
    pub start: usize,
    /// The byte behind its last.
    pub end: usize,
    /// Whether it is a number alone: `16`. Such a one may count things instead.
    pub bare: bool,
}

/// Longest version that is read, in bytes.
const VERSION_BYTES: usize = 80;

/// The version that begins at `at`, which must not continue a word.
pub(super) fn at(text: &str, at: usize) -> Option<Found> {
    let bytes = text.as_bytes();
    let bytes = &bytes[..bytes.len().min(at.saturating_add(VERSION_BYTES))];
    let (mut end, mut bare) = one(bytes, at)?;
    // A requirement of several parts: `>=2,<3`, `^4 || ^5`.
    loop {
        let mut next = end;
        while matches!(bytes.get(next), Some(b',' | b' ' | b'|')) {
            next += 1;
        }
        // Behind a comma and a blank only a bound goes on; `^1, ^2` are two.
        let goes_on = match bytes.get(next) {
            Some(b'<' | b'>' | b'!') => true,
            Some(b'=' | b'^' | b'~') => !bytes[end..next].starts_with(b", "),
            _ => false,
        };
        if next == end || !goes_on {
            break;
        }
        match one(bytes, next) {
            Some((further, _)) => (end, bare) = (further, false),
            None => break,
        }
    }
    // `maxDuration = 30` gives a value.
    if text.get(at..end).is_some_and(|written| written.starts_with("= ") && !written.contains('.')) {
        return None;
    }
    let tail = text.get(end..)?.chars().next().unwrap_or(' ');
    let behind = text.as_bytes().get(end + 1).copied().unwrap_or(b' ');
    let ends = match tail {
        '.' => !behind.is_ascii_alphanumeric(),
        // Times, ratios and shares are none.
        ':' | '/' => !behind.is_ascii_alphanumeric() && behind != b'/',
        '%' | '°' | '$' | '€' | '@' | '_' | '=' => false,
        c => !c.is_alphanumeric(),
    };
    ends.then_some(Found { start: at, end, bare })
}

/// The end of one version without alternatives, and whether it is a number alone.
fn one(bytes: &[u8], at: usize) -> Option<(usize, bool)> {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = at;
    while matches!(bytes.get(end), Some(b'^' | b'~' | b'<' | b'>' | b'=' | b'!')) && end < at + 3 {
        end += 1;
    }
    let mut bare = end == at;
    if !bare && bytes.get(end) == Some(&b' ') && (digit(end + 1) || bytes.get(end + 1) == Some(&b'v')) {
        end += 1;
    }
    if matches!(bytes.get(end), Some(b'v' | b'V')) {
        bare = false;
        end += 1 + usize::from(bytes.get(end + 1) == Some(&b'.'));
    }
    if !digit(end) {
        return None;
    }
    let first = end;
    while digit(end) {
        end += 1;
    }
    // No version begins with more digits than a year has.
    if end - first > 4 && bare {
        return None;
    }
    while bytes.get(end) == Some(&b'.') {
        if digit(end + 1) {
            end += 1;
            while digit(end) {
                end += 1;
            }
        } else if matches!(bytes.get(end + 1), Some(b'x' | b'X' | b'*'))
            && !bytes.get(end + 2).is_some_and(u8::is_ascii_alphanumeric)
        {
            end += 2;
        } else {
            break;
        }
        bare = false;
    }
    // `1.0rc1`, `2.0b3`, `1.2.post1`.
    if !bare && matches!(bytes.get(end), Some(b'a' | b'b' | b'r')) {
        let letters = bytes[end..].iter().take(3).take_while(|b| b.is_ascii_lowercase()).count();
        if digit(end + letters) {
            end += letters;
            while digit(end) {
                end += 1;
            }
        }
    }
    // `-beta.9`, `-alpine3.19`, `+build`.
    if matches!(bytes.get(end), Some(b'-' | b'+'))
        && bytes.get(end + 1).is_some_and(|b| b.is_ascii_alphabetic() || (!bare && b.is_ascii_digit()))
    {
        let tail =
            bytes[end + 1..].iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')).count();
        let mut stop = end + 1 + tail;
        while matches!(bytes[stop - 1], b'.' | b'-') {
            stop -= 1;
        }
        let word = &bytes[end + 1..stop];
        // `3-minute`, `2-way`: a number alone takes only what images and stages are called.
        if !bare || TAGS.iter().any(|tag| word.starts_with(tag.as_bytes())) {
            (end, bare) = (stop, false);
        }
    } else if bytes.get(end) == Some(&b'+') {
        end += 1;
        bare = false;
    }
    Some((end, bare))
}

/// What stands behind a number alone in an image's tag, or names the stage of a release.
const TAGS: &[&str] =
    &["alpha", "alpine", "beta", "bookworm", "bullseye", "buster", "canary", "debian", "jammy", "noble", "rc", "slim"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form() {
        for text in [
            "20.1.0",
            "^19.1.0",
            "~4.2",
            ">=2,<3",
            ">= 2.0, < 3",
            "==12.7.0",
            "v2.9.6",
            "16-alpine",
            "8.x",
            "12.0.0+",
            "v3.0.0-beta.9",
            "1.0rc1",
            "^4 || ^5",
            "~> 7.0",
            "3.2.*",
            "2.0.0+build5",
            "v5",
            "16",
            "2022",
            "18+",
        ] {
            let found = at(text, 0).map(|f| &text[f.start..f.end]);
            assert_eq!(found, Some(text));
        }
        assert_eq!(at("1.2.3. Next", 0).map(|f| f.end), Some(5));
        assert_eq!(at("16 (db)", 0), Some(Found { start: 0, end: 2, bare: true }));
    }

    #[test]
    fn no_versions() {
        for text in ["5%", "10:30", "3/4", "v", "x1", "50000", "2px", "", "12@x", "1_000"] {
            assert_eq!(at(text, 0), None, "{text}");
        }
        assert_eq!(at("3-minute", 0).map(|f| f.bare), Some(true));
    }
}
