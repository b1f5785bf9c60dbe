//! What the report rests on: how many files were read, and which were not, and why.

use super::markup::Markup;
use super::{Report, size};
use crate::order::Arrange;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Files that are named for one reason at most. The audit as JSON has all.
const NAMED: usize = 50;

/// Reasons that are told apart at most; the rest stands together.
const REASONS: usize = 40;

/// Writes the coverage.
pub fn write(page: &mut Markup, report: &Report<'_>) {
    let coverage = &report.audit.coverage;
    page.raw("<p>").number(coverage.read as usize).raw(" of ").counted(
        coverage.files as usize,
        "file was",
        "files were",
    );
    page.raw(" read, ")
        .text(&size(coverage.bytes))
        .raw(" in all. The rest holds nothing that could be read, or was left out for the reason given.</p>\n");
    if !report.audit.documents.is_empty() {
        page.raw("<p>The code base carries audit documents of its own: ");
        for (at, path) in report.audit.documents.iter().enumerate() {
            page.raw(if at > 0 { ", " } else { "" }).code(path);
        }
        page.raw(".</p>\n");
    }
    let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for skipped in &coverage.skipped {
        reasons.entry(&skipped.reason).or_default().push(&skipped.path);
    }
    let mut reasons: Vec<_> = reasons.into_iter().collect();
    reasons.arrange_by_key(|(reason, paths)| (Reverse(paths.len()), *reason));
    let (told, rest) = reasons.split_at(reasons.len().min(REASONS));
    for (reason, paths) in told {
        page.raw("<details><summary>").text(reason).raw(" <span class=\"soft\">");
        page.counted(paths.len(), "file", "files").raw("</span></summary>\n<ul class=\"files\">\n");
        for path in paths.iter().take(NAMED) {
            page.raw("<li>").code(path).raw("</li>\n");
        }
        page.raw("</ul>\n");
        if let Some(left) = paths.len().checked_sub(NAMED).filter(|left| *left > 0) {
            page.raw("<p class=\"soft\">And ").number(left).raw(" more: the audit as JSON names them all.</p>\n");
        }
        page.raw("</details>\n");
    }
    if !rest.is_empty() {
        let files = rest.iter().map(|(_, paths)| paths.len()).sum();
        page.raw("<p>").counted(files, "file", "files").raw(" for other reasons.</p>\n");
    }
}
