//! Shell scripts inside other files (`RUN`, `run:`, `script:`): the programs that they run and the hosts that they call.
//!
//! A scan by line, not a shell: it knows words, quotes, pipes and comments, and that is enough to see which program
//! stands at the head of a command.

use super::variable::is_name;
use crate::facts::{EXCERPT_BYTES, Sink, Usage, What};
use crate::url;

/// Words that are the shell's own, or everyday tools that say nothing of a service. Sorted.
const SKIPPED: &[&str] = &[
    "alias", "apk", "apt", "apt-get", "awk", "basename", "bash", "break", "case", "cat", "cd", "chmod", "chown",
    "continue", "cp", "cut", "date", "declare", "diff", "dirname", "dnf", "do", "done", "echo", "elif", "else", "env",
    "esac", "eval", "exit", "export", "false", "fi", "find", "for", "function", "grep", "head", "if", "install",
    "kill", "let", "ln", "local", "ls", "mkdir", "mv", "popd", "printf", "pushd", "pwd", "read", "readonly", "return",
    "rm", "rmdir", "sed", "select", "set", "sh", "shift", "shopt", "sleep", "sort", "source", "tail", "tar", "tee",
    "test", "then", "touch", "tr", "trap", "true", "type", "ulimit", "umask", "uniq", "unset", "until", "unzip",
    "useradd", "wait", "wc", "while", "xargs", "yum", "zip",
];

/// Words before a command that leave it the command.
const PREFIXES: &[&str] =
    &["!", "{", "command", "do", "else", "exec", "if", "nohup", "sudo", "then", "time", "until", "while"];

/// Programs that run the program named behind them.
const RUNNERS: &[&str] = &["bunx", "npx", "pnpx", "uvx", "dlx", "pipx", "dotenvx"];

/// Most programs taken from one file.
const PROGRAMS: usize = 500;

/// Adds the programs of a script that begins at byte `base`, each once, and the hosts in it. `seen` holds the programs
/// that the file gave before.
pub fn push_script(sink: &mut Sink<'_>, base: usize, text: &str, seen: &mut Vec<String>) {
    let mut at = 0;
    let mut heredoc: Option<String> = None;
    let mut continued = false;
    let mut fetches = false;
    for raw in text.split_inclusive('\n') {
        let start = at;
        at += raw.len();
        let line = raw.trim_end();
        if let Some(end) = &heredoc {
            if line.trim() == end {
                heredoc = None;
            }
            continue;
        }
        let code = line.trim_start();
        if code.starts_with('#') || code.is_empty() {
            continue;
        }
        let mut head = !continued;
        let body = code.trim_end_matches(['\\', ' ', '\t']);
        continued = code.ends_with('\\') && !body.ends_with(['&', '|', ';', '(']);
        for command in commands(line) {
            if head || command.start > 0 {
                let program = push_program(sink, base + start + command.start, &line[command.clone()], seen);
                fetches = matches!(program, Some("curl" | "wget" | "http" | "xh"));
            }
            head = false;
            let usage = if fetches { Usage::Call } else { Usage::Value };
            let program = line[command.clone()].split_whitespace().next().unwrap_or("");
            push_hosts(sink, base + start + command.start, &line[command.clone()], usage, program);
        }
        heredoc = heredoc_end(line);
    }
}

/// Words on a command line behind which a secret may stand, in any case.
const SENSITIVE: &[&str] =
    &["pass", "secret", "token", "key", "bearer", "authorization", "credential", "--user", "-u "];

/// Whether a command may hold a secret in clear: it speaks of one, and takes none from a variable.
fn is_sensitive(command: &str) -> bool {
    let lower = command.to_ascii_lowercase();
    !command.contains('$') && SENSITIVE.iter().any(|word| lower.contains(word))
}

/// What stands on the line from `at` on, as far as an excerpt may show it: the arguments of a program in a list.
fn rest_of_line(text: &str, at: usize) -> &str {
    let mut end = text.len().min(at.saturating_add(2 * EXCERPT_BYTES));
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(at..end).and_then(|rest| rest.lines().next()).unwrap_or("")
}

/// Adds the hosts in a command, without the command where it may hold a secret.
fn push_hosts(sink: &mut Sink<'_>, base: usize, command: &str, usage: Usage, program: &str) {
    if !is_sensitive(command) {
        return url::push_urls(sink, base, command, usage);
    }
    let before = sink.facts().len();
    url::push_urls(sink, base, command, usage);
    for fact in sink.take_back(before) {
        let shown = match &fact.what {
            What::Host { host, url, .. } => if url.is_empty() { host } else { url }.clone(),
            What::Scheme { scheme } => format!("{scheme}://…"),
            _ => continue,
        };
        sink.push_named(base..base + command.len(), fact.what, &format!("{program} … {shown}"));
    }
}

/// The parts of a line between `&&`, `||`, `;`, `|`, `(` and `$(`, quotes respected.
fn commands(line: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = line.as_bytes();
    let mut out = Vec::new();
    let mut from = 0;
    let mut quote = 0_u8;
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'\'' | b'"' if quote == 0 => quote = byte,
            _ if quote != 0 && byte == quote => quote = 0,
            b'(' if quote != b'\'' && at > 0 && bytes[at - 1] == b'$' => {
                out.push(from..at);
                from = at + 1;
                quote = 0;
            }
            b'#' if quote == 0 && at > 0 && bytes[at - 1] == b' ' => {
                out.push(from..at);
                return out;
            }
            b';' | b'|' | b'&' | b'(' | b')' | b'`' if quote == 0 => {
                out.push(from..at);
                from = at + 1;
            }
            _ => {}
        }
    }
    out.push(from..line.len());
    out.retain(|range| !range.is_empty());
    out
}

/// The word behind `<<` that ends a here-document.
fn heredoc_end(line: &str) -> Option<String> {
    let at = line.find("<<")?;
    let rest = line[at + 2..].trim_start_matches(['-', '~', ' ']);
    if rest.starts_with('<') {
        return None;
    }
    let word = rest.trim_start_matches(['"', '\'', '\\']);
    let end = word.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(word.len());
    (end > 0).then(|| word[..end].to_owned())
}

/// Adds the program at the head of a command, and gives it.
fn push_program<'a>(sink: &mut Sink<'_>, base: usize, command: &'a str, seen: &mut Vec<String>) -> Option<&'a str> {
    let mut first = None;
    let mut words = words(command);
    while let Some((at, word)) = words.next() {
        let assigns = word.split_once('=').is_some_and(|(name, _)| is_name(name.trim_start_matches('-')));
        if PREFIXES.contains(&word) || assigns || word.starts_with('-') {
            continue;
        }
        let program = word.rsplit('/').next().unwrap_or(word);
        let valid = program.len() > 1
            && program.len() <= 40
            && program.as_bytes()[0].is_ascii_alphabetic()
            && program.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
        if !valid {
            return first;
        }
        first = first.or(Some(program));
        // A dot is a script of the project's own.
        if !program.contains('.')
            && SKIPPED.binary_search(&program).is_err()
            && seen.len() < PROGRAMS
            && !seen.iter().any(|known| known == program)
        {
            seen.push(program.to_owned());
            let span = base + at..base + at + word.len();
            let what = What::Command { program: program.to_owned() };
            if is_sensitive(command) || is_sensitive(rest_of_line(sink.text(), base)) {
                sink.push_named(span, what, program)
            } else {
                sink.push(span, what)
            }
        }
        let runs = RUNNERS.contains(&program)
            || (matches!(program, "yarn" | "pnpm") && words.clone().next().is_some_and(|(_, next)| next == "dlx"))
            || program == "env";
        if !runs {
            return first;
        }
    }
    first
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> + Clone {
    text.split([' ', '\t']).map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word)).filter_map(
        |(at, word)| {
            let trimmed = word.trim_start_matches(['"', '\'', '@']);
            let at = at + word.len() - trimmed.len();
            let trimmed = trimmed.trim_end_matches(['"', '\'', ',', '\r']);
            (!trimmed.is_empty()).then_some((at, trimmed))
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(SKIPPED.is_sorted());
    }

    #[test]
    fn programs_and_hosts() {
        let script = "# curl https://no.io\nset -e && sudo FOO=1 /usr/bin/aws s3 ls | jq . ; npx -y wrangler deploy\n\
                      curl -fsSL \\\n  https://bun.sh/install | bash\ncat <<EOF > x\nkubectl get\nEOF\nX=$(gcloud auth)\n'é\n";
        let mut sink = Sink::new(script);
        push_script(&mut sink, 0, script, &mut Vec::new());
        let found: Vec<_> = sink.finish().iter().map(|fact| fact.what.to_string()).collect();
        assert_eq!(
            found,
            [
                "command aws",
                "command jq",
                "command npx",
                "command wrangler",
                "command curl",
                "host call https://bun.sh/install",
                "command gcloud"
            ]
        );
    }
}
