//! Every reader against the fixtures in `tests/fixtures/files/`, in tokei's manner: a fixture says itself what must be
//! found in it, and nothing else may be. Adding a case is adding a file; `tests/fixtures/README.md` tells how.

use patchbay_engine::read::{File, read};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn files_below(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files_below(&path, out) } else { out.push(path) }
    }
}

/// Expectations by line: from a file beside the fixture, `LINE what`, or from `expect: what; what` in its own lines.
fn expected(path: &Path, text: &str) -> BTreeMap<u32, Vec<String>> {
    let mut out: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let beside = PathBuf::from(format!("{}.expect", path.display()));
    if let Ok(text) = fs::read_to_string(beside) {
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let (number, what) =
                line.split_once(' ').unwrap_or_else(|| panic!("{path:?}.expect: {line:?} is not `LINE what`"));
            out.entry(number.parse().unwrap()).or_default().push(what.trim().into());
        }
        return out;
    }
    for (number, line) in (1..).zip(text.lines()) {
        if let Some((_, list)) = line.split_once("expect: ") {
            let list = list.trim_end_matches("*/").trim_end_matches("-->").trim_end_matches("*/}");
            out.entry(number).or_default().extend(list.split(';').map(|what| what.trim().to_owned()));
        }
    }
    out
}

/// The text without what its expectations say, which is not part of the case; every byte keeps its place.
fn without_expectations(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let Some((code, _)) = line.split_once("expect: ") else {
            out.push_str(line);
            continue;
        };
        let end = line.trim_end();
        let keep = ["*/}", "*/", "-->"].iter().find(|mark| end.ends_with(**mark)).map_or(0, |mark| mark.len());
        out.push_str(code);
        out.extend(std::iter::repeat_n(' ', end.len() - code.len() - keep));
        out.push_str(&line[end.len() - keep..]);
    }
    out
}

#[test]
fn every_fixture_gives_the_facts_it_states_and_no_others() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/files");
    let mut paths = Vec::new();
    files_below(&root, &mut paths);
    let mut problems = String::new();
    let mut cases = 0;
    for path in paths.iter().filter(|path| path.extension().is_none_or(|e| e != "expect")) {
        // files/CASE/path/in/the/code/base
        let inner: PathBuf = path.strip_prefix(&root).unwrap().components().skip(1).collect();
        let inner = inner.to_str().unwrap().replace('\\', "/");
        let text = String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned();
        let mut wanted = expected(path, &text);
        let text = without_expectations(&text);
        let (facts, error) = read(&File { path: &inner, text: &text });
        let mut found: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for fact in facts {
            found.entry(fact.line).or_default().push(fact.what.to_string());
        }
        if let Some(error) = error {
            found.entry(0).or_default().push(format!("error {error}"));
        }
        wanted.values_mut().chain(found.values_mut()).for_each(|list| list.sort());
        cases += 1;
        if wanted != found {
            let _ = writeln!(problems, "\n{}", path.strip_prefix(&root).unwrap().display());
            let lines: std::collections::BTreeSet<_> = wanted.keys().chain(found.keys()).collect();
            for line in lines {
                let (w, f) =
                    (wanted.get(line).cloned().unwrap_or_default(), found.get(line).cloned().unwrap_or_default());
                for what in w.iter().filter(|what| !f.contains(what)) {
                    let _ = writeln!(problems, "  line {line}: not found: {what}");
                }
                for what in f.iter().filter(|what| !w.contains(what)) {
                    let _ = writeln!(problems, "  line {line}: not expected: {what}");
                }
                if w.len() != f.len() && w.iter().all(|x| f.contains(x)) && f.iter().all(|x| w.contains(x)) {
                    let _ = writeln!(
                        problems,
                        "  line {line}: given {} times, expected {} times: {}",
                        f.len(),
                        w.len(),
                        w[0]
                    );
                }
            }
        }
    }
    assert!(cases > 0, "no fixtures in {}", root.display());
    assert!(problems.is_empty(), "{problems}");
}
