//! Pulumi: programs in YAML, and the settings of stacks.
//! <https://www.pulumi.com/docs/iac/languages-sdks/yaml/yaml-language-reference/>

use super::yaml::{self, Node};
use super::{File, ReadError, Reader};
use crate::facts::{Sink, What};
use crate::path;
use std::collections::HashSet;

/// Reads it.
pub const READER: Reader = Reader { name: "pulumi", wants, read };

fn wants(path: &str) -> bool {
    let name = path::name(path);
    name.starts_with("Pulumi.") && matches!(path::extension(name), "yaml" | "yml")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let (documents, error) = yaml::documents(file.text);
    let mut given: HashSet<String> = HashSet::new();
    let mut push = |node: std::ops::Range<usize>, key: String, sink: &mut Sink<'_>| {
        if given.len() < 1000 && given.insert(key.clone()) {
            sink.push_named(node, What::Config { key: key.clone() }, &key);
        }
    };
    for root in &documents {
        // `aws:s3:Bucket`, `aws:s3/bucket:Bucket`
        for resource in root.get("resources").map_or(&[][..], Node::entries) {
            let Some(kind) = resource.value.get("type") else { continue };
            let text = kind.text().unwrap_or("");
            let provider = text.split(':').next().unwrap_or("");
            if text.contains(':') && is_word(provider) {
                push(kind.span.clone(), format!("pulumi-provider:{provider}"), sink);
                push(kind.span.clone(), format!("pulumi:{}", text.replace('/', ":")), sink);
            }
        }
        // The settings of a stack are named by whom they are for: `aws:region`.
        for setting in root.get("config").map_or(&[][..], Node::entries) {
            let provider = setting.key.split(':').next().unwrap_or("");
            if setting.key.contains(':') && is_word(provider) && provider != "pulumi" {
                push(setting.key_span.clone(), format!("pulumi-provider:{provider}"), sink);
            }
        }
        // What keeps its secrets: `awskms://…`.
        if let Some(keeper) = root.get("secretsprovider") {
            let scheme = keeper.text().and_then(|text| text.split_once("://")).map_or("", |(scheme, _)| scheme);
            if is_word(scheme) {
                push(keeper.span.clone(), format!("pulumi-secrets:{scheme}"), sink);
            }
        }
        if let Some((node, address)) =
            root.get("backend").and_then(|backend| backend.get("url")).and_then(|node| Some((node, node.text()?)))
            && let Some((scheme, _)) = address.split_once("://")
            && is_word(scheme)
        {
            push(node.span.clone(), format!("pulumi-backend:{scheme}"), sink);
        }
    }
    error.map_or(Ok(()), Err)
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.len() < 60 && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}
