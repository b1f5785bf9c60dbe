//! What string literals and comments show in any language: hosts with how they are used, signature headers, events.

use super::lex::{Code, Kind, Tokens};
use crate::facts::{Sink, Usage, What};
use crate::url;

/// Most event names of one file.
pub const EVENTS: usize = 64;

/// Words in names whose value is a place that the code calls.
const TARGETS: &[&str] = &[
    "addr",
    "api",
    "base",
    "broker",
    "brokers",
    "dsn",
    "endpoint",
    "endpoints",
    "host",
    "hostname",
    "hosts",
    "issuer",
    "server",
    "servers",
    "webhook",
];

/// Words in names of variables whose value is called, where a key of the same name in a record may be plain data.
const LOCATORS: &[&str] = &["address", "domain", "uri", "uris", "url", "urls"];

/// Words in a name by which its value is for people to follow, or a picture, not for the code to call.
const FOR_PEOPLE: &[&str] = &[
    "about",
    "avatar",
    "browse",
    "contact",
    "docs",
    "documentation",
    "explorer",
    "help",
    "homepage",
    "href",
    "icon",
    "image",
    "link",
    "links",
    "logo",
    "privacy",
    "profile",
    "readme",
    "rel",
    "repository",
    "share",
    "social",
    "support",
    "terms",
    "website",
    "xmlns",
];

/// Words in a name by which its value lists who is let in.
const ALLOWED: &[&str] = &["allow", "allowed", "cors", "csp", "origins", "whitelist"];

/// Functions whose argument is called, or is what their result calls.
const CALLERS: &[&str] = &[
    "async_client",
    "client",
    "connect",
    "create_connection",
    "create_engine",
    "delete",
    "dial",
    "environ",
    "fetch",
    "get",
    "getenv",
    "head",
    "init",
    "newrequest",
    "newrequestwithcontext",
    "open",
    "parse",
    "patch",
    "post",
    "put",
    "request",
    "requests",
    "session",
    "setopt",
    "stream",
    "uri",
    "url",
    "urljoin",
    "urlopen",
    "urlretrieve",
    "websocket",
];

/// Adds what the literals and comments of `code` show. With `bare_urls` the language looks for URLs itself.
pub fn read(code: &Code<'_>, tokens: &Tokens, bare_urls: bool, sink: &mut Sink<'_>) {
    for comment in &tokens.comments {
        let range = comment.start as usize..comment.end as usize;
        if let Some(text) = code.text.get(range.clone()) {
            url::push_urls(sink, range.start, text, Usage::Mention);
        }
    }
    let mut events = 0;
    for i in 0..code.len() {
        if !matches!(code.kind(i), Some(Kind::Str | Kind::Part)) {
            continue;
        }
        let text = code.slice(i);
        if text.len() < 4 {
            continue;
        }
        if memchr::memmem::find(text.as_bytes(), b"://").is_some() {
            // A scheme alone is compared with, unless the rest is put behind it.
            let alone = text.ends_with("://") && code.kind(i) == Some(Kind::Str) && !code.punct(i + 1, b'+');
            if bare_urls || alone {
                continue;
            }
            let told = is_docstring(code, i) || is_documentation(code, i) || is_prose(text);
            let usage = if told { Usage::Mention } else { usage(code, i) };
            // Code in the host hides only a part of it: `f"https://{bucket}.s3.amazonaws.com"`.
            for found in url::urls(whole(code, i)).take_while(|found| found.range.start < text.len()) {
                url::push_found(sink, code.range(i).start, &found, usage);
            }
        } else if is_signature_header(text) {
            sink.push(code.range(i), What::Check { signature: true, by: text.to_ascii_lowercase() });
        } else if let Some(header) = gateway_header(text) {
            sink.push(code.range(i), What::Check { signature: true, by: header });
        } else if is_compared(code, i) && is_provider(code, i) {
            sink.push(code.range(i), What::Config { key: format!("ai-provider:{}", text.to_ascii_lowercase()) });
        } else if events < EVENTS && is_event(text) && is_compared(code, i) {
            events += 1;
            sink.push(code.range(i), What::Event { name: text.to_owned() });
        }
    }
}

/// Most parts of one string that are looked at.
const PARTS: usize = 32;

/// The string from the part at `i` to its end, with the code in it as written.
fn whole<'a>(code: &Code<'a>, i: usize) -> &'a str {
    let mut last = i;
    for _ in 0..PARTS {
        let close = code.mate(last + 1);
        if code.kind(last + 1) != Some(Kind::CodeOpen) || close <= last || code.kind(close + 1) != Some(Kind::Part) {
            break;
        }
        last = close + 1;
    }
    code.text.get(code.range(i).start..code.range(last).end).unwrap_or(code.slice(i))
}

/// Whether the string at `i` is a statement of its own, which documents what it stands in.
fn is_docstring(code: &Code<'_>, i: usize) -> bool {
    let newline = |kind: Option<Kind>| matches!(kind, None | Some(Kind::Newline));
    newline(i.checked_sub(1).and_then(|k| code.kind(k))) && code.kind(i + 1) == Some(Kind::Newline)
}

/// Whether the string at `i` documents what follows, as Elixir's `@moduledoc """…"""`.
fn is_documentation(code: &Code<'_>, i: usize) -> bool {
    i > 1 && code.punct(i - 2, b'@') && matches!(code.name(i - 1), Some("doc" | "moduledoc" | "shortdoc" | "typedoc"))
}

/// Whether the first URL of a text stands in a sentence: behind two plain words or more, which no command is.
fn is_prose(text: &str) -> bool {
    let Some(lead) = memchr::memmem::find(text.as_bytes(), b"://").and_then(|at| text.get(..at)) else { return false };
    let lead = lead.rsplit('\n').next().unwrap_or(lead);
    let begins = lead.rsplit_once([' ', '\t', '(']).map_or("", |(before, _)| before);
    let code = begins.bytes().any(|b| matches!(b, b'<' | b'=' | b'{' | b'"' | b'\'' | b'$' | b'|' | b';' | b'#'));
    let mut words = begins.split([' ', '\t']).filter(|word| !word.is_empty());
    let command = words.clone().any(|word| matches!(word, "-X" | "clone" | "curl" | "git" | "wget"));
    let plain = |word: &str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | ',' | '.' | ':' | '(' | '\\'));
    lead.contains("e.g.") || !code && !command && words.clone().count() >= 2 && words.all(plain)
}

/// Whether a text is the name of a header that carries a signature: `Stripe-Signature`, `X-Shopify-Hmac-Sha256`.
pub fn is_signature_header(text: &str) -> bool {
    if text.len() > 64 || !text.contains('-') || !text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return false;
    }
    let lower = text.to_ascii_lowercase();
    lower.ends_with("-signature")
        || lower.ends_with("-verification")
        || lower.starts_with("x-") && (lower.contains("signature") || lower.contains("-hmac"))
}

/// The header that carries a signature, from the name under which a gateway passes it on: `HTTP_STRIPE_SIGNATURE`.
fn gateway_header(text: &str) -> Option<String> {
    let name = text.strip_prefix("HTTP_").filter(|name| (9..=64).contains(&name.len()) && name.contains('_'))?;
    let header = name.to_ascii_lowercase().replace('_', "-");
    is_signature_header(&header).then_some(header)
}

/// Whether a text is written as events are: `checkout.session.completed`, `INITIAL_PURCHASE`.
pub fn is_event(text: &str) -> bool {
    let words = |separator: char, fits: fn(u8) -> bool| {
        text.contains(separator)
            && text.len() <= 64
            && text.split(separator).all(|word| word.len() >= 2 && word.bytes().all(|b| fits(b) || b == b'_'))
    };
    words('.', |b| b.is_ascii_lowercase()) || words('_', |b| b.is_ascii_uppercase())
}

/// Whether the string at `i` is compared: behind `case` or `==`.
fn is_compared(code: &Code<'_>, i: usize) -> bool {
    i > 0 && (code.is(i - 1, "case") || i > 1 && code.punct(i - 1, b'=') && code.punct(i - 2, b'='))
}

/// Whether the word at `i` is compared with something that is named for a provider: `settings.llm_provider == "groq"`,
/// `provider.lower() == "groq"`. Which of them are providers of models the catalog knows.
fn is_provider(code: &Code<'_>, i: usize) -> bool {
    let text = code.slice(i);
    let word = text.len() <= 40 && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    let Some(mut at) = i.checked_sub(3).filter(|_| word) else { return false };
    // Behind a call, what it is called on.
    if code.punct(at, b')') && code.mate(at) < at {
        let Some(member) = code.mate(at).checked_sub(3).filter(|&k| code.punct(k + 1, b'.')) else { return false };
        at = member;
    }
    code.name(at).is_some_and(|name| snake(name).rsplit('_').next() == Some("provider"))
}

/// How the code uses the URL in the string at `i`, by the name in front of it.
pub fn usage(code: &Code<'_>, i: usize) -> Usage {
    match name_before(code, i, 4) {
        Some((name, role)) => usage_by_name(name, role),
        None => Usage::Value,
    }
}

/// How a URL is used that is the value or argument of `name`.
pub fn usage_by_name(name: &str, before: Before) -> Usage {
    let lower = snake(name);
    let has = |list: &[&str]| lower.split('_').any(|word| list.binary_search(&word).is_ok());
    if has(ALLOWED) {
        Usage::Allowed
    } else if has(FOR_PEOPLE) {
        Usage::Link
    } else if match before {
        Before::Function => has(CALLERS),
        Before::Variable => has(TARGETS) || has(LOCATORS),
        Before::Key => has(TARGETS),
    } {
        Usage::Call
    } else {
        Usage::Value
    }
}

/// A name in words: `baseURL`, `BASE_URL` and `base-url` are `base_url`.
fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut lower_before = false;
    for c in name.chars().take(80) {
        if c.is_ascii_uppercase() && lower_before {
            out.push('_');
        }
        lower_before = c.is_ascii_lowercase() || c.is_ascii_digit();
        out.push(if c == '-' || c == '.' { '_' } else { c.to_ascii_lowercase() });
    }
    out
}

/// What the name in front of a string is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// A function that it is given to.
    Function,
    /// A variable that it is assigned to.
    Variable,
    /// A key of a record.
    Key,
}

/// The name whose value or argument the string at `i` is.
fn name_before<'a>(code: &Code<'a>, i: usize, depth: u32) -> Option<(&'a str, Before)> {
    let at = i.checked_sub(1)?;
    match code.kind(at)? {
        Kind::Punct(b'=') => {
            // `x = "…"`, `x := "…"`, `x: str = "…"`.
            let mut at = at.checked_sub(1)?;
            while code.punct(at, b':') || code.punct(at, b'|') || code.punct(at, b'?') {
                at = at.checked_sub(1)?;
            }
            let before = at.checked_sub(1);
            let typed = before.is_some_and(|b| code.punct(b, b':'));
            let at = if typed { at.checked_sub(2)? } else { at };
            code.name(at).map(|name| (name, Before::Variable))
        }
        Kind::Punct(b':') => {
            let at = at.checked_sub(1)?;
            // An argument's label: `URL(string: "…")`, `Faraday.new(url: "…")`.
            let before = at.checked_sub(1)?;
            // Objective-C's `[NSURL URLWithString:@"…"]`.
            if code.is(at, "URLWithString") {
                return Some(("url", Before::Function));
            }
            if code.name(at).is_some() && code.punct(before, b'(') {
                let name = code.name(at).filter(|name| *name != "string");
                let function = before.checked_sub(1).and_then(|k| code.name(k));
                // Swift's manifests: `.package(url: "…")`.
                if function == Some("package") {
                    return None;
                }
                return name.map(|name| (name, Before::Variable)).or(function.map(|name| (name, Before::Function)));
            }
            code.name(at).or_else(|| code.string(at)).map(|name| (name, Before::Key))
        }
        // `'base_uri' => "…"`, `:url => "…"`.
        Kind::Punct(b'>') if at > 1 && code.punct(at - 1, b'=') => {
            let key = at - 2;
            let symbol = key > 0 && code.punct(key - 1, b':');
            code.string(key).or_else(|| code.name(key).filter(|_| symbol)).map(|name| (name, Before::Key))
        }
        // `get "…"`, where a language needs no brackets.
        Kind::Name => code.name(at).map(|name| (name, Before::Function)),
        Kind::Punct(b'(' | b',' | b'[' | b'{') => {
            let open = if code.punct(at, b',') { enclosing(code, at)? } else { at };
            let mut before = open.checked_sub(1)?;
            if code.punct(open, b'(') {
                // `get!("…")`
                if matches!(code.kind(before), Some(Kind::Punct(b'!' | b'?'))) {
                    before = before.checked_sub(1)?;
                }
                // `URI.create("…")`: what is made says more.
                let maker = code.name(before).is_some_and(|name| matches!(name, "create" | "new" | "of"));
                if maker && before > 1 && matches!(code.kind(before - 1), Some(Kind::Punct(b'.' | b':'))) {
                    let made = (before.saturating_sub(3)..before).rev().find_map(|k| code.name(k));
                    return made.map(|name| (name, Before::Function));
                }
                return code.name(before).map(|name| (name, Before::Function));
            }
            // In a list: the name that the list is the value of.
            (depth > 0).then(|| name_before(code, open, depth - 1)).flatten()
        }
        _ => None,
    }
}

/// The bracket that is open at `i`, looked for a few tokens back only.
fn enclosing(code: &Code<'_>, i: usize) -> Option<usize> {
    let mut at = i;
    for _ in 0..24 {
        at = at.checked_sub(1)?;
        match code.kind(at)? {
            Kind::Punct(b'(' | b'[' | b'{') => return Some(at),
            Kind::Punct(b')' | b']' | b'}') => at = code.mate(at).min(at),
            _ => {}
        }
    }
    None
}

/// Whether a text is a variable's name as environments have them: capitals, digits and `_`, a letter first.
pub fn is_env_name(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 2
        && bytes.len() <= 80
        && bytes[0].is_ascii_uppercase()
        && bytes.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || *b == b'_')
}

/// Whether a function's name says that it looks a variable up: `getEnv`, `require_env`, `mustGetEnv`, `config`.
pub fn is_env_lookup(name: &str) -> bool {
    // Most names are told by their letters, without a copy.
    let telling = |part: &[u8]| {
        matches!(part, [b'n' | b'N', b'v' | b'V', ..] | [b'f', b'i', b'g'] | [b'r', b'e', b't'] | [b't', b'i', b'n'])
    };
    if !(name.as_bytes().windows(3).any(telling) || name.ends_with(['v', 'V'])) {
        return false;
    }
    let lower = snake(name);
    // `save_dotenv_value`, `setEnv`: what writes a variable does not read it.
    let writes = |word: &str| {
        matches!(
            word,
            "add"
                | "delete"
                | "is"
                | "put"
                | "putenv"
                | "remove"
                | "save"
                | "set"
                | "setenv"
                | "unset"
                | "unsetenv"
                | "with"
                | "write"
        )
    };
    if lower.split('_').any(writes) && !is_strict(name) {
        return false;
    }
    lower.split('_').any(|word| matches!(word, "dotenv" | "env" | "environ" | "environment" | "envvar" | "getenv"))
        || lower.ends_with("env")
        || matches!(
            lower.as_str(),
            "config" | "get_config" | "get_secret" | "require_secret" | "get_setting" | "load_config" | "read_secret"
        )
}

/// Whether such a function's name says that the variable must be there.
pub fn is_strict(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    ["require", "must", "need", "orthrow", "or_throw", "ensure", "mandatory"].iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        for table in [TARGETS, LOCATORS, FOR_PEOPLE, ALLOWED, CALLERS] {
            assert!(table.is_sorted());
        }
    }

    #[test]
    fn sentences_are_told_from_commands() {
        for text in [
            "Backend server URL (e.g. https://api.vendor.dev)",
            "run this:\n  tool setup self-host --server-url https://api.vendor.dev",
            "See our pages at https://vendor.dev",
        ] {
            assert!(is_prose(text), "{text}");
        }
        for text in [
            "https://api.vendor.dev/v1",
            "curl -fsSL https://vendor.dev/x",
            "url https://vendor.dev",
            "<a b c='https://vendor.dev'>",
            "connect-src 'self' https://vendor.dev",
            "no link at all",
        ] {
            assert!(!is_prose(text), "{text}");
        }
    }

    #[test]
    fn names_say_how_a_url_is_used() {
        for (name, before, expected) in [
            ("baseURL", Before::Key, Usage::Call),
            ("API_HOST", Before::Variable, Usage::Call),
            ("docs_url", Before::Variable, Usage::Link),
            ("allowedOrigins", Before::Key, Usage::Allowed),
            ("get", Before::Function, Usage::Call),
            ("NewRequest", Before::Function, Usage::Call),
            ("url", Before::Key, Usage::Value),
            ("url", Before::Variable, Usage::Call),
            ("print", Before::Function, Usage::Value),
        ] {
            assert_eq!(usage_by_name(name, before), expected, "{name}");
        }
    }

    #[test]
    fn headers_and_events() {
        assert!(is_signature_header("Stripe-Signature") && is_signature_header("X-Shopify-Hmac-Sha256"));
        assert!(!is_signature_header("content-type") && !is_signature_header("a signature"));
        assert!(is_event("checkout.session.completed") && is_event("INITIAL_PURCHASE") && !is_event("index.html."));
    }
}
