//! A zip of a made-up repository, as large as is asked for: a monorepo as a code host packs it. What makes it large is files, of the
//! size that files have; what it plugs into stops growing at some thousand files, as it does in the repositories of large firms.
//!
//! The same size gives the same files each time, in the same order. The archive is written as it is made: memory holds no more
//! than its largest file and the list of its entries.

mod code;
mod random;
mod services;

use code::{Author, Language, NOUNS};
use random::Random;
use std::cell::Cell;
use std::io::{self, Seek, SeekFrom, Write};
use std::rc::Rc;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// What most bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Text that is read: nearly every byte is looked at. Files of 10 kB on average.
    Code,
    /// Pictures and the like, which are four files of five and nearly all of the bytes, as in large repositories. Files of 40 kB
    /// on average, so that 4 GiB hold some 100,000.
    Mixed,
}

impl Shape {
    /// In a word.
    pub fn word(self) -> &'static str {
        match self {
            Shape::Code => "code",
            Shape::Mixed => "mixed",
        }
    }
}

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Files in the archive.
    pub files: u64,
    /// Of these, files of text.
    pub texts: u64,
    /// Bytes of all files, unpacked.
    pub bytes: u64,
    /// Of these, bytes of text.
    pub text_bytes: u64,
    /// Bytes of the archive.
    pub packed: u64,
}

/// The folder that a code host puts all into.
const TOP: &str = "works-main";

/// Source files of a package.
const SOURCES: usize = 24;

/// Bytes of noise that pictures are cut from.
const NOISE: usize = 2 * 1024 * 1024;

/// Endings of what is no text, with the bytes at its start.
const PICTURES: [(&str, &[u8]); 5] = [
    ("png", b"\x89PNG\r\n\x1a\n"),
    ("jpg", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"),
    ("webp", b"RIFF\x00\x00\x00\x00WEBPVP8 "),
    ("woff2", b"wOF2"),
    ("pdf", b"%PDF-1.7\n"),
];

/// Writes a repository: of [`Shape::Code`], whose files are `bytes` long together; of [`Shape::Mixed`], whose archive is that long.
/// Both are a little longer, by at most a file.
pub fn write(to: impl Write + Seek, shape: Shape, bytes: u64) -> ZipResult<Written> {
    let end = Rc::new(Cell::new(0));
    let mut made = Made {
        zip: ZipWriter::new(Counted { to, at: 0, end: Rc::clone(&end) }),
        end,
        random: Random::new(bytes),
        author: Author::default(),
        noise: noise(),
        shape,
        most: bytes,
        due: 0,
        written: Written::default(),
    };
    made.top(bytes)?;
    for package in 0.. {
        if made.is_full() {
            break;
        }
        made.package(package)?;
    }
    made.zip.finish()?.flush()?;
    Ok(Written { packed: made.end.get(), ..made.written })
}

struct Made<W: Write + Seek> {
    zip: ZipWriter<Counted<W>>,
    /// How long the archive has become.
    end: Rc<Cell<u64>>,
    random: Random,
    author: Author,
    noise: Vec<u8>,
    shape: Shape,
    most: u64,
    /// Pictures that are to follow.
    due: usize,
    written: Written,
}

impl<W: Write + Seek> Made<W> {
    fn is_full(&self) -> bool {
        let length = match self.shape {
            Shape::Code => self.written.bytes,
            Shape::Mixed => self.end.get(),
        };
        length >= self.most
    }

    /// What lies at the top.
    fn top(&mut self, bytes: u64) -> ZipResult<()> {
        // As many as there will be, nearly; a small repository gets a small lock file.
        let packages = bytes as usize / (SOURCES * 10 * 1024);
        let lock = code::lock(packages, &mut self.random);
        let about = self.author.document("works", &mut self.random);
        self.text(
            "package.json",
            "{\n  \"name\": \"works\",\n  \"private\": true,\n  \"workspaces\": [\"packages/*\"]\n}\n",
        )?;
        self.text("package-lock.json", &lock)?;
        self.text("README.md", &about)?;
        self.text("docker-compose.yml", code::COMPOSE)
    }

    /// A package, or the part of it that there is room for.
    fn package(&mut self, package: usize) -> ZipResult<()> {
        let nouns = (NOUNS[package % NOUNS.len()], NOUNS[package / NOUNS.len() % NOUNS.len()]);
        let name = format!("{}-{}-{package}", nouns.0, nouns.1);
        let folder = format!("packages/{name}");
        let (file, manifest) = code::manifest(package, &name, &mut self.random);
        self.text(&format!("{folder}/{file}"), &manifest)?;
        let about = self.author.document(&name, &mut self.random);
        self.text(&format!("{folder}/README.md"), &about)?;
        if package.is_multiple_of(4) {
            let example = code::environment(package, &mut self.random);
            self.text(&format!("{folder}/.env.example"), &example)?;
        }
        if package.is_multiple_of(16) {
            self.text(&format!(".github/workflows/{name}.yml"), &code::workflow(&name))?;
        }
        let sources = if Language::of(package) == Language::Go { "internal" } else { "src" };
        for number in 0..SOURCES {
            if self.is_full() {
                break;
            }
            let (ending, text) = self.author.source(package, &mut self.random);
            let (part, noun) = (NOUNS[number / 6], NOUNS[(number * 7 + package) % NOUNS.len()]);
            self.text(&format!("{folder}/{sources}/{part}/{noun}{number}.{ending}"), &text)?;
        }
        Ok(())
    }

    /// A file of text; of a mixed repository, four pictures behind it.
    fn text(&mut self, path: &str, text: &str) -> ZipResult<()> {
        self.file(path, text.as_bytes())?;
        self.written.texts += 1;
        self.written.text_bytes += text.len() as u64;
        if self.shape == Shape::Mixed {
            self.due += 4;
        }
        while self.due > 0 && !self.is_full() {
            self.due -= 1;
            self.picture()?;
        }
        Ok(())
    }

    fn picture(&mut self) -> ZipResult<()> {
        let kilobytes = match self.random.below(10) {
            0 => 80 + self.random.below(220),
            1..=3 => 20 + self.random.below(80),
            _ => 2 + self.random.below(38),
        };
        let (ending, start) = PICTURES[self.random.below(PICTURES.len())];
        let length = kilobytes * 1024 + self.random.below(1024);
        let from = self.random.below(self.noise.len() - length);
        let mut picture = start.to_vec();
        picture.extend_from_slice(&self.noise[from..from + length]);
        let number = self.written.files;
        let path = format!("assets/{}/{number}.{ending}", NOUNS[number as usize / 200 % NOUNS.len()]);
        self.file(&path, &picture)
    }

    fn file(&mut self, path: &str, bytes: &[u8]) -> ZipResult<()> {
        // As Git packs them: everything is tried to be deflated.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(3))
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        self.zip.start_file(format!("{TOP}/{path}"), options)?;
        self.zip.write_all(bytes)?;
        self.written.files += 1;
        self.written.bytes += bytes.len() as u64;
        Ok(())
    }
}

/// Bytes that deflate by a few percent, as those of pictures do, and take as long to inflate.
fn noise() -> Vec<u8> {
    let mut random = Random::new(2);
    (0..NOISE).map(|_| if random.percent(4) { 0 } else { random.next() as u8 }).collect()
}

/// Notes how far what is written reaches.
struct Counted<W> {
    to: W,
    at: u64,
    end: Rc<Cell<u64>>,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.at += written as u64;
        self.end.set(self.end.get().max(self.at));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

impl<W: Seek> Seek for Counted<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = self.to.seek(to)?;
        Ok(self.at)
    }
}
