//! Builds the page into `dist/` with Trunk, and what Trunk knows nothing of: versions, the sample, the files to keep offline.

use crate::run::{cargo, heading, path_with, run};
use crate::size::{self, kilobytes};
use crate::{dist, reproduce, root, split, tools};
use anyhow::{Context, Result, bail};
use flate2::Crc;
use sha2::{Digest, Sha256};
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Command;
use std::{env, fs};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

/// Builds the page into `dist/`, for any path of any static host.
pub fn build() -> Result<()> {
    tools::wasm_target()?;
    let trunk = tools::TRUNK.path()?;
    let wasm_bindgen = tools::WASM_BINDGEN.path()?;

    heading("build the page");
    // Trunk.toml has Cargo work offline.
    run(&mut cargo(&["fetch", "--locked", "--target", "wasm32-unknown-unknown"]))?;
    let folders: Vec<_> = [&trunk, &wasm_bindgen].iter().filter_map(|p| p.parent().map(Path::to_path_buf)).collect();
    let mut command = Command::new(&trunk);
    // Trunk.toml says the rest.
    command.args(["build", "--release"]).current_dir(root());
    command.env("PATH", path_with(&folders)?).env("TRUNK_SKIP_VERSION_CHECK", "true");
    command.envs(reproduce::remapped());
    if env::var_os("NO_COLOR").is_some() {
        // Trunk takes no other value than `true` and `false`.
        command.env("NO_COLOR", "true");
    }
    run(&mut command)?;

    split::split(&dist())?;
    sign(&dist())?;
    samples(&dist())?;
    keep_offline(&dist())?;
    size::show(&dist())
}

/// Writes into the page which version it is, and the digest of each program.
fn sign(dist: &Path) -> Result<()> {
    let page = dist.join("index.html");
    let mut words = vec![env!("CARGO_PKG_VERSION").to_owned()];
    for program in size::files(dist)?.iter().filter(|path| path.extension().is_some_and(|e| e == "wasm")) {
        let name = program.file_name().unwrap_or_default().to_string_lossy();
        let part = ["worker", "reader", "clerk", "rest"].into_iter().find(|part| name.contains(part)).unwrap_or("page");
        words.push(format!("{part} {}", digest(program)?));
    }
    let empty = "name=\"patchbay-version\" content=\"\"";
    let text = fs::read_to_string(&page).with_context(|| format!("{} cannot be read", page.display()))?;
    if !text.contains(empty) {
        bail!("{} has no place for the version", page.display());
    }
    let filled = text.replacen(empty, &format!("name=\"patchbay-version\" content=\"{}\"", words.join(" ")), 1);
    fs::write(&page, filled).with_context(|| format!("{} cannot be written", page.display()))
}

/// The SHA-256 of a file, in hexadecimal.
pub fn digest(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Packs each folder of `samples/` as a zip, as a code host would: what "Try a sample" opens.
fn samples(dist: &Path) -> Result<()> {
    heading("samples");
    let from = root().join("samples");
    let to = dist.join("samples");
    fs::create_dir_all(&to).with_context(|| format!("{} cannot be made", to.display()))?;
    for entry in fs::read_dir(&from).with_context(|| format!("{} cannot be listed", from.display()))? {
        let folder = entry?.path();
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if folder.is_dir() {
            let zip = zipped(&folder, &from)?;
            println!("{name}: {}", kilobytes(zip.len() as u64));
            fs::write(to.join(format!("{name}.zip")), zip)?;
        }
    }
    Ok(())
}

/// A folder as a zip, its paths from `top` on. The same files give the same bytes.
fn zipped(folder: &Path, top: &Path) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for path in size::files(folder)? {
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
        zip.start_file(path.strip_prefix(top)?.to_string_lossy().replace('\\', "/"), options)?;
        zip.write_all(&fs::read(&path)?)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Tells the service worker which files there are, and a version that changes when any of them does.
fn keep_offline(dist: &Path) -> Result<()> {
    heading("service worker");
    let worker = dist.join("sw.js");
    let mut names = Vec::new();
    let mut crc = Crc::new();
    for path in size::files(dist)?.into_iter().filter(|path| *path != worker) {
        let name = path.strip_prefix(dist)?.to_string_lossy().replace('\\', "/");
        crc.update(name.as_bytes());
        crc.update(&fs::read(&path)?);
        // The page's own address, without a file's name, is what browsers ask for.
        names.push(format!("\"./{}\"", if name == "index.html" { "" } else { &name }));
    }
    let version = format!("{}-{:08x}", env!("CARGO_PKG_VERSION"), crc.sum());
    let text = fs::read_to_string(&worker).with_context(|| format!("{} cannot be read", worker.display()))?;
    let filled = fill(&text, "VERSION", &format!("\"{version}\""))?;
    let filled = fill(&filled, "FILES", &format!("[{}]", names.join(", ")))?;
    // The worker itself is part of its version.
    fs::write(&worker, filled)?;
    println!("version {version}, {} files", names.len());
    Ok(())
}

/// Puts a value in the place of a constant's empty one.
fn fill(text: &str, name: &str, value: &str) -> Result<String> {
    for empty in ["\"\"", "[]"] {
        let line = format!("const {name} = {empty};");
        if text.contains(&line) {
            return Ok(text.replacen(&line, &format!("const {name} = {value};"), 1));
        }
    }
    bail!("the service worker has no empty constant {name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sample_is_packed_below_its_own_name() {
        let from = root().join("samples");
        let zip = zipped(&from.join("tidewater-tea"), &from).unwrap();
        let archive = zip::ZipArchive::new(Cursor::new(&zip)).unwrap();
        assert!(archive.file_names().flatten().all(|name| name.starts_with("tidewater-tea/")));
        assert!(archive.file_names().flatten().any(|name| name == "tidewater-tea/.planning/codebase/INTEGRATIONS.md"));
        assert!(zip.len() < 40_000, "every visitor loads it");
        assert_eq!(zip, zipped(&from.join("tidewater-tea"), &from).unwrap());
    }

    #[test]
    fn the_service_worker_takes_its_files_and_version() {
        let text = fs::read_to_string(root().join("www/sw.js")).unwrap();
        let filled = fill(&fill(&text, "VERSION", "\"1\"").unwrap(), "FILES", "[\"./\"]").unwrap();
        assert!(filled.contains("const VERSION = \"1\";") && filled.contains("const FILES = [\"./\"];"));
        assert!(fill(&filled, "FILES", "[]").is_err(), "filled already");
    }
}
