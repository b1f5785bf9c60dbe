//! Routes and hooks: `/api/pay/:id`, with the methods before or behind them.

use super::Context;
use std::ops::Range;

/// Methods of HTTP, and the words that stand for all of them.
const METHODS: &[&str] = &["ALL", "ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "WS"];

/// First parts of the paths of routes.
#[rustfmt::skip]
const ROUTES: &[&str] = &[
    "actuator", "api", "auth", "callback", "callbacks", "cron", "docs", "graphql", "health", "healthz", "hooks",
    "internal", "login", "metrics", "oauth", "oauth2", "ping", "ready", "rest", "rpc", "status", "stripe", "swagger",
    "trpc", "v1", "v2", "v3", "webhook", "webhooks", "ws",
];

/// Whether the path begins as routes do.
pub(super) fn is_route(path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or("");
    ROUTES.binary_search(&first).is_ok()
}

/// The method that a word is.
pub(super) fn method(word: &str) -> Option<&'static str> {
    METHODS.binary_search(&word).ok().map(|at| METHODS[at])
}

/// Whether a word is a method, or several: `GET/POST`.
pub(super) fn is_methods(word: &str) -> bool {
    word.split(['/', '|', ',']).all(|word| method(word).is_some())
}

/// The route that a token is, without its query.
pub(super) fn route(token: &str, code: bool, context: Context) -> Option<String> {
    let listed = context == Context::Endpoints;
    let path = token.split(['?', '#']).next().unwrap_or(token).trim_end_matches(['.', ':']);
    let bare = !path.starts_with('/');
    if bare && !(listed && code && path.contains('/') && !path.contains("://") && !path.starts_with(['{', '<', '$'])) {
        return None;
    }
    let fits = |c: char| {
        c.is_alphanumeric()
            || matches!(
                c,
                '/' | '_'
                    | '-'
                    | '.'
                    | ':'
                    | '{'
                    | '}'
                    | '['
                    | ']'
                    | '*'
                    | '<'
                    | '>'
                    | '~'
                    | '@'
                    | '$'
                    | '%'
                    | '('
                    | ')'
                    | '+'
                    | '|'
                    | ','
            )
    };
    if path.len() > 512 || path.len() < 2 || path.starts_with("//") || !path.chars().all(fits) {
        return None;
    }
    let inner = path.trim_start_matches('/');
    let start = inner.chars().next()?;
    let begins = start.is_alphanumeric() || matches!(start, ':' | '{' | '[' | '*' | '_' | '.' | '@' | '<');
    if !begins || inner.contains("//") && !inner.contains(":") {
        return None;
    }
    // In prose "/month" is a rate.
    let sure = code || listed || is_route(path) || inner.trim_end_matches('/').contains('/');
    if !sure || super::file::has_ending(path) && bare {
        return None;
    }
    Some(if bare { format!("/{path}") } else { path.to_owned() })
}

/// The route that a call of code declares or calls, with its method: `app.post('/pay', …)`.
pub(super) fn called(code: &str) -> Option<(Range<usize>, &'static str, &str)> {
    let open = code.find("('/").or_else(|| code.find("(\"/"))?;
    let quote = code.get(open + 1..open + 2)?;
    let start = open + 2;
    let end = start + code.get(start..)?.find(quote)?;
    let name = code.get(..open)?.rsplit(|c: char| !c.is_alphanumeric()).next()?.to_ascii_uppercase();
    let method = method(&name)?;
    let path = code.get(start..end)?;
    (path.len() > 1 && !path.contains(' ')).then_some((start..end, method, path))
}

/// A method and the bytes that name it.
pub(super) type Method = (Range<usize>, &'static str);

/// The methods that end right before `at`, in order: `GET/POST `, `**POST** `, `GET, PUT `.
pub(super) fn methods_before(text: &str, at: usize) -> Vec<Method> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut end = at;
    let mut gap = 0;
    while found.len() < METHODS.len() {
        let mut word = end;
        while word > 0
            && matches!(bytes[word - 1], b' ' | b'`' | b'*' | b'/' | b'|' | b',' | b':' | b'[' | b']')
            && gap < 6
        {
            word -= 1;
            gap += 1;
        }
        if word == end {
            break;
        }
        let start = word - bytes[..word].iter().rev().take(8).take_while(|b| b.is_ascii_uppercase()).count();
        let Some(name) = text.get(start..word).and_then(method) else { break };
        if start > 0 && (bytes[start - 1].is_ascii_alphanumeric() || matches!(bytes[start - 1], b'_' | b'-')) {
            break;
        }
        found.push((start..word, name));
        (end, gap) = (start, 0);
    }
    found.reverse();
    found
}

/// The method in parentheses behind `at`: `` ` (POST, JSON)``.
pub(super) fn method_behind(text: &str, at: usize) -> Option<Method> {
    let rest = text.get(at..)?;
    let open =
        rest.find('(').filter(|open| rest[..*open].chars().all(|c| matches!(c, ' ' | '`' | '*')) && *open < 6)?;
    let start = at + open + 1;
    let length = text[start..].bytes().take(8).take_while(u8::is_ascii_uppercase).count();
    let name = method(&text[start..start + length])?;
    let ends = !text[start + length..].starts_with(|c: char| c.is_alphanumeric() || c == '_');
    ends.then_some((start..start + length, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(METHODS.is_sorted() && ROUTES.is_sorted());
    }

    #[test]
    fn routes() {
        for (token, path) in [
            ("/api/pay/:id", "/api/pay/:id"),
            ("/api/pay?x=1", "/api/pay"),
            ("/hooks/[name]", "/hooks/[name]"),
            ("/a/{id}/b", "/a/{id}/b"),
            ("/health", "/health"),
            ("/admin/", "/admin/"),
        ] {
            assert_eq!(route(token, true, Context::Plain).as_deref(), Some(path), "{token}");
        }
        assert_eq!(route("api/pay", true, Context::Endpoints).as_deref(), Some("/api/pay"));
        for token in ["api/pay", "/", "//x.io", "a", "/ b"] {
            assert_eq!(route(token, true, Context::Plain), None, "{token}");
        }
        assert_eq!(route("/month", false, Context::Plain), None);
        assert_eq!(called("app.post('/pay', run)"), Some((10..14, "POST", "/pay")));
        assert_eq!(called("Route::get(\"/pay/{id}\")").map(|found| found.2), Some("/pay/{id}"));
        assert_eq!(called("read('/etc')"), None);
    }

    #[test]
    fn methods() {
        let before =
            |text: &str| methods_before(text, text.len()).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
        assert_eq!(before("see POST "), ["POST"]);
        assert_eq!(before("GET/POST "), ["GET", "POST"]);
        assert_eq!(before("**PUT** `"), ["PUT"]);
        assert!(before("the TARGET ").is_empty() && before("POST").is_empty());
        assert_eq!(method_behind("` (POST with a body)", 0).map(|m| m.1), Some("POST"));
        assert_eq!(method_behind(" (Posts)", 0), None);
    }
}
