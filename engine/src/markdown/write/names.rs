//! How other lines of the document speak of a service.

use super::super::form::text::{code, escaped};
use crate::audit::Audit;
use std::collections::HashMap;

/// The services' names by id.
pub struct Names<'a> {
    by_id: HashMap<&'a str, &'a str>,
    bearers: HashMap<&'a str, usize>,
}

impl<'a> Names<'a> {
    /// The names of an audit's services.
    pub fn new(audit: &'a Audit) -> Self {
        let by_id: HashMap<&str, &str> = audit.services.iter().map(|s| (s.id.as_str(), s.name.as_str())).collect();
        let mut bearers: HashMap<&str, usize> = HashMap::new();
        for service in &audit.services {
            *bearers.entry(&service.name).or_default() += 1;
        }
        Self { by_id, bearers }
    }

    /// A service as Markdown: by its name, by its id where no service or several have the name. Empty for no service.
    pub fn of(&self, id: &str) -> String {
        if id.is_empty() {
            return String::new();
        }
        match self.by_id.get(id) {
            Some(name) if self.bearers.get(name) == Some(&1) && !name.is_empty() => escaped(name),
            _ => code(id),
        }
    }
}
