//! The order of parts and services in which few cables cross.
//!
//! Each side in turn is sorted by where the other ends of its cables stand on average (the barycentre), then neighbours are
//! swapped as long as that saves crossings. Services stay with their category. The best order seen is kept.

use crate::audit::Category;
use crate::order::Arrange;

/// Most rounds of sorting both sides. Orders settle after a few.
const ROUNDS: usize = 12;

/// Most rounds of swapping neighbours.
const SWAPS: usize = 24;

/// An order of both sides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Order {
    /// The parts from top to bottom.
    pub parts: Vec<usize>,
    /// The categories from top to bottom, each with its services.
    pub groups: Vec<(Category, Vec<usize>)>,
}

impl Order {
    /// The services from top to bottom.
    pub fn services(&self) -> impl Iterator<Item = usize> + '_ {
        self.groups.iter().flat_map(|(_, services)| services.iter().copied())
    }
}

/// The best order found. `pairs` are the cables, each a part and a service.
pub(super) fn order(names: &[&str], categories: &[Category], pairs: &[(usize, usize)]) -> Order {
    let mut first = Order { parts: (0..names.len()).collect(), groups: Vec::new() };
    first.parts.arrange_by_key(|part| names.get(*part));
    for category in Category::ALL {
        let of: Vec<usize> = (0..categories.len()).filter(|at| categories.get(*at) == Some(&category)).collect();
        if !of.is_empty() {
            first.groups.push((category, of));
        }
    }
    let plugs = Plugs::new(names.len(), categories.len(), pairs);
    let mut best = (plugs.crossings(&first), first.clone());
    let mut order = first;
    for _ in 0..ROUNDS {
        plugs.sort_services(&mut order);
        plugs.sort_parts(&mut order);
        let found = plugs.crossings(&order);
        if found < best.0 {
            best = (found, order.clone());
        } else {
            break;
        }
    }
    let mut order = best.1;
    for _ in 0..SWAPS {
        if !plugs.swap(&mut order) {
            break;
        }
    }
    order
}

/// The number of crossings of cables, for a test to compare with.
#[cfg(test)]
pub(super) fn crossings(order: &Order, parts: usize, services: usize, pairs: &[(usize, usize)]) -> u64 {
    Plugs::new(parts, services, pairs).crossings(order)
}

/// The other ends of the cables of each part and each service.
struct Plugs {
    of_part: Vec<Vec<usize>>,
    of_service: Vec<Vec<usize>>,
}

impl Plugs {
    fn new(parts: usize, services: usize, pairs: &[(usize, usize)]) -> Self {
        let mut plugs = Self { of_part: vec![Vec::new(); parts], of_service: vec![Vec::new(); services] };
        for (part, service) in pairs {
            if let (Some(of_part), Some(of_service)) =
                (plugs.of_part.get_mut(*part), plugs.of_service.get_mut(*service))
            {
                of_part.push(*service);
                of_service.push(*part);
            }
        }
        plugs
    }

    /// Sorts the services of each category, and the categories.
    fn sort_services(&self, order: &mut Order) {
        let ranks = ranks(&order.parts, self.of_part.len());
        for (_, services) in &mut order.groups {
            services.arrange_by_key(|service| mean(&ranks, self.of_service.get(*service)));
        }
        order.groups.arrange_by_key(|(_, services)| {
            let ends = services.iter().filter_map(|service| self.of_service.get(*service)).flatten();
            average(ends.filter_map(|part| ranks.get(*part)))
        });
    }

    fn sort_parts(&self, order: &mut Order) {
        let services: Vec<usize> = order.services().collect();
        let ranks = ranks(&services, self.of_service.len());
        order.parts.arrange_by_key(|part| mean(&ranks, self.of_part.get(*part)));
    }

    /// Swaps neighbours where that saves crossings: parts, services of a category, whole categories. Whether any were.
    fn swap(&self, order: &mut Order) -> bool {
        let services: Vec<usize> = order.services().collect();
        let mut swapped = improve(&mut order.parts, &self.of_part, &ranks(&services, self.of_service.len()));
        let by_part = ranks(&order.parts, self.of_part.len());
        for (_, services) in &mut order.groups {
            swapped |= improve(services, &self.of_service, &by_part);
        }
        // A category crosses another as the sum of its services does.
        let ends: Vec<Vec<usize>> = order
            .groups
            .iter()
            .map(|(_, services)| services.iter().filter_map(|it| self.of_service.get(*it)).flatten().copied().collect())
            .collect();
        let mut groups: Vec<usize> = (0..order.groups.len()).collect();
        if improve(&mut groups, &ends, &by_part) {
            swapped = true;
            order.groups = groups.into_iter().filter_map(|at| order.groups.get(at).cloned()).collect();
        }
        swapped
    }

    /// How many pairs of cables cross: pairs of services whose order is not that of their parts.
    fn crossings(&self, order: &Order) -> u64 {
        let ranks = ranks(&order.parts, self.of_part.len());
        // A tree of sums over the parts: how many cables seen so far end below.
        let mut seen = vec![0_u64; ranks.len() + 1];
        let mut total = 0;
        let mut crossings = 0;
        for service in order.services() {
            let ends: Vec<usize> = self
                .of_service
                .get(service)
                .into_iter()
                .flatten()
                .filter_map(|part| ranks.get(*part))
                .copied()
                .collect();
            for end in &ends {
                let mut at = end + 1;
                let mut above = 0;
                while at > 0 {
                    above += seen.get(at).copied().unwrap_or_default();
                    at &= at - 1;
                }
                crossings += total - above;
            }
            for end in ends {
                let mut at = end + 1;
                while let Some(sum) = seen.get_mut(at) {
                    *sum += 1;
                    at += at & at.wrapping_neg();
                }
                total += 1;
            }
        }
        crossings
    }
}

/// Swaps neighbours of a list once through where that saves crossings. Whether any were.
fn improve(list: &mut [usize], ends: &[Vec<usize>], ranks: &[usize]) -> bool {
    let sorted: Vec<Vec<usize>> = ends
        .iter()
        .map(|ends| {
            let mut ends: Vec<usize> = ends.iter().filter_map(|end| ranks.get(*end)).copied().collect();
            ends.arrange();
            ends
        })
        .collect();
    let mut swapped = false;
    for at in 1..list.len() {
        let (Some(above), Some(below)) = (list.get(at - 1).copied(), list.get(at).copied()) else { continue };
        let (Some(a), Some(b)) = (sorted.get(above), sorted.get(below)) else { continue };
        if inversions(b, a) < inversions(a, b) {
            list.swap(at - 1, at);
            swapped = true;
        }
    }
    swapped
}

/// How many cables cross where `above` stands over `below`; both are sorted.
fn inversions(above: &[usize], below: &[usize]) -> u64 {
    let mut behind = 0;
    let mut sum = 0;
    for end in above {
        while below.get(behind).is_some_and(|other| other < end) {
            behind += 1;
        }
        sum += behind as u64;
    }
    sum
}

/// Where each stands, by number.
fn ranks(order: &[usize], of: usize) -> Vec<usize> {
    let mut ranks = vec![0; of];
    for (rank, number) in order.iter().enumerate() {
        if let Some(place) = ranks.get_mut(*number) {
            *place = rank;
        }
    }
    ranks
}

fn mean(ranks: &[usize], ends: Option<&Vec<usize>>) -> u64 {
    average(ends.into_iter().flatten().filter_map(|end| ranks.get(*end)))
}

/// The average in thousandths; what has no end goes to the bottom.
fn average<'a>(ranks: impl Iterator<Item = &'a usize>) -> u64 {
    let (sum, number) = ranks.fold((0_u64, 0_u64), |(sum, number), rank| (sum + *rank as u64, number + 1));
    (sum * 1000).checked_div(number).unwrap_or(u64::MAX)
}
