//! Blocks of code: what classes, functions and groups of routes hold, be they closed by a brace or by `end`.

use super::{Blocks, Scan, Table, annotations, routes};
use crate::facts::{Sink, What};
use crate::source::handlers;
use crate::source::lex::Code;
use std::borrow::Cow;
use std::ops::Range;

/// Deepest nesting that is followed.
const DEPTH: usize = 64;

/// Most functions and classes of a file that are remembered.
const MOST: usize = 4096;

/// How far back a line's first character is looked for, in bytes.
const LINE: usize = 240;

/// How far behind the word `class` its body may begin, in tokens.
const HEAD: usize = 160;

/// Words in front of a class's name; sorted.
const CLASSES: &[&str] = &["class", "enum", "interface", "object", "record", "struct", "trait"];

/// Words by which a class receives what others send, whichever of its methods checks that.
const RECEIVERS: &[&str] = &["hook", "callback", "notification", "ipn"];

/// Where a block ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// At this token.
    Token(usize),
    /// At the `end` that stands no deeper than this.
    End(usize),
}

/// An open block.
#[derive(Debug)]
pub struct Block<'a> {
    /// Where it ends.
    pub until: Until,
    /// What paths of routes in it begin with; may be empty.
    pub prefix: Cow<'a, str>,
    /// The class or function, by its name's token.
    pub names: Option<Named>,
    /// Where it begins, in bytes.
    start: usize,
    /// Whether what it declares is called elsewhere and served by others.
    pub client: bool,
    /// The route whose handler it is, by its place among the facts.
    pub route: Option<usize>,
}

/// What a block is the body of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Named {
    /// A class, by its name's token.
    Class(usize),
    /// A function, by its name's token.
    Function(usize),
}

/// A function or class that was read.
#[derive(Debug)]
struct Body {
    named: Named,
    /// Bytes from where to where.
    start: usize,
    end: usize,
    /// The name's token of the class around it.
    class: Option<usize>,
}

/// What is kept of a file's blocks.
#[derive(Debug, Default)]
pub struct Found<'a> {
    /// Those that are open, outermost first.
    pub open: Vec<Block<'a>>,
    bodies: Vec<Body>,
}

impl<'a> Found<'a> {
    /// The functions that were read, each by its name's token and its bytes.
    pub fn functions(&self) -> Vec<(usize, Range<usize>)> {
        let function = |body: &Body| match body.named {
            Named::Function(token) => Some((token, body.start..body.end)),
            Named::Class(_) => None,
        };
        self.bodies.iter().filter_map(function).collect()
    }

    /// The name's token of the class that the code stands in.
    pub fn class(&self) -> Option<usize> {
        self.open.iter().rev().find_map(|block| match block.names {
            Some(Named::Class(token)) => Some(token),
            _ => None,
        })
    }

    /// The name's token of the function that the code stands in.
    pub fn function(&self) -> Option<usize> {
        self.open.iter().rev().find_map(|block| match block.names {
            Some(Named::Function(token)) => Some(token),
            _ => None,
        })
    }
}

/// At any name: blocks that end before it, and those that it begins.
pub fn name_at(scan: &mut Scan<'_>, i: usize, name: &str) {
    match scan.table.blocks {
        Blocks::Braces => {
            while let Some(Until::Token(end)) = scan.blocks.open.last().map(|block| block.until)
                && end < i
            {
                scan.blocks.open.pop();
            }
            if CLASSES.binary_search(&name).is_ok() {
                class_at(scan, i);
            } else if matches!(name, "fn" | "fun" | "func" | "function") && scan.code.name(i + 1).is_some() {
                function_at(scan, i + 1);
            }
        }
        Blocks::End => match name {
            "end" => {
                if let Some(indent) = indent(&scan.code, i) {
                    close(scan, indent, i);
                }
            }
            "class" | "def" | "defmodule" | "defp" | "module" => definition_at(scan, i, name),
            _ => {}
        },
    }
}

/// At the word in front of a class's name, in a language of braces.
fn class_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    if code.name(i + 1).is_none() || i > 0 && (code.punct(i - 1, b':') || code.punct(i - 1, b'.')) {
        return;
    }
    let served = annotations::class_at(scan, i);
    let mut at = i + 2;
    while at < i + HEAD && !code.punct(at, b'{') && !code.punct(at, b';') && !code.punct(at, b'}') {
        at = code.mate(at).max(at) + 1;
    }
    let end = code.mate(at);
    if code.punct(at, b'{') && end > at {
        let (prefix, client) = served;
        let block = Block {
            until: Until::Token(end),
            prefix: Cow::Owned(prefix),
            names: Some(Named::Class(i + 1)),
            start: code.range(i).start,
            client,
            route: None,
        };
        body(scan, &block, code.range(end).start);
        open(scan, block);
    }
}

/// At a function's name, in a language of braces whose functions a word begins.
fn function_at(scan: &mut Scan<'_>, i: usize) {
    let code = scan.code;
    let mut at = i + 1;
    while at < i + HEAD && !code.punct(at, b'{') && !code.punct(at, b';') && !code.punct(at, b'}') {
        at = code.mate(at).max(at) + 1;
    }
    let end = code.mate(at);
    if code.punct(at, b'{') && end > at {
        let block = block(Until::Token(end), Cow::Borrowed(""), Some(Named::Function(i)), code.range(i).start);
        body(scan, &block, code.range(end).start);
        open(scan, block);
    }
}

/// At the word in front of a class's, module's or function's name, in a language of `end`.
fn definition_at(scan: &mut Scan<'_>, i: usize, word: &str) {
    let code = scan.code;
    let Some(indent) = indent(&code, i) else { return };
    close(scan, indent, i);
    let mut at = i + 1;
    // `def self.name`, `module Shop::Hooks`, `defmodule Shop.Hooks`: the last name.
    while code.name(at).is_some() {
        if code.punct(at + 1, b'.') && code.name(at + 2).is_some() {
            at += 2;
        } else if code.punct(at + 1, b':') && code.punct(at + 2, b':') && code.name(at + 3).is_some() {
            at += 3;
        } else {
            break;
        }
    }
    // Ruby's modules only hold classes.
    let names = code.name(at).and(match word {
        "module" => None,
        "class" | "defmodule" => Some(Named::Class(at)),
        _ => Some(Named::Function(at)),
    });
    open(scan, block(Until::End(indent), Cow::Borrowed(""), names, code.range(i).start));
}

/// A block without more to say.
pub fn block<'a>(until: Until, prefix: Cow<'a, str>, names: Option<Named>, start: usize) -> Block<'a> {
    Block { until, prefix, names, start, client: false, route: None }
}

/// Opens a block.
pub fn open<'a>(scan: &mut Scan<'a>, block: Block<'a>) {
    if scan.blocks.open.len() < DEPTH {
        scan.blocks.open.push(block);
    }
}

/// Closes the blocks that an `end`, or the next definition, at this depth closes.
fn close(scan: &mut Scan<'_>, indent: usize, i: usize) {
    while let Some(Until::End(deep)) = scan.blocks.open.last().map(|block| block.until)
        && deep >= indent
    {
        let Some(block) = scan.blocks.open.pop() else { return };
        closed(scan, &block, scan.code.range(i).end);
    }
}

/// Remembers a block of `end` that ended at this byte.
fn closed(scan: &mut Scan<'_>, block: &Block<'_>, end: usize) {
    if let Some(route) = block.route {
        routes::ended(scan, route, end);
    }
    body(scan, block, end);
}

fn body(scan: &mut Scan<'_>, block: &Block<'_>, end: usize) {
    if let Some(named) = block.names
        && scan.blocks.bodies.len() < MOST
    {
        let class = scan.blocks.class();
        scan.blocks.bodies.push(Body { named, start: block.start, end, class });
    }
}

/// At the file's end: blocks that nothing closed.
pub fn finish(scan: &mut Scan<'_>) {
    let end = scan.code.text.len();
    while let Some(block) = scan.blocks.open.pop() {
        if matches!(block.until, Until::End(_)) {
            closed(scan, &block, end);
        }
    }
}

/// The depth of the line on which token `i` stands, if it is the line's first.
pub fn indent(code: &Code<'_>, i: usize) -> Option<usize> {
    let start = code.range(i).start;
    let before = code.text.as_bytes().get(start.saturating_sub(LINE)..start)?;
    let blank = before.iter().rev().take_while(|b| matches!(b, b' ' | b'\t')).count();
    match before.len().checked_sub(blank + 1).and_then(|at| before.get(at)) {
        None if start <= LINE => Some(blank),
        Some(b'\n') => Some(blank),
        _ => None,
    }
}

/// The depth of the line on which token `i` stands, wherever on it.
pub fn line_indent(code: &Code<'_>, i: usize) -> usize {
    let start = code.range(i).start;
    let before = code.text.as_bytes().get(start.saturating_sub(LINE)..start).unwrap_or(&[]);
    let line = memchr::memrchr(b'\n', before).and_then(|at| before.get(at + 1..)).unwrap_or(before);
    line.iter().take_while(|b| matches!(b, b' ' | b'\t')).count()
}

/// Whether the functions of a language are found as their blocks are.
pub fn are_found(table: &Table) -> bool {
    table.blocks == Blocks::End || table.qualified
}

/// Adds a handler for every function that holds a check, and for every class that is there to receive and holds one.
pub fn handlers(code: &Code<'_>, found: &Found<'_>, table: &Table, sink: &mut Sink<'_>) {
    let lines: Vec<u32> =
        sink.facts().iter().filter(|fact| matches!(fact.what, What::Check { .. })).map(|fact| fact.line).collect();
    if lines.is_empty() {
        return;
    }
    if !are_found(table) {
        handlers::read(code, sink);
        return;
    }
    for body in &found.bodies {
        let (first, last) = (sink.line_of(body.start), sink.line_of(body.end));
        if !lines.iter().any(|line| (first..=last).contains(line)) {
            continue;
        }
        let (token, name) = match body.named {
            Named::Function(token) => {
                let class = body.class.map_or("", |class| code.slice(class));
                (
                    token,
                    if class.is_empty() {
                        code.slice(token).to_owned()
                    } else {
                        format!("{class}.{}", code.slice(token))
                    },
                )
            }
            Named::Class(token) => {
                let lower = code.slice(token).to_ascii_lowercase();
                if !RECEIVERS.iter().any(|word| lower.contains(word)) {
                    continue;
                }
                (token, code.slice(token).to_owned())
            }
        };
        sink.push(code.range(token), What::Handler { name, end_line: last });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_sorted() {
        assert!(CLASSES.is_sorted());
    }
}
