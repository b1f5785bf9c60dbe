//! A document on the page: its passages in order, lists and tables put together again, and room beside each passage.

use std::ops::Range;

use patchbay_engine::markdown::sheet::Passage;
use yew::prelude::*;

use super::passage::{self, DrawMark, Group};
use crate::state::paper::Mark;

/// A document to draw.
pub struct Sheet<'a> {
    pub passages: &'a [Passage],
    pub marks: &'a [Mark],
    /// For each passage, which of the marks stand in it.
    pub ranges: &'a [Range<usize>],
    pub draw: DrawMark<'a>,
    /// What stands beside a passage, by its place in the list.
    pub beside: Option<&'a dyn Fn(usize) -> Html>,
    /// Whether a passage is the one that is looked at.
    pub is_at: &'a dyn Fn(usize) -> bool,
}

/// Draws these of the document's passages.
pub fn rows(sheet: &Sheet<'_>, shown: &[usize]) -> Html {
    let known: Vec<(usize, &Passage)> = shown.iter().filter_map(|at| Some((*at, sheet.passages.get(*at)?))).collect();
    known
        .chunk_by(|(_, a), (_, b)| passage::group(a) == passage::group(b) && passage::group(a) != Group::Alone)
        .map(|together| match together.first().map(|(_, first)| passage::group(first)) {
            Some(Group::List) => html! {
                <div class="items" role="list">{ for together.iter().map(|(at, it)| row(sheet, *at, it, "listitem")) }</div>
            },
            Some(Group::Table) => table(sheet, together),
            _ => together.iter().map(|(at, it)| row(sheet, *at, it, "")).collect(),
        })
        .collect()
}

fn marks_of<'a>(sheet: &Sheet<'a>, at: usize) -> (&'a [Mark], usize) {
    let range = sheet.ranges.get(at).cloned().unwrap_or_default();
    (sheet.marks.get(range.clone()).unwrap_or_default(), range.start)
}

fn row(sheet: &Sheet<'_>, at: usize, it: &Passage, role: &'static str) -> Html {
    let (marks, first) = marks_of(sheet, at);
    let class = classes!(passage::class(it), (sheet.is_at)(at).then_some("at"));
    let level = (role == "listitem").then(|| it.depth.to_string());
    let number = it.number.map(|number| number.to_string());
    html! {
        <div key={at} {class} role={(!role.is_empty()).then_some(role)} aria-level={level} data-number={number}>
            <div class="said">{ passage::text(it, marks, first, sheet.draw) }</div>
            { beside(sheet, at, None) }
        </div>
    }
}

fn table(sheet: &Sheet<'_>, rows: &[(usize, &Passage)]) -> Html {
    let widths = passage::widths(rows.iter().map(|(_, it)| *it));
    let names = passage::names(rows.iter().map(|(_, it)| *it));
    html! {
        <div class="paper-table" role="table">
            { for rows.iter().map(|(at, it)| {
                let (marks, first) = marks_of(sheet, *at);
                let class = classes!(passage::class(it), it.head.then_some("head-row"), (sheet.is_at)(*at).then_some("at"));
                html! {
                    <div key={*at} {class} role="row">
                        <div class="said cells" role="presentation">{ passage::cells(it, &widths, &names, marks, first, sheet.draw) }</div>
                        { beside(sheet, *at, Some("cell")) }
                    </div>
                }
            }) }
        </div>
    }
}

fn beside(sheet: &Sheet<'_>, at: usize, role: Option<&'static str>) -> Html {
    match sheet.beside {
        Some(beside) => html! { <div class="beside" {role}>{ beside(at) }</div> },
        None => Html::default(),
    }
}
