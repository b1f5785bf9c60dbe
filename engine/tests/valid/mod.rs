//! Exports held against the published schemas in `tests/fixtures/schemas/`, and against what else their formats ask.

use jsonschema::{Registry, Validator};
use patchbay_engine::audit::Audit;
use patchbay_engine::export::Format;
use scraper::{Html, Selector};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

fn schema(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/schemas").join(name);
    serde_json::from_slice(&fs::read(&path).unwrap_or_else(|e| panic!("{path:?}: {e}"))).unwrap()
}

/// CycloneDX 1.6.
pub static CYCLONEDX: LazyLock<Validator> = LazyLock::new(|| {
    let [spdx, jsf] = ["spdx.SNAPSHOT.schema.json", "jsf-0.82.SNAPSHOT.schema.json"]
        .map(|name| (format!("http://cyclonedx.org/schema/{name}"), schema(name)));
    let registry = Registry::new().add(&spdx.0, spdx.1).unwrap().add(&jsf.0, jsf.1).unwrap().prepare().unwrap();
    jsonschema::options()
        .with_registry(&registry)
        .should_validate_formats(true)
        .build(&schema("bom-1.6.SNAPSHOT.schema.json"))
        .unwrap()
});

/// SARIF 2.1.0.
pub static SARIF: LazyLock<Validator> = LazyLock::new(|| {
    let mut schema = schema("sarif-2.1.0-rtm.5.json");
    // As published, its pattern for languages has a bracket too many; OASIS's errata took it away.
    for part in ["run", "toolComponent"] {
        schema["definitions"][part]["properties"]["language"]["pattern"] = "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$".into();
    }
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
});

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

/// Whether an audit's exports are what they should be; panics where one is not.
pub fn check(name: &str, audit: &Audit) {
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
