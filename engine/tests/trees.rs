//! Whole audits against the small code bases in `tests/fixtures/trees/`: each has an `EXPECT` file that states what its audit
//! must say. `tests/fixtures/README.md` tells its form.

use patchbay_engine::audit::{Audit, Endpoint, Service, Status, Variable};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

mod tree;

#[test]
fn every_tree_gives_the_audit_it_expects() {
    let mut problems = String::new();
    let cases = tree::cases();
    assert!(!cases.is_empty(), "no trees");
    for case in &cases {
        let audit = tree::audit(case);
        let expected = fs::read_to_string(case.join("EXPECT")).unwrap_or_else(|e| panic!("{case:?}/EXPECT: {e}"));
        let lines = expected.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty() && !line.starts_with('#'));
        let mut stated = 0;
        for (line, number) in lines {
            stated += 1;
            if let Err(problem) = check(&audit, line) {
                let name = Path::new(case.file_name().unwrap_or_default()).display();
                let _ = writeln!(problems, "trees/{name}/EXPECT:{number}: {line}\n    {problem}");
            }
        }
        assert!(stated > 0, "{case:?}/EXPECT states nothing");
    }
    assert!(problems.is_empty(), "\n{problems}");
}

/// Whether what a line states holds of the audit; if not, what the audit says instead.
fn check(audit: &Audit, line: &str) -> Result<(), String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        ["service", id, status, details @ ..] => {
            let found = audit.services.iter().find(|service| service.id == *id);
            service(found.ok_or_else(|| format!("there is no such service: {}", ids(audit)))?, status, details)
        }
        ["no", "service", id] => absent(audit.services.iter().any(|service| service.id == *id)),
        ["no", "used", "service", id] => {
            absent(audit.services.iter().any(|service| service.id == *id && service.status == Status::Used))
        }
        ["env", name, details @ ..] => {
            let found = audit.env.iter().find(|variable| variable.name == *name);
            details.iter().try_for_each(|detail| variable(found.ok_or("there is no such variable")?, detail))
        }
        ["no", "env", name] => absent(audit.env.iter().any(|variable| variable.name == *name)),
        ["no", "read", "env", name] => {
            absent(audit.env.iter().any(|variable| variable.name == *name && !variable.read.is_empty()))
        }
        ["endpoint", direction, method, path, details @ ..] => {
            let fits = |e: &&Endpoint| e.direction.word() == *direction && e.method == *method && e.path == *path;
            let found = audit.endpoints.iter().find(fits).ok_or_else(|| {
                let all = audit.endpoints.iter().map(|e| format!("{} {} {}", e.direction.word(), e.method, e.path));
                format!("there is no such endpoint: {}", all.collect::<Vec<_>>().join(", "))
            })?;
            details.iter().try_for_each(|detail| endpoint(found, detail))
        }
        ["one", "endpoint", path] => match audit.endpoints.iter().filter(|endpoint| endpoint.path == *path).count() {
            1 => Ok(()),
            count => Err(format!("there are {count}")),
        },
        ["no", "endpoint", path] => absent(audit.endpoints.iter().any(|endpoint| endpoint.path == *path)),
        ["store", kind, name, details @ ..] => {
            let found = audit.stores.iter().find(|store| store.kind == *kind && store.name == *name);
            let found = found.ok_or("there is no such store")?;
            details.iter().try_for_each(|detail| match detail.split_once('=') {
                Some(("service", id)) => same("service", &found.service, id),
                _ => Err(format!("{detail:?} is nothing that a store has")),
            })
        }
        ["skipped", path, reason @ ..] => {
            let found = audit.coverage.skipped.iter().find(|skipped| skipped.path == *path);
            same("reason", &found.ok_or("it was not skipped")?.reason, &reason.join(" "))
        }
        _ => Err("no expectation has this form".into()),
    }
}

fn ids(audit: &Audit) -> String {
    audit.services.iter().map(|service| service.id.as_str()).collect::<Vec<_>>().join(", ")
}

fn absent(there: bool) -> Result<(), String> {
    if there { Err("it is there".into()) } else { Ok(()) }
}

fn same(what: &str, found: &str, wanted: &str) -> Result<(), String> {
    if found == wanted { Ok(()) } else { Err(format!("its {what} is {found:?}")) }
}

fn all_among(what: &str, found: &[String], wanted: &str) -> Result<(), String> {
    match wanted.split(',').find(|name| !found.iter().any(|f| f == name)) {
        Some(missing) => Err(format!("its {what} lacks {missing}: {}", found.join(", "))),
        None => Ok(()),
    }
}

fn service(found: &Service, status: &str, details: &[&str]) -> Result<(), String> {
    same("status", found.status.word(), status)?;
    details.iter().try_for_each(|detail| match detail.split_once('=') {
        Some(("env", names)) => all_among("env", &found.env, names),
        Some(("in", path)) => all_among("implementation", &found.implementation, path),
        _ => {
            let clients = found.clients.iter().map(|c| format!("{}:{}@{}", c.ecosystem, c.name, c.version));
            all_among("clients", &clients.collect::<Vec<_>>(), detail)
        }
    })
}

fn variable(found: &Variable, detail: &str) -> Result<(), String> {
    let holds = match detail {
        "read" => !found.read.is_empty(),
        "unread" => found.read.is_empty(),
        "declared" => !found.declared.is_empty(),
        "undeclared" => found.declared.is_empty(),
        "required" => found.required == Some(true),
        "optional" => found.required == Some(false),
        _ => match detail.split_once('=') {
            Some(("service", id)) => return same("service", &found.service, id),
            _ => return Err(format!("{detail:?} is nothing that a variable has")),
        },
    };
    if holds { Ok(()) } else { Err(format!("it is not {detail}: {found:?}")) }
}

fn endpoint(found: &Endpoint, detail: &str) -> Result<(), String> {
    match detail.split_once('=') {
        Some(("service", id)) => same("service", &found.service, id),
        Some(("verification", word)) => same("verification", found.verification.word(), word),
        Some(("events", names)) => all_among("events", &found.events, names),
        _ => Err(format!("{detail:?} is nothing that an endpoint has")),
    }
}
