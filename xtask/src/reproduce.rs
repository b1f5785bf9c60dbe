//! Builds the page twice from clean checkouts of what is committed, in folders of different names and with different folders of
//! packages, and compares every file.

use crate::build::digest;
use crate::run::{heading, run};
use crate::{root, size};
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The folders of the two checkouts: of different length, so that a path that gets into a program moves all that is behind it.
const FOLDERS: [&str; 2] = ["a", "another-checkout"];

/// Builds twice and prints each file's SHA-256; fails if the builds differ anywhere.
pub fn reproduce() -> Result<()> {
    let folder = env::temp_dir().join(format!("patchbay-reproduce-{}", std::process::id()));
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let compared = builds(&folder).and_then(|[first, second]| compare(&first, &second));
    fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    for (file, digest) in &compared? {
        println!("{digest}  {file}");
    }
    println!("\nBoth builds are the same, byte for byte.");
    Ok(())
}

/// Where Cargo keeps the packages that it fetched.
fn packages() -> Option<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).filter(|home| home.is_absolute());
    home.or_else(|| Some(env::home_dir()?.join(".cargo")))
}

/// What the compiler of the page's programs is told, as a variable and its value, so that the folder of this user's packages gets into
/// no program: messages of broken code name their place in a package. Cargo adds it to what `.cargo/config.toml` says.
pub fn remapped() -> Option<(&'static str, String)> {
    let home = packages()?;
    // The variable is read as words.
    let home = home.to_str().filter(|home| !home.contains(char::is_whitespace))?;
    Some(("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", format!("--remap-path-prefix={home}=/cargo")))
}

/// The two builds' files with their digests.
fn builds(folder: &Path) -> Result<[BTreeMap<String, String>; 2]> {
    let build = |name: &str| {
        let checkout = folder.join(name);
        let home = folder.join("packages-of-another-user");
        heading(&format!("clean checkout in {}", checkout.display()));
        run(Command::new("git").args(["clone", "--quiet", "--local"]).arg(root()).arg(&checkout))?;
        if name == FOLDERS[1] {
            other_home(&home)?;
        }
        // Its own xtask builds it, in a target folder of its own.
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(["xtask", "build"]).current_dir(&checkout).env("CARGO_TARGET_DIR", checkout.join("target"));
        for (name, _) in env::vars_os() {
            let set_by_cargo = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
            if name.to_str().is_some_and(set_by_cargo) {
                command.env_remove(name);
            }
        }
        if home.is_dir() {
            command.env("CARGO_HOME", &home);
        }
        run(&mut command)?;
        let files = digests(&checkout.join("dist"))?;
        // It takes gigabytes.
        fs::remove_dir_all(checkout.join("target"))?;
        Ok::<_, anyhow::Error>(files)
    };
    let [first, second] = FOLDERS;
    Ok([build(first)?, build(second)?])
}

/// Makes a folder of packages under another name, which holds what this user's holds. Where links cannot be made, the folder is
/// not, and both builds use the one.
fn other_home(home: &Path) -> Result<()> {
    #[cfg(unix)]
    if let Some(packages) = packages() {
        fs::create_dir_all(home)?;
        for entry in fs::read_dir(&packages).with_context(|| format!("{} cannot be listed", packages.display()))? {
            let entry = entry?;
            std::os::unix::fs::symlink(entry.path(), home.join(entry.file_name()))?;
        }
    }
    #[cfg(not(unix))]
    let _ = home;
    Ok(())
}

/// Every file below a folder, with its digest.
fn digests(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut out = BTreeMap::new();
    for path in size::files(folder)? {
        let name = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        out.insert(name, digest(&path)?);
    }
    Ok(out)
}

/// The files of both builds, if they are the same.
fn compare(first: &BTreeMap<String, String>, second: &BTreeMap<String, String>) -> Result<BTreeMap<String, String>> {
    let names = first.keys().chain(second.keys());
    let differs = |name: &&String| first.get(*name) != second.get(*name);
    match names.clone().find(differs) {
        None if first.is_empty() => bail!("the builds have no files"),
        None => Ok(first.clone()),
        Some(name) => {
            let said = |files: &BTreeMap<String, String>| files.get(name).cloned().unwrap_or("not there".into());
            bail!("the builds differ in {name}: {} and {}", said(first), said(second))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(name, digest)| ((*name).to_owned(), (*digest).to_owned())).collect()
    }

    #[test]
    fn only_builds_with_the_same_files_and_bytes_are_the_same() {
        let build = files(&[("a", "1"), ("b", "2")]);
        assert_eq!(compare(&build, &build).unwrap(), build);
        for other in
            [files(&[("a", "1"), ("b", "3")]), files(&[("a", "1")]), files(&[("a", "1"), ("b", "2"), ("c", "3")])]
        {
            assert!(compare(&build, &other).is_err(), "{other:?}");
            assert!(compare(&other, &build).is_err(), "{other:?}");
        }
        assert!(compare(&files(&[]), &files(&[])).is_err());
    }
}
