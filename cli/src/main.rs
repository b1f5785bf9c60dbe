//! Patchbay on a terminal: `patchbay audit INPUT...` tells what each code base plugs into.
//!
//! Exit status: 0 when all is done; 2 for bad usage or an input that could not be read, with one line on stderr for each that
//! says which and why. The other inputs are done all the same.

use clap::{Parser, Subcommand, ValueEnum};
use patchbay_engine::archive::Folder;
use patchbay_engine::assemble::{Options, Progress, audit_archive, audit_tree};
use patchbay_engine::audit::Audit;
use patchbay_engine::markdown;
use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod date;
mod disk;

/// Tells what a code base plugs into: every outside service, variable, webhook and secret, with evidence.
#[derive(Debug, Parser)]
#[command(name = "patchbay", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Audits code bases.
    Audit(AuditCommand),
}

#[derive(Debug, clap::Args)]
struct AuditCommand {
    /// A zip, a tar.gz or a folder.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// What to write.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// Where to write: a file, or a folder that gets one file for each input. Without it, the terminal.
    #[arg(long, value_name = "FILE|DIR")]
    out: Option<PathBuf>,
    /// The day of the audit. Without it, today's in UTC.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date::parse)]
    date: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Json,
    Md,
}

impl Format {
    fn ending(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::Md => "md",
        }
    }

    fn write(self, audit: &Audit) -> Result<String, String> {
        match self {
            Format::Json => serde_json::to_string_pretty(audit)
                .map(|json| json + "\n")
                .map_err(|e| format!("could not be written as JSON: {e}")),
            Format::Md => Ok(markdown::write(audit)),
        }
    }
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Audit(command) => command.run(),
    }
}

impl AuditCommand {
    fn run(&self) -> ExitCode {
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
                audit(input, &date, &mut note)
                    .and_then(|audit| self.format.write(&audit))
                    .and_then(|text| put(&text, to.as_deref()))
            };
            if let Err(why) = done {
                complain(&format!("{} {why}", input.display()));
                status = ExitCode::from(2);
            }
        }
        status
    }
}

/// Audits one input. The error is a sentence behind its name; `complain` is told what else is left out.
fn audit(input: &Path, date: &str, complain: &mut dyn FnMut(&str)) -> Result<Audit, String> {
    let kind = fs::metadata(input).map_err(|e| not_opened(&e))?;
    // To open a pipe is to wait for whoever writes to it.
    if !kind.is_dir() && !kind.is_file() {
        return Err("is neither a file nor a folder".to_owned());
    }
    let options = Options { date: date.to_owned(), name: name(input) };
    let mut go_on = |_: &Progress| true;
    let audit = if kind.is_dir() {
        let files = disk::files(input, &options.name, complain).map_err(|e| not_opened(&e))?;
        Folder::new(files).and_then(|mut folder| {
            let bytes = folder.bytes();
            let kind = patchbay_engine::archive::Tree::kind(&folder);
            audit_tree(&mut folder, kind, bytes, &options, &mut go_on)
        })
    } else {
        let file = disk::OpenFile::open(input).map_err(|e| not_opened(&e))?;
        audit_archive(Box::new(file), &options, &mut go_on)
    };
    audit.map_err(|e| e.to_string())
}

fn not_opened(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "is not there".to_owned(),
        _ => format!("could not be opened: {error}"),
    }
}

/// Writes to a file, or to the terminal.
fn put(text: &str, to: Option<&Path>) -> Result<(), String> {
    match to {
        Some(to) => fs::write(to, text).map_err(|e| {
            let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir());
            match folder {
                Some(folder) => format!("was read, but there is no folder {} to write to", folder.display()),
                None => format!("was read, but {} was not written: {e}", to.display()),
            }
        }),
        None => match io::stdout().lock().write_all(text.as_bytes()) {
            // Whoever reads has read enough.
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => done.map_err(|e| format!("was read, but its audit was not written: {e}")),
        },
    }
}

/// The last part of an input's path, also of one like `.`.
fn name(input: &Path) -> String {
    let last = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    last(input).or_else(|| last(&fs::canonicalize(input).ok()?)).unwrap_or_else(|| "input".to_owned())
}

/// An input's name without what tells its format: `app-main` of `app-main.zip`.
fn stem(input: &Path) -> String {
    let name = name(input);
    if input.is_dir() {
        return name;
    }
    let lower = name.to_ascii_lowercase();
    let ending = [".tar.gz", ".tgz", ".tar", ".zip"].iter().find(|ending| lower.ends_with(*ending));
    let end = ending.map_or(name.len(), |ending| name.len() - ending.len());
    name.get(..end).filter(|stem| !stem.is_empty()).unwrap_or(&name).to_owned()
}

fn ends_with_slash(path: &Path) -> bool {
    path.as_os_str().to_string_lossy().ends_with(['/', std::path::MAIN_SEPARATOR])
}

/// One line on stderr.
fn complain(line: &str) {
    eprintln!("patchbay: {line}");
}
