//! Kustomize: images that it puts in, charts that it fills, what it makes secrets and settings of.
//! <https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/>

use super::image::push_image;
use super::variable::{declare, is_capital_name, push_address};
use super::yaml::{self, Node};
use super::{File, ReadError, Reader};
use crate::facts::{Sink, Usage, What};
use crate::path;

/// Reads it.
pub const READER: Reader = Reader { name: "kustomize", wants, read };

fn wants(path: &str) -> bool {
    matches!(path::name(path), "Kustomization" | "kustomization.yaml" | "kustomization.yml")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    // Where it says what it is, the reader of Kubernetes' objects tells it.
    let told = file.text.contains("apiVersion:") && file.text.contains("kind:") && file.name() != "Kustomization";
    if !told {
        sink.push_file(What::Config { key: "kustomize".into() });
    }
    let (documents, error) = yaml::documents(file.text);
    for root in &documents {
        images(root, sink);
        charts(root, sink);
        for generator in ["configMapGenerator", "secretGenerator"] {
            root.get(generator).map_or(&[][..], Node::items).iter().for_each(|item| literals(item, sink));
        }
        for resource in root.get("resources").map_or(&[][..], Node::items) {
            if let Some(address) = resource.text().filter(|text| text.contains("://")) {
                push_address(sink, resource.span.clone(), "resource", address, Usage::Value);
            }
        }
    }
    error.map_or(Ok(()), Err)
}

fn images(root: &Node<'_>, sink: &mut Sink<'_>) {
    for item in root.get("images").map_or(&[][..], Node::items) {
        let Some(name) = item.get("newName").or_else(|| item.get("name")) else { continue };
        let tag = item.text_of("newTag").unwrap_or("");
        let colon = if tag.is_empty() { "" } else { ":" };
        push_image(sink, name.span.clone(), &format!("{}{colon}{tag}", name.text().unwrap_or("")), false);
    }
}

fn charts(root: &Node<'_>, sink: &mut Sink<'_>) {
    for chart in root.get("helmCharts").map_or(&[][..], Node::items) {
        if let Some(name) = chart.get("name") {
            let key = format!("helm:{}", name.text().unwrap_or(""));
            sink.push(name.span.clone(), What::Config { key });
        }
        if let Some(repository) = chart.get("repo") {
            push_address(sink, repository.span.clone(), "repo", repository.text().unwrap_or(""), Usage::Value);
        }
    }
}

/// `literals: [NAME=value]`.
fn literals(generator: &Node<'_>, sink: &mut Sink<'_>) {
    for item in generator.get("literals").map_or(&[][..], Node::items) {
        let (name, value) = item.text().and_then(|text| text.split_once('=')).unwrap_or(("", ""));
        if is_capital_name(name) {
            declare(sink, item.span.clone(), name, !value.is_empty());
            push_address(sink, item.span.clone(), name, value, Usage::Value);
        }
    }
}
