//! A document that was held against code: each claim with its verdict, and the figures.

use patchbay_engine::order::Arrange;
use std::ops::Range;

use patchbay_engine::audit::BlockKind;
use patchbay_engine::markdown::sheet::Passage;
use patchbay_engine::verify::{Checked, Drift, Verdict};

use super::paper::{self, Mark};
use crate::papers::{Held, Paper};
use crate::parts::figures::{count, counted};

/// A document that was held against code. It never changes.
#[derive(Debug, Default)]
pub struct Check {
    /// The page's number for it.
    pub id: u32,
    /// Which document, which code.
    pub asked: Asked,
    /// Each claim with its verdict, and what the document misses.
    pub drift: Drift,
    /// The drift in Markdown; empty where it has no such form.
    pub markdown: String,
    /// The document.
    pub paper: Paper,
    /// Where the document claims something.
    pub marks: Vec<Mark>,
}

impl PartialEq for Check {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Check {
    /// What came of a job.
    pub fn new(id: u32, asked: Asked, held: Held) -> Self {
        let Held { drift, markdown, paper } = held;
        let marks = paper::marks(drift.claims.iter().map(|it| (it.kind, it.start, it.end)));
        Self { id, asked, drift, markdown, paper, marks }
    }

    /// What was held against what.
    pub fn name(&self) -> String {
        self.asked.name()
    }

    /// How many claims have this verdict.
    pub fn of(&self, verdict: Verdict) -> usize {
        self.drift.claims.iter().filter(|it| it.verdict == verdict).count()
    }

    /// How many claims can be checked.
    pub fn checkable(&self) -> usize {
        self.drift.claims.len() - self.of(Verdict::NotChecked)
    }

    /// The share of the checkable claims that hold, in whole per cent: 100 only where all do.
    pub fn percent(&self) -> Option<usize> {
        (self.of(Verdict::Confirmed) * 100).checked_div(self.checkable())
    }

    /// The figures, in a sentence.
    pub fn sentence(&self) -> String {
        let claims = counted(self.checkable(), "checkable claim", "checkable claims");
        let Some(percent) = self.percent() else {
            return "it claims nothing that can be checked.".to_owned();
        };
        let holds = if self.checkable() == 1 { "holds" } else { "hold" };
        let rest = [
            (self.of(Verdict::Contradicted), "contradicted"),
            (self.of(Verdict::NotFound), "not found"),
            (self.drift.undocumented.len(), "undocumented"),
        ];
        let rest = rest.into_iter().filter(|(number, _)| *number > 0);
        rest.fold(format!("{} % of {claims} {holds}", count(percent)), |said, (number, what)| {
            format!("{said}; {} {what}", count(number))
        }) + "."
    }

    /// The claims of a mark, the gravest verdict first.
    pub fn claims_of(&self, mark: &Mark) -> Vec<&Checked> {
        let mut claims: Vec<_> = mark.claims.iter().filter_map(|claim| self.drift.claims.get(*claim)).collect();
        claims.arrange_by_key(|it| gravity(it.verdict));
        claims
    }

    /// The verdict that a mark shows: of several claims the gravest.
    pub fn verdict(&self, mark: &Mark) -> Verdict {
        self.claims_of(mark).first().map(|it| it.verdict).unwrap_or_default()
    }

    /// What is seen where only these verdicts are asked for; with none of them, the whole document. `ranges` are the marks of
    /// each passage.
    pub fn seen(&self, ranges: &[Range<usize>], chosen: &[Verdict]) -> Seen {
        let fits = |mark: &Mark| {
            let claims = mark.claims.iter().filter_map(|claim| self.drift.claims.get(*claim));
            let mut verdicts = claims.map(|it| it.verdict);
            if chosen.is_empty() { verdicts.any(is_checked) } else { verdicts.any(|it| chosen.contains(&it)) }
        };
        let fitting: Vec<bool> = self.marks.iter().map(fits).collect();
        let marks = fitting.iter().enumerate().filter(|(_, fits)| **fits).map(|(at, _)| at).collect();
        if chosen.is_empty() {
            return Seen { passages: (0..self.paper.passages.len()).collect(), marks };
        }
        let mut passages = Vec::new();
        // The headings and items that the passage at hand stands under, and whether they are seen yet.
        let mut above: Vec<(u16, usize)> = Vec::new();
        for ((at, passage), range) in self.paper.passages.iter().enumerate().zip(ranges) {
            let rank = rank(passage);
            above.truncate(above.iter().rposition(|(other, _)| *other < rank).map_or(0, |last| last + 1));
            above.push((rank, at));
            if fitting.get(range.clone()).is_some_and(|marks| marks.contains(&true)) {
                let last = passages.last().copied();
                passages.extend(above.iter().map(|(_, at)| *at).filter(|at| last.is_none_or(|last| *at > last)));
            }
        }
        Seen { passages, marks }
    }
}

/// What is seen of a document.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The passages, by their places in the list.
    pub passages: Vec<usize>,
    /// The marks that one moves between, by their places in the list.
    pub marks: Vec<usize>,
}

impl Seen {
    /// The mark behind this one, or before it; from none, the first or the last.
    pub fn step(&self, from: Option<usize>, forward: bool) -> Option<usize> {
        let behind = from.map_or(0, |from| self.marks.partition_point(|mark| *mark <= from));
        let before = from.map_or(self.marks.len(), |from| self.marks.partition_point(|mark| *mark < from));
        if forward {
            self.marks.get(behind).copied()
        } else {
            before.checked_sub(1).and_then(|at| self.marks.get(at)).copied()
        }
    }
}

fn is_checked(verdict: Verdict) -> bool {
    verdict != Verdict::NotChecked
}

/// What stands under what: headings by their level, then a paragraph over its list, then items by their depth.
fn rank(passage: &Passage) -> u16 {
    match passage.kind {
        BlockKind::Heading => u16::from(passage.depth),
        BlockKind::Item => 10 + 2 * u16::from(passage.depth),
        BlockKind::Row => 9 - u16::from(passage.head),
        // What goes on within an item stands under it.
        _ if passage.depth > 0 => 11 + 2 * u16::from(passage.depth),
        _ => 7,
    }
}

/// The gravest verdict first.
fn gravity(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Contradicted => 0,
        Verdict::NotFound => 1,
        Verdict::Confirmed => 2,
        Verdict::NotChecked => 3,
    }
}

/// What is to be held against what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The document's name, or its path inside the code base.
    pub document: String,
    /// The number of the open audit that was read from the document; `None` for one that the code base carries.
    pub document_id: Option<u32>,
    /// The number of the open audit that was read from the code.
    pub code: u32,
    /// The title of the code.
    pub title: String,
}

impl Asked {
    /// What is held against what.
    pub fn name(&self) -> String {
        format!("{} against {}", self.document, self.title)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use patchbay_engine::markdown::sheet::sheet;
    use patchbay_engine::verify::Undocumented;

    fn check(verdicts: &[(Verdict, usize)], undocumented: usize) -> Check {
        let claims = verdicts.iter().flat_map(|(verdict, times)| vec![*verdict; *times]);
        let claims = claims.map(|verdict| Checked { verdict, ..Checked::default() }).collect();
        let undocumented = vec![Undocumented::default(); undocumented];
        Check { drift: Drift { claims, undocumented, ..Drift::default() }, ..Check::default() }
    }

    #[test]
    fn the_figures_say_how_much_still_holds() {
        use Verdict::*;
        let said = check(&[(Confirmed, 197), (Contradicted, 9), (NotFound, 6), (NotChecked, 40)], 31);
        assert_eq!(said.sentence(), "92 % of 212 checkable claims hold; 9 contradicted; 6 not found; 31 undocumented.");
        assert_eq!(check(&[(Confirmed, 1)], 0).sentence(), "100 % of 1 checkable claim holds.");
        assert_eq!(check(&[(NotChecked, 3)], 2).percent(), None);
    }

    #[test]
    fn all_is_said_only_of_all() {
        use Verdict::*;
        assert_eq!(check(&[(Confirmed, 999), (NotFound, 1)], 0).percent(), Some(99));
        assert_eq!(check(&[(NotFound, 9)], 0).percent(), Some(0));
    }

    #[test]
    fn a_mark_shows_the_gravest_of_its_verdicts() {
        use Verdict::*;
        let check = check(&[(Confirmed, 1), (NotFound, 1), (NotChecked, 1)], 0);
        let verdict = |claims: &[usize]| check.verdict(&Mark { claims: claims.to_vec(), ..Mark::default() });
        assert_eq!((verdict(&[0, 1]), verdict(&[0, 2]), verdict(&[2])), (NotFound, Confirmed, NotChecked));
    }

    #[test]
    fn a_narrowed_document_keeps_what_its_claims_stand_under() {
        let text = "# T\n\n## A\n\n**G:**\n- one\n  - x\n  - y\n- two\n\n## B\n\ntext\n\n| k | v |\n|--|--|\n| a | z |\n| b | w |\n";
        let claim = |words: &str, verdict| {
            let start = text.find(words).unwrap() as u32;
            Checked { start, end: start + 1, verdict, ..Checked::default() }
        };
        use Verdict::*;
        let claims =
            vec![claim("x\n", Confirmed), claim("y\n", NotFound), claim("text", NotChecked), claim("w |", NotFound)];
        let paper = Paper { passages: sheet(text), ..Paper::default() };
        let drift = Drift { claims, ..Drift::default() };
        let check = Check::new(1, Asked::default(), Held { drift, paper, ..Held::default() });
        let ranges = paper::by_passage(&check.paper.passages, &check.marks);
        let said = |chosen: &[Verdict]| -> Vec<String> {
            let text =
                |at: &usize| check.paper.passages[*at].cells.iter().flatten().map(|run| run.text.as_str()).collect();
            check.seen(&ranges, chosen).passages.iter().map(text).collect()
        };
        assert_eq!(said(&[NotFound]), ["T", "A", "G:", "one", "y", "B", "text", "kv", "bw"]);
        assert_eq!(said(&[Contradicted]), [] as [&str; 0]);
        assert_eq!(said(&[]).len(), check.paper.passages.len());
        let seen = check.seen(&ranges, &[]);
        assert_eq!(seen.marks, [0, 1, 3], "prose is passed over");
        assert_eq!(
            (seen.step(None, true), seen.step(Some(1), true), seen.step(Some(3), true)),
            (Some(0), Some(3), None)
        );
        assert_eq!(
            (seen.step(Some(2), false), seen.step(Some(0), false), seen.step(None, false)),
            (Some(1), None, Some(3))
        );
    }
}
