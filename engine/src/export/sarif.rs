//! The findings as SARIF 2.1.0, for code scanning: each with its rule, the rule's help, a place, and a fingerprint that stays
//! the same while lines move.

use super::purl::escaped;
use crate::audit::{Audit, Finding};
use crate::findings::{Help, help};
use crate::order::Gather;
use serde_json::{Map, Value, json};
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

/// What paths are told from: the top of the code base.
const BASE: &str = "SRCROOT";

/// Writes the findings. An audit without any gives a log that says so.
pub fn write(audit: &Audit) -> String {
    let ids: BTreeSet<&str> = audit.findings.iter().map(|finding| finding.rule.as_str()).gathered();
    let at: HashMap<&str, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut seen = HashMap::new();
    let results: Vec<Value> = audit.findings.iter().map(|finding| result(finding, &at, &mut seen)).collect();
    let (name, version) = audit.generator.split_once(' ').unwrap_or(("patchbay", ""));
    let mut driver = Map::new();
    driver.insert("name".into(), json!(name));
    if !version.is_empty() {
        driver.insert("version".into(), json!(version));
    }
    driver.insert("rules".into(), ids.iter().map(|id| rule(id)).collect());
    super::json(&json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "originalUriBaseIds": { BASE: { "description": { "text": "The top of the code base." } } },
            "results": results,
            "properties": { "title": audit.title, "source": audit.source.name, "date": audit.date },
        }],
    }))
}

/// The level for a severity. An audit from elsewhere may hold any word.
fn level(severity: &str) -> &'static str {
    match severity {
        "error" => "error",
        "note" => "note",
        _ => "warning",
    }
}

fn rule(id: &str) -> Value {
    let Some((rule, help)) = help(id) else { return json!({ "id": id }) };
    json!({
        "id": rule.id,
        "name": pascal(rule.title),
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": help.what },
        "help": { "text": help_text(&help), "markdown": help_markdown(&help) },
        "defaultConfiguration": { "level": level(rule.severity.word()) },
        "properties": { "tags": [rule.topic.word()] },
    })
}

/// A title as a name: `AVendorsKeyIsInTheCodeBase`.
fn pascal(title: &str) -> String {
    let mut out = String::new();
    for word in title.split(' ') {
        let mut letters = word.chars().filter(|c| c.is_ascii_alphanumeric());
        out.extend(letters.next().map(|c| c.to_ascii_uppercase()));
        out.extend(letters);
    }
    out
}

fn help_text(help: &Help) -> String {
    format!("{}\n\nHow to fix: {}\n\nWhen to ignore: {}", help.why, help.how_to_fix, help.when_to_ignore)
}

fn help_markdown(help: &Help) -> String {
    format!("{}\n\n**How to fix**\n\n{}\n\n**When to ignore**\n\n{}\n", help.why, help.how_to_fix, help.when_to_ignore)
}

fn result<'a>(finding: &'a Finding, at: &HashMap<&str, usize>, seen: &mut HashMap<[&'a str; 3], u32>) -> Value {
    // The line is left out: it moves with every edit above it. Findings that are told apart by it alone are counted.
    let key = [finding.rule.as_str(), finding.place.path.as_str(), finding.message.as_str()];
    let count = seen.entry(key).or_default();
    *count += 1;
    let content = format!("{}\n{count}", key.join("\n"));
    let mut out = Map::new();
    out.insert("ruleId".into(), json!(finding.rule));
    if let Some(at) = at.get(finding.rule.as_str()) {
        out.insert("ruleIndex".into(), json!(at));
    }
    out.insert("level".into(), json!(level(&finding.severity)));
    out.insert("message".into(), json!({ "text": finding.message }));
    if !finding.place.path.is_empty() {
        out.insert("locations".into(), json!([location(finding)]));
    }
    let fingerprint = Uuid::new_v5(&Uuid::NAMESPACE_URL, content.as_bytes()).simple().to_string();
    out.insert("partialFingerprints".into(), json!({ "patchbay/v1": fingerprint }));
    if !finding.service.is_empty() {
        out.insert("properties".into(), json!({ "service": finding.service }));
    }
    Value::Object(out)
}

fn location(finding: &Finding) -> Value {
    // A colon in a path's first part would make it a scheme.
    let path =
        finding.place.path.split('/').map(|part| escaped(part).replace(':', "%3A")).collect::<Vec<_>>().join("/");
    let mut physical = Map::new();
    physical.insert("artifactLocation".into(), json!({ "uri": path, "uriBaseId": BASE }));
    if finding.place.line > 0 {
        physical.insert("region".into(), json!({ "startLine": finding.place.line }));
    }
    json!({ "physicalLocation": physical })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Place;

    fn finding(path: &str, line: u32) -> Finding {
        Finding {
            rule: "PB001".into(),
            severity: "error".into(),
            message: "A key of Stripe's stands here.".into(),
            place: Place { path: path.into(), line },
            service: "stripe".into(),
        }
    }

    fn results(findings: Vec<Finding>) -> Vec<Value> {
        let log: Value = serde_json::from_str(&write(&Audit { findings, ..Audit::default() })).unwrap();
        log["runs"][0]["results"].as_array().unwrap().clone()
    }

    #[test]
    fn a_fingerprint_stays_when_lines_move_and_tells_twins_apart() {
        let print = |result: &Value| result["partialFingerprints"]["patchbay/v1"].as_str().unwrap().to_owned();
        let before = results(vec![finding("a.ts", 3), finding("a.ts", 9), finding("b.ts", 3)]);
        let after = results(vec![finding("a.ts", 5), finding("a.ts", 11), finding("b.ts", 1)]);
        assert_eq!(before.iter().map(print).collect::<Vec<_>>(), after.iter().map(print).collect::<Vec<_>>());
        assert_eq!(before.iter().map(print).collect::<BTreeSet<_>>().len(), 3);
    }

    #[test]
    fn a_rule_comes_with_its_help() {
        let written = rule("PB001");
        assert_eq!(written["name"], "AVendorsKeyIsInTheCodeBase");
        assert!(written["help"]["markdown"].as_str().is_some_and(|text| text.contains("**How to fix**")));
    }

    #[test]
    fn paths_are_addresses() {
        let uri = |path: &str| {
            results(vec![finding(path, 0)])[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].clone()
        };
        assert_eq!(uri("app/[id]/a b.ts"), "app/%5Bid%5D/a%20b.ts");
        assert_eq!(uri("c:/x#y"), "c%3A/x%23y");
        assert!(results(vec![finding("", 0)])[0].get("locations").is_none());
    }
}
