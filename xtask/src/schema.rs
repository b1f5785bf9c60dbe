//! The JSON Schemas of the engine's formats, written from its types.

use crate::root;
use crate::run::{cargo, line, output};
use anyhow::{Context, Result};
use std::fs;

/// The formats that have one.
const FORMATS: [&str; 4] = ["audit", "compare", "matrix", "verify"];

/// Writes `docs/audit.schema.json` and the others. A test of the engine tells when one is stale.
pub fn write() -> Result<()> {
    for format in FORMATS {
        let mut command = cargo(&[
            "run",
            "--quiet",
            "--package",
            "patchbay-engine",
            "--features",
            "schema",
            "--example",
            "schema",
            format,
        ]);
        let text = output(&mut command).with_context(|| format!("`{}` failed", line(&command)))?;
        let path = root().join(format!("docs/{format}.schema.json"));
        fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
        println!("{}", path.display());
    }
    Ok(())
}
