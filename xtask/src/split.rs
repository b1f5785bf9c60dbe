//! Splits the page's program: the first part draws the first screen and starts the workers, the second draws audits and comes
//! behind it, which the first screen does not wait for.
//!
//! The first part keeps the number of every function, so that nothing in it has to change. In the place of a function that
//! comes [`later`] stands one that calls it through a table, which is empty until the second part is instantiated and puts its
//! functions there. `src/state/program.rs` does that before anything is read; a call that comes before it has it done at once,
//! while everything else waits.
//!
//! Which functions come later is told by their names, which the build keeps until here, with the types that they are made for.
//! So a name that is wrong costs time and nothing else: compilers make one function of two that are the same.

use anyhow::{Context, Result, bail};
use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io;
use std::path::Path;
use wasm_encoder::reencode::{self, Reencode, RoundtripReencoder};
use wasm_encoder::{
    BlockType, CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
    FunctionSection, ImportSection, Module, RawSection, RefType, TableSection, TableType,
};
use wasmparser::{ExternalKind, FunctionBody, KnownCustom, Name, Operator, Parser, Payload, TypeRef};

/// The second part's file.
pub const REST: &str = "patchbay-page_rest.wasm";

/// What the second part imports the first part's exports as.
const FIRST: &str = "first";

/// The table through which the first part calls the second, as it is exported.
const TABLE: &str = "rest";

/// The first part's function that puts the second in its place at once.
const COMPLETE: &str = "complete_now";

/// Bytes of a function that stays, whatever it is called: the call in its place would hardly be smaller, and most functions that are
/// the same as another, under whose name both go then, are as small.
const SMALL: usize = 96;

/// Modules of which every function comes later, and every function made for a type of theirs: what is drawn of an open audit,
/// and what that is drawn with.
const LATER: &[&str] = &[
    "nucleo_matcher::",
    "patchbay_page::parts::filters::",
    "patchbay_page::parts::lines::",
    "patchbay_page::parts::paper::",
    "patchbay_page::parts::passage::",
    "patchbay_page::parts::place::",
    "patchbay_page::parts::window::",
    "patchbay_page::state::filter::",
    "patchbay_page::views::audit::",
    "patchbay_page::views::compare::",
    "patchbay_page::views::document::",
    "patchbay_page::views::endpoints::",
    "patchbay_page::views::environment::",
    "patchbay_page::views::export::",
    "patchbay_page::views::files::",
    "patchbay_page::views::findings::",
    "patchbay_page::views::map::",
    "patchbay_page::views::notes::",
    "patchbay_page::views::service::",
    "patchbay_page::views::services::",
    "patchbay_page::views::share::",
    "patchbay_page::views::stores::",
    "patchbay_page::views::undocumented::",
    "patchbay_page::views::verify::",
];

/// Modules and functions that come later themselves; what is made for their types need not.
const LATER_THEMSELVES: &[&str] = &[
    "patchbay_engine::compare::",
    "patchbay_engine::excerpt::",
    "patchbay_engine::export::",
    "patchbay_engine::map::",
    "patchbay_engine::markdown::",
    "patchbay_engine::record::",
    "patchbay_engine::verify::",
    "patchbay_page::state::check::",
    "patchbay_page::state::compare::",
    "patchbay_page::state::opened::",
    "patchbay_page::state::paper::",
    "patchbay_page::state::reader::Reader>::hear",
];

/// What of the modules above the first screen has to do with.
const AT_ONCE: &[&str] =
    &["patchbay_engine::map::svg::Hue", "patchbay_page::parts::lines::Around", "patchbay_page::parts::place::Say"];

/// Modules of what the workers answer, which is read later.
const ANSWERS: &[&str] = &[
    "patchbay_engine::",
    "patchbay_page::outcome::",
    "patchbay_page::papers::",
    "patchbay_page::protocol::",
    "patchbay_page::shared::",
];

/// Whether a function comes later. `name` is as `wasm-bindgen` writes it.
fn later(name: &str) -> bool {
    // `patchbay_page[9690c64ebb06ab5b]::app`: which build of a crate it is, is of no matter.
    let mut plain = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, behind)) = rest.split_once('[') {
        plain.push_str(before);
        let digits = behind.bytes().take_while(u8::is_ascii_hexdigit).count();
        let is_build = digits >= 8 && behind[digits..].starts_with(']');
        rest = if is_build { &behind[digits + 1..] } else { behind };
        plain.push_str(if is_build { "" } else { "[" });
    }
    plain.push_str(rest);
    if AT_ONCE.iter().any(|named| plain.contains(named)) {
        return false;
    }
    let itself = plain.trim_start_matches('<');
    LATER.iter().any(|module| plain.contains(module))
        || LATER_THEMSELVES.iter().any(|module| itself.starts_with(module))
        || ANSWERS.iter().any(|module| plain.contains(module))
            && ["serde", "Record"].iter().any(|word| plain.contains(word))
            && !plain.contains("serde_core::ser")
}

/// Splits the program of `dist`, and takes out of all programs what only builds read.
pub fn split(dist: &Path) -> Result<()> {
    for path in crate::size::files(dist)?.iter().filter(|path| path.extension().is_some_and(|e| e == "wasm")) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let program = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let first = if name.starts_with("patchbay-page") {
            let (first, rest) = parts(&program).with_context(|| format!("{} cannot be split", path.display()))?;
            fs::write(dist.join(REST), rest)?;
            first
        } else {
            bare(&program)?
        };
        fs::write(path, first).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

/// A program without its names and whatever else is no part of what runs.
fn bare(program: &[u8]) -> Result<Vec<u8>> {
    let mut out = Module::new();
    for payload in Parser::new(0).parse_all(program) {
        unchanged(program, &payload?, &mut out);
    }
    Ok(out.finish())
}

/// Adds a section as it is, unless it is a custom one, which only builds read.
fn unchanged(program: &[u8], payload: &Payload<'_>, out: &mut Module) {
    if let Some((id, range)) = payload.as_section().filter(|(id, _)| *id != 0)
        && let Some(data) = program.get(range.start as usize..range.end as usize)
    {
        out.section(&RawSection { id, data });
    }
}

/// What is read of a program.
#[derive(Default)]
struct Program<'a> {
    /// The type of each function, those that are imported first.
    types: Vec<u32>,
    imported: usize,
    bodies: Vec<FunctionBody<'a>>,
    names: HashMap<u32, &'a str>,
    /// How many parameters the functions of each type take.
    parameters: Vec<u32>,
    tables: Vec<wasmparser::TableType>,
    memories: Vec<wasmparser::MemoryType>,
    globals: Vec<wasmparser::GlobalType>,
    /// The functions that stand in tables or are exported: others than functions may call them.
    called_from_outside: BTreeSet<u32>,
    /// The one that puts the second part in its place.
    complete: Option<u32>,
    /// The type of functions that take and give nothing.
    plain: Option<u32>,
}

impl<'a> Program<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self> {
        let mut program = Program::default();
        for payload in Parser::new(0).parse_all(bytes) {
            match payload? {
                Payload::TypeSection(all) => {
                    for kind in all.into_iter_err_on_gc_types() {
                        let kind = kind?;
                        if kind.params().is_empty() && kind.results().is_empty() {
                            program.plain = Some(program.parameters.len() as u32);
                        }
                        program.parameters.push(kind.params().len() as u32);
                    }
                }
                Payload::ImportSection(all) => {
                    for import in all.into_imports() {
                        let import = import?;
                        let TypeRef::Func(kind) = import.ty else { bail!("it imports {}, no function", import.name) };
                        program.types.push(kind);
                    }
                    program.imported = program.types.len();
                }
                Payload::FunctionSection(all) => {
                    for kind in all {
                        program.types.push(kind?);
                    }
                }
                Payload::TableSection(all) => {
                    for table in all {
                        program.tables.push(table?.ty);
                    }
                }
                Payload::MemorySection(all) => {
                    for memory in all {
                        program.memories.push(memory?);
                    }
                }
                Payload::GlobalSection(all) => {
                    for global in all {
                        program.globals.push(global?.ty);
                    }
                }
                Payload::ExportSection(all) => {
                    for export in all {
                        let export = export?;
                        if export.kind == ExternalKind::Func {
                            program.called_from_outside.insert(export.index);
                            if export.name == COMPLETE {
                                program.complete = Some(export.index);
                            }
                        }
                    }
                }
                Payload::StartSection { func, .. } => {
                    program.called_from_outside.insert(func);
                }
                Payload::ElementSection(all) => {
                    for segment in all {
                        let wasmparser::ElementItems::Functions(functions) = segment?.items else { continue };
                        for function in functions {
                            program.called_from_outside.insert(function?);
                        }
                    }
                }
                Payload::CodeSectionEntry(body) => program.bodies.push(body),
                Payload::CustomSection(section) => {
                    let KnownCustom::Name(names) = section.as_known() else { continue };
                    for name in names {
                        let Name::Function(functions) = name? else { continue };
                        for function in functions {
                            let function = function?;
                            program.names.insert(function.index, function.name);
                        }
                    }
                }
                _ => {}
            }
        }
        Ok(program)
    }

    /// The functions that a body calls or takes the address of.
    fn calls(body: &FunctionBody<'_>) -> Result<BTreeSet<u32>> {
        let mut out = BTreeSet::new();
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index } | Operator::ReturnCall { function_index } => {
                    out.insert(function_index);
                }
                Operator::RefFunc { .. } => bail!("a function takes another's address, which is not provided for"),
                _ => {}
            }
        }
        Ok(out)
    }
}

/// Numbers of functions in the second part, by those in the program.
struct Renumbered(HashMap<u32, u32>);

impl Reencode for Renumbered {
    type Error = io::Error;

    fn function_index(&mut self, function: u32) -> Result<u32, reencode::Error<io::Error>> {
        let missing =
            || reencode::Error::UserError(io::Error::other(format!("function {function} is in neither part")));
        self.0.get(&function).copied().ok_or_else(missing)
    }
}

/// Both parts of a program.
fn parts(bytes: &[u8]) -> Result<(Vec<u8>, Vec<u8>)> {
    let program = Program::read(bytes)?;
    let number = |at: usize| (at + program.imported) as u32;
    let comes = |(at, body): (usize, &FunctionBody<'_>)| {
        body.as_bytes().len() > SMALL && program.names.get(&number(at)).is_some_and(|name| later(name))
    };
    let is_later: Vec<bool> = program.bodies.iter().enumerate().map(comes).collect();
    if !is_later.contains(&true) {
        bail!("no function of it comes later: the build keeps no names, or they are written otherwise");
    }
    let (mut from_first, mut from_later) = (program.called_from_outside.clone(), BTreeSet::new());
    for (body, later) in program.bodies.iter().zip(&is_later) {
        if *later { &mut from_later } else { &mut from_first }.extend(Program::calls(body)?);
    }
    let comes_later = |function: u32| {
        (function as usize).checked_sub(program.imported).and_then(|at| is_later.get(at)).copied().unwrap_or(false)
    };
    let slots: Vec<u32> = from_first.iter().copied().filter(|function| comes_later(*function)).collect();
    let shared: Vec<u32> = from_later.iter().copied().filter(|function| !comes_later(*function)).collect();
    Ok((first(bytes, &program, &is_later, &slots, &shared)?, rest(bytes, &program, &is_later, &slots, &shared)?))
}

fn rest_table(slots: &[u32]) -> TableType {
    let size = slots.len() as u64;
    TableType { element_type: RefType::FUNCREF, table64: false, minimum: size, maximum: Some(size), shared: false }
}

/// The program with the functions of the second part behind a table.
fn first(bytes: &[u8], program: &Program<'_>, is_later: &[bool], slots: &[u32], shared: &[u32]) -> Result<Vec<u8>> {
    let table = program.tables.len() as u32;
    let (Some(complete), Some(plain), true) = (program.complete, program.plain, table > 0) else {
        bail!("it exports no {COMPLETE}, or has no table");
    };
    let ensure = program.types.len() as u32;
    let mut out = Module::new();
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload?;
        match &payload {
            Payload::FunctionSection(all) => {
                let mut section = FunctionSection::new();
                RoundtripReencoder.parse_function_section(&mut section, all.clone())?;
                section.function(plain);
                out.section(&section);
            }
            Payload::TableSection(all) => {
                let mut section = TableSection::new();
                RoundtripReencoder.parse_table_section(&mut section, all.clone())?;
                section.table(rest_table(slots));
                out.section(&section);
            }
            Payload::ExportSection(all) => {
                let mut section = ExportSection::new();
                RoundtripReencoder.parse_export_section(&mut section, all.clone())?;
                section.export(TABLE, ExportKind::Table, table);
                for function in shared {
                    section.export(&named("f", *function), ExportKind::Func, *function);
                }
                for (kind, letter, count) in [
                    (ExportKind::Table, "t", program.tables.len()),
                    (ExportKind::Memory, "m", program.memories.len()),
                    (ExportKind::Global, "g", program.globals.len()),
                ] {
                    for at in 0..count as u32 {
                        section.export(&named(letter, at), kind, at);
                    }
                }
                out.section(&section);
            }
            Payload::CodeSectionStart { .. } => {
                let mut section = CodeSection::new();
                for (at, (body, later)) in program.bodies.iter().zip(is_later).enumerate() {
                    if !later {
                        section.raw(body.as_bytes());
                        continue;
                    }
                    let function = (at + program.imported) as u32;
                    let mut stand_in = Function::new([]);
                    let mut code = stand_in.instructions();
                    match slots.binary_search(&function) {
                        Ok(slot) => {
                            let kind = program.types[function as usize];
                            code.call(ensure);
                            (0..program.parameters[kind as usize]).for_each(|at| {
                                code.local_get(at);
                            });
                            code.i32_const(slot as i32).call_indirect(table, kind);
                        }
                        // Only others that come later call it.
                        Err(_) => {
                            code.unreachable();
                        }
                    }
                    code.end();
                    section.function(&stand_in);
                }
                let mut ensuring = Function::new([]);
                let mut code = ensuring.instructions();
                code.i32_const(0).table_get(table).ref_is_null().if_(BlockType::Empty).call(complete).end().end();
                section.function(&ensuring);
                out.section(&section);
            }
            _ => unchanged(bytes, &payload, &mut out),
        }
    }
    Ok(out.finish())
}

/// The functions that come later.
fn rest(bytes: &[u8], program: &Program<'_>, is_later: &[bool], slots: &[u32], shared: &[u32]) -> Result<Vec<u8>> {
    let own: Vec<u32> =
        (program.imported as u32..).zip(is_later).filter(|(_, later)| **later).map(|(function, _)| function).collect();
    let numbers: HashMap<u32, u32> = shared.iter().chain(&own).copied().zip(0..).collect();
    let mut renumbered = Renumbered(numbers);

    let mut out = Module::new();
    for payload in Parser::new(0).parse_all(bytes) {
        if let payload @ Payload::TypeSection(_) = payload? {
            unchanged(bytes, &payload, &mut out);
        }
    }
    let mut imports = ImportSection::new();
    for function in shared {
        imports.import(FIRST, &named("f", *function), EntityType::Function(program.types[*function as usize]));
    }
    for (table, at) in program.tables.iter().zip(0..) {
        imports.import(FIRST, &named("t", at), RoundtripReencoder.table_type(*table)?);
    }
    imports.import(FIRST, TABLE, rest_table(slots));
    for (memory, at) in program.memories.iter().zip(0..) {
        imports.import(FIRST, &named("m", at), RoundtripReencoder.memory_type(*memory)?);
    }
    for (global, at) in program.globals.iter().zip(0..) {
        imports.import(FIRST, &named("g", at), RoundtripReencoder.global_type(*global)?);
    }
    out.section(&imports);
    let mut functions = FunctionSection::new();
    own.iter().for_each(|function| {
        functions.function(program.types[*function as usize]);
    });
    out.section(&functions);
    let mut elements = ElementSection::new();
    let slots: Vec<u32> =
        slots.iter().map(|function| renumbered.function_index(*function)).collect::<Result<_, _>>()?;
    let table = program.tables.len() as u32;
    elements.active(Some(table), &ConstExpr::i32_const(0), Elements::Functions(slots.into()));
    out.section(&elements);
    let mut code = CodeSection::new();
    for (body, _) in program.bodies.iter().zip(is_later).filter(|(_, later)| **later) {
        renumbered.parse_function_body(&mut code, body.clone())?;
    }
    out.section(&code);
    Ok(out.finish())
}

/// The name under which the first part lends something to the second.
fn named(letter: &str, number: u32) -> String {
    format!("{letter}{number}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{IndirectNameMap, MemorySection, MemoryType, NameMap, NameSection, TypeSection, ValType};

    #[test]
    fn names_tell_what_comes_later() {
        for name in [
            "<patchbay_page[9690c64ebb06ab5b]::views::map::MapView as yew[53d193aa6497836]::functional::FunctionProvider>::run",
            "<yew[53d193aa6497836]::lifecycle::CompStateInner<patchbay_page[9690c64ebb06ab5b]::views::audit::AuditScreen>>::view",
            "patchbay_engine[c1a2706c0577f422]::map::lay",
            "<patchbay_engine[c1a2706c0577f422]::audit::Audit as patchbay_engine[c1a2706c0577f422]::record::Record>::take",
            "<patchbay_page[9690c64ebb06ab5b]::state::reader::Reader>::hear",
        ] {
            assert!(later(name), "{name}");
        }
        for name in [
            "<patchbay_page[9690c64ebb06ab5b]::views::first::First as yew[53d193aa6497836]::functional::FunctionProvider>::run",
            "core[c5930c85a12de822]::ptr::drop_in_place::<alloc[3ca5]::vec::Vec<patchbay_engine[c1a2706c0577f422]::verify::Verdict>>",
            "<patchbay_page[9690c64ebb06ab5b]::state::reader::Reader>::open",
            "<patchbay_engine[c1a2706c0577f422]::map::svg::Hue>::word",
        ] {
            assert!(!later(name), "{name}");
        }
        assert!(LATER.is_sorted() && LATER_THEMSELVES.is_sorted() && ANSWERS.is_sorted());
    }

    /// A program of four functions: one that is kept and calls one that comes later, which calls another that is kept.
    fn program(named: bool) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        types.ty().function([ValType::I32], [ValType::I32]);
        let mut functions = FunctionSection::new();
        for kind in [0, 1, 1, 1] {
            functions.function(kind);
        }
        let mut tables = TableSection::new();
        tables.table(rest_table(&[]));
        let mut memories = MemorySection::new();
        memories.memory(MemoryType { minimum: 1, maximum: None, memory64: false, shared: false, page_size_log2: None });
        let mut exports = ExportSection::new();
        exports.export(COMPLETE, ExportKind::Func, 0).export("begin", ExportKind::Func, 1);
        let mut code = CodeSection::new();
        for calls in [None, Some(2), Some(3), None] {
            let mut function = Function::new([]);
            let mut body = function.instructions();
            if let Some(called) = calls {
                body.local_get(0);
                (0..SMALL).for_each(|_| {
                    body.call(called);
                });
            } else if !code.is_empty() {
                body.local_get(0);
            }
            body.end();
            code.function(&function);
        }
        let mut names = NameMap::new();
        names.append(1, "patchbay_page::begin");
        names.append(2, "patchbay_page::views::map::draw");
        let mut section = NameSection::new();
        section.functions(&names);
        section.locals(&IndirectNameMap::new());
        let mut out = Module::new();
        out.section(&types).section(&functions).section(&tables).section(&memories).section(&exports).section(&code);
        if named {
            out.section(&section);
        }
        out.finish()
    }

    #[test]
    fn both_parts_are_programs_and_call_each_other() {
        let (first, rest) = parts(&program(true)).unwrap();
        for part in [&first, &rest] {
            wasmparser::validate(part).unwrap();
        }
        // The four, and the one that sees to it that the rest is there.
        let first = Program::read(&first).unwrap();
        assert_eq!((first.bodies.len(), first.tables.len(), first.names.len()), (5, 2, 0));
        assert!(Program::calls(&first.bodies[2]).unwrap().contains(&4));
        // What comes later calls the one function that it imports.
        let rest = Parser::new(0).parse_all(&rest).filter_map(|payload| match payload.unwrap() {
            Payload::CodeSectionEntry(body) => Some(Program::calls(&body).unwrap()),
            _ => None,
        });
        assert_eq!(rest.collect::<Vec<_>>(), [BTreeSet::from([0])]);
    }

    #[test]
    fn a_program_that_cannot_be_split_says_why() {
        assert!(parts(&program(false)).unwrap_err().to_string().contains("keeps no names"));
        wasmparser::validate(&bare(&program(true)).unwrap()).unwrap();
        assert_eq!(bare(&program(true)).unwrap(), bare(&program(false)).unwrap());
    }
}
