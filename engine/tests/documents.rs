//! The reader of audit documents against the fixtures in `tests/fixtures/documents/`: beside each `NAME.md` stands
//! `NAME.expect` with what must be found in it, and nothing else may be. `tests/fixtures/README.md` tells the form.

use patchbay_engine::audit::{Audit, BlockKind, BlockRole, ClaimKind, Verification};
use patchbay_engine::markdown::{DocumentError, Options, read};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/documents");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    paths.sort();
    paths
}

fn audit_of(text: &str) -> Audit {
    read(text.as_bytes(), &Options { name: "INTEGRATIONS.md".into(), ..Options::default() }).unwrap()
}

/// An audit in the form of the expectations: a line for each thing, in the audit's order.
fn outline(audit: &Audit) -> String {
    let mut out = String::new();
    if !audit.date.is_empty() {
        let _ = writeln!(out, "date {}", audit.date);
    }
    for service in &audit.services {
        let _ = write!(out, "service {} {} {}", service.id, service.status.word(), service.category.word());
        let clients =
            service.clients.iter().map(|c| format!("{}:{}@{}{}", c.ecosystem, c.name, c.version, c.requirement));
        let labels = service
            .attributes
            .iter()
            .map(|a| if a.label.is_empty() { format!("\"{}\"", a.text) } else { a.label.clone() });
        for (what, list) in [
            ("clients", clients.collect::<Vec<_>>()),
            ("env", service.env.clone()),
            ("hosts", service.hosts.clone()),
            ("images", service.images.clone()),
            ("files", service.implementation.clone()),
            ("lines", labels.collect()),
        ] {
            if !list.is_empty() {
                let _ = write!(out, " | {what} {}", list.join(", "));
            }
        }
        if !service.purpose.is_empty() {
            let _ = write!(out, " | for {}", service.purpose);
        }
        out.push('\n');
    }
    for variable in &audit.env {
        let required = match variable.required {
            Some(true) => "required",
            Some(false) => "optional",
            None => "-",
        };
        let owner = if variable.service.is_empty() { "-" } else { &variable.service };
        let _ = writeln!(out, "env {} {owner} {required} {}", variable.name, variable.purpose);
    }
    for endpoint in &audit.endpoints {
        let _ = writeln!(
            out,
            "endpoint {} {} {} {} {} {}",
            endpoint.direction.word(),
            if endpoint.method.is_empty() { "-" } else { &endpoint.method },
            endpoint.path,
            if endpoint.service.is_empty() { "-" } else { &endpoint.service },
            endpoint.verification.word(),
            endpoint.events.join(", "),
        );
    }
    for store in &audit.stores {
        let _ = writeln!(out, "store {} {} {}", store.service, store.kind, store.name);
    }
    for claim in &audit.document.as_ref().unwrap().claims {
        if claim.kind == ClaimKind::Absent {
            let _ = writeln!(out, "absent {} line {}", claim.subject, claim.line);
        }
    }
    out.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

#[test]
fn every_fixture_gives_what_it_states_and_nothing_else() {
    let mut problems = String::new();
    let fixtures = fixtures();
    for path in &fixtures {
        let text = String::from_utf8(fs::read(path).unwrap()).unwrap();
        let expected = fs::read_to_string(path.with_extension("expect")).unwrap_or_default();
        let found = outline(&audit_of(&text));
        if found != expected {
            let _ = writeln!(problems, "{}\n{found}", path.display());
        }
    }
    assert!(problems.is_empty(), "found\n{problems}");
    assert!(fixtures.len() > 8);
}

/// Every byte that is not blank lies in exactly one block, blocks stand in order, and claims lie within the text.
fn check_whole(text: &str, audit: &Audit) {
    let document = audit.document.as_ref().unwrap();
    let mut at = 0;
    for block in &document.blocks {
        let (start, end) = (block.start as usize, block.end as usize);
        assert!(start >= at && end > start, "{block:?} behind {at} of {text:?}");
        assert!(
            document.text[at..start].trim().is_empty(),
            "{:?} lies in no block of {text:?}",
            &document.text[at..start]
        );
        assert!(!document.text[start..end].trim().is_empty());
        at = end;
    }
    assert!(document.text[at..].trim().is_empty(), "{:?} lies in no block of {text:?}", &document.text[at..]);
    for claim in &document.claims {
        assert!(claim.start < claim.end, "{claim:?} in {text:?}");
        assert!(document.text.get(claim.start as usize..claim.end as usize).is_some(), "{claim:?} in {text:?}");
        assert!(claim.line >= 1 && !claim.subject.is_empty(), "{claim:?} in {text:?}");
    }
    assert!(audit.services.is_sorted_by(|a, b| a.id < b.id), "{text:?}");
    let is_known = |id: &str| id.is_empty() || audit.services.iter().any(|service| service.id == id);
    for variable in &audit.env {
        assert!(is_known(&variable.service) || patchbay_engine::catalog::by_id(&variable.service).is_some());
    }
    assert!(
        audit.endpoints.iter().all(|endpoint| is_known(&endpoint.service) && !endpoint.path.is_empty()),
        "{text:?}"
    );
}

#[test]
fn nothing_of_a_fixture_is_lost() {
    for path in fixtures() {
        let text = String::from_utf8(fs::read(&path).unwrap()).unwrap();
        let audit = audit_of(&text);
        check_whole(&text, &audit);
        let document = audit.document.as_ref().unwrap();
        assert_eq!(document.text, text, "{}", path.display());
        for block in &document.blocks {
            let lines = document.text[..block.start as usize].matches('\n').count() + 1;
            assert_eq!(block.line as usize, lines, "{}", path.display());
        }
    }
}

#[test]
fn list_items_end_understood() {
    let bare: Vec<String> = fixtures()
        .iter()
        .filter(|path| !path.ends_with("odd.md"))
        .flat_map(|path| {
            let audit = audit_of(&fs::read_to_string(path).unwrap());
            let document = audit.document.unwrap();
            let blocks = document.blocks.iter().filter(|b| b.kind == BlockKind::Item && b.role == BlockRole::Note);
            blocks.map(|b| document.text[b.start as usize..b.end as usize].to_owned()).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(bare, [] as [&str; 0]);
}

#[test]
fn line_endings_and_marks_change_nothing() {
    for path in fixtures() {
        let text = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
        let plain = outline(&audit_of(&text));
        assert_eq!(outline(&audit_of(&text.replace('\n', "\r\n"))), plain, "{}", path.display());
        assert_eq!(outline(&audit_of(&format!("\u{FEFF}{text}"))), plain, "{}", path.display());
        let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(outline(&read(&wide, &Options::default()).unwrap()), plain, "{}", path.display());
    }
}

#[test]
fn evidence_and_claims_say_their_line() {
    let audit = audit_of(
        "# X\n\n## Data Storage\n\n**Databases:**\n- Redis 7.2\n  - Client: `ioredis` 5.4.1 in `src/cache.ts`\n",
    );
    let redis = audit.services.iter().find(|service| service.id == "redis").unwrap();
    assert_eq!(redis.evidence.iter().map(|e| (e.path.as_str(), e.line)).collect::<Vec<_>>(), [("INTEGRATIONS.md", 6)]);
    let claims = &audit.document.as_ref().unwrap().claims;
    let found: Vec<_> = claims.iter().map(|c| (c.kind, c.subject.as_str(), c.value.as_str(), c.line)).collect();
    for expected in [
        (ClaimKind::Service, "redis", "", 6),
        (ClaimKind::Version, "redis", "7.2", 6),
        (ClaimKind::Package, "npm:ioredis", "", 7),
        (ClaimKind::Version, "npm:ioredis", "5.4.1", 7),
        (ClaimKind::Path, "src/cache.ts", "", 7),
    ] {
        assert!(found.contains(&expected), "{expected:?} not in {found:?}");
    }
}

#[test]
fn secret_values_are_in_no_audit() {
    let text = "# X\n\n**Databases:**\n- PostgreSQL\n  - Connection: `postgres://app:hunter22@db/app`\n\n```\nAPP_SECRET=zipzapzop42\n```\n";
    let json = serde_json::to_string(&audit_of(text)).unwrap();
    assert!(!json.contains("hunter22") && !json.contains("zipzapzop42"), "{json}");
    assert!(json.contains("APP_SECRET"));
}

#[test]
fn bounds_are_refused_in_a_sentence() {
    let refused = |bytes: &[u8]| read(bytes, &Options::default()).unwrap_err();
    assert_eq!(refused(b"  \n"), DocumentError::Empty);
    assert_eq!(refused(&[0, 1, 2, 3]), DocumentError::Binary);
    let large = vec![b'a'; patchbay_engine::limits::DOCUMENT_BYTES + 1];
    assert!(refused(&large).to_string().starts_with("has 8388609 bytes"));
}

#[test]
fn deep_and_long_documents_are_read() {
    let deep =
        "- ".repeat(5000) + "Stripe\n" + &(0..400).map(|n| format!("{}- a\n", "  ".repeat(n))).collect::<String>();
    check_whole("deep", &audit_of(&deep));
    let quotes = "> ".repeat(5000) + "Stripe";
    check_whole("quotes", &audit_of(&quotes));
    let many = "## Data Storage\n".to_owned() + &"- Redis - cache with `REDIS_URL`\n".repeat(20_000);
    let audit = audit_of(&many);
    check_whole("many", &audit);
    assert_eq!(audit.services.len(), 1);
    assert!(audit.services[0].evidence.len() < 100);
    for odd in
        ["[".repeat(40_000), "`".repeat(40_000), "*a ".repeat(20_000), "| a ".repeat(9_000), "**a:** ".repeat(9_000)]
    {
        check_whole("odd", &audit_of(&odd));
    }
}

#[test]
fn a_signature_is_told_from_a_token() {
    let audit = audit_of(
        "## Webhooks\n\n- `POST /a` from Stripe, HMAC signature\n- `POST /b` with a bearer token\n- `POST /c`\n",
    );
    let found: Vec<_> = audit.endpoints.iter().map(|e| (e.path.as_str(), e.verification)).collect();
    assert_eq!(found, [("/a", Verification::Signature), ("/b", Verification::Token), ("/c", Verification::Unknown)]);
}

mod generated {
    use super::*;
    use proptest::prelude::*;

    /// Scraps of documents, and of what breaks readers of them.
    const SCRAPS: &[&str] = &[
        "# ",
        "## APIs & External Services\n",
        "## 1. ",
        "### ",
        "**",
        "**Databases:**\n",
        "**Error Tracking:** None\n",
        "- ",
        "  - ",
        "    - ",
        "1. ",
        "* [ ] ",
        "> ",
        "| ",
        "|---|---|\n",
        "| Service | Env |\n",
        "```\n",
        "~~~",
        "---\n",
        "***",
        "<div>",
        "<!--",
        "-->",
        "[a](b)",
        "[a]: b\n",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "\t",
        "Stripe",
        "Supabase Auth",
        "AWS S3 or MinIO",
        "`STRIPE_SECRET_KEY`",
        "`A_B`, `C_D`",
        " - ",
        " — ",
        ": ",
        ":",
        "(",
        ")",
        "`",
        "``",
        "*",
        "_",
        "None",
        "Not detected",
        "no Sentry, Datadog",
        "planned",
        "optional",
        "SDK/Client: ",
        "Auth: ",
        "Webhook: ",
        "Tables: ",
        "Status: ",
        "Purpose: ",
        "Endpoint: ",
        "`POST /a/b`",
        "`src/a.ts`",
        "https://api.stripe.com/v1",
        "`stripe` 20.1.0",
        "^19.1.0",
        "`postgres:16`",
        "é",
        "数据库",
        "👋",
        "\u{0}",
        "\u{FEFF}",
        "\\",
        "2026-01-02",
        "*Integration audit: 2026-01-02*",
        "\n===\n",
        "\n---\n",
        "Incoming:",
        "Required env vars:",
        "X=1",
        "&amp;",
        "\u{2028}",
        "·",
    ];

    fn documents() -> impl Strategy<Value = String> {
        proptest::collection::vec(
            prop_oneof![8 => proptest::sample::select(SCRAPS).prop_map(str::to_owned), 1 => "\\PC{0,12}"],
            0..60,
        )
        .prop_map(|scraps| scraps.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read_whole(text in documents()) {
            match read(text.as_bytes(), &Options::default()) {
                Ok(audit) => check_whole(&text, &audit),
                Err(error) => prop_assert!(matches!(error, DocumentError::Empty | DocumentError::Binary)),
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            if let Ok(audit) = read(&bytes, &Options::default()) {
                check_whole("bytes", &audit);
            }
        }
    }
}
