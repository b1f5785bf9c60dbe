//! The JSON Schemas of the formats: every audit of the trees fits its own, and the copies in `docs/` are those that the types
//! give. `drift.rs` holds every drift against its schema, `compare.rs` every comparison.

use patchbay_engine::audit::Audit;
use patchbay_engine::compare::Comparison;
use patchbay_engine::compare::matrix::Matrix;
use patchbay_engine::verify::Drift;
use std::fs;
use std::path::Path;

mod tree;

#[test]
fn every_audit_fits_the_schema() {
    let schema = serde_json::to_value(schemars::schema_for!(Audit)).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for case in tree::cases() {
        let audit = serde_json::to_value(tree::audit(&case)).unwrap();
        let problems: Vec<_> = validator.iter_errors(&audit).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(problems.is_empty(), "{}: {problems:#?}", case.display());
    }
    let broken = serde_json::json!({ "schema": "patchbay.audit/1", "title": 3 });
    assert!(!validator.is_valid(&broken), "the schema lets everything pass");
}

#[test]
fn the_schemas_in_docs_are_those_that_the_types_give() {
    for (name, schema) in [
        ("audit", schemars::schema_for!(Audit)),
        ("compare", schemars::schema_for!(Comparison)),
        ("matrix", schemars::schema_for!(Matrix)),
        ("verify", schemars::schema_for!(Drift)),
    ] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../docs/{name}.schema.json"));
        let kept: serde_json::Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        let schema = serde_json::to_value(schema).unwrap();
        assert!(kept == schema, "docs/{name}.schema.json is stale: run `cargo xtask schema` and commit it");
    }
}
