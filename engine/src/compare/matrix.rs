//! Any number of audits side by side: which of them has which service, with status and version.

use super::align::align;
use super::sides::{self, Side};
use crate::audit::{Audit, Category, Service, Status};
use crate::order::{Arrange, Gather};
use crate::verify::escape;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The name and version of the JSON format, in its `schema` field.
pub const SCHEMA: &str = "patchbay.matrix/1";

/// Most versions that a cell tells.
const VERSIONS: usize = 3;

/// Most rows of the table in Markdown.
const ROWS: usize = 500;

/// Services by audits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Matrix {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// The audits, in the order in which they were given.
    pub audits: Vec<Side>,
    /// The services of all, those that most audits share first, then by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Shared>,
}

/// One service, as every audit has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Shared {
    /// Its id, the catalog's if any audit has that.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What sort of service it is.
    pub category: Category,
    /// How many audits have it: what an audit says there is none of, it has not.
    pub count: u32,
    /// What each audit has of it, in the order of the audits; `None` where it lacks it.
    pub cells: Vec<Option<Cell>>,
}

impl Shared {
    /// The number of the only audit that has it.
    pub fn only(&self) -> Option<usize> {
        (self.count == 1).then(|| self.cells.iter().position(|cell| cell.as_ref().is_some_and(Cell::counts))).flatten()
    }
}

/// A service in one audit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cell {
    /// Its id there.
    pub id: String,
    /// How far the code goes with it.
    pub status: Status,
    /// The versions of its clients, else the tags of its images: the exact ones where they are known. Empty where none is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
}

impl Cell {
    fn counts(&self) -> bool {
        self.status != Status::Absent
    }

    /// The cell in words: `used 17.7.0`.
    pub fn text(&self) -> String {
        format!("{} {}", self.status.word(), self.version).trim_end().to_owned()
    }
}

impl Matrix {
    /// The services that every audit has.
    pub fn shared_by_all(&self) -> impl Iterator<Item = &Shared> {
        self.services.iter().filter(|it| it.count as usize == self.audits.len())
    }

    /// Whether some audit lacks a service of another, or has it in another status or version.
    pub fn differs(&self) -> bool {
        let told = |it: &Shared| {
            let first = it.cells.first().cloned().flatten();
            it.cells.iter().any(|cell| match (&first, cell) {
                (Some(first), Some(cell)) => (first.status, &first.version) != (cell.status, &cell.version),
                (None, None) => false,
                _ => true,
            })
        };
        self.services.iter().any(told)
    }

    /// What all share and how many only one has, in one sentence.
    pub fn summary(&self) -> String {
        let all = self.shared_by_all().count();
        let only = self.services.iter().filter(|it| it.count == 1).count();
        let are = |count: usize, word: &str| format!("{count} service{} {word}", if count == 1 { "" } else { "s" });
        format!(
            "{}; {} in all {}, {only} in only one.",
            are(self.services.len(), "in all audits together"),
            all,
            self.audits.len()
        )
    }
}

/// Lays audits side by side. Neither their order nor that of their lists decides which services are one.
pub fn matrix(audits: &[&Audit]) -> Matrix {
    let lists: Vec<&[Service]> = audits.iter().map(|audit| audit.services.as_slice()).collect();
    let mut services: Vec<Shared> = align(&lists)
        .into_iter()
        .map(|group| {
            let members: Vec<Option<&Service>> =
                group.members.iter().zip(&lists).map(|(at, list)| list.get((*at)?)).collect();
            shared(&members)
        })
        .filter(|it| it.count > 0)
        .collect();
    services.arrange_by(|a, b| {
        let name = |it: &Shared| (it.name.to_lowercase(), it.id.clone());
        b.count.cmp(&a.count).then_with(|| name(a).cmp(&name(b)))
    });
    let mut sides: Vec<Side> = audits.iter().map(|audit| Side::of(audit)).collect();
    let labels = sides::labels(sides.iter());
    sides.iter_mut().zip(labels).for_each(|(side, label)| side.label = label);
    Matrix { schema: SCHEMA.to_owned(), audits: sides, services }
}

fn shared(members: &[Option<&Service>]) -> Shared {
    // One that the catalog knows speaks for all, else the first by id.
    let here = members.iter().flatten();
    let speaks = here.min_by_key(|it| (!super::names::is_known(it), &it.id, &it.name));
    let cells: Vec<Option<Cell>> = members.iter().map(|it| it.map(cell)).collect();
    let count = cells.iter().flatten().filter(|it| it.counts()).count();
    Shared {
        id: speaks.map_or(String::new(), |it| it.id.clone()),
        name: speaks.map_or(String::new(), |it| it.name.clone()),
        category: speaks.map_or(Category::Other, |it| it.category),
        count: u32::try_from(count).unwrap_or(u32::MAX),
        cells,
    }
}

fn cell(service: &Service) -> Cell {
    let exact: BTreeSet<&str> =
        service.clients.iter().map(|it| it.version.as_str()).filter(|version| !version.is_empty()).gathered();
    let asked: BTreeSet<&str> =
        service.clients.iter().map(|it| it.requirement.as_str()).filter(|asked| !asked.is_empty()).gathered();
    let tag = |image: &'_ str| image.rsplit_once(':').map(|(_, tag)| tag.to_owned()).filter(|tag| !tag.contains('/'));
    let tags: BTreeSet<String> = service.images.iter().filter_map(|image| tag(image)).gathered();
    let join = |all: Vec<&str>| {
        let more = if all.len() > VERSIONS { ", …" } else { "" };
        format!("{}{more}", all.iter().take(VERSIONS).copied().collect::<Vec<_>>().join(", "))
    };
    let version = match (exact.is_empty(), asked.is_empty()) {
        (false, _) => join(exact.into_iter().collect()),
        (_, false) => join(asked.into_iter().collect()),
        _ => join(tags.iter().map(String::as_str).collect()),
    };
    Cell { id: service.id.clone(), status: service.status, version }
}

/// The matrix as CSV (RFC 4180): a line for each service. No cell can be taken for a formula by a program for sheets.
pub fn csv(matrix: &Matrix) -> String {
    let mut out = String::new();
    let head =
        ["Service", "Id", "Category", "Audits"].into_iter().chain(matrix.audits.iter().map(|it| it.label.as_str()));
    csv_line(&mut out, head);
    for it in &matrix.services {
        let count = it.count.to_string();
        let cells: Vec<String> = it.cells.iter().map(|cell| cell.as_ref().map_or(String::new(), Cell::text)).collect();
        let first = [it.name.as_str(), &it.id, it.category.word(), &count];
        csv_line(&mut out, first.into_iter().chain(cells.iter().map(String::as_str)));
    }
    out
}

fn csv_line<'a>(out: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (number, cell) in cells.enumerate() {
        if number > 0 {
            out.push(',');
        }
        // Such a cell would be run as a formula; an apostrophe marks it as text.
        let cell =
            if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() };
        if cell.contains([',', '"', '\n', '\r']) {
            let _ = write!(out, "\"{}\"", cell.replace('"', "\"\""));
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

/// The matrix as a table in Markdown, with what all share and what only one has.
pub fn write(matrix: &Matrix) -> String {
    let mut out = format!("## {} audits\n\n**{}**\n", matrix.audits.len(), escape(&matrix.summary()));
    let _ = write!(out, "\n| Service | Category | Audits |");
    for side in &matrix.audits {
        let _ = write!(out, " {} |", escape(&side.label));
    }
    let _ = writeln!(out, "\n|---|---|---:|{}", "---|".repeat(matrix.audits.len()));
    for it in matrix.services.iter().take(ROWS) {
        let _ = write!(out, "| {} | {} | {} |", escape(&it.name), it.category.word(), it.count);
        for cell in &it.cells {
            let _ = write!(out, " {} |", cell.as_ref().map_or(String::new(), |cell| escape(&cell.text())));
        }
        out.push('\n');
    }
    if matrix.services.len() > ROWS {
        let _ = writeln!(out, "\n… and {} more", matrix.services.len() - ROWS);
    }
    out
}

crate::record::records! {
    Matrix { schema, audits; services }
    Shared { id, name, category, count, cells;  }
    Cell { id, status; version }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Client;

    fn audit(title: &str, services: &[(&str, &str, &str)]) -> Audit {
        let service = |(id, name, version): &(&str, &str, &str)| Service {
            id: (*id).into(),
            name: (*name).into(),
            status: Status::Used,
            clients: vec![Client {
                ecosystem: "npm".into(),
                name: format!("@{}/sdk", crate::catalog::fold(id)),
                version: (*version).into(),
                ..Client::default()
            }],
            ..Service::default()
        };
        Audit { title: title.into(), services: services.iter().map(service).collect(), ..Audit::default() }
    }

    #[test]
    fn services_by_audits() {
        let a = audit("a", &[("doc:claude", "Claude API (Anthropic)", "1"), ("stripe", "Stripe", "17.7.0")]);
        let b = audit("b", &[("anthropic", "Anthropic", "2"), ("host:x.example", "x.example", "")]);
        let c = audit("c", &[("anthropic", "Anthropic", "")]);
        let matrix = matrix(&[&a, &b, &c]);
        let rows: Vec<_> = matrix.services.iter().map(|it| (it.id.as_str(), it.count, it.only())).collect();
        assert_eq!(rows, [("anthropic", 3, None), ("stripe", 1, Some(0)), ("host:x.example", 1, Some(1))]);
        assert_eq!(matrix.shared_by_all().count(), 1);
        assert_eq!(matrix.summary(), "3 services in all audits together; 1 in all 3, 2 in only one.");
        let csv = csv(&matrix);
        assert_eq!(csv.lines().nth(1), Some("Anthropic,anthropic,other,3,used 1,used 2,used"));
        assert!(write(&matrix).contains("| Stripe | other | 1 | used 17.7.0 |  |  |"));
    }

    #[test]
    fn no_cell_is_a_formula() {
        let mut out = String::new();
        csv_line(&mut out, ["=1+1", "+a", "-a", "@a", "a,\"b\"", "=a\nb", "a=b"].into_iter());
        assert_eq!(out, "'=1+1,'+a,'-a,'@a,\"a,\"\"b\"\"\",\"'=a\nb\",a=b\r\n");
    }

    #[test]
    fn none_is_not_had() {
        let mut a = audit("a", &[("sentry", "Sentry", "")]);
        a.services[0].status = Status::Absent;
        let b = audit("b", &[("sentry", "Sentry", "")]);
        assert_eq!(matrix(&[&a, &b]).services[0].only(), Some(1));
        assert!(matrix(&[&a, &a]).services.is_empty() && matrix(&[]).services.is_empty());
        assert!(matrix(&[&a, &b]).differs() && !matrix(&[&b, &b]).differs());
    }
}
