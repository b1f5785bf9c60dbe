//! Prints what is found in each line of an audit document: `cargo run -p patchbay-engine --example things DOCUMENT`.

#![allow(clippy::print_stdout)]

use patchbay_engine::markdown::inline::{Context, Thing, What, things};

/// What the label at a line's beginning says that it lists.
fn context(line: &str) -> Context {
    let label = line.trim_start_matches([' ', '-', '*']).split(':').next().unwrap_or("").to_lowercase();
    let is = |words: &[&str]| label.len() < 40 && words.iter().any(|word| label.contains(word));
    match () {
        () if is(&["sdk", "client", "library", "package", "dependenc"]) => Context::Packages,
        () if is(&["env", "auth", "config", "credential", "secret", "connection"]) => Context::Variables,
        () if is(&["implementation", "location", "file", "handler", "schema"]) => Context::Paths,
        () if is(&["endpoint", "webhook", "route", "callback"]) => Context::Endpoints,
        () if is(&["event"]) => Context::Events,
        () if is(&["table", "collection", "bucket", "queue"]) => Context::Stores,
        () if is(&["image"]) => Context::Images,
        () if is(&["provider", "service", "platform"]) => Context::Services,
        () => Context::Plain,
    }
}

fn show(thing: &Thing) -> String {
    let mark = if thing.denied { "!" } else { "" };
    match &thing.what {
        What::Service(id) => format!("{mark}SERVICE {id}"),
        What::Package(name, ecosystem) => format!("{mark}package {name} {}", ecosystem.unwrap_or("")),
        What::Host(host, path) => format!("{mark}host {host}{path}"),
        What::Endpoint(method, path) => format!("{mark}endpoint {method} {path}"),
        What::Image(name, tag) => format!("{mark}image {name}:{tag}"),
        What::Version(text) => format!("{mark}version {text}"),
        What::Env(text) => format!("{mark}env {text}"),
        What::Path(text) => format!("{mark}path {text}"),
        What::Event(text) => format!("{mark}event {text}"),
        What::Store(text) => format!("{mark}store {text}"),
        What::Date(text) => format!("{mark}date {text}"),
        What::Symbol(text) => format!("{mark}symbol {text}"),
    }
}

fn main() -> std::io::Result<()> {
    for name in std::env::args().skip(1) {
        let text = std::fs::read_to_string(&name)?;
        println!("=== {name}");
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            let found: Vec<String> = things(line, context(line)).iter().map(show).collect();
            println!("{line}");
            if !found.is_empty() {
                println!("        » {}", found.join(" · "));
            }
        }
    }
    Ok(())
}
