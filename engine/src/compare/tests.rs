use super::*;
use crate::audit::{
    Category, Client, Declaration, Direction, Endpoint, Finding, Place, Service, Source, SourceKind, Status, Store,
    Variable, Verification,
};
use crate::markdown;

/// A small code base.
fn shop() -> Audit {
    let client = |name: &str, version: &str| Client {
        ecosystem: "npm".into(),
        name: name.into(),
        requirement: format!("^{version}"),
        version: version.into(),
        manifest: "package.json".into(),
    };
    let service = |id: &str, name: &str, client: Client, env: &[&str]| Service {
        id: id.into(),
        name: name.into(),
        status: Status::Used,
        category: Category::Payment,
        clients: vec![client],
        env: env.iter().map(|it| (*it).to_owned()).collect(),
        hosts: vec![format!("api.{id}.com")],
        implementation: vec![format!("lib/{id}.ts")],
        ..Service::default()
    };
    let variable = |name: &str, service: &str| Variable {
        name: name.into(),
        service: service.into(),
        required: Some(true),
        read: vec![Place { path: format!("lib/{service}.ts"), line: 3 }],
        declared: vec![Declaration { path: ".env.example".into(), line: 1, has_value: false }],
        ..Variable::default()
    };
    Audit {
        title: "shop".into(),
        source: Source { kind: SourceKind::Zip, name: "shop.zip".into(), bytes: 1 },
        services: vec![
            service("resend", "Resend", client("resend", "4.0.0"), &["RESEND_API_KEY"]),
            service("stripe", "Stripe", client("stripe", "14.5.0"), &["STRIPE_KEY", "STRIPE_WEBHOOK_SECRET"]),
        ],
        env: vec![
            variable("RESEND_API_KEY", "resend"),
            variable("STRIPE_KEY", "stripe"),
            variable("STRIPE_WEBHOOK_SECRET", "stripe"),
        ],
        endpoints: vec![Endpoint {
            method: "POST".into(),
            path: "/api/stripe/webhook".into(),
            service: "stripe".into(),
            verification: Verification::Signature,
            events: vec!["invoice.paid".into()],
            place: Place { path: "api/stripe.ts".into(), line: 9 },
            ..Endpoint::default()
        }],
        stores: vec![Store {
            service: "postgresql".into(),
            kind: "table".into(),
            name: "orders".into(),
            ..Store::default()
        }],
        findings: vec![Finding {
            rule: "PB024".into(),
            severity: "warning".into(),
            message: "No check".into(),
            place: Place { path: "a.ts".into(), line: 3 },
            ..Finding::default()
        }],
        ..Audit::default()
    }
}

fn document(text: &str) -> Audit {
    let options = markdown::Options { name: "INTEGRATIONS.md".into(), date: String::new() };
    markdown::read(text.as_bytes(), &options).unwrap()
}

/// What a comparison says of all that is not the same.
fn said(a: &Audit, b: &Audit) -> Vec<String> {
    let comparison = compare(a, b);
    assert_eq!(compare(b, a), comparison.mirrored());
    assert_eq!(comparison.mirrored().mirrored(), comparison);
    let field = |it: &Field| {
        let side = |it: &Option<String>| it.clone().unwrap_or_else(|| "-".into());
        let level = it.level.map_or(String::new(), |level| format!(" {}", level.word()));
        let subject = if it.subject.is_empty() { String::new() } else { format!(" {}", it.subject) };
        format!("{}{subject} {} > {}{level}", it.field.word(), side(&it.from), side(&it.to))
    };
    let mut out = vec![comparison.summary.clone()];
    for (_, rows) in comparison.lists() {
        for row in rows.iter().filter(|row| row.change != Change::Same) {
            let fields: Vec<String> = row.fields.iter().map(field).collect();
            out.push(
                format!("{} {}: {}", row.change.word(), row.name, fields.join("; "))
                    .trim_end_matches([':', ' '])
                    .into(),
            );
        }
    }
    out
}

#[test]
fn an_audit_and_itself_are_the_same() {
    assert_eq!(said(&shop(), &shop()), ["No differences."]);
    let comparison = compare(&shop(), &shop());
    assert_eq!((comparison.a.label.as_str(), comparison.b.label.as_str()), ("shop (1)", "shop (2)"));
    assert_eq!(comparison.services.len(), 2);
}

#[test]
fn every_field_is_held_against_the_other() {
    let mut other = shop();
    let stripe = &mut other.services[1];
    stripe.status = Status::Declared;
    stripe.clients[0].version = "17.7.0".into();
    stripe.clients[0].requirement = "^17.0.0".into();
    stripe.env = vec!["STRIPE_SECRET_KEY".into(), "STRIPE_WEBHOOK_SECRET".into()];
    stripe.hosts.push("files.stripe.com".into());
    stripe.images.push("stripe/stripe-mock:1".into());
    stripe.implementation = vec!["src/stripe.ts".into()];
    other.env[1].name = "STRIPE_SECRET_KEY".into();
    other.env[2].required = Some(false);
    other.env[2].declared.clear();
    other.env[0].service = "stripe".into();
    other.endpoints[0].path = "/webhooks/stripe".into();
    other.endpoints[0].verification = Verification::None;
    other.endpoints[0].events.clear();
    other.stores[0].kind = "collection".into();
    other.findings[0].place.line = 90;
    other.findings.push(Finding { rule: "PB001".into(), message: "More".into(), ..Finding::default() });
    assert_eq!(
        said(&shop(), &other),
        [
            "1 service changed; 3 variables changed; 1 endpoint changed; 1 store changed; 1 new finding.",
            "changed Stripe: status used > declared; clients npm:stripe 14.5.0 > 17.7.0 major; images stripe/stripe-mock - > stripe/stripe-mock:1; env STRIPE_KEY > STRIPE_SECRET_KEY; hosts files.stripe.com - > files.stripe.com; implementation lib/stripe.ts > src/stripe.ts",
            "changed RESEND_API_KEY: service Resend > Stripe",
            "changed STRIPE_SECRET_KEY: name STRIPE_KEY > STRIPE_SECRET_KEY",
            "changed STRIPE_WEBHOOK_SECRET: required required > optional; declared declared > not declared",
            "changed POST /webhooks/stripe: path /api/stripe/webhook > /webhooks/stripe; verification signature > none; events invoice.paid invoice.paid > -",
            "changed collection orders: kind table > collection",
            "added More",
        ]
    );
}

#[test]
fn whole_services_come_and_go() {
    let mut other = shop();
    other.services.remove(0);
    other.env.remove(0);
    assert_eq!(
        said(&shop(), &other),
        ["1 service removed; 1 variable gone.", "removed Resend", "removed RESEND_API_KEY"]
    );
}

#[test]
fn what_a_document_cannot_say_is_no_change() {
    let audit = document(
        "# External Integrations\n\n## APIs & External Services\n\n- Stripe - payments\n  - SDK/Client: `stripe` 14.x\n  - Auth: `STRIPE_KEY`, `STRIPE_WEBHOOK_SECRET`\n- Resend - mail\n  - Auth: `RESEND_API_KEY`\n\n## Webhooks & Callbacks\n\n**Incoming:**\n- `/api/stripe/webhook` - payments\n",
    );
    assert_eq!(said(&audit, &shop()), ["No differences."]);
}

#[test]
fn what_a_document_gets_wrong_or_leaves_out_is() {
    let audit = document(
        "# External Integrations\n\n## APIs & External Services\n\n- Stripe - payments\n  - SDK/Client: `stripe` 12.0.0\n  - Auth: `STRIPE_KEY`\n- Sentry - errors\n\n",
    );
    let said = said(&audit, &shop());
    assert_eq!(
        said[0],
        "1 service only in the code, 1 only in the document, 1 not the same; 2 variables only in the code; 1 endpoint only in the code."
    );
    assert!(said.contains(&"changed Stripe: clients npm:stripe 12.0.0 > 14.5.0 major".to_owned()), "{said:#?}");
}

#[test]
fn two_documents_are_compared_word_by_word() {
    let text = |says: &str| {
        format!("# External Integrations\n\n## APIs & External Services\n\n- Stripe - {says}\n  - Note: it {says}\n")
    };
    let (a, b) = (document(&text("takes payments")), document(&text("takes all payments")));
    let comparison = compare(&a, &b);
    let fields = &comparison.services[0].fields;
    assert!(!fields.is_empty());
    for field in fields {
        let added: Vec<&str> =
            field.words.iter().filter(|run| run.mark == Mark::Added).map(|run| run.text.trim()).collect();
        assert_eq!(added, ["all"], "{field:?}");
    }
    let shown = write(&comparison, &a, &b);
    assert!(shown.contains("**all**"), "{shown}");
}

#[test]
fn none_on_one_side_and_silence_on_the_other_are_the_same() {
    let a = document(
        "# External Integrations\n\n## Monitoring & Observability\n\n**Error Tracking:**\n- None\n\n## Data Storage\n\n**Caching:**\n- Redis\n",
    );
    let b = document("# External Integrations\n\n## Data Storage\n\n**Caching:**\n- Redis\n");
    assert_eq!(said(&a, &b), ["No differences."]);
}

#[test]
fn markdown_tells_what_it_is_about_and_stays_in_its_cells() {
    let mut other = shop();
    other.services[1].clients[0].version = "17.7.0".into();
    other.services[0].name = "A|b <img src=x>\n@all".into();
    other.env[0].name = "X|Y`Z".into();
    other.services.push(Service {
        id: "paddle".into(),
        name: "Paddle".into(),
        status: Status::Used,
        ..Service::default()
    });
    other.endpoints[0].direction = Direction::Callback;
    let (a, b) = (shop(), other);
    let text = write(&compare(&a, &b), &a, &b);
    assert!(text.contains("| changed | **Stripe** | `npm:stripe` 14.5.0 → 17.7.0 (major) |"), "{text}");
    assert!(text.contains("| added | **Paddle** | other, used |"), "{text}");
    assert!(text.contains(r"\<img src=x\> \@all"), "{text}");
    for line in text.lines().filter(|line| line.starts_with('|')) {
        let bars = line.replace("\\|", "").matches('|').count();
        assert_eq!(bars, 4, "{line}");
    }
}
