//! Any files as a code base. What must hold stands with the tests.
#![no_main]

#[allow(dead_code)]
#[path = "../../engine/tests/targets/mod.rs"]
mod targets;

libfuzzer_sys::fuzz_target!(|data: &[u8]| targets::assemble(data));
