//! Variables that Go takes from its environment: through the standard library, helpers of the file's own, struct tags and
//! Viper.

use super::Reader;
use crate::facts::What;
use crate::source::lex::Kind;
use crate::source::literals::{is_env_name, is_strict};
use std::collections::HashMap;
use std::ops::Range;

/// Keys of struct tags under which settings libraries look for the variable's name.
const TAGS: &[&str] = &["env:\"", "envconfig:\"", "conf:\"env:"];

/// Most names of one kind that are kept.
const KEPT: usize = 256;

/// How far back the function or struct around a token is looked for, in tokens.
const AROUND: usize = 1500;

/// What a file names in one place and reads in another.
#[derive(Debug, Default)]
pub(super) struct Names<'a> {
    /// Constants that hold a variable's name, with the token of that name.
    constants: HashMap<&'a str, usize>,
    /// Names under which variables are looked up: each with where, and whether the code fails without.
    looked_up: Vec<(&'a str, Option<bool>)>,
    /// Functions whose parameter is looked up.
    helpers: Vec<&'a str>,
    /// What Viper puts before the names that it is bound to.
    pub(super) prefix: &'a str,
    /// Whether Viper looks every key up among the variables, too.
    pub(super) automatic: bool,
    /// Viper's keys, each with its token.
    keys: Vec<(usize, &'a str, Option<bool>)>,
    /// By struct, what another puts before its variables.
    prefixes: HashMap<&'a str, &'a str>,
    /// Variables in the tags of a struct.
    tagged: Vec<(&'a str, Range<usize>, &'a str, Option<bool>)>,
}

/// The variable of a key of Viper's, behind its prefix. Programs have dots replaced, which no shell takes in a name.
fn named(prefix: &str, key: &str) -> String {
    let parts = [prefix, key];
    let name = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_");
    name.replace(['.', '-'], "_").to_ascii_uppercase()
}

impl<'a> Reader<'a, '_, '_> {
    /// `tokenEnv = "API_TOKEN"`, `const tokenEnv string = "API_TOKEN"`.
    pub(super) fn constant(&mut self, i: usize, name: &'a str) {
        let code = self.code;
        let value = if code.punct(i + 1, b'=') {
            i + 2
        } else if code.punct(i + 1, b':') && code.punct(i + 2, b'=')
            || code.is(i + 1, "string") && code.punct(i + 2, b'=')
        {
            i + 3
        } else {
            return;
        };
        if code.string(value).is_some_and(is_env_name) && self.names.constants.len() < KEPT {
            self.names.constants.insert(name, value);
        }
    }

    /// A look-up of the name that the token at `argument` stands for: a constant of the file, or what the function around is
    /// given.
    pub(super) fn named_elsewhere(&mut self, i: usize, argument: usize, required: Option<bool>) {
        let code = self.code;
        let Some(name) = code.name(argument).filter(|_| self.names.looked_up.len() < KEPT) else { return };
        self.names.looked_up.push((name, required));
        // `func lookup(key, fallback string) string { … }`
        let Some(func) =
            (i.saturating_sub(AROUND)..i).rev().find(|&k| code.is(k, "func") && code.name(k + 1).is_some())
        else {
            return;
        };
        let open = func + 2;
        let given = code.punct(open, b'(') && (open..code.mate(open)).any(|k| code.is(k, name));
        if let Some(helper) = code.name(func + 1).filter(|_| given)
            && !self.names.helpers.contains(&helper)
        {
            self.names.helpers.push(helper);
        }
    }

    /// `viper.BindEnv("smtp.host", "SMTP_HOST")`; with a key alone the variable is the prefix and the key.
    pub(super) fn bind(&mut self, i: usize) {
        let code = self.code;
        let close = code.mate(i + 1).min(i + 24);
        let mut found = false;
        for k in i + 3..close {
            if let Some(variable) = code.string(k).filter(|v| is_env_name(v)) {
                found = true;
                self.env(k, variable, None);
            }
        }
        if let Some(key) = code.string(i + 2).filter(|key| !found && close == i + 3 && !key.is_empty()) {
            self.env(i + 2, &named(self.names.prefix, key), None);
        }
    }

    /// `viper.SetDefault("server.port", 8080)`, `v.GetString("server.port")`: a variable where Viper looks all of them up.
    pub(super) fn key(&mut self, i: usize, required: Option<bool>) {
        if let Some(key) = self.code.string(i + 2).filter(|key| !key.is_empty() && self.names.keys.len() < KEPT) {
            self.names.keys.push((i + 2, key, required));
        }
    }

    /// The struct in whose definition the token `i` stands: `type Config struct { … }`.
    fn structure(&self, i: usize) -> Option<&'a str> {
        let code = self.code;
        let at = (i.saturating_sub(AROUND)..i).rev().find(|&k| code.is(k, "struct") && code.punct(k + 1, b'{'))?;
        (code.mate(at + 1) > i && at > 1 && code.is(at - 2, "type")).then(|| code.name(at - 1)).flatten()
    }

    /// Gives what turned out to be read.
    pub(super) fn finish(&mut self) {
        let names = std::mem::take(&mut self.names);
        for (structure, span, name, required) in names.tagged {
            let prefix = names.prefixes.get(structure).copied().unwrap_or("");
            self.sink.push(span, What::EnvRead { name: format!("{prefix}{name}"), required });
        }
        for (at, key, required) in names.keys.into_iter().filter(|_| names.automatic) {
            self.env(at, &named(names.prefix, key), required);
        }
        for (name, required) in names.looked_up {
            if let Some(&at) = names.constants.get(name) {
                self.env(at, self.code.slice(at), required);
            }
        }
        if names.helpers.is_empty() {
            return;
        }
        for i in 1..self.code.len() {
            let helps = self.code.name(i).is_some_and(|name| names.helpers.contains(&name));
            if !helps || !self.code.punct(i + 1, b'(') || self.code.is(i - 1, "func") || self.code.punct(i - 1, b'.') {
                continue;
            }
            if let Some(variable) = self.code.string(i + 2).filter(|name| is_env_name(name)) {
                let defaulted = self.code.punct(i + 3, b',');
                self.env(i + 2, variable, defaulted.then_some(false));
            }
        }
    }

    /// Whether the statement behind a look-up that ends at `close` gives up where nothing was found: `if !ok { panic(…) }`,
    /// `if key == "" { return errors.New(…) }`.
    pub(super) fn demanded(&self, close: usize) -> bool {
        let code = self.code;
        let Some(test) = (close + 1..close + 3).find(|&k| code.is(k, "if")) else { return false };
        let Some(open) = (test + 1..test + 8).find(|&k| code.punct(k, b'{')) else { return false };
        let missing = code.punct(test + 1, b'!') || code.matches(test + 2, &["=", "="]);
        let body = open + 1..code.mate(open).min(open + 24);
        missing
            && body.into_iter().any(|k| {
                matches!(code.name(k), Some("panic" | "Exit" | "Fatal" | "Fatalf" | "Fatalln" | "Errorf" | "New"))
            })
    }

    pub(super) fn env(&mut self, i: usize, name: &str, required: Option<bool>) {
        let fits = !name.is_empty() && name.len() <= 80 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if fits {
            self.sink.push(self.code.range(i), What::EnvRead { name: name.into(), required });
        }
    }

    /// `getEnv("X", "default")`, `mustSetEnv(condition, "X")`, whatever the helper is called: the first argument that is a
    /// variable's name.
    pub(super) fn lookup(&mut self, i: usize, function: &str) {
        let code = self.code;
        let close = code.mate(i + 1).min(i + 40);
        let mut at = i + 2;
        while at < close {
            let begins = matches!(code.kind(at - 1), Some(Kind::Punct(b'(' | b',')));
            if begins && code.string(at).is_some_and(|n| is_env_name(n) && (at == i + 2 || n.contains('_'))) {
                break;
            }
            at = if matches!(code.kind(at), Some(Kind::Punct(b'(' | b'[' | b'{'))) {
                code.mate(at).max(at + 1)
            } else {
                at + 1
            };
        }
        if at >= close {
            return;
        }
        let defaulted = code.punct(at + 1, b',');
        let required = if is_strict(function) && at == i + 2 { Some(true) } else { defaulted.then_some(false) };
        self.env(at, code.slice(at), required);
    }

    /// The names in `EnvVars: []string{"A", "B"}` and `cli.EnvVars("A", "B")`.
    pub(super) fn listed(&mut self, i: usize) {
        let Some(open) = (i + 1..i + 6).find(|&k| self.code.punct(k, b'{') || self.code.punct(k, b'(')) else { return };
        for k in open..self.code.mate(open).min(open + 32) {
            if let Some(name) = self.code.string(k).filter(|n| is_env_name(n)) {
                self.env(k, name, None);
            }
        }
    }

    /// A struct tag that names a variable: `env:"PORT,required" envDefault:"8080"`.
    pub(super) fn tag(&mut self, i: usize) {
        let text = self.code.slice(i);
        let start = self.code.range(i).start;
        if !self.code.text[..start].ends_with('`') {
            return;
        }
        for key in TAGS {
            let Some(at) =
                text.find(key).filter(|&at| at == 0 || text.as_bytes()[at - 1] == b' ').map(|at| at + key.len())
            else {
                continue;
            };
            let value = &text[at..];
            let value = &value[..value.find('"').unwrap_or(value.len())];
            let mut parts = value.split(',');
            let name = parts.next().unwrap_or("").trim();
            let demanded =
                parts.any(|part| matches!(part.trim(), "required" | "notEmpty")) || text.contains("required:\"true\"");
            let defaulted = ["envDefault:", "default:", "env-default:"].iter().any(|d| text.contains(d));
            if is_env_name(name) {
                let required = if demanded { Some(true) } else { defaulted.then_some(false) };
                let span = start + at..start + at + name.len();
                match self.structure(i) {
                    // Another struct may put a prefix before the names of this one.
                    Some(structure) => self.names.tagged.push((structure, span, name, required)),
                    None => self.sink.push(span, What::EnvRead { name: name.into(), required }),
                }
            }
        }
        if let Some(prefix) = text.split("envPrefix:\"").nth(1).and_then(|rest| rest.split('"').next())
            && let Some(structure) = i.checked_sub(1).and_then(|k| self.code.name(k))
        {
            self.names.prefixes.insert(structure, prefix);
        }
    }
}
