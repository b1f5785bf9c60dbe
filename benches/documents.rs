//! Scores the reader of audit documents and the verification, and times both.
//!
//! usage: `documents LABELS DOCS [AUDITS [CODE]] [--detail]`
//!
//! `LABELS` holds one `NAME.json` a repository: what it plugs into, with `in_audit` where its old document says so. `DOCS`
//! holds the documents as `NAME.md`. `AUDITS` holds further documents without labels; the share of bare notes and the lost
//! words are counted over these, too. `CODE` holds the repositories as `NAME.zip`, for each document of `DOCS` its own.
//!
//! Prints for each repository the share of the labelled services that were found, the share of the services found (those
//! that the document calls absent aside) that are labelled, the share of list items that end as bare notes, the words of
//! the document that the audit's JSON lacks, and the time it took; then how long a document of 300 lines takes to read and
//! to write; then each document's verdicts against its code, and how long they took. Exit status is always 0: it measures,
//! it does not judge. `cargo xtask bench documents` runs this.

use patchbay_engine::assemble::{self, read_archive};
use patchbay_engine::audit::{Audit, BlockKind, BlockRole, Status};
use patchbay_engine::markdown::{Options, read, write};
use patchbay_engine::verify::{self, Verdict};
use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Rounds of what is timed; the median counts.
const ROUNDS: usize = 31;

/// Lines of the document that is timed.
const LINES: usize = 300;

/// A service as a label names it.
struct Label {
    name: String,
    keys: HashSet<String>,
    in_audit: bool,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let detail = arguments.iter().any(|argument| argument == "--detail");
    let folders: Vec<&String> = arguments.iter().filter(|argument| !argument.starts_with("--")).collect();
    let [labels, docs, more @ ..] = folders.as_slice() else {
        eprintln!("usage: documents LABELS DOCS [AUDITS [CODE]] [--detail]");
        return;
    };
    let mut total = Total::default();
    println!("{:42} {:>13} {:>13} {:>14} {:>5} {:>8}", "document", "found", "labelled", "bare notes", "lost", "time");
    for file in files(Path::new(docs.as_str()), "md") {
        let stem = file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let Some(labels) = labelled(&Path::new(labels.as_str()).join(format!("{stem}.json"))) else { continue };
        score(&file, &stem, &labels, detail, &mut total);
    }
    total.print("repositories");
    if let [audits, ..] = more {
        let mut total = Total::default();
        for file in files(Path::new(audits.as_str()), "md") {
            let stem = file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
            score(&file, &stem, &[], detail, &mut total);
        }
        total.print("all documents");
    }
    timed(Path::new(docs.as_str()));
    if let [_, code] = more {
        verified(Path::new(docs.as_str()), Path::new(code.as_str()));
    }
}

/// Times a document of [`LINES`] lines: the first ones of the documents, one after another.
fn timed(docs: &Path) {
    let texts: Vec<String> = files(docs, "md").iter().filter_map(|file| std::fs::read_to_string(file).ok()).collect();
    let lines: Vec<&str> = texts.iter().flat_map(|text| text.lines()).take(LINES).collect();
    let text = lines.join("\n");
    let options = Options { name: "INTEGRATIONS.md".into(), ..Options::default() };
    let Ok(audit) = read(text.as_bytes(), &options) else { return };
    let reading = median(|| drop(std::hint::black_box(read(text.as_bytes(), &options))));
    let writing = median(|| drop(std::hint::black_box(write(&audit))));
    println!("{} lines: read in {reading:.2} ms, written in {writing:.2} ms (median of {ROUNDS})\n", lines.len());
}

/// Milliseconds that something takes, the median of [`ROUNDS`].
fn median(mut run: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let since = Instant::now();
            run();
            since.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times.get(ROUNDS / 2).copied().unwrap_or(0.0)
}

/// Holds each document against its code.
fn verified(docs: &Path, code: &Path) {
    const VERDICTS: [Verdict; 4] = [Verdict::Confirmed, Verdict::Contradicted, Verdict::NotFound, Verdict::NotChecked];
    println!(
        "{:42} {:>9} {:>9} {:>12} {:>9} {:>11} {:>6} {:>10} {:>10}",
        "document",
        "checkable",
        "confirmed",
        "contradicted",
        "not found",
        "not checked",
        "fresh",
        "code read",
        "verified"
    );
    let (mut all, mut checkable) = ([0_usize; 4], 0);
    for file in files(docs, "md") {
        let stem = file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let (Ok(bytes), Ok(zip)) = (std::fs::read(&file), std::fs::read(code.join(format!("{stem}.zip")))) else {
            continue;
        };
        let Ok(document) = read(&bytes, &Options { name: format!("{stem}.md"), ..Options::default() }) else {
            continue;
        };
        let options = assemble::Options { name: stem.clone(), ..assemble::Options::default() };
        let since = Instant::now();
        let Ok(code) = read_archive(Box::new(zip.as_slice()), &options, &verify::watch(&document), &mut |_| true)
        else {
            println!("{stem:42} its code could not be read");
            continue;
        };
        let (reading, since) = (since.elapsed(), Instant::now());
        let drift = verify::verify(&document, &code);
        let verifying = since.elapsed();
        let counts = VERDICTS.map(|verdict| drift.claims.iter().filter(|claim| claim.verdict == verdict).count());
        let [confirmed, contradicted, not_found, not_checked] = counts;
        let held = confirmed + contradicted + not_found;
        println!(
            "{:42} {held:>9} {confirmed:>9} {contradicted:>12} {not_found:>9} {not_checked:>11} {:>5.0}% {:>9.1}m {:>9.1}m",
            stem.chars().take(42).collect::<String>(),
            drift.fresh.unwrap_or(0.0) * 100.0,
            reading.as_secs_f64() * 1000.0,
            verifying.as_secs_f64() * 1000.0,
        );
        checkable += held;
        all.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
    }
    let [confirmed, contradicted, not_found, not_checked] = all;
    println!("{:42} {checkable:>9} {confirmed:>9} {contradicted:>12} {not_found:>9} {not_checked:>11}", "repositories");
}

#[derive(Default)]
struct Total {
    found: usize,
    expected: usize,
    labelled: usize,
    services: usize,
    bare: usize,
    items: usize,
    lost: usize,
    slowest: f64,
}

impl Total {
    fn print(&self, what: &str) {
        println!(
            "{:42} {:>13} {:>13} {:>14} {:>5} {:>7.2}m\n",
            what,
            share(self.found, self.expected),
            share(self.labelled, self.services),
            share(self.bare, self.items),
            self.lost,
            self.slowest,
        );
    }
}

fn score(file: &Path, stem: &str, labels: &[Label], detail: bool, total: &mut Total) {
    let Ok(bytes) = std::fs::read(file) else { return };
    let options = Options { name: format!("{stem}.md"), ..Options::default() };
    let start = Instant::now();
    let audit = read(&bytes, &options);
    let time = start.elapsed().as_secs_f64() * 1000.0;
    let audit = match audit {
        Ok(audit) => audit,
        Err(error) => {
            println!("{stem:42} {error}");
            return;
        }
    };
    let there: Vec<_> = audit.services.iter().filter(|service| service.status != Status::Absent).collect();
    let same = |service: &patchbay_engine::audit::Service, label: &Label| {
        [&service.id, &service.name].into_iter().chain(&service.aliases).any(|name| label.keys.contains(&fold(name)))
    };
    let expected: Vec<_> = labels.iter().filter(|label| label.in_audit).collect();
    let missed: Vec<&str> = expected
        .iter()
        .filter(|label| !there.iter().any(|s| same(s, label)))
        .map(|label| label.name.as_str())
        .collect();
    let extra: Vec<String> = there
        .iter()
        .filter(|service| !labels.iter().any(|label| same(service, label)))
        .map(|service| {
            let line = service.evidence.first().map_or(0, |evidence| evidence.line);
            format!("{} [{} {}, line {line}]", service.name, service.id, service.status.word())
        })
        .collect();
    let bare: Vec<_> = document_items(&audit).filter(|(_, role)| *role == BlockRole::Note).collect();
    let items = document_items(&audit).count();
    let lost = lost_words(&String::from_utf8_lossy(&bytes), &audit);
    let (services, labelled) = if labels.is_empty() { (0, 0) } else { (there.len(), there.len() - extra.len()) };
    let found = expected.len() - missed.len();
    println!(
        "{:42} {:>13} {:>13} {:>14} {:>5} {:>7.2}m",
        stem.chars().take(42).collect::<String>(),
        share(found, expected.len()),
        share(labelled, services),
        share(bare.len(), items),
        lost.len(),
        time
    );
    if detail {
        for (what, list) in [("missed", missed.iter().map(|name| (*name).to_owned()).collect()), ("lost", lost.clone())]
        {
            let list: Vec<String> = list;
            if !list.is_empty() {
                println!("    {what}: {}", list.join(", "));
            }
        }
        if !labels.is_empty() && !extra.is_empty() {
            println!("    extra: {}", extra.join(", "));
        }
        for (text, _) in bare.iter().take(20) {
            println!("    bare: {}", text.lines().next().unwrap_or(""));
        }
    }
    total.found += found;
    total.expected += expected.len();
    total.labelled += labelled;
    total.services += services;
    total.bare += bare.len();
    total.items += items;
    total.lost += lost.len();
    total.slowest = total.slowest.max(time);
}

/// The list items of a document and what each was read as.
fn document_items(audit: &Audit) -> impl Iterator<Item = (&str, BlockRole)> {
    let document = audit.document.as_ref();
    let text = document.map_or("", |document| document.text.as_str());
    document
        .map_or(&[][..], |document| document.blocks.as_slice())
        .iter()
        .filter(|block| block.kind == BlockKind::Item)
        .map(|block| (text.get(block.start as usize..block.end as usize).unwrap_or(""), block.role))
}

/// The words of a document that its audit's JSON holds nowhere. Those that only secret values hold are not words.
fn lost_words(text: &str, audit: &Audit) -> Vec<String> {
    let json = serde_json::to_value(audit).unwrap_or_default();
    let mut texts = Vec::new();
    collect(&json, &mut texts);
    let kept: HashSet<&str> = texts.into_iter().flat_map(words).collect();
    let lost: BTreeSet<&str> = words(text).filter(|word| !kept.contains(word)).collect();
    let secret = |word: &str| {
        text.lines().filter(|line| line.contains(word)).all(|line| patchbay_engine::redact::redact(line) != line)
    };
    lost.into_iter().filter(|word| !secret(word)).map(str::to_owned).collect()
}

fn collect<'a>(json: &'a serde_json::Value, texts: &mut Vec<&'a str>) {
    match json {
        serde_json::Value::String(text) => texts.push(text),
        serde_json::Value::Array(all) => all.iter().for_each(|one| collect(one, texts)),
        serde_json::Value::Object(all) => all.values().for_each(|one| collect(one, texts)),
        _ => {}
    }
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The labels of a repository.
fn labelled(path: &Path) -> Option<Vec<Label>> {
    let label: serde_json::Value = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
    let services = label.get("services")?.as_array()?;
    Some(
        services
            .iter()
            .map(|service| {
                let name = service["name"].as_str().unwrap_or_default().to_owned();
                let mut keys: HashSet<String> = HashSet::from([fold(&name), fold(&without_brackets(&name))]);
                keys.extend(service["aliases"].as_array().into_iter().flatten().filter_map(|a| a.as_str()).map(fold));
                keys.remove("");
                Label { name, keys, in_audit: service["in_audit"].as_bool().unwrap_or(false) }
            })
            .collect(),
    )
}

fn without_brackets(name: &str) -> String {
    let mut depth = 0_usize;
    name.chars()
        .filter(|c| {
            depth += usize::from(*c == '(');
            let inside = depth > 0;
            depth = depth.saturating_sub(usize::from(*c == ')'));
            !inside
        })
        .collect()
}

/// A name as the corpus' score compares it: letters and digits of ASCII, in lower case.
fn fold(name: &str) -> String {
    name.to_lowercase().chars().filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit()).collect()
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect();
    files.sort();
    files
}

fn share(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "-".to_owned();
    }
    #[allow(clippy::cast_precision_loss)]
    let percent = 100.0 * part as f64 / whole as f64;
    format!("{part}/{whole} {percent:.1}%")
}
