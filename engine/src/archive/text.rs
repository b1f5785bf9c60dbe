//! What the bytes of a file are: text or not, written or minified.

use crate::limits::MINIFIED_LINE;
use crate::path;
use std::borrow::Cow;

/// How far a NUL byte is looked for. Git looks as far.
const HEAD: usize = 8 * 1024;

/// Endings of the languages that are minified.
const MINIFIABLE: &[&str] = &["cjs", "css", "js", "mjs"];

/// Whether these are not the bytes of a text: a NUL byte in the first 8 KB, in anything but UTF-16 with its mark.
fn is_binary(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    !head.starts_with(b"\xFF\xFE") && !head.starts_with(b"\xFE\xFF") && memchr::memchr(0, head).is_some()
}

/// Whether the JavaScript or CSS at `path` was minified: its lines are longer than [`MINIFIED_LINE`] on average.
fn looks_minified(path: &str, bytes: &[u8]) -> bool {
    let ending = path::extension(path);
    MINIFIABLE.iter().any(|known| ending.eq_ignore_ascii_case(known))
        && bytes.len() > MINIFIED_LINE
        && bytes.len() / MINIFIED_LINE > memchr::memchr_iter(b'\n', bytes).count()
}

/// Endings of the scripts that bundlers write.
const BUNDLED: &[&str] = &["cjs", "js", "mjs"];

/// What bundlers write near the start of a bundle: their own helpers, and whose module comes next.
const BUNDLERS: &[&[u8]] = &[
    b"//#region node_modules/",
    b"\n// node_modules/",
    b"__commonJS =",
    b"__commonJSMin =",
    b"__toESM =",
    b"__webpack_require__",
    b"parcelRequire",
    b"webpackBootstrap",
];

/// Whether a bundler wrote the script at `path`: it holds the code of others, and the code base's own a second time.
fn looks_bundled(path: &str, bytes: &[u8]) -> bool {
    let ending = path::extension(path);
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    BUNDLED.iter().any(|known| ending.eq_ignore_ascii_case(known))
        && BUNDLERS.iter().any(|mark| memchr::memmem::find(head, mark).is_some())
}

/// Why these bytes of the file at `path` are nothing to read, if they are: a word.
pub fn unfit(path: &str, bytes: &[u8]) -> Option<&'static str> {
    if is_binary(bytes) {
        Some("binary")
    } else if looks_minified(path, bytes) {
        Some("minified")
    } else if looks_bundled(path, bytes) {
        Some("generated")
    } else {
        None
    }
}

/// The text in these bytes: UTF-8, or UTF-16 with its mark. The mark is left out; what is neither is replaced.
pub fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Cow<'_, str> {
    // Nearly every file is whole, which is checked several times as fast as it is repaired.
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Cow<'static, str> {
    let units = bytes.as_chunks().0.iter().map(|pair| unit(*pair));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_in_every_encoding() {
        for bytes in [&b"a=\xC3\xA9"[..], b"\xEF\xBB\xBFa=\xC3\xA9", b"\xFF\xFEa\0=\0\xE9\0", b"\xFE\xFF\0a\0=\0\xE9"] {
            assert_eq!(text_of(bytes), "a=é", "{bytes:x?}");
            assert!(!is_binary(bytes), "{bytes:x?}");
        }
        assert_eq!(text_of(b"a=\xE9"), "a=\u{FFFD}");
        assert_eq!(text_of(b"\xFF\xFEa\0\x00\xD8b"), "a\u{FFFD}");
    }

    #[test]
    fn valid_utf8_is_not_copied() {
        assert!(matches!(text_of("é".as_bytes()), Cow::Borrowed("é")));
    }

    #[test]
    fn a_nul_byte_near_the_start_makes_a_binary() {
        let mut bytes = vec![b'x'; HEAD + 1];
        bytes[HEAD] = 0;
        assert!(!is_binary(&bytes));
        bytes[HEAD - 1] = 0;
        assert!(is_binary(&bytes));
        assert!(!is_binary(b""));
    }

    #[test]
    fn long_lines_make_minified_scripts() {
        let long = "x".repeat(MINIFIED_LINE + 1);
        let bytes = format!("{long}\n{long}\n{long}");
        assert!(looks_minified("a/b.js", bytes.as_bytes()));
        assert!(looks_minified("a/b.CSS", bytes.as_bytes()));
        assert!(!looks_minified("a/b.json", bytes.as_bytes()));
        assert!(!looks_minified("a/b.js", "const a = 1;\n".repeat(1000).as_bytes()));
        assert!(!looks_minified("a/b.js", b"short"));
        assert!(!looks_minified("a/b.js", b""));
    }

    #[test]
    fn bundles_are_told_from_scripts() {
        for head in [
            "/******/ (() => { // webpackBootstrap\n",
            "var __defProp = 1;\nvar __commonJS = (cb, mod) => 1;\n",
            "'use strict';\n// node_modules/stripe/lib/index.js\n",
        ] {
            assert_eq!(unfit("web/main.js", head.as_bytes()), Some("generated"), "{head}");
            assert_eq!(unfit("web/main.ts", head.as_bytes()), None, "{head}");
        }
        assert_eq!(unfit("scripts/clean.js", b"fs.rmSync('node_modules/.cache');\n"), None);
    }
}
