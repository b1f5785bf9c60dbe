//! Python: imports, environment reads, settings classes, routes (Flask, FastAPI, Django, Odoo), programs run, tables.

use super::lex::{Code, Kind, StringForm, Syntax, Tokens};
use super::literals::{is_env_lookup, is_env_name, is_strict};
use crate::audit::Ecosystem;
use crate::facts::{FACTS_PER_FILE, Route, Sink, What};
use crate::read::File;
use std::collections::{HashMap, HashSet};

/// How Python is written.
pub static SYNTAX: Syntax = Syntax {
    line_comments: &["#"],
    block_comments: &[],
    strings: &[
        StringForm { open: "\"\"\"", close: "\"\"\"", escapes: true, multiline: true, interpolation: "{" },
        StringForm { open: "'''", close: "'''", escapes: true, multiline: true, interpolation: "{" },
        StringForm { open: "\"", close: "\"", escapes: true, multiline: false, interpolation: "{" },
        StringForm { open: "'", close: "'", escapes: true, multiline: false, interpolation: "{" },
    ],
    string_prefixes: "rRbBuUfFtT",
    interpolating_prefixes: "fFtT",
    raw_prefixes: "",
    name_bytes: b"",
    regex: false,
    newlines: true,
    word_comments: false,
    bare_urls: false,
};

/// Verbs that are methods of an application or router: `@app.get("/x")`.
const VERBS: &[&str] = &["delete", "get", "head", "options", "patch", "post", "put"];

/// Base classes whose annotated fields are read from the environment.
const SETTINGS: &[&str] = &["BaseSettings", "EnvSettings", "PydanticBaseSettings"];

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

/// Most lines of decorators and arguments between a decorator and the body of its function.
const HEAD_LINES: u32 = 32;

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
        routers: HashMap::new(),
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
}

struct Reader<'a, 's, 't> {
    code: Code<'a>,
    sink: &'s mut Sink<'t>,
    /// Names in this file and the modules that they stand for.
    modules: HashMap<&'a str, String>,
    imported: HashSet<String>,
    called: HashSet<(String, &'a str, &'a str)>,
    /// Routers made here, with the prefix that they give their routes.
    routers: HashMap<&'a str, &'a str>,
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
            _ => return i + 1,
        }
        match code.slice(i) {
            "import" if self.at_line_start(i) => self.import(i + 1),
            "from" if self.at_line_start(i) => self.import_from(i + 1),
            "class" if self.at_line_start(i) => self.class(i),
            "environ" => self.environ(i),
            "getenv" => self.lookup(i, i + 1),
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
                if code.punct(i + 1, b'(') {
                    if RUNNERS.binary_search(&name).is_ok() {
                        self.command(i);
                    } else if is_env_lookup(name) && !(i > 0 && code.is(i - 1, "def")) {
                        self.lookup(i, i + 1);
                    }
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
        let is_word =
            |a: &&str| a.len() <= 40 && a.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        let argument = code.string(i + 4).filter(is_word).unwrap_or("");
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

    /// `session.client("s3")` of a file that imports an AWS SDK, whatever the session's name.
    fn aws_client(&mut self, i: usize) {
        let Some(argument) = self.code.string(i + 2) else { return };
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

    /// `os.environ["X"]`, `.get("X", d)`, `"X" in os.environ`; writes and deletions are no reads.
    fn environ(&mut self, i: usize) {
        let code = self.code;
        // A request has an `environ` of its own.
        if i > 1
            && code.punct(i - 1, b'.')
            && code.name(i - 2).is_some_and(|owner| self.modules.get(owner).is_none_or(|m| m != "os"))
        {
            return;
        }
        if code.punct(i + 1, b'[') {
            let close = code.mate(i + 1);
            let assigned = code.punct(close + 1, b'=') && !code.punct(close + 2, b'=');
            let deleted = (1..=4).any(|k| i >= k && code.is(i - k, "del"));
            if assigned || deleted {
                return;
            }
            match code.string(i + 2) {
                Some(name) => self.push_env(i + 2, name, Some(true)),
                None => self.dynamic = true,
            }
        } else if code.punct(i + 1, b'.') && matches!(code.name(i + 2), Some("get" | "pop")) {
            self.lookup(i, i + 3);
        } else if i >= 4
            && code.is(i - 3, "in")
            && let Some(name) = code.string(i - 4)
        {
            self.push_env(i - 4, name, Some(false));
        }
    }

    /// `env.str("X")`, `config.get("X")` of the usual settings libraries.
    fn method_lookup(&mut self, i: usize) {
        let code = self.code;
        if code.punct(i + 1, b'.')
            && code.name(i + 2).is_some()
            && code.punct(i + 3, b'(')
            && code.string(i + 4).is_some_and(is_env_name)
        {
            self.lookup(i, i + 3);
        }
    }

    /// A call at the bracket `open` whose first argument names a variable, a second one being its default.
    fn lookup(&mut self, i: usize, open: usize) {
        let code = self.code;
        if !code.punct(open, b'(') {
            return;
        }
        let close = code.mate(open);
        let Some(name) = code.string(open + 1) else {
            // A variable as the argument: the names stand elsewhere. Part of a definition or an f-string: nothing to see.
            self.dynamic |= code.name(open + 1).is_some();
            return;
        };
        if !is_env_name(name) && !matches!(code.slice(i), "environ" | "getenv") {
            return;
        }
        let defaulted = close > open + 2 && code.punct(open + 2, b',');
        let falls_back = code.is(close + 1, "or");
        let required = if is_strict(code.slice(i)) { Some(true) } else { (defaulted || falls_back).then_some(false) };
        self.push_env(open + 1, name, required);
    }

    fn push_env(&mut self, i: usize, name: &str, required: Option<bool>) {
        let fits = !name.is_empty()
            && name.len() <= 80
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            && name.bytes().any(|b| b.is_ascii_alphabetic());
        if fits {
            self.sink.push(self.code.range(i), What::EnvRead { name: name.into(), required });
        }
    }

    /// One name or a list of them, as in `envvar=["A", "B"]`.
    fn env_names(&mut self, i: usize) {
        let end = if self.code.punct(i, b'[') || self.code.punct(i, b'(') { self.code.mate(i) } else { i + 1 };
        for k in i..end.min(i + 32) {
            if let Some(name) = self.code.string(k) {
                self.push_env(k, name, None);
            }
        }
    }

    /// Names in lists, tuples and dictionaries, for a file that looks names up one by one.
    fn listed_names(&mut self) {
        for i in 1..self.code.len() {
            if let Some(name) = self.code.string(i)
                && is_env_name(name)
                && name.contains('_')
                && self.code.name(i.wrapping_sub(2)).is_some_and(is_name_holder)
                && self.code.punct(i - 1, b'=')
            {
                self.push_env(i, name, None);
            } else if let Some(name) = self.code.string(i)
                && is_env_name(name)
                && name.contains('_')
                && matches!(self.code.kind(i - 1), Some(Kind::Punct(b'[' | b',' | b'{' | b'(') | Kind::Newline))
                && matches!(self.code.kind(i + 1), Some(Kind::Punct(b']' | b')' | b',' | b'}' | b':')))
                && self.in_list(i)
            {
                self.push_env(i, name, None);
            }
        }
    }

    /// Whether the innermost bracket around token `i`, looked for a little way back, is a list's, a set's or a tuple's.
    fn in_list(&self, i: usize) -> bool {
        let mut at = i;
        for _ in 0..200 {
            let Some(before) = at.checked_sub(1) else { return false };
            at = before;
            match self.code.kind(at) {
                Some(Kind::Punct(b'{')) => return true,
                // Behind a name or a value, a bracket is a call's or an index.
                Some(Kind::Punct(b'(' | b'[')) => {
                    let Some(before) = at.checked_sub(1) else { return true };
                    let value =
                        matches!(self.code.kind(before), Some(Kind::Name | Kind::Str | Kind::Punct(b')' | b']')));
                    return !value || self.code.is(before, "in");
                }
                Some(Kind::Punct(b')' | b']' | b'}')) => at = self.code.mate(at).min(at),
                _ => {}
            }
        }
        false
    }

    /// A settings class: each annotated field of its body is read from the environment under the field's name in capitals.
    fn class(&mut self, i: usize) {
        let code = self.code;
        let open = i + 2;
        if !code.punct(open, b'(') {
            return;
        }
        let close = code.mate(open);
        let is_settings = (open + 1..close)
            .any(|k| code.name(k).is_some_and(|n| SETTINGS.contains(&n) || n.ends_with("BaseSettings")));
        if !is_settings {
            return;
        }
        let mut prefix = String::new();
        let mut fields = Vec::new();
        let mut body = None;
        let mut k = close;
        while let Some(kind) = code.kind(k).filter(|_| k < close + BODY) {
            if kind != Kind::Newline {
                k += if matches!(kind, Kind::Punct(b'(' | b'[' | b'{')) { (code.mate(k) - k).max(1) } else { 1 };
                if code.is(k, "env_prefix") && code.punct(k + 1, b'=') {
                    prefix = code.string(k + 2).unwrap_or("").to_owned();
                }
                continue;
            }
            k += 1;
            if matches!(code.kind(k), None | Some(Kind::Newline)) {
                continue;
            }
            let indent = self.indent(k);
            if indent <= self.indent(i) {
                break;
            }
            let level = *body.get_or_insert(indent);
            if code.is(k, "env_prefix") && code.punct(k + 1, b'=') {
                prefix = code.string(k + 2).unwrap_or("").to_owned();
            }
            if code.is(k, "model_config")
                && let Some(p) = (k..k + 80).find(|&p| code.is(p, "env_prefix"))
            {
                prefix = code.string(p + 2).unwrap_or("").to_owned();
            }
            if level == indent && code.name(k).is_some() && code.punct(k + 1, b':') && !code.is(k + 2, "ClassVar") {
                fields.push(k);
            }
        }
        for k in fields {
            self.field(k, &prefix);
        }
    }

    /// One field of a settings class: `name: type = default`, `= Field(…, alias="X")`.
    fn field(&mut self, k: usize, prefix: &str) {
        let code = self.code;
        let mut end = k;
        let mut equals = None;
        while let Some(kind) = code.kind(end).filter(|kind| *kind != Kind::Newline) {
            if kind == Kind::Punct(b'=') && equals.is_none() {
                equals = Some(end);
            }
            end += if matches!(kind, Kind::Punct(b'(' | b'[' | b'{')) { (code.mate(end) - end).max(1) } else { 1 };
        }
        let field = equals.filter(|&e| code.is(e + 1, "Field") && code.punct(e + 2, b'(')).map(|e| e + 2);
        let alias = field.and_then(|open| {
            let close = code.mate(open);
            (open..close).find(|&p| {
                matches!(code.name(p), Some("alias" | "validation_alias" | "env")) && code.punct(p + 1, b'=')
            })
        });
        if let Some(alias) = alias {
            let stop = code.mate(field.unwrap_or(alias));
            for p in alias + 2..stop.min(alias + 12) {
                if let Some(name) = code.string(p) {
                    self.push_env(p, name, None);
                } else if code.punct(p, b',') && !code.punct(alias + 2, b'[') && !code.is(alias + 2, "AliasChoices") {
                    break;
                }
            }
            return;
        }
        let required = match (equals, field) {
            (None, _) => Some(true),
            (_, Some(open)) => {
                let first = code.range(open + 1).start;
                let ellipsis = code.text.get(first..first + 3) == Some("...");
                let bare = code.mate(open) == open + 1;
                Some(ellipsis || bare)
            }
            _ => Some(false),
        };
        let name = format!("{prefix}{}", code.slice(k)).to_ascii_uppercase();
        if !name.starts_with('_') {
            self.push_env(k, &name, required);
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
            self.sink.push(self.code.range(i), What::Store { kind: "table", name: name.into(), engine });
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

    /// `router = APIRouter(prefix="/x")`, `bp = Blueprint("n", __name__, url_prefix="/x")`.
    fn router(&mut self, i: usize) {
        let Some(name) = i.checked_sub(2).filter(|&k| self.code.punct(k + 1, b'=')).and_then(|k| self.code.name(k))
        else {
            return;
        };
        let prefix = self.argument(i + 1, &["prefix", "url_prefix"]).unwrap_or("");
        self.routers.insert(name, prefix);
    }

    /// The string given to one of the named arguments of the call that opens at `open`.
    fn argument(&self, open: usize, names: &[&str]) -> Option<&'a str> {
        let close = self.code.mate(open).min(open + 400);
        (open + 1..close)
            .find(|&k| self.code.name(k).is_some_and(|n| names.contains(&n)) && self.code.punct(k + 1, b'='))
            .and_then(|k| self.code.string(k + 2))
    }

    /// `app.include_router(payments.router, prefix="/api")`, `app.register_blueprint(bp, url_prefix="/x")`.
    fn mount(&mut self, i: usize) {
        let Some(first) = self.code.name(i + 2) else { return };
        let prefix = self.argument(i + 1, &["prefix", "url_prefix"]).unwrap_or("");
        let member = if self.code.punct(i + 3, b'.') { self.code.name(i + 4) } else { None };
        let (target, name) = match (self.modules.get(first), member) {
            (Some(module), Some(member)) => (module.clone(), member),
            (Some(module), None) => match module.rsplit_once('.') {
                Some((file, name)) => (
                    if file.is_empty() || file.ends_with('.') { format!("{file}.") } else { file.to_owned() },
                    name_of(first, name),
                ),
                None => (module.clone(), first),
            },
            (None, _) => (first.to_owned(), ""),
        };
        if target != first || self.routers.contains_key(first) {
            let what = What::Mount { prefix: prefix.into(), target, name: name.into() };
            self.sink.push(self.code.range(i), what);
        }
    }

    /// `@app.get("/x")`, `@bp.route("/x", methods=["POST"])`, Odoo's `@http.route(["/x"], methods=["POST"])`.
    fn decorator(&mut self, i: usize) -> usize {
        let code = self.code;
        // Odoo's `@route("/x")` has no receiver.
        let bare = code.is(i + 1, "route") && code.punct(i + 2, b'(');
        let (Some(receiver), true) = (code.name(i + 1), bare || code.punct(i + 2, b'.')) else { return i + 1 };
        let mut at = if bare { i + 1 } else { i + 3 };
        while code.punct(at + 1, b'.') && code.name(at).is_some() {
            at += 2;
        }
        let Some(verb) = code.name(at) else { return i + 1 };
        let is_verb = VERBS.binary_search(&verb).is_ok();
        if !(is_verb || matches!(verb, "route" | "api_route" | "websocket")) || !code.punct(at + 1, b'(') {
            return i + 1;
        }
        let open = at + 1;
        let close = code.mate(open);
        let mut paths = Vec::new();
        if code.punct(open + 1, b'[') {
            let end = code.mate(open + 1);
            paths.extend((open + 2..end).filter(|&k| code.string(k).is_some()));
        } else if matches!(code.kind(open + 1), Some(Kind::Str | Kind::Part)) {
            paths.push(open + 1);
        }
        let listed: Vec<&str> = (open..close)
            .find(|&k| code.is(k, "methods") && code.punct(k + 1, b'='))
            .map(|k| (k + 2..code.mate(k + 2)).filter_map(|m| code.string(m)).collect())
            .unwrap_or_default();
        let methods: Vec<String> = match (is_verb, listed.is_empty()) {
            (true, _) => vec![verb.to_ascii_uppercase()],
            (false, false) => listed.iter().map(|m| m.to_ascii_uppercase()).collect(),
            (false, true) => vec![String::new()],
        };
        if self.sink.facts().len() >= FACTS_PER_FILE {
            return i + 1;
        }
        let (end_line, guards) = self.handler(i, close);
        let prefix = self.routers.get(receiver).copied().unwrap_or("");
        let is_app = matches!(receiver, "app" | "application" | "http" | "api" | "route")
            && !self.routers.contains_key(receiver);
        for k in paths {
            let path = self.template(k);
            if !path.starts_with('/') && !path.is_empty() {
                continue;
            }
            for method in methods.iter().filter(|m| *m != "OPTIONS" && *m != "HEAD") {
                let route = Route {
                    method: method.clone(),
                    path: format!("{}{path}", prefix.trim_end_matches('/')),
                    router: if is_app { String::new() } else { receiver.into() },
                    guards: guards.clone(),
                    end_line,
                    handler: String::new(),
                };
                self.sink.push(code.range(k), What::Route(route));
            }
        }
        i + 1
    }

    /// The string at `i`, with code inside it as `{name}`: `/{SHOPIFY}/orders`.
    fn template(&self, i: usize) -> String {
        let mut out = self.code.slice(i).to_owned();
        let mut at = i + 1;
        while self.code.kind(at) == Some(Kind::CodeOpen) {
            let close = self.code.mate(at);
            if close <= at || out.len() > 500 {
                break;
            }
            out.push('{');
            out.push_str(self.code.name(at + 1).unwrap_or(""));
            out.push('}');
            out.push_str(self.code.slice(close + 1));
            at = close + 2;
        }
        out
    }

    /// The last line of the function below a decorator, and the names in it that hint at verification.
    fn handler(&mut self, decorator: usize, from: usize) -> (u32, Vec<String>) {
        let code = self.code;
        let indent = self.indent(decorator);
        let mut k = from;
        let mut body = false;
        let mut guards: Vec<String> = Vec::new();
        let mut head = 0;
        while let Some(kind) = code.kind(k).filter(|_| k < from + BODY) {
            if kind == Kind::Newline && !matches!(code.kind(k + 1), None | Some(Kind::Newline)) {
                let here = self.indent(k + 1);
                head += u32::from(!body);
                // Only decorators and no function.
                if head > HEAD_LINES {
                    break;
                }
                if body && here <= indent && !head_continues(code, k + 1) {
                    break;
                }
                body |= here > indent;
            }
            if let Some(name) = code.name(k)
                && guards.len() < 8
                && name.len() <= 60
            {
                let lower = name.to_ascii_lowercase();
                let hints = [
                    "verify",
                    "signature",
                    "hmac",
                    "compare_digest",
                    "authenticate",
                    "check_token",
                    "require_auth",
                    "validate_token",
                ];
                if hints.iter().any(|h| lower.contains(h)) && !guards.contains(&lower) {
                    guards.push(lower);
                }
            }
            k += 1;
        }
        let end = code.range(k.min(code.len().saturating_sub(1))).start;
        (self.sink.line_of(end), guards)
    }

    /// Django's `path("stripe/webhook/", view)`, and `include("app.urls")` as a mount.
    fn django_path(&mut self, i: usize) {
        let code = self.code;
        let Some(path) = code.string(i + 2) else { return };
        let path = path.trim_start_matches('^').trim_end_matches('$');
        let close = code.mate(i + 1);
        let include = (i + 3..close.min(i + 12)).find(|&k| code.is(k, "include"));
        match include.and_then(|k| code.string(k + 2)) {
            Some(module) => {
                let what =
                    What::Mount { prefix: format!("/{path}"), target: module.into(), name: "urlpatterns".into() };
                self.sink.push(code.range(i + 2), what);
            }
            None => {
                let route = Route { path: format!("/{path}"), router: "urlpatterns".into(), ..Route::default() };
                self.sink.push(code.range(i + 2), What::Route(route));
            }
        }
    }
}

/// Whether a constant's name says that it holds a variable's name: `KEY_LOGIN`, `LOGIN_ENV`.
fn is_name_holder(name: &str) -> bool {
    is_env_name(name)
        && (["KEY_", "ENV_", "VAR_"].iter().any(|p| name.starts_with(p))
            || ["_ENV", "_ENV_VAR", "_VAR"].iter().any(|s| name.ends_with(s)))
}

fn is_standard(module: &str) -> bool {
    STANDARD.binary_search(&module.split('.').next().unwrap_or(module)).is_ok()
}

/// The name that a router has in its own module, seen from `from x import router as payments`.
fn name_of<'a>(alias: &'a str, name: &str) -> &'a str {
    if alias == name { alias } else { "" }
}

/// Whether the line at token `i` still belongs to what is above it: a closing bracket.
fn head_continues(code: Code<'_>, i: usize) -> bool {
    matches!(code.kind(i), Some(Kind::Punct(b')' | b']' | b'}')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(VERBS.is_sorted() && RUNNERS.is_sorted() && STANDARD.is_sorted());
    }
}
