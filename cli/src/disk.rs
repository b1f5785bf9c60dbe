//! Files and folders on disk, as the engine takes them.

use patchbay_engine::archive::Bytes;
use patchbay_engine::limits;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// A file that stays open.
pub struct OpenFile {
    file: File,
    len: u64,
}

impl OpenFile {
    /// Opens it.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let len = file.metadata()?.len();
        Ok(Self { file, len })
    }
}

impl Bytes for OpenFile {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(buffer)
    }
}

/// A file of a folder: opened each time it is read, since there may be more than a process may hold open.
struct ListedFile {
    path: PathBuf,
    len: u64,
}

impl Bytes for ListedFile {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        OpenFile::open(&self.path)?.read_at(offset, buffer)
    }
}

/// A file as [`patchbay_engine::archive::Folder`] takes it.
type Listed = (String, Box<dyn Bytes>);

/// Every file below a folder, sorted, each with its path behind `name`. Links are not followed, and what git keeps is left out.
/// Stops one past the most files that are read. A folder below that cannot be listed costs only itself: `complain` is told.
pub fn files(folder: &Path, name: &str, complain: &mut dyn FnMut(&str)) -> io::Result<Vec<Listed>> {
    let mut files: Vec<Listed> = Vec::new();
    let mut folders = vec![(folder.to_owned(), name.to_owned())];
    while let Some((folder, place)) = folders.pop() {
        let listed = match fs::read_dir(&folder).and_then(|entries| entries.collect::<io::Result<Vec<_>>>()) {
            Ok(listed) => listed,
            Err(e) if place == name => return Err(e),
            Err(e) => {
                complain(&format!("{} could not be listed: {e}", folder.display()));
                continue;
            }
        };
        for entry in listed {
            // It may be gone again by now.
            let (Ok(kind), Ok(meta)) = (entry.file_type(), entry.metadata()) else {
                complain(&format!("{} could not be looked at", entry.path().display()));
                continue;
            };
            let file_name = entry.file_name();
            let path = format!("{place}/{}", file_name.to_string_lossy());
            if kind.is_dir() && file_name != ".git" {
                folders.push((entry.path(), path));
            } else if kind.is_file() {
                let len = meta.len();
                files.push((path, Box::new(ListedFile { path: entry.path(), len })));
            }
        }
        if files.len() > limits::FILES {
            break;
        }
    }
    files.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(files)
}
