//! What is exported, held against the published schemas and against the rules of each format: audits of the small code bases
//! and documents in `tests/fixtures/`, and made ones that hold anything.

use jsonschema::{Registry, Validator};
use patchbay_engine::audit::{Audit, Evidence, EvidenceKind, Note, Skipped, Strength};
use patchbay_engine::export::{Format, html};
use patchbay_engine::markdown;
use proptest::prelude::*;
use scraper::{Html, Selector};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

mod made;
mod tree;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures")
}

fn schema(name: &str) -> Value {
    let path = fixtures().join("schemas").join(name);
    serde_json::from_slice(&fs::read(&path).unwrap_or_else(|e| panic!("{path:?}: {e}"))).unwrap()
}

static CYCLONEDX: LazyLock<Validator> = LazyLock::new(|| {
    let [spdx, jsf] = ["spdx.SNAPSHOT.schema.json", "jsf-0.82.SNAPSHOT.schema.json"]
        .map(|name| (format!("http://cyclonedx.org/schema/{name}"), schema(name)));
    let registry = Registry::new().add(&spdx.0, spdx.1).unwrap().add(&jsf.0, jsf.1).unwrap().prepare().unwrap();
    jsonschema::options()
        .with_registry(&registry)
        .should_validate_formats(true)
        .build(&schema("bom-1.6.SNAPSHOT.schema.json"))
        .unwrap()
});

static SARIF: LazyLock<Validator> = LazyLock::new(|| {
    jsonschema::options().should_validate_formats(true).build(&schema("sarif-2.1.0-rtm.5.json")).unwrap()
});

/// Every audit that the fixtures give: of code and of documents.
fn audits() -> Vec<(String, Audit)> {
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let mut audits: Vec<(String, Audit)> = tree::cases().iter().map(|case| (name(case), tree::audit(case))).collect();
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
    [&mut audit.title, &mut audit.source.name, &mut audit.date, &mut audit.generator].map(&mut text);
    for service in &mut audit.services {
        [&mut service.id, &mut service.name, &mut service.section, &mut service.purpose].map(&mut text);
        let lists = [
            &mut service.env,
            &mut service.hosts,
            &mut service.images,
            &mut service.implementation,
            &mut service.aliases,
        ];
        lists.into_iter().flatten().for_each(&mut text);
        for client in &mut service.clients {
            [&mut client.name, &mut client.requirement, &mut client.version, &mut client.manifest].map(&mut text);
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
        [&mut variable.name, &mut variable.service, &mut variable.purpose].map(&mut text);
        variable.read.iter_mut().for_each(|place| text(&mut place.path));
    }
    for endpoint in &mut audit.endpoints {
        [&mut endpoint.path, &mut endpoint.method, &mut endpoint.service, &mut endpoint.place.path].map(&mut text);
        endpoint.events.iter_mut().for_each(&mut text);
    }
    for store in &mut audit.stores {
        [&mut store.name, &mut store.kind, &mut store.service, &mut store.place.path].map(&mut text);
    }
    for finding in &mut audit.findings {
        [&mut finding.rule, &mut finding.severity, &mut finding.message, &mut finding.place.path].map(&mut text);
    }
    for word in HOSTILE {
        let word = (*word).to_owned();
        audit.notes.push(Note { section: word.clone(), group: word.clone(), text: word.clone(), depth: 1 });
        audit.coverage.skipped.push(Skipped { path: word.clone(), reason: word });
    }
    audit
}

fn is_valid(validator: &Validator, name: &str, text: &str) {
    let value: Value = serde_json::from_str(text).unwrap_or_else(|e| panic!("{name}: {e}"));
    let errors: Vec<String> =
        validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
}

/// Whether the references of a bill of materials are told apart, and lead to something.
fn references_hold(name: &str, text: &str) {
    let bom: Value = serde_json::from_str(text).unwrap();
    let list = |key: &str| bom[key].as_array().cloned().unwrap_or_default();
    let mut known: Vec<String> = list("components")
        .iter()
        .chain(&list("services"))
        .map(|one| one["bom-ref"].as_str().unwrap().to_owned())
        .chain([bom["metadata"]["component"]["bom-ref"].as_str().unwrap().to_owned()])
        .collect();
    let count = known.len();
    known.sort();
    known.dedup();
    assert_eq!(known.len(), count, "{name}: two things have one reference");
    let dependencies = list("dependencies");
    assert_eq!(dependencies.len(), count, "{name}");
    for one in &dependencies {
        let on = one["dependsOn"].as_array().cloned().unwrap_or_default();
        for reference in on.iter().chain([&one["ref"]]) {
            assert!(known.iter().any(|known| known == reference), "{name}: {reference} is nothing");
        }
    }
}

/// Whether a report is one file that only shows what is in it: parsed as browsers parse it.
fn is_self_contained(name: &str, text: &str) {
    let page = Html::parse_document(text);
    assert!(page.errors.is_empty(), "{name}: {:?}", page.errors);
    let select = |selector: &str| -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        page.select(&selector).map(|element| element.html().chars().take(200).collect()).collect()
    };
    // Whatever is not on this list would be somebody else's markup, or load something.
    let known = "html, head, meta, title, style, body, header, main, nav, section, article, footer, h1, h2, h3, h4, p, dl, dt, dd, \
        div, ul, ol, li, span, b, em, s, code, pre, mark, br, wbr, table, caption, thead, tbody, tr, th, td, details, summary, \
        svg, circle, path, a";
    let strangers = select(&format!(":not({known})"));
    assert!(strangers.is_empty(), "{name}: {strangers:#?}");
    assert_eq!((select("style").len(), select("title").len(), select("h1").len()), (1, 1, 1), "{name}");
    let mut ids = Vec::new();
    for node in page.tree.values().filter_map(|node| node.as_element()) {
        for (attribute, value) in node.attrs() {
            let fits = match attribute {
                "href" => value.starts_with('#'),
                "id" => {
                    ids.push(value.to_owned());
                    true
                }
                "class" | "content" | "name" | "http-equiv" | "charset" | "lang" | "scope" | "aria-label"
                | "aria-hidden" | "viewBox" | "width" | "height" | "cx" | "cy" | "r" | "d" => true,
                _ => false,
            };
            assert!(fits, "{name}: {attribute}={value:?} on {}", node.name());
        }
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), count, "{name}: an id is there twice");
    for link in page.select(&Selector::parse("a").unwrap()) {
        let target = link.value().attr("href").unwrap().trim_start_matches('#').to_owned();
        assert!(ids.contains(&target), "{name}: #{target} leads nowhere");
    }
    let policy = page
        .select(&Selector::parse("meta[http-equiv='Content-Security-Policy']").unwrap())
        .next()
        .and_then(|meta| meta.value().attr("content"))
        .unwrap_or_default();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{name}: {policy}");
    assert!(!text.contains('\u{202e}') && !text.contains('\0'), "{name}: hidden signs");
}

fn check(name: &str, audit: &Audit) {
    let write = |format: Format| {
        let text = format.write(audit);
        assert_eq!(text, format.write(audit), "{name}: {format:?} differs the second time");
        text
    };
    let bom = write(Format::CycloneDx);
    is_valid(&CYCLONEDX, name, &bom);
    references_hold(name, &bom);
    is_valid(&SARIF, name, &write(Format::Sarif));
    is_self_contained(name, &write(Format::Html));
    write(Format::Csv);
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
