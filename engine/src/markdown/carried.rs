//! What a document carries of an audit.

use super::write::notes::DEEPEST;
use super::write::standing::Standings;
use super::write::{TITLE, sections};
use crate::audit::{Attribute, Audit, Note, Place, SCHEMA, Service, Source, Variable};
use crate::catalog;
use crate::order::Arrange;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// What a document carries of an audit: writing an audit with [`write`](super::write()) and reading the document with
/// [`read`](super::read) keeps it, so that `carried(read(write(a))) == carried(a)`.
///
/// That is all but
/// - what says how the audit came about: source, generator, coverage, evidence, the documents of the code base, the text of a
///   document that was read and the lines of it that name a variable;
/// - what the catalog says of a service by its id: other names, for one of the catalog also name and category;
/// - order that a document does not have: endpoints stand by direction; notes stand by section and label, those without a label first, and none
///   deeper than one level below the one before it;
/// - blanks at the ends of texts and on blank lines, line ends within a purpose, empty and doubled entries of lists.
pub fn carried(audit: &Audit) -> Audit {
    let mut out = Audit {
        schema: SCHEMA.into(),
        title: title(&audit.title),
        source: Source::default(),
        date: if is_day(&audit.date) { audit.date.clone() } else { String::new() },
        generator: String::new(),
        services: audit.services.iter().map(service).collect(),
        env: audit.env.iter().map(variable).collect(),
        endpoints: audit.endpoints.clone(),
        stores: audit.stores.clone(),
        findings: audit.findings.clone(),
        ..Audit::default()
    };
    for endpoint in &mut out.endpoints {
        endpoint.purpose = line(&endpoint.purpose);
        attributes(&mut endpoint.attributes);
        whole(&mut endpoint.place);
        distinct(&mut endpoint.events);
    }
    out.endpoints.arrange_by_key(|endpoint| endpoint.direction);
    for store in &mut out.stores {
        whole(&mut store.place);
    }
    out.stores.arrange();
    out.stores.dedup();
    for finding in &mut out.findings {
        whole(&mut finding.place);
    }
    out.notes = notes(&audit.notes, &out);
    out
}

fn title(title: &str) -> String {
    let title = title.trim();
    let own = title.strip_prefix(TITLE).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(title).trim();
    if own.is_empty() { TITLE.into() } else { own.into() }
}

/// Whether a text is a day, `YYYY-MM-DD`.
fn is_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() })
}

fn service(service: &Service) -> Service {
    let mut out = Service { evidence: Vec::new(), purpose: line(&service.purpose), ..service.clone() };
    if let Some(entry) = catalog::by_id(&out.id) {
        entry.name.clone_into(&mut out.name);
        out.category = entry.category;
        out.aliases.clear();
    } else if out.id.starts_with("host:") {
        out.aliases.clear();
    }
    for list in [&mut out.aliases, &mut out.env, &mut out.hosts, &mut out.images, &mut out.implementation] {
        list.retain(|item| !item.is_empty());
        distinct(list);
    }
    distinct(&mut out.clients);
    attributes(&mut out.attributes);
    if out.section.is_empty() {
        out.section = out.category.section().into();
    }
    out
}

fn attributes(all: &mut Vec<Attribute>) {
    for attribute in &mut *all {
        attribute.text = block(&attribute.text);
    }
    all.retain(|attribute| !attribute.label.is_empty() || !attribute.text.is_empty());
}

fn variable(variable: &Variable) -> Variable {
    let mut out = Variable { purpose: line(&variable.purpose), claimed: Vec::new(), ..variable.clone() };
    distinct(&mut out.read);
    out.declared.arrange();
    distinct(&mut out.declared);
    out
}

/// A place without a file is none.
fn whole(place: &mut Place) {
    if place.path.is_empty() {
        place.line = 0;
    }
}

/// A text of one or more lines, blank ones empty.
fn block(text: &str) -> String {
    let text = text.trim().replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{FFFD}");
    let lines = text.split('\n').map(|line| if line.trim().is_empty() { "" } else { line });
    lines.collect::<Vec<_>>().join("\n")
}

/// A text on one line.
fn line(text: &str) -> String {
    let text = text.replace('\0', "\u{FFFD}");
    text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn distinct<T: Clone + Eq + Hash>(list: &mut Vec<T>) {
    let mut seen = HashSet::with_capacity(list.len());
    list.retain(|item| seen.insert(item.clone()));
}

/// The notes by section and label, in the order in which the document has them.
fn notes(notes: &[Note], audit: &Audit) -> Vec<Note> {
    let mut out: Vec<Note> = notes.iter().map(|note| Note { text: block(&note.text), ..note.clone() }).collect();
    out.retain(|note| !note.text.is_empty());
    let mut groups: HashMap<(String, String), (usize, u8)> = HashMap::new();
    for note in &mut out {
        let next = groups.len();
        let (_, above) = groups.entry((note.section.clone(), note.group.clone())).or_insert((next, 0));
        note.depth = note.depth.min(*above + 1).min(DEEPEST);
        *above = note.depth;
    }
    let whole =
        Audit { notes: out, services: audit.services.clone(), stores: audit.stores.clone(), ..Audit::default() };
    let standings = Standings::new(&whole);
    let order: HashMap<&str, usize> = std::iter::once("").chain(sections(&whole)).zip(0..).collect();
    let mut out = whole.notes.clone();
    out.arrange_by_cached_key(|note| {
        let group = groups.get(&(note.section.clone(), note.group.clone())).map(|(at, _)| *at);
        (order.get(note.section.as_str()).copied(), standings.of(note), !note.group.is_empty(), group)
    });
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_lose_the_usual_one_before_their_own() {
        for (given, kept) in [("shop", "shop"), ("External Integrations: shop", "shop"), ("", TITLE), (TITLE, TITLE)] {
            assert_eq!(title(given), kept);
        }
    }

    #[test]
    fn notes_stand_by_section_and_no_deeper_than_they_can() {
        let note = |section: &str, group: &str, text: &str, depth| Note {
            section: section.into(),
            group: group.into(),
            text: text.into(),
            depth,
        };
        let audit = Audit {
            notes: vec![
                note("Own", "", "a", 2),
                note("Data Storage", "G", "b", 1),
                note("Data Storage", "", "c", 0),
                note("Own", "", "d", 3),
                note("", "", "e", 0),
            ],
            ..Audit::default()
        };
        let kept: Vec<(String, u8)> = carried(&audit).notes.into_iter().map(|n| (n.text, n.depth)).collect();
        let expected = [("e", 0), ("c", 0), ("b", 1), ("a", 1), ("d", 2)];
        assert_eq!(kept, expected.map(|(text, depth)| (text.to_owned(), depth)));
    }
}
