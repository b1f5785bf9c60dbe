//! Routes of Flask, FastAPI, Django and Odoo, and the routers that they are mounted on.

use super::{BODY, Reader};
use crate::facts::{FACTS_PER_FILE, Route, What};
use crate::source::lex::{Code, Kind};

/// Verbs that are methods of an application or router: `@app.get("/x")`.
const VERBS: &[&str] = &["delete", "get", "head", "options", "patch", "post", "put"];

/// Most lines of decorators and arguments between a decorator and the body of its function.
const HEAD_LINES: u32 = 32;

impl<'a> Reader<'a, '_, '_> {
    /// `router = APIRouter(prefix="/x")`, `bp = Blueprint("n", __name__, url_prefix="/x")`.
    pub(super) fn router(&mut self, i: usize) {
        let Some(name) = i.checked_sub(2).filter(|&k| self.code.punct(k + 1, b'=')).and_then(|k| self.code.name(k))
        else {
            return;
        };
        let prefix = self.argument(i + 1, &["prefix", "url_prefix"]).unwrap_or("");
        self.routers.insert(name, prefix);
    }

    /// The string given to one of the named arguments of the call that opens at `open`.
    pub(super) fn argument(&self, open: usize, names: &[&str]) -> Option<&'a str> {
        let close = self.code.mate(open).min(open + 400);
        (open + 1..close)
            .find(|&k| self.code.name(k).is_some_and(|n| names.contains(&n)) && self.code.punct(k + 1, b'='))
            .and_then(|k| self.code.string(k + 2))
    }

    /// `app.include_router(payments.router, prefix="/api")`, `app.register_blueprint(bp, url_prefix="/x")`.
    pub(super) fn mount(&mut self, i: usize) {
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
    pub(super) fn decorator(&mut self, i: usize) -> usize {
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
    pub(super) fn template(&self, i: usize) -> String {
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
    pub(super) fn handler(&mut self, decorator: usize, from: usize) -> (u32, Vec<String>) {
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
    pub(super) fn django_path(&mut self, i: usize) {
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
    #[test]
    fn verbs_are_sorted() {
        assert!(super::VERBS.is_sorted());
    }
}
