//! The worker: the page's second program. It runs the engine off the main thread and holds no view.

use std::cell::{Cell, RefCell};
use std::io;

use js_sys::{Array, Uint8Array};
use patchbay_engine::archive::{self, ArchiveError, Bytes, Folder, Tree};
use patchbay_engine::assemble::{self, Code, Options, Progress, Watch};
use patchbay_engine::audit::{Audit, SourceKind};
use patchbay_engine::excerpt::{Excerpt, excerpt};
use patchbay_engine::export::Format;
use patchbay_engine::limits;
use patchbay_engine::saved::{self, SavedError};
use patchbay_engine::share::Keep;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

mod comparing;
mod documents;
mod files;
mod links;
mod protocol;

use files::FileBytes;
use protocol::{Answer, Around, Done, Job, JobKind};

/// Milliseconds between two reports of progress.
const PACE: f64 = 100.0;

/// Bytes at the start of a file in which the `{` of a JSON document is looked for.
const SNIFF: usize = 64;

/// Milliseconds for which the worker warms up.
const WARM_UP: f64 = 150.0;

/// The names under which it reads the same text, so that every lexer takes part.
const WARM_NAMES: [&str; 6] = ["a.js", "b.tsx", "c.py", "d.go", "e.sh", "f.md"];

thread_local! {
    /// The job at hand, for the panic hook.
    static CURRENT: Cell<u32> = const { Cell::new(0) };
    /// When progress was last reported.
    static REPORTED: RefCell<f64> = const { RefCell::new(0.0) };
}

fn main() {
    std::panic::set_hook(Box::new(|panic| {
        answer(&Answer::Broken { id: CURRENT.get(), what: panic.to_string() }, None);
    }));
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| take(&event));
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    warm_up();
}

/// Browsers compile a function when it is first called, and compile it well once it was called often. So the worker reads
/// a little code at the start, while nobody waits: what is dropped first is then read about as fast as what comes later.
fn warm_up() {
    let text = include_str!("../www/start.js").repeat(8);
    let end = now() + WARM_UP;
    while now() < end {
        let file = |name: &str| (format!("warm/{name}"), Box::new(text.as_bytes()) as Box<dyn Bytes>);
        let Ok(mut folder) = Folder::new(WARM_NAMES.map(file)) else { return };
        let read = assemble::audit_tree(&mut folder, SourceKind::Folder, 0, &Options::default(), &mut |_| true);
        std::hint::black_box(read.ok().and_then(|audit| serde_json::to_vec(&audit).ok()));
    }
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn now() -> f64 {
    scope().performance().map_or(0.0, |clock| clock.now())
}

/// Sends an answer, and with it what it is about as JSON, whose bytes move without a copy.
fn answer(answer: &Answer, about: Option<&[u8]>) {
    match about.map(Uint8Array::from) {
        Some(bytes) => send(answer, &bytes, &Array::of1(&bytes.buffer())),
        None => send(answer, &JsValue::UNDEFINED, &Array::new()),
    }
}

/// Sends an answer, and with it what it is about, of which these buffers move without a copy.
fn send(answer: &Answer, about: &JsValue, moved: &Array) {
    let Ok(json) = serde_json::to_string(answer) else { return };
    // Fails only when a buffer is moved twice, which it is not.
    let _ = scope().post_message_with_transfer(&Array::of2(&JsValue::from_str(&json), about), moved);
}

/// Takes a message of the page: does the job and answers.
fn take(event: &MessageEvent) {
    let message: Array = event.data().unchecked_into();
    let Some(job) = message.get(0).as_string().and_then(|json| serde_json::from_slice::<Job>(json.as_bytes()).ok())
    else {
        return;
    };
    CURRENT.set(job.id);
    let files = message.get(1).unchecked_into();
    let done = match (&job.against, &job.around) {
        _ if job.format.is_some() => {
            written(&job, &files).map(|text| answer(&Answer::Written { id: job.id }, Some(text.as_bytes())))
        }
        (_, Some(around)) => lines(&job, &files, around)
            .and_then(|lines| json(&lines))
            .map(|lines| answer(&Answer::Lines { id: job.id }, Some(&lines))),
        (Some(against), None) => documents::hold(&job, &files, against)
            .and_then(|held| json(&held))
            .map(|held| answer(&Answer::Held { id: job.id }, Some(&held))),
        (None, None) if job.kind == JobKind::Audits => comparing::compare(&files)
            .and_then(|outcome| json(&outcome))
            .map(|outcome| answer(&Answer::Compared { id: job.id }, Some(&outcome))),
        (None, None) => match job.kind {
            JobKind::Share { places, excerpts } => links::share(&files, Keep { places, excerpts })
                .and_then(|shared| json(&shared))
                .map(|shared| answer(&Answer::Shared { id: job.id }, Some(&shared))),
            JobKind::Link => links::open(&files).and_then(|audits| {
                let names = audits.iter().map(|audit| audit.source.name.clone()).collect();
                let list = Array::new();
                for audit in &audits {
                    list.push(&Uint8Array::from(json(audit)?.as_slice()));
                }
                send(&Answer::Linked { id: job.id, names }, &list, &Array::new());
                Ok(())
            }),
            _ => read(&job, &files),
        },
    };
    if let Err(sentence) = done {
        answer(&Answer::Failed { id: job.id, sentence }, None);
    }
}

/// The audit that the job is given, in the format that it asks for.
fn written(job: &Job, files: &Array) -> Result<String, String> {
    let format = job.format.as_deref().and_then(Format::from_word).ok_or("cannot be written in this format")?;
    let bytes = files.get(0).unchecked_into::<Uint8Array>().to_vec();
    let audit = serde_json::from_slice(&bytes).map_err(|error| format!("could not be written: {error}"))?;
    Ok(format.write(&audit))
}

/// Lines above and below a place that are shown with it.
const AROUND: u32 = 3;

/// The lines around a place of a code base.
fn lines(job: &Job, files: &Array, around: &Around) -> Result<Option<Excerpt>, String> {
    let (mut tree, _) = tree(job, files)?;
    excerpt(tree.as_mut(), &around.path, around.line, AROUND).map_err(|error| error.to_string())
}

/// Reads what the job names and answers with the audit, then with its document.
fn read(job: &Job, files: &Array) -> Result<(), String> {
    let written = match job.kind {
        JobKind::File => read_written(&job.name, files)?,
        _ => None,
    };
    let from_code = written.is_none();
    let audit = written.map_or_else(|| read_code(job, files, &Watch::default()).map(|code| code.audit), Ok)?;
    answer(&Answer::Audit { id: job.id, from_code }, Some(&json(&audit)?));
    answer(&Answer::Paper { id: job.id }, Some(&json(&documents::paper(&audit))?));
    Ok(())
}

/// The audit that the file is, as a document or as JSON; `None` where it is neither.
fn read_written(name: &str, files: &Array) -> Result<Option<Audit>, String> {
    let file = FileBytes::new(files.get(0).unchecked_into::<File>()).map_err(|error| io_sentence(&error))?;
    if saved::is_json(&file.start(SNIFF)) {
        return read_json(&file).map(Some);
    }
    if documents::is_document(name, &file) {
        return documents::read(name, &file.all().map_err(|error| io_sentence(&error))?).map(Some);
    }
    Ok(None)
}

/// Opens what the job names as a tree of files, and gives its size; 0 for the sum of its files.
fn tree(job: &Job, files: &Array) -> Result<(Box<dyn Tree>, u64), String> {
    match job.kind {
        JobKind::File => {
            let file = FileBytes::new(files.get(0).unchecked_into()).map_err(|error| io_sentence(&error))?;
            let size = file.len();
            archive::open(Box::new(file)).map(|tree| (tree, size))
        }
        JobKind::Folder => {
            Folder::new(files::of_folder(&job.paths, files)).map(|folder| (Box::new(folder) as Box<dyn Tree>, 0))
        }
        // Compared, and never read as code.
        JobKind::Audits | JobKind::Share { .. } | JobKind::Link => {
            Folder::new([]).map(|folder| (Box::new(folder) as Box<dyn Tree>, 0))
        }
    }
    .map_err(|error| error.to_string())
}

/// Reads a code base, with an eye to what is on the list.
fn read_code(job: &Job, files: &Array, watch: &Watch) -> Result<Code, String> {
    let options = Options { date: job.date.clone(), name: job.name.clone() };
    let (mut tree, size) = tree(job, files)?;
    let kind = tree.kind();
    let mut progress = |progress: &Progress| {
        report(job.id, progress);
        true
    };
    assemble::read_tree(tree.as_mut(), kind, size, &options, watch, &mut progress).map_err(|error| error.to_string())
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, String> {
    serde_json::to_vec(value).map_err(|error| error.to_string())
}

fn report(id: u32, progress: &Progress) {
    let now = now();
    let due = REPORTED.with_borrow_mut(|last| {
        let due = now - *last >= PACE;
        if due {
            *last = now;
        }
        due
    });
    if due {
        let done = Done {
            path: progress.path.clone(),
            files: progress.files,
            of_files: progress.of_files,
            bytes: progress.bytes,
            of_bytes: progress.of_bytes,
        };
        answer(&Answer::Progress { id, done }, None);
    }
}

fn io_sentence(error: &io::Error) -> String {
    ArchiveError::Io(io::Error::new(error.kind(), error.to_string())).to_string()
}

/// An audit that was saved as JSON.
fn read_json(file: &FileBytes) -> Result<Audit, String> {
    if file.len() > limits::AUDIT_BYTES as u64 {
        return Err(SavedError::TooLarge(file.len()).to_string());
    }
    let bytes = file.all().map_err(|error| io_sentence(&error))?;
    saved::read(&bytes).map_err(|error| error.to_string())
}
