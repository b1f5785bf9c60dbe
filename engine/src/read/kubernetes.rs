//! Kubernetes manifests and Helm charts: kinds, images, variables, and hosts in values.

use super::image::push_image;
use super::variable::{declare, declare_all, interpolations, is_capital_name, push_value};
use super::yaml::{self, Node};
use super::{File, ReadError, Reader, actions, compose};
use crate::facts::{Sink, Usage, What};
use crate::{path, url};
use std::collections::HashSet;

/// Reads it.
pub const READER: Reader = Reader { name: "kubernetes", wants, read };

pub(super) fn wants(path: &str) -> bool {
    matches!(path::extension(path), "yml" | "yaml") && !compose::wants(path) && !actions::wants(path)
}

/// Folders of what is applied to a cluster.
const FOLDERS: &[&str] = &["chart", "charts", "helm", "k8s", "kube", "kubernetes", "manifests"];

/// Groups that every cluster has.
const CORE_GROUPS: &[&str] = &["apps", "autoscaling", "batch", "extensions", "policy"];

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    match file.name() {
        "Chart.yaml" | "Chart.yml" | "requirements.yaml" if file.text.contains("name:") => {
            return read_chart(file, sink);
        }
        name if name.starts_with("values") => return read_values(file, sink),
        _ => {}
    }
    if !file.text.contains("apiVersion:") || !file.text.contains("kind:") {
        // Values of a chart may have any name.
        let of_cluster = path::folder(file.path).split('/').any(|part| FOLDERS.contains(&part));
        return if of_cluster && file.text.contains("${") { read_values(file, sink) } else { Ok(()) };
    }
    let (documents, error) = yaml::documents(file.text);
    let mut keys: Vec<String> = Vec::new();
    for document in &documents {
        read_object(sink, document, &mut keys);
    }
    match error {
        // A template of Helm: YAML only once it is filled in.
        Some(_) if file.text.contains("{{") => {
            read_lines(file.text, sink, &mut keys);
            Ok(())
        }
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// The key for an object's kind.
fn key_of(api_version: &str, kind: &str) -> Option<String> {
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    if group.contains(['{', ' ']) || !kind.bytes().all(|b| b.is_ascii_alphanumeric()) || kind.is_empty() {
        return None;
    }
    Some(if group == "kustomize.config.k8s.io" {
        "kustomize".into()
    } else if group.is_empty() || CORE_GROUPS.contains(&group) || group.ends_with(".k8s.io") {
        format!("k8s:{kind}")
    } else {
        format!("k8s-api:{group}")
    })
}

/// Declares each `${NAME}`. It is no Kubernetes: it is filled in by envsubst or Flux before the file is applied.
fn declare_filled(sink: &mut Sink<'_>, node: &Node<'_>) {
    let mut filled: HashSet<&str> = HashSet::new();
    let text = sink.text();
    node.each_scalar("", &mut |_, node| {
        let raw = text.get(node.span.clone()).unwrap_or("");
        for (span, name, _) in interpolations(raw) {
            if is_capital_name(name) && raw[span.clone()].starts_with("${") && filled.insert(name) {
                declare(sink, node.span.start + span.start..node.span.start + span.end, name, false);
            }
        }
    });
}

fn push_key(sink: &mut Sink<'_>, span: std::ops::Range<usize>, key: String, keys: &mut Vec<String>) {
    if !keys.contains(&key) && keys.len() < 200 {
        sink.push(span, What::Config { key: key.clone() });
        keys.push(key);
    }
}

fn read_object(sink: &mut Sink<'_>, object: &Node<'_>, keys: &mut Vec<String>) {
    let (Some(api_version), Some(kind)) = (object.get("apiVersion"), object.get("kind")) else { return };
    let kind_text = kind.text().unwrap_or("");
    let Some(key) = key_of(api_version.text().unwrap_or(""), kind_text) else { return };
    let span = if key.starts_with("k8s-api") { api_version.span.clone() } else { kind.span.clone() };
    push_key(sink, span, key, keys);
    match kind_text {
        "CustomResourceDefinition" => return,
        "List" => {
            return object.get("items").map_or(&[][..], Node::items).iter().for_each(|o| read_object(sink, o, keys));
        }
        "ConfigMap" | "Secret" => {
            for part in ["data", "stringData"] {
                for entry in object.get(part).map_or(&[][..], Node::entries) {
                    if is_capital_name(&entry.key) {
                        declare(sink, entry.key_span.clone(), &entry.key, entry.value.text() != Some(""));
                    }
                    let raw = sink.text().get(entry.value.span.clone()).unwrap_or("");
                    push_value(sink, entry.value.span.start, &entry.key, raw);
                }
            }
            return;
        }
        _ => {}
    }
    declare_filled(sink, object);
    let text = sink.text();
    object.each_entry(&mut |entry| {
        let value = &entry.value;
        let raw = text.get(value.span.clone()).unwrap_or("");
        match &*entry.key {
            "image" | "imageName" if value.text().is_some() => {
                push_image(sink, value.span.clone(), value.text().unwrap_or(""), false);
            }
            "env" => declare_all(sink, value),
            "secretKeyRef" | "configMapKeyRef" | "remoteRef" => {
                if let Some(key) = value.get("key").filter(|key| key.text().is_some_and(is_capital_name)) {
                    declare(sink, key.span.clone(), key.text().unwrap_or(""), false);
                }
            }
            "secretKey" if value.text().is_some_and(is_capital_name) => {
                declare(sink, value.span.clone(), value.text().unwrap_or(""), false);
            }
            "chart" if value.text().is_some_and(|name| !name.is_empty() && !name.starts_with('.')) => {
                let name = value.text().unwrap_or("").rsplit('/').next().unwrap_or("");
                push_key(sink, value.span.clone(), format!("helm:{name}"), keys);
            }
            "value" | "apiVersion" => {}
            _ if value.text().is_some() => url::push_urls(sink, value.span.start, raw, Usage::Value),
            _ => value.items().iter().filter(|item| item.text().is_some()).for_each(|item| {
                let raw = text.get(item.span.clone()).unwrap_or("");
                url::push_urls(sink, item.span.start, raw, Usage::Value);
            }),
        }
    });
}

fn read_chart(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let (documents, error) = yaml::documents(file.text);
    sink.push_file(What::Config { key: "helm".into() });
    let mut keys = Vec::new();
    for chart in documents.iter().filter_map(|doc| doc.get("dependencies")).flat_map(Node::items) {
        if let Some(name) = chart.get("name") {
            push_key(sink, name.span.clone(), format!("helm:{}", name.text().unwrap_or("")), &mut keys);
        }
        if let Some(repository) = chart.get("repository") {
            let raw = file.text.get(repository.span.clone()).unwrap_or("");
            url::push_urls(sink, repository.span.start, raw, Usage::Value);
        }
    }
    error.map_or(Ok(()), Err)
}

/// The values of a chart: images as `repository` and `tag`, variables under `env`, hosts.
fn read_values(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let (documents, error) = yaml::documents(file.text);
    for document in &documents {
        declare_filled(sink, document);
        document.each_entry(&mut |entry| {
            let value = &entry.value;
            match (&*entry.key, value.get("repository")) {
                ("image", Some(name)) => {
                    let tag = value.text_of("tag").unwrap_or("");
                    let registry = value.text_of("registry").map_or(String::new(), |registry| format!("{registry}/"));
                    let colon = if tag.is_empty() { "" } else { ":" };
                    let reference = format!("{registry}{}{colon}{tag}", name.text().unwrap_or(""));
                    push_image(sink, name.span.clone(), &reference, false);
                }
                ("image", None) if value.text().is_some() => {
                    push_image(sink, value.span.clone(), value.text().unwrap_or(""), false);
                }
                ("env" | "extraEnv" | "extraEnvVars" | "environment", _) => declare_all(sink, value),
                _ if value.text().is_some() => {
                    let raw = file.text.get(value.span.clone()).unwrap_or("");
                    push_value(sink, value.span.start, &entry.key, raw);
                }
                _ => {}
            }
        });
    }
    match error {
        Some(_) if file.text.contains("{{") => Ok(()),
        Some(error) => Err(error),
        None => Ok(()),
    }
}

/// What single lines show, for files that are no YAML yet.
fn read_lines(text: &str, sink: &mut Sink<'_>, keys: &mut Vec<String>) {
    let mut at = 0;
    let mut api_version = "";
    for raw in text.split_inclusive('\n') {
        let start = at;
        at += raw.len();
        let line = raw.trim().trim_start_matches("- ");
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        let from = start + raw.find(value).unwrap_or(0);
        let span = from..from + value.len();
        match key {
            "apiVersion" if !raw.starts_with(' ') => api_version = value,
            "kind" if !raw.starts_with(' ') => {
                if let Some(key) = key_of(api_version, value) {
                    push_key(sink, span, key, keys);
                }
            }
            "image" if !value.contains("{{") => push_image(sink, span, value, false),
            "name" | "key" if is_capital_name(value) => declare(sink, span, value, false),
            _ if is_capital_name(key) => {
                let from = start + raw.find(key).unwrap_or(0);
                declare(sink, from..from + key.len(), key, !value.is_empty());
            }
            _ => {}
        }
    }
}
