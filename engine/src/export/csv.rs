//! One table for a spreadsheet: services, variables and endpoints, told apart by the column `kind`.
//!
//! One file rather than three: it is one download and one stream, and a filter on `kind` gives each of the three. RFC 4180,
//! in UTF-8. Lists stand in one cell, their parts divided by `; `. A cell, or a part of one, that a spreadsheet would take
//! for a formula begins with an apostrophe instead.

use super::place;
use crate::audit::{Audit, Endpoint, Service, Variable};
use crate::visible;
use std::borrow::Cow;
use std::collections::HashMap;

/// The columns. Each row leaves those empty that its kind does not have.
pub const COLUMNS: [&str; 18] = [
    "kind",
    "name",
    "service",
    "service_id",
    "category",
    "status",
    "purpose",
    "clients",
    "variables",
    "hosts",
    "images",
    "required",
    "read_at",
    "declared_at",
    "method",
    "verification",
    "events",
    "places",
];

/// What a cell must not begin with, since a spreadsheet would run it. The last four are the same signs in full width.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// Writes services, variables and endpoints as one table.
pub fn write(audit: &Audit) -> String {
    let mut out = COLUMNS.join(",") + "\r\n";
    let services: HashMap<&str, &Service> =
        audit.services.iter().map(|service| (service.id.as_str(), service)).collect();
    for one in &audit.services {
        service(&mut out, one);
    }
    for one in &audit.env {
        variable(&mut out, one, services.get(one.service.as_str()).copied());
    }
    for one in &audit.endpoints {
        endpoint(&mut out, one, services.get(one.service.as_str()).copied());
    }
    out
}

/// A row under way: cells by the names of their columns.
struct Row([String; COLUMNS.len()]);

impl Row {
    fn new(kind: &'static str) -> Self {
        let mut row = Self(Default::default());
        row.set("kind", kind);
        row
    }

    fn set(&mut self, column: &'static str, text: &str) {
        self.list(column, [text]);
    }

    /// Puts several texts into a cell.
    fn list<T: AsRef<str>>(&mut self, column: &'static str, parts: impl IntoIterator<Item = T>) {
        let Some(cell) = COLUMNS.iter().position(|known| *known == column).and_then(|at| self.0.get_mut(at)) else {
            return;
        };
        for part in parts {
            if !cell.is_empty() {
                cell.push_str("; ");
            }
            cell.push_str(&harmless(part.as_ref()));
        }
    }

    fn owner(&mut self, id: &str, service: Option<&Service>) {
        self.set("service_id", id);
        if let Some(service) = service {
            self.set("service", &service.name);
            self.set("category", service.category.word());
        }
    }

    fn end(self, out: &mut String) {
        for (at, cell) in self.0.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            out.push_str(&quoted(cell));
        }
        out.push_str("\r\n");
    }
}

/// A part of a cell that no spreadsheet runs and that stands on one line. Where a semicolon divides cells, as it does where a
/// comma divides a number, what stands behind one is a cell, too.
fn harmless(text: &str) -> Cow<'_, str> {
    let text = visible::line(text);
    let runs = |part: &str| part.trim_start().starts_with(FORMULA);
    if !text.split(';').any(runs) {
        return text;
    }
    let parts: Vec<_> =
        text.split(';').map(|part| if runs(part) { format!("'{part}") } else { part.to_owned() }).collect();
    Cow::Owned(parts.join(";"))
}

/// A cell, quoted where it has to be.
fn quoted(cell: &str) -> Cow<'_, str> {
    let needs = cell.contains(['"', ',', ';', '\r', '\n']) || cell.trim() != cell;
    if needs { Cow::Owned(format!("\"{}\"", cell.replace('"', "\"\""))) } else { Cow::Borrowed(cell) }
}

fn service(out: &mut String, service: &Service) {
    let mut row = Row::new("service");
    row.set("name", &service.name);
    row.owner(&service.id, Some(service));
    row.set("status", service.status.word());
    row.set("purpose", &service.purpose);
    row.list(
        "clients",
        service.clients.iter().map(|client| {
            let version = if client.version.is_empty() { &client.requirement } else { &client.version };
            let version = if version.is_empty() { String::new() } else { format!("@{version}") };
            format!("{}:{}{version}", client.ecosystem, client.name)
        }),
    );
    row.list("variables", &service.env);
    row.list("hosts", &service.hosts);
    row.list("images", &service.images);
    if service.evidence.is_empty() {
        row.list("places", &service.implementation);
    } else {
        row.list("places", service.evidence.iter().map(|evidence| place(&evidence.path, evidence.line)));
    }
    row.end(out);
}

fn variable(out: &mut String, variable: &Variable, service: Option<&Service>) {
    let mut row = Row::new("variable");
    row.set("name", &variable.name);
    row.owner(&variable.service, service);
    row.set("purpose", &variable.purpose);
    row.set(
        "required",
        match variable.required {
            Some(true) => "yes",
            Some(false) => "no",
            None => "",
        },
    );
    row.list("read_at", variable.read.iter().map(|at| place(&at.path, at.line)));
    row.list("declared_at", variable.declared.iter().map(|at| place(&at.path, at.line)));
    row.end(out);
}

fn endpoint(out: &mut String, endpoint: &Endpoint, service: Option<&Service>) {
    let mut row = Row::new("endpoint");
    row.set("name", &endpoint.path);
    row.owner(&endpoint.service, service);
    row.set("status", endpoint.direction.word());
    row.set("purpose", &endpoint.purpose);
    row.set("method", &endpoint.method);
    row.set("verification", endpoint.verification.word());
    row.list("events", &endpoint.events);
    row.set("places", &place(&endpoint.place.path, endpoint.place.line));
    row.end(out);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{Client, Place};

    fn row(text: &str, number: usize) -> Vec<String> {
        parse(text).into_iter().nth(number).unwrap()
    }

    /// Reads a table as RFC 4180 tells.
    fn parse(text: &str) -> Vec<Vec<String>> {
        let mut rows = vec![vec![String::new()]];
        let (mut inside, mut signs) = (false, text.chars().peekable());
        while let Some(c) = signs.next() {
            let row = rows.last_mut().unwrap();
            match c {
                '"' if inside && signs.peek() == Some(&'"') => {
                    signs.next();
                    row.last_mut().unwrap().push('"');
                }
                '"' => inside = !inside,
                ',' if !inside => row.push(String::new()),
                '\r' if !inside && signs.next_if_eq(&'\n').is_some() => rows.push(vec![String::new()]),
                c => row.last_mut().unwrap().push(c),
            }
        }
        assert!(!inside && rows.pop() == Some(vec![String::new()]), "the last line is not ended");
        rows
    }

    fn hostile(name: &str) -> Audit {
        let service = Service {
            id: "stripe".into(),
            name: name.into(),
            clients: vec![Client {
                ecosystem: "npm".into(),
                name: "stripe".into(),
                version: "20.2.0".into(),
                ..Client::default()
            }],
            hosts: vec![name.into(), "api.stripe.com".into()],
            ..Service::default()
        };
        let variable = Variable {
            name: "STRIPE_KEY".into(),
            service: "stripe".into(),
            required: Some(true),
            read: vec![Place { path: name.into(), line: 3 }],
            ..Variable::default()
        };
        Audit { services: vec![service], env: vec![variable], ..Audit::default() }
    }

    #[test]
    fn every_row_has_every_column() {
        for name in ["Stripe", "a,b", "say \"hi\"", "two\r\nlines", " space ", "a;b", "", "\"", ",,\n\""] {
            let text = write(&hostile(name));
            let rows = parse(&text);
            assert_eq!(rows.len(), 3, "{name:?}");
            assert!(rows.iter().all(|row| row.len() == COLUMNS.len()), "{name:?}: {rows:#?}");
        }
        let text = write(&hostile("Stripe"));
        assert_eq!(row(&text, 1)[..4], ["service", "Stripe", "Stripe", "stripe"]);
        assert_eq!(row(&text, 2)[..4], ["variable", "STRIPE_KEY", "Stripe", "stripe"]);
        assert_eq!((row(&text, 1)[7].as_str(), row(&text, 2)[11].as_str()), ("npm:stripe@20.2.0", "yes"));
    }

    #[test]
    fn no_cell_is_a_formula_in_any_country() {
        for name in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1", "\u{feff}=1", "=1;=2"] {
            let text = write(&hostile(name));
            for cell in parse(&text).iter().flatten().flat_map(|cell| cell.split(';')) {
                assert!(!cell.trim_start().starts_with(FORMULA), "{name:?} gives {cell:?}");
            }
        }
    }
}
