//! Helmfile: the charts that it installs, and where they come from.
//! <https://helmfile.readthedocs.io/en/latest/>

use super::variable::{is_name, push_address};
use super::yaml::{self, Node};
use super::{File, ReadError, Reader};
use crate::facts::{Sink, Usage, What};
use crate::path;

/// Reads it.
pub const READER: Reader = Reader { name: "helmfile", wants, read };

fn wants(path: &str) -> bool {
    let name = path::name(path);
    let parts: Vec<&str> = name.split('.').collect();
    parts.first() == Some(&"helmfile") && parts.iter().any(|part| matches!(*part, "yaml" | "yml"))
        || path::name(path::folder(path)) == "helmfile.d" && matches!(path::extension(name), "yaml" | "yml")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    sink.push_file(What::Config { key: "helm".into() });
    // `{{ requiredEnv "NAME" }}`, `{{ env "NAME" }}`: helmfile fills them in before it reads the file.
    for (lead, required) in [("requiredEnv \"", Some(true)), (" env \"", None)] {
        for (at, _) in file.text.match_indices(lead) {
            let from = at + lead.len();
            let name = file.text.get(from..).and_then(|rest| rest.split('"').next()).unwrap_or("");
            if is_name(name) {
                sink.push_named(from..from + name.len(), What::EnvRead { name: name.to_owned(), required }, name);
            }
        }
    }
    let (documents, error) = yaml::documents(file.text);
    for root in &documents {
        for repository in root.get("repositories").map_or(&[][..], Node::items) {
            if let Some(address) = repository.get("url") {
                push_address(sink, address.span.clone(), "repository", address.text().unwrap_or(""), Usage::Value);
            }
        }
        for chart in root.get("releases").map_or(&[][..], Node::items).iter().filter_map(|release| release.get("chart"))
        {
            let text = chart.text().filter(|text| !text.starts_with('.') && !text.contains("{{")).unwrap_or("");
            let name = text.rsplit('/').next().unwrap_or("");
            if !name.is_empty() {
                sink.push_named(chart.span.clone(), What::Config { key: format!("helm:{name}") }, text);
            }
        }
    }
    // A template is YAML only once it is filled in.
    match error {
        Some(error) if !file.text.contains("{{") => Err(error),
        _ => Ok(()),
    }
}
