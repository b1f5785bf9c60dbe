//! The project's own commands: `cargo xtask serve | test | build | bench | reproduce | screenshots | lighthouse |
//! tools | schema | licences | advisories`.
//!
//! They use nothing but Cargo and the pinned tools of [`tools`], which they install on their own. [`site`] is also what the
//! end-to-end tests serve the page with.

pub mod advisories;
pub mod bench;
pub mod browser;
pub mod build;
pub mod licences;
pub mod lighthouse;
pub mod marked;
pub mod plot;
pub mod reproduce;
pub mod run;
pub mod schema;
pub mod screenshots;
pub mod serve;
pub mod site;
pub mod size;
pub mod split;
pub mod test;
pub mod tools;

use std::path::{Path, PathBuf};

/// The top of the project.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

/// Where the built page lies.
pub fn dist() -> PathBuf {
    root().join("dist")
}
