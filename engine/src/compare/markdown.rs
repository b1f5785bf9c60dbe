//! A comparison as Markdown, short enough for a comment on a pull request.

use super::{Aspect, By, Change, Comparison, Counts, Field, Level, List, Mark, Row, summary};
use crate::audit::{Audit, Endpoint, Service, Variable};
use crate::verify::{code, escape};
use std::fmt::Write as _;

/// Most rows of one table. A comment with more is not read.
const ROWS: usize = 100;

/// Most changes that are told of one row.
const CHANGES: usize = 12;

/// Most characters of one text.
const TEXT: usize = 160;

/// Most bytes in all, less than the 65,536 characters that code hosts take in a comment.
const BYTES: usize = 60_000;

/// Writes a comparison of two audits: the sentence, then a table for every list in which something differs.
pub fn write(comparison: &Comparison, a: &Audit, b: &Audit) -> String {
    let mut out = format!("## {} → {}\n\n", escape(&comparison.a.label), escape(&comparison.b.label));
    let _ = writeln!(out, "**{}**", escape(&comparison.summary));
    for (list, rows) in comparison.lists() {
        let told: Vec<&Row> = rows.iter().filter(|row| row.change != Change::Same).collect();
        if told.is_empty() {
            continue;
        }
        let title = match list {
            List::Services => "Services",
            List::Env => "Variables",
            List::Endpoints => "Endpoints",
            List::Stores => "Stores",
            List::Findings => "Findings",
        };
        let _ = writeln!(out, "\n### {title}\n\n| | {title} | |\n|---|---|---|");
        let mut written = 0;
        for change in [Change::Added, Change::Removed, Change::Changed] {
            for row in told.iter().filter(|row| row.change == change) {
                let line = line(list, row, a, b);
                if written >= ROWS || out.len() + line.len() > BYTES {
                    break;
                }
                out.push_str(&line);
                written += 1;
            }
        }
        if told.len() > written {
            let rest = told.len() - written;
            let _ = writeln!(out, "\n… and {rest} more {}", summary::word(list, rest));
        }
    }
    let same = Counts::of(&comparison.services).same;
    if same > 0 && comparison.differs() {
        let _ = writeln!(out, "\n{same} {} the same.", summary::word(List::Services, same));
    }
    out
}

/// A row of a table.
fn line(list: List, row: &Row, a: &Audit, b: &Audit) -> String {
    let told = match row.change {
        Change::Changed | Change::Same => changes(row),
        Change::Added => has(list, row.b, b),
        Change::Removed => has(list, row.a, a),
    };
    format!("| {} | {} | {told} |\n", row.change.word(), subject(list, row))
}

fn subject(list: List, row: &Row) -> String {
    let name = shortened(&row.name);
    match list {
        List::Services => match (&row.was, row.by) {
            (Some(was), Some(by)) if was.name != row.name => {
                format!("**{}** ({} {}, {})", escape(&name), "was", escape(&shortened(&was.name)), found(by))
            }
            _ => format!("**{}**", escape(&name)),
        },
        List::Findings => format!("{} {}", code(&row.id), escape(&name)),
        _ => code(&name),
    }
}

fn found(by: By) -> &'static str {
    match by {
        By::Alias => "by its other name",
        By::Package => "by its package",
        By::Name => "by its name",
        By::Moved => "moved",
    }
}

fn changes(row: &Row) -> String {
    let mut out: Vec<String> = row.fields.iter().take(CHANGES).map(change).collect();
    if row.fields.len() > CHANGES {
        out.push(format!("{} more", row.fields.len() - CHANGES));
    }
    out.join("; ")
}

/// One field: what it was and is.
fn change(field: &Field) -> String {
    let text = |text: &str| value(field.field, text);
    let subject = match field.subject.as_str() {
        "" => word(field.field).to_owned(),
        subject => match field.field {
            Aspect::Clients | Aspect::Images => code(&shortened(subject)),
            Aspect::Attributes => escape(&shortened(subject)),
            _ => word(field.field).to_owned(),
        },
    };
    match (&field.from, &field.to) {
        // What one side's has no word of.
        (Some(from), Some(to)) if from.is_empty() && is_prose(field.field) => format!("+ {subject} {}", text(to)),
        (Some(from), Some(to)) if to.is_empty() && is_prose(field.field) => format!("− {subject} {}", text(from)),
        (Some(from), Some(to)) => {
            let level = match (field.level, field.down) {
                (None | Some(Level::None), _) => String::new(),
                (Some(level), false) => format!(" ({})", level.word()),
                (Some(level), true) => format!(" ({}, down)", level.word()),
            };
            let (from, to) = match field.words.is_empty() {
                true => (text(from), text(to)),
                false => (said(field, Mark::Removed), said(field, Mark::Added)),
            };
            format!("{subject} {from} → {to}{level}").trim_start().to_owned()
        }
        (None, Some(to)) => format!("+ {}", entry(field, &subject, to)),
        (Some(from), None) => format!("− {}", entry(field, &subject, from)),
        (None, None) => subject,
    }
}

/// The entry of a list that one side lacks.
fn entry(field: &Field, subject: &str, said: &str) -> String {
    match field.field {
        Aspect::Clients => format!("{subject} {}", escape(&shortened(said))).trim_end().to_owned(),
        Aspect::Images => code(&shortened(said)),
        Aspect::Attributes => format!("{subject}: {}", escape(&shortened(said))),
        _ => format!("{subject} {}", value(field.field, said)),
    }
}

/// Of two long texts, one with its own words in bold and a few around them.
fn said(field: &Field, own: Mark) -> String {
    let mut out = String::from("“");
    let mut shown = 0;
    for (at, run) in field.words.iter().enumerate() {
        if shown > TEXT {
            out.push('…');
            break;
        }
        let text = match run.mark {
            Mark::Both => around(&run.text, at == 0, at + 1 == field.words.len()),
            mark if mark == own => shortened(&run.text),
            _ => continue,
        };
        shown += text.len();
        let (before, word, after) = parts(&text);
        match run.mark {
            Mark::Both => out.push_str(&escape(&text)),
            _ if word.is_empty() => out.push_str(&escape(&text)),
            _ => {
                let _ = write!(out, "{before}**{}**{after}", escape(word));
            }
        }
    }
    out.push('”');
    out
}

/// A text without the blanks around it, and these: bold text must not begin or end with one.
fn parts(text: &str) -> (&str, &str, &str) {
    let word = text.trim();
    let start = text.len() - text.trim_start().len();
    let before = text.get(..start).unwrap_or("");
    (if before.is_empty() { "" } else { " " }, word, if text.trim_end().len() < text.len() { " " } else { "" })
}

/// The end and the start of what two texts share.
fn around(text: &str, first: bool, last: bool) -> String {
    const AROUND: usize = 24;
    let count = text.chars().count();
    let start = || text.chars().take(AROUND).collect::<String>();
    let end = || text.chars().skip(count - AROUND).collect::<String>();
    match (first, last) {
        _ if count <= 2 * AROUND + 3 => text.to_owned(),
        (true, _) => format!("…{}", end()),
        (_, true) => format!("{}…", start()),
        _ => format!("{} … {}", start(), end()),
    }
}

/// What a side has that the other lacks.
fn has(list: List, at: Option<u32>, audit: &Audit) -> String {
    let at = at.map_or(usize::MAX, |at| at as usize);
    match list {
        List::Services => audit.services.get(at).map_or(String::new(), service),
        List::Env => audit.env.get(at).map_or(String::new(), |it| variable(it, audit)),
        List::Endpoints => audit.endpoints.get(at).map_or(String::new(), |it| endpoint(it, audit)),
        List::Stores => audit.stores.get(at).map_or(String::new(), |it| escape(&owner(&it.service, audit))),
        List::Findings => audit.findings.get(at).map_or(String::new(), |it| place(&it.place.path, it.place.line)),
    }
}

fn service(service: &Service) -> String {
    let mut out = vec![format!("{}, {}", service.category.word(), service.status.word())];
    let versions = service.clients.iter().take(3).map(|client| {
        let version = if client.version.is_empty() { &client.requirement } else { &client.version };
        format!("{} {}", code(&super::clients::subject(client, false)), escape(version)).trim_end().to_owned()
    });
    out.extend(versions);
    out.extend(service.images.iter().take(2).map(|image| code(&shortened(image))));
    out.extend(service.env.iter().take(6).map(|name| code(&shortened(name))));
    if service.env.len() > 6 {
        out.push(format!("{} more variables", service.env.len() - 6));
    }
    out.join("; ")
}

fn variable(variable: &Variable, audit: &Audit) -> String {
    let mut out = Vec::new();
    if !variable.service.is_empty() {
        out.push(escape(&owner(&variable.service, audit)));
    }
    out.extend(variable.required.map(|required| if required { "required" } else { "optional" }.to_owned()));
    let read = variable.read.first().map(|it| place(&it.path, it.line));
    let declared = || variable.declared.first().map(|it| format!("declared in {}", code(&it.path)));
    out.extend(read.or_else(declared));
    out.join("; ")
}

fn endpoint(endpoint: &Endpoint, audit: &Audit) -> String {
    let mut out = vec![endpoint.direction.word().to_owned()];
    if !endpoint.service.is_empty() {
        out.push(escape(&owner(&endpoint.service, audit)));
    }
    out.push(format!("verification {}", endpoint.verification.word()));
    if !endpoint.place.path.is_empty() {
        out.push(place(&endpoint.place.path, endpoint.place.line));
    }
    out.join("; ")
}

/// The name of the service with this id.
fn owner(id: &str, audit: &Audit) -> String {
    let named = audit.services.iter().find(|service| service.id == id);
    shortened(named.map_or(id, |service| &service.name))
}

fn place(path: &str, line: u32) -> String {
    if path.is_empty() { String::new() } else { code(&format!("{path}:{line}")) }
}

/// The value of a field: names as code, words as words.
fn value(field: Aspect, text: &str) -> String {
    let text = shortened(text);
    match field {
        Aspect::Env
        | Aspect::Hosts
        | Aspect::Implementation
        | Aspect::Events
        | Aspect::Path
        | Aspect::Method
        | Aspect::Images
        | Aspect::Place => code(&text),
        Aspect::Purpose | Aspect::Attributes | Aspect::Message => format!("“{}”", escape(&text)),
        _ if text.is_empty() => "none".to_owned(),
        _ => escape(&text),
    }
}

fn is_prose(field: Aspect) -> bool {
    matches!(field, Aspect::Purpose | Aspect::Message)
}

/// The word for a field.
fn word(field: Aspect) -> &'static str {
    match field {
        Aspect::Read | Aspect::Declared | Aspect::Required => "",
        field => field.one(),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(TEXT) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or("")),
        None => text.to_owned(),
    }
}
