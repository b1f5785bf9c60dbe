//! Assembly: the facts of every file become one audit.
//!
//! [`audit_archive`] and [`audit_tree`] read a source and assemble it; [`assemble`] does the second half alone, from facts.
//! Services come first (who is seen where), then versions, variables and their owners, endpoints, stores.

use crate::archive::{self, ArchiveError, Bytes, Choice, Entry, Tree, Visitor};
use crate::audit::{Audit, Coverage, FileFacts, SCHEMA, Skipped, Source, SourceKind};
use crate::facts::Fact;
use crate::findings;
use crate::path::{self, Role};
use crate::read::{self, File};

mod endpoints;
mod hosts;
mod owners;
mod services;
mod speakers;
mod stores;
mod variables;
mod versions;

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

/// A file with its facts.
#[derive(Debug, Clone)]
pub struct FileRead {
    /// Its path from the top of the code base.
    pub path: String,
    /// The part it plays.
    pub role: Role,
    /// What it shows, by place.
    pub facts: Vec<Fact>,
    /// The names in capitals that it spells, as [`findings::spelled`] gives them.
    pub names: Box<[u64]>,
}

/// Audits an archive (zip, tar, tar.gz). `progress` says whether to go on.
pub fn audit_archive(
    bytes: Box<dyn Bytes + '_>,
    options: &Options,
    progress: &mut dyn FnMut(&Progress) -> bool,
) -> Result<Audit, ArchiveError> {
    let size = bytes.len();
    let mut tree = archive::open(bytes)?;
    let kind = tree.kind();
    audit_tree(tree.as_mut(), kind, size, options, progress)
}

/// Audits any tree of files. `bytes` is the source's size, 0 to take the sum of its files.
pub fn audit_tree(
    tree: &mut dyn Tree,
    kind: SourceKind,
    bytes: u64,
    options: &Options,
    progress: &mut dyn FnMut(&Progress) -> bool,
) -> Result<Audit, ArchiveError> {
    let mut reading =
        Reading { files: Vec::new(), coverage: Coverage::default(), progress: Progress::default(), tell: progress };
    tree.walk(&mut reading)?;
    let Reading { mut files, mut coverage, .. } = reading;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    coverage.skipped.sort();
    coverage.read = files.len() as u32;
    coverage.facts = files.iter().map(|f| FileFacts { path: f.path.clone(), facts: f.facts.len() as u32 }).collect();
    let title = title(tree.top().unwrap_or(""), &options.name);
    let bytes = if bytes == 0 { coverage.bytes } else { bytes };
    let mut audit = assemble(&files, &title);
    audit.source = Source { kind, name: options.name.clone(), bytes };
    audit.date = options.date.clone();
    audit.coverage = coverage;
    audit.findings = findings::find(&files, &audit);
    Ok(audit)
}

/// Turns the facts of files, sorted by path, into an audit without source, date and coverage.
pub fn assemble(files: &[FileRead], title: &str) -> Audit {
    let mut services = services::gather(files, title);
    speakers::settle(&mut services);
    let versions = versions::Versions::new(files);
    let mut env = variables::gather(files);
    owners::assign(&mut env, &mut services, files);
    let endpoints = endpoints::gather(files, &services);
    endpoints::name_callers(&endpoints, &mut services);
    let stores = stores::gather(files, &services);
    Audit {
        schema: SCHEMA.into(),
        title: title.into(),
        generator: concat!("patchbay ", env!("CARGO_PKG_VERSION")).into(),
        services: services.finish(&versions),
        env,
        endpoints,
        stores,
        ..Audit::default()
    }
}

/// The code base's name: the top folder without the branch or commit that code hosts append, else the file's stem.
fn title(top: &str, name: &str) -> String {
    let stem = path::name(name.trim_end_matches('/'));
    let stem = [".zip", ".tar.gz", ".tgz", ".tar"].iter().find_map(|e| stem.strip_suffix(e)).unwrap_or(stem);
    let base = if top.is_empty() { stem } else { top };
    match base.rsplit_once('-') {
        Some((rest, "main" | "master" | "HEAD" | "develop")) if !rest.is_empty() => rest.into(),
        Some((rest, hash)) if !rest.is_empty() && hash.len() >= 7 && is_hash(hash) => rest.into(),
        _ => base.into(),
    }
}

fn is_hash(text: &str) -> bool {
    text.len() <= 40 && text.bytes().all(|b| b.is_ascii_hexdigit()) && text.bytes().any(|b| b.is_ascii_digit())
}

/// What reading a tree gathers.
struct Reading<'a> {
    files: Vec<FileRead>,
    coverage: Coverage,
    progress: Progress,
    tell: &'a mut dyn FnMut(&Progress) -> bool,
}

impl Visitor for Reading<'_> {
    fn wants(&mut self, entry: &Entry) -> bool {
        self.coverage.files += 1;
        self.coverage.bytes = self.coverage.bytes.saturating_add(entry.size);
        match archive::choose(entry) {
            Choice::Read => {
                self.progress.of_files += 1;
                true
            }
            Choice::Skip(reason) => {
                self.coverage.skipped.push(Skipped { path: entry.path.clone(), reason: reason.into() });
                false
            }
        }
    }

    fn file(&mut self, entry: &Entry, bytes: &[u8]) {
        self.progress.files += 1;
        self.progress.path.clone_from(&entry.path);
        if let Some(reason) = archive::unfit(&entry.path, bytes) {
            self.coverage.skipped.push(Skipped { path: entry.path.clone(), reason: reason.into() });
            return;
        }
        let text = archive::text_of(bytes);
        let (facts, error) = read::read(&File { path: &entry.path, text: &text });
        if let Some(error) = error {
            self.coverage.skipped.push(Skipped { path: entry.path.clone(), reason: error.to_string() });
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
    use super::title;

    #[test]
    fn titles() {
        for (top, name, expected) in [
            ("kalasetu-main", "x.zip", "kalasetu"),
            ("VLVT-c8423a3", "x.zip", "VLVT"),
            ("", "my-app.tar.gz", "my-app"),
            ("", "code/my-app/", "my-app"),
            ("get-started", "x.zip", "get-started"),
        ] {
            assert_eq!(title(top, name), expected);
        }
    }
}
