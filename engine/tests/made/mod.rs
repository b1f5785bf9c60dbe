//! Audits that a test makes up: every field, and texts that try to break out of their line.

#![allow(dead_code)]

use patchbay_engine::audit::*;
use patchbay_engine::catalog;
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;

/// Names that people give, and some that are out to do harm: markup, labels, separators, line ends, HTML.
pub fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[A-Z][a-z]{2,8}( [A-Z][a-z0-9]{1,6}){0,2}",
        1 => r"[A-Za-z0-9 *_`|<>\\\[\]()#:;&!~+=/.,\n-]{1,18}".prop_map(|text| format!("N{}n", text.trim())),
        1 => prop::sample::select(vec![
            "a\n## Webhooks & Callbacks",
            "a\n- Stripe",
            "[x](javascript:alert(1))",
            "<script>alert(1)</script>",
            "<!-- gone",
            "```",
            "A - B",
            "A: B",
            "A | B | C",
            "None",
            "1. first",
            "**bold** _and_ `code`",
            "SMTP / Postmark",
            "S3 or MinIO",
            "&amp; &#10; ©",
            "名前 – x",
            "Not detected",
            "Incoming",
            "---",
        ])
        .prop_map(str::to_owned),
    ]
}

/// Markdown of one or more lines, as documents have it, and as they should not.
pub fn text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        4 => "[A-Z]?[a-z]{1,7}( [a-z]{1,7}){0,5}[.:]?",
        2 => "(see|in|uses|no|optional) `(src/[a-z]{2,5}\\.ts|ACME_[A-Z]{2,4}|POST /[a-z]{2,5}|[a-z]{2,5}\\.acme\\.example)`( and [a-z]{2,5})?",
        2 => prop::sample::select(vec![
            "- item",
            "  - deeper",
            "## Heading",
            "### Notes",
            "Heading\n===",
            "**Label:**",
            "**Label:** text",
            "**Logs**:",
            "Auth: `ACME_KEY`",
            "Status: planned",
            "Service id: `stripe`",
            "Service: Stripe",
            "None",
            "None - it is not there",
            "Nothing found in code",
            "None found in code",
            "---",
            "***",
            "```",
            "```markdown",
            "~~~ js",
            "| a | b |\n|---|---|\n| c | d |",
            "> quote",
            "<!-- open",
            "<details><summary>x</summary>",
            "<script>alert(1)</script>",
            "[x]: http://acme.example",
            "[x](javascript:alert(1))",
            "1. one\n2. two",
            "    code",
            "\ttab",
            "",
            "planned for spring",
            "*Integration audit: 2026-02-12*",
            "**Written by:** Patchbay",
            "a \\",
            "`open",
        ])
        .prop_map(str::to_owned),
        1 => r"[a-c `*_#<>|\\\[\]()&;:!~-]{1,14}",
    ];
    vec(line, 1..4).prop_map(|lines| lines.join("\n"))
}

fn attribute() -> impl Strategy<Value = Attribute> {
    let labels =
        vec!["SDK/Client", "Auth", "Status", "Purpose", "Service", "Note", "Webhook", "Implementation", "Tables"];
    let label =
        prop_oneof![4 => prop::sample::select(labels).prop_map(str::to_owned), 1 => name(), 1 => Just(String::new())];
    (label, text()).prop_map(|(label, text)| Attribute { label, text })
}

/// Notes of a few sections and labels, among them those that stand above other things.
fn notes() -> impl Strategy<Value = Vec<Note>> {
    let group = prop_oneof![
        2 => Just(String::new()),
        3 => prop::sample::select(vec!["Error Tracking", "Incoming", "Required env vars", "Databases", "Rate limits", "Logs"])
            .prop_map(str::to_owned),
        1 => name(),
    ];
    let section = prop_oneof![4 => section(), 1 => Just(String::new()), 1 => Just("Findings".to_owned())];
    vec((section, group, text(), 0u8..4), 0..10).prop_map(|all| {
        all.into_iter().map(|(section, group, text, depth)| Note { section, group, text, depth }).collect()
    })
}

/// An audit as a document gives one: with words of its own everywhere.
pub fn worded() -> impl Strategy<Value = Audit> {
    let words = (vec(vec(attribute(), 0..4), 8), vec(prop_oneof![Just(String::new()), text()], 24), notes());
    let absent = prop::option::of((prop::sample::select(&Category::ALL), prop_oneof![Just(String::new()), text()]));
    (audit(), words, absent).prop_map(|(mut audit, (lines, purposes, notes), absent)| {
        let mut purposes = purposes.into_iter().cycle();
        let mut lines = lines.into_iter().cycle();
        for service in &mut audit.services {
            service.purpose = purposes.next().unwrap_or_default();
            service.attributes = lines.next().unwrap_or_default();
        }
        for variable in &mut audit.env {
            variable.purpose = purposes.next().unwrap_or_default();
        }
        for endpoint in &mut audit.endpoints {
            endpoint.purpose = purposes.next().unwrap_or_default();
            endpoint.attributes = lines.next().unwrap_or_default();
        }
        if let Some((category, purpose)) = absent {
            let name = category.word().to_owned();
            let section = category.section().to_owned();
            let id = format!("doc:{name}");
            audit.services.retain(|service| service.id != id);
            audit.services.push(Service {
                id,
                name,
                category,
                section,
                purpose,
                status: Status::Absent,
                ..Service::default()
            });
            audit.services.sort_by(|a, b| a.id.cmp(&b.id));
        }
        Audit { notes, ..audit }
    })
}

/// A document as people write it: sections, labels, services as bullets, headings or rows, with any text in between.
pub fn document() -> impl Strategy<Value = String> {
    let known = any::<prop::sample::Index>().prop_map(|index| index.get(catalog::services()).name.to_owned());
    let named = prop_oneof![4 => known, 1 => name().prop_map(|name| name.replace('\n', " "))];
    let sections = vec![
        "External APIs",
        "Data Storage",
        "Auth",
        "Monitoring & Logging",
        "CI/CD",
        "Environment Variables",
        "Webhooks",
        "Email Services",
        "1. Mail",
    ];
    let labels = vec![
        "Databases",
        "Error Tracking",
        "Required env vars",
        "Optional:",
        "Incoming",
        "Outgoing",
        "Secrets location",
        "Hosting",
        "LLM",
    ];
    let block = prop_oneof![
        2 => prop::sample::select(sections).prop_map(|section| format!("\n## {section}\n")),
        2 => prop::sample::select(labels.clone()).prop_map(|label| format!("\n**{label}:**")),
        1 => prop::sample::select(labels).prop_map(|label| format!("\n### {label}\n")),
        4 => (named.clone(), text()).prop_map(|(name, text)| format!("- {name} - {text}")),
        2 => named.clone().prop_map(|name| format!("- **{name}**")),
        3 => (attribute(), 1usize..4).prop_map(|(line, depth)| {
            format!("{}- {}: {}", "  ".repeat(depth), line.label.replace('\n', " "), line.text)
        }),
        2 => (variable_name(), text()).prop_map(|(name, text)| format!("- `{name}` - {text}")),
        2 => ("[a-z]{2,6}", text()).prop_map(|(path, text)| format!("- `POST /api/{path}` - {text}")),
        1 => (named, "[A-Z]{2,5}_KEY").prop_map(|(name, key)| {
            format!("\n| Service | Env var | Purpose |\n|---|---|---|\n| {name} | `{key}` | x |\n")
        }),
        1 => Just("- None".to_owned()),
        2 => text(),
    ];
    vec(block, 0..24)
        .prop_map(|blocks| format!("# External Integrations\n\n**Analysis Date:** 2026-02-12\n{}\n", blocks.join("\n")))
}

/// A file, as code bases have them and as nobody should.
pub fn file() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => "(src|lib|apps/web|packages/a/src)/([a-z]{1,6}/){0,2}[a-z]{1,8}\\.(ts|py|go|rb)",
        2 => "Dockerfile|Makefile|\\.env\\.example|package\\.json|\\[id\\]/page\\.tsx",
        1 => r"[a-z ,:`*()&/\n]{1,12}x",
    ]
}

/// A place in a file.
pub fn place() -> impl Strategy<Value = Place> {
    (file(), 1u32..3000).prop_map(|(path, line)| Place { path, line })
}

/// A variable's name. None that looks like a secret itself: those are dropped on reading.
pub fn variable_name() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "(ACME|DB|MAIL|SHOP|X)(_(API|KEY|HOST|URL|[0-9])){1,3}",
        1 => "[a-z]{2,8}|[A-Z]{2,4}",
        1 => "[A-Za-z_`*. -]{1,8}z",
    ]
}

fn ecosystem() -> impl Strategy<Value = String> {
    prop_oneof![9 => prop::sample::select(&Ecosystem::ALL).prop_map(|e| e.word().to_owned()), 1 => Just(String::new())]
}

fn client() -> impl Strategy<Value = Client> {
    let requirement = prop_oneof![
        3 => Just(String::new()),
        4 => "[\\^~]?[0-9]{1,2}\\.[0-9]{1,2}(\\.[0-9]{1,2})?",
        1 => Just(">=1.2,<2 || *".to_owned()),
        1 => "[a-z`<>=* ]{1,6}",
    ];
    let version = prop_oneof![2 => Just(String::new()), 4 => "[0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{1,2}(-beta\\.1)?", 1 => "latest|v1"];
    let manifest = prop_oneof![1 => Just(String::new()), 4 => file()];
    (ecosystem(), "@?[a-z]{1,8}(/[a-z-]{1,6})?", requirement, version, manifest).prop_map(
        |(ecosystem, name, requirement, version, manifest)| Client { ecosystem, name, requirement, version, manifest },
    )
}

fn status() -> impl Strategy<Value = Status> {
    prop::sample::select(vec![
        Status::Used,
        Status::Used,
        Status::Declared,
        Status::DevOnly,
        Status::Mentioned,
        Status::Planned,
    ])
}

/// A service of the catalog, or one that it lacks, without its lists.
fn named() -> impl Strategy<Value = Service> {
    let known =
        any::<prop::sample::Index>().prop_map(|index| index.get(catalog::services())).prop_map(|entry| Service {
            id: entry.id.into(),
            name: entry.name.into(),
            category: entry.category,
            section: entry.section.into(),
            ..Service::default()
        });
    let host = "[a-z]{3,9}\\.(com|io|example)".prop_map(|host| (format!("host:{host}"), host));
    let env = "[A-Z]{3,8}".prop_map(|word| (format!("env:{word}"), word));
    let own = ("[a-z]{3,9}", name()).prop_map(|(word, name)| (format!("doc:{word}"), name));
    let unknown = (prop_oneof![host, env, own], prop::sample::select(&Category::ALL), section())
        .prop_map(|((id, name), category, section)| Service { id, name, category, section, ..Service::default() });
    prop_oneof![2 => known, 1 => unknown]
}

/// A section: a usual one, or a document's own.
pub fn section() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(SECTIONS.to_vec()).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["Partner Feeds", "CSV Upload System", "Odds *and* Ends"]).prop_map(str::to_owned),
    ]
}

fn service() -> impl Strategy<Value = Service> {
    let lists = (
        vec(client(), 0..4),
        btree_set(variable_name(), 0..9),
        btree_set("[a-z]{2,8}\\.[a-z]{2,8}\\.(com|io)|\\{region\\}\\.a\\.com|localhost", 0..5),
        btree_set("[a-z]{2,8}(/[a-z]{2,8})?:[0-9]{1,2}(-alpine)?|[a-z]{3,6}", 0..3),
        vec(file(), 0..4).prop_union(vec(file(), 0..80)),
    );
    (named(), status(), lists).prop_map(|(service, status, (mut clients, env, hosts, images, mut implementation))| {
        clients.sort();
        clients.dedup();
        let mut seen = std::collections::HashSet::new();
        implementation.retain(|file| seen.insert(file.clone()));
        Service {
            status,
            clients,
            env: env.into_iter().collect(),
            hosts: hosts.into_iter().collect(),
            images: images.into_iter().collect(),
            implementation,
            ..service
        }
    })
}

fn declaration() -> impl Strategy<Value = Declaration> {
    (place(), any::<bool>()).prop_map(|(Place { path, line }, has_value)| Declaration { path, line, has_value })
}

/// A variable of one of these services, or of none.
fn variable(ids: Vec<String>) -> impl Strategy<Value = Variable> {
    let required = prop_oneof![Just(None), Just(Some(true)), Just(Some(false))];
    (owner(ids), required, btree_set(place(), 0..8), btree_set(declaration(), 0..5)).prop_map(
        |(service, required, read, mut declared)| {
            let mut at = std::collections::HashSet::new();
            declared.retain(|d| at.insert((d.path.clone(), d.line)));
            Variable {
                service,
                required,
                read: read.into_iter().collect(),
                declared: declared.into_iter().collect(),
                ..Variable::default()
            }
        },
    )
}

fn owner(mut ids: Vec<String>) -> impl Strategy<Value = String> {
    ids.push(String::new());
    prop::sample::select(ids)
}

fn endpoint(ids: Vec<String>) -> impl Strategy<Value = Endpoint> {
    let direction = prop::sample::select(vec![Direction::Incoming, Direction::Callback, Direction::Outgoing]);
    let how = [Verification::Signature, Verification::Token, Verification::None, Verification::Unknown];
    let path = prop_oneof![5 => "(/[a-z:-]{1,8}){1,4}", 1 => "\\$[A-Z]{2,5}_WEBHOOK_URL", 1 => "https://[a-z]{2,6}\\.com/[a-z ]{1,4}x"];
    (
        direction,
        prop::sample::select(vec!["", "GET", "POST", "PUT"]),
        path,
        owner(ids),
        prop::sample::select(how.to_vec()),
        btree_set("[a-z]{2,8}(\\.[a-z_]{2,8}){0,2}|[A-Z]{2,6}_[A-Z]{2,6}", 0..20),
        prop::option::of(place()),
    )
        .prop_map(|(direction, method, path, service, verification, events, place)| Endpoint {
            direction,
            method: method.into(),
            path,
            service,
            verification,
            events: events.into_iter().collect(),
            place: place.unwrap_or_default(),
            ..Endpoint::default()
        })
}

fn store(ids: Vec<String>) -> impl Strategy<Value = Store> {
    let kind = prop::sample::select(vec!["bucket", "collection", "index", "queue", "table", "topic"]);
    (owner(ids), kind, "[a-z]{2,8}(_[a-z]{2,6})?|[A-Za-z`. ]{1,6}s", prop::option::of(place())).prop_map(
        |(service, kind, name, place)| Store { service, kind: kind.into(), name, place: place.unwrap_or_default() },
    )
}

fn finding(ids: Vec<String>) -> impl Strategy<Value = Finding> {
    (
        "PB[0-9]{3}",
        prop::sample::select(vec!["error", "warning", "note"]),
        name(),
        prop::option::of(place()),
        owner(ids),
    )
        .prop_map(|(rule, severity, message, place, service)| Finding {
            rule,
            severity: severity.into(),
            message,
            place: place.unwrap_or_default(),
            service,
        })
}

/// An audit as code gives one, with every field that a document carries.
pub fn audit() -> impl Strategy<Value = Audit> {
    let services = vec(service(), 0..6).prop_map(|mut all| {
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all.dedup_by(|a, b| a.id == b.id);
        all
    });
    (services, name(), "|20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9])").prop_flat_map(|(services, title, date)| {
        let ids: Vec<String> = services.iter().map(|service| service.id.clone()).collect();
        (
            btree_map(variable_name(), variable(ids.clone()), 0..6),
            vec(endpoint(ids.clone()), 0..5),
            vec(store(ids.clone()), 0..12),
            vec(finding(ids), 0..3),
        )
            .prop_map(move |(env, mut endpoints, mut stores, findings)| {
                endpoints.sort_by(|a, b| {
                    (a.direction, &a.path, &a.method, &a.place).cmp(&(b.direction, &b.path, &b.method, &b.place))
                });
                endpoints.dedup_by(|a, b| a.direction == b.direction && a.path == b.path && a.method == b.method);
                stores.sort();
                stores.dedup();
                Audit {
                    schema: SCHEMA.into(),
                    title: title.clone(),
                    date: date.clone(),
                    source: Source { kind: SourceKind::Zip, name: "x.zip".into(), bytes: 1 },
                    services: services.clone(),
                    env: env.into_iter().map(|(name, variable)| Variable { name, ..variable }).collect(),
                    endpoints,
                    stores,
                    findings,
                    ..Audit::default()
                }
            })
    })
}
