//! The words by which a host's use is told: names of functions, keys, attributes and variables.

use super::contains;

/// Functions whose first argument is a URL that they call.
pub const CALLS: &[&str] = &[
    "$fetch",
    "EventSource",
    "URL",
    "WebSocket",
    "axios",
    "connect",
    "createClient",
    "del",
    "delete",
    "fetch",
    "fetchJson",
    "get",
    "got",
    "goto",
    "head",
    "importScripts",
    "io",
    "ky",
    "needle",
    "ofetch",
    "patch",
    "post",
    "put",
    "redirect",
    "request",
    "sendBeacon",
    "superagent",
    "useFetch",
    "useSWR",
    "ws",
];

/// Functions that only compare a URL with another.
pub const COMPARES: &[&str] = &["endsWith", "has", "includes", "indexOf", "match", "startsWith", "test"];

/// Functions that show a URL to people, or send them there.
pub const SHOWS: &[&str] = &["debug", "error", "info", "log", "open", "openURL", "openUrl", "push", "warn"];

/// Words that end the names of things that are called.
pub const CALLED: &[&str] = &[
    "url",
    "uri",
    "urls",
    "host",
    "hosts",
    "hostname",
    "endpoint",
    "endpoints",
    "api",
    "base",
    "server",
    "servers",
    "issuer",
    "gateway",
    "broker",
    "brokers",
    "origin",
    "rpc",
    "domain",
    "authority",
    "webhook",
    "proxy",
    "path",
    "target",
    "destination",
    "baseurl",
];

/// Words that end the names of links for people.
pub const LINKS: &[&str] = &[
    "href",
    "link",
    "links",
    "website",
    "homepage",
    "docs",
    "documentation",
    "repository",
    "repo",
    "bugs",
    "to",
    "page",
    "learnmore",
    "helpurl",
    "docsurl",
    "siteurl",
    "pageurl",
    "termsurl",
    "privacyurl",
    "sameas",
    "profile",
    "social",
    "sourceurl",
    "browseurl",
    "explorer",
    "explorerurl",
    "linkurl",
    "$schema",
    "text",
    "description",
    "title",
    "label",
    "placeholder",
    "message",
    "canonical",
    "help",
    "github",
    "twitter",
    "linkedin",
    "instagram",
    "facebook",
    "youtube",
    "tiktok",
    "discord",
];

/// Words anywhere in the names of links for people.
pub const LINKING: &[&str] = &["docs", "imprint", "metadataBase", "privacy", "social", "support", "terms", "website"];

/// Words that end the names of what a page loads.
pub const LOADS: &[&str] = &[
    "src",
    "image",
    "images",
    "img",
    "icon",
    "logo",
    "avatar",
    "photo",
    "photos",
    "poster",
    "thumbnail",
    "imageurl",
    "avatarurl",
    "logourl",
    "iconurl",
    "photourl",
    "thumbnailurl",
    "picture",
    "font",
    "banner",
    "cover",
    "srcset",
];

/// Words in the names of lists of what is allowed.
pub const ALLOWS: &[&str] = &[
    "allow",
    "whitelist",
    "csp",
    "contentsecuritypolicy",
    "origins",
    "trusted",
    "remotepatterns",
    "cors",
    "-src",
    "permitted",
    "safelist",
];

/// Directives of a content policy, as keys.
pub const DIRECTIVES: &[&str] = &[
    "baseUri",
    "childSrc",
    "connectSrc",
    "defaultSrc",
    "domains",
    "fontSrc",
    "formAction",
    "frameAncestors",
    "frameSrc",
    "imgSrc",
    "manifestSrc",
    "mediaSrc",
    "objectSrc",
    "origin",
    "scriptSrc",
    "scriptSrcAttr",
    "scriptSrcElem",
    "styleSrc",
    "styleSrcAttr",
    "styleSrcElem",
    "workerSrc",
];

/// Keys whose value is a host without a scheme.
pub const HOST_KEYS: &[&str] =
    &["authdomain", "domain", "endpoint", "host", "hostname", "server", "smtphost", "smtp_host"];

/// What shows that a text is a content policy or a header that allows.
pub const POLICY: &[&str] = &["-src ", "'self'", "frame-ancestors", "Access-Control"];

/// The last word of a name, in either case style: `URL` of `API_URL`, `Url` of `baseUrl`.
pub fn last_word(name: &str) -> &str {
    let bytes = name.as_bytes();
    let mut at = bytes.len();
    while at > 0 {
        let (byte, next) = (bytes[at - 1], bytes.get(at));
        if matches!(byte, b'_' | b'-' | b'.' | b':') {
            break;
        }
        at -= 1;
        // A capital behind a small letter begins a word.
        if byte.is_ascii_uppercase()
            && (next.is_some_and(u8::is_ascii_lowercase) || at > 0 && bytes[at - 1].is_ascii_lowercase())
        {
            break;
        }
    }
    name.get(at..).unwrap_or(name)
}

/// Whether `name` is in the list, in any case.
pub fn is_one_of(list: &[&str], name: &str) -> bool {
    list.iter().any(|word| name.eq_ignore_ascii_case(word))
}

/// Whether the name is that of a list of what is allowed.
pub fn is_allowing(name: &str) -> bool {
    DIRECTIVES.contains(&name) || ALLOWS.iter().any(|word| contains(name, word))
}

/// Whether the word before the last word `last` of a name is one of `list`: `Image` of `heroImageUrl`.
pub fn has_before(name: &str, last: &str, list: &[&str]) -> bool {
    let rest = name.get(..name.len() - last.len()).unwrap_or("").trim_end_matches(['_', '-']);
    is_one_of(&["url", "uri"], last) && is_one_of(list, last_word(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(CALLS.is_sorted() && DIRECTIVES.is_sorted());
    }

    #[test]
    fn last_words() {
        for (name, last) in [
            ("API_URL", "URL"),
            ("baseUrl", "Url"),
            ("baseURL", "URL"),
            ("host", "host"),
            ("KYCAID_API", "API"),
            ("a-b", "b"),
            ("", ""),
            ("éÉ", "éÉ"),
            ("X_", ""),
        ] {
            assert_eq!(last_word(name), last, "{name}");
        }
    }
}
