//! Whole code bases: files apart at a NUL byte, each with its path on the first line. They always give an audit, which can
//! be written in every format.
#![no_main]

use libfuzzer_sys::fuzz_target;
use patchbay_engine::archive::{Bytes, Folder};
use patchbay_engine::assemble::{Options, audit_tree};
use patchbay_engine::audit::SourceKind;
use patchbay_engine::export::Format;

fuzz_target!(|data: &[u8]| {
    let files = data.split(|byte| *byte == 0).filter_map(|file| {
        let end = file.iter().position(|byte| *byte == b'\n')?;
        let path = std::str::from_utf8(&file[..end]).ok()?;
        Some((path.to_owned(), Box::new(&file[end + 1..]) as Box<dyn Bytes>))
    });
    let Ok(mut folder) = Folder::new(files) else { return };
    let audit = audit_tree(&mut folder, SourceKind::Folder, 0, &Options::default(), &mut |_| true)
        .expect("a folder in memory can be read");
    for format in Format::ALL {
        let text = format.write(&audit);
        if matches!(format, Format::Json | Format::CycloneDx | Format::Sarif) {
            serde_json::from_str::<serde_json::Value>(&text).expect("it is JSON");
        }
    }
});
