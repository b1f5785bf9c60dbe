//! Any bytes as an audit document: they are read or refused, nothing of the text is lost, every span lies in it, and the
//! audit can be written and read back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use patchbay_engine::markdown::{Options, read, write};

fuzz_target!(|data: &[u8]| {
    let Ok(audit) = read(data, &Options::default()) else { return };
    let document = audit.document.as_ref().expect("a document is kept");
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.start >= end, "blocks stand one behind the other");
        let between = &document.text[end as usize..block.start as usize];
        assert!(between.trim().is_empty(), "what is not blank lies in a block");
        end = block.end;
    }
    assert!(document.text[end as usize..].trim().is_empty());
    for claim in &document.claims {
        assert!(document.text.get(claim.start as usize..claim.end as usize).is_some());
    }
    let written = write(&audit);
    let back = read(written.as_bytes(), &Options::default()).expect("what is written can be read");
    assert_eq!(write(&back), written);
});
