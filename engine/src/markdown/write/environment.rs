//! The environment variables, those that code needs first.

use super::super::form::reference::{NOBODY, Names};
use super::super::form::text::code;
use super::super::form::variable::{Field, PURPOSE, SERVICE};
use super::page::Page;
use crate::audit::Variable;

/// A list of variables: the label above, whether its variables are required, which those are.
type List = (&'static str, Option<bool>, fn(&Variable) -> bool);

/// The lists of variables.
pub const LISTS: &[List] = &[
    ("Required env vars", Some(true), |v| v.required == Some(true)),
    ("Optional env vars", Some(false), |v| v.required == Some(false)),
    ("Other env vars", None, |v| v.required.is_none() && !is_only_declared(v)),
    ("Declared env vars, not read by code here", None, |v| v.required.is_none() && is_only_declared(v)),
];

fn is_only_declared(variable: &Variable) -> bool {
    variable.read.is_empty() && !variable.declared.is_empty()
}

/// The variables, by how much the code needs them.
pub fn environment(page: &mut Page, env: &[Variable], names: &Names<'_>) {
    for (title, _, is_here) in LISTS {
        let mut rows = env.iter().filter(|variable| is_here(variable)).peekable();
        if rows.peek().is_none() {
            continue;
        }
        page.label(title);
        for variable in rows {
            one(page, variable, names);
        }
    }
}

fn one(page: &mut Page, variable: &Variable, names: &Names<'_>) {
    let said = names.owner(&variable.name) == variable.service;
    about(page, &code(&variable.name), &variable.purpose, &names.write(&variable.service), said, names);
    for field in [Field::Read(variable.read.clone()), Field::Declared(variable.declared.clone())] {
        for (label, value) in field.write() {
            page.value(2, label, &value);
        }
    }
}

/// The first line of a variable or an endpoint: what it is, and what it is for or whose it is; below, what the first line has
/// no room for. `said` says that whose it is is told elsewhere.
pub fn about(page: &mut Page, what: &str, purpose: &str, service: &str, said: bool, names: &Names<'_>) {
    let is_name = names.read(purpose).is_some();
    let in_head = purpose.is_empty() || is_name;
    let behind = if in_head { service } else { purpose };
    page.item(1, &if behind.is_empty() { what.to_owned() } else { format!("{what} - {behind}") });
    if !purpose.is_empty() && is_name {
        page.item(2, &format!("{PURPOSE}: {purpose}"));
    }
    if !said && (service.is_empty() || !in_head) {
        page.item(2, &format!("{SERVICE}: {}", if service.is_empty() { NOBODY } else { service }));
    }
}
