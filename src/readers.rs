//! The worker's readers: workers of its own, which share the files of what is read. Each sends the facts of its share, and the
//! worker makes one code base of them.

use std::cell::RefCell;

use js_sys::{Array, Uint8Array};
use patchbay_engine::archive::Bytes;
use patchbay_engine::assemble::{self, Code, FileRead, Options, Part, Progress, Watch};
use patchbay_engine::audit::Audit;
use patchbay_engine::verify;
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker};

use crate::documents;
use crate::files::FileBytes;
use crate::order::{Order, Reply, WARM, Want, pack};
use crate::protocol::{Against, Job, JobKind};

/// Most readers. Each keeps the list of an archive's files and a stretch of its bytes, up to 60 MB for 100,000 files; and what
/// the worker does alone is not done sooner by more of them.
const MOST: usize = 4;

/// Bytes of an archive for each reader. For less it is not worth waking.
const BYTES_EACH: u64 = 256 * 1024;

/// Files of a folder for each reader.
const FILES_EACH: usize = 64;

/// How much more there has to be for a reader that is not started yet: to start one takes a browser as long as to read that.
const STARTING: usize = 64;

thread_local! {
    static READERS: RefCell<Readers> = RefCell::default();
}

/// What comes of a job that the readers have a part in.
pub enum Read {
    /// How far they are, together.
    Progress(Progress),
    /// The audit of a code base.
    Audit(Box<Audit>),
    /// The code base, and what it is to be held against.
    Verified {
        /// The code.
        code: Box<Code>,
        /// The document.
        document: Box<Audit>,
        /// How many files of the code were read when it was opened.
        files: u32,
    },
    /// Lines of code, as JSON.
    Lines(Vec<u8>),
    /// It cannot be read; the sentence follows its name.
    Failed(String),
    /// A reader is of no more use.
    Broken(String),
}

/// The readers, and what they are at.
#[derive(Default)]
struct Readers {
    /// The address of the script that starts one, and their program, compiled.
    program: Option<(String, JsValue)>,
    most: usize,
    workers: Vec<Worker>,
    /// What was read to warm up.
    warm: Vec<FileRead>,
    work: Option<Work>,
}

/// A job.
struct Work {
    job: Job,
    files: Array,
    /// The source's size in bytes; 0 for the sum of its files.
    size: u64,
    then: Then,
    watch: Watch,
    read: Vec<FileRead>,
    /// How far each reader is.
    progress: Vec<Progress>,
    /// What each reader said at its end.
    parts: Vec<Part>,
}

/// What a job is for.
enum Then {
    /// An audit of the code.
    Audit,
    /// A document that the code carries, to hold the code against it.
    Document(Against),
    /// A comparison with a document.
    Verify { document: Box<Audit>, files: u32 },
    /// Lines of code.
    Lines,
}

/// Takes over what the page has put beside the worker, and starts the first reader.
pub fn start(beside: &Array) {
    READERS.with_borrow_mut(|readers| {
        readers.program = beside.get(0).as_string().map(|script| (script, beside.get(1)));
        readers.most = (beside.get(2).as_f64().unwrap_or(1.0) as usize).clamp(1, MOST);
        readers.have(1);
    });
}

/// Has the readers read what a job is about.
pub fn read(job: Job, files: Array) -> Result<(), String> {
    let size = match job.kind {
        JobKind::File => FileBytes::new(files.get(0).unchecked_ref()).map_err(crate::files::sentence)?.len(),
        _ => 0,
    };
    let then = match (&job.around, &job.against) {
        (Some(_), _) => Then::Lines,
        (None, Some(Against { text: Some(text), files, name })) => {
            Then::Verify { document: document(name, text)?, files: *files }
        }
        (None, Some(against)) => Then::Document(against.clone()),
        (None, None) => Then::Audit,
    };
    begin(Work {
        job,
        files,
        size,
        then,
        watch: Watch::default(),
        read: Vec::new(),
        progress: Vec::new(),
        parts: Vec::new(),
    })
}

fn document(name: &str, text: &str) -> Result<Box<Audit>, String> {
    let read = documents::read(name, text.as_bytes());
    read.map(Box::new).map_err(|error| format!("could not be held against {name}, which {error}"))
}

/// Gives the readers their orders.
fn begin(mut work: Work) -> Result<(), String> {
    if let Then::Verify { document, .. } = &work.then {
        work.watch = verify::watch(document);
    }
    READERS.with_borrow_mut(|readers| {
        let shares = match work.then {
            Then::Audit | Then::Verify { .. } => {
                let shares = work.shares();
                shares.min(readers.workers.len().max(shares / STARTING)).clamp(1, readers.most)
            }
            Then::Document(_) | Then::Lines => 1,
        };
        work.progress = vec![Progress::default(); shares];
        readers.have(shares);
        for index in 0..shares {
            let bytes = Uint8Array::from(pack(&work.order(index as u32, shares as u32)).as_slice());
            let message = Array::of2(&bytes, &work.files);
            let reader = readers.workers.get(index).ok_or_else(|| "cannot be read: no reader started".to_owned())?;
            reader.post_message(&message).map_err(|error| format!("cannot be read: {error:?}"))?;
        }
        readers.work = Some(work);
        Ok(())
    })
}

impl Work {
    /// How many readers are worth waking.
    fn shares(&self) -> usize {
        match self.job.kind {
            JobKind::Folder => self.job.paths.len() / FILES_EACH + 1,
            _ => usize::try_from(self.size / BYTES_EACH).unwrap_or(MOST).saturating_add(1),
        }
    }

    fn order(&self, index: u32, of: u32) -> Order {
        let want = match (&self.then, &self.job.around) {
            (Then::Lines, Some(around)) => Want::Lines { path: around.path.clone(), line: around.line },
            (Then::Document(_), _) => Want::Documents,
            _ => Want::Share { index, of, terms: self.watch.terms().to_vec() },
        };
        let paths = (self.job.kind == JobKind::Folder).then(|| self.job.paths.clone());
        Order { id: self.job.id, paths, want }
    }

    /// How far all readers are together.
    fn together(&self) -> Progress {
        let mut all = Progress::default();
        for one in &self.progress {
            all.files += one.files;
            // Each knows of all.
            all.of_files = all.of_files.max(one.of_files);
            all.bytes += one.bytes;
            all.of_bytes += one.of_bytes;
            if !one.path.is_empty() {
                all.path.clone_from(&one.path);
            }
        }
        all
    }

    /// The code base, when all shares are read.
    fn finish(self) -> (u32, Read) {
        let options = Options { date: self.job.date, name: self.job.name };
        let code = Box::new(assemble::join(self.read, self.parts, self.size, &options, &self.watch));
        let read = match self.then {
            Then::Verify { document, files } => Read::Verified { code, document, files },
            // Its facts need no memory while the audit is written.
            _ => Read::Audit(Box::new(code.audit)),
        };
        (self.job.id, read)
    }
}

impl Readers {
    /// Starts readers until there are so many.
    fn have(&mut self, count: usize) {
        let Some((script, module)) = &self.program else { return };
        while self.workers.len() < count {
            let Ok(worker) = Worker::new(script) else { return };
            let number = self.workers.len();
            let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| take(number, &event));
            let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(|event: ErrorEvent| {
                event.prevent_default();
                crate::heard(
                    current(),
                    Read::Broken("a reader stopped, most likely because it ran out of memory".into()),
                );
            });
            worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
            worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
            // They live as long as the worker.
            on_message.forget();
            on_error.forget();
            // The first one warms up for all.
            let warms = JsValue::from_bool(self.workers.is_empty());
            if worker.post_message(&Array::of2(module, &warms)).is_err() {
                return;
            }
            self.workers.push(worker);
        }
    }

    /// Takes a reply; gives what it leads to.
    fn hear(&mut self, reader: usize, reply: Reply) -> Option<(u32, Read)> {
        let id = self.work.as_ref().map(|work| work.job.id);
        match reply {
            Reply::Files(WARM, files) => self.warm.extend(files),
            Reply::Part(WARM, part) => {
                self.warm_up(part);
                // The others start while nobody waits.
                self.have(self.most);
            }
            Reply::Broken(_, what) => return Some((id.unwrap_or(WARM), Read::Broken(what))),
            // What was ordered for a job that failed meanwhile comes late.
            Reply::Progress(job, progress) if Some(job) == id => {
                let work = self.work.as_mut()?;
                *work.progress.get_mut(reader)? = progress;
                return Some((job, Read::Progress(work.together())));
            }
            Reply::Files(job, files) if Some(job) == id => self.work.as_mut()?.read.extend(files),
            Reply::Part(job, part) if Some(job) == id => {
                let work = self.work.as_mut()?;
                work.parts.push(part);
                if work.parts.len() == work.progress.len() {
                    return self.work.take().map(Work::finish);
                }
            }
            Reply::Documents(job, carried) if Some(job) == id => {
                let Work { then, .. } = self.work.as_mut()?;
                let Then::Document(against) = then else { return None };
                let text = carried.into_iter().find(|document| document.path == against.name).map(|it| it.text);
                let text = text.ok_or_else(|| documents::CHANGED.to_owned());
                match text.and_then(|text| document(&against.name, &text)) {
                    Ok(document) => *then = Then::Verify { document, files: against.files },
                    Err(sentence) => {
                        self.work = None;
                        return Some((job, Read::Failed(sentence)));
                    }
                }
            }
            Reply::Lines(job, json) if Some(job) == id => {
                self.work = None;
                return Some((job, Read::Lines(json)));
            }
            Reply::Failed(job, sentence) if Some(job) == id => {
                self.work = None;
                return Some((job, Read::Failed(sentence)));
            }
            _ => {}
        }
        None
    }

    /// Makes an audit of what a reader has read to warm up, so that this program is compiled too, and the catalog read.
    fn warm_up(&mut self, part: Part) {
        let files = std::mem::take(&mut self.warm);
        let code = assemble::join(files, vec![part], 0, &Options::default(), &Watch::default());
        std::hint::black_box(crate::json(&code.audit).ok());
    }
}

/// The number of the job at hand; that of none where there is none.
fn current() -> u32 {
    READERS.with_borrow(|readers| readers.work.as_ref().map_or(WARM, |work| work.job.id))
}

/// Takes a message of a reader.
fn take(reader: usize, event: &MessageEvent) {
    let bytes = event.data().unchecked_into::<Uint8Array>().to_vec();
    let Ok(reply) = postcard::from_bytes::<Reply>(&bytes) else { return };
    let led = matches!(reply, Reply::Documents(..));
    let read = READERS.with_borrow_mut(|readers| readers.hear(reader, reply));
    if let Some((id, read)) = read {
        return crate::heard(id, read);
    }
    // A carried document is known now, and the code is read for what it says.
    let work = if led { READERS.with_borrow_mut(|readers| readers.work.take()) } else { None };
    if let Some(work) = work {
        let id = work.job.id;
        if let Err(sentence) = begin(work) {
            crate::heard(id, Read::Failed(sentence));
        }
    }
}
