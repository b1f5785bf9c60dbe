//! Times the engine and the page against `unzip -tq` on the same file, in the same run; and comparing against reading.

use crate::browser::Browser;
use crate::build;
use crate::run::{cargo, heading, run};
use crate::tools::STACK_ANALYSER;
use anyhow::{Context, Result};
use std::path::absolute;
use std::process::Command;

/// Compares with another detector, on a folder of trees and a folder of labels for them. It asserts nothing.
pub fn rivals(trees: &str, labels: &str) -> Result<()> {
    let rival = STACK_ANALYSER.path()?;
    heading("build the command line");
    run(&mut cargo(&["build", "--release", "--package", "patchbay"]))?;
    heading(&format!("compare with {} {}", STACK_ANALYSER.package, STACK_ANALYSER.version));
    let mut command = cargo(&["run", "--quiet", "--package", "patchbay-tests", "--bin", "rivals", "--"]);
    for folder in [trees, labels] {
        command.arg(absolute(folder).with_context(|| format!("{folder} has no path"))?);
    }
    run(command.arg(rival))
}

/// Scores and times the reader of audit documents and their verification, on folders of labels, of documents, of further
/// documents and of zipped code. It asserts nothing.
pub fn documents(folders: &[&str]) -> Result<()> {
    heading("read and verify audit documents");
    let example = ["run", "--quiet", "--release", "--package", "patchbay-engine", "--example", "documents", "--"];
    let mut command = cargo(&example);
    for folder in folders {
        command.arg(absolute(folder).with_context(|| format!("{folder} has no path"))?);
    }
    run(&mut command)?;
    heading("how the work grows with a document's size");
    run(&mut cargo(&["run", "--quiet", "--release", "--package", "patchbay-engine", "--example", "growth"]))
}

/// Builds the page, and where there are files the command line for release, then measures with each file, and what needs none. It
/// asserts nothing.
pub fn bench(files: &[&str]) -> Result<()> {
    if files.is_empty() {
        page()?
    } else {
        built()?
    }
    heading("measure");
    let mut command = cargo(&["run", "--quiet", "--package", "patchbay-tests", "--bin", "measure", "--"]);
    if let Some(rival) = STACK_ANALYSER.found()? {
        command.arg("--stack-analyser").arg(rival);
    }
    for file in files {
        command.arg(absolute(file).with_context(|| format!("{file} has no path"))?);
    }
    run(&mut command)?;
    heading("compare two large audits");
    run(&mut cargo(&["bench", "--quiet", "--package", "patchbay-engine", "--bench", "compare"]))
}

/// Builds the page and the command line for release, then measures with repositories that are made for it, each four times as large
/// as the one before, and writes what it finds into the documentation.
pub fn sizes(options: &[&str]) -> Result<()> {
    built()?;
    heading("measure cost against size");
    run(sizes_program().args(options))
}

/// Writes a repository as [`sizes`] makes it.
pub fn made(shape: &str, bytes: &str, file: &str) -> Result<()> {
    run(sizes_program()
        .args(["made", shape, bytes])
        .arg(absolute(file).with_context(|| format!("{file} has no path"))?))
}

fn sizes_program() -> Command {
    cargo(&["run", "--quiet", "--package", "patchbay-tests", "--bin", "sizes", "--"])
}

/// Builds what is measured.
fn built() -> Result<()> {
    page()?;
    heading("build the command line");
    run(&mut cargo(&["build", "--release", "--package", "patchbay"]))
}

fn page() -> Result<()> {
    Browser::find_or_install()?;
    build::build()
}
