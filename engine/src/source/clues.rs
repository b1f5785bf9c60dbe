//! What only names tell: settings of other programs that the code opens by name, functions that send something to a
//! vendor with nothing but HTTP, and models that are asked for by their provider's name.

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

/// Names by which a file shows that it talks HTTP.
const HTTP: &[&str] = &["aiohttp", "axios", "fetch", "got", "http", "httpx", "ky", "requests", "undici", "urllib"];

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
                talks |= HTTP.contains(&name);
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
        assert!(ROUTERS.is_sorted() && MODELS.is_sorted() && GATED.is_sorted());
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
