//! Settings classes, whose fields are read from the environment.

use super::{BODY, Reader};
use crate::source::lex::Kind;

/// Base classes whose annotated fields are read from the environment.
const SETTINGS: &[&str] = &["BaseSettings", "EnvSettings", "PydanticBaseSettings"];

impl Reader<'_, '_, '_> {
    /// A settings class: each annotated field of its body is read from the environment under the field's name in capitals.
    pub(super) fn class(&mut self, i: usize) {
        let code = self.code;
        let open = i + 2;
        if !code.punct(open, b'(') {
            return;
        }
        let close = code.mate(open);
        let is_settings = (open + 1..close)
            .any(|k| code.name(k).is_some_and(|n| SETTINGS.contains(&n) || n.ends_with("BaseSettings")));
        if !is_settings {
            return;
        }
        let mut prefix = String::new();
        let mut fields = Vec::new();
        let mut body = None;
        let mut k = close;
        while let Some(kind) = code.kind(k).filter(|_| k < close + BODY) {
            if kind != Kind::Newline {
                k += if matches!(kind, Kind::Punct(b'(' | b'[' | b'{')) { (code.mate(k) - k).max(1) } else { 1 };
                if code.is(k, "env_prefix") && code.punct(k + 1, b'=') {
                    prefix = code.string(k + 2).unwrap_or("").to_owned();
                }
                continue;
            }
            k += 1;
            if matches!(code.kind(k), None | Some(Kind::Newline)) {
                continue;
            }
            let indent = self.indent(k);
            if indent <= self.indent(i) {
                break;
            }
            let level = *body.get_or_insert(indent);
            if code.is(k, "env_prefix") && code.punct(k + 1, b'=') {
                prefix = code.string(k + 2).unwrap_or("").to_owned();
            }
            if code.is(k, "model_config")
                && let Some(p) = (k..k + 80).find(|&p| code.is(p, "env_prefix") || code.string(p) == Some("env_prefix"))
            {
                prefix = code.string(p + 2).unwrap_or("").to_owned();
            }
            if level == indent && code.name(k).is_some() && code.punct(k + 1, b':') && !code.is(k + 2, "ClassVar") {
                fields.push(k);
            }
        }
        for k in fields {
            self.field(k, &prefix);
        }
    }

    /// One field of a settings class: `name: type = default`, `= Field(…, alias="X")`.
    pub(super) fn field(&mut self, k: usize, prefix: &str) {
        let code = self.code;
        let mut end = k;
        let mut equals = None;
        while let Some(kind) = code.kind(end).filter(|kind| *kind != Kind::Newline) {
            if kind == Kind::Punct(b'=') && equals.is_none() {
                equals = Some(end);
            }
            end += if matches!(kind, Kind::Punct(b'(' | b'[' | b'{')) { (code.mate(end) - end).max(1) } else { 1 };
        }
        let field = equals.filter(|&e| code.is(e + 1, "Field") && code.punct(e + 2, b'(')).map(|e| e + 2);
        let alias = field.and_then(|open| {
            let close = code.mate(open);
            (open..close).find(|&p| {
                matches!(code.name(p), Some("alias" | "validation_alias" | "env")) && code.punct(p + 1, b'=')
            })
        });
        if let Some(alias) = alias {
            let stop = code.mate(field.unwrap_or(alias));
            for p in alias + 2..stop.min(alias + 12) {
                if let Some(name) = code.string(p) {
                    self.push_env(p, name, None);
                } else if code.punct(p, b',') && !code.punct(alias + 2, b'[') && !code.is(alias + 2, "AliasChoices") {
                    break;
                }
            }
            return;
        }
        let required = match (equals, field) {
            (None, _) => Some(true),
            (_, Some(open)) => {
                let first = code.range(open + 1).start;
                let ellipsis = code.text.get(first..first + 3) == Some("...");
                let bare = code.mate(open) == open + 1;
                Some(ellipsis || bare)
            }
            _ => Some(false),
        };
        let name = format!("{prefix}{}", code.slice(k)).to_ascii_uppercase();
        if !name.starts_with('_') {
            self.push_env(k, &name, required);
        }
    }
}
