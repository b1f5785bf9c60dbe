//! A comparison holds whatever is compared: an audit and itself are the same, the other way round is the mirror, and the order
//! of lists and of audits does not matter.

use patchbay_engine::audit::*;
use patchbay_engine::catalog;
use patchbay_engine::compare::matrix::{self, Matrix};
use patchbay_engine::compare::{Change, Comparison, Row, compare, write};
use patchbay_engine::markdown;
use proptest::prelude::*;
use std::collections::BTreeSet;

mod made;
mod tree;

/// A random number generator of a test's own: the same seed, the same edits.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % sides.max(1)
    }

    fn shuffle<T>(&mut self, list: &mut [T]) {
        for at in (1..list.len()).rev() {
            list.swap(at, self.roll(at + 1));
        }
    }
}

/// The audit after some work on the code: things gone, renamed, moved, with other versions.
fn edited(audit: &Audit, seed: u64) -> Audit {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut audit = audit.clone();
    audit.services.retain(|_| dice.roll(6) > 0);
    audit.env.retain(|_| dice.roll(6) > 0);
    audit.endpoints.retain(|_| dice.roll(6) > 0);
    audit.findings.retain(|_| dice.roll(6) > 0);
    for service in &mut audit.services {
        match dice.roll(12) {
            0 => service.status = Status::Declared,
            1 => service.id = format!("doc:{}", catalog::fold(&service.name)),
            2 => service.id = format!("host:api.{}.com", catalog::fold(&service.name)),
            3 => service.name.push_str(" API"),
            4 => service.clients.iter_mut().for_each(|client| client.version = format!("{}.2.3", dice.roll(4))),
            5 => service.env.iter_mut().for_each(|name| *name = format!("NEXT_PUBLIC_{name}")),
            6 => service.hosts.clear(),
            7 => service.implementation.iter_mut().for_each(|path| *path = format!("moved/{path}")),
            8 => service.attributes.iter_mut().for_each(|line| line.text.push_str(" more")),
            9 => service.attributes.reverse(),
            10 => service.images.iter_mut().for_each(|image| *image = format!("{image}1")),
            _ => {}
        }
    }
    for variable in &mut audit.env {
        match dice.roll(6) {
            0 => variable.name = format!("VITE_{}", variable.name),
            1 => variable.service.clear(),
            2 => variable.required = Some(true),
            3 => variable.read.clear(),
            _ => {}
        }
    }
    for endpoint in &mut audit.endpoints {
        match dice.roll(6) {
            0 => endpoint.path = format!("/api{}", endpoint.path),
            1 => endpoint.method = "PATCH".into(),
            2 => endpoint.verification = Verification::Token,
            3 => endpoint.events.clear(),
            _ => {}
        }
    }
    audit.services.sort_by(|a, b| a.id.cmp(&b.id));
    audit.services.dedup_by(|a, b| a.id == b.id);
    audit.env.sort_by(|a, b| a.name.cmp(&b.name));
    audit.env.dedup_by(|a, b| a.name == b.name);
    audit
}

/// The audit with every list in another order.
fn shuffled(audit: &Audit, seed: u64) -> Audit {
    let mut dice = Dice(seed.wrapping_mul(0xD129_0E2B_57F1_A59B) | 1);
    let mut audit = audit.clone();
    dice.shuffle(&mut audit.services);
    dice.shuffle(&mut audit.env);
    dice.shuffle(&mut audit.endpoints);
    dice.shuffle(&mut audit.stores);
    dice.shuffle(&mut audit.findings);
    for service in &mut audit.services {
        dice.shuffle(&mut service.clients);
        dice.shuffle(&mut service.env);
        dice.shuffle(&mut service.hosts);
        dice.shuffle(&mut service.images);
    }
    audit
}

/// The rows without their places in the lists.
fn placeless(comparison: &Comparison) -> Vec<String> {
    let mut out = vec![comparison.summary.clone()];
    for (list, rows) in comparison.lists() {
        let mut rows: Vec<String> = rows
            .iter()
            .map(|row| {
                let row = Row { a: row.a.map(|_| 0), b: row.b.map(|_| 0), ..row.clone() };
                format!("{list:?} {}", serde_json::to_string(&row).unwrap())
            })
            .collect();
        rows.sort();
        out.extend(rows);
    }
    out
}

fn as_document(audit: &Audit) -> Audit {
    let options = markdown::Options { name: "INTEGRATIONS.md".into(), date: String::new() };
    markdown::read(markdown::write(audit).as_bytes(), &options).unwrap()
}

fn check(a: &Audit, b: &Audit, seed: u64) -> Result<(), TestCaseError> {
    let comparison = compare(a, b);
    for one in [a, b] {
        let itself = compare(one, one);
        let different: Vec<_> =
            itself.lists().into_iter().flat_map(|(_, rows)| rows).filter(|row| row.change != Change::Same).collect();
        prop_assert!(different.is_empty(), "{different:#?}");
        prop_assert_eq!(&itself.summary, "No differences.");
        prop_assert!(!itself.differs());
    }
    let turned = compare(b, a);
    prop_assert_eq!(&turned, &comparison.mirrored());
    prop_assert_eq!(&turned.mirrored(), &comparison);
    let other = compare(&shuffled(a, seed), &shuffled(b, seed ^ 7));
    prop_assert_eq!(placeless(&other), placeless(&comparison));
    rows_are_right(&comparison, a, b)?;
    let text = write(&comparison, a, b);
    prop_assert!(text.len() < 65_536);
    let markup = text.replace("\\<", "");
    prop_assert!(!markup.contains("<script") && !markup.contains("<img"), "{}", text);
    let json = serde_json::to_string(&comparison).unwrap();
    prop_assert_eq!(&serde_json::from_str::<Comparison>(&json).unwrap(), &comparison);
    Ok(())
}

/// No service, variable or endpoint stands in two rows; between audits of the same sort each stands in one, unless it says that
/// there is none. What is changed says in what.
fn rows_are_right(comparison: &Comparison, a: &Audit, b: &Audit) -> Result<(), TestCaseError> {
    let mixed = comparison.a.document != comparison.b.document;
    let places = |rows: &[Row], side: fn(&Row) -> Option<u32>| -> Vec<u32> { rows.iter().filter_map(side).collect() };
    let told = |audit: &Audit| audit.services.iter().filter(|it| it.status != Status::Absent).count();
    for (rows, of_a, of_b) in [
        (&comparison.services, told(a), told(b)),
        (&comparison.env, a.env.len(), b.env.len()),
        (&comparison.endpoints, a.endpoints.len(), b.endpoints.len()),
        (&comparison.stores, 0, 0),
        (&comparison.findings, a.findings.len(), b.findings.len()),
    ] {
        for (side, count) in [(places(rows, |row| row.a), of_a), (places(rows, |row| row.b), of_b)] {
            let once: BTreeSet<u32> = side.iter().copied().collect();
            prop_assert_eq!(once.len(), side.len());
            prop_assert!(mixed || side.len() >= count);
        }
        for row in rows {
            prop_assert_eq!(row.change == Change::Changed, !row.fields.is_empty());
            prop_assert_eq!(row.change == Change::Added, row.a.is_none());
            prop_assert_eq!(row.change == Change::Removed, row.b.is_none());
            for field in &row.fields {
                prop_assert_ne!(&field.from, &field.to);
            }
        }
    }
    Ok(())
}

/// The matrix with its columns in the order of the first.
fn columns(matrix: &Matrix, order: &[usize]) -> Vec<String> {
    let row = |it: &matrix::Shared| {
        let cells: Vec<_> = order.iter().map(|at| &it.cells[*at]).collect();
        format!("{} {} {} {}", it.id, it.name, it.count, serde_json::to_string(&cells).unwrap())
    };
    matrix.services.iter().map(row).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_shrink_iters: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn code_and_code(audit in made::audit(), other in made::audit(), seed: u64) {
        check(&audit, &edited(&audit, seed), seed)?;
        check(&audit, &other, seed)?;
    }

    #[test]
    fn documents(audit in made::worded(), seed: u64) {
        let a = Audit { source: Source { kind: SourceKind::Markdown, ..audit.source.clone() }, ..audit };
        check(&a, &edited(&a, seed), seed)?;
    }

    #[test]
    fn a_document_and_code(audit in made::audit(), seed: u64) {
        check(&as_document(&audit), &edited(&audit, seed), seed)?;
        check(&edited(&audit, seed), &as_document(&audit), seed)?;
    }

    #[test]
    fn audits_in_any_order(one in made::audit(), two in made::audit(), seed: u64) {
        let three = edited(&one, seed);
        let straight = matrix::matrix(&[&one, &two, &three]);
        let turned = matrix::matrix(&[&shuffled(&three, seed), &one, &shuffled(&two, seed)]);
        prop_assert_eq!(columns(&straight, &[0, 1, 2]), columns(&turned, &[1, 2, 0]));
        let services = one.services.iter().chain(&two.services).chain(&three.services);
        let cells = straight.services.iter().flat_map(|it| &it.cells).flatten().count();
        prop_assert_eq!(cells, services.count());
    }
}

#[test]
fn code_bases_and_their_own_documents_agree() {
    for case in tree::cases() {
        let audit = tree::audit(&case);
        let comparison = compare(&as_document(&audit), &audit);
        let different: Vec<_> = comparison
            .lists()
            .into_iter()
            .flat_map(|(_, rows)| rows)
            .filter(|row| row.change != Change::Same)
            .collect();
        assert!(different.is_empty(), "{}: {different:#?}", case.display());
    }
}

#[cfg(feature = "schema")]
#[test]
fn every_comparison_fits_the_schema() {
    let validator =
        |schema: schemars::Schema| jsonschema::validator_for(&serde_json::to_value(schema).unwrap()).unwrap();
    let (one, all) = (validator(schemars::schema_for!(Comparison)), validator(schemars::schema_for!(Matrix)));
    let audits: Vec<Audit> = tree::cases().iter().map(|case| tree::audit(case)).collect();
    for pair in audits.windows(2) {
        let [a, b] = pair else { continue };
        for (a, b) in [(a.clone(), b.clone()), (as_document(a), b.clone()), (edited(a, 3), a.clone())] {
            let json = serde_json::to_value(compare(&a, &b)).unwrap();
            let problems: Vec<_> = one.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(problems.is_empty(), "{problems:#?}");
        }
    }
    let json = serde_json::to_value(matrix::matrix(&audits.iter().collect::<Vec<_>>())).unwrap();
    assert!(all.is_valid(&json) && !all.is_valid(&serde_json::json!({ "schema": 3 })));
}
