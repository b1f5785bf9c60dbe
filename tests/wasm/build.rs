//! Asks the engine, natively, what it says of every fixture, for the test in WebAssembly to compare with.

use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "shown.rs"]
mod shown;

fn main() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    println!("cargo:rerun-if-changed={}", fixtures.display());
    let mut files = Vec::new();
    for case in folders(&fixtures.join("files")) {
        for (path, bytes) in files_of(&case, &case) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let shown = shown::facts(&path, &text);
            files.push((path, text, shown));
        }
    }
    let mut trees = Vec::new();
    for case in folders(&fixtures.join("trees")) {
        let tree = files_of(&case, case.parent().expect("a case lies in a folder"));
        let shown = shown::audit(&tree);
        trees.push((tree, shown));
    }
    let target = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("natively.json");
    fs::write(target, serde_json::to_vec(&(files, trees)).expect("plain values")).expect("OUT_DIR is writable");
}

fn folders(parent: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(parent).unwrap_or_else(|e| panic!("{}: {e}", parent.display()));
    let mut out: Vec<_> = entries.map(|entry| entry.expect("readable").path()).filter(|path| path.is_dir()).collect();
    out.sort();
    out
}

/// Every file below `folder`, with its path from `top` on.
fn files_of(folder: &Path, top: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    let mut out = Vec::new();
    for path in paths {
        if path.is_dir() {
            out.extend(files_of(&path, top));
        } else {
            let name = path.strip_prefix(top).expect("below it").to_string_lossy().replace('\\', "/");
            out.push((name, fs::read(&path).expect("readable")));
        }
    }
    out
}
