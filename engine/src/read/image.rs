//! Names of container images.

use crate::facts::{Sink, What};
use std::ops::Range;

/// Adds the image that `reference` names, with its tag, without registry default and digest. `${X:-postgres}:16` gives
/// its default; a reference that is a variable, or names nothing, gives no fact.
pub fn push_image(sink: &mut Sink<'_>, span: Range<usize>, reference: &str, base: bool) {
    if let Some((name, tag)) = parse(reference) {
        sink.push(span, What::Image { name, tag, base });
    }
}

/// Name and tag of an image.
fn parse(reference: &str) -> Option<(String, String)> {
    let reference = reference.trim().trim_matches(['"', '\'']);
    let reference = reference.strip_prefix("docker://").unwrap_or(reference);
    let reference = with_defaults(reference);
    let reference = reference.split(['@', ' ']).next().unwrap_or("");
    let slash = reference.rfind('/').map_or(0, |at| at + 1);
    let (name, tag) = match reference.get(slash..)?.find(':') {
        Some(colon) => (reference.get(..slash + colon)?, reference.get(slash + colon + 1..)?),
        None => (reference, ""),
    };
    let mut name = name;
    for prefix in ["docker.io/", "index.docker.io/", "registry-1.docker.io/", "library/"] {
        name = name.strip_prefix(prefix).unwrap_or(name);
    }
    // A variable in front stands for a registry or a mirror: what is behind it is the image.
    if let Some(at) = name.rfind(['$', '{', '}']) {
        let rest = name.get(at..)?;
        name = rest.split_once('/')?.1;
        if rest.contains('$') {
            return None;
        }
    }
    let valid = !name.is_empty()
        && name.len() <= 255
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'/' | b':'))
        && name.bytes().any(|b| b.is_ascii_alphabetic());
    let tag = if tag.contains(['$', '{']) { "" } else { tag };
    (valid && name != "scratch").then(|| (name.to_ascii_lowercase(), tag.to_owned()))
}

/// `${NAME:-default}` replaced by its default.
fn with_defaults(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("${") {
        let Some(end) = rest[at..].find('}').map(|i| at + i) else { break };
        let inner = &rest[at + 2..end];
        match inner.find('-') {
            Some(dash) => {
                out.push_str(&rest[..at]);
                out.push_str(&inner[dash + 1..]);
            }
            None => out.push_str(&rest[..=end]),
        }
        rest = &rest[end + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn names_and_tags() {
        for (reference, name, tag) in [
            ("postgres:16-alpine", "postgres", "16-alpine"),
            ("docker.io/library/redis", "redis", ""),
            ("ghcr.io/acme/app:v1@sha256:abc", "ghcr.io/acme/app", "v1"),
            ("localhost:5000/x:1", "localhost:5000/x", "1"),
            ("${IMAGE:-mysql:8}", "mysql", "8"),
            ("${MIRROR}/library/nginx:1", "library/nginx", "1"),
            ("postgres:${PG_VERSION}", "postgres", ""),
            ("postgres:${PG_VERSION:-15}", "postgres", "15"),
        ] {
            assert_eq!(parse(reference), Some((name.into(), tag.into())), "{reference}");
        }
        for reference in ["${IMAGE}", "scratch", "", "$BASE", "${A}/${B}", "${"] {
            assert_eq!(parse(reference), None, "{reference}");
        }
    }
}
