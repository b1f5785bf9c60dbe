//! Where package managers take packages from and what opens it: `.npmrc`, `.yarnrc.yml`, `bunfig.toml`, `pip.conf`,
//! `.pypirc`, Cargo's `config.toml`, `.condarc`. Hosts and the names of variables; never a token.

use super::variable::{interpolations, is_capital_name, push_address, push_value};
use super::{File, ReadError, Reader, lines};
use crate::facts::{Sink, Usage, What};
use crate::path;

/// Reads it.
pub const READER: Reader = Reader { name: "registries", wants, read };

fn wants(path: &str) -> bool {
    matches!(
        path::name(path),
        ".condarc" | ".npmrc" | ".pypirc" | ".yarnrc" | ".yarnrc.yml" | "bunfig.toml" | "pip.conf" | "pip.ini"
    ) || path.ends_with(".cargo/config.toml")
        || path.ends_with(".cargo/config")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    for line in lines::lines(file.text) {
        let all = line.trimmed();
        if all.text.is_empty() || all.text.starts_with(['#', ';']) {
            continue;
        }
        for (span, name, default) in interpolations(all.text) {
            if is_capital_name(name) {
                let required = if default.is_empty() { None } else { Some(false) };
                let place = all.start + span.start..all.start + span.end;
                sink.push_named(place, What::EnvRead { name: name.to_owned(), required }, name);
            }
        }
        // `//npm.pkg.github.com/:_authToken=…` names its registry in the key.
        let (key, value) = split(all.text);
        let key_at = all.start;
        if let Some(host) = key.strip_prefix("//") {
            let end = host.find(":_").unwrap_or(host.len());
            let address = format!("https://{}", &host[..end]);
            push_address(sink, key_at..key_at + key.len(), "registry", &address, Usage::Value);
        }
        // Cargo says how it reads an index: `sparse+https://…`.
        let value = value.split_once("sparse+").map_or(value, |(_, rest)| rest);
        let value_at = all.start + (value.as_ptr() as usize).saturating_sub(all.text.as_ptr() as usize);
        push_value(sink, value_at, "registry", value);
    }
    Ok(())
}

/// A line's key and value, parted by the first `=`, by `: `, or as Yarn's first did by a space.
fn split(text: &str) -> (&str, &str) {
    let (key, value) =
        text.split_once('=').or_else(|| text.split_once(": ")).or_else(|| text.split_once(' ')).unwrap_or(("", text));
    (key.trim(), value.trim())
}
