//! Everything that has to hold, in order, until the first thing that does not.

use crate::browser::Browser;
use crate::run::{cargo, heading, line, run};
use crate::{build, dist, size, tools};
use anyhow::Result;
use std::process::Command;

/// Runs every check. Cargo's own closing line of the last tests is the last thing printed.
pub fn test() -> Result<()> {
    step(cargo(&["fmt", "--all", "--check"]))?;

    tools::wasm_target()?;
    let deny = ["--", "--deny", "warnings"];
    step(with(cargo(&["clippy", "--workspace", "--all-targets", "--features", "patchbay-engine/schema"]), &deny))?;
    let wasm =
        ["clippy", "--target", "wasm32-unknown-unknown", "--package", "patchbay-page", "--package", "patchbay-engine"];
    step(with(cargo(&wasm), &deny))?;

    let native = ["test", "--workspace", "--exclude", "patchbay-tests", "--features", "patchbay-engine/schema"];
    step(cargo(&native))?;

    let runner = tools::WASM_BINDGEN.path()?.with_file_name("wasm-bindgen-test-runner");
    let mut wasm = cargo(&["test", "--target", "wasm32-unknown-unknown", "--package", "patchbay-wasm-tests"]);
    wasm.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    step(wasm)?;

    let browser = Browser::find_or_install()?;
    build::build()?;
    size::check(&dist())?;
    // The tests compare the page with the command line, and would each wait for its build.
    step(cargo(&["build", "--package", "patchbay"]))?;
    println!("Chromium: {}", browser.chromium.display());
    step(cargo(&["test", "--package", "patchbay-tests"]))
}

fn with(mut command: Command, arguments: &[&str]) -> Command {
    command.args(arguments);
    command
}

fn step(mut command: Command) -> Result<()> {
    heading(&line(&command));
    run(&mut command)
}
