//! Hosts that the catalog does not know: whose they are, as far as a name tells.

use crate::url::is_address;

/// Second-level labels under which country registries sell names.
const SECOND_LEVEL: &[&str] = &[
    "ac", "asn", "biz", "co", "com", "edu", "gen", "go", "gob", "gouv", "gov", "govt", "gub", "ltd", "me", "mil", "ne",
    "net", "nhs", "nom", "or", "org", "plc", "re", "sch", "web",
];

/// Domains under which a host gives each customer a name of its own; from the hosts' public documentation.
const SHARED_DOMAINS: &[&str] = &[
    "amazonaws.com",
    "appspot.com",
    "azurewebsites.net",
    "cloudfront.net",
    "firebaseapp.com",
    "fly.dev",
    "github.io",
    "gitlab.io",
    "herokuapp.com",
    "netlify.app",
    "ngrok.io",
    "onrender.com",
    "pages.dev",
    "railway.app",
    "run.app",
    "surge.sh",
    "up.railway.app",
    "vercel.app",
    "web.app",
    "workers.dev",
];

/// The part of a host that its owner registered: `example.com` of `api.example.com`, `example.co.uk` of `www.example.co.uk`,
/// and the whole name below a domain that a host shares out.
pub fn registered(host: &str) -> &str {
    if is_address(host) {
        return host;
    }
    let labels: Vec<&str> = host.split('.').collect();
    let tail = |n: usize| {
        let skip: usize = labels[..labels.len().saturating_sub(n)].iter().map(|l| l.len() + 1).sum();
        &host[skip.min(host.len())..]
    };
    if let Some(shared) = SHARED_DOMAINS
        .iter()
        .filter(|d| host.strip_suffix(**d).is_some_and(|rest| rest.ends_with('.')))
        .max_by_key(|d| d.len())
    {
        return tail(shared.split('.').count() + 1);
    }
    match labels.as_slice() {
        [.., _, second, country] if country.len() == 2 && SECOND_LEVEL.contains(second) => tail(3),
        _ => tail(2),
    }
}

/// Whether a host looks like the code base's own: its domain holds the code base's name, or is a name that a shared host
/// gave out.
pub fn own(host: &str, title: &str) -> bool {
    let domain = registered(host);
    if is_address(host) {
        return false;
    }
    let staged = host.split('.').next().unwrap_or("").split('-').any(|word| STAGES.contains(&word));
    if staged || SHARED_DOMAINS.iter().any(|d| domain.ends_with(d)) {
        return true;
    }
    let label: String = domain.split('.').next().unwrap_or("").chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let title: String = title.rsplit('+').next().unwrap_or(title).to_ascii_lowercase();
    title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .chain([title.replace(|c: char| !c.is_ascii_alphanumeric(), "").as_str()])
        .any(|word| word.len() >= 4 && !COMMON.contains(&word) && label.contains(word))
}

/// Names of settings that hold the address under which the code base itself is reached, in capitals and without the prefix
/// of a build tool; sorted.
const SITE: &[&str] = &[
    "ALLOWED_HOSTS",
    "ALLOWED_ORIGIN",
    "ALLOWED_ORIGINS",
    "ALLOW_ORIGINS",
    "APP_BASE_URL",
    "APP_DOMAIN",
    "APP_HOST",
    "APP_ORIGIN",
    "APP_PUBLIC_URL",
    "APP_URL",
    "AUTH_URL",
    "BASE_DOMAIN",
    "BETTER_AUTH_URL",
    "CANONICAL",
    "CLIENT_URL",
    "COOKIE_DOMAIN",
    "CORS_ALLOWED_ORIGINS",
    "CORS_ALLOWED_ORIGIN_REGEXES",
    "CORS_ALLOW_ORIGINS",
    "CORS_ORIGIN",
    "CORS_ORIGINS",
    "CSRF_TRUSTED_ORIGINS",
    "DASHBOARD_URL",
    "DEPLOY_HOST",
    "FRONTEND_BASE_URL",
    "FRONTEND_DOMAIN",
    "FRONTEND_ORIGIN",
    "FRONTEND_URL",
    "FRONT_URL",
    "HTTP_REFERER",
    "LETSENCRYPT_HOST",
    "METADATABASE",
    "NEXTAUTH_URL",
    "NEXT_AUTH_URL",
    "ORIGINS",
    "PUBLIC_BASE_URL",
    "PUBLIC_URL",
    "ROOT_DOMAIN",
    "SERVER_NAME",
    "SESSION_DOMAIN",
    "SITENAME",
    "SITEURL",
    "SITE_URL",
    "TRUSTED_ORIGINS",
    "VIRTUAL_HOST",
    "WEBAPP_URL",
    "WEBSITE_URL",
    "WEB_APP_URL",
    "WEB_ORIGIN",
    "WEB_URL",
];

/// The same for a page's own server, which a page only knows by what its build was told; sorted.
const SERVER: &[&str] = &[
    "API_BASE",
    "API_BASE_URL",
    "API_ENDPOINT",
    "API_HOST",
    "API_URL",
    "BACKEND_API_URL",
    "BACKEND_BASE_URL",
    "BACKEND_URL",
    "BASE_API_URL",
    "BASE_URL",
    "SERVER_URL",
    "SOCKET_URL",
    "WEBSOCKET_URL",
    "WS_URL",
];

/// Prefixes under which build tools hand variables to pages; sorted.
const BUILDS: &[&str] = &[
    "EXPO_PUBLIC_",
    "GATSBY_",
    "NEXT_PUBLIC_",
    "NG_APP_",
    "NUXT_PUBLIC_",
    "PLASMO_PUBLIC_",
    "PUBLIC_",
    "REACT_APP_",
    "STORYBOOK_",
    "VITE_",
    "VUE_APP_",
    "WXT_",
];

/// Words between a setting's name and its address.
const BETWEEN: &[&str] =
    &["URL", "default", "env", "get", "getenv", "http", "https", "import", "meta", "new", "os", "process"];

/// Whether the line, by what stands in it before `matched`, gives the code base's own address: `SITE_URL=https://…`,
/// `process.env.NEXT_PUBLIC_APP_URL || "https://…"`, `metadataBase: new URL("https://…")`.
pub fn is_own_setting(line: &str, matched: &str) -> bool {
    let Some(at) = line.find(matched).filter(|_| !matched.is_empty()) else { return false };
    // In a list, the name stands in front of the first.
    let before = line.get(..at).unwrap_or("");
    let before = before.split("://").next().unwrap_or(before);
    let name = before
        .rsplit(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '-'))
        .filter(|word| !word.is_empty() && !BETWEEN.contains(word))
        .find(|word| word.bytes().any(|b| b.is_ascii_alphabetic()));
    name.is_some_and(is_own_name)
}

/// Whether a setting of that name, however it is written, is the code base's own address.
pub fn is_own_name(name: &str) -> bool {
    if name.len() > 48 {
        return false;
    }
    let mut capitals = String::with_capacity(name.len() + 4);
    let mut lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && lower {
            capitals.push('_');
        }
        lower = c.is_ascii_lowercase();
        capitals.push(if c == '-' { '_' } else { c.to_ascii_uppercase() });
    }
    let is = |table: &[&str], name: &str| table.binary_search(&name).is_ok();
    let built = BUILDS.iter().find_map(|prefix| capitals.strip_prefix(prefix));
    is(SITE, &capitals)
        || is(SITE, &capitals.replace('_', ""))
        || built.is_some_and(|name| is(SITE, name) || is(SERVER, name))
        || matches!(&*capitals, "BACKEND_URL" | "BACKEND_BASE_URL")
}

/// First labels of hosts that are called, not looked at.
const API_LABELS: &[&str] = &[
    "api", "api2", "apis", "auth", "data", "gateway", "graphql", "gw", "hooks", "login", "oauth", "rest", "rpc",
    "sandbox", "services", "sms", "smtp", "webhook", "webhooks", "ws", "wss",
];

/// Segments of paths that are called, not looked at.
const API_SEGMENTS: &[&str] = &["api", "graphql", "json", "oauth", "oauth2", "rest", "rpc", "webhook", "webhooks"];

/// Labels by which a host is a stage of the code base's own.
const STAGES: &[&str] = &["dev", "preprod", "preview", "stage", "staging", "uat"];

/// Whether a URL looks like one that code calls: `api.` in front, or `/api/`, `/v1/` in its path.
pub fn is_api(host: &str, url: &str) -> bool {
    let label = host.split('.').next().unwrap_or("");
    let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
    let is_version = |s: &str| {
        s.strip_prefix('v').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit() || b == b'.'))
    };
    label.split('-').any(|word| API_LABELS.binary_search(&word).is_ok())
        || path.split('/').any(|segment| API_SEGMENTS.binary_search(&segment).is_ok() || is_version(segment))
}

/// Whether a URL that a page loads is a part of the page: a script, a style, a font, a frame; by its ending a picture,
/// a video or a document is not.
pub fn is_part(url: &str) -> bool {
    let path = url
        .split_once("://")
        .and_then(|(_, rest)| rest.split_once('/'))
        .map_or("", |(_, path)| path)
        .to_ascii_lowercase();
    [".css", ".js", ".mjs", ".woff", ".woff2", "/js", "/embed", "/widget"].iter().any(|end| path.ends_with(end))
        || path.contains("/embed/")
}

/// Providers of mail, whose domains code names as parts of addresses.
const MAILBOXES: &[&str] = &[
    "gmail.com",
    "gmx.de",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "live.com",
    "mail.ru",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "qq.com",
    "yahoo.com",
];

/// Whether a bare name is the domain of mailboxes: `email.split("@")[1] || "gmail.com"`.
pub fn is_mailbox(host: &str, url: &str) -> bool {
    !url.contains("://") && MAILBOXES.contains(&host)
}

/// Whether a line fetches a program or a key to install, which is no service that the code plugs into.
pub fn is_download(url: &str, line: &str) -> bool {
    let fetches = line.contains("curl") || line.contains("wget") || line.contains("ADD ") || line.contains("apt-key");
    let file = [".sh", ".asc", ".gpg", ".gz", ".tgz", ".zip", ".deb", ".rpm", ".whl", ".pub", ".list"]
        .iter()
        .any(|end| url.ends_with(end));
    let pipes = line.rsplit_once('|').is_some_and(|(_, to)| {
        let program = to.split_whitespace().next().and_then(|word| word.rsplit('/').next()).unwrap_or("");
        let runs = ["apt-key", "bash", "gpg", "python", "python3", "sh", "sudo", "tar", "tee", "zsh"];
        runs.contains(&program)
    });
    let saves =
        [" -o ", " -O ", " --output ", " -sSfLo ", " -fsSLo ", " -Lo "].iter().any(|option| line.contains(option));
    let api = line.contains("Authorization") || line.contains(" -H ") || line.contains(" -d ");
    // What a formula of Homebrew or a package build fetches.
    let formula = line.trim_start().starts_with("url \"") || line.trim_start().starts_with("source=");
    fetches && (file || pipes || saves && !api) || file && !url.is_empty() && (line.contains("install") || formula)
}

/// Words in names of code bases that say nothing of who owns them.
const COMMON: &[&str] = &[
    "admin",
    "agent",
    "backend",
    "client",
    "code",
    "dashboard",
    "data",
    "frontend",
    "main",
    "mobile",
    "project",
    "server",
    "site",
    "test",
    "tool",
    "tools",
    "website",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        for table in
            [SECOND_LEVEL, SHARED_DOMAINS, COMMON, API_LABELS, API_SEGMENTS, STAGES, SITE, SERVER, BUILDS, BETWEEN]
        {
            assert!(table.is_sorted(), "{table:?}");
        }
    }

    #[test]
    fn called_and_looked_at() {
        assert!(is_api("api.vendor.dev", "https://api.vendor.dev") && is_api("vendor.dev", "https://vendor.dev/v2/x"));
        assert!(!is_api("news.vendor.dev", "https://news.vendor.dev/2024/a-story"));
        assert!(is_part("https://cdn.vendor.dev/x.js") && !is_part("https://vendor.dev/logo.png"));
        assert!(is_download("https://vendor.dev/install", "curl -fsSL https://vendor.dev/install | sh"));
        assert!(is_download("https://vendor.dev", "RUN curl -sSL https://vendor.dev | /usr/bin/python - && x"));
        assert!(is_download("https://vendor.dev/installer", "curl -sS -o $SETUP https://vendor.dev/installer"));
        assert!(is_download("https://files.vendor.dev/a.tar.gz", "  url \"https://files.vendor.dev/a.tar.gz\""));
        assert!(!is_download("https://api.vendor.dev/v1", "curl https://api.vendor.dev/v1 | jq ."));
    }

    #[test]
    fn own_addresses() {
        for (line, matched, expected) in [
            ("SITE_URL=https://shop.fi", "https://shop.fi", true),
            ("ALLOWED_ORIGINS=https://a.fi,https://b.fi", "https://b.fi", true),
            ("  url: process.env.NEXT_PUBLIC_APP_URL || \"https://shop.fi\",", "https://shop.fi", true),
            ("  metadataBase: new URL(\"https://shop.fi\"),", "https://shop.fi", true),
            ("const siteUrl = 'https://shop.fi'", "https://shop.fi", true),
            ("VITE_API_URL=https://api.shop.fi", "https://api.shop.fi", true),
            ("  'HTTP-Referer': 'https://shop.fi',", "https://shop.fi", true),
            ("API_URL=https://api.vendor.dev", "https://api.vendor.dev", false),
            ("JIRA_SITE_URL=https://vendor.dev", "https://vendor.dev", false),
            ("https://vendor.dev", "https://vendor.dev", false),
            ("", "", false),
        ] {
            assert_eq!(is_own_setting(line, matched), expected, "{line}");
        }
    }

    #[test]
    fn domains() {
        for (host, domain) in [
            ("api.example.com", "example.com"),
            ("www.example.co.uk", "example.co.uk"),
            ("shop.up.railway.app", "shop.up.railway.app"),
            ("a.b.vercel.app", "b.vercel.app"),
            ("zippopotam.us", "zippopotam.us"),
            ("36.103.199.7", "36.103.199.7"),
            ("party.ect.go.th", "ect.go.th"),
        ] {
            assert_eq!(registered(host), domain);
        }
        assert!(own("api.tallow.fi", "tallowteam+Tallow"));
        assert!(!own("api.stripe.com", "shop"));
    }
}
