//! Holds every package of `Cargo.lock` against the advisories of RustSec's database.

use crate::root;
use crate::run::{heading, run};
use crate::tools::CARGO_AUDIT;
use anyhow::{Context, Result, bail};
use std::path::{Path, absolute};
use std::process::Command;

/// Fails if an advisory tells of a weakness in a package, also one that the language was to rule out; or if a package was withdrawn,
/// as far as Cargo's index on this machine knows. One that is only without a keeper is printed. `database` is a folder that
/// holds the database as its repository `RustSec/advisory-db` does; without one, it is fetched.
pub fn check(database: Option<&str>) -> Result<()> {
    let audit = CARGO_AUDIT.path()?;
    heading("advisories");
    let mut command = Command::new(audit);
    command.arg("audit").arg("--file").arg(root().join("Cargo.lock")).args(["--deny", "unsound", "--deny", "yanked"]);
    match database {
        Some(folder) => {
            command.args(offline(Path::new(folder))?);
        }
        None => {
            println!("The database is fetched. Where it cannot be had, give a copy of it: `cargo xtask advisories DB`.")
        }
    }
    run(command.current_dir(root()))
}

/// How the tool is told to take the database from a folder and nothing else.
fn offline(folder: &Path) -> Result<Vec<std::ffi::OsString>> {
    if !folder.join("crates").is_dir() {
        bail!("{} has no folder `crates`: give a copy of the repository RustSec/advisory-db", folder.display());
    }
    let folder = absolute(folder).with_context(|| format!("{} has no path", folder.display()))?;
    Ok(["--db".into(), folder.into(), "--no-fetch".into(), "--stale".into()].into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_that_is_no_database_is_told() {
        let message = offline(&root().join("xtask")).unwrap_err().to_string();
        assert!(message.contains("RustSec/advisory-db"), "{message}");
    }
}
