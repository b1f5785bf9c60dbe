//! A document's own words that belong to nothing else, and the findings.

use super::super::form::endpoint::Field;
use super::super::form::finding;
use super::names::Names;
use super::page::Page;
use crate::audit::{Finding, Note};

/// The heading below which a section's notes stand where they would be read as more than that.
pub const HEADING: &str = "Notes";

/// The notes of one section. `apart` sets them apart from all else.
pub fn notes(page: &mut Page, notes: &[&Note], apart: bool) {
    if apart && !notes.is_empty() {
        page.heading(3, HEADING);
    }
    let mut group = "";
    for note in notes {
        if note.group != group {
            group = &note.group;
            page.label(group);
        }
        if note.depth == 0 { page.block(&note.text) } else { page.item(usize::from(note.depth), &note.text) }
    }
}

/// The findings, worst first as they come.
pub fn findings(page: &mut Page, findings: &[Finding], names: &Names<'_>) {
    if findings.is_empty() {
        return;
    }
    page.heading(2, finding::SECTION);
    for found in findings {
        page.item(1, &finding::head(found));
        if !found.place.path.is_empty() {
            let (_, value) = Field::Place(found.place.clone()).write();
            page.value(2, "Place", &value);
        }
        if !found.service.is_empty() {
            page.item(2, &format!("Service: {}", names.of(&found.service)));
        }
    }
}
