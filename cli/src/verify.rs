//! `patchbay verify`: an audit document held against the code.

use crate::input::{self, Kind};
use crate::output::{complain, put};
use clap::ValueEnum;
use patchbay_engine::assemble::Options;
use patchbay_engine::audit::Audit;
use patchbay_engine::verify::{self, Drift, Verdict};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
#[command(override_usage = "patchbay verify [OPTIONS] [DOC] <INPUT>")]
pub struct VerifyCommand {
    /// An audit document (.md, or an audit of one as .json), and the code: a zip, a tar.gz or a folder. Without a document, the
    /// one that the code carries.
    #[arg(required = true, num_args = 1..=2, value_name = "DOC> <INPUT")]
    inputs: Vec<PathBuf>,
    /// What to write.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// The file to write to. Without it, the terminal.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Exit with status 1 where a claim is contradicted or not found.
    #[arg(long)]
    exit_code: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Json,
    Md,
}

impl Format {
    fn write(self, drift: &Drift) -> Result<String, String> {
        match self {
            Format::Json => serde_json::to_string_pretty(drift)
                .map(|json| json + "\n")
                .map_err(|e| format!("could not be written as JSON: {e}")),
            Format::Md => Ok(verify::write(drift)),
        }
    }
}

impl VerifyCommand {
    /// Holds the document against the code.
    pub fn run(&self) -> ExitCode {
        let done = match self.inputs.as_slice() {
            [document, code] => self.both(document, code),
            [code] => self.inside(code),
            _ => Err("give an audit document and the code".to_owned()),
        };
        let drift = match done {
            Ok(drift) => drift,
            Err(why) => {
                complain(&why);
                return ExitCode::from(2);
            }
        };
        let written = self.format.write(&drift).and_then(|text| put(&text, self.out.as_deref()));
        if let Err(why) = written {
            complain(&format!("{} {why}", self.inputs.last().map_or(Path::new(""), PathBuf::as_path).display()));
            return ExitCode::from(2);
        }
        let differs =
            drift.claims.iter().any(|claim| matches!(claim.verdict, Verdict::Contradicted | Verdict::NotFound));
        ExitCode::from(u8::from(self.exit_code && differs))
    }

    fn both(&self, document: &Path, code: &Path) -> Result<Drift, String> {
        let of = |path: &Path, why: String| format!("{} {why}", path.display());
        let read = |kind| match kind {
            Kind::Document => input::document(document, ""),
            Kind::Audit => input::audit(document),
            Kind::Link => Err("holds no document, since links leave its text out. Give the document itself".to_owned()),
            Kind::Folder | Kind::Archive => {
                Err("is no audit document. Give a .md, or an audit of one as .json".to_owned())
            }
        };
        let audit = input::kind(document).and_then(read).map_err(|why| of(document, why))?;
        if audit.document.is_none() {
            return Err(of(document, "is an audit of code, which claims nothing".to_owned()));
        }
        let mut tree = open(code)?;
        drift(&audit, &mut tree, code)
    }

    fn inside(&self, code: &Path) -> Result<Drift, String> {
        let of = |why: String| format!("{} {why}", code.display());
        let mut tree = open(code)?;
        let documents = tree.documents().map_err(of)?;
        let Some(carried) = documents.first() else {
            return Err(of(
                "carries no audit document, no file INTEGRATIONS.md. Give one: patchbay verify DOC INPUT".to_owned()
            ));
        };
        let path = &carried.path;
        let audit = input::parse(carried.text.as_bytes(), path, "")
            .map_err(|why| of(format!("carries {path}, which {why}")))?;
        if documents.len() > 1 {
            complain(&of(format!("carries {} audit documents; {path} is verified", documents.len())));
        }
        drift(&audit, &mut tree, code)
    }
}

fn open(code: &Path) -> Result<input::Opened, String> {
    let opened = input::kind(code).and_then(|kind| match kind {
        Kind::Folder | Kind::Archive => input::tree(code, kind, &mut |line| complain(line)),
        Kind::Document => Err("is a document. The code to hold it against is missing".to_owned()),
        Kind::Audit | Kind::Link => {
            Err("is an audit, which keeps too little of the code. Give the code itself".to_owned())
        }
    });
    opened.map_err(|why| format!("{} {why}", code.display()))
}

fn drift(document: &Audit, tree: &mut input::Opened, code: &Path) -> Result<Drift, String> {
    let options = Options { date: String::new(), name: input::name(code) };
    let read = tree.read(&options, &verify::watch(document)).map_err(|why| format!("{} {why}", code.display()))?;
    Ok(verify::verify(document, &read))
}
