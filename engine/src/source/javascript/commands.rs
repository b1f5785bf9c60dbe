//! Programs that code runs: `spawn('docker', …)`, `exec('git status')`, `` $`ffmpeg …` ``.

use super::{Callee, Scan};
use crate::facts::What;
use crate::source::command_line;

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
    let range = scan.code.range(i);
    let whole = scan.code.string(i).is_some();
    for (span, program) in command_line::programs(scan.code.slice(i), whole).take(PROGRAMS) {
        let name = program.rsplit('/').next().unwrap_or(program).to_owned();
        scan.push_at(range.start + span.start..range.start + span.end, What::Command { program: name });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_sorted() {
        assert!(RUNS.is_sorted());
    }
}
