//! Servers and supervisors of processes: nginx, Caddy, Traefik, systemd, supervisord.

use crate::facts::{Sink, Usage, What};
use crate::read::variable::{declare, push_value};
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
    let mut at = 0;
    for raw in file.text.split_inclusive('\n') {
        if let Some(pair) = raw.trim().strip_prefix("Environment=")
            && let Some((name, value)) = pair.trim_matches('"').split_once('=')
        {
            let from = at + raw.find(name).unwrap_or(0);
            declare(sink, from..from + name.len(), name, !value.is_empty());
            push_value(sink, from + name.len(), name, value);
        }
        at += raw.len();
    }
    Ok(())
}
