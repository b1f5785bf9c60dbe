//! Routes that others call, hooks that the code calls, and the events that they carry.

use super::check::{Answer, Check, Said};
use super::paths::Found;
use crate::assemble::{Fit, Served};
use crate::audit::{Endpoint, Place, Verification};
use crate::catalog;
use crate::order::Arrange;

/// Checks that a route is served or a hook called, with its method and the way in which a caller proves itself.
pub fn check(check: &Check<'_>, said: Said<'_>) -> Answer {
    let (method, url) = split(&said.claim.subject);
    let (host, path) = host_of(url);
    if path.is_empty() || path == "/" && host.is_some() {
        return Answer::not_checked("");
    }
    let mine = host.is_none_or(is_local);
    // A vendor's path is called, not served.
    if !mine && host.is_some_and(|host| catalog::host(host, path).is_some()) {
        return called(check, path);
    }
    // A folder or a file may be written like a route.
    if method.is_empty()
        && let Found::File(file) | Found::Folder(file) = check.paths.find(path)
        && path.matches('/').count() > 1
        && check.routes.iter().all(|route| route.path != path)
    {
        return Answer::confirmed(Some(Place { path: file.to_owned(), line: 1 }));
    }
    let wanted = segments(path);
    let mut found: Vec<(u8, &Served)> =
        check.routes.iter().filter_map(|route| Some((closeness(route, &wanted)?, route))).collect();
    found.arrange_by_key(|(close, route)| (*close, *route));
    let Some(&(closest, first)) = found.first() else { return unserved(check, said, path, &wanted) };
    let close = || found.iter().filter(|(close, _)| *close == closest).map(|(_, route)| *route);
    let with_method = close().find(|route| method.is_empty() || route.method.is_empty() || route.method == method);
    let Some(route) = with_method else {
        let mut methods: Vec<&str> = close().map(|route| route.method.as_str()).collect();
        methods.dedup();
        let place = Some(first.place.clone());
        // Of a path that only ends alike, the claimed one may be another.
        return match closest {
            0 => Answer::contradicted(format!("code has {} only", methods.join(", ")), place),
            _ => Answer::not_found().remark(format!("code has {} {}", first.method, first.path)).at(place),
        };
    };
    let place = Some(route.place.clone());
    match verification(check, said, route) {
        Some(truth) => Answer::contradicted(truth, place),
        None => Answer::confirmed(place),
    }
}

/// What the code checks of a caller where the document says otherwise.
fn verification(check: &Check<'_>, said: Said<'_>, route: &Served) -> Option<String> {
    let endpoint: &Endpoint = check.code.audit.endpoints.iter().find(|endpoint| endpoint.place == route.place)?;
    let (method, path) = split(&said.claim.subject);
    // What the document says elsewhere of the same endpoint counts here.
    let documented =
        check.document.endpoints.iter().find(|documented| documented.path == path && documented.method == method);
    let documented = documented.map_or("", |documented| documented.verification.word());
    let claimed = if said.claim.value.is_empty() { documented } else { said.claim.value.as_str() };
    match (claimed, endpoint.verification) {
        ("token" | "none", Verification::Signature) => Some("code checks a signature".to_owned()),
        ("none", Verification::Token) => Some("code checks a token".to_owned()),
        // A signature that the engine does not know by name may look like a shared token.
        _ => None,
    }
}

/// A route that the code does not serve.
fn unserved(check: &Check<'_>, said: Said<'_>, path: &str, wanted: &[String]) -> Answer {
    let _ = said;
    if let Answer { place: Some(place), .. } = called(check, path) {
        // A setting that holds the address serves nothing.
        let setting = crate::path::is_dotenv(&place.path) && !check.routes.is_empty();
        return match setting {
            true => Answer::not_found().remark(format!("only {} names it", place.path)).at(Some(place)),
            false => Answer::confirmed(Some(place)).remark("the code names it"),
        };
    }
    if check.routes.is_empty() {
        return Answer::not_checked("no routes are recognised in this code");
    }
    // The nearest that has the same folder and another name.
    let near = check.routes.iter().find(|route| {
        let has = segments(&route.path);
        has.len() == wanted.len()
            && has.len() > 2
            && has.split_last().map(|(_, a)| a) == wanted.split_last().map(|(_, b)| b)
    });
    match near {
        Some(route) => Answer::not_found().remark(format!("near it is {} {}", route.method, route.path)),
        None => Answer::not_found(),
    }
}

/// A path that the code calls somewhere: whether it names it.
fn called(check: &Check<'_>, path: &str) -> Answer {
    match check.in_code(fixed(path), Fit::Word) {
        Some(place) => Answer::confirmed(Some(place)).remark("the code names it"),
        None => Answer::not_found(),
    }
}

/// The method in capitals, which may be empty, and the rest.
pub fn split(subject: &str) -> (&str, &str) {
    match subject.trim().split_once(' ') {
        Some((method, rest)) if method.bytes().all(|byte| byte.is_ascii_uppercase()) => (method, rest.trim()),
        _ => ("", subject.trim()),
    }
}

/// The host of a URL, if it names one, and its path without query.
fn host_of(url: &str) -> (Option<&str>, &str) {
    let (host, path) = match url.split_once("://") {
        Some((_, rest)) => {
            let at = rest.find('/').unwrap_or(rest.len());
            (rest.get(..at), rest.get(at..).unwrap_or(""))
        }
        None => (None, url),
    };
    let path = path.split(['?', '#']).next().unwrap_or("");
    (host.map(|host| host.split(':').next().unwrap_or(host)), path)
}

fn is_local(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "0.0.0.0") || host.contains(['{', '<', '$']) || !host.contains('.')
}

/// The part of a path before its first parameter; one that the path begins with stands for its base.
pub fn fixed(path: &str) -> &str {
    let path = path.split(['?', '#']).next().unwrap_or("");
    let base = path.trim_start_matches('/');
    let path = match base.strip_prefix(['{', '$', '<']).and_then(|rest| rest.find('/').and_then(|at| rest.get(at..))) {
        Some(rest) => rest,
        None => path,
    };
    let end = path.find(['{', '[', ':', '<', '*', '$']).unwrap_or(path.len());
    path.get(..end).unwrap_or("").trim_end_matches('/')
}

/// A path's segments: a parameter is `{}`, one that takes all that is behind it `**`.
fn segments(path: &str) -> Vec<String> {
    let parameter = |part: &str| {
        part.starts_with([':', '{', '[', '<', '$'])
            || part == "*"
            || part.contains("${")
            || part.contains('{') && part.ends_with('}')
    };
    path.split('/')
        .filter(|part| !part.is_empty())
        .map(|part| match part {
            _ if part.contains("...") || part == "**" || part.contains(":path") => "**".to_owned(),
            "*" => "**".to_owned(),
            _ if parameter(part) => "{}".to_owned(),
            _ => part.to_ascii_lowercase(),
        })
        .collect()
}

/// How close a route is to a claimed path: 0 for the same, 1 where only a prefix differs that is mounted out of sight; `None`
/// for another route.
fn closeness(route: &Served, wanted: &[String]) -> Option<u8> {
    let has = segments(&route.path);
    if same(&has, wanted) {
        return Some(0);
    }
    let (long, short) = if has.len() >= wanted.len() { (&has[..], wanted) } else { (wanted, &has[..]) };
    let (front, back) = long.split_at_checked(long.len() - short.len())?;
    if front.is_empty() || short.is_empty() || !same(back, short) {
        return None;
    }
    // A claim may leave the code's prefix out. A prefix that the code does not show must show in the file's path.
    if has.len() >= wanted.len() {
        return Some(1);
    }
    let file = route.place.path.to_ascii_lowercase();
    let plain = |part: &&String| !matches!(part.as_str(), "{}" | "**" | "api") && !is_version(part);
    let shown = front.iter().rfind(plain).is_none_or(|part| file.contains(part.trim_end_matches('s')));
    let telling = short.iter().any(|part| part != "{}" && part != "**");
    (shown && telling).then_some(1)
}

fn is_version(part: &str) -> bool {
    part.strip_prefix('v').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether two paths are the same, a parameter standing for any one segment of the other's, and `**` for all that follow.
fn same(a: &[String], b: &[String]) -> bool {
    for at in 0..a.len().max(b.len()) {
        match (a.get(at).map(String::as_str), b.get(at).map(String::as_str)) {
            (Some("**"), _) | (_, Some("**")) => return true,
            (Some(a), Some(b)) if a == b || a == "{}" || b == "{}" => {}
            _ => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn route(path: &str, file: &str) -> Served {
        Served { path: path.into(), method: "POST".into(), place: Place { path: file.into(), line: 1 } }
    }

    #[test]
    fn paths_that_are_the_same() {
        for (has, file, wanted, close) in [
            ("/api/hook", "a.ts", "/api/hook/", Some(0)),
            ("/api/lots/{id}", "a.ts", "/api/lots/[id]", Some(0)),
            ("/api/lots/:id", "a.ts", "/api/lots/42", Some(0)),
            ("/api/auth/[...all]", "a.ts", "/api/auth/sign-in", Some(0)),
            ("/api/v1/hook", "a.ts", "/hook", Some(1)),
            ("/webhook", "src/routes/auth.ts", "/auth/webhook", Some(1)),
            ("/confirm", "src/routes/auth.ts", "/api/v1/uploads/confirm", None),
            ("/confirm", "src/routes/uploads.ts", "/api/v1/uploads/confirm", Some(1)),
            ("/other", "a.ts", "/api/hook", None),
            ("/", "a.ts", "/api/hook", None),
        ] {
            assert_eq!(closeness(&route(has, file), &segments(wanted)), close, "{has} {wanted}");
        }
    }

    #[test]
    fn parts_of_a_claim() {
        assert_eq!(split("POST /api/hook"), ("POST", "/api/hook"));
        assert_eq!(split("/api/hook"), ("", "/api/hook"));
        assert_eq!(host_of("http://localhost:3000/a/b?c=1"), (Some("localhost"), "/a/b"));
        assert_eq!(fixed("/api/[id]/pdf"), "/api");
        assert_eq!(fixed("{BASE_URL}/chat/completions"), "/chat/completions");
    }
}
