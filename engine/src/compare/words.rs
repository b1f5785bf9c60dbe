//! Two texts, word by word.

use super::{Aspect, Field, Row};
use crate::audit::words;
use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A part of two texts.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Run {
    /// Which of them has it.
    pub mark: Mark,
    /// The text.
    pub text: String,
}

words! {
    /// Which text has a part.
    #[derive(Default)]
    Mark {
        /// Both.
        #[default]
        Both = "both",
        /// A's alone.
        Removed = "removed",
        /// B's alone.
        Added = "added",
    }
}

/// Most words of one text that are compared one by one. The time grows with the words times those that differ.
const WORDS: usize = 1500;

/// Most words that are compared in all. Where there are more, texts are only told to differ: nobody reads so many.
const ALL_WORDS: usize = 200_000;

/// Marks the words in which prose differs.
pub fn mark(lists: [&mut Vec<Row>; 5]) {
    let mut fields: Vec<&mut Field> =
        lists.into_iter().flatten().flat_map(|row| &mut row.fields).filter(|field| is_prose(field)).collect();
    let length = |text: &Option<String>| text.as_ref().map_or(0, |text| text.split_whitespace().count());
    if fields.iter().map(|field| length(&field.from) + length(&field.to)).sum::<usize>() > ALL_WORDS {
        return;
    }
    for field in &mut fields {
        if let (Some(from), Some(to)) = (&field.from, &field.to) {
            field.words = runs(from, to);
        }
    }
}

fn is_prose(field: &Field) -> bool {
    matches!(field.field, Aspect::Purpose | Aspect::Attributes | Aspect::Message)
}

/// Both texts' parts, those of A alone before those of B alone. Empty where they are too long to tell.
fn runs(a: &str, b: &str) -> Vec<Run> {
    // The same two texts are cut at the same places whichever is first, so that the other way round is the mirror.
    if a > b {
        return mirrored(&runs(b, a));
    }
    let (of_a, of_b) = (cut(a), cut(b));
    if of_a.len() > WORDS || of_b.len() > WORDS {
        return Vec::new();
    }
    let mut out: Vec<Run> = Vec::new();
    let mut push = |mark, words: Option<&[&str]>| {
        let text: String = words.unwrap_or_default().concat();
        match out.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.mark == mark => last.text.push_str(&text),
            _ => out.push(Run { mark, text }),
        }
    };
    for op in capture_diff_slices(Algorithm::Myers, &of_a, &of_b) {
        match op {
            DiffOp::Equal { old_index, len, .. } => push(Mark::Both, of_a.get(old_index..old_index + len)),
            DiffOp::Delete { old_index, old_len, .. } => push(Mark::Removed, of_a.get(old_index..old_index + old_len)),
            DiffOp::Insert { new_index, new_len, .. } => push(Mark::Added, of_b.get(new_index..new_index + new_len)),
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                push(Mark::Removed, of_a.get(old_index..old_index + old_len));
                push(Mark::Added, of_b.get(new_index..new_index + new_len));
            }
        }
    }
    in_order(out)
}

/// The parts with A's and B's exchanged.
pub fn mirrored(runs: &[Run]) -> Vec<Run> {
    let turned = runs.iter().map(|run| {
        let mark = match run.mark {
            Mark::Both => Mark::Both,
            Mark::Removed => Mark::Added,
            Mark::Added => Mark::Removed,
        };
        Run { mark, text: run.text.clone() }
    });
    in_order(turned.collect())
}

/// Between two common parts, what is A's alone before what is B's alone, each in one. A common part of blanks and signs alone
/// between two that differ is told with these: it tells nothing by itself.
fn in_order(runs: Vec<Run>) -> Vec<Run> {
    let last = runs.iter().rposition(|run| run.mark != Mark::Both).unwrap_or_default();
    let mut out: Vec<Run> = Vec::with_capacity(runs.len());
    let (mut removed, mut added) = (String::new(), String::new());
    let flush = |removed: &mut String, added: &mut String, out: &mut Vec<Run>| {
        for (mark, text) in [(Mark::Removed, removed), (Mark::Added, added)] {
            if !text.is_empty() {
                out.push(Run { mark, text: std::mem::take(text) });
            }
        }
    };
    for (at, run) in runs.into_iter().enumerate() {
        let between = at < last && !(removed.is_empty() && added.is_empty());
        match run.mark {
            Mark::Both if between && !run.text.contains(char::is_alphanumeric) => {
                removed.push_str(&run.text);
                added.push_str(&run.text);
            }
            Mark::Removed => removed.push_str(&run.text),
            Mark::Added => added.push_str(&run.text),
            Mark::Both => {
                flush(&mut removed, &mut added, &mut out);
                out.push(run);
            }
        }
    }
    flush(&mut removed, &mut added, &mut out);
    out
}

/// A text's words, blanks and signs, each on its own.
fn cut(text: &str) -> Vec<&str> {
    let kind = |c: char| match c {
        c if c.is_alphanumeric() || c == '_' => 0,
        c if c.is_whitespace() => 1,
        _ => 2,
    };
    let mut out = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, c) in text.char_indices() {
        let now = kind(c);
        if before.is_some_and(|before| before != now || now == 2) {
            out.push(text.get(start..at).unwrap_or(""));
            start = at;
        }
        before = Some(now);
    }
    out.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    out
}

crate::record::records! {
    Run { mark, text;  }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(a: &str, b: &str) -> String {
        let run = |run: &Run| match run.mark {
            Mark::Both => run.text.clone(),
            Mark::Removed => format!("[-{}-]", run.text),
            Mark::Added => format!("{{+{}+}}", run.text),
        };
        runs(a, b).iter().map(run).collect()
    }

    #[test]
    fn changed_words_are_marked() {
        assert_eq!(shown("uses `A_KEY` in prod", "uses `B_KEY` in prod"), "uses `[-A_KEY-]{+B_KEY+}` in prod");
        assert_eq!(shown("one two", "one two three"), "one two{+ three+}");
        assert_eq!(shown("no such thing. here", "all we have. here"), "[-no such thing-]{+all we have+}. here");
        assert_eq!(shown("a", "a"), "a");
        assert_eq!(shown("", "x"), "{+x+}");
        assert_eq!(cut("a.b  ü_1,"), ["a", ".", "b", "  ", "ü_1", ","]);
    }

    #[test]
    fn long_texts_end() {
        assert_eq!(runs(&"x ".repeat(WORDS), "y"), []);
        let row = |text: &str| Row { fields: vec![Field::value(Aspect::Purpose, text, "b")], ..Row::default() };
        let mut rows = vec![row("a c"); 3];
        mark([&mut rows, &mut Vec::new(), &mut Vec::new(), &mut Vec::new(), &mut Vec::new()]);
        assert!(rows.iter().all(|row| !row.fields[0].words.is_empty()));
        let mut rows = vec![row(&"a ".repeat(1000)); 300];
        mark([&mut rows, &mut Vec::new(), &mut Vec::new(), &mut Vec::new(), &mut Vec::new()]);
        assert!(rows.iter().all(|row| row.fields[0].words.is_empty()));
    }
}
