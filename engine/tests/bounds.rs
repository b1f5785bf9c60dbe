//! What comes of input that is out to do harm, or that lies: each is made here and audited, and `docs/hostile.md` is the table of
//! what they give. Beside each lies a file that must be read whatever the other does, unless the whole archive is refused.

use patchbay_engine::archive::{self, Bytes, Folder, Tree};
use patchbay_engine::assemble::{Options, audit_tree};
use patchbay_engine::audit::{Audit, SourceKind};
use patchbay_engine::limits;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Cursor, Write as _};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const LOCAL: &[u8; 4] = b"PK\x03\x04";
const CENTRAL: &[u8; 4] = b"PK\x01\x02";
const END: &[u8; 4] = b"PK\x05\x06";

/// The file that must be read beside whatever else there is.
const GOOD: (&str, &[u8]) = ("app/good.ts", b"const a = process.env.GOOD_NAME;\n");

/// What a hostile file holds that is worth finding.
const MARK: &str = "const b = process.env.MARKED_NAME;\n";

/// The same for a compose file, a project of Maven's and a script of Python's.
const COMPOSE: &str = "services: {db: {image: postgres:16}}\n";
const POM: &str = "<dependencies><dependency><groupId>com.stripe</groupId><artifactId>stripe-java</artifactId></dependency></dependencies>";
const PYTHON: &str = "import os\nos.environ['MARKED_NAME']\n";

/// A row of the table.
type Row = (String, String);

fn rows(rows: impl IntoIterator<Item = (&'static str, String)>) -> Vec<Row> {
    rows.into_iter().map(|(input, outcome)| (input.to_owned(), outcome)).collect()
}

fn stored() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Stored)
}

fn deflated() -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated)
}

/// A zip of these files, in front of the good one.
fn zip_of(files: &[(&str, &[u8])], options: SimpleFileOptions) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files.iter().chain([&GOOD]) {
        zip.start_file(*path, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Where the record of the first file in the directory begins.
fn first(bytes: &[u8], magic: &[u8; 4]) -> usize {
    memchr::memmem::find(bytes, magic).unwrap()
}

fn put(bytes: &mut [u8], at: usize, value: &[u8]) {
    bytes[at..at + value.len()].copy_from_slice(value);
}

/// Puts a value into a field of every record of a kind.
fn put_all(bytes: &mut [u8], magic: &[u8; 4], field: usize, value: &[u8]) {
    let places: Vec<usize> = memchr::memmem::find_iter(bytes, magic).collect();
    places.into_iter().for_each(|at| put(bytes, at + field, value));
}

fn tar_of(change: impl FnOnce(&mut tar::Builder<Vec<u8>>)) -> Vec<u8> {
    let mut tar = tar::Builder::new(Vec::new());
    change(&mut tar);
    let mut header = tar::Header::new_gnu();
    header.set_size(GOOD.1.len() as u64);
    header.set_mode(0o644);
    tar.append_data(&mut header, GOOD.0, GOOD.1).unwrap();
    tar.into_inner().unwrap()
}

fn audit(tree: &mut dyn Tree) -> Result<Audit, String> {
    let options = Options { date: "2026-02-12".into(), name: "x".into() };
    let kind = tree.kind();
    audit_tree(tree, kind, 0, &options, &mut |_| true).map_err(|error| error.to_string())
}

fn archive(bytes: &[u8]) -> Result<Audit, String> {
    let mut tree = archive::open(Box::new(bytes)).map_err(|error| error.to_string())?;
    audit(tree.as_mut())
}

/// What an audit says of the hostile file at `path`, and whether it was not kept from reading the good one.
fn outcome(audited: &Result<Audit, String>, path: &str) -> String {
    let audit = match audited {
        Ok(audit) => audit,
        Err(error) => return format!("Refused: it {error}."),
    };
    assert!(audit.env.iter().any(|variable| variable.name == "GOOD_NAME"), "{path} hides the good file");
    let skipped = audit.coverage.skipped.iter().find(|skipped| skipped.path == path);
    let read = audit.coverage.facts.iter().find(|file| file.path == path);
    match (skipped, read.map(|file| file.facts)) {
        (Some(skipped), None | Some(0)) => format!("Left out: {}.", skipped.reason),
        (Some(skipped), Some(_)) => format!("Read in part: {}.", skipped.reason),
        (None, Some(0)) => "Read, and nothing is found.".to_owned(),
        (None, Some(_)) => "Read.".to_owned(),
        (None, None) => "No file of the code base.".to_owned(),
    }
}

/// A zip that one file in front of the good one, at `app/bad.ts`, makes hostile by `change`.
fn changed(options: SimpleFileOptions, change: impl FnOnce(&mut Vec<u8>)) -> String {
    let mut bytes = zip_of(&[("app/bad.ts", MARK.as_bytes())], options);
    change(&mut bytes);
    outcome(&archive(&bytes), "bad.ts")
}

fn whole_archives() -> Vec<Row> {
    let whole = zip_of(&[("app/bad.ts", MARK.as_bytes())], deflated());
    let tarball = tar_of(|_| {});
    rows([
        ("A zip that is cut at any byte", cut(&whole, 4)),
        ("A tarball that is cut at any byte of its files", cut(&tarball[..tarball.len() - 1024], 513)),
        ("An empty file", outcome(&archive(b""), "")),
        ("A 7z archive", outcome(&archive(b"7z\xBC\xAF\x27\x1C\0\x04"), "")),
        ("A zip that declares 600,000 files", {
            let mut bytes = zip_of(&[], stored().large_file(true));
            let end = memchr::memmem::rfind(&bytes, END).unwrap();
            let mut long = b"PK\x06\x06".to_vec();
            long.resize(56, 0);
            put(&mut long, 32, &600_000_u64.to_le_bytes());
            put(&mut bytes, end + 8, &[0xFF; 4]);
            bytes.splice(end..end, long);
            outcome(&archive(&bytes), "")
        }),
        ("A zip of 40 files that unpack to 32 MB each", {
            let names: Vec<String> = (0..40).map(|i| format!("app/{i}/package-lock.json")).collect();
            let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"{}"[..])).collect();
            let mut bytes = zip_of(&files, deflated());
            put_all(&mut bytes, CENTRAL, 24, &(limits::LOCK_BYTES as u32).to_le_bytes());
            outcome(&archive(&bytes), "")
        }),
        ("A tarball that declares a file of more than 8 GB", {
            let mut header = tar::Header::new_gnu();
            header.set_path("app/a.bin").unwrap();
            header.set_size(limits::TAR_BYTES + 1);
            header.set_cksum();
            let mut bytes = header.as_bytes().to_vec();
            bytes.resize(4096, 0);
            outcome(&archive(&bytes), "")
        }),
        ("A tarball with a name of 2 MB", {
            let mut header = tar::Header::new_gnu();
            header.set_entry_type(tar::EntryType::GNULongName);
            header.set_size(2 * 1024 * 1024);
            header.set_cksum();
            let mut bytes = header.as_bytes().to_vec();
            bytes.resize(3 * 1024 * 1024, b'x');
            outcome(&archive(&bytes), "")
        }),
        ("A zip of which every file is encrypted", {
            let mut bytes = zip_of(&[("app/bad.ts", MARK.as_bytes())], deflated());
            put_all(&mut bytes, LOCAL, 6, &[1, 0]);
            put_all(&mut bytes, CENTRAL, 8, &[1, 0]);
            outcome(&archive(&bytes), "bad.ts")
        }),
        ("A zip whose directory names the same bytes 40 times", {
            let names: Vec<String> = (0..40).map(|i| format!("app/{i:02}.ts")).collect();
            let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
            let mut bytes = zip_of(&files, stored());
            let directory = u32::try_from(first(&bytes, CENTRAL)).unwrap();
            put_all(&mut bytes, CENTRAL, 20, &(directory - 30).to_le_bytes());
            put_all(&mut bytes, CENTRAL, 42, &0_u32.to_le_bytes());
            outcome(&archive(&bytes), "")
        }),
        ("A zip with another file in front of it", {
            let bytes = [b"#!/bin/sh\nexit\n".as_slice(), &whole].concat();
            outcome(&archive(&bytes), "bad.ts")
        }),
        ("A zip with bytes behind its end", {
            let bytes = [&whole, b"trailing".as_slice()].concat();
            outcome(&archive(&bytes), "bad.ts")
        }),
        ("A zip with sizes of 64 bits", changed(deflated().large_file(true), |_| {})),
        ("A zip that gives sizes behind the bytes", {
            let mut zip = ZipWriter::new_stream(Vec::new());
            for (path, bytes) in [("app/bad.ts", MARK.as_bytes()), GOOD] {
                zip.start_file(path, deflated()).unwrap();
                zip.write_all(bytes).unwrap();
            }
            outcome(&archive(&zip.finish().unwrap().into_inner()), "bad.ts")
        }),
    ])
}

/// What comes of an archive that ends early, wherever it does.
fn cut(whole: &[u8], from: usize) -> String {
    let mut outcomes: Vec<String> = Vec::new();
    for end in from..whole.len() {
        let error = archive(&whole[..end]).expect_err("it was cut");
        if !outcomes.contains(&error) {
            outcomes.push(error);
        }
    }
    outcomes.sort();
    format!("Refused: it {}.", outcomes.join("; or it "))
}

fn names() -> Vec<Row> {
    let named = |name: &str| {
        let audited = archive(&zip_of(&[(name, MARK.as_bytes())], deflated()));
        let path = audited.as_ref().ok().and_then(|audit| {
            let skipped = audit.coverage.skipped.iter().map(|skipped| &skipped.path);
            let listed = audit.coverage.facts.iter().map(|file| &file.path).chain(skipped);
            listed.into_iter().find(|path| !path.ends_with("good.ts")).cloned()
        });
        let path = path.unwrap_or_default();
        let shown = if path.len() > 60 { String::new() } else { format!(" As `{path}`.") };
        match outcome(&audited, &path) {
            read if read == "Read." => read + &shown,
            other => other,
        }
    };
    let long = format!("app/{}bad.ts", "x".repeat(limits::PATH_BYTES));
    let deep = format!("app/{}bad.ts", "d/".repeat(2000));
    rows([
        ("A name that leads out, `app/../../bad.ts`", named("app/../../bad.ts")),
        ("An absolute name, `/etc/bad.ts`", named("/etc/bad.ts")),
        ("A name of Windows, `C:\\app\\bad.ts`", named("C:\\app\\bad.ts")),
        ("A name with control characters", named("app/b\u{1b}[2Ja\rd.ts")),
        ("A name that turns the writing direction", named("app/\u{202e}st.dab.ts")),
        ("A name with a NUL byte", named("app/bad\0.ts")),
        ("A name in markup", named("app/<img src=x onerror=alert(1)>.ts")),
        ("A name of more than 4,096 bytes", named(&long)),
        ("A name of 2,000 folders", named(&deep)),
        ("Two files with one name: the later counts", {
            let mut bytes =
                zip_of(&[("app/old.ts", b"process.env.OLD_NAME;\n"), ("app/bad.ts", MARK.as_bytes())], stored());
            while let Some(at) = memchr::memmem::find(&bytes, b"app/old.ts") {
                put(&mut bytes, at, b"app/bad.ts");
            }
            let audited = archive(&bytes);
            assert!(audited.as_ref().is_ok_and(|audit| !audit.env.iter().any(|variable| variable.name == "OLD_NAME")));
            outcome(&audited, "bad.ts")
        }),
    ])
}

fn entries() -> Vec<Row> {
    let bomb = vec![0; usize::try_from(limits::LOCK_BYTES).unwrap() + 1];
    let thousandfold = MARK.to_owned() + &"//xxxxxxxxxxxxx\n".repeat(100_000);
    rows([
        (
            "A file that is encrypted",
            changed(deflated(), |bytes| {
                let at = first(bytes, CENTRAL);
                bytes[at + 8] |= 1;
            }),
        ),
        (
            "A file packed by a method that nobody knows",
            changed(deflated(), |bytes| {
                let at = first(bytes, CENTRAL);
                bytes[at + 10] = 77;
            }),
        ),
        (
            "A file whose checksum is wrong",
            changed(stored(), |bytes| {
                let at = memchr::memmem::find(bytes, b"const b").unwrap();
                bytes[at] = b'k';
            }),
        ),
        (
            "A file that says it is smaller than it is",
            changed(deflated(), |bytes| {
                let at = first(bytes, CENTRAL);
                put(bytes, at + 24, &3_u32.to_le_bytes());
            }),
        ),
        (
            "A file that says it is larger than it is",
            changed(deflated(), |bytes| {
                let at = first(bytes, CENTRAL);
                put(bytes, at + 24, &300_000_u32.to_le_bytes());
            }),
        ),
        (
            "A file whose header names another file than the directory",
            changed(stored(), |bytes| {
                let at = first(bytes, LOCAL);
                put(bytes, at + 30, b"app/c");
            }),
        ),
        (
            "A file whose header gives other sizes than the directory",
            changed(stored(), |bytes| {
                let at = first(bytes, LOCAL);
                put(bytes, at + 18, &[0xFF, 0xFF, 0, 0, 0xFF, 0xFF, 0, 0]);
            }),
        ),
        ("A file that has no header where the directory says", {
            let mut bytes = zip_of(&[("app/first.ts", b""), ("app/bad.ts", MARK.as_bytes())], stored());
            let second = memchr::memmem::find_iter(&bytes, LOCAL).nth(1).unwrap();
            bytes[second] = 0;
            outcome(&archive(&bytes), "bad.ts")
        }),
        (
            "A file that reaches into the next",
            changed(stored(), |bytes| {
                let at = first(bytes, CENTRAL);
                put(bytes, at + 20, &90_u32.to_le_bytes());
            }),
        ),
        (
            "A file that lies behind the end of the archive",
            changed(stored(), |bytes| {
                let at = first(bytes, CENTRAL);
                put(bytes, at + 42, &0x7FFF_FFFF_u32.to_le_bytes());
            }),
        ),
        (
            "A lock file that unpacks to more than 32 MB",
            outcome(&archive(&zip_of(&[("app/yarn.lock", &bomb)], deflated())), "yarn.lock"),
        ),
        ("The same, said to have 100 bytes", {
            let mut bytes = zip_of(&[("app/yarn.lock", &bomb)], deflated());
            let at = first(&bytes, CENTRAL);
            put(&mut bytes, at + 24, &100_u32.to_le_bytes());
            outcome(&archive(&bytes), "yarn.lock")
        }),
        (
            "A file that unpacks to a thousand times its size, within the limits",
            outcome(&archive(&zip_of(&[("app/bad.ts", thousandfold.as_bytes())], deflated())), "bad.ts"),
        ),
        ("A zip in the zip", {
            let inner = zip_of(&[("app/bad.ts", MARK.as_bytes())], deflated());
            let audited = archive(&zip_of(&[("app/inner.zip", &inner)], stored()));
            outcome(&audited, "inner.zip")
        }),
        ("A symbolic link in a zip", {
            let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
            zip.add_symlink("app/bad.ts", "../../etc/passwd", SimpleFileOptions::default()).unwrap();
            zip.start_file(GOOD.0, deflated()).unwrap();
            zip.write_all(GOOD.1).unwrap();
            outcome(&archive(&zip.finish().unwrap().into_inner()), "bad.ts")
        }),
        ("A symbolic link in a tarball", {
            let bytes = tar_of(|tar| {
                let mut header = tar::Header::new_gnu();
                header.set_entry_type(tar::EntryType::Symlink);
                header.set_size(0);
                tar.append_link(&mut header, "app/bad.ts", "/etc/passwd").unwrap();
            });
            outcome(&archive(&bytes), "bad.ts")
        }),
        ("A device in a tarball", {
            let bytes = tar_of(|tar| {
                let mut header = tar::Header::new_gnu();
                header.set_entry_type(tar::EntryType::Char);
                header.set_size(0);
                tar.append_data(&mut header, "app/bad.ts", io::empty()).unwrap();
            });
            outcome(&archive(&bytes), "bad.ts")
        }),
    ])
}

/// A file of so many bytes, all alike, that takes no memory.
struct Endless(u64);

impl Bytes for Endless {
    fn len(&self) -> u64 {
        self.0
    }

    fn read_at(&self, _: u64, buffer: &mut [u8]) -> io::Result<()> {
        buffer.fill(b'a');
        Ok(())
    }
}

/// What comes of a folder with one file in it beside the good one.
fn file(path: &str, bytes: Box<dyn Bytes + '_>) -> String {
    let files = [(format!("app/{path}"), bytes), (GOOD.0.to_owned(), Box::new(GOOD.1) as Box<dyn Bytes>)];
    let mut folder = Folder::new(files).unwrap();
    assert_eq!(folder.kind(), SourceKind::Folder);
    outcome(&audit(&mut folder), path)
}

fn text(path: &str, text: &str) -> String {
    file(path, Box::new(text.as_bytes()))
}

/// So many times the one, then the middle, then as many times the other.
fn nested(open: &str, inner: &str, close: &str) -> String {
    const DEEP: usize = 50_000;
    open.repeat(DEEP) + inner + &close.repeat(DEEP)
}

fn contents() -> Vec<Row> {
    let utf16 = |order: fn(u16) -> [u8; 2], mark: &[u8]| -> Vec<u8> {
        mark.iter().copied().chain(MARK.encode_utf16().flat_map(order)).collect()
    };
    let bomb: String = (0..40).map(|n| format!("x{}: &x{} [*x{n}, *x{n}, *x{n}, *x{n}]\n", n + 1, n + 1)).collect();
    let entities: String = (0..40).map(|n| format!("<!ENTITY x{} \"&x{n};&x{n};&x{n};&x{n};\">", n + 1)).collect();
    rows([
        ("One line of 200 MB in a script", file("bad.ts", Box::new(Endless(200 * 1024 * 1024)))),
        ("A lock file of 50 MB", file("package-lock.json", Box::new(Endless(50 * 1024 * 1024)))),
        ("One line of 2 MB in a script", text("bad.ts", &(MARK.trim_end().to_owned() + &"a".repeat(2_000_000)))),
        ("A script of one line", text("bad.js", &(MARK.trim_end().to_owned() + &"a=1;".repeat(20_000)))),
        ("JSON that is nested 50,000 deep", text("package.json", &nested("{\"a\":", "1", "}"))),
        ("YAML in brackets, 50,000 deep", text("docker-compose.yml", &("a: ".to_owned() + &nested("[", "", "]")))),
        ("YAML in lines, 1,500 deep", {
            let lines: String = (0..1500).map(|n| format!("{}a:\n", " ".repeat(n))).collect();
            text("docker-compose.yml", &lines)
        }),
        ("YAML whose aliases stand for 4⁴⁰ nodes", text("docker-compose.yml", &format!("{COMPOSE}x0: &x0 a\n{bomb}"))),
        ("TOML that is nested 50,000 deep", text("pyproject.toml", &("a = ".to_owned() + &nested("[", "", "]")))),
        ("XML that is nested 50,000 deep", text("pom.xml", &nested("<a>", "", "</a>"))),
        (
            "XML whose entities stand for 4⁴⁰ letters",
            text("pom.xml", &format!("<!DOCTYPE a [<!ENTITY x0 \"a\">{entities}]><project>&x40;{POM}</project>")),
        ),
        (
            "XML that asks for a file of the machine",
            text(
                "pom.xml",
                &format!("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><project>&x;{POM}</project>"),
            ),
        ),
        ("HCL that is nested 50,000 deep", text("main.tf", &nested("a {\n", "", "}\n"))),
        ("Code in 50,000 brackets", text("bad.ts", &(MARK.to_owned() + &nested("(\n", "1", ")\n")))),
        ("A template in a template, 50,000 deep", text("bad.ts", &(MARK.to_owned() + &nested("`${\n", "1", "}`\n")))),
        ("A string that does not end", text("bad.ts", &(MARK.to_owned() + "`" + &"aaaaaaa\n".repeat(100_000)))),
        ("50,000 strings that do not end", text("bad.py", &(PYTHON.to_owned() + &"'''\"\"\"\n".repeat(50_000)))),
        (
            "What makes a backtracking pattern blow up",
            text("bad.ts", &(MARK.to_owned() + &"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\n".repeat(30_000))),
        ),
        ("20,000 half variables", text("bad.ts", &(MARK.to_owned() + &"process.env.process.env[\n".repeat(20_000)))),
        ("Lone bytes that are no UTF-8", {
            let bytes = [MARK.as_bytes(), b"const n = 'caf\xE9 \xFF\xC0\x80';\n"].concat();
            file("bad.ts", Box::new(bytes.as_slice()))
        }),
        (
            "UTF-16 with its mark, little end first",
            file("bad.ts", Box::new(utf16(u16::to_le_bytes, b"\xFF\xFE").as_slice())),
        ),
        (
            "UTF-16 with its mark, big end first",
            file("bad.ts", Box::new(utf16(u16::to_be_bytes, b"\xFE\xFF").as_slice())),
        ),
        ("UTF-16 without its mark", file("bad.ts", Box::new(utf16(u16::to_le_bytes, b"").as_slice()))),
        ("Half a character of UTF-16 at the end", {
            let mut bytes = utf16(u16::to_le_bytes, b"\xFF\xFE");
            bytes.extend(b"\x00\xD8\x61");
            file("bad.ts", Box::new(bytes.as_slice()))
        }),
        ("A notebook that is no JSON", text("bad.ipynb", "{\"cells\": [{\"cell_type\": \"code\", \"source\": [")),
        ("60,000 variables in one file", {
            let lines: String = (0..60_000).map(|n| format!("process.env.NAME_{n};\n")).collect();
            text("bad.ts", &(MARK.to_owned() + &lines))
        }),
    ])
}

#[test]
fn the_table_is_what_hostile_input_gives() {
    let mut page = String::from(
        "# Hostile input\n\n\
         What comes of input that is out to do harm, or that lies. `engine/tests/bounds.rs` makes each of these, audits it, and\n\
         fails where this page says otherwise. Unless the whole archive is refused, the other files in it are read all the same. The\n\
         limits stand in `engine/src/limits.rs`, each with its reason.\n",
    );
    for (heading, rows) in [
        ("Archives", whole_archives()),
        ("Names", names()),
        ("Entries of an archive", entries()),
        ("Contents of a file", contents()),
    ] {
        let _ = write!(page, "\n## {heading}\n\n| input | what it gives |\n|---|---|\n");
        for (input, outcome) in rows {
            let _ = writeln!(page, "| {input} | {outcome} |");
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/hostile.md");
    let committed = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if committed != page {
        let fresh = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile.md");
        fs::write(&fresh, &page).unwrap();
        panic!("docs/hostile.md is not what the tests give. If that is right: cp {} docs/hostile.md", fresh.display());
    }
}
