//! What the engine says of a fixture, as text. The build script asks it natively, the test in WebAssembly.

use patchbay_engine::archive::{Bytes, Folder};
use patchbay_engine::assemble::{Options, audit_tree};
use patchbay_engine::audit::SourceKind;
use patchbay_engine::read::{File, read};

/// The facts of one file, and what went wrong in reading it.
pub fn facts(path: &str, text: &str) -> String {
    format!("{:#?}", read(&File { path, text }))
}

/// The audit of a folder of these files, as JSON.
pub fn audit(files: &[(String, Vec<u8>)]) -> String {
    let files = files.iter().map(|(path, bytes)| (path.clone(), Box::new(bytes.as_slice()) as Box<dyn Bytes>));
    let shown = Folder::new(files).and_then(|mut folder| {
        let options = Options { date: "2026-02-12".into(), name: "tree".into() };
        let bytes = folder.bytes();
        audit_tree(&mut folder, SourceKind::Folder, bytes, &options, &mut |_| true)
    });
    shown.map_or_else(|e| e.to_string(), |audit| serde_json::to_string_pretty(&audit).unwrap_or_default())
}
