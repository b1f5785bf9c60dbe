//! Every environment variable that the code reads or a file declares.

use super::FileRead;
use crate::audit::{Declaration, Place, Variable};
use crate::facts::What;
use crate::path::Role;
use std::collections::BTreeMap;

/// The variables by name. Tests and documents neither read nor declare; the tools of developers do.
pub fn gather(files: &[FileRead]) -> Vec<Variable> {
    let mut all: BTreeMap<&str, Variable> = BTreeMap::new();
    for file in files.iter().filter(|file| matches!(file.role, Role::Product | Role::Tool)) {
        for fact in &file.facts {
            match &fact.what {
                What::EnvRead { name, required } => {
                    let variable = all.entry(name).or_default();
                    let place = Place { path: file.path.clone(), line: fact.line };
                    if variable.read.last() != Some(&place) {
                        variable.read.push(place);
                    }
                    // One place that cannot do without it makes it required.
                    variable.required = match (variable.required, *required) {
                        (Some(true), _) | (_, Some(true)) => Some(true),
                        (Some(false), _) | (_, Some(false)) => Some(false),
                        _ => None,
                    };
                }
                What::EnvDeclared { name, has_value } => {
                    let variable = all.entry(name).or_default();
                    let has_value = *has_value;
                    match variable.declared.last_mut() {
                        Some(last) if last.path == file.path && last.line == fact.line => last.has_value |= has_value,
                        _ => {
                            variable.declared.push(Declaration { path: file.path.clone(), line: fact.line, has_value })
                        }
                    }
                }
                _ => {}
            }
        }
    }
    all.into_iter().map(|(name, variable)| Variable { name: name.into(), ..variable }).collect()
}
