//! Pages to which another service sends people: routes of the page's own router.

use super::Scan;
use super::files::{Form, is_callback};
use super::routes::push;
use crate::facts::{Route, What};
use crate::source::lex::Kind;

/// At a string that may be the path of a page to which another service sends people: `<Route path="/verify-email">`,
/// `{ path: '/auth/callback' }`.
pub fn string_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
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
