//! Search and filters over a list: which rows are shown, and what each filter offers.

use std::cell::{OnceCell, RefCell};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::mem;
use std::ops::Range;
use std::rc::Rc;

use memchr::memmem::Finder;
use nucleo_matcher::{Config, Matcher, Utf32Str};

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
    values: OnceCell<Vec<Values>>,
}

/// The values of a facet.
#[derive(Debug, PartialEq)]
struct Values {
    /// Each with its place among them.
    names: BTreeMap<Rc<str>, usize>,
    /// The places of all rows' values, row after row.
    places: Vec<u32>,
    /// Where each row's end.
    ends: Vec<usize>,
}

impl Values {
    fn new(rows: &[Row], facet: usize) -> Self {
        let of = |row: &Row| row.values.get(facet).cloned().unwrap_or_default();
        let mut names: BTreeMap<Rc<str>, usize> = rows.iter().flat_map(of).map(|value| (value, 0)).collect();
        names.values_mut().enumerate().for_each(|(at, place)| *place = at);
        let (mut places, mut ends) = (Vec::new(), Vec::with_capacity(rows.len()));
        for row in rows {
            let own = row.values.get(facet).into_iter().flatten();
            places.extend(own.filter_map(|value| names.get(value)).map(|place| *place as u32));
            ends.push(places.len());
        }
        Self { names, places, ends }
    }

    /// The places of a row's values.
    fn of(&self, row: usize) -> &[u32] {
        let start = row.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(row).and_then(|end| self.places.get(start..*end)).unwrap_or_default()
    }
}

/// A row of a [`List`].
#[derive(Debug, PartialEq)]
pub struct Row {
    /// Its place in the audit's own list.
    pub item: usize,
    /// Its name in lower case, where a word is also found with letters left out.
    pub name: String,
    /// All that is searched, in lower case, a line for each thing.
    pub text: String,
    /// Its values for each facet of the list, in the same order.
    pub values: Vec<Vec<Rc<str>>>,
}

/// What is left of a list.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Narrowed {
    /// The items that are shown: in the list's order, or where something is searched for the best first.
    pub items: Rc<Vec<usize>>,
    /// How many there are in all.
    pub of: usize,
    /// For each facet all values that its rows have, each with the number of rows that choosing it alone would show.
    pub options: Vec<BTreeMap<Rc<str>, usize>>,
    /// What was searched for, without the space around it.
    pub query: String,
    /// Whether any facet of the list was narrowed.
    pub filtered: bool,
}

impl Narrowed {
    /// Whether anything was asked that could hide a row.
    pub fn hides(&self) -> bool {
        self.filtered || !self.query.is_empty()
    }
}

impl List {
    /// A list of these rows.
    pub fn new(facets: &'static [&'static str], rows: Vec<Row>) -> Self {
        Self { facets, rows, values: OnceCell::new() }
    }

    /// What the address leaves of it.
    pub fn narrow(&self, route: &Route) -> Narrowed {
        let mut search = Search::new(self, route);
        loop {
            if let Some(narrowed) = search.go_on(self, || true) {
                return narrowed;
            }
        }
    }

    fn values(&self) -> &[Values] {
        self.values.get_or_init(|| (0..self.facets.len()).map(|facet| Values::new(&self.rows, facet)).collect())
    }

    fn passes(&self, row: &Row, at: usize, chosen: &Chosen) -> bool {
        let chosen = self.facets.get(at).and_then(|facet| chosen.get(facet));
        let values = row.values.get(at);
        chosen.is_none_or(|chosen| values.is_some_and(|values| values.iter().any(|value| chosen.contains(&**value))))
    }
}

/// A search under way. It stops where it is told to and goes on from there, so that a long list does not keep the page from
/// drawing frames.
pub struct Search {
    query: String,
    chosen: Chosen,
    words: Vec<Word>,
    stage: Stage,
    /// How much of the stage is done.
    at: usize,
    /// The places of the rows that are found: the best first, and what is found equally well as it is listed.
    found: BTreeMap<Reverse<u32>, Vec<usize>>,
    order: Vec<usize>,
    items: Vec<usize>,
    counts: Vec<Vec<usize>>,
}

/// What a [`Search`] goes through all rows for.
#[derive(Clone, Copy)]
enum Stage {
    /// How many have each word as it is.
    Know,
    /// Which are found, and how well.
    Score,
    /// Which of them the filters leave, and what each filter offers.
    Filter,
}

/// Rows between two questions whether to stop.
const BLOCK: usize = 256;

impl Search {
    /// What the address asks of a list.
    pub fn new(list: &List, route: &Route) -> Self {
        let query = route.query.to_lowercase();
        Self {
            query: route.query.trim().to_owned(),
            chosen: route.chosen.clone(),
            words: query.split_whitespace().map(Word::new).collect(),
            stage: Stage::Know,
            at: 0,
            found: BTreeMap::new(),
            order: Vec::new(),
            items: Vec::new(),
            counts: list.values().iter().map(|values| vec![0; values.names.len()]).collect(),
        }
    }

    /// Goes on for as long as `more` says so, which is asked every few hundred rows; gives the result once it is there.
    pub fn go_on(&mut self, list: &List, mut more: impl FnMut() -> bool) -> Option<Narrowed> {
        loop {
            let end = match self.stage {
                Stage::Know if self.words.iter().all(Word::is_known) => 0,
                Stage::Know | Stage::Score => list.rows.len(),
                Stage::Filter => self.order.len(),
            };
            let block = self.at..end.min(self.at + BLOCK);
            self.at = block.end;
            if !block.is_empty() {
                match self.stage {
                    Stage::Know => list.rows.get(block)?.iter().for_each(|row| self.know(row)),
                    Stage::Score => self.score(list, block),
                    Stage::Filter => self.filter(list, block),
                }
            } else if let Some(narrowed) = self.next(list) {
                return Some(narrowed);
            }
            if !more() {
                return None;
            }
        }
    }

    fn next(&mut self, list: &List) -> Option<Narrowed> {
        self.at = 0;
        match self.stage {
            Stage::Know => self.stage = Stage::Score,
            Stage::Score => {
                self.order = mem::take(&mut self.found).into_values().flatten().collect();
                self.stage = Stage::Filter;
            }
            Stage::Filter => {
                let counts = mem::take(&mut self.counts);
                let options = list.values().iter().zip(counts);
                return Some(Narrowed {
                    items: Rc::new(mem::take(&mut self.items)),
                    of: list.rows.len(),
                    options: options
                        .map(|(values, counts)| values.names.keys().cloned().zip(counts).collect())
                        .collect(),
                    filtered: list.facets.iter().any(|facet| self.chosen.contains_key(facet)),
                    query: mem::take(&mut self.query),
                });
            }
        }
        None
    }

    fn know(&mut self, row: &Row) {
        for word in self.words.iter_mut().filter(|word| !word.is_known()) {
            word.found += usize::from(word.finder.find(row.text.as_bytes()).is_some());
        }
    }

    fn score(&mut self, list: &List, rows: Range<usize>) {
        MATCHER.with_borrow_mut(|matcher| {
            for at in rows {
                if let Some(score) = list.rows.get(at).and_then(|row| row.score(&self.words, matcher)) {
                    self.found.entry(Reverse(score)).or_default().push(at);
                }
            }
        });
    }

    fn filter(&mut self, list: &List, found: Range<usize>) {
        for at in self.order.get(found).unwrap_or_default() {
            let Some(row) = list.rows.get(*at) else { continue };
            let misses: Vec<usize> =
                (0..list.facets.len()).filter(|facet| !list.passes(row, *facet, &self.chosen)).collect();
            for (facet, (values, counts)) in list.values().iter().zip(&mut self.counts).enumerate() {
                if misses.iter().all(|miss| *miss == facet) {
                    for place in values.of(*at) {
                        counts[*place as usize] += 1;
                    }
                }
            }
            if misses.is_empty() {
                self.items.push(row.item);
            }
        }
    }
}

thread_local! {
    static MATCHER: RefCell<Matcher> = RefCell::new(Matcher::new(config()));
}

/// All text is in lower case already.
fn config() -> Config {
    let mut config = Config::DEFAULT;
    (config.ignore_case, config.normalize) = (false, false);
    config
}

/// A word that is searched for.
struct Word {
    text: String,
    finder: Finder<'static>,
    letters: u32,
    /// How many rows have it as it is, as far as they were looked at, and up to [`ENOUGH`]. Letters may be left out in names where
    /// there are fewer, and anywhere where there is none; in a short word, never.
    found: usize,
}

impl Word {
    fn new(text: &str) -> Self {
        let letters = text.chars().count();
        let found = if letters >= FUZZY { 0 } else { ENOUGH };
        Self { text: text.to_owned(), finder: Finder::new(text).into_owned(), letters: letters as u32, found }
    }

    fn is_known(&self) -> bool {
        self.found >= ENOUGH
    }

    /// How well it is found in a text as it is: at the start of a word better than within one, as a whole line best.
    fn within(&self, text: &str) -> Option<u32> {
        let at = self.finder.find(text.as_bytes())?;
        let (before, after) = (text.get(..at)?, text.get(at + self.text.len()..)?);
        let begins = !before.ends_with(char::is_alphanumeric);
        let whole = (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with('\n'));
        Some(self.letters * (LETTER + 4 + 8 * u32::from(begins) + 8 * u32::from(whole)))
    }

    /// How well it is found in a line with letters left out, over no more than this part of its own length, in percent.
    fn scattered(&self, line: &str, spread: u32, matcher: &mut Matcher) -> Option<u32> {
        if self.is_known() {
            return None;
        }
        let (mut buffer, mut other, mut places) = (Vec::new(), Vec::new(), Vec::new());
        let (line, word) = (Utf32Str::new(line, &mut buffer), Utf32Str::new(&self.text, &mut other));
        // Without weighing all the ways to place the letters, which takes a frame or two over 20,000 rows.
        let score = matcher.fuzzy_indices_greedy(line, word, &mut places)?;
        let over = places.last()? - places.first()?;
        (over * 100 <= self.letters * spread).then_some(u32::from(score))
    }
}

impl Row {
    /// How well all words are found; `None` where one is not.
    fn score(&self, words: &[Word], matcher: &mut Matcher) -> Option<u32> {
        words.iter().try_fold(0, |sum, word| {
            let name = word.within(&self.name).or_else(|| word.scattered(&self.name, SCATTERED, matcher));
            let found = name.map(|score| score * 3).or_else(|| word.within(&self.text)).or_else(|| {
                let mut lines = self.text.split('\n').filter(|_| word.found == 0);
                lines.by_ref().filter_map(|line| word.scattered(line, CLOSE, matcher)).max()
            });
            Some(sum + found?)
        })
    }
}

/// How many rows that have a word as it is are enough, so that none is looked for with letters left out.
const ENOUGH: usize = 100;

/// What a letter in its place is worth, as the matcher counts.
const LETTER: u32 = 16;

/// How many letters of a text a word may be spread over, in percent of its own, where letters are left out: in a name, and
/// elsewhere, where there are many more to find one by chance.
const SCATTERED: u32 = 300;
const CLOSE: u32 = 150;

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
        let found = |query: &str| list().narrow(&Route { query: query.into(), ..Route::default() }).items.to_vec();
        assert_eq!(found("SECRET stripe"), [0]);
        assert_eq!(found("rds"), [2]);
        assert_eq!(found("amz"), [1]);
        assert_eq!(found("dis stripe"), [] as [usize; 0]);
        assert_eq!(found(" "), [0, 1, 2]);
    }

    #[test]
    fn the_best_come_first_and_letters_by_chance_are_not_found() {
        let row = |item, name: &str, text: &str| Row {
            item,
            name: name.into(),
            text: format!("{name}\n{text}"),
            values: Vec::new(),
        };
        let rows = vec![
            row(0, "mailer", "src/stripe.ts"),
            row(1, "stripe tax", "src/tax.ts"),
            row(2, "stripe", ""),
            row(3, "steps", "so/that/reports/in/pipes/end"),
        ];
        let list = List::new(&[], rows);
        let found = |query: &str| list.narrow(&Route { query: query.into(), ..Route::default() }).items.to_vec();
        assert_eq!(found("stripe"), [2, 1, 0]);
        assert_eq!(found("strp"), [1, 2, 0]);
        assert_eq!(found("strpe.ts"), [0]);
        assert_eq!(found("stripe ts"), [1, 0]);
        assert_eq!(found("ü"), [] as [usize; 0]);
    }

    #[test]
    fn twenty_thousand_rows_are_searched_by_name_and_path() {
        let row = |item: usize| Row {
            item,
            name: String::new(),
            text: format!("packages/part{}/src/feature{item}/index.ts", item % 40),
            values: Vec::new(),
        };
        let list = List::new(&[], (0..20_000).map(row).collect());
        let found = list.narrow(&Route { query: "part27 feature1987".into(), ..Route::default() }).items;
        assert_eq!(found.first(), Some(&1987));
    }

    #[test]
    fn a_search_that_stops_after_every_step_finds_the_same() {
        let row = |item: usize| Row {
            item,
            name: format!("variable_{item}"),
            text: format!("variable_{item}\nsrc/part{}.ts", item % 7),
            values: vec![vec![["used", "declared"][item % 2].into()]],
        };
        let list = List::new(&["status"], (0..3_000).map(row).collect());
        let route = Route::default().toggled("status", "used");
        for query in ["", "variable", "variable_29 part4", "vrbl_2971", "vrbl src/prt4.ts", "nothing of the kind"] {
            let route = Route { query: query.into(), ..route.clone() };
            let mut search = Search::new(&list, &route);
            let mut stops = 0;
            let found = loop {
                if let Some(found) = search.go_on(&list, || false) {
                    break found;
                }
                stops += 1;
            };
            assert_eq!(found, list.narrow(&route), "{query}");
            assert!(stops > 12, "{query}: {stops}");
        }
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
        assert!(narrowed.hides() && !list().narrow(&route.without(&["folder", "status"])).hides());
    }
}
