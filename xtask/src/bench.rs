//! Times the engine and the page against `unzip -tq` on the same file, in the same run.

use crate::browser::Browser;
use crate::build;
use crate::run::{cargo, heading, run};
use anyhow::{Context, Result};
use std::path::absolute;

/// Builds the page and the command line for release, then measures with each file. It asserts nothing.
pub fn bench(files: &[&str]) -> Result<()> {
    Browser::find_or_install()?;
    build::build()?;
    heading("build the command line");
    run(&mut cargo(&["build", "--release", "--package", "patchbay"]))?;
    heading("measure");
    let mut command = cargo(&["run", "--quiet", "--package", "patchbay-tests", "--bin", "measure", "--"]);
    for file in files {
        command.arg(absolute(file).with_context(|| format!("{file} has no path"))?);
    }
    run(&mut command)
}
