//! An audit says the same of the same files, in whatever order and from whatever source they come.

use flate2::Compression;
use flate2::write::GzEncoder;
use patchbay_engine::archive::{Bytes, Folder};
use patchbay_engine::assemble::{Options, audit_archive, audit_tree};
use patchbay_engine::audit::{Audit, Source, SourceKind};
use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

mod tree;

type Files = Vec<(String, Vec<u8>)>;

/// The files of a fixture tree, below one top folder.
fn files_of(case: &Path) -> Files {
    fn below(folder: &Path, top: &Path, out: &mut Files) {
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
    let mut out = Vec::new();
    below(case, case.parent().unwrap(), &mut out);
    out.sort();
    out
}

fn options() -> Options {
    Options { date: "2026-02-12".into(), name: "app".into() }
}

fn from_archive(bytes: &[u8]) -> Audit {
    audit_archive(Box::new(bytes), &options(), &mut |_| true).unwrap()
}

fn from_zip(files: &Files) -> Audit {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(path, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    from_archive(&zip.finish().unwrap().into_inner())
}

fn from_tarball(files: &Files) -> Audit {
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (path, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, path, bytes.as_slice()).unwrap();
    }
    from_archive(&tar.into_inner().unwrap().finish().unwrap())
}

fn from_folder(files: &Files) -> Audit {
    let listed = files.iter().map(|(path, bytes)| (path.clone(), Box::new(bytes.as_slice()) as Box<dyn Bytes>));
    audit_tree(&mut Folder::new(listed).unwrap(), SourceKind::Folder, 0, &options(), &mut |_| true).unwrap()
}

/// The audit as JSON, without its source.
fn said(mut audit: Audit) -> String {
    audit.source = Source::default();
    serde_json::to_string_pretty(&audit).unwrap()
}

/// The files in another order, a different one for each seed.
fn shuffled(files: &Files, seed: u64) -> Files {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut out = files.clone();
    for i in (1..out.len()).rev() {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        out.swap(i, (state >> 16) as usize % (i + 1));
    }
    out
}

#[test]
fn every_source_and_order_gives_the_same_audit() {
    let cases = tree::cases();
    assert!(!cases.is_empty(), "no trees");
    for case in cases {
        let files = files_of(&case);
        let expected = said(from_folder(&files));
        assert!(expected.contains("\"evidence\""), "{case:?} shows nothing");
        for seed in 0..8 {
            let files = shuffled(&files, seed);
            assert_eq!(said(from_zip(&files)), expected, "{case:?} as a zip, order {seed}");
            assert_eq!(said(from_tarball(&files)), expected, "{case:?} as a tar.gz, order {seed}");
            assert_eq!(said(from_folder(&files)), expected, "{case:?} as a folder, order {seed}");
        }
    }
}
