//! The small code bases in `tests/fixtures/trees/`, read as folders.

use patchbay_engine::archive::{Bytes, Folder};
use patchbay_engine::assemble::{Options, audit_tree};
use patchbay_engine::audit::{Audit, SourceKind};
use std::fs;
use std::path::{Path, PathBuf};

/// Every tree's folder.
pub fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/trees");
    let mut cases: Vec<_> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

/// The audit of one.
#[allow(dead_code, reason = "shared by tests of which not all want it")]
pub fn audit(case: &Path) -> Audit {
    let mut files = Vec::new();
    below(case, case.parent().unwrap(), &mut files);
    let files = files.iter().map(|(path, bytes)| (path.clone(), Box::new(bytes.as_slice()) as Box<dyn Bytes>));
    let mut folder = Folder::new(files).unwrap();
    let bytes = folder.bytes();
    let name = case.file_name().unwrap().to_string_lossy().into_owned();
    let options = Options { date: "2026-02-12".into(), name };
    audit_tree(&mut folder, SourceKind::Folder, bytes, &options, &mut |_| true).unwrap()
}

#[allow(dead_code, reason = "shared by tests of which not all want it")]
fn below(folder: &Path, top: &Path, out: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, top, out);
        } else if path.file_name().is_some_and(|name| name != "EXPECT") {
            let name = path.strip_prefix(top).unwrap().to_str().unwrap().replace('\\', "/");
            out.push((name, fs::read(&path).unwrap()));
        }
    }
}
