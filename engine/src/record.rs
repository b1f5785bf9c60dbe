//! Reading records from JSON, by one reader for all records.
//!
//! What serde derives for a struct is some kilobytes, three times what is needed to read an object with named fields: it also
//! reads arrays, numbered fields and fields of bytes, and keeps every field apart until the end. The page and the worker read
//! some forty kinds of records, so [`records!`] writes less.

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// A struct that is an object in JSON.
pub trait Record: Default {
    /// The names of its fields, those first that have to be there.
    const FIELDS: &'static [&'static str];
    /// How many have to be there.
    const REQUIRED: usize;

    /// Takes the value of a field, by its place among [`Self::FIELDS`].
    fn take<'de, A: MapAccess<'de>>(&mut self, field: usize, map: &mut A) -> Result<(), A::Error>;
}

/// Reads a record. Fields of other names are passed over.
pub fn read<'de, T: Record, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(Reader(PhantomData))
}

struct Reader<T>(PhantomData<T>);

impl<'de, T: Record> Visitor<'de> for Reader<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut record = T::default();
        let mut seen = 0_u64;
        while let Some(field) = map.next_key_seed(Name(T::FIELDS))? {
            if field < T::FIELDS.len() {
                record.take(field, &mut map)?;
                seen |= 1 << field;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        match (!seen).trailing_zeros() as usize {
            missing if missing < T::REQUIRED => Err(A::Error::missing_field(T::FIELDS[missing])),
            _ => Ok(record),
        }
    }
}

/// Finds the place of a name; behind the last where it is none of them.
struct Name(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for Name {
    type Value = usize;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field's name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        Ok(self.0.iter().position(|known| *known == name).unwrap_or(self.0.len()))
    }
}

/// Reads structs from JSON: `Struct { fields that have to be there; fields that need not }`.
#[macro_export]
macro_rules! records {
    ($($name:ident { $($field:ident),* ; $($optional:ident),* $(,)? })+) => { $(
        const _: () = {
            #[allow(non_camel_case_types)]
            enum FieldOf { $($field,)* $($optional,)* }
            const REQUIRED: &[&str] = &[$(stringify!($field)),*];

            impl $crate::record::Record for $name {
                const FIELDS: &'static [&'static str] = &[$(stringify!($field),)* $(stringify!($optional),)*];
                const REQUIRED: usize = REQUIRED.len();

                fn take<'de, A: ::serde::de::MapAccess<'de>>(
                    &mut self,
                    field: usize,
                    map: &mut A,
                ) -> Result<(), A::Error> {
                    $(if field == FieldOf::$field as usize { self.$field = map.next_value()?; })*
                    $(if field == FieldOf::$optional as usize { self.$optional = map.next_value()?; })*
                    Ok(())
                }
            }

            impl<'de> ::serde::Deserialize<'de> for $name {
                fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    $crate::record::read(deserializer)
                }
            }
        };
    )+ };
}
pub use records;

#[cfg(test)]
mod tests {
    use crate::audit::{Claimed, Place, Source, SourceKind};

    #[test]
    fn fields_stand_in_any_order_and_others_are_passed_over() {
        let source: Source = serde_json::from_str(r#"{"name":"a.zip","more":[{"x":1}],"kind":"zip"}"#).unwrap();
        assert_eq!(source, Source { kind: SourceKind::Zip, name: "a.zip".into(), bytes: 0 });
    }

    #[test]
    fn what_is_missing_or_of_another_type_is_named() {
        let error = |json: &str| serde_json::from_str::<Place>(json).unwrap_err().to_string();
        assert!(error(r#"{"path":"a"}"#).contains("missing field `line`"));
        assert!(error(r#"{"path":1,"line":1}"#).contains("expected a string"));
        assert!(error("[1]").contains("expected an object"));
        assert!(serde_json::from_str::<Claimed>(r#"{"line":-1}"#).is_err());
    }
}
