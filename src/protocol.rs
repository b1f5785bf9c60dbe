//! What the page and its worker say to each other. A message is an array: one of these as JSON, and beside it what JSON
//! cannot hold, namely the files of a job and the bytes of an audit.

use patchbay_engine::audit::{Document, LeftOut};
use patchbay_engine::compare::Comparison;
use patchbay_engine::compare::matrix::Matrix;
use patchbay_engine::markdown::sheet::Passage;
use patchbay_engine::record::records;
use patchbay_engine::verify::Drift;
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
    /// The word of the format in which an audit is to be written, whose JSON is all that the job is given.
    pub format: Option<String>,
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
    /// Audits as JSON, to be compared.
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
    /// The audit's document is laid out, and the job done; the JSON of a [`Paper`] stands beside this message.
    Paper {
        /// The job's number.
        id: u32,
    },
    /// The code was held against the document; the JSON of a [`Held`] stands beside this message.
    Held {
        /// The job's number.
        id: u32,
    },
    /// Audits were compared; the JSON of an [`Outcome`] stands beside this message.
    Compared {
        /// The job's number.
        id: u32,
    },
    /// The lines around a place; the JSON of an `Option<Excerpt>` stands beside this message.
    Lines {
        /// The job's number.
        id: u32,
    },
    /// A link is made; the JSON of a [`Shared`] stands beside this message.
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

/// An audit's document, laid out for drawing: the one that it was read from, or the one that its code is written as.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Paper {
    /// The document, with what it claims.
    pub document: Document,
    /// Its passages, in order.
    pub passages: Vec<Passage>,
}

/// What came of holding code against a document.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Held {
    /// Each claim with its verdict, and what the document misses.
    pub drift: Drift,
    /// The drift in Markdown.
    pub markdown: String,
    /// The document.
    pub paper: Paper,
}

/// What came of comparing audits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// Of two.
    Two {
        /// What differs.
        comparison: Box<Comparison>,
        /// The same as a comment for a pull request.
        markdown: String,
    },
    /// Of more.
    Many {
        /// The services by audits.
        matrix: Matrix,
        /// The same as a table in Markdown.
        markdown: String,
        /// The same as CSV.
        csv: String,
    },
}

/// A link, and what it holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Shared {
    /// Its text, for the fragment.
    pub text: String,
    /// Most places that it carries in a list; `None` for all, or where it carries none.
    pub most: Option<usize>,
    /// What it holds, of all its audits together.
    pub holds: Holds,
    /// What it leaves out, of all its audits together.
    pub left_out: LeftOut,
}

/// How many things of each kind a link holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "each is named after what it counts")]
pub struct Holds {
    pub services: usize,
    pub variables: usize,
    pub endpoints: usize,
    pub stores: usize,
    pub findings: usize,
    pub notes: usize,
    /// A document's own labelled lines.
    pub words: usize,
    pub places: usize,
    pub excerpts: usize,
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
    Job { id, kind, name, date, paths; against, around, format }
    Around { path, line;  }
    Against { name, files; text }
    Paper { document, passages;  }
    Held { drift, markdown, paper;  }
    Shared { text, holds, left_out; most }
    Holds { services, variables, endpoints, stores, findings, notes, words, places, excerpts;  }
    Done { path, files, of_files, bytes, of_bytes;  }
}
