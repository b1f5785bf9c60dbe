//! Builds the page into `dist/`: Trunk, then wasm-opt on each WebAssembly program.

use crate::run::{cargo, heading, path_with, run};
use crate::size::{self, kilobytes};
use crate::{dist, root, tools};
use anyhow::Result;
use std::path::Path;
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
    for program in size::files(&dist())?.iter().filter(|path| path.extension().is_some_and(|e| e == "wasm")) {
        optimise(&wasm_opt, program)?;
    }
    size::show(&dist())
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
