//! Pages to which another service sends people: routes of the page's own router, and URLs given to services.

use super::files::{Form, is_callback};
use super::routes::push;
use super::{Scan, contains};
use crate::facts::{Route, What};
use crate::source::lex::Kind;

/// At a string that may be the path of a page to which another service sends people: `<Route path="/verify-email">`,
/// `{ path: '/auth/callback' }`.
pub fn string_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    if code.slice(i).as_bytes().iter().take(9).any(|b| *b == b'/') {
        return_at(scan, i);
    }
    if i > 2 && (code.punct(i - 1, b'=') || code.punct(i - 1, b':')) && code.is(i - 2, "path") {
        let path = code.slice(i);
        let page = if code.punct(i - 1, b'=') {
            code.is(i - 3, "Route") || code.punct(i - 3, b'}') || code.kind(i - 3) == Some(Kind::Str)
        } else {
            (code.punct(i - 3, b'{') || code.punct(i - 3, b',')) && !is_api(scan, i)
        };
        if page && path.starts_with('/') && is_callback(path) {
            push(scan, i, "GET", path, "", Vec::new(), 0);
        }
    }
}

/// Words in the names of URLs to which another service sends people back.
const RETURNS: &[&str] = &["success", "cancel", "return", "redirect", "callback", "continue"];

/// At a string, or the part of one behind code, that may be a URL given to another service to send people back to:
/// `success_url: `${origin}/checkout/success``.
pub fn return_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let text = code.slice(i);
    let path = match text.strip_prefix("http://").or_else(|| text.strip_prefix("https://")) {
        Some(rest) => rest.find('/').and_then(|at| rest.get(at..)).unwrap_or(""),
        None => text,
    };
    let path = path.split(['?', '#']).next().unwrap_or("");
    if !path.starts_with('/')
        || path.contains([' ', '\n'])
        || path.len() > 200
        || !is_callback(path)
        || path.contains("webhook")
    {
        return;
    }
    let first = super::hosts::template_start(code, i);
    let Some(name) = super::hosts::key_before(scan, first, 0) else { return };
    let has = |words: &[&str]| words.iter().any(|word| contains(name, word));
    if has(RETURNS) && has(&["url", "uri", "to", "path"]) {
        push(scan, i, "GET", path, "", Vec::new(), 0);
    }
}

/// Gives the page that a component is, where another service sends people there.
pub fn page(scan: &mut Scan<'_>) {
    if let Some(file) = scan.routes.file.take_if(|file| file.form == Form::Page && is_callback(&file.path)) {
        let (method, path) = ("GET".to_owned(), file.path);
        scan.push_at(0..0, What::Route(Route { method, path, ..Route::default() }));
    }
}

/// Whether an object with a path is no page: it has a method, or a cookie's properties.
fn is_api(scan: &Scan<'_>, i: usize) -> bool {
    (i.saturating_sub(12)..i + 12)
        .any(|at| matches!(scan.code.slice(at), "method" | "httpOnly" | "sameSite" | "maxAge"))
}
