use super::*;
use crate::audit::*;
use pulldown_cmark::{Event, Parser};

fn stripe() -> Service {
    Service {
        id: "stripe".into(),
        name: "Stripe".into(),
        category: Category::Payment,
        section: Category::Payment.section().into(),
        status: Status::Used,
        clients: vec![Client {
            ecosystem: "npm".into(),
            name: "stripe".into(),
            requirement: "^20.1.0".into(),
            version: "20.2.0".into(),
            manifest: "package.json".into(),
        }],
        env: vec!["STRIPE_SECRET_KEY".into()],
        implementation: vec!["lib/stripe.ts".into()],
        ..Service::default()
    }
}

fn audit() -> Audit {
    Audit { title: "shop".into(), date: "2026-02-12".into(), services: vec![stripe()], ..Audit::default() }
}

#[test]
fn the_usual_template() {
    let place = |path: &str, line| Place { path: path.into(), line };
    let audit = Audit {
        env: vec![Variable {
            name: "STRIPE_SECRET_KEY".into(),
            service: "stripe".into(),
            required: Some(true),
            read: vec![place("lib/stripe.ts", 3)],
            declared: vec![Declaration { path: ".env.example".into(), line: 4, has_value: false }],
            ..Variable::default()
        }],
        endpoints: vec![Endpoint {
            method: "POST".into(),
            path: "/api/stripe/webhook".into(),
            service: "stripe".into(),
            verification: Verification::Signature,
            events: vec!["checkout.session.completed".into()],
            place: place("app/route.ts", 9),
            ..Endpoint::default()
        }],
        ..audit()
    };
    let text = write(&audit);
    for lines in [
        "# External Integrations: shop\n\n**Analysis Date:** 2026-02-12\n\n**Written by:** Patchbay\n\n## APIs & External Services\n\n**Payment Processing:**\n- Stripe\n",
        "\n  - SDK/Client: `stripe` 20.2.0 (npm, ^20.1.0 in `package.json`)\n  - Auth: `STRIPE_SECRET_KEY`\n  - Implementation: `lib/stripe.ts`\n",
        "\n## Data Storage\n\nNothing found in code\n",
        "\n**Required env vars:**\n- `STRIPE_SECRET_KEY` - Stripe\n  - Read in: `lib/stripe.ts:3`\n  - Declared in: `.env.example:4`\n",
        "\n**Incoming:**\n- `POST /api/stripe/webhook` - Stripe\n  - Implementation: `app/route.ts:9`\n  - Verification: signature\n  - Events: `checkout.session.completed`\n",
        "\n**Outgoing:**\n- None found in code\n\n---\n\n*Integration audit: 2026-02-12*\n",
    ] {
        assert!(text.contains(lines), "{lines}\nnot in\n{text}");
    }
    for section in SECTIONS {
        assert!(text.contains(&format!("## {section}\n")));
    }
    assert_eq!(write(&audit), text, "same audit, same bytes");
}

#[test]
fn nothing_is_cut_short() {
    let mut service = stripe();
    service.implementation = (0..80).map(|n| format!("src/payments/file{n}.ts")).collect();
    service.env = (0..80).map(|n| format!("STRIPE_{n}")).collect();
    let text = write(&Audit { services: vec![service], ..audit() });
    assert!((0..80).all(|n| text.contains(&format!("file{n}.ts`")) && text.contains(&format!("`STRIPE_{n}`"))));
    assert!(text.lines().all(|line| line.chars().count() <= 130), "lines are short enough to be read");
}

#[test]
fn no_text_breaks_out_of_its_line() {
    let evil = "x\n\n## Data Storage\n- Redis\n  - Auth: `A_B`\n</script><script>alert(1)</script>";
    let evil = |kind: &str| format!("{kind} {evil}");
    let audit = Audit {
        title: evil("title"),
        services: vec![Service { id: "doc:x".into(), name: evil("name"), ..stripe() }],
        env: vec![Variable { name: evil("env"), service: evil("owner"), ..Variable::default() }],
        endpoints: vec![Endpoint { path: evil("path"), events: vec![evil("event")], ..Endpoint::default() }],
        stores: vec![Store { kind: "table".into(), name: evil("store"), ..Store::default() }],
        findings: vec![Finding { rule: evil("rule"), message: evil("message"), ..Finding::default() }],
        ..audit()
    };
    let text = write(&audit);
    let headings = text.lines().filter(|line| line.trim_start().starts_with('#')).count();
    assert_eq!(headings, 1 + SECTIONS.len() + 1, "title, sections, findings:\n{text}");
    assert!(!text.contains("\n- Redis") && !text.contains("\n  - Auth: `A_B`"), "{text}");
    let html = |event: &Event<'_>| matches!(event, Event::Html(_) | Event::InlineHtml(_));
    assert!(!Parser::new(&text).any(|event| html(&event)), "{text}");
}

#[test]
fn a_document_says_only_what_it_said() {
    let source = Source { kind: SourceKind::Markdown, ..Source::default() };
    let text = write(&Audit { source, ..audit() });
    assert!(!text.contains("found in code") && !text.contains("## Data Storage"));
}

#[test]
fn a_documents_lines_stay_as_they_were() {
    let attribute = |label: &str, text: &str| Attribute { label: label.into(), text: text.into() };
    let service = Service {
        purpose: "takes *money*".into(),
        attributes: vec![attribute("Webhook", "see `a.ts`\n- first\n- second"), attribute("", "Only in Europe")],
        ..stripe()
    };
    let text = write(&Audit { services: vec![service], ..audit() });
    assert!(text.contains("\n- Stripe - takes *money*\n"), "{text}");
    assert!(text.contains("\n  - Webhook: see `a.ts`\n    - first\n    - second\n  - Only in Europe\n"), "{text}");
}
