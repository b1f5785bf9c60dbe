//! What a document's claims leave over of its words: code spans and plain words, each with its place.

use crate::audit::{Block, BlockKind, ClaimKind, Document};
use crate::order::Arrange;
use std::ops::Range;

/// Most stretches that are looked at. A document of 300 lines has some 2,000.
const STRETCHES: usize = 200_000;

/// A stretch of a document's text that no claim covers, within one block.
#[derive(Debug, Clone, Copy)]
pub struct Stretch<'a> {
    /// Its text: of a code span without its backticks.
    pub text: &'a str,
    /// Its first byte in the document.
    pub start: usize,
    /// Whether it is a whole code span.
    pub code: bool,
    /// The block that it stands in.
    pub block: &'a Block,
}

/// The stretches of paragraphs, items, rows and headings.
pub fn stretches(document: &Document) -> Vec<Stretch<'_>> {
    let mut covered: Vec<Range<usize>> = document
        .claims
        .iter()
        .filter(|claim| !matches!(claim.kind, ClaimKind::Prose | ClaimKind::Absent))
        .map(|claim| claim.start as usize..claim.end as usize)
        .collect();
    covered.arrange_by_key(|span| (span.start, span.end));
    let mut out = Vec::new();
    let mut from = 0;
    for block in &document.blocks {
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::Item | BlockKind::Row | BlockKind::Heading) {
            continue;
        }
        let (start, end) = (block.start as usize, block.end as usize);
        let Some(text) = document.text.get(start..end) else { continue };
        while covered.get(from).is_some_and(|span| span.end <= start) {
            from += 1;
        }
        let to = from + covered.get(from..).unwrap_or_default().partition_point(|span| span.start < end);
        let claims = covered.get(from..to).unwrap_or_default();
        for (span, code) in spans(text) {
            let span = start + span.start..start + span.end;
            if out.len() >= STRETCHES {
                return out;
            }
            let within = claims.get(claims.partition_point(|claim| claim.end <= span.start)..).unwrap_or_default();
            let mut at = span.start;
            for claim in within.iter().take_while(|claim| claim.start < span.end) {
                // A code span that a claim takes a part of is taken.
                if code {
                    at = span.end;
                    break;
                }
                push(document, block, at..claim.start, false, &mut out);
                at = at.max(claim.end);
            }
            push(document, block, at..span.end, code, &mut out);
        }
    }
    out
}

/// The code spans of a block, without their backticks, and what stands between them.
fn spans(text: &str) -> Vec<(Range<usize>, bool)> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find('`')).map(|i| at + i) {
        let ticks = text.get(open..).map_or(1, |rest| rest.len() - rest.trim_start_matches('`').len());
        let fence = text.get(open..open + ticks).unwrap_or("`");
        let Some(close) = text.get(open + ticks..).and_then(|rest| rest.find(fence)).map(|i| open + ticks + i) else {
            break;
        };
        out.push((at..open, false));
        out.push((open + ticks..close, true));
        at = close + ticks;
    }
    out.push((at..text.len(), false));
    out
}

fn push<'a>(document: &'a Document, block: &'a Block, span: Range<usize>, code: bool, out: &mut Vec<Stretch<'a>>) {
    if let Some(text) = document.text.get(span.clone()).filter(|text| !text.trim().is_empty()) {
        out.push(Stretch { text, start: span.start, code, block });
    }
}

/// The words of a text between blanks, each with its first byte, without the marks around it.
pub fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let marks =
        |c: char| matches!(c, '(' | ')' | ',' | ';' | ':' | '*' | '"' | '\'' | '`' | '.' | '!' | '?' | '|' | '“' | '”');
    text.split_ascii_whitespace().filter_map(move |word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        let front = word.trim_start_matches(marks);
        let bare = front.trim_end_matches(marks);
        (!bare.is_empty()).then_some((start + word.len() - front.len(), bare))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Claim;

    #[test]
    fn what_claims_leave_over() {
        let text = "- uses `a_b` and `KEY` (Vitest, 4.0.2)";
        let at = |word: &str| text.find(word).unwrap() as u32;
        let document = Document {
            text: text.into(),
            blocks: vec![Block {
                kind: BlockKind::Item,
                start: 0,
                end: text.len() as u32,
                line: 1,
                ..Block::default()
            }],
            claims: vec![Claim { kind: ClaimKind::Env, start: at("KEY"), end: at("KEY") + 3, ..Claim::default() }],
        };
        let found: Vec<_> = stretches(&document).iter().map(|s| (s.text, s.code)).collect();
        assert_eq!(found, [("- uses ", false), ("a_b", true), (" and ", false), (" (Vitest, 4.0.2)", false)]);
        let last: Vec<_> = words(" (Vitest, 4.0.2)").collect();
        assert_eq!(last, [(2, "Vitest"), (10, "4.0.2")]);
        assert_eq!(spans("a `` b`c `` d ` e"), [(0..2, false), (4..9, true), (11..17, false)]);
    }
}
