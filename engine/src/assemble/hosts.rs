//! Hosts that the catalog does not know: whose they are, as far as a name tells.

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
        for table in [SECOND_LEVEL, SHARED_DOMAINS, COMMON, API_LABELS, API_SEGMENTS, STAGES] {
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
    fn domains() {
        for (host, domain) in [
            ("api.example.com", "example.com"),
            ("www.example.co.uk", "example.co.uk"),
            ("shop.up.railway.app", "shop.up.railway.app"),
            ("a.b.vercel.app", "b.vercel.app"),
            ("zippopotam.us", "zippopotam.us"),
            ("party.ect.go.th", "ect.go.th"),
        ] {
            assert_eq!(registered(host), domain);
        }
        assert!(own("api.tallow.fi", "tallowteam+Tallow"));
        assert!(!own("api.stripe.com", "shop"));
    }
}
