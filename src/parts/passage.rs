//! A passage of a document, drawn from its runs of text: nothing of the document is ever parsed as HTML.

use patchbay_engine::audit::BlockKind;
use patchbay_engine::markdown::sheet::{Passage, Run};
use yew::prelude::*;

use crate::state::paper::{Mark, Piece, cut};

/// Deepest nesting that is drawn further in.
const DEEPEST: u8 = 6;

/// How what lies in a mark is drawn: the place of the mark in its list, whether its first part stands here, whether a link of
/// the document's stands in it, and the text.
pub type DrawMark<'a> = &'a dyn Fn(usize, bool, bool, Html) -> Html;

/// The text of one passage. `marks` are those that stand in it, counted from `first`.
pub fn text(passage: &Passage, marks: &[Mark], first: usize, draw: DrawMark<'_>) -> Html {
    let mut seen = first;
    let mut inline = |runs: &[Run]| pieces(&cut(runs, marks, first), &mut seen, draw);
    match passage.kind {
        BlockKind::Rule => html! { <hr /> },
        BlockKind::Code | BlockKind::Html => {
            html! { <pre>{ for passage.cells.iter().map(|runs| inline(runs)) }</pre> }
        }
        BlockKind::Heading => {
            let tag = format!("h{}", passage.depth.clamp(1, 5) + 1);
            html! { <@{tag}>{ for passage.cells.iter().map(|runs| inline(runs)) }</@> }
        }
        BlockKind::Row => Html::default(),
        BlockKind::Paragraph | BlockKind::Item => {
            html! { <p>{ for passage.cells.iter().map(|runs| inline(runs)) }</p> }
        }
    }
}

/// The cells of a table's row, each as wide as the longest of its column asks for.
pub fn cells(
    passage: &Passage,
    widths: &[u8],
    names: &[String],
    marks: &[Mark],
    first: usize,
    draw: DrawMark<'_>,
) -> Html {
    let role = if passage.head { "columnheader" } else { "cell" };
    let mut seen = first;
    passage
        .cells
        .iter()
        .enumerate()
        .map(|(column, runs)| {
            let class = format!("w{}", widths.get(column).copied().unwrap_or(1));
            let label = names.get(column).filter(|_| !passage.head).cloned();
            html! { <div {role} {class} data-label={label}>{ pieces(&cut(runs, marks, first), &mut seen, draw) }</div> }
        })
        .collect()
}

/// Where a passage stands among others: the class of its row.
pub fn class(passage: &Passage) -> Classes {
    let depth = match passage.kind {
        BlockKind::Heading => None,
        _ => Some(passage.depth.min(DEEPEST)).filter(|depth| *depth > 0).map(|depth| format!("depth-{depth}")),
    };
    let quoted = (passage.quoted > 0).then_some("quoted");
    let number = passage.number.is_some().then_some("numbered");
    classes!("passage", passage.kind.word(), depth, quoted, number)
}

/// What passages belong together in: a list, a table, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Items, and what stands within them.
    List,
    /// Rows.
    Table,
    /// It stands alone.
    Alone,
}

/// What a passage belongs to.
pub fn group(passage: &Passage) -> Group {
    match passage.kind {
        BlockKind::Row => Group::Table,
        BlockKind::Heading => Group::Alone,
        _ if passage.depth > 0 => Group::List,
        _ => Group::Alone,
    }
}

/// How wide the columns of a table are, in sixths: by the longest text in each.
pub fn widths<'a>(rows: impl Iterator<Item = &'a Passage>) -> Vec<u8> {
    let mut longest: Vec<usize> = Vec::new();
    for row in rows {
        longest.resize(longest.len().max(row.cells.len()), 0);
        for (cell, longest) in row.cells.iter().zip(&mut longest) {
            *longest = (*longest).max(cell.iter().map(|run| run.text.len()).sum());
        }
    }
    longest
        .into_iter()
        .map(|letters| match letters {
            0..=10 => 1,
            11..=20 => 2,
            21..=40 => 3,
            41..=70 => 4,
            _ => 6,
        })
        .collect()
}

/// What the columns of a table are called.
pub fn names<'a>(mut rows: impl Iterator<Item = &'a Passage>) -> Vec<String> {
    let head = rows.find(|row| row.head);
    let name = |cell: &Vec<Run>| cell.iter().map(|run| run.text.as_str()).collect();
    head.map_or_else(Vec::new, |head| head.cells.iter().map(name).collect())
}

fn pieces(pieces: &[Piece<'_>], seen: &mut usize, draw: DrawMark<'_>) -> Html {
    pieces
        .chunk_by(|a, b| a.mark.is_some() && a.mark == b.mark)
        .map(|together| {
            let text: Html = together
                .chunk_by(|a, b| a.run.target == b.run.target && a.run.look.image == b.run.look.image)
                .map(|of_one| linked(of_one))
                .collect();
            match together.first().and_then(|piece| piece.mark) {
                Some(mark) => {
                    let begins = mark >= *seen;
                    *seen = (*seen).max(mark + 1);
                    let has_link = together.iter().any(|piece| is_outside(&piece.run.target) && !piece.run.look.image);
                    draw(mark, begins, has_link, text)
                }
                None => text,
            }
        })
        .collect()
}

/// Pieces that lead to the same place, and that place. Only what the web serves is a link; an image is never loaded.
fn linked(pieces: &[Piece<'_>]) -> Html {
    let words: Html = pieces.iter().map(looking).collect();
    let Some(run) = pieces.first().map(|piece| piece.run).filter(|run| !run.target.is_empty()) else { return words };
    let says_it = pieces.iter().map(|piece| piece.text).collect::<String>() == run.target;
    let target = html! {
        if !says_it {
            <span class="link-target">{ format!(" ({})", run.target) }</span>
        }
    };
    if run.look.image {
        return html! { <span class="image"><span class="soft">{ "Image, not loaded: " }</span>{ words }{ target }</span> };
    }
    if is_outside(&run.target) {
        return html! { <><a href={run.target.clone()} target="_blank" rel="noopener noreferrer">{ words }</a>{ target }</> };
    }
    html! { <>{ words }{ target }</> }
}

/// Whether a target is an address of the web, which alone may be followed.
pub fn is_outside(target: &str) -> bool {
    let scheme = |scheme: &str| target.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    (scheme("https://") || scheme("http://")) && !target.contains(|letter: char| letter.is_control())
}

fn looking(piece: &Piece<'_>) -> Html {
    let look = piece.run.look;
    let mut words = html! { piece.text.to_owned() };
    if look.code {
        // Code that a claim's borders cut is drawn as one piece all the same.
        let part = (piece.text.len() < piece.run.text.len()).then_some("part");
        words = html! { <code class={classes!(part)}>{ words }</code> };
    }
    if look.strong {
        words = html! { <strong>{ words }</strong> };
    }
    if look.emphasis {
        words = html! { <em>{ words }</em> };
    }
    if look.struck {
        words = html! { <s>{ words }</s> };
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use patchbay_engine::markdown::sheet::sheet;

    #[test]
    fn only_addresses_of_the_web_are_followed() {
        for target in ["https://a.example/x", "HTTP://a.example"] {
            assert!(is_outside(target), "{target}");
        }
        for target in [
            "javascript:alert(1)",
            "java\nscript:x",
            "data:text/html,x",
            "//a.example",
            "lib/a.ts",
            "https:a",
            "",
            "https://a\u{1}b",
            "é",
        ] {
            assert!(!is_outside(target), "{target}");
        }
    }

    #[test]
    fn a_column_is_as_wide_as_its_longest_text() {
        let sheet = sheet(
            "| Variable | What it is for |\n|--|--|\n| A | opens the mailbox of the whole shop and more than that, every day |\n",
        );
        assert_eq!(widths(sheet.iter()), [1, 4]);
        assert_eq!(names(sheet.iter()), ["Variable", "What it is for"]);
        assert!(sheet.iter().all(|row| group(row) == Group::Table));
    }
}
