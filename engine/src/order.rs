//! Sorting, by one sorter for all types.
//!
//! The standard library brings a sorter of its own for every type and every way of comparing, some kilobytes each, and the
//! engine sorts about a hundred sorts of things. Here one sorter sorts numbers of places, and what is told apart by type is only
//! how two things are compared and how they are put in place.

use std::cmp::Ordering;

/// Sorts; things that are equal keep their order.
pub trait Arrange<T> {
    /// By what they are.
    fn arrange(&mut self)
    where
        T: Ord;

    /// By a comparison.
    fn arrange_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);

    /// By a key, which is asked for at every comparison.
    fn arrange_by_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K);

    /// By a key, which is asked for once.
    fn arrange_by_cached_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K);
}

impl<T> Arrange<T> for [T] {
    fn arrange(&mut self)
    where
        T: Ord,
    {
        self.arrange_by(T::cmp);
    }

    fn arrange_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let places = places(self.len(), &mut |a, b| compare(&self[a as usize], &self[b as usize]));
        put(self, places);
    }

    fn arrange_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.arrange_by(|a, b| key(a).cmp(&key(b)));
    }

    fn arrange_by_cached_key<K: Ord>(&mut self, key: impl FnMut(&T) -> K) {
        let keys: Vec<K> = self.iter().map(key).collect();
        let places = places(self.len(), &mut |a, b| keys[a as usize].cmp(&keys[b as usize]));
        put(self, places);
    }
}

/// Collects into a set or a map in order, thing by thing. The standard library's way sorts first, with a sorter for each type.
pub trait Gather: Iterator {
    /// All of it. Of two values for a key, the last is kept.
    fn gathered<C: Default + Extend<Self::Item>>(self) -> C;
}

impl<I: Iterator> Gather for I {
    fn gathered<C: Default + Extend<Self::Item>>(self) -> C {
        let mut all = C::default();
        all.extend(self);
        all
    }
}

/// For each place of the sorted things, where the thing stands now. Nothing at all where they are sorted already.
#[inline(never)]
fn places(length: usize, compare: &mut dyn FnMut(u32, u32) -> Ordering) -> Vec<u32> {
    // The limits on sizes keep every list far shorter than this.
    let length = u32::try_from(length).unwrap_or(u32::MAX);
    if (1..length).all(|at| compare(at - 1, at) != Ordering::Greater) {
        return Vec::new();
    }
    let mut places: Vec<u32> = (0..length).collect();
    places.sort_by(|a, b| compare(*a, *b));
    places
}

/// Puts each thing in its place.
fn put<T>(things: &mut [T], mut places: Vec<u32>) {
    for start in 0..places.len() {
        let mut at = start;
        loop {
            let from = places[at] as usize;
            places[at] = at as u32;
            if from == start {
                break;
            }
            things.swap(at, from);
            at = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(things in proptest::collection::vec((0_u8..6, any::<u8>()), 0..60)) {
            let mut expected = things.clone();
            expected.sort_by_key(|thing| thing.0);
            let mut found = things.clone();
            found.arrange_by_key(|thing| thing.0);
            prop_assert_eq!(&found, &expected);
            let mut found = things.clone();
            found.arrange_by_cached_key(|thing| thing.0);
            prop_assert_eq!(&found, &expected);
            expected.sort();
            found.arrange();
            prop_assert_eq!(&found, &expected);
        }
    }
}
