//! What the command line is given to read.

use crate::disk;
use patchbay_engine::archive::{self, Folder, Share, Tree};
use patchbay_engine::assemble::{
    Carried, Code, FileRead, Options, Part, Watch, carried_documents, join, read_part, read_tree,
};
use patchbay_engine::audit::Audit;
use patchbay_engine::{limits, markdown, saved, share};
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::thread;

/// What an input is, by its name and what lies there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A folder of code.
    Folder,
    /// A zip or a tarball of code.
    Archive,
    /// An audit document in Markdown.
    Document,
    /// An audit as JSON.
    Audit,
    /// A share link, or a file that holds one.
    Link,
}

/// What an input is. The error is a sentence behind its name.
pub fn kind(input: &Path) -> Result<Kind, String> {
    if typed(input).is_some() {
        return Ok(Kind::Link);
    }
    let meta = fs::metadata(input).map_err(|e| not_opened(&e))?;
    // To open a pipe is to wait for whoever writes to it.
    if !meta.is_dir() && !meta.is_file() {
        return Err("is neither a file nor a folder".to_owned());
    }
    let ending = input.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    Ok(match ending.as_str() {
        _ if meta.is_dir() => Kind::Folder,
        "md" | "markdown" => Kind::Document,
        "json" => Kind::Audit,
        "link" | "url" | "txt" => Kind::Link,
        _ => Kind::Archive,
    })
}

/// The link that an input is itself, rather than the name of a file.
fn typed(input: &Path) -> Option<&str> {
    share::find(input.to_str()?).filter(|_| !input.exists())
}

/// How an input is called in a sentence: a link is too long to be repeated.
pub fn shown(input: &Path) -> String {
    if typed(input).is_some() { "the link".to_owned() } else { input.display().to_string() }
}

/// The audits of a share link. The error is a sentence behind its name.
pub fn link(input: &Path) -> Result<Vec<Audit>, String> {
    let open = |text: &str| share::decode(text).map_err(|e| e.to_string());
    if let Some(text) = typed(input) {
        return open(text);
    }
    let bytes = start(input, limits::LINK_CHARS + limits::PATH_BYTES)?;
    let text = String::from_utf8_lossy(&bytes);
    match text.split_whitespace().find_map(share::find) {
        Some(text) => open(text),
        None => Err(format!("holds no link: none of its words has `#{}`", share::KEY)),
    }
}

/// The audits of any input: one, or those of a link. `complain` is told what else is left out.
pub fn audits(input: &Path, date: &str, complain: &mut dyn FnMut(&str)) -> Result<Vec<Audit>, String> {
    Ok(match kind(input)? {
        Kind::Link => link(input)?,
        Kind::Document => vec![document(input, date)?],
        Kind::Audit => vec![audit(input)?],
        kind @ (Kind::Folder | Kind::Archive) => {
            let options = Options { date: date.to_owned(), name: name(input) };
            vec![tree(input, kind, complain)?.read(&options, &Watch::default())?.audit]
        }
    })
}

/// The audits of all inputs; `None` where one cannot be read, after each such was told: none is left out in silence.
pub fn all(inputs: &[PathBuf], date: &str, complain: &mut dyn FnMut(&str)) -> Option<Vec<Audit>> {
    let mut all = Some(Vec::new());
    for input in inputs {
        match audits(input, date, complain) {
            Ok(found) => all.iter_mut().for_each(|all| all.extend_from_slice(&found)),
            Err(why) => {
                complain(&format!("{} {why}", shown(input)));
                all = None;
            }
        }
    }
    all
}

/// Reads an audit document.
pub fn document(input: &Path, date: &str) -> Result<Audit, String> {
    parse(&start(input, limits::DOCUMENT_BYTES)?, &name(input), date)
}

/// Reads the text of an audit document.
pub fn parse(bytes: &[u8], name: &str, date: &str) -> Result<Audit, String> {
    let options = markdown::Options { name: name.to_owned(), date: date.to_owned() };
    markdown::read(bytes, &options).map_err(|e| e.to_string())
}

/// Reads an audit that was saved as JSON.
pub fn audit(input: &Path) -> Result<Audit, String> {
    saved::read(&start(input, limits::AUDIT_BYTES)?).map_err(|e| e.to_string())
}

/// The bytes of a file, to one past the most that are read: so much tells that there are too many.
fn start(input: &Path, most: usize) -> Result<Vec<u8>, String> {
    let file = File::open(input).map_err(|e| not_opened(&e))?;
    let mut bytes = Vec::new();
    file.take(most as u64 + 1).read_to_end(&mut bytes).map_err(|e| not_opened(&e))?;
    Ok(bytes)
}

/// Bytes of an archive for each thread that reads in it. For less it is not worth opening once more.
const BYTES_EACH: u64 = 1024 * 1024;

/// A code base, opened.
pub struct Opened {
    tree: Box<dyn Tree>,
    bytes: u64,
    /// Where it lies, of an archive.
    archive: Option<PathBuf>,
}

impl Opened {
    /// Reads it; a large archive with a thread for each core.
    pub fn read(&mut self, options: &Options, watch: &Watch) -> Result<Code, String> {
        let cores = thread::available_parallelism().map_or(1, usize::from) as u64;
        let readers = cores.min(self.bytes / BYTES_EACH) as u32;
        if let Some(archive) = self.archive.as_deref().filter(|_| readers > 1) {
            return shared(archive, readers, self.bytes, options, watch);
        }
        let kind = self.tree.kind();
        read_tree(self.tree.as_mut(), kind, self.bytes, options, watch, &mut |_| true).map_err(|e| e.to_string())
    }

    /// The audit documents that it carries.
    pub fn documents(&mut self) -> Result<Vec<Carried>, String> {
        carried_documents(self.tree.as_mut()).map_err(|e| e.to_string())
    }
}

/// Reads an archive with several threads, of which each opens it anew and reads its share.
fn shared(path: &Path, readers: u32, bytes: u64, options: &Options, watch: &Watch) -> Result<Code, String> {
    let read = |share: Share| -> Result<(Vec<FileRead>, Part), String> {
        let (mut tree, _) = opened(path)?;
        let mut files = Vec::new();
        let part = read_part(tree.as_mut(), share, watch, &mut |file| files.push(file), &mut |_| true);
        part.map(|part| (files, part)).map_err(|e| e.to_string())
    };
    let (mut files, mut parts) = (Vec::new(), Vec::new());
    thread::scope(|scope| {
        let shares = (0..readers).filter_map(|index| Share::new(index, readers));
        let threads: Vec<_> = shares.map(|share| scope.spawn(move || read(share))).collect();
        for thread in threads {
            let (found, part) = thread.join().map_err(|_| "could not be read: Patchbay itself failed on it")??;
            files.extend(found);
            parts.push(part);
        }
        Ok::<(), String>(())
    })?;
    Ok(join(files, parts, bytes, options, watch))
}

/// An archive, and its size.
fn opened(path: &Path) -> Result<(Box<dyn Tree>, u64), String> {
    let file = disk::OpenFile::open(path).map_err(|e| not_opened(&e))?;
    let bytes = archive::Bytes::len(&file);
    archive::open(Box::new(file)).map(|tree| (tree, bytes)).map_err(|e| e.to_string())
}

/// Opens a code base. `complain` is told what is left out.
pub fn tree(input: &Path, kind: Kind, complain: &mut dyn FnMut(&str)) -> Result<Opened, String> {
    if kind == Kind::Folder {
        let files = disk::files(input, &name(input), complain).map_err(|e| not_opened(&e))?;
        let folder = Folder::new(files).map_err(|e| e.to_string())?;
        let bytes = folder.bytes();
        return Ok(Opened { tree: Box::new(folder), bytes, archive: None });
    }
    let (tree, bytes) = opened(input)?;
    Ok(Opened { tree, bytes, archive: Some(input.to_owned()) })
}

fn not_opened(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "is not there".to_owned(),
        _ => format!("could not be opened: {error}"),
    }
}

/// The last part of an input's path, also of one like `.`.
pub fn name(input: &Path) -> String {
    if typed(input).is_some() {
        return "link".to_owned();
    }
    let last = |path: &Path| path.file_name().map(|name| name.to_string_lossy().into_owned());
    last(input).or_else(|| last(&fs::canonicalize(input).ok()?)).unwrap_or_else(|| "input".to_owned())
}

/// An input's name without what tells its format: `app-main` of `app-main.zip`.
pub fn stem(input: &Path) -> String {
    let name = name(input);
    if input.is_dir() {
        return name;
    }
    let lower = name.to_ascii_lowercase();
    let ending = [".tar.gz", ".tgz", ".tar", ".zip", ".md", ".markdown", ".json", ".link", ".url", ".txt"]
        .iter()
        .find(|ending| lower.ends_with(*ending));
    let end = ending.map_or(name.len(), |ending| name.len() - ending.len());
    name.get(..end).filter(|stem| !stem.is_empty()).unwrap_or(&name).to_owned()
}
