//! Programs that code runs: the words of a line for a shell, or a program's name or path alone.

use super::Scan;
use crate::facts::What;
use crate::source::command_line;

/// Most programs given for one string.
const PROGRAMS: usize = 8;

/// At a string that is run. Returns whether it names a program.
pub fn run_at(scan: &mut Scan<'_>, i: usize) -> bool {
    let text = scan.code.slice(i);
    // Windows writes a program's path its own way.
    if text.ends_with(".exe") && !text.contains(' ') {
        let name = text.rsplit(['\\', '/']).next().unwrap_or(text).trim_end_matches(".exe");
        scan.push(i, What::Command { program: name.to_owned() });
        return true;
    }
    let whole = scan.code.string(i).is_some();
    let range = scan.code.range(i);
    let mut given = 0;
    for (span, program) in command_line::programs(text, whole).take(PROGRAMS) {
        given += 1;
        let name = program.rsplit('/').next().unwrap_or(program);
        let name = name.to_owned();
        scan.push_at(range.start + span.start..range.start + span.end, What::Command { program: name });
    }
    given > 0
}
