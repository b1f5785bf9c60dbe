//! What the page and its worker say to each other. A message is an array: one of these as JSON, and beside it what JSON
//! cannot hold, namely the files of a job and the bytes of an audit.

use serde::{Deserialize, Serialize};

/// What the worker is asked to read.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Job {
    /// The page's number for it, which every [`Answer`] repeats.
    pub id: u32,
    /// What the files are.
    pub kind: JobKind,
    /// The name of the file or folder, as the person knows it.
    pub name: String,
    /// The day, `YYYY-MM-DD`.
    pub date: String,
    /// For a folder, the path of every file, beginning with the folder's own name. A file that is not worth opening has
    /// `null` in its place in the list of files.
    pub paths: Vec<String>,
}

/// The kinds of [`Job`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum JobKind {
    /// One file: an archive, or an audit in JSON.
    File,
    /// Many files with their paths.
    Folder,
}

/// What the worker answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    /// How far it is. At most ten a second.
    Progress {
        /// The job's number.
        id: u32,
        /// How far.
        done: Done,
    },
    /// It is read; the audit's JSON stands beside this message.
    Audit {
        /// The job's number.
        id: u32,
        /// Whether the worker read code, rather than an audit saved earlier.
        from_code: bool,
    },
    /// It cannot be read.
    Failed {
        /// The job's number.
        id: u32,
        /// What is wrong and what to try; follows the name of the file.
        sentence: String,
    },
    /// The worker came upon a mistake of its own and is of no more use.
    Broken {
        /// The job's number.
        id: u32,
        /// The mistake and its place in Patchbay.
        what: String,
    },
}

/// How far a job is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The file just read.
    pub path: String,
    /// Files read.
    pub files: u32,
    /// Files to read in all; 0 while unknown.
    pub of_files: u32,
    /// Bytes done.
    pub bytes: u64,
    /// Bytes in all; 0 while unknown.
    pub of_bytes: u64,
}
