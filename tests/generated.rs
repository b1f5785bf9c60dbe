//! The repository that the measurements of cost against size are made with is what it says.

use patchbay_engine::assemble::{Options, audit_archive};
use patchbay_engine::audit::Audit;
use patchbay_tests::generated::{Shape, Written, write};
use std::io::Cursor;
use zip::ZipArchive;

const MEBIBYTE: u64 = 1024 * 1024;

fn made(shape: Shape, bytes: u64) -> (Vec<u8>, Written) {
    let mut out = Cursor::new(Vec::new());
    let written = write(&mut out, shape, bytes).unwrap();
    (out.into_inner(), written)
}

fn audited(zip: Vec<u8>) -> Audit {
    audit_archive(Box::new(zip), &Options::default(), &mut |_| true).unwrap()
}

#[test]
fn a_size_gives_the_same_bytes_each_time() {
    for shape in [Shape::Code, Shape::Mixed] {
        assert!(made(shape, MEBIBYTE).0 == made(shape, MEBIBYTE).0, "{shape:?}");
    }
}
