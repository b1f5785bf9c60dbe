//! Shell scripts: programs run and variables taken from outside.

use super::lex::{Code, Kind, Newlines, StringForm, Syntax, Tokens};
use crate::facts::{Sink, Usage, What};
use crate::read::File;
use crate::url;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// How shell is written, as far as a lexer without here-documents can tell.
pub static SYNTAX: Syntax = Syntax {
    line_comments: &["#"],
    strings: &[
        StringForm { open: "\"", close: "\"", escapes: true, multiline: true, interpolation: "" },
        StringForm { open: "'", close: "'", escapes: false, multiline: true, interpolation: "" },
    ],
    name_bytes: b"-",
    newlines: Newlines::All,
    word_comments: true,
    bare_urls: true,
    ..Syntax::BARE
};

/// Names that every shell sets itself, sorted.
const BUILTIN: &[&str] = &[
    "BASH",
    "BASHPID",
    "BASH_ENV",
    "BASH_REMATCH",
    "BASH_SOURCE",
    "BASH_VERSINFO",
    "BASH_VERSION",
    "COLUMNS",
    "DIRSTACK",
    "EUID",
    "FUNCNAME",
    "GROUPS",
    "HISTFILE",
    "HOME",
    "HOSTNAME",
    "HOSTTYPE",
    "IFS",
    "LANG",
    "LC_ALL",
    "LINENO",
    "LINES",
    "LOGNAME",
    "MACHTYPE",
    "OLDPWD",
    "OPTARG",
    "OPTERR",
    "OPTIND",
    "OSTYPE",
    "PATH",
    "PIPESTATUS",
    "PPID",
    "PS1",
    "PS4",
    "PWD",
    "RANDOM",
    "REPLY",
    "SECONDS",
    "SHELL",
    "SHELLOPTS",
    "SHLVL",
    "TERM",
    "TMPDIR",
    "UID",
    "USER",
    "ZSH_VERSION",
];

/// Words that stand where a command may and are none, sorted: the shell's own commands and keywords.
const WORDS: &[&str] = &[
    "alias", "bg", "break", "builtin", "case", "cd", "command", "continue", "declare", "do", "done", "echo", "elif",
    "else", "esac", "eval", "exec", "exit", "export", "false", "fg", "fi", "for", "function", "getopts", "hash", "if",
    "in", "jobs", "kill", "let", "local", "popd", "printf", "pushd", "pwd", "read", "readonly", "return", "select",
    "set", "shift", "shopt", "source", "sudo", "test", "then", "time", "times", "trap", "true", "type", "typeset",
    "ulimit", "umask", "unalias", "unset", "until", "wait", "while",
];

/// Keywords behind which another command stands, sorted.
const LEADS: &[&str] =
    &["builtin", "command", "do", "elif", "else", "exec", "if", "sudo", "then", "time", "until", "while"];

/// Whether every shell sets the name itself.
pub fn is_builtin(name: &str) -> bool {
    BUILTIN.binary_search(&name).is_ok()
}

/// The parts of a script that are shell: all but the here-documents that other programs take.
pub fn parts(text: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = 0;
    for here in here_documents(text).into_iter().filter(|here| !here.run) {
        parts.push(from..here.range.start);
        from = here.range.end;
    }
    parts.push(from..text.len());
    parts
}

/// Adds what a shell script shows.
pub fn read(file: &File<'_>, tokens: &Tokens, sink: &mut Sink<'_>) {
    let code = Code { text: file.text, tokens: &tokens.list };
    let here = here_documents(file.text);
    let assigned = assigned(&code, tokens, &here);
    variables(&code, tokens, &here, &assigned, sink);
    commands(&code, sink);
    containers(&code, sink);
    hosts(&code, tokens, &here, sink);
    charts(&code, sink);
    written(&code, sink);
}

/// A here-document: what stands between `<< END` and `END`.
#[derive(Debug)]
struct Here {
    /// Its text.
    range: Range<usize>,
    /// Whether its end is quoted, so that the shell fills no variables in.
    verbatim: bool,
    /// Whether a shell runs it, at once or from a file: `bash << END`, `ssh host << END`, `cat > run.sh << END`.
    run: bool,
    /// Whether people read it: `cat << END`, and no file takes it.
    shown: bool,
}

/// The here-documents of a script, in order.
fn here_documents(text: &str) -> Vec<Here> {
    let mut out = Vec::new();
    let mut open: Option<(Here, &str)> = None;
    for line in text.split_inclusive('\n') {
        let start = line.as_ptr() as usize - text.as_ptr() as usize;
        if let Some((here, end)) = &mut open {
            if line.trim() == *end {
                here.range.end = start;
                out.extend(open.take().map(|(here, _)| here));
            }
            continue;
        }
        let Some((before, behind)) = line.split_once("<<").filter(|_| !line.trim_start().starts_with('#')) else {
            continue;
        };
        // `<<<` gives a text, and `$((1 << 4))` shifts.
        if behind.starts_with('<') || before.contains("((") {
            continue;
        }
        let word = behind.trim_start_matches('-').trim_start();
        let verbatim = word.starts_with(['\'', '"', '\\']);
        let word = word.trim_start_matches(['\'', '"', '\\']);
        let length = word.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        let program = before.trim_start().trim_start_matches("sudo ").split_whitespace().next().unwrap_or("");
        if length > 0 {
            let range = start + line.len()..text.len();
            let script = |word: &str| word.trim_matches(['"', '\'', '>', '\n', '\r']).ends_with(".sh");
            let run = matches!(program, "bash" | "sh" | "ssh" | "zsh" | "su" | "exec")
                || line.contains(['>', '|']) && line.split([' ', '>']).any(script);
            let shown = program == "cat" && !line.contains(['>', '|']);
            open = Some((Here { range, verbatim, run, shown }, &word[..length]));
        }
    }
    out
}

/// The here-document that holds byte `at`.
fn here_at(here: &[Here], at: usize) -> Option<&Here> {
    let next = here.partition_point(|h| h.range.start <= at);
    here.get(next.checked_sub(1)?).filter(|h| h.range.end > at)
}

/// Variables of an env file that the script writes: `cat > app/.env << EOF`.
fn written(code: &Code<'_>, sink: &mut Sink<'_>) {
    let mut seen = HashSet::new();
    let mut until = None;
    for line in code.text.lines() {
        let Some(end) = until else {
            until = written_until(line);
            continue;
        };
        if line.trim() == end {
            until = None;
        } else if let Some((name, value)) = line.split_once('=')
            && super::literals::is_env_name(name)
            && seen.insert(name)
        {
            let start = line.as_ptr() as usize - code.text.as_ptr() as usize;
            let what = What::EnvDeclared { name: name.into(), has_value: !value.trim().is_empty() };
            sink.push_named(start..start + name.len(), what, &format!("{name}=…"));
        }
    }
}

/// The word at which a here-document ends that the line writes to an env file.
fn written_until(line: &str) -> Option<&str> {
    let (before, behind) = line.split_once("<<")?;
    let end = behind.trim_start_matches('-').trim_start().split(|c: char| c.is_whitespace() || c == ';').next()?;
    // The file stands on either side: `cat > .env <<EOF`, `cat <<EOF > .env`.
    let to_env = |text: &str| {
        text.split_whitespace()
            .map(|word| word.trim_matches(['"', '\'', '>']))
            .any(|word| word.rsplit('/').next().is_some_and(|name| name.starts_with(".env") || name.ends_with(".env")))
    };
    let end = end.trim_matches(['"', '\'', '\\']);
    let writes = line.contains('>') || before.contains("tee ");
    (writes && !end.is_empty() && (to_env(before) || to_env(behind))).then_some(end)
}

/// Variables that a container is started with: `docker run -e NAME=value`.
fn containers(code: &Code<'_>, sink: &mut Sink<'_>) {
    let mut open = false;
    let mut names = HashSet::new();
    for line in code.text.lines() {
        let command = line.trim();
        open |= ["docker run", "podman run", "docker exec"].iter().any(|run| command.contains(run))
            && !command.starts_with('#');
        if !open {
            continue;
        }
        open = command.ends_with('\\');
        let mut words = line.split_whitespace();
        while let Some(word) = words.next() {
            let pair = match word {
                "-e" | "--env" => words.next().unwrap_or(""),
                _ => word.strip_prefix("--env=").unwrap_or(""),
            };
            let pair = pair.trim_start_matches(['"', '\'']);
            let name = pair.split(['=', '"', '\'']).next().unwrap_or("");
            if super::literals::is_env_name(name) && names.insert(name) {
                let start = name.as_ptr() as usize - code.text.as_ptr() as usize;
                let what = What::EnvDeclared { name: name.into(), has_value: pair.len() > name.len() + 1 };
                sink.push_named(start..start + name.len(), what, &format!("{name}=…"));
            }
        }
    }
}

/// Helm charts that are installed, `helm install db bitnami/postgresql`, and the APIs of Google Cloud that are enabled.
fn charts(code: &Code<'_>, sink: &mut Sink<'_>) {
    let mut seen = HashSet::new();
    let mut at = 0;
    for line in code.text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim_start();
        let is_helm = trimmed.starts_with("helm ") && (line.contains(" install") || line.contains(" upgrade"));
        let is_cloud = trimmed.starts_with("gcloud ");
        if !(is_helm || is_cloud) {
            continue;
        }
        for word in trimmed.split_whitespace().filter(|word| !word.starts_with(['-', '.', '/', '$', '"'])) {
            let span = start + (word.as_ptr() as usize - line.as_ptr() as usize);
            let span = span..span + word.len();
            match word.split_once('/') {
                Some((_, chart)) if is_helm && !chart.contains(['/', ':', '$']) && seen.insert(word) => {
                    sink.push(span, What::Config { key: format!("helm:{chart}") });
                }
                None if is_cloud && word.ends_with(".googleapis.com") && seen.insert(word) => {
                    sink.push(
                        span,
                        What::Host { host: word.to_ascii_lowercase(), url: String::new(), usage: Usage::Value },
                    );
                }
                _ => {}
            }
        }
    }
}

/// Every URL outside comments, quoted or not: called where its line runs a client.
fn hosts(code: &Code<'_>, tokens: &Tokens, here: &[Here], sink: &mut Sink<'_>) {
    let mut comments = tokens.comments.iter().peekable();
    for found in url::urls(code.text) {
        let at = found.range.start;
        while comments.next_if(|c| (c.end as usize) <= at).is_some() {}
        if comments.peek().is_some_and(|c| (c.start as usize) <= at) {
            continue;
        }
        let called = ["curl", "wget", "httpie"].iter().any(|client| logical_line(code.text, at).contains(client));
        let usage = match here_at(here, at) {
            Some(here) if here.shown => Usage::Link,
            Some(here) if !here.run && is_remark(code.text, at) => Usage::Mention,
            _ if called => Usage::Call,
            _ => Usage::Value,
        };
        url::push_found(sink, 0, &found, usage);
    }
}

/// Whether the line that holds byte `at` begins as comments do in most formats.
fn is_remark(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or("");
    before[before.rfind('\n').map_or(0, |end| end + 1)..].trim_start().starts_with(['#', ';'])
}

/// The text between the start of the command line that holds byte `at`, over continued lines, and that byte.
fn logical_line(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or("");
    let mut start = before.len();
    for _ in 0..20 {
        start = before[..start].rfind('\n').unwrap_or(0);
        if start == 0 || !before[..start].trim_end_matches('\r').ends_with('\\') {
            break;
        }
    }
    &before[start..]
}

/// Names that the script gives a value itself: `X=…`, `read X`, `for X in`, `local X`. `X="${X:-…}"` takes it from outside.
/// Looked for in the bare text, which holds whatever quotes the script nests, and not in comments. With the byte where each
/// first gets one.
fn assigned<'a>(code: &Code<'a>, tokens: &Tokens, here: &[Here]) -> HashMap<&'a str, usize> {
    let mut out = HashMap::new();
    let bytes = code.text.as_bytes();
    let mut comments = tokens.comments.iter().peekable();
    for at in memchr::memchr_iter(b'=', bytes) {
        while comments.next_if(|c| (c.end as usize) <= at).is_some() {}
        if comments.peek().is_some_and(|c| (c.start as usize) <= at) {
            continue;
        }
        if here_at(here, at).is_some_and(|here| !here.run) {
            continue;
        }
        let end = if at > 0 && bytes[at - 1] == b'+' { at - 1 } else { at };
        let start = bytes[..end].iter().rposition(|b| !(b.is_ascii_alphanumeric() || *b == b'_')).map_or(0, |i| i + 1);
        let Some(name) = code.text.get(start..end).filter(|name| super::literals::is_env_name(name)) else { continue };
        if start > 0
            && !matches!(bytes[start - 1], b' ' | b'\t' | b'\n' | b'\r' | b';' | b'(' | b'"' | b'&' | b'|' | b'{')
        {
            continue;
        }
        let value = code.text.get(at + 1..).unwrap_or("").trim_start_matches('"');
        let from_itself = value
            .strip_prefix("${")
            .is_some_and(|r| r.starts_with(name) && r[name.len()..].starts_with([':', '-', '?', '}']))
            || value.strip_prefix('$').is_some_and(|r| r.starts_with(name));
        if !from_itself {
            out.entry(name).or_insert(start);
        }
    }
    for line in code.text.lines() {
        // Where such a name gets its value is told by its line alone.
        let at = line.as_ptr() as usize - code.text.as_ptr() as usize;
        let mut first = |name| {
            let known = out.entry(name).or_insert(at);
            *known = at.min(*known);
        };
        let mut words = line.split(|c: char| c.is_whitespace() || c == ';').filter(|word| !word.is_empty());
        while let Some(word) = words.next() {
            match word {
                "for" | "local" | "getopts" => words.next().into_iter().for_each(&mut first),
                "read" => words.by_ref().for_each(&mut first),
                _ => {}
            }
        }
    }
    out
}

/// Every `$NAME` and `${NAME…}` outside comments and single quotes that the script does not set itself.
fn variables(code: &Code<'_>, tokens: &Tokens, here: &[Here], assigned: &HashMap<&str, usize>, sink: &mut Sink<'_>) {
    let bytes = code.text.as_bytes();
    let mut comments = tokens.comments.iter().peekable();
    let mut single = tokens
        .list
        .iter()
        .filter(|t| t.kind == Kind::Str && t.start > 0 && bytes.get(t.start as usize - 1) == Some(&b'\''))
        .peekable();
    let mut seen: HashSet<(&str, Option<bool>)> = HashSet::new();
    for at in memchr::memchr_iter(b'$', bytes) {
        while comments.next_if(|c| (c.end as usize) <= at).is_some() {}
        while single.next_if(|t| (t.end as usize) <= at).is_some() {}
        let in_comment = comments.peek().is_some_and(|c| (c.start as usize) <= at);
        let in_single = single.peek().is_some_and(|t| (t.start as usize) <= at);
        let verbatim = here_at(here, at).is_some_and(|here| here.verbatim);
        if in_comment || in_single || verbatim || at > 0 && bytes[at - 1] == b'\\' {
            continue;
        }
        let braced = bytes.get(at + 1) == Some(&b'{');
        let start = at + 1 + usize::from(braced);
        let end = bytes[start.min(bytes.len())..]
            .iter()
            .position(|b| !(b.is_ascii_alphanumeric() || *b == b'_'))
            .map_or(bytes.len(), |n| start + n);
        let Some(name) = code.text.get(start..end) else { continue };
        if !super::literals::is_env_name(name) || is_builtin(name) {
            continue;
        }
        let required = match (braced, code.text.get(end..).unwrap_or("").as_bytes()) {
            (true, [b':', b'?', ..] | [b'?', ..]) => Some(true),
            (true, [b':', b'-' | b'=' | b'+', ..] | [b'-' | b'=', ..]) => Some(false),
            _ => None,
        };
        // A name that has a default before the script sets it was asked of the outside.
        let own = assigned.get(name).is_some_and(|first| required.is_none() || *first < at);
        if own {
            continue;
        }
        if seen.insert((name, required)) {
            sink.push(start..end, What::EnvRead { name: name.into(), required });
        }
    }
}

/// The first word of every simple command, each program once.
fn commands(code: &Code<'_>, sink: &mut Sink<'_>) {
    let mut seen = HashSet::new();
    let mut functions = HashSet::new();
    for i in 0..code.len() {
        if let Some(name) = code.name(i)
            && (code.punct(i + 1, b'(') && code.punct(i + 2, b')') || i > 0 && code.is(i - 1, "function"))
        {
            functions.insert(name);
        }
    }
    for i in 0..code.len() {
        let Some(name) = code.name(i).filter(|_| begins_command(code, i)) else { continue };
        let adjacent = code.range(i).end == code.range(i + 1).start;
        // An assignment, a path's first part, a label of `case`, or the shell's own word.
        let no_program = adjacent
            && matches!(
                code.kind(i + 1),
                Some(Kind::Punct(b'=' | b'/' | b'[' | b'(' | b':' | b'.' | b'+' | b'@' | b'\\'))
            )
            || code.punct(i + 1, b')')
            || WORDS.binary_search(&name).is_ok()
            || functions.contains(name)
            || name.starts_with('-');
        if matches!(name, "service" | "systemctl") {
            started(code, i, &mut seen, sink);
        }
        if !no_program && name.len() <= 40 && name.starts_with(|c: char| c.is_ascii_lowercase()) && seen.insert(name) {
            sink.push(code.range(i), What::Command { program: name.into() });
        }
    }
}

/// The programs that `service NAME start` and `systemctl enable --now NAME` run.
fn started<'a>(code: &Code<'a>, i: usize, seen: &mut HashSet<&'a str>, sink: &mut Sink<'_>) {
    let verb = |word: &str| matches!(word, "enable" | "reload" | "restart" | "start");
    let words: Vec<usize> = (i + 1..i + 8)
        .take_while(|&k| matches!(code.kind(k), Some(Kind::Name | Kind::Punct(b'.' | b'-'))))
        .filter(|&k| code.name(k).is_some_and(|word| !word.starts_with('-') && !matches!(word, "now" | "service")))
        .collect();
    if !words.iter().any(|&k| verb(code.slice(k))) {
        return;
    }
    for k in words {
        let name = code.slice(k);
        if !verb(name) && name.starts_with(|c: char| c.is_ascii_lowercase()) && seen.insert(name) {
            sink.push(code.range(k), What::Command { program: name.into() });
        }
    }
}

/// Whether a command may begin at token `i`: at a line's start, behind `;`, `|`, `&`, `(`, or a keyword.
fn begins_command(code: &Code<'_>, i: usize) -> bool {
    let Some(before) = i.checked_sub(1) else { return true };
    match code.kind(before) {
        Some(Kind::Newline) => !continued(code, before),
        Some(Kind::Punct(b';' | b'|' | b'&' | b'(' | b'!' | b'{')) => code.range(before).end <= code.range(i).start,
        // The label of a case: `stop) …`.
        Some(Kind::Punct(b')')) => before.checked_sub(2).is_some_and(|at| {
            code.name(before - 1).is_some()
                && matches!(code.kind(at), Some(Kind::Newline | Kind::Punct(b';' | b'|')))
                && !code.punct(before - 1, b'(')
        }),
        Some(Kind::Name) => LEADS.binary_search(&code.slice(before)).is_ok() && begins_command_word(code, before),
        _ => false,
    }
}

/// Whether the keyword at `i` stands where one may.
fn begins_command_word(code: &Code<'_>, i: usize) -> bool {
    i.checked_sub(1).is_none_or(|before| {
        !matches!(code.kind(before), Some(Kind::Name | Kind::Str | Kind::Punct(b'-' | b'/' | b'.')))
    })
}

/// Whether the line end at token `i` is taken away by a backslash.
fn continued(code: &Code<'_>, i: usize) -> bool {
    let end = code.range(i).start;
    code.text.as_bytes()[..end].iter().rev().find(|b| **b != b'\r').is_some_and(|b| *b == b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        for table in [BUILTIN, WORDS, LEADS] {
            assert!(table.is_sorted(), "{table:?}");
        }
    }
}
