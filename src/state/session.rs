//! The session: the open audits, what was verified, what is being read, and what could not be.

use std::collections::BTreeMap;
use std::rc::Rc;

use yew::Reducible;

use super::check::Check;
use super::compare::Compared;
use super::opened::Opened;
use super::paper::Laid;
use crate::parts::figures::{count, counted};
use crate::protocol::Done;

/// All that is open in this tab.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Session {
    /// The open audits, in the order in which they were read.
    pub audits: Vec<Rc<Opened>>,
    /// The number of the one that is shown.
    pub shown: Option<u32>,
    /// The documents of the open audits, by number.
    pub papers: BTreeMap<u32, Rc<Laid>>,
    /// The documents that were held against code, the one last looked at last.
    pub checks: Vec<Rc<Check>>,
    /// The audits that were compared, the ones last asked for last.
    pub compared: Vec<Rc<Compared>>,
    /// How often one of the checks came to the front: whoever asked for it is led there.
    pub turns: u32,
    /// What is being read or waits for it.
    pub tasks: Vec<Task>,
    /// What could not be read, until it is dismissed.
    pub notices: Vec<Notice>,
    /// The latest news, for screen readers.
    pub news: String,
    /// Whether the next audit is the first of what was opened together: only that one comes to the front by itself.
    first: bool,
}

/// Something that is being read.
#[derive(Debug, Clone, PartialEq)]
pub struct Task {
    /// The page's number for it.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// What is done with it: "Reading", "Verifying".
    pub doing: &'static str,
    /// How far it is.
    pub stage: Stage,
}

/// How far a [`Task`] is.
#[derive(Debug, Clone, PartialEq)]
pub enum Stage {
    /// A folder is listed: so many files so far.
    Listing(u32),
    /// Others come first.
    Waiting,
    /// It is read.
    Reading(Done),
}

/// Something that went wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// The page's number for it.
    pub id: u32,
    /// The name of what could not be read; empty where the sentence stands for itself.
    pub name: String,
    /// What is wrong and what to try; follows the name.
    pub sentence: String,
}

/// What happens to a [`Session`].
#[derive(Debug)]
pub enum Event {
    /// Something was opened.
    Begun(Task),
    /// A task is further on.
    Moved(u32, Stage),
    /// A task became an audit.
    Read(Box<Opened>),
    /// The document of an audit is laid out.
    Laid(u32, Rc<Laid>),
    /// A document was held against code.
    Checked(Rc<Check>),
    /// Audits were compared.
    Compared(Rc<Compared>),
    /// A document that was held against code is looked at again.
    Recalled(u32),
    /// A task became others.
    Ended(u32),
    /// A task failed.
    Failed(Notice),
    /// A task was cancelled.
    Cancelled(u32),
    /// An audit is to be shown.
    Shown(u32),
    /// An audit is to be closed.
    Closed(u32),
    /// A notice was read.
    Dismissed(u32),
    /// Something worth saying aloud happened.
    Said(String),
}

impl Session {
    /// The audit that is shown.
    pub fn front(&self) -> Option<&Rc<Opened>> {
        self.audits.iter().find(|opened| Some(opened.id) == self.shown)
    }

    /// What came last of verifying this audit, or another against it.
    pub fn check_of(&self, id: u32) -> Option<&Rc<Check>> {
        self.checks.iter().rev().find(|check| check.asked.code == id || check.asked.document_id == Some(id))
    }

    fn end(&mut self, id: u32) {
        self.tasks.retain(|task| task.id != id);
    }
}

impl Reducible for Session {
    type Action = Event;

    fn reduce(self: Rc<Self>, event: Event) -> Rc<Self> {
        let mut session = Self::clone(&self);
        match event {
            Event::Begun(task) => {
                session.first |= session.tasks.is_empty();
                session.notices.retain(|notice| notice.name != task.name);
                session.news = format!("{} {}.", task.doing, task.name);
                session.tasks.push(task);
            }
            Event::Moved(id, stage) => {
                if let Some(task) = session.tasks.iter_mut().find(|task| task.id == id) {
                    task.stage = stage;
                }
            }
            Event::Read(opened) => {
                session.end(opened.id);
                session.news = news(&opened);
                if std::mem::take(&mut session.first) || session.shown.is_none() {
                    session.shown = Some(opened.id);
                }
                session.audits.push(Rc::from(opened));
            }
            Event::Laid(id, laid) => {
                // Its audit may be closed already.
                if session.audits.iter().any(|opened| opened.id == id) {
                    session.papers.insert(id, laid);
                }
            }
            Event::Checked(check) => {
                session.end(check.id);
                session.news = format!("{}: {}", check.name(), check.sentence());
                // The same verified again takes the place of what was.
                session.checks.retain(|other| other.asked != check.asked);
                session.checks.push(check);
                session.turns += 1;
            }
            Event::Compared(compared) => {
                session.end(compared.id);
                session.news = compared.summary();
                session.compared.retain(|other| other.of != compared.of);
                session.compared.push(compared);
            }
            Event::Recalled(id) => {
                if let Some(place) = session.checks.iter().position(|check| check.id == id) {
                    let check = session.checks.remove(place);
                    session.checks.push(check);
                    session.turns += 1;
                }
            }
            Event::Ended(id) => session.end(id),
            Event::Failed(notice) => {
                session.end(notice.id);
                session.notices.push(notice);
            }
            Event::Cancelled(id) => {
                if let Some(task) = session.tasks.iter().find(|task| task.id == id) {
                    session.news = format!("{} {} was cancelled.", task.doing, task.name);
                }
                session.end(id);
            }
            Event::Shown(id) => session.shown = Some(id),
            Event::Closed(id) => {
                let place = session.audits.iter().position(|opened| opened.id == id);
                session.audits.retain(|opened| opened.id != id);
                session.papers.remove(&id);
                session.checks.retain(|check| check.asked.code != id);
                session.compared.retain(|compared| !compared.of.contains(&id));
                if session.shown == Some(id) {
                    let next = place.unwrap_or_default().min(session.audits.len().saturating_sub(1));
                    session.shown = session.audits.get(next).map(|opened| opened.id);
                }
            }
            Event::Dismissed(id) => session.notices.retain(|notice| notice.id != id),
            Event::Said(news) => session.news = news,
        }
        Rc::new(session)
    }
}

fn news(opened: &Opened) -> String {
    let audit = &opened.audit;
    format!(
        "{}: {}, {}, {}, found in {}.",
        opened.name(),
        counted(audit.services.len(), "service", "services"),
        counted(audit.env.len(), "variable", "variables"),
        counted(audit.endpoints.len(), "endpoint", "endpoints"),
        if opened.is_document() { "the document".to_owned() } else { count(audit.coverage.files as usize) + " files" },
    )
}

#[cfg(test)]
mod tests {
    use super::super::check::Asked;
    use super::*;
    use patchbay_engine::audit::Audit;

    fn task(id: u32) -> Event {
        Event::Begun(Task { id, name: format!("{id}.zip"), doing: "Reading", stage: Stage::Waiting })
    }

    fn read(id: u32) -> Event {
        Event::Read(Box::new(Opened::new(id, Audit::default(), None)))
    }

    fn after(events: impl IntoIterator<Item = Event>) -> Rc<Session> {
        events.into_iter().fold(Rc::default(), |session, event| session.reduce(event))
    }

    #[test]
    fn the_first_of_what_was_opened_together_comes_to_the_front() {
        let session = after([task(1), task(2), read(1), read(2)]);
        assert_eq!((session.shown, session.audits.len(), session.tasks.len()), (Some(1), 2, 0));
        assert_eq!(session.reduce(task(3)).reduce(read(3)).shown, Some(3));
    }

    #[test]
    fn a_failure_leaves_the_rest_as_it_was() {
        let session = after([task(1), read(1), task(2)]);
        let failed = Event::Failed(Notice { id: 2, name: "2.zip".into(), sentence: "is empty".into() });
        let session = session.reduce(failed);
        assert_eq!((session.shown, session.audits.len(), session.notices.len()), (Some(1), 1, 1));
        // Opening it again takes the old notice away.
        assert!(session.reduce(task(2)).notices.is_empty());
    }

    #[test]
    fn a_check_goes_with_its_code_and_is_replaced_by_the_next_of_the_same() {
        let check = |id, document: &str, document_id| {
            let asked = Asked { document: document.into(), document_id, code: 1, title: "1".into() };
            Event::Checked(Rc::new(Check { id, asked, ..Check::default() }))
        };
        let session = after([task(1), read(1), task(2), read(2), check(3, "a.md", None), check(4, "b.md", Some(2))]);
        let found = |session: &Session, id| session.check_of(id).map(|check| check.id);
        assert_eq!((found(&session, 1), found(&session, 2), found(&session, 3)), (Some(4), Some(4), None));
        let session = session.reduce(Event::Recalled(3));
        assert_eq!(found(&session, 1), Some(3));
        let session = session.reduce(check(5, "a.md", None));
        assert_eq!((found(&session, 1), session.checks.len()), (Some(5), 2));
        assert!(session.reduce(Event::Closed(1)).checks.is_empty());
    }

    #[test]
    fn closing_shows_the_neighbour() {
        let session = after([task(1), read(1), task(2), read(2), Event::Closed(2)]);
        assert_eq!(session.shown, Some(1));
        assert_eq!(session.reduce(Event::Closed(1)).shown, None);
    }
}
