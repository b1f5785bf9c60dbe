//! The reader: keeps the worker, hands it one job after the other, and tells the session what comes of it.

use std::cell::{Cell, RefCell};
use std::collections::{HashSet, VecDeque};
use std::rc::Rc;

use js_sys::{Array, Uint8Array, WebAssembly};
use patchbay_engine::audit::Audit;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, MessageEvent, RequestCache, RequestInit, Response, Url, Worker};
use yew::Callback;

use super::browser::{now, today, window};
use super::intake::{self, Input, Listed};
use super::opened::Opened;
use super::session::{Event, Notice, Stage, Task};
use crate::protocol::{Answer, Done, Job, JobKind};

/// Runs in a new worker until its program does: the first message brings the program, all others are the program's.
const FIRST_WORDS: &str = "\nonmessage = (event) => { wasm_bindgen.initSync({ module: event.data }); };\n";

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
    program: RefCell<Program>,
    worker: RefCell<Option<Worker>>,
    waiting: RefCell<VecDeque<(Job, Array)>>,
    running: RefCell<Option<Running>>,
    /// Folders that are being listed.
    listing: RefCell<HashSet<u32>>,
    hears: RefCell<Option<Hears>>,
}

/// What the worker runs. It is fetched once, so that a new worker takes no request.
enum Program {
    Coming,
    Here { script: String, module: JsValue },
    Missing(String),
}

struct Running {
    id: u32,
    name: String,
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
            program: RefCell::new(Program::Coming),
            worker: RefCell::new(None),
            waiting: RefCell::default(),
            running: RefCell::default(),
            listing: RefCell::default(),
            hears: RefCell::default(),
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
        let fetching = reader.clone();
        spawn_local(async move {
            let program = match fetch().await {
                Ok((script, module)) => Program::Here { script, module },
                Err(error) => Program::Missing(format!("{error:?}")),
            };
            *fetching.0.program.borrow_mut() = program;
            fetching.start_worker();
            fetching.next();
        });
        reader
    }

    /// Reads what was dropped or chosen.
    pub fn open(&self, inputs: Vec<Input>) {
        if inputs.is_empty() {
            let sentence = "What you dropped holds no file. Drop a zip, a tar.gz, a folder, or an audit in JSON";
            self.fail(self.number(), "", sentence);
        }
        for input in inputs {
            let (id, name) = (self.number(), input.name());
            let stage = if matches!(input, Input::Folder(_)) { Stage::Listing(0) } else { Stage::Waiting };
            self.0.tell.emit(Event::Begun(Task { id, name: name.clone(), stage }));
            match input {
                Input::File(file) => {
                    self.queue(
                        Job { id, kind: JobKind::File, name, date: today(), paths: Vec::new() },
                        Array::of1(&file),
                    );
                }
                Input::Listed(listed) => self.queue_folder(id, listed),
                Input::Folder(folder) => {
                    self.0.listing.borrow_mut().insert(id);
                    spawn_local(self.clone().list(id, name, folder));
                }
            }
        }
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
        self.queue(Job { id, kind: JobKind::Folder, name, date: today(), paths }, files);
    }

    fn queue(&self, job: Job, files: Array) {
        self.0.waiting.borrow_mut().push_back((job, files));
        self.next();
    }

    /// Stops reading, at once.
    pub fn cancel(&self, id: u32) {
        self.0.listing.borrow_mut().remove(&id);
        self.0.waiting.borrow_mut().retain(|(job, _)| job.id != id);
        let running = self.0.running.borrow_mut().take_if(|running| running.id == id).is_some();
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
        let started = match &*self.0.program.borrow() {
            Program::Here { script, module } => Worker::new(script).and_then(|worker| {
                if let Some(hears) = &*self.0.hears.borrow() {
                    worker.set_onmessage(Some(hears.message.as_ref().unchecked_ref()));
                    worker.set_onerror(Some(hears.error.as_ref().unchecked_ref()));
                }
                worker.post_message(module).map(|()| worker)
            }),
            Program::Coming | Program::Missing(_) => return,
        };
        match started {
            Ok(worker) => *self.0.worker.borrow_mut() = Some(worker),
            Err(error) => *self.0.program.borrow_mut() = Program::Missing(format!("{error:?}")),
        }
    }

    /// Hands the next job over, if there is one and nothing is being read.
    fn next(&self) {
        if self.0.running.borrow().is_some() {
            return;
        }
        let missing = match &*self.0.program.borrow() {
            Program::Coming => return,
            Program::Missing(why) => Some(why.clone()),
            Program::Here { .. } => None,
        };
        let Some((job, files)) = self.0.waiting.borrow_mut().pop_front() else { return };
        if let Some(why) = missing {
            let sentence =
                format!("cannot be read: the part of this page that reads did not load ({why}). Load the page again");
            self.fail(job.id, &job.name, &sentence);
            return self.next();
        }
        self.0.tell.emit(Event::Moved(job.id, Stage::Reading(Done::default())));
        *self.0.running.borrow_mut() = Some(Running { id: job.id, name: job.name.clone(), since: now() });
        let sent = serde_json::to_string(&job).map_err(|error| JsValue::from(error.to_string())).and_then(|json| {
            let worker = self.0.worker.borrow();
            let worker = worker.as_ref().ok_or_else(|| JsValue::from("no worker"))?;
            worker.post_message(&Array::of2(&json.into(), &files))
        });
        if let Err(error) = sent {
            self.fail_running(&format!("{error:?}"));
        }
    }

    /// Takes an answer of the worker.
    fn hear(&self, event: &MessageEvent) {
        let message: Array = event.data().unchecked_into();
        let answer = message.get(0).as_string().and_then(|json| serde_json::from_str::<Answer>(&json).ok());
        let is_running = |id| self.0.running.borrow().as_ref().is_some_and(|running: &Running| running.id == id);
        match answer {
            Some(Answer::Progress { id, done }) if is_running(id) => {
                self.0.tell.emit(Event::Moved(id, Stage::Reading(done)));
            }
            Some(Answer::Failed { id, sentence }) if is_running(id) => {
                if let Some(running) = self.0.running.take() {
                    self.fail(id, &running.name, &sentence);
                }
                self.next();
            }
            Some(Answer::Audit { id, from_code }) if is_running(id) => {
                if let Some(running) = self.0.running.take() {
                    let json = message.get(1).unchecked_into::<Uint8Array>().to_vec();
                    self.show(&running, &json, from_code);
                }
                self.next();
            }
            Some(Answer::Broken { id, what }) if is_running(id) => self.fail_running(&what),
            // An answer of a worker that was replaced meanwhile.
            _ => {}
        }
    }

    fn show(&self, running: &Running, json: &[u8], from_code: bool) {
        match serde_json::from_slice::<Audit>(json) {
            Ok(audit) => {
                let seconds = from_code.then(|| (now() - running.since) / 1000.0);
                self.0.tell.emit(Event::Read(Box::new(Opened::new(running.id, audit, seconds))));
            }
            Err(error) => {
                let sentence = format!("was read, but its audit cannot be shown: {error}. Load the page again");
                self.fail(running.id, &running.name, &sentence);
            }
        }
    }

    /// The worker broke on the job at hand: says so and starts another.
    fn fail_running(&self, what: &str) {
        let Some(running) = self.0.running.take() else { return };
        let sentence = format!(
            "could not be read: Patchbay itself failed on it ({what}). Everything else is as it was. Please report it with these words"
        );
        self.fail(running.id, &running.name, &sentence);
        self.start_worker();
        self.next();
    }

    fn fail(&self, id: u32, name: &str, sentence: &str) {
        self.0.tell.emit(Event::Failed(Notice { id, name: name.to_owned(), sentence: sentence.to_owned() }));
    }

    fn number(&self) -> u32 {
        self.0.last.set(self.0.last.get().wrapping_add(1));
        self.0.last.get()
    }
}

/// Fetches the worker's script and program.
async fn fetch() -> Result<(String, JsValue), JsValue> {
    let script = JsFuture::from(get("./patchbay-worker.js").await?.text()?).await?.as_string().unwrap_or_default();
    let bytes = JsFuture::from(get("./patchbay-worker_bg.wasm").await?.array_buffer()?).await?;
    let module = JsFuture::from(WebAssembly::compile(&bytes)).await?;
    let options = BlobPropertyBag::new();
    options.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of2(&script.into(), &FIRST_WORDS.into()), &options)?;
    Ok((Url::create_object_url_with_blob(&blob)?, module))
}

/// Asks the page's own host. The worker's name does not change from version to version, so no cache is trusted.
async fn get(address: &str) -> Result<Response, JsValue> {
    let options = RequestInit::new();
    options.set_cache(RequestCache::NoCache);
    let response: Response =
        JsFuture::from(window().fetch_with_str_and_init(address, &options)).await?.unchecked_into();
    if response.ok() { Ok(response) } else { Err(format!("{address}: status {}", response.status()).into()) }
}
