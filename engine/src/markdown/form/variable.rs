//! The labelled lines below a variable.

use super::list::Value;
use super::place;
use crate::audit::{Declaration, Place};

/// The label of the service that a variable or an endpoint belongs to, where its first line has no room for it.
pub const SERVICE: &str = "Service";

/// The label of what it is for, where that reads like the name of a service.
pub const PURPOSE: &str = "Purpose";

/// A field of a variable, as one labelled line says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// Where code reads it.
    Read(Vec<Place>),
    /// Where a file declares it, and whether with a value.
    Declared(Vec<Declaration>),
}

impl Field {
    /// The labels and what stands behind each.
    pub fn write(&self) -> Vec<(&'static str, Value)> {
        let lines = match self {
            Field::Read(places) => vec![("Read in", place::places(places))],
            Field::Declared(all) => {
                let of = |has_value: bool| -> Vec<Place> {
                    let all = all.iter().filter(|d| d.has_value == has_value);
                    all.map(|d| Place { path: d.path.clone(), line: d.line }).collect()
                };
                vec![("Declared in", place::places(&of(false))), ("Set in", place::places(&of(true)))]
            }
        };
        lines.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }

    /// The field of one line that [`Field::write`] wrote; `None` for a line that anyone else may have written.
    pub fn read(label: &str, value: &Value) -> Option<Field> {
        let declared = |has_value: bool, places: Vec<Place>| {
            let all = places.into_iter().map(|Place { path, line }| Declaration { path, line, has_value });
            Field::Declared(all.collect())
        };
        let field = match label {
            "Read in" => Field::Read(place::read(value)?),
            "Declared in" => declared(false, place::read(value)?),
            "Set in" => declared(true, place::read(value)?),
            _ => return None,
        };
        (field.write() == [(label, value.clone())]).then_some(field)
    }
}
