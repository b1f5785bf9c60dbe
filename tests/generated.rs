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

fn audited(zip: &[u8]) -> Audit {
    audit_archive(Box::new(zip), &Options::default(), &mut |_| true).unwrap()
}

#[test]
fn a_size_gives_the_same_bytes_each_time() {
    for shape in [Shape::Code, Shape::Mixed] {
        assert!(made(shape, MEBIBYTE).0 == made(shape, MEBIBYTE).0, "{shape:?}");
    }
}

#[test]
fn the_archive_is_as_large_as_was_asked_for_and_holds_what_it_says() {
    for shape in [Shape::Code, Shape::Mixed] {
        let (zip, written) = made(shape, 4 * MEBIBYTE);
        assert_eq!(written.packed, zip.len() as u64);
        let length = if shape == Shape::Code { written.bytes } else { written.packed };
        assert!((4 * MEBIBYTE..5 * MEBIBYTE).contains(&length), "{written:?}");
        let mut archive = ZipArchive::new(Cursor::new(&zip)).unwrap();
        assert_eq!(archive.len() as u64, written.files);
        let sizes: Vec<u64> = (0..archive.len()).map(|at| archive.by_index(at).unwrap().size()).collect();
        assert_eq!(sizes.iter().sum::<u64>(), written.bytes);
        let mean = written.bytes / written.files;
        let wanted = if shape == Shape::Code { 8_000..13_000 } else { 30_000..62_000 };
        assert!(wanted.contains(&mean), "{shape:?}: files of {mean} bytes");
        let audit = audited(&zip);
        assert_eq!(u64::from(audit.coverage.read), written.texts, "{shape:?}");
        assert_eq!(u64::from(audit.coverage.files), written.files, "{shape:?}");
    }
}

#[test]
fn it_plugs_into_things_as_code_does_and_not_into_more_and_more() {
    let audits = [2, 24, 40].map(|size| audited(&made(Shape::Code, size * MEBIBYTE).0));
    for audit in &audits {
        let facts: u32 = audit.coverage.facts.iter().map(|file| file.facts).sum();
        let a_file = f64::from(facts) / f64::from(audit.coverage.read);
        println!(
            "{a_file:.2} facts a file, {} services, {} variables, {} endpoints",
            audit.services.len(),
            audit.env.len(),
            audit.endpoints.len()
        );
        assert!((2.0..4.5).contains(&a_file), "{a_file} facts a file");
    }
    let [small, large, larger] =
        audits.each_ref().map(|audit| [audit.services.len(), audit.env.len(), audit.endpoints.len()]);
    assert!(small[0] > 8 && small[0] < larger[0] && large[0] >= 40, "services: {small:?} {large:?} {larger:?}");
    for (large, larger) in large.into_iter().zip(larger) {
        assert!(larger <= large + large / 8, "{large} have become {larger}");
    }
}
