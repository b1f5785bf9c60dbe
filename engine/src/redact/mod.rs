//! Drops secret values from text before anybody keeps it.
//!
//! Called where a line is met, so that no later stage ever holds a secret. What counts: the part of a URL between
//! scheme and `@`, the values of names that say "password", "secret", "token" or "key", tokens in the formats that vendors
//! publish for their keys, runs that only a machine can have made, and private key blocks. A value is replaced by `…`;
//! names, and placeholders that hold nothing (`process.env.X`, `${X}`), stay.

use crate::order::Arrange;
use std::borrow::Cow;
use std::ops::Range;

mod kinds;
mod tokens;
mod values;

pub use kinds::{Kind, by_id as kind, decoded, is_made_up, keys};
pub(crate) use tokens::is_path_secret;
pub(crate) use values::looks_made;

/// How a text writes values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Style {
    /// Texts stand in quotes; what has none is a name or an expression.
    #[default]
    Code,
    /// Values stand as they are: YAML, properties, env files, shell.
    Data,
}

impl Style {
    /// How the file at `path` writes values.
    pub fn of(path: &str) -> Self {
        const CODE: &[&str] = &[
            "astro", "cjs", "cs", "css", "cts", "dart", "go", "gradle", "groovy", "html", "java", "js", "json",
            "jsonc", "jsx", "kt", "kts", "lock", "mjs", "mts", "php", "prisma", "py", "rb", "rs", "scala", "scss",
            "sql", "svelte", "swift", "tf", "toml", "ts", "tsx", "vue",
        ];
        let ending = crate::path::extension(path).to_ascii_lowercase();
        let code = CODE.binary_search(&ending.as_str()).is_ok() || matches!(crate::path::name(path), "Jenkinsfile");
        if code { Style::Code } else { Style::Data }
    }
}

/// The ranges of a text that are secret.
#[derive(Debug, Default)]
pub struct Marks(Vec<Range<usize>>);

impl Marks {
    fn push(&mut self, range: Range<usize>) {
        if range.start < range.end {
            self.0.push(range);
        }
    }

    /// The ranges in order, none touching another.
    fn finish(mut self) -> Vec<Range<usize>> {
        self.0.arrange_by_key(|range| range.start);
        let mut out: Vec<Range<usize>> = Vec::with_capacity(self.0.len());
        for range in self.0 {
            match out.last_mut() {
                Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
                _ => out.push(range),
            }
        }
        out
    }
}

/// Where a text holds secrets, in order.
pub fn secrets(text: &str, style: Style) -> Vec<Range<usize>> {
    let mut marks = Marks::default();
    tokens::mark(text, &mut marks);
    values::mark(text, style, &mut marks);
    marks.finish()
}

/// A part of a text with the secrets in it replaced by `…`.
pub fn without(text: &str, part: Range<usize>, secrets: &[Range<usize>]) -> String {
    let mut out = String::with_capacity(part.len());
    let mut at = part.start;
    for secret in secrets.iter().filter(|secret| secret.end > part.start && secret.start < part.end) {
        out.push_str(text.get(at..secret.start).unwrap_or(""));
        out.push('…');
        at = secret.end.max(at);
    }
    out.push_str(text.get(at..part.end).unwrap_or(""));
    out
}

/// The line of code with secret values replaced by `…`.
pub fn redact(line: &str) -> String {
    without(line, 0..line.len(), &secrets(line, Style::Code))
}

/// A name, a version or an address without secrets that show by their own form.
pub fn clean(text: &str) -> Cow<'_, str> {
    // Nothing shorter is recognised but the user of a URL.
    if text.len() < 12 && !text.contains('@') {
        return Cow::Borrowed(text);
    }
    let mut marks = Marks::default();
    tokens::mark(text, &mut marks);
    values::mark_queries(text, &mut marks);
    let secrets = marks.finish();
    if secrets.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(without(text, 0..text.len(), &secrets)) }
}

/// A parser's message without what it quotes of its input.
pub fn message(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['`', '"', '\'']) {
        let (before, quoted) = rest.split_at(at);
        out.push_str(before);
        let quote = &quoted[..1];
        let inner = &quoted[1..];
        let Some(end) = inner.find(quote) else {
            // An apostrophe.
            out.push_str(quote);
            rest = inner;
            continue;
        };
        out.push_str(quote);
        out.push_str(if end <= 3 { &inner[..end] } else { "…" });
        out.push_str(quote);
        rest = &inner[end + 1..];
    }
    out.push_str(rest);
    clean(&out).into_owned()
}

/// The largest char boundary of `text` that is not past `at`.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

#[cfg(test)]
mod tests;
