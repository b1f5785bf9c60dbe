//! The licences of everything that Patchbay is made from, held against a list of those that it may be.
//!
//! What is shipped, in the page and in the command line, must come under a licence that asks for no more than its text; or
//! under the MPL, which asks that changes to its own files be published: they are used as they are published.

use crate::run::{cargo, line, output};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The packages that are shipped, with all that they are made from.
const SHIPPED: [&str; 2] = ["patchbay", "patchbay-page"];

/// What anything may be under. Sorted.
const ALLOWED: &[&str] = &[
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "MPL-2.0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// A package as Cargo knows it.
struct Package {
    name: String,
    version: String,
    /// The expression in its manifest; empty where it has none.
    licence: String,
    shipped: bool,
}

/// Checks every package, and prints how many are under which licence.
pub fn check() -> Result<()> {
    let packages = packages()?;
    let refused: Vec<String> = packages.iter().filter_map(refusal).collect();
    if !refused.is_empty() {
        bail!("{}", refused.join("\n"));
    }
    let mut counts: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for package in &packages {
        let [shipped, others] = counts.entry(&package.licence).or_default();
        *(if package.shipped { shipped } else { others }) += 1;
    }
    println!("{:>8} {:>8}  licence", "shipped", "others");
    for (licence, [shipped, others]) in counts {
        println!("{shipped:>8} {others:>8}  {licence}");
    }
    Ok(())
}

/// Why a package may not be used, if it may not.
fn refusal(package: &Package) -> Option<String> {
    let allowed = |licence: &str| ALLOWED.binary_search(&licence).is_ok();
    let Package { name, version, licence, shipped } = package;
    let part = if *shipped { "is shipped" } else { "builds or tests what is shipped" };
    (!satisfied(licence, &allowed)).then(|| format!("{name} {version} {part}, and its licence is {licence:?}"))
}

/// Every package that the lock file names and any target uses.
fn packages() -> Result<Vec<Package>> {
    let mut command = cargo(&["metadata", "--format-version", "1", "--locked"]);
    let json = output(&mut command).with_context(|| format!("`{}` failed", line(&command)))?;
    let metadata: Value = serde_json::from_str(&json)?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut uses: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for node in list(&metadata["resolve"]["nodes"]) {
        // `null` is the kind of what is linked in; the others are for building and testing.
        let linked = |dependency: &Value| list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
        let linked = list(&node["deps"]).iter().filter(|it| linked(it)).map(|it| text(&it["pkg"])).collect();
        uses.insert(text(&node["id"]), linked);
    }
    let all = list(&metadata["packages"]);
    let mut next: Vec<String> = all
        .iter()
        .filter(|package| SHIPPED.iter().any(|name| package["name"] == *name))
        .map(|it| text(&it["id"]))
        .collect();
    let mut shipped = BTreeSet::new();
    while let Some(id) = next.pop() {
        if shipped.insert(id.clone()) {
            next.extend(uses.get(&id).into_iter().flatten().cloned());
        }
    }
    Ok(all
        .iter()
        .map(|package| Package {
            name: text(&package["name"]),
            version: text(&package["version"]),
            licence: text(&package["license"]),
            shipped: shipped.contains(&text(&package["id"])),
        })
        .collect())
}

/// Whether what is allowed is enough for a licence expression: `MIT OR Apache-2.0`, `(MIT OR ISC) AND Unicode-3.0`, or as it was
/// written once, `MIT/Apache-2.0`.
fn satisfied(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any_of(&mut rest, allowed) == Some(true) && rest.is_empty()
}

/// Reads terms with `OR` between them; `None` where the expression has no sense.
fn any_of(words: &mut &[&str], allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let mut fits = all_of(words, allowed)?;
    while let ["OR", rest @ ..] = words {
        *words = rest;
        fits |= all_of(words, allowed)?;
    }
    Some(fits)
}

/// Reads terms with `AND` between them.
fn all_of(words: &mut &[&str], allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let mut fits = term(words, allowed)?;
    while let ["AND", rest @ ..] = words {
        *words = rest;
        fits &= term(words, allowed)?;
    }
    Some(fits)
}

/// Reads a licence, or an expression in brackets.
fn term(words: &mut &[&str], allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    match words {
        ["(", rest @ ..] => {
            *words = rest;
            let fits = any_of(words, allowed)?;
            *words = words.strip_prefix(&[")"])?;
            Some(fits)
        }
        [licence, "WITH", exception, rest @ ..] => {
            *words = rest;
            Some(allowed(&format!("{licence} WITH {exception}")))
        }
        [licence, rest @ ..] if !matches!(*licence, "OR" | "AND" | "WITH" | ")") => {
            *words = rest;
            Some(allowed(licence))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        assert!(ALLOWED.is_sorted());
    }

    #[test]
    fn expressions_are_understood() {
        let allowed = |licence: &str| ALLOWED.contains(&licence);
        for expression in [
            "MIT",
            "MIT OR Apache-2.0",
            "MIT/Apache-2.0",
            "GPL-3.0 OR MIT",
            "Apache-2.0 WITH LLVM-exception OR GPL-2.0",
            "(MIT OR GPL-2.0) AND Unicode-3.0",
        ] {
            assert!(satisfied(expression, &allowed), "{expression}");
        }
        for expression in [
            "",
            "GPL-3.0-only",
            "MIT AND GPL-2.0",
            "(MIT OR ISC) AND GPL-2.0",
            "MIT WITH Classpath-exception-2.0",
            "MIT OR",
            "(MIT",
            "MIT)",
            "MIT ISC",
        ] {
            assert!(!satisfied(expression, &allowed), "{expression}");
        }
    }

    #[test]
    fn the_mpl_is_for_what_is_not_shipped() {
        let package = |licence: &str, shipped| Package {
            name: "a".into(),
            version: "1.0.0".into(),
            licence: licence.into(),
            shipped,
        };
        assert_eq!(refusal(&package("MPL-2.0", false)), None);
        assert!(refusal(&package("GPL-3.0", true)).is_some() && refusal(&package("AGPL-3.0", false)).is_some());
    }

    #[test]
    fn every_package_may_be_used() {
        let packages = packages().unwrap();
        assert!(packages.iter().any(|package| package.shipped) && packages.iter().any(|package| !package.shipped));
        assert_eq!(packages.iter().filter_map(refusal).collect::<Vec<_>>(), Vec::<String>::new());
    }
}
