//! Keys of vendors by their form: which text is one, whose it is, and how bad it is to have it in the open.
//!
//! Stricter than what is redacted: a redaction too many costs nothing, a finding too many does. The forms are those of the
//! vendors' own documentation and of public secret scanners; a body that a person made up is told by [`is_made_up`].

use std::ops::Range;

/// A sort of key.
#[derive(Debug, PartialEq, Eq)]
pub struct Kind {
    /// Its id, which facts carry: `stripe-live-key`.
    pub id: &'static str,
    /// What it is called in a sentence: "live secret key".
    pub name: &'static str,
    /// The vendor's id in the catalog; empty where several vendors write keys of this form.
    pub service: &'static str,
    /// What it begins with.
    prefix: &'static str,
    /// What the rest is made of.
    body: Body,
    /// Least and most characters of the rest.
    length: (usize, usize),
    /// Whether it only opens a vendor's sandbox.
    pub sandbox: bool,
}

/// Characters that a key is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Body {
    /// Letters and digits.
    Alnum,
    /// Capitals and digits.
    Upper,
    /// Hexadecimal digits in lower case.
    Hex,
    /// Letters, digits, `-`, `_`.
    Url,
    /// Letters, digits, `-`, `_`, `.`, `=`.
    Dotted,
}

impl Body {
    fn has(self, byte: u8) -> bool {
        match self {
            Body::Alnum => byte.is_ascii_alphanumeric(),
            Body::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Body::Hex => byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte),
            Body::Url => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'),
            Body::Dotted => byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'='),
        }
    }
}

const fn key(
    id: &'static str,
    name: &'static str,
    service: &'static str,
    prefix: &'static str,
    body: Body,
    length: (usize, usize),
) -> Kind {
    Kind { id, name, service, prefix, body, length, sandbox: false }
}

const fn sandbox(kind: Kind) -> Kind {
    Kind { sandbox: true, ..kind }
}

/// The key by which a Supabase project lets its holder past every rule. A JSON web token, so it is told by what it says.
static SERVICE_ROLE: Kind =
    key("supabase-service-role", "service role key", "supabase", "eyJ", Body::Dotted, (80, 2000));

/// A JSON web token of a person's or a machine's session.
static SESSION: Kind = sandbox(key("session-token", "session token", "", "eyJ", Body::Dotted, (80, 2000)));

/// A bot's token: a number before its prefix, so that who looks for it must look back.
static BOT: Kind = key("telegram-bot-token", "token of a bot", "telegram", ":AA", Body::Url, (33, 33));

/// Every sort with a prefix of its own, by id.
#[rustfmt::skip]
static KINDS: &[Kind] = &[
    key("age-key", "secret key of age", "", "AGE-SECRET-KEY-1", Body::Upper, (58, 58)),
    key("anthropic-key", "API key", "anthropic", "sk-ant-a", Body::Url, (80, 130)),
    key("apify-token", "API token", "apify", "apify_api_", Body::Alnum, (30, 50)),
    key("atlassian-token", "API token", "", "ATATT3", Body::Dotted, (150, 250)),
    key("aws-access-key", "access key id", "aws", "AKIA", Body::Upper, (16, 16)),
    key("brevo-key", "API key", "brevo", "xkeysib-", Body::Url, (70, 100)),
    key("databricks-token", "access token", "databricks", "dapi", Body::Hex, (32, 32)),
    key("digitalocean-token", "access token", "digitalocean", "dop_v1_", Body::Hex, (64, 64)),
    key("docker-token", "access token", "docker-hub", "dckr_pat_", Body::Url, (27, 27)),
    key("doppler-token", "token", "doppler", "dp.pt.", Body::Alnum, (40, 44)),
    key("elevenlabs-key", "API key", "elevenlabs", "sk_", Body::Hex, (48, 48)),
    key("figma-token", "access token", "figma", "figd_", Body::Url, (38, 44)),
    key("firecrawl-key", "API key", "firecrawl", "fc-", Body::Hex, (32, 32)),
    key("flutterwave-key", "secret key", "flutterwave", "FLWSECK-", Body::Url, (32, 44)),
    key("github-app-token", "token of an app", "github", "ghs_", Body::Alnum, (36, 36)),
    key("github-fine-token", "personal access token", "github", "github_pat_", Body::Url, (70, 90)),
    key("github-oauth-token", "OAuth token", "github", "gho_", Body::Alnum, (36, 36)),
    key("github-token", "personal access token", "github", "ghp_", Body::Alnum, (36, 36)),
    key("gitlab-token", "access token", "gitlab", "glpat-", Body::Url, (20, 60)),
    key("google-api-key", "API key", "", "AIza", Body::Url, (35, 35)),
    key("google-oauth-secret", "OAuth client secret", "google-oauth", "GOCSPX-", Body::Url, (28, 28)),
    key("grafana-token", "service account token", "grafana", "glsa_", Body::Url, (41, 41)),
    key("groq-key", "API key", "groq", "gsk_", Body::Alnum, (48, 56)),
    key("huggingface-token", "access token", "huggingface", "hf_", Body::Alnum, (34, 38)),
    key("langfuse-key", "secret key", "langfuse", "sk-lf-", Body::Url, (36, 36)),
    key("langsmith-key", "API key", "langsmith", "lsv2_pt_", Body::Url, (40, 46)),
    key("linear-key", "API key", "linear", "lin_api_", Body::Alnum, (36, 48)),
    key("live-secret-key", "live secret key", "", "sk_live_", Body::Alnum, (20, 120)),
    key("mailgun-key", "API key", "mailgun", "key-", Body::Hex, (32, 32)),
    key("mercado-pago-token", "access token", "mercado-pago", "APP_USR-", Body::Url, (60, 90)),
    key("netlify-token", "access token", "netlify", "nfp_", Body::Alnum, (36, 44)),
    key("new-relic-key", "user key", "new-relic", "NRAK-", Body::Upper, (27, 27)),
    key("notion-token", "integration token", "notion", "ntn_", Body::Alnum, (40, 50)),
    key("npm-token", "access token", "npm-registry", "npm_", Body::Alnum, (36, 36)),
    key("nvidia-key", "API key", "nvidia-nim", "nvapi-", Body::Url, (60, 80)),
    key("openai-key", "API key", "openai", "sk-", Body::Alnum, (48, 48)),
    key("openai-project-key", "API key", "openai", "sk-proj-", Body::Url, (60, 180)),
    key("openai-service-key", "API key", "openai", "sk-svcacct-", Body::Url, (60, 180)),
    key("openrouter-key", "API key", "openrouter", "sk-or-v1-", Body::Hex, (64, 64)),
    key("perplexity-key", "API key", "perplexity", "pplx-", Body::Alnum, (44, 60)),
    key("pinecone-key", "API key", "pinecone", "pcsk_", Body::Url, (60, 80)),
    key("planetscale-password", "password", "planetscale", "pscale_pw_", Body::Dotted, (32, 64)),
    key("planetscale-token", "token", "planetscale", "pscale_tkn_", Body::Dotted, (32, 64)),
    key("postman-key", "API key", "postman", "PMAK-", Body::Url, (55, 65)),
    key("pulumi-token", "access token", "pulumi", "pul-", Body::Hex, (40, 40)),
    key("pypi-token", "upload token", "pypi", "pypi-AgEIcHlwaS5vcmc", Body::Url, (50, 250)),
    key("replicate-token", "API token", "replicate", "r8_", Body::Alnum, (37, 40)),
    key("resend-key", "API key", "resend", "re_", Body::Url, (33, 33)),
    key("restricted-live-key", "live restricted key", "stripe", "rk_live_", Body::Alnum, (20, 120)),
    key("sendgrid-key", "API key", "sendgrid", "SG.", Body::Dotted, (66, 66)),
    key("sentry-token", "auth token", "sentry", "sntrys_", Body::Dotted, (60, 300)),
    key("shopify-token", "access token", "shopify", "shpat_", Body::Hex, (32, 32)),
    key("slack-app-token", "app token", "slack", "xapp-", Body::Url, (60, 130)),
    key("slack-bot-token", "bot token", "slack", "xoxb-", Body::Url, (40, 90)),
    key("slack-user-token", "user token", "slack", "xoxp-", Body::Url, (40, 90)),
    key("square-token", "access token", "square", "sq0atp-", Body::Url, (22, 22)),
    key("supabase-secret-key", "secret key", "supabase", "sb_secret_", Body::Url, (30, 50)),
    key("supabase-token", "access token", "supabase", "sbp_", Body::Hex, (40, 40)),
    key("tailscale-key", "key", "tailscale", "tskey-", Body::Url, (24, 70)),
    key("tavily-key", "API key", "tavily", "tvly-", Body::Url, (32, 60)),
    sandbox(key("test-secret-key", "test secret key", "", "sk_test_", Body::Alnum, (20, 120))),
    key("vault-token", "service token", "hashicorp-vault", "hvs.", Body::Url, (90, 130)),
    key("webhook-secret", "webhook signing secret", "", "whsec_", Body::Alnum, (32, 64)),
    key("xai-key", "API key", "xai", "xai-", Body::Alnum, (70, 90)),
];

/// Words and runs in what a person makes up in place of a key, in lower case.
const MADE_UP: &[&str] = &[
    "0123456",
    "1234567",
    "abcdefg",
    "changeme",
    "dummy",
    "example",
    "fake",
    "insert",
    "placeholder",
    "redacted",
    "replace",
    "sample",
    "secret",
    "testtest",
    "xxxx",
    "your",
];

/// Least characters of a key with its prefix. Shorter runs are not looked at.
const RUN: usize = 20;

/// How far the search goes in one step: a run of [`RUN`] characters cannot lie between two steps.
const STEP: usize = 16;

/// Which bytes keys are made of.
static KEY_BYTES: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        byte += 1;
    }
    table
};

/// The sort with this id.
pub fn by_id(id: &str) -> Option<&'static Kind> {
    if let Some(kind) = [&SERVICE_ROLE, &SESSION, &BOT].into_iter().find(|kind| kind.id == id) {
        return Some(kind);
    }
    let at = KINDS.binary_search_by_key(&id, |kind| kind.id).ok()?;
    KINDS.get(at)
}

impl Kind {
    /// The beginning that all keys of this sort have, which gives nothing away.
    pub fn mask(&self) -> String {
        format!("{}…", self.prefix)
    }
}

/// Every key in a text: where its prefix stands, and its sort.
///
/// Looks at one byte in [`STEP`], and only where that one may belong to a key at those around it: most of a text is words.
pub fn keys(text: &str) -> impl Iterator<Item = (Range<usize>, &'static Kind)> {
    let bytes = text.as_bytes();
    let is_key = |at: usize| bytes.get(at).is_some_and(|byte| KEY_BYTES[usize::from(*byte)]);
    let (mut at, mut done) = (STEP - 1, 0);
    std::iter::from_fn(move || {
        while at < bytes.len() {
            if !is_key(at) {
                at += STEP;
                continue;
            }
            let mut start = at;
            while start > done && is_key(start - 1) {
                start -= 1;
            }
            let mut end = at + 1;
            while is_key(end) {
                end += 1;
            }
            done = end;
            at = end + STEP;
            if end - start >= RUN
                && let Some(found) = key_at(text, start..end)
            {
                return Some(found);
            }
        }
        None
    })
}

/// The key that a run of key characters is, if it is one.
fn key_at(text: &str, run: Range<usize>) -> Option<(Range<usize>, &'static Kind)> {
    let before = run.start.checked_sub(1).and_then(|at| text.as_bytes().get(at)).copied();
    if matches!(before, Some(b'/' | b'+')) {
        return None;
    }
    let whole = text.get(run.clone())?;
    let first = whole.as_bytes().first();
    let alike = KINDS.iter().chain([&SERVICE_ROLE]).filter(|kind| kind.prefix.as_bytes().first() == first);
    let known = alike.filter(|kind| whole.starts_with(kind.prefix));
    let kind = known.max_by_key(|kind| kind.prefix.len())?;
    let from = run.start + kind.prefix.len();
    let rest = text.get(from..)?;
    let length = rest.bytes().take(kind.length.1 + 1).take_while(|b| kind.body.has(*b)).count();
    let body = rest.get(..length)?;
    let kind = if *kind == SERVICE_ROLE { token(body)? } else { kind };
    let fits = kind.prefix == SERVICE_ROLE.prefix || kind.fits(body, rest.as_bytes().get(length));
    fits.then_some((run.start..from, kind))
}

impl Kind {
    /// Whether what stands behind the prefix is a key's body, which ends before `next`.
    fn fits(&self, body: &str, next: Option<&u8>) -> bool {
        let body = body.trim_end_matches(['.', '=']);
        let whole = (self.length.0..=self.length.1).contains(&body.len());
        whole && next.is_none_or(|b| !b.is_ascii_alphanumeric()) && !is_made_up(body)
    }
}

/// Whether a person made the text up: it says so, has no digit or no letter, or repeats few characters.
pub fn is_made_up(body: &str) -> bool {
    let lower = body.to_ascii_lowercase();
    let mut seen = [false; 256];
    lower.bytes().for_each(|b| seen[usize::from(b)] = true);
    let distinct = seen.iter().filter(|seen| **seen).count();
    MADE_UP.iter().any(|word| lower.contains(word))
        || !lower.bytes().any(|b| b.is_ascii_digit())
        || !lower.bytes().any(|b| b.is_ascii_alphabetic())
        || distinct < 7.min(body.len() / 2)
}

/// The sort of a JSON web token by what it says, from behind its first three characters. The key that Supabase's projects
/// show to everybody is none, nor are the tokens of documentation.
fn token(rest: &str) -> Option<&'static Kind> {
    let mut parts = rest.split('.');
    let payload = parts.nth(1).filter(|payload| payload.len() <= 1000)?;
    let signed = parts.next().is_some_and(|signature| signature.len() >= 20);
    let said = decoded(payload);
    let has = |word: &str| said.contains(word);
    if has("\"service_role\"") && has("\"role\"") && !has("supabase-demo") {
        return Some(&SERVICE_ROLE);
    }
    let lives = number(&said, "exp").zip(number(&said, "iat")).map(|(to, from)| to.saturating_sub(from));
    // One that lives for years is made for everybody, or for an example.
    let session = lives.is_some_and(|seconds| seconds < 2 * 365 * 24 * 3600)
        && (has("\"sub\":") || has("\"email\":") || has("\"userId\":") || has("\"user_id\":"));
    (session && signed && !has("John Doe") && !has("example.") && !has("\"anon\"") && !has("test")).then_some(&SESSION)
}

/// The number of a key in JSON.
fn number(json: &str, key: &str) -> Option<u64> {
    let (_, rest) = json.split_once(&format!("\"{key}\":"))?;
    let rest = rest.trim_start();
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    rest.get(..length)?.parse().ok()
}

/// A text in base 64 as it reads; empty where it stands for no text.
pub fn decoded(text: &str) -> String {
    String::from_utf8(base64(text.get(..text.floor_char_boundary(1000)).unwrap_or(""))).unwrap_or_default()
}

/// The bytes that a text in URL-safe base 64 stands for, up to what is none.
fn base64(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut held) = (0_u32, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' | b'/' => 63,
            _ => break,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held & 0xff) as u8);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog;
    use crate::redact::{Style, secrets};

    /// A body that a machine might have made, of the least length.
    fn body(kind: &Kind) -> String {
        let letters = match kind.body {
            Body::Hex => "9f3a1c7e5b2d8046",
            Body::Upper => "Q7ZK2M9XW4TB6NHR",
            _ => "q7Zk2M9xW4tB6nHr",
        };
        letters.chars().cycle().take(kind.length.0).collect()
    }

    #[test]
    fn kinds_are_sorted_and_belong_to_services() {
        assert!(KINDS.is_sorted_by(|a, b| a.id < b.id) && MADE_UP.is_sorted());
        assert!(KINDS.iter().all(|kind| kind.prefix.len() + kind.length.0 >= RUN) && RUN > STEP);
        for kind in KINDS.iter().chain([&SERVICE_ROLE, &SESSION, &BOT]) {
            assert!(kind.service.is_empty() || catalog::by_id(kind.service).is_some(), "{}", kind.service);
            assert_eq!(by_id(kind.id), Some(kind));
        }
    }

    #[test]
    fn every_kind_is_found_and_redacted() {
        for kind in KINDS {
            let body = body(kind);
            let text = format!("const k = \"{}{body}\";", kind.prefix);
            let found: Vec<_> = keys(&text).map(|(_, kind)| kind.id).collect();
            assert_eq!(found, [kind.id], "{text}");
            let at = text.find(&body).unwrap();
            let hidden = |byte| secrets(&text, Style::Code).iter().any(|range| range.contains(&byte));
            assert!((at..at + body.len()).all(hidden), "{text}: {:?}", secrets(&text, Style::Code));
        }
    }

    #[test]
    fn what_people_make_up_is_no_key() {
        for text in [
            concat!("sk_", "live_your_key_here"),
            concat!("sk_", "live_xxxxxxxxxxxxxxxxxxxxxxxx"),
            concat!("AKIA", "IOSFODNN7EXAMPLE"),
            concat!("ghp_", "000000000000000000000000000000000000"),
            concat!("task_", "live_q7Zk2M9xW4tB6nHrq7Zk2M9x"),
            "SG.a.b",
            "sk-",
            "re_",
            "é sk_é",
        ] {
            assert_eq!(keys(text).count(), 0, "{text}");
        }
    }

    #[test]
    fn a_token_is_told_by_its_role() {
        // {"iss":"supabase","role":"anon"} and {"iss":"supabase","role":"service_role"}
        let token = |payload: &str| format!("eyJhbGciOiJIUzI1NiJ9.{payload}.q7Zk2M9xW4tB6nHrq7Zk2M9xW4tB6nHr");
        let anon = token("eyJpc3MiOiJzdXBhYmFzZSIsInJvbGUiOiJhbm9uIn0");
        let service = token("eyJpc3MiOiJzdXBhYmFzZSIsInJvbGUiOiJzZXJ2aWNlX3JvbGUifQ");
        assert_eq!(keys(&anon).count(), 0);
        assert_eq!(keys(&service).map(|(_, kind)| kind.id).collect::<Vec<_>>(), ["supabase-service-role"]);
    }
}
