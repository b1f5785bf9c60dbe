//! Every rule of the findings: that it has a page, fires on the code base in `tests/fixtures/rules/ID/bad/` where its `EXPECT`
//! says, and not on the one in `good/`. `tests/fixtures/README.md` tells their form.

use patchbay_engine::archive::{Bytes, Folder};
use patchbay_engine::assemble::{Options, audit_tree};
use patchbay_engine::audit::{Audit, SourceKind};
use patchbay_engine::findings::RULES;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// What stands in fixtures for a secret. Spelled in parts, so that no scanner takes a file of ours for a leak.
fn secrets() -> Vec<(&'static str, String)> {
    let body = |lines: usize| -> String {
        (0..lines).map(|n| format!("MIIEpQIBAAKCAQEAx{n}Zr9{n}Qk3VbL2mWnT5yXcU8sHdJfGa7Ro4PePiK1uYw6{n}tA\n")).collect()
    };
    let pem = |body: &str, end: &str| {
        ["-----BEGIN RSA PRIV", "ATE KEY-----", end, body, "-----END RSA PRIV", "ATE KEY-----"].concat()
    };
    vec![
        ("@LIVE_KEY@", ["sk_", "live_", "51Hq7Zk2M9xW4tB6nHrL0pQr"].concat()),
        ("@RSA_LINE@", pem(&body(3).replace('\n', "\\n"), "\\n")),
        ("@RSA@", pem(&body(3), "\n")),
        ("@RANDOM@", ["q7Zk2M9x", "W4tB6nHr"].concat()),
        ("@HOOK@", ["https://hooks.slack", ".com/services/T01AB2CD3/B01AB2CD3/", "q7Zk2M9xW4tB6nHrq7Zk2M9x"].concat()),
    ]
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/rules")
}

fn below(folder: &Path, top: &Path, out: &mut Vec<(String, Vec<u8>)>) {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            below(&path, top, out);
            continue;
        }
        let mut text = fs::read_to_string(&path).unwrap();
        for (name, secret) in secrets() {
            text = text.replace(name, &secret);
        }
        let name = path.strip_prefix(top).unwrap().to_str().unwrap().replace('\\', "/");
        out.push((name, text.into_bytes()));
    }
}

fn audit(case: &Path) -> Audit {
    let mut files = Vec::new();
    below(case, case.parent().unwrap(), &mut files);
    let files = files.iter().map(|(path, bytes)| (path.clone(), Box::new(bytes.as_slice()) as Box<dyn Bytes>));
    let mut folder = Folder::new(files).unwrap();
    let options = Options { date: "2026-02-12".into(), name: "shop".into() };
    audit_tree(&mut folder, SourceKind::Folder, 0, &options, &mut |_| true).unwrap()
}

#[test]
fn every_rule_fires_where_it_should_and_nowhere_else() {
    let mut problems = String::new();
    for rule in RULES {
        let folder = fixtures().join(rule.id);
        let expected = fs::read_to_string(folder.join("EXPECT")).unwrap_or_default();
        let bad = audit(&folder.join("bad"));
        let found: Vec<_> = bad.findings.iter().filter(|finding| finding.rule == rule.id).collect();
        let said: Vec<String> =
            found.iter().map(|f| format!("{}:{} {}", f.place.path, f.place.line, f.severity)).collect();
        if said.join("\n") != expected.trim() {
            let _ = writeln!(problems, "{} bad: expected {:?}, found {said:?}", rule.id, expected.trim());
        }
        for finding in &bad.findings {
            for (name, secret) in secrets() {
                // Any eight characters of a secret's middle give it away.
                let piece: String = secret.chars().skip(secret.chars().count() / 2).take(8).collect();
                if finding.message.contains(&piece) {
                    let _ = writeln!(problems, "{}: {name} is in the message: {}", finding.rule, finding.message);
                }
            }
            let sentence = finding.message.ends_with('.') && finding.message.len() > 30;
            if !sentence {
                let _ = writeln!(problems, "{}: no sentence: {:?}", finding.rule, finding.message);
            }
        }
        let good = audit(&folder.join("good"));
        for finding in good.findings.iter().filter(|finding| finding.rule == rule.id) {
            let place = &finding.place;
            let _ = writeln!(problems, "{} good: {}:{} {}", rule.id, place.path, place.line, finding.message);
        }
    }
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn every_rule_has_a_page_and_every_page_a_rule() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/rules");
    let mut known: BTreeSet<String> = BTreeSet::new();
    for rule in RULES {
        let name = format!("{}.md", rule.id);
        let page = fs::read_to_string(pages.join(&name)).unwrap_or_else(|e| panic!("docs/rules/{name}: {e}"));
        assert_eq!(page.lines().next(), Some(format!("# {}: {}", rule.id, rule.title).as_str()));
        for heading in ["## What", "## Why", "## How to fix", "## When to ignore"] {
            assert!(page.contains(heading), "docs/rules/{name} lacks {heading:?}");
        }
        assert!(
            page.contains(rule.severity.word()) && page.contains(rule.topic.word()),
            "docs/rules/{name}: severity, topic"
        );
        known.insert(name);
    }
    let there: BTreeSet<String> =
        fs::read_dir(pages).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(there, known);
}

#[test]
fn the_table_of_findings_lists_every_rule() {
    let table = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/findings.md");
    let table = fs::read_to_string(table).unwrap();
    for rule in RULES {
        let row = format!("| [{}](rules/{}.md) | {} |", rule.id, rule.id, rule.title);
        assert!(table.contains(&row), "docs/findings.md lacks {row:?}");
    }
}

#[test]
fn findings_are_sorted_by_rule_path_and_line() {
    for rule in RULES {
        let audit = audit(&fixtures().join(rule.id).join("bad"));
        assert!(audit.findings.is_sorted_by_key(|f| (f.rule.clone(), f.place.clone())), "{}", rule.id);
    }
}
