//! A document's bytes as text, without the secret values in it.

use super::super::DocumentError;
use crate::limits::DOCUMENT_BYTES;
use crate::{archive, redact};
use std::borrow::Cow;

/// The text in a document's bytes, with each secret value that shows replaced by `…`.
pub fn text_of(bytes: &[u8]) -> Result<String, DocumentError> {
    if bytes.len() > DOCUMENT_BYTES {
        return Err(DocumentError::TooLarge(bytes.len() as u64));
    }
    if archive::unfit("", bytes).is_some() {
        return Err(DocumentError::Binary);
    }
    let text = archive::text_of(bytes);
    // In what is valid UTF-8, signs that stand for none were written as such.
    if matches!(text, Cow::Owned(_)) && is_noise(&text) {
        return Err(DocumentError::Binary);
    }
    // As Markdown itself has it; a document that is written with one would be taken for binary.
    let text = text.replace('\0', "\u{FFFD}");
    if text.trim().is_empty() {
        return Err(DocumentError::Empty);
    }
    Ok(without_secrets(&text))
}

/// Whether so much of a text is no character that it never was one.
fn is_noise(text: &str) -> bool {
    let odd = text.chars().filter(|c| *c == '\0' || *c == char::REPLACEMENT_CHARACTER).count();
    odd * 10 > text.chars().count()
}

/// The text without secret values. Those that show by their own form go wherever they stand. A document is prose, so what
/// stands behind a telling name goes only where it is written as a value: `NAME=value`, in a code span also `NAME: value`,
/// and a code span right behind the word "password".
fn without_secrets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            fenced = !fenced;
        }
        let clean = redact::clean(line);
        values(&clean, fenced, &mut out);
    }
    out
}

/// Copies a line without the values of telling names.
fn values(line: &str, fenced: bool, out: &mut String) {
    let bytes = line.as_bytes();
    let mut at = 0;
    let mut copied = 0;
    let mut code = fenced;
    while let Some(byte) = bytes.get(at) {
        if *byte == b'`' {
            let ticks = bytes.iter().skip(at).take_while(|b| **b == b'`').count();
            code = fenced || !code;
            at += ticks;
            // A code span right behind the word.
            if code && !fenced && says_password(line.get(..at.saturating_sub(ticks)).unwrap_or("")) {
                let end = at + line.get(at..).and_then(|rest| rest.find('`')).unwrap_or(0);
                if let Some(value) = line.get(at..end).filter(|value| is_value(value)) {
                    out.push_str(line.get(copied..at).unwrap_or(""));
                    out.push('…');
                    at += value.len();
                    copied = at;
                }
            }
            continue;
        }
        if !(byte.is_ascii_uppercase() || byte.is_ascii_lowercase()) {
            at += 1;
            continue;
        }
        let name_end =
            at + bytes.iter().skip(at).take_while(|b| b.is_ascii_alphanumeric() || **b == b'_' || **b == b'-').count();
        let name = line.get(at..name_end).unwrap_or("");
        at = name_end;
        let rest = line.get(at..).unwrap_or("");
        let gap = match rest.as_bytes() {
            [b'=', ..] => 1,
            [b':', b' ', ..] if code => 2,
            [b' ', b'=', b' ', ..] if fenced => 3,
            _ => continue,
        };
        if !is_telling(name) {
            continue;
        }
        let value = rest.get(gap..).unwrap_or("");
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let skip = usize::from(quote.is_some());
        let value = value.get(skip..).unwrap_or("");
        let end = match quote {
            Some(quote) => value.find(quote),
            None => value.find(|c: char| c.is_whitespace() || matches!(c, '`' | ',' | ';' | ')' | '&')),
        };
        let value = value.get(..end.unwrap_or(value.len())).unwrap_or("");
        if is_value(value) {
            out.push_str(line.get(copied..at + gap + skip).unwrap_or(""));
            out.push('…');
            copied = at + gap + skip + value.len();
            at = copied;
        }
    }
    out.push_str(line.get(copied..).unwrap_or(""));
}

fn says_password(before: &str) -> bool {
    let before = before.trim_end().trim_end_matches([':', '=']).trim_end();
    let word = before.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
    matches!(word.to_ascii_lowercase().as_str(), "password" | "passwd" | "passphrase")
}

/// Whether a name says that its value is secret.
fn is_telling(name: &str) -> bool {
    const WORDS: &[&str] =
        &["credential", "credentials", "key", "pass", "passwd", "password", "pwd", "secret", "token"];
    let last = name.rsplit(['_', '-']).next().unwrap_or(name).to_ascii_lowercase();
    WORDS.binary_search(&last.as_str()).is_ok() || name.to_ascii_lowercase().ends_with("password")
}

/// Whether a text can be a secret itself: no placeholder, no name, no number of days.
fn is_value(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    value.len() >= 4
        && value.bytes().all(|b| b.is_ascii_graphic())
        && !value.contains(['<', '{', '$', '%', '[', '(', '/', '*'])
        && !value.bytes().all(|b| b.is_ascii_digit())
        && !value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        && !value.contains("...")
        // A member of something: `self.api_key`, `process.env.KEY`.
        && !value.split('.').skip(1).any(|part| part.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_'))
        && !["your", "xxx", "change", "true", "false", "null", "none", "required", "optional", "example"]
            .iter()
            .any(|word| lower.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_values_go_and_the_rest_stays() {
        for (line, kept) in [
            ("- `DB_PASSWORD=hunter22` in compose\r\n", "- `DB_PASSWORD=…` in compose\r\n"),
            ("- `API_KEY: abcd-efgh`, `PORT: 3000`", "- `API_KEY: …`, `PORT: 3000`"),
            ("user root, password `swordfish`", "user root, password `…`"),
            ("```\nAPP_TOKEN = 'zipzapzop'\n```", "```\nAPP_TOKEN = '…'\n```"),
            ("key sk_live_abcdefGH12345678 here", "key sk_live_… here"),
            ("postgres://app:hunter2@db/app", "postgres://…@db/app"),
        ] {
            assert_eq!(without_secrets(line), kept);
        }
        for line in [
            "**Credentials:** hardcoded in source (see below)",
            "- Secret: environment variable `SECRET_KEY`",
            "Password: compared in constant time",
            "`Authorization: Bearer <jwt>`",
            "`token=self._api_key` and `API_KEY=your-key-here`",
            "`NODE_ENV=production` and `FEATURE_KEY=$OTHER`",
            "League keys: NBA=7, MLB=2",
            "- JWT tokens (access_token: 15 min)",
        ] {
            assert_eq!(without_secrets(line), line);
        }
    }

    #[test]
    fn what_is_no_document_is_refused() {
        assert_eq!(text_of(b""), Err(DocumentError::Empty));
        assert_eq!(text_of(b" \n\t"), Err(DocumentError::Empty));
        assert_eq!(text_of(b"\xEF\xBB\xBF"), Err(DocumentError::Empty));
        assert_eq!(text_of(b"PK\x03\x04\0\0"), Err(DocumentError::Binary));
        assert_eq!(text_of(&[0x9B; 400]), Err(DocumentError::Binary));
        let late = "a ".repeat(5000) + "\0";
        assert!(text_of(late.as_bytes()).is_ok_and(|text| text.ends_with('\u{FFFD}')));
        let large = vec![b'a'; DOCUMENT_BYTES + 1];
        assert_eq!(text_of(&large), Err(DocumentError::TooLarge(large.len() as u64)));
        assert_eq!(text_of(b"\xFF\xFE#\0 \0A\0").as_deref(), Ok("# A"));
        assert_eq!(text_of(b"\xEF\xBB\xBF# A").as_deref(), Ok("# A"));
    }
}
