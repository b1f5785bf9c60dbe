//! Assembly: the facts of every file become one audit.

use crate::archive::{self, ArchiveError, Bytes, Tree};
use crate::audit::{Audit, Source, SourceKind};

/// What an audit is told from outside.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The day, `YYYY-MM-DD`; empty to leave it out.
    pub date: String,
    /// The source's name as the person knows it: `kalasetu-main.zip`.
    pub name: String,
}

/// How far reading is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// The file just read.
    pub path: String,
    /// Files read so far.
    pub files: u32,
    /// Files to read in all; 0 while unknown.
    pub of_files: u32,
    /// Bytes done, in the source's own measure.
    pub bytes: u64,
    /// Bytes in all.
    pub of_bytes: u64,
}

/// Audits an archive (zip, tar, tar.gz).
pub fn audit_archive(
    bytes: Box<dyn Bytes + '_>,
    options: &Options,
    progress: &mut dyn FnMut(&Progress) -> bool,
) -> Result<Audit, ArchiveError> {
    let size = bytes.len();
    let mut tree = archive::open(bytes)?;
    audit_tree(tree.as_mut(), SourceKind::Zip, size, options, progress)
}

/// Audits any tree of files.
pub fn audit_tree(
    _tree: &mut dyn Tree,
    kind: SourceKind,
    bytes: u64,
    options: &Options,
    _progress: &mut dyn FnMut(&Progress) -> bool,
) -> Result<Audit, ArchiveError> {
    Ok(Audit { source: Source { kind, name: options.name.clone(), bytes }, ..Audit::default() })
}
