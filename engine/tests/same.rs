//! An audit says the same of the same files, in whatever order and from whatever source they come.

use flate2::Compression;
use flate2::write::GzEncoder;
use patchbay_engine::archive::{self, Bytes, Folder, Share, Tree};
use patchbay_engine::assemble::{
    Code, FileRead, Fit, Options, Part, Watch, audit_archive, audit_tree, join, read_part,
};
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

/// Reads a source with several readers, of which each opens it anew and sends what it has read as bytes.
fn shared<'a>(open: &dyn Fn() -> Box<dyn Tree + 'a>, readers: u32, watch: &Watch) -> Code {
    let (mut files, mut parts) = (Vec::new(), Vec::new());
    // What the last one sends may come first.
    for index in (0..readers).rev() {
        let mut sent = Vec::new();
        let mut take = |file: FileRead| sent = postcard::to_extend(&file, std::mem::take(&mut sent)).unwrap();
        let share = Share::new(index, readers).unwrap();
        let part = read_part(open().as_mut(), share, watch, &mut take, &mut |_| true).unwrap();
        let mut rest = sent.as_slice();
        while !rest.is_empty() {
            let (file, behind) = postcard::take_from_bytes(rest).unwrap();
            files.push(file);
            rest = behind;
        }
        let part = postcard::to_stdvec(&part).unwrap();
        parts.push(postcard::from_bytes::<Part>(&part).unwrap());
    }
    join(files, parts, 0, &options(), watch)
}

fn from_zip(files: &Files) -> Audit {
    from_archive(&zipped(files))
}

fn zipped(files: &Files) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(path, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn from_tarball(files: &Files) -> Audit {
    from_archive(&packed(files))
}

fn packed(files: &Files) -> Vec<u8> {
    let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
    for (path, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, path, bytes.as_slice()).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap()
}

fn from_folder(files: &Files) -> Audit {
    audit_tree(&mut folder(files), SourceKind::Folder, 0, &options(), &mut |_| true).unwrap()
}

fn folder(files: &Files) -> Folder<'_> {
    let listed = files.iter().map(|(path, bytes)| (path.clone(), Box::new(bytes.as_slice()) as Box<dyn Bytes>));
    Folder::new(listed).unwrap()
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

#[test]
fn any_number_of_readers_gives_the_same_audit() {
    for case in tree::cases() {
        let files = files_of(&case);
        let watch =
            Watch::new([("stripe", Fit::Name), ("redis", Fit::Package), ("import", Fit::Word), ("PORT", Fit::Value)]);
        let (zip, tarball) = (zipped(&files), packed(&files));
        let open = |kind: &str| -> Box<dyn Tree + '_> {
            match kind {
                "zip" => archive::open(Box::new(zip.as_slice())).unwrap(),
                "tar.gz" => archive::open(Box::new(tarball.as_slice())).unwrap(),
                _ => Box::new(folder(&files)),
            }
        };
        for kind in ["zip", "tar.gz", "folder"] {
            let open = || open(kind);
            let told = |code: Code| {
                let terms = watch.terms().iter().map(|(term, fit)| format!("{:?}", code.seen.of(term, *fit))).collect();
                (said(code.audit), code.files, code.documents, code.commented_out, terms)
            };
            let expected: (String, _, _, _, Vec<String>) = told(shared(&open, 1, &watch));
            assert_eq!(expected.0, said(from_folder(&files)), "{case:?} as a {kind}, by one reader");
            for readers in [2, 3, 7] {
                assert_eq!(
                    told(shared(&open, readers, &watch)),
                    expected,
                    "{case:?} as a {kind}, by {readers} readers"
                );
            }
        }
    }
}
