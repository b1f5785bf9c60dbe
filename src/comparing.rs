//! Audits in the clerk, compared: two in full, more as a matrix.

use std::rc::Rc;

use patchbay_engine::audit::Audit;
use patchbay_engine::compare::{self, matrix};

use crate::outcome::Outcome;

/// Compares the audits, in their order.
pub fn compare(audits: &[Rc<Audit>]) -> Outcome {
    if let [a, b] = audits {
        let comparison = Box::new(compare::compare(a, b));
        let markdown = compare::write(&comparison, a, b);
        return Outcome::Two { comparison, markdown };
    }
    let matrix = matrix::matrix(&audits.iter().map(Rc::as_ref).collect::<Vec<_>>());
    Outcome::Many { markdown: matrix::write(&matrix), csv: matrix::csv(&matrix), matrix }
}
