//! The walk over a document's blocks: what each was read as, by the section, label and service that it stands under.

use super::super::inline::Context;
use super::blocks::Piece;
use super::endpoints::Draft;
use super::head::{self, Mark, Style, unmarked};
use super::sections::{self, Section, Subject};
use super::services::Services;
use super::tables::Table;
use super::variables::Variables;
use super::words::{self, Field};
use super::{dates, names, statuses};
use crate::audit::{Block, BlockKind, BlockRole, Category, Claim, ClaimKind, Direction, Endpoint, Note, Status, Store};
use crate::order::Arrange;
use names::Naming;
use std::collections::BTreeSet;
use std::ops::Range;

/// What stands open above a block.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// How far out it stands: headings by level, then labels, then items by nesting. A block closes those at its own rank
    /// and further in.
    pub rank: u16,
    /// What its lines are about.
    pub topic: Topic,
    /// Its words.
    pub label: String,
    /// What its lines list.
    pub field: Option<Field>,
    /// The category that its words tell.
    pub category: Option<Category>,
    /// What its words say of every service under it.
    pub status: Option<Status>,
    /// What its words say of every variable under it.
    pub required: Option<bool>,
    /// Whether something was named in answer to it, and why nothing is, if a line says so.
    pub answered: bool,
    /// Whether any line stands under it already.
    pub begun: bool,
    /// The line that says that there is nothing, and its reason.
    pub absent: Option<(u32, String)>,
    /// The service of the last line of its list, to which a labelled line beside it belongs.
    pub last: Option<(u8, Vec<usize>)>,
}

/// What the lines under a [`Frame`] are about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Topic {
    /// Whatever its label gathers.
    #[default]
    Group,
    /// These services.
    Services(Vec<usize>),
    /// One labelled line of the service or endpoint above it.
    Attribute,
    /// Variables.
    Variables,
    /// These variables.
    Named(Vec<String>),
    /// Hooks.
    Hooks(Direction),
    /// One hook.
    Endpoint(usize),
}

/// Ranks of [`Frame`]s.
pub const LABEL: u16 = 70;
/// The rank of a plain line that ends in a colon.
pub const LINE: u16 = 80;
const ITEM: u16 = 100;

/// The rank of a list item.
pub fn item_rank(depth: u8) -> u16 {
    ITEM + u16::from(depth) * 10
}

/// How many blocks behind a label are looked at to tell what it gathers.
const AHEAD: usize = 24;

/// How much of such a block is looked at, in bytes.
const GLANCE: usize = 240;

/// Everything that was read so far.
pub struct Walk<'a> {
    /// The document.
    pub text: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its blocks.
    pub pieces: &'a [Piece],
    /// The level of headings that open sections.
    pub section_level: u8,
    /// The section.
    pub section: Section,
    /// What stands open, outermost first.
    pub frames: Vec<Frame>,
    /// The table whose rows are being read.
    pub table: Option<Table>,
    /// The services.
    pub services: Services,
    /// The variables.
    pub variables: Variables,
    /// The hooks of which lines may still come, and those that are done.
    pub drafts: Vec<Draft>,
    /// The endpoints.
    pub endpoints: Vec<Endpoint>,
    /// The stores.
    pub stores: BTreeSet<Store>,
    /// What belongs to no service, variable or endpoint.
    pub notes: Vec<(usize, Note)>,
    /// What can be held against code.
    pub claims: Vec<Claim>,
    /// The blocks as the audit holds them.
    pub blocks: Vec<Block>,
    /// The document's title.
    pub title: String,
    /// The day that it says.
    pub date: String,
    /// What sort of store the text at hand lists.
    pub store: &'static str,
    /// The service of the last line straight under the section, and its nesting.
    pub last_in_section: Option<(u8, Vec<usize>)>,
    /// The endpoint of the last line.
    pub last_draft: Option<usize>,
    /// The service that the block at hand opens.
    pub opened: Option<usize>,
    /// The endpoint that each block speaks of.
    pub draft_blocks: Vec<(usize, usize)>,
}

impl<'a> Walk<'a> {
    /// A walk over these blocks of a document.
    pub fn new(text: &'a str, name: &'a str, pieces: &'a [Piece]) -> Self {
        let level = |depth: u8| pieces.iter().filter(|p| p.kind == BlockKind::Heading && p.depth == depth).count();
        // One heading of the first level is the title, several are sections.
        let first = (1..=6).find(|depth| level(*depth) > 0).unwrap_or(1);
        let is_title = first == 1 || (first + 1..=6).any(|depth| level(depth) > 0);
        let section_level = if level(first) == 1 && is_title { first + 1 } else { first };
        let services = Services::of(text);
        Walk {
            text,
            name,
            pieces,
            section_level,
            section: Section::default(),
            frames: Vec::new(),
            table: None,
            services,
            variables: Variables::default(),
            drafts: Vec::new(),
            endpoints: Vec::new(),
            stores: BTreeSet::new(),
            notes: Vec::new(),
            claims: Vec::new(),
            blocks: Vec::with_capacity(pieces.len()),
            title: String::new(),
            date: String::new(),
            store: "table",
            last_in_section: None,
            last_draft: None,
            opened: None,
            draft_blocks: Vec::new(),
        }
    }

    /// Reads every block.
    pub fn run(&mut self) {
        for at in 0..self.pieces.len() {
            let claims = self.claims.len();
            let role = self.piece(at);
            let Some(piece) = self.pieces.get(at) else { continue };
            let opened = self.opened.take().filter(|_| role == BlockRole::Service);
            let owner = opened.or_else(|| self.owners().first().copied()).filter(|_| belongs(role));
            let service = owner.map_or(String::new(), |owner| self.services.id(owner).to_owned());
            if claims == self.claims.len() && says_something(role, piece.kind) {
                let text = self.words(piece.content.clone());
                if text.chars().any(char::is_alphabetic) {
                    let subject = shortened(&unmarked(text), 120);
                    self.claim(ClaimKind::Prose, &subject, "", &service, piece.content.clone());
                }
            }
            if role == BlockRole::Endpoint
                && let Some(draft) = self.last_draft
            {
                self.draft_blocks.push((at, draft));
            }
            self.blocks.push(Block {
                kind: piece.kind,
                depth: piece.depth,
                role,
                service,
                start: offset(piece.span.start),
                end: offset(piece.span.end),
                line: piece.line,
            });
        }
        self.close(0);
        for (block, draft) in &self.draft_blocks {
            if let (Some(block), Some(draft)) = (self.blocks.get_mut(*block), self.drafts.get(*draft)) {
                block.service.clone_from(&draft.endpoint.service);
            }
        }
        for draft in std::mem::take(&mut self.drafts) {
            self.finish_draft(draft);
        }
        self.notes.arrange_by_key(|(at, _)| *at);
    }

    /// Reads one block and says what it was read as.
    fn piece(&mut self, at: usize) -> BlockRole {
        let Some(piece) = self.pieces.get(at) else { return BlockRole::Note };
        if piece.kind != BlockKind::Row {
            self.table = None;
        }
        match piece.kind {
            BlockKind::Rule => {
                self.close(LABEL);
                BlockRole::Rule
            }
            BlockKind::Heading => self.heading(at),
            BlockKind::Item => self.item(at),
            BlockKind::Row => self.row(at),
            BlockKind::Code => self.code(at),
            BlockKind::Html => {
                self.note(at, 0);
                BlockRole::Note
            }
            BlockKind::Paragraph => self.paragraph(at),
        }
    }

    /// The text of a range.
    pub fn words(&self, range: Range<usize>) -> &'a str {
        self.text.get(range).unwrap_or("")
    }

    fn heading(&mut self, at: usize) -> BlockRole {
        let Some(piece) = self.pieces.get(at) else { return BlockRole::Note };
        let text = self.words(piece.content.clone());
        if piece.depth < self.section_level {
            self.close(0);
            if self.title.is_empty() {
                self.title = unmarked(text);
                return BlockRole::Title;
            }
        }
        if piece.depth > self.section_level {
            let rank = u16::from(piece.depth) * 10;
            return self.label(at, rank, piece.content.clone());
        }
        self.close(0);
        self.last_in_section = None;
        self.last_draft = None;
        let plain = unmarked(text);
        self.section = sections::section(&plain);
        if let Some(reason) = statuses::none(&plain) {
            let reason = plain.get(reason).unwrap_or("").to_owned();
            self.frames.push(Frame {
                rank: u16::from(piece.depth) * 10,
                absent: Some((piece.line, reason)),
                label: plain.strip_prefix("No ").unwrap_or(&plain).to_owned(),
                category: words::category(&plain),
                ..Frame::default()
            });
            return BlockRole::Slot;
        }
        if self.section.subject == Subject::Own || words::category(&plain).is_some() && !words::is_group(&plain) {
            let role = self.label(at, u16::from(piece.depth) * 10, piece.content.clone());
            if role == BlockRole::Service {
                return role;
            }
        }
        BlockRole::Section
    }

    fn paragraph(&mut self, at: usize) -> BlockRole {
        let Some(piece) = self.pieces.get(at) else { return BlockRole::Note };
        let text = self.words(piece.content.clone());
        if let Some(role) = self.dated(text) {
            return role;
        }
        let head = head::head(text);
        let is_short = !text.trim_end().contains('\n');
        if piece.within > 0 {
            // A paragraph of a list item goes on with the item.
            self.close(item_rank(piece.within) + 5);
            if head.mark == Mark::Colon && is_short {
                return self.line(at, piece.content.clone(), &head, item_rank(piece.within) + 5);
            }
            return self.text_line(at, piece.content.clone());
        }
        let follows = self
            .pieces
            .get(at + 1)
            .is_some_and(|next| matches!(next.kind, BlockKind::Item | BlockKind::Row | BlockKind::Code));
        match (head.style, head.mark) {
            (Style::Bold, Mark::Colon) => {
                self.close(LABEL);
                self.label(at, LABEL, piece.content.clone())
            }
            // A line in bold alone is a heading that people did not mark as one.
            (Style::Bold, Mark::None | Mark::Dash) if is_short && head.rest.is_empty() => {
                self.close(LABEL);
                self.label(at, LABEL, piece.content.clone())
            }
            (Style::Plain | Style::Link, Mark::Colon)
                if is_short && (follows || head.rest.is_empty()) && text.len() <= 90 =>
            {
                self.close(LINE);
                if head.rest.is_empty() {
                    self.label(at, LINE, piece.content.clone())
                } else {
                    self.line(at, piece.content.clone(), &head, LINE)
                }
            }
            (Style::Plain, Mark::Colon)
                if is_short && words::is_known_label(self.inside(piece.content.start, &head.name)) =>
            {
                self.close(LINE);
                self.line(at, piece.content.clone(), &head, LINE)
            }
            _ => {
                // What a label's own line answers ends with the next paragraph.
                self.close(LABEL + 1);
                self.text_line(at, piece.content.clone())
            }
        }
    }

    /// The words of a range that counts from the start of a block's content.
    pub fn inside(&self, start: usize, range: &Range<usize>) -> &'a str {
        self.words(start + range.start..start + range.end)
    }

    /// Takes the day of the audit, and lines that only say when or by whom it was made.
    fn dated(&mut self, text: &str) -> Option<BlockRole> {
        let day = dates::line(text)?;
        if self.date.is_empty()
            && let Some(day) = day
        {
            self.date = day;
        }
        Some(BlockRole::Date)
    }

    /// Opens what a heading or a label gathers, and reads the text behind the label.
    pub fn label(&mut self, at: usize, rank: u16, content: Range<usize>) -> BlockRole {
        self.close(rank);
        let text = self.words(content.clone());
        let head = if rank < LABEL { head::head(sections::without_number(text)) } else { head::head(text) };
        // A number before the words moves the ranges.
        let shift = if rank < LABEL { text.len() - sections::without_number(text).len() } else { 0 };
        let start = content.start + shift;
        let name = self.inside(start, &head.name);
        let aside = self.inside(start, &head.aside);
        let rest = start + head.rest.start..start + head.rest.end;
        let whole = match head.mark {
            Mark::Sentence => self.words(content.clone()),
            _ => name,
        };
        let plain = unmarked(whole);
        let mut frame = Frame {
            rank,
            label: plain.clone(),
            category: words::category(&plain),
            status: statuses::status(&unmarked(&format!("{whole} ({aside})"))),
            required: words::required(&format!("{whole} ({aside})")),
            field: words::field(&plain),
            ..Frame::default()
        };
        let owned = !self.owners().is_empty();
        let environment = self.section.subject == Subject::Environment;
        let hooks = self.section.subject == Subject::Hooks;
        if let Some(reason) =
            statuses::none(&plain).filter(|_| rank < LABEL || !plain.contains(' ') || head.rest.is_empty())
        {
            frame.absent = self.pieces.get(at).map(|piece| (piece.line, plain.get(reason).unwrap_or("").to_owned()));
            // "None detected" speaks of the section, "No remote storage" of what it names.
            match plain.strip_prefix("No ") {
                Some(what) => frame.label = what.to_owned(),
                None => {
                    frame.label.clone_from(&self.section.name);
                    frame.category = self.section.category;
                }
            }
            self.frames.push(frame);
            return BlockRole::Slot;
        }
        // `Payment — Acme`, `Carrier: Acme`: a group and the service in it.
        let mut service_range = start + head.name.start..start + head.name.end;
        let mut behind_service = rest.clone();
        if rank < LABEL && matches!(head.mark, Mark::Dash | Mark::Colon) && !rest.is_empty() {
            let right = self.words(rest.clone());
            let left_is_group =
                words::is_group(&plain) || words::category(&plain).is_some() || words::direction(&plain).is_some();
            if left_is_group || matches!(names::naming(right, false), Naming::Services(_)) {
                let behind = head::head(right);
                service_range = rest.start + behind.name.start..rest.start + behind.name.end;
                behind_service = rest.start + behind.rest.start..rest.start + behind.rest.end;
            }
        }
        let service_name = self.words(service_range.clone());
        let naming = names::naming(service_name, head.mark == Mark::Colon && head.style == Style::Plain);
        // Hooks.
        if let Some(direction) = words::direction(&plain).filter(|_| {
            hooks
                || words::has_word(&plain, &["webhook", "webhooks", "callback", "callbacks"])
                || words::has_word(&plain, &["cron"]) && (text.contains("`/") || text.contains(" /"))
        }) {
            let own = !matches!(naming, Naming::Nothing) || text.contains("`/") || text.contains(" /");
            if own && (!words::is_group_of_hooks(&plain) || rank < LABEL && !rest.is_empty()) {
                let draft = self.draft(at, direction, content.clone());
                frame.topic = Topic::Endpoint(draft);
                self.frames.push(frame);
                return BlockRole::Endpoint;
            }
            if !owned || hooks {
                frame.topic = Topic::Hooks(direction);
                self.frames.push(frame);
                return self.behind(at, rest, BlockRole::Group);
            }
        }
        // Lines about the service above.
        if owned && rank >= LABEL && !matches!(&naming, Naming::Services(_) if frame.field.is_none()) {
            return self.line_at(at, content, &head, rank);
        }
        if environment && !is_secrets(&plain) {
            frame.topic = Topic::Variables;
            let role = if matches!(naming, Naming::Nothing) { BlockRole::Group } else { BlockRole::Variable };
            self.frames.push(frame);
            self.named_in_passing(at, content.start..rest.start);
            return self.behind(at, rest, role);
        }
        if let Some(required) = words::variables(&plain).filter(|_| !owned) {
            frame.topic = Topic::Variables;
            frame.required = required;
            self.frames.push(frame);
            return self.behind(at, rest, BlockRole::Group);
        }
        let lists = self.children(at, rank);
        match naming {
            Naming::Services(found) if !hooks => {
                let services = found.into_iter().map(|entry| self.services.known(entry)).collect();
                return self.open_services(at, rank, services, service_range, aside, behind_service, frame);
            }
            Naming::Mentions(found)
                if !hooks && lists.labelled >= 2 && found.len() == 1 && names::begins_with(service_name, &found) =>
            {
                let services = found.into_iter().map(|entry| self.services.known(entry)).collect();
                return self.open_services(at, rank, services, service_range, aside, behind_service, frame);
            }
            _ => {}
        }
        let is_own = sections::is_numbered(text)
            || rank >= u16::from(self.section_level) * 10 + 10
            || service_range.start > start + head.name.end;
        let candidate = unmarked(service_name);
        if !hooks
            && frame.field.is_none()
            && is_own
            && (self.section.subject == Subject::Services
                || self.section.name.is_empty()
                || sections::is_numbered(text)
                || service_range.start > start + head.name.end)
            && lists.labelled >= 2
            && lists.telling >= 1
            && names::is_proper(&candidate)
            && !words::has_word(aside, &["internal", "own"])
        {
            let category = frame.category.or(self.section.category);
            let section =
                if self.section.subject == Subject::Services { self.section.name.clone() } else { String::new() };
            let service = self.services.unknown(&candidate, category, &section);
            return self.open_services(at, rank, vec![service], service_range, aside, rest, frame);
        }
        let role = if rank < LABEL || head.rest.is_empty() { BlockRole::Group } else { BlockRole::Slot };
        self.frames.push(frame);
        let passing = if head.mark == Mark::Sentence { content } else { content.start..rest.start };
        if statuses::none(self.words(rest.clone())).is_none() {
            self.named_in_passing(at, passing);
        }
        self.behind(at, rest, role)
    }

    /// Reads the text behind a label as the first answer to it.
    fn behind(&mut self, at: usize, rest: Range<usize>, role: BlockRole) -> BlockRole {
        if rest.is_empty() {
            return role;
        }
        self.answer(at, rest, true)
    }

    /// What the blocks under a label look like.
    fn children(&self, at: usize, rank: u16) -> Children {
        let mut out = Children::default();
        let mut first = None;
        for piece in self.pieces.iter().skip(at + 1).take(AHEAD) {
            let text = self.words(piece.content.clone());
            let text = text.get(..text.floor_char_boundary(GLANCE)).unwrap_or("");
            let head = head::head(text);
            let inner = match piece.kind {
                BlockKind::Heading => u16::from(piece.depth) * 10,
                BlockKind::Paragraph if piece.within > 0 => item_rank(piece.within) + 5,
                BlockKind::Paragraph if head.style == Style::Bold && head.mark == Mark::Colon => LABEL,
                BlockKind::Paragraph => LINE,
                BlockKind::Item => item_rank(piece.depth),
                BlockKind::Rule => continue,
                _ => ITEM,
            };
            if inner <= rank {
                break;
            }
            // Only the lines straight under the label are its own.
            if inner > *first.get_or_insert(inner) {
                continue;
            }
            if head.mark == Mark::Colon {
                out.labelled += 1;
                let label = unmarked(text.get(head.name).unwrap_or(""));
                let telling =
                    matches!(
                        words::field(&label),
                        Some(
                            Field::Packages
                                | Field::Variables
                                | Field::Endpoints
                                | Field::Hooks
                                | Field::Purpose
                                | Field::Services
                                | Field::Status
                        )
                    ) || words::has_word(&label, &["protocol", "module", "modules", "communication", "api", "module"]);
                out.telling += usize::from(telling);
            }
        }
        out
    }

    /// Whether a block has labelled lines under it.
    pub fn has_lines(&self, at: usize, rank: u16) -> bool {
        let children = self.children(at, rank);
        children.labelled >= 1 && children.telling >= 1
    }

    /// Opens services that a line names.
    #[allow(clippy::too_many_arguments)]
    pub fn open_services(
        &mut self,
        at: usize,
        rank: u16,
        services: Vec<usize>,
        name: Range<usize>,
        aside: &str,
        rest: Range<usize>,
        mut frame: Frame,
    ) -> BlockRole {
        let group = self.frames.iter().rev().find(|frame| frame.topic == Topic::Group).map(|frame| frame.label.clone());
        let status = self.own_status(&frame, aside, self.words(rest.clone()));
        for service in &services {
            self.see(at, *service, status, true);
            if let Some(group) = &group {
                let written = unmarked(self.words(name.clone()));
                self.services.list(*service, group, &written);
            }
            let id = self.services.id(*service).to_owned();
            let value = if status == Status::Used { "" } else { status.word() };
            let kind = if status == Status::Absent { ClaimKind::Absent } else { ClaimKind::Service };
            self.claim(kind, &id, value, &id, name.clone());
        }
        if status != Status::Absent {
            self.answered();
        }
        self.opened = services.first().copied();
        frame.rank = rank;
        frame.topic = Topic::Services(services.iter().copied().take(OWNERS).collect());
        frame.status = None;
        self.frames.push(frame);
        self.gather(at, name.start..rest.start.max(name.end), Context::Plain, true);
        let mut says = !self.words(rest.clone()).trim().is_empty();
        let text = self.words(rest.clone()).trim();
        if says {
            let found = self.gather(at, rest.clone(), Context::Plain, false);
            // Packages and variables alone say nothing that the fields do not hold.
            says = !super::gather::is_covered(self.words(rest.clone()), &found.covered);
        }
        for service in &services {
            if says {
                self.services.purpose(*service, text);
            }
            // A word in brackets is a remark, several may say what it is for.
            if aside.split_whitespace().count() > 2 && self.services.has_no_purpose(*service) {
                self.services.purpose(*service, aside);
            } else {
                self.services.attribute(*service, "", aside);
            }
        }
        BlockRole::Service
    }

    /// How far along a service's own line says that it is.
    fn own_status(&self, frame: &Frame, aside: &str, rest: &str) -> Status {
        let rest = unmarked(rest);
        if statuses::gone(aside) || statuses::gone(&rest) {
            return Status::Absent;
        }
        let remark = if aside.split_whitespace().count() <= 4 {
            statuses::status(aside)
        } else {
            statuses::purpose_status(aside)
        };
        remark
            .or_else(|| statuses::purpose_status(&rest))
            .or(frame.status)
            .or_else(|| self.frames.iter().rev().find_map(|frame| frame.status))
            .unwrap_or(Status::Used)
    }

    /// The services that the block belongs to.
    pub fn owners(&self) -> Vec<usize> {
        self.frames
            .iter()
            .rev()
            .find_map(|frame| match &frame.topic {
                Topic::Services(services) => Some(services.clone()),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// Notes that the questions above were answered with a service.
    pub fn answered(&mut self) {
        for frame in &mut self.frames {
            frame.answered = true;
        }
    }

    /// Notes that lines stand under the labels above.
    pub fn begun(&mut self) {
        for frame in &mut self.frames {
            frame.begun = true;
            frame.last = None;
        }
        self.last_in_section = None;
    }

    /// Closes what a block at this rank ends.
    pub fn close(&mut self, rank: u16) {
        while let Some(frame) = self.frames.pop_if(|frame| frame.rank >= rank) {
            if !matches!(frame.topic, Topic::Endpoint(_) | Topic::Attribute) {
                self.last_draft = None;
            }
            if let Some((line, reason)) = &frame.absent
                && !frame.answered
            {
                self.absent_slot(&frame, *line, reason);
            }
        }
    }

    /// A claim about a range of the text.
    pub fn claim(&mut self, kind: ClaimKind, subject: &str, value: &str, service: &str, range: Range<usize>) {
        if subject.is_empty() {
            return;
        }
        self.claims.push(Claim {
            kind,
            subject: subject.to_owned(),
            value: value.to_owned(),
            service: service.to_owned(),
            start: offset(range.start),
            end: offset(range.end),
            // Counted when all are known.
            line: 0,
        });
    }

    /// Keeps a block's text as a note of its section and group.
    pub fn note(&mut self, at: usize, depth: u8) {
        let Some(piece) = self.pieces.get(at) else { return };
        let group =
            self.frames.iter().rev().find(|frame| !frame.label.is_empty()).map_or("", |frame| frame.label.as_str());
        let note = Note {
            section: self.section.name.clone(),
            group: group.to_owned(),
            text: self.words(piece.content.clone()).to_owned(),
            depth,
        };
        self.notes.push((at, note));
    }
}

/// Most services that one line opens for the lines below it.
const OWNERS: usize = 32;

/// What stands under a label.
#[derive(Debug, Default)]
struct Children {
    /// Lines with a label.
    labelled: usize,
    /// Lines with a label such as only a service has.
    telling: usize,
}

/// Whether a block with this role is said of the service that it stands under.
fn belongs(role: BlockRole) -> bool {
    !matches!(role, BlockRole::Title | BlockRole::Date | BlockRole::Section | BlockRole::Rule)
}

/// Whether a block with this role may make a claim that no program checks.
fn says_something(role: BlockRole, kind: BlockKind) -> bool {
    !matches!(role, BlockRole::Title | BlockRole::Date | BlockRole::Section | BlockRole::Group | BlockRole::Rule)
        && !matches!(kind, BlockKind::Code | BlockKind::Html | BlockKind::Rule)
}

/// Whether a label asks where secrets or settings are kept.
fn is_secrets(label: &str) -> bool {
    words::has_word(
        label,
        &[
            "secrets location",
            "secrets",
            "secret",
            "config file",
            "config files",
            "configuration files",
            "configuration file",
            "env file",
            "env files",
            "notes",
            "note",
            "files",
            "file",
            "location",
            "security",
            "management",
            "storage",
            "settings",
            "template",
            "paths",
        ],
    )
}

/// A text cut at a word, for showing.
pub fn shortened(text: &str, bytes: usize) -> String {
    if text.len() <= bytes {
        return text.to_owned();
    }
    let cut = text.get(..text.floor_char_boundary(bytes)).unwrap_or("");
    let cut = cut.rfind(' ').and_then(|at| cut.get(..at)).unwrap_or(cut);
    format!("{cut} …")
}

/// A place in the text as the audit holds it. Documents are shorter than 4 GB.
pub fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}
