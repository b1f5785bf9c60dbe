//! Jupyter notebooks: their code cells as Python, what they install, what they run in a shell. Outputs are left alone.
//! <https://nbformat.readthedocs.io/en/latest/format_description.html>

use super::json::{Cursor, Text};
use super::lines::Part;
use super::python_requirement::{parse, tell};
use super::script::push_script;
use super::variable::declare;
use super::{File, ReadError, Reader};
use crate::facts::{Scope, Sink};
use crate::{path, source};
use std::ops::Range;

/// Reads it.
pub const READER: Reader = Reader { name: "notebook", wants, read };

fn wants(path: &str) -> bool {
    path::extension(path) == "ipynb"
}

/// A line of a cell: its text, and the place of the string that it stands in.
type Line = (String, Range<usize>);

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let mut cells: Vec<Vec<Line>> = Vec::new();
    let mut language = None;
    let end = Cursor::new(file.text).and_then(|mut cursor| {
        cursor.object(|cursor, key| match &*key.value {
            "cells" => all(cursor, &mut cells),
            // The older form has sheets.
            "worksheets" => cursor.array(|cursor, _| {
                cursor.object(|cursor, key| if key.value == "cells" { all(cursor, &mut cells) } else { Ok(()) })
            }),
            "metadata" => cursor.object(|cursor, key| {
                let field = match &*key.value {
                    "kernelspec" => "language",
                    "language_info" => "name",
                    _ => return Ok(()),
                };
                cursor.object(|cursor, key| {
                    if key.value == field {
                        language = cursor.text()?.or(language.take());
                    }
                    Ok(())
                })
            }),
            _ => Ok(()),
        })
    });
    if language.is_none_or(|language| language.value.eq_ignore_ascii_case("python")) {
        python(cells, sink);
    }
    end
}

/// Takes a list of cells.
fn all(cursor: &mut Cursor<'_>, cells: &mut Vec<Vec<Line>>) -> Result<(), ReadError> {
    cursor.array(|cursor, _| {
        let mut code = false;
        let mut cell: Vec<Line> = Vec::new();
        cursor.object(|cursor, key| {
            match &*key.value {
                "cell_type" => code = cursor.text()?.is_some_and(|kind| kind.value == "code"),
                "input" | "source" if cursor.is_array() => cursor.array(|cursor, _| {
                    if let Some(text) = cursor.text()? {
                        add(&text, &mut cell);
                    }
                    Ok(())
                })?,
                "input" | "source" => {
                    if let Some(text) = cursor.text()? {
                        add(&text, &mut cell);
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
        if code {
            cells.push(cell);
        }
        Ok(())
    })
}

/// Adds the lines of a string, which goes on with the last line where that has no end.
fn add(text: &Text<'_>, cell: &mut Vec<Line>) {
    for part in text.value.split_inclusive('\n') {
        match cell.last_mut() {
            Some((last, _)) if !last.ends_with('\n') => last.push_str(part),
            _ => cell.push((part.to_owned(), text.span.clone())),
        }
    }
}

/// Longest string in which a fact's own place is looked for, in bytes.
const LINE_BYTES: usize = 2000;

/// Cells that begin with one of these are Python all the same.
const MAGICS: &[&str] = &["%%capture", "%%prun", "%%time", "%%timeit"];

fn python(cells: Vec<Vec<Line>>, sink: &mut Sink<'_>) {
    let mut programs = Vec::new();
    let mut code = String::new();
    let mut places: Vec<Range<usize>> = Vec::new();
    for cell in cells {
        let head = cell.first().map_or("", |(line, _)| line.trim());
        let shell = matches!(head.split_whitespace().next(), Some("%%bash" | "%%sh" | "%%shell"));
        let foreign = head.starts_with("%%") && !MAGICS.iter().any(|magic| head.starts_with(magic));
        for (line, place) in cell {
            let start = line.trim_start();
            if shell && !start.starts_with("%%") {
                command(start, &place, &mut programs, sink);
            } else if let Some(rest) = start.strip_prefix(['!', '%']).filter(|_| !start.starts_with("%%")) {
                command(rest, &place, &mut programs, sink);
            }
            // What is none of Python's leaves its line behind.
            let keep = !foreign && !start.starts_with(['!', '%']);
            code.push_str(if keep { line.trim_end_matches(['\n', '\r']) } else { "" });
            code.push('\n');
            places.push(place);
        }
    }
    let mut inner = Sink::new(&code);
    let file = File { path: "notebook.py", text: &code };
    if (source::READER.read)(&file, &mut inner).is_err() {
        return;
    }
    let text = sink.text();
    for fact in inner.finish() {
        let Some(place) = usize::try_from(fact.line).ok().and_then(|line| places.get(line.checked_sub(1)?)) else {
            continue;
        };
        let raw = text.get(place.clone()).unwrap_or("");
        // A whole cell in one string is not searched: its line is all that can be told of a place in it.
        let near = !fact.matched.is_empty() && raw.len() <= LINE_BYTES;
        let part = if near { raw.find(&fact.matched) } else { None };
        let span = part.map_or(place.clone(), |at| place.start + at..place.start + at + fact.matched.len());
        sink.push_named(span, fact.what, &fact.excerpt);
    }
}

/// A line that is run by a shell or by the notebook itself: `pip install stripe==7`, `env NAME=value`, `curl …`.
fn command(line: &str, place: &Range<usize>, programs: &mut Vec<String>, sink: &mut Sink<'_>) {
    let mut words = line.split_whitespace().skip_while(|word| matches!(*word, "-m" | "python" | "python3" | "uv"));
    match (words.next(), words.next()) {
        (Some("pip" | "pip3"), Some("install")) => {
            for word in words.filter(|word| !word.starts_with('-')) {
                let word = word.trim_matches(['"', '\'']);
                let own = word.starts_with('.') || word.contains('/') || word.ends_with(".txt");
                if let Some(requirement) = parse(Part { start: 0, text: word }).filter(|_| !own) {
                    let mut list = Sink::new(word);
                    tell(&requirement, Scope::Product, &mut list);
                    list.finish().into_iter().for_each(|fact| sink.push_named(place.clone(), fact.what, word));
                }
            }
        }
        (Some("env" | "set_env"), Some(pair)) => {
            let (name, value) = pair.split_once('=').unwrap_or((pair, words.next().unwrap_or("")));
            declare(sink, place.clone(), name, !value.is_empty());
        }
        _ => {
            let mut script = Sink::new(line);
            push_script(&mut script, 0, line, programs);
            for fact in script.finish() {
                sink.push_named(place.clone(), fact.what, &fact.excerpt);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_strings_join() {
        let mut cell = Vec::new();
        for text in ["a\n", "b", "c\nd"] {
            add(&Text::whole(text), &mut cell);
        }
        let texts: Vec<_> = cell.iter().map(|(line, _)| line.as_str()).collect();
        assert_eq!(texts, ["a\n", "bc\n", "d"]);
    }
}
