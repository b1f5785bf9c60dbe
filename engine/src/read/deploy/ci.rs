//! Pipelines of the forges and builders other than GitHub's: variables, images, scripts.

use super::tree::tree;
use crate::facts::Sink;
use crate::read::image::push_image;
use crate::read::script::push_script;
use crate::read::variable::{declare, declare_all, is_capital_name};
use crate::read::yaml::{Node, Value};
use crate::read::{File, ReadError};

/// Any pipeline in YAML: they differ in shape and agree in words.
pub fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let root = tree(file.extension(), file.text)?;
    let mut programs = Vec::new();
    root.each_entry(&mut |entry| {
        let value = &entry.value;
        match &*entry.key {
            "variables" | "environment" | "env" | "substitutions" | "secretEnv" | "vars" => variables(sink, value),
            "image" => push_image_node(sink, value.get("name").unwrap_or(value)),
            "docker" | "services" | "steps" => value.items().iter().for_each(|item| {
                if entry.key == "services" && item.text().is_some() {
                    push_image_node(sink, item);
                }
                // Cloud Build names the image of a step so, with a registry in front.
                if let Some(name) = item.get("name").filter(|name| name.text().is_some_and(|name| name.contains('/'))) {
                    push_image_node(sink, name);
                }
            }),
            "script" | "run" | "command" | "commands" | "before_script" | "after_script" | "install" | "bash"
            | "before_install" => {
                scripts(sink, value, &mut programs);
            }
            _ => {}
        }
    });
    Ok(())
}

fn push_image_node(sink: &mut Sink<'_>, node: &Node<'_>) {
    if let Some(image) = node.text() {
        push_image(sink, node.span.clone(), image, false);
    }
}

fn variables(sink: &mut Sink<'_>, node: &Node<'_>) {
    let named = node.entries().is_empty() || node.entries().iter().any(|entry| is_capital_name(&entry.key));
    if named {
        declare_all(sink, node);
    }
}

fn scripts(sink: &mut Sink<'_>, node: &Node<'_>, programs: &mut Vec<String>) {
    let text = sink.text();
    match &node.value {
        Value::Scalar(_) => push_script(sink, node.span.start, text.get(node.span.clone()).unwrap_or(""), programs),
        _ => node.items().iter().filter(|item| item.text().is_some()).for_each(|item| {
            push_script(sink, item.span.start, text.get(item.span.clone()).unwrap_or(""), programs);
        }),
    }
}

/// A `Jenkinsfile`: credentials and variables by line.
pub fn jenkins(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut at = 0;
    let mut programs = Vec::new();
    for raw in file.text.split_inclusive('\n') {
        let code = raw.trim();
        if let Some((name, value)) = code.split_once('=')
            && is_capital_name(name.trim())
            && !code.starts_with("//")
        {
            let name = name.trim();
            let from = at + raw.find(name).unwrap_or(0);
            declare(sink, from..from + name.len(), name, !value.trim().is_empty());
        }
        if let Some(command) = ["sh '", "sh \"", "bat '", "bat \""].iter().find_map(|lead| code.strip_prefix(lead)) {
            let command = command.trim_end_matches(['\'', '"']);
            push_script(sink, at + raw.find(command).unwrap_or(0), command, &mut programs);
        }
        at += raw.len();
    }
    Ok(())
}
