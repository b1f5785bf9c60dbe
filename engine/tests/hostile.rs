//! Readers on input that is cut, damaged or hostile: they end, they do not panic, and they keep no secret.

use patchbay_engine::facts::FACTS_PER_FILE;
use patchbay_engine::read::{File, read};
use std::fs;
use std::path::{Path, PathBuf};

/// Every fixture of readers: its path in the code base that it stands for, and its text.
fn fixtures() -> Vec<(String, String)> {
    files("files", 1)
}

/// Every file in a folder of fixtures, whose path in a code base begins behind so many folders.
fn files(folder: &str, skipped: usize) -> Vec<(String, String)> {
    fn below(folder: &Path, out: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { below(&path, out) } else { out.push(path) }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures").join(folder);
    let mut paths = Vec::new();
    below(&root, &mut paths);
    paths.sort();
    let inner = |path: &Path| -> String {
        let parts: Vec<_> = path.strip_prefix(&root).unwrap().components().skip(skipped).collect();
        parts.iter().map(|part| part.as_os_str().to_str().unwrap()).collect::<Vec<_>>().join("/")
    };
    paths
        .iter()
        .filter(|path| path.extension().is_none_or(|e| e != "expect"))
        .map(|path| (inner(path), String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()))
        .collect()
}

#[test]
fn no_reader_panics_on_a_cut_or_damaged_file() {
    for (path, text) in fixtures().into_iter().chain(files("rules", 2)) {
        // Small files at every place, large ones at some hundred.
        let step = text.len() / 300 + 1;
        for (at, _) in text.char_indices().step_by(step) {
            read(&File { path: &path, text: &text[..at] });
            read(&File { path: &path, text: &text[at..] });
        }
        // Signs that open or close something, and one that is wider than a byte, in the way.
        for (at, _) in text.char_indices().step_by(step * 7) {
            for sign in ["\"", "'", "{", "}", "é", "\0", "<", "${", "\r"] {
                let damaged = format!("{}{sign}{}", &text[..at], &text[at..]);
                read(&File { path: &path, text: &damaged });
            }
        }
        read(&File { path: &path, text: &text.replace('\n', "\r\n") });
    }
}

#[test]
fn deep_and_long_files_end() {
    for (path, _) in fixtures() {
        for part in [
            "[",
            "{",
            "{\"a\":",
            "<a ",
            "${",
            "a: &a [*a]\n",
            "(",
            "- ",
            "\"",
            "a {",
            "x://",
            "/*",
            "é=",
            "RUN <<A\n",
            "$$",
        ] {
            let text = part.repeat(20_000 / part.len());
            let (facts, _) = read(&File { path: &path, text: &text });
            assert!(facts.len() <= FACTS_PER_FILE);
        }
    }
}

#[test]
fn no_fact_holds_a_secret() {
    for (path, text) in fixtures() {
        let (facts, _) = read(&File { path: &path, text: &text });
        for fact in facts {
            let shown = format!("{fact:?}");
            for secret in ["hunter2", "abcdefGH12345678", "aB3dE5fG7hJ9"] {
                assert!(!shown.contains(secret), "{path}: {shown}");
            }
        }
    }
}
