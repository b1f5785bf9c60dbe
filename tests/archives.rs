//! Archives and folders to open: made from the fixture trees, or from nothing.

use anyhow::{Context, Result};
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The folder of a fixture tree.
pub fn tree(name: &str) -> PathBuf {
    xtask::root().join("tests/fixtures/trees").join(name)
}

/// A fixture tree as a zip, below a single top folder as a code host packs it.
pub fn zip_of(name: &str) -> Result<Vec<u8>> {
    zip_with(name, &[])
}

/// The same with more files, each a path and its text.
pub fn zip_with(name: &str, more: &[(&str, &str)]) -> Result<Vec<u8>> {
    let mut files: Vec<_> = more.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let top = tree(name);
    below(&top, &top, &mut files)?;
    files.sort();
    zipped(files.into_iter().map(|(path, bytes)| (format!("{name}-main/{path}"), bytes)))
}

/// The same after some work on it: `edit` gets each file's path and text, and gives what becomes of it; `None` for nothing.
pub fn zip_edited(name: &str, edit: impl Fn(&str, &str) -> Option<String>, more: &[(&str, &str)]) -> Result<Vec<u8>> {
    let mut files = Vec::new();
    let top = tree(name);
    below(&top, &top, &mut files)?;
    let mut edited: Vec<_> = more.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    for (path, bytes) in files {
        match std::str::from_utf8(&bytes) {
            Ok(text) => edited.extend(edit(&path, text).map(|text| (path.clone(), text.into_bytes()))),
            Err(_) => edited.push((path, bytes)),
        }
    }
    edited.sort();
    zipped(edited.into_iter().map(|(path, bytes)| (format!("{name}-main/{path}"), bytes)))
}

/// A zip that takes a while: `files` source files of some 200 kB each.
pub fn large_zip(files: usize) -> Result<Vec<u8>> {
    let source: String = (0..4000).map(|n| format!("const v{n} = process.env.NAME_{n} || 'none';\n")).collect();
    zipped((0..files).map(|n| (format!("large-main/src/file{n}.js"), source.clone().into_bytes())))
}

fn zipped(files: impl Iterator<Item = (String, Vec<u8>)>) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(path, SimpleFileOptions::default())?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

fn below(folder: &Path, top: &Path, out: &mut Vec<(String, Vec<u8>)>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be listed", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            below(&path, top, out)?;
        } else if path.file_name().is_some_and(|name| name != "EXPECT") {
            out.push((path.strip_prefix(top)?.to_string_lossy().replace('\\', "/"), fs::read(&path)?));
        }
    }
    Ok(())
}
