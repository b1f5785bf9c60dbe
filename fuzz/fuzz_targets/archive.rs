//! Any bytes as an archive: they are audited or refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use patchbay_engine::assemble::{Options, audit_archive};

fuzz_target!(|data: &[u8]| {
    let _ = audit_archive(Box::new(data), &Options::default(), &mut |_| true);
});
