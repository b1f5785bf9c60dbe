//! What the built page weighs when it is sent, and what it may weigh.

use crate::run::heading;
use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Most that a part of the page may weigh, gzipped as a host sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// What the part is called in the table.
    pub part: &'static str,
    /// How the names of its files begin, and how they end.
    pub files: (&'static str, &'static str),
    /// Bytes.
    pub most: u64,
}

/// The budgets. The page's program is what the first screen waits for; the rest of it comes behind ([`crate::split`]). The reader
/// looks nothing up in the catalog: a single call would bring 200 kB of it.
pub const BUDGETS: [Budget; 5] = [
    Budget { part: "page program", files: ("patchbay-page", "_bg.wasm"), most: 300_000 },
    Budget { part: "rest of the page", files: ("patchbay-page", "_rest.wasm"), most: 220_000 },
    Budget { part: "worker program", files: ("patchbay-worker", ".wasm"), most: 900_000 },
    Budget { part: "reader program", files: ("patchbay-reader", ".wasm"), most: 650_000 },
    Budget { part: "clerk program", files: ("patchbay-clerk", ".wasm"), most: 900_000 },
];

impl Budget {
    fn covers(&self, name: &str) -> bool {
        name.starts_with(self.files.0) && name.ends_with(self.files.1)
    }
}

/// A file of the page.
struct Weight {
    name: String,
    bytes: u64,
    zipped: u64,
}

/// Prints what every file in `dist` weighs, and each budget with what is left of it.
pub fn show(dist: &Path) -> Result<()> {
    heading("dist/");
    let files = weigh(dist)?;
    for file in &files {
        println!("{:>12} {:>12} gzipped  {}", kilobytes(file.bytes), kilobytes(file.zipped), file.name);
    }
    let all = |of: fn(&Weight) -> u64| kilobytes(files.iter().map(of).sum());
    println!("{:>12} {:>12} gzipped  in all", all(|file| file.bytes), all(|file| file.zipped));
    heading("size budgets, gzipped");
    for budget in BUDGETS {
        let weight = of(&files, &budget)?;
        let state = if weight > budget.most { "TOO MUCH" } else { "" };
        println!("{:>12} of {:>10}  {} {state}", kilobytes(weight), kilobytes(budget.most), budget.part);
    }
    Ok(())
}

/// Fails where a part weighs more than its budget.
pub fn check(dist: &Path) -> Result<()> {
    let files = weigh(dist)?;
    for budget in BUDGETS {
        let weight = of(&files, &budget)?;
        if weight > budget.most {
            bail!(
                "the {} weighs {} gzipped, {} more than its budget of {}",
                budget.part,
                kilobytes(weight),
                kilobytes(weight - budget.most),
                kilobytes(budget.most),
            );
        }
    }
    Ok(())
}

fn of(files: &[Weight], budget: &Budget) -> Result<u64> {
    let own: Vec<_> = files.iter().filter(|file| budget.covers(&file.name)).collect();
    if own.is_empty() {
        bail!("dist/ holds no {} ({}….{})", budget.part, budget.files.0, budget.files.1);
    }
    Ok(own.iter().map(|file| file.zipped).sum())
}

fn weigh(dist: &Path) -> Result<Vec<Weight>> {
    let weigh = |path: PathBuf| {
        let bytes = fs::read(&path)?;
        let zipped = gzipped(&bytes)?.len() as u64;
        Ok(Weight { name: path.strip_prefix(dist)?.display().to_string(), bytes: bytes.len() as u64, zipped })
    };
    files(dist)?.into_iter().map(weigh).collect()
}

/// As a host sends it.
pub fn gzipped(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

/// Every file in a folder and below it, sorted.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be listed", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() { out.extend(files(&path)?) } else { out.push(path) }
    }
    out.sort();
    Ok(out)
}

/// Bytes, for people.
pub fn kilobytes(bytes: u64) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_weighed_against_its_budget() {
        let dist = std::env::temp_dir().join(format!("patchbay-size-{}", std::process::id()));
        fs::create_dir_all(dist.join("deeper")).unwrap();
        // Noise does not zip.
        let mut state = 1_u32;
        let mut noise = |length: usize| -> Vec<u8> {
            let next = || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            };
            std::iter::repeat_with(next).take(length).collect()
        };
        let mut write = |name: &str, length: usize| fs::write(dist.join(name), noise(length)).unwrap();
        write("patchbay-page-0a_bg.wasm", 1000);
        write("patchbay-page_rest.wasm", 1000);
        assert!(check(&dist).unwrap_err().to_string().contains("no worker program"));
        write("patchbay-worker-0a_bg.wasm", 800_000);
        write("patchbay-reader_bg.wasm", 600_000);
        write("patchbay-clerk_bg.wasm", 800_000);
        write("deeper/patchbay-worker-picture.wasm.png", 999_999);
        assert!(check(&dist).is_ok());
        write("patchbay-worker-0a_bg.wasm", 1_500_000);
        assert!(check(&dist).unwrap_err().to_string().contains("worker program weighs 1500"));
        fs::remove_dir_all(&dist).unwrap();
    }
}
