//! `patchbay compare`, on code bases and documents made here.

use serde_json::Value;
use std::fs;
use std::process::Output;

mod place;
use place::{Place, complaints};

/// A folder with two versions of a small code base, in `old/` and `new/`.
fn versions(name: &str) -> Place {
    let place = Place::new(&format!("compare-{name}"));
    let manifest = |version: &str| format!("{{ \"dependencies\": {{ \"stripe\": \"{version}\" }} }}\n");
    let pay = "import Stripe from 'stripe';\nnew Stripe(process.env.STRIPE_KEY);\n";
    place.write("old/package.json", manifest("16.1.0"));
    place.write("old/src/pay.js", pay);
    place.write("new/package.json", manifest("17.0.0"));
    place.write("new/src/pay.js", pay);
    place.write("new/src/ask.js", "fetch('https://api.openai.com/v1/models');\nprocess.env.OPENAI_API_KEY;\n");
    place
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn two_versions_of_a_code_base() {
    let place = versions("two");
    let output = place.run(&["compare", "old", "new"]);
    assert_eq!((output.status.code(), complaints(&output)), (Some(0), String::new()));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["schema"], "patchbay.compare/1");
    assert_eq!(json["summary"], "1 service added, 1 changed; 1 new variable.");
    let changed = json["services"].as_array().unwrap().iter().find(|it| it["id"] == "stripe").unwrap();
    let field = &changed["fields"][0];
    assert_eq!((&changed["change"], &field["field"]), (&"changed".into(), &"clients".into()));
    assert_eq!((&field["from"], &field["to"], &field["level"]), (&"16.1.0".into(), &"17.0.0".into(), &"major".into()));

    let output = place.run(&["compare", "old", "new", "--format", "md", "--exit-code", "--out", "diff.md"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    let text = fs::read_to_string(place.path("diff.md")).unwrap();
    assert!(text.starts_with("## old → new\n"), "{text}");
    assert!(text.contains("| changed | **Stripe** | `npm:stripe` 16.1.0 → 17.0.0 (major) |"), "{text}");
}

#[test]
fn the_same_in_every_form_is_the_same() {
    let place = versions("same");
    for (format, name) in [("json", "old.json"), ("md", "old.md")] {
        assert!(place.run(&["audit", "old", "--format", format, "--out", name]).status.success());
    }
    for other in ["old", "old.json", "old.md"] {
        let output = place.run(&["compare", "old", other, "--format", "md", "--exit-code"]);
        assert_eq!(output.status.code(), Some(0), "{other}: {}{}", said(&output), complaints(&output));
        assert!(said(&output).contains("No differences."), "{}", said(&output));
    }
}

#[test]
fn several_are_a_matrix() {
    let place = versions("many");
    let output = place.run(&["compare", "old", "new", "old", "--format", "csv"]);
    assert_eq!((output.status.code(), complaints(&output)), (Some(0), String::new()));
    let lines: Vec<String> = said(&output).lines().map(str::to_owned).collect();
    assert_eq!(lines[0], "Service,Id,Category,Audits,old (1),new,old (2)");
    assert_eq!(lines[1], "Stripe,stripe,payment,3,used 16.1.0,used 17.0.0,used 16.1.0");
    let output = place.run(&["compare", "old", "new", "old", "--exit-code"]);
    assert_eq!(output.status.code(), Some(1));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&json["schema"], &json["services"][0]["count"]), (&"patchbay.matrix/1".into(), &3.into()));
    let output = place.run(&["compare", "old", "new", "old", "--format", "md"]);
    assert!(said(&output).contains("| Stripe | payment | 3 |"), "{}", said(&output));
}

#[test]
fn what_cannot_be_compared_is_said() {
    let place = versions("bad");
    place.write("broken.json", "{\"schema\": \"patchbay.audit/1\", \"title\": 3}");
    place.write("newer.json", "{\"schema\": \"patchbay.audit/9\"}");
    for (arguments, says) in [
        (&["compare", "old", "missing.zip"][..], "patchbay: missing.zip is not there"),
        (&["compare", "broken.json", "old"], "patchbay: broken.json is not a valid audit: its \"title\""),
        (&["compare", "old", "newer.json"], "patchbay: newer.json is in the format \"patchbay.audit/9\""),
        (&["compare", "old"], "patchbay: one audit alone cannot be compared"),
    ] {
        let output = place.run(arguments);
        assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{arguments:?}");
        assert!(complaints(&output).contains(says), "{arguments:?}: {}", complaints(&output));
    }
    // Every input that cannot be read is told.
    let output = place.run(&["compare", "broken.json", "newer.json"]);
    assert_eq!(complaints(&output).lines().count(), 2, "{}", complaints(&output));
}
