//! What is left to do on the page after Trunk.

use anyhow::Result;
use std::path::Path;

/// Finishes the page in `dist`.
pub fn finish(_dist: &Path) -> Result<()> {
    Ok(())
}
