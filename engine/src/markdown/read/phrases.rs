//! Tables of words and runs of words, found in a text in one pass.

use aho_corasick::AhoCorasick;
use std::ops::Range;

/// Runs of words, each of a row of a table. Whole words are found, in any case.
pub struct Phrases {
    /// `None` could only be were a table larger than memory.
    automaton: Option<AhoCorasick>,
    rows: Vec<usize>,
}

impl Phrases {
    /// The phrases of a table, by the place of their row.
    pub fn new<'a>(table: impl IntoIterator<Item = (usize, &'a str)>) -> Self {
        let (rows, runs): (Vec<usize>, Vec<&str>) = table.into_iter().unzip();
        Phrases { automaton: AhoCorasick::builder().ascii_case_insensitive(true).build(runs).ok(), rows }
    }

    /// The phrases of one row.
    pub fn of(words: &[&str]) -> Self {
        Phrases::new(words.iter().map(|word| (0, *word)))
    }

    /// Every phrase in a text, with its place and its row.
    pub fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (Range<usize>, usize)> + 't {
        let found = self.automaton.iter().flat_map(move |automaton| automaton.find_overlapping_iter(text));
        found.filter(|found| is_whole(text, found.start()..found.end())).filter_map(|found| {
            let row = self.rows.get(found.pattern().as_usize())?;
            Some((found.start()..found.end(), *row))
        })
    }

    /// The rows of phrases behind which a word ends, whatever stands before them.
    pub fn endings<'t>(&'t self, text: &'t str) -> impl Iterator<Item = usize> + 't {
        let found = self.automaton.iter().flat_map(move |automaton| automaton.find_overlapping_iter(text));
        let ends = |at: usize| !text.get(at..).and_then(|t| t.chars().next()).is_some_and(char::is_alphanumeric);
        found
            .filter(move |found| ends(found.end()))
            .filter_map(|found| self.rows.get(found.pattern().as_usize()).copied())
    }

    /// The first row of the table that has a phrase in a text.
    pub fn first(&self, text: &str) -> Option<usize> {
        self.find(text).map(|(_, row)| row).min()
    }

    /// Whether a text holds any of the phrases.
    pub fn any(&self, text: &str) -> bool {
        self.find(text).next().is_some()
    }
}

/// Whether a range of a text is of whole words.
pub fn is_whole(text: &str, range: Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|t| t.chars().next_back());
    let after = text.get(range.end..).and_then(|t| t.chars().next());
    !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_found_in_any_case() {
        let phrases = Phrases::new([(1, "file storage"), (0, "logs"), (2, "storage"), (3, "日志")]);
        assert_eq!(phrases.first("File Storage and Logs"), Some(0));
        assert_eq!(phrases.find("FILE STORAGE").collect::<Vec<_>>(), [(0..12, 1), (5..12, 2)]);
        assert!(!phrases.any("blogs, storages, éstorage"));
        assert_eq!(phrases.first("(日志)"), Some(3));
    }
}
