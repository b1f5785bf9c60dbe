//! Settings that an application reads itself: YAML, TOML, INI and properties by the usual names. Hosts in values, and the
//! variables that Spring and its like put in (`${NAME:default}`).

use super::variable::{interpolations, is_capital_name, push_value};
use super::{File, ReadError, Reader};
use crate::facts::{Sink, What};
use crate::path;

/// Reads it.
pub const READER: Reader = Reader { name: "settings", wants, read };

/// Words by which people call such files and their folders. Sorted.
const NAMES: &[&str] =
    &["application", "appsettings", "bootstrap", "conf", "config", "configs", "configuration", "settings"];

/// Files with such a name that are others'.
const TOOLS: &[&str] = &[".circleci", ".devcontainer", ".elasticbeanstalk", ".git", ".github", ".vscode", "supabase"];

fn wants(path: &str) -> bool {
    let name = path::name(path);
    let ending = path::extension(path);
    let stem = name.get(..name.len().saturating_sub(ending.len() + 1)).unwrap_or("");
    let named = |text: &str| NAMES.binary_search(&text.split(['-', '.', '_']).next().unwrap_or("")).is_ok();
    let last = |text: &str| NAMES.binary_search(&text.rsplit(['-', '.', '_']).next().unwrap_or("")).is_ok();
    let folder = path::folder(path);
    match ending {
        "json" => stem.starts_with("appsettings"),
        "cfg" | "ini" | "properties" | "toml" | "yaml" | "yml" => {
            (named(stem) || last(stem) || named(path::name(folder)))
                && !name.starts_with('.')
                && !name.starts_with("pre-commit")
                && !folder.split('/').any(|part| TOOLS.contains(&part))
                && !matches!(name, "gradle.properties" | "gradle-wrapper.properties" | "setup.cfg")
        }
        _ => false,
    }
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    // Manifests of Kubernetes and descriptions of APIs have their own words for the same things.
    if ["apiVersion:", "openapi:", "swagger:"].iter().any(|word| file.text.contains(word)) {
        return Ok(());
    }
    let litellm = file.text.contains("litellm");
    let mut at = 0;
    for raw in file.text.split_inclusive('\n') {
        let start = at;
        at += raw.len();
        let code = raw.trim_start();
        if code.starts_with(['#', ';']) || code.starts_with("//") {
            continue;
        }
        let sign = raw.find(['=', ':']).unwrap_or(0);
        let key = raw[..sign].trim().trim_matches(['"', '\'', '-', ' ']);
        let value_at =
            if key.is_empty() || key.contains("://") || raw[sign..].starts_with("://") { 0 } else { sign + 1 };
        for (span, name, rest) in interpolations(raw) {
            if is_capital_name(name) {
                let required = if rest.is_empty() { None } else { Some(false) };
                sink.push(start + span.start..start + span.end, What::EnvRead { name: name.to_owned(), required });
            }
        }
        if value_at > 0
            && let Some(provider) = provider(key, &raw[value_at..], litellm)
        {
            let from = start + value_at + raw[value_at..].find(provider).unwrap_or(0);
            let key = format!("ai-provider:{}", provider.to_ascii_lowercase());
            sink.push(from..from + provider.len(), What::Config { key });
        }
        push_value(sink, start + value_at, key, &raw[value_at..]);
    }
    Ok(())
}

/// The word by which a setting names who runs a model: of `provider: groq`, and where LiteLLM reads the file of
/// `model: groq/llama-3.3-70b`.
fn provider<'a>(key: &str, value: &'a str, litellm: bool) -> Option<&'a str> {
    let value = value.split(" #").next()?.trim().trim_end_matches(',').trim_matches(['"', '\'']);
    let last = key.rsplit(['_', '-', '.']).next().unwrap_or(key);
    let word = if last.eq_ignore_ascii_case("provider") {
        value
    } else if litellm && matches!(last, "model" | "llm") {
        value.split_once('/')?.0
    } else {
        return None;
    };
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    (!word.is_empty() && word.len() <= 40 && word.bytes().all(plain)).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_settings() {
        assert!(NAMES.is_sorted());
        for path in [
            "config.toml",
            "src/main/resources/application-prod.yml",
            "conf/models.yaml",
            "appsettings.Development.json",
        ] {
            assert!(wants(path), "{path}");
        }
        for path in ["config.js", ".github/config.yml", "pyproject.toml", "supabase/config.toml", "package.json", "é"]
        {
            assert!(!wants(path), "{path}");
        }
    }
}
