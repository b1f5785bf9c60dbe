//! Real archives, made here, whole and broken.

use super::*;
use crate::limits;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::rc::Rc;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Wants every file, and keeps what it is told.
#[derive(Debug, Default)]
struct Kept {
    files: BTreeMap<String, Vec<u8>>,
    unreadable: BTreeMap<String, String>,
    progress: Vec<(u64, u64)>,
    stop_after: Option<usize>,
}

impl Visitor for Kept {
    fn wants(&mut self, entry: &Entry) -> bool {
        !entry.path.ends_with(".png")
    }

    fn file(&mut self, entry: &Entry, bytes: &[u8]) {
        assert_eq!(entry.size, <[u8]>::len(bytes) as u64);
        assert!(self.files.insert(entry.path.clone(), bytes.to_vec()).is_none(), "{} came twice", entry.path);
    }

    fn unreadable(&mut self, entry: &Entry, reason: &str) {
        self.unreadable.insert(entry.path.clone(), reason.to_owned());
    }

    fn progress(&mut self, done: u64, of: u64) -> bool {
        self.progress.push((done, of));
        self.stop_after.is_none_or(|most| self.files.len() < most)
    }
}

fn walk(bytes: &[u8]) -> Result<Kept, ArchiveError> {
    let mut kept = Kept::default();
    open(Box::new(bytes))?.walk(Share::ALL, &mut kept)?;
    Ok(kept)
}

fn options(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(method)
}

fn zip_of(files: &[(&str, &str)], options: SimpleFileOptions) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in files {
        zip.start_file(*path, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tar_of(files: &[(&str, &str)]) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    for (path, text) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o644);
        tar.append_data(&mut header, path, text.as_bytes()).unwrap();
    }
    tar.into_inner().unwrap()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
    gzip.write_all(bytes).unwrap();
    gzip.finish().unwrap()
}

/// Changes a field of every header that begins with `magic`.
fn patch(bytes: &mut [u8], magic: &[u8; 4], field: usize, value: &[u8]) {
    let places: Vec<_> = memchr::memmem::find_iter(bytes, magic).collect();
    for place in places {
        bytes[place + field..place + field + value.len()].copy_from_slice(value);
    }
}

const LOCAL: &[u8; 4] = b"PK\x03\x04";
const CENTRAL: &[u8; 4] = b"PK\x01\x02";
const TWO: &[(&str, &str)] =
    &[("app-main/a.ts", "const a = 1;\n"), ("app-main/src/b.ts", "const b = 2;\nconst c = 3;\n")];

fn has_both(kept: &Kept) {
    assert_eq!(kept.unreadable, BTreeMap::new());
    let files: Vec<_> = kept.files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    assert_eq!(files, [("a.ts", TWO[0].1.as_bytes()), ("src/b.ts", TWO[1].1.as_bytes())]);
}

#[test]
fn zips_of_every_make_are_read() {
    for options in [
        options(CompressionMethod::Stored),
        options(CompressionMethod::Deflated),
        options(CompressionMethod::Deflated).large_file(true),
    ] {
        let bytes = zip_of(TWO, options);
        has_both(&walk(&bytes).unwrap());
        let tree = open(Box::new(bytes.as_slice())).unwrap();
        assert_eq!((tree.kind(), tree.top()), (SourceKind::Zip, Some("app-main")));
    }
}

#[test]
fn sizes_behind_the_bytes_are_found() {
    let mut zip = ZipWriter::new_stream(Vec::new());
    for (path, text) in TWO {
        zip.start_file(*path, options(CompressionMethod::Deflated)).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    assert_eq!(bytes[6] & 8, 8, "the sizes stand behind the bytes");
    has_both(&walk(&bytes).unwrap());
}

#[test]
fn folders_and_links_are_no_files() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_directory("app/", SimpleFileOptions::default()).unwrap();
    zip.add_symlink("app/link", "../etc/passwd", SimpleFileOptions::default()).unwrap();
    zip.start_file("app/a.ts", SimpleFileOptions::default()).unwrap();
    let kept = walk(&zip.finish().unwrap().into_inner()).unwrap();
    assert_eq!(kept.files.keys().collect::<Vec<_>>(), ["a.ts"]);
}

#[test]
fn a_zip_with_nothing_in_it_is_read() {
    assert!(walk(&zip_of(&[], SimpleFileOptions::default())).unwrap().files.is_empty());
}

#[test]
fn one_encrypted_file_costs_only_itself() {
    let mut bytes = zip_of(TWO, options(CompressionMethod::Deflated));
    let second = memchr::memmem::rfind(&bytes, CENTRAL).unwrap();
    bytes[second + 8] |= 1;
    let kept = walk(&bytes).unwrap();
    assert_eq!(kept.files.keys().collect::<Vec<_>>(), ["a.ts"]);
    assert_eq!(kept.unreadable, BTreeMap::from([("src/b.ts".into(), "it is encrypted".into())]));
}

#[test]
fn an_encrypted_zip_says_so() {
    let mut bytes = zip_of(TWO, options(CompressionMethod::Deflated));
    patch(&mut bytes, LOCAL, 6, &[1, 0]);
    patch(&mut bytes, CENTRAL, 8, &[1, 0]);
    assert!(matches!(walk(&bytes), Err(ArchiveError::Encrypted)));
}

#[test]
fn an_unknown_method_costs_only_its_file() {
    let mut bytes = zip_of(TWO, options(CompressionMethod::Deflated));
    let second = memchr::memmem::rfind(&bytes, CENTRAL).unwrap();
    bytes[second + 10] = 14;
    let kept = walk(&bytes).unwrap();
    assert!(kept.unreadable["src/b.ts"].contains("packed in a way"), "{kept:?}");
    assert!(kept.files.contains_key("a.ts"));
}

#[test]
fn damaged_bytes_cost_only_their_file() {
    let mut bytes = zip_of(TWO, options(CompressionMethod::Stored));
    let text = memchr::memmem::find(&bytes, b"const a").unwrap();
    bytes[text] = b'k';
    let kept = walk(&bytes).unwrap();
    assert!(kept.unreadable["a.ts"].contains("checksum"), "{kept:?}");
    assert!(kept.files.contains_key("src/b.ts"));
}

#[test]
fn a_wrong_size_is_not_believed() {
    for size in [1_u32, 5_000_000] {
        let mut bytes = zip_of(&[("a.ts", &"x".repeat(1000))], options(CompressionMethod::Deflated));
        patch(&mut bytes, CENTRAL, 24, &size.to_le_bytes());
        let kept = walk(&bytes).unwrap();
        assert!(kept.unreadable["a.ts"].contains("not what the archive says"), "{size}: {kept:?}");
    }
}

#[test]
fn a_bomb_is_not_unpacked() {
    let much = "\0".repeat(limits::LOCK_BYTES as usize + 1);
    let mut bytes = zip_of(&[("bomb.ts", &much)], options(CompressionMethod::Deflated));
    assert_eq!(walk(&bytes).unwrap().unreadable["bomb.ts"], "too large");
    // The same, understated.
    patch(&mut bytes, CENTRAL, 24, &100_u32.to_le_bytes());
    assert!(walk(&bytes).unwrap().unreadable["bomb.ts"].contains("not what the archive says"));
}

#[test]
fn many_large_files_are_refused_before_any_is_unpacked() {
    let names: Vec<_> = (0..40).map(|i| format!("{i}.ts")).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), "x")).collect();
    let mut bytes = zip_of(&files, options(CompressionMethod::Deflated));
    patch(&mut bytes, CENTRAL, 24, &(limits::LOCK_BYTES as u32).to_le_bytes());
    assert!(matches!(walk(&bytes), Err(ArchiveError::TooLarge(_))));
}

#[test]
fn files_that_overlap_are_refused() {
    let mut bytes = zip_of(&[("a.ts", "aaaa"), ("b.ts", "bbbb")], options(CompressionMethod::Stored));
    let first = memchr::memmem::find(&bytes, CENTRAL).unwrap();
    bytes[first + 20..first + 24].copy_from_slice(&60_u32.to_le_bytes());
    let kept = walk(&bytes).unwrap();
    assert!(kept.unreadable["a.ts"].contains("place"), "{kept:?}");
    assert!(kept.files.contains_key("b.ts"));
}

#[test]
fn many_names_for_the_same_bytes_are_refused() {
    let names: Vec<_> = (0..40).map(|i| format!("{i:02}.ts")).collect();
    let files: Vec<_> = names.iter().map(|name| (name.as_str(), "x")).collect();
    let mut bytes = zip_of(&files, options(CompressionMethod::Stored));
    let directory = memchr::memmem::find(&bytes, CENTRAL).unwrap() as u32;
    patch(&mut bytes, CENTRAL, 20, &(directory - 30).to_le_bytes());
    patch(&mut bytes, CENTRAL, 42, &0_u32.to_le_bytes());
    assert!(matches!(walk(&bytes), Err(ArchiveError::Damaged(_))));
}

#[test]
fn a_tarball_that_says_it_is_too_large_is_refused_at_once() {
    let mut header = tar::Header::new_gnu();
    header.set_path("a.bin").unwrap();
    header.set_size(limits::TAR_BYTES + 1);
    header.set_cksum();
    let mut bytes = header.as_bytes().to_vec();
    bytes.resize(4096, 0);
    assert!(matches!(walk(&gzipped(&bytes)), Err(ArchiveError::TooLarge(_))));
}

#[test]
fn a_count_of_files_beyond_the_limit_is_refused_unread() {
    let mut bytes = zip_of(TWO, options(CompressionMethod::Stored).large_file(true));
    let end = memchr::memmem::rfind(&bytes, b"PK\x05\x06").unwrap();
    let mut long = b"PK\x06\x06".to_vec();
    long.resize(56, 0);
    long[32..40].copy_from_slice(&600_000_u64.to_le_bytes());
    bytes[end + 8..end + 12].copy_from_slice(&[0xFF; 4]);
    bytes.splice(end..end, long);
    assert!(matches!(walk(&bytes), Err(ArchiveError::TooManyFiles(600_000))));
}

#[test]
fn every_cut_zip_says_so_or_is_read() {
    let bytes = zip_of(TWO, options(CompressionMethod::Deflated));
    for end in 0..bytes.len() {
        let error = walk(&bytes[..end]).expect_err("it was cut");
        match end {
            0 => assert!(matches!(error, ArchiveError::Empty)),
            1 => assert!(matches!(error, ArchiveError::NotAnArchive | ArchiveError::Truncated)),
            _ => assert!(matches!(error, ArchiveError::Truncated | ArchiveError::Damaged(_)), "{end}: {error}"),
        }
    }
    assert!(matches!(walk(&bytes[..bytes.len() / 2]), Err(ArchiveError::Truncated)));
}

#[test]
fn no_changed_byte_makes_a_panic() {
    let bytes = zip_of(TWO, options(CompressionMethod::Deflated));
    let tarball = tar_of(TWO);
    for whole in [bytes, gzipped(&tarball), tarball] {
        for at in 0..whole.len() {
            for value in [0, 1, 0x7F, 0xFF] {
                let mut changed = whole.clone();
                changed[at] = value;
                // Whatever it gives: an error or files.
                let _ = walk(&changed);
            }
        }
    }
}

#[test]
fn what_is_no_archive_is_named() {
    for (bytes, says) in [
        (&b""[..], "is empty"),
        (b"# Integrations\n", "is not a zip"),
        (b"P", "is not a zip"),
        (b"7z\xBC\xAF\x27\x1C\0\x04", "7z"),
        (b"Rar!\x1A\x07\x01\0", "RAR"),
        (b"\xFD7zXZ\0\0\x04", "xz"),
        (b"\x28\xB5\x2F\xFD\x04\0", "Zstandard"),
        (b"BZh91AY&SY", "bzip2"),
        (&gzipped(b"a log file, long enough for a block\n".repeat(100).as_slice()), "single file"),
        (&gzipped(b"short"), "single file"),
    ] {
        let error = walk(bytes).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
}

/// Counts how often it is read.
struct Counted(Vec<u8>, Rc<RefCell<Vec<u64>>>);

impl Bytes for Counted {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.1.borrow_mut().push(<[u8]>::len(buffer) as u64);
        self.0.as_slice().read_at(offset, buffer)
    }
}

#[test]
fn two_thousand_files_take_a_handful_of_reads() {
    // Texts that do not pack well, so that the zip is larger than its first window.
    let mut seed = 1_u32;
    let mut word = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        format!("{seed:08x}")
    };
    let files: Vec<(String, String)> = (0..2000)
        .map(|i| (format!("app/src/{i}.{}", if i % 5 == 0 { "png" } else { "ts" }), (0..200).map(|_| word()).collect()))
        .collect();
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let bytes = zip_of(&files, options(CompressionMethod::Deflated));
    let size = bytes.len() as u64;
    assert!(size > 1_500_000, "{size}");
    let reads = Rc::new(RefCell::new(Vec::new()));
    let mut kept = Kept::default();
    open(Box::new(Counted(bytes, Rc::clone(&reads)))).unwrap().walk(Share::ALL, &mut kept).unwrap();
    assert_eq!(kept.files.len(), 1600);
    let reads = reads.borrow();
    assert!(reads.len() <= 4, "{reads:?}");
    assert!(reads.iter().sum::<u64>() <= 2 * size, "{reads:?}");
}

#[test]
fn progress_ends_at_all_and_can_stop_the_walk() {
    for bytes in [zip_of(TWO, options(CompressionMethod::Deflated)), gzipped(&tar_of(TWO))] {
        let kept = walk(&bytes).unwrap();
        assert!(kept.progress.is_sorted());
        assert!(kept.progress.last().is_some_and(|(done, of)| done == of), "{:?}", kept.progress);
        let mut kept = Kept { stop_after: Some(1), ..Kept::default() };
        let end = open(Box::new(bytes.as_slice())).unwrap().walk(Share::ALL, &mut kept);
        assert!(matches!(end, Err(ArchiveError::Cancelled)));
        assert_eq!(kept.files.len(), 1);
    }
}

#[test]
fn tarballs_are_read() {
    let plain = tar_of(TWO);
    for bytes in [gzipped(&plain), plain] {
        let mut kept = Kept::default();
        let mut tree = open(Box::new(bytes.as_slice())).unwrap();
        tree.walk(Share::ALL, &mut kept).unwrap();
        has_both(&kept);
        assert_eq!((tree.kind(), tree.top()), (SourceKind::Tar, Some("app-main")));
    }
}

#[test]
fn long_names_in_tarballs_are_whole() {
    let path = format!("app/{}/a.ts", "folder/".repeat(40));
    let mut tar = tar::Builder::new(tar_of(&[("app/b.ts", "b"), (&path, "gnu")]));
    tar.get_mut().truncate(512 * 6);
    let records = [("path", format!("{path}x").into_bytes())];
    tar.append_pax_extensions(records.iter().map(|(key, value)| (*key, value.as_slice()))).unwrap();
    let mut header = tar::Header::new_ustar();
    header.set_size(3);
    tar.append_data(&mut header, "short", &b"pax"[..]).unwrap();
    let kept = walk(&gzipped(&tar.into_inner().unwrap())).unwrap();
    let path = path.strip_prefix("app/").unwrap().replace("//", "/");
    let files: Vec<_> = kept.files.iter().map(|(path, bytes)| (path.clone(), bytes.as_slice())).collect();
    assert_eq!(files, [("b.ts".into(), &b"b"[..]), (path.clone(), b"gnu"), (format!("{path}x"), b"pax")]);
}

#[test]
fn a_long_name_without_end_is_refused() {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::GNULongName);
    header.set_size(2 * 1024 * 1024);
    header.set_cksum();
    let mut bytes = header.as_bytes().to_vec();
    bytes.resize(3 * 1024 * 1024, b'x');
    assert!(matches!(walk(&gzipped(&bytes)), Err(ArchiveError::Damaged(_))));
}

#[test]
fn every_cut_tarball_says_so() {
    let plain = tar_of(TWO);
    for end in 513..plain.len() - 1024 {
        assert!(matches!(walk(&plain[..end]), Err(ArchiveError::Truncated)), "{end}");
    }
    let bytes = gzipped(&plain);
    for end in 10..bytes.len() {
        let error = walk(&bytes[..end]).expect_err("it was cut");
        assert!(matches!(error, ArchiveError::Truncated), "{end}: {error}");
    }
}

#[test]
fn folders_are_read() {
    let files = TWO.iter().map(|(path, text)| ((*path).to_owned(), Box::new(text.as_bytes()) as Box<dyn Bytes>));
    let mut folder = Folder::new(files).unwrap();
    let mut kept = Kept::default();
    folder.walk(Share::ALL, &mut kept).unwrap();
    has_both(&kept);
    assert_eq!((folder.kind(), folder.top(), folder.bytes()), (SourceKind::Folder, Some("app-main"), 39));
}

#[test]
fn a_file_that_cannot_be_read_costs_only_itself() {
    struct Gone;
    impl Bytes for Gone {
        fn len(&self) -> u64 {
            3
        }
        fn read_at(&self, _: u64, _: &mut [u8]) -> io::Result<()> {
            Err(io::ErrorKind::NotFound.into())
        }
    }
    let files: [(String, Box<dyn Bytes>); 2] =
        [("x/a.ts".into(), Box::new(Gone)), ("x/b.ts".into(), Box::new(&b"b"[..]))];
    let mut kept = Kept::default();
    Folder::new(files).unwrap().walk(Share::ALL, &mut kept).unwrap();
    assert_eq!((kept.files.len(), kept.unreadable.keys().next().map(String::as_str)), (1, Some("a.ts")));
}
