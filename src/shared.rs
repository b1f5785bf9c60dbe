//! What the worker says of links, as JSON beside its answers.

use patchbay_engine::audit::LeftOut;
use patchbay_engine::record::records;
use serde::Serialize;

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

records! {
    Shared { text, holds, left_out; most }
    Holds { services, variables, endpoints, stores, findings, notes, words, places, excerpts;  }
}
