//! Command lines that code hands to a shell: which programs they run.

use std::ops::Range;

/// What a shell does itself; sorted.
const SHELL: &[&str] = &[
    "alias", "cd", "command", "do", "done", "echo", "else", "env", "eval", "exit", "export", "false", "fi", "for",
    "if", "read", "return", "set", "source", "test", "then", "time", "true", "unset", "while",
];

/// The programs that a line runs: where each stands in it, and its name or path as written. `whole` says that the text
/// does not go on with code.
pub fn programs(text: &str, whole: bool) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut from = 0;
    text.split_inclusive(['|', '&', ';', '\n']).filter_map(move |part| {
        let start = from;
        from += part.len();
        let (at, program) = program(part, whole || from < text.len())?;
        Some((start + at..start + at + program.len(), program))
    })
}

/// The program of one command, and where in it the name stands.
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
    fn programs_of_commands() {
        assert!(SHELL.is_sorted());
        assert_eq!(program("A=1 sudo docker compose up", true), Some((9, "docker")));
        assert_eq!(program("git", false), None);
        assert_eq!(program("cd x", true), None);
        assert_eq!(program("", true), None);
        let all: Vec<_> = programs("ls /tmp | /usr/bin/jq . && curl -s ", false).map(|(_, name)| name).collect();
        assert_eq!(all, ["ls", "/usr/bin/jq", "curl"]);
    }
}
