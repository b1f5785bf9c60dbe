//! A document's own words that belong to nothing else, and the findings.

use super::super::form::outline;
use super::super::form::reference::Names;
use super::super::form::variable::SERVICE;
use super::super::form::{finding, place};
use super::page::Page;
use crate::audit::{Finding, Note};

/// The heading below which notes stand that would be read as more than that without a label.
pub const HEADING: &str = "Notes";

/// What a section says that has nothing in it.
pub const EMPTY: &str = "Nothing found in code";

/// The deepest nesting of a note.
pub const DEEPEST: u8 = 100;

/// Notes of one section in their order. `is_mistakable` tells those whose label must say that they are notes.
pub fn notes<'a>(page: &mut Page, notes: impl Iterator<Item = &'a Note>, is_mistakable: impl Fn(&Note) -> bool) {
    let mut group = "";
    for note in notes {
        if note.group != group {
            group = &note.group;
            if is_mistakable(note) { page.note_label(group) } else { page.label(group) }
        }
        match note.depth {
            0 => page.block(&outline::block(&note.text)),
            depth => page.item(usize::from(depth), &outline::item(&note.text)),
        }
    }
}

/// The findings in their order.
pub fn findings(page: &mut Page, findings: &[Finding], names: &Names<'_>) {
    if findings.is_empty() {
        return;
    }
    page.heading(2, finding::SECTION);
    for found in findings {
        page.item(1, &finding::head(found));
        if !found.place.path.is_empty() {
            page.value(2, finding::PLACE, &place::places([&found.place]));
        }
        if !found.service.is_empty() {
            page.item(2, &format!("{SERVICE}: {}", names.write(&found.service)));
        }
    }
}
