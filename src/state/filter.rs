//! Search and filters over a list: which rows are shown, and what each filter offers.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::address::{Chosen, Route};

/// Shortest word that may also be found with letters left out.
const FUZZY: usize = 3;

/// A list that can be searched and narrowed.
#[derive(Debug, Default, PartialEq)]
pub struct List {
    /// What it can be narrowed by: words of [`super::address::FACETS`].
    pub facets: &'static [&'static str],
    /// Its rows, in the order in which they are shown.
    pub rows: Vec<Row>,
    /// The values that its rows have, for each facet: worked out once.
    values: OnceCell<Vec<BTreeMap<Rc<str>, usize>>>,
}

/// A row of a [`List`].
#[derive(Debug, PartialEq)]
pub struct Row {
    /// Its place in the audit's own list.
    pub item: usize,
    /// Its name in lower case, where a word is also found with letters left out.
    pub name: String,
    /// All that is searched, in lower case.
    pub text: String,
    /// Its values for each facet of the list, in the same order.
    pub values: Vec<Vec<Rc<str>>>,
}

/// What is left of a list.
#[derive(Debug, Default, PartialEq)]
pub struct Narrowed {
    /// The items that are shown.
    pub items: Vec<usize>,
    /// How many there are in all.
    pub of: usize,
    /// For each facet all values that its rows have, each with the number of rows that choosing it alone would show.
    pub options: Vec<BTreeMap<Rc<str>, usize>>,
}

impl List {
    /// A list of these rows.
    pub fn new(facets: &'static [&'static str], rows: Vec<Row>) -> Self {
        Self { facets, rows, values: OnceCell::new() }
    }

    /// No row yet for any value that there is, for each facet.
    fn no_rows(&self) -> Vec<BTreeMap<Rc<str>, usize>> {
        let values = self.values.get_or_init(|| {
            let of = |at: usize| self.rows.iter().filter_map(move |row| row.values.get(at)).flatten();
            (0..self.facets.len()).map(|at| of(at).map(|value| (value.clone(), 0)).collect()).collect()
        });
        values.clone()
    }

    /// What the address leaves of it.
    pub fn narrow(&self, route: &Route) -> Narrowed {
        let words: Vec<String> = route.query.split_whitespace().map(str::to_lowercase).collect();
        let mut narrowed = Narrowed { items: Vec::new(), of: self.rows.len(), options: self.no_rows() };
        for row in self.rows.iter().filter(|row| row.has(&words)) {
            let misses: Vec<usize> =
                (0..self.facets.len()).filter(|at| !self.passes(row, *at, &route.chosen)).collect();
            for (at, options) in narrowed.options.iter_mut().enumerate() {
                if misses.iter().all(|miss| *miss == at) {
                    for value in row.values.get(at).into_iter().flatten() {
                        if let Some(rows) = options.get_mut(value) {
                            *rows += 1;
                        }
                    }
                }
            }
            if misses.is_empty() {
                narrowed.items.push(row.item);
            }
        }
        narrowed
    }

    fn passes(&self, row: &Row, at: usize, chosen: &Chosen) -> bool {
        let chosen = self.facets.get(at).and_then(|facet| chosen.get(facet));
        let values = row.values.get(at);
        chosen.is_none_or(|chosen| values.is_some_and(|values| values.iter().any(|value| chosen.contains(&**value))))
    }

    /// Whether the address hides any of it.
    pub fn is_narrowed_by(&self, route: &Route) -> bool {
        !route.query.trim().is_empty() || self.facets.iter().any(|facet| route.chosen.contains_key(facet))
    }
}

impl Row {
    /// Whether every word is found.
    fn has(&self, words: &[String]) -> bool {
        words.iter().all(|word| {
            self.text.contains(word) || !self.name.is_empty() && word.len() >= FUZZY && leaves(&self.name, word)
        })
    }
}

/// Whether leaving letters out of `name` can leave `word`, with the first letter in its place at the start of a word.
fn leaves(name: &str, word: &str) -> bool {
    name.split(|letter: char| !letter.is_alphanumeric()).enumerate().any(|(start, _)| {
        let mut left = word.chars().peekable();
        let mut parts = name.split(|letter: char| !letter.is_alphanumeric()).skip(start).flat_map(str::chars);
        if parts.next() != left.next() {
            return false;
        }
        for letter in parts {
            if left.peek() == Some(&letter) {
                left.next();
            }
        }
        left.peek().is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> List {
        let row = |item, name: &str, text: &str, status: &str, folders: &[&str]| Row {
            item,
            name: name.into(),
            text: format!("{name} {text}"),
            values: vec![vec![status.into()], folders.iter().map(|folder| (*folder).into()).collect()],
        };
        let rows = vec![
            row(0, "stripe", "stripe_secret_key", "used", &["api", "web"]),
            row(1, "amazon s3", "@aws-sdk/client-s3", "declared", &["api"]),
            row(2, "redis", "ioredis", "used", &["api"]),
        ];
        List::new(&["status", "folder"], rows)
    }

    #[test]
    fn words_are_found_in_all_that_a_row_says() {
        let found = |query: &str| list().narrow(&Route { query: query.into(), ..Route::default() }).items;
        assert_eq!(found("SECRET stripe"), [0]);
        assert_eq!(found("rds"), [2]);
        assert_eq!(found("amz"), [1]);
        assert_eq!(found("dis stripe"), [] as [usize; 0]);
        assert_eq!(found(" "), [0, 1, 2]);
    }

    #[test]
    fn a_filter_offers_what_the_others_leave() {
        let route = Route::default().toggled("folder", "web").toggled("status", "gone");
        let narrowed = list().narrow(&route);
        let counts = |at: usize| -> Vec<(String, usize)> {
            narrowed.options[at].iter().map(|(value, count)| (value.to_string(), *count)).collect()
        };
        assert!(narrowed.items.is_empty());
        assert_eq!(counts(0), [("declared".to_owned(), 0), ("used".to_owned(), 1)]);
        assert_eq!(counts(1), [("api".to_owned(), 0), ("web".to_owned(), 0)]);
        assert!(list().is_narrowed_by(&route) && !list().is_narrowed_by(&route.without(&["folder", "status"])));
    }
}
