//! The build tools, each at one version: found on the search path, else in the cache of this user, else installed there.

use crate::run::{heading, on_path, output, run};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// A program that the build needs, at one version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tool {
    /// The package that holds it.
    pub package: &'static str,
    /// The version of the package.
    pub version: &'static str,
    /// The program.
    pub program: &'static str,
    /// Where it comes from.
    pub origin: Origin,
    /// How the program says that it is this version: the start of what `--version` prints.
    pub says: &'static str,
}

/// Who installs a [`Tool`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// `cargo install`.
    Cargo,
    /// `npm install`.
    Npm,
}

/// Builds the page.
pub const TRUNK: Tool =
    Tool { package: "trunk", version: "0.21.14", program: "trunk", origin: Origin::Cargo, says: "trunk 0.21.14" };

/// Writes the JavaScript around a WebAssembly module. Its version has to be that of the library in `Cargo.lock`.
pub const WASM_BINDGEN: Tool = Tool {
    package: "wasm-bindgen-cli",
    version: "0.2.126",
    program: "wasm-bindgen",
    origin: Origin::Cargo,
    says: "wasm-bindgen 0.2.126",
};

/// The detector that `cargo xtask rivals` compares with. The build does not need it.
pub const STACK_ANALYSER: Tool = Tool {
    package: "@specfy/stack-analyser",
    version: "1.27.3",
    program: "stack-analyser",
    origin: Origin::Npm,
    says: "1.27.3",
};

/// What `cargo xtask lighthouse` runs. The build does not need it.
pub const LIGHTHOUSE: Tool =
    Tool { package: "lighthouse", version: "12.8.2", program: "lighthouse", origin: Origin::Npm, says: "12.8.2" };

/// What holds `Cargo.lock` against known advisories: `cargo xtask advisories`. The build does not need it.
pub const CARGO_AUDIT: Tool = Tool {
    package: "cargo-audit",
    version: "0.22.2",
    program: "cargo-audit",
    origin: Origin::Cargo,
    says: "cargo-audit 0.22.2",
};

/// What looks for barriers on the page, in its tests; its version.
const AXE: &str = "4.14.1";

/// axe-core's script. Installs it first if this machine has it nowhere.
pub fn axe() -> Result<PathBuf> {
    let folder = cache()?.join(format!("axe-core-{AXE}"));
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if !script.is_file() {
        install(&format!("axe-core@{AXE}"), &folder)?;
    }
    if script.is_file() { Ok(script) } else { bail!("axe-core was installed, but {} is not there", script.display()) }
}

/// Installs a package of npm's into a folder of its own.
fn install(package: &str, folder: &Path) -> Result<()> {
    heading(&format!("install {package} into {}", folder.display()));
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let Some(npm) = on_path(&["npm"]) else {
        bail!("{package} comes from npm, which is not here: install Node.js 20 or later and try again");
    };
    let quiet = ["--no-save", "--no-audit", "--no-fund"];
    run(Command::new(npm).args(["install", package]).args(quiet).arg("--prefix").arg(folder))
}

/// Every tool of the build.
pub const TOOLS: [Tool; 2] = [TRUNK, WASM_BINDGEN];

impl Tool {
    /// The program's path. Installs it first if this machine has it nowhere.
    pub fn path(&self) -> Result<PathBuf> {
        if let Some(path) = self.found()? {
            return Ok(path);
        }
        let folder = self.folder()?;
        self.install(&folder)?;
        let path = self.below(&folder);
        if !self.is(&path) {
            bail!("{} was installed, but does not say that it is `{}`", path.display(), self.says.trim());
        }
        Ok(path)
    }

    /// The program's path, if this machine has it.
    pub fn found(&self) -> Result<Option<PathBuf>> {
        let cached = self.below(&self.folder()?);
        Ok(on_path(&[self.program]).into_iter().chain([cached]).find(|path| self.is(path)))
    }

    /// Where it is installed.
    fn folder(&self) -> Result<PathBuf> {
        Ok(cache()?.join(format!("{}-{}", self.package.replace('/', "-"), self.version)))
    }

    fn below(&self, folder: &Path) -> PathBuf {
        match self.origin {
            Origin::Cargo => folder.join("bin").join(format!("{}{}", self.program, env::consts::EXE_SUFFIX)),
            Origin::Npm => {
                let ending = if cfg!(windows) { ".cmd" } else { "" };
                folder.join("node_modules/.bin").join(format!("{}{ending}", self.program))
            }
        }
    }

    fn is(&self, path: &Path) -> bool {
        let said = output(Command::new(path).arg("--version"));
        said.is_some_and(|said| {
            format!("{} ", said.lines().next().unwrap_or_default()).starts_with(self.says.trim_end())
        })
    }

    fn install(&self, folder: &Path) -> Result<()> {
        let package = format!("{}@{}", self.package, self.version);
        if self.origin == Origin::Npm {
            return install(&package, folder);
        }
        heading(&format!("install {package} into {}", folder.display()));
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let target = folder.join("target");
        let mut cargo = Command::new("cargo");
        cargo.args(["install", "--locked", &package, "--root"]).arg(folder).env("CARGO_TARGET_DIR", &target);
        // Outside the project, so that its toolchain file and settings do not reach the tool.
        cargo.current_dir(folder).env_remove("RUSTFLAGS");
        let installed = run(&mut cargo);
        let _ = fs::remove_dir_all(&target);
        installed
    }
}

/// This user's folder for the tools.
fn cache() -> Result<PathBuf> {
    let folder = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        folder("HOME").map(|home| home.join("Library/Caches"))
    } else {
        folder("XDG_CACHE_HOME").or_else(|| folder("HOME").map(|home| home.join(".cache")))
    };
    Ok(base.context("neither a cache folder nor a home folder is set")?.join("patchbay/tools"))
}

/// Makes sure that Rust can compile to WebAssembly.
pub fn wasm_target() -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    let there = || {
        let asked = output(
            Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).current_dir(crate::root()),
        );
        asked.is_some_and(|folder| Path::new(folder.trim()).is_dir())
    };
    if there() {
        return Ok(());
    }
    if on_path(&["rustup"]).is_none() {
        bail!("this Rust has no target {TARGET}, and rustup is not here to add it: install that target");
    }
    heading(&format!("rustup target add {TARGET}"));
    run(Command::new("rustup").args(["target", "add", TARGET]).current_dir(crate::root()))
}

/// Finds or installs each tool and prints its path.
pub fn show() -> Result<()> {
    wasm_target()?;
    for tool in TOOLS {
        let path = tool.path()?;
        println!("{} {}: {}", tool.program, tool.version, path.display());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wasm_bindgen_tool_is_the_version_of_the_library() {
        let lock = fs::read_to_string(crate::root().join("Cargo.lock")).unwrap();
        let (_, entry) = lock.split_once("name = \"wasm-bindgen\"\n").expect("Cargo.lock names wasm-bindgen");
        assert_eq!(entry.lines().next(), Some(format!("version = \"{}\"", WASM_BINDGEN.version).as_str()));
    }

    #[test]
    fn a_tool_says_its_own_version() {
        for tool in TOOLS.into_iter().chain([CARGO_AUDIT]) {
            let major = tool.version.split('.').next().unwrap();
            assert!(tool.says.starts_with(tool.program) && tool.says.contains(major), "{}", tool.says);
        }
    }
}
