//! The environment variables that a document names.

use super::head::one_line;
use crate::audit::{Claimed, Variable};
use crate::catalog;
use std::collections::BTreeMap;

/// The variables found so far, each once.
#[derive(Debug, Default)]
pub struct Variables {
    found: BTreeMap<String, Variable>,
}

/// Most texts that are joined into one purpose.
const PURPOSE: usize = 4000;

impl Variables {
    /// Notes that a line names a variable.
    pub fn name(&mut self, name: &str, line: u32) {
        let variable = self.entry(name);
        if variable.claimed.last().is_none_or(|last| last.line != line) {
            variable.claimed.push(Claimed { line });
        }
    }

    /// The service that a variable belongs to. The first to say so is believed, but for the catalog, which knows.
    pub fn owner(&mut self, name: &str, service: &str) {
        let variable = self.entry(name);
        if variable.service.is_empty() {
            service.clone_into(&mut variable.service);
        }
    }

    /// Whether a variable is needed. One that a line needs is needed, whatever the next says.
    pub fn required(&mut self, name: &str, required: Option<bool>) {
        let variable = self.entry(name);
        variable.required = match (variable.required, required) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (before, said) => before.or(said),
        };
    }

    /// What a variable is for. Another text is put behind the first.
    pub fn purpose(&mut self, name: &str, text: &str) {
        let text = &*one_line(text.get(..text.floor_char_boundary(PURPOSE)).unwrap_or(text));
        let purpose = &mut self.entry(name).purpose;
        if text.is_empty() || purpose.contains(text) || purpose.len() > PURPOSE {
            return;
        }
        if !purpose.is_empty() {
            purpose.push_str("; ");
        }
        purpose.push_str(text);
    }

    fn entry(&mut self, name: &str) -> &mut Variable {
        self.found.entry(name.to_owned()).or_insert_with(|| Variable { name: name.to_owned(), ..Variable::default() })
    }

    /// The variables, sorted by name. One that no line gives an owner belongs to the service that the catalog knows it by.
    pub fn finish(self) -> Vec<Variable> {
        self.found
            .into_values()
            .map(|mut variable| {
                if let Some(owner) =
                    catalog::env(variable.name.trim_end_matches('*')).or_else(|| catalog::env(&variable.name))
                {
                    // The catalog's names are those that the vendors document.
                    if variable.service.is_empty() {
                        owner.id.clone_into(&mut variable.service);
                    }
                }
                variable
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lines_say_is_put_together() {
        let mut variables = Variables::default();
        variables.name("STRIPE_SECRET_KEY", 3);
        variables.name("STRIPE_SECRET_KEY", 3);
        variables.name("STRIPE_SECRET_KEY", 9);
        variables.required("STRIPE_SECRET_KEY", Some(false));
        variables.required("STRIPE_SECRET_KEY", Some(true));
        variables.purpose("STRIPE_SECRET_KEY", "opens payments");
        variables.purpose("STRIPE_SECRET_KEY", "server only");
        let found = variables.finish();
        assert_eq!(found[0].service, "stripe");
        assert_eq!(found[0].required, Some(true));
        assert_eq!(found[0].purpose, "opens payments; server only");
        assert_eq!(found[0].claimed.iter().map(|c| c.line).collect::<Vec<_>>(), [3, 9]);
    }
}
