//! Languages that are read by a table: how each is written, what it calls an import, and its idioms, which are patterns of
//! tokens with what they show.
//!
//! One pass over a file's tokens looks each name up among the keys of the language's patterns. What tables cannot say is
//! common to many: prefixes of routes that hold for a block or a class, declarations with annotations, functions that check
//! signatures. Those rules stand in the files of this folder that bear no language's name; what is one language's alone is
//! its `also`.

mod annotations;
mod apple;
mod blocks;
mod c;
mod csharp;
mod elixir;
mod env;
mod imports;
mod jvm;
mod lua;
mod pattern;
mod php;
mod powershell;
mod programs;
mod r;
mod routes;
mod ruby;
pub mod rust;
mod script;
mod solidity;
mod verified;

pub use apple::{OBJECTIVE_C, SWIFT};
pub use c::TABLE as C;
pub use csharp::TABLE as CSHARP;
pub use elixir::TABLE as ELIXIR;
pub use jvm::TABLE as JVM;
pub use lua::TABLE as LUA;
pub use php::TABLE as PHP;
pub use powershell::TABLE as POWERSHELL;
pub use r::TABLE as R;
pub use ruby::{TABLE as RUBY, embedded as read_embedded_ruby};
pub use rust::TABLE as RUST;
pub use script::TABLE as GDSCRIPT;
pub use solidity::TABLE as SOLIDITY;

use super::lex::{Code, Kind, StringForm, Syntax, Tokens};
use super::literals;
use crate::audit::Ecosystem;
use crate::facts::{FACTS_PER_FILE, Sink, Usage, What};
use crate::read::File;
use pattern::{Match, Rows};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

/// A language: all that is particular about it.
#[derive(Debug)]
pub struct Table {
    /// How it is written.
    pub syntax: Syntax,
    /// How it imports.
    imports: imports::Imports,
    /// Variables that the system sets, which tell nothing; in any case.
    system: &'static [&'static str],
    /// Patterns and what they show.
    idioms: &'static [(&'static str, Shows)],
    /// Annotations that say what a class or a function serves; sorted.
    annotations: &'static [(&'static str, annotations::Mark)],
    /// What blocks are made of.
    blocks: Blocks,
    /// The sign behind a value for which a branch is taken, as in `"invoice.paid" => …`; empty for none.
    arm: &'static str,
    /// Whether a string in backticks is a program that is run.
    backticks: bool,
    /// Whether a file, by its path and text, may serve what calls say.
    serves: fn(&str, &str) -> bool,
    /// Whether routes name a handler with its class: `HooksController.stripe`.
    qualified: bool,
    /// Whether routes are put on a router by the name of the function that holds them.
    routers: bool,
    /// The name of a route's handler, from the tokens behind the path, and the whole path.
    handler: fn(&Code<'_>, Range<usize>, &str) -> String,
    /// What the table cannot say; called at each name and string.
    also: fn(&mut Scan<'_>, usize),
}

/// A table with its patterns prepared, once they are asked for.
#[derive(Debug)]
pub struct Language {
    /// The table.
    pub table: Table,
    rows: OnceLock<Rows>,
}

impl Language {
    const fn new(table: Table) -> Self {
        Language { table, rows: OnceLock::new() }
    }
}

impl Table {
    /// A language without idioms: what each table begins with.
    const BARE: Table = Table {
        syntax: Syntax {
            line_comments: &["//"],
            block_comments: &[("/*", "*/", false)],
            strings: C_STRINGS,
            ..Syntax::BARE
        },
        imports: imports::Imports::NONE,
        system: &[],
        idioms: &[],
        annotations: &[],
        blocks: Blocks::Braces,
        arm: "",
        backticks: false,
        serves: |_, _| true,
        qualified: false,
        routers: false,
        handler: routes::last_name,
        also: |_, _| {},
    };
}

/// `"…"` on one line.
const QUOTED: StringForm = StringForm { open: "\"", close: "\"", escapes: true, multiline: false, interpolation: "" };

/// `'…'` on one line.
const SINGLE: StringForm = StringForm { open: "'", close: "'", escapes: true, multiline: false, interpolation: "" };

/// `"""…"""` over many.
const TRIPLE: StringForm =
    StringForm { open: "\"\"\"", close: "\"\"\"", escapes: true, multiline: true, interpolation: "" };

/// Strings as C and its kin write them.
const C_STRINGS: &[StringForm] = &[TRIPLE, QUOTED, SINGLE];

/// What blocks are made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Blocks {
    /// `{` and `}`.
    Braces,
    /// `do` or a definition, and `end`, indented as people do.
    End,
}

/// What a pattern shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// A variable is taken from the environment: the captured name.
    Env(Need),
    /// A setting is taken that the environment may give, its parts joined by colons, `Stripe:ApiKey`; below this one.
    Setting(&'static str),
    /// A program is run: the captured text is its name, its path, or a line for a shell.
    Run,
    /// A signature is checked; the word says by what, or else the pattern's last name does.
    Signature(&'static str),
    /// A token is compared.
    Token(&'static str),
    /// The captured host is called, with or without a scheme.
    Calls,
    /// The captured name is that of a table, collection, queue …, held by an engine where that is known.
    Store(&'static str, &'static str),
    /// A configuration key shows: the prefix with what was captured behind it.
    Config(&'static str),
    /// A module is imported: what was captured.
    Import(Ecosystem),
    /// A path is served.
    Route,
    /// A path is served whose segments are an argument each.
    Segments,
    /// A path is served for the methods that the arguments, or the calls behind, name.
    Methods,
    /// Routes within the call's brackets or block are below a path.
    Within,
    /// So are routes in the calls behind it.
    Chain,
    /// Nothing: what a longer pattern shall not show.
    Nothing,
}

/// How much the code needs a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It fails without it.
    Required,
    /// It goes on without it.
    Optional,
    /// What stands around the look-up says.
    Asked,
    /// As in Rust, where `?` behind a look-up gives up.
    Result,
}

/// A file while it is read.
pub struct Scan<'a> {
    table: &'static Table,
    code: Code<'a>,
    /// Constants of the file that hold a variable's name, once asked for.
    constants: Option<HashMap<&'a str, usize>>,
    imports: imports::Found<'a>,
    blocks: blocks::Found<'a>,
    annotations: annotations::Found<'a>,
    routes: routes::Found<'a>,
    /// What was given that is given once, by kind.
    given: HashSet<(&'static str, &'a str)>,
    /// The token up to which a pattern has explained the code.
    explained: usize,
    out: Vec<(Range<usize>, What)>,
}

/// Reads a file of the language.
pub fn read(file: &File<'_>, sink: &mut Sink<'_>, language: &'static Language) {
    let table = &language.table;
    let rows = language.rows.get_or_init(|| Rows::new(table.idioms, table.syntax.name_bytes));
    let text = file.text;
    let mut tokens = Tokens::default();
    tokens.lex(text, 0..text.len(), &table.syntax);
    let code = Code { text, tokens: &tokens.list };
    let mut scan = Scan::new(file.path, code, table);
    scan.run(rows);
    let serves = scan.serves();
    // What a build fetches from is no service that the code calls.
    if ![".gradle", ".gradle.kts"].iter().any(|end| file.path.ends_with(end)) {
        literals::read(&code, &tokens, table.syntax.bare_urls, sink);
    }
    for (span, mut what) in scan.out {
        if let What::Route(route) = &mut what
            && route.end_line > 0
        {
            // Until here it is the byte at which the handler ends.
            route.end_line = sink.line_of(route.end_line as usize);
        }
        sink.push(span, what);
    }
    if serves {
        let bodies = if blocks::are_found(table) { scan.blocks.functions() } else { verified::bodies(&code) };
        verified::lend(&code, &bodies, sink);
    }
    blocks::handlers(file.path, &code, &scan.blocks, table, sink);
    super::in_any(file.path, &code, sink);
}

impl<'a> Scan<'a> {
    fn new(path: &'a str, code: Code<'a>, table: &'static Table) -> Self {
        Scan {
            table,
            code,
            constants: None,
            imports: imports::Found::default(),
            blocks: blocks::Found::default(),
            annotations: annotations::Found::default(),
            routes: routes::Found::new(path, code, table),
            given: HashSet::new(),
            explained: 0,
            out: Vec::new(),
        }
    }

    fn run(&mut self, rows: &'static Rows) {
        for i in 0..self.code.len() {
            match self.code.kind(i) {
                Some(Kind::Name) => self.name_at(i, rows),
                Some(Kind::Str | Kind::Part) => self.string_at(i),
                _ => {}
            }
        }
        annotations::flush(self);
        imports::finish(self);
        blocks::finish(self);
    }

    fn name_at(&mut self, i: usize, rows: &'static Rows) {
        let name = self.code.slice(i);
        annotations::before(self, i);
        blocks::name_at(self, i, name);
        annotations::name_at(self, i, name);
        imports::name_at(self, i, name);
        if i >= self.explained {
            let found = rows.of(name).iter().find_map(|row| {
                let found = pattern::find(&self.code, i, row)?;
                self.show(row, found).then_some(found.end)
            });
            match found {
                Some(end) => self.explained = end + 1,
                None => env::helper_at(self, i, name),
            }
        }
        (self.table.also)(self, i);
    }

    fn string_at(&mut self, i: usize) {
        let arm = self.table.arm.as_bytes();
        let behind = |at: usize| (0..).zip(arm).all(|(k, &byte)| self.code.punct(at + k, byte));
        let compared = i > 0 && self.code.is(i - 1, "case");
        if !compared && (!arm.is_empty() && behind(i + 1) || i > 0 && self.code.is(i - 1, "when")) {
            let text = self.code.slice(i);
            if self.code.kind(i) == Some(Kind::Str) && literals::is_event(text) && self.routes.events < literals::EVENTS
            {
                self.routes.events += 1;
                self.push(i, What::Event { name: text.to_owned() });
            }
        }
        if self.table.backticks
            && self.code.text.as_bytes().get(self.code.range(i).start.wrapping_sub(1)) == Some(&b'`')
        {
            programs::run_at(self, i);
        }
        (self.table.also)(self, i);
    }

    /// Gives what a pattern shows. Returns whether that was anything, so that no shorter pattern is asked.
    fn show(&mut self, row: &pattern::Row, found: Match) -> bool {
        let text = self.code.slice(found.found);
        match row.shows {
            Shows::Env(need) => return env::read_at(self, found, need),
            Shows::Setting(below) => return env::setting_at(self, found.found, below),
            Shows::Run => return programs::run_at(self, found.found),
            Shows::Signature(by) | Shows::Token(by) => {
                let signature = matches!(row.shows, Shows::Signature(_));
                let by = if by.is_empty() { self.last_name(found) } else { by };
                self.push(found.start, What::Check { signature, by: by.to_ascii_lowercase() });
            }
            Shows::Calls => return self.call(found.found),
            Shows::Store(kind, engine) => {
                let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'/' | b':' | b'$');
                if text.is_empty() || text.len() > 80 || !text.bytes().all(plain) || !self.given.insert((kind, text)) {
                    return false;
                }
                self.push(found.found, What::Store { kind: kind.into(), name: text.to_owned(), engine: engine.into() });
            }
            Shows::Config(prefix) => {
                if text.is_empty() || text.len() > 60 {
                    return false;
                }
                self.push(found.found, What::Config { key: format!("{prefix}{}", text.to_ascii_lowercase()) });
            }
            Shows::Import(ecosystem) => return imports::module_at(self, found.found, ecosystem, text),
            Shows::Route | Shows::Segments | Shows::Methods => return routes::route_at(self, found, row),
            Shows::Within | Shows::Chain => routes::prefix_at(self, found, row.shows == Shows::Chain),
            Shows::Nothing => {}
        }
        true
    }

    /// The last name of a pattern that was found.
    fn last_name(&self, found: Match) -> &'a str {
        (found.start..=found.end).rev().find_map(|k| self.code.name(k)).unwrap_or("")
    }

    /// A host without a scheme that is called: the literal readers see those with one.
    fn call(&mut self, i: usize) -> bool {
        let text = self.code.slice(i);
        let Some(host) = crate::url::bare_host(text) else { return false };
        let Some(host) = crate::url::public_host(&host, "").map(str::to_owned) else { return false };
        self.push(i, What::Host { host, url: String::new(), usage: Usage::Call });
        true
    }

    fn push(&mut self, i: usize, what: What) {
        self.push_at(self.code.range(i), what);
    }

    fn push_at(&mut self, span: Range<usize>, what: What) {
        if self.out.len() < FACTS_PER_FILE {
            self.out.push((span, what));
        }
    }
}
