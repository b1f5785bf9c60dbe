//! Secrets that show by their own form, whatever stands in front of them: the user and password of a URL, tokens in the
//! formats that vendors publish, private key blocks, values behind `Bearer`, and runs that only a machine can have made.

use super::Marks;
use std::ops::Range;

/// Beginnings of the keys and tokens that vendors hand out, from their public documentation, sorted. A run of key
/// characters behind one of these is a secret wherever it stands.
const PREFIXES: &[&str] = &[
    "AGE-SECRET-KEY-",
    "AIza",
    "AKIA",
    "APP_USR-",
    "ASIA",
    "ATATT",
    "ATCTT",
    "EAA",
    "FLWSECK-",
    "GOCSPX-",
    "NRAK-",
    "PMAK-",
    "SG.",
    "apify_api_",
    "cfat_",
    "dapi",
    "dckr_pat_",
    "dop_v1_",
    "dp.pt.",
    "eyJ",
    "fc-",
    "figd_",
    "fo1_",
    "gho_",
    "ghp_",
    "ghr_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "glc_",
    "glpat-",
    "glsa_",
    "gsk_",
    "hf_",
    "hvs.",
    "key-",
    "lin_api_",
    "lsv2_pt_",
    "nfp_",
    "npm_",
    "ntn_",
    "nvapi-",
    "pcsk_",
    "phc_",
    "phx_",
    "pk_live_",
    "pk_test_",
    "pplx-",
    "pscale_",
    "pul-",
    "pypi-",
    "r8_",
    "re_",
    "rk_live_",
    "rk_test_",
    "rnd_",
    "rzp_live_",
    "rzp_test_",
    "sb_secret_",
    "sbp_",
    "secret_",
    "sgp_",
    "shpat_",
    "shpca_",
    "shpss_",
    "sk-",
    "sk_",
    "sk_live_",
    "sk_test_",
    "sntrys_",
    "sq0atp-",
    "sq0csp-",
    "tfp_",
    "tskey-",
    "tvly-",
    "vercel_",
    "whsec_",
    "xai-",
    "xapp-",
    "xkeysib-",
    "xoxa-",
    "xoxb-",
    "xoxp-",
    "xoxr-",
    "xoxs-",
    "ya29.",
];

/// How many characters with a digit among them make a token behind a prefix.
const TOKEN: usize = 12;

/// Marks everything of this sort.
pub fn mark(text: &str, marks: &mut Marks) {
    key_block(text, marks);
    user_info(text, marks);
    schemes(text, marks);
    runs(text, marks);
}

/// The body of a private key, as far as it is in the text.
fn key_block(text: &str, marks: &mut Marks) {
    let Some(first) = text.find("PRIVATE KEY") else { return };
    let begins = text[..first].rfind("-----BEGIN").is_some();
    let from = if begins { first + "PRIVATE KEY".len() } else { 0 };
    marks.push(from..text.len());
}

/// Marks what stands between a URL's `://` and its last `@`, apart from templates.
fn user_info(text: &str, marks: &mut Marks) {
    for at in memchr::memmem::find_iter(text.as_bytes(), "://") {
        let from = at + 3;
        let rest = &text[from..super::floor(text, from + 1024)];
        let end =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>')).unwrap_or(rest.len());
        // Up to the next one.
        let end = rest[..end].find("://").unwrap_or(end);
        let whole = &rest[..end];
        let authority = whole.find(['/', '?', '#']).unwrap_or(whole.len());
        let user = match whole[..authority].rfind('@') {
            // An unescaped slash or hash in a password ends the authority too early; the web's paths may hold an `@` of their own.
            Some(_) if !is_web(&text[..at]) => whole.rfind('@'),
            Some(user) => Some(user),
            None if has_password(&whole[..authority]) => whole.rfind('@'),
            None => None,
        };
        if let Some(user) = user {
            literals(text, from..from + user, marks);
        }
    }
}

fn is_web(before: &str) -> bool {
    before.ends_with("http") || before.ends_with("https") || before.ends_with("ws") || before.ends_with("wss")
}

/// Whether an authority has a colon that no port follows.
fn has_password(authority: &str) -> bool {
    authority.split_once(':').is_some_and(|(_, port)| !port.is_empty() && !port.bytes().all(|b| b.is_ascii_digit()))
        && !authority.contains(['$', '{', '[', '%'])
}

/// Marks what of a range is no template.
fn literals(text: &str, range: Range<usize>, marks: &mut Marks) {
    let bytes = text.as_bytes();
    if !bytes[range.clone()].iter().any(|b| matches!(b, b'$' | b'{' | b'%')) {
        return marks.push(range);
    }
    let mut at = range.start;
    let mut literal = at;
    while at < range.end {
        let length = template(&text[at..range.end]);
        if length > 0 || bytes[at] == b':' {
            marks.push(literal..at);
            at += length.max(1);
            literal = at;
        } else {
            at = text.ceil_char_boundary(at + 1);
        }
    }
    marks.push(literal..range.end);
}

/// How long the template is that begins the text, 0 if none does: `${X}`, `{x}`, `$X`, `%s`, `<x>`. One with a default in it
/// is none.
pub fn template(text: &str) -> usize {
    let bytes = text.as_bytes();
    let name = |from: usize| {
        bytes[from.min(bytes.len())..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count()
    };
    let close = |from: usize, close: u8| {
        let end = memchr::memchr(close, &bytes[from..bytes.len().min(200)])? + from;
        let plain = !text.get(from..end)?.contains([':', '-', '"', '\'', '|', ' ']);
        (plain && end > from).then_some(end + 1)
    };
    match (bytes.first(), bytes.get(1)) {
        (Some(b'{'), Some(b'{')) => text.find("}}").filter(|_| !text.contains(['"', '\''])).map_or(0, |end| end + 2),
        (Some(b'$' | b'#'), Some(b'{')) => close(2, b'}').unwrap_or(0),
        (Some(b'{'), _) => close(1, b'}').unwrap_or(0),
        (Some(b'<'), _) => close(1, b'>').unwrap_or(0),
        (Some(b'$'), Some(_)) => match name(1) {
            0 => 0,
            length => length + 1,
        },
        (Some(b'%'), Some(b's' | b'v' | b'q')) => 2,
        _ => 0,
    }
}

/// Marks what stands behind `Bearer` and `Basic`.
fn schemes(text: &str, marks: &mut Marks) {
    for at in memchr::memchr2_iter(b'B', b'b', text.as_bytes()) {
        let bearer = starts_with(&text[at..], "bearer ");
        if !bearer && !starts_with(&text[at..], "basic ") {
            continue;
        }
        let from = at + if bearer { 7 } else { 6 };
        let rest = &text[from..];
        let length = rest
            .find(|c: char| !is_key_char(c) && !matches!(c, '~' | ':' | '!' | '@' | '%' | '^' | '&' | '*'))
            .unwrap_or(rest.len());
        let value = &rest[..length];
        let made = value.bytes().any(|b| b.is_ascii_digit() || b == b'=')
            || value.bytes().skip(1).any(|b| b.is_ascii_uppercase()) && value.bytes().any(|b| b.is_ascii_lowercase());
        if value.len() >= 6 && made {
            marks.push(from..from + length);
        }
    }
}

/// Whether the text begins with a word in lower case, whatever its own case.
fn starts_with(text: &str, word: &str) -> bool {
    text.as_bytes().get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
}

fn is_key_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '+' | '/' | '=')
}

/// How much of a run is the slashes and the host of a URL. A host's name is no secret, however it looks: who asks for the host
/// tells it to everyone on the way. What stands in front of an `@` is none.
fn host(text: &str, run: Range<usize>) -> usize {
    let of_url = text[..run.start].ends_with(':') && !text[run.end..].starts_with('@');
    let Some(name) = text[run].strip_prefix("//").filter(|_| of_url) else { return 0 };
    let name = name.split('/').next().unwrap_or("");
    if name.contains('.') { "//".len() + name.len() } else { 0 }
}

/// Marks runs of key characters that begin like a vendor's key, or look random.
fn runs(text: &str, marks: &mut Marks) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !is_key_char(bytes[at] as char) {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && is_key_char(bytes[at] as char) {
            at += 1;
        }
        let start = start + host(text, start..at);
        if at - start >= TOKEN {
            run(text, start..at, marks);
        }
    }
}

fn run(text: &str, range: Range<usize>, marks: &mut Marks) {
    let run = &text[range.clone()];
    let bytes = run.as_bytes();
    let is_path = run.contains('/');
    // Incoming hooks carry their secret as a part of the path.
    let is_hook = run.starts_with("//") && run.contains("hook");
    let is_commit = ["/blob/", "/tree/", "/commit/", "/raw/"].iter().any(|word| run.contains(word));
    let mut from = 0;
    let mut before = 0_u8;
    for at in 0..=bytes.len() {
        let inside = at < bytes.len() && !matches!(bytes[at], b'/' | b'.' | b'=' | b'+');
        // A word begins behind anything but a letter or digit.
        if at < bytes.len()
            && bytes[at].is_ascii_alphanumeric()
            && !before.is_ascii_alphanumeric()
            && run.len() - at >= TOKEN
            && let Some(length) = prefix(&run[at..])
        {
            marks.push(range.start + at + length..range.end);
            return;
        }
        before = bytes.get(at).copied().unwrap_or(0);
        if !inside {
            let part = &run[from..at];
            let hook = is_hook && part.len() >= 6 && has_digit(part) && !part.contains("hook");
            let commit = is_commit && part.len() == 40;
            let random = is_path_secret(part) && (is_path || turns(part.as_bytes()) * 5 >= part.len() * 2);
            if hook || random || is_hex(part) && !commit {
                marks.push(range.start + from..range.start + at);
            }
            from = at + 1;
        }
    }
    if is_base64(bytes) {
        marks.push(range);
    }
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|b| b.is_ascii_digit())
}

/// How long the vendor's prefix is that begins the text, if a token follows it.
fn prefix(text: &str) -> Option<usize> {
    let first = text.get(..1)?;
    let from = PREFIXES.partition_point(|p| *p < first);
    let found = PREFIXES[from..]
        .iter()
        .take_while(|p| p.starts_with(first))
        .filter(|p| text.starts_with(**p))
        .max_by_key(|p| p.len())?;
    let rest = text.get(found.len()..)?;
    let rest = &rest[..rest.find('/').unwrap_or(rest.len())];
    (rest.len() >= TOKEN && has_digit(rest)).then_some(found.len())
}

/// Whether a part of a path looks like a token: long, of digits and both cases in turns.
pub fn is_path_secret(part: &str) -> bool {
    let bytes = part.as_bytes();
    bytes.len() >= 20
        && bytes.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b':'))
        && has_all_kinds(bytes)
        && turns(bytes) * 3 >= bytes.len()
}

/// Whether a part is a long number in hexadecimal.
fn is_hex(part: &str) -> bool {
    let bytes = part.as_bytes();
    bytes.len() >= 24
        && bytes.iter().all(u8::is_ascii_hexdigit)
        && bytes.iter().filter(|b| b.is_ascii_digit()).count() >= 4
        && turns(bytes) * 4 >= bytes.len()
}

/// Whether a run is bytes in base 64: its signs may stand anywhere in it.
fn is_base64(bytes: &[u8]) -> bool {
    bytes.len() >= 32
        && !bytes.contains(&b'.')
        && has_all_kinds(bytes)
        && bytes.iter().filter(|b| b.is_ascii_digit()).count() * 40 >= bytes.len()
        && bytes.iter().filter(|b| matches!(b, b'/' | b'-' | b'_' | b'+')).count() * 8 <= bytes.len()
        && turns(bytes) * 5 >= bytes.len() * 2
}

fn has_all_kinds(bytes: &[u8]) -> bool {
    [0, 1, 2].iter().all(|wanted| bytes.iter().any(|b| kind(*b) == *wanted))
}

/// How often one kind of character follows another.
fn turns(bytes: &[u8]) -> usize {
    let turns = |pair: &&[u8]| kind(pair[0]) != kind(pair[1]) && kind(pair[0]) != 3 && kind(pair[1]) != 3;
    bytes.windows(2).filter(turns).count()
}

fn kind(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => 0,
        b'a'..=b'z' => 1,
        b'A'..=b'Z' => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn prefixes_are_sorted() {
        assert!(super::PREFIXES.is_sorted());
    }
}
