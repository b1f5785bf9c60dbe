//! How a line speaks of a service: by its name, by its id where no service or several have the name.

use super::text::{Cursor, code, escaped, plain};
use crate::audit::Service;
use std::collections::HashMap;

/// What stands for no service.
pub const NOBODY: &str = "none";

/// The services' names by id, and back.
#[derive(Debug, Default)]
pub struct Names<'a> {
    by_id: HashMap<&'a str, &'a str>,
    /// `None` where several have the name.
    by_name: HashMap<&'a str, Option<&'a str>>,
    /// The service that has a variable; `None` where several have it.
    by_variable: HashMap<&'a str, Option<&'a str>>,
}

impl<'a> Names<'a> {
    /// The names of some services.
    pub fn new(services: &'a [Service]) -> Self {
        let mut out = Self::default();
        for Service { id, name, env, .. } in services {
            out.by_id.insert(id, name);
            out.by_name.entry(name).and_modify(|id| *id = None).or_insert(Some(id));
            for variable in env {
                out.by_variable.entry(variable).and_modify(|id| *id = None).or_insert(Some(id));
            }
        }
        out
    }

    /// A service as Markdown; empty for no service.
    pub fn write(&self, id: &str) -> String {
        match self.by_id.get(id) {
            _ if id.is_empty() => String::new(),
            Some(name) if !name.is_empty() && *name != NOBODY && self.by_name.get(name) == Some(&Some(id)) => {
                escaped(name)
            }
            _ => code(id),
        }
    }

    /// The id of the only service that has a variable; empty where none or several have it.
    pub fn owner(&self, variable: &str) -> &'a str {
        self.by_variable.get(variable).copied().flatten().unwrap_or_default()
    }

    /// The id of the service that a text is the name of, and nothing else; `None` for any other text.
    pub fn read(&self, text: &str) -> Option<String> {
        let mut cursor = Cursor::new(text);
        let id = match text.starts_with('`') {
            true => cursor.code().filter(|_| cursor.done())?,
            false => self.by_name.get(plain(text).as_str()).copied().flatten()?.to_owned(),
        };
        (self.write(&id) == text).then_some(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_known_by_name_or_id() {
        let service = |id: &str, name: &str| Service { id: id.into(), name: name.into(), ..Service::default() };
        let all = [service("a", "A*"), service("b", "Two"), service("c", "Two"), service("d", "")];
        let names = Names::new(&all);
        for (id, written) in [("a", "A\\*"), ("b", "`b`"), ("c", "`c`"), ("d", "`d`"), ("gone", "`gone`")] {
            assert_eq!(names.write(id), written);
            assert_eq!(names.read(written).as_deref(), Some(id));
        }
        assert_eq!(names.read("Two"), None);
        assert_eq!(names.read("for all"), None);
        assert_eq!(names.write(""), "");
    }
}
