//! Builds the page into `dist/`: Trunk, then wasm-opt on each WebAssembly program.

use crate::run::{cargo, heading, path_with, run};
use crate::{dist, root, tools};
use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// What the compiler may have used, and every browser since 2023 has.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-simd",
];

/// Builds the page into `dist/`, for any path of any static host.
pub fn build() -> Result<()> {
    tools::wasm_target()?;
    let trunk = tools::TRUNK.path()?;
    let wasm_bindgen = tools::WASM_BINDGEN.path()?;
    let wasm_opt = tools::WASM_OPT.path()?;

    heading("build the page");
    // Trunk.toml has Cargo work offline.
    run(&mut cargo(&["fetch", "--locked", "--target", "wasm32-unknown-unknown"]))?;
    let folders: Vec<_> = [&trunk, &wasm_bindgen].iter().filter_map(|p| p.parent().map(Path::to_path_buf)).collect();
    let mut command = Command::new(&trunk);
    // Trunk.toml says the rest.
    command.args(["build", "--release"]).current_dir(root());
    command.env("PATH", path_with(&folders)?).env("TRUNK_SKIP_VERSION_CHECK", "true");
    if env::var_os("NO_COLOR").is_some() {
        // Trunk takes no other value than `true` and `false`.
        command.env("NO_COLOR", "true");
    }
    run(&mut command)?;

    heading("wasm-opt");
    for program in files(&dist())?.iter().filter(|path| path.extension().is_some_and(|e| e == "wasm")) {
        optimise(&wasm_opt, program)?;
    }
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

/// The worker reads code and is to be fast; the page is to be small.
fn optimise(wasm_opt: &Path, program: &Path) -> Result<()> {
    let name = program.file_name().unwrap_or_default().to_string_lossy();
    let level = if name.contains("worker") { "-O3" } else { "-Oz" };
    let before = fs::metadata(program)?.len();
    run(Command::new(wasm_opt).arg(level).args(FEATURES).arg(program).arg("-o").arg(program))?;
    println!("{level} {name}: {} to {}", kilobytes(before), kilobytes(fs::metadata(program)?.len()));
    Ok(())
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
