//! Pictures of every view, for the documentation and for whoever changes the look.

use crate::browser::Browser;
use crate::build;
use crate::run::{cargo, heading, run};
use anyhow::Result;

/// Builds the page and takes the pictures.
pub fn screenshots() -> Result<()> {
    Browser::find_or_install()?;
    build::build()?;
    heading("take pictures");
    run(&mut cargo(&["run", "--quiet", "--package", "patchbay-tests", "--bin", "screens"]))
}
