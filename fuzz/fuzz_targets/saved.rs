//! Any bytes as an audit in JSON. What must hold stands with the tests.
#![no_main]

#[allow(dead_code)]
#[path = "../../engine/tests/targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::saved(data));
