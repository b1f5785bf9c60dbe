//! Batch files of Windows: variables taken from outside, programs run, addresses called.

use super::literals::is_env_name;
use crate::facts::{Sink, Usage, What};
use crate::read::File;
use crate::url;
use std::collections::HashSet;

/// Variables that Windows or its shell sets, sorted.
const OF_SYSTEM: &[&str] = &[
    "ALLUSERSPROFILE",
    "APPDATA",
    "CD",
    "CMDCMDLINE",
    "COMPUTERNAME",
    "COMSPEC",
    "DATE",
    "ERRORLEVEL",
    "HOMEDRIVE",
    "HOMEPATH",
    "LOCALAPPDATA",
    "NUMBER_OF_PROCESSORS",
    "OS",
    "PATH",
    "PATHEXT",
    "PROCESSOR_ARCHITECTURE",
    "PROCESSOR_ARCHITEW6432",
    "PROMPT",
    "PUBLIC",
    "RANDOM",
    "SYSTEMDRIVE",
    "SYSTEMROOT",
    "TEMP",
    "TIME",
    "TMP",
    "USERDOMAIN",
    "USERNAME",
    "USERPROFILE",
    "WINDIR",
];

/// Words at the start of a command that are the shell's own, sorted.
const WORDS: &[&str] = &[
    "assoc", "call", "cd", "chcp", "chdir", "cls", "color", "copy", "del", "dir", "do", "echo", "else", "endlocal",
    "erase", "exit", "for", "ftype", "goto", "if", "md", "mkdir", "mklink", "move", "not", "path", "pause", "popd",
    "prompt", "pushd", "rd", "rem", "ren", "rename", "rmdir", "set", "setlocal", "shift", "start", "timeout", "title",
    "type", "ver", "verify", "vol", "xcopy",
];

/// Adds what a batch file shows.
pub fn read(file: &File<'_>, sink: &mut Sink<'_>) {
    // What Gradle and Maven write into every project.
    if matches!(file.name(), "gradlew.bat" | "mvnw.cmd") {
        return;
    }
    let mut own: HashSet<String> = HashSet::new();
    let mut asked: HashSet<String> = HashSet::new();
    let mut programs: HashSet<&str> = HashSet::new();
    for line in file.text.lines() {
        let start = line.as_ptr() as usize - file.text.as_ptr() as usize;
        let command = line.trim_start().trim_start_matches('@').trim_start();
        let remark = command.starts_with("::") || word(command).eq_ignore_ascii_case("rem");
        if remark {
            url::push_urls(sink, start, line, Usage::Mention);
            continue;
        }
        for (at, name, required) in taken(line) {
            let folded = name.to_ascii_uppercase();
            let known = OF_SYSTEM.binary_search(&folded.as_str()).is_ok() || own.contains(&folded);
            if is_env_name(name) && !known && asked.insert(folded) {
                let span = start + at..start + at + name.len();
                sink.push(span, What::EnvRead { name: name.to_owned(), required });
            }
        }
        own.extend(set(line));
        let called = line.contains("curl") || line.contains("Invoke-WebRequest");
        let shown = word(command).eq_ignore_ascii_case("echo");
        let usage = if shown {
            Usage::Link
        } else if called {
            Usage::Call
        } else {
            Usage::Value
        };
        url::push_urls(sink, start, line, usage);
        let program = word(command).trim_end_matches(".exe").trim_end_matches(".cmd");
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'-' | b'_');
        if program.len() >= 2
            && program.len() <= 40
            && program.bytes().all(plain)
            && WORDS.binary_search(&program).is_err()
            && programs.insert(program)
        {
            let at = start + (program.as_ptr() as usize - line.as_ptr() as usize);
            sink.push(at..at + program.len(), What::Command { program: program.to_owned() });
        }
    }
}

/// The first word of a command.
fn word(command: &str) -> &str {
    command.split(|c: char| c.is_whitespace() || matches!(c, '&' | '|' | '>' | '(')).next().unwrap_or("")
}

/// The variables that a line takes, by where their names stand: `%NAME%`, `!NAME!`, `%NAME:~0,1%`, `defined NAME`. The
/// second says whether the line itself goes on without.
fn taken(line: &str) -> Vec<(usize, &str, Option<bool>)> {
    let mut out = Vec::new();
    let lower = line.to_ascii_lowercase();
    let lenient = lower.contains("==\"\"") || lower.contains(" defined ");
    let required = lenient.then_some(false);
    let mut from = 0;
    for mark in ['%', '!'] {
        while let Some(at) = line.get(from..).and_then(|rest| rest.find(mark)).map(|at| from + at) {
            let name = name_at(line, at + 1);
            let behind = line.as_bytes().get(at + 1 + name.len());
            let whole = !name.is_empty() && (behind == Some(&(mark as u8)) || behind == Some(&b':'));
            from = at + 1;
            if whole {
                out.push((at + 1, name, required));
                // Past the mark that ends it.
                from = line[at + 1 + name.len()..].find(mark).map_or(line.len(), |end| at + 2 + name.len() + end);
            }
        }
        from = 0;
    }
    if let Some(at) = lower.find("defined ").map(|at| at + "defined ".len()) {
        let name = name_at(line, at);
        if !name.is_empty() {
            out.push((at, name, required));
        }
    }
    out
}

/// The name that begins at byte `at`.
fn name_at(line: &str, at: usize) -> &str {
    let rest = line.get(at..).unwrap_or("");
    let length = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
    &rest[..length]
}

/// The names that a line sets, in capitals: `set NAME=x`, `set "NAME=x"`, `set /p NAME=`.
fn set(line: &str) -> Vec<String> {
    let lower = line.to_ascii_lowercase();
    let mut out = Vec::new();
    for (at, _) in lower.match_indices("set ") {
        let before = at.checked_sub(1).and_then(|at| lower.as_bytes().get(at));
        if before.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_') {
            continue;
        }
        let rest = line.get(at + 4..).unwrap_or("").trim_start();
        let rest = rest.strip_prefix("/p ").or(rest.strip_prefix("/P ")).or(rest.strip_prefix("/a ")).unwrap_or(rest);
        let rest = rest.trim_start_matches('"');
        let name = name_at(rest, 0);
        if !name.is_empty() && rest[name.len()..].trim_start().starts_with('=') {
            out.push(name.to_ascii_uppercase());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(OF_SYSTEM.is_sorted() && WORDS.is_sorted());
    }

    #[test]
    fn variables_of_a_line() {
        let names = |line: &'static str| taken(line).into_iter().map(|(_, name, _)| name).collect::<Vec<_>>();
        assert_eq!(names("call %TOOL% --port %PORT:~0,4%"), ["TOOL", "PORT"]);
        assert_eq!(names("if not defined API_KEY exit /b 1"), ["API_KEY"]);
        assert_eq!(names("for %%I in (a b) do echo %%I 100% of it"), [""; 0]);
        assert_eq!(set("if x set \"PORT=1\" & set /p NAME=Who? "), ["PORT", "NAME"]);
    }
}
