//! `patchbay compare`: two audits side by side by meaning, or any number as a matrix.

use crate::input;
use crate::output::{complain, put};
use clap::ValueEnum;
use patchbay_engine::audit::Audit;
use patchbay_engine::compare::{self, matrix};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
#[command(override_usage = "patchbay compare [OPTIONS] <A> <B> [MORE]...\n       patchbay compare [OPTIONS] <LINK>")]
pub struct CompareCommand {
    /// What to compare, each a zip, a tar.gz, a folder, an audit document (.md), an audit (.json) or a share link, whose
    /// audits count each. Two are compared in full; more give a matrix of services.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// What to write. As csv, two inputs give a matrix, too.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// The file to write to. Without it, the terminal.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Exit with status 1 where anything differs.
    #[arg(long)]
    exit_code: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Json,
    Md,
    Csv,
}

impl CompareCommand {
    /// Compares.
    pub fn run(&self) -> ExitCode {
        // No day is given, since none of today's is a difference.
        let Some(audits) = input::all(&self.inputs, "", &mut |line| complain(line)) else { return ExitCode::from(2) };
        if audits.len() < 2 {
            complain("one audit alone cannot be compared: name another");
            return ExitCode::from(2);
        }
        let done = self.compared(&audits).and_then(|(text, differs)| {
            put(&text, self.out.as_deref()).map(|()| ExitCode::from(u8::from(self.exit_code && differs)))
        });
        done.unwrap_or_else(|why| {
            complain(&format!("the comparison {why}"));
            ExitCode::from(2)
        })
    }

    /// What to write, and whether anything differs.
    fn compared(&self, audits: &[Audit]) -> Result<(String, bool), String> {
        if let ([a, b], Format::Json | Format::Md) = (audits, self.format) {
            let comparison = compare::compare(a, b);
            let text = match self.format {
                Format::Md => compare::write(&comparison, a, b),
                _ => json(&comparison)?,
            };
            return Ok((text, comparison.differs()));
        }
        let matrix = matrix::matrix(&audits.iter().collect::<Vec<_>>());
        let text = match self.format {
            Format::Json => json(&matrix)?,
            Format::Md => matrix::write(&matrix),
            Format::Csv => matrix::csv(&matrix),
        };
        Ok((text, matrix.differs()))
    }
}

fn json(value: &impl serde::Serialize) -> Result<String, String> {
    serde_json::to_string_pretty(value)
        .map(|json| json + "\n")
        .map_err(|e| format!("could not be written as JSON: {e}"))
}
