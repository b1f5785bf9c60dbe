//! Hosts that the catalog does not know: whose they are, as far as a name tells.

/// Second-level labels under which country registries sell names.
const SECOND_LEVEL: &[&str] = &["ac", "co", "com", "edu", "gob", "gov", "gouv", "net", "ne", "nom", "or", "org"];

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
    if SHARED_DOMAINS.iter().any(|d| domain.ends_with(d)) {
        return true;
    }
    let label: String = domain.split('.').next().unwrap_or("").chars().filter(|c| c.is_ascii_alphanumeric()).collect();
    let title: String = title.rsplit('+').next().unwrap_or(title).to_ascii_lowercase();
    title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .chain([title.replace(|c: char| !c.is_ascii_alphanumeric(), "").as_str()])
        .any(|word| word.len() >= 4 && !COMMON.contains(&word) && label.contains(word))
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
    fn domains() {
        for (host, domain) in [
            ("api.example.com", "example.com"),
            ("www.example.co.uk", "example.co.uk"),
            ("shop.up.railway.app", "shop.up.railway.app"),
            ("a.b.vercel.app", "b.vercel.app"),
            ("zippopotam.us", "zippopotam.us"),
        ] {
            assert_eq!(registered(host), domain);
        }
        assert!(own("api.tallow.fi", "tallowteam+Tallow"));
        assert!(!own("api.stripe.com", "shop"));
    }
}
