//! The JSON Schema of the audit, written from the engine's types.

use crate::root;
use crate::run::{cargo, line, output};
use anyhow::{Context, Result};
use std::fs;

/// Writes `docs/audit.schema.json`. A test of the engine tells when that file is stale.
pub fn write() -> Result<()> {
    let mut command =
        cargo(&["run", "--quiet", "--package", "patchbay-engine", "--features", "schema", "--example", "schema"]);
    let text = output(&mut command).with_context(|| format!("`{}` failed", line(&command)))?;
    let path = root().join("docs/audit.schema.json");
    fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
    println!("{}", path.display());
    Ok(())
}
