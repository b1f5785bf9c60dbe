//! Chromium and its driver, in which the page is tested and measured.

use crate::run::{heading, on_path, output, run};
use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const DRIVER: [&str; 2] = ["chromedriver", "chromium.chromedriver"];

/// The browser and its driver.
#[derive(Debug, Clone)]
pub struct Browser {
    /// Chromium or Chrome.
    pub chromium: PathBuf,
    /// The driver of the same version.
    pub driver: PathBuf,
}

impl Browser {
    /// The one on the search path.
    pub fn find() -> Option<Browser> {
        Some(Browser { chromium: on_path(&CHROMIUM)?, driver: on_path(&DRIVER)? })
    }

    /// The one on the search path; on Debian and its kin, root has it installed first where it is missing.
    pub fn find_or_install() -> Result<Browser> {
        if let Some(browser) = Browser::find() {
            return Ok(browser);
        }
        let root = output(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
        let debian = Path::new("/etc/debian_version").exists() && on_path(&["apt-get"]).is_some();
        if root && debian {
            heading("install chromium and chromium-driver");
            run(Command::new("apt-get").arg("update"))?;
            run(Command::new("apt-get")
                .args(["install", "--yes", "--no-install-recommends", "chromium", "chromium-driver"])
                .env("DEBIAN_FRONTEND", "noninteractive"))?;
        }
        match Browser::find() {
            Some(browser) => Ok(browser),
            None if debian => bail!(
                "the page is tested in Chromium: run `apt-get install chromium chromium-driver` as root, then this again"
            ),
            None => bail!(
                "the page is tested in Chromium: install Chromium or Chrome and the chromedriver of the same version, both on the search path, then run this again"
            ),
        }
    }
}
