//! Assembly: the facts of every file become one audit.
//!
//! [`audit_archive`] and [`audit_tree`] read a source and assemble it; [`assemble`] does the second half alone, from facts.
//! Services come first (who is seen where), then versions, variables and their owners, endpoints, stores.
//! [`read_archive`] and [`read_tree`] do the same and keep what a document's claims are held against.

use crate::archive::{ArchiveError, Bytes, Tree};
use crate::audit::{Audit, SCHEMA, SourceKind};
use crate::facts::Fact;
use crate::path::{self, Role};
use serde::{Deserialize, Serialize};

mod code;
mod endpoints;
mod hosts;
mod own;
mod owners;
mod part;
mod services;
mod speakers;
mod stores;
mod variables;
mod versions;
mod watch;

pub use code::{Carried, Code, carried_documents, join, read_archive, read_tree};
pub use endpoints::{Served, served};
pub use part::{Part, read_part};
pub use services::Asked;
pub use versions::Versions;
pub use watch::{Fit, Seen, Sightings, Watch, Where};

/// What an audit is told from outside.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The day, `YYYY-MM-DD`; empty to leave it out.
    pub date: String,
    /// The source's name as the person knows it: `kalasetu-main.zip`.
    pub name: String,
}

/// How far reading is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
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
    Ok(read_archive(bytes, options, &Watch::default(), progress)?.audit)
}

/// Audits any tree of files. `bytes` is the source's size, 0 to take the sum of its files.
pub fn audit_tree(
    tree: &mut dyn Tree,
    kind: SourceKind,
    bytes: u64,
    options: &Options,
    progress: &mut dyn FnMut(&Progress) -> bool,
) -> Result<Audit, ArchiveError> {
    Ok(read_tree(tree, kind, bytes, options, &Watch::default(), progress)?.audit)
}

/// Turns the facts of files, sorted by path, into an audit without source, date and coverage.
pub fn assemble(files: &[FileRead], title: &str) -> Audit {
    let mut services = services::gather(files, title);
    speakers::settle(&mut services);
    let versions = versions::Versions::new(files);
    let mut env = variables::gather(files);
    owners::assign(&mut env, &mut services, files, title);
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
