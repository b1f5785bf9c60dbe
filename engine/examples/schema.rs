//! Prints the JSON Schema of the audit.

#![allow(clippy::print_stdout)]

use patchbay_engine::audit::Audit;

fn main() -> Result<(), serde_json::Error> {
    println!("{}", serde_json::to_string_pretty(&schemars::schema_for!(Audit))?);
    Ok(())
}
