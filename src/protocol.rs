//! What the page and its worker say to each other. A message is an array: one of these as JSON, and beside it what JSON
//! cannot hold, namely the files of a job and the bytes of an audit.

use patchbay_engine::record::records;
use serde::{Deserialize, Serialize};

/// What the worker is asked to read.
#[derive(Debug, Clone, Default, Serialize)]
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
    /// A document that the code is to be verified against; without one, the job asks for an audit.
    pub against: Option<Against>,
    /// A place whose lines are asked for; the job reads nothing else.
    pub around: Option<Around>,
    /// The word of the format in which an audit is to be written; without one, audits are compared.
    pub format: Option<String>,
    /// The numbers of the audits that the job is about. The clerk keeps those opened last, and asks for the JSON of others.
    pub audits: Vec<u32>,
}

/// A place in a code base, to be seen with the lines around it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Around {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
}

/// What a code base is held against.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Against {
    /// The document: its name, or its path inside the code base.
    pub name: String,
    /// Its text; `None` for one that the code base carries.
    pub text: Option<String>,
    /// How many files of the code were read when it was opened: fewer now mean that it changed meanwhile.
    pub files: u32,
}

/// The kinds of [`Job`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum JobKind {
    /// One file: an archive, an audit document, or an audit in JSON.
    #[default]
    File,
    /// Many files with their paths.
    Folder,
    /// Audits, to be compared, or one to be written in another format: the clerk's.
    Audits,
    /// Audits as JSON, to be shared by a link.
    Share {
        /// Whether the link is to carry places.
        places: bool,
        /// Whether it is to carry their lines of code.
        excerpts: bool,
    },
    /// The text of a link, to be opened.
    Link,
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
    /// It is read; the audit's JSON stands beside this message. [`Answer::Paper`] follows.
    Audit {
        /// The job's number.
        id: u32,
        /// Whether the worker read code, rather than a document or an audit saved earlier.
        from_code: bool,
    },
    /// The audit's document is laid out, and the job done; the JSON of a `Paper` stands beside this message.
    Paper {
        /// The job's number.
        id: u32,
    },
    /// The code was held against the document; the JSON of a `Held` stands beside this message.
    Held {
        /// The job's number.
        id: u32,
    },
    /// Audits were compared; the JSON of an `Outcome` stands beside this message.
    Compared {
        /// The job's number.
        id: u32,
    },
    /// The lines around a place; the JSON of an `Option<Excerpt>` stands beside this message.
    Lines {
        /// The job's number.
        id: u32,
    },
    /// A link is made; the JSON of a `Shared` stands beside this message.
    Shared {
        /// The job's number.
        id: u32,
    },
    /// A link is opened; a list with the JSON of each of its audits stands beside this message.
    Linked {
        /// The job's number.
        id: u32,
        /// What each was read from; empty where the link does not say.
        names: Vec<String>,
    },
    /// The audit is written; its text stands beside this message, in UTF-8.
    Written {
        /// The job's number.
        id: u32,
    },
    /// The clerk does not have the audits of the job by their numbers: it has to be sent once more, with the JSON of each.
    Wanted {
        /// The job's number.
        id: u32,
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
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

records! {
    Job { id, kind, name, date, paths; against, around, format, audits }
    Around { path, line;  }
    Against { name, files; text }
    Done { path, files, of_files, bytes, of_bytes;  }
}
