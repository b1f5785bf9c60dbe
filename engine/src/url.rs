//! URLs and hosts in text: where they stand, whose they are, and which of them nobody ever calls.
//!
//! Finding is one pass over the colons of the text and allocates nothing unless a host has capitals. Templates are common
//! in the host (`https://${region}.amazonaws.com`, `https://%s.example.com`, `https://<id>.supabase.co`); what is
//! literal behind the last of them is the host.

use crate::catalog;
use crate::facts::{Sink, Usage, What};
use crate::redact::is_path_secret;
use std::borrow::Cow;
use std::ops::Range;

/// A URL as it stands in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<'a> {
    /// The bytes from the scheme's first to the path's last.
    pub range: Range<usize>,
    /// The scheme as written, without `://`; empty for a protocol-relative URL.
    pub scheme: &'a str,
    /// The host in lower case, without user, password and port; empty where it is not literal.
    pub host: Cow<'a, str>,
    /// The port, where digits say it.
    pub port: Option<u16>,
    /// Whether the host is what is literal of a pattern for many: `https://*.example.com`.
    pub wild: bool,
    /// Whether labels that are not literal stand before the host: `https://${shop}.example.com`.
    pub below: bool,
    /// The path with its slash, without query and fragment, up to the first template in it; empty where there is none.
    pub path: &'a str,
}

/// Longest host or path that is looked at, in bytes. DNS stops a name at 253, and longer paths are data.
const PART_BYTES: usize = 1024;

/// Longest host with a port that is looked at, in bytes.
const HOST_BYTES: usize = 64;

/// Longest scheme, in bytes: `postgresql+asyncpg` has 18.
const SCHEME_BYTES: usize = 24;

/// Every URL of the text: `scheme://authority/path`, and `stun:`, `turn:` and their kin, which write no slashes.
pub fn urls(text: &str) -> impl Iterator<Item = Found<'_>> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b':', bytes).filter_map(move |colon| {
        let slashes = bytes.get(colon + 1) == Some(&b'/') && bytes.get(colon + 2) == Some(&b'/');
        let previous = bytes.get(colon.checked_sub(1)?)?;
        if !slashes && !matches!(previous, b'n' | b's' | b'N' | b'S') {
            return None;
        }
        let scheme = scheme_before(text, colon)?;
        let after = if slashes { colon + 3 } else { colon + 1 };
        if !slashes && !is_ice(scheme) {
            return None;
        }
        let found = authority(text, colon - scheme.len(), scheme, after)?;
        (slashes || found.host.contains('.')).then_some(found)
    })
}

/// The URL that begins the text with `//`, as attributes of HTML write it.
pub fn protocol_relative(text: &str) -> Option<Found<'_>> {
    text.starts_with("//").then(|| authority(text, 0, "", 2)).flatten().filter(|found| found.host.contains('.'))
}

fn is_ice(scheme: &str) -> bool {
    matches!(scheme, "stun" | "stuns" | "turn" | "turns")
}

fn scheme_before(text: &str, colon: usize) -> Option<&str> {
    let bytes = text.as_bytes();
    let mut start = colon;
    while start > 0
        && colon - start < SCHEME_BYTES
        && (bytes[start - 1].is_ascii_alphanumeric() || matches!(bytes[start - 1], b'+' | b'-'))
    {
        start -= 1;
    }
    while start < colon && !bytes[start].is_ascii_alphabetic() {
        start += 1;
    }
    let scheme = &text[start..colon];
    (scheme.len() > 1).then_some(scheme)
}

/// Whether a byte ends a URL wherever it stands.
fn ends_url(byte: u8) -> bool {
    byte <= b' '
        || byte >= 0x7f
        || matches!(byte, b'"' | b'\'' | b'`' | b'>' | b'|' | b'\\' | b'^' | b',' | b';' | b')' | b']')
}

/// How long the template is that begins at `at`: `${x}`, `$X`, `{x}`, `{{ x }}`, `#{x}`, `\(x)`, `%s`, `%(x)s`, `<x>`, `*`.
fn template(bytes: &[u8], at: usize) -> Option<usize> {
    let byte = *bytes.get(at)?;
    let next = bytes.get(at + 1).copied().unwrap_or(0);
    let braced = |open: usize| {
        let mut depth = 0_usize;
        for (i, &b) in bytes[open..].iter().take(200).enumerate() {
            match b {
                b'{' => depth += 1,
                b'}' if depth == 1 => return Some(open - at + i + 1),
                b'}' => depth -= 1,
                b'\n' => return None,
                _ => {}
            }
        }
        None
    };
    match byte {
        b'$' | b'#' if next == b'{' => braced(at + 1),
        b'{' => braced(at),
        b'$' if next == b'(' => bytes[at..].iter().take(200).position(|&b| b == b')' || b == b'\n').map(|i| i + 1),
        b'$' if next.is_ascii_alphabetic() || next == b'_' => {
            Some(1 + bytes[at + 1..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count())
        }
        b'%' if next == b'(' => bytes[at..].iter().take(80).position(|&b| b == b')').map(|i| i + 2),
        b'%' if matches!(next, b's' | b'd' | b'v' | b'q') => Some(2),
        b'<' if next.is_ascii_alphabetic() => {
            let end = bytes[at..]
                .iter()
                .take(60)
                .position(|&b| !b.is_ascii_alphanumeric() && !matches!(b, b'<' | b'-' | b'_' | b' '))?;
            (bytes[at + end] == b'>').then_some(end + 1)
        }
        b'\\' if next == b'(' => bytes[at..].iter().take(200).position(|&b| b == b')' || b == b'\n').map(|i| i + 1),
        b'*' => Some(1),
        _ => None,
    }
}

fn authority<'a>(text: &'a str, start: usize, scheme: &'a str, from: usize) -> Option<Found<'a>> {
    let bytes = text.as_bytes();
    // Without slashes no user and password come first, only a host and a port.
    let most = if is_ice(scheme) { HOST_BYTES } else { PART_BYTES };
    let limit = bytes.len().min(from.saturating_add(most));
    // The runs of literal text between templates; an `@` says that what came before was user and password.
    let mut literal = from..from;
    let mut kept: Option<Range<usize>> = None;
    // What stands before the last template.
    let mut before = "";
    let mut after_template = false;
    let mut port = false;
    let (mut digits, mut wild) = (from..from, false);
    let mut at = from;
    while at < limit {
        let byte = bytes[at];
        if let Some(length) = template(bytes, at) {
            wild |= byte == b'*' && !port;
            if !port && is_whole(&text[literal.clone()], after_template) {
                kept = Some(literal.clone());
            }
            at = (at + length).min(bytes.len());
            if !port {
                before = &text[literal];
                after_template = true;
                literal = at..at;
            }
            continue;
        }
        match byte {
            b'@' => {
                (after_template, port, kept) = (false, false, None);
                digits = at..at;
                literal = at + 1..at + 1;
            }
            b':' => {
                port = true;
                digits = at + 1..at + 1;
            }
            b'[' if literal.is_empty() => {
                let close = bytes[at..limit].iter().take(48).position(|&b| b == b']')?;
                literal = at + 1..at + close;
                port = true;
                at += close + 1;
                continue;
            }
            b'/' | b'?' | b'#' => break,
            _ if ends_url(byte) => break,
            _ if port => {
                if byte.is_ascii_digit() && digits.end == at {
                    digits.end = at + 1;
                }
            }
            _ if !(byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_')) => {
                // A password may hold anything; a host may not.
                if !bytes[at..limit].iter().take_while(|b| !ends_url(**b) && **b != b'/').any(|b| *b == b'@') {
                    break;
                }
                port = true;
            }
            _ => literal.end = at + 1,
        }
        at += 1;
    }
    // A run of capitals, digits and templates may end inside a character only through `limit`.
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let last = &text[literal];
    let mut host = literal_tail(last, after_template);
    let region = region(before, last);
    let below = after_template && !host.is_empty();
    if host.is_empty() {
        host = kept.map_or("", |range| &text[range]);
        host = host.trim_start_matches('.');
    }
    let path_end = path_end(text, at);
    let path = text.get(at..path_end).unwrap_or("");
    let host = if let Some(host) = region {
        Cow::Owned(host)
    } else if host.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(host.to_ascii_lowercase())
    } else {
        Cow::Borrowed(host)
    };
    let port = text.get(digits).and_then(|digits| digits.parse().ok());
    Some(Found { range: start..path_end.max(at), scheme, host, port, wild, below, path })
}

/// Whether what stands before a template is a host of its own: `https://api.x.com${path}`.
fn is_whole(literal: &str, after_template: bool) -> bool {
    let literal = if after_template { literal.trim_start_matches('.') } else { literal };
    literal.contains('.') && !literal.ends_with(['.', '-', '_'])
}

/// An Amazon host whose region is a template, which tells whose it is all the same: `s3.${region}.amazonaws.com`. It is written
/// as the catalog writes it.
fn region(before: &str, last: &str) -> Option<String> {
    let service = before.strip_suffix('.')?.trim_start_matches('.');
    let domain = last.trim_end_matches('.').strip_prefix('.')?;
    (!service.is_empty() && matches!(domain, "amazonaws.com" | "amazonaws.com.cn"))
        .then(|| format!("{}.region.{domain}", service.to_ascii_lowercase()))
}

/// What of the text behind a template is sure: without the label that the template is part of, and at least two labels.
fn literal_tail(literal: &str, after_template: bool) -> &str {
    let literal = literal.trim_end_matches(['.', '-', '_']);
    if !after_template {
        return literal.trim_start_matches('.');
    }
    match literal.find('.') {
        Some(dot) if literal[dot + 1..].contains('.') => &literal[dot + 1..],
        _ => "",
    }
}

/// Where the path ends that begins at `at`, if one does.
fn path_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    if bytes.get(at) != Some(&b'/') {
        return at;
    }
    let limit = bytes.len().min(at.saturating_add(PART_BYTES));
    let mut end = at;
    while end < limit {
        let byte = bytes[end];
        if ends_url(byte)
            || matches!(byte, b'?' | b'#' | b'&' | b'<' | b'{' | b'}' | b'$' | b'*')
            || (byte == b':' && bytes[end - 1] == b'/')
            || (byte == b':' && bytes.get(end + 1) == Some(&b'/') && bytes.get(end + 2) == Some(&b'/'))
            || (byte == b'%' && template(bytes, end).is_some())
        {
            break;
        }
        end += 1;
    }
    while end > at + 1 && matches!(bytes[end - 1], b'.' | b':' | b'!' | b'(') {
        end -= 1;
    }
    end
}

/// Top-level domains under which a bare name in a string is taken for a host. A short list: a string such as
/// `errors.api.failed` must not become one.
const BARE_DOMAINS: &[&str] = &[
    "ai", "app", "au", "br", "ca", "cloud", "cn", "co", "com", "de", "dev", "eu", "fr", "in", "io", "jp", "net", "nl",
    "online", "org", "ru", "services", "tech", "uk", "us", "xyz",
];

/// First labels of hosts that people write without a scheme.
const BARE_LABELS: &[&str] = &["api", "imap", "ingest", "mail", "mqtt", "pop", "s3", "smtp", "stun", "turn"];

/// The host that the text is, with or without a port: `smtp.gmail.com:587`. `None` where it is anything more, has
/// fewer than two labels, or ends in no common top-level domain.
pub fn bare_host(text: &str) -> Option<Cow<'_, str>> {
    let text = text.trim();
    let host = match text.split_once(':') {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => host,
        Some(_) => return None,
        None => text,
    };
    if host.len() > 253 || !host.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.')) {
        return None;
    }
    let (rest, top) = host.rsplit_once('.')?;
    if rest.is_empty() || rest.starts_with('.') || rest.contains("..") {
        return None;
    }
    let top = top.to_ascii_lowercase();
    BARE_DOMAINS.binary_search(&top.as_str()).ok()?;
    Some(if host.bytes().any(|b| b.is_ascii_uppercase()) { host.to_ascii_lowercase().into() } else { host.into() })
}

/// Schemes of connection strings and other protocols that name a kind of service by themselves.
const SCHEMES: &[&str] = &[
    "amqp",
    "amqps",
    "bolt",
    "clickhouse",
    "cockroachdb",
    "couchbase",
    "couchbases",
    "elasticsearch",
    "etcd",
    "ftp",
    "ftps",
    "gs",
    "imap",
    "imaps",
    "kafka",
    "ldap",
    "ldaps",
    "libsql",
    "mariadb",
    "memcached",
    "mongodb",
    "mongodb+srv",
    "mqtt",
    "mqtts",
    "mssql",
    "mysql",
    "mysqlx",
    "nats",
    "neo4j",
    "neo4j+s",
    "oracle",
    "postgres",
    "postgresql",
    "pulsar",
    "redis",
    "rediss",
    "rtmp",
    "rtmps",
    "rtsp",
    "rtsps",
    "s3",
    "sftp",
    "smtp",
    "smtps",
    "snowflake",
    "sqlite",
    "sqlite3",
    "sqlserver",
    "surrealdb",
    "valkey",
];

/// The connection scheme that a URL's scheme says, without the driver behind a `+`: `postgresql` for
/// `postgresql+asyncpg`.
pub fn connection_scheme(scheme: &str) -> Option<&'static str> {
    let find = |scheme: &str| SCHEMES.binary_search(&scheme).ok().map(|at| SCHEMES[at]);
    find(scheme).or_else(|| find(scheme.split_once('+')?.0))
}

/// Whether a host is this machine, a private network, or a name that only a private network knows.
pub fn is_local(host: &str) -> bool {
    if !host.contains('.') {
        return true;
    }
    let mut octets = [0_u8; 4];
    let mut count = 0;
    for part in host.split('.') {
        match (part.parse(), octets.get_mut(count)) {
            (Ok(number), Some(octet)) => *octet = number,
            _ => {
                count = 0;
                break;
            }
        }
        count += 1;
    }
    if count == 4 {
        return matches!(octets, [0 | 10 | 127, ..] | [192, 168, ..] | [169, 254, ..] | [255, ..])
            || (octets[0] == 172 && (16..32).contains(&octets[1]));
    }
    let top = host.rsplit('.').next().unwrap_or("");
    matches!(
        top,
        "local" | "localhost" | "localdomain" | "internal" | "test" | "invalid" | "lan" | "home" | "svc" | "arpa"
    ) || top.bytes().all(|b| b.is_ascii_digit())
}

/// Resolvers and other addresses that are asked to see whether there is a network; and those set apart for documents.
const KNOWN_ADDRESSES: &[&str] = &[
    "1.0.0.1",
    "1.1.1.1",
    "1.2.3.4",
    "114.114.114.114",
    "149.112.112.112",
    "208.67.220.220",
    "208.67.222.222",
    "223.5.5.5",
    "8.8.4.4",
    "8.8.8.8",
    "9.9.9.9",
];

/// Whether a host is an address of four numbers.
pub fn is_address(host: &str) -> bool {
    host.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// Whether an address is one machine's on the internet, so that what is called there is somebody's service.
pub fn is_public_address(host: &str) -> bool {
    let Ok(address) = host.parse::<std::net::Ipv4Addr>() else { return false };
    let [first, second, ..] = address.octets();
    let kept = address.is_private() || address.is_loopback() || address.is_link_local() || address.is_documentation();
    let reserved = matches!((first, second), (0 | 224.., _) | (100, 64..=127) | (198, 18 | 19));
    !(kept || reserved || KNOWN_ADDRESSES.contains(&host))
}

/// Whole labels that stand for a name that the reader of the text is to fill in.
const PLACEHOLDERS: &[&str] = &[
    "account",
    "account-id",
    "accountid",
    "acme",
    "bar",
    "bucket",
    "company",
    "domain",
    "foo",
    "host",
    "hostname",
    "my-app",
    "my-bucket",
    "my-domain",
    "my-org",
    "my-project",
    "my-site",
    "myaccount",
    "myapp",
    "mybucket",
    "mycompany",
    "mydomain",
    "myhost",
    "myorg",
    "myproject",
    "mysite",
    "mytenant",
    "org",
    "project",
    "project-id",
    "project-ref",
    "projectref",
    "region",
    "somewhere",
    "subdomain",
    "tenant",
    "user",
    "username",
    "website",
    "yoursite",
];

fn is_placeholder(label: &str, last: bool) -> bool {
    label.contains("example")
        // Tests of attacks, wherever they stand: `evil-site.com`.
        || label.split('-').any(|word| matches!(word, "attacker" | "evil" | "malicious" | "phishing"))
        || label.starts_with("your")
        || label.contains("xxx")
        || label.contains("placeholder")
        || label.contains("changeme")
        || (!last && PLACEHOLDERS.binary_search(&label).is_ok())
}

/// The part of a host that is real, without the labels up to the last placeholder: `supabase.co` for
/// `your-project.supabase.co`. `None` where nothing real is left, as for `api.yourdomain.com` and `example.com`.
pub fn real_part(host: &str) -> Option<&str> {
    let mut start = 0;
    let mut from = 0;
    let last = host.rfind('.').map_or(0, |dot| dot + 1);
    // What stands before the region says which of Amazon's services it is.
    let regional = host.trim_end_matches(".cn").ends_with(".region.amazonaws.com");
    for label in host.split('.') {
        let next = from + label.len() + 1;
        if is_placeholder(label, from == last) && !(regional && from > 0 && label == "region") {
            start = next;
        }
        from = next;
    }
    if start == 0 {
        return Some(host);
    }
    host.get(start..).filter(|rest| rest.contains('.'))
}

/// Whether a host is set apart for documentation or is a placeholder throughout.
pub fn is_reserved(host: &str) -> bool {
    real_part(host).is_none()
}

/// Hosts of names that only identify (XML namespaces, schemas, vocabularies), with the path they begin with.
const NAMESPACES: &[(&str, &str)] = &[
    ("apache.org", "/licenses"),
    ("crbug.com", ""),
    ("creativecommons.org", ""),
    ("docs.oasis-open.org", ""),
    ("gnu.org", "/licenses"),
    ("go.microsoft.com", ""),
    ("goo.gl", ""),
    ("ietf.org", ""),
    ("inkscape.org", ""),
    ("java.sun.com", "/xml"),
    ("json-schema.org", ""),
    ("json.schemastore.org", ""),
    ("maven.apache.org", "/POM"),
    ("maven.apache.org", "/xsd"),
    ("ns.adobe.com", ""),
    ("ogp.me", ""),
    ("openapis.org", ""),
    ("opensource.org", ""),
    ("purl.org", ""),
    ("rdfs.org", ""),
    ("schema.org", ""),
    ("schemas.android.com", ""),
    ("schemas.microsoft.com", ""),
    ("schemas.openxmlformats.org", ""),
    ("schemas.xmlsoap.org", ""),
    ("sitemaps.org", ""),
    ("sodipodi.sourceforge.net", ""),
    ("spdx.org", ""),
    ("w3.org", ""),
    ("w3id.org", ""),
    ("wellformedweb.org", ""),
    ("xml.org", ""),
    ("xmlns.com", ""),
    ("xmlns.jcp.org", ""),
    ("xsd.org", ""),
];

/// Whether a URL only identifies something and is called by nobody.
pub fn is_namespace(host: &str, path: &str) -> bool {
    let host = host.strip_prefix("www.").unwrap_or(host);
    if host == "apple.com" {
        return path.starts_with("/DTD");
    }
    if path.ends_with(".xsd")
        || path.ends_with(".dtd")
        || path.ends_with(".schema.json")
        || path.ends_with("/schema.json")
    {
        return true;
    }
    let from = NAMESPACES.partition_point(|row| row.0 < host);
    NAMESPACES[from..].iter().take_while(|row| row.0 == host).any(|row| path.starts_with(row.1))
}

/// Endings of files that are no top-level domains: what ends in one is a file's name behind a made-up scheme.
const FILE_ENDINGS: &[&str] = &[
    "css", "csv", "exe", "gif", "htm", "html", "jpeg", "jpg", "js", "json", "jsx", "mp3", "mp4", "pdf", "php", "png",
    "svg", "ts", "tsx", "txt", "vue", "webp", "xml", "yaml", "yml",
];

/// The host as a fact names it: real, public, and one that somebody calls.
pub fn public_host<'a>(host: &'a str, path: &str) -> Option<&'a str> {
    if host.is_empty() || is_local(host) || is_namespace(host, path) {
        return None;
    }
    let real = real_part(host)?;
    let top = real.rsplit('.').next().unwrap_or("");
    let named =
        top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic()) && FILE_ENDINGS.binary_search(&top).is_err()
            || top.starts_with("xn--");
    let address = real.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (named || address).then_some(real)
}

/// The path without the parts that are secrets: incoming hooks and bots carry their token in it.
pub fn clean_path(path: &str) -> Cow<'_, str> {
    if path == "/" {
        return Cow::Borrowed("");
    }
    if path.len() < 20 || !path.split('/').any(is_path_secret) {
        return Cow::Borrowed(path);
    }
    let parts: Vec<&str> = path.split('/').map(|part| if is_path_secret(part) { "…" } else { part }).collect();
    Cow::Owned(parts.join("/"))
}

/// Adds a fact for every URL of `text`, which begins at byte `base` of the file: the host of what is called over the web,
/// the scheme (and a public host) of a connection string, and a bare host where the text is nothing else. Local,
/// reserved and namespace hosts are left out.
pub fn push_urls(sink: &mut Sink<'_>, base: usize, text: &str, usage: Usage) {
    let mut any = false;
    for found in urls(text) {
        any = true;
        push_found(sink, base, &found, usage);
    }
    if any || text.len() > 260 || !text.contains('.') {
        return;
    }
    let lead = text.trim_start();
    let label = lead.split('.').next().unwrap_or("");
    let begins = BARE_LABELS.iter().any(|known| label.eq_ignore_ascii_case(known));
    if let Some(host) = begins.then(|| bare_host(lead)).flatten()
        && host.matches('.').count() >= 2
    {
        push_host(sink, base..base + text.len(), &host, usage);
    }
}

/// Adds a bare host, where it is a public one.
pub fn push_host(sink: &mut Sink<'_>, span: Range<usize>, host: &str, usage: Usage) {
    if let Some(host) = public_host(host, "") {
        sink.push(span, What::Host { host: host.to_owned(), url: String::new(), usage });
    }
}

/// Ports on which one program alone listens unless it is told otherwise, as its documentation says, with the path that must
/// follow where others use the port, too; sorted. Those that many share, 3000 or 8080, are left out.
const LOCAL_PORTS: &[(u16, &str)] = &[
    (1234, "/v1"),
    (2375, ""),
    (2379, ""),
    (3100, "/loki"),
    (4040, "/api/tunnels"),
    (4317, ""),
    (4318, ""),
    (4444, "/wd"),
    (4566, ""),
    (5678, ""),
    (5984, ""),
    (6333, ""),
    (7474, ""),
    (7700, ""),
    (8086, ""),
    (8108, ""),
    (8188, ""),
    (8200, "/v1"),
    (8428, ""),
    (8529, ""),
    (8545, ""),
    (8899, ""),
    (8983, ""),
    (9200, ""),
    (9222, ""),
    (9411, ""),
    (10000, "/devstoreaccount1"),
    (11434, ""),
    (14268, ""),
    (15672, ""),
    (16686, ""),
    (19530, ""),
    (50021, ""),
    (54321, ""),
];

/// Those of [`LOCAL_PORTS`] whose programs are spoken to through WebSockets.
const SOCKET_PORTS: [u16; 3] = [8188, 8545, 9222];

/// The port of a program on this machine or in its private network, where the port tells which.
fn telling_port(found: &Found<'_>) -> Option<u16> {
    let (port, path) = LOCAL_PORTS[LOCAL_PORTS.binary_search_by_key(&found.port?, |row| row.0).ok()?];
    if matches!(found.scheme, "ws" | "wss") && !SOCKET_PORTS.contains(&port) {
        return None;
    }
    (found.path.starts_with(path) && !found.host.is_empty() && is_local(&found.host)).then_some(port)
}

/// Adds what one URL shows, with the same choices as [`push_urls`].
pub fn push_found(sink: &mut Sink<'_>, base: usize, found: &Found<'_>, usage: Usage) {
    let span = base + found.range.start..base + found.range.end;
    // A pattern lets many in, and none of them is called by it.
    let usage = if found.wild && matches!(usage, Usage::Call | Usage::Value) { Usage::Allowed } else { usage };
    let mut scheme = Cow::Borrowed(found.scheme);
    if scheme.bytes().any(|b| b.is_ascii_uppercase()) {
        scheme = Cow::Owned(scheme.to_ascii_lowercase());
    }
    let connection = connection_scheme(&scheme);
    if let Some(scheme) = connection {
        // A document or a comment connects to nothing.
        if !matches!(usage, Usage::Mention | Usage::Link) {
            sink.push(span.clone(), What::Scheme { scheme: scheme.to_owned() });
        }
        // Behind these stands a bucket or a file, not a host.
        if matches!(scheme, "s3" | "gs" | "sqlite" | "file") {
            return;
        }
    }
    let web = matches!(&*scheme, "http" | "https" | "ws" | "wss" | "" | "git+https" | "git+ssh" | "ssh" | "git");
    if !web && connection.is_none() && !is_ice(&scheme) {
        return;
    }
    if let Some(port) = telling_port(found).filter(|_| matches!(usage, Usage::Call | Usage::Value)) {
        sink.push(span, What::Config { key: format!("local-port:{port}") });
        return;
    }
    let Some(host) = public_host(&found.host, found.path) else { return };
    // The site of a vendor is for people, and what it gives each customer below is not: `https://${name}.zendesk.com`.
    let customers = found.below && !found.wild && catalog::has_customers(host);
    let host = if customers { format!("*.{host}") } else { host.to_owned() };
    let url = if !web || scheme.is_empty() && found.path.is_empty() {
        String::new()
    } else {
        let scheme = if scheme.is_empty() { "https" } else { &scheme };
        format!("{scheme}://{host}{}", clean_path(found.path))
    };
    sink.push(span, What::Host { host, url, usage });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        let tables = [BARE_DOMAINS, FILE_ENDINGS, KNOWN_ADDRESSES, PLACEHOLDERS, SCHEMES];
        assert!(tables.iter().all(|table| table.is_sorted()) && NAMESPACES.is_sorted());
        assert!(LOCAL_PORTS.is_sorted_by_key(|row| row.0));
    }

    #[test]
    fn urls_in_text() {
        for (text, host, path) in [
            ("see https://api.stripe.com/v1/charges?x=1#y.", "api.stripe.com", "/v1/charges"),
            ("(https://API.Stripe.com).", "api.stripe.com", ""),
            ("postgres://app:p@ss/w@db.x.io:5432/app", "ss", "/w@db.x.io:5432/app"),
            ("postgres://app:p!a$s@db.x.io:5432/app", "db.x.io", "/app"),
            ("postgresql://${U}:${P}@${HOST}:5432/app", "", "/app"),
            ("postgres://u:p@${HOST}.neon.example.tech/db", "neon.example.tech", "/db"),
            ("https://s3.${REGION}.amazonaws.com/b", "s3.region.amazonaws.com", "/b"),
            ("https://${bucket}.s3.${this.region}.amazonaws.com/${key}", "s3.region.amazonaws.com", "/"),
            ("https://cognito-idp.{region}.amazonaws.com/{pool}", "cognito-idp.region.amazonaws.com", "/"),
            ("https://${service}.${region}.amazonaws.com/b", "amazonaws.com", "/b"),
            ("https://${region}.amazonaws.com/b", "amazonaws.com", "/b"),
            ("https://{account}.r2.cloudflarestorage.com", "r2.cloudflarestorage.com", ""),
            ("https://%s-aiplatform.googleapis.com/v1", "googleapis.com", "/v1"),
            ("https://<ref>.supabase.co/auth", "supabase.co", "/auth"),
            ("https://*.sentry.io", "sentry.io", ""),
            ("https://api.x.com${path}", "api.x.com", ""),
            ("https://api.${domain}", "", ""),
            ("https://$HOST/x", "", "/x"),
            ("https://x.y.com:${PORT}/a", "x.y.com", "/a"),
            ("https://x.com/a/${id}/b", "x.com", "/a/"),
            ("https://x.com/a/:id", "x.com", "/a/"),
            ("http://[::1]:80/x", "::1", "/x"),
            ("stun:stun.l.google.com:19302", "stun.l.google.com", ""),
            ("turns:turn.x.com:443?transport=tcp", "turn.x.com", ""),
            ("\"https://a.b.c\",", "a.b.c", ""),
            ("https://", "", ""),
            ("sqlite:///data/a.db", "", "/data/a.db"),
            ("https://é.fr/x", "", ""),
        ] {
            let found: Vec<_> = urls(text).collect();
            assert_eq!(found.first().map(|f| (&*f.host, f.path)), Some((host, path)), "{text}");
        }
        assert_eq!(urls("return:x.y turn: a, path::mod, { a: b }, http:/x").count(), 0);
        assert_eq!(urls("a://b.c https://d.e").count(), 1);
    }

    #[test]
    fn ports_that_tell_a_program() {
        let port = |text: &str| urls(text).next().and_then(|found| telling_port(&found));
        assert_eq!(port("http://localhost:11434/api/chat"), Some(11434));
        assert_eq!(port("http://ollama:11434"), Some(11434));
        assert_eq!(port("http://127.0.0.1:1234/v1/models"), Some(1234));
        assert_eq!(port("ws://127.0.0.1:9222/devtools"), Some(9222));
        assert_eq!(port("ws://127.0.0.1:7700/chat"), None);
        assert_eq!(port("http://localhost:1234"), None);
        assert_eq!(port("http://localhost:3000"), None);
        assert_eq!(port("https://gpu.vendor.dev:11434"), None);
    }

    #[test]
    fn hosts_that_are_not_called() {
        for host in ["localhost", "127.0.0.1", "10.1.2.3", "172.20.0.1", "db", "x.local", "host.docker.internal", "::1"]
        {
            assert!(is_local(host), "{host}");
        }
        for host in ["8.8.8.8", "172.32.0.1", "x.com"] {
            assert!(!is_local(host), "{host}");
        }
        assert_eq!(real_part("your-project.supabase.co"), Some("supabase.co"));
        assert_eq!(real_part("api.stripe.com"), Some("api.stripe.com"));
        for host in
            ["example.com", "evil-attacker.com", "a.example.org", "api.yourdomain.com", "domain.com", "mysite.com"]
        {
            assert!(is_reserved(host), "{host}");
        }
        assert!(is_namespace("www.w3.org", "/2000/svg") && is_namespace("www.apple.com", "/DTDs/x.dtd"));
        assert!(!is_namespace("www.apple.com", "/store"));
    }

    #[test]
    fn addresses() {
        assert!(is_public_address("36.103.199.7"));
        for host in ["8.8.8.8", "10.0.0.1", "203.0.113.9", "100.100.1.1", "239.1.1.1", "vendor.dev", "::1"] {
            assert!(!is_public_address(host), "{host}");
        }
    }

    #[test]
    fn facts_of_urls() {
        let facts = |text: &str| {
            let mut sink = Sink::new(text);
            push_urls(&mut sink, 0, text, Usage::Value);
            sink.finish().iter().map(|fact| fact.what.to_string()).collect::<Vec<_>>().join("; ")
        };
        assert_eq!(facts("postgresql+asyncpg://u:p@localhost/db"), "scheme postgresql");
        assert_eq!(
            facts("mongodb+srv://u:p@c0.abc.mongodb.net/db"),
            "scheme mongodb+srv; host value c0.abc.mongodb.net"
        );
        assert_eq!(facts("smtp.gmail.com"), "host value smtp.gmail.com");
        assert_eq!(facts("api.service.ts"), "");
        assert_eq!(facts("https://a.jpg"), "");
        assert_eq!(
            facts("https://hooks.slack.com/services/T00/B00/aB3dE5fG7hJ9kL1mN2pQ4rS6"),
            "host value https://hooks.slack.com/services/T00/B00/…"
        );
    }

    #[test]
    fn any_text_is_bounded() {
        for text in
            ["://", "é://é", "https://[", "https://{{{", "https://a@@@", "x:", ":", "https://%(", "https://a.b/é"]
        {
            assert!(urls(text).all(|f| f.range.end <= text.len()), "{text}");
        }
    }
}
