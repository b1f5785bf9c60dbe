//! The envelope, and what a body that only a stranger can have made does.

use super::*;
use crate::audit::SCHEMA;

fn shop() -> Audit {
    Audit { schema: SCHEMA.into(), title: "shop".into(), date: "2026-02-12".into(), ..Audit::default() }
}

fn link() -> Link {
    encode(&[shop()], Keep::default()).unwrap()
}

/// A link around a body that no Patchbay packed.
fn around(body: &[u8]) -> String {
    let mut bytes = crc32fast::hash(body).to_be_bytes().to_vec();
    length(body.len(), &mut bytes);
    bytes.extend(body);
    format!("{VERSION}{}", BASE64.encode(bytes))
}

#[test]
fn what_stands_around_a_link_is_no_part_of_it() {
    let Link { text, audits, .. } = link();
    for copied in [
        format!("{text}."),
        format!("{text})"),
        format!("{text}\">"),
        format!(" {text}\n"),
        format!("{}\r\n  {}", &text[..9], &text[9..]),
    ] {
        assert_eq!(decode(&copied).as_ref(), Ok(&audits), "{copied}");
    }
}

#[test]
fn a_link_is_found_in_an_address() {
    for address in [
        "https://a.example/x/#link=1abc",
        "#link=1abc",
        "link=1abc",
        "#tab=services&link=1abc&q=x",
        " https://a.example/#link=1abc\n",
    ] {
        assert_eq!(find(address), Some("1abc"), "{address}");
    }
    for address in ["", "#", "https://a.example/?link=1abc#tab=x", "#tab=services", "1abc"] {
        assert_eq!(find(address), None, "{address}");
    }
}

#[test]
fn what_is_no_link_is_told_apart() {
    let text = link().text;
    let newer = format!("2{}", &text[1..]);
    assert_eq!(decode(&newer), Err(LinkError::Newer));
    for other in ["", "x", "hello", "%31abc", "é", "0abc"] {
        assert_eq!(decode(other), Err(LinkError::NotOurs), "{other}");
    }
    assert_eq!(decode(&text[..1]), Err(LinkError::Cut));
    assert_eq!(decode(&format!("{text}AAAA")), Err(LinkError::Damaged));
    assert_eq!(decode(&format!("{}é{}", &text[..8], &text[8..])), Err(LinkError::Damaged));
    let long = "1".repeat(5_000_000);
    assert_eq!(decode(&long), Err(LinkError::TooLong(5_000_000)));
    assert_eq!(encode(&[], Keep::default()), Err(LinkError::Number(0)));
    assert_eq!(encode(&vec![shop(); LINK_AUDITS + 1], Keep::default()), Err(LinkError::Number(LINK_AUDITS + 1)));
}

#[test]
fn lengths_are_read_as_they_are_written() {
    for number in [0, 1, 127, 128, 300, 16_383, 16_384, LINK_CHARS] {
        let mut bytes = Vec::new();
        length(number, &mut bytes);
        bytes.push(7);
        assert_eq!(said_length(&bytes), Some((number, [7].as_slice())));
    }
    assert_eq!(said_length(&[0xFF, 0xFF]), None);
    assert_eq!(said_length(&[0xFF; 9]), Some((usize::MAX, [].as_slice())));
}

#[test]
fn bodies_that_are_no_audit_end_in_a_sentence() {
    // What foretells well unpacks a lot: all sorts of bodies that repeat, and some that do not.
    let mut bodies: Vec<Vec<u8>> =
        [0x00, 0x01, 0x55, 0x7F, 0x80, 0xAA, 0xFF].iter().map(|byte| vec![*byte; 2000]).collect();
    bodies.push(Vec::new());
    let mut state = 1_u32;
    bodies.extend((0..40).map(|_| {
        (0..300)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            })
            .collect()
    }));
    for body in bodies {
        match decode(&around(&body)) {
            Err(LinkError::NoAudit) => {}
            // A stranger's body may be an audit by chance, as long as it is a bounded one.
            Ok(audits) => assert!(audits.len() <= LINK_AUDITS),
            Err(other) => panic!("{other:?}"),
        }
    }
}
