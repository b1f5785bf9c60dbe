//! Every environment variable that the code reads or a file declares.

use super::FileRead;
use crate::audit::{Declaration, Place, Variable};
use crate::facts::What;
use crate::path::{self, Role};
use std::collections::BTreeMap;

/// Whether a file's variables are the code base's. Tests and documents neither read nor declare; the tools of developers do,
/// and so do the examples that come with the code: people run them.
fn counts(file: &FileRead) -> bool {
    match file.role {
        Role::Product | Role::Tool => true,
        Role::Docs => path::is_example(&file.path),
        Role::Test => false,
    }
}

/// Whether what a test's file declares is declared all the same: its compose files run the product.
fn declares(file: &FileRead) -> bool {
    file.role == Role::Test && path::name(&file.path).to_ascii_lowercase().contains("compose")
}

/// The variables by name.
pub fn gather(files: &[FileRead]) -> Vec<Variable> {
    let mut all: BTreeMap<&str, Variable> = BTreeMap::new();
    for file in files.iter().filter(|file| counts(file) || declares(file)) {
        for fact in &file.facts {
            match &fact.what {
                What::EnvRead { name, required } if counts(file) => {
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
