//! Audits that were compared, with their rows laid out for search and filters.

use patchbay_engine::order::Arrange;
use std::rc::Rc;

use patchbay_engine::audit::{Audit, Category};
use patchbay_engine::compare::{Change, Comparison, List as Part, Row as Compare};

use super::filter::{List, Row};
use super::opened::Opened;
use crate::outcome::Outcome;

/// The changes that "Only changes" leaves.
pub const CHANGES: [Change; 3] = [Change::Added, Change::Removed, Change::Changed];

/// Audits that were compared. They never change, so two with the same number are the same.
#[derive(Debug)]
pub struct Compared {
    /// The page's number for it.
    pub id: u32,
    /// The numbers of the audits, in order.
    pub of: Vec<u32>,
    /// What came of it.
    pub outcome: Outcome,
    /// The rows of the comparison or the matrix. Items of a comparison count on through its lists.
    pub list: Rc<List>,
    /// The list and place of each item of a comparison.
    items: Vec<(Part, usize)>,
}

impl PartialEq for Compared {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Compared {
    /// What came of comparing these audits.
    pub fn new(id: u32, audits: &[Rc<Opened>], outcome: Outcome) -> Self {
        let of = audits.iter().map(|opened| opened.id).collect();
        let (list, items) = match (&outcome, audits) {
            (Outcome::Two { comparison, .. }, [a, b]) => two(comparison, &a.audit, &b.audit),
            (Outcome::Many { matrix, .. }, _) => {
                let all = u32::try_from(matrix.audits.len()).unwrap_or(u32::MAX);
                let rows = matrix.services.iter().enumerate().map(|(item, it)| {
                    let cells = it.cells.iter().flatten();
                    let text = cells.map(|cell| cell.text()).chain([it.id.clone(), it.category.word().into()]);
                    let share = match it.count {
                        1 => "one",
                        count if count == all => "all",
                        _ => "some",
                    };
                    let mut statuses: Vec<Rc<str>> =
                        it.cells.iter().flatten().map(|it| it.status.word().into()).collect();
                    statuses.arrange();
                    statuses.dedup();
                    Row {
                        item,
                        name: it.name.to_lowercase(),
                        text: text.collect::<Vec<_>>().join("\n").to_lowercase(),
                        values: vec![vec![share.into()], vec![it.category.word().into()], statuses],
                    }
                });
                (List::new(&["share", "category", "status"], rows.collect()), Vec::new())
            }
            _ => (List::default(), Vec::new()),
        };
        Self { id, of, outcome, list: Rc::new(list), items }
    }

    /// What differs, in one sentence.
    pub fn summary(&self) -> String {
        match &self.outcome {
            Outcome::Two { comparison, .. } => comparison.summary.clone(),
            Outcome::Many { matrix, .. } => matrix.summary(),
        }
    }

    /// The row of a comparison with this item number, and the list that it stands in.
    pub fn row(&self, item: usize) -> Option<(Part, &Compare)> {
        let Outcome::Two { comparison, .. } = &self.outcome else { return None };
        let (part, at) = self.items.get(item)?;
        Some((*part, rows(comparison, *part).get(*at)?))
    }

    /// The items in the order of the lists, as they come otherwise: a search puts the best first, in each list.
    pub fn by_part(&self, items: &[usize]) -> Vec<(Part, Vec<usize>)> {
        PARTS
            .into_iter()
            .map(|part| {
                let of = |item: &&usize| self.items.get(**item).is_some_and(|(other, _)| *other == part);
                (part, items.iter().filter(of).copied().collect::<Vec<_>>())
            })
            .filter(|(_, items)| !items.is_empty())
            .collect()
    }
}

const PARTS: [Part; 5] = [Part::Services, Part::Env, Part::Endpoints, Part::Stores, Part::Findings];

/// The word of a list in the address.
pub fn part_word(part: Part) -> &'static str {
    match part {
        Part::Services => "services",
        Part::Env => "environment",
        Part::Endpoints => "endpoints",
        Part::Stores => "stores",
        Part::Findings => "findings",
    }
}

fn rows(comparison: &Comparison, part: Part) -> &[Compare] {
    match part {
        Part::Services => &comparison.services,
        Part::Env => &comparison.env,
        Part::Endpoints => &comparison.endpoints,
        Part::Stores => &comparison.stores,
        Part::Findings => &comparison.findings,
    }
}

fn two(comparison: &Comparison, a: &Audit, b: &Audit) -> (List, Vec<(Part, usize)>) {
    let (mut items, mut list) = (Vec::new(), Vec::new());
    for (part, rows) in comparison.lists() {
        let mut order: Vec<usize> = (0..rows.len()).collect();
        if part == Part::Services {
            // As an audit lists them: by category, then by name.
            let key = |at: &usize| rows.get(*at).map(|row| (category(row, a, b), row.name.to_lowercase()));
            order.arrange_by_cached_key(key);
        }
        for at in order {
            let Some(row) = rows.get(at) else { continue };
            let (categories, statuses) = values(part, row, a, b);
            let was = row.was.as_ref().map(|was| was.name.as_str());
            let fields =
                row.fields.iter().flat_map(|it| [Some(it.subject.as_str()), it.from.as_deref(), it.to.as_deref()]);
            let text = [Some(row.id.as_str()), Some(row.service.as_str()), was].into_iter().chain(fields).flatten();
            list.push(Row {
                item: items.len(),
                name: row.name.to_lowercase(),
                text: text.collect::<Vec<_>>().join("\n").to_lowercase(),
                values: vec![vec![row.change.word().into()], vec![part_word(part).into()], categories, statuses],
            });
            items.push((part, at));
        }
    }
    (List::new(&["change", "part", "category", "status"], list), items)
}

/// The category of a service, of B where both have it.
fn category(row: &Compare, a: &Audit, b: &Audit) -> Option<Category> {
    let of = |at: Option<u32>, audit: &Audit| audit.services.get(at? as usize).map(|it| it.category);
    of(row.b, b).or_else(|| of(row.a, a))
}

/// The categories and statuses that a row stands for: a service's own on both sides, else those of the service that owns it.
fn values(part: Part, row: &Compare, a: &Audit, b: &Audit) -> (Vec<Rc<str>>, Vec<Rc<str>>) {
    let own = |at: Option<u32>, audit: &'_ Audit| match part {
        Part::Services => audit.services.get(at? as usize).map(|it| (it.category, it.status)),
        _ => {
            let found = audit.services.binary_search_by(|it| it.id.as_str().cmp(&row.service)).ok()?;
            audit.services.get(found).filter(|_| at.is_some()).map(|it| (it.category, it.status))
        }
    };
    let both: Vec<_> = [own(row.a, a), own(row.b, b)].into_iter().flatten().collect();
    let unique = |mut words: Vec<Rc<str>>| {
        words.arrange();
        words.dedup();
        words
    };
    (
        unique(both.iter().map(|(category, _)| category.word().into()).collect()),
        unique(both.iter().map(|(_, status)| status.word().into()).collect()),
    )
}

#[cfg(test)]
mod tests {
    use super::super::address::Route;
    use super::*;
    use patchbay_engine::audit::{Service, Status, Variable};
    use patchbay_engine::compare::{self, matrix};

    fn opened(id: u32, services: &[(&str, Category)], env: &[&str]) -> Rc<Opened> {
        let service = |(id, category): &(&str, Category)| Service {
            id: (*id).into(),
            name: (*id).to_uppercase(),
            category: *category,
            status: Status::Used,
            ..Service::default()
        };
        let variable = |name: &&str| Variable { name: (*name).into(), service: "stripe".into(), ..Variable::default() };
        let audit = Audit {
            title: format!("audit {id}"),
            services: services.iter().map(service).collect(),
            env: env.iter().map(variable).collect(),
            ..Audit::default()
        };
        Rc::new(Opened::new(id, audit, None))
    }

    fn shown(compared: &Compared, route: &str) -> Vec<String> {
        let narrowed = compared.list.narrow(&Route::read(route));
        let rows = compared.by_part(&narrowed.items).into_iter().flat_map(|(_, items)| items);
        rows.filter_map(|item| compared.row(item))
            .map(|(_, row)| format!("{} {}", row.change.word(), row.name))
            .collect()
    }

    #[test]
    fn rows_are_searched_and_narrowed() {
        let a = opened(1, &[("redis", Category::Cache), ("stripe", Category::Payment)], &["STRIPE_KEY"]);
        let b = opened(2, &[("sentry", Category::ErrorTracking), ("stripe", Category::Payment)], &["STRIPE_KEY", "X"]);
        let comparison = Box::new(compare::compare(&a.audit, &b.audit));
        let compared = Compared::new(9, &[a, b], Outcome::Two { comparison, markdown: String::new() });
        assert_eq!(
            shown(&compared, ""),
            ["same STRIPE", "removed REDIS", "added SENTRY", "same STRIPE_KEY", "added X"]
        );
        assert_eq!(shown(&compared, "#change=added,removed,changed&part=services"), ["removed REDIS", "added SENTRY"]);
        assert_eq!(shown(&compared, "#category=payment"), ["same STRIPE", "same STRIPE_KEY", "added X"]);
        assert_eq!(shown(&compared, "#q=sentry"), ["added SENTRY"]);
        assert_eq!(
            (compared.of.as_slice(), compared.summary().as_str()),
            (&[1, 2][..], "1 service added, 1 removed; 1 new variable.")
        );
    }

    #[test]
    fn a_matrix_is_narrowed_by_who_shares() {
        let a = opened(1, &[("redis", Category::Cache), ("stripe", Category::Payment)], &[]);
        let b = opened(2, &[("stripe", Category::Payment)], &[]);
        let matrix = matrix::matrix(&[&a.audit, &b.audit, &b.audit]);
        let outcome = Outcome::Many { matrix, markdown: String::new(), csv: String::new() };
        let compared = Compared::new(9, &[a, b.clone(), b], outcome);
        assert_eq!(compared.list.narrow(&Route::read("#share=all")).items.as_slice(), [0]);
        assert_eq!(compared.list.narrow(&Route::read("#share=one")).items.as_slice(), [1]);
    }
}
