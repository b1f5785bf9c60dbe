//! The code base's own ways to its environment: functions that look a name up that they are given, and objects of settings
//! libraries under whatever name they were given.

use super::{BODY, Reader};
use crate::source::lex::Kind;
use crate::source::literals::{is_env_name, is_strict};

/// Most helpers of one file.
const HELPERS: usize = 16;

/// How far back the definition around a token is looked for, in tokens.
const AROUND: usize = 400;

/// Classes of settings libraries whose objects take a variable's name when called: environs, django-environ, decouple,
/// Starlette.
const OBJECTS: &[&str] = &["AutoConfig", "Config", "Env", "FileAwareEnv"];

/// Modules that those classes come from.
const LIBRARIES: &[&str] = &["decouple", "environ", "environs", "starlette.config"];

/// Methods of such an object that read a variable of a set name where they are given none, sorted.
const UNNAMED: &[(&str, &str)] = &[
    ("cache", "CACHE_URL"),
    ("cache_url", "CACHE_URL"),
    ("db", "DATABASE_URL"),
    ("db_url", "DATABASE_URL"),
    ("email", "EMAIL_URL"),
];

/// Functions of a module that read a variable of a set name where they are given none.
const MODULES: &[(&str, &str)] =
    &[("dj_database_url", "DATABASE_URL"), ("dj_email_url", "EMAIL_URL"), ("django_cache_url", "CACHE_URL")];

/// A function that looks up the variable that its caller names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Helper<'a> {
    /// Its name.
    name: &'a str,
    /// The class that it is a method of.
    class: Option<&'a str>,
    /// Whether it fails without the variable.
    strict: bool,
}

impl<'a> Reader<'a, '_, '_> {
    /// At a look-up of the name that the variable at `argument` holds: where that is a parameter, the function around is a
    /// helper.
    pub(super) fn helper_at(&mut self, i: usize, argument: usize) {
        let code = self.code;
        let Some(parameter) = code.name(argument).filter(|_| self.helpers.len() < HELPERS) else { return };
        let Some(def) = self.around(i, "def") else { return };
        let (Some(name), open) = (code.name(def + 1), def + 2) else { return };
        let close = code.mate(open);
        let takes = code.punct(open, b'(') && (open..close).any(|k| code.is(k, parameter));
        if !takes || name.starts_with("__") {
            return;
        }
        let class = self.around(def, "class").and_then(|class| code.name(class + 1));
        let body = (i..code.len().min(i + 80)).take_while(|&k| self.indent(k) > self.indent(def) || k < i + 2);
        let strict = is_strict(name) || body.into_iter().any(|k| code.is(k, "raise"));
        let helper = Helper { name, class, strict };
        if !self.helpers.contains(&helper) {
            self.helpers.push(helper);
        }
    }

    /// The `def` or `class` in whose body the token `i` stands.
    fn around(&self, i: usize, word: &str) -> Option<usize> {
        let mut level = self.indent(i);
        let mut at = i;
        let mut same_line = true;
        while let Some(before) = at.checked_sub(1).filter(|&k| k + AROUND > i) {
            at = before;
            same_line &= self.code.kind(at) != Some(Kind::Newline);
            if same_line && self.code.is(at, word) {
                return Some(at);
            }
            let first = at == 0 || self.code.kind(at - 1) == Some(Kind::Newline);
            let starts = first && matches!(self.code.kind(at), Some(Kind::Name));
            let asynchronous = self.code.is(at, "async");
            if !starts || self.indent(at) >= level {
                continue;
            }
            level = self.indent(at);
            let at = if asynchronous { at + 1 } else { at };
            if self.code.is(at, word) {
                return Some(at);
            }
            if level == 0 {
                return None;
            }
        }
        None
    }

    /// Every name that the file's helpers are given.
    pub(super) fn helped_names(&mut self) {
        let helpers = std::mem::take(&mut self.helpers);
        for i in 0..self.code.len() {
            let Some(name) = self.code.name(i).filter(|_| self.code.punct(i + 1, b'(')) else { continue };
            let owner = i.checked_sub(2).filter(|&k| self.code.punct(k + 1, b'.')).and_then(|k| self.code.name(k));
            let defined = i > 0 && self.code.is(i - 1, "def");
            let called = |helper: &&Helper<'_>| {
                helper.name == name
                    && match (helper.class, owner) {
                        (None, None) => true,
                        (Some(class), Some(owner)) => owner == class || matches!(owner, "cls" | "self"),
                        _ => false,
                    }
            };
            let Some(helper) = helpers.iter().find(called).filter(|_| !defined) else { continue };
            let close = self.code.mate(i + 1);
            let defaulted = close > i + 3 && self.code.punct(i + 3, b',');
            let required = if helper.strict { Some(true) } else { defaulted.then_some(false) };
            if let Some(variable) = self.code.string(i + 2).filter(|name| is_env_name(name)) {
                self.push_env(i + 2, variable, required);
            }
        }
    }

    /// `settings = Config(".env")`, `env = environ.Env(DEBUG=(bool, False))`: an object that looks variables up, and the
    /// variables that it is told of.
    pub(super) fn settings_object(&mut self, i: usize) {
        let code = self.code;
        let module = self.modules.get(code.slice(i)).map(String::as_str).or_else(|| {
            let owner = i.checked_sub(2).filter(|&k| code.punct(k + 1, b'.')).and_then(|k| code.name(k))?;
            self.modules.get(owner).map(String::as_str)
        });
        let known = |module: &str| LIBRARIES.iter().any(|library| module.starts_with(library));
        if !OBJECTS.contains(&code.slice(i)) || !module.is_some_and(known) {
            return;
        }
        let start = if i > 1 && code.punct(i - 1, b'.') { i - 2 } else { i };
        if let Some(object) = start.checked_sub(2).filter(|&k| code.punct(k + 1, b'=')).and_then(|k| code.name(k)) {
            self.objects.push(object);
        }
        for k in i + 2..code.mate(i + 1).min(i + 400) {
            if let Some(name) = code.name(k).filter(|name| is_env_name(name) && code.punct(k + 1, b'=')) {
                self.push_env(k, name, Some(false));
            }
        }
    }

    /// A call of such an object, or of one of its methods: `env("NAME")`, `env.db()`.
    pub(super) fn object_call(&mut self, i: usize) {
        let code = self.code;
        let object = code.slice(i);
        let module = MODULES.iter().find(|(module, _)| *module == object);
        let known = self.objects.contains(&object) || matches!(object, "env" | "config") || module.is_some();
        if !known || i > 0 && code.punct(i - 1, b'.') {
            return;
        }
        if code.punct(i + 1, b'(') {
            if self.objects.contains(&object) && !matches!(object, "env" | "config") {
                self.lookup(i, i + 1);
            }
            return;
        }
        let (Some(method), open) = (code.name(i + 2).filter(|_| code.punct(i + 1, b'.')), i + 3) else { return };
        if !code.punct(open, b'(') {
            return;
        }
        let close = code.mate(open);
        let variable = (open..close.min(open + 24)).find(|&k| code.is(k, "env") && code.punct(k + 1, b'='));
        if let Some((_, name)) = module.filter(|_| matches!(method, "config" | "parse")) {
            match variable.and_then(|k| code.string(k + 2)) {
                Some(name) => self.push_env(variable.unwrap_or(i) + 2, name, None),
                None if method == "config" => self.push_env(i, name, None),
                None => {}
            }
            return;
        }
        let unnamed = UNNAMED.iter().find(|(name, _)| *name == method).filter(|_| code.string(open + 1).is_none());
        if let Some((_, name)) = unnamed
            && self.is_of_library()
        {
            self.push_env(i, name, None);
        } else if self.objects.contains(&object) && !matches!(object, "env" | "config") {
            self.lookup(i, open);
        }
    }

    /// Whether the file imports a settings library.
    fn is_of_library(&self) -> bool {
        self.modules.values().any(|module| LIBRARIES.iter().any(|library| module.starts_with(library)))
    }

    /// `with env.prefixed("MAIL_"):` puts a prefix before the names in its block, up to the token that is returned with it.
    pub(super) fn prefixed(&self, i: usize) -> Option<(&'a str, usize)> {
        let prefix = self.code.string(i + 2).filter(|_| self.code.is(i, "prefixed") && self.code.punct(i + 1, b'('))?;
        let level = self.indent(i);
        let mut end = self.code.mate(i + 1) + 1;
        while end < self.code.len().min(i + BODY)
            && !(self.code.kind(end) == Some(Kind::Newline)
                && self.code.kind(end + 1).is_some_and(|kind| kind != Kind::Newline)
                && self.indent(end + 1) <= level)
        {
            end += 1;
        }
        Some((prefix, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(OBJECTS.is_sorted() && LIBRARIES.is_sorted() && UNNAMED.is_sorted() && MODULES.is_sorted());
    }
}
