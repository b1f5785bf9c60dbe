//! What fuzzing begins with, for each target: the fixtures, in the form that the target takes.

use super::targets::PATHS;
use patchbay_engine::archive::{Bytes, Folder};
use patchbay_engine::assemble::{Options, audit_tree};
use patchbay_engine::audit::SourceKind;
use patchbay_engine::export::Format;
use patchbay_engine::share::{self, Keep};
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A file's path in its code base, and its bytes.
type Files = Vec<(String, Vec<u8>)>;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures")
}

fn folders(of: &str) -> Vec<PathBuf> {
    let mut all: Vec<_> = fs::read_dir(fixtures().join(of)).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

fn below(folder: &Path, top: &Path, out: &mut Files) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            below(&path, top, out);
        } else if path.file_name().is_some_and(|name| name != "EXPECT") {
            let name = path.strip_prefix(top).unwrap().to_str().unwrap().replace('\\', "/");
            out.push((name, fs::read(&path).unwrap()));
        }
    }
}

fn trees() -> Vec<Files> {
    let tree = |folder: &PathBuf| {
        let mut files = Vec::new();
        below(folder, folder, &mut files);
        files
    };
    folders("trees").iter().map(tree).collect()
}

fn documents() -> Vec<Vec<u8>> {
    let paths = folders("documents").into_iter();
    paths.filter(|path| path.extension().is_some_and(|e| e == "md")).map(|path| fs::read(path).unwrap()).collect()
}

/// The files of a code base as `assemble` takes them. One with a NUL byte would be two.
fn joined(files: &Files) -> Vec<u8> {
    let texts = files.iter().filter(|(_, bytes)| !bytes.contains(&0));
    texts.map(|(path, bytes)| [path.as_bytes(), b"\n", bytes].concat()).collect::<Vec<_>>().join(&0)
}

fn zipped(files: &Files) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(path, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tarred(files: &Files) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (path, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        tar.append_data(&mut header, path, bytes.as_slice()).unwrap();
    }
    tar.into_inner().unwrap()
}

/// The seeds of a target, by its name.
pub fn of(target: &str) -> Vec<Vec<u8>> {
    let audits = || {
        trees().into_iter().map(|files| {
            let listed = files.iter().map(|(path, bytes)| (path.clone(), Box::new(bytes.as_slice()) as Box<dyn Bytes>));
            let mut folder = Folder::new(listed).unwrap();
            audit_tree(&mut folder, SourceKind::Folder, 0, &Options::default(), &mut |_| true).unwrap()
        })
    };
    match target {
        "archive" => trees().iter().flat_map(|files| [zipped(files), tarred(files)]).collect(),
        "readers" => {
            let mut files = Vec::new();
            below(&fixtures().join("files"), &fixtures().join("files"), &mut files);
            let choice = |path: &str| {
                let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
                let ending = |path: &str| path.rsplit('.').next().unwrap_or_default().to_owned();
                let by_name = PATHS.iter().position(|known| name(known) == name(path));
                by_name.or_else(|| PATHS.iter().position(|known| ending(known) == ending(path)))
            };
            let seed =
                |(path, bytes): &(String, Vec<u8>)| Some([&[u8::try_from(choice(path)?).ok()?][..], bytes].concat());
            files.iter().filter_map(seed).collect()
        }
        "assemble" => trees().iter().map(joined).collect(),
        "document" => documents(),
        "verify" => {
            let (trees, documents) = (trees(), documents());
            let with = |(document, files): (&Vec<u8>, &Files)| [document.as_slice(), b"\0", &joined(files)].concat();
            documents.iter().zip(trees.iter().cycle()).map(with).collect()
        }
        "saved" => audits().map(|audit| Format::Json.write(&audit).into_bytes()).collect(),
        "link" => {
            let keep = Keep { places: true, excerpts: false };
            audits().map(|audit| share::encode(&[audit], keep).unwrap().text.into_bytes()).collect()
        }
        _ => Vec::new(),
    }
}
