//! Programs that code runs: `spawn('docker', …)`, `exec('git status')`, `` $`ffmpeg …` ``.

use super::{Callee, Scan};
use crate::facts::What;

/// Functions whose first argument is a program or a line for a shell.
const RUNS: &[&str] = &[
    "exec",
    "execAsync",
    "execFile",
    "execFileAsync",
    "execFilePromise",
    "execFileSync",
    "execPromise",
    "execSync",
    "execa",
    "execaCommand",
    "execaCommandSync",
    "execaSync",
    "spawn",
    "spawnAsync",
    "spawnSync",
];

/// What a shell does itself.
const SHELL: &[&str] = &[
    "alias", "cd", "command", "do", "done", "echo", "else", "env", "eval", "exit", "export", "false", "fi", "for",
    "if", "read", "return", "set", "source", "test", "then", "time", "true", "unset", "while",
];

/// Programs given for one string at most.
const PROGRAMS: usize = 8;

/// At the first argument of a call.
pub fn call_at<'a>(scan: &mut Scan<'a>, i: usize, callee: Callee<'a>) {
    // `pattern.exec('…')` and `db.exec('…')` run nothing.
    let runs = RUNS.binary_search(&callee.name).is_ok()
        && (!callee.member
            || matches!(
                callee.receiver,
                "child_process" | "childProcess" | "cp" | "shell" | "shelljs" | "execa" | "Bun" | "child"
            ));
    if runs {
        run_at(scan, i);
    }
}

/// At a string that a shell runs.
pub fn run_at(scan: &mut Scan<'_>, i: usize) {
    let (text, range) = (scan.code.slice(i), scan.code.range(i));
    let whole = scan.code.string(i).is_some();
    let mut from = 0;
    let mut given = 0;
    for part in text.split_inclusive(['|', '&', ';', '\n']) {
        let end = from + part.len();
        if given < PROGRAMS
            && let Some((at, program)) = program(part, whole || end < text.len())
        {
            given += 1;
            let start = range.start + from + at;
            let name = program.rsplit('/').next().unwrap_or(program).to_owned();
            scan.push_at(start..start + program.len(), What::Command { program: name });
        }
        from = end;
    }
}

/// The program of one command, and where in it the name stands. `whole` says that the text does not go on with code.
fn program(part: &str, whole: bool) -> Option<(usize, &str)> {
    let mut at = 0;
    for word in part.split_inclusive([' ', '\t', '|', '&', ';', '\n']) {
        let name = word.trim_end_matches([' ', '\t', '|', '&', ';', '\n']);
        let start = at;
        at += word.len();
        if name.is_empty() || name.contains('=') || name == "sudo" {
            continue;
        }
        let ends = whole || name.len() < word.len();
        let good = ends
            && name.len() <= 64
            && name.as_bytes()[0].is_ascii_alphabetic() | name.starts_with(['/', '.'])
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/' | b'+'))
            && name.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '+')
            && SHELL.binary_search(&name).is_err();
        return good.then_some((start, name));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(RUNS.is_sorted() && SHELL.is_sorted());
    }

    #[test]
    fn programs_of_commands() {
        assert_eq!(program("A=1 sudo docker compose up", true), Some((9, "docker")));
        assert_eq!(program("git", false), None);
        assert_eq!(program("cd x", true), None);
        assert_eq!(program("", true), None);
    }
}
