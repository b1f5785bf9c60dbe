//! AI models that their vendors no longer serve, from the vendors' pages of deprecations.

use super::Retired;

const fn gone(why: &'static str, instead: &'static str) -> Retired {
    Retired { why, instead }
}

/// By name: whose it was in the catalog, and what became of it.
#[rustfmt::skip]
const MODELS: &[(&str, &str, Retired)] = &[
    ("babbage-002", "openai", gone("ended on 2026-09-28", "")),
    ("chatgpt-4o-latest", "openai", gone("ended on 2026-02-17", "")),
    ("claude-2", "anthropic", gone("ended on 2025-07-21", "")),
    ("claude-2.0", "anthropic", gone("ended on 2025-07-21", "")),
    ("claude-2.1", "anthropic", gone("ended on 2025-07-21", "")),
    ("claude-3-5-haiku-20241022", "anthropic", gone("ended on 2026-02-19", "claude-haiku-4-5")),
    ("claude-3-5-haiku-latest", "anthropic", gone("ended on 2026-02-19", "claude-haiku-4-5")),
    ("claude-3-5-sonnet-20240620", "anthropic", gone("ended on 2025-10-28", "claude-sonnet-4-6")),
    ("claude-3-5-sonnet-20241022", "anthropic", gone("ended on 2025-10-28", "claude-sonnet-4-6")),
    ("claude-3-5-sonnet-latest", "anthropic", gone("ended on 2025-10-28", "claude-sonnet-4-6")),
    ("claude-3-7-sonnet-20250219", "anthropic", gone("ended on 2026-02-19", "claude-sonnet-4-6")),
    ("claude-3-7-sonnet-latest", "anthropic", gone("ended on 2026-02-19", "claude-sonnet-4-6")),
    ("claude-3-haiku-20240307", "anthropic", gone("ended on 2026-04-20", "claude-haiku-4-5")),
    ("claude-3-opus-20240229", "anthropic", gone("ended on 2026-01-05", "")),
    ("claude-3-opus-latest", "anthropic", gone("ended on 2026-01-05", "")),
    ("claude-3-sonnet-20240229", "anthropic", gone("ended on 2025-07-21", "claude-sonnet-4-6")),
    ("claude-instant-1.2", "anthropic", gone("ended on 2024-11-06", "claude-haiku-4-5")),
    ("claude-opus-4-20250514", "anthropic", gone("ended on 2026-06-15", "")),
    ("claude-sonnet-4-20250514", "anthropic", gone("ended on 2026-06-15", "claude-sonnet-4-6")),
    ("code-davinci-002", "openai", gone("ended on 2024-01-04", "")),
    ("codex-mini-latest", "openai", gone("ended on 2026-01-16", "")),
    ("davinci-002", "openai", gone("ended on 2026-09-28", "")),
    ("gemini-1.0-pro", "google-gemini", gone("ended in 2025", "")),
    ("gemini-1.5-flash", "google-gemini", gone("ended in September 2025", "")),
    ("gemini-1.5-flash-002", "google-gemini", gone("ended in September 2025", "")),
    ("gemini-1.5-flash-8b", "google-gemini", gone("ended in September 2025", "")),
    ("gemini-1.5-flash-latest", "google-gemini", gone("ended in September 2025", "")),
    ("gemini-1.5-pro", "google-gemini", gone("ended in September 2025", "")),
    ("gemini-1.5-pro-002", "google-gemini", gone("ended in September 2025", "")),
    ("gemini-1.5-pro-latest", "google-gemini", gone("ended in September 2025", "")),
    ("gemini-2.0-flash", "google-gemini", gone("ended on 2026-06-01", "")),
    ("gemini-2.0-flash-001", "google-gemini", gone("ended on 2026-06-01", "")),
    ("gemini-2.0-flash-exp", "google-gemini", gone("ended in 2025", "")),
    ("gemini-2.0-flash-lite", "google-gemini", gone("ended on 2026-06-01", "")),
    ("gemini-2.0-flash-lite-001", "google-gemini", gone("ended on 2026-06-01", "")),
    ("gemini-2.5-flash-preview-05-20", "google-gemini", gone("ended in 2025", "")),
    ("gemini-2.5-pro-preview-05-06", "google-gemini", gone("ended in 2025", "")),
    ("gemini-2.5-pro-preview-06-05", "google-gemini", gone("ended in 2025", "")),
    ("gemini-pro", "google-gemini", gone("ended in 2025", "")),
    ("gemini-pro-vision", "google-gemini", gone("ended in 2024", "")),
    ("gpt-3.5-turbo", "openai", gone("ended on 2026-10-23", "gpt-4.1-mini")),
    ("gpt-3.5-turbo-0125", "openai", gone("ended on 2026-10-23", "gpt-4.1-mini")),
    ("gpt-3.5-turbo-0301", "openai", gone("ended on 2024-09-13", "")),
    ("gpt-3.5-turbo-0613", "openai", gone("ended on 2024-09-13", "")),
    ("gpt-3.5-turbo-1106", "openai", gone("ended on 2026-09-28", "")),
    ("gpt-3.5-turbo-16k-0613", "openai", gone("ended on 2024-09-13", "")),
    ("gpt-3.5-turbo-instruct", "openai", gone("ended on 2026-09-28", "")),
    ("gpt-4-0125-preview", "openai", gone("ended on 2026-03-26", "")),
    ("gpt-4-0314", "openai", gone("ended on 2026-03-26", "")),
    ("gpt-4-1106-preview", "openai", gone("ended on 2026-03-26", "")),
    ("gpt-4-1106-vision-preview", "openai", gone("ended on 2024-12-06", "")),
    ("gpt-4-32k", "openai", gone("ended on 2025-06-06", "")),
    ("gpt-4-turbo-preview", "openai", gone("ended on 2026-03-26", "")),
    ("gpt-4-vision-preview", "openai", gone("ended on 2024-12-06", "")),
    ("gpt-4.5-preview", "openai", gone("ended on 2025-07-14", "")),
    ("llama-3.1-70b-versatile", "groq", gone("ended on 2025-01-24", "")),
    ("llama3-70b-8192", "groq", gone("ended on 2025-08-30", "")),
    ("llama3-8b-8192", "groq", gone("ended on 2025-08-30", "")),
    ("mixtral-8x7b-32768", "groq", gone("ended on 2025-03-20", "")),
    ("o1-mini", "openai", gone("ended on 2025-10-27", "")),
    ("o1-preview", "openai", gone("ended on 2025-07-28", "")),
    ("text-ada-001", "openai", gone("ended on 2024-01-04", "")),
    ("text-babbage-001", "openai", gone("ended on 2024-01-04", "")),
    ("text-curie-001", "openai", gone("ended on 2024-01-04", "")),
    ("text-davinci-002", "openai", gone("ended on 2024-01-04", "")),
    ("text-davinci-003", "openai", gone("ended on 2024-01-04", "")),
    ("text-embedding-004", "google-gemini", gone("ended on 2026-01-14", "gemini-embedding-001")),
];

/// Whose a model was, and what became of it. Before its name may stand who hands it on: `openai/gpt-4-32k`.
pub fn model(name: &str) -> Option<(&'static str, &'static Retired)> {
    let name = name.rsplit('/').next().unwrap_or(name);
    let at = MODELS.binary_search_by_key(&name, |row| row.0).ok()?;
    MODELS.get(at).map(|(_, service, retired)| (*service, retired))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;

    #[test]
    fn models_that_are_gone() {
        assert!(MODELS.is_sorted_by(|a, b| a.0 < b.0));
        assert!(MODELS.iter().all(|(_, service, _)| catalog::by_id(service).is_some()));
        assert!(model("gpt-4-32k").is_some() && model("models/gemini-pro").is_some());
        assert!(model("gpt-5").is_none() && model("").is_none());
    }
}
