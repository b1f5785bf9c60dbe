//! The labelled lines below a service, each of which stands for one field of it.

use super::list::{self, Value};
use super::text::{Cursor, code};
use super::{client, status, store};
use crate::audit::{Category, Client, Status, Store};
use crate::catalog;

/// A field of a service, as one labelled line says it.
#[derive(Debug, Clone, PartialEq)]
pub enum Field {
    /// Its id, where its name does not tell it.
    Id(String),
    /// Other names of it.
    Aliases(Vec<String>),
    /// Its category, where the heading above does not tell it.
    Category(Category),
    /// Its status, where it is not "used".
    Status(Status),
    /// Its clients.
    Clients(Vec<Client>),
    /// Its variables.
    Env(Vec<String>),
    /// Its hosts.
    Hosts(Vec<String>),
    /// Its images.
    Images(Vec<String>),
    /// The files that use it.
    Implementation(Vec<String>),
    /// The stores of one kind that it holds, without its id.
    Stores(Vec<Store>),
}

impl Field {
    /// The label and what stands behind it.
    pub fn write(&self) -> (&'static str, Value) {
        match self {
            Field::Id(id) => ("Service id", Value::line(code(id))),
            Field::Aliases(names) => ("Also called", list::names(names)),
            Field::Category(category) => ("Category", Value::line(category.word())),
            Field::Status(status) => ("Status", Value::line(status::words(*status))),
            Field::Clients(clients) => ("SDK/Client", client::clients(clients)),
            Field::Env(names) => (either("Auth", "Env vars", names, is_variable), list::names(names)),
            Field::Hosts(names) => (either("Hosts", "Host names", names, is_host), list::names(names)),
            Field::Images(names) => (either("Image", "Container images", names, is_image), list::names(names)),
            Field::Implementation(files) => (either("Implementation", "Files", files, is_file), list::files(files)),
            Field::Stores(all) => {
                let kind = all.first().map_or("", |store| store.kind.as_str());
                (store::label(kind), store::stores(&all.iter().collect::<Vec<_>>()))
            }
        }
    }

    /// The field that [`Field::write`] wrote; `None` for a line that anyone else may have written in his own way.
    pub fn read(label: &str, value: &Value) -> Option<Field> {
        let field = match label {
            "Service id" => Field::Id(read_id(value)?),
            "Also called" => Field::Aliases(list::read_names(value)?),
            "Category" => Field::Category(Category::from_word(&value.text)?),
            "Status" => Field::Status(status::read(&value.text)?),
            "SDK/Client" => Field::Clients(client::read(value)?),
            "Auth" | "Env vars" => Field::Env(list::read_names(value)?),
            "Hosts" | "Host names" => Field::Hosts(list::read_names(value)?),
            "Image" | "Container images" => Field::Images(list::read_names(value)?),
            "Implementation" | "Files" => Field::Implementation(list::read_files(value)?),
            _ => Field::Stores(store::read(store::kind(label)?, value)?),
        };
        (field.write() == (label, value.clone()) && !value.is_empty()).then_some(field)
    }
}

/// The usual label where every name looks like what it stands for, else the one that leaves no doubt: people write
/// "Auth: `jwt`", and mean no variable.
fn either(usual: &'static str, plain: &'static str, names: &[String], fits: fn(&str) -> bool) -> &'static str {
    if names.iter().all(|name| fits(name)) { usual } else { plain }
}

fn is_variable(name: &str) -> bool {
    name.contains('_')
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

fn is_host(name: &str) -> bool {
    name.contains('.') && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-._{}$*".contains(&b))
}

fn is_image(name: &str) -> bool {
    name.contains(':') && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._/:@".contains(&b))
}

fn is_file(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    let kind = last.rsplit_once('.').map_or("", |(_, kind)| kind);
    (name.contains('/') || !kind.is_empty() && kind.len() < 8 && kind.bytes().all(|b| b.is_ascii_alphanumeric()))
        && !name.starts_with('/')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || !b.is_ascii() || b"-._/@+~[]".contains(&b))
}

/// The id in a code span: one of the catalog, or one of those for what it lacks.
fn read_id(value: &Value) -> Option<String> {
    let id = Cursor::new(&value.text).code()?;
    let made = ["doc:", "env:", "host:"].iter().any(|kind| id.starts_with(kind));
    (made || catalog::by_id(&id).is_some()).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_fields_only_in_their_own_form() {
        let read = |label: &str, text: &str| Field::read(label, &Value::line(text));
        assert_eq!(read("Auth", "`A_B`, `C_D`"), Some(Field::Env(vec!["A_B".into(), "C_D".into()])));
        assert_eq!(read("Env vars", "`port`"), Some(Field::Env(vec!["port".into()])));
        assert_eq!(read("Service id", "`host:a.example`"), Some(Field::Id("host:a.example".into())));
        assert_eq!(read("Status", "planned"), Some(Field::Status(Status::Planned)));
        assert_eq!(read("Category", "payment"), Some(Field::Category(Category::Payment)));
        for (label, text) in [
            ("Auth", "`A` and `B`"),
            ("Auth", "API key in `A`"),
            ("Auth", "A, B"),
            ("Auth", ""),
            ("Service id", "`Stripe`"),
            ("Status", "planned for spring"),
            ("SDK/Client", "`stripe` 20.1.0"),
            ("Implementation", "`a.ts` (lines 3-9)"),
            ("Notes", "`A`"),
            ("Auth", "`jwt`"),
            ("Env vars", "`A_B`"),
            ("Implementation", "`Client.get()`"),
            ("Implementation", "`/auth/login`"),
            ("Hosts", "`https://a.example/v1`"),
            ("Image", "`logo`"),
        ] {
            assert_eq!(read(label, text), None, "{label}: {text}");
        }
    }
}
