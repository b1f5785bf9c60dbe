//! Reading a part of a code base. Several readers may share one source: each reads its own part, in its own thread or worker,
//! and [`super::join`] makes one of them. What comes of it does not depend on how many there were.

use super::code::{Carried, document, is_document};
use super::watch::{Glimpses, Lookout, Watch};
use super::{FileRead, Progress};
use crate::archive::{self, ArchiveError, Choice, Entry, Share, Tree, Visitor};
use crate::audit::SourceKind;
use crate::facts::What;
use crate::findings;
use crate::limits;
use crate::path;
use crate::read::{self, File};
use serde::{Deserialize, Serialize};

/// What one reader has read of a code base, but for the facts of its files, which it hands on one by one. It can be sent to
/// another thread or worker in any of serde's compact formats.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Part {
    /// What kind of source it is.
    pub(super) kind: SourceKind,
    /// The single top folder; empty where there is none.
    pub(super) top: String,
    /// Files in the source; told by the first share alone, 0 in others.
    pub(super) files: u32,
    /// Their bytes; told by the first share alone.
    pub(super) bytes: u64,
    /// Files that were not read, or not to the end, with the reason.
    pub(super) skipped: Vec<(String, String)>,
    /// The audit documents among them.
    pub(super) documents: Vec<Carried>,
    /// What was seen of the terms that were watched for.
    pub(super) glimpses: Glimpses,
    /// Files of which every line is blank or a comment.
    pub(super) commented_out: Vec<String>,
}

/// Reads one share of a tree's files, and looks for the terms of a watch list in them. Each file that was read is handed to
/// `take`, in the source's order; `progress` says whether to go on.
pub fn read_part(
    tree: &mut dyn Tree,
    share: Share,
    watch: &Watch,
    take: &mut dyn FnMut(FileRead),
    progress: &mut dyn FnMut(&Progress) -> bool,
) -> Result<Part, ArchiveError> {
    let mut reading = Reading {
        part: Part::default(),
        share,
        progress: Progress::default(),
        listed_documents: 0,
        lookout: Lookout::new(watch),
        watches: !watch.is_empty(),
        take,
        tell: progress,
    };
    tree.walk(share, &mut reading)?;
    let Reading { part, lookout, .. } = reading;
    let top = tree.top().unwrap_or_default().to_owned();
    Ok(Part { kind: tree.kind(), top, glimpses: lookout.finish(), ..part })
}

/// What reading a tree gathers.
struct Reading<'a> {
    part: Part,
    share: Share,
    progress: Progress,
    /// Audit documents among what was listed, whoever reads them.
    listed_documents: usize,
    lookout: Lookout<'a>,
    watches: bool,
    take: &'a mut dyn FnMut(FileRead),
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

impl Reading<'_> {
    fn skip(&mut self, entry: &Entry, reason: &str) {
        self.part.skipped.push((entry.path.clone(), reason.to_owned()));
    }
}

impl Visitor for Reading<'_> {
    fn wants(&mut self, entry: &Entry) -> bool {
        let choice = archive::choose(entry);
        if self.share.is_first() {
            self.part.files += 1;
            self.part.bytes = self.part.bytes.saturating_add(entry.size);
            if let Choice::Skip(reason) = choice {
                self.skip(entry, reason);
            }
        }
        let Choice::Skip(reason) = choice else {
            self.progress.of_files += 1;
            return true;
        };
        let document = self.listed_documents < limits::DOCUMENTS && is_document(entry);
        self.listed_documents += usize::from(document);
        document || self.watches && reason == NO_READER && is_looked_at(entry)
    }

    fn file(&mut self, entry: &Entry, bytes: &[u8]) {
        if is_document(entry) {
            self.part.documents.extend(document(entry, bytes));
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
            return self.skip(entry, reason);
        }
        let text = archive::text_of(bytes);
        let (facts, error) = read::read(&File { path: &entry.path, text: &text });
        if let Some(error) = error {
            self.skip(entry, &error.to_string());
        }
        // What people write about the code proves nothing of it, and a lock names what others ask for.
        let lock = facts.iter().any(|fact| matches!(fact.what, What::Locked { .. }));
        if self.watches && !lock && !read::is_document(&entry.path) {
            let manifest = facts.iter().any(|fact| matches!(fact.what, What::Dependency { .. }));
            self.lookout.look(&entry.path, &text, manifest);
        }
        if self.watches && is_commented_out(&text) {
            self.part.commented_out.push(entry.path.clone());
        }
        let role = path::role(&entry.path);
        let names = findings::spelled(&entry.path, role, &text);
        (self.take)(FileRead { path: entry.path.clone(), role, facts, names });
    }

    fn unreadable(&mut self, entry: &Entry, reason: &str) {
        self.skip(entry, reason);
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
}
