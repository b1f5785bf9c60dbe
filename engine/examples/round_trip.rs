//! Reads documents and archives, writes each audit as a document and reads that back: `round_trip FILE...`. Says of each
//! whether the audit came back, and of a document also how many of its words the written one lacks.

use patchbay_engine::assemble::{self, audit_archive};
use patchbay_engine::audit::{Audit, SourceKind};
use patchbay_engine::markdown::{self, Options, carried};
use std::collections::HashSet;
use std::error::Error;
use std::fs;

fn main() -> Result<(), Box<dyn Error>> {
    let mut changed = 0;
    for path in std::env::args().skip(1) {
        let bytes = fs::read(&path)?;
        let name = path.rsplit('/').next().unwrap_or(&path).to_owned();
        let options = Options { name: name.clone(), date: String::new() };
        let audit = if name.ends_with(".md") {
            markdown::read(&bytes, &options)?
        } else {
            let options = assemble::Options { date: "2026-02-12".into(), name: name.clone() };
            audit_archive(Box::new(bytes.as_slice()), &options, &mut |_| true)?
        };
        let text = markdown::write(&audit);
        let mut back =
            markdown::read(text.as_bytes(), &Options { name: "INTEGRATIONS.md".into(), date: String::new() })?;
        // A document of code also says what is not there.
        back.source.clone_from(&audit.source);
        let difference = difference(&carried(&audit), &carried(&back));
        let same = difference.is_none() && markdown::write(&back) == text;
        changed += usize::from(!same);
        let lost = match audit.source.kind {
            SourceKind::Markdown => lost(&String::from_utf8_lossy(&bytes), &text).join(" "),
            _ => String::new(),
        };
        println!("{} {name}: {} lines; lost: {lost}", if same { "same" } else { "CHANGED" }, text.lines().count());
        if let Some(difference) = difference {
            println!("{difference}");
        }
    }
    println!("{changed} changed");
    Ok(())
}

/// The first lines in which two audits differ.
fn difference(before: &Audit, after: &Audit) -> Option<String> {
    let (before, after) = (serde_json::to_string_pretty(before).ok()?, serde_json::to_string_pretty(after).ok()?);
    let line = before.lines().zip(after.lines()).position(|(a, b)| a != b);
    let line = line.or((before != after).then_some(0))?;
    let around = |text: &str| text.lines().skip(line.saturating_sub(12)).take(20).collect::<Vec<_>>().join("\n");
    Some(format!("--- before\n{}\n--- after\n{}", around(&before), around(&after)))
}

/// The words of one text that are nowhere in another.
fn lost<'a>(before: &'a str, after: &str) -> Vec<&'a str> {
    let words = |text: &'a str| text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let kept: HashSet<String> =
        after.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let mut seen = HashSet::new();
    words(before).filter(|word| !kept.contains(&word.to_lowercase()) && seen.insert(*word)).collect()
}
