//! Webhooks, callbacks and outgoing hooks.

use super::super::form::endpoint::{Field, head};
use super::names::Names;
use super::page::Page;
use super::plan::Plan;
use super::services::labelled;
use crate::audit::{Direction, Endpoint, Verification};

/// The lists of endpoints, and whether the usual template has each even where it is empty.
const LISTS: &[(&str, Direction, bool)] = &[
    ("Incoming", Direction::Incoming, true),
    ("Callbacks", Direction::Callback, false),
    ("Outgoing", Direction::Outgoing, true),
];

/// The endpoints by direction. `complete` says that where none is listed, none is there.
pub fn endpoints(page: &mut Page, all: &[Endpoint], complete: bool, names: &Names<'_>, plan: &Plan) {
    for (title, direction, usual) in LISTS {
        let mut rows = all.iter().enumerate().filter(|(_, endpoint)| endpoint.direction == *direction).peekable();
        if rows.peek().is_some() {
            page.label(title);
        } else if complete && *usual {
            page.label(title);
            page.item(1, "None detected");
        }
        for (at, endpoint) in rows {
            one(page, endpoint, plan.callers.contains(&at), names);
        }
    }
}

fn one(page: &mut Page, endpoint: &Endpoint, say_service: bool, names: &Names<'_>) {
    let head = head(endpoint);
    let service = names.of(&endpoint.service);
    if endpoint.purpose.is_empty() {
        page.item(1, &if service.is_empty() { head } else { format!("{head} - {service}") });
    } else {
        page.item(1, &format!("{head} - {}", endpoint.purpose));
    }
    if say_service {
        page.item(2, &format!("Service: {}", if service.is_empty() { "none" } else { &service }));
    }
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
    for attribute in &endpoint.attributes {
        labelled(page, 2, &attribute.label, &attribute.text);
    }
}
