//! Files and folders as people write them: relative, absolute, of Windows, with lines behind them, with globs and sets.

use super::Context;
use std::ops::Range;

/// A file or folder and the bytes of the token that name it.
pub(super) type Named = (Range<usize>, String);

/// Endings of files that people name. What also ends a member of an object (`res.json`) is told apart below.
#[rustfmt::skip]
const ENDINGS: &[&str] = &[
    "astro", "avif", "bash", "bat", "bicep", "c", "cc", "cfg", "cjs", "cnf", "conf", "config", "cpp", "cs", "csproj",
    "css", "csv", "cts", "cue", "dart", "db", "dockerfile", "editorconfig", "edn", "ejs", "entitlements", "env",
    "erb", "ex", "example", "exs", "gd", "gif", "go", "godot", "gradle", "graphql", "gz", "h", "hbs", "hcl", "heex",
    "hpp", "html", "http", "ico", "ini", "ipynb", "java", "jpg", "js", "json", "json5", "jsonc", "jsonl", "jsx",
    "key", "kt", "kts", "less", "local", "lock", "log", "lua", "m", "md", "mdc", "mdx", "mjs", "mod", "mts", "p8",
    "pbxproj", "pdf", "pem", "php", "plist", "png", "prisma", "properties", "proto", "ps1", "py", "pyi", "rake", "rb",
    "rs", "rst", "sample", "scala", "scss", "service", "sh", "sln", "sql", "sqlite", "sqlite3", "sum", "svelte",
    "svg", "swift", "tcss", "template", "tf", "tfstate", "tfvars", "toml", "tpl", "tres", "ts", "tscn", "tsx", "txt",
    "vue", "wasm", "webmanifest", "webp", "xcconfig", "xml", "yaml", "yml", "zip", "zsh",
];

/// Endings that are also words behind a dot. A bare name takes one only where it is written as files are.
#[rustfmt::skip]
const LOOSE: &[&str] = &[
    "c", "config", "db", "env", "ex", "example", "h", "http", "json", "key", "local", "lock", "log", "m", "mod",
    "pem", "properties", "sample", "service", "sql", "sqlite", "sqlite3", "sum", "template", "zip",
];

/// Of these, the ones that a plain word before the dot makes sure: `settings.json`.
const SURE: &[&str] = &["db", "json", "lock", "mod", "pem", "sql", "sqlite", "sqlite3", "sum", "zip"];

/// First halves of endings: `.d.ts` alone is no file.
const HALVES: &[&str] = &["d", "min", "module", "spec", "stories", "tar", "test"];

/// Files that have no ending, or are all ending.
#[rustfmt::skip]
const FILES: &[&str] = &[
    ".babelrc", ".dockerignore", ".env", ".eslintrc", ".gitignore", ".gitmodules", ".mcp.json", ".npmrc", ".nvmrc",
    ".prettierrc", ".tool-versions", "Brewfile", "Caddyfile", "Dockerfile", "Fastfile", "Gemfile", "Jenkinsfile",
    "Justfile", "LICENSE", "Makefile", "Podfile", "Procfile", "Rakefile", "Taskfile", "Tiltfile", "Vagrantfile",
    "justfile",
];

/// Folders that code bases have at their top or inside.
#[rustfmt::skip]
const FOLDERS: &[&str] = &[
    "admin", "android", "api", "app", "apps", "assets", "backend", "bin", "build", "charts", "ci", "client", "cmd",
    "components", "config", "configs", "contracts", "controllers", "core", "db", "deploy", "deployment", "dist",
    "docker", "docs", "e2e", "engine", "examples", "fixtures", "frontend", "functions", "helm", "hooks", "infra",
    "infrastructure", "integrations", "internal", "ios", "k8s", "lambda", "lib", "libs", "middleware", "migrations",
    "mobile", "models", "modules", "packages", "pages", "pkg", "plugins", "prisma", "public", "resources", "routers",
    "routes", "schemas", "scripts", "server", "services", "shared", "source", "src", "static", "storage", "supabase",
    "templates", "terraform", "test", "tests", "tools", "types", "utils", "views", "web", "workers",
];

/// Folders at the top of a Unix system.
#[rustfmt::skip]
const ROOTS: &[&str] = &[
    "Applications", "Library", "Users", "bin", "dev", "etc", "home", "lib", "mnt", "opt", "private", "proc", "root",
    "run", "sbin", "snap", "srv", "sys", "tmp", "usr", "var", "workspace", "workspaces",
];

/// First parts of media types.
const MEDIA: &[&str] = &["application", "audio", "font", "image", "message", "model", "multipart", "text", "video"];

/// Names that end like files and are products.
#[rustfmt::skip]
const PRODUCTS: &[&str] = &[
    "alpine", "backbone", "bull", "chart", "cube", "d3", "discord", "ember", "express", "ffmpeg", "hapi", "moment",
    "next", "node", "nuxt", "p5", "react", "sails", "solid", "svelte", "three", "transformers", "vue", "web3", "x",
];

/// Objects whose members end like files.
#[rustfmt::skip]
const OBJECTS: &[&str] = &[
    "console", "data", "import.meta", "logger", "math", "process", "req", "request", "res", "response", "self",
    "this",
];

/// Stages, which people put in a row with strokes between: `local/dev/prod`.
#[rustfmt::skip]
const STAGES: &[&str] =
    &["ci", "dev", "development", "local", "preview", "prod", "production", "qa", "stage", "staging", "test"];

/// Most names that a set in braces is written out to.
const SET: usize = 16;

/// The files and folders that a token names.
pub(super) fn paths(token: &str, code: bool, context: Context) -> Vec<Named> {
    // Most words have neither, and all that is copied below would be for nothing.
    if !code && context != Context::Paths && !token.contains(['/', '.', '\\']) && !token.contains("file") {
        return Vec::new();
    }
    if !code && token.split('/').all(|part| STAGES.contains(&part.to_ascii_lowercase().as_str())) {
        return Vec::new();
    }
    let (from, body) = local(token);
    let (body, marked) = match body {
        Some(body) => (body, true),
        None => (token[from..].to_owned(), false),
    };
    let mut path = without_lines(&body);
    let cut = body.len() - path.len();
    if cut > 0 && !marked && !named_like_a_file(path, code, context) {
        path = &body;
    }
    let mut path = path.to_owned();
    if path.contains('\\') && !path.contains('/') && has_ending(&path.replace('\\', "/")) {
        path = path.replace('\\', "/");
    }
    let here = path.len();
    for start in ["./", "../", "@/", "~/", "$lib/"] {
        while let Some(rest) = path.strip_prefix(start).filter(|rest| !rest.is_empty() && *start != *"$lib/") {
            if start == "~/" && rest.starts_with('.') {
                break;
            }
            path = rest.to_owned();
        }
    }
    let relative = path.len() < here;
    if !marked && !is_path(&path, relative, code, context) {
        return Vec::new();
    }
    if marked {
        return vec![(0..token.len(), path)];
    }
    let cut = from + cut_start(token, from, &path);
    expanded(&path, cut).unwrap_or_else(|| vec![(0..token.len(), path)])
}

/// Where the path begins in the token, as far as it stands there literally.
fn cut_start(token: &str, from: usize, path: &str) -> usize {
    token.get(from..).and_then(|rest| rest.find(path)).unwrap_or(0)
}

/// What is in a `file://` address, or behind a drive of Windows; else where the path begins.
fn local(token: &str) -> (usize, Option<String>) {
    if let Some(rest) = token.strip_prefix("file://") {
        let path = decoded(rest.split(['#', '?']).next().unwrap_or(rest)).replace('\\', "/");
        let path = path.trim_start_matches('/');
        let path = match path.as_bytes() {
            [drive, b':', b'/', ..] if drive.is_ascii_alphabetic() => &path[3..],
            _ => path,
        };
        return (0, (!path.is_empty()).then(|| path.to_owned()));
    }
    match token.as_bytes() {
        [drive, b':', b'\\' | b'/', next, ..] if drive.is_ascii_alphabetic() && *next != b'/' => {
            let path = token[3..].replace('\\', "/");
            let path = without_lines(&path).trim_start_matches('/').to_owned();
            (0, Some(path))
        }
        _ => (0, None),
    }
}

/// A path without the percent signs of URLs.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let pair = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.filter(|_| bytes[at] == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The path without the line or member behind it: `a.ts:12-30`, `a.py::Run`, `a.ts#L4`, `a.ts(12)`.
fn without_lines(text: &str) -> &str {
    let dot = text.rfind('/').map_or(0, |slash| slash + 1);
    let end = text[dot..].find([':', '#', '(']).map_or(text.len(), |at| dot + at);
    let end = if text[..end].ends_with('/') { text.len() } else { end };
    &text[..end]
}

fn named_like_a_file(path: &str, code: bool, context: Context) -> bool {
    is_path(path, false, code, context)
}

/// Whether a text is a media type: `application/json`.
pub(super) fn is_media(text: &str) -> bool {
    text.split_once('/').is_some_and(|(kind, rest)| MEDIA.contains(&kind) && !rest.contains('/'))
}

/// Whether the last part of the path ends like a file.
pub(super) fn has_ending(path: &str) -> bool {
    let name = crate::path::name(path);
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    let ending = ending.trim_end_matches([')', '*', '}']);
    (!stem.is_empty() || ending == "env" || path.contains('/')) && known(ending)
}

fn known(ending: &str) -> bool {
    let found = |word: &str| ENDINGS.binary_search(&word).is_ok();
    found(ending)
        || ending.bytes().any(|b| b.is_ascii_uppercase()) && found(&ending.to_ascii_lowercase())
        || ending.starts_with('{') && ending[1..].split(',').all(|part| found(part.trim_end_matches('}')))
}

fn is_path(path: &str, relative: bool, code: bool, context: Context) -> bool {
    let fits = |c: char| {
        c.is_alphanumeric()
            || matches!(
                c,
                '_' | '-'
                    | '.'
                    | '@'
                    | '+'
                    | '~'
                    | '$'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '{'
                    | '}'
                    | '*'
                    | '/'
                    | '#'
                    | '<'
                    | '>'
                    | '%'
                    | ','
                    | '&'
                    | '='
                    | ' '
                    | '…'
            )
    };
    if path.is_empty() || path.len() > crate::limits::PATH_BYTES || !path.chars().all(fits) || path.starts_with("//") {
        return false;
    }
    let listed = context == Context::Paths;
    if !path.contains('/') {
        return is_file_name(path, code, context);
    }
    if let Some(rest) = path.strip_prefix('/') {
        let root = rest.split('/').next().unwrap_or("");
        let rooted = ROOTS.binary_search(&root).is_ok() && rest.contains('/');
        let route = rest.split('/').any(|part| part.starts_with([':', '{']));
        return (has_ending(path) && (listed || rest.contains('/') || code) && !is_web_file(path))
            || rooted
            || listed && code && !super::endpoint::is_route(path) && !route;
    }
    let parts: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let first = parts[0];
    if parts.iter().any(|part| part.is_empty()) || first.starts_with(['{', '<']) && !has_ending(path) {
        return false;
    }
    if has_ending(path) {
        // `https:` and the like are cut off before; a number before a slash is a share.
        return !first.starts_with(|c: char| c.is_ascii_digit()) || code || parts.len() > 2;
    }
    if FILES.contains(&parts[parts.len() - 1]) || is_env_file(parts[parts.len() - 1]) {
        return true;
    }
    if first.contains('.') && !first.starts_with('.') || first.starts_with('@') || first.contains('$') {
        return false;
    }
    let folder = FOLDERS.binary_search(&first).is_ok() || first.starts_with('.') && first.len() > 1 || first == "~";
    let import = parts.len() > 1 && PRODUCTS.binary_search(&first).is_ok() && !path.ends_with('/');
    let media = is_media(path) && !path.ends_with('/');
    let plain = parts.iter().all(|part| !part.contains(' ') && !part.contains('=') && !part.contains('&'));
    if media || import || !plain {
        return false;
    }
    if path.ends_with('/') || relative {
        return code || folder || listed || parts.len() > 1 || first.contains(['_', '-']);
    }
    let glob = path.contains(['*', '[']);
    let lower = parts.iter().all(|part| !part.bytes().any(|b| b.is_ascii_uppercase()));
    match (code, listed) {
        (true, true) => true,
        (true, false) => folder || glob || parts.len() > 2 && context != Context::Packages,
        (false, true) => folder && !PAIRS.contains(&path) || parts.len() > 2,
        // In prose a slash also stands between words.
        (false, false) => folder && parts.len() > 2 && lower,
    }
}

/// Words with a slash between them that are no path, though one is a folder's name.
const PAIRS: [&str; 4] = ["client/server", "dev/prod", "public/private", "server/client"];

/// Whether a name without slashes is a file's.
fn is_file_name(name: &str, code: bool, context: Context) -> bool {
    if FILES.contains(&name) || is_env_file(name) {
        // "The Dockerfile" is one; "a LICENSE" need not be.
        return code || name != "LICENSE";
    }
    if name.starts_with("Dockerfile.") || name.ends_with(".Dockerfile") {
        return true;
    }
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    if !known(ending) || stem.is_empty() || stem == "*" && !code || stem.contains(['(', '<', '>', ' ', '#', '&', '=']) {
        return false;
    }
    let lower = stem.to_ascii_lowercase();
    if PRODUCTS.binary_search(&lower.as_str()).is_ok() && matches!(ending, "js" | "io" | "ts")
        || ending == "Js"
        || ending == "JS"
    {
        return false;
    }
    if OBJECTS.contains(&stem) || stem.ends_with("()") || lower == "e" || lower == "i" {
        return false;
    }
    if ending.bytes().any(|b| b.is_ascii_uppercase()) && stem.bytes().any(|b| b.is_ascii_lowercase()) {
        return false;
    }
    if stem.strip_prefix('.').is_some_and(|part| HALVES.contains(&part)) {
        return false;
    }
    if LOOSE.binary_search(&ending).is_ok() {
        let sure = SURE.contains(&ending) && stem.len() > 2 && !stem.contains('.');
        let written = stem.contains(['-', '_', '*']) || context == Context::Paths || stem.starts_with('.');
        return sure || written && code;
    }
    // `Alpine.js` in prose is a product.
    code || ending != "js" || !stem.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Whether a name is `.env`, `.env.local` or another of its kin.
fn is_env_file(name: &str) -> bool {
    name.strip_prefix(".env").or_else(|| name.strip_prefix(".dev.vars")).is_some_and(|rest| {
        rest.is_empty() || rest.starts_with('.') && rest.len() > 1 || rest == "*" || rest.starts_with('-')
    })
}

/// Whether a file is one that servers give out, so that its path is a route.
fn is_web_file(path: &str) -> bool {
    path.matches('/').count() == 1 && ["xml", "txt", "ics", "webmanifest"].contains(&crate::path::extension(path))
        || matches!(path, "/openapi.json" | "/swagger.json" | "/manifest.json")
}

/// The paths of a set in braces, each with its part of the token: `src/{a,b}.ts`.
fn expanded(path: &str, from: usize) -> Option<Vec<Named>> {
    let (before, rest) = path.split_once('{')?;
    let (inside, after) = rest.split_once('}')?;
    let parts = inside.split(',').count();
    if !(2..=SET).contains(&parts) || after.contains('{') || inside.contains('{') {
        return None;
    }
    let mut found: Vec<Named> = Vec::new();
    let mut at = from + before.len() + 1;
    for part in inside.split(',') {
        let start = if found.is_empty() { 0 } else { at };
        found.push((start..at + part.len(), format!("{before}{}{after}", part.trim())));
        at += part.len() + 1;
    }
    let end = at - 1 + 1 + after.len();
    found.last_mut()?.0.end = end;
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(token: &str, context: Context) -> String {
        paths(token, true, context).into_iter().map(|(_, path)| path).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn tables_are_sorted() {
        assert!(
            ENDINGS.is_sorted()
                && LOOSE.is_sorted()
                && FOLDERS.is_sorted()
                && ROOTS.is_sorted()
                && PRODUCTS.is_sorted()
        );
    }

    #[test]
    fn written_forms() {
        for (token, path) in [
            ("src/lib/email.ts", "src/lib/email.ts"),
            ("src/lib/email.ts:12-30", "src/lib/email.ts"),
            ("app/main.py::run", "app/main.py"),
            ("lib/a.go#L4", "lib/a.go"),
            ("./run.sh", "run.sh"),
            ("../config/db.js", "config/db.js"),
            ("@/lib/auth.ts", "lib/auth.ts"),
            ("C:\\Users\\me\\shop\\src\\a.ts", "Users/me/shop/src/a.ts"),
            ("src\\lib\\a.ts", "src/lib/a.ts"),
            ("file:///c:/Users/me/my%20shop/a.json", "Users/me/my shop/a.json"),
            ("modules/*/x.ts", "modules/*/x.ts"),
            ("app/api/[id]/route.ts", "app/api/[id]/route.ts"),
            ("app/(shop)/page.tsx", "app/(shop)/page.tsx"),
            ("src/{a,b}.ts", "src/a.ts src/b.ts"),
            ("migrations/", "migrations/"),
            ("backend/migrations", "backend/migrations"),
            (".github/workflows", ".github/workflows"),
            ("docker-compose.yml", "docker-compose.yml"),
            (".env.example", ".env.example"),
            (".dev.vars", ".dev.vars"),
            ("Dockerfile", "Dockerfile"),
            ("wrangler.toml", "wrangler.toml"),
            ("/etc/nginx/conf.d", "/etc/nginx/conf.d"),
            ("prisma/schema.prisma", "prisma/schema.prisma"),
        ] {
            assert_eq!(found(token, Context::Plain), path, "{token}");
        }
        for token in [
            "application/json",
            "and/or",
            "TCP/IP",
            "/api/pay",
            "res.json",
            "process.env",
            "Next.js",
            "1/2",
            "stripe/stripe-go/v82@x y?",
            "github.com/a/b",
            "@scope/name",
            "api.acme.io/v1/x",
            "text/html",
            "e.g",
            "sale.order",
            "",
        ] {
            assert_eq!(found(token, Context::Plain), "", "{token}");
        }
    }

    #[test]
    fn parts_of_a_set_share_the_token() {
        let spans: Vec<_> = paths("src/{a,bc}.ts", true, Context::Plain).into_iter().map(|(span, _)| span).collect();
        assert_eq!(spans, [0..6, 7..13]);
    }
}
