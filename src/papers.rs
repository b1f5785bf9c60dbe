//! What the worker says of documents, as JSON beside its answers.

use patchbay_engine::audit::Document;
use patchbay_engine::markdown::sheet::Passage;
use patchbay_engine::record::records;
use patchbay_engine::verify::Drift;
use serde::Serialize;

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

records! {
    Paper { document, passages;  }
    Held { drift, markdown, paper;  }
}
