//! What only names tell: settings of other programs that the code opens by name, functions that send something to a
//! vendor with nothing but HTTP, models that are asked for by their provider's name, and whom people sign in with.

use super::lex::{Code, Kind};
use crate::facts::{Sink, What};
use std::collections::HashSet;

/// Endings of the names of files that hold another program's settings.
const SETTINGS: &[&str] = &["config.json", "mcp.json", "settings.json"];

/// First words of functions that send.
const SEND: &[&str] = &["notify", "post", "publish", "send"];

/// Words between the two.
const TO: &[&str] = &["by", "to", "via"];

/// Words behind the vendor's name that say no more.
const WHAT: &[&str] = &["alert", "message", "msg", "notification", "webhook"];

/// Whether a name shows that its file talks HTTP.
fn is_http(name: &str) -> bool {
    matches!(name, "aiohttp" | "axios" | "fetch" | "got" | "http" | "httpx" | "ky" | "requests" | "undici" | "urllib")
}

/// By what a file shows that its models are named `provider/model` or `provider:model`. Elsewhere such a text is a repository
/// of weights or a path.
const ROUTERS: &[&str] =
    &["@mastra/", "agno", "aisuite", "crewai", "dspy", "from_provider", "init_chat_model", "litellm", "pydantic_ai"];

/// Functions whose first argument is such a name.
const MODELS: &[&str] =
    &["Agent", "LLM", "LM", "LiteLLMModel", "LiteLlm", "acompletion", "completion", "from_provider", "init_chat_model"];

/// Adds them, each once.
pub fn read(code: &Code<'_>, sink: &mut Sink<'_>) {
    let mut seen = HashSet::new();
    let mut senders = Vec::new();
    let mut talks = false;
    let mut routed = None;
    for i in 0..code.len() {
        match code.kind(i) {
            Some(Kind::Str) => {
                if let Some(name) = settings(code, i)
                    && seen.insert(name.clone())
                {
                    sink.push(code.range(i), What::Config { key: format!("file-name:{name}") });
                }
                if let Some(provider) = provider(code, i)
                    && let Some(asked) = routed.get_or_insert_with(|| asked(code)).of(provider)
                    && seen.insert(format!("{asked}:"))
                {
                    sink.push(code.range(i), What::Config { key: format!("ai-provider:{asked}") });
                }
            }
            Some(Kind::Name) => {
                let name = code.slice(i);
                talks = talks || is_http(name);
                for word in sign_ins(code, i) {
                    let key = format!("sign-in:{}", word.to_ascii_lowercase());
                    if seen.insert(key.clone()) {
                        sink.push(code.range(i), What::Config { key });
                    }
                }
                if is_plain_s3(code, i) && seen.insert("s3".to_owned()) {
                    sink.push(code.range(i), What::Config { key: "aws-endpoint:s3".to_owned() });
                }
                if code.punct(i + 1, b'(')
                    && let Some(vendor) = vendor(name)
                {
                    senders.push((i, vendor));
                }
            }
            _ => {}
        }
    }
    for (i, vendor) in senders.into_iter().filter(|_| talks) {
        if seen.insert(vendor.clone()) {
            sink.push(code.range(i), What::Config { key: format!("sends-to:{vendor}") });
        }
    }
}

/// Functions that are told by a word whom a person signs in with: Supabase's, Better Auth's, Auth.js's.
const SIGN_INS: &[&str] = &["linkIdentity", "linkSocial", "signIn", "signInWithOAuth", "sign_in_with_oauth", "social"];

/// Whom people sign in with, as the name at `i` and what stands behind it tell: `signInWithOAuth({ provider: "google" })`,
/// `socialProviders: { github: { … } }`, `new FacebookAuthProvider()`, `defineOAuthSpotifyEventHandler(`.
fn sign_ins<'a>(code: &Code<'a>, i: usize) -> Vec<&'a str> {
    let name = code.slice(i);
    let word =
        |text: &str| (2..=30).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let mut found = Vec::new();
    if name == "socialProviders" && code.punct(i + 1, b':') && code.punct(i + 2, b'{') {
        let (mut at, end) = (i + 3, code.mate(i + 2));
        while at < end && found.len() < 16 {
            if (code.punct(at + 1, b':') || code.punct(at + 1, b'(')) && code.name(at).is_some() {
                found.push(code.slice(at));
            }
            while at < end && !code.punct(at, b',') {
                at = code.mate(at).max(at) + 1;
            }
            at += 1;
        }
    } else if code.punct(i + 1, b'(') && SIGN_INS.binary_search(&name).is_ok() {
        let end = code.mate(i + 1).min(i + 24);
        let given = code.string(i + 2).filter(|_| name == "signIn");
        let told = (i + 2..end).find(|&k| {
            (code.is(k, "provider") || code.string(k) == Some("provider"))
                && (code.punct(k + 1, b':') || code.punct(k + 1, b'='))
        });
        found.extend(given.or_else(|| told.and_then(|k| code.string(k + 2))));
    } else if name == "OAuthProvider" && code.punct(i + 1, b'(') {
        found.extend(code.string(i + 2).and_then(|domain| domain.strip_suffix(".com")));
    } else if let Some(vendor) = name.strip_suffix("AuthProvider").filter(|vendor| !vendor.is_empty()) {
        let firebase = memchr::memmem::find(code.text.as_bytes(), b"irebase").is_some();
        let used = matches!(code.kind(i + 1), Some(Kind::Punct(b'(' | b'.')));
        found.extend(Some(vendor).filter(|vendor| firebase && used && PROVIDERS.contains(vendor)));
    } else if let Some(rest) = name.strip_prefix("defineOAuth") {
        found.extend(rest.strip_suffix("EventHandler"));
    }
    found.retain(|text| word(text));
    found
}

/// Classes of Firebase's that stand for a vendor's sign-in, without `AuthProvider`.
const PROVIDERS: &[&str] = &["Apple", "Facebook", "Github", "Google", "Microsoft", "Twitter"];

/// Whether a client of S3 is made at the name `i` that is told of no other place than Amazon's: `new S3Client({ region })`,
/// `boto3.client("s3")`.
fn is_plain_s3(code: &Code<'_>, i: usize) -> bool {
    if !code.punct(i + 1, b'(') {
        return false;
    }
    let end = code.mate(i + 1).min(i + 120);
    let made = match code.slice(i) {
        "S3Client" => i > 0 && code.is(i - 1, "new"),
        "client" | "resource" => i > 0 && code.punct(i - 1, b'.') && code.string(i + 2) == Some("s3"),
        _ => false,
    };
    // What is given by name from elsewhere may hold an endpoint: `new S3Client(options)`, `**options`, `...options`.
    let open = |k: usize| match code.kind(k) {
        Some(Kind::Name) => code.slice(k).to_ascii_lowercase().contains("endpoint"),
        Some(Kind::Punct(b'*')) => code.punct(k + 1, b'*'),
        Some(Kind::Punct(b'.')) => code.punct(k + 1, b'.'),
        _ => false,
    };
    let told = code.kind(i + 2).is_some_and(|kind| matches!(kind, Kind::Punct(b'{' | b')') | Kind::Str));
    made && told && !(i + 2..end).any(open)
}

/// Whom a file asks for a model that it names by its provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// The provider.
    Provider,
    /// Vercel's gateway, which its AI SDK takes where it is given a name alone.
    Gateway,
    /// Nobody that the file tells.
    Nobody,
}

impl Asked {
    fn of(self, provider: &str) -> Option<&str> {
        match self {
            Asked::Provider => Some(provider),
            Asked::Gateway => GATED.binary_search(&provider).is_ok().then_some("vercel-ai-gateway"),
            Asked::Nobody => None,
        }
    }
}

/// Providers behind Vercel's gateway, as it names them.
const GATED: &[&str] =
    &["alibaba", "amazon", "anthropic", "cohere", "deepseek", "google", "meta", "mistral", "openai", "xai", "zai"];

/// Whom the file asks.
fn asked(code: &Code<'_>) -> Asked {
    let has =
        |words: &[&str]| words.iter().any(|word| memchr::memmem::find(code.text.as_bytes(), word.as_bytes()).is_some());
    if has(ROUTERS) {
        Asked::Provider
    } else if has(&["from 'ai'", "from \"ai\""]) {
        Asked::Gateway
    } else {
        Asked::Nobody
    }
}

/// The provider in the string at `i`, where that names a model: `model="groq/llama-3"`, `Agent("openai:gpt-4o")`.
fn provider<'a>(code: &Code<'a>, i: usize) -> Option<&'a str> {
    let text = code.slice(i);
    let (provider, model) = text.split_once(['/', ':'])?;
    let word = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_');
    let fits = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':' | b'/' | b'@');
    if !(2..=40).contains(&provider.len()) || !provider.bytes().all(word) || model.is_empty() || model.len() > 80 {
        return None;
    }
    if model.starts_with('/') || !model.bytes().all(fits) || !model.bytes().any(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let before = i.checked_sub(1)?;
    let name = match code.kind(before)? {
        // `model: "…"`, `"model": "…"`, `MODEL = "…"`
        Kind::Punct(b':' | b'=') => {
            let key = before.checked_sub(1)?;
            let key = code.name(key).or_else(|| code.string(key))?;
            let last = key.rsplit(|c: char| !c.is_ascii_alphabetic()).next()?;
            return last.to_ascii_lowercase().ends_with("model").then_some(provider);
        }
        Kind::Punct(b'(') => code.name(before.checked_sub(1)?)?,
        _ => return None,
    };
    MODELS.contains(&name).then_some(provider)
}

/// The name of a file of another program's settings, with the hidden folder before it where that is a string of its own:
/// `join(home, ".cursor", "mcp.json")`.
fn settings(code: &Code<'_>, i: usize) -> Option<String> {
    let text = code.slice(i);
    if text.len() > 60 || !SETTINGS.iter().any(|ending| text.ends_with(ending)) {
        return None;
    }
    let folder = i.checked_sub(2).and_then(|before| code.string(before)).filter(|_| code.punct(i - 1, b','));
    let folder = folder.filter(|folder| folder.starts_with('.') && folder.len() > 2 && !folder.contains('/'));
    let mut parts = text.rsplit('/');
    let name = parts.next().unwrap_or_default();
    match folder.or_else(|| parts.next().filter(|folder| folder.starts_with('.') && folder.len() > 2)) {
        Some(folder) => Some(format!("{folder}/{name}")),
        None => name.contains('_').then(|| name.to_owned()),
    }
}

/// The vendor in the name of a function that sends: `sendSlack`, `post_to_slack`, `notifyViaTelegram`. In lower case.
fn vendor(name: &str) -> Option<String> {
    let lead = name.trim_start_matches('_');
    let first =
        SEND.iter().find(|first| lead.get(..first.len()).is_some_and(|start| start.eq_ignore_ascii_case(first)))?;
    let rest = lead.get(first.len()..)?;
    if !rest.starts_with(|c: char| c == '_' || c.is_ascii_uppercase()) || rest.len() > 40 {
        return None;
    }
    let mut words = Vec::new();
    for part in rest.split('_').filter(|part| !part.is_empty()) {
        let mut start = 0;
        for (at, c) in part.char_indices().skip(1) {
            if c.is_ascii_uppercase() && part.as_bytes().get(at - 1).is_some_and(u8::is_ascii_lowercase) {
                words.push(part.get(start..at)?.to_ascii_lowercase());
                start = at;
            }
        }
        words.push(part.get(start..)?.to_ascii_lowercase());
    }
    if words.first().is_some_and(|word| TO.contains(&word.as_str())) {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(|word| WHAT.contains(&word.as_str())) {
        words.pop();
    }
    match words.as_slice() {
        [vendor] if vendor.len() > 4 && vendor.is_ascii() => Some(vendor.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted() {
        assert!(
            SIGN_INS.is_sorted()
                && PROVIDERS.is_sorted()
                && ROUTERS.is_sorted()
                && MODELS.is_sorted()
                && GATED.is_sorted()
        );
    }

    #[test]
    fn vendors_in_the_names_of_functions() {
        for (name, expected) in [
            ("sendSlack", Some("slack")),
            ("post_to_slack", Some("slack")),
            ("_send_by_melonn", Some("melonn")),
            ("notifyDiscordWebhook", Some("discord")),
            ("sendTelegramMessage", Some("telegram")),
            ("sendPasswordReset", None),
            ("sender", None),
            ("sendé", None),
        ] {
            assert_eq!(vendor(name).as_deref(), expected, "{name}");
        }
    }
}
