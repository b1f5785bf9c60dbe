//! An endpoint's head, and the labelled lines below it.

use super::list::{self, Value};
use super::place;
use super::text::code;
use crate::audit::{Endpoint, Place, Verification};

/// Stands for any method where a path would be read as if it began with one.
const ANY: &str = "*";

/// A field of an endpoint, as one labelled line says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// Where it stands.
    Place(Place),
    /// How a caller proves itself.
    Verification(Verification),
    /// The events that it handles.
    Events(Vec<String>),
}

impl Field {
    /// The label and what stands behind it.
    pub fn write(&self) -> (&'static str, Value) {
        match self {
            Field::Place(at) => ("Implementation", place::places([at])),
            Field::Verification(how) => ("Verification", Value::line(how.word())),
            Field::Events(names) => ("Events", list::names(names)),
        }
    }

    /// The field that [`Field::write`] wrote; `None` for a line that anyone else may have written in his own way.
    pub fn read(label: &str, value: &Value) -> Option<Field> {
        let ways = [Verification::Signature, Verification::Token, Verification::None];
        let field = match label {
            "Implementation" => match place::read(value)?.as_slice() {
                [at] => Field::Place(at.clone()),
                _ => return None,
            },
            "Verification" => Field::Verification(*ways.iter().find(|way| way.word() == value.text)?),
            "Events" => Field::Events(list::read_names(value)?),
            _ => return None,
        };
        (field.write() == (label, value.clone()) && !value.is_empty()).then_some(field)
    }
}

/// Method and path in a code span.
pub fn head(endpoint: &Endpoint) -> String {
    let Endpoint { method, path, .. } = endpoint;
    if !method.is_empty() {
        return code(&format!("{method} {path}"));
    }
    if split(path) == ("", path) { code(path) } else { code(&format!("{ANY} {path}")) }
}

/// Method and path of the text in [`head`]'s code span.
pub fn split(text: &str) -> (&str, &str) {
    match text.split_once(' ') {
        Some((ANY, path)) => ("", path),
        Some((method, path)) if is_method(method) => (method, path),
        _ => ("", text),
    }
}

fn is_method(word: &str) -> bool {
    (3..=10).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::form::text::Cursor;

    #[test]
    fn heads_come_back() {
        for (method, path, written) in [
            ("POST", "/hook", "`POST /hook`"),
            ("", "/hook", "`/hook`"),
            ("", "POST /hook", "`* POST /hook`"),
            ("", "* a", "`* * a`"),
            ("GET", "GET", "`GET GET`"),
            ("", "$SLACK_WEBHOOK_URL", "`$SLACK_WEBHOOK_URL`"),
        ] {
            let endpoint = Endpoint { method: method.into(), path: path.into(), ..Endpoint::default() };
            assert_eq!(head(&endpoint), written);
            assert_eq!(split(&Cursor::new(written).code().unwrap()), (method, path));
        }
    }

    #[test]
    fn lines_are_fields_only_in_their_own_form() {
        let read = |label: &str, text: &str| Field::read(label, &Value::line(text));
        assert_eq!(read("Verification", "signature"), Some(Field::Verification(Verification::Signature)));
        let at = Place { path: "a.ts".into(), line: 9 };
        assert_eq!(read("Implementation", "`a.ts:9`"), Some(Field::Place(at)));
        assert_eq!(read("Events", "`a.b`"), Some(Field::Events(vec!["a.b".into()])));
        assert_eq!(read("Verification", "HMAC signature"), None);
        assert_eq!(read("Implementation", "`a.ts:9`, `b.ts:3`"), None);
    }
}
