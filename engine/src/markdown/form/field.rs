//! The labelled lines below a service, each of which stands for one field of it.

use super::list::{self, Value};
use super::text::{Cursor, code};
use super::{client, status, store};
use crate::audit::{Client, Status, Store};
use crate::catalog;

/// Before a list that is whole, whatever the service's own words say.
const ONLY: &str = "only";

/// Such a list that is empty.
const NONE: &str = "none";

/// A list of a service.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List<T> {
    /// What is in it.
    pub items: Vec<T>,
    /// Whether nothing else is, even where the service's own words name more.
    pub only: bool,
}

/// A field of a service, as one labelled line says it.
#[derive(Debug, Clone, PartialEq)]
pub enum Field {
    /// Its id, where its name does not tell it.
    Id(String),
    /// Other names of it.
    Aliases(Vec<String>),
    /// Its status.
    Status(Status),
    /// Its clients.
    Clients(List<Client>),
    /// Its variables.
    Env(List<String>),
    /// Its hosts.
    Hosts(List<String>),
    /// Its images.
    Images(List<String>),
    /// The files that use it.
    Implementation(List<String>),
    /// The stores of one kind that it holds, without its id.
    Stores(Vec<Store>),
}

impl Field {
    /// The label and what stands behind it.
    pub fn write(&self) -> (&'static str, Value) {
        match self {
            Field::Id(id) => ("Service id", Value::line(code(id))),
            Field::Aliases(names) => ("Also called", list::names(names)),
            Field::Status(status) => ("Status", Value::line(status::words(*status))),
            Field::Clients(all) => ("SDK/Client", marked(client::clients(&all.items), all.only)),
            Field::Env(all) => labelled(all, "Auth", "Env vars", is_variable, list::names),
            Field::Hosts(all) => labelled(all, "Hosts", "Host names", is_host, list::names),
            Field::Images(all) => labelled(all, "Image", "Container images", is_image, list::names),
            Field::Implementation(all) => labelled(all, "Implementation", "Files", is_file, list::files),
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
            "Status" => Field::Status(status::read(&value.text)?),
            "SDK/Client" => Field::Clients(unmarked(value, client::read)?),
            "Auth" | "Env vars" => Field::Env(unmarked(value, list::read_names)?),
            "Hosts" | "Host names" => Field::Hosts(unmarked(value, list::read_names)?),
            "Image" | "Container images" => Field::Images(unmarked(value, list::read_names)?),
            "Implementation" | "Files" => Field::Implementation(unmarked(value, list::read_files)?),
            _ => Field::Stores(store::read(store::kind(label)?, value)?),
        };
        (field.write() == (label, value.clone()) && !value.is_empty()).then_some(field)
    }
}

/// A list behind the usual label where every name looks like what it stands for, else behind the one that leaves no doubt:
/// people write "Auth: `jwt`", and mean no variable.
fn labelled(
    all: &List<String>,
    usual: &'static str,
    plain: &'static str,
    fits: fn(&str) -> bool,
    form: fn(&[String]) -> Value,
) -> (&'static str, Value) {
    let label = if all.items.iter().all(|name| fits(name)) { usual } else { plain };
    (label, marked(form(&all.items), all.only))
}

/// A value with the word that it is whole.
fn marked(value: Value, only: bool) -> Value {
    match (only, value.is_empty(), value.text.is_empty()) {
        (false, ..) => value,
        (true, true, _) => Value::line(NONE),
        (true, false, true) => Value { text: ONLY.into(), ..value },
        (true, false, false) => Value { text: format!("{ONLY} {}", value.text), ..value },
    }
}

fn unmarked<T>(value: &Value, read: fn(&Value) -> Option<Vec<T>>) -> Option<List<T>> {
    if *value == Value::line(NONE) {
        return Some(List { items: Vec::new(), only: true });
    }
    let text = value.text.strip_prefix(ONLY).map(|rest| rest.strip_prefix(' ').unwrap_or(rest));
    let bare = Value { text: text.unwrap_or(&value.text).to_owned(), rows: value.rows.clone() };
    Some(List { items: read(&bare)?, only: text.is_some() })
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
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || !b.is_ascii() || b"-._/@+~[]()".contains(&b))
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

    fn env(names: &[&str], only: bool) -> Field {
        Field::Env(List { items: names.iter().map(|name| (*name).to_owned()).collect(), only })
    }

    #[test]
    fn lines_are_fields_only_in_their_own_form() {
        let read = |label: &str, text: &str| Field::read(label, &Value::line(text));
        assert_eq!(read("Auth", "`A_B`, `C_D`"), Some(env(&["A_B", "C_D"], false)));
        assert_eq!(read("Auth", "only `A_B`"), Some(env(&["A_B"], true)));
        assert_eq!(read("Auth", "none"), Some(env(&[], true)));
        assert_eq!(read("Env vars", "`port`"), Some(env(&["port"], false)));
        assert_eq!(read("Service id", "`host:a.example`"), Some(Field::Id("host:a.example".into())));
        assert_eq!(read("Status", "planned"), Some(Field::Status(Status::Planned)));
        for (label, text) in [
            ("Auth", "`A_B` and `C_D`"),
            ("Auth", "API key in `A_B`"),
            ("Auth", "A_B, C_D"),
            ("Auth", ""),
            ("Auth", "`jwt`"),
            ("Env vars", "`A_B`"),
            ("Service id", "`Stripe`"),
            ("Status", "planned for spring"),
            ("SDK/Client", "`stripe` 20.1.0"),
            ("SDK/Client", "`stripe` 20.1.0 (TypeScript)"),
            ("Implementation", "`a.ts` (lines 3-9)"),
            ("Implementation", "`Client.get()`"),
            ("Implementation", "`/auth/login`"),
            ("Hosts", "`https://a.example/v1`"),
            ("Image", "`logo`"),
            ("Notes", "`A_B`"),
        ] {
            assert_eq!(read(label, text), None, "{label}: {text}");
        }
    }

    #[test]
    fn long_lists_say_that_they_are_whole_before_their_rows() {
        let names: Vec<String> = (0..40).map(|n| format!("ACME_KEY_{n}")).collect();
        let field = Field::Env(List { items: names, only: true });
        let (label, value) = field.write();
        assert_eq!(value.text, "only");
        assert_eq!(Field::read(label, &value), Some(field));
    }
}
