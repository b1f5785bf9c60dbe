//! Where results go, and complaints.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Writes to a file, or to the terminal.
pub fn put(text: &str, to: Option<&Path>) -> Result<(), String> {
    match to {
        Some(to) => fs::write(to, text).map_err(|e| {
            let folder = to.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.is_dir());
            match folder {
                Some(folder) => format!("was read, but there is no folder {} to write to", folder.display()),
                None => format!("was read, but {} was not written: {e}", to.display()),
            }
        }),
        None => match io::stdout().lock().write_all(text.as_bytes()) {
            // Whoever reads has read enough.
            Err(e) if e.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => done.map_err(|e| format!("was read, but what it gave was not written: {e}")),
        },
    }
}

/// One line on stderr.
pub fn complain(line: &str) {
    eprintln!("patchbay: {line}");
}
