//! Python: imports, environment reads, settings classes, routes (Flask, FastAPI, Django, Odoo), programs run, tables.

mod env;
mod helpers;
mod routes;
mod settings;

use super::lex::{Code, Kind, Newlines, StringForm, Syntax, Tokens};
use super::literals::{is_env_lookup, is_env_name};
use crate::audit::Ecosystem;
use crate::facts::{Sink, What};
use crate::read::File;
use std::collections::{HashMap, HashSet};

/// How Python is written.
pub static SYNTAX: Syntax = Syntax {
    line_comments: &["#"],
    strings: &[
        StringForm { open: "\"\"\"", close: "\"\"\"", escapes: true, multiline: true, interpolation: "{" },
        StringForm { open: "'''", close: "'''", escapes: true, multiline: true, interpolation: "{" },
        StringForm { open: "\"", close: "\"", escapes: true, multiline: false, interpolation: "{" },
        StringForm { open: "'", close: "'", escapes: true, multiline: false, interpolation: "{" },
    ],
    string_prefixes: "rRbBuUfFtT",
    interpolating_prefixes: "fFtT",
    newlines: Newlines::OutsideBrackets,
    ..Syntax::BARE
};

/// Functions that run a program, their first string being its command line.
const RUNNERS: &[&str] = &[
    "Popen",
    "call",
    "check_call",
    "check_output",
    "create_subprocess_exec",
    "create_subprocess_shell",
    "popen",
    "run",
    "system",
    "which",
];

/// Modules of the standard library that say nothing of outside services, sorted; importing or calling them is no fact.
const STANDARD: &[&str] = &[
    "__future__",
    "abc",
    "argparse",
    "array",
    "ast",
    "asyncio",
    "base64",
    "bisect",
    "builtins",
    "collections",
    "concurrent",
    "contextlib",
    "copy",
    "csv",
    "dataclasses",
    "datetime",
    "decimal",
    "difflib",
    "distutils",
    "enum",
    "errno",
    "fnmatch",
    "functools",
    "gc",
    "getpass",
    "glob",
    "gzip",
    "hashlib",
    "heapq",
    "hmac",
    "html",
    "http",
    "importlib",
    "inspect",
    "io",
    "itertools",
    "json",
    "locale",
    "logging",
    "math",
    "mimetypes",
    "multiprocessing",
    "operator",
    "os",
    "pathlib",
    "pickle",
    "pip",
    "platform",
    "pprint",
    "queue",
    "random",
    "re",
    "secrets",
    "select",
    "setuptools",
    "shlex",
    "shutil",
    "signal",
    "socket",
    "statistics",
    "string",
    "struct",
    "subprocess",
    "sys",
    "tempfile",
    "textwrap",
    "threading",
    "time",
    "traceback",
    "types",
    "typing",
    "typing_extensions",
    "unicodedata",
    "unittest",
    "urllib",
    "uuid",
    "warnings",
    "weakref",
    "xml",
    "zipfile",
    "zlib",
    "zoneinfo",
];

/// Packages whose classes stand for no service, sorted: frameworks, and what is done with data.
const PLAIN: &[&str] = &[
    "attr",
    "bs4",
    "click",
    "django",
    "fastapi",
    "flask",
    "jinja2",
    "marshmallow",
    "matplotlib",
    "numpy",
    "pandas",
    "pydantic",
    "pydantic_settings",
    "pytest",
    "requests",
    "rich",
    "sklearn",
    "sqlalchemy",
    "starlette",
    "torch",
    "tqdm",
    "typer",
    "werkzeug",
    "yaml",
];

/// How the modules begin that Django's settings name in a text.
const PLUGINS: &[&str] = &[
    "allauth.socialaccount.providers.",
    "anymail.backends.",
    "channels_redis.",
    "django.contrib.gis.db.backends.",
    "django.core.cache.backends.memcached",
    "django.core.cache.backends.redis",
    "django.core.mail.backends.smtp",
    "django.db.backends.",
    "django_redis.",
    "django_ses.",
    "social_core.backends.",
    "storages.backends.",
];

/// Most tokens of one body that are looked through, so that nested bodies cost no more than their length.
const BODY: usize = 20_000;

/// Adds what a Python file shows.
pub fn read(file: &File<'_>, tokens: &Tokens, sink: &mut Sink<'_>) {
    let code = Code { text: file.text, tokens: &tokens.list };
    let mut reader = Reader {
        code,
        sink,
        modules: HashMap::new(),
        imported: HashSet::new(),
        called: HashSet::new(),
        named: HashSet::new(),
        routers: HashMap::new(),
        helpers: Vec::new(),
        objects: Vec::new(),
        prefix: None,
        dynamic: false,
        urls: file.name() == "urls.py",
    };
    let mut i = 0;
    while i < code.len() {
        i = reader.token(i).max(i + 1);
    }
    if reader.dynamic {
        reader.listed_names();
    }
    if !reader.helpers.is_empty() {
        reader.helped_names();
    }
}

struct Reader<'a, 's, 't> {
    code: Code<'a>,
    sink: &'s mut Sink<'t>,
    /// Names in this file and the modules that they stand for.
    modules: HashMap<&'a str, String>,
    imported: HashSet<String>,
    called: HashSet<(String, &'a str, &'a str)>,
    /// The same of what was imported by its name.
    named: HashSet<(String, String, &'a str)>,
    /// Routers made here, with the prefix that they give their routes.
    routers: HashMap<&'a str, &'a str>,
    /// Functions that look up what they are given.
    helpers: Vec<helpers::Helper<'a>>,
    /// Objects that look up what they are given.
    objects: Vec<&'a str>,
    /// What stands before the names in the block at hand, and the token at which it ends.
    prefix: Option<(&'a str, usize)>,
    /// Whether a name that is not a literal is looked up in the environment.
    dynamic: bool,
    urls: bool,
}

impl<'a> Reader<'a, '_, '_> {
    /// Reads from token `i` on; returns the token to go on with.
    fn token(&mut self, i: usize) -> usize {
        let code = self.code;
        match code.kind(i) {
            Some(Kind::Name) => {}
            Some(Kind::Punct(b'@')) if self.at_line_start(i) => return self.decorator(i),
            Some(Kind::Str) => {
                self.plugin(i);
                return i + 1;
            }
            _ => return i + 1,
        }
        if self.prefix.is_some_and(|(_, end)| i >= end) {
            self.prefix = None;
        }
        self.object_call(i);
        match code.slice(i) {
            "import" if self.at_line_start(i) => self.import(i + 1),
            "from" if self.at_line_start(i) => self.import_from(i + 1),
            "class" if self.at_line_start(i) => self.class(i),
            "environ" => self.environ(i),
            "getenv" => self.lookup(i, i + 1),
            "prefixed" if code.punct(i + 1, b'(') => self.prefix = self.prefixed(i).or(self.prefix),
            "env" | "config" if !code.punct(i + 1, b'(') => self.method_lookup(i),
            "__tablename__" | "tablename" if code.punct(i + 1, b'=') => self.table(i + 2, ""),
            "Table" if code.punct(i + 1, b'(') && i > 0 && code.punct(i - 1, b'.') => self.table(i + 2, "dynamodb"),
            "TableName" | "table_name"
                if code.punct(i + 1, b'=') && self.modules.values().any(|m| m.contains("boto")) =>
            {
                self.table(i + 2, "dynamodb");
            }
            "path" | "re_path" if self.urls && code.punct(i + 1, b'(') => self.django_path(i),
            "include_router" | "register_blueprint" if code.punct(i + 1, b'(') => self.mount(i),
            "envvar" if code.punct(i + 1, b'=') => self.env_names(i + 2),
            "construct_event" if code.punct(i + 1, b'(') => {
                self.sink.push(code.range(i), What::Check { signature: true, by: "stripe-signature".into() });
            }
            "hmac" if code.punct(i + 1, b'.') && code.is(i + 2, "new") => {
                self.sink.push(code.range(i), What::Check { signature: true, by: "hmac".into() });
            }
            "compare_digest" if code.punct(i + 1, b'(') => {
                self.sink.push(code.range(i), What::Check { signature: false, by: "compare_digest".into() });
            }
            name => {
                if code.punct(i + 1, b'=') && self.at_line_start(i) {
                    self.constant(i, name);
                }
                if code.punct(i + 1, b'(') {
                    if RUNNERS.binary_search(&name).is_ok() {
                        self.command(i);
                    } else if is_env_lookup(name) && !(i > 0 && code.is(i - 1, "def")) {
                        self.lookup(i, i + 1);
                    }
                    self.call(i);
                    self.settings_object(i);
                    if matches!(name, "APIRouter" | "Blueprint") {
                        self.router(i);
                    }
                    if matches!(name, "client" | "resource") && i > 1 && code.punct(i - 1, b'.') {
                        self.aws_client(i);
                    }
                }
                self.member(i);
            }
        }
        i + 1
    }

    /// `SHOPIFY = 'shopify'`, `PREFIX = "/api/v1"` at the top of a module, for the routes that are built with it.
    fn constant(&mut self, i: usize, name: &str) {
        let code = self.code;
        let Some(value) = code.string(i + 2).filter(|_| is_env_name(name) && self.indent(i) == 0) else { return };
        let path = value.starts_with('/');
        let fits = |b: u8| b.is_ascii_lowercase() || matches!(b, b'-' | b'_' | b'/') || path && b.is_ascii_digit();
        let secret = ["PASS", "SECRET", "KEY", "TOKEN", "PWD", "SALT"].iter().any(|word| name.contains(word));
        if value.len() >= 2 && value.len() <= 40 && value.bytes().all(fits) && !secret {
            self.sink.push(code.range(i), What::Constant { name: name.into(), value: value.into() });
        }
    }

    fn at_line_start(&self, i: usize) -> bool {
        i == 0 || matches!(self.code.kind(i - 1), Some(Kind::Newline | Kind::Punct(b';' | b':')))
    }

    /// A dotted name from `i` on, and the token behind it.
    fn dotted(&self, mut i: usize) -> (String, usize) {
        let mut out = String::new();
        while self.code.punct(i, b'.') {
            out.push('.');
            i += 1;
        }
        while let Some(name) = self.code.name(i) {
            if name == "import" {
                break;
            }
            out.push_str(name);
            i += 1;
            if !self.code.punct(i, b'.') {
                break;
            }
            out.push('.');
            i += 1;
        }
        (out, i)
    }

    fn push_import(&mut self, from: usize, to: usize, module: String) {
        if module.starts_with('.') || module.is_empty() || is_standard(&module) || !self.imported.insert(module.clone())
        {
            return;
        }
        let span = self.code.range(from).start..self.code.range(to.max(from)).end;
        self.sink.push(span, What::Import { ecosystem: Ecosystem::Pypi, module });
    }

    /// `import a.b, c as d`.
    fn import(&mut self, mut i: usize) {
        loop {
            let (module, next) = self.dotted(i);
            if module.is_empty() {
                return;
            }
            let alias = if self.code.is(next, "as") { self.code.name(next + 1) } else { self.code.name(i) };
            if let Some(alias) = alias {
                let whole = self.code.is(next, "as") || !module.contains('.');
                self.modules.insert(alias, if whole { module.clone() } else { alias.to_owned() });
            }
            self.push_import(i, next - 1, module);
            i = if self.code.is(next, "as") { next + 2 } else { next };
            if !self.code.punct(i, b',') {
                return;
            }
            i += 1;
        }
    }

    /// `from a.b import c as d, e`. A lower-case name may be a module of its own, as in `from google.cloud import storage`.
    fn import_from(&mut self, start: usize) {
        let (module, mut i) = self.dotted(start);
        if !self.code.is(i, "import") {
            return;
        }
        self.push_import(start, i.saturating_sub(1), module.clone());
        i += 1;
        let bracketed = self.code.punct(i, b'(');
        let end = if bracketed { self.code.mate(i) } else { usize::MAX };
        i += usize::from(bracketed);
        while i < end && i < self.code.len() {
            match self.code.kind(i) {
                Some(Kind::Name) => {
                    let name = self.code.slice(i);
                    let alias = if self.code.is(i + 1, "as") { self.code.name(i + 2).unwrap_or(name) } else { name };
                    let full =
                        if module.ends_with('.') { format!("{module}{name}") } else { format!("{module}.{name}") };
                    if name.starts_with(|c: char| c.is_ascii_lowercase()) {
                        self.push_import(i, i, full.clone());
                    }
                    self.modules.insert(alias, full);
                    i += if self.code.is(i + 1, "as") { 3 } else { 1 };
                }
                Some(Kind::Newline) if !bracketed => return,
                Some(Kind::Newline | Kind::Punct(b',')) => i += 1,
                _ => return,
            }
        }
    }

    /// `alias.member(…)` of an imported module.
    fn member(&mut self, i: usize) {
        let code = self.code;
        if i > 0 && code.punct(i - 1, b'.') || !code.punct(i + 1, b'.') {
            return;
        }
        let (Some(module), Some(member)) = (self.modules.get(code.slice(i)), code.name(i + 2)) else { return };
        if module.starts_with('.') || is_standard(module) || !code.punct(i + 3, b'(') {
            return;
        }
        let argument = self.word(i + 4);
        if self.called.insert((module.clone(), member, argument)) {
            let what = What::Call {
                ecosystem: Ecosystem::Pypi,
                module: module.clone(),
                member: member.into(),
                argument: argument.into(),
            };
            self.sink.push(code.range(i).start..code.range(i + 2).end, what);
        }
    }

    /// The plain word that the string at `i` is, if it is one.
    fn word(&self, i: usize) -> &'a str {
        let is_word =
            |a: &&str| a.len() <= 40 && a.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        self.code.string(i).filter(is_word).unwrap_or("")
    }

    /// `build("drive", "v3")`, `ServeoTunnel(…)` of a function or class that was imported by its name. Only what says more than
    /// its import: a class, or a function with a word as its first argument.
    fn call(&mut self, i: usize) {
        let code = self.code;
        if i > 0 && (code.punct(i - 1, b'.') || code.is(i - 1, "def") || code.is(i - 1, "class")) {
            return;
        }
        let Some((module, member)) = self.modules.get(code.slice(i)).and_then(|full| full.rsplit_once('.')) else {
            return;
        };
        let argument = self.word(i + 2);
        let telling = !argument.is_empty() || member.starts_with(|c: char| c.is_ascii_uppercase());
        let plain = PLAIN.binary_search(&module.split('.').next().unwrap_or(module)).is_ok();
        if module.is_empty() || module.starts_with('.') || is_standard(module) || plain || !telling {
            return;
        }
        let (module, member) = (module.to_owned(), member.to_owned());
        if self.named.insert((module.clone(), member.clone(), argument)) {
            let what = What::Call { ecosystem: Ecosystem::Pypi, module, member, argument: argument.into() };
            self.sink.push(code.range(i), what);
        }
    }

    /// A plugin of Django that its settings name: `"allauth.socialaccount.providers.github"`.
    fn plugin(&mut self, i: usize) {
        let text = self.code.slice(i);
        let plugin = PLUGINS.iter().any(|start| text.starts_with(start));
        if plugin && text.len() <= 120 && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_')) {
            self.push_import(i, i, text.to_owned());
        }
    }

    /// `session.client("s3")` of a file that imports an AWS SDK, whatever the session's name.
    fn aws_client(&mut self, i: usize) {
        let labelled = self.code.is(i + 2, "service_name") && self.code.punct(i + 3, b'=');
        let Some(argument) = self.code.string(if labelled { i + 4 } else { i + 2 }) else { return };
        let member = self.code.slice(i);
        if self
            .modules
            .values()
            .any(|m| m.starts_with("boto3") || m.starts_with("aioboto") || m.starts_with("aiobotocore"))
            && self.called.insert(("boto3".into(), member, argument))
        {
            let what = What::Call {
                ecosystem: Ecosystem::Pypi,
                module: "boto3".into(),
                member: member.into(),
                argument: argument.into(),
            };
            self.sink.push(self.code.range(i).start..self.code.range(i + 2).end, what);
        }
    }

    /// Spaces in front of the line of token `i`.
    fn indent(&self, i: usize) -> usize {
        let start = self.code.range(i).start;
        let before = self.code.text.get(..start).unwrap_or("");
        let line = &before[before.rfind('\n').map_or(0, |at| at + 1)..];
        line.len() - line.trim_start().len()
    }

    fn table(&mut self, i: usize, engine: &'static str) {
        if let Some(name) = self.code.string(i).filter(|name| !name.is_empty()) {
            self.sink.push(
                self.code.range(i),
                What::Store { kind: "table".into(), name: name.into(), engine: engine.into() },
            );
        }
    }

    /// The program at the head of a command line: `run(["ffmpeg", …])`, `os.system("gh pr list")`.
    fn command(&mut self, i: usize) {
        let at = if self.code.punct(i + 2, b'[') { i + 3 } else { i + 2 };
        let qualified = i > 0
            && self.code.punct(i - 1, b'.')
            && i > 1
            && matches!(self.code.name(i - 2), Some("subprocess" | "os" | "shutil" | "asyncio" | "sp"));
        let imported = self
            .modules
            .get(self.code.slice(i))
            .is_some_and(|m| m.starts_with("subprocess") || m.starts_with("shutil"));
        if !(qualified || imported) {
            return;
        }
        let word = match self.code.kind(at) {
            Some(Kind::Str | Kind::Part) => self.code.slice(at).split_whitespace().next().unwrap_or(""),
            _ => "",
        };
        let program = word.rsplit('/').next().unwrap_or("");
        if !program.is_empty()
            && program.len() <= 40
            && program.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'+'))
        {
            self.sink.push(self.code.range(at), What::Command { program: program.into() });
        }
    }
}

fn is_standard(module: &str) -> bool {
    STANDARD.binary_search(&module.split('.').next().unwrap_or(module)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(RUNNERS.is_sorted() && STANDARD.is_sorted() && PLAIN.is_sorted());
    }
}
