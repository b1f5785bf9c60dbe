//! An endpoint and the labelled lines below it.

use super::super::form::endpoint::{Field, split};
use super::super::form::outline::{Entry, Item, entries};
use super::super::form::text::Cursor;
use super::super::write::endpoints::NONE;
use super::{About, Reading, services};
use crate::audit::{Direction, Endpoint};

impl Reading<'_> {
    /// Reads a line of a list of endpoints.
    pub fn endpoint(&mut self, item: &Item<'_>, direction: Direction) {
        let Some((head, text)) = head(item.line.text) else {
            if item.line.text != NONE {
                self.notes(item, 1);
            }
            return;
        };
        let (method, path) = split(&head);
        let mut endpoint = Endpoint { direction, method: method.into(), path: path.into(), ..Endpoint::default() };
        let mut about = About { text, ..About::default() };
        for entry in entries(&item.body) {
            let Entry::Item(line) = &entry else { continue };
            let label = line.labelled().filter(|label| !label.bold);
            let field = label.as_ref().and_then(|label| Field::read(&label.label, &line.value(label)?));
            match (field, label) {
                (Some(Field::Place(at)), _) if endpoint.place.path.is_empty() => endpoint.place = at,
                (Some(Field::Verification(how)), _) => endpoint.verification = how,
                (Some(Field::Events(mut events)), _) => services::append(&mut endpoint.events, &mut events),
                (_, Some(label)) if about.take(&label.label, &label.text) => {}
                _ => services::attributes(line, &mut endpoint.attributes),
            }
        }
        self.owners.endpoints.push(about);
        self.audit.endpoints.push(endpoint);
    }
}

/// Method and path in the code that a line begins with, and the text behind it.
pub fn head(line: &str) -> Option<(String, String)> {
    let mut cursor = Cursor::new(line);
    // What no code can hold is written in entities.
    let code = line.starts_with('`') || line.split(' ').next().is_some_and(|word| word.contains("&#"));
    let head = cursor.code().filter(|_| code && (cursor.done() || cursor.eat(" - ")))?;
    Some((head, cursor.rest.trim().to_owned()))
}
