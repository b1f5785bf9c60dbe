use super::{SavedError, is_json, read};
use crate::audit::{Audit, SCHEMA};
use crate::limits::AUDIT_BYTES;
use crate::markdown;
use serde_json::{Value, json};

/// An audit of one service, as JSON.
fn small() -> Value {
    json!({
        "schema": SCHEMA, "title": "shop", "source": { "kind": "folder", "name": "shop" },
        "services": [{ "id": "stripe", "name": "Stripe", "category": "payment", "section": "APIs", "status": "used" }],
        "env": [{ "name": "B", "required": null }, { "name": "A", "required": true }],
    })
}

/// What is said of it.
fn said(value: &Value) -> String {
    read(value.to_string().as_bytes()).unwrap_err().to_string()
}

fn with(path: &str, value: Value) -> Value {
    let mut all = small();
    *all.pointer_mut(path).unwrap() = value;
    all
}

#[test]
fn lists_are_sorted_and_unknown_fields_passed_over() {
    let mut all = small();
    all["later"] = json!({ "deep": [[{ "er": 1 }]] });
    all["services"][0]["colour"] = json!("blue");
    let audit = read(format!("\u{FEFF} \n{all}").as_bytes()).unwrap();
    assert_eq!(audit.services[0].id, "stripe");
    assert_eq!(audit.env.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), ["A", "B"]);
}

#[test]
fn a_document_comes_back_whole() {
    let text =
        "# External Integrations\n\n## APIs\n\n- Stripe - payments\n  - Auth: `STRIPE_KEY`\n\n- Zoho\n- Anthropic\n";
    let options = markdown::Options { name: "INTEGRATIONS.md".into(), date: String::new() };
    let audit = markdown::read(text.as_bytes(), &options).unwrap();
    assert_eq!(read(&serde_json::to_vec(&audit).unwrap()), Ok(audit));
}

#[test]
fn wrong_types_are_told_by_their_field() {
    for (path, value, field) in [
        ("/title", json!(3), "title"),
        ("/services/0/status", json!("wired"), "services[0].status"),
        ("/services/0/category", json!(null), "services[0].category"),
        ("/services", json!({ "stripe": {} }), "services"),
        ("/env/1/required", json!("yes"), "env[1].required"),
        ("/source", json!(3), "source"),
    ] {
        let said = said(&with(path, value));
        assert!(said.contains(&format!("its {field:?}: ")), "{field}: {said}");
        assert!(!said.contains(" at line "), "{said}");
    }
    let mut all = small();
    all["services"][0].as_object_mut().unwrap().remove("id");
    assert!(said(&all).contains("missing field `id`"), "{}", said(&all));
}

#[test]
fn what_is_no_audit_is_told_apart() {
    for (text, says) in [
        ("", "is empty"),
        (" \n ", "is empty"),
        ("{", "cut short"),
        ("{\"schema\": \"patchbay.audit/1\", \"title\": \"x", "cut short"),
        ("{\"schema\" \"x\"}", "is not JSON"),
        ("[1, 2]", "is JSON, but not an audit"),
        ("3", "is JSON, but not an audit"),
        ("# Integrations", "is not JSON"),
        ("{}", "is JSON, but not an audit"),
        ("{\"name\": \"shop\", \"dependencies\": {}}", "is JSON, but not an audit"),
        ("{\"schema\": 1}", "is JSON, but not an audit"),
        ("{\"schema\": \"patchbay.audit/2\", \"title\": 7}", "\"patchbay.audit/2\", which a newer Patchbay made"),
        ("{\"schema\": \"patchbay.compare/1\"}", "holds a comparison"),
        ("{\"schema\": \"patchbay.verify/1\"}", "holds a verified document"),
        ("{\"schema\": \"patchbay.audit/1\"} x", "is not JSON"),
    ] {
        let said = read(text.as_bytes()).unwrap_err().to_string();
        assert!(said.contains(says), "{text}: {said}");
    }
    assert_eq!(read(b"\xFF\xFE{\0}"), Err(SavedError::NotText));
}

#[test]
fn large_and_deep_inputs_end() {
    let large = vec![b' '; AUDIT_BYTES + 1];
    assert_eq!(read(&large), Err(SavedError::TooLarge(large.len() as u64)));
    let deep = |open: &str, close: &str, field: &str| {
        let nested = open.repeat(300_000) + &close.repeat(300_000);
        let text = small().to_string();
        read(text.replacen('{', &format!("{{\"{field}\": {nested},"), 1).as_bytes())
    };
    assert!(deep("[", "]", "later").is_ok());
    for field in ["notes", "document", "coverage"] {
        assert!(deep("[", "]", field).is_err(), "{field}");
        assert!(deep("{\"a\":", "}", field).is_err(), "{field}");
    }
    let long = "x".repeat(5000);
    assert!(said(&with("/services/0/name", json!(long))).contains("has 5000 bytes"));
}

#[test]
fn what_breaks_a_promise_is_refused() {
    let mut all = small();
    let again = all["services"][0].clone();
    all["services"].as_array_mut().unwrap().push(again);
    assert!(said(&all).contains("the service \"stripe\" twice"));
    assert!(said(&with("/env/0/name", json!("A"))).contains("the variable \"A\" twice"));
    assert!(said(&with("/env/0/name", json!(""))).contains("no name"));
    let mut all = small();
    all["document"] =
        json!({ "text": "é", "claims": [{ "kind": "env", "subject": "A", "start": 0, "end": 1, "line": 1 }] });
    assert!(said(&all).contains("outside of its text"));
}

#[test]
fn secrets_are_dropped_here_too() {
    let key = format!("sk_live_{}", "4eC39HqLyjWDarjtT1zdp7dc");
    let mut all = small();
    all["services"][0]["evidence"] =
        json!([{ "kind": "call", "path": "a", "line": 1, "strength": "weak", "excerpt": format!("pay({key})") }]);
    all["services"][0]["attributes"] = json!([{ "label": "Auth", "text": key }]);
    all["document"] = json!({ "text": format!("- Stripe: {key}\n- Zoho\n"), "blocks": [] });
    let audit = read(all.to_string().as_bytes()).unwrap();
    let shown = serde_json::to_string(&audit).unwrap();
    assert!(!shown.contains("4eC39HqLyjWDarjtT1zdp7dc"), "{shown}");
    assert!(shown.contains("Zoho"));
}

#[test]
fn sentences_quote_no_value() {
    let said = said(&with("/services/0/status", json!("hunter2hunter2hunter2")));
    assert!(!said.contains("hunter2"), "{said}");
}

#[test]
fn json_is_told_by_its_first_sign() {
    assert!(is_json(b"\xEF\xBB\xBF \n{"));
    assert!(!is_json(b"[{") && !is_json(b"") && !is_json(b"# {"));
    assert!(read(&serde_json::to_vec(&Audit::default()).unwrap()).is_err());
}
