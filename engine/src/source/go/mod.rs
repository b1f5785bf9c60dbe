//! Go: imports, environment reads, struct tags, routes (net/http, chi, gin, echo, fiber, gorilla), programs run, tables.

mod env;

use super::lex::{Code, Kind, StringForm, Syntax, Tokens};
use super::literals::{is_env_lookup, is_env_name};
use crate::audit::Ecosystem;
use crate::facts::{Route, Sink, What};
use crate::read::File;
use std::collections::{HashMap, HashSet};

/// Packages of the standard library that speak a protocol which needs a server.
const PROTOCOLS: &[&str] = &["log/syslog", "net/smtp"];

/// How Go is written.
pub static SYNTAX: Syntax = Syntax {
    line_comments: &["//"],
    block_comments: &[("/*", "*/", false)],
    strings: &[
        StringForm { open: "\"", close: "\"", escapes: true, multiline: false, interpolation: "" },
        StringForm { open: "`", close: "`", escapes: false, multiline: true, interpolation: "" },
        StringForm { open: "'", close: "'", escapes: true, multiline: false, interpolation: "" },
    ],
    ..Syntax::BARE
};

/// Methods of routers that serve one HTTP method, as the frameworks write them.
const VERBS: &[&str] = &["DELETE", "Delete", "GET", "Get", "HEAD", "PATCH", "POST", "PUT", "Patch", "Post", "Put"];

/// Methods of routers that serve every method, or say it elsewhere.
const HANDLERS: &[&str] = &["All", "Any", "HandleFunc", "Handle"];

/// Adds what a Go file shows.
pub fn read(file: &File<'_>, tokens: &Tokens, sink: &mut Sink<'_>) {
    let code = Code { text: file.text, tokens: &tokens.list };
    let mut reader = Reader {
        code,
        sink,
        packages: HashMap::new(),
        called: HashSet::new(),
        groups: HashMap::new(),
        scopes: Vec::new(),
        names: env::Names::default(),
        web: false,
    };
    let mut i = 0;
    while i < code.len() {
        while reader.scopes.last().is_some_and(|scope| scope.0 <= i) {
            reader.scopes.pop();
        }
        i = reader.token(i).max(i + 1);
    }
    reader.finish();
}

struct Reader<'a, 's, 't> {
    code: Code<'a>,
    sink: &'s mut Sink<'t>,
    /// Names of imported packages and their paths.
    packages: HashMap<&'a str, &'a str>,
    called: HashSet<(&'a str, &'a str, &'a str)>,
    /// Variables that hold a group of routes, with its prefix.
    groups: HashMap<&'a str, String>,
    /// Prefixes in force, each to the token at which it ends: `r.Route("/api", func(r chi.Router) { … })`.
    scopes: Vec<(usize, &'a str)>,
    /// What is named now and read elsewhere in the file.
    names: env::Names<'a>,
    /// Whether the file imports a web framework.
    web: bool,
}

impl<'a> Reader<'a, '_, '_> {
    fn token(&mut self, i: usize) -> usize {
        let code = self.code;
        match code.kind(i) {
            Some(Kind::Name) => {}
            Some(Kind::Str) => {
                self.tag(i);
                return i + 1;
            }
            _ => return i + 1,
        }
        let name = code.slice(i);
        if name == "import" {
            return self.imports(i + 1);
        }
        self.constant(i, name);
        if code.punct(i + 1, b'(') && i > 0 && code.punct(i - 1, b'.') {
            self.method(i, name);
        } else if code.punct(i + 1, b'.') && !(i > 0 && code.punct(i - 1, b'.')) {
            self.member(i, name);
        } else if code.punct(i + 1, b'(') && is_env_lookup(name) && !(i > 0 && code.is(i - 1, "func")) {
            self.lookup(i, name);
        } else if matches!(name, "EnvVars" | "EnvVar") {
            self.listed(i);
        } else if name == "TableName" && code.punct(i + 1, b':') {
            // `TableName: aws.String("users")` or a plain string.
            if let Some(k) =
                (i + 2..i + 7).find(|&k| code.string(k).is_some()).filter(|&k| (i..k).all(|m| !code.punct(m, b',')))
            {
                self.sink.push(
                    code.range(k),
                    What::Store { kind: "table".into(), name: code.slice(k).into(), engine: "dynamodb".into() },
                );
            }
        }
        i + 1
    }

    /// `import "x"`, `import a "x"`, `import ( … )`.
    fn imports(&mut self, i: usize) -> usize {
        let code = self.code;
        let end = if code.punct(i, b'(') { code.mate(i) } else { i + 2 };
        let mut k = i;
        while k < end.max(i + 1) && k < code.len() {
            if let Some(path) = code.string(k) {
                let alias = k
                    .checked_sub(1)
                    .and_then(|b| code.name(b))
                    .filter(|a| *a != "import")
                    .unwrap_or_else(|| package_name(path));
                self.packages.insert(alias, path);
                let frameworks = [
                    "net/http",
                    "go-chi/chi",
                    "gin-gonic/gin",
                    "labstack/echo",
                    "gofiber/fiber",
                    "gorilla/mux",
                    "julienschmidt/httprouter",
                ];
                self.web |= frameworks.iter().any(|f| path.contains(f));
                let outside = path.split('/').next().is_some_and(|host| host.contains('.'));
                if outside || PROTOCOLS.contains(&path) {
                    self.sink.push(code.range(k), What::Import { ecosystem: Ecosystem::Go, module: path.into() });
                }
            }
            k += 1;
        }
        k
    }

    /// `alias.Member` of an imported package.
    fn member(&mut self, i: usize, name: &'a str) {
        let code = self.code;
        let (Some(&package), Some(member)) = (self.packages.get(name), code.name(i + 2)) else { return };
        if !package.split('/').next().is_some_and(|host| host.contains('.'))
            || !member.starts_with(|c: char| c.is_ascii_uppercase())
        {
            return;
        }
        if code.punct(i + 3, b'(') && self.called.insert((package, member, "")) {
            let what = What::Call {
                ecosystem: Ecosystem::Go,
                module: package.into(),
                member: member.into(),
                argument: String::new(),
            };
            self.sink.push(code.range(i).start..code.range(i + 2).end, what);
        }
    }

    /// A call `x.Name(` with `Name` at `i`.
    fn method(&mut self, i: usize, name: &'a str) {
        let code = self.code;
        let receiver = i.checked_sub(2).and_then(|k| code.name(k)).unwrap_or("");
        match name {
            "Getenv" | "LookupEnv" if matches!(receiver, "os" | "syscall") => {
                let required = self.demanded(code.mate(i + 1)).then_some(true);
                match code.string(i + 2) {
                    Some(variable) => self.env(i + 2, variable, required),
                    None => self.named_elsewhere(i, i + 2, required),
                }
            }
            "SetEnvPrefix" => self.names.prefix = code.string(i + 2).unwrap_or(""),
            "BindEnv" => self.bind(i),
            "AutomaticEnv" => self.names.automatic = true,
            "SetDefault" => self.key(i, Some(false)),
            "EnvVars" => self.listed(i),
            "GetString" | "GetInt" | "GetBool" | "GetDuration" => {
                if let Some(variable) = code.string(i + 2).filter(|v| receiver == "viper" && is_env_name(v)) {
                    self.env(i + 2, variable, None);
                } else {
                    self.key(i, None);
                }
            }
            "Command" | "CommandContext" | "LookPath" if receiver == "exec" => self.command(i),
            "Equal" | "New" if receiver == "hmac" => {
                self.sink.push(code.range(i), What::Check { signature: true, by: "hmac".into() });
            }
            "ConstructEvent" | "ConstructEventWithOptions" => {
                self.sink.push(code.range(i), What::Check { signature: true, by: "stripe-signature".into() });
            }
            "ConstantTimeCompare" => {
                self.sink.push(code.range(i), What::Check { signature: false, by: "constanttimecompare".into() });
            }
            "Collection" => {
                if let Some(name) = code.string(i + 2) {
                    self.sink.push(
                        code.range(i + 2),
                        What::Store { kind: "collection".into(), name: name.into(), engine: "".into() },
                    );
                }
            }
            _ if self.web => self.route(i, name, receiver),
            _ => {}
        }
        if is_env_lookup(name) && name != "BindEnv" && !matches!(receiver, "os" | "syscall") {
            self.lookup(i, name);
        }
    }

    /// `exec.Command("ffmpeg", …)`, `exec.CommandContext(ctx, "ffmpeg", …)`.
    fn command(&mut self, i: usize) {
        let close = self.code.mate(i + 1).min(i + 12);
        let Some(k) = (i + 2..close).find(|&k| self.code.string(k).is_some()) else { return };
        let program = self.code.slice(k).rsplit('/').next().unwrap_or("");
        if !program.is_empty() && program.len() <= 40 && !program.contains(char::is_whitespace) {
            self.sink.push(self.code.range(k), What::Command { program: program.into() });
        }
    }

    /// Routes and groups of them.
    fn route(&mut self, i: usize, name: &'a str, receiver: &'a str) {
        let code = self.code;
        let Some(path) = code.string(i + 2) else { return };
        let close = code.mate(i + 1);
        // The 1.22 mux takes the method in front of the path: `HandleFunc("POST /x", h)`.
        let (method, path) = match path.split_once(' ') {
            Some((method, rest)) if HANDLERS.contains(&name) && method.bytes().all(|b| b.is_ascii_uppercase()) => {
                (method.to_owned(), rest.trim_start())
            }
            _ => (String::new(), path),
        };
        if !path.starts_with('/') && !path.is_empty() {
            return;
        }
        let prefix = self.prefix(receiver);
        match name {
            "Route" => self.scopes.push((close, path)),
            "Group" | "PathPrefix" => {
                // `api := r.Group("/api")`; gorilla's `r.PathPrefix("/x").Subrouter()`.
                let variable = i.checked_sub(3).map(|mut k| {
                    while k > 0 && (code.punct(k, b'=') || code.punct(k, b':')) {
                        k -= 1;
                    }
                    k
                });
                if let Some(variable) = variable.and_then(|k| code.name(k)) {
                    self.groups.insert(variable, join(&prefix, path));
                }
                if code.is(i + 4, "func") {
                    self.scopes.push((close, path));
                }
            }
            _ => {
                let verb = VERBS.binary_search(&name).is_ok();
                if !(verb || HANDLERS.contains(&name)) || !code.punct(i + 3, b',') {
                    return;
                }
                let mut method = if verb { name.to_ascii_uppercase() } else { method };
                // gorilla: `.Methods("POST")` behind the call.
                if method.is_empty() && code.punct(close + 1, b'.') && code.is(close + 2, "Methods") {
                    method = code.string(close + 4).unwrap_or("").to_owned();
                }
                let guards = (i + 3..close)
                    .filter_map(|k| code.name(k))
                    .map(str::to_ascii_lowercase)
                    .filter(|n| ["verify", "signature", "auth", "token", "hmac"].iter().any(|h| n.contains(h)))
                    .take(8)
                    .collect();
                let inline = (i + 3..close).any(|k| code.is(k, "func"));
                let end_line = if inline { self.sink.line_of(code.range(close).start) } else { 0 };
                // `h.Webhook`, or `h.Webhook` wrapped in middleware: the last name of the arguments.
                let handler = if inline { None } else { (i + 3..close).rev().find_map(|k| code.name(k)) };
                let handler = handler.unwrap_or("").to_owned();
                let route =
                    Route { method, path: join(&prefix, path), router: String::new(), guards, end_line, handler };
                self.sink.push(code.range(i + 2), What::Route(route));
            }
        }
    }

    /// What stands before the routes of `receiver` here: its group's prefix, else the scopes that are open.
    fn prefix(&self, receiver: &str) -> String {
        match self.groups.get(receiver) {
            Some(prefix) => prefix.clone(),
            None => self.scopes.iter().fold(String::new(), |prefix, scope| join(&prefix, scope.1)),
        }
    }
}

fn join(prefix: &str, path: &str) -> String {
    if path.is_empty() || path == "/" {
        prefix.to_owned()
    } else {
        format!("{}/{}", prefix.trim_end_matches('/'), path.trim_start_matches('/'))
    }
}

/// The name by which a package is known where no alias is given: the last part of its path that is no version.
fn package_name(path: &str) -> &str {
    let mut parts = path.rsplit('/');
    let last = parts.next().unwrap_or(path);
    let is_version = last.len() > 1 && last.starts_with('v') && last[1..].bytes().all(|b| b.is_ascii_digit());
    let name = if is_version { parts.next().unwrap_or(last) } else { last };
    let name = name.strip_prefix("go-").unwrap_or(name);
    name.split('.').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_packages() {
        assert!(VERBS.is_sorted());
        for (path, name) in
            [("github.com/stripe/stripe-go/v82", "stripe-go"), ("net/http", "http"), ("gopkg.in/yaml.v3", "yaml")]
        {
            assert_eq!(package_name(path), name);
        }
    }
}
