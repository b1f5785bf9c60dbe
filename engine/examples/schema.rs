//! Prints the JSON Schema of one of the engine's formats: `audit`, `compare`, `matrix` or `verify`.

#![allow(clippy::print_stdout)]

use patchbay_engine::audit::Audit;
use patchbay_engine::compare::Comparison;
use patchbay_engine::compare::matrix::Matrix;
use patchbay_engine::verify::Drift;

fn main() -> Result<(), serde_json::Error> {
    let schema = match std::env::args().nth(1).as_deref() {
        Some("compare") => schemars::schema_for!(Comparison),
        Some("matrix") => schemars::schema_for!(Matrix),
        Some("verify") => schemars::schema_for!(Drift),
        _ => schemars::schema_for!(Audit),
    };
    println!("{}", serde_json::to_string_pretty(&schema)?);
    Ok(())
}
