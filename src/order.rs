//! What the worker and its readers say to each other: [`Order`]s and [`Reply`]s, as bytes. The files of an order stand beside it.

use patchbay_engine::assemble::{Carried, FileRead, Fit, Part, Progress};
use serde::{Deserialize, Serialize};

/// The number of what a reader reads to warm up, without an order.
pub const WARM: u32 = 0;

/// What a reader is told to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Order {
    /// The job's number, which every [`Reply`] repeats.
    pub id: u32,
    /// The path of every file, where the files are a folder's; else there is one file, an archive.
    pub paths: Option<Vec<String>>,
    /// What is wanted of them.
    pub want: Want,
}

/// What is wanted of a code base.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Want {
    /// A share of its facts.
    Share {
        /// Which share, from 0.
        index: u32,
        /// Of how many.
        of: u32,
        /// The terms to watch for.
        terms: Vec<(String, Fit)>,
    },
    /// The audit documents that it carries.
    Documents,
    /// The lines around a place.
    Lines {
        /// The file.
        path: String,
        /// The line, from 1.
        line: u32,
    },
}

/// What a reader answers.
#[derive(Debug, Serialize, Deserialize)]
pub enum Reply {
    /// How far it is with its share. At most ten a second.
    Progress(u32, Progress),
    /// Some files of its share.
    Files(u32, Vec<FileRead>),
    /// The end of its share, and what it says beside the files.
    Part(u32, Part),
    /// The documents.
    Documents(u32, Vec<Carried>),
    /// The lines, as the JSON of an `Option<Excerpt>`.
    Lines(u32, Vec<u8>),
    /// They cannot be read; the sentence follows the name of the source.
    Failed(u32, String),
    /// The reader came upon a mistake of its own and is of no more use.
    Broken(u32, String),
}

/// As bytes. Nothing of these can fail to be written; if it did, nobody would answer.
pub fn pack(what: &impl Serialize) -> Vec<u8> {
    postcard::to_stdvec(what).unwrap_or_default()
}
