//! Terraform in its JSON form, `*.tf.json`: providers, the types of resources, modules, hosts.
//! <https://developer.hashicorp.com/terraform/language/syntax/json>

use super::json::Cursor;
use super::variable::push_address;
use super::{File, ReadError, Reader};
use crate::facts::{Sink, Usage, What};
use crate::path;
use std::collections::HashSet;
use std::ops::Range;

/// Reads it.
pub const READER: Reader = Reader { name: "terraform json", wants, read };

fn wants(path: &str) -> bool {
    let name = path::name(path);
    name.ends_with(".tf.json") || name.ends_with(".tofu.json")
}

/// Tells each key once.
struct Keys(HashSet<String>);

impl Keys {
    fn push(&mut self, span: Range<usize>, key: String, sink: &mut Sink<'_>) {
        if self.0.len() < 5000 && self.0.insert(key.clone()) {
            sink.push_named(span, What::Config { key: key.clone() }, &key);
        }
    }
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    sink.push_file(What::Config { key: "terraform".into() });
    let mut keys = Keys(HashSet::new());
    Cursor::new(file.text)?.object(|cursor, key| block(cursor, &key.value, &mut keys, sink))
}

/// A block, or a list of blocks of one kind.
fn block(cursor: &mut Cursor<'_>, kind: &str, keys: &mut Keys, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if cursor.is_array() {
        return cursor.array(|cursor, _| if cursor.is_object() { block(cursor, kind, keys, sink) } else { Ok(()) });
    }
    match kind {
        "data" | "resource" => cursor.object(|cursor, name| {
            keys.push(name.span.clone(), format!("terraform:{}", name.value), sink);
            strings(cursor, sink)
        }),
        "provider" => cursor.object(|cursor, name| {
            keys.push(name.span.clone(), format!("terraform-provider:{}", name.value), sink);
            strings(cursor, sink)
        }),
        "module" => cursor.object(|cursor, _name| {
            cursor.object(|cursor, key| {
                if key.value != "source" {
                    return strings(cursor, sink);
                }
                let source = cursor.text()?.filter(|source| !source.value.starts_with(['.', '/']));
                if let Some(source) = source.filter(|source| !source.value.contains("${")) {
                    keys.push(source.span.clone(), format!("terraform-module:{}", source.value), sink);
                }
                Ok(())
            })
        }),
        "terraform" => cursor.object(|cursor, key| match &*key.value {
            "backend" => cursor.object(|_, name| {
                keys.push(name.span.clone(), format!("terraform-backend:{}", name.value), sink);
                Ok(())
            }),
            "cloud" => {
                keys.push(key.span.clone(), "terraform-backend:cloud".into(), sink);
                Ok(())
            }
            "required_providers" => cursor.object(|cursor, name| {
                let mut provider = name.value.to_string();
                cursor.object(|cursor, key| {
                    if key.value == "source"
                        && let Some(source) = cursor.text()?
                    {
                        provider = source.value.rsplit('/').next().unwrap_or("").to_owned();
                    }
                    Ok(())
                })?;
                keys.push(name.span.clone(), format!("terraform-provider:{provider}"), sink);
                Ok(())
            }),
            _ => Ok(()),
        }),
        _ => strings(cursor, sink),
    }
}

/// Adds the hosts of every string in a value.
fn strings(cursor: &mut Cursor<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if cursor.is_object() {
        return cursor.object(|cursor, key| if key.value == "description" { Ok(()) } else { strings(cursor, sink) });
    }
    if cursor.is_array() {
        return cursor.array(|cursor, _| strings(cursor, sink));
    }
    if let Some(text) = cursor.text()? {
        push_address(sink, text.span.clone(), "value", &text.value, Usage::Value);
    }
    Ok(())
}
