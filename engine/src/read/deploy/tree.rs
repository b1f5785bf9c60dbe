//! JSON and TOML as the tree that YAML is read into, so that one reader serves a file in whichever form it comes.

use crate::limits::NESTING;
use crate::read::ReadError;
use crate::read::yaml::{self, Entry, Node, Value};
use jsonc_parser::ast;
use jsonc_parser::common::Ranged;
use std::borrow::Cow;
use std::ops::Range;

/// The tree of a file by its ending: `toml`, `json` with comments, or else YAML, of which the first document.
pub fn tree<'a>(ending: &str, text: &'a str) -> Result<Node<'a>, ReadError> {
    match ending {
        "toml" => toml(text),
        "json" | "jsonc" | "json5" => json(text),
        _ => match yaml::documents(text) {
            (documents, None) => Ok(documents.into_iter().next().unwrap_or_else(|| empty(0..0))),
            (_, Some(error)) => Err(error),
        },
    }
}

fn empty<'a>(span: Range<usize>) -> Node<'a> {
    Node::new(span, Value::Scalar(Cow::Borrowed("")))
}

fn json(text: &str) -> Result<Node<'_>, ReadError> {
    let parsed = jsonc_parser::parse_to_ast(text, &Default::default(), &Default::default()).map_err(|e| {
        let line = u32::try_from(e.line_display()).unwrap_or(0);
        ReadError::Syntax { format: "JSON", line, message: e.kind().to_string() }
    })?;
    Ok(parsed.value.map_or_else(|| empty(0..0), |value| json_node(text, value, 0)))
}

fn json_node<'a>(text: &'a str, value: ast::Value<'a>, depth: usize) -> Node<'a> {
    let span = value.start()..value.end();
    if depth > NESTING {
        return empty(span);
    }
    let value = match value {
        ast::Value::StringLit(string) => Value::Scalar(string.value),
        ast::Value::Object(object) => Value::Mapping(
            object
                .properties
                .into_iter()
                .map(|property| {
                    let key_span = match &property.name {
                        ast::ObjectPropName::String(name) => {
                            name.range.start + 1..(name.range.end - 1).max(name.range.start + 1)
                        }
                        ast::ObjectPropName::Word(name) => name.range.start..name.range.end,
                    };
                    let key = Cow::Owned(property.name.into_string());
                    Entry { key, key_span, value: json_node(text, property.value, depth + 1) }
                })
                .collect(),
        ),
        ast::Value::Array(array) => {
            Value::Sequence(array.elements.into_iter().map(|item| json_node(text, item, depth + 1)).collect())
        }
        _ => Value::Scalar(Cow::Borrowed(text.get(span.clone()).unwrap_or(""))),
    };
    Node::new(span, value)
}

fn toml(text: &str) -> Result<Node<'_>, ReadError> {
    let document = toml_edit::Document::parse(text).map_err(|e| {
        let at = e.span().map_or(0, |span| span.start.min(text.len()));
        let lines = text.as_bytes()[..at].iter().filter(|b| **b == b'\n').count();
        let message = e.message().lines().next().unwrap_or("").to_owned();
        ReadError::Syntax { format: "TOML", line: u32::try_from(lines + 1).unwrap_or(0), message }
    })?;
    let mut node = empty(0..text.len());
    node.value = table(document.as_table(), 0);
    Ok(node)
}

fn table<'a>(table: &dyn toml_edit::TableLike, depth: usize) -> Value<'a> {
    let entry = |(key, item): (&str, &toml_edit::Item)| {
        let span = table.key(key).and_then(toml_edit::Key::span).unwrap_or(0..0);
        Entry { key: Cow::Owned(key.to_owned()), key_span: span, value: item_node(item, depth + 1) }
    };
    Value::Mapping(table.iter().map(entry).collect())
}

fn item_node<'a>(item: &toml_edit::Item, depth: usize) -> Node<'a> {
    let mut node = empty(item.span().unwrap_or(0..0));
    if depth > NESTING {
        return node;
    }
    node.value = match item {
        toml_edit::Item::Table(inner) => table(inner, depth),
        toml_edit::Item::ArrayOfTables(tables) => Value::Sequence(
            tables
                .iter()
                .map(|inner| {
                    let mut node = empty(inner.span().unwrap_or(0..0));
                    node.value = table(inner, depth + 1);
                    node
                })
                .collect(),
        ),
        toml_edit::Item::Value(value) => toml_value(value, depth),
        toml_edit::Item::None => Value::Scalar(Cow::Borrowed("")),
    };
    node
}

fn toml_value<'a>(value: &toml_edit::Value, depth: usize) -> Value<'a> {
    match value {
        toml_edit::Value::String(text) => Value::Scalar(Cow::Owned(text.value().clone())),
        toml_edit::Value::InlineTable(inner) if depth < NESTING => table(inner, depth),
        toml_edit::Value::Array(array) if depth < NESTING => Value::Sequence(
            array
                .iter()
                .map(|value| {
                    let mut node = empty(value.span().unwrap_or(0..0));
                    node.value = toml_value(value, depth + 1);
                    node
                })
                .collect(),
        ),
        other => Value::Scalar(Cow::Owned(other.to_string().trim().to_owned())),
    }
}
