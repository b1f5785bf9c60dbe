//! Values of names that say that they hold a secret, however the name and its value are joined.

use super::{Marks, Style, tokens};
use aho_corasick::{AhoCorasick, MatchKind};
use std::ops::Range;
use std::sync::LazyLock;

/// Words in a name whose value is a secret. The first [`SURE`] are so wherever they stand in a name.
const WORDS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "api_key",
    "api-key",
    "private_key",
    "privatekey",
    "access_key",
    "accesskey",
    "credential",
    "pwd",
    "authorization",
    "auth_key",
    "authkey",
    "encryption_key",
    "signing_key",
    "pass",
    "key",
    "_dsn",
    "salt",
    "cookie",
];

const SURE: usize = 19;

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(WORDS).ok()
});

/// Parameters of URLs whose value is a secret, beside those that hold one of [`WORDS`].
const PARAMETERS: &[&str] = &["appid", "auth", "code", "hash", "sig", "signature", "sv", "jwt", "k"];

/// What stands in front of the secret of an authorization header.
const SCHEMES: &[&str] = &["Basic ", "Bearer ", "Token ", "bearer ", "token "];

/// How sure it is that a name's value is a secret.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sure {
    /// Any value is.
    Yes,
    /// Only one that looks like it: a cache has keys, too.
    Maybe,
}

/// Marks the values.
pub fn mark(text: &str, style: Style, marks: &mut Marks) {
    mark_queries(text, marks);
    flags(text, marks);
    variables(text, style, marks);
    let Some(finder) = FINDER.as_ref() else { return };
    let mut done = 0;
    for hit in finder.find_iter(text) {
        if hit.start() < done {
            continue;
        }
        let name = name_around(text, hit.start()..hit.end());
        let Some(sure) = sure(text, &name, hit.pattern().as_usize(), hit.end()) else { continue };
        done = name.end;
        value_of(text, name, sure, style, marks);
    }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$')
}

fn name_around(text: &str, hit: Range<usize>) -> Range<usize> {
    let bytes = text.as_bytes();
    let before = bytes[..hit.start].iter().rev().take(80).take_while(|b| is_name_byte(**b)).count();
    let after = bytes[hit.end..].iter().take(80).take_while(|b| is_name_byte(**b)).count();
    hit.start - before..hit.end + after
}

/// How sure it is that the name is a secret's; `None` where it is not.
fn sure(text: &str, name: &Range<usize>, word: usize, hit_end: usize) -> Option<Sure> {
    let whole = &text[name.clone()];
    let last = hit_end == name.end;
    let lead = hit_end - name.start - WORDS[word].len();
    match WORDS[word] {
        // `max_tokens` counts.
        "token" if whole.ends_with("tokens") || whole.ends_with("Tokens") => Some(Sure::Maybe),
        // `pass` alone or behind a word's end: not `bypass`, `compass`.
        "pass" => {
            let bytes = text.as_bytes();
            let at = hit_end - 4;
            let begins = lead == 0
                || matches!(bytes[at - 1], b'_' | b'-' | b'$')
                || bytes[at].is_ascii_uppercase() && !bytes[at - 1].is_ascii_uppercase()
                || whole.bytes().all(|b| b.is_ascii_uppercase() || b == b'_' || b.is_ascii_digit());
            (last && begins).then_some(Sure::Yes)
        }
        "key" if last && is_constant(whole) => Some(Sure::Yes),
        "key" | "cookie" | "salt" | "_dsn" => last.then_some(Sure::Maybe),
        _ if word < SURE => Some(Sure::Yes),
        _ => None,
    }
}

/// What joins a name and its value.
fn value_of(text: &str, name: Range<usize>, sure: Sure, style: Style, marks: &mut Marks) {
    let bytes = text.as_bytes();
    let flag = text[name.clone()].starts_with("--");
    let opening = name.start.checked_sub(1).and_then(|at| bytes.get(at)).copied();
    let mut at = name.end;
    let mut closed = false;
    // What closes the name's own quote or bracket.
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' | b'`' | b']' | b')' | b'?' | b'!' | b'\\' if at - name.end < 6 => {
                closed |= matches!(byte, b'"' | b'\'' | b'`');
                at += 1;
            }
            _ => break,
        }
    }
    let quoted_name = closed && matches!(opening, Some(b'"' | b'\'' | b'`' | b'.' | b'\\'));
    let begin = name.start - usize::from(quoted_name && !matches!(opening, Some(b'.')));
    let in_string = match style {
        Style::Code => is_in_string(text, begin),
        Style::Data => memchr::memchr_iter(b'"', &bytes[..begin]).count() % 2 == 1 && bytes[name.end..].contains(&b'"'),
    };
    let spaces = at;
    while bytes.get(at).is_some_and(|b| matches!(b, b' ' | b'\t')) {
        at += 1;
    }
    let spaced = at > spaces;
    let Some(&sign) = bytes.get(at) else { return };
    match sign {
        b'=' | b':' | b'>' | b'|' | b'?' => {
            let run = bytes[at..].iter().take(4).take_while(|b| matches!(b, b'=' | b':' | b'>' | b'|' | b'?')).count();
            // What is chosen or piped by a name is not its value.
            if run == 1 && matches!(sign, b'|' | b'?') {
                return;
            }
            let colon = bytes[at] == b':' && run == 1;
            at += run;
            // The type of a variable or parameter.
            if colon
                && style == Style::Code
                && !quoted_name
                && let Some(behind) = behind_type(&text[at..])
            {
                at += behind;
            }
            // The string ends where the value would begin: `"…&token=" + token`.
            if in_string && bytes.get(at).is_some_and(|b| matches!(b, b'"' | b'\'' | b'`')) {
                return;
            }
            let loose = spaced || bytes.get(at).is_some_and(|b| matches!(b, b' ' | b'\t'));
            let bare = if style == Style::Data || in_string || sign == b'>' {
                Bare::Value { line: loose && !in_string && style == Style::Data }
            } else {
                Bare::Expression
            };
            value(text, at, sure, bare, 0, marks);
        }
        // `os.getenv("X", "default")`, `set("X", "value")`, `{ name: "X", value: "…" }`.
        b',' if closed => {
            at += 1;
            let sure = if flag || is_constant(&text[name]) { sure } else { Sure::Maybe };
            let from = behind_word(text, at).unwrap_or(at);
            if from > at || skip_spaces(text, at).1.starts_with(['"', '\'', '`']) {
                value(text, from, sure, Bare::Value { line: false }, 0, marks);
            }
        }
        b'(' => {
            if matches!(skip_spaces(text, at + 1).1.bytes().next(), Some(b'"' | b'\'' | b'`')) {
                value(text, at + 1, sure, Bare::Expression, 0, marks);
            }
        }
        b'"' | b'\'' if spaced && !closed => value(text, at, sure, Bare::Expression, 0, marks),
        _ if flag && spaced => value(text, at, Sure::Yes, Bare::Value { line: false }, 0, marks),
        _ if spaced && closed => {
            if let Some(from) = behind_word(text, at) {
                value(text, from, sure, Bare::Value { line: false }, 0, marks);
            }
        }
        // `env::var("X").unwrap_or("default")`, `getenv("X").orElse("default")`.
        b'.' if closed => {
            let method = &text[at + 1..];
            let length = method.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
            let falls_back = method[..length].to_ascii_lowercase();
            let falls_back = ["unwrap_or", "or", "getor", "default"].iter().any(|start| falls_back.starts_with(start));
            if falls_back && method[length..].starts_with('(') {
                value(text, at + length + 2, sure, Bare::Expression, 0, marks);
            }
        }
        b'o' if spaced && text[at..].starts_with("or ") => value(text, at + 3, sure, Bare::Expression, 0, marks),
        _ => {}
    }
}

/// Behind ` value=`, ` default:` and the like.
fn behind_word(text: &str, at: usize) -> Option<usize> {
    let (from, rest) = skip_spaces(text, at);
    let rest_at = rest.trim_start_matches(['"', '\'']);
    let quote = rest.len() - rest_at.len();
    let word = ["value", "defaultValue", "default_value", "default", "content", "Value", "fallback"]
        .iter()
        .find(|word| rest_at.starts_with(**word))?;
    let behind = from + quote + word.len();
    let (sign, rest) =
        skip_spaces(text, behind + text[behind..].len() - text[behind..].trim_start_matches(['"', '\'']).len());
    rest.starts_with(['=', ':']).then_some(sign + 1)
}

fn skip_spaces(text: &str, at: usize) -> (usize, &str) {
    let rest = text[at..].trim_start_matches([' ', '\t']);
    (text.len() - rest.len(), rest)
}

/// How far behind a colon the `=` behind a type ends: `: str = "…"`.
fn behind_type(rest: &str) -> Option<usize> {
    let end = rest.bytes().take(48).position(|b| {
        !(b.is_ascii_alphanumeric()
            || matches!(b, b' ' | b'_' | b'.' | b'<' | b'>' | b'[' | b']' | b'&' | b'|' | b'?' | b'\''))
    })?;
    (rest.as_bytes()[end] == b'=' && !rest[end + 1..].starts_with(['=', '>'])).then_some(end + 1)
}

/// Whether a place is in a string that began on its line.
fn is_in_string(text: &str, at: usize) -> bool {
    let before = &text.as_bytes()[..at];
    [b'"', b'`', b'\''].iter().any(|quote| memchr::memchr_iter(*quote, before).count() % 2 == 1)
}

/// What a value without quotes may be.
#[derive(Clone, Copy)]
enum Bare {
    /// An expression, of which only what cannot be a name is a value.
    Expression,
    /// The value itself; to the end of the line, or to the next space.
    Value { line: bool },
}

/// Marks the value that begins at `at`.
fn value(text: &str, at: usize, sure: Sure, bare: Bare, depth: u32, marks: &mut Marks) {
    let (mut at, mut rest) = skip_spaces(text, at);
    // Prefixes and escapes of strings: `b"…"`, `f'…'`, `\"…\"`, `@"…"`.
    for prefix in ["\\", "b", "f", "r", "u", "@", "$", "&"] {
        if let Some(behind) = rest.strip_prefix(prefix).filter(|behind| behind.starts_with(['"', '\''])) {
            (at, rest) = (at + prefix.len(), behind);
        }
    }
    if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`')) {
        let triple = [quote; 3].iter().collect::<String>();
        let open = if rest.starts_with(&triple) { 3 } else { 1 };
        let inner = &rest[open..];
        let end = closing(inner, quote);
        text_value(text, at + open..at + open + end, sure, marks);
        // `"…" + "…"`, and what stands in its place if it is missing: `"" || "…"`.
        let behind = at + open + end + quote.len_utf8();
        if depth < 4
            && let Some(more) = text.get(behind..).map(str::trim_start)
            && let Some(operand) = ["+", "||", "??", "or "].iter().find_map(|sign| more.strip_prefix(sign))
        {
            value(text, text.len() - operand.len(), sure, Bare::Expression, depth + 1, marks);
        }
        return;
    }
    match bare {
        Bare::Value { line } => bare_value(text, at, line, sure, marks),
        Bare::Expression => {
            let end = rest
                .find(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ')' | '}' | '"' | '\'' | '`' | '<'))
                .unwrap_or(rest.len());
            let found = &rest[..end];
            let plain = !found.contains(['(', '[', '{', '$', '.', ':']) && found.bytes().any(|b| b.is_ascii_digit());
            if plain && found.len() >= 6 && !found.bytes().all(|b| b.is_ascii_digit()) {
                text_value(text, at..at + end, sure, marks);
            }
            // The strings of the expression: `process.env.X || "…"`, `SecretStr("…")`, `getenv("X", "…")`.
            let limit = super::floor(text, at + 160);
            let Some(expression) = text.get(at..limit) else { return };
            if depth > 0 || expression.starts_with("require") || expression.starts_with("import") {
                return;
            }
            let mut from = 0;
            let mut strict = true;
            while let Some(open) = expression[from..].find(['"', '\'', '`']).map(|i| from + i) {
                // The next field or statement has another name.
                if expression[from..open].contains([':', ';', '=', '{']) {
                    break;
                }
                let quote = expression.as_bytes()[open] as char;
                let end = closing(&expression[open + 1..], quote);
                text_value(text, at + open + 1..at + open + 1 + end, if strict { sure } else { Sure::Maybe }, marks);
                strict = false;
                from = (open + end + 2).min(expression.len());
                if !expression.is_char_boundary(from) {
                    break;
                }
            }
        }
    }
}

/// Where a string ends.
fn closing(inner: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, byte) in inner.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            // The quote of a string in a string is written behind one.
            b'\\' if inner.as_bytes().get(at + 1) == Some(&(quote as u8)) && inner[at + 2..].find(quote).is_none() => {
                return at;
            }
            b'\\' => escaped = true,
            _ if byte == quote as u8 => return at,
            _ => {}
        }
    }
    inner.len()
}

fn bare_value(text: &str, at: usize, line: bool, sure: Sure, marks: &mut Marks) {
    let rest = &text[at..];
    if let Some(scheme) = SCHEMES.iter().find(|scheme| rest.starts_with(**scheme)) {
        return bare_value(text, at + scheme.len(), line, sure, marks);
    }
    if rest.starts_with("{{") || rest.starts_with("${{") || rest.starts_with("$(") {
        return;
    }
    if rest.starts_with("${") {
        let end = rest.find('}').map_or(rest.len(), |end| end + 1);
        return text_value(text, at..at + end, sure, marks);
    }
    let flow = memchr::memrchr(b'{', &text.as_bytes()[..at]).is_some();
    let end = if line {
        let end = rest.find(" #").unwrap_or(rest.len());
        if flow { rest.find([',', '}']).map_or(end, |at| at.min(end)) } else { end }
    } else {
        rest.find(|c: char| {
            c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ';' | '&' | '<' | '}' | '|') || c == ',' || c == ')'
        })
        .unwrap_or(rest.len())
    };
    text_value(text, at..at + rest[..end].trim_end().len(), sure, marks);
}

/// Marks a value unless it plainly holds nothing.
fn text_value(text: &str, range: Range<usize>, sure: Sure, marks: &mut Marks) {
    let Some(value) = text.get(range.clone()) else { return };
    // The scheme of an authorization header stays.
    if let Some(scheme) = SCHEMES.iter().find(|scheme| value.starts_with(**scheme)) {
        return text_value(text, range.start + scheme.len()..range.end, sure, marks);
    }
    // `${X:-default}`: the default.
    if let Some(inner) = value.strip_prefix("${") {
        let end = inner.find('}').unwrap_or(inner.len());
        let Some(sign) = inner[..end].find([':', '-', '=']) else { return };
        let signs = inner[sign..end].len() - inner[sign..end].trim_start_matches([':', '-', '=', '+']).len();
        let from = range.start + 2 + sign + signs;
        return text_value(text, from..range.start + 2 + end, sure, marks);
    }
    if holds_nothing(value) || sure == Sure::Maybe && !looks_made(value) {
        return;
    }
    if value.contains("://") && !value.contains(' ') {
        // Its user, password and query are looked after; a hook's path is its secret.
        return;
    }
    marks.push(range);
}

/// Whether a value is empty, a template, the name of a variable or a word of the language.
fn holds_nothing(value: &str) -> bool {
    let value = value.trim();
    let template = tokens::template(value);
    value.is_empty()
        || template > 0 && template == value.len()
        || value.starts_with("${")
            && value.ends_with('}')
            && !value.contains(['-', '"', '\''])
            && value.matches(':').count() == 0
        || value.starts_with("{{")
        || value.starts_with('\\') && value.len() < 4
        || value.starts_with("$(")
        || (value.starts_with('$')
            && value[1..].bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'{' | b'}')))
        || is_constant(value)
        || value.starts_with("process.env")
        || value.starts_with("import.meta")
        || value.starts_with("os.environ")
        || value.starts_with("secrets.")
        || value.starts_with("vars.")
        || value.starts_with("env.")
        || value.starts_with("var.")
        || matches!(
            value,
            "true"
                | "false"
                | "null"
                | "nil"
                | "none"
                | "None"
                | "undefined"
                | "string"
                | "str"
                | "String"
                | "write"
                | "read"
                | "|"
                | ">"
                | "|-"
                | ">-"
        )
        || value.bytes().all(|b| b.is_ascii_punctuation())
}

/// The name of a variable: capitals with `_`.
fn is_constant(value: &str) -> bool {
    value.contains('_')
        && value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        && value.split('_').filter(|word| word.len() > 1 && word.bytes().all(|b| b.is_ascii_uppercase())).count() >= 1
        && !value.split('_').any(|word| word.len() >= 12 && word.bytes().any(|b| b.is_ascii_digit()))
}

/// Whether a value does not look like words.
pub fn looks_made(value: &str) -> bool {
    if value.len() < 8 || value.contains([' ', '{', '$', '(', '<']) || value.starts_with(['.', '/', '@']) {
        return false;
    }
    let wordy = value.split(['-', '_', '.', '/', ':', '@', '|']).all(|word| {
        let digits = word.bytes().rev().take_while(u8::is_ascii_digit).count();
        let letters = &word[..word.len() - digits];
        digits <= 4 && letters.bytes().all(|b| b.is_ascii_alphabetic())
    });
    !wordy && value.bytes().any(|b| b.is_ascii_digit())
}

/// Marks the values of parameters in queries of URLs: `?api_key=…&sig=…`.
pub fn mark_queries(text: &str, marks: &mut Marks) {
    let bytes = text.as_bytes();
    for at in memchr::memchr3_iter(b'?', b'&', b';', bytes) {
        let from = at + 1;
        let length = bytes[from..].iter().take(64).take_while(|b| is_name_byte(**b)).count();
        if length == 0 || bytes.get(from + length) != Some(&b'=') {
            continue;
        }
        let name = text[from..from + length].to_ascii_lowercase();
        let secret = PARAMETERS.contains(&name.as_str())
            || name.ends_with("key")
            || WORDS[..SURE].iter().any(|word| name.contains(word))
            || name.ends_with("pass")
            || name.ends_with("signature");
        if !secret {
            continue;
        }
        let value = from + length + 1;
        let rest = &text[value..];
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '&' | ';' | '"' | '\'' | '`' | '#' | '<' | '>' | ')'))
            .unwrap_or(rest.len());
        if !holds_nothing(&rest[..end]) && tokens::template(rest) == 0 {
            marks.push(value..value + end);
        }
    }
}

/// Marks what short flags of programs hand over: `curl -u user:password`, `mysql -ppassword`, `docker login -p …`.
fn flags(text: &str, marks: &mut Marks) {
    for (flag, programs, joined) in [
        (" -u", &["curl", "http", "wget"][..], false),
        (" --user", &["curl"], false),
        (" -p", &["mysql", "mariadb"], true),
        (" -p", &["login", "sshpass", "mongo", "az "], false),
        (" -a", &["redis-cli", "http "], false),
        (" -P", &["mosquitto", "sqlcmd"], false),
        (" -w", &["ldap"], false),
    ] {
        for (at, _) in text.match_indices(flag) {
            let from = at + flag.len();
            let rest = &text[from..];
            if !programs.iter().any(|program| text[..at].contains(program)) {
                continue;
            }
            let begin = match rest.bytes().next() {
                Some(b' ' | b'=') => rest.len() - rest.trim_start_matches([' ', '=', '"', '\'']).len(),
                Some(b'"' | b'\'') if joined => 1,
                Some(byte) if joined && byte.is_ascii_alphanumeric() => 0,
                _ => continue,
            };
            if joined && (begin > 1 || rest.starts_with(' ')) {
                continue;
            }
            let value = &rest[begin..];
            let end = value.find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`')).unwrap_or(value.len());
            if flag == " -u" && !value[..end].contains(':') || holds_nothing(&value[..end]) {
                continue;
            }
            marks.push(from + begin..from + begin + end);
        }
    }
}

/// Marks the values of variables that are set on the way, `NAME=value program`, other than addresses.
fn variables(text: &str, style: Style, marks: &mut Marks) {
    let bytes = text.as_bytes();
    for at in memchr::memchr_iter(b'=', bytes) {
        let name = bytes[..at]
            .iter()
            .rev()
            .take(80)
            .take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || **b == b'_')
            .count();
        let start = at - name;
        let before = start.checked_sub(1).and_then(|at| bytes.get(at)).copied();
        if name < 2
            || !bytes[start].is_ascii_alphabetic()
            || before.is_some_and(|b| !matches!(b, b' ' | b'"' | b'\'' | b'`' | b'\t' | b';' | b'('))
            || bytes.get(at + 1).is_none_or(|b| matches!(b, b'=' | b' ' | b'>' | b'{'))
        {
            continue;
        }
        let rest = &text[at + 1..];
        if style == Style::Code && !is_in_string(text, at) && rest.starts_with(|c: char| !c.is_ascii_alphanumeric()) {
            continue;
        }
        let (open, inner) = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => (1, &rest[1..1 + closing(&rest[1..], quote)]),
            _ => {
                let end = rest
                    .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | ';' | ')' | '&' | '|' | ','))
                    .unwrap_or(rest.len());
                (0, &rest[..end])
            }
        };
        if inner.contains("://") || holds_nothing(inner) || is_host(inner) || inner.contains(['$', '`', '{']) {
            continue;
        }
        marks.push(at + 1 + open..at + 1 + open + inner.len());
    }
}

fn is_host(value: &str) -> bool {
    crate::url::bare_host(value).is_some()
}
