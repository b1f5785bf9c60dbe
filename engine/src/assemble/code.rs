//! Reading a whole code base: its audit, and beside it what a document's claims are held against.

use super::part::{Part, read_part};
use super::watch::{Seen, Watch};
use super::{FileRead, Options, Progress, assemble, title};
use crate::archive::{self, ArchiveError, Bytes, Entry, Share, Tree, Visitor};
use crate::audit::{Audit, Coverage, FileFacts, Skipped, Source, SourceKind};
use crate::findings;
use crate::limits;
use crate::order::Arrange;
use crate::path;
use serde::{Deserialize, Serialize};

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    let mut files = Vec::new();
    let part = read_part(tree, Share::ALL, watch, &mut |file| files.push(file), progress)?;
    Ok(join(files, vec![Part { kind, ..part }], bytes, options, watch))
}

/// Makes one code base of its files, in any order, and of what else each of its readers has read of it, by their shares.
/// `bytes` is the source's size, 0 to take the sum of its files; `watch` is what all of them watched for.
pub fn join(mut files: Vec<FileRead>, parts: Vec<Part>, bytes: u64, options: &Options, watch: &Watch) -> Code {
    let mut coverage = Coverage { read: files.len() as u32, ..Coverage::default() };
    let (mut documents, mut commented_out, mut glimpses) = (Vec::new(), Vec::new(), Vec::new());
    let (mut kind, mut top) = (SourceKind::default(), String::new());
    for part in parts {
        (kind, top) = (part.kind, part.top);
        coverage.files += part.files;
        coverage.bytes = coverage.bytes.saturating_add(part.bytes);
        coverage.skipped.extend(part.skipped.into_iter().map(|(path, reason)| Skipped { path, reason }));
        documents.extend(part.documents);
        commented_out.extend(part.commented_out);
        glimpses.push(part.glimpses);
    }
    commented_out.arrange();
    files.arrange_by(|a, b| a.path.cmp(&b.path));
    coverage.skipped.arrange();
    coverage.facts = files.iter().map(|f| FileFacts { path: f.path.clone(), facts: f.facts.len() as u32 }).collect();
    let bytes = if bytes == 0 { coverage.bytes } else { bytes };
    let documents = by_likelihood(documents);
    let mut audit = assemble(&files, &title(&top, &options.name));
    audit.source = Source { kind, name: options.name.clone(), bytes };
    audit.date = options.date.clone();
    audit.documents = documents.iter().map(|document| document.path.clone()).collect();
    audit.coverage = coverage;
    audit.findings = findings::find(&files, &audit);
    Code { audit, files, documents, seen: Seen::new(watch, glimpses), commented_out }
}

/// The audit documents that a tree carries, the likeliest to be its own first. Reads nothing else: a document must be known
/// before the code is read for its claims.
pub fn carried_documents(tree: &mut dyn Tree) -> Result<Vec<Carried>, ArchiveError> {
    let mut finding = Finding::default();
    tree.walk(Share::ALL, &mut finding)?;
    Ok(by_likelihood(finding.documents))
}

/// Whether a file is an audit document of the code base's own.
pub(super) fn is_document(entry: &Entry) -> bool {
    let ours = || archive::skip(&Entry { path: entry.path.clone(), size: 0 }).is_none();
    path::is_audit_document(&entry.path) && entry.size <= limits::DOCUMENT_BYTES as u64 && ours()
}

/// A file as an audit document; `None` where it is no text.
pub(super) fn document(entry: &Entry, bytes: &[u8]) -> Option<Carried> {
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
#[derive(Default)]
struct Finding {
    listed: usize,
    documents: Vec<Carried>,
}

impl Visitor for Finding {
    fn wants(&mut self, entry: &Entry) -> bool {
        let wanted = self.listed < limits::DOCUMENTS && is_document(entry);
        self.listed += usize::from(wanted);
        wanted
    }

    fn file(&mut self, entry: &Entry, bytes: &[u8]) {
        self.documents.extend(document(entry, bytes));
    }

    fn unreadable(&mut self, _: &Entry, _: &str) {}

    fn progress(&mut self, _: u64, _: u64) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
