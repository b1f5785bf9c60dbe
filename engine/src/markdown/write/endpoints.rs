//! Webhooks, callbacks and outgoing hooks.

use super::super::form::endpoint::{Field, head};
use super::super::form::reference::Names;
use super::super::form::variable::{PURPOSE, SERVICE};
use super::environment::about;
use super::page::Page;
use super::services::attributes;
use crate::audit::{Direction, Endpoint, Verification};

/// The lists of endpoints, and whether the usual template has each even where it is empty.
pub const LISTS: &[(&str, Direction, bool)] = &[
    ("Incoming", Direction::Incoming, true),
    ("Callbacks", Direction::Callback, false),
    ("Outgoing", Direction::Outgoing, true),
];

/// What stands in a list that is empty.
pub const NONE: &str = "None found in code";

/// The endpoints by direction. `complete` says that where none is listed, none is there.
pub fn endpoints(page: &mut Page, all: &[Endpoint], complete: bool, names: &Names<'_>) {
    for (title, direction, usual) in LISTS {
        let mut rows = all.iter().filter(|endpoint| endpoint.direction == *direction).peekable();
        if rows.peek().is_some() {
            page.label(title);
        } else if complete && *usual {
            page.label(title);
            page.item(1, NONE);
        }
        for endpoint in rows {
            one(page, endpoint, names);
        }
    }
}

fn one(page: &mut Page, endpoint: &Endpoint, names: &Names<'_>) {
    let service = names.write(&endpoint.service);
    about(page, &head(endpoint), &endpoint.purpose, &service, service.is_empty(), names);
    let mut fields = Vec::new();
    if !endpoint.place.path.is_empty() {
        fields.push(Field::Place(endpoint.place.clone()));
    }
    if endpoint.verification != Verification::Unknown {
        fields.push(Field::Verification(endpoint.verification));
    }
    fields.push(Field::Events(endpoint.events.clone()));
    for field in fields {
        let (label, value) = field.write();
        page.value(2, label, &value);
    }
    attributes(page, &endpoint.attributes, |label, value| {
        [PURPOSE, SERVICE].contains(&label) || Field::read(label, value).is_some()
    });
}
