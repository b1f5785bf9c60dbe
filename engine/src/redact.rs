//! Drops secret values from a line of text before anybody keeps it.
//!
//! Called where a line is met, so that no later stage ever holds a secret. What counts: the part of a URL between
//! scheme and `@`, the values of names that say "password", "secret", "token" or "key", tokens in the formats that vendors
//! publish for their keys, and private key blocks. A value is replaced by `…`; names, and placeholders that hold nothing
//! (`process.env.X`, `${X}`, `your-key-here`), stay.

/// Beginnings of the keys and tokens that vendors hand out, from their public documentation. A run of key characters
/// behind one of these is a secret wherever it stands.
const PREFIXES: &[&str] = &[
    "AIza",
    "AKIA",
    "ASIA",
    "EAA",
    "GOCSPX-",
    "SG.",
    "dckr_pat_",
    "dop_v1_",
    "eyJ",
    "gho_",
    "ghp_",
    "ghr_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "glpat-",
    "gsk_",
    "hf_",
    "key-",
    "lin_api_",
    "npm_",
    "phc_",
    "phx_",
    "pk_live_",
    "pk_test_",
    "pypi-",
    "r8_",
    "re_",
    "rk_live_",
    "rk_test_",
    "rzp_live_",
    "rzp_test_",
    "sb_secret_",
    "secret_",
    "shpat_",
    "shpss_",
    "sk-",
    "sk_live_",
    "sk_test_",
    "sntrys_",
    "sq0atp-",
    "sq0csp-",
    "tvly-",
    "vercel_",
    "whsec_",
    "xai-",
    "xapp-",
    "xoxb-",
    "xoxp-",
    "ya29.",
];

/// Words in a name whose value is a secret.
const SECRET_WORDS: &[&str] = &[
    "password",
    "passwd",
    "secret",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "private_key",
    "access_key",
    "credential",
    "pwd",
];

/// The line with secret values replaced by `…`.
pub fn redact(line: &str) -> String {
    if line.contains("PRIVATE KEY-----") {
        return "-----BEGIN … PRIVATE KEY-----".into();
    }
    let line = drop_user_info(line);
    let line = drop_tokens(&line);
    drop_values(&line)
}

/// `scheme://user:password@host` without user and password.
fn drop_user_info(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        out.push_str(before);
        let end = after.find(|c: char| {
            c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '`' | '?' | '#' | '<' | '>' | ',' | ';')
        });
        let authority = &after[..end.unwrap_or(after.len())];
        match authority.rfind('@') {
            Some(user_end) if !authority[..user_end].contains("${") && !authority[..user_end].contains('{') => {
                out.push_str("…@");
                rest = &after[user_end + 1..];
            }
            _ => rest = after,
        }
    }
    out.push_str(rest);
    out
}

fn is_key_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '+' | '/' | '=')
}

/// Without runs of key characters that begin like a vendor's key, or are long and look random.
fn drop_tokens(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(start) = rest.find(is_key_char) {
        out.push_str(&rest[..start]);
        let run = &rest[start..];
        let end = run.find(|c| !is_key_char(c)).unwrap_or(run.len());
        let (token, after) = run.split_at(end);
        let prefix = PREFIXES
            .iter()
            .find(|p| token.starts_with(**p) && token.len() >= p.len() + 12 && has_digit(&token[p.len()..]));
        match prefix {
            Some(prefix) => {
                out.push_str(prefix);
                out.push('…');
            }
            None if looks_random(token) => out.push('…'),
            None if token.contains('/') => {
                // Incoming hooks carry their secret as a part of the path.
                for (i, part) in token.split('/').enumerate() {
                    out.push_str(if i > 0 { "/" } else { "" });
                    out.push_str(if is_path_secret(part) { "…" } else { part });
                }
            }
            None => out.push_str(token),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

/// Long runs with digits and both cases in turns, without the separators of paths, names and versions.
fn looks_random(token: &str) -> bool {
    let bytes = token.as_bytes();
    if bytes.len() < 32 || token.contains('.') || token.matches(['/', '-', '_']).count() > 3 {
        return false;
    }
    let digits = bytes.iter().filter(|b| b.is_ascii_digit()).count();
    let kinds = bytes.windows(2).filter(|w| kind(w[0]) != kind(w[1])).count();
    digits >= 4 && kinds * 4 >= bytes.len()
}

/// Whether a part of a path looks like a token: long, of digits and both cases in turns.
pub(crate) fn is_path_secret(part: &str) -> bool {
    let bytes = part.as_bytes();
    bytes.len() >= 20
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b':'))
        && [0, 1, 2].iter().all(|wanted| bytes.iter().any(|b| kind(*b) == *wanted))
        && bytes.windows(2).filter(|pair| kind(pair[0]) != kind(pair[1])).count() * 3 >= bytes.len()
}

fn kind(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => 0,
        b'a'..=b'z' => 1,
        b'A'..=b'Z' => 2,
        _ => 3,
    }
}

/// Without the quoted or bare values behind `name =` or `name:` where the name says that it holds a secret.
fn drop_values(line: &str) -> String {
    let lower = line.to_ascii_lowercase();
    let Some(word_at) = SECRET_WORDS.iter().filter_map(|w| lower.find(w).map(|at| at + w.len())).min() else {
        return line.to_owned();
    };
    let Some(sign) = line[word_at..].find(['=', ':']).map(|i| word_at + i + 1) else { return line.to_owned() };
    let value_at = sign + line[sign..].len() - line[sign..].trim_start_matches(['=', ':', '>', ' ', '\t']).len();
    let value = &line[value_at..];
    let (inner_at, inner) = match value.chars().next() {
        Some(quote @ ('"' | '\'' | '`')) => {
            let inner = &value[1..];
            (value_at + 1, &inner[..inner.find(quote).unwrap_or(inner.len())])
        }
        _ => return line.to_owned(),
    };
    if is_placeholder(inner) {
        return line.to_owned();
    }
    format!("{}…{}", &line[..inner_at], &line[inner_at + inner.len()..])
}

/// Whether a value plainly is no secret: empty, a name, an expression, a word for people.
fn is_placeholder(value: &str) -> bool {
    value.len() < 8
        || value.contains("${")
        || value.contains("{{")
        || value.contains(' ')
        || value.starts_with(['$', '<', '/', '.', '@'])
        || value.contains("://")
        || value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        || (!has_digit(value)
            && value.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_' | b'.'))
            && !value.contains("pass"))
}

#[cfg(test)]
mod tests {
    use super::redact;

    #[test]
    fn secret_values_go_and_names_stay() {
        for (line, kept) in [
            ("url: postgres://app:hunter2@db:5432/app", "url: postgres://…@db:5432/app"),
            ("postgres://${USER}:${PASS}@db/app", "postgres://${USER}:${PASS}@db/app"),
            ("const k = 'sk_live_abcdefGH12345678'", "const k = 'sk_live_…'"),
            ("password: \"hunter2hunter2\"", "password: \"…\""),
            ("apiKey: process.env.STRIPE_SECRET_KEY,", "apiKey: process.env.STRIPE_SECRET_KEY,"),
            ("const token = 'STRIPE_TOKEN'", "const token = 'STRIPE_TOKEN'"),
            ("import { x } from '@acme/secret-store'", "import { x } from '@acme/secret-store'"),
            ("https://hooks.acme.com/T00/aB3dE5fG7hJ9kL1mN2pQ4rS6", "https://hooks.acme.com/T00/…"),
            ("import './OAuth2AuthenticationProvider'", "import './OAuth2AuthenticationProvider'"),
            ("-----BEGIN RSA PRIVATE KEY-----abc", "-----BEGIN … PRIVATE KEY-----"),
        ] {
            assert_eq!(redact(line), kept);
        }
    }
}
