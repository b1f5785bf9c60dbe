//! Files in which web frameworks keep settings and routes in a form of their own: Symfony's YAML with `%env(NAME)%`, Rails'
//! YAML with Ruby inside, Spring's YAML and properties, Play's `conf/routes`.

use super::lines::lines;
use super::variable::{interpolations, is_capital_name};
use super::{File, ReadError, Reader, settings};
use crate::facts::{Route, Sink, What};
use crate::path;
use crate::source;
use std::ops::Range;

/// Reads it.
pub const READER: Reader = Reader { name: "framework", wants, read };

/// The methods of HTTP as route files write them.
const METHODS: &[&str] = &["DELETE", "GET", "HEAD", "PATCH", "POST", "PUT"];

/// Folders in which frameworks look for settings.
const FOLDERS: &[&str] = &["config", "resources"];

fn wants(path: &str) -> bool {
    is_play(path)
        || matches!(path::extension(path), "yml" | "yaml" | "properties")
            && path::folder(path).split('/').any(|part| FOLDERS.contains(&part))
}

/// Whether the file holds the routes of a Play application: `conf/routes`, `conf/admin.routes`.
fn is_play(path: &str) -> bool {
    path::name(path::folder(path)) == "conf" && (path::name(path) == "routes" || path::extension(path) == "routes")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if is_play(file.path) {
        play(file, sink);
        return Ok(());
    }
    symfony_variables(file.text, sink);
    if memchr::memmem::find(file.text.as_bytes(), b"<%").is_some() {
        source::read_embedded_ruby(file, sink);
    }
    if file.path.contains("src/main/resources/") && !(settings::READER.wants)(file.path) {
        spring(file.text, sink);
    }
    let routes = path::name(path::folder(file.path)) == "routes" || path::name(file.path).starts_with("routes.");
    if routes {
        symfony_routes(file.text, sink);
    }
    Ok(())
}

/// `%env(NAME)%`, `%env(default:value:NAME)%`, `%env(resolve:NAME)%`.
fn symfony_variables(text: &str, sink: &mut Sink<'_>) {
    for at in memchr::memmem::find_iter(text.as_bytes(), b"%env(") {
        let start = at + "%env(".len();
        let near = text.as_bytes().get(start..text.len().min(start + 120)).unwrap_or(&[]);
        let Some(inside) = memchr::memchr(b')', near).and_then(|n| text.get(start..start + n)) else { continue };
        let name = inside.rsplit(':').next().unwrap_or(inside);
        let line = text.get(..at).and_then(|before| before.rsplit('\n').next()).unwrap_or("");
        if is_capital_name(name) && !line.trim_start().starts_with('#') {
            let from = start + inside.len() - name.len();
            let required = if inside.starts_with("default:") { Some(false) } else { None };
            sink.push(from..from + name.len(), What::EnvRead { name: name.to_owned(), required });
        }
    }
}

/// `${NAME:default}`.
fn spring(text: &str, sink: &mut Sink<'_>) {
    for line in lines(text).filter(|line| !line.is_blank()) {
        for (span, name, rest) in interpolations(line.text) {
            if is_capital_name(name) {
                let required = if rest.is_empty() { None } else { Some(false) };
                let span = line.start + span.start..line.start + span.end;
                sink.push(span, What::EnvRead { name: name.to_owned(), required });
            }
        }
    }
}

/// `POST  /hooks/stripe  controllers.Hooks.stripe(…)`.
fn play(file: &File<'_>, sink: &mut Sink<'_>) {
    for line in lines(file.text).filter(|line| !line.is_blank()) {
        let mut words = line.text.split_whitespace();
        let (Some(method), Some(path)) = (words.next(), words.next()) else { continue };
        if METHODS.binary_search(&method).is_err() || !path.starts_with('/') {
            continue;
        }
        let call = words.next().unwrap_or("").split('(').next().unwrap_or("");
        let handler = call.rsplit('.').next().unwrap_or("").to_owned();
        let at = line.start + line.text.find(path).unwrap_or(0);
        let route = Route { method: method.into(), path: path.into(), handler, ..Route::default() };
        sink.push(at..at + path.len(), What::Route(route));
    }
}

/// A route of Symfony's while its lines are read.
#[derive(Default)]
struct Draft {
    path: Option<(Range<usize>, String)>,
    methods: Vec<String>,
    handler: String,
}

/// `hook: { path: /hooks/stripe, … }` over lines: a path, its controller and its methods.
fn symfony_routes(text: &str, sink: &mut Sink<'_>) {
    let mut draft = Draft::default();
    for line in lines(text).filter(|line| !line.is_blank()) {
        if line.indent() == 0 {
            give(std::mem::take(&mut draft), sink);
        }
        let Some((key, value)) = line.text.split_once(':') else { continue };
        let value_at = line.start + key.len() + 1 + (value.len() - value.trim_start().len());
        let value = value.trim().trim_matches(['"', '\'']);
        match key.trim() {
            "path" if value.starts_with('/') => draft.path = Some((value_at..value_at + value.len(), value.to_owned())),
            "methods" => {
                let words = value.split(|c: char| !c.is_ascii_alphabetic());
                draft.methods = words.filter(|w| METHODS.binary_search(w).is_ok()).map(str::to_owned).collect();
            }
            "controller" | "_controller" => {
                let (class, method) = value.rsplit_once("::").unwrap_or((value, "__invoke"));
                draft.handler = format!("{}.{method}", class.rsplit('\\').next().unwrap_or(class));
            }
            _ => {}
        }
    }
    give(draft, sink);
}

fn give(draft: Draft, sink: &mut Sink<'_>) {
    let Some((span, path)) = draft.path.filter(|_| !draft.handler.is_empty()) else { return };
    let methods = if draft.methods.is_empty() { vec![String::new()] } else { draft.methods };
    for method in methods {
        let route = Route { method, path: path.clone(), handler: draft.handler.clone(), ..Route::default() };
        sink.push(span.clone(), What::Route(route));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_frameworks() {
        assert!(METHODS.is_sorted());
        for path in
            ["conf/routes", "shop/conf/admin.routes", "config/database.yml", "a/src/main/resources/x.properties"]
        {
            assert!(wants(path), "{path}");
        }
        for path in ["routes", "src/routes/x.ts", "docker-compose.yml", "é"] {
            assert!(!wants(path), "{path}");
        }
    }
}
