//! Writes what fuzzing begins with into `fuzz/corpus/`, a folder for each target.

#[allow(dead_code)]
#[path = "../tests/targets/mod.rs"]
mod targets;

#[path = "../tests/targets/seeds.rs"]
mod seeds;

use std::path::Path;
use std::{fs, io};

fn main() -> io::Result<()> {
    for target in ["archive", "readers", "assemble", "document", "verify", "saved", "link"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus").join(target);
        fs::create_dir_all(&folder)?;
        for (number, seed) in seeds::of(target).iter().enumerate() {
            fs::write(folder.join(format!("seed-{number:03}")), seed)?;
        }
    }
    Ok(())
}
