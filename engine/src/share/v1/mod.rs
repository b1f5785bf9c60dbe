//! Version 1 of the links: what `docs/share.md` describes. It never changes again.

mod model;
mod port;

use crate::audit::{
    Attribute, Audit, Category, Claimed, Client, Declaration, Direction, Endpoint, Evidence, EvidenceKind, Finding,
    LeftOut, Note, Place, Service, Source, SourceKind, Status, Store, Strength, Variable, Verification,
};
use crate::catalog;
use crate::limits::{LINK_AUDITS, LINK_NUMBERS};
use model::{Model, hash};
pub use port::Broken;
use port::{Class, Column, Port, context};
use std::collections::{BTreeSet, HashMap};

/// The words that audits share. A line is a text of the class that the line's first word names.
const DICTIONARY: &str = include_str!("dictionary.txt");

/// The usual sections. Their places here are what a link holds of them.
const SECTIONS: [&str; 7] = [
    "APIs & External Services",
    "Data Storage",
    "Authentication & Identity",
    "Monitoring & Observability",
    "CI/CD & Deployment",
    "Environment Configuration",
    "Webhooks & Callbacks",
];

const STATUSES: [Status; 6] =
    [Status::Used, Status::Declared, Status::DevOnly, Status::Mentioned, Status::Planned, Status::Absent];

const KINDS: [EvidenceKind; 13] = [
    EvidenceKind::Import,
    EvidenceKind::Call,
    EvidenceKind::Host,
    EvidenceKind::EnvRead,
    EvidenceKind::ScriptTag,
    EvidenceKind::Image,
    EvidenceKind::Workflow,
    EvidenceKind::Config,
    EvidenceKind::Command,
    EvidenceKind::Dependency,
    EvidenceKind::EnvDeclared,
    EvidenceKind::Mention,
    EvidenceKind::Claim,
];

const DIRECTIONS: [Direction; 3] = [Direction::Incoming, Direction::Callback, Direction::Outgoing];

const VERIFICATIONS: [Verification; 4] =
    [Verification::Signature, Verification::Token, Verification::None, Verification::Unknown];

const REQUIRED: [Option<bool>; 3] = [None, Some(true), Some(false)];

/// Knows the dictionary: what a link of this version is written and read with.
#[derive(Debug, Clone)]
pub struct Codec(Model);

impl Codec {
    /// Learns the dictionary.
    pub fn new() -> Self {
        let mut model = Model::new();
        let mut port = Port::teacher(&mut model);
        for line in DICTIONARY.lines() {
            teach(&mut port, line);
        }
        Self(model)
    }

    /// The audits in bytes.
    pub fn write(&self, audits: &[Audit]) -> Result<Vec<u8>, Broken> {
        let mut model = self.0.clone();
        let mut port = Port::writer(&mut model);
        // What is written stays as it was; reading and writing are one code, which may change what it is given.
        all(&mut port, &mut audits.to_vec())?;
        Ok(port.finish())
    }

    /// The audits that were written so.
    pub fn read(&self, bytes: &[u8]) -> Result<Vec<Audit>, Broken> {
        let mut model = self.0.clone();
        let mut audits = Vec::new();
        all(&mut Port::reader(&mut model, bytes), &mut audits)?;
        Ok(audits)
    }
}

/// Lets the model learn a line of the dictionary, its fields parted by `|`. The letter in front says what they are: `s`
/// a service with its id, name, category, and then for each thing of its a letter and the thing; any other a single text.
fn teach(port: &mut Port<'_>, line: &str) {
    let (mut id, mut label) = (0, 0);
    for field in line.split('|') {
        let Some((letter, text)) = field.split_once(' ') else { continue };
        let mut text = text.to_owned();
        let class = match letter {
            "s" => {
                id = context(&text);
                Class::Id
            }
            "n" => Class::Name,
            "c" => Class::Category,
            "p" => Class::Package,
            "e" => Class::Ecosystem,
            "h" => Class::Host,
            "i" => Class::Image,
            "v" => Class::Variable,
            "f" => Class::Path,
            "l" => {
                label = context(&text);
                Class::Label
            }
            "t" => Class::Prose,
            "r" => Class::Route,
            "x" => Class::Event,
            "b" => Class::Store,
            "k" => Class::Kind,
            "m" => Class::Message,
            "q" => Class::Version,
            "d" => Class::Head,
            "g" => Class::Section,
            _ => continue,
        };
        let by = match class {
            Class::Package | Class::Ecosystem | Class::Host | Class::Image => id,
            Class::Prose => label,
            _ => 0,
        };
        let _ = port.text(class, by, &mut text);
    }
}

type Done = Result<(), Broken>;

fn all(port: &mut Port<'_>, audits: &mut Vec<Audit>) -> Done {
    let count = port.place(Column::Count, [Column::Audits as u32; 2], audits.len(), LINK_AUDITS + 1)?;
    audits.resize_with(count, Audit::default);
    audits.iter_mut().try_for_each(|audit| Walk::new(port).audit(audit))
}

/// One audit on its way.
struct Walk<'p, 'm> {
    port: &'p mut Port<'m>,
    /// The audit's files.
    files: Vec<String>,
    /// Their places among them.
    file_places: HashMap<String, usize>,
    /// The services' ids.
    ids: Vec<String>,
    /// The variables' names.
    names: Vec<String>,
}

/// The columns of a place.
#[derive(Clone, Copy)]
struct Columns {
    file: Column,
    line: Column,
}

const EVIDENCE: Columns = Columns { file: Column::EvidenceFile, line: Column::EvidenceLine };
const READ: Columns = Columns { file: Column::ReadFile, line: Column::ReadLine };
const DECLARED: Columns = Columns { file: Column::DeclaredFile, line: Column::DeclaredLine };
const PLACE: Columns = Columns { file: Column::PlaceFile, line: Column::PlaceLine };

impl<'p, 'm> Walk<'p, 'm> {
    fn new(port: &'p mut Port<'m>) -> Self {
        Self { port, files: Vec::new(), file_places: HashMap::new(), ids: Vec::new(), names: Vec::new() }
    }

    fn audit(&mut self, audit: &mut Audit) -> Done {
        self.head(audit)?;
        self.files(audit)?;
        self.services(&mut audit.services)?;
        self.variables(&mut audit.env)?;
        self.own_variables(&mut audit.services, &audit.env)?;
        self.endpoints(&mut audit.endpoints)?;
        self.stores(&mut audit.stores)?;
        self.findings(&mut audit.findings)?;
        self.notes(&mut audit.notes)?;
        let mut last = 0;
        self.each(Column::File, &mut audit.documents, |walk, document| {
            walk.file(Column::File, [1, last as u32], document)?;
            last += 1;
            Ok(())
        })
    }

    fn head(&mut self, audit: &mut Audit) -> Done {
        let port = &mut *self.port;
        if !port.writes() {
            audit.schema = crate::audit::SCHEMA.to_owned();
            audit.source = Source { kind: SourceKind::Link, ..Source::default() };
        }
        port.text(Class::Head, 1, &mut audit.title)?;
        port.text(Class::Head, 2, &mut audit.source.name)?;
        port.text(Class::Head, 3, &mut audit.date)?;
        port.text(Class::Head, 4, &mut audit.generator)?;
        audit.source.bytes = port.number(Column::Bytes, [1, 1], audit.source.bytes)?;
        audit.coverage.bytes = port.number(Column::Bytes, [2, 2], audit.coverage.bytes)?;
        port.small(Column::Files, [1, 1], &mut audit.coverage.files)?;
        port.small(Column::Files, [2, 2], &mut audit.coverage.read)?;
        if port.flag(Column::LeftOut, [0, 0], audit.left_out.is_some())? {
            let left_out = audit.left_out.get_or_insert_with(LeftOut::default);
            port.small(Column::LeftOut, [1, 1], &mut left_out.places)?;
            port.small(Column::LeftOut, [2, 2], &mut left_out.excerpts)?;
            port.small(Column::LeftOut, [3, 3], &mut left_out.files)?;
            left_out.document = port.flag(Column::LeftOut, [4, 4], left_out.document)?;
        }
        Ok(())
    }

    /// The table of the files that the audit names, which everything behind it points into.
    fn files(&mut self, audit: &Audit) -> Done {
        let mut files: Vec<String> = Vec::new();
        if self.port.writes() {
            files.extend(files_of(audit).into_iter().map(str::to_owned));
        }
        self.port.list(Column::File as u32, &mut files, |port, before, file| {
            let before = before.last().map_or("", String::as_str);
            port.next_text(Class::Path, 0, before, file)
        })?;
        self.file_places = files.iter().enumerate().map(|(place, file)| (file.clone(), place + 1)).collect();
        self.files = files;
        Ok(())
    }

    /// A file of the table, or none.
    fn file(&mut self, column: Column, by: [u32; 2], file: &mut String) -> Result<usize, Broken> {
        let place = self.file_places.get(file.as_str()).copied().unwrap_or_default();
        let place = self.port.place(column, by, place, self.files.len() + 1)?;
        if !self.port.writes() {
            self.put(place.checked_sub(1).and_then(|place| self.files.get(place)).cloned(), file)?;
        }
        Ok(place)
    }

    /// Puts one of the audit's texts where it belongs.
    fn put(&mut self, found: Option<String>, text: &mut String) -> Done {
        let found = found.unwrap_or_default();
        self.port.made(found.len())?;
        *text = found;
        Ok(())
    }

    /// A place, close to the one before it in its list.
    fn place(&mut self, columns: Columns, by: u32, last: &mut (usize, u32), file: &mut String, line: &mut u32) -> Done {
        let (file_before, line_before) = *last;
        let same = self.file_places.get(file.as_str()).copied().unwrap_or_default() == file_before;
        let first = file_before == 0 && line_before == 0;
        let mut place = file_before;
        if first || !self.port.flag(Column::Same, [columns.file as u32, by], same)? {
            place = self.file(columns.file, [by, file_before as u32], file)?;
        } else if !self.port.writes() {
            self.put(place.checked_sub(1).and_then(|place| self.files.get(place)).cloned(), file)?;
        }
        if place == file_before && !first {
            // Lines of one file mostly go up.
            let step = zigzag(i64::from(*line) - i64::from(line_before));
            let step = unzigzag(self.port.number(columns.line, [1, 1], step)?);
            *line = u32::try_from(i64::from(line_before).checked_add(step).ok_or(Broken::Nonsense)?)
                .map_err(|_| Broken::Nonsense)?;
        } else {
            self.port.small(columns.line, [2, place as u32 + 3], line)?;
        }
        *last = (place, *line);
        Ok(())
    }

    /// A list through which the walk itself goes.
    fn each<T: Default>(
        &mut self,
        what: Column,
        list: &mut Vec<T>,
        mut each: impl FnMut(&mut Self, &mut T) -> Done,
    ) -> Done {
        let by = what as u32;
        let count = self.port.place(Column::Count, [by, by], list.len(), LINK_NUMBERS)?;
        for at in 0..count {
            if !self.port.writes() {
                list.push(T::default());
            }
            each(self, list.get_mut(at).ok_or(Broken::Nonsense)?)?;
        }
        Ok(())
    }

    fn services(&mut self, services: &mut Vec<Service>) -> Done {
        let mut status = 0;
        self.each(Column::Status, services, |walk, service| walk.service(service, &mut status))
    }

    fn service(&mut self, service: &mut Service, status_before: &mut u32) -> Done {
        self.port.text(Class::Id, 0, &mut service.id)?;
        self.port.text(Class::Name, 0, &mut service.name)?;
        let mut word = service.category.word().to_owned();
        self.port.text(Class::Category, 0, &mut word)?;
        service.category = Category::from_word(&word).ok_or(Broken::Nonsense)?;
        self.section(context(&word), &mut service.section)?;
        let id = context(&service.id);
        self.aliases(service)?;
        let category = context(&word);
        let status = STATUSES.iter().position(|status| *status == service.status).unwrap_or_default();
        let status = self.port.place(Column::Status, [*status_before, category], status, STATUSES.len())?;
        *status_before = status as u32;
        service.status = STATUSES[status];
        self.port.text(Class::Prose, 1, &mut service.purpose)?;
        let mut manifest = 0;
        self.each(Column::Manifest, &mut service.clients, |walk, client| walk.client(client, id, &mut manifest))?;
        self.texts(Class::Host, id, &mut service.hosts)?;
        self.texts(Class::Image, id, &mut service.images)?;
        let mut last = 0;
        self.each(Column::File, &mut service.implementation, |walk, file| {
            last = walk.file(Column::File, [0, last as u32], file)?;
            Ok(())
        })?;
        self.attributes(&mut service.attributes)?;
        self.evidence(&mut service.evidence, status as u32)?;
        self.ids.push(service.id.clone());
        Ok(())
    }

    /// Other names are the catalog's, so a link says only that they are; of a service that it lacks, they are spelt out.
    fn aliases(&mut self, service: &mut Service) -> Done {
        let known = catalog::by_id(&service.id).map(|entry| entry.aliases).unwrap_or_default();
        let same = service.aliases.iter().map(String::as_str).eq(known.iter().copied());
        if self.port.flag(Column::Same, [1000, 1000], same)? {
            if !self.port.writes() {
                service.aliases = known.iter().map(|alias| (*alias).to_owned()).collect();
            }
            return Ok(());
        }
        self.texts(Class::Name, 1, &mut service.aliases)
    }

    fn section(&mut self, by: u32, section: &mut String) -> Done {
        let place = SECTIONS.iter().position(|usual| usual == section).map_or(0, |place| place + 1);
        let place = self.port.place(Column::Section, [by, by], place, SECTIONS.len() + 1)?;
        match place.checked_sub(1) {
            Some(place) => *section = SECTIONS[place].to_owned(),
            None => self.port.text(Class::Section, 0, section)?,
        }
        Ok(())
    }

    fn client(&mut self, client: &mut Client, id: u32, manifest: &mut usize) -> Done {
        self.port.text(Class::Ecosystem, id, &mut client.ecosystem)?;
        self.port.text(Class::Package, id, &mut client.name)?;
        self.port.text(Class::Version, 0, &mut client.requirement)?;
        let bare = client.requirement.trim_start_matches(['^', '~', '=', 'v']).to_owned();
        let same = if client.version.is_empty() {
            0
        } else if client.version == bare {
            1
        } else {
            2
        };
        let ecosystem = context(&client.ecosystem);
        match self.port.place(Column::SameVersion, [ecosystem, u32::from(client.requirement.is_empty())], same, 3)? {
            0 => client.version.clear(),
            1 => client.version = bare,
            _ => self.port.text(Class::Version, 1, &mut client.version)?,
        }
        *manifest = self.file(Column::Manifest, [ecosystem, *manifest as u32], &mut client.manifest)?;
        Ok(())
    }

    fn texts(&mut self, class: Class, by: u32, texts: &mut Vec<String>) -> Done {
        let class_number = class as u32 + 500;
        let count = self.port.place(Column::Count, [class_number, by], texts.len(), LINK_NUMBERS)?;
        for at in 0..count {
            if !self.port.writes() {
                texts.push(String::new());
            }
            self.port.text(class, by, texts.get_mut(at).ok_or(Broken::Nonsense)?)?;
        }
        Ok(())
    }

    fn attributes(&mut self, attributes: &mut Vec<Attribute>) -> Done {
        self.each(Column::Depth, attributes, |walk, attribute| {
            walk.port.text(Class::Label, 0, &mut attribute.label)?;
            walk.port.text(Class::Prose, context(&attribute.label), &mut attribute.text)
        })
    }

    fn evidence(&mut self, evidence: &mut Vec<Evidence>, status: u32) -> Done {
        let column = Column::EvidenceKind as u32;
        let count = self.port.place(Column::Count, [column, hash(column, status)], evidence.len(), LINK_NUMBERS)?;
        let (mut kind_before, mut last) = (0, (0, 0));
        for at in 0..count {
            if !self.port.writes() {
                evidence.push(Evidence {
                    kind: EvidenceKind::Claim,
                    path: String::new(),
                    line: 0,
                    strength: Strength::Weak,
                    excerpt: String::new(),
                    matched: String::new(),
                });
            }
            let evidence = evidence.get_mut(at).ok_or(Broken::Nonsense)?;
            let kind = KINDS.iter().position(|kind| *kind == evidence.kind).unwrap_or_default();
            let kind =
                self.port.place(Column::EvidenceKind, [kind_before, hash(kind_before, status)], kind, KINDS.len())?;
            evidence.kind = KINDS[kind];
            kind_before = kind as u32 + 1;
            let strong =
                self.port.flag(Column::Strength, [kind_before, status], evidence.strength == Strength::Strong)?;
            evidence.strength = if strong { Strength::Strong } else { Strength::Weak };
            self.place(EVIDENCE, kind_before, &mut last, &mut evidence.path, &mut evidence.line)?;
            self.excerpt(evidence)?;
        }
        Ok(())
    }

    /// The matched part stands in the line, or else is a text of its own.
    fn excerpt(&mut self, evidence: &mut Evidence) -> Done {
        self.port.text(Class::Code, evidence.kind as u32, &mut evidence.excerpt)?;
        let at = if evidence.matched.is_empty() { Some(0) } else { evidence.excerpt.find(&evidence.matched) };
        let at = self.port.number(
            Column::Matched,
            [1, 1],
            at.map_or(1, |at| if evidence.matched.is_empty() { 0 } else { at as u64 + 2 }),
        )?;
        match at {
            0 => evidence.matched.clear(),
            1 => self.port.text(Class::Code, 100, &mut evidence.matched)?,
            at => {
                let from = usize::try_from(at - 2).map_err(|_| Broken::Nonsense)?;
                let length = self.port.number(Column::Matched, [2, 2], evidence.matched.len() as u64)?;
                let to =
                    usize::try_from(length).ok().and_then(|length| from.checked_add(length)).ok_or(Broken::Nonsense)?;
                evidence.matched = evidence.excerpt.get(from..to).ok_or(Broken::Nonsense)?.to_owned();
            }
        }
        Ok(())
    }

    /// The service that something belongs to: one of the audit's, none, or one that the audit lacks.
    fn owner(&mut self, what: u32, by: u32, owner: &mut String) -> Result<u32, Broken> {
        let at = self.ids.iter().position(|id| id == owner);
        let at = if owner.is_empty() { 0 } else { at.map_or(1, |at| at + 2) };
        let at = self.port.place(Column::Owner, [what, hash(what, by)], at, self.ids.len() + 2)?;
        match at.checked_sub(2) {
            Some(at) if !self.port.writes() => self.put(self.ids.get(at).cloned(), owner)?,
            None if at == 1 => self.port.text(Class::Id, 1, owner)?,
            _ => {}
        }
        Ok(at as u32)
    }

    fn variables(&mut self, variables: &mut Vec<Variable>) -> Done {
        let mut owner = 0;
        let mut before = String::new();
        self.each(Column::Owner, variables, |walk, variable| {
            walk.port.next_text(Class::Variable, 0, &before, &mut variable.name)?;
            let shared = before.bytes().zip(variable.name.bytes()).take_while(|(a, b)| a == b).count().min(6) as u32;
            before.clone_from(&variable.name);
            walk.names.push(variable.name.clone());
            owner = walk.owner(1, hash(owner, shared), &mut variable.service)?;
            let required = REQUIRED.iter().position(|required| *required == variable.required).unwrap_or_default();
            variable.required = REQUIRED[walk.port.place(Column::Required, [0, owner], required, REQUIRED.len())?];
            walk.port.text(Class::Prose, 2, &mut variable.purpose)?;
            let mut last = (0, 0);
            walk.each(Column::ReadFile, &mut variable.read, |walk, place| {
                walk.place(READ, owner, &mut last, &mut place.path, &mut place.line)
            })?;
            let mut last = (0, 0);
            walk.each(Column::DeclaredFile, &mut variable.declared, |walk, place| {
                walk.place(DECLARED, 0, &mut last, &mut place.path, &mut place.line)?;
                place.has_value = walk.port.flag(Column::HasValue, [last.0 as u32, owner], place.has_value)?;
                Ok(())
            })?;
            let mut last = 0;
            walk.each(Column::Claimed, &mut variable.claimed, |walk, claimed: &mut Claimed| {
                let step = zigzag(i64::from(claimed.line) - last);
                let step = unzigzag(walk.port.number(Column::Claimed, [owner, u32::from(last == 0)], step)?);
                claimed.line =
                    last.checked_add(step).and_then(|line| u32::try_from(line).ok()).ok_or(Broken::Nonsense)?;
                last = i64::from(claimed.line);
                Ok(())
            })
        })
    }

    /// A service's variables are mostly those that it owns.
    fn own_variables(&mut self, services: &mut [Service], variables: &[Variable]) -> Done {
        let mut owned: HashMap<&str, Vec<String>> = HashMap::new();
        for variable in variables {
            owned.entry(&variable.service).or_default().push(variable.name.clone());
        }
        let places: HashMap<String, usize> =
            self.names.iter().enumerate().map(|(place, name)| (name.clone(), place + 1)).collect();
        for service in services {
            let own = owned.get(service.id.as_str()).cloned().unwrap_or_default();
            let same = self.port.flag(Column::OwnVariables, [0, 0], service.env == own)?;
            if same {
                if !self.port.writes() {
                    self.port.made(own.iter().map(String::len).sum())?;
                    service.env = own;
                }
                continue;
            }
            let mut last = 0;
            let mut own = std::mem::take(&mut service.env);
            self.each(Column::OwnVariables, &mut own, |walk, name| {
                let place = places.get(name.as_str()).copied().unwrap_or_default();
                last = walk.port.place(Column::OwnVariables, [1, last as u32], place, walk.names.len() + 1)?;
                match last.checked_sub(1) {
                    Some(at) if !walk.port.writes() => walk.put(walk.names.get(at).cloned(), name),
                    None => walk.port.text(Class::Variable, 1, name),
                    _ => Ok(()),
                }
            })?;
            service.env = own;
        }
        Ok(())
    }

    fn endpoints(&mut self, endpoints: &mut Vec<Endpoint>) -> Done {
        let mut last = (0, 0);
        self.each(Column::Direction, endpoints, |walk, endpoint| {
            let direction = DIRECTIONS.iter().position(|it| *it == endpoint.direction).unwrap_or_default();
            let direction = walk.port.place(Column::Direction, [0, 0], direction, DIRECTIONS.len())?;
            endpoint.direction = DIRECTIONS[direction];
            walk.port.text(Class::Method, direction as u32, &mut endpoint.method)?;
            walk.port.text(Class::Route, direction as u32, &mut endpoint.path)?;
            walk.owner(2, 0, &mut endpoint.service)?;
            let verification = VERIFICATIONS.iter().position(|it| *it == endpoint.verification).unwrap_or_default();
            let by = [direction as u32, 0];
            endpoint.verification =
                VERIFICATIONS[walk.port.place(Column::Verification, by, verification, VERIFICATIONS.len())?];
            walk.texts(Class::Event, 0, &mut endpoint.events)?;
            walk.port.text(Class::Prose, 3, &mut endpoint.purpose)?;
            walk.attributes(&mut endpoint.attributes)?;
            walk.stands(1, &mut last, &mut endpoint.place)
        })
    }

    fn stands(&mut self, by: u32, last: &mut (usize, u32), place: &mut Place) -> Done {
        self.place(PLACE, by, last, &mut place.path, &mut place.line)
    }

    fn stores(&mut self, stores: &mut Vec<Store>) -> Done {
        let (mut last, mut owner, mut before) = ((0, 0), 0, Store::default());
        self.each(Column::PlaceFile, stores, |walk, store| {
            owner = walk.owner(3, owner, &mut store.service)?;
            walk.port.text(Class::Kind, context(&before.kind), &mut store.kind)?;
            walk.port.next_text(Class::Store, 0, &before.name, &mut store.name)?;
            walk.stands(2, &mut last, &mut store.place)?;
            before.kind.clone_from(&store.kind);
            before.name.clone_from(&store.name);
            Ok(())
        })
    }

    fn findings(&mut self, findings: &mut Vec<Finding>) -> Done {
        let (mut last, mut before) = ((0, 0), 0);
        self.each(Column::PlaceLine, findings, |walk, finding| {
            walk.port.text(Class::Rule, before, &mut finding.rule)?;
            let rule = context(&finding.rule);
            walk.port.text(Class::Rule, rule, &mut finding.severity)?;
            walk.port.text(Class::Message, rule, &mut finding.message)?;
            walk.owner(4, 0, &mut finding.service)?;
            before = rule;
            walk.stands(3, &mut last, &mut finding.place)
        })
    }

    fn notes(&mut self, notes: &mut Vec<Note>) -> Done {
        let mut before = Note::default();
        self.each(Column::Section, notes, |walk, note| {
            if walk.port.flag(Column::Same, [1001, 0], note.section == before.section)? {
                note.section.clone_from(&before.section);
            } else {
                walk.section(1, &mut note.section)?;
            }
            if walk.port.flag(Column::Same, [1002, 0], note.group == before.group)? {
                note.group.clone_from(&before.group);
            } else {
                walk.port.text(Class::Section, 1, &mut note.group)?;
            }
            walk.port.made(note.section.len() + note.group.len())?;
            let depth = walk.port.place(Column::Depth, [u32::from(before.depth), 0], usize::from(note.depth), 256)?;
            note.depth = depth as u8;
            walk.port.text(Class::Prose, 0, &mut note.text)?;
            before = Note { text: String::new(), ..note.clone() };
            Ok(())
        })
    }
}

/// Every file that the audit names, sorted.
fn files_of(audit: &Audit) -> BTreeSet<&str> {
    let mut files = BTreeSet::new();
    for service in &audit.services {
        files.extend(service.clients.iter().map(|client| client.manifest.as_str()));
        files.extend(service.implementation.iter().map(String::as_str));
        files.extend(service.evidence.iter().map(|evidence| evidence.path.as_str()));
    }
    for variable in &audit.env {
        files.extend(variable.read.iter().map(|place| place.path.as_str()));
        files.extend(variable.declared.iter().map(|place: &Declaration| place.path.as_str()));
    }
    files.extend(audit.endpoints.iter().map(|endpoint| endpoint.place.path.as_str()));
    files.extend(audit.stores.iter().map(|store| store.place.path.as_str()));
    files.extend(audit.findings.iter().map(|finding| finding.place.path.as_str()));
    files.extend(audit.documents.iter().map(String::as_str));
    files.remove("");
    files
}

fn zigzag(step: i64) -> u64 {
    ((step << 1) ^ (step >> 63)) as u64
}

fn unzigzag(step: u64) -> i64 {
    (step >> 1) as i64 ^ -((step & 1) as i64)
}
