//! Comparison: two audits side by side by meaning, not by line; and any number of them as a [`matrix`].
//!
//! What is the same on both sides is found first (`align`, `variables`, …): by id, else by alias, client package or close name,
//! so that something renamed or moved is one row that says so, not two. Then every field of a row is held against the other
//! side's. Comparing B with A gives the mirror of comparing A with B ([`Comparison::mirrored`]), an audit compared with itself
//! differs in nothing, and neither depends on the order of any list.
//!
//! A document cannot say everything that code shows. What it has no words for (places, evidence, whether a variable is read)
//! is never a change, and against code it may be silent about a service's hosts and files: see `voice`.

use crate::audit::Audit;
use crate::audit::words;
use crate::order::Arrange;
use serde::Serialize;
use std::borrow::Cow;

mod align;
mod attributes;
mod clients;
mod endpoints;
mod findings;
mod images;
mod lists;
mod markdown;
pub mod matrix;
mod names;
mod services;
mod sides;
mod stores;
mod summary;
mod variables;
mod version;
mod voice;
mod words;

pub use markdown::write;
pub use sides::Side;
pub use version::Level;
pub use words::{Mark, Run};

/// The name and version of the JSON format, in its `schema` field.
pub const SCHEMA: &str = "patchbay.compare/1";

/// Compares two audits, from A to B: what only B has is added.
pub fn compare(a: &Audit, b: &Audit) -> Comparison {
    let voices = voice::Voices::of(a, b);
    let aligned = align::align(&[&a.services, &b.services]);
    let owners = align::Owners::new(&aligned, [a, b]);
    let paired = variables::pair(a, b, &owners);
    let mut comparison = Comparison {
        schema: SCHEMA.to_owned(),
        a: Side::of(a),
        b: Side::of(b),
        services: services::rows(a, b, voices, &aligned, &paired),
        env: variables::rows(a, b, voices, &owners, &paired),
        endpoints: endpoints::rows(a, b, voices, &owners),
        stores: stores::rows(a, b, voices, &owners),
        findings: findings::rows(a, b, voices, &owners),
        ..Comparison::default()
    };
    let Comparison { services, env, endpoints, stores, findings, .. } = &mut comparison;
    words::mark([services, env, endpoints, stores, findings]);
    comparison.finish();
    comparison
}

/// Two audits, held against each other.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Comparison {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// The audit compared from.
    pub a: Side,
    /// The audit compared with.
    pub b: Side,
    /// What differs, in one sentence.
    pub summary: String,
    /// The services of both, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Row>,
    /// The environment variables of both, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub env: Vec<Row>,
    /// The endpoints of both, by path.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub endpoints: Vec<Row>,
    /// The stores of both, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stores: Vec<Row>,
    /// The findings of both, by rule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Row>,
}

impl Comparison {
    /// The lists, in order, each with what it holds.
    pub fn lists(&self) -> [(List, &[Row]); 5] {
        [
            (List::Services, &self.services),
            (List::Env, &self.env),
            (List::Endpoints, &self.endpoints),
            (List::Stores, &self.stores),
            (List::Findings, &self.findings),
        ]
    }

    /// Whether anything differs.
    pub fn differs(&self) -> bool {
        self.lists().iter().any(|(_, rows)| rows.iter().any(|row| row.change != Change::Same))
    }

    /// The comparison the other way round, from B to A.
    pub fn mirrored(&self) -> Comparison {
        let turn = |rows: &[Row]| rows.iter().map(Row::mirrored).collect();
        let mut turned = Comparison {
            schema: self.schema.clone(),
            a: self.b.clone(),
            b: self.a.clone(),
            summary: String::new(),
            services: turn(&self.services),
            env: turn(&self.env),
            endpoints: turn(&self.endpoints),
            stores: turn(&self.stores),
            findings: turn(&self.findings),
        };
        turned.finish();
        turned
    }

    /// Sorts the rows, and says what depends on all of them.
    fn finish(&mut self) {
        for rows in [&mut self.services, &mut self.env, &mut self.endpoints, &mut self.stores, &mut self.findings] {
            rows.arrange_by(Row::order);
        }
        let labels = sides::labels([&self.a, &self.b].into_iter());
        for (side, label) in [&mut self.a, &mut self.b].into_iter().zip(labels) {
            side.label = label;
        }
        self.summary = summary::sentence(self);
    }
}

/// The lists of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    /// Services.
    Services,
    /// Environment variables.
    Env,
    /// Endpoints.
    Endpoints,
    /// Stores.
    Stores,
    /// Findings.
    Findings,
}

/// How many rows of a list say what.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Only in B.
    pub added: usize,
    /// Only in A.
    pub removed: usize,
    /// In both, and not the same.
    pub changed: usize,
    /// In both.
    pub same: usize,
}

impl Counts {
    /// Counts rows.
    pub fn of(rows: &[Row]) -> Self {
        let mut counts = Counts::default();
        for row in rows {
            *match row.change {
                Change::Added => &mut counts.added,
                Change::Removed => &mut counts.removed,
                Change::Changed => &mut counts.changed,
                Change::Same => &mut counts.same,
            } += 1;
        }
        counts
    }
}

/// One service, variable, endpoint, store or finding, as both audits have it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Row {
    /// A service's id, a finding's rule; else empty. B's where both have it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// A service's or variable's name, an endpoint's method and path, a store's kind and name, a finding's message. B's where
    /// both have it.
    pub name: String,
    /// The id of the service that it belongs to; empty for a service and where nobody owns it. B's where both have it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub service: String,
    /// How the two sides differ.
    pub change: Change,
    /// How both sides' were found to be the same one; `None` where by id or name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<By>,
    /// Its place in A's list, from 0; `None` where A lacks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub a: Option<u32>,
    /// Its place in B's list, from 0; `None` where B lacks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub b: Option<u32>,
    /// What differs, where it is changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Field>,
    /// A's id, name and service, where they are others than B's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Box<Was>>,
}

/// What A calls something that B calls otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Was {
    /// A's [`Row::id`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// A's [`Row::name`].
    pub name: String,
    /// A's [`Row::service`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub service: String,
}

impl Was {
    fn of(called: &Called<'_>) -> Self {
        Was { id: called.id.to_owned(), name: called.name.to_string(), service: called.service.to_owned() }
    }
}

/// What a side calls something.
#[derive(Debug, Default, PartialEq, Eq)]
struct Called<'a> {
    id: &'a str,
    name: Cow<'a, str>,
    service: &'a str,
}

impl Row {
    /// A row for what one side or both have.
    fn new(a: Option<(usize, Called<'_>)>, b: Option<(usize, Called<'_>)>) -> Self {
        let number = |side: &Option<(usize, Called<'_>)>| side.as_ref().and_then(|it| u32::try_from(it.0).ok());
        let mut row = Row { a: number(&a), b: number(&b), ..Row::default() };
        let (here, was) = match (a, b) {
            (Some((_, a)), Some((_, b))) => {
                let was = (a != b).then(|| Box::new(Was::of(&a)));
                (b, was)
            }
            (Some((_, a)), None) => {
                row.change = Change::Removed;
                (a, None)
            }
            (None, Some((_, b))) => {
                row.change = Change::Added;
                (b, None)
            }
            (None, None) => (Called::default(), None),
        };
        (row.id, row.name, row.service) = (here.id.to_owned(), here.name.into_owned(), here.service.to_owned());
        Row { was, ..row }
    }

    /// The row with what differs.
    fn with(mut self, fields: Vec<Field>, by: Option<By>) -> Self {
        if !fields.is_empty() {
            self.change = Change::Changed;
        }
        self.fields = fields;
        self.by = by;
        self
    }

    fn mirrored(&self) -> Row {
        let here = Was { id: self.id.clone(), name: self.name.clone(), service: self.service.clone() };
        let (here, was) = match &self.was {
            Some(was) => ((**was).clone(), Some(Box::new(here))),
            None => (here, None),
        };
        Row {
            id: here.id,
            name: here.name,
            service: here.service,
            change: self.change.mirrored(),
            by: self.by,
            a: self.b,
            b: self.a,
            fields: sorted(self.fields.iter().map(Field::mirrored).collect()),
            was,
        }
    }

    fn order(one: &Row, other: &Row) -> std::cmp::Ordering {
        let key = |row: &Row| (row.b.is_none(), row.b, row.a);
        (&one.id, &one.name, &one.service)
            .cmp(&(&other.id, &other.name, &other.service))
            .then(key(one).cmp(&key(other)))
    }
}

words! {
    /// How two sides differ in a row.
    #[derive(Default)]
    Change {
        /// Only B has it.
        Added = "added",
        /// Only A has it.
        Removed = "removed",
        /// Both have it, not the same.
        Changed = "changed",
        /// Both have it, as far as both can say.
        #[default]
        Same = "same",
    }
}

impl Change {
    fn mirrored(self) -> Self {
        match self {
            Change::Added => Change::Removed,
            Change::Removed => Change::Added,
            same => same,
        }
    }
}

words! {
    /// What showed that two things with different ids or names are one.
    By {
        /// One is known by a name of the other.
        Alias = "alias",
        /// Both are talked to through the same package.
        Package = "package",
        /// Their names are nearly the same.
        Name = "name",
        /// It stands elsewhere: an endpoint with another path.
        Moved = "moved",
    }
}

/// One thing in which a row's sides differ. Of a list, each entry that differs is a field of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Field {
    /// What differs.
    pub field: Aspect,
    /// Which entry of a list: a client's package, an image's name, an attribute's label. Empty for what is no list.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// What A says; `None` where A's list lacks the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What B says; `None` where B's list lacks the entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// How far two versions are apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// Whether B's version is the lower one.
    #[serde(default, skip_serializing_if = "is_false")]
    pub down: bool,
    /// Both texts word by word, where they are prose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Run>,
}

fn is_false(value: &bool) -> bool {
    !value
}

impl Aspect {
    /// The word for one entry of it.
    pub fn one(self) -> &'static str {
        match self {
            Aspect::Clients => "package",
            Aspect::Env => "variable",
            Aspect::Hosts => "host",
            Aspect::Images => "image",
            Aspect::Events => "event",
            Aspect::Implementation => "file",
            Aspect::Attributes => "line",
            other => other.word(),
        }
    }
}

impl Field {
    /// A field with one value.
    fn value(field: Aspect, from: impl Into<String>, to: impl Into<String>) -> Self {
        Field { field, from: Some(from.into()), to: Some(to.into()), ..Field::default() }
    }

    /// An entry of a list.
    fn entry(field: Aspect, subject: impl Into<String>, from: Option<String>, to: Option<String>) -> Self {
        Field { field, subject: subject.into(), from, to, ..Field::default() }
    }

    /// What of it differs: an entry that one side lacks is added or removed.
    pub fn change(&self) -> Change {
        match (&self.from, &self.to) {
            (None, _) => Change::Added,
            (_, None) => Change::Removed,
            _ => Change::Changed,
        }
    }

    fn mirrored(&self) -> Field {
        Field {
            field: self.field,
            subject: self.subject.clone(),
            from: self.to.clone(),
            to: self.from.clone(),
            level: self.level,
            down: matches!(self.level, Some(level) if level != Level::None) && !self.down,
            words: words::mirrored(&self.words),
        }
    }
}

/// Fields in the order in which they are shown, whichever side is first.
fn sorted(mut fields: Vec<Field>) -> Vec<Field> {
    fn key(field: &Field) -> (Aspect, &str, (&Option<String>, &Option<String>)) {
        let (from, to) = (&field.from, &field.to);
        (field.field, &field.subject, if from <= to { (from, to) } else { (to, from) })
    }
    fields.arrange_by(|one, other| key(one).cmp(&key(other)));
    fields
}

words! {
    /// What can differ, by its name in the audit's JSON. In the order in which it is shown.
    #[derive(Default)]
    Aspect {
        /// What it is called.
        #[default]
        Name = "name",
        /// How sure it is that the code talks to the service.
        Status = "status",
        /// A service's category.
        Category = "category",
        /// Whether requests come in or go out.
        Direction = "direction",
        /// An endpoint's method.
        Method = "method",
        /// An endpoint's path.
        Path = "path",
        /// A store's kind.
        Kind = "kind",
        /// Whose it is.
        Service = "service",
        /// How an endpoint checks who calls.
        Verification = "verification",
        /// Whether a variable has to be set.
        Required = "required",
        /// Whether code reads a variable.
        Read = "read",
        /// Whether a variable is declared.
        Declared = "declared",
        /// A finding's severity.
        Severity = "severity",
        /// Where it is.
        Place = "place",
        /// Packages, with their versions.
        Clients = "clients",
        /// Container images, with their tags.
        Images = "images",
        /// A service's variables.
        Env = "env",
        /// A service's hosts.
        Hosts = "hosts",
        /// An endpoint's events.
        Events = "events",
        /// The files in which it is used.
        Implementation = "implementation",
        /// What a document says that it is for.
        Purpose = "purpose",
        /// A document's own labelled lines.
        Attributes = "attributes",
        /// A finding's message.
        Message = "message",
    }
}

#[cfg(test)]
mod tests;

crate::record::records! {
    Comparison { schema, a, b, summary; services, env, endpoints, stores, findings }
    Row { name, change; id, service, by, a, b, fields, was }
    Was { name; id, service }
    Field { field; subject, from, to, level, down, words }
}
