//! One Python requirement: `google-cloud-storage[grpc]>=2.1 ; python_version > "3.8"`.
//! <https://packaging.python.org/en/latest/specifications/dependency-specifiers/>

use super::lines::Part;
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, What};

/// A package asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Requirement<'a> {
    /// The name as written.
    pub name: Part<'a>,
    /// The version asked for, as written; empty where none is.
    pub version: &'a str,
}

/// A name as the registry compares it: in lower case, with one `-` for each run of `-`, `_` and `.`.
pub fn normal_name(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '-' | '_' | '.' if out.ends_with('-') => {}
            '-' | '_' | '.' => out.push('-'),
            c => out.push(c.to_ascii_lowercase()),
        }
    }
    out
}

/// Tells it.
pub fn tell(requirement: &Requirement<'_>, scope: Scope, sink: &mut Sink<'_>) {
    let what = What::Dependency {
        ecosystem: Ecosystem::Pypi,
        name: normal_name(requirement.name.text),
        requirement: requirement.version.to_owned(),
        scope,
    };
    sink.push(requirement.name.span(), what);
}

/// Reads a requirement as it stands in a list or on a line of a requirements file. `None` where it is something else: an
/// option, a path, an address without a name.
pub fn parse(part: Part<'_>) -> Option<Requirement<'_>> {
    let text = part.text;
    // `-e git+https://…#egg=name`
    if text.starts_with("-e ") || text.starts_with("--editable") || text.starts_with("git+") {
        let at = text.find("#egg=").or_else(|| text.find("&egg="))? + "#egg=".len();
        let name = &text[at..at + name_length(&text[at..])?];
        return Some(Requirement { name: Part { start: part.start + at, text: name }, version: "" });
    }
    let length = name_length(text)?;
    let mut rest = text[length..].trim_start();
    if let Some(extras) = rest.strip_prefix('[') {
        rest = extras.split_once(']')?.1.trim_start();
    }
    let end = [";", " #", "\t#", " --", "\\"].iter().filter_map(|stop| rest.find(stop)).min().unwrap_or(rest.len());
    let version = if rest.starts_with('#') { "" } else { rest[..end].trim() };
    let version = version.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(version).trim();
    let version = match version.as_bytes().first() {
        None => "",
        Some(b'@') => "",
        Some(b'=' | b'<' | b'>' | b'~' | b'!') => version,
        Some(_) => return None,
    };
    Some(Requirement { name: Part { start: part.start, text: &text[..length] }, version })
}

/// How many bytes of the text are a package's name.
fn name_length(text: &str) -> Option<usize> {
    let end = text
        .bytes()
        .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')))
        .unwrap_or(text.len());
    let name = text.get(..end)?;
    let edges = |b: Option<u8>| b.is_some_and(|b| b.is_ascii_alphanumeric());
    (edges(name.bytes().next()) && edges(name.bytes().last())).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requirements_are_told_from_other_lines() {
        for (text, expected) in [
            ("requests", Some(("requests", ""))),
            ("requests  # why", Some(("requests", ""))),
            ("uvicorn[standard] >= 0.23, < 1 ; python_version > '3.8'", Some(("uvicorn", ">= 0.23, < 1"))),
            ("a==1.0 --hash=sha256:x", Some(("a", "==1.0"))),
            ("a==1.0 \\", Some(("a", "==1.0"))),
            ("a (>=1)", Some(("a", ">=1"))),
            ("a @ https://x.test/a.whl", Some(("a", ""))),
            ("-e git+https://x.test/a@v1#egg=My_Pkg&subdirectory=b", Some(("My_Pkg", ""))),
            ("torch==2.0.1+cu118 # gpu", Some(("torch", "==2.0.1+cu118"))),
            ("-r base.txt", None),
            ("--index-url https://x.test", None),
            ("./local", None),
            ("../local", None),
            ("https://x.test/a.whl", None),
            ("git+https://x.test/a", None),
            ("two words", None),
            ("a[b", None),
            ("été", None),
            ("a é", None),
            ("-e ", None),
            ("#egg=", None),
            ("", None),
        ] {
            let found = parse(Part { start: 0, text }).map(|r| (r.name.text, r.version));
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn names_are_folded_as_the_registry_does() {
        assert_eq!(normal_name("Zope.Interface__x-_y"), "zope-interface-x-y");
    }
}
