//! Rust: axum, Actix, Rocket and Poem, settings by clap, envy and envconfig.

use super::annotations::Mark;
use super::imports::{Imports, Inline, Keep};
use super::{Language, Need, Scan, Shows, Table};
use crate::audit::Ecosystem;
use crate::facts::What;
use crate::source::lex::{Kind, StringForm, Syntax};

/// How it is read. A lone `'` begins a lifetime; of characters only the quote matters, as it would open a string.
pub static TABLE: Language = Language::new(Table {
    syntax: Syntax {
        line_comments: &["//"],
        block_comments: &[("/*", "*/", true)],
        strings: &[
            StringForm { open: "'\"", close: "'", escapes: false, multiline: false, interpolation: "" },
            StringForm { open: "'\\\"", close: "'", escapes: false, multiline: false, interpolation: "" },
            StringForm { open: "##\"", close: "\"##", escapes: false, multiline: true, interpolation: "" },
            StringForm { open: "#\"", close: "\"#", escapes: false, multiline: true, interpolation: "" },
            StringForm { open: "\"", close: "\"", escapes: true, multiline: true, interpolation: "" },
        ],
        string_prefixes: "bcr",
        ..Syntax::BARE
    },
    imports: Imports {
        ecosystem: Some(Ecosystem::Cargo),
        words: &["use", "crate"],
        separator: "::",
        keep: Keep::First,
        inline: Inline::Small,
        own: &[],
        own_segments: 1,
        common: COMMON,
    },
    idioms: &[
        ("env::var('')", Shows::Env(Need::Result)),
        ("env::var_os('')", Shows::Env(Need::Result)),
        ("env!('')", Shows::Env(Need::Required)),
        ("env!('',", Shows::Env(Need::Required)),
        ("option_env!('')", Shows::Env(Need::Optional)),
        ("dotenvy::var('')", Shows::Env(Need::Result)),
        ("dotenv::var('')", Shows::Env(Need::Result)),
        ("dotenv!('')", Shows::Env(Need::Required)),
        ("Command::new('')", Shows::Run),
        ("cmd!(NAME, ''", Shows::Run),
        ("cmd!(''", Shows::Run),
        ("Webhook::construct_event(", Shows::Signature("constructEvent")),
        (".verify_slice(", Shows::Signature("hmac")),
        ("Hmac::<NAME>::new_from_slice(", Shows::Signature("hmac")),
        ("HmacSha256::new_from_slice(", Shows::Signature("hmac")),
        ("HmacSha1::new_from_slice(", Shows::Signature("hmac")),
        ("hmac::verify(", Shows::Signature("hmac")),
        ("verify_slices_are_equal(", Shows::Token("verify_slices_are_equal")),
        ("constant_time_eq(", Shows::Token("constant_time_eq")),
        (".ct_eq(", Shows::Token("ct_eq")),
        ("table_name = ''", Shows::Store("table", "")),
        ("table_name = NAME", Shows::Store("table", "")),
        (".route('',", Shows::Methods),
        (".at('',", Shows::Methods),
        ("resource('')", Shows::Methods),
        ("web::scope('')", Shows::Chain),
        ("scope('')", Shows::Chain),
        (".nest('',", Shows::Within),
    ],
    annotations: &[
        ("delete", Mark::Verb("DELETE")),
        ("get", Mark::Verb("GET")),
        ("patch", Mark::Verb("PATCH")),
        ("post", Mark::Verb("POST")),
        ("put", Mark::Verb("PUT")),
        ("route", Mark::Mapping),
    ],
    arm: "=>",
    routers: true,
    also,
    ..Table::BARE
});

/// The language's own, and what nearly every crate uses; sorted.
const COMMON: &[&str] = &[
    "actix",
    "actix_rt",
    "actix_web",
    "alloc",
    "anyhow",
    "async_trait",
    "axum",
    "base64",
    "bytes",
    "chrono",
    "clap",
    "core",
    "crate",
    "env",
    "eyre",
    "fmt",
    "fs",
    "futures",
    "futures_util",
    "hex",
    "http",
    "hyper",
    "io",
    "itertools",
    "lazy_static",
    "log",
    "mem",
    "once_cell",
    "path",
    "pin",
    "ptr",
    "rand",
    "rayon",
    "regex",
    "rocket",
    "self",
    "serde",
    "serde_json",
    "std",
    "super",
    "syn",
    "thiserror",
    "time",
    "tokio",
    "toml",
    "tower",
    "tower_http",
    "tracing",
    "tracing_subscriber",
    "url",
    "uuid",
];

/// Most fields of a struct that is filled from the environment.
const FIELDS: usize = 200;

fn also(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    match code.slice(i) {
        _ if code.kind(i) != Some(Kind::Name) => {}
        "mod" if code.name(i + 1).is_some() => {
            scan.imports.locals.insert(code.slice(i + 1));
        }
        "env" | "from" if code.punct(i + 1, b'=') && code.string(i + 2).is_some() => attribute_at(scan, i),
        "from_env" | "prefixed" if i > 2 && code.is(i - 3, "envy") => envy_at(scan, i),
        "nest" | "mount" if code.punct(i + 1, b'(') && i > 0 && code.punct(i - 1, b'.') => mount_at(scan, i),
        _ => {}
    }
}

/// clap's `#[arg(long, env = "API_KEY", default_value = "x")]`, envconfig's `#[envconfig(from = "API_KEY")]`.
fn attribute_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let name = code.slice(i + 2);
    let Some(open) = (1..24).filter_map(|back| i.checked_sub(back)).find(|&k| code.punct(k, b'(') && code.mate(k) > i)
    else {
        return;
    };
    let of = open.checked_sub(1).and_then(|k| code.name(k)).unwrap_or("");
    let known = if code.is(i, "env") { matches!(of, "arg" | "clap" | "structopt") } else { of == "envconfig" };
    if !known || !crate::source::literals::is_env_name(name) {
        return;
    }
    let close = code.mate(open);
    let default = (open..close).any(|k| code.name(k).is_some_and(|word| word.starts_with("default")));
    // `Option<String>` goes on without.
    let option = (close..close + 10).any(|k| code.is(k, "Option"));
    let required = if default || option { Some(false) } else { Some(true) };
    scan.push(i + 2, What::EnvRead { name: name.to_owned(), required });
}

/// envy's `envy::from_env::<Config>()` and `envy::prefixed("APP_").from_env::<Config>()`: the fields of the struct.
fn envy_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let prefix = if code.is(i, "prefixed") { code.string(i + 2).unwrap_or("") } else { "" };
    let from = if prefix.is_empty() { i } else { code.mate(i + 1) + 2 };
    let Some(kind) = (from..from + 6).find(|&k| code.punct(k, b'<')).and_then(|k| code.name(k + 1)) else { return };
    let Some(at) = (0..code.len()).find(|&k| code.is(k, "struct") && code.is(k + 1, kind) && code.punct(k + 2, b'{'))
    else {
        return;
    };
    let end = code.mate(at + 2);
    let mut k = at + 3;
    let (mut fields, mut default) = (0, false);
    while k < end && fields < FIELDS {
        if code.punct(k, b'[') {
            default |= (k..code.mate(k)).any(|m| code.is(m, "default"));
            k = code.mate(k).max(k) + 1;
        } else if let Some(field) = code.name(k).filter(|_| code.punct(k + 1, b':') && !code.punct(k + 2, b':')) {
            let optional = default || code.is(k + 2, "Option");
            let name = format!("{prefix}{field}").to_ascii_uppercase();
            scan.push(k, What::EnvRead { name, required: Some(!optional) });
            fields += 1;
            default = false;
            while k < end && !code.punct(k, b',') {
                k += 1;
            }
        } else {
            k += 1;
        }
    }
}

/// axum's `.nest("/api", users::routes())` and Rocket's `.mount("/api", routes![hook, users::list])`: functions that
/// give or serve routes below a prefix.
fn mount_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let Some(prefix) = code.string(i + 2).filter(|_| code.punct(i + 3, b',')) else { return };
    // The block below axum's `nest` is open already.
    let prefix = super::routes::full(scan, "", if code.is(i, "nest") { "" } else { prefix });
    let end = code.mate(i + 1);
    let mut k = i + 4;
    let mut given = 0;
    while k < end && given < 64 {
        let first = k;
        // A path of names: `crate::users::routes`.
        while code.name(k).is_some() && code.punct(k + 1, b':') && code.punct(k + 2, b':') {
            k += 3;
        }
        let called = code.punct(k + 1, b'(') || matches!(code.kind(k + 1), Some(Kind::Punct(b',' | b']')));
        let Some(name) = code.name(k).filter(|name| called && name.starts_with(|c: char| c.is_ascii_lowercase()))
        else {
            k += 1;
            continue;
        };
        // `Router::new()` stands here itself.
        if (first..k).filter_map(|m| code.name(m)).any(|m| m.starts_with(|c: char| c.is_ascii_uppercase())) {
            break;
        }
        let modules: Vec<&str> =
            (first..k).filter_map(|m| code.name(m)).filter(|m| !matches!(*m, "crate" | "self" | "super")).collect();
        let target = match modules.as_slice() {
            [] => name.to_owned(),
            [module] => format!("./{module}"),
            several => several.join("/"),
        };
        scan.push(k, What::Mount { prefix: prefix.clone(), target, name: name.to_owned() });
        given += 1;
        k = if code.punct(k + 1, b'(') { code.mate(k + 1).max(k) + 1 } else { k + 1 };
        // Only the macro lists several.
        if !code.punct(i + 6, b'[') {
            break;
        }
    }
}

/// A Rust file up to the module of its own tests, which is the last thing in it.
pub fn without_tests(text: &str) -> &str {
    match text.split_once("\n#[cfg(test)]") {
        Some((product, tests)) if tests.trim_start().starts_with("mod ") => product,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn common_modules_are_sorted() {
        assert!(super::COMMON.is_sorted());
    }
}
