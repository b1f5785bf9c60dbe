//! Files whose place in the tree is a route: Next.js, SvelteKit, Nuxt, Astro, Remix, Cloudflare Pages.

/// What a file at such a place serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRoute {
    /// The path, with parameters as the framework writes them: `/api/users/[id]`.
    pub path: String,
    /// By what the file says that it serves it.
    pub form: Form,
}

/// How a file says what it serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// By exports named after methods: `GET`, `POST`.
    Methods,
    /// By its default export, for any method; exports named after methods count, too.
    Default,
    /// By its default export, for the one method in the file's name.
    Named(&'static str),
    /// By exports such as `onRequestPost`.
    OnRequest,
    /// By a function that takes a request: the default export, or one named `handler`; or by methods.
    Handler,
    /// By a call of `serve`.
    Serve,
    /// By `loader` and `action`.
    Loader,
    /// A page for people, given only where its path says that another service sends them there.
    Page,
}

/// Words in a path to which another service sends people or requests.
const WORDS: &[&str] = &[
    "callback",
    "callbacks",
    "cancel",
    "canceled",
    "cancelled",
    "confirm",
    "confirmation",
    "hook",
    "hooks",
    "magic",
    "oauth",
    "oauth2",
    "sso",
    "success",
    "verify",
    "webhook",
    "webhooks",
];

/// Whether a path has a word by which another service sends people or requests to it.
pub fn is_callback(path: &str) -> bool {
    path.split(['/', '-', '_', '.']).any(|word| WORDS.binary_search(&word).is_ok())
}

/// The route of the file at `path`, if its place makes it one.
pub fn file_route(path: &str) -> Option<FileRoute> {
    let (folder, file) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, extension) = file.rsplit_once('.')?;
    let code = matches!(extension, "ts" | "js" | "tsx" | "jsx" | "mjs" | "svelte" | "vue" | "astro");
    if !code || stem.ends_with(".test") || stem.ends_with(".spec") || stem.ends_with(".d") {
        return None;
    }
    let script = matches!(extension, "ts" | "js" | "mjs");
    let route = |path: String, form| Some(FileRoute { path, form });
    if stem == "route" {
        return route(segments(below(folder, "app")?, ""), Form::Methods);
    }
    if stem == "page" {
        return below(folder, "app").and_then(|rest| route(segments(rest, ""), Form::Page));
    }
    if stem == "+server" {
        return route(segments(below(folder, "routes")?, ""), Form::Methods);
    }
    if matches!(stem, "+page" | "+page.server") {
        return below(folder, "routes").and_then(|rest| route(segments(rest, ""), Form::Page));
    }
    if script && let Some(rest) = below_both(folder, "server", "api").or_else(|| below_both(folder, "server", "routes"))
    {
        let (stem, form) = match stem.rsplit_once('.') {
            Some((stem, method)) => {
                (stem, METHODS.iter().find(|m| m.eq_ignore_ascii_case(method)).map(|m| Form::Named(m)))
            }
            None => (stem, None),
        };
        let rest = rest.strip_prefix("routes").unwrap_or(rest);
        return route(segments(rest, stem), form.unwrap_or(Form::Default));
    }
    if let Some(rest) = below(folder, "pages") {
        let api = rest == "api" || rest.starts_with("api/");
        let form = if api {
            Form::Default
        } else if script {
            Form::Methods
        } else {
            Form::Page
        };
        return route(segments(rest, stem), form);
    }
    if let Some(rest) = below_both(folder, "app", "routes") {
        let rest = rest.strip_prefix("routes").unwrap_or(rest).trim_start_matches('/');
        let joined = if rest.is_empty() { stem.to_owned() } else { format!("{rest}/{stem}") };
        let mut out = String::new();
        for part in joined.split(['.', '/']).filter(|part| !part.starts_with('_') && *part != "route") {
            out.push('/');
            out.push_str(part.trim_end_matches('_'));
        }
        return route(if out.is_empty() { "/".into() } else { out }, Form::Loader);
    }
    // Vercel's and Netlify's functions.
    if script && (folder == "api" || folder.starts_with("api/")) && !folder.contains("/src") {
        return route(segments(folder, stem), Form::Handler);
    }
    if script && let Some(rest) = below_both(folder, "netlify", "functions") {
        let rest = rest.strip_prefix("functions").unwrap_or(rest);
        return route(format!("/.netlify/functions{}", segments(rest, stem)), Form::Handler);
    }
    if stem == "index"
        && let Some(rest) = below_both(folder, "supabase", "functions")
    {
        return route(segments("functions/v1", rest.strip_prefix("functions/")?), Form::Serve);
    }
    if let Some(rest) = below(folder, "functions") {
        return route(segments(rest, stem), Form::OnRequest);
    }
    None
}

/// The methods of HTTP that frameworks name.
pub const METHODS: &[&str] = &["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

/// What stands below the folder `name` in `folder`; of several, below the first behind `src`, else the first.
fn below<'a>(folder: &'a str, name: &str) -> Option<&'a str> {
    let mut first = None;
    let mut at = 0;
    let mut previous = "";
    for part in folder.split('/') {
        let end = at + part.len();
        if part == name {
            let rest = folder.get(end + 1..).unwrap_or("");
            if previous == "src" {
                return Some(rest);
            }
            first = first.or(Some(rest));
        }
        previous = part;
        at = end + 1;
    }
    first
}

/// What stands below `name`, where that begins with the folder `next`, which stays.
fn below_both<'a>(folder: &'a str, name: &str, next: &str) -> Option<&'a str> {
    below(folder, name).filter(|rest| rest.strip_prefix(next).is_some_and(|r| r.is_empty() || r.starts_with('/')))
}

/// Folders and the file's stem as a path, without groups `(x)`, slots `@x` and `index`.
fn segments(folders: &str, stem: &str) -> String {
    let mut out = String::new();
    let stem = if stem == "index" { "" } else { stem };
    for part in folders.split('/').chain([stem]) {
        let group = part.starts_with('(') && part.ends_with(')');
        if !part.is_empty() && !group && !part.starts_with('@') {
            out.push('/');
            out.push_str(part);
        }
    }
    if out.is_empty() { "/".into() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(WORDS.is_sorted() && METHODS.is_sorted());
    }

    #[test]
    fn places_that_are_routes() {
        for (path, expected, form) in [
            ("app/api/stripe/webhook/route.ts", "/api/stripe/webhook", Form::Methods),
            ("apps/web/src/app/(auth)/callback/[id]/route.ts", "/callback/[id]", Form::Methods),
            ("app/route.ts", "/", Form::Methods),
            ("src/app/auth/callback/page.tsx", "/auth/callback", Form::Page),
            ("pages/api/users/index.ts", "/api/users", Form::Default),
            ("src/pages/api/hook.ts", "/api/hook", Form::Default),
            ("src/pages/feed.ts", "/feed", Form::Methods),
            ("src/routes/(app)/api/x/+server.ts", "/api/x", Form::Methods),
            ("src/routes/login/+page.server.ts", "/login", Form::Page),
            ("server/api/pay.post.ts", "/api/pay", Form::Named("POST")),
            ("server/routes/hooks/a.ts", "/hooks/a", Form::Default),
            ("app/routes/webhooks.stripe.ts", "/webhooks/stripe", Form::Loader),
            ("functions/api/hook.ts", "/api/hook", Form::OnRequest),
            ("api/stripe/hook.ts", "/api/stripe/hook", Form::Handler),
            ("netlify/functions/hook.ts", "/.netlify/functions/hook", Form::Handler),
            ("supabase/functions/hook/index.ts", "/functions/v1/hook", Form::Serve),
        ] {
            assert_eq!(file_route(path), Some(FileRoute { path: expected.into(), form }), "{path}");
        }
        for path in ["src/index.ts", "route.ts", "app/route.css", "", "/", "a/page"] {
            assert_eq!(file_route(path), None, "{path}");
        }
    }
}
