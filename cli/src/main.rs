//! Patchbay on a terminal: `patchbay audit INPUT...` tells what each code base plugs into, `patchbay compare A B` what differs
//! between two, `patchbay verify DOC INPUT` what an audit document gets wrong.
//!
//! Exit status: 0 when all is done; 1 where `compare` or `verify` found differences and was told to say so with its status; 2 for bad usage
//! or an input that could not be read, with one line on stderr for each that says which and why.

use clap::{Parser, Subcommand};
use std::process::ExitCode;

mod audit;
mod catalog;
mod compare;
mod date;
mod disk;
mod input;
mod link;
mod output;
mod verify;

/// Tells what a code base plugs into: every outside service, variable, webhook and secret, with evidence.
#[derive(Debug, Parser)]
#[command(name = "patchbay", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Audits code bases, and reads audit documents.
    Audit(audit::AuditCommand),
    /// Compares audits: what is added, removed and changed.
    Compare(compare::CompareCommand),
    /// Holds an audit document against the code.
    Verify(verify::VerifyCommand),
    /// Makes a share link of an audit, a comparison or a matrix.
    Link(link::LinkCommand),
    /// Lists the services that the catalog knows, or explains one.
    Catalog {
        /// A service's id, name or alias.
        name: Option<String>,
    },
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Audit(command) => command.run(),
        Command::Compare(command) => command.run(),
        Command::Verify(command) => command.run(),
        Command::Link(command) => command.run(),
        Command::Catalog { name } => match name.map_or_else(|| Ok(catalog::list()), |name| catalog::explain(&name)) {
            Ok(text) => match output::put(&text, None) {
                Ok(()) => ExitCode::SUCCESS,
                Err(why) => {
                    output::complain(&format!("the catalog {why}"));
                    ExitCode::from(2)
                }
            },
            Err(why) => {
                output::complain(&why);
                ExitCode::from(2)
            }
        },
    }
}
