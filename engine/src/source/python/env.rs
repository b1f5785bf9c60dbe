//! Variables that Python takes from its environment.

use super::Reader;
use crate::facts::What;
use crate::source::lex::Kind;
use crate::source::literals::{is_env_name, is_strict};

impl Reader<'_, '_, '_> {
    /// `os.environ["X"]`, `.get("X", d)`, `"X" in os.environ`; writes and deletions are no reads.
    pub(super) fn environ(&mut self, i: usize) {
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
                None => {
                    self.dynamic = true;
                    self.helper_at(i, i + 2);
                }
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
    pub(super) fn method_lookup(&mut self, i: usize) {
        let code = self.code;
        if code.punct(i + 1, b'.')
            && code.name(i + 2).is_some_and(|method| method != "prefixed")
            && code.punct(i + 3, b'(')
            && let Some(name) = code.string(i + 4)
            && is_env_name(name)
            // A dictionary of the file's own, with that key in it, is no environment.
            && !(code.is(i, "config") && (1..code.len()).any(|k| code.string(k) == Some(name) && code.punct(k + 1, b':')))
        {
            self.lookup(i, i + 3);
        }
    }

    /// A call at the bracket `open` whose first argument names a variable, a second one being its default.
    pub(super) fn lookup(&mut self, i: usize, open: usize) {
        let code = self.code;
        if !code.punct(open, b'(') {
            return;
        }
        let close = code.mate(open);
        let Some(name) = code.string(open + 1) else {
            // A variable as the argument: the names stand elsewhere. Part of a definition or an f-string: nothing to see.
            if matches!(code.slice(i), "environ" | "getenv") {
                self.dynamic |= code.name(open + 1).is_some();
                self.helper_at(i, open + 1);
            }
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

    pub(super) fn push_env(&mut self, i: usize, name: &str, required: Option<bool>) {
        // Windows has names such as `ProgramFiles(x86)`.
        let fits = !name.is_empty()
            && name.len() <= 80
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'(' | b')'))
            && name.bytes().any(|b| b.is_ascii_alphabetic());
        if fits {
            let prefix = self.prefix.map_or("", |(prefix, _)| prefix);
            self.sink.push(self.code.range(i), What::EnvRead { name: format!("{prefix}{name}"), required });
        }
    }

    /// One name or a list of them, as in `envvar=["A", "B"]`.
    pub(super) fn env_names(&mut self, i: usize) {
        let end = if self.code.punct(i, b'[') || self.code.punct(i, b'(') { self.code.mate(i) } else { i + 1 };
        for k in i..end.min(i + 32) {
            if let Some(name) = self.code.string(k) {
                self.push_env(k, name, None);
            }
        }
    }

    /// Names in lists, tuples and dictionaries, for a file that looks names up one by one.
    pub(super) fn listed_names(&mut self) {
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

    /// Whether something is looked for in what the bracket at `open` holds: `state in {`, `not in (`, and not `for name in [`.
    fn is_tested(&self, open: usize) -> bool {
        let is = |back: usize, word: &str| open.checked_sub(back).is_some_and(|at| self.code.is(at, word));
        is(1, "in") && !is(3, "for")
    }

    /// Whether the innermost bracket around token `i`, looked for a little way back, is a list's, a set's or a tuple's.
    pub(super) fn in_list(&self, i: usize) -> bool {
        let mut at = i;
        for _ in 0..200 {
            let Some(before) = at.checked_sub(1) else { return false };
            at = before;
            match self.code.kind(at) {
                Some(Kind::Punct(b'{')) => return !self.is_tested(at),
                // Behind a name or a value, a bracket is a call's or an index.
                Some(Kind::Punct(b'(' | b'[')) => {
                    let Some(before) = at.checked_sub(1) else { return true };
                    let value =
                        matches!(self.code.kind(before), Some(Kind::Name | Kind::Str | Kind::Punct(b')' | b']')));
                    return (!value || self.code.is(before, "in")) && !self.is_tested(at);
                }
                Some(Kind::Punct(b')' | b']' | b'}')) => at = self.code.mate(at).min(at),
                _ => {}
            }
        }
        false
    }
}

/// Whether a constant's name says that it holds a variable's name: `KEY_LOGIN`, `LOGIN_ENV`.
fn is_name_holder(name: &str) -> bool {
    is_env_name(name)
        && (["KEY_", "ENV_", "VAR_"].iter().any(|p| name.starts_with(p))
            || ["_ENV", "_ENV_VAR", "_VAR"].iter().any(|s| name.ends_with(s)))
}
