//! Routes of files whose place is one, and of functions that serve by themselves.

use super::Scan;
use super::files::{FileRoute, Form, METHODS, is_callback};
use super::routes::{give, guards_in, push};
use crate::source::lex::Kind;

/// At `export`, in a file whose place is a route.
pub fn export_at(scan: &mut Scan<'_>, i: usize) {
    let Some(file) = scan.routes.file.take() else { return };
    let code = scan.code;
    let mut at = i + 1;
    if code.is(at, "default") {
        let served = match file.form {
            Form::Default => Some(""),
            Form::Named(method) => Some(method),
            Form::Handler if takes_request(scan, at + 1) => Some(""),
            Form::Page if is_callback(&file.path) => Some("GET"),
            _ => None,
        };
        if let Some(method) = served {
            whole(scan, i, method, &file.path);
        }
    } else if code.punct(at, b'{') {
        let mut found = Vec::new();
        scan.each_name(at, |_, local, _| found.push(local));
        for local in found {
            named(scan, &file, local, 0);
        }
    } else {
        while matches!(code.slice(at), "async" | "const" | "let" | "var" | "function") {
            at += 1;
        }
        if code.punct(at, b'{') {
            // `export const { GET, POST } = handlers`
            let mut found = Vec::new();
            scan.each_name(at, |_, local, _| found.push(local));
            for local in found {
                named(scan, &file, local, 0);
            }
        } else {
            let end = statement_end(scan, at);
            named(scan, &file, at, end);
        }
    }
    scan.routes.file = Some(file);
}

/// Whether the function at `at` takes a request first.
fn takes_request(scan: &Scan<'_>, at: usize) -> bool {
    let code = scan.code;
    let open = (at..at + 6).find(|&at| code.punct(at, b'('));
    open.and_then(|open| code.name(open + 1))
        .is_some_and(|name| matches!(name, "req" | "request" | "_req" | "_request"))
}

/// At a function that serves by itself: `Deno.serve(…)` in a function of Supabase, `onRequest(…)` of Firebase.
pub fn serve_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    if code.is(i, "serve") {
        if let Some(file) = scan.routes.file.take_if(|file| file.form == Form::Serve) {
            whole(scan, i, "", &file.path);
        }
        return;
    }
    // `export const hook = functions.region('x').https.onRequest(…)`, `exports.hook = onRequest(…)`
    let mut first = i;
    while first > 1 && code.punct(first - 1, b'.') {
        let mut before = first - 2;
        if code.punct(before, b')') && code.mate(before) > 0 {
            before = code.mate(before) - 1;
        }
        if before >= first {
            return;
        }
        first = before;
    }
    let Some(sign) = first.checked_sub(1).filter(|&at| code.punct(at, b'=')) else { return };
    let Some(name) = sign.checked_sub(1).and_then(|at| code.name(at)) else { return };
    if scan.holds("firebase-functions") {
        let path = format!("/{name}");
        give(scan, i, "", &path, "", i + 1);
    }
}

/// Gives the route that the exported name at `at` serves; `end` is the token behind the statement, 0 for none.
fn named(scan: &mut Scan<'_>, file: &FileRoute, at: usize, end: usize) {
    let name = scan.code.slice(at);
    let method = match file.form {
        Form::Methods | Form::Default => match name {
            "ALL" | "fallback" => Some(""),
            _ => METHODS.iter().find(|m| **m == name).copied(),
        },
        Form::Handler => match name {
            "handler" => Some(""),
            _ => METHODS.iter().find(|m| **m == name).copied(),
        },
        Form::OnRequest => name.strip_prefix("onRequest").and_then(|rest| {
            if rest.is_empty() { Some("") } else { METHODS.iter().find(|m| m.eq_ignore_ascii_case(rest)).copied() }
        }),
        Form::Loader if is_callback(&file.path) || file.path.contains("/api") => match name {
            "action" => Some("POST"),
            "loader" => Some("GET"),
            _ => None,
        },
        Form::Page if is_callback(&file.path) => matches!(name, "load" | "actions").then_some("GET"),
        _ => None,
    };
    let Some(method) = method.filter(|method| !matches!(*method, "OPTIONS" | "HEAD")) else { return };
    let mut guards = Vec::new();
    guards_in(scan, at + 1, end, &mut guards);
    let bytes = if end > at { scan.code.range(end - 1).start } else { 0 };
    push(scan, at, method, &file.path, "", guards, bytes);
}

/// Gives a route that the file as a whole serves.
fn whole(scan: &mut Scan<'_>, i: usize, method: &str, path: &str) {
    let mut guards = Vec::new();
    guards_in(scan, 0, scan.code.len(), &mut guards);
    push(scan, i, method, path, "", guards, scan.code.text.len());
}

/// The token behind the statement that declares the name at `at`.
fn statement_end(scan: &Scan<'_>, at: usize) -> usize {
    let code = scan.code;
    let function = code.punct(at + 1, b'(') || code.punct(at + 1, b'<');
    let mut end = at + 1;
    for _ in 0..400 {
        match code.kind(end) {
            None => break,
            Some(Kind::Punct(b';')) => break,
            Some(Kind::Punct(b'{')) if function && !code.punct(end - 1, b':') && !code.punct(end - 1, b'<') => {
                return code.mate(end).max(end) + 1;
            }
            Some(Kind::Name)
                if matches!(code.slice(end), "export" | "const" | "let" | "function" | "class" | "async")
                    && matches!(code.kind(end - 1), Some(Kind::Punct(b')' | b'}'))) =>
            {
                break;
            }
            _ => {}
        }
        end = code.mate(end).max(end) + 1;
    }
    end.min(code.len())
}
