//! PowerShell: variables in code and in texts, programs at the start of a line.

use super::{Language, Need, Scan, Shows, Table, blocks};
use crate::facts::What;
use crate::source::lex::{Kind, StringForm, Syntax};
use crate::source::literals::is_env_name;

/// How it is read.
pub static TABLE: Language = Language::new(Table {
    syntax: Syntax {
        line_comments: &["#"],
        block_comments: &[("<#", "#>", false)],
        strings: &[
            StringForm { open: "@\"", close: "\n\"@", escapes: false, multiline: true, interpolation: "" },
            StringForm { open: "@'", close: "\n'@", escapes: false, multiline: true, interpolation: "" },
            StringForm { open: "\"", close: "\"", escapes: false, multiline: true, interpolation: "" },
            StringForm { open: "'", close: "'", escapes: false, multiline: true, interpolation: "" },
        ],
        name_bytes: b"$-",
        word_comments: true,
        ..Syntax::BARE
    },
    idioms: &[
        ("$env:NAME", Shows::Env(Need::Asked)),
        ("$Env:NAME", Shows::Env(Need::Asked)),
        ("$ENV:NAME", Shows::Env(Need::Asked)),
        ("{env:NAME}", Shows::Env(Need::Asked)),
        ("::GetEnvironmentVariable(''", Shows::Env(Need::Asked)),
        ("Start-Process ''", Shows::Run),
        ("Start-Process -FilePath ''", Shows::Run),
    ],
    system: OF_SYSTEM,
    also,
    ..Table::BARE
});

/// Words at the start of a statement that are no programs; sorted.
const WORDS: &[&str] = &[
    "begin",
    "break",
    "catch",
    "cd",
    "class",
    "continue",
    "copy",
    "data",
    "del",
    "do",
    "dynamicparam",
    "echo",
    "else",
    "elseif",
    "end",
    "enum",
    "exit",
    "filter",
    "finally",
    "for",
    "foreach",
    "function",
    "if",
    "in",
    "param",
    "process",
    "return",
    "switch",
    "throw",
    "trap",
    "try",
    "until",
    "using",
    "where",
    "while",
];

/// Variables that the system sets; sorted.
const OF_SYSTEM: &[&str] = &[
    "ALLUSERSPROFILE",
    "APPDATA",
    "COMPUTERNAME",
    "HOME",
    "HOMEDRIVE",
    "HOMEPATH",
    "LOCALAPPDATA",
    "OS",
    "PATH",
    "PROCESSOR_ARCHITECTURE",
    "PSModulePath",
    "ProgramData",
    "ProgramFiles",
    "SystemDrive",
    "SystemRoot",
    "TEMP",
    "TMP",
    "USER",
    "USERDOMAIN",
    "USERNAME",
    "USERPROFILE",
    "WINDIR",
    "windir",
];

fn also(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    match code.kind(i) {
        Some(Kind::Str) if code.text.as_bytes().get(code.range(i).start.wrapping_sub(1)) == Some(&b'"') => {
            text_at(scan, i)
        }
        Some(Kind::Name) => {
            let name = code.slice(i);
            let program = name.len() >= 2
                && name.len() <= 40
                && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
                && WORDS.binary_search(&name).is_err()
                && !matches!(code.kind(i + 1), Some(Kind::Punct(b'=' | b'(' | b':' | b'.')))
                && blocks::indent(&code, i).is_some();
            if program && scan.stores.insert(name) {
                scan.push(i, What::Command { program: name.to_owned() });
            }
        }
        _ => {}
    }
}

/// Variables in a text: `"Bearer $env:API_TOKEN"`.
fn text_at(scan: &mut Scan<'_>, i: usize) {
    let (text, start) = (scan.code.slice(i), scan.code.range(i).start);
    for at in memchr::memmem::find_iter(text.as_bytes(), b"env:").take(64) {
        let before = text.get(..at).unwrap_or("");
        if !(before.ends_with('$') || before.ends_with("${")) {
            continue;
        }
        let rest = text.get(at + 4..).unwrap_or("");
        let end = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        let name = rest.get(..end).unwrap_or("");
        if is_env_name(name) && !super::env::of_system(scan.table, name) {
            let from = start + at + 4;
            scan.push_at(from..from + end, What::EnvRead { name: name.to_owned(), required: None });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted() {
        assert!(WORDS.is_sorted());
    }
}
