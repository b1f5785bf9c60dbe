//! A document and a code base: the document up to the first NUL byte, then files, each with its path on the first line. The
//! verdicts are the same again, their spans lie in the document, and they can be written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use patchbay_engine::archive::{Bytes, Folder};
use patchbay_engine::assemble::{Options, read_tree};
use patchbay_engine::audit::SourceKind;
use patchbay_engine::{markdown, verify};

fuzz_target!(|data: &[u8]| {
    let mut parts = data.split(|byte| *byte == 0);
    let Ok(document) = markdown::read(parts.next().unwrap_or_default(), &markdown::Options::default()) else { return };
    let files = parts.filter_map(|file| {
        let end = file.iter().position(|byte| *byte == b'\n')?;
        let path = std::str::from_utf8(&file[..end]).ok()?;
        Some((path.to_owned(), Box::new(&file[end + 1..]) as Box<dyn Bytes>))
    });
    let Ok(mut folder) = Folder::new(files) else { return };
    let watch = verify::watch(&document);
    let code = read_tree(&mut folder, SourceKind::Folder, 0, &Options::default(), &watch, &mut |_| true)
        .expect("a folder in memory can be read");
    let drift = verify::verify(&document, &code);
    assert_eq!(drift, verify::verify(&document, &code));
    let text = &document.document.as_ref().expect("a document is kept").text;
    for claim in &drift.claims {
        assert!(text.get(claim.start as usize..claim.end as usize).is_some());
    }
    assert!(drift.fresh.is_none_or(|fresh| (0.0..=1.0).contains(&fresh)));
    serde_json::to_string(&drift).expect("a drift is JSON");
    verify::write(&drift);
});
