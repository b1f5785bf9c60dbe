//! Ansible: playbooks, roles, and what they ask the galaxy for.
//! <https://docs.ansible.com/ansible/latest/playbook_guide/index.html>

use super::image::push_image;
use super::variable::{declare_all, is_capital_name, push_address};
use super::yaml::{self, Entry, Node};
use super::{File, ReadError, Reader};
use crate::facts::{Sink, Usage, What};
use crate::path;
use std::collections::HashSet;

/// Reads it.
pub const READER: Reader = Reader { name: "ansible", wants, read };

/// Folders of Ansible's. Sorted.
const FOLDERS: &[&str] = &["ansible", "group_vars", "handlers", "host_vars", "playbooks", "roles", "tasks"];

/// Names of playbooks and lists outside of them. Sorted.
const NAMES: &[&str] = &["local.yml", "main.yml", "playbook.yaml", "playbook.yml", "requirements.yml", "site.yml"];

fn wants(path: &str) -> bool {
    matches!(path::extension(path), "yaml" | "yml")
        && (NAMES.binary_search(&path::name(path)).is_ok()
            || path::folder(path).split('/').any(|part| FOLDERS.binary_search(&part).is_ok()))
}

/// Keys of a task that are no module's name. Sorted.
const KEYWORDS: &[&str] = &["environment", "hosts", "name", "notify", "register", "tags", "vars", "when"];

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    // A file that somebody encrypted is no YAML.
    if file.text.starts_with("$ANSIBLE_VAULT") {
        return Ok(());
    }
    let variables = file.path.split('/').any(|part| matches!(part, "defaults" | "group_vars" | "host_vars" | "vars"));
    let (documents, error) = yaml::documents(file.text);
    let mut scan = Scan { sink, given: HashSet::new() };
    for root in &documents {
        if file.name() == "requirements.yml" {
            scan.galaxy(root);
        } else if variables {
            root.each_scalar("", &mut |key, node| scan.value(key, node));
        } else if is_play(root) {
            scan.tasks(root);
        }
    }
    // Other tools have files of these names, and their mistakes are theirs to tell.
    match error {
        Some(error) if !scan.given.is_empty() => Err(error),
        _ => Ok(()),
    }
}

/// Whether a document is a list of plays or tasks.
fn is_play(root: &Node<'_>) -> bool {
    root.items().iter().take(20).any(|item| {
        item.get("hosts").is_some()
            || item.get("import_playbook").is_some()
            || item.get("name").is_some() && item.entries().iter().any(|entry| is_module(entry))
    })
}

/// Whether a key of a task names a module, with arguments behind it: `ansible.builtin.apt`, `docker_container`.
fn is_module(entry: &Entry<'_>) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'_' | b'.');
    KEYWORDS.binary_search(&&*entry.key).is_err() && entry.key.bytes().all(plain) && !entry.key.is_empty()
}

/// Modules that put packages of the system on a machine.
const PACKAGERS: &[&str] = &["apk", "apt", "dnf", "homebrew", "package", "pacman", "yum", "zypper"];

struct Scan<'s, 'a> {
    sink: &'s mut Sink<'a>,
    given: HashSet<String>,
}

impl Scan<'_, '_> {
    fn key(&mut self, span: std::ops::Range<usize>, key: String) {
        if self.given.len() < 1000 && self.given.insert(key.clone()) {
            self.sink.push_named(span, What::Config { key: key.clone() }, &key);
        }
    }

    fn tasks(&mut self, root: &Node<'_>) {
        self.key(0..0, "ansible".into());
        root.each_entry(&mut |entry| {
            let value = &entry.value;
            if entry.key == "environment" {
                declare_all(self.sink, value);
            }
            // Modules with arguments, by their collection or their name.
            let module = entry.key.rsplit('.').next().unwrap_or("");
            if is_module(entry) && (!value.entries().is_empty() || entry.key.contains('.')) {
                let collection = entry.key.rsplit_once('.').map_or("", |(collection, _)| collection);
                if collection.contains('.') && collection != "ansible.builtin" {
                    self.key(entry.key_span.clone(), format!("ansible-collection:{collection}"));
                }
                if module.contains('_') {
                    self.key(entry.key_span.clone(), format!("ansible-module:{module}"));
                }
            }
            if PACKAGERS.contains(&module) {
                self.packages(value);
            }
            if matches!(module, "docker_container" | "docker_image" | "podman_container") {
                let image = value.get("image").or_else(|| value.get("name").filter(|_| module == "docker_image"));
                if let Some(image) = image.filter(|image| image.text().is_some_and(|text| !text.contains("{{"))) {
                    push_image(self.sink, image.span.clone(), image.text().unwrap_or(""), false);
                }
                if let Some(env) = value.get("env") {
                    declare_all(self.sink, env);
                }
            }
        });
        root.each_scalar("", &mut |key, node| self.value(key, node));
    }

    /// The packages of a task, each as `package:NAME`: by name, as a list, or `pkg=nginx` in one line.
    fn packages(&mut self, task: &Node<'_>) {
        let line = task.text().and_then(|text| {
            text.split_whitespace().find_map(|word| word.strip_prefix("name=").or_else(|| word.strip_prefix("pkg=")))
        });
        for name in line.unwrap_or("").split(',') {
            self.package(task.span.clone(), name);
        }
        for node in ["name", "pkg"].iter().filter_map(|key| task.get(key)) {
            for item in std::iter::once(node).chain(node.items()) {
                for name in item.text().unwrap_or("").split(',') {
                    self.package(item.span.clone(), name.trim());
                }
            }
        }
    }

    fn package(&mut self, span: std::ops::Range<usize>, name: &str) {
        let name = name.split('=').next().unwrap_or(name);
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'+' | b'_');
        if !name.is_empty() && name.bytes().all(plain) {
            self.key(span, format!("package:{name}"));
        }
    }

    /// A value: variables of who runs it, `lookup('env', 'NAME')`, and addresses.
    fn value(&mut self, key: &str, node: &Node<'_>) {
        let text = self.sink.text();
        let raw = text.get(node.span.clone()).unwrap_or("");
        for lead in ["lookup('env', '", "lookup('env','", "lookup(\"env\", \"", "lookup('ansible.builtin.env', '"] {
            for (at, _) in raw.match_indices(lead) {
                let from = at + lead.len();
                let name = raw[from..].split(['\'', '"']).next().unwrap_or("");
                if is_capital_name(name) {
                    let place = node.span.start + from..node.span.start + from + name.len();
                    self.sink.push_named(place, What::EnvRead { name: name.to_owned(), required: None }, name);
                }
            }
        }
        if raw.contains("://") && !matches!(key, "name" | "msg" | "description") {
            push_address(self.sink, node.span.clone(), key, raw, Usage::Value);
        }
    }

    /// `requirements.yml`: roles and collections, in the older form a list of roles alone.
    fn galaxy(&mut self, root: &Node<'_>) {
        let of = |key: &str| root.get(key).map_or(&[][..], Node::items);
        for (kind, items) in
            [("ansible-role", root.items()), ("ansible-role", of("roles")), ("ansible-collection", of("collections"))]
        {
            for item in items {
                let Some(node) = item.get("name").or_else(|| item.get("src")).or(Some(item)) else { continue };
                let name = node.text().filter(|name| name.contains('.') && !name.contains([':', '/', ' ']));
                if let Some(name) = name {
                    self.key(node.span.clone(), format!("{kind}:{name}"));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn tables_are_sorted() {
        assert!(super::FOLDERS.is_sorted() && super::NAMES.is_sorted() && super::KEYWORDS.is_sorted());
    }
}
