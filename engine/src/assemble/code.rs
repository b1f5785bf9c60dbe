//! Reading a whole code base: its audit, and beside it what a document's claims are held against.

use super::watch::{Lookout, Seen, Watch};
use super::{FileRead, Options, Progress, assemble, title};
use crate::archive::{self, ArchiveError, Bytes, Choice, Entry, Tree, Visitor};
use crate::audit::{Audit, Coverage, FileFacts, Skipped, Source, SourceKind};
use crate::facts::What;
use crate::findings;
use crate::limits;
use crate::order::Arrange;
use crate::path;
use crate::read::{self, File};

/// A code base, read.
#[derive(Debug)]
pub struct Code {
    /// Its audit.
    pub audit: Audit,
    /// Its files with their facts, by path.
    pub files: Vec<FileRead>,
    /// The audit documents that it carries, the likeliest to be its own first. Their words are no evidence.
    pub documents: Vec<Carried>,
    /// What was seen of the terms that were watched for.
    pub seen: Seen,
    /// Files of which every line is blank or a comment, sorted. Only known where anything was watched for.
    pub commented_out: Vec<String>,
}

impl Code {
    /// The paths of all its files, read or not, sorted.
    pub fn listing(&self) -> Vec<&str> {
        let coverage = &self.audit.coverage;
        let read = coverage.facts.iter().map(|file| file.path.as_str());
        let mut paths: Vec<&str> = read.chain(coverage.skipped.iter().map(|file| file.path.as_str())).collect();
        paths.arrange();
        paths.dedup();
        paths
    }
}

/// An audit document that a code base carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Its path.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// Reads an archive (zip, tar, tar.gz). See [`read_tree`].
pub fn read_archive(
    bytes: Box<dyn Bytes + '_>,
    options: &Options,
    watch: &Watch,
    progress: &mut dyn FnMut(&Progress) -> bool,
) -> Result<Code, ArchiveError> {
    let size = bytes.len();
    let mut tree = archive::open(bytes)?;
    let kind = tree.kind();
    read_tree(tree.as_mut(), kind, size, options, watch, progress)
}

/// Reads any tree of files, and looks for the terms of a watch list in them. `bytes` is the source's size, 0 to take the sum
/// of its files; `progress` says whether to go on.
pub fn read_tree(
    tree: &mut dyn Tree,
    kind: SourceKind,
    bytes: u64,
    options: &Options,
    watch: &Watch,
    progress: &mut dyn FnMut(&Progress) -> bool,
) -> Result<Code, ArchiveError> {
    let mut reading = Reading {
        files: Vec::new(),
        documents: Vec::new(),
        coverage: Coverage::default(),
        progress: Progress::default(),
        lookout: Lookout::new(watch),
        commented_out: Vec::new(),
        watches: !watch.is_empty(),
        tell: progress,
    };
    tree.walk(&mut reading)?;
    let Reading { mut files, documents, mut coverage, lookout, mut commented_out, .. } = reading;
    commented_out.arrange();
    files.arrange_by(|a, b| a.path.cmp(&b.path));
    coverage.skipped.arrange();
    coverage.read = files.len() as u32;
    coverage.facts = files.iter().map(|f| FileFacts { path: f.path.clone(), facts: f.facts.len() as u32 }).collect();
    let title = title(tree.top().unwrap_or(""), &options.name);
    let bytes = if bytes == 0 { coverage.bytes } else { bytes };
    let documents = by_likelihood(documents);
    let mut audit = assemble(&files, &title);
    audit.source = Source { kind, name: options.name.clone(), bytes };
    audit.date = options.date.clone();
    audit.documents = documents.iter().map(|document| document.path.clone()).collect();
    audit.coverage = coverage;
    audit.findings = findings::find(&files, &audit);
    Ok(Code { audit, files, documents, seen: lookout.finish(), commented_out })
}

/// The audit documents that a tree carries, the likeliest to be its own first. Reads nothing else: a document must be known
/// before the code is read for its claims.
pub fn carried_documents(tree: &mut dyn Tree) -> Result<Vec<Carried>, ArchiveError> {
    let mut finding = Finding(Vec::new());
    tree.walk(&mut finding)?;
    Ok(by_likelihood(finding.0))
}

/// Whether a file is an audit document of the code base's own.
fn is_document(entry: &Entry) -> bool {
    let ours = || archive::skip(&Entry { path: entry.path.clone(), size: 0 }).is_none();
    path::is_audit_document(&entry.path) && entry.size <= limits::DOCUMENT_BYTES as u64 && ours()
}

fn document(entry: &Entry, bytes: &[u8]) -> Option<Carried> {
    archive::unfit(&entry.path, bytes)
        .is_none()
        .then(|| Carried { path: entry.path.clone(), text: archive::text_of(bytes).into_owned() })
}

/// Puts first what the usual tools write where they write it, and last what is kept as a sample.
fn by_likelihood(mut documents: Vec<Carried>) -> Vec<Carried> {
    let key = |document: &Carried| {
        let folder = path::folder(&document.path).to_ascii_lowercase();
        let sample = folder
            .split('/')
            .any(|part| ["example", "fixture", "sample", "template", "test"].iter().any(|word| part.starts_with(word)));
        (
            sample,
            !folder.ends_with(".planning/codebase"),
            !path::name(&document.path).starts_with("INTEGRATIONS"),
            !folder.split('/').any(|part| part == ".planning"),
            folder.matches('/').count(),
            document.path.clone(),
        )
    };
    documents.arrange_by_cached_key(key);
    documents.truncate(limits::DOCUMENTS);
    documents
}

/// Looks for documents only.
struct Finding(Vec<Carried>);

impl Visitor for Finding {
    fn wants(&mut self, entry: &Entry) -> bool {
        is_document(entry)
    }

    fn file(&mut self, entry: &Entry, bytes: &[u8]) {
        if self.0.len() < limits::DOCUMENTS {
            self.0.extend(document(entry, bytes));
        }
    }

    fn unreadable(&mut self, _: &Entry, _: &str) {}

    fn progress(&mut self, _: u64, _: u64) -> bool {
        true
    }
}

/// What reading a tree gathers.
struct Reading<'a> {
    files: Vec<FileRead>,
    documents: Vec<Carried>,
    coverage: Coverage,
    progress: Progress,
    lookout: Lookout<'a>,
    commented_out: Vec<String>,
    watches: bool,
    tell: &'a mut dyn FnMut(&Progress) -> bool,
}

/// Endings of text that no reader wants and in which a watched term may stand, sorted.
const LOOKED_AT: &[&str] = &[
    "bat",
    "c",
    "cc",
    "cfg",
    "cnf",
    "conf",
    "cpp",
    "cs",
    "css",
    "erl",
    "ex",
    "exs",
    "gd",
    "gradle",
    "graphql",
    "groovy",
    "h",
    "hs",
    "ini",
    "java",
    "json",
    "json5",
    "jsonc",
    "kt",
    "kts",
    "less",
    "lua",
    "m",
    "mm",
    "nix",
    "php",
    "pl",
    "plist",
    "properties",
    "proto",
    "ps1",
    "r",
    "rb",
    "rs",
    "sass",
    "scala",
    "scss",
    "sol",
    "sql",
    "swift",
    "toml",
    "tres",
    "tscn",
    "xml",
    "yaml",
    "yml",
    "zig",
];

/// Most bytes of such a file. Longer ones are data.
const LOOKED_AT_BYTES: u64 = 256 * 1024;

/// Why a file is not read that no reader wants.
const NO_READER: &str = "no reader";

fn is_looked_at(entry: &Entry) -> bool {
    let ending = path::extension(&entry.path).to_ascii_lowercase();
    entry.size <= LOOKED_AT_BYTES && LOOKED_AT.binary_search(&ending.as_str()).is_ok()
}

/// Whether every line is blank or a comment, and some line is one.
fn is_commented_out(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_start).filter(|line| !line.is_empty()).peekable();
    lines.peek().is_some() && lines.all(|line| line.starts_with('#') || line.starts_with("//"))
}

impl Visitor for Reading<'_> {
    fn wants(&mut self, entry: &Entry) -> bool {
        self.coverage.files += 1;
        self.coverage.bytes = self.coverage.bytes.saturating_add(entry.size);
        let choice = archive::choose(entry);
        if let Choice::Skip(reason) = choice {
            self.coverage.skipped.push(Skipped { path: entry.path.clone(), reason: reason.into() });
            let looked_at = self.watches && reason == NO_READER && is_looked_at(entry);
            return looked_at || self.documents.len() < limits::DOCUMENTS && is_document(entry);
        }
        self.progress.of_files += 1;
        true
    }

    fn file(&mut self, entry: &Entry, bytes: &[u8]) {
        if is_document(entry) {
            if self.documents.len() < limits::DOCUMENTS {
                self.documents.extend(document(entry, bytes));
            }
            return;
        }
        let fit = archive::unfit(&entry.path, bytes);
        if archive::choose(entry) != Choice::Read {
            if fit.is_none() {
                self.lookout.look(&entry.path, &archive::text_of(bytes), false);
            }
            return;
        }
        self.progress.files += 1;
        self.progress.path.clone_from(&entry.path);
        if let Some(reason) = fit {
            self.coverage.skipped.push(Skipped { path: entry.path.clone(), reason: reason.into() });
            return;
        }
        let text = archive::text_of(bytes);
        let (facts, error) = read::read(&File { path: &entry.path, text: &text });
        if let Some(error) = error {
            self.coverage.skipped.push(Skipped { path: entry.path.clone(), reason: error.to_string() });
        }
        // What people write about the code proves nothing of it, and a lock names what others ask for.
        let lock = facts.iter().any(|fact| matches!(fact.what, What::Locked { .. }));
        if self.watches && !lock && !read::is_document(&entry.path) {
            let manifest = facts.iter().any(|fact| matches!(fact.what, What::Dependency { .. }));
            self.lookout.look(&entry.path, &text, manifest);
        }
        if self.watches && is_commented_out(&text) {
            self.commented_out.push(entry.path.clone());
        }
        let role = path::role(&entry.path);
        let names = findings::spelled(&entry.path, role, &text);
        self.files.push(FileRead { path: entry.path.clone(), role, facts, names });
    }

    fn unreadable(&mut self, entry: &Entry, reason: &str) {
        self.coverage.skipped.push(Skipped { path: entry.path.clone(), reason: reason.into() });
    }

    fn progress(&mut self, done: u64, of: u64) -> bool {
        self.progress.bytes = done;
        self.progress.of_bytes = of;
        (self.tell)(&self.progress)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_sorted() {
        assert!(LOOKED_AT.is_sorted());
    }

    #[test]
    fn the_document_that_tools_write_comes_first() {
        let documents = [
            "INTEGRATIONS.md",
            "templates/INTEGRATIONS.md",
            "docs/integrations.md",
            "a/.planning/codebase/INTEGRATIONS.md",
        ];
        let documents = documents.map(|path| Carried { path: path.into(), text: String::new() });
        let sorted: Vec<_> = by_likelihood(documents.into()).into_iter().map(|document| document.path).collect();
        assert_eq!(
            sorted,
            [
                "a/.planning/codebase/INTEGRATIONS.md",
                "INTEGRATIONS.md",
                "docs/integrations.md",
                "templates/INTEGRATIONS.md"
            ]
        );
    }
}
