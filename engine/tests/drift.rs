//! Documents held against the small code bases in `tests/fixtures/drift/`: each case has a document, a tree, and an `EXPECT` file
//! that states the verdicts. `tests/fixtures/README.md` tells its form.

use patchbay_engine::archive::{Bytes, Folder};
use patchbay_engine::assemble::{Code, Options, Watch, carried_documents, read_tree};
use patchbay_engine::audit::{Audit, ClaimKind, SourceKind};
use patchbay_engine::markdown;
use patchbay_engine::verify::{self, Checked, Drift, Verdict};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

type Files = Vec<(String, Vec<u8>)>;

fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/drift");
    let mut cases: Vec<_> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

fn below(folder: &Path, top: &Path, out: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, top, out);
        } else {
            let name = path.strip_prefix(top).unwrap().to_str().unwrap().replace('\\', "/");
            out.push((name, fs::read(&path).unwrap()));
        }
    }
}

fn tree(case: &Path) -> Files {
    let mut files = Vec::new();
    below(&case.join("tree"), case, &mut files);
    files
}

fn folder(files: &Files) -> Folder<'_> {
    Folder::new(files.iter().map(|(path, bytes)| (path.clone(), Box::new(bytes.as_slice()) as Box<dyn Bytes>))).unwrap()
}

fn read(files: &Files, watch: &Watch) -> Code {
    let options = Options { date: String::new(), name: "tree".into() };
    read_tree(&mut folder(files), SourceKind::Folder, 0, &options, watch, &mut |_| true).unwrap()
}

fn document(text: &str) -> Audit {
    markdown::read(text.as_bytes(), &markdown::Options { name: "INTEGRATIONS.md".into(), date: String::new() }).unwrap()
}

fn drift(text: &str, files: &Files) -> Drift {
    let document = document(text);
    verify::verify(&document, &read(files, &verify::watch(&document)))
}

fn of(case: &Path) -> Drift {
    drift(&fs::read_to_string(case.join("INTEGRATIONS.md")).unwrap(), &tree(case))
}

/// A line of `EXPECT`: `LINE VERDICT KIND SUBJECT [= TRUTH] [@ PATH:LINE]`, or `undocumented KIND SUBJECT`.
fn holds(drift: &Drift, line: &str) -> Result<(), String> {
    let (line, place) = line.split_once(" @ ").map_or((line, None), |(line, place)| (line, Some(place)));
    let (line, truth) = line.split_once(" = ").map_or((line, None), |(line, truth)| (line, Some(truth)));
    let mut words = line.splitn(4, ' ');
    let (first, second) = (words.next().unwrap(), words.next().ok_or("too short")?);
    if first == "undocumented" {
        let subject = line.splitn(3, ' ').nth(2).ok_or("no subject")?;
        let found = drift.undocumented.iter().any(|one| one.kind.word() == second && one.subject == subject);
        return if found { Ok(()) } else { Err("it is not there".into()) };
    }
    let (kind, subject) = (words.next().ok_or("no kind")?, words.next().ok_or("no subject")?);
    let number: u32 = first.parse().map_err(|_| "no line")?;
    let same = |claim: &&Checked| claim.line == number && claim.kind.word() == kind && claim.subject == subject;
    let here: Vec<&Checked> = drift.claims.iter().filter(same).collect();
    let shown = |claim: &Checked| {
        let place = claim.place.as_ref().map(|place| format!("{}:{}", place.path, place.line));
        format!("{} = {} @ {}", claim.verdict.word(), claim.truth, place.unwrap_or_default())
    };
    let fits = |claim: &&&Checked| {
        claim.verdict.word() == second
            && truth.is_none_or(|truth| claim.truth == truth)
            && place.is_none_or(|place| shown(claim).ends_with(&format!("@ {place}")))
    };
    match here.iter().find(fits) {
        Some(_) => Ok(()),
        None if here.is_empty() => Err("there is no such claim".into()),
        None => Err(here.iter().map(|claim| shown(claim)).collect::<Vec<_>>().join("; ")),
    }
}

#[test]
fn every_document_drifts_as_it_is_expected_to() {
    let mut problems = String::new();
    for case in cases() {
        let drift = of(&case);
        let expected = fs::read_to_string(case.join("EXPECT")).unwrap();
        for (line, number) in expected.lines().zip(1..).filter(|(line, _)| !line.is_empty() && !line.starts_with('#')) {
            if let Err(problem) = holds(&drift, line) {
                let name = case.file_name().unwrap().to_string_lossy();
                let _ = writeln!(problems, "drift/{name}/EXPECT:{number}: {line}\n    {problem}");
            }
        }
    }
    assert!(problems.is_empty(), "\n{problems}");
}

#[test]
fn every_verdict_of_every_kind_is_expected_somewhere() {
    use ClaimKind::*;
    use Verdict::*;
    let stated: String = cases().iter().map(|case| fs::read_to_string(case.join("EXPECT")).unwrap()).collect();
    for (kind, verdicts) in [
        (Service, &[Confirmed, Contradicted, NotFound, NotChecked][..]),
        (Absent, &[Confirmed, Contradicted]),
        (Version, &[Confirmed, Contradicted, NotChecked]),
        (Package, &[Confirmed, Contradicted, NotFound]),
        (Env, &[Confirmed, Contradicted, NotFound]),
        (Path, &[Confirmed, Contradicted, NotFound, NotChecked]),
        (Host, &[Confirmed, NotChecked]),
        (Endpoint, &[Confirmed, Contradicted, NotFound]),
        (Event, &[Confirmed, NotFound]),
        (Table, &[Confirmed, Contradicted, NotFound]),
        (Image, &[Confirmed, Contradicted]),
        (Symbol, &[Confirmed, Contradicted, NotFound]),
    ] {
        for verdict in verdicts {
            let words = format!(" {} {} ", verdict.word(), kind.word());
            assert!(stated.contains(&words), "no case expects{words}");
        }
    }
}

#[test]
fn the_figure_is_the_share_that_holds() {
    for case in cases() {
        let drift = of(&case);
        let count = |verdict| drift.claims.iter().filter(|claim| claim.verdict == verdict).count() as f64;
        let checkable = drift.claims.len() as f64 - count(Verdict::NotChecked);
        assert!((drift.fresh.unwrap() - count(Verdict::Confirmed) / checkable).abs() < 1e-9);
    }
    let nothing = drift("# Notes\n\nWords.\n", &Files::new());
    assert_eq!(nothing.fresh, None);
}

#[test]
fn claims_stand_in_the_document_in_order() {
    for case in cases() {
        let text = fs::read_to_string(case.join("INTEGRATIONS.md")).unwrap();
        let drift = of(&case);
        assert!(drift.claims.is_sorted_by_key(|claim| (claim.line, claim.start, claim.end, claim.kind)));
        for claim in &drift.claims {
            let before = text.get(..claim.start as usize).unwrap();
            assert!(text.get(claim.start as usize..claim.end as usize).is_some(), "{claim:?}");
            assert_eq!(before.matches('\n').count() + 1, claim.line as usize, "{claim:?}");
        }
        assert_eq!(drift, of(&case), "the same again");
    }
}

#[test]
fn the_order_of_the_files_says_nothing() {
    for case in cases() {
        let text = fs::read_to_string(case.join("INTEGRATIONS.md")).unwrap();
        let mut files = tree(&case);
        let one = drift(&text, &files);
        files.reverse();
        assert_eq!(one, drift(&text, &files));
    }
}

#[test]
fn a_code_base_is_verified_against_the_document_that_it_carries() {
    let case = &cases()[0];
    let text = fs::read(case.join("INTEGRATIONS.md")).unwrap();
    let mut files = tree(case);
    let bare = read(&files, &Watch::default()).audit;
    files.push(("tree/.planning/codebase/INTEGRATIONS.md".into(), text.clone()));
    files.push(("tree/docs/integrations.md".into(), b"# Others\n\n- Twilio\n".to_vec()));
    let found = carried_documents(&mut folder(&files)).unwrap();
    let paths: Vec<&str> = found.iter().map(|carried| carried.path.as_str()).collect();
    assert_eq!(paths, [".planning/codebase/INTEGRATIONS.md", "docs/integrations.md"]);
    assert_eq!(found[0].text.as_bytes(), text);
    let code = read(&files, &Watch::default());
    assert_eq!(code.audit.documents, paths);
    assert_eq!(code.documents, found);
    // Their words are no evidence: the audit says what it said without them.
    assert_eq!((&code.audit.services, &code.audit.env), (&bare.services, &bare.env));
    let document = document(&found[0].text);
    let watch = verify::watch(&document);
    let inside = verify::verify(&document, &read(&files, &watch));
    let outside = verify::verify(&document, &read(&tree(case), &watch));
    assert_eq!(inside.claims, outside.claims);
}

#[test]
fn an_audit_of_code_claims_nothing() {
    let files = tree(&cases()[0]);
    let code = read(&files, &Watch::default());
    let drift = verify::verify(&code.audit, &code);
    assert_eq!((drift.claims.len(), drift.fresh), (0, None));
    assert!(verify::watch(&code.audit).is_empty());
}

#[test]
fn a_drift_reads_as_a_comment() {
    for case in cases() {
        let drift = of(&case);
        let text = verify::write(&drift);
        let percent = (drift.fresh.unwrap() * 100.0).floor();
        assert!(text.contains(&format!("**{percent} %")), "{text}");
        for claim in drift.claims.iter().filter(|claim| claim.verdict == Verdict::Contradicted) {
            assert!(text.lines().any(|line| line.starts_with(&format!("| {} |", claim.line))), "{claim:?}");
        }
        let html: Vec<_> = pulldown_cmark::Parser::new(&text)
            .filter(|event| matches!(event, pulldown_cmark::Event::Html(_) | pulldown_cmark::Event::InlineHtml(_)))
            .collect();
        assert!(html.is_empty(), "{html:?}");
    }
}

#[cfg(feature = "schema")]
#[test]
fn every_drift_fits_the_schema() {
    let schema = serde_json::to_value(schemars::schema_for!(Drift)).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for case in cases() {
        let drift = serde_json::to_value(of(&case)).unwrap();
        let problems: Vec<_> = validator.iter_errors(&drift).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(problems.is_empty(), "{}: {problems:#?}", case.display());
    }
}

/// Lines of documents with their words cut and mixed.
fn lines() -> impl Strategy<Value = String> {
    let words: BTreeSet<String> = cases()
        .iter()
        .flat_map(|case| {
            let text = fs::read_to_string(case.join("INTEGRATIONS.md")).unwrap();
            text.split(' ').map(str::to_owned).collect::<Vec<_>>()
        })
        .chain(
            [
                "`",
                "``",
                "{a,b}",
                "**",
                "é`ü`",
                "default",
                "(default:",
                "v1.",
                "..",
                "`*/**/x`",
                "only",
                "database",
                "\n- ",
                "\n| ",
            ]
            .map(str::to_owned),
        )
        .collect();
    let words: Vec<String> = words.into_iter().collect();
    prop::collection::vec(prop::sample::select(words), 0..80).prop_map(|words| words.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn no_words_are_trouble(text in lines(), cut in 0..40_usize) {
        let files = tree(&cases()[cut % 2]);
        // Files that are cut off anywhere.
        let files: Files =
            files.into_iter().map(|(path, bytes)| { let end = bytes.len().saturating_sub(cut); (path, bytes[..end].to_vec()) }).collect();
        if let Ok(document) = markdown::read(text.as_bytes(), &markdown::Options::default()) {
            let drift = verify::verify(&document, &read(&files, &verify::watch(&document)));
            let _ = verify::write(&drift);
            prop_assert!(drift.fresh.is_none_or(|fresh| (0.0..=1.0).contains(&fresh)));
        }
    }
}
