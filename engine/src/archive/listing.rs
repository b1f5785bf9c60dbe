//! The list of a source's files: paths brought to one form, and the single top folder taken off.

use super::{Entry, Share, Visitor};
use crate::{limits, visible};
use std::collections::HashMap;

/// Folders that archivers add and that are no part of a code base.
const FOREIGN_TOPS: &[&str] = &["__MACOSX"];

/// Every file of a source, each with what its source needs to find its bytes again.
#[derive(Debug)]
pub(super) struct Listing<K> {
    /// The files, in the source's order.
    pub files: Vec<(Entry, K)>,
    /// The folder that all of them lay in.
    pub top: Option<String>,
    refused: Vec<(Entry, &'static str)>,
    by_path: HashMap<String, usize>,
}

impl<K> Listing<K> {
    /// An empty list.
    pub fn new() -> Self {
        Self { files: Vec::new(), top: None, refused: Vec::new(), by_path: HashMap::new() }
    }

    /// Adds a file. Of two with one path the later one counts, as it does for whoever unpacks the archive.
    pub fn add(&mut self, path: &str, size: u64, key: K) {
        match cleaned(path) {
            Ok(None) => {}
            Ok(Some(path)) => {
                if let Some(&at) = self.by_path.get(&path) {
                    if let Some(slot) = self.files.get_mut(at) {
                        *slot = (Entry { path, size }, key);
                    }
                } else {
                    self.by_path.insert(path.clone(), self.files.len());
                    self.files.push((Entry { path, size }, key));
                }
            }
            Err(reason) => {
                let end = path.floor_char_boundary(limits::PATH_BYTES.min(200));
                let path = visible::spelled(path.get(..end).unwrap_or_default()).into_owned();
                self.refused.push((Entry { path, size }, reason));
            }
        }
    }

    /// How many files were added, refused ones too.
    pub fn len(&self) -> usize {
        self.files.len() + self.refused.len()
    }

    /// Takes the top folder off every path, if all share one. Call once, when all are added.
    pub fn finish(&mut self) {
        self.by_path = HashMap::new();
        let Some((top, _)) = self.files.first().and_then(|(entry, _)| entry.path.split_once('/')) else { return };
        let top = top.to_owned();
        let inside = |path: &str| path.strip_prefix(top.as_str()).is_some_and(|rest| rest.starts_with('/'));
        if !self.files.iter().all(|(entry, _)| inside(&entry.path)) {
            return;
        }
        for (entry, _) in &mut self.files {
            entry.path.drain(..=top.len());
        }
        self.top = Some(top);
    }

    /// Tells of the files that were refused for their paths; only the first share does.
    pub fn tell_refused(&self, share: Share, visitor: &mut dyn Visitor) {
        for (entry, reason) in self.refused.iter().filter(|_| share.is_first()) {
            visitor.unreadable(entry, reason);
        }
    }
}

/// A path with `/` between its parts and without empty parts, `.` and a leading `/`, in which nothing hides; `None` for what is no file of the code
/// base; an error for what is no path at all.
fn cleaned(path: &str) -> Result<Option<String>, &'static str> {
    if path.len() > limits::PATH_BYTES {
        return Err("its path is too long");
    }
    if path.contains('\0') {
        return Err("its path has a NUL byte in it");
    }
    let mut clean = String::with_capacity(path.len());
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => return Err("its path leads out of the archive"),
            _ => {
                if !clean.is_empty() {
                    clean.push('/');
                }
                clean.push_str(part);
            }
        }
    }
    let top = clean.split('/').next().unwrap_or_default();
    if clean.is_empty() || FOREIGN_TOPS.contains(&top) {
        Ok(None)
    } else {
        Ok(Some(visible::spelled(&clean).into_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(given: &[&str]) -> (Vec<String>, Option<String>, usize) {
        let mut listing = Listing::new();
        for path in given {
            listing.add(path, 1, ());
        }
        listing.finish();
        let refused = listing.refused.len();
        (listing.files.into_iter().map(|(entry, ())| entry.path).collect(), listing.top, refused)
    }

    #[test]
    fn the_single_top_folder_is_taken_off() {
        let (files, top, _) = paths(&["app-main/a.ts", "app-main/src/b.ts"]);
        assert_eq!((files, top.as_deref()), (vec!["a.ts".into(), "src/b.ts".into()], Some("app-main")));
    }

    #[test]
    fn a_file_beside_the_folder_keeps_all_paths_whole() {
        for beside in ["README.md", "application/c.ts", "app"] {
            let (files, top, _) = paths(&["app/a.ts", beside]);
            assert_eq!((files, top), (vec!["app/a.ts".to_owned(), beside.to_owned()], None));
        }
    }

    #[test]
    fn what_an_archiver_adds_does_not_count() {
        let (files, top, refused) = paths(&["app/a.ts", "__MACOSX/app/._a.ts"]);
        assert_eq!((files, top.as_deref(), refused), (vec!["a.ts".into()], Some("app"), 0));
    }

    #[test]
    fn paths_come_to_one_form() {
        let (files, _, refused) = paths(&["/etc/x", "a\\b\\c.cs", "./d//e", "a/b/c.cs", "", "/"]);
        assert_eq!((files, refused), (vec!["etc/x".into(), "a/b/c.cs".into(), "d/e".into()], 0));
    }

    #[test]
    fn paths_that_lead_astray_are_refused() {
        let long = format!("{}é", "x/".repeat(limits::PATH_BYTES));
        let (files, _, refused) = paths(&["../a", "b/../../c", "nul\0byte", &long]);
        assert_eq!((files.len(), refused), (0, 4));
    }

    #[test]
    fn nothing_hides_in_a_path() {
        let (files, _, _) = paths(&["a/\u{202e}st.dab", "a/\u{1b}[2J", "b"]);
        assert_eq!(files, ["a/\\u{202e}st.dab", "a/\\u{1b}[2J", "b"]);
    }

    #[test]
    fn of_two_files_with_one_path_the_later_counts() {
        let mut listing = Listing::new();
        listing.add("a/b", 1, "first");
        listing.add("a/c", 1, "other");
        listing.add("a//b", 2, "second");
        assert_eq!(
            listing.files.iter().map(|(entry, key)| (entry.size, *key)).collect::<Vec<_>>(),
            [(2, "second"), (1, "other")]
        );
    }
}
