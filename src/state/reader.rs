//! The reader: keeps the worker, hands it one job after the other, and tells the session what comes of it.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use patchbay_engine::audit::Audit;
use patchbay_engine::excerpt::Excerpt;
use patchbay_engine::export::Format;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{File, MessageEvent, Worker};
use yew::Callback;

use super::browser::{now, soon, today, window};
use super::check::{Asked, Check};
use super::compare::Compared;
use super::intake::{self, Input, Listed};
use super::opened::Opened;
use super::paper::Laid;
use super::program::{self, Programs};
use super::session::{Event, Notice, Stage, Task};
use crate::outcome::Outcome;
use crate::papers::Held;
use crate::protocol::{Against, Answer, Around, Done, Job, JobKind};
use crate::shared::Shared;

mod links;

/// What is done with audits that are compared, in words.
pub const COMPARING: &str = "Comparing";

/// The name of what is pasted.
const PASTED: &str = "Pasted audit";

/// Keeps the worker. A clone is the same reader.
#[derive(Clone)]
pub struct Reader(Rc<Inner>);

impl PartialEq for Reader {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Inner {
    tell: Callback<Event>,
    last: Cell<u32>,
    programs: RefCell<Programs>,
    worker: RefCell<Option<Worker>>,
    waiting: RefCell<VecDeque<(Job, Array)>>,
    running: RefCell<Option<Running>>,
    /// Folders that are being listed.
    listing: RefCell<HashSet<u32>>,
    hears: RefCell<Option<Hears>>,
    /// What each open audit of code was read from, to read it again when a document is held against it.
    sources: RefCell<HashMap<u32, (Job, Array)>>,
    /// What is asked of the jobs that verify.
    asked: RefCell<HashMap<u32, Asked>>,
    /// The audits of the jobs that compare.
    comparing: RefCell<HashMap<u32, Vec<Rc<Opened>>>>,
    /// Each open audit as JSON, kept outside this program's memory, to be written in other formats.
    audits: RefCell<HashMap<u32, Uint8Array>>,
    /// Who waits for an audit in another format, by job.
    writing: RefCell<HashMap<u32, Callback<Option<Uint8Array>>>>,
    /// Who waits for the lines around a place, by job.
    looking: RefCell<HashMap<u32, Callback<Option<Excerpt>>>>,
    /// Who waits for a link, by job.
    sharing: RefCell<HashMap<u32, Callback<Result<Shared, String>>>>,
    /// Who waits for the numbers of the audits of a link, by job.
    linking: RefCell<HashMap<u32, Callback<Vec<u32>>>>,
    /// The sample code base.
    sample: RefCell<Sample>,
    /// How many texts were pasted.
    pasted: Cell<u32>,
}

/// The sample code base.
#[derive(Debug, Clone, Default, PartialEq)]
enum Sample {
    /// It is being fetched.
    #[default]
    Coming,
    /// It is being fetched, and is to be opened as soon as it is here.
    Wanted,
    /// It is here, unless the host has none.
    Here(Option<File>),
}

/// The job that the worker has.
struct Running {
    job: Job,
    files: Array,
    since: f64,
}

struct Hears {
    message: Closure<dyn FnMut(MessageEvent)>,
    error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Reader {
    /// A reader that tells `tell` what happens. Fetches the worker at once.
    pub fn new(tell: Callback<Event>) -> Self {
        let reader = Self(Rc::new(Inner {
            tell,
            last: Cell::new(0),
            programs: RefCell::new(Programs::Coming),
            worker: RefCell::new(None),
            waiting: RefCell::default(),
            running: RefCell::default(),
            listing: RefCell::default(),
            hears: RefCell::default(),
            sources: RefCell::default(),
            asked: RefCell::default(),
            comparing: RefCell::default(),
            audits: RefCell::default(),
            writing: RefCell::default(),
            looking: RefCell::default(),
            sharing: RefCell::default(),
            linking: RefCell::default(),
            sample: RefCell::default(),
            pasted: Cell::new(0),
        }));
        let (on_message, on_error) = (reader.clone(), reader.clone());
        *reader.0.hears.borrow_mut() = Some(Hears {
            message: Closure::new(move |event: MessageEvent| on_message.hear(&event)),
            error: Closure::new(move |event: web_sys::Event| {
                // Said in a sentence on the page; the browser need not say it again.
                event.prevent_default();
                on_error.fail_running("the worker stopped, most likely because it ran out of memory");
            }),
        });
        // The page is drawn first.
        let fetching = reader.clone();
        soon(move || spawn_local(fetching.fetch()));
        reader
    }

    /// Fetches the programs and starts the worker, then fetches the sample.
    async fn fetch(self) {
        let programs = program::fetch().await;
        *self.0.programs.borrow_mut() = programs;
        self.start_worker();
        self.next();
        let sample = program::sample().await;
        let wanted = self.0.sample.replace(Sample::Here(sample)) == Sample::Wanted;
        if wanted {
            self.open_sample();
        }
    }

    /// Reads what was dropped or chosen.
    pub fn open(&self, inputs: Vec<Input>) {
        if inputs.is_empty() {
            let sentence =
                "What you dropped holds no file. Drop a zip, a tar.gz, a folder, or an audit in Markdown or JSON";
            self.fail(self.number(), "", sentence);
        }
        for input in inputs {
            let (id, name) = (self.number(), input.name());
            let stage = if matches!(input, Input::Folder(_)) { Stage::Listing(0) } else { Stage::Waiting };
            self.0.tell.emit(Event::Begun(Task { id, name: name.clone(), doing: "Reading", stage }));
            match input {
                Input::File(file) => {
                    let job = Job { id, kind: JobKind::File, name, date: today(), ..Job::default() };
                    self.queue(job, Array::of1(&file));
                }
                Input::Listed(listed) => self.queue_folder(id, listed),
                Input::Folder(folder) => {
                    self.0.listing.borrow_mut().insert(id);
                    spawn_local(self.clone().list(id, name, folder));
                }
            }
        }
    }

    /// Reads the sample code base.
    pub fn open_sample(&self) {
        let sample = self.0.sample.borrow().clone();
        match sample {
            Sample::Coming | Sample::Wanted => {
                self.0.sample.replace(Sample::Wanted);
            }
            Sample::Here(Some(file)) => self.open(vec![Input::File(file)]),
            Sample::Here(None) => self.fail(
                self.number(),
                "",
                "The sample is not here: it did not load with the page. Load the page again",
            ),
        }
    }

    /// Reads a pasted audit. One that was pasted anywhere may be a mistake, and has to look like an audit.
    pub fn open_text(&self, text: &str, anywhere: bool) {
        if anywhere && !intake::is_audit_text(text) {
            let sentence = "What was pasted has no heading, list or table, so it is no audit. Paste one in Markdown";
            return self.fail(self.number(), "", sentence);
        }
        let number = self.0.pasted.get() + 1;
        self.0.pasted.set(number);
        let name = if number == 1 { PASTED.to_owned() } else { format!("{PASTED} {number}") };
        match intake::pasted(&name, text) {
            Some(input) => self.open(vec![input]),
            None => self.fail(
                self.number(),
                &name,
                "could not be taken from the clipboard. Save it as a file and open that",
            ),
        }
    }

    /// Holds a document against code: `text` is the document's, `None` for one that the code base carries. `read` is the number
    /// of files that were read of the code when it was opened.
    pub fn verify(&self, asked: Asked, text: Option<String>, read: u32) {
        let id = self.number();
        let source = self.0.sources.borrow().get(&asked.code).cloned();
        let name = asked.name();
        let Some((job, files)) = source else {
            return self.fail(id, &name, "could not be verified: the code is no longer at hand. Open it once more");
        };
        self.0.tell.emit(Event::Begun(Task { id, name, doing: "Verifying", stage: Stage::Waiting }));
        let against = Some(Against { name: asked.document.clone(), text, files: read });
        self.0.asked.borrow_mut().insert(id, asked);
        self.queue(Job { id, against, ..job }, files);
    }

    /// An open audit as JSON, in UTF-8, as the worker wrote it.
    pub fn json(&self, audit: u32) -> Option<Uint8Array> {
        self.0.audits.borrow().get(&audit).cloned()
    }

    /// Compares open audits, in their order.
    pub fn compare(&self, audits: Vec<Rc<Opened>>) {
        let id = self.number();
        let names: Vec<&str> = audits.iter().map(|opened| opened.name()).collect();
        let name = match names.as_slice() {
            [a, b] => format!("{a} with {b}"),
            _ => format!("{} audits", names.len()),
        };
        let (numbers, files) = self.written_out(&audits);
        self.0.tell.emit(Event::Begun(Task { id, name: name.clone(), doing: COMPARING, stage: Stage::Waiting }));
        self.0.comparing.borrow_mut().insert(id, audits);
        self.queue(Job { id, kind: JobKind::Audits, name, audits: numbers, ..Job::default() }, files);
    }

    /// The numbers of open audits, and the JSON of each.
    fn written_out(&self, audits: &[Rc<Opened>]) -> (Vec<u32>, Array) {
        let found = audits.iter().filter_map(|opened| Some((opened.id, self.json(opened.id)?)));
        let (numbers, files): (Vec<u32>, Vec<Uint8Array>) = found.unzip();
        (numbers, files.iter().collect())
    }

    fn show_compared(&self, id: u32, json: &[u8]) {
        let Some(audits) = self.0.comparing.borrow_mut().remove(&id) else { return };
        match serde_json::from_slice::<Outcome>(json) {
            Ok(outcome) => self.0.tell.emit(Event::Compared(Rc::new(Compared::new(id, &audits, outcome)))),
            Err(error) => {
                let sentence = format!("The comparison cannot be shown: {error}. Load the page again");
                self.fail(id, "", &sentence);
            }
        }
    }

    /// Reads the lines around a place of an open code base, before anything else that waits; hears `None` where they cannot be
    /// read any more.
    pub fn look(&self, code: u32, path: &str, line: u32, then: Callback<Option<Excerpt>>) {
        let Some((mut job, mut files)) = self.0.sources.borrow().get(&code).cloned() else { return then.emit(None) };
        let id = self.number();
        if job.kind == JobKind::Folder {
            // Of a folder that one file is all the worker needs.
            let is_it = |full: &String| full.split_once('/').is_some_and(|(_, inner)| inner == path);
            let at = job.paths.iter().position(is_it);
            files = at.map_or_else(Array::new, |at| Array::of1(&files.get(at as u32)));
            job.paths = at.and_then(|at| job.paths.get(at).cloned()).into_iter().collect();
        }
        self.0.looking.borrow_mut().insert(id, then);
        let around = Some(Around { path: path.to_owned(), line });
        self.0.waiting.borrow_mut().push_front((Job { id, around, ..job }, files));
        self.next();
    }

    /// Writes an open audit in a format, before anything else that waits; hears its text in UTF-8, or `None` where it cannot be
    /// written.
    pub fn write(&self, audit: u32, format: Format, then: Callback<Option<Uint8Array>>) {
        let Some(json) = self.json(audit) else { return then.emit(None) };
        let id = self.number();
        self.0.writing.borrow_mut().insert(id, then);
        let format = Some(format.word().to_owned());
        let job = Job { id, kind: JobKind::Audits, format, audits: vec![audit], ..Job::default() };
        self.0.waiting.borrow_mut().push_front((job, Array::of1(&json)));
        self.next();
    }

    /// Hands a written audit to whoever waits for it.
    fn hand_over(&self, id: u32, text: Option<Uint8Array>) {
        let then = self.0.writing.borrow_mut().remove(&id);
        then.into_iter().for_each(|then| then.emit(text.clone()));
    }

    /// Hands the lines to whoever waits for them.
    fn show_lines(&self, id: u32, lines: Option<Excerpt>) {
        let then = self.0.looking.borrow_mut().remove(&id);
        then.into_iter().for_each(|then| then.emit(lines.clone()));
    }

    /// Lets go of what a closed audit was read from.
    pub fn forget(&self, id: u32) {
        self.0.sources.borrow_mut().remove(&id);
        self.0.audits.borrow_mut().remove(&id);
    }

    async fn list(self, id: u32, name: String, folder: web_sys::FileSystemDirectoryEntry) {
        let going = |files| {
            self.0.tell.emit(Event::Moved(id, Stage::Listing(files)));
            self.0.listing.borrow().contains(&id)
        };
        let listed = intake::list(folder, going).await;
        let wanted = self.0.listing.borrow_mut().remove(&id);
        match listed {
            Ok(Some(listed)) if wanted => self.queue_folder(id, listed),
            Err(sentence) if wanted => self.fail(id, &name, &sentence),
            _ => {}
        }
    }

    fn queue_folder(&self, id: u32, listed: Listed) {
        if listed.paths.is_empty() {
            return self.fail(id, &listed.name, "is an empty folder. Open one that holds code");
        }
        let Listed { name, paths, files } = listed;
        self.0.tell.emit(Event::Moved(id, Stage::Waiting));
        self.queue(Job { id, kind: JobKind::Folder, name, date: today(), paths, ..Job::default() }, files);
    }

    fn queue(&self, job: Job, files: Array) {
        self.0.waiting.borrow_mut().push_back((job, files));
        self.next();
    }

    /// Stops reading, at once.
    pub fn cancel(&self, id: u32) {
        self.0.listing.borrow_mut().remove(&id);
        self.0.waiting.borrow_mut().retain(|(job, _)| job.id != id);
        self.0.asked.borrow_mut().remove(&id);
        self.0.comparing.borrow_mut().remove(&id);
        self.0.linking.borrow_mut().remove(&id);
        let running = self.0.running.borrow_mut().take_if(|running| running.job.id == id).is_some();
        self.0.tell.emit(Event::Cancelled(id));
        if running {
            self.start_worker();
            self.next();
        }
    }

    /// Ends the worker, if there is one, with all its memory, and starts another.
    fn start_worker(&self) {
        if let Some(old) = self.0.worker.borrow_mut().take() {
            old.terminate();
        }
        let started = match &*self.0.programs.borrow() {
            Programs::Here { worker: program, reader, clerk } => Worker::new(&program.script).and_then(|worker| {
                if let Some(hears) = &*self.0.hears.borrow() {
                    worker.set_onmessage(Some(hears.message.as_ref().unchecked_ref()));
                    worker.set_onerror(Some(hears.error.as_ref().unchecked_ref()));
                }
                let cores = window().navigator().hardware_concurrency().into();
                let (reader_script, clerk_script) = (reader.script.as_str().into(), clerk.script.as_str().into());
                let beside = Array::of5(&reader_script, &reader.module, &cores, &clerk_script, &clerk.module);
                worker.post_message(&Array::of2(&program.module, &beside)).map(|()| worker)
            }),
            Programs::Coming | Programs::Missing(_) => return,
        };
        match started {
            Ok(worker) => *self.0.worker.borrow_mut() = Some(worker),
            Err(error) => *self.0.programs.borrow_mut() = Programs::Missing(format!("{error:?}")),
        }
    }

    /// Hands the next job over, if there is one and nothing is being read.
    fn next(&self) {
        if self.0.running.borrow().is_some() {
            return;
        }
        let missing = match &*self.0.programs.borrow() {
            Programs::Coming => return,
            Programs::Missing(why) => Some(why.clone()),
            Programs::Here { .. } => None,
        };
        let Some((job, files)) = self.0.waiting.borrow_mut().pop_front() else { return };
        if let Some(why) = missing {
            let sentence =
                format!("cannot be read: the part of this page that reads did not load ({why}). Load the page again");
            self.fail(job.id, &job.name, &sentence);
            return self.next();
        }
        self.0.tell.emit(Event::Moved(job.id, Stage::Reading(Done::default())));
        // The clerk most likely has the audits.
        let given = if job.kind == JobKind::Audits { Array::new() } else { files.clone() };
        let running = Running { job, files, since: now() };
        let sent = self.send(&running.job, &given);
        *self.0.running.borrow_mut() = Some(running);
        if let Err(error) = sent {
            self.fail_running(&format!("{error:?}"));
        }
    }

    fn send(&self, job: &Job, files: &Array) -> Result<(), JsValue> {
        let json = serde_json::to_string(job).map_err(|error| JsValue::from(error.to_string()))?;
        let worker = self.0.worker.borrow();
        let worker = worker.as_ref().ok_or_else(|| JsValue::from("no worker"))?;
        worker.post_message(&Array::of2(&json.into(), files))
    }

    /// Takes an answer of the worker.
    fn hear(&self, event: &MessageEvent) {
        let message: Array = event.data().unchecked_into();
        let answer = message.get(0).as_string().and_then(|json| serde_json::from_slice::<Answer>(json.as_bytes()).ok());
        let is_running = |id| self.0.running.borrow().as_ref().is_some_and(|running: &Running| running.job.id == id);
        let about = || message.get(1).unchecked_into::<Uint8Array>().to_vec();
        match answer {
            Some(Answer::Progress { id, done }) if is_running(id) => {
                self.0.tell.emit(Event::Moved(id, Stage::Reading(done)));
            }
            Some(Answer::Failed { id, sentence }) if is_running(id) => {
                if let Some(running) = self.0.running.take() {
                    self.fail(id, &self.name(&running), &sentence);
                }
                self.next();
            }
            // Its document follows, so the worker is not free yet.
            Some(Answer::Audit { id, from_code }) if is_running(id) => {
                self.0.audits.borrow_mut().insert(id, message.get(1).unchecked_into());
                self.show(&about(), from_code);
            }
            Some(Answer::Paper { id }) if is_running(id) => {
                self.0.running.take();
                self.0.tell.emit(Event::Laid(id, Rc::new(Laid::new(about()))));
                self.next();
            }
            Some(Answer::Held { id }) if is_running(id) => {
                if let Some(running) = self.0.running.take() {
                    self.show_check(&running, &about());
                }
                self.next();
            }
            Some(Answer::Compared { id }) if is_running(id) => {
                self.0.running.take();
                self.show_compared(id, &about());
                self.next();
            }
            Some(Answer::Lines { id }) if is_running(id) => {
                self.0.running.take();
                self.show_lines(id, serde_json::from_slice(&about()).ok().flatten());
                self.next();
            }
            Some(Answer::Shared { id }) if is_running(id) => {
                self.0.running.take();
                let shared = serde_json::from_slice(&about()).map_err(|error| format!("could not be made: {error}"));
                self.show_shared(id, shared);
                self.next();
            }
            Some(Answer::Linked { id, names }) if is_running(id) => {
                self.0.running.take();
                self.show_linked(id, names, message.get(1).unchecked_ref());
                self.next();
            }
            Some(Answer::Written { id }) if is_running(id) => {
                self.0.running.take();
                self.hand_over(id, Some(message.get(1).unchecked_into()));
                self.next();
            }
            Some(Answer::Wanted { id }) if is_running(id) => {
                let sent = self.0.running.borrow().as_ref().map_or(Ok(()), |it| self.send(&it.job, &it.files));
                if let Err(error) = sent {
                    self.fail_running(&format!("{error:?}"));
                }
            }
            Some(Answer::Broken { id, what }) if is_running(id) => self.fail_running(&what),
            // An answer of a worker that was replaced meanwhile.
            _ => {}
        }
    }

    fn show(&self, json: &[u8], from_code: bool) {
        let running = self.0.running.borrow().as_ref().map(|it| (it.job.clone(), it.files.clone(), it.since));
        let Some((job, files, since)) = running else { return };
        match serde_json::from_slice::<Audit>(json) {
            Ok(audit) => {
                let opened = Opened::new(job.id, audit, from_code.then(|| (now() - since) / 1000.0));
                if from_code {
                    self.0.sources.borrow_mut().insert(job.id, (job, files));
                }
                self.0.tell.emit(Event::Read(Box::new(opened)));
            }
            Err(error) => {
                let sentence = format!("was read, but its audit cannot be shown: {error}. Load the page again");
                self.fail(job.id, &job.name, &sentence);
            }
        }
    }

    fn show_check(&self, running: &Running, json: &[u8]) {
        let Some(asked) = self.0.asked.borrow_mut().remove(&running.job.id) else { return };
        match serde_json::from_slice::<Held>(json) {
            Ok(held) => self.0.tell.emit(Event::Checked(Rc::new(Check::new(running.job.id, asked, held)))),
            Err(error) => {
                let sentence = format!("was verified, but the result cannot be shown: {error}. Load the page again");
                self.fail(running.job.id, &self.name(running), &sentence);
            }
        }
    }

    /// The name of what is done, for a sentence to follow.
    fn name(&self, running: &Running) -> String {
        match self.0.asked.borrow().get(&running.job.id) {
            Some(asked) => asked.title.clone(),
            None => running.job.name.clone(),
        }
    }

    /// The worker broke on the job at hand: says so and starts another.
    fn fail_running(&self, what: &str) {
        let Some(running) = self.0.running.take() else { return };
        // Its audit may be shown already, without the document.
        let sentence = format!(
            "could not be read: Patchbay itself failed on it ({what}). Everything else is as it was. Please report it with these words"
        );
        self.fail(running.job.id, &self.name(&running), &sentence);
        self.start_worker();
        self.next();
    }

    fn fail(&self, id: u32, name: &str, sentence: &str) {
        if self.0.looking.borrow().contains_key(&id) {
            return self.show_lines(id, None);
        }
        if self.0.sharing.borrow().contains_key(&id) {
            return self.show_shared(id, Err(sentence.to_owned()));
        }
        if self.0.writing.borrow().contains_key(&id) {
            return self.hand_over(id, None);
        }
        self.0.asked.borrow_mut().remove(&id);
        self.0.comparing.borrow_mut().remove(&id);
        self.0.linking.borrow_mut().remove(&id);
        self.0.tell.emit(Event::Failed(Notice { id, name: name.to_owned(), sentence: sentence.to_owned() }));
    }

    fn number(&self) -> u32 {
        self.0.last.set(self.0.last.get().wrapping_add(1));
        self.0.last.get()
    }
}
