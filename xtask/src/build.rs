//! Builds the page into `dist/`: Trunk with the pinned tools, wasm-opt among them, as `index.html` asks for it.

use crate::run::{cargo, heading, path_with, run};
use crate::{dist, root, tools};
use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Builds the page into `dist/`, for any path of any static host.
pub fn build() -> Result<()> {
    tools::wasm_target()?;
    let trunk = tools::TRUNK.path()?;
    let mut folders = Vec::new();
    for tool in tools::TOOLS {
        folders.extend(tool.path()?.parent().map(Path::to_path_buf));
    }

    heading("build the page");
    // Trunk.toml has Cargo work offline.
    run(&mut cargo(&["fetch", "--locked", "--target", "wasm32-unknown-unknown"]))?;
    let mut command = Command::new(&trunk);
    // Trunk.toml says the rest.
    command.args(["build", "--release"]).current_dir(root());
    command.env("PATH", path_with(&folders)?).env("TRUNK_SKIP_VERSION_CHECK", "true");
    if env::var_os("NO_COLOR").is_some() {
        // Trunk takes no other value than `true` and `false`.
        command.env("NO_COLOR", "true");
    }
    run(&mut command)?;
    sizes(&dist())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be listed", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() { out.extend(files(&path)?) } else { out.push(path) }
    }
    out.sort();
    Ok(out)
}

fn sizes(dist: &Path) -> Result<()> {
    heading("dist/");
    let (mut all, mut all_zipped) = (0, 0);
    for path in files(dist)? {
        let bytes = fs::read(&path)?;
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&bytes)?;
        let zipped = encoder.finish()?.len() as u64;
        let raw = bytes.len() as u64;
        let name = path.strip_prefix(dist)?.display().to_string();
        println!("{:>12} {:>12} gzipped  {name}", kilobytes(raw), kilobytes(zipped));
        all += raw;
        all_zipped += zipped;
    }
    println!("{:>12} {:>12} gzipped  in all", kilobytes(all), kilobytes(all_zipped));
    Ok(())
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}
