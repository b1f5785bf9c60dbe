//! Lines: list items, labelled lines and prose, by what they stand under.

use super::super::inline::Context;
use super::endpoints;
use super::head::{self, Head, Mark, Style, unmarked};
use super::names::{self, Naming};
use super::sections::Subject;
use super::services::Sighting;
use super::statuses::{self, Stance};
use super::walk::{Frame, Topic, Walk, item_rank, shortened};
use super::words::{self, Field};
use crate::audit::{BlockKind, BlockRole, Category, ClaimKind, Direction, Note, Status};
use std::ops::Range;

/// Longest excerpt of a line, in bytes.
const EXCERPT: usize = 200;

/// Most variables of one line that the words behind it, and the lines below it, are said of.
const NAMED: usize = 64;

/// What a line is about, by what stands open above it.
enum Under {
    Services,
    Variables,
    Named(Vec<String>),
    Hooks(Direction),
    Endpoint(usize),
    Group,
}

/// Words that stand for one thing that models do.
const PARTS: &[&str] = &["generation", "ocr", "speech", "vision"];

impl Walk<'_> {
    /// What stands open above a line.
    fn under(&self) -> Under {
        for frame in self.frames.iter().rev() {
            match &frame.topic {
                Topic::Attribute => {}
                Topic::Services(_) => return Under::Services,
                Topic::Variables => return Under::Variables,
                Topic::Named(names) => return Under::Named(names.clone()),
                Topic::Hooks(direction) => return Under::Hooks(*direction),
                Topic::Endpoint(draft) => return Under::Endpoint(*draft),
                Topic::Group => return Under::Group,
            }
        }
        match self.section.subject {
            Subject::Environment => Under::Variables,
            Subject::Hooks => Under::Hooks(Direction::Incoming),
            _ => Under::Group,
        }
    }

    /// Reads a list item.
    pub fn item(&mut self, at: usize) -> BlockRole {
        let Some(piece) = self.pieces.get(at) else { return BlockRole::Note };
        let rank = item_rank(piece.depth);
        self.close(rank);
        let content = piece.content.clone();
        let text = self.words(content.clone());
        if text.trim().is_empty() {
            return BlockRole::Rule;
        }
        let head = head::head(text);
        self.line(at, content, &head, rank)
    }

    /// Reads a line by what it stands under.
    pub fn line(&mut self, at: usize, content: Range<usize>, head: &Head, rank: u16) -> BlockRole {
        match self.under() {
            Under::Services => self.line_at(at, content, head, rank),
            Under::Variables => self.variable_line(at, content, head, rank),
            Under::Named(names) => {
                let text = self.words(content.clone());
                for name in &names {
                    self.variables.purpose(name, text);
                }
                self.gather(at, content, Context::Plain, false);
                BlockRole::Variable
            }
            Under::Hooks(direction) => self.hook_line(at, content, head, rank, direction),
            Under::Endpoint(draft) => self.endpoint_line(at, content, head, rank, draft),
            Under::Group => self.group_line(at, content, head, rank),
        }
    }

    /// Reads prose by what it stands under.
    pub fn text_line(&mut self, at: usize, content: Range<usize>) -> BlockRole {
        let text = self.words(content.clone());
        match self.under() {
            Under::Services => {
                let field = self.frames.last().and_then(|frame| frame.field).unwrap_or_default();
                self.gather(at, content, field.context(), false);
                let label = self.attribute_label();
                for owner in self.owners() {
                    if label.is_empty() && self.services.has_no_purpose(owner) {
                        self.services.purpose(owner, text);
                    } else {
                        self.services.attribute(owner, &label, text);
                    }
                }
                BlockRole::Attribute
            }
            Under::Endpoint(draft) => {
                let found = self.gather(at, content, Context::Endpoints, false);
                self.draft_line(draft, "", text, &found);
                BlockRole::Endpoint
            }
            Under::Variables => {
                let found = self.gather(at, content.clone(), Context::Plain, false);
                let role = if found.envs.is_empty() { self.kept() } else { BlockRole::Variable };
                if found.envs.is_empty()
                    && let Some(reason) = statuses::none(text)
                {
                    self.none_here(at, content.start + reason.start..content.end, &content);
                } else {
                    self.note(at, 0);
                    self.require(&found.envs, text);
                }
                role
            }
            Under::Named(names) => {
                for name in &names {
                    self.variables.purpose(name, text);
                }
                self.gather(at, content, Context::Plain, false);
                BlockRole::Variable
            }
            Under::Hooks(_) | Under::Group => self.answer(at, content, false),
        }
    }

    /// The label of the labelled line of a service that stands open.
    fn attribute_label(&self) -> String {
        self.frames
            .iter()
            .rev()
            .take_while(|frame| !matches!(frame.topic, Topic::Services(_) | Topic::Endpoint(_)))
            .find(|frame| frame.topic == Topic::Attribute)
            .map_or(String::new(), |frame| frame.label.clone())
    }

    fn attribute_field(&self) -> Field {
        self.frames
            .iter()
            .rev()
            .take_while(|frame| !matches!(frame.topic, Topic::Services(_) | Topic::Endpoint(_)))
            .find_map(|frame| frame.field)
            .unwrap_or_default()
    }

    /// Reads a line about the services above it.
    pub fn line_at(&mut self, at: usize, content: Range<usize>, head: &Head, rank: u16) -> BlockRole {
        let owners = self.owners();
        let text = self.words(content.clone());
        let name = self.inside(content.start, &head.name);
        let plain = unmarked(name);
        let rest = content.start + head.rest.start..content.start + head.rest.end;
        let parent = self.attribute_field();
        let behind_label = self.frames.last().is_some_and(|frame| frame.rank == super::walk::LABEL + 1);
        // A service in a list of services: an alternative, a provider.
        if head.mark != Mark::Sentence
            && let Naming::Services(found) = names::naming(name, head.mark == Mark::Colon)
            && words::field(&plain).is_none()
            && found.iter().all(|entry| owners.iter().all(|owner| self.services.id(*owner) != entry.id))
            && (parent == Field::Services
                || head.mark == Mark::Dash && behind_label
                || head.mark == Mark::None && head.rest.is_empty()
                || head.style == Style::Bold && head.mark == Mark::Dash)
        {
            let services = found.into_iter().map(|entry| self.services.known(entry)).collect();
            let range = content.start + head.name.start..content.start + head.name.end;
            let aside = self.inside(content.start, &head.aside);
            let status = self
                .frames
                .iter()
                .rev()
                .take_while(|frame| !matches!(frame.topic, Topic::Services(_)))
                .find_map(|frame| frame.status);
            let frame = Frame { label: String::new(), status, ..Frame::default() };
            return self.open_services(at, rank, services, range, aside, rest, frame);
        }
        if head.mark != Mark::Colon || plain.is_empty() || head.style == Style::Code {
            let label = self.attribute_label();
            self.store = store(parent);
            let found = self.gather(at, content.clone(), parent.context(), false);
            if head.style == Style::Code && !found.envs.is_empty() && !rest.is_empty() {
                let purpose = self.words(rest);
                self.describe(&found.envs, purpose);
            }
            for owner in &owners {
                self.services.attribute(*owner, &label, text);
            }
            self.frames.push(Frame { rank, topic: Topic::Attribute, label, field: Some(parent), ..Frame::default() });
            return BlockRole::Attribute;
        }
        let field = words::field(&plain);
        let aside = self.inside(content.start, &head.aside);
        let value = self.words(rest.clone());
        let context = field.unwrap_or(parent).context();
        self.store = store(field.unwrap_or(parent));
        let found = self.gather(at, rest.clone(), context, false);
        // A label may name something as well: `Docker image`, `DATABASE_URL`.
        let named = self.gather(at, content.start..rest.start, Context::Plain, field.is_some());
        self.describe(&named.envs, value);
        let role = if named.envs.is_empty() { BlockRole::Attribute } else { BlockRole::Variable };
        let label = if aside.is_empty() { plain.clone() } else { format!("{plain} ({aside})") };
        match field {
            Some(Field::Purpose) if !value.is_empty() => {
                for owner in &owners {
                    if self.services.has_no_purpose(*owner) {
                        self.services.purpose(*owner, value);
                    } else {
                        self.services.attribute(*owner, &label, value);
                    }
                }
            }
            _ => {
                if field == Some(Field::Status)
                    && let Some(status) = statuses::status(&unmarked(value))
                {
                    for owner in &owners {
                        self.services.set_status(*owner, status);
                    }
                }
                let kept = !value.is_empty() || !self.continues(at, rank);
                if kept && !self.is_structure(field, value, &found.covered) {
                    for owner in &owners {
                        self.services.attribute(*owner, &label, value);
                    }
                }
            }
        }
        if field == Some(Field::Hooks) || words::has_word(&plain, &["webhook", "webhooks", "callback", "redirect"]) {
            self.hooks_of(&owners, &plain, value, &found);
        }
        self.require(&found.envs, &format!("{plain} {aside} {value}"));
        let status = statuses::status(&format!("{plain} ({aside})"));
        let required = words::required(&format!("{plain} ({aside})"));
        self.frames.push(Frame { rank, topic: Topic::Attribute, label, field, status, required, ..Frame::default() });
        role
    }

    /// Whether a labelled line says nothing that the audit's fields do not hold: `Auth: X, Y`.
    fn is_structure(&self, field: Option<Field>, value: &str, covered: &[Range<usize>]) -> bool {
        let holds = matches!(
            field,
            Some(Field::Services) if value.starts_with('`')
        ) || matches!(
            field,
            Some(
                Field::Packages | Field::Variables | Field::Paths | Field::Endpoints | Field::Images | Field::Stores(_)
            )
        );
        if !holds || covered.is_empty() {
            return false;
        }
        super::gather::is_covered(value, covered)
    }

    /// Whether the next block stands under this line.
    fn continues(&self, at: usize, rank: u16) -> bool {
        self.pieces.get(at + 1).is_some_and(|next| {
            let inner = match next.kind {
                BlockKind::Item => item_rank(next.depth),
                BlockKind::Paragraph if next.within > 0 => item_rank(next.within) + 5,
                BlockKind::Paragraph if !head::is_label_line(self.words(next.content.clone())) => super::walk::LINE,
                BlockKind::Code | BlockKind::Row => u16::MAX,
                _ => 0,
            };
            inner > rank
        })
    }

    /// Reads a line under a label that gathers, or straight under a section.
    fn group_line(&mut self, at: usize, content: Range<usize>, head: &Head, rank: u16) -> BlockRole {
        let text = self.words(content.clone());
        let name = self.inside(content.start, &head.name);
        let plain = unmarked(name);
        let aside = self.inside(content.start, &head.aside);
        let rest = content.start + head.rest.start..content.start + head.rest.end;
        let name_range = content.start + head.name.start..content.start + head.name.end;
        let field = words::field(&plain).filter(|_| head.mark == Mark::Colon);
        let depth = self.pieces.get(at).map_or(0, |piece| piece.within);
        let none = statuses::none(text);
        if let Some(reason) = none.clone() {
            self.none_here(at, content.start + reason.start..content.end, &content);
            self.note(at, depth);
            self.gather(at, content, Context::Plain, false);
            self.frames.push(Frame { rank, answered: true, ..Frame::default() });
            return BlockRole::Slot;
        }
        // `Required env vars: X`, `Webhooks: ...` in a list.
        if head.mark == Mark::Colon {
            if let Some(required) = words::variables(&plain) {
                self.frames.push(Frame { rank, topic: Topic::Variables, label: plain, required, ..Frame::default() });
                let found = self.gather(at, rest, Context::Variables, false);
                self.require(&found.envs, "");
                if found.envs.is_empty() {
                    self.note(at, depth);
                }
                return BlockRole::Variable;
            }
            // A labelled line beside a service of the same list is about that service.
            if field.is_some()
                && let Some(owners) = self.neighbours(depth)
            {
                self.frames.push(Frame {
                    rank: rank.saturating_sub(1),
                    topic: Topic::Services(owners),
                    answered: true,
                    ..Frame::default()
                });
                return self.line_at(at, content, head, rank);
            }
        }
        let named = self.named_aside(name, aside);
        let naming = if named.is_some() {
            named.map(Naming::Services).unwrap_or_default()
        } else if head.mark == Mark::Sentence || head.style == Style::Code && !name.contains('@') {
            Naming::Nothing
        } else {
            names::naming(name, head.mark == Mark::Colon && head.style == Style::Plain)
        };
        // Where secrets are kept, a name says where, and lists nothing.
        let environment = self.section.subject == Subject::Environment;
        // A tool that tests run is nothing that the code plugs into.
        let is_tool = |found: &Vec<&'static crate::catalog::Service>| {
            let tests = self.frames.iter().any(|frame| words::has_word(&frame.label, &["testing", "tests", "test"]));
            found.iter().all(|entry| entry.category == Category::Other)
                && (tests || statuses::speaks_of_tests(text, 0..1))
        };
        if let Naming::Services(found) = &naming
            && field.is_none()
            && !environment
            && !is_tool(found)
        {
            let services: Vec<usize> = found.iter().map(|entry| self.services.known(entry)).collect();
            self.beside(depth, &services);
            return self.open_services(at, rank, services, name_range, aside, rest, Frame::default());
        }
        if let Naming::Mentions(found) = &naming
            && field.is_none()
            && !environment
            && found.len() == 1
            && names::begins_with(name, found)
            && (head.mark == Mark::Dash || self.has_lines(at, rank))
        {
            let services: Vec<usize> = found.iter().map(|entry| self.services.known(entry)).collect();
            self.beside(depth, &services);
            return self.open_services(at, rank, services, name_range, aside, rest, Frame::default());
        }
        let listed =
            self.section.subject == Subject::Services || self.frames.iter().any(|frame| frame.category.is_some());
        let in_apis = self.section.name == crate::audit::SECTIONS.first().copied().unwrap_or_default();
        if listed
            && !environment
            && depth <= 1
            && field.is_none()
            && matches!(naming, Naming::Nothing)
            && (head.mark == Mark::Dash
                || head.style == Style::Bold && head.mark != Mark::Sentence
                || self.has_lines(at, rank))
            && (self.has_lines(at, rank) || in_apis && head.style != Style::Code && head.mark == Mark::Dash)
            && head.style != Style::Code
            && names::is_proper(&plain)
        {
            let category = self.frames.iter().rev().find_map(|frame| frame.category).or(self.section.category);
            let section = self.section.name.clone();
            let service = self.services.unknown(&plain, category, &section);
            self.beside(depth, &[service]);
            return self.open_services(at, rank, vec![service], name_range, aside, rest, Frame::default());
        }
        self.answer(at, content, false)
    }

    /// The services that stand in brackets behind words that name none: "Local (Ollama)".
    fn named_aside(&self, name: &str, aside: &str) -> Option<Vec<&'static crate::catalog::Service>> {
        let plain = unmarked(name);
        match names::naming(aside, false) {
            Naming::Services(found) if words::is_group(&plain) && !aside.is_empty() => Some(found),
            _ => None,
        }
    }

    /// The service of the line before in the same list.
    fn neighbours(&self, depth: u8) -> Option<Vec<usize>> {
        let frame = self.frames.last();
        let last = match frame {
            Some(frame) => frame.last.as_ref(),
            None => self.last_in_section.as_ref(),
        };
        last.filter(|(known, _)| *known == depth).map(|(_, services)| services.clone())
    }

    /// Remembers the service of a line for the labelled lines beside it.
    fn beside(&mut self, depth: u8, services: &[usize]) {
        let last = Some((depth, services.to_vec()));
        match self.frames.last_mut() {
            Some(frame) => frame.last = last,
            None => self.last_in_section = last,
        }
    }

    /// Reads a text that answers what the label above it asks, whatever it says.
    pub fn answer(&mut self, at: usize, content: Range<usize>, behind_label: bool) -> BlockRole {
        let text = self.words(content.clone());
        let piece_depth =
            self.pieces.get(at).map_or(0, |piece| if piece.kind == BlockKind::Item { piece.depth } else { 0 });
        let rank = match self.pieces.get(at) {
            Some(piece) if piece.kind == BlockKind::Item => item_rank(piece.depth),
            _ => u16::MAX,
        };
        if behind_label {
            if let Some(reason) = statuses::none(text) {
                self.none_here(at, content.start + reason.start..content.end, &content);
                self.gather(at, content, Context::Plain, false);
                self.note(at, piece_depth);
                return BlockRole::Slot;
            }
            match self.under() {
                Under::Variables | Under::Named(_) => {
                    let found = self.gather(at, content.clone(), Context::Variables, false);
                    self.require(&found.envs, "");
                    if found.envs.is_empty() {
                        self.note(at, piece_depth);
                    }
                    return if found.envs.is_empty() { BlockRole::Slot } else { BlockRole::Variable };
                }
                Under::Hooks(direction) => {
                    let head = head::head(text);
                    return self.hook_line(at, content, &head, u16::MAX, direction);
                }
                _ => {}
            }
            let head = head::head(text);
            let name = self.inside(content.start, &head.name);
            if head.mark != Mark::Sentence
                && let Naming::Services(found) = names::naming(name, head.mark == Mark::Colon)
            {
                let services: Vec<usize> = found.iter().map(|entry| self.services.known(entry)).collect();
                let aside = self.inside(content.start, &head.aside);
                let rest = content.start + head.rest.start..content.start + head.rest.end;
                let range = content.start + head.name.start..content.start + head.name.end;
                return self.open_services(at, super::walk::LABEL + 1, services, range, aside, rest, Frame::default());
            }
        }
        let field = self.frames.last().and_then(|frame| frame.field).unwrap_or_default();
        let label = head::head(text);
        let own = (label.mark == Mark::Colon)
            .then(|| words::field(&unmarked(self.inside(content.start, &label.name))))
            .flatten();
        self.store = store(own.unwrap_or(field));
        let mut found = self.gather(at, content.clone(), own.unwrap_or(field).context(), false);
        // A part of the head may be a name though the whole is none.
        if label.mark != Mark::Sentence
            && !statuses::denies(self.inside(content.start, &label.name))
            && let Naming::Mentions(named) =
                names::naming(self.inside(content.start, &label.name), label.mark == Mark::Colon)
        {
            for entry in named.into_iter().filter(|entry| entry.category != Category::Other) {
                let service = self.services.known(entry);
                if !found.services.iter().any(|(known, _)| *known == service) {
                    self.mention(at, service, Stance::Said, content.clone());
                    found.services.push((service, Stance::Said));
                }
            }
        }
        let denied = statuses::none(text).is_some();
        self.deny(&content, denied);
        let said: Vec<usize> = found
            .services
            .iter()
            .filter(|(_, stance)| *stance != Stance::Denied)
            .map(|(service, _)| *service)
            .collect();
        if found.services.iter().any(|(_, stance)| *stance == Stance::Said) {
            self.answered();
        }
        self.begun();
        self.note(at, piece_depth);
        let role = self.kept();
        if rank < u16::MAX {
            // Lines under one that speaks of one service are about that service.
            let topic = match said.as_slice() {
                [one] if !denied => Topic::Services(vec![*one]),
                _ => Topic::Group,
            };
            let field = own.or(Some(field));
            self.frames.push(Frame { rank, topic, field, answered: true, ..Frame::default() });
        }
        role
    }

    /// A line that says that there is nothing of what is asked.
    fn none_here(&mut self, at: usize, reason: Range<usize>, whole: &Range<usize>) {
        let reason = self.words(reason);
        let reason = reason.trim().trim_end_matches('.');
        let bare = reason.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).filter(|rest| !rest.contains('('));
        let reason = unmarked(bare.unwrap_or(reason));
        let Some(line) = self.pieces.get(at).map(|piece| piece.line) else { return };
        self.deny(whole, true);
        let slot = self
            .frames
            .iter_mut()
            .rev()
            .find(|frame| !matches!(frame.topic, Topic::Attribute) && !frame.label.is_empty());
        if let Some(frame) = slot
            && !frame.answered
            && !frame.begun
            && frame.absent.is_none()
        {
            frame.absent = Some((line, reason.clone()));
        }
        // The claim is of the category that the question asks for.
        let asked = self
            .frames
            .iter()
            .rev()
            .find(|frame| !frame.label.is_empty())
            .map(|frame| (frame.label.clone(), frame.topic.clone()));
        let subject = match asked {
            Some((_, Topic::Variables)) => "env".to_owned(),
            Some((_, Topic::Hooks(direction))) => direction.word().to_owned(),
            Some((label, _)) => joined(&words::categories(&label)),
            None => self.section.category.map_or(String::new(), |category| category.word().to_owned()),
        };
        self.claim(ClaimKind::Absent, &subject, &reason, "", whole.clone());
    }

    /// A sentence that denies something by a word of a category: "No cloud file storage".
    /// `asked` says that the whole text denies what is asked, which is claimed as such.
    fn deny(&mut self, whole: &Range<usize>, asked: bool) {
        let text = self.words(whole.clone());
        let Some(at) = text.find("No ").or_else(|| text.find(" no ").map(|at| at + 1)) else { return };
        let clause = text.get(at + 3..).unwrap_or("");
        let end = clause.find(['.', ',', ';', '(', '—', '–', ':']).unwrap_or(clause.len());
        let clause = clause.get(..end).unwrap_or("");
        let labelled = self.frames.iter().rev().find(|frame| asked && !frame.label.is_empty());
        let asked = labelled.map(|frame| words::categories(&frame.label)).unwrap_or_default();
        // "No OCR capability" says nothing of other models.
        let part = clause
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| PARTS.contains(&word.to_ascii_lowercase().as_str()));
        let found: Vec<Category> = words::categories(clause)
            .into_iter()
            .filter(|category| !(asked.contains(category) || part && *category == Category::Ai))
            .collect();
        if clause.split_whitespace().count() <= 8 && !found.is_empty() {
            let start = whole.start + at;
            self.claim(ClaimKind::Absent, &joined(&found), "", "", start..start + 3 + end);
        }
    }

    /// A slot that closes with nothing in it.
    pub fn absent_slot(&mut self, frame: &Frame, line: u32, reason: &str) {
        if matches!(frame.topic, Topic::Variables | Topic::Hooks(_)) || frame.label.is_empty() {
            return;
        }
        // Only what the template asks for is missing where it says "None".
        let whole = frame.label == self.section.name;
        if self.section.subject == Subject::Environment
            || self.section.subject == Subject::Own && !whole && frame.rank > u16::from(self.section_level) * 10
            || !(whole || frame.category.is_some() && words::is_group(&frame.label))
        {
            return;
        }
        let category = frame.category.or(self.section.category);
        let section = if self.section.subject == Subject::Services { self.section.name.clone() } else { String::new() };
        let at = self.services.unknown(&frame.label, category, &section);
        self.services.purpose(at, reason);
        let sighting = Sighting { document: self.name, line, excerpt: reason, status: Status::Absent, own: true };
        self.services.see(at, sighting);
    }

    /// Reads a line under a label that gathers variables.
    fn variable_line(&mut self, at: usize, content: Range<usize>, head: &Head, rank: u16) -> BlockRole {
        let text = self.words(content.clone());
        let name = self.inside(content.start, &head.name);
        let plain = unmarked(name);
        let aside = self.inside(content.start, &head.aside);
        let rest = content.start + head.rest.start..content.start + head.rest.end;
        let depth = self.pieces.get(at).map_or(0, |piece| piece.within);
        if statuses::none(text).is_some_and(|_| head.style != Style::Code) {
            let reason = statuses::none(text).unwrap_or_default();
            self.none_here(at, content.start + reason.start..content.end, &content);
            self.note(at, depth);
            let found = self.gather(at, content, Context::Plain, false);
            self.require(&found.envs, text);
            return BlockRole::Slot;
        }
        let is_label = head.mark == Mark::Colon && head.style != Style::Code;
        let mut found = self.gather(at, content.clone(), Context::Variables, false);
        if found.envs.is_empty() {
            found = self.gather(at, content.clone(), Context::Plain, false);
        }
        // Those that the line names at its head are what it is about.
        let head_end = if is_label { rest.end } else { content.start + head.name.end };
        let own: Vec<String> = found
            .env_places
            .iter()
            .filter(|(_, place)| head.mark == Mark::Sentence || head.mark == Mark::None || place.start < head_end)
            .map(|(name, _)| name.clone())
            .collect();
        let own = if own.is_empty() { found.envs.clone() } else { own };
        let said = self.words(rest.clone());
        let words_of_need = format!("{aside} {}", said.get(..said.floor_char_boundary(60)).unwrap_or(""));
        self.require(&own, &if is_label { format!("{plain} {aside}") } else { words_of_need });
        let said_services: Vec<usize> = found
            .services
            .iter()
            .filter(|(_, stance)| *stance != Stance::Denied)
            .map(|(service, _)| *service)
            .collect();
        if let [service] = said_services.as_slice() {
            let id = self.services.id(*service).to_owned();
            for name in &own {
                if crate::catalog::env(name).is_none() {
                    self.variables.owner(name, &id);
                }
            }
        }
        if is_label {
            // A label within the list: whose variables these are, or which of them are needed.
            for name in &own {
                self.variables.purpose(name, &plain);
            }
            if own.is_empty() {
                self.note(at, depth);
            }
            let required = words::required(&format!("{plain} {aside}"));
            let topic = if words::has_word(
                &plain,
                &["secrets", "secret", "config file", "location", "files", "file", "template", "activation"],
            ) {
                Topic::Group
            } else {
                Topic::Variables
            };
            let role = if own.is_empty() && topic == Topic::Group { BlockRole::Slot } else { BlockRole::Variable };
            self.frames.push(Frame { rank, topic, label: plain, required, answered: true, ..Frame::default() });
            return role;
        }
        if own.is_empty() {
            self.note(at, depth);
            self.frames.push(Frame { rank, topic: Topic::Variables, answered: true, ..Frame::default() });
            return BlockRole::Slot;
        }
        let purpose = match head.mark {
            Mark::Dash | Mark::Colon => said,
            _ if head.style == Style::Code && !head.rest.is_empty() => said,
            _ if !aside.is_empty() => aside,
            _ if head.style == Style::Code => "",
            _ => text,
        };
        self.describe(&own, purpose);
        self.frames.push(Frame {
            rank,
            topic: Topic::Named(own.into_iter().take(NAMED).collect()),
            answered: true,
            ..Frame::default()
        });
        BlockRole::Variable
    }

    /// Says what variables are for.
    pub fn describe(&mut self, names: &[String], purpose: &str) {
        for name in names.iter().take(NAMED) {
            self.variables.purpose(name, purpose);
        }
    }

    /// Says whether variables are needed: by the text's own words, else by those of the labels above.
    pub fn require(&mut self, names: &[String], text: &str) {
        let required = words::required(text).or_else(|| self.frames.iter().rev().find_map(|frame| frame.required));
        for name in names {
            self.variables.required(name, required);
        }
    }

    /// Reads a line under a label that gathers hooks.
    fn hook_line(
        &mut self,
        at: usize,
        content: Range<usize>,
        head: &Head,
        rank: u16,
        direction: Direction,
    ) -> BlockRole {
        let text = self.words(content.clone());
        let depth = self.pieces.get(at).map_or(0, |piece| piece.within);
        if let Some(reason) = statuses::none(text) {
            self.none_here(at, content.start + reason.start..content.end, &content);
            self.note(at, depth);
            self.gather(at, content, Context::Plain, false);
            return BlockRole::Slot;
        }
        let name = unmarked(self.inside(content.start, &head.name));
        // A labelled line beside an endpoint of the same list goes on with it.
        let field = words::field(&name).filter(|_| head.mark == Mark::Colon);
        if let Some(draft) = self
            .last_draft
            .filter(|_| field.is_some() && field != Some(Field::Endpoints) && field != Some(Field::Hooks))
        {
            return self.endpoint_line(at, content, head, rank, draft);
        }
        // A label that gathers further lines.
        if head.mark == Mark::Colon && head.rest.is_empty() {
            if words::is_group_of_hooks(&name) {
                let direction = words::direction(&name).unwrap_or(direction);
                self.frames.push(Frame { rank, topic: Topic::Hooks(direction), label: name, ..Frame::default() });
                return BlockRole::Group;
            }
            let draft = self.draft(at, direction, content);
            self.frames.push(Frame { rank, topic: Topic::Endpoint(draft), ..Frame::default() });
            return BlockRole::Endpoint;
        }
        self.answered();
        let draft = self.draft(at, direction, content);
        if rank < u16::MAX {
            self.frames.push(Frame { rank, topic: Topic::Endpoint(draft), ..Frame::default() });
        }
        BlockRole::Endpoint
    }

    /// Begins an endpoint from the line that names it.
    pub fn draft(&mut self, at: usize, direction: Direction, content: Range<usize>) -> usize {
        let text = self.words(content.clone());
        let found = self.gather(at, content.clone(), Context::Endpoints, false);
        let mut draft = endpoints::Draft { text: text.to_owned(), ..endpoints::Draft::default() };
        draft.endpoint.direction = if direction == Direction::Outgoing && found.routes.is_empty() {
            direction
        } else {
            endpoints::direction(text, direction)
        };
        let head = head::head(text);
        draft.endpoint.purpose = match head.mark {
            Mark::Dash => self.inside(content.start, &head.rest).to_owned(),
            _ => String::new(),
        };
        if let Some((service, _)) = found.services.iter().find(|(_, stance)| *stance != Stance::Denied) {
            draft.endpoint.service = self.services.id(*service).to_owned();
        } else if let Some(owner) = self.owners().first() {
            draft.endpoint.service = self.services.id(*owner).to_owned();
        }
        if let Some(path) = found.paths.first() {
            draft.endpoint.place.path = path.clone();
        }
        let outgoing = draft.endpoint.direction == Direction::Outgoing;
        for (method, path) in &found.routes {
            draft.route(method, path);
        }
        if outgoing && found.routes.is_empty() {
            for url in &found.urls {
                draft.route("", url);
            }
        }
        draft.verified(text);
        draft.endpoint.events.clone_from(&found.events);
        let hooks = self.frames.iter().rev().find(|frame| matches!(frame.topic, Topic::Hooks(_)));
        draft.at = at;
        draft.section.clone_from(&self.section.name);
        draft.group = hooks.map_or_else(|| self.section.name.clone(), |frame| frame.label.clone());
        self.drafts.push(draft);
        let index = self.drafts.len() - 1;
        self.last_draft = Some(index);
        index
    }

    /// Reads a line about an endpoint.
    fn endpoint_line(&mut self, at: usize, content: Range<usize>, head: &Head, rank: u16, draft: usize) -> BlockRole {
        let name = unmarked(self.inside(content.start, &head.name));
        let labelled = head.mark == Mark::Colon;
        let rest = content.start + head.rest.start..content.start + head.rest.end;
        let parent = self.frames.iter().rev().find(|frame| frame.topic == Topic::Attribute);
        let parent_label = parent.map_or(String::new(), |frame| frame.label.clone());
        let parent_field = parent.and_then(|frame| frame.field);
        let (label, range) = if labelled { (name, rest) } else { (parent_label, content.clone()) };
        let field = if labelled { words::field(&label) } else { parent_field };
        let value = self.words(range.clone());
        let context = match field {
            Some(Field::Other) | None if words::has_word(&label, &["events", "event", "handles", "topics"]) => {
                Context::Events
            }
            None => Context::Endpoints,
            Some(field) => field.context(),
        };
        let found = self.gather(at, range, context, false);
        self.draft_line(draft, &label, value, &found);
        if labelled {
            self.frames.push(Frame { rank, topic: Topic::Attribute, label, field, ..Frame::default() });
        }
        BlockRole::Endpoint
    }

    /// Takes a labelled line of an endpoint.
    fn draft_line(&mut self, draft: usize, label: &str, value: &str, found: &super::gather::Gathered) {
        let service = found
            .services
            .iter()
            .find(|(_, stance)| *stance != Stance::Denied)
            .map(|(at, _)| self.services.id(*at).to_owned());
        let Some(draft) = self.drafts.get_mut(draft) else { return };
        let field = words::field(label);
        for (method, path) in &found.routes {
            draft.route(method, path);
        }
        for event in &found.events {
            if !draft.endpoint.events.contains(event) && draft.endpoint.events.len() < 200 {
                draft.endpoint.events.push(event.clone());
            }
        }
        if draft.endpoint.service.is_empty()
            && let Some(service) = service
        {
            draft.endpoint.service = service;
        }
        let mut kept = !value.is_empty();
        let proves =
            ["auth", "authentication", "verification", "signature", "security", "secret", "authorization", "signing"];
        if label.is_empty() || words::has_word(label, &proves) {
            draft.verified(value);
        }
        if field == Some(Field::Purpose) && draft.endpoint.purpose.is_empty() {
            value.clone_into(&mut draft.endpoint.purpose);
            kept = false;
        }
        if (field == Some(Field::Paths) || field == Some(Field::Services))
            && draft.endpoint.place.path.is_empty()
            && let Some(path) = found.paths.first()
        {
            draft.endpoint.place.path = path.clone();
        }
        if kept && draft.endpoint.attributes.len() < 500 {
            draft.endpoint.attributes.push(crate::audit::Attribute { label: label.to_owned(), text: value.to_owned() });
        }
    }

    /// Ends an endpoint. One without a route is a line of its service, else a note.
    pub fn finish_draft(&mut self, draft: endpoints::Draft) {
        if !draft.routes.is_empty() {
            self.endpoints.extend(draft.finish());
            return;
        }
        let owner = self.services.by_id(&draft.endpoint.service);
        let mut lines = vec![(draft.group.clone(), draft.text)];
        lines.extend(draft.endpoint.attributes.into_iter().map(|line| (line.label, line.text)));
        for (line, (label, text)) in lines.into_iter().enumerate() {
            if let Some(owner) = owner {
                self.services.attribute(owner, &label, &text);
                continue;
            }
            let note = Note {
                section: draft.section.clone(),
                group: draft.group.clone(),
                text: if line == 0 || label.is_empty() { text } else { format!("{label}: {text}") },
                depth: if line == 0 { 1 } else { 2 },
            };
            self.notes.push((draft.at, note));
        }
    }

    /// Endpoints that a labelled line of services names: "Webhook: `POST /hooks/acme`".
    fn hooks_of(&mut self, owners: &[usize], label: &str, value: &str, found: &super::gather::Gathered) {
        let direction = words::direction(label).unwrap_or_default();
        let mut draft = endpoints::Draft::default();
        draft.endpoint.direction = endpoints::direction(
            &format!("{label} {}", value.get(..value.floor_char_boundary(80)).unwrap_or("")),
            direction,
        );
        draft.endpoint.service = owners.first().map_or(String::new(), |owner| self.services.id(*owner).to_owned());
        if let Some(path) = found.paths.first() {
            draft.endpoint.place.path = path.clone();
        }
        for (method, path) in &found.routes {
            draft.route(method, path);
        }
        for path in &found.local_paths {
            draft.route("", path);
        }
        draft.endpoint.events.clone_from(&found.events);
        draft.verified(value);
        let head = head::head(value);
        if head.mark == Mark::Dash {
            value.get(head.rest).unwrap_or("").clone_into(&mut draft.endpoint.purpose);
        }
        self.endpoints.extend(draft.finish());
    }

    /// What a line that is kept as a note was read as: the answer to a label or section that asks for something, or a note
    /// of one that the document has for itself.
    pub fn kept(&self) -> BlockRole {
        let section = u16::from(self.section_level) * 10;
        let asks = |frame: &Frame| {
            frame.category.is_some()
                || frame.absent.is_some()
                || frame.topic != Topic::Group
                || frame.rank > section && !frame.label.is_empty()
        };
        let asked = self.section.subject != Subject::Own || self.frames.iter().any(asks);
        if asked { BlockRole::Slot } else { BlockRole::Note }
    }

    /// Names that a label or heading holds beside its own words.
    pub fn named_in_passing(&mut self, at: usize, range: Range<usize>) {
        if range.start < range.end {
            self.gather(at, range, Context::Plain, false);
        }
    }

    /// Notes that a block names a service.
    pub fn see(&mut self, at: usize, service: usize, status: Status, own: bool) {
        let Some(piece) = self.pieces.get(at) else { return };
        // A long block may name thousands of things, and each is shown with how it begins.
        let text = self.words(piece.content.clone());
        let text = text.get(..text.floor_char_boundary(EXCERPT * 4)).unwrap_or(text);
        let excerpt = shortened(&unmarked(text), EXCERPT);
        let sighting = Sighting { document: self.name, line: piece.line, excerpt: &excerpt, status, own };
        self.services.see(service, sighting);
    }
}

/// The words of categories, with commas.
fn joined(categories: &[Category]) -> String {
    let words: Vec<&str> = categories.iter().map(|category| category.word()).collect();
    words.join(",")
}

/// What sort of store a line lists.
fn store(field: Field) -> &'static str {
    match field {
        Field::Stores(kind) => kind,
        _ => "table",
    }
}
