//! Lua: the `*.rockspec` of LuaRocks.
//! <https://github.com/luarocks/luarocks/blob/main/docs/rockspec_format.md>

use super::lines::Part;
use super::program::{self, Program};
use super::{File, ReadError, Reader};
use crate::audit::Ecosystem;
use crate::facts::{Scope, Sink, What};
use crate::path;

/// Reads it.
pub const READER: Reader = Reader { name: "lua", wants, read };

fn wants(path: &str) -> bool {
    path::extension(path) == "rockspec"
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let program = Program::new(file.text, &program::LUA);
    let code = program.code();
    for i in 0..code.len() {
        let scope = match program.name(i) {
            Some("dependencies") => Scope::Product,
            Some("build_dependencies" | "test_dependencies") => Scope::Dev,
            _ => continue,
        };
        if !code.punct(i + 1, b'=') || !code.punct(i + 2, b'{') {
            continue;
        }
        for item in program.arguments(i + 2) {
            let Some(part) = program.string(item.start) else { continue };
            let end = part.text.find([' ', '>', '<', '=', '~']).unwrap_or(part.text.len());
            let (name, version) = part.text.split_at(end);
            if !name.is_empty() && name != "lua" {
                let what = What::Dependency {
                    ecosystem: Ecosystem::Luarocks,
                    name: name.to_owned(),
                    requirement: version.trim().to_owned(),
                    scope,
                };
                sink.push(Part { start: part.start, text: name }.span(), what);
            }
        }
    }
    Ok(())
}
