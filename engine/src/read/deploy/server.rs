//! Servers and supervisors of processes: nginx, Caddy, Traefik, systemd, supervisord.

use crate::facts::{Sink, Usage, What};
use crate::read::script::push_script;
use crate::read::variable::{declare, interpolations, is_capital_name, is_name, push_value};
use crate::read::{File, ReadError};
use crate::url;

/// A `*.conf`: whose, its content tells.
pub fn conf(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let nginx = file.name().contains("nginx")
        || file.text.contains("proxy_pass")
        || (file.text.contains("server {") && file.text.contains("listen"));
    if nginx {
        sink.push_file(What::Config { key: "nginx".into() });
    } else if file.text.contains("<VirtualHost") {
        sink.push_file(What::Config { key: "apache".into() });
    } else if !file.text.contains("[program:") {
        return Ok(());
    }
    // What `envsubst` fills in before the server starts; the server's own variables are in lower case.
    if file.name().ends_with(".template") {
        for (span, name, _) in interpolations(file.text) {
            if is_capital_name(name) {
                sink.push_named(span, What::EnvRead { name: name.to_owned(), required: None }, name);
            }
        }
    }
    lines(file, sink)
}

/// Words of a server's configuration that show where its certificates come from.
const LETSENCRYPT: &[&str] = &[
    "/etc/letsencrypt/",
    "certResolver",
    "certificatesResolvers",
    "certresolver",
    "acme_ca",
    "acme:",
    "[certificatesResolvers",
];

/// Hosts by line; directives that name a host that is called are calls.
pub fn lines(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let caddy = file.name().contains("Caddyfile");
    let mut certified = false;
    let mut at = 0;
    for raw in file.text.split_inclusive('\n') {
        let start = at;
        at += raw.len();
        let code = raw.trim();
        if code.starts_with(['#', ';']) {
            continue;
        }
        if !certified && LETSENCRYPT.iter().any(|word| code.contains(word)) {
            certified = true;
            sink.push(start..start + raw.len(), What::Config { key: "letsencrypt".into() });
        }
        if caddy {
            caddyfile(sink, start, raw);
        }
        if let Some(provider) = dns_provider(code) {
            let from = start + raw.find(provider).unwrap_or(0);
            let what = What::Config { key: format!("acme-dns:{provider}") };
            sink.push_named(from..from + provider.len(), what, provider);
        }
        if let Some(list) = code.strip_prefix("environment=") {
            supervised(sink, start + raw.find(list).unwrap_or(0), list);
        }
        let usage = if code.starts_with("add_header") || code.contains("Content-Security-Policy") {
            crate::read::html::push_policy(sink, start, raw);
            continue;
        } else if code.starts_with("proxy_pass") || code.starts_with("reverse_proxy") {
            Usage::Call
        } else {
            Usage::Value
        };
        url::push_urls(sink, start, raw, usage);
    }
    Ok(())
}

/// The variables that Caddy takes: `{$NAME}`, `{env.NAME}`.
fn caddyfile(sink: &mut Sink<'_>, base: usize, line: &str) {
    for lead in ["{$", "{env."] {
        for (at, _) in line.match_indices(lead) {
            let from = at + lead.len();
            let inside = line[from..].split('}').next().unwrap_or("");
            let (name, default) = inside.split_once(':').map_or((inside, None), |(name, rest)| (name, Some(rest)));
            if is_name(name) {
                let required = default.map(|_| false);
                let what = What::EnvRead { name: name.to_owned(), required };
                sink.push_named(base + from..base + from + name.len(), what, name);
            }
        }
    }
}

/// Who answers for the names that a certificate is for: Caddy's `dns cloudflare {env.TOKEN}`, Traefik's
/// `dnsChallenge.provider: cloudflare`, `"--…dnschallenge.provider=cloudflare"`.
fn dns_provider(code: &str) -> Option<&str> {
    let lower = |text: &str| text.to_ascii_lowercase().contains("dnschallenge");
    let word = if let Some(rest) = code.strip_prefix("dns ").or_else(|| code.strip_prefix("acme_dns ")) {
        rest.split_whitespace().next()?
    } else if let Some(rest) = code.strip_prefix("provider:").or_else(|| code.strip_prefix("provider =")) {
        rest.trim()
    } else if lower(code) {
        code.split_once("provider=")?.1
    } else {
        return None;
    };
    let word = word.trim_matches(['"', '\'', ' ']);
    let fits =
        !word.is_empty() && word.len() < 40 && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    fits.then_some(word)
}

/// supervisord's `environment=A="b",C="d"`.
fn supervised(sink: &mut Sink<'_>, base: usize, list: &str) {
    let mut at = 0;
    for pair in list.split(',') {
        if let Some((name, value)) = pair.split_once('=') {
            let from = base + at + (name.len() - name.trim_start().len());
            declare(sink, from..from + name.trim().len(), name.trim(), !value.trim_matches('"').is_empty());
        }
        at += pair.len() + 1;
    }
}

/// A unit of systemd.
pub fn systemd(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    if !file.text.contains("[Service]") {
        return Ok(());
    }
    sink.push_file(What::Config { key: "systemd".into() });
    let mut programs = Vec::new();
    let mut at = 0;
    for raw in file.text.split_inclusive('\n') {
        if let Some(pair) = raw.trim().strip_prefix("Environment=")
            && let Some((name, value)) = pair.trim_matches('"').split_once('=')
        {
            let from = at + raw.find(name).unwrap_or(0);
            declare(sink, from..from + name.len(), name, !value.is_empty());
            push_value(sink, from + name.len(), name, value);
        }
        let runs = ["ExecStart=", "ExecStartPre=", "ExecStartPost=", "ExecReload="];
        if let Some(command) = runs.iter().find_map(|key| raw.trim().strip_prefix(key)) {
            let command = command.trim_start_matches(['-', '@', '+', '!', ':']);
            push_script(sink, at + raw.find(command).unwrap_or(0), command, &mut programs);
        }
        at += raw.len();
    }
    Ok(())
}
