//! Odoo: the manifest of a module, a dictionary of Python's.
//! <https://www.odoo.com/documentation/17.0/developer/reference/backend/module.html>

use super::lines::Part;
use super::program::{self, Program};
use super::python_requirement::{parse, tell};
use super::{File, ReadError, Reader};
use crate::facts::{Scope, Sink, What};
use crate::path;

/// Reads it.
pub const READER: Reader = Reader { name: "odoo", wants, read };

fn wants(path: &str) -> bool {
    matches!(path::name(path), "__manifest__.py" | "__openerp__.py")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let program = Program::new(file.text, &program::HASHED);
    let code = program.code();
    sink.push_file(What::Config { key: "odoo".into() });
    for i in 0..code.len() {
        let Some(key) = program.string(i).filter(|_| code.punct(i + 1, b':')) else { continue };
        // The strings of the list behind the key.
        let list = || -> Vec<Part<'_>> {
            if !code.punct(i + 2, b'[') && !code.punct(i + 2, b'(') {
                return Vec::new();
            }
            program.arguments(i + 2).iter().filter_map(|item| program.string(item.start)).collect()
        };
        match key.text {
            "depends" => {
                for module in list() {
                    let fits = module.text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
                    if fits && !module.text.is_empty() {
                        sink.push(module.span(), What::Config { key: format!("odoo-module:{}", module.text) });
                    }
                }
            }
            "python" => {
                for requirement in list().into_iter().filter_map(parse) {
                    tell(&requirement, Scope::Product, sink);
                }
            }
            "bin" => {
                for program in list().into_iter().filter(|program| !program.text.is_empty()) {
                    sink.push(program.span(), What::Command { program: program.text.to_owned() });
                }
            }
            _ => {}
        }
    }
    Ok(())
}
