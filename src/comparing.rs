//! Audits in the worker, compared: two in full, more as a matrix.

use js_sys::{Array, Uint8Array};
use patchbay_engine::audit::Audit;
use patchbay_engine::compare::{self, matrix};
use wasm_bindgen::JsCast;

use crate::protocol::Outcome;

/// Compares the audits, each the bytes of its JSON, in their order.
pub fn compare(audits: &Array) -> Result<Outcome, String> {
    let read = |bytes: wasm_bindgen::JsValue| {
        let bytes =
            bytes.dyn_into::<Uint8Array>().map_err(|_| "could not be compared: an audit is missing".to_owned())?;
        serde_json::from_slice::<Audit>(&bytes.to_vec()).map_err(|error| format!("could not be compared: {error}"))
    };
    let audits = audits.iter().map(read).collect::<Result<Vec<Audit>, String>>()?;
    if let [a, b] = audits.as_slice() {
        let comparison = Box::new(compare::compare(a, b));
        let markdown = compare::write(&comparison, a, b);
        return Ok(Outcome::Two { comparison, markdown });
    }
    let matrix = matrix::matrix(&audits.iter().collect::<Vec<_>>());
    Ok(Outcome::Many { markdown: matrix::write(&matrix), csv: matrix::csv(&matrix), matrix })
}
