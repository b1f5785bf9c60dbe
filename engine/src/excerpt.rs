//! A few lines of a file, for showing a piece of evidence with what stands around it.
//!
//! An audit keeps one line for each piece of evidence. When somebody wants to see more, the file is read again: [`excerpt`]
//! takes the lines around a place from a tree, without the secrets in them, and tells comments and strings from the rest.

use crate::archive::{self, ArchiveError, Entry, Share, Tree, Visitor};
use crate::audit::words;
use crate::limits;
use crate::order::Arrange;
use crate::path;
use crate::redact::{self, Style};
use crate::source::lex::{Kind, Newlines, StringForm, Syntax, Tokens};
use serde::Serialize;
use std::ops::Range;

/// Lines that are looked at above and below those asked for: a private key or a comment may begin there.
const CONTEXT: usize = 200;

/// Most lines that are given on either side of the place.
pub const MOST_AROUND: u32 = 20;

/// Longest line that is given, in bytes.
const LINE_BYTES: usize = 400;

/// The lines around a place.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Excerpt {
    /// The number of the first line, from 1.
    pub first: u32,
    /// The lines, each as runs of text.
    pub lines: Vec<Vec<Run>>,
}

/// A stretch of a line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Run {
    /// What it is.
    pub look: Look,
    /// Its text, with secrets replaced by `…`.
    pub text: String,
}

words! {
    /// What a [`Run`] is.
    #[derive(Default)]
    Look {
        /// Code, or what nobody knows better.
        #[default]
        Plain = "plain",
        /// A comment.
        Comment = "comment",
        /// A string.
        Text = "text",
    }
}

/// The lines around line `line` of the file at `path`, `around` on either side. `None` where there is no such file or line, or
/// the file is no text.
pub fn excerpt(tree: &mut dyn Tree, path: &str, line: u32, around: u32) -> Result<Option<Excerpt>, ArchiveError> {
    let mut looking = Looking { path, bytes: None };
    match tree.walk(Share::ALL, &mut looking) {
        // The walk ends when the file is found.
        Ok(()) | Err(ArchiveError::Cancelled) => {}
        Err(error) => return Err(error),
    }
    let Some(bytes) = looking.bytes.filter(|bytes| archive::unfit(path, bytes).is_none()) else { return Ok(None) };
    Ok(around_line(path, &archive::text_of(&bytes), line, around.min(MOST_AROUND)))
}

/// Waits for one file.
struct Looking<'a> {
    path: &'a str,
    bytes: Option<Vec<u8>>,
}

impl Visitor for Looking<'_> {
    fn wants(&mut self, entry: &Entry) -> bool {
        entry.path == self.path && entry.size <= limits::LOCK_BYTES
    }

    fn file(&mut self, _: &Entry, bytes: &[u8]) {
        self.bytes = Some(bytes.to_vec());
    }

    fn unreadable(&mut self, _: &Entry, _: &str) {}

    fn progress(&mut self, _: u64, _: u64) -> bool {
        self.bytes.is_none()
    }
}

fn around_line(path: &str, text: &str, line: u32, around: u32) -> Option<Excerpt> {
    let at = (line as usize).checked_sub(1)?;
    let around = around as usize;
    let lines: Vec<Range<usize>> = lines(text).skip(at.saturating_sub(CONTEXT)).take(2 * CONTEXT + 1).collect();
    let middle = at.min(CONTEXT);
    lines.get(middle)?;
    let window = lines.first()?.start..lines.last()?.end;
    let seen = text.get(window.clone())?;
    let secrets = secrets(path, seen, &lines, window.start);
    let looks = looks(path, seen);
    let first = middle.saturating_sub(around);
    let shown = lines.get(first..(middle + around + 1).min(lines.len()))?;
    let run = |line: &Range<usize>| runs(seen, line.start - window.start..line.end - window.start, &secrets, &looks);
    Some(Excerpt { first: (at - (middle - first)) as u32 + 1, lines: shown.iter().map(run).collect() })
}

/// The lines of a text, without their ends.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut from = 0;
    text.split('\n').map(move |line| {
        let start = from;
        from += line.len() + 1;
        start..start + line.strip_suffix('\r').unwrap_or(line).len()
    })
}

/// Where the window holds values that nobody may see: what is secret anywhere, and what stands beside a variable's name in a
/// file that declares variables.
fn secrets(path: &str, seen: &str, lines: &[Range<usize>], offset: usize) -> Vec<Range<usize>> {
    let style = Style::of(path);
    let mut secrets = redact::secrets(seen, style);
    let declares = style == Style::Data || matches!(path::extension(path), "json" | "jsonc" | "tf" | "tfvars" | "toml");
    if declares {
        for line in lines {
            let line = line.start - offset..line.end - offset;
            secrets.extend(
                seen.get(line.clone()).and_then(value).map(|value| line.start + value.start..line.start + value.end),
            );
        }
    }
    secrets.arrange_by_key(|range| range.start);
    secrets.dedup_by(|next, last| {
        let touches = next.start <= last.end;
        if touches {
            last.end = last.end.max(next.end);
        }
        touches
    });
    secrets
}

/// The value beside a variable's name, if the line is such a pair: `NAME=value`, `- NAME: value`, `"NAME": "value",`.
fn value(line: &str) -> Option<Range<usize>> {
    let lead = |letter: char| letter.is_whitespace() || matches!(letter, '-' | '"' | '\'' | '#');
    let begin = line.trim_start_matches(lead);
    let begin = begin.strip_prefix("export ").unwrap_or(begin);
    let name = begin.find(|letter: char| !(letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == '_'))?;
    let rest = begin.get(name..)?.trim_start_matches(['"', '\'']).trim_start();
    let value = rest.strip_prefix(['=', ':']).filter(|_| name > 1)?.trim_start_matches([' ', '\t', '=', '"', '\'']);
    let value_end = value.trim_end_matches(|letter: char| letter.is_whitespace() || matches!(letter, ',' | '"' | '\''));
    let start = line.len() - value.len();
    // What stands for a value says nothing.
    (!value_end.is_empty() && !value_end.starts_with('$')).then_some(start..start + value_end.len())
}

/// Comments and strings of the window, in order.
fn looks(path: &str, seen: &str) -> Vec<(Look, Range<usize>)> {
    let Some(syntax) = syntax(path) else { return Vec::new() };
    let mut tokens = Tokens::default();
    tokens.lex(seen, 0..seen.len(), syntax);
    let range = |start: u32, end: u32| start as usize..end as usize;
    let mut looks: Vec<(Look, Range<usize>)> =
        tokens.comments.iter().map(|comment| (Look::Comment, range(comment.start, comment.end))).collect();
    let texts = tokens.list.iter().filter(|token| matches!(token.kind, Kind::Str | Kind::Part));
    looks.extend(texts.map(|token| (Look::Text, range(token.start, token.end))));
    looks.arrange_by_key(|(_, range)| range.start);
    looks
}

/// A line cut into runs, without what is secret.
fn runs(seen: &str, line: Range<usize>, secrets: &[Range<usize>], looks: &[(Look, Range<usize>)]) -> Vec<Run> {
    let mut end = line.end.min(line.start + LINE_BYTES);
    while !seen.is_char_boundary(end) {
        end -= 1;
    }
    let line_end = line.end;
    let line = line.start..end;
    let mut out: Vec<Run> = Vec::new();
    let mut put = |look: Look, part: Range<usize>| {
        let text = redact::without(seen, part, secrets);
        match out.last_mut() {
            Some(last) if last.look == look => last.text.push_str(&text),
            _ if text.is_empty() => {}
            _ => out.push(Run { look, text }),
        }
    };
    let mut at = line.start;
    for (look, range) in looks.iter().filter(|(_, range)| range.end > line.start && range.start < line.end) {
        let (start, stop) = (range.start.max(at), range.end.min(line.end));
        if start < stop {
            put(Look::Plain, at..start);
            put(*look, start..stop);
            at = stop;
        }
    }
    put(Look::Plain, at..line.end);
    if end < line_end {
        out.push(Run { look: Look::Plain, text: "…".into() });
    }
    out
}

const QUOTES: &[StringForm] = &[
    StringForm { open: "\"", close: "\"", escapes: true, multiline: false, interpolation: "" },
    StringForm { open: "'", close: "'", escapes: true, multiline: false, interpolation: "" },
];

const BACKQUOTES: &[StringForm] = &[
    StringForm { open: "\"", close: "\"", escapes: true, multiline: false, interpolation: "" },
    StringForm { open: "'", close: "'", escapes: true, multiline: false, interpolation: "" },
    StringForm { open: "`", close: "`", escapes: true, multiline: true, interpolation: "${" },
];

const TRIPLE: &[StringForm] = &[
    StringForm { open: "\"\"\"", close: "\"\"\"", escapes: true, multiline: true, interpolation: "" },
    StringForm { open: "'''", close: "'''", escapes: true, multiline: true, interpolation: "" },
    StringForm { open: "\"", close: "\"", escapes: true, multiline: false, interpolation: "" },
    StringForm { open: "'", close: "'", escapes: true, multiline: false, interpolation: "" },
];

static SLASHES: Syntax = Syntax {
    line_comments: &["//"],
    block_comments: &[("/*", "*/", false)],
    strings: BACKQUOTES,
    regex: true,
    ..Syntax::BARE
};

static HASHES: Syntax =
    Syntax { line_comments: &["#"], strings: TRIPLE, word_comments: true, newlines: Newlines::None, ..Syntax::BARE };

static DASHES: Syntax =
    Syntax { line_comments: &["--"], block_comments: &[("/*", "*/", false)], strings: QUOTES, ..Syntax::BARE };

static MARKUP: Syntax =
    Syntax { block_comments: &[("<!--", "-->", false), ("/*", "*/", false)], strings: QUOTES, ..Syntax::BARE };

/// How the file at `path` is written, roughly: enough to colour it lightly.
fn syntax(path: &str) -> Option<&'static Syntax> {
    match path::extension(path).to_ascii_lowercase().as_str() {
        "c" | "cc" | "cjs" | "cpp" | "cs" | "cts" | "dart" | "go" | "gradle" | "groovy" | "h" | "hpp" | "java"
        | "js" | "json" | "jsonc" | "jsx" | "kt" | "kts" | "m" | "mjs" | "mm" | "mts" | "php" | "prisma" | "proto"
        | "rs" | "scala" | "scss" | "sol" | "swift" | "ts" | "tsx" => Some(&SLASHES),
        "astro" | "html" | "svelte" | "vue" | "xml" => Some(&MARKUP),
        "lua" | "sql" => Some(&DASHES),
        "bash" | "env" | "ex" | "exs" | "example" | "gd" | "py" | "r" | "rake" | "rb" | "sh" | "tf" | "toml"
        | "yaml" | "yml" | "zsh" => Some(&HASHES),
        _ => matches!(path::name(path), "Dockerfile" | "Gemfile" | "Makefile" | ".env").then_some(&HASHES),
    }
}

crate::record::records! {
    Excerpt { first, lines;  }
    Run { look, text;  }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::archive::{Bytes, Folder};
    use proptest::prelude::*;

    fn of(path: &str, text: &str, line: u32, around: u32) -> Option<Excerpt> {
        let bytes = Box::new(text.as_bytes()) as Box<dyn Bytes>;
        let other = Box::new(&b"nothing"[..]) as Box<dyn Bytes>;
        let mut folder = Folder::new([(format!("top/{path}"), bytes), ("top/other.txt".into(), other)]).unwrap();
        excerpt(&mut folder, path, line, around).unwrap()
    }

    fn plain(excerpt: &Excerpt) -> Vec<String> {
        excerpt.lines.iter().map(|runs| runs.iter().map(|run| run.text.as_str()).collect()).collect()
    }

    #[test]
    fn the_lines_around_a_place() {
        let text = "one\r\ntwo\r\nthree\nfour\nfive";
        let found = of("a.txt", text, 3, 1).unwrap();
        assert_eq!((found.first, plain(&found)), (2, vec!["two".into(), "three".into(), "four".into()]));
        let found = of("a.txt", text, 1, 3).unwrap();
        assert_eq!((found.first, found.lines.len()), (1, 4));
        assert_eq!(of("a.txt", text, 5, 9).unwrap().first, 1);
        for (path, line) in [("a.txt", 6), ("a.txt", 0), ("b.txt", 1)] {
            let bytes = Box::new(text.as_bytes()) as Box<dyn Bytes>;
            let mut folder = Folder::new([("top/a.txt".to_owned(), bytes)]).unwrap();
            assert_eq!(excerpt(&mut folder, path, line, 1).unwrap(), None, "{path}:{line}");
        }
        assert_eq!(of("a.js", "a\0b", 1, 1), None, "no text");
    }

    #[test]
    fn a_line_far_down_has_its_own_number() {
        let text: String = (1..=1000).map(|n| format!("line {n}\n")).collect();
        let found = of("a.py", &text, 700, 2).unwrap();
        assert_eq!((found.first, plain(&found)[2].as_str()), (698, "line 700"));
    }

    #[test]
    fn comments_and_strings_are_told_apart() {
        let found = of("a.ts", "/* begins\n ends */ const a = 'b'; // c\n", 2, 0).unwrap();
        let runs: Vec<(Look, &str)> = found.lines[0].iter().map(|run| (run.look, run.text.as_str())).collect();
        assert_eq!(
            runs,
            [
                (Look::Comment, " ends */"),
                (Look::Plain, " const a = '"),
                (Look::Text, "b"),
                (Look::Plain, "'; "),
                (Look::Comment, "// c")
            ]
        );
    }

    #[test]
    fn secrets_are_not_shown() {
        let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA0Z3VS5JJcds3xfn\nq2w3e4r5t6z7u8i9o0p\n-----END RSA PRIVATE KEY-----\nafter";
        let found = plain(&of("key.txt", key, 3, 1).unwrap()).join("\n");
        assert!(!found.contains("q2w3") && !found.contains("MIIE"), "{found}");
        for (path, text, kept, lost) in [
            (".env", "# Paid\nSTRIPE_KEY=\"sk tea\"\nNEXT=", "STRIPE_KEY=", "tea"),
            ("compose.yml", "a:\n  - DB_USER: harbour\n", "DB_USER:", "harbour"),
            ("a.json", "{\n \"API_TOKEN\": \"harbour9\",\n}", "API_TOKEN", "harbour9"),
            ("a.yml", "x:\n  URL: ${HOST}\n", "${HOST}", "harbour"),
            ("a.ts", "//\nconst MAX = 12;\n", "MAX = 12", "harbour"),
        ] {
            let found = plain(&of(path, text, 2, 1).unwrap()).join("\n");
            assert!(found.contains(kept) && !found.contains(lost), "{path}: {found}");
        }
    }

    #[test]
    fn a_long_line_is_cut() {
        let found = of("a.txt", &"é".repeat(1000), 1, 0).unwrap();
        let line = plain(&found).remove(0);
        assert!(line.ends_with('…') && line.len() <= LINE_BYTES + 3);
    }

    proptest! {
        #[test]
        fn any_text_gives_lines(text in "\\PC{0,60}(\n[A-Z_]{1,4}[=:]\\PC{0,20}){0,8}", line in 0..12_u32, around in 0..40_u32, path in "[a-c]\\.(ts|py|env|sql|html|x)") {
            if let Some(found) = around_line(&path, &text, line, around) {
                prop_assert!(found.first <= line && line < found.first + found.lines.len() as u32);
            }
        }
    }
}
