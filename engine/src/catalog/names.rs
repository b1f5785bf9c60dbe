//! Services by the names that people give them: ids, names and aliases, as letters and digits.

use super::Service;
use super::index::Index;
use crate::letters::push_lower;
use crate::order::Arrange;
use std::ops::Range;
use std::sync::OnceLock;

/// Every name, sorted. Made when a name is first looked up: documents are read by names, code hardly.
struct Names {
    /// The folded names, one behind the other, in no order.
    text: String,
    /// Where each stands in the text, and whose it is.
    rows: Vec<(Range<u32>, u16)>,
    /// The first bytes of each as a number, so that most of a search stays in a few cache lines.
    heads: Vec<u32>,
}

impl Names {
    fn get() -> &'static Self {
        static NAMES: OnceLock<Names> = OnceLock::new();
        NAMES.get_or_init(Self::read)
    }

    fn read() -> Self {
        let services = &Index::get().services;
        let (mut text, mut rows) = (String::new(), Vec::new());
        // Ids come first, then names, then aliases; of two services with one alias, the first by id has it.
        let mut add = |name: &str, service: usize| {
            let start = text.len() as u32;
            push_folded(&mut text, name);
            rows.push((head(&text.as_bytes()[start as usize..]), rows.len(), start..text.len() as u32, service as u16));
        };
        services.iter().enumerate().for_each(|(at, service)| add(service.id, at));
        services.iter().enumerate().for_each(|(at, service)| add(service.name, at));
        services.iter().enumerate().for_each(|(at, service)| service.aliases.iter().for_each(|alias| add(alias, at)));
        let name = |range: &Range<u32>| &text[range.start as usize..range.end as usize];
        rows.arrange_by(|a, b| a.0.cmp(&b.0).then_with(|| name(&a.2).cmp(name(&b.2))).then(a.1.cmp(&b.1)));
        rows.dedup_by(|a, b| name(&a.2) == name(&b.2));
        rows.retain(|row| !row.2.is_empty());
        let heads = rows.iter().map(|row| row.0).collect();
        let rows = rows.into_iter().map(|(_, _, range, service)| (range, service)).collect();
        Self { text, rows, heads }
    }

    fn name(&self, at: usize) -> Option<&str> {
        let range = &self.rows.get(at)?.0;
        self.text.get(range.start as usize..range.end as usize)
    }

    /// The place of the first name that does not come before this one.
    fn place(&self, folded: &str) -> usize {
        // Every name is looked up at every word of a document: search by the first four bytes, then among those alike.
        let head = head(folded.as_bytes());
        let from = self.heads.partition_point(|other| *other < head);
        let alike = self.heads[from..].partition_point(|other| *other == head);
        let name = |row: &(Range<u32>, u16)| &self.text[row.0.start as usize..row.0.end as usize];
        from + self.rows[from..from + alike].partition_point(|row| name(row) < folded)
    }

    fn service(&self, at: usize) -> Option<&'static Service> {
        Index::get().services.get(usize::from(self.rows.get(at)?.1))
    }
}

fn head(name: &[u8]) -> u32 {
    let mut head = [0; 4];
    head.iter_mut().zip(name).for_each(|(to, byte)| *to = *byte);
    u32::from_be_bytes(head)
}

/// The service with this id, name or alias, in any case, spaces and punctuation aside.
pub fn named(name: &str) -> Option<&'static Service> {
    named_so_far(&fold(name)).0
}

/// The service whose folded name (see [`fold`]) this is, and whether a longer one begins with it. Allocates nothing.
pub fn named_so_far(folded: &str) -> (Option<&'static Service>, bool) {
    let names = Names::get();
    let at = names.place(folded);
    let begins = |at: usize| names.name(at).is_some_and(|name| name.starts_with(folded));
    match names.name(at) {
        Some(name) if name == folded => (names.service(at), begins(at + 1)),
        _ => (None, begins(at)),
    }
}

/// A name in lower case, of letters and digits alone.
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    push_folded(&mut folded, name);
    folded
}

fn push_folded(folded: &mut String, name: &str) {
    name.chars().filter(|c| c.is_alphanumeric()).for_each(|c| push_lower(folded, c));
}
