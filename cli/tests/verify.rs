//! `patchbay verify` and documents as input, on code bases made here.

use serde_json::Value;
use std::fs;
use std::process::Output;

mod place;
use place::{Place, complaints};

/// A folder with a small code base in `app/`.
fn with_app(name: &str) -> Place {
    let place = Place::new(&format!("verify-{name}"));
    place.write("app/src/pay.js", "import Stripe from 'stripe';\nnew Stripe(process.env.STRIPE_KEY);\n");
    place.write("app/package.json", "{ \"dependencies\": { \"stripe\": \"17.0.0\" } }\n");
    place
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", complaints(output)))
}

const RIGHT: &str = "# External Integrations\n\n## APIs & External Services\n\n- Stripe - payments\n  - SDK/Client: `stripe` 17.0.0\n  - Auth: `STRIPE_KEY`\n";
const WRONG: &str =
    "# External Integrations\n\n## APIs & External Services\n\n- Stripe - payments\n  - SDK/Client: `stripe` 16.1.0\n";

#[test]
fn a_document_that_holds() {
    let place = with_app("right");
    place.write("INTEGRATIONS.md", RIGHT);
    let output = place.run(&["verify", "INTEGRATIONS.md", "app", "--exit-code"]);
    assert_eq!((output.status.code(), complaints(&output)), (Some(0), String::new()));
    let drift = json(&output);
    assert_eq!((&drift["schema"], &drift["fresh"]), (&"patchbay.verify/1".into(), &1.0.into()));
    assert_eq!((&drift["document"], &drift["code"]), (&"INTEGRATIONS.md".into(), &"app".into()));
}

#[test]
fn a_document_that_drifted_is_told_by_the_status_only_where_it_is_asked_for() {
    let place = with_app("wrong");
    place.write("INTEGRATIONS.md", WRONG);
    assert_eq!(place.run(&["verify", "INTEGRATIONS.md", "app"]).status.code(), Some(0));
    let output = place.run(&["verify", "INTEGRATIONS.md", "app", "--exit-code", "--format", "md", "--out", "drift.md"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    let text = fs::read_to_string(place.path("drift.md")).unwrap();
    assert!(text.contains("| 6 | version `npm:stripe` 16.1.0 | code has 17.0.0 | `package.json:1` |"), "{text}");
}

#[test]
fn a_code_base_is_held_against_its_own_document() {
    let place = with_app("own");
    place.write("app/.planning/codebase/INTEGRATIONS.md", RIGHT);
    place.write("app/docs/INTEGRATIONS.md", WRONG);
    let output = place.run(&["verify", "app"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(json(&output)["document"], ".planning/codebase/INTEGRATIONS.md");
    let said = complaints(&output);
    assert!(said.contains("app carries 2 audit documents; .planning/codebase/INTEGRATIONS.md is verified"), "{said}");
}

#[test]
fn what_cannot_be_verified_is_said() {
    let place = with_app("bad");
    place.write("INTEGRATIONS.md", RIGHT);
    place.write("empty.md", "");
    place.write("broken.json", "{");
    assert!(place.run(&["audit", "app", "--out", "app.json"]).status.success());
    for (arguments, says) in [
        (&["verify", "app"][..], "patchbay: app carries no audit document"),
        (&["verify", "missing.md", "app"], "patchbay: missing.md is not there"),
        (&["verify", "INTEGRATIONS.md", "missing"], "patchbay: missing is not there"),
        (&["verify", "empty.md", "app"], "patchbay: empty.md is empty"),
        (&["verify", "app", "app"], "patchbay: app is no audit document"),
        (&["verify", "INTEGRATIONS.md", "INTEGRATIONS.md"], "patchbay: INTEGRATIONS.md is a document"),
        (&["verify", "INTEGRATIONS.md", "app.json"], "patchbay: app.json is an audit"),
        (&["verify", "app.json", "app"], "patchbay: app.json is an audit of code, which claims nothing"),
        (&["verify", "broken.json", "app"], "patchbay: broken.json ends in the middle"),
        (&["verify"], "INPUT"),
        (&["verify", "a", "b", "c"], "unexpected"),
    ] {
        let output = place.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(complaints(&output).contains(says), "{arguments:?}: {}", complaints(&output));
    }
}

#[test]
fn a_document_is_audited_and_its_audit_is_as_good() {
    let place = with_app("document");
    place.write("INTEGRATIONS.md", WRONG);
    let output = place.run(&["audit", "INTEGRATIONS.md", "--out", "read.json"]);
    assert_eq!((output.status.code(), complaints(&output)), (Some(0), String::new()));
    let read: Value = serde_json::from_slice(&fs::read(place.path("read.json")).unwrap()).unwrap();
    assert_eq!((&read["source"]["kind"], &read["services"][0]["id"]), (&"markdown".into(), &"stripe".into()));
    // The audit keeps the document, so it can be written again and verified.
    let again = place.run(&["audit", "read.json", "--format", "md"]);
    assert!(String::from_utf8_lossy(&again.stdout).contains("Stripe"), "{}", complaints(&again));
    let one = json(&place.run(&["verify", "INTEGRATIONS.md", "app"]));
    let other = json(&place.run(&["verify", "read.json", "app"]));
    assert_eq!(one["claims"], other["claims"]);
}
