//! Perl: `cpanfile`, `Makefile.PL` and `Build.PL`.
//! <https://metacpan.org/dist/Module-CPANfile/view/lib/cpanfile.pod>

use super::lines::Part;
use super::program::{self, Program};
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, What};
use crate::path;
use crate::source::lex::Kind;

/// Reads it.
pub const READER: Reader = Reader { name: "perl", wants, read };

fn wants(path: &str) -> bool {
    matches!(path::name(path), "Build.PL" | "Makefile.PL" | "cpanfile")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let program = Program::new(file.text, &program::HASHED);
    if file.name() == "cpanfile" {
        cpanfile(&program, sink)
    } else {
        makefile(&program, sink)
    }
    Ok(())
}

fn tell(name: Part<'_>, version: &str, scope: Scope, sink: &mut Sink<'_>) {
    let fits = name.text.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'_'));
    if fits && name.text != "perl" {
        let requirement = if version == "0" { "" } else { version }.to_owned();
        let what = What::Dependency { ecosystem: Ecosystem::Cpan, name: name.text.to_owned(), requirement, scope };
        sink.push(name.span(), what);
    }
}

/// `requires 'DBD::Pg', '>= 3.0';`, in blocks `on 'test' => sub { … };`.
fn cpanfile(program: &Program<'_>, sink: &mut Sink<'_>) {
    let code = program.code();
    let mut blocks: Vec<bool> = Vec::new();
    for i in 0..code.len() {
        match code.kind(i) {
            Some(Kind::Punct(b'{')) => {
                let line = (0..i).rev().take(8).take_while(|&k| !code.punct(k, b';'));
                let phase = line.filter_map(|k| program.string(k).map(|part| part.text).or_else(|| program.name(k)));
                let dev = phase.into_iter().any(|word| matches!(word, "build" | "configure" | "develop" | "test"));
                blocks.push(dev || blocks.last() == Some(&true));
            }
            Some(Kind::Punct(b'}')) => {
                blocks.pop();
            }
            _ => {}
        }
        let scope = match program.name(i) {
            Some("requires") if blocks.last() == Some(&true) => Scope::Dev,
            Some("requires") => Scope::Product,
            Some("recommends" | "suggests") => Scope::Optional,
            Some("author_requires" | "build_requires" | "configure_requires" | "test_requires") => Scope::Dev,
            _ => continue,
        };
        let at = if code.punct(i + 1, b'(') { i + 2 } else { i + 1 };
        let Some(name) = program.string(at) else { continue };
        // `,` or `=>`
        let version = (at + 1..at + 4).take_while(|&k| !code.punct(k, b';')).find_map(|k| program.string(k));
        tell(name, version.map_or("", |part| part.text), scope, sink);
    }
}

/// `PREREQ_PM => { 'DBI' => '1.6' }`, and the lists that Module::Build calls `requires`.
fn makefile(program: &Program<'_>, sink: &mut Sink<'_>) {
    let code = program.code();
    for i in 0..code.len() {
        let scope = match program.name(i) {
            Some("PREREQ_PM" | "requires") => Scope::Product,
            Some("recommends") => Scope::Optional,
            Some("BUILD_REQUIRES" | "CONFIGURE_REQUIRES" | "TEST_REQUIRES" | "build_requires" | "test_requires") => {
                Scope::Dev
            }
            _ => continue,
        };
        if !(code.punct(i + 1, b'=') && code.punct(i + 2, b'>') && code.punct(i + 3, b'{')) {
            continue;
        }
        for item in program.arguments(i + 3) {
            let Some(name) = program.string(item.start) else { continue };
            let version = program.string(item.start + 3).map_or("", |part| part.text);
            tell(name, version, scope, sink);
        }
    }
}
