//! What watches: Prometheus and its kin, Grafana, collectors of telemetry.

use super::tree::tree;
use super::{push_key, push_values};
use crate::facts::{Sink, What};
use crate::read::variable::{interpolations, is_capital_name, is_name};
use crate::read::yaml::{self, Node};
use crate::read::{File, ReadError};

/// A configuration whose values name hosts.
pub fn targets(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    push_reads(file.text, sink);
    let root = tree(file.extension(), file.text)?;
    push_values(sink, &root);
    Ok(())
}

/// The variables that a configuration takes, `${NAME}` or `${env:NAME}`.
fn push_reads(text: &str, sink: &mut Sink<'_>) {
    let mut push = |span: std::ops::Range<usize>, name: &str| {
        if is_capital_name(name) {
            sink.push(span, What::EnvRead { name: name.to_owned(), required: None });
        }
    };
    for (span, name, _) in interpolations(text) {
        push(span, name);
    }
    for (at, _) in text.match_indices("${env:") {
        let name = text[at + 6..].split(['}', ':']).next().unwrap_or("");
        push(at..at + 7 + name.len(), name);
    }
}

/// `alertmanager.yml`: whom it tells.
pub fn alertmanager(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    push_reads(file.text, sink);
    let root = tree("yaml", file.text)?;
    for entry in root.get("receivers").map_or(&[][..], Node::items).iter().flat_map(Node::entries) {
        if let Some(kind) = entry.key.strip_suffix("_configs") {
            push_key(sink, entry.key_span.clone(), format!("alertmanager:{kind}"));
        }
    }
    push_values(sink, &root);
    Ok(())
}

/// The collector of OpenTelemetry: where it sends to.
pub fn collector(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    push_reads(file.text, sink);
    let root = tree("yaml", file.text)?;
    for exporter in root.get("exporters").map_or(&[][..], Node::entries) {
        let name = exporter.key.split('/').next().unwrap_or("");
        push_key(sink, exporter.key_span.clone(), format!("otel-exporter:{name}"));
    }
    push_values(sink, &root);
    Ok(())
}

/// Components of Alloy, and the key that each shows.
const ALLOY: &[(&str, &str)] = &[
    ("loki.write", "loki"),
    ("mimir.rules", "mimir"),
    ("otelcol.exporter.datadog", "otel-exporter:datadog"),
    ("otelcol.exporter.otlp", "otel-exporter:otlp"),
    ("otelcol.receiver", "otel-collector"),
    ("prometheus.remote_write", "prometheus"),
    ("pyroscope.write", "pyroscope"),
];

/// Alloy's own language: components, `env("NAME")`, hosts.
pub fn alloy(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut at = 0;
    for raw in file.text.split_inclusive('\n') {
        let start = at;
        at += raw.len();
        let code = raw.trim_start();
        if code.starts_with("//") {
            continue;
        }
        if let Some((_, key)) = ALLOY.iter().find(|row| code.starts_with(row.0)) {
            push_key(sink, start..start + raw.trim_end().len(), (*key).to_owned());
        }
        for (found, _) in raw.match_indices("env(\"") {
            let name = raw[found + 5..].split('"').next().unwrap_or("");
            if is_name(name) {
                let from = start + found + 5;
                sink.push(from..from + name.len(), What::EnvRead { name: name.to_owned(), required: None });
            }
        }
        crate::url::push_urls(sink, start, raw, crate::facts::Usage::Value);
    }
    Ok(())
}

/// Grafana's data sources, dashboards and alerts.
pub fn grafana(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if file.extension() == "json" {
        if file.text.contains("\"panels\"") {
            sink.push_file(What::Config { key: "grafana".into() });
        }
        return Ok(());
    }
    if !["datasources:", "providers:", "contactPoints:", "dashboard"].iter().any(|key| file.text.contains(key)) {
        return Ok(());
    }
    sink.push_file(What::Config { key: "grafana".into() });
    let (documents, error) = yaml::documents(file.text);
    for root in &documents {
        for source in root.get("datasources").map_or(&[][..], Node::items) {
            if let Some((node, kind)) = source.get("type").and_then(|node| Some((node, node.text()?))) {
                push_key(sink, node.span.clone(), format!("grafana-datasource:{kind}"));
            }
        }
        push_values(sink, root);
    }
    error.map_or(Ok(()), Err)
}

/// Rules of Prometheus, whatever the file's name.
pub fn rules(file: &File<'_>, sink: &mut Sink<'_>) {
    let alert = file.text.contains("- alert:") || file.text.contains("- record:");
    if alert && file.text.contains("groups:") && file.text.contains("expr:") && !file.text.contains("apiVersion:") {
        sink.push_file(What::Config { key: "prometheus".into() });
    }
}
