//! Holds the exports of any audits against the published schemas: `exports [--out DIR] INPUT...`, where an input is a zip, a
//! tar.gz or an audit document. Writes them into the folder, if there is one.

#![allow(clippy::print_stdout)]

use patchbay_engine::archive;
use patchbay_engine::assemble::{Options, audit_tree};
use patchbay_engine::audit::Audit;
use patchbay_engine::export::Format;
use patchbay_engine::markdown;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "../tests/valid/mod.rs"]
mod valid;

fn audit(input: &Path) -> Result<Audit, Box<dyn Error>> {
    let name = input.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = fs::read(input)?;
    let date = "2026-02-12".to_owned();
    if name.ends_with(".md") {
        return Ok(markdown::read(&bytes, &markdown::Options { name, date })?);
    }
    let mut tree = archive::open(Box::new(bytes.as_slice()))?;
    let kind = tree.kind();
    Ok(audit_tree(tree.as_mut(), kind, bytes.len() as u64, &Options { date, name }, &mut |_| true)?)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut inputs: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let to_folder = inputs.first().is_some_and(|first| first == Path::new("--out"));
    let folder = to_folder.then(|| inputs.drain(..2.min(inputs.len())).next_back()).flatten();
    for input in &inputs {
        let audit = audit(input).map_err(|error| format!("{} {error}", input.display()))?;
        let name = input.file_name().unwrap_or_default().to_string_lossy();
        valid::check(&name, &audit);
        for format in Format::ALL {
            let text = format.write(&audit);
            if let Some(folder) = &folder {
                fs::write(folder.join(format!("{name}.{}", format.ending())), text)?;
            }
        }
    }
    println!("{} audits, each valid in every format", inputs.len());
    Ok(())
}
