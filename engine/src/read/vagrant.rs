//! Vagrant: `Vagrantfile`. The machine, who runs it, and what is put on it.
//! <https://developer.hashicorp.com/vagrant/docs/vagrantfile>

use super::image::push_image;
use super::program::{self, Program};
use super::script::push_script;
use super::{File, ReadError, Reader};
use crate::facts::{Sink, What};
use crate::path;

/// Reads it.
pub const READER: Reader = Reader { name: "vagrant", wants, read };

fn wants(path: &str) -> bool {
    path::name(path) == "Vagrantfile"
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    sink.push_file(What::Config { key: "vagrant".into() });
    let program = Program::new(file.text, &program::HASHED);
    let code = program.code();
    program.environment(sink);
    let mut programs = Vec::new();
    for i in 1..code.len() {
        if !code.punct(i - 1, b'.') && !matches!(program.name(i), Some("image" | "inline")) {
            continue;
        }
        let argument = if code.punct(i + 1, b'(') { i + 2 } else { i + 1 };
        match program.name(i) {
            // `config.vm.provider "virtualbox"`, or `:virtualbox`
            Some("provider") => {
                let at = if code.punct(argument, b':') { argument + 1 } else { argument };
                let name = program.string(at).map(|part| part.text).or_else(|| program.name(at)).unwrap_or("");
                if !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
                    sink.push(program.part(at).span(), What::Config { key: format!("vagrant-provider:{name}") });
                }
            }
            // Docker's provisioner: `d.run "redis"`, `d.run "db", image: "postgres:16"`, `d.pull_images "nginx"`
            Some("pull_images" | "run") => {
                let arguments = program.arguments(i + 1);
                let all = match (arguments.first(), arguments.last()) {
                    (Some(first), Some(last)) => first.start..last.end,
                    _ => continue,
                };
                let named = program.keyed(all, "image");
                let at = named.unwrap_or(argument);
                if let Some(image) = program.string(at) {
                    push_image(sink, image.span(), image.text, false);
                }
            }
            Some("inline") => {
                let at = (i + 1..i + 4).find_map(|at| program.string(at));
                if let Some(script) = at {
                    push_script(sink, script.start, script.text, &mut programs);
                }
            }
            _ => {}
        }
    }
    Ok(())
}
