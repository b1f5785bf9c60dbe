//! `patchbay link`: the share link of an audit, of a comparison, or of a matrix.

use crate::output::{complain, put};
use crate::{date, input};
use patchbay_engine::limits::LINK_OFFERED;
use patchbay_engine::share::{self, Keep};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug, clap::Args)]
pub struct LinkCommand {
    /// What to share, each a zip, a tar.gz, a folder, an audit document (.md), an audit (.json) or another link. One is an audit,
    /// two are a comparison, more a matrix.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    /// Where the page is, such as <https://example.github.io/patchbay/>. Without it, only the fragment is written.
    #[arg(long, value_name = "URL", value_parser = base)]
    base: Option<String>,
    /// Have the link carry the files and lines where things stand.
    #[arg(long)]
    places: bool,
    /// Have it carry the lines of code of those places, too.
    #[arg(long, requires = "places")]
    excerpts: bool,
    /// The day of the audits. Without it, today's in UTC.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date::parse)]
    date: Option<String>,
}

impl LinkCommand {
    /// Writes the link.
    pub fn run(&self) -> ExitCode {
        let date = self.date.clone().unwrap_or_else(date::today);
        let Some(audits) = input::all(&self.inputs, &date, &mut |line| complain(line)) else {
            return ExitCode::from(2);
        };
        let link = match share::encode(&audits, Keep { places: self.places, excerpts: self.excerpts }) {
            Ok(link) => link,
            Err(why) => {
                complain(&format!("the link {why}"));
                return ExitCode::from(2);
            }
        };
        let text = format!("{}#{}{}", self.base.as_deref().unwrap_or_default(), share::KEY, link.text);
        if text.len() > LINK_OFFERED {
            complain(&format!(
                "the link has {} characters, and many programs cut links of more than {LINK_OFFERED}: a file is safer",
                text.len()
            ));
        }
        match put(&(text + "\n"), None) {
            Ok(()) => ExitCode::SUCCESS,
            Err(why) => {
                complain(&format!("the link {why}"));
                ExitCode::from(2)
            }
        }
    }
}

/// Takes the address of a page.
fn base(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !text.contains(['#', ' ']) => Ok(text.to_owned()),
        Some(_) => Err("it is to have a host, no `#` and no space".to_owned()),
        None => Err("it is to begin with https:// or http://".to_owned()),
    }
}
