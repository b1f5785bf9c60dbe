//! What Patchbay and `@specfy/stack-analyser` find of the services that labelled repositories are wired to, and how long each
//! takes as a process, both in one run. Prints a table in Markdown; it asserts nothing.
//!
//! `cargo xtask rivals TREES LABELS` installs and builds what is compared, then runs this.

use anyhow::{Context, Result};
use patchbay_engine::catalog;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

/// Rounds for each repository; the best counts.
const ROUNDS: usize = 3;

/// What one program did on one repository.
#[derive(Debug, Default, Clone, Copy)]
struct Done {
    /// Services of the labels that it found.
    found: usize,
    /// Names of services that it printed and the labels hold.
    labelled: usize,
    /// Names of services that it printed.
    printed: usize,
    /// Milliseconds.
    time: f64,
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1).map(PathBuf::from);
    let mut next = |what: &str| arguments.next().with_context(|| format!("no {what} given"));
    let (trees, labels, theirs) = (next("TREES")?, next("LABELS")?, next("stack-analyser")?);
    let here = std::env::current_exe()?;
    let target = here.ancestors().nth(2).context("this program lies in Cargo's target folder")?;
    let ours = target.join("release").join(format!("patchbay{}", std::env::consts::EXE_SUFFIX));
    let work = tempfile::tempdir()?;
    let mut files: Vec<PathBuf> = fs::read_dir(&labels)?.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    files.sort();
    println!("| repository | wired to | Patchbay finds | stack-analyser finds | Patchbay | stack-analyser | ratio |");
    println!("|---|---|---|---|---|---|---|");
    let (mut all, mut sums) = (0, [Done::default(); 2]);
    for file in files.iter().filter(|file| file.extension().is_some_and(|ending| ending == "json")) {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let tree = trees.join(&name);
        if !tree.is_dir() {
            continue;
        }
        let label: Value = serde_json::from_slice(&fs::read(file)?)?;
        let services = label["services"].as_array().cloned().unwrap_or_default();
        let wired: Vec<&Value> =
            services.iter().filter(|it| it["in_code"] == true && it["strength"] == "strong").collect();
        let out = work.path().join("out.json");
        let mut audit = Command::new(&ours);
        audit.args(["audit", "--date", "2026-01-01", "--out"]).arg(&out).arg(&tree);
        let mut analyse = Command::new(&theirs);
        analyse.arg(&tree).args(["--flat", "--output", "out.json"]).current_dir(work.path());
        let mut done = [Done::default(); 2];
        for (place, (command, names)) in
            [(audit, names_of_ours as fn(&Value) -> Vec<Vec<String>>), (analyse, names_of_theirs)]
                .into_iter()
                .enumerate()
        {
            let time = best(command)?;
            let printed = names(&serde_json::from_slice(&fs::read(&out)?)?);
            let held = |list: &[&Value], name: &[String]| list.iter().any(|it| is_same(name, it));
            let all: Vec<&Value> = services.iter().collect();
            done[place] = Done {
                found: wired.iter().filter(|it| printed.iter().any(|name| is_same(name, it))).count(),
                labelled: printed.iter().filter(|name| held(&all, name)).count(),
                printed: printed.len(),
                time,
            };
        }
        let [a, b] = done;
        println!(
            "| {name} | {} | {} | {} | {:.0} ms | {:.0} ms | {:.0} |",
            wired.len(),
            a.found,
            b.found,
            a.time,
            b.time,
            b.time / a.time
        );
        all += wired.len();
        for (sum, one) in sums.iter_mut().zip(done) {
            sum.found += one.found;
            sum.labelled += one.labelled;
            sum.printed += one.printed;
            sum.time += one.time;
        }
    }
    let share = |part: usize, of: usize| 100.0 * part as f64 / of.max(1) as f64;
    let [a, b] = sums;
    println!(
        "| **all** | **{all}** | **{} ({:.0} %)** | **{} ({:.0} %)** | **{:.0} ms** | **{:.0} ms** | **{:.0}** |",
        a.found,
        share(a.found, all),
        b.found,
        share(b.found, all),
        a.time,
        b.time,
        b.time / a.time
    );
    for (name, sum) in [("Patchbay, status used", a), ("stack-analyser, without languages and frameworks", b)] {
        println!(
            "\n{name}: {} of {} names printed are in the labels ({:.0} %)",
            sum.labelled,
            sum.printed,
            share(sum.labelled, sum.printed)
        );
    }
    Ok(())
}

/// Best time in milliseconds.
fn best(mut command: Command) -> Result<f64> {
    let mut best = f64::INFINITY;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.with_context(|| format!("{} could not be started", command.get_program().to_string_lossy()))?;
        best = best.min(start.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(best)
}

/// The services of an audit that the code uses, each with every form of its name.
fn names_of_ours(audit: &Value) -> Vec<Vec<String>> {
    let services = audit["services"].as_array().map(Vec::as_slice).unwrap_or_default();
    let used = services.iter().filter(|it| it["status"] == "used");
    used.map(|it| {
        let aliases = it["aliases"].as_array().map(Vec::as_slice).unwrap_or_default();
        [&it["id"], &it["name"]].into_iter().chain(aliases).filter_map(Value::as_str).map(catalog::fold).collect()
    })
    .collect()
}

/// The technologies that stack-analyser prints and Patchbay's catalog knows for services, with every form of their names, so
/// that a language or a framework counts neither for nor against it.
fn names_of_theirs(found: &Value) -> Vec<Vec<String>> {
    let techs: BTreeSet<&str> =
        found["techs"].as_array().map(Vec::as_slice).unwrap_or_default().iter().filter_map(Value::as_str).collect();
    let forms = |tech: &str| {
        let last = tech.rsplit('.').next().unwrap_or(tech).to_owned();
        [tech.to_owned(), last].into_iter().find_map(|form| catalog::named(&form)).map(|entry| {
            let names = [entry.id, entry.name].into_iter().chain(entry.aliases.iter().copied());
            names.chain([tech]).map(catalog::fold).collect()
        })
    };
    techs.into_iter().filter_map(forms).collect()
}

/// Whether a labelled service is the one of these names.
fn is_same(names: &[String], label: &Value) -> bool {
    let aliases = label["aliases"].as_array().map(Vec::as_slice).unwrap_or_default();
    let name = label["name"].as_str().unwrap_or_default();
    let bare = name.split('(').next().unwrap_or_default();
    [name, bare]
        .into_iter()
        .chain(aliases.iter().filter_map(Value::as_str))
        .map(catalog::fold)
        .any(|form| names.contains(&form))
}
