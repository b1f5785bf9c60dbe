//! What the clerk says of audits, as JSON beside its answers.

use patchbay_engine::compare::Comparison;
use patchbay_engine::compare::matrix::Matrix;
use serde::{Deserialize, Serialize};

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
