//! A part of a source's files, for one of several readers of the same source.

use super::Entry;

/// Rounds in which the readers take turns. The more there are, the more evenly is shared what is costly in one corner only; the
/// fewer, the less of an archive is passed over by each.
const ROUNDS: u64 = 24;

/// What a file costs beside its bytes, in bytes.
const OF_A_FILE: u64 = 1024;

/// Which part of a source's wanted files one reader reads: the files are dealt out by their bytes, in the source's own order
/// and in long runs, so that each reader passes over as little of an archive as can be. Every file is in exactly one share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Which of them, from 0.
    index: u32,
    /// How many there are, at least 1.
    of: u32,
}

impl Share {
    /// All files.
    pub const ALL: Share = Share { index: 0, of: 1 };

    /// One of so many shares, counted from 0; `None` where there are not that many.
    pub fn new(index: u32, of: u32) -> Option<Share> {
        (index < of).then_some(Share { index, of })
    }

    /// Whether it is the one that also tells of what nobody reads.
    pub fn is_first(self) -> bool {
        self.index == 0
    }

    /// Deals out files in the source's order; of those of this share `true` stands in their place.
    pub(super) fn deal<'e>(self, entries: impl Iterator<Item = &'e Entry> + Clone) -> Vec<bool> {
        let cost = |entry: &Entry| entry.size.saturating_add(OF_A_FILE);
        let all = entries.clone().fold(0_u64, |sum, entry| sum.saturating_add(cost(entry)));
        let run = (all / (u64::from(self.of) * ROUNDS)).max(1);
        let mut before = 0_u64;
        let mine = entries.map(|entry| {
            let turn = before / run;
            before = before.saturating_add(cost(entry));
            turn % u64::from(self.of) == u64::from(self.index)
        });
        mine.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_file_is_in_exactly_one_share(sizes in proptest::collection::vec(0..100_000_u64, 0..200), of in 1..9_u32) {
            let entries: Vec<_> = sizes.iter().map(|&size| Entry { path: String::new(), size }).collect();
            let shares: Vec<_> = (0..of).map(|index| Share::new(index, of).unwrap().deal(entries.iter())).collect();
            for at in 0..entries.len() {
                prop_assert_eq!(shares.iter().filter(|share| share[at]).count(), 1);
            }
        }
    }

    #[test]
    fn shares_are_about_as_large_as_each_other() {
        let entries: Vec<_> = (0..1000).map(|at| Entry { path: String::new(), size: at * 37 % 5000 }).collect();
        for index in 0..3 {
            let mine = Share::new(index, 3).unwrap().deal(entries.iter());
            let bytes: u64 = entries.iter().zip(mine).filter(|(_, mine)| *mine).map(|(entry, _)| entry.size).sum();
            assert!((780_000..880_000).contains(&bytes), "{bytes} of 2,497,500");
        }
        assert_eq!(Share::new(3, 3), None);
    }
}
