//! What a reviewer would look at in code of any language: checks that are switched off, secrets that are written out, doors
//! that stand open, models that are gone.
//!
//! One pass over the tokens. Of names, only those of [`NAMES`] are looked at; of strings, those that stand where a value does.

mod secrets;

use super::lex::{Code, Kind};
use crate::facts::{Sink, What};
use crate::read::File;
use crate::retired;
use crate::risk::Risk;

/// Most risks that one file gives.
const MOST: usize = 200;

/// What is done at a name: the code, the token, and what takes the risk.
type Look = fn(&mut Scan<'_, '_, '_>, usize);

/// The names that are looked at. Sorted.
#[rustfmt::skip]
const NAMES: &[(&str, Look)] = &[
    ("ALLOWED_HOSTS", any_host),
    ("AllowCredentials", credentials),
    ("CERT_NONE", tls_word),
    ("CURLOPT_SSL_VERIFYPEER", tls_curl),
    ("DEBUG", debug_setting),
    ("DangerousAcceptAnyServerCertificateValidator", tls_word),
    ("InsecureSkipVerify", tls_true),
    ("NODE_TLS_REJECT_UNAUTHORIZED", tls_variable),
    ("VERIFY_NONE", tls_word),
    ("_create_unverified_context", tls_word),
    ("algorithms", algorithms),
    ("allowCredentials", credentials),
    ("allow_credentials", credentials),
    ("badCertificateCallback", tls_callback),
    ("console", printed),
    ("createBucket", bucket),
    ("credentials", credentials),
    ("danger_accept_invalid_certs", tls_call),
    ("dangerouslyAllowBrowser", browser),
    ("debug", debug_argument),
    ("print", printed),
    ("rejectUnauthorized", tls_false),
    ("strictSSL", tls_false),
    ("supports_credentials", credentials),
    ("verify", verify),
    ("verify_ssl", tls_false),
];

/// Which lengths of names are in [`NAMES`], by first byte: one bit a length, so that most names cost one look.
const LENGTHS: [u64; 256] = {
    let mut table = [0; 256];
    let mut at = 0;
    while at < NAMES.len() {
        let name = NAMES[at].0.as_bytes();
        table[name[0] as usize] |= 1 << (name.len() % 64);
        at += 1;
    }
    table
};

struct Scan<'a, 's, 't> {
    path: &'a str,
    code: Code<'a>,
    sink: &'s mut Sink<'t>,
    left: usize,
}

impl Scan<'_, '_, '_> {
    fn push(&mut self, i: usize, risk: Risk, of: &str) {
        if risk == Risk::TlsOff && self.is_asked_for(i) {
            return;
        }
        if self.left > 0 {
            self.left -= 1;
            self.sink.push(self.code.range(i), What::Risk { risk, of: of.to_owned() });
        }
    }

    /// Whether what stands around token `i` says that somebody asked for it: `if (allowInsecure)`, `// #nosec`.
    fn is_asked_for(&self, i: usize) -> bool {
        let text = self.code.text;
        let range = self.code.range(i);
        let from = text.floor_char_boundary(range.start.saturating_sub(160));
        let rest = text.get(range.end..).and_then(|rest| rest.split('\n').next()).unwrap_or("");
        let before = text.get(from..range.start).unwrap_or("");
        ["nosec", "nsecure", "no-verify", "kipVerify", "skip_verify", "elf_signed", "elfSigned", "llow_invalid"]
            .iter()
            .any(|word| before.contains(word) || rest.contains(word))
    }

    /// The value behind the `:` or `=` of the name at `i`, and past a Python type.
    fn value(&self, i: usize) -> Option<usize> {
        let at = i + 1;
        let sign = self.code.punct(at, b':') || self.code.punct(at, b'=') && !self.code.punct(at + 1, b'=');
        sign.then_some(at + 1)
    }

    fn is_false(&self, i: usize) -> bool {
        matches!(self.code.name(i), Some("False" | "false"))
    }

    fn is_true(&self, i: usize) -> bool {
        matches!(self.code.name(i), Some("True" | "true"))
    }

    /// The bracket that is open at `i`, looked for a little way back.
    fn enclosing(&self, i: usize) -> Option<usize> {
        let mut at = i;
        for _ in 0..200 {
            at = at.checked_sub(1)?;
            match self.code.kind(at)? {
                Kind::Punct(b'(' | b'[' | b'{') => return Some(at),
                Kind::Punct(b')' | b']' | b'}') => at = self.code.mate(at).min(at),
                _ => {}
            }
        }
        None
    }
}

/// Adds the risks of a file's code.
pub fn read(file: &File<'_>, code: &Code<'_>, sink: &mut Sink<'_>) {
    let mut scan = Scan { path: file.path, code: *code, sink, left: MOST };
    if memchr::memmem::find(code.text.as_bytes(), b"webhook").is_some() {
        handed_on(&mut scan);
    }
    for i in 0..code.len() {
        match code.kind(i) {
            Some(Kind::Name) => {
                let name = code.slice(i);
                let first = usize::from(name.as_bytes().first().copied().unwrap_or(0));
                if LENGTHS[first] >> (name.len() % 64) & 1 == 1
                    && let Ok(at) = NAMES.binary_search_by_key(&name, |row| row.0)
                    && let Some((_, look)) = NAMES.get(at)
                {
                    look(&mut scan, i);
                }
            }
            Some(Kind::Str) => {
                secrets::string_at(&mut scan, i);
                string_at(&mut scan, i);
            }
            _ => {}
        }
    }
}

/// `adapter.parse(request)`: the request as a whole, to code that may check it.
fn handed_on(scan: &mut Scan<'_, '_, '_>) {
    let code = scan.code;
    for i in 2..code.len() {
        if !matches!(code.name(i), Some("req" | "request")) || !code.punct(i - 1, b'(') {
            continue;
        }
        let close = code.mate(i - 1);
        let called =
            code.name(i - 2).is_some_and(|name| !matches!(name, "async" | "function" | "if" | "log" | "print"));
        // A definition has a body or a type behind it.
        let defines = code.punct(close + 1, b'{')
            || code.punct(close + 1, b':')
            || code.punct(close + 1, b'=')
            || i > 2 && (code.is(i - 3, "function") || code.is(i - 3, "def") || code.is(i - 3, "func"));
        if called && code.punct(i + 1, b')') && !defines {
            return scan.push(i, Risk::RequestHandedOn, code.slice(i - 2));
        }
    }
}

/// `rejectUnauthorized: false`, `verify_ssl=False`.
fn tls_false(scan: &mut Scan<'_, '_, '_>, i: usize) {
    if scan.value(i).is_some_and(|at| scan.is_false(at)) {
        scan.push(i, Risk::TlsOff, scan.code.slice(i));
    }
}

/// `InsecureSkipVerify: true`.
fn tls_true(scan: &mut Scan<'_, '_, '_>, i: usize) {
    if scan.value(i).is_some_and(|at| scan.is_true(at)) {
        scan.push(i, Risk::TlsOff, scan.code.slice(i));
    }
}

/// `.danger_accept_invalid_certs(true)`.
fn tls_call(scan: &mut Scan<'_, '_, '_>, i: usize) {
    if scan.code.punct(i + 1, b'(') && scan.is_true(i + 2) {
        scan.push(i, Risk::TlsOff, scan.code.slice(i));
    }
}

/// `curl_setopt($c, CURLOPT_SSL_VERIFYPEER, false)`, `CURLOPT_SSL_VERIFYPEER => 0`.
fn tls_curl(scan: &mut Scan<'_, '_, '_>, i: usize) {
    let at = if scan.code.punct(i + 1, b',') {
        i + 2
    } else if scan.code.matches(i + 1, &["=", ">"]) {
        i + 3
    } else {
        return;
    };
    if scan.is_false(at) || scan.code.kind(at) == Some(Kind::Number) && scan.code.slice(at) == "0" {
        scan.push(i, Risk::TlsOff, scan.code.slice(i));
    }
}

/// A name that means it wherever it is used: `ssl.CERT_NONE`. Compared, it is only asked for.
fn tls_word(scan: &mut Scan<'_, '_, '_>, i: usize) {
    let compared = scan.code.punct(i + 1, b'=')
        || (1..8).any(|back| i > back && scan.code.punct(i - back, b'=') && scan.code.punct(i - back - 1, b'='));
    if i > 0 && (scan.code.punct(i - 1, b'.') || scan.code.punct(i - 1, b':')) && !compared {
        scan.push(i, Risk::TlsOff, scan.code.slice(i));
    }
}

/// `process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'`.
fn tls_variable(scan: &mut Scan<'_, '_, '_>, i: usize) {
    let Some(at) = scan.value(i) else { return };
    if scan.code.string(at).is_some_and(|text| text == "0")
        || scan.code.kind(at) == Some(Kind::Number) && scan.code.slice(at) == "0"
    {
        scan.push(i, Risk::TlsOff, scan.code.slice(i));
    }
}

/// `client.badCertificateCallback = (cert, host, port) => true`.
fn tls_callback(scan: &mut Scan<'_, '_, '_>, i: usize) {
    let Some(open) = scan.value(i).filter(|&at| scan.code.punct(at, b'(')) else { return };
    // Behind a bracket around all of it, or right behind the parameters.
    let close = scan.code.mate(open);
    let inner = if scan.code.punct(open + 1, b'(') { scan.code.mate(open + 1) } else { close };
    if inner > open && scan.code.matches(inner + 1, &["=", ">", "true"]) {
        scan.push(i, Risk::TlsOff, scan.code.slice(i));
    }
}

/// `requests.get(url, verify=False)`; in the call that decodes a token it means another thing.
fn verify(scan: &mut Scan<'_, '_, '_>, i: usize) {
    if !scan.code.punct(i + 1, b'=') || !scan.code.is(i + 2, "False") {
        return;
    }
    let call = scan.enclosing(i).and_then(|open| open.checked_sub(1));
    // The default of a parameter says nothing of what callers hand over.
    if call.is_some_and(|at| at > 0 && scan.code.is(at - 1, "def")) {
        return;
    }
    let decodes = call.is_some_and(|at| matches!(scan.code.name(at), Some("decode" | "jwt_decode")));
    scan.push(i, if decodes { Risk::UncheckedToken } else { Risk::TlsOff }, "verify");
}

/// `algorithms: ['none']`.
fn algorithms(scan: &mut Scan<'_, '_, '_>, i: usize) {
    let Some(open) = scan.value(i).filter(|&at| scan.code.punct(at, b'[')) else { return };
    let close = scan.code.mate(open).min(open + 16);
    if (open..close).any(|at| scan.code.string(at).is_some_and(|text| text.eq_ignore_ascii_case("none"))) {
        scan.push(i, Risk::UncheckedToken, "algorithms");
    }
}

/// Names by which settings for requests from other origins say whom they let in. Sorted.
const ORIGINS: &[&str] =
    &["AllowAllOrigins", "AllowOrigins", "AllowedOrigins", "allow_origins", "allowedOrigins", "origin", "origins"];

/// `cors({ origin: '*', credentials: true })`, `allow_origins=["*"], allow_credentials=True`.
fn credentials(scan: &mut Scan<'_, '_, '_>, i: usize) {
    if !scan.value(i).is_some_and(|at| scan.is_true(at)) {
        return;
    }
    let Some(open) = scan.enclosing(i) else { return };
    let close = scan.code.mate(open).min(open + 400);
    let wide = (open + 1..close).any(|at| {
        let Some(name) = scan.code.name(at).filter(|name| ORIGINS.binary_search(name).is_ok()) else { return false };
        let Some(value) = scan.value(at) else { return false };
        let reflects = scan.is_true(value) && matches!(name, "origin" | "AllowAllOrigins");
        // `"*"`, or among the strings of `[…]` or `[]string{…}`.
        let list = (value..value + 4).rev().find(|&k| scan.code.punct(k, b'[') || scan.code.punct(k, b'{'));
        let end = list.map_or(value, |open| scan.code.mate(open).min(open + 100));
        reflects || (value..=end).any(|k| scan.code.string(k) == Some("*"))
    });
    if wide {
        scan.push(i, Risk::OpenCors, scan.code.slice(i));
    }
}

/// `new OpenAI({ dangerouslyAllowBrowser: true })`.
fn browser(scan: &mut Scan<'_, '_, '_>, i: usize) {
    if scan.value(i).is_some_and(|at| scan.is_true(at)) {
        scan.push(i, Risk::KeyInBrowser, "dangerouslyAllowBrowser");
    }
}

/// Whether a Python file holds settings for more than the developer's own machine.
fn is_settings(path: &str) -> bool {
    let name = crate::path::name(path);
    let own = ["dev", "local", "test", "debug", "example"].iter().any(|word| name.contains(word));
    name.ends_with(".py") && !own && (name.contains("settings") || path.contains("/settings/"))
}

/// Django's `DEBUG = True`.
fn debug_setting(scan: &mut Scan<'_, '_, '_>, i: usize) {
    let first = i == 0 || scan.code.kind(i - 1) == Some(Kind::Newline);
    if first && is_settings(scan.path) && scan.code.punct(i + 1, b'=') && scan.code.is(i + 2, "True") {
        scan.push(i, Risk::DebugOn, "DEBUG");
    }
}

/// Flask's `app.run(debug=True)`.
fn debug_argument(scan: &mut Scan<'_, '_, '_>, i: usize) {
    if !scan.code.punct(i + 1, b'=') || !scan.code.is(i + 2, "True") {
        return;
    }
    let Some(call) = scan.enclosing(i).and_then(|open| open.checked_sub(1)) else { return };
    let app =
        call > 1 && scan.code.punct(call - 1, b'.') && scan.code.name(call - 2).is_some_and(|n| n.ends_with("app"));
    if scan.code.is(call, "FastAPI") || app && scan.code.is(call, "run") {
        scan.push(i, Risk::DebugOn, "debug");
    }
}

/// Django's `ALLOWED_HOSTS = ["*"]`.
fn any_host(scan: &mut Scan<'_, '_, '_>, i: usize) {
    let first = i == 0 || scan.code.kind(i - 1) == Some(Kind::Newline);
    if first
        && is_settings(scan.path)
        && scan.code.punct(i + 1, b'=')
        && scan.code.punct(i + 2, b'[')
        && scan.code.string(i + 3) == Some("*")
        && scan.code.punct(i + 4, b']')
    {
        scan.push(i, Risk::AnyHost, "ALLOWED_HOSTS");
    }
}

/// Supabase's `createBucket('name', { public: true })`.
fn bucket(scan: &mut Scan<'_, '_, '_>, i: usize) {
    if !scan.code.punct(i + 1, b'(') {
        return;
    }
    let close = scan.code.mate(i + 1).min(i + 40);
    if let Some(at) = (i + 2..close).find(|&at| scan.code.matches(at, &["public", ":", "true"])) {
        scan.push(at, Risk::PublicBucket, "public: true");
    }
}

/// `console.log(process.env.SECRET)`, `print(os.environ["SECRET"])`.
fn printed(scan: &mut Scan<'_, '_, '_>, i: usize) {
    secrets::printed_at(scan, i);
}

fn string_at(scan: &mut Scan<'_, '_, '_>, i: usize) {
    let text = scan.code.slice(i);
    match text {
        "public-read" | "public-read-write"
            if i > 0 && (scan.code.punct(i - 1, b':') || scan.code.punct(i - 1, b'=')) =>
        {
            scan.push(i, Risk::PublicBucket, text);
        }
        // `jwt.decode(token, options={"verify_signature": False})`.
        "verify_signature" if scan.value(i).is_some_and(|at| scan.is_false(at)) => {
            scan.push(i, Risk::UncheckedToken, text);
        }
        "NODE_TLS_REJECT_UNAUTHORIZED"
            if scan.code.punct(i + 1, b']') && scan.code.punct(i + 2, b'=') && scan.code.string(i + 3) == Some("0") =>
        {
            scan.push(i, Risk::TlsOff, text);
        }
        "Access-Control-Allow-Credentials" => headers(scan, i),
        _ if may_be_model(text) && retired::model(text).is_some() => {
            scan.push(i, Risk::RetiredModel, text);
        }
        _ => {}
    }
}

/// Whether a text is written as names of models are: a quick look before the table.
fn may_be_model(text: &str) -> bool {
    let bytes = text.as_bytes();
    (7..=50).contains(&bytes.len())
        && matches!(bytes[0], b'a'..=b'h' | b'l'..=b'o' | b't')
        && bytes.contains(&b'-')
        && !bytes.contains(&b' ')
}

/// Both headers at one place: `'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Credentials': 'true'`.
fn headers(scan: &mut Scan<'_, '_, '_>, i: usize) {
    let code = scan.code;
    let value = |at: usize| {
        let sign = code.punct(at + 1, b':') || code.punct(at + 1, b',') || code.punct(at + 1, b'=');
        sign.then(|| code.string(at + 2)).flatten()
    };
    if value(i) != Some("true") {
        return;
    }
    let near = i.saturating_sub(40)..i + 40;
    if near.into_iter().any(|at| code.string(at) == Some("Access-Control-Allow-Origin") && value(at) == Some("*")) {
        scan.push(i, Risk::OpenCors, code.slice(i));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(NAMES.is_sorted_by(|a, b| a.0 < b.0) && ORIGINS.is_sorted());
    }
}
