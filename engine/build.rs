//! Compiles `catalog/*.toml` into one text that `engine/src/catalog/index.rs` reads, and checks it on the way: an unknown
//! field or category, a double id, package, host, variable or other key, or a pattern out of form stops the build with file
//! and line.
//!
//! The text holds a service after the other, by id, and all that is said of one stands together: so it zips far better than
//! sorted tables, and needs no addresses. `NUL` stands between services, `SOH` and a letter for the field before the values of
//! one, and a line's end between values. `+` before a domain stands for the domain and, as `*.` says it, all below it. Before
//! the fields stand id, name, and a letter each for the category and the section. Homepages, which only exports name, are a
//! text of their own, a line for each service, and so are the domains of customers, which programs look up that hold no catalog. Then
//! the build names the report's styles by their hash.

#![allow(clippy::print_stdout)]

use base64::Engine;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
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

        /// The fields that hold keys.
        const KEYS: &[&str] = &[$(stringify!($key)),+];

        impl Entry {
            fn keys(self) -> Vec<(&'static str, Vec<Spanned<String>>)> {
                vec![$((stringify!($key), self.$key)),+]
            }
        }
    };
}

entry! {
    npm pypi python java dotnet php ruby elixir go cargo r#pub composer gem nuget maven hex swift cocoapods conan vcpkg cran
    cpan luarocks julia calls hosts links env shared schemes images actions config commands checks
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct CatalogFile {
    #[serde(default)]
    service: Vec<Entry>,
}

const SECTIONS: &[&str] = &[
    "APIs & External Services",
    "Data Storage",
    "Authentication & Identity",
    "Monitoring & Observability",
    "CI/CD & Deployment",
];

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

/// Most keys that the table in `engine/src/catalog/index.rs` finds at once, its slots being filled to three quarters.
const MOST_KEYS: usize = 48 * 1024;

/// The values of fields, each field by its letter.
type Fields = Vec<(char, Vec<String>)>;

/// What is gathered of all files.
#[derive(Default)]
struct Gathered {
    problems: Vec<String>,
    /// id -> what stands before the fields, and the values of the fields that hold no keys
    services: BTreeMap<String, (String, Fields)>,
    homepages: BTreeMap<String, String>,
    /// (id, other id, where)
    speaks: Vec<(String, String, String)>,
    /// field -> key -> (service id, where)
    tables: BTreeMap<&'static str, BTreeMap<String, (String, String)>>,
    /// (language, module) -> the services whose packages bring it, in order
    modules: BTreeMap<(&'static str, String), Vec<String>>,
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
    let mut all = Gathered::default();
    let mut categories = Vec::new();
    for path in &files {
        println!("cargo:rerun-if-changed={}", path.display());
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(path).expect("catalog files are UTF-8");
        match toml::from_str::<CatalogFile>(&text) {
            Ok(parsed) => gather(&mut all, parsed, &name, &text, letter(categories.len())),
            Err(e) => all.problems.push(format!("catalog/{name}: {e}")),
        }
        categories.push(camel(name.trim_end_matches(".toml")));
    }
    let keys: usize = all.tables.values().map(BTreeMap::len).sum::<usize>() + all.modules.len();
    if keys > MOST_KEYS {
        let problem = format!("catalog/: {keys} keys are more than {MOST_KEYS}: give the table of index.rs more slots");
        all.problems.push(problem);
    }
    for (id, other, at) in &all.speaks {
        if !all.services.contains_key(other) {
            all.problems.push(format!("{at}: {id} speaks {other:?}, which is no service"));
        }
    }
    if !all.problems.is_empty() {
        for problem in &all.problems {
            println!("cargo:warning={}", problem.replace('\n', " "));
            eprintln!("{problem}");
        }
        std::process::exit(1);
    }
    let out = env::var("OUT_DIR").expect("cargo sets it");
    let write = |name: &str, text: String| fs::write(Path::new(&out).join(name), text).expect("OUT_DIR is writable");
    write("catalog.rs", names(&categories));
    write("homepages.txt", all.homepages.values().map(|homepage| format!("{homepage}\n")).collect());
    write("customers.txt", customers(&all));
    write("catalog.txt", text(all));
}

/// Takes the entries of one file.
/// The domains that are a vendor's site themselves and its customers' below, a line each.
fn customers(all: &Gathered) -> String {
    let (hosts, links) = (&all.tables["hosts"], &all.tables["links"]);
    let domains = hosts.keys().filter_map(|host| host.strip_prefix("*."));
    domains.filter(|domain| links.contains_key(*domain)).map(|domain| format!("{domain}\n")).collect()
}

fn gather(all: &mut Gathered, parsed: CatalogFile, name: &str, text: &str, category: char) {
    for entry in parsed.service {
        let id = entry.id.get_ref().clone();
        let at = format!("catalog/{name}:{}", line(text, entry.id.span().start));
        if id.is_empty() || !id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            all.problems.push(format!("{at}: id {id:?} is not lower-case letters, digits and hyphens"));
        }
        let mut section = SECTIONS.len();
        if let Some(said) = &entry.section {
            match SECTIONS.iter().position(|known| known == said.get_ref()) {
                Some(known) => section = known,
                None => all.problems.push(format!("{at}: unknown section {:?}", said.get_ref())),
            }
        }
        for other in &entry.speaks {
            all.speaks.push((id.clone(), other.get_ref().clone(), at.clone()));
        }
        let letters = format!("{category}{}", letter(section));
        let head = [&id, &entry.name, &letters].map(String::as_str);
        let said = vec![
            ('1', entry.aliases.iter().map(|alias| alias.to_lowercase()).collect()),
            ('2', entry.umbrella.clone()),
            ('3', entry.speaks.iter().map(|other| other.get_ref().clone()).collect()),
        ];
        if let Some(odd) = head
            .iter()
            .copied()
            .chain([entry.homepage.as_str()])
            .chain(said.iter().flat_map(|(_, all)| all).map(String::as_str))
            .find(|s| odd(s))
        {
            all.problems
                .push(format!("{at}: {odd:?} is longer than a line of 255 bytes, or holds a control character"));
        }
        all.homepages.insert(id.clone(), entry.homepage.clone());
        if all.services.insert(id.clone(), (head.join("\n"), said)).is_some() {
            all.problems.push(format!("{at}: a second service has the id {id:?}"));
        }
        for (field, values) in entry.keys() {
            let field = field.trim_start_matches("r#");
            for value in values {
                let at = format!("catalog/{name}:{}", line(text, value.span().start));
                let value = value.into_inner();
                if let Some(problem) = malformed(field, &value) {
                    all.problems.push(format!("{at}: {field} {value:?} {problem}"));
                }
                if let Some(module) = module(field, &value) {
                    let owners = all.modules.entry(module).or_default();
                    if !owners.contains(&id) {
                        owners.push(id.clone());
                    }
                }
                insert(all, field, value, &id, &at);
            }
        }
    }
}

/// The text of the catalog.
fn text(mut all: Gathered) -> String {
    // Which modules a package brings is found when the text is read. Where two services' packages bring one, it is the
    // first's, and said.
    for ((language, module), owners) in all.modules {
        if owners.len() > 1 {
            let rows = all.tables.entry(language).or_default();
            rows.entry(module).or_insert_with(|| (owners[0].clone(), String::new()));
        }
    }
    for (place, key) in KEYS.iter().enumerate() {
        let mut own: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (value, (id, _)) in all.tables.remove(key.trim_start_matches("r#")).unwrap_or_default() {
            own.entry(id).or_default().push(value);
        }
        for (id, mut values) in own {
            if matches!(*key, "hosts" | "links") {
                pair(&mut values);
            }
            all.services.entry(id).or_default().1.push((letter(place), values));
        }
    }
    let services = all.services.into_values().map(|(mut entry, fields)| {
        for (field, values) in fields.into_iter().filter(|(_, values)| !values.is_empty()) {
            let _ = write!(entry, "\u{1}{field}{}", values.join("\n"));
        }
        entry
    });
    services.collect::<Vec<_>>().join("\0")
}

/// Says a domain and all below it in one.
fn pair(values: &mut Vec<String>) {
    let whole: Vec<String> = values.iter().filter_map(|value| value.strip_prefix("*.").map(str::to_owned)).collect();
    let both: Vec<String> = whole.into_iter().filter(|domain| values.contains(domain)).collect();
    values.retain(|value| !both.contains(value));
    for value in values.iter_mut() {
        if let Some(domain) = value.strip_prefix("*.").filter(|domain| both.iter().any(|both| both == domain)) {
            *value = format!("+{domain}");
        }
    }
}

/// What the letters of the text stand for, in Rust.
fn names(categories: &[String]) -> String {
    let fields: Vec<String> = KEYS.iter().map(|key| camel(key.trim_start_matches("r#"))).collect();
    let listed =
        |kind: &str, names: &[String]| names.iter().map(|name| format!("{kind}::{name}, ")).collect::<String>();
    format!(
        "/// A field that holds keys.\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]\n#[repr(u8)]\npub(super) enum Field {{ {} }}\n\
         pub(super) const FIELDS: &[(Field, &str)] = &[{}];\n\
         pub(super) const CATEGORIES: &[Category] = &[{}];\n\
         pub(super) const SECTIONS: &[&str] = &{SECTIONS:?};\n",
        fields.join(", "),
        fields
            .iter()
            .zip(KEYS)
            .map(|(field, key)| format!("(Field::{field}, {:?}), ", key.trim_start_matches("r#")))
            .collect::<String>(),
        listed("Category", categories),
    )
}

/// The letter for the thing at this place of a list.
fn letter(place: usize) -> char {
    char::from(b'A' + u8::try_from(place).expect("few fields, categories and sections"))
}

/// Whether a value cannot stand in the text.
fn odd(value: &str) -> bool {
    value.len() > 255 || value.chars().any(char::is_control)
}

fn insert(all: &mut Gathered, field: &'static str, key: String, id: &str, at: &str) {
    // One look-up finds either.
    let other = if field == "links" { "hosts" } else { "links" };
    let doubled = matches!(field, "hosts" | "links").then(|| all.tables.get(other)?.get(&key)).flatten();
    if let Some((service, elsewhere)) = doubled {
        all.problems.push(format!("{at}: {field} {key:?} of {id} is among the {other} of {service} ({elsewhere})"));
    }
    let rows = all.tables.entry(field).or_default();
    if let Some((other, elsewhere)) = rows.get(&key) {
        all.problems.push(format!("{at}: {field} {key:?} of {id} is also {other}'s ({elsewhere})"));
    }
    rows.insert(key, (id.to_owned(), at.to_owned()));
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

/// What is wrong with a key's form, if anything is.
fn malformed(field: &str, value: &str) -> Option<&'static str> {
    if value.is_empty() || value.trim() != value {
        return Some("is empty or has space around it");
    }
    if odd(value) {
        return Some("is longer than 255 bytes, or holds a control character");
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
        _ => None,
    }
}

fn camel(word: &str) -> String {
    word.split('-').map(|part| part[..1].to_uppercase() + &part[1..]).collect()
}
