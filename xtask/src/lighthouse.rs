//! What Lighthouse says of the built page, as a host would send it.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::browser::Browser;
use crate::run::{heading, line};
use crate::site::Site;
use crate::size::{files, gzipped};
use crate::tools::LIGHTHOUSE;
use crate::{build, dist, root};

/// How often each is asked for. Speed differs from run to run, and the least counts.
const RUNS: usize = 5;

/// The least mark that is good enough, of 100.
const LEAST: u32 = 98;

const CATEGORIES: [&str; 3] = ["performance", "accessibility", "best-practices"];

/// What is told beside the marks.
const FIGURES: [&str; 3] = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time"];

/// What Chromium is started with, also as root.
const FLAGS: &str = "--headless=new --no-sandbox --disable-gpu --disable-background-networking \
--disable-component-update --disable-sync --no-first-run";

/// Builds the page and asks for its marks. One below [`LEAST`] is an error.
pub fn lighthouse() -> Result<()> {
    let browser = Browser::find_or_install()?;
    let program = LIGHTHOUSE.path()?;
    build::build()?;
    let folder = packed()?;
    let site = Site::open(&folder, "/", 0)?;
    let mut least = 100;
    for (name, preset) in [("desktop", Some("--preset=desktop")), ("telephone", None)] {
        heading(&format!("Lighthouse {}, {name}", LIGHTHOUSE.version));
        println!("  {}  {}", CATEGORIES.join("  "), FIGURES.join("  "));
        for _ in 0..RUNS {
            let (marks, figures) = ask(&program, &browser.chromium, &site.url(), preset)?;
            least = marks.iter().copied().fold(least, u32::min);
            let marks = marks.iter().zip(CATEGORIES).map(|(mark, category)| format!("{mark:>0$}", category.len()));
            let figures = figures.iter().zip(FIGURES).map(|(said, figure)| format!("{said:>0$}", figure.len()));
            println!("  {}", marks.chain(figures).collect::<Vec<_>>().join("  "));
        }
    }
    if least < LEAST {
        bail!("a mark of {least}: {LEAST} is the least. On a machine that does something else beside it, ask again");
    }
    Ok(())
}

/// A folder in `target/` that holds the page and each of its files gzipped beside it, as hosts keep them.
fn packed() -> Result<PathBuf> {
    let folder = root().join("target/lighthouse");
    if folder.exists() {
        fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    }
    for file in files(&dist())? {
        let to = folder.join(file.strip_prefix(dist())?);
        let bytes = fs::read(&file).with_context(|| format!("{} cannot be read", file.display()))?;
        fs::create_dir_all(to.parent().unwrap_or(&folder))?;
        fs::write(&to, &bytes)?;
        fs::write(to.with_added_extension("gz"), gzipped(&bytes)?)?;
    }
    Ok(folder)
}

/// The marks of one run, of 100, and its figures in words.
fn ask(program: &Path, chromium: &Path, url: &str, preset: Option<&str>) -> Result<(Vec<u32>, Vec<String>)> {
    let mut command = Command::new(program);
    command.arg(url).args(preset).args(["--quiet", "--no-enable-error-reporting", "--output=json"]);
    command.arg(format!("--only-categories={}", CATEGORIES.join(","))).arg(format!("--chrome-flags={FLAGS}"));
    let ran = command.env("CHROME_PATH", chromium).output();
    let ran = ran.with_context(|| format!("`{}` could not be started", line(&command)))?;
    if !ran.status.success() {
        bail!("`{}` failed: {}", line(&command), String::from_utf8_lossy(&ran.stderr));
    }
    let said: Value = serde_json::from_slice(&ran.stdout).context("Lighthouse's answer is no JSON")?;
    let mark =
        |category: &str| said["categories"][category]["score"].as_f64().map(|score| (score * 100.0).round() as u32);
    let marks: Option<Vec<u32>> = CATEGORIES.into_iter().map(mark).collect();
    let figure = |name: &str| said["audits"][name]["displayValue"].as_str().unwrap_or_default().replace('\u{a0}', " ");
    Ok((marks.context("Lighthouse gave no mark: did the page load?")?, FIGURES.into_iter().map(figure).collect()))
}
