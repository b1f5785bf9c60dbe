//! The environment variables, those that code needs first.

use super::super::form::text::code;
use super::super::form::variable::Field;
use super::names::Names;
use super::page::Page;
use super::plan::Plan;
use crate::audit::Variable;

/// The lists of variables.
const LISTS: &[(&str, fn(&Variable) -> bool)] = &[
    ("Required env vars", |v| v.required == Some(true)),
    ("Optional env vars", |v| v.required == Some(false)),
    ("Other env vars", |v| v.required.is_none() && !is_only_declared(v)),
    ("Declared env vars, not read by code here", |v| v.required.is_none() && is_only_declared(v)),
];

fn is_only_declared(variable: &Variable) -> bool {
    variable.read.is_empty() && !variable.declared.is_empty()
}

/// The variables, by how much the code needs them.
pub fn environment(page: &mut Page, env: &[Variable], names: &Names<'_>, plan: &Plan) {
    for (title, is_here) in LISTS {
        let mut rows = env.iter().filter(|variable| is_here(variable)).peekable();
        if rows.peek().is_none() {
            continue;
        }
        page.label(title);
        for variable in rows {
            one(page, variable, names, plan);
        }
    }
}

fn one(page: &mut Page, variable: &Variable, names: &Names<'_>, plan: &Plan) {
    let name = code(&variable.name);
    let owner = names.of(&variable.service);
    if variable.purpose.is_empty() {
        page.item(1, &if owner.is_empty() { name } else { format!("{name} - {owner}") });
    } else {
        page.item(1, &format!("{name} - {}", variable.purpose));
    }
    if plan.owners.contains(&variable.name) {
        page.item(2, &format!("Service: {}", if owner.is_empty() { "none" } else { &owner }));
    }
    for field in [Field::Read(variable.read.clone()), Field::Declared(variable.declared.clone())] {
        for (label, value) in field.write() {
            page.value(2, label, &value);
        }
    }
}
