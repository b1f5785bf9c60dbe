//! Hosts of apps and containers: Render, Fly, Heroku, Railway, App Engine, Serverless, CloudFormation and kin.

use super::tree::tree;
use super::{push_key, push_values};
use crate::facts::{Route, Sink, What};
use crate::read::image::push_image;
use crate::read::script::push_script;
use crate::read::variable::{declare, declare_all, is_capital_name};
use crate::read::yaml::{self, Node};
use crate::read::{File, ReadError};

/// Keys under which files of many hosts list variables.
const ENVIRONMENTS: &[&str] = &[
    "env",
    "envVars",
    "env_variables",
    "envs",
    "environment",
    "environmentVariables",
    "runtimeEnvironmentVariables",
    "secrets",
    "variables",
];

/// Any file whose variables stand under one of the usual keys.
pub fn environment(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let root = tree(file.extension(), file.text)?;
    push_environments(sink, &root);
    Ok(())
}

fn push_environments(sink: &mut Sink<'_>, root: &Node<'_>) {
    root.each_entry(&mut |entry| {
        if ENVIRONMENTS.contains(&&*entry.key) {
            push_capitals(sink, &entry.value);
        }
        if let ("image", Some(image)) = (&*entry.key, entry.value.text()) {
            push_image(sink, entry.value.span.clone(), image, false);
        }
    });
}

/// The variables among the names: of a part such as `env`, whose keys in some files are names of environments.
fn push_capitals(sink: &mut Sink<'_>, node: &Node<'_>) {
    if node.entries().is_empty() || node.entries().iter().any(|entry| is_capital_name(&entry.key)) {
        declare_all(sink, node);
    }
}

/// `render.yaml`, and DigitalOcean's app specification, which has the same shape.
pub fn render(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let root = tree("yaml", file.text)?;
    if let Some(databases) = root.get("databases") {
        push_key(sink, databases.span.clone(), "render:databases".into());
    }
    for service in root.get("services").map_or(&[][..], Node::items) {
        if let Some(kind) = service.get("type").filter(|kind| matches!(kind.text(), Some("redis" | "keyvalue"))) {
            push_key(sink, kind.span.clone(), "render:keyvalue".into());
        }
    }
    push_environments(sink, &root);
    Ok(())
}

/// Heroku's (and Dokku's) `app.json`. Expo has a file of that name, too.
pub fn app_json(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let root = tree("json", file.text)?;
    if root.get("expo").is_some() {
        return Ok(());
    }
    if ["buildpacks", "addons", "stack", "formation", "env"].iter().any(|key| root.get(key).is_some()) {
        sink.push_file(What::Config { key: "heroku:app.json".into() });
        for addon in root.get("addons").map_or(&[][..], Node::items) {
            let plan = addon.text().or_else(|| addon.text_of("plan")).unwrap_or("");
            let name = plan.split(':').next().unwrap_or("");
            if !name.is_empty() {
                push_key(sink, addon.span.clone(), format!("heroku-addon:{name}"));
            }
        }
        push_environments(sink, &root);
    }
    Ok(())
}

/// `Procfile`: the programs of its processes.
pub fn procfile(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut programs = Vec::new();
    let mut at = 0;
    for line in file.text.split_inclusive('\n') {
        if let Some((name, command)) = line.split_once(':')
            && !line.starts_with('#')
        {
            push_script(sink, at + name.len() + 1, command, &mut programs);
        }
        at += line.len();
    }
    Ok(())
}

/// App Engine's `app.yaml`. Other tools have files of that name.
pub fn app_yaml(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let root = tree("yaml", file.text)?;
    if root.get("runtime").is_some() {
        sink.push_file(What::Config { key: "app-engine".into() });
        push_environments(sink, &root);
    }
    Ok(())
}

/// Kamal's `config/deploy.yml`.
pub fn kamal(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let root = tree("yaml", file.text)?;
    if root.get("service").is_some() && root.get("servers").is_some() {
        sink.push_file(What::Config { key: "kamal".into() });
        root.each_entry(&mut |entry| {
            if matches!(&*entry.key, "clear" | "secret") {
                declare_all(sink, &entry.value);
            }
        });
        for accessory in root.get("accessories").map_or(&[][..], Node::entries) {
            if let Some(image) = accessory.value.get("image") {
                push_image(sink, image.span.clone(), image.text().unwrap_or(""), false);
            }
        }
    }
    Ok(())
}

/// `serverless.yml`.
pub fn serverless(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let root = tree(file.extension(), file.text)?;
    let provider = root.get("provider").and_then(|node| node.get("name").or(Some(node)));
    if let Some((node, name)) = provider.and_then(|node| Some((node, node.text()?))) {
        push_key(sink, node.span.clone(), format!("serverless-provider:{name}"));
    }
    push_environments(sink, &root);
    push_types(sink, &root, "serverless");
    push_values(sink, &root);
    for plugin in root.get("plugins").map_or(&[][..], Node::items) {
        if let Some(name) = plugin.text().filter(|name| !name.is_empty() && !name.starts_with('.')) {
            push_key(sink, plugin.span.clone(), format!("serverless-plugin:{name}"));
        }
    }
    let events = root.get("functions").map_or(&[][..], Node::entries).iter().filter_map(|f| f.value.get("events"));
    for event in events.flat_map(Node::items).flat_map(Node::entries) {
        match &*event.key {
            "http" | "httpApi" => push_route(sink, &event.value),
            "alexaSkill" | "iot" | "kafka" | "msk" | "rabbitmq" | "schedule" | "sns" | "sqs" | "stream"
            | "websocket" => {
                push_key(sink, event.key_span.clone(), format!("serverless-event:{}", event.key));
            }
            _ => {}
        }
    }
    Ok(())
}

/// A route that a function serves: `POST /hooks/stripe`, or its path and method.
fn push_route(sink: &mut Sink<'_>, node: &Node<'_>) {
    let whole = node.text().and_then(|text| text.split_once(' '));
    let (place, method, path) = match (whole, node.get("path").or_else(|| node.get("Path"))) {
        (Some((method, path)), _) => (node, method, path.trim()),
        (None, Some(path)) => {
            let method = node.text_of("method").or_else(|| node.text_of("Method")).unwrap_or("");
            (path, method, path.text().unwrap_or(""))
        }
        _ => return,
    };
    let method = method.to_ascii_uppercase();
    let fits =
        !path.is_empty() && !path.contains([' ', '$']) && method.bytes().all(|b| b.is_ascii_uppercase() || b == b'*');
    if fits {
        let method = if matches!(&*method, "*" | "ANY") { String::new() } else { method };
        let path = format!("/{}", path.trim_start_matches('/'));
        sink.push(place.span.clone(), What::Route(Route { method, path, ..Route::default() }));
    }
}

/// Adds the types of CloudFormation's resources.
fn push_types(sink: &mut Sink<'_>, root: &Node<'_>, prefix: &str) {
    root.each_entry(&mut |entry| {
        if let ("Type", Some(kind)) = (&*entry.key, entry.value.text())
            && kind.starts_with("AWS::")
        {
            push_key(sink, entry.value.span.clone(), format!("{prefix}:{kind}"));
        }
    });
}

/// A template of CloudFormation or SAM, whatever its name.
pub fn cloudformation(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let sam = file.text.contains("AWS::Serverless");
    if !sam && !file.text.contains("AWSTemplateFormatVersion") {
        return Ok(());
    }
    sink.push_file(What::Config { key: if sam { "aws-sam" } else { "cloudformation" }.into() });
    let (documents, error) = yaml::documents(file.text);
    for root in &documents {
        push_types(sink, root, "cloudformation");
        root.each_entry(&mut |entry| {
            if entry.key == "Variables" {
                declare_all(sink, &entry.value);
            }
            // SAM's events of a function.
            if entry.key == "Events" {
                let events = entry.value.entries().iter().map(|event| &event.value);
                for event in events.filter(|event| matches!(event.text_of("Type"), Some("Api" | "HttpApi"))) {
                    if let Some(properties) = event.get("Properties") {
                        push_route(sink, properties);
                    }
                }
            }
            if let ("ImageUri" | "Image", Some(image)) = (&*entry.key, entry.value.text()) {
                push_image(sink, entry.value.span.clone(), image, false);
            }
            // ECS lists its variables by `Name` and `Value`.
            if matches!(&*entry.key, "Environment" | "Secrets") {
                for name in entry.value.items().iter().filter_map(|item| item.get("Name")) {
                    declare(sink, name.span.clone(), name.text().unwrap_or(""), true);
                }
            }
        });
    }
    error.map_or(Ok(()), Err)
}
