//! Large audits of made-up services, to be compared.

use patchbay_engine::audit::{Attribute, Audit, Category, Client, Place, SCHEMA, Service, Status, Variable};

/// Services of each.
pub const SERVICES: usize = 5_000;

/// Variables of each.
pub const VARIABLES: usize = 20_000;

/// An audit of made-up services, one in `every` of which is not as in the audit of 0: gone, renamed, or with other versions.
pub fn made(every: usize) -> Audit {
    let differs = |at: usize| every > 0 && at.is_multiple_of(every);
    let service = |at: usize| {
        let other = differs(at);
        let word = format!("vendor{at:05}");
        let id = match at % 3 {
            0 if other => format!("host:api.{word}.com"),
            _ => format!("doc:{word}"),
        };
        Service {
            id,
            name: if other && at % 3 == 1 { format!("Vendor{at:05} API") } else { format!("Vendor{at:05}") },
            category: Category::Payment,
            section: "APIs & External Services".into(),
            status: if other && at.is_multiple_of(2) { Status::Declared } else { Status::Used },
            clients: vec![Client {
                ecosystem: "npm".into(),
                name: format!("@{word}/sdk"),
                requirement: "^1.0.0".into(),
                version: if other { "2.0.0" } else { "1.2.3" }.into(),
                manifest: "package.json".into(),
            }],
            env: (0..4).map(|number| variable_name(at * 4 + number, other)).collect(),
            hosts: vec![format!("api.{word}.com")],
            implementation: (0..3).map(|number| format!("src/{word}/{number}.ts")).collect(),
            attributes: vec![Attribute {
                label: "Note".into(),
                text: format!("talks to {word} {} and keeps what it says", if other { "at night" } else { "by day" }),
            }],
            ..Service::default()
        }
    };
    let variable = |at: usize| Variable {
        name: variable_name(at, differs(at / 4)),
        service: service_id(at / 4, differs(at / 4)),
        required: Some(true),
        read: vec![Place { path: format!("src/vendor{:05}/0.ts", at / 4), line: 3 }],
        ..Variable::default()
    };
    let mut audit = Audit {
        schema: SCHEMA.into(),
        title: "large".into(),
        services: (0..SERVICES).map(service).collect(),
        env: (0..VARIABLES).map(variable).collect(),
        ..Audit::default()
    };
    audit.services.sort_by(|a, b| a.id.cmp(&b.id));
    audit.env.sort_by(|a, b| a.name.cmp(&b.name));
    audit
}

fn service_id(at: usize, other: bool) -> String {
    let word = format!("vendor{at:05}");
    if other && at.is_multiple_of(3) { format!("host:api.{word}.com") } else { format!("doc:{word}") }
}

fn variable_name(at: usize, other: bool) -> String {
    let prefix = if other && at.is_multiple_of(2) { "NEXT_PUBLIC_" } else { "" };
    format!("{prefix}VENDOR{:05}_KEY_{}", at / 4, at % 4)
}
