//! The built program, run on archives and folders made here.

use serde_json::Value;
use std::fs;
use std::process::Output;

mod place;
use place::{Place, complaints};

/// Runs `patchbay audit` there.
fn audit(place: &Place, arguments: &[&str]) -> Output {
    place.run(&[&["audit"], arguments].concat())
}

fn json(place: &Place, path: &str) -> Value {
    serde_json::from_slice(&fs::read(place.path(path)).unwrap()).unwrap()
}

/// A zip with no files: its end record alone.
const EMPTY_ZIP: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

fn lines(output: &Output) -> Vec<String> {
    complaints(output).lines().map(str::to_owned).collect()
}

#[test]
fn an_audit_goes_to_the_terminal() {
    let place = Place::new("terminal");
    place.write("app.zip", EMPTY_ZIP);
    let output = audit(&place, &["app.zip", "--date", "2026-02-12"]);
    assert_eq!((output.status.code(), lines(&output)), (Some(0), vec![]));
    let audit: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&audit["source"]["kind"], &audit["source"]["name"]), (&"zip".into(), &"app.zip".into()));
    assert!(output.stdout.ends_with(b"\n"));
}

#[test]
fn each_of_several_inputs_gets_a_file_of_its_name() {
    let place = Place::new("several");
    place.write("kalasetu-main.zip", EMPTY_ZIP);
    place.write("owner+name.js/src/a.ts", b"const a = 1;\n");
    let output = audit(&place, &["kalasetu-main.zip", "owner+name.js", "--out", "audits"]);
    assert_eq!((output.status.code(), lines(&output)), (Some(0), vec![]));
    assert_eq!(json(&place, "audits/kalasetu-main.json")["source"]["name"], "kalasetu-main.zip");
    assert_eq!(json(&place, "audits/owner+name.js.json")["source"]["kind"], "folder");
    assert_eq!(json(&place, "audits/owner+name.js.json")["source"]["bytes"], 13);
}

#[test]
fn one_input_can_name_its_file() {
    let place = Place::new("one");
    place.write("app.zip", EMPTY_ZIP);
    assert!(audit(&place, &["app.zip", "--format", "md", "--out", "INTEGRATIONS.md"]).status.success());
    assert!(place.path("INTEGRATIONS.md").is_file());
}

#[test]
fn every_format_can_be_written() {
    let place = Place::new("formats");
    place.write("app/package.json", br#"{"dependencies": {"stripe": "20.2.0"}}"#);
    place.write("app/pay.js", b"import Stripe from 'stripe';\nnew Stripe(process.env.STRIPE_SECRET_KEY);\n");
    place.write("old.md", b"# External Integrations\n\n## Payment\n\n- Stripe: `STRIPE_SECRET_KEY`\n");
    for (format, ending, says) in [
        ("json", "json", "\"patchbay.audit/1\""),
        ("md", "md", "# External Integrations"),
        ("csv", "csv", "kind,name,service"),
        ("cyclonedx", "cdx.json", "\"bomFormat\": \"CycloneDX\""),
        ("sarif", "sarif", "\"version\": \"2.1.0\""),
        ("html", "html", "<!doctype html>"),
    ] {
        let output = audit(&place, &["app", "old.md", "--date", "2026-02-12", "--format", format, "--out", "to"]);
        assert_eq!((output.status.code(), lines(&output)), (Some(0), vec![]), "{format}");
        for name in ["app", "old"] {
            let text = fs::read_to_string(place.path(&format!("to/{name}.{ending}"))).unwrap();
            assert!(text.contains(says) && text.ends_with('\n'), "{format} of {name}: {text}");
            // Findings are of code alone, and need not be of Stripe.
            assert!(format == "sarif" || text.contains("Stripe"), "{format} of {name}: {text}");
        }
    }
}

#[test]
fn what_cannot_be_read_is_named_and_costs_only_itself() {
    let place = Place::new("broken");
    place.write("good.zip", EMPTY_ZIP);
    place.write("cut.zip", b"PK\x03\x04 and no more");
    place.write("notes.txt", b"no archive");
    place.write("empty.zip", b"");
    let output = audit(&place, &["cut.zip", "missing.zip", "notes.txt", "empty.zip", "good.zip", "--out", "to"]);
    assert_eq!(output.status.code(), Some(2));
    let lines = lines(&output);
    assert_eq!(lines.len(), 4, "{lines:?}");
    for (line, says) in lines.iter().zip([
        "patchbay: cut.zip is cut short",
        "patchbay: missing.zip is not there",
        "patchbay: notes.txt holds no link",
        "patchbay: empty.zip is empty",
    ]) {
        assert!(line.starts_with(says), "{line}");
    }
    assert_eq!(fs::read_dir(place.path("to")).unwrap().count(), 1);
}

#[test]
fn no_audit_overwrites_another() {
    let place = Place::new("twice");
    place.write("a/app.zip", EMPTY_ZIP);
    place.write("b/app.zip", EMPTY_ZIP);
    let output = audit(&place, &["a/app.zip", "b/app.zip", "--out", "to"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(lines(&output)[0].starts_with("patchbay: b/app.zip has the name of an input before it"));
}

#[test]
fn bad_usage_is_told_before_anything_is_read() {
    let place = Place::new("usage");
    for (arguments, says) in [
        (&["a.zip", "--date", "2026-02-30"][..], "there is no such day"),
        (&["a.zip", "b.zip"], "several inputs need --out DIR"),
        (&[], "INPUT"),
        (&["a.zip", "--format", "pdf"], "pdf"),
    ] {
        let output = audit(&place, arguments);
        assert_eq!(output.status.code(), Some(2));
        assert!(lines(&output).join("\n").contains(says), "{output:?}");
    }
}

#[test]
fn where_nothing_can_be_written_is_said() {
    let place = Place::new("unwritable");
    place.write("app.zip", EMPTY_ZIP);
    place.write("other.zip", EMPTY_ZIP);
    place.write("taken", b"a file");
    for (arguments, says) in [
        (
            &["app.zip", "--out", "no/such/app.json"][..],
            "patchbay: app.zip was read, but there is no folder no/such to write to",
        ),
        (&["app.zip", "other.zip", "--out", "taken"], "patchbay: taken is a file, and several inputs need --out DIR"),
        (&["app.zip", "other.zip", "--out", "taken/below"], "patchbay: taken/below cannot be written to: "),
        (
            &["app.zip", "--out", "taken/app.json"],
            "patchbay: app.zip was read, but there is no folder taken to write to",
        ),
    ] {
        let output = audit(&place, arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let lines = lines(&output);
        assert!(lines.len() == 1 && lines[0].starts_with(says), "{lines:?}");
    }
    assert_eq!(fs::read(place.path("taken")).unwrap(), b"a file");
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_costs_only_itself() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new("locked");
    place.write("app/src/a.ts", b"const a = process.env.NAME_OF_IT;\n");
    place.write("app/locked/b.ts", b"const b = 1;\n");
    let locked = place.path("app/locked");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
    let output = audit(&place, &["app"]);
    // The system's own user may read everything.
    let closed = fs::read_dir(&locked).is_err();
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).unwrap();
    let audit: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(audit["env"][0]["name"], "NAME_OF_IT");
    if closed {
        assert_eq!(output.status.code(), Some(2));
        assert!(lines(&output)[0].starts_with("patchbay: app/locked could not be listed: "), "{output:?}");
    } else {
        assert_eq!(output.status.code(), Some(0));
    }
}

#[cfg(unix)]
#[test]
fn a_device_is_not_waited_for() {
    let place = Place::new("device");
    let output = audit(&place, &["/dev/null"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(lines(&output), ["patchbay: /dev/null is neither a file nor a folder"]);
}
