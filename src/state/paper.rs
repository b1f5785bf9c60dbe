//! Documents as they are drawn: which stretches of a text claim something, and how the text is cut there.

use patchbay_engine::order::Arrange;
use std::cell::OnceCell;
use std::ops::Range;

use patchbay_engine::audit::ClaimKind;
use patchbay_engine::markdown::sheet::{Passage, Run};

use crate::papers::Paper;

/// A document that the worker laid out; it is unpacked when it is first looked at.
#[derive(Debug)]
pub struct Laid {
    json: Vec<u8>,
    paper: OnceCell<Paper>,
}

/// A document never changes, so it is the same only where it is one and the same.
impl PartialEq for Laid {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Laid {
    /// A document from its JSON.
    pub fn new(json: Vec<u8>) -> Self {
        Self { json, paper: OnceCell::new() }
    }

    /// The document.
    pub fn paper(&self) -> &Paper {
        // What does not fit was made by a worker of another version, whose audit did not fit either.
        self.paper.get_or_init(|| serde_json::from_slice(&self.json).unwrap_or_default())
    }
}

/// A stretch of a document that claims something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mark {
    /// Its first byte in the document's text.
    pub start: u32,
    /// The byte behind its last.
    pub end: u32,
    /// What it claims: places in the list of claims.
    pub claims: Vec<usize>,
}

/// The marks of claims, by place and without overlaps: claims that overlap share one. Prose that says something around
/// another claim has none of its own.
pub fn marks(claims: impl Iterator<Item = (ClaimKind, u32, u32)>) -> Vec<Mark> {
    let (mut prose, mut exact): (Vec<_>, Vec<_>) = claims
        .enumerate()
        .map(|(claim, (kind, start, end))| {
            (kind, Mark { start, end: end.max(start.saturating_add(1)), claims: vec![claim] })
        })
        .partition(|(kind, _)| *kind == ClaimKind::Prose);
    exact.arrange_by_key(|(_, mark)| (mark.start, mark.end));
    prose.arrange_by_key(|(_, mark)| (mark.start, mark.end));
    let mut marks: Vec<Mark> = Vec::with_capacity(exact.len());
    for (_, mark) in exact {
        match marks.last_mut() {
            Some(last) if mark.start < last.end => {
                last.end = last.end.max(mark.end);
                last.claims.extend(mark.claims);
            }
            _ => marks.push(mark),
        }
    }
    let mut free = Vec::new();
    let mut around = marks.iter().peekable();
    let mut covered = 0;
    for (_, mark) in prose {
        while around.next_if(|other| other.end <= mark.start).is_some() {}
        if mark.start >= covered && around.peek().is_none_or(|other| other.start >= mark.end) {
            covered = mark.end;
            free.push(mark);
        }
    }
    marks.extend(free);
    marks.arrange_by_key(|mark| mark.start);
    marks
}

/// For each passage, which of the marks stand in it. Both are sorted by place.
pub fn by_passage(passages: &[Passage], marks: &[Mark]) -> Vec<Range<usize>> {
    let mut from = 0;
    let starts = passages.iter().skip(1).map(|passage| passage.start).chain([u32::MAX]);
    starts
        .map(|next| {
            let count = marks.iter().skip(from).take_while(|mark| mark.start < next).count();
            let range = from..from + count;
            from += count;
            range
        })
        .collect()
}

/// A part of a run, which lies in one mark or in none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The run that it is part of.
    pub run: &'a Run,
    /// Its text.
    pub text: &'a str,
    /// The mark that it lies in, as a place in the list of marks.
    pub mark: Option<usize>,
}

/// Cuts runs at the borders of these marks, which are counted from `first`.
pub fn cut<'a>(runs: &'a [Run], marks: &[Mark], first: usize) -> Vec<Piece<'a>> {
    let mut pieces = Vec::with_capacity(runs.len() + 2 * marks.len());
    let mut around = marks.iter().enumerate().map(|(at, mark)| (first + at, mark)).peekable();
    for run in runs {
        while around.next_if(|(_, mark)| mark.end <= run.start).is_some() {}
        let mut rest = run.text.as_str();
        let mut place = run.start;
        let verbatim = run.end.checked_sub(run.start).is_some_and(|length| length as usize == run.text.len());
        if !verbatim {
            // It cannot be cut, so all of it belongs to the mark that it touches.
            let mark = around.peek().filter(|(_, mark)| mark.start < run.end).map(|(at, _)| *at);
            pieces.push(Piece { run, text: rest, mark });
            continue;
        }
        let mut ahead = around.clone();
        while let Some((at, mark)) = ahead.next_if(|(_, mark)| mark.start < run.end) {
            let (before, start) = split(rest, mark.start.saturating_sub(place));
            let skipped = place.saturating_add(before.len() as u32);
            let (within, after) = split(start, mark.end.saturating_sub(skipped));
            if !before.is_empty() {
                pieces.push(Piece { run, text: before, mark: None });
            }
            if !within.is_empty() {
                pieces.push(Piece { run, text: within, mark: Some(at) });
            }
            place = skipped.saturating_add(within.len() as u32);
            rest = after;
        }
        if !rest.is_empty() || run.text.is_empty() {
            pieces.push(Piece { run, text: rest, mark: None });
        }
    }
    pieces
}

/// Splits a text after so many bytes, or where a letter ends next.
fn split(text: &str, after: u32) -> (&str, &str) {
    let mut at = text.len().min(after as usize);
    while !text.is_char_boundary(at) {
        at += 1;
    }
    text.split_at(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use patchbay_engine::markdown::sheet::sheet;

    fn claim(text: &str, words: &str) -> (ClaimKind, u32, u32) {
        let start = text.find(words).unwrap();
        (ClaimKind::Package, start as u32, (start + words.len()) as u32)
    }

    #[test]
    fn overlapping_claims_share_a_mark_and_prose_keeps_out_of_the_way() {
        let marks = marks(
            [
                (ClaimKind::Prose, 0, 40),
                (ClaimKind::Package, 10, 16),
                (ClaimKind::Version, 14, 20),
                (ClaimKind::Env, 20, 30),
                (ClaimKind::Prose, 50, 60),
            ]
            .into_iter(),
        );
        let seen: Vec<_> = marks.iter().map(|mark| (mark.start, mark.end, mark.claims.clone())).collect();
        assert_eq!(seen, [(10, 20, vec![1, 2]), (20, 30, vec![3]), (50, 60, vec![4])]);
    }

    #[test]
    fn text_is_cut_where_claims_begin_and_end() {
        let text = "- **Zürich** uses `stripe` 20.1, `A`/`B` \\& more\n- next `C`\n";
        let marks =
            marks([claim(text, "Zürich"), claim(text, "`stripe`"), claim(text, "B"), claim(text, "`C`")].into_iter());
        let sheet = sheet(text);
        let ranges = by_passage(&sheet, &marks);
        assert_eq!(ranges, [0..3, 3..4]);
        let cut_of = |passage: usize| -> Vec<(String, Option<usize>)> {
            let range = ranges[passage].clone();
            let pieces = cut(&sheet[passage].cells[0], &marks[range.clone()], range.start);
            pieces.iter().map(|piece| (piece.text.to_owned(), piece.mark)).collect()
        };
        let first = cut_of(0);
        assert_eq!(
            first.iter().map(|(text, _)| text.as_str()).collect::<String>(),
            "Zürich uses stripe 20.1, A/B & more"
        );
        let marked: Vec<_> = first.iter().filter(|(_, mark)| mark.is_some()).collect();
        assert_eq!(
            marked,
            [&("Zürich".to_owned(), Some(0)), &("stripe".to_owned(), Some(1)), &("B".to_owned(), Some(2))]
        );
        assert_eq!(cut_of(1), [("next ".to_owned(), None), ("C".to_owned(), Some(3))]);
    }

    #[test]
    fn a_claim_inside_a_run_is_cut_out_of_it() {
        let text = "uses Stripe and Sentry\n";
        let marks = marks([claim(text, "Stripe"), claim(text, "Sentry")].into_iter());
        let sheet = sheet(text);
        let pieces = cut(&sheet[0].cells[0], &marks, 0);
        let seen: Vec<_> = pieces.iter().map(|piece| (piece.text, piece.mark)).collect();
        assert_eq!(seen, [("uses ", None), ("Stripe", Some(0)), (" and ", None), ("Sentry", Some(1))]);
        // Places that lie within a letter or behind the end do no harm.
        let wild = [Mark { start: 3, end: 900, claims: vec![0] }];
        assert!(!cut(&sheet[0].cells[0], &wild, 0).is_empty());
    }
}
