//! Tables: what their columns hold, by the words at their head and by what stands in them.

use super::super::inline::Context;
use super::head::unmarked;
use super::names::{self, Naming};
use super::sections::Subject;
use super::statuses;
use super::walk::{Frame, Topic, Walk};
use super::words::{self, Field};
use crate::audit::{BlockKind, BlockRole, Direction, Endpoint};

/// A table whose rows are being read.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// The words at the head of each column.
    columns: Vec<String>,
    /// What a row is.
    rows: Rows,
    /// The column that names it.
    name: usize,
}

/// What the rows of a table are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Rows {
    Services,
    Variables,
    Endpoints,
    #[default]
    Other,
}

/// How many rows are looked at to tell what they are.
const AHEAD: usize = 30;

/// Words at the head of a column that names services.
const SERVICE_COLUMNS: &[&str] = &[
    "service",
    "services",
    "provider",
    "integration",
    "vendor",
    "platform",
    "system",
    "external service",
    "api",
    "third party",
    "product",
    "database",
    "service name",
    "integrations",
    "external system",
    "dependency",
];

impl Walk<'_> {
    /// Reads a row of a table.
    pub fn row(&mut self, at: usize) -> BlockRole {
        let Some(piece) = self.pieces.get(at) else { return BlockRole::Note };
        if piece.head {
            self.close(super::walk::item_rank(piece.within.saturating_add(1)));
            self.table = Some(self.table_at(at));
            return BlockRole::Group;
        }
        let Some(table) = self.table.clone() else {
            self.note(at, 0);
            return BlockRole::Note;
        };
        match table.rows {
            Rows::Services => self.service_row(at, &table),
            Rows::Variables => self.variable_row(at, &table),
            Rows::Endpoints => self.endpoint_row(at, &table),
            Rows::Other => self.other_row(at, &table),
        }
    }

    /// Tells what a table's rows are.
    fn table_at(&self, at: usize) -> Table {
        let Some(piece) = self.pieces.get(at) else { return Table::default() };
        let columns: Vec<String> =
            piece.cells.iter().map(|cell| words::folded(&unmarked(self.words(cell.clone())))).collect();
        let rows =
            || self.pieces.iter().skip(at + 1).take(AHEAD).take_while(|row| row.kind == BlockKind::Row && !row.head);
        let holds = |words: &[&str]| columns.iter().position(|column| words.contains(&column.as_str()));
        let count = rows().count();
        let cell = |row: &super::blocks::Piece, column: usize| {
            row.cells.get(column).map_or("", |cell| self.words(cell.clone())).trim().to_owned()
        };
        let share = |column: usize, is: &dyn Fn(&str) -> bool| rows().filter(|row| is(&cell(row, column))).count();
        if let Some(name) = holds(&[
            "variable",
            "env var",
            "environment variable",
            "env",
            "env variable",
            "variable name",
            "key",
            "name",
            "var",
        ])
        .filter(|name| *name == 0 || holds(SERVICE_COLUMNS).is_none())
        .filter(|name| share(*name, &|text| is_variable(&unmarked(text))) * 2 > count)
        {
            return Table { columns, rows: Rows::Variables, name };
        }
        let route = |text: &str| {
            let plain = unmarked(text);
            let path = plain.split_whitespace().find(|word| word.starts_with('/')).is_some();
            path && plain.split_whitespace().count() <= 3
        };
        if let Some(name) = holds(&["path", "route", "endpoint", "url", "uri", "webhook", "endpoints", "callback url"])
            .filter(|name| share(*name, &route) * 2 > count)
        {
            return Table { columns, rows: Rows::Endpoints, name };
        }
        // The column in which most cells name a service; the head's words only decide between equals.
        let named = |text: &str| {
            matches!(names::naming(text.get(super::head::head(text).name).unwrap_or(""), false), Naming::Services(_))
        };
        let best = (0..columns.len().min(8))
            .map(|column| {
                let says = columns.get(column).is_some_and(|head| SERVICE_COLUMNS.contains(&head.as_str()));
                (share(column, &named), says, usize::MAX - column)
            })
            .max();
        if let Some((found, says, place)) = best
            && found > 0
            && (says && found * 4 >= count || found * 2 > count && columns.len() > 1)
            && !columns.iter().any(|column| column == "library" || column == "tool id")
        {
            return Table { columns, rows: Rows::Services, name: usize::MAX - place };
        }
        if let Some(name) = holds(SERVICE_COLUMNS).filter(|_| {
            self.section.subject == Subject::Services || count > 0 && columns.len() > 1 && self.frames.is_empty()
        }) && columns.iter().any(|column| {
            words::has_word(
                column,
                &[
                    "sdk", "env", "env var", "env vars", "auth", "purpose", "version", "status", "config", "client",
                    "package", "used for",
                ],
            )
        }) {
            return Table { columns, rows: Rows::Services, name };
        }
        Table { columns, rows: Rows::Other, name: 0 }
    }

    fn service_row(&mut self, at: usize, table: &Table) -> BlockRole {
        let Some(piece) = self.pieces.get(at) else { return BlockRole::Note };
        let Some(cell) = piece.cells.get(table.name) else { return self.other_row(at, table) };
        let text = self.words(cell.clone());
        let head = super::head::head(text);
        let name = cell.start + head.name.start..cell.start + head.name.end;
        let plain = unmarked(self.words(name.clone()));
        if statuses::none(text).is_some() {
            return self.other_row(at, table);
        }
        let services: Vec<usize> = match names::naming(self.words(name.clone()), false) {
            Naming::Services(found) => found.into_iter().map(|entry| self.services.known(entry)).collect(),
            Naming::Mentions(found) if found.len() == 1 => {
                found.into_iter().map(|entry| self.services.known(entry)).collect()
            }
            _ if names::is_proper(&plain) => {
                let category = self.frames.iter().rev().find_map(|frame| frame.category).or(self.section.category);
                let section =
                    if self.section.subject == Subject::Services { self.section.name.clone() } else { String::new() };
                vec![self.services.unknown(&plain, category, &section)]
            }
            _ => return self.other_row(at, table),
        };
        let mut status = None;
        let mut purpose = 0..0;
        for (column, cell) in piece.cells.iter().enumerate() {
            let label = table.columns.get(column).map_or("", String::as_str);
            match words::field(label) {
                Some(Field::Status) => status = statuses::status(&unmarked(self.words(cell.clone()))),
                Some(Field::Purpose) if purpose.is_empty() => purpose = cell.clone(),
                _ => {}
            }
        }
        let rank = u16::MAX - 2;
        let aside = self.words(cell.start + head.aside.start..cell.start + head.aside.end);
        let role = self.open_services(
            at,
            rank,
            services.clone(),
            name,
            aside,
            purpose.clone(),
            Frame { status, ..Frame::default() },
        );
        for (column, cell) in piece.cells.iter().enumerate() {
            if column == table.name || *cell == purpose || self.words(cell.clone()).trim().is_empty() {
                continue;
            }
            let label = table.columns.get(column).cloned().unwrap_or_default();
            let field = words::field(&label);
            let value = self.words(cell.clone()).trim();
            let found = self.gather(at, cell.clone(), field.unwrap_or_default().context(), false);
            self.require(&found.envs, "");
            for service in &services {
                if !value.chars().all(|c| matches!(c, '-' | '–' | '—')) {
                    self.services.attribute(*service, &capitalised(&label), value);
                }
            }
        }
        self.close(rank);
        role
    }

    fn variable_row(&mut self, at: usize, table: &Table) -> BlockRole {
        let Some(piece) = self.pieces.get(at) else { return BlockRole::Note };
        let Some(cell) = piece.cells.get(table.name) else { return self.other_row(at, table) };
        let found = self.gather(at, cell.clone(), Context::Variables, false);
        if found.envs.is_empty() {
            return self.other_row(at, table);
        }
        for (column, cell) in piece.cells.iter().enumerate() {
            let label = table.columns.get(column).map_or("", String::as_str);
            let value = self.words(cell.clone()).trim();
            if column == table.name || value.is_empty() {
                continue;
            }
            let others = self.gather(at, cell.clone(), Context::Plain, false);
            if matches!(label, "required" | "required?" | "mandatory" | "needed") {
                let needed = needed(value);
                for name in &found.envs {
                    self.variables.required(name, needed);
                }
                if value.split_whitespace().count() > 1 {
                    self.describe(&found.envs, value);
                }
            } else {
                self.describe(&found.envs, value);
                if let [(service, _)] = others.services.as_slice() {
                    let id = self.services.id(*service).to_owned();
                    for name in found.envs.iter().filter(|name| crate::catalog::env(name).is_none()) {
                        self.variables.owner(name, &id);
                    }
                }
            }
        }
        if !table.columns.iter().any(|column| column.starts_with("required")) {
            self.require(&found.envs, "");
        }
        BlockRole::Variable
    }

    fn endpoint_row(&mut self, at: usize, table: &Table) -> BlockRole {
        let Some(piece) = self.pieces.get(at) else { return BlockRole::Note };
        let mut methods = Vec::new();
        for (column, cell) in piece.cells.iter().enumerate() {
            if table.columns.get(column).is_some_and(|label| words::has_word(label, &["method", "methods", "verb"])) {
                methods.extend(
                    unmarked(self.words(cell.clone()))
                        .split([',', '/', ' '])
                        .map(str::trim)
                        .filter(|m| !m.is_empty())
                        .map(str::to_uppercase),
                );
            }
        }
        let whole = self.words(piece.span.clone()).to_lowercase();
        let hooks = self.section.subject == Subject::Hooks
            || self.frames.iter().any(|frame| matches!(frame.topic, Topic::Hooks(_)))
            || words::contains_word(&whole, "webhook")
            || words::contains_word(&whole, "callback");
        let Some(cell) = piece.cells.get(table.name) else { return self.other_row(at, table) };
        let from = self.claims.len();
        let found = self.gather(at, cell.clone(), Context::Endpoints, false);
        // The method stands in a column of its own.
        if let [method, ..] = methods.as_slice() {
            for claim in self.claims.iter_mut().skip(from).filter(|claim| claim.subject.starts_with('/')) {
                claim.subject = format!("{method} {}", claim.subject);
            }
            let extra: Vec<_> = self.claims.iter().skip(from).cloned().collect();
            for other in methods.iter().skip(1) {
                for claim in &extra {
                    let subject = claim.subject.replacen(method.as_str(), other, 1);
                    self.claims.push(crate::audit::Claim { subject, ..claim.clone() });
                }
            }
        }
        let mut draft = super::endpoints::Draft::default();
        let direction = self.frames.iter().rev().find_map(|frame| match frame.topic {
            Topic::Hooks(direction) => Some(direction),
            _ => None,
        });
        draft.endpoint.direction = super::endpoints::direction(&whole, direction.unwrap_or(Direction::Incoming));
        for (method, path) in &found.routes {
            let first = if method.is_empty() { methods.first().cloned().unwrap_or_default() } else { method.clone() };
            draft.route(&first, path);
        }
        for (column, cell) in piece.cells.iter().enumerate() {
            let label = table.columns.get(column).cloned().unwrap_or_default();
            let value = self.words(cell.clone()).trim();
            if column == table.name || words::has_word(&label, &["method", "methods", "verb"]) || value.is_empty() {
                continue;
            }
            let field = words::field(&label);
            let others = self.gather(at, cell.clone(), field.unwrap_or_default().context(), false);
            if let Some((service, _)) = others.services.first()
                && draft.endpoint.service.is_empty()
            {
                draft.endpoint.service = self.services.id(*service).to_owned();
            }
            if words::has_word(&label, &["auth", "verification", "signature", "security"]) {
                draft.verified(value);
            }
            draft.endpoint.events.extend(others.events);
            if field == Some(Field::Purpose) {
                value.clone_into(&mut draft.endpoint.purpose);
            } else {
                draft
                    .endpoint
                    .attributes
                    .push(crate::audit::Attribute { label: capitalised(&label), text: value.to_owned() });
            }
        }
        if hooks {
            for endpoint in draft.finish() {
                let others =
                    methods.iter().skip(1).map(|method| Endpoint { method: method.clone(), ..endpoint.clone() });
                let others: Vec<Endpoint> = others.collect();
                self.endpoints.push(endpoint);
                self.endpoints.extend(others);
            }
        } else {
            self.note(at, 0);
        }
        BlockRole::Endpoint
    }

    fn other_row(&mut self, at: usize, table: &Table) -> BlockRole {
        let Some(piece) = self.pieces.get(at) else { return BlockRole::Note };
        for (column, cell) in piece.cells.iter().enumerate() {
            let field = table.columns.get(column).and_then(|label| words::field(label)).unwrap_or_default();
            self.gather(at, cell.clone(), field.context(), false);
        }
        self.note(at, 0);
        self.kept()
    }

    /// Reads a block of code: the variables in one of settings, nothing of one of prose or a diagram.
    pub fn code(&mut self, at: usize) -> BlockRole {
        let Some(piece) = self.pieces.get(at) else { return BlockRole::Note };
        self.note(at, 0);
        let settings = self.section.subject == Subject::Environment
            || self.frames.iter().any(|frame| frame.topic == Topic::Variables);
        if !settings {
            return self.kept();
        }
        let mut role = BlockRole::Note;
        let mut start = piece.content.start;
        for line in self.words(piece.content.clone()).split_inclusive('\n') {
            let trimmed = line.trim();
            let name = trimmed.strip_prefix("export ").unwrap_or(trimmed).split('=').next().unwrap_or("").trim();
            if trimmed.contains('=') && is_variable(name) {
                let from = start + line.find(name).unwrap_or(0);
                let found = self.gather(at, from..from + name.len(), Context::Variables, false);
                let comment = line.split_once(" #").map_or("", |(_, comment)| comment);
                self.describe(&found.envs, comment);
                self.require(&found.envs, comment);
                role = BlockRole::Variable;
            }
            start += line.len();
        }
        role
    }
}

fn needed(value: &str) -> Option<bool> {
    let lower = unmarked(value).to_lowercase();
    let first = lower.split(|c: char| !c.is_alphanumeric()).find(|word| !word.is_empty()).unwrap_or("");
    match first {
        "yes" | "y" | "true" | "required" | "always" | "mandatory" => Some(true),
        "no" | "n" | "false" | "optional" | "when" | "if" | "only" | "for" => Some(false),
        _ if value.contains(['✅', '✓', '✔']) => Some(true),
        _ if value.contains(['❌', '✗', '✘']) => Some(false),
        _ => words::required(&lower),
    }
}

/// Whether a text is the name of a variable, or several.
fn is_variable(text: &str) -> bool {
    let mut names = text.split([',', '/', ' ']).map(str::trim).filter(|name| !name.is_empty()).peekable();
    names.peek().is_some()
        && names.all(|name| {
            name.len() > 2
                && name.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
                && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'_' | b'*'))
        })
}

fn capitalised(label: &str) -> String {
    let mut chars = label.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
