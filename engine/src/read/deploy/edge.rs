//! Hosts of sites and functions: Vercel, Netlify, Cloudflare, Firebase, Supabase.

use super::tree::tree;
use super::{push_key, push_values};
use crate::facts::{Route, Sink, What};
use crate::read::variable::{declare_all, is_name};
use crate::read::yaml::Node;
use crate::read::{File, ReadError};

/// `vercel.json`: crons call routes of the project's own.
pub fn vercel(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let root = tree(file.extension(), file.text)?;
    if let Some(crons) = root.get("crons") {
        push_key(sink, crons.span.clone(), "vercel:crons".into());
        for path in crons.items().iter().filter_map(|cron| cron.get("path")) {
            if let Some(text) = path.text() {
                let route = Route { method: "GET".into(), path: text.to_owned(), ..Route::default() };
                sink.push(path.span.clone(), What::Route(route));
            }
        }
    }
    for key in ["env", "build"] {
        if let Some(node) = root.get(key) {
            declare_all(sink, node.get("env").unwrap_or(node));
        }
    }
    push_parts(sink, &root, &["rewrites", "redirects", "routes"]);
    Ok(())
}

/// Adds the hosts in these parts of a file.
fn push_parts(sink: &mut Sink<'_>, root: &Node<'_>, keys: &[&str]) {
    for node in keys.iter().filter_map(|key| root.get(key)) {
        push_values(sink, node);
    }
}

/// `netlify.toml`.
pub fn netlify(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let root = tree("toml", file.text)?;
    for part in ["functions", "plugins", "edge_functions"] {
        if let Some(node) = root.get(part) {
            push_key(sink, node.span.clone(), format!("netlify:{part}"));
        }
    }
    root.each_entry(&mut |entry| {
        if entry.key == "environment" {
            declare_all(sink, &entry.value);
        }
    });
    push_parts(sink, &root, &["redirects"]);
    Ok(())
}

/// Parts of a Worker's configuration that each stand for a service.
const BINDINGS: &[&str] = &[
    "ai",
    "analytics_engine_datasets",
    "browser",
    "containers",
    "d1_databases",
    "durable_objects",
    "hyperdrive",
    "images",
    "kv_namespaces",
    "queues",
    "r2_buckets",
    "send_email",
    "triggers",
    "vectorize",
    "workflows",
];

/// `wrangler.toml` and its JSON forms.
pub fn wrangler(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let pages = file.text.contains("pages_build_output_dir");
    sink.push_file(What::Config { key: if pages { "wrangler:pages" } else { "wrangler" }.into() });
    let root = tree(file.extension(), file.text)?;
    let environments = root.get("env").map_or(&[][..], Node::entries).iter().map(|entry| &entry.value);
    for node in std::iter::once(&root).chain(environments) {
        for entry in node.entries() {
            if BINDINGS.contains(&&*entry.key) {
                push_key(sink, entry.key_span.clone(), format!("wrangler:{}", entry.key));
            }
            if entry.key == "vars" {
                declare_all(sink, &entry.value);
            }
        }
        let stores = [
            ("d1_databases", "database_name", "database", "cloudflare-d1"),
            ("r2_buckets", "bucket_name", "bucket", "cloudflare-r2"),
        ];
        for (part, key, kind, engine) in stores {
            for name in node.get(part).map_or(&[][..], Node::items).iter().filter_map(|item| item.get(key)) {
                if let Some(text) = name.text() {
                    sink.push(
                        name.span.clone(),
                        What::Store { kind: kind.into(), name: text.to_owned(), engine: engine.into() },
                    );
                }
            }
        }
    }
    Ok(())
}

/// `firebase.json`.
pub fn firebase(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let root = tree("json", file.text)?;
    for entry in root.entries() {
        if !entry.key.starts_with('$') {
            push_key(sink, entry.key_span.clone(), format!("firebase:{}", entry.key));
        }
    }
    Ok(())
}

/// Keys that the file is made with, whether or not anybody uses them.
const SUPABASE_OWN: &[&str] = &["openai_api_key", "s3_access_key", "s3_host", "s3_region", "s3_secret_key"];

/// `supabase/config.toml`: enabled providers of sign-in, and the variables that it takes. Those of tables that are turned
/// off, and those of every new file, are only declared.
pub fn supabase(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut at = 0;
    let mut off = false;
    for line in file.text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let code = line.trim_start();
        if code.starts_with('#') {
            continue;
        }
        if code.starts_with('[') {
            // A table is short, and ends where the next begins.
            off = file.text[at..]
                .lines()
                .take(60)
                .take_while(|below| !below.trim_start().starts_with('['))
                .any(|below| below.replace(' ', "").starts_with("enabled=false"));
        }
        let key = code.split('=').next().unwrap_or("").trim_end();
        for (found, _) in line.match_indices("env(") {
            let name = line[found + 4..].split(')').next().unwrap_or("");
            if is_name(name) {
                let from = start + found + 4;
                let span = from..from + name.len();
                let name = name.to_owned();
                let what = if off || SUPABASE_OWN.contains(&key) {
                    What::EnvDeclared { name, has_value: false }
                } else {
                    What::EnvRead { name, required: None }
                };
                sink.push(span, what);
            }
        }
    }
    let root = tree("toml", file.text)?;
    for provider in root.get("auth").and_then(|auth| auth.get("external")).map_or(&[][..], Node::entries) {
        if provider.value.text_of("enabled") == Some("true") {
            push_key(sink, provider.key_span.clone(), format!("supabase-auth:{}", provider.key));
        }
    }
    Ok(())
}
