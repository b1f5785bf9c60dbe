//! `patchbay audit`: code bases and audit documents, each as one audit.

use crate::input;
use crate::output::{complain, put};
use crate::{date, input::stem};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use patchbay_engine::audit::Audit;
use patchbay_engine::export::Format;
use std::collections::BTreeSet;
use std::fs;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
pub struct AuditCommand {
    /// A zip, a tar.gz, a folder, an audit document (.md), an audit (.json) or a share link.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// What to write.
    #[arg(long, value_name = "FORMAT", default_value = "json", value_parser = formats())]
    format: Format,
    /// Where to write: a file, or a folder that gets one file for each input. Without it, the terminal.
    #[arg(long, value_name = "FILE|DIR")]
    out: Option<PathBuf>,
    /// The day of the audit. Without it, today's in UTC.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date::parse)]
    date: Option<String>,
}

impl AuditCommand {
    /// Audits every input.
    pub fn run(&self) -> ExitCode {
        let date = self.date.clone().unwrap_or_else(date::today);
        let one = self.inputs.len() == 1;
        if !one && self.out.is_none() {
            complain("several inputs need --out DIR");
            return ExitCode::from(2);
        }
        // A folder gets a file for each input; one input may name the file itself.
        let folder = self.out.as_deref().filter(|out| !one || out.is_dir() || ends_with_slash(out));
        if let Some(file) = folder.filter(|folder| folder.is_file()) {
            complain(&format!("{} is a file, and several inputs need --out DIR", file.display()));
            return ExitCode::from(2);
        }
        if let Some(Err(e)) = folder.map(fs::create_dir_all) {
            complain(&format!("{} cannot be written to: {e}", self.out.as_deref().unwrap_or(Path::new("")).display()));
            return ExitCode::from(2);
        }
        let mut written = BTreeSet::new();
        let mut status = ExitCode::SUCCESS;
        for input in &self.inputs {
            let mut note = |line: &str| {
                complain(line);
                status = ExitCode::from(2);
            };
            let to = match folder {
                Some(folder) => Some(folder.join(format!("{}.{}", stem(input), self.format.ending()))),
                None => self.out.clone(),
            };
            let done = if to.as_ref().is_some_and(|to| !written.insert(to.clone())) {
                Err("has the name of an input before it, whose audit it would overwrite".to_owned())
            } else {
                audit(input, &date, &mut note).and_then(|audit| put(&self.format.write(&audit), to.as_deref()))
            };
            if let Err(why) = done {
                complain(&format!("{} {why}", input::shown(input)));
                status = ExitCode::from(2);
            }
        }
        status
    }
}

/// The audit of one input. The error is a sentence behind its name; `complain` is told what else is left out.
fn audit(input: &Path, date: &str, complain: &mut dyn FnMut(&str)) -> Result<Audit, String> {
    let mut audits = input::audits(input, date, complain)?;
    match (audits.pop(), audits.len()) {
        (Some(audit), 0) => Ok(audit),
        (_, others) => Err(format!("holds {} audits side by side: give it to `patchbay compare`", others + 1)),
    }
}

/// Takes the words of the formats.
fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::word))
        .try_map(|word| Format::from_word(&word).ok_or("there is no such format"))
}

fn ends_with_slash(path: &Path) -> bool {
    path.as_os_str().to_string_lossy().ends_with(['/', MAIN_SEPARATOR])
}
