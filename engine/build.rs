//! Compiles `catalog/*.toml` into static tables, and checks it on the way: an unknown field or category, a double id,
//! package, host, variable or other key, or a pattern out of form stops the build with file and line. Then names the report's
//! styles by their hash.

#![allow(clippy::print_stdout)]

use base64::Engine;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};
use toml::Spanned;

macro_rules! entry {
    ($($key:ident)+) => {
        /// One entry of a catalog file. `docs/catalog.md` says what each field holds.
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Entry {
            id: Spanned<String>,
            name: String,
            #[serde(default)]
            aliases: Vec<String>,
            #[serde(default)]
            homepage: String,
            #[serde(default)]
            section: Option<Spanned<String>>,
            #[serde(default)]
            umbrella: Vec<String>,
            #[serde(default)]
            speaks: Vec<Spanned<String>>,
            $(#[serde(default)] $key: Vec<Spanned<String>>,)+
        }

        /// The fields that hold keys. Each has a table of its own, but for links, which stand among the hosts.
        const KEYS: &[&str] = &[$(stringify!($key)),+];

        impl Entry {
            fn keys(self) -> Vec<(&'static str, Vec<Spanned<String>>)> {
                vec![$((stringify!($key), self.$key)),+]
            }
        }
    };
}

entry! {
    npm pypi go cargo r#pub composer gem nuget maven hex swift cocoapods conan vcpkg cran cpan luarocks julia
    actions calls checks commands config dotnet elixir env hosts images java links php python ruby schemes shared
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogFile {
    #[serde(default)]
    service: Vec<Entry>,
}

/// The fields that hold packages.
const ECOSYSTEMS: &[&str] =
    &["npm", "pypi", "go", "cargo", "pub", "composer", "gem", "nuget", "maven", "hex", "swift", "cocoapods"];

const SECTIONS: &[&str] = &[
    "APIs & External Services",
    "Data Storage",
    "Authentication & Identity",
    "Monitoring & Observability",
    "CI/CD & Deployment",
];

struct Problems(Vec<String>);

/// Gives the engine the name by which the report's content policy knows its styles.
fn report_style() {
    let path = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../www/report.css");
    println!("cargo:rerun-if-changed={}", path.display());
    // What reads HTML knows one line break only, however the file was checked out.
    let style = fs::read_to_string(&path).expect("www/report.css stands beside engine/").replace("\r\n", "\n");
    let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(style.as_bytes()));
    println!("cargo:rustc-env=PATCHBAY_REPORT_STYLE_HASH=sha256-{hash}");
}

fn line(text: &str, at: usize) -> usize {
    text[..at.min(text.len())].matches('\n').count() + 1
}

fn main() {
    report_style();
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../catalog");
    println!("cargo:rerun-if-changed={}", root.display());
    println!("cargo:rerun-if-changed=build.rs");
    let mut files: Vec<_> = fs::read_dir(&root)
        .expect("catalog/ stands beside engine/")
        .map(|entry| entry.expect("catalog/ is readable").path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    let mut problems = Problems(Vec::new());
    // (sort id, generated struct text)
    let mut services: BTreeMap<String, String> = BTreeMap::new();
    let mut speaks: Vec<(String, String, String)> = Vec::new();
    // id -> its folded id, name and aliases
    let mut spoken: BTreeMap<String, [Vec<String>; 3]> = BTreeMap::new();
    // table -> key -> (service id, where)
    let mut tables: BTreeMap<String, BTreeMap<String, (String, String)>> = BTreeMap::new();
    for path in &files {
        println!("cargo:rerun-if-changed={}", path.display());
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let category = name.trim_end_matches(".toml");
        let variant = camel(category);
        let text = fs::read_to_string(path).expect("catalog files are UTF-8");
        let parsed: CatalogFile = match toml::from_str(&text) {
            Ok(parsed) => parsed,
            Err(e) => {
                problems.0.push(format!("catalog/{name}: {e}"));
                continue;
            }
        };
        for entry in parsed.service {
            let id = entry.id.get_ref().clone();
            let at = format!("catalog/{name}:{}", line(&text, entry.id.span().start));
            if id.is_empty() || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
                problems.0.push(format!("{at}: id {id:?} is not lower-case letters, digits and hyphens"));
            }
            let section = entry.section.as_ref().map(|s| s.get_ref().as_str());
            if let Some(section) = section
                && !SECTIONS.contains(&section)
            {
                problems.0.push(format!("{at}: unknown section {section:?}"));
            }
            for other in &entry.speaks {
                speaks.push((id.clone(), other.get_ref().clone(), at.clone()));
            }
            let fold = |name: &String| -> String {
                name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
            };
            spoken.insert(
                id.clone(),
                [vec![fold(&id)], vec![fold(&entry.name)], entry.aliases.iter().map(fold).collect()],
            );
            let aliases: Vec<String> = entry.aliases.iter().map(|a| a.to_lowercase()).collect();
            let generated = format!(
                "Service {{ id: {id:?}, name: {:?}, aliases: &{aliases:?}, homepage: {:?}, category: Category::{variant}, section: {}, umbrella: &{:?}, speaks: &{:?}",
                entry.name,
                entry.homepage,
                section.map_or_else(|| format!("Category::{variant}.section()"), |s| format!("{s:?}")),
                entry.umbrella,
                entry.speaks.iter().map(|s| s.get_ref().as_str()).collect::<Vec<_>>(),
            );
            let mut named_in = Vec::new();
            for (field, values) in entry.keys() {
                let field = field.trim_start_matches("r#");
                for value in values {
                    let at = format!("catalog/{name}:{}", line(&text, value.span().start));
                    let mut value = value.into_inner();
                    if let Some(problem) = malformed(field, &value) {
                        problems.0.push(format!("{at}: {field} {value:?} {problem}"));
                    }
                    let table = if field == "links" { "hosts" } else { field };
                    if field == "links" {
                        value.insert(0, '~');
                    }
                    insert(&mut tables, &mut problems, table, value.clone(), &id, &at);
                    if let Some((language, module)) = module(field, &value) {
                        let modules = tables.entry(language.into()).or_default();
                        modules.entry(module).or_insert((id.clone(), String::new()));
                    }
                    if let Some(ecosystem) = ecosystem(field, &value)
                        && !named_in.contains(&ecosystem)
                    {
                        named_in.push(ecosystem);
                    }
                }
            }
            let named_in: Vec<String> = named_in.into_iter().map(|e| format!("Ecosystem::{e}")).collect();
            let generated = format!("{generated}, named_in: &[{}] }}", named_in.join(", "));
            if services.insert(id.clone(), generated).is_some() {
                problems.0.push(format!("{at}: a second service has the id {id:?}"));
            }
        }
    }
    for (id, other, at) in &speaks {
        if !services.contains_key(other) {
            problems.0.push(format!("{at}: {id} speaks {other:?}, which is no service"));
        }
    }
    if !problems.0.is_empty() {
        for problem in &problems.0 {
            println!("cargo:warning={}", problem.replace('\n', " "));
            eprintln!("{problem}");
        }
        std::process::exit(1);
    }
    let index: BTreeMap<&String, usize> = services.keys().enumerate().map(|(i, id)| (id, i)).collect();
    let mut out = String::new();
    let _ = writeln!(out, "pub(super) static SERVICES: &[Service] = &[");
    for service in services.values() {
        let _ = writeln!(out, "    {service},");
    }
    let _ = writeln!(out, "];");
    let packages: BTreeSet<&String> =
        ECOSYSTEMS.iter().filter_map(|eco| tables.get(*eco)).flat_map(BTreeMap::keys).collect();
    let _ = writeln!(out, "pub(super) static PACKAGES: &[&str] = &[");
    for name in packages.into_iter().filter(|name| !name.ends_with('*')) {
        let _ = writeln!(out, "    {name:?},");
    }
    let _ = writeln!(out, "];");
    for table in KEYS.iter().map(|key| key.trim_start_matches("r#")).filter(|key| *key != "links") {
        let rows = tables.remove(table).unwrap_or_default();
        let _ = writeln!(out, "pub(super) static {}: &[(&str, u16)] = &[", table.to_uppercase());
        // Links sort where their host would, so that one search finds both.
        let mut rows: Vec<_> = rows.into_iter().collect();
        rows.sort_by(|a, b| a.0.trim_start_matches('~').cmp(b.0.trim_start_matches('~')));
        for (key, (id, _)) in rows {
            let _ = writeln!(out, "    ({key:?}, {}),", index[&id]);
        }
        let _ = writeln!(out, "];");
    }
    // Ids come first, then names, then aliases; of two services with one alias, the first by id has it.
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for rank in 0..3 {
        for (id, of_rank) in &spoken {
            for name in &of_rank[rank] {
                names.entry(name.clone()).or_insert(index[id]);
            }
        }
    }
    names.remove("");
    let _ = writeln!(out, "pub(super) static NAMES: &[(&str, u16)] = &[");
    for (name, service) in &names {
        let _ = writeln!(out, "    ({name:?}, {service}),");
    }
    let _ = writeln!(out, "];");
    // The first bytes of each name as a number, so that most of a search stays in a few cache lines.
    let _ = writeln!(out, "pub(super) static NAME_HEADS: &[u32] = &[");
    for name in names.keys() {
        let mut head = [0; 4];
        let length = name.len().min(4);
        head[..length].copy_from_slice(&name.as_bytes()[..length]);
        let _ = writeln!(out, "    {},", u32::from_be_bytes(head));
    }
    let _ = writeln!(out, "];");
    let target = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("catalog.rs");
    fs::write(target, out).expect("OUT_DIR is writable");
}

fn insert(
    tables: &mut BTreeMap<String, BTreeMap<String, (String, String)>>,
    problems: &mut Problems,
    table: &str,
    key: String,
    id: &str,
    at: &str,
) {
    let rows = tables.entry(table.to_owned()).or_default();
    match rows.get(&key) {
        Some((other, elsewhere)) if !elsewhere.is_empty() => {
            problems.0.push(format!("{at}: {table} {key:?} of {id} is also {other}'s ({elsewhere})"));
        }
        _ => {
            rows.insert(key, (id.to_owned(), at.to_owned()));
        }
    }
}

/// The module that a package brings into code, and the field that holds such names, where its name tells: a
/// distribution's modules are named like it, with underscores; a group's packages and a NuGet package's namespaces begin
/// with its name. What the field itself says goes first.
fn module(field: &str, key: &str) -> Option<(&'static str, String)> {
    match field {
        "pypi" => Some(("python", key.replace('-', "_").to_lowercase())),
        "maven" => {
            let stem = match key.split_once(':') {
                Some((group, "*")) => group,
                Some(_) => return None,
                None => key.trim_end_matches('*'),
            };
            Some(("java", stem.trim_end_matches('.').to_owned()))
        }
        "nuget" => Some(("dotnet", key.trim_end_matches('*').trim_end_matches('.').to_owned())),
        _ => None,
    }
}

/// The ecosystem whose code shows a service by this key.
fn ecosystem(field: &str, key: &str) -> Option<&'static str> {
    match field {
        "java" => Some("Maven"),
        "dotnet" => Some("Nuget"),
        "php" => Some("Composer"),
        "ruby" => Some("Gem"),
        "elixir" => Some("Hex"),
        _ => module(field, key).filter(|(language, _)| *language == "java").map(|_| "Maven"),
    }
}

/// What is wrong with a key's form, if anything is.
fn malformed(field: &str, value: &str) -> Option<&'static str> {
    if value.is_empty() || value.trim() != value {
        return Some("is empty or has space around it");
    }
    let stem = value.strip_suffix('*').unwrap_or(value);
    match field {
        "hosts" | "links" => {
            let host = value.strip_prefix("*.").unwrap_or(value);
            let path_at = host.find('/').unwrap_or(host.len());
            let (host, _) = host.split_at(path_at);
            let fits = host.contains('.')
                && host.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.');
            (!fits).then_some("is not a host in lower case, or `*.` and a domain, with a path behind it at most")
        }
        "env" | "shared" => {
            let fits =
                stem.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_') && stem.len() >= 2;
            (!fits).then_some("is not a variable's name in capitals, or a prefix and `*`")
        }
        "npm" | "pypi" => {
            (value.chars().any(|c| c.is_ascii_uppercase() || c.is_whitespace())).then_some("is not in lower case")
        }
        _ => value.contains('\n').then_some("runs over a line"),
    }
}

fn camel(word: &str) -> String {
    word.split('-').map(|part| part[..1].to_uppercase() + &part[1..]).collect()
}
