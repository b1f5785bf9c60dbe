//! The worker: the page's second program. It makes audits of what its readers find, reads documents, verifies, compares, shares
//! and writes, all off the main thread, and holds no view.

use std::cell::{Cell, RefCell};

use js_sys::{Array, Uint8Array};
use patchbay_engine::archive::Bytes;
use patchbay_engine::assemble::{Code, Progress};
use patchbay_engine::audit::Audit;
use patchbay_engine::export::Format;
use patchbay_engine::limits;
use patchbay_engine::saved::{self, SavedError};
use patchbay_engine::share::Keep;
use patchbay_engine::verify;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

mod comparing;
mod documents;
mod files;
mod links;
mod order;
mod protocol;
mod readers;

use files::FileBytes;
use protocol::{Answer, Done, Job, JobKind};
use readers::Read;

/// Milliseconds between two reports of progress.
const PACE: f64 = 100.0;

/// Bytes at the start of a file in which the `{` of a JSON document is looked for.
const SNIFF: usize = 64;

thread_local! {
    /// The job at hand, for the panic hook.
    static CURRENT: Cell<u32> = const { Cell::new(0) };
    /// When progress was last reported.
    static REPORTED: RefCell<f64> = const { RefCell::new(0.0) };
}

fn main() {
    std::panic::set_hook(Box::new(|panic| broken(&panic.to_string())));
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| take(&event));
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    readers::start();
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn now() -> f64 {
    scope().performance().map_or(0.0, |clock| clock.now())
}

/// Tells the page of a mistake, on the job at hand.
fn broken(what: &str) {
    answer(&Answer::Broken { id: CURRENT.get(), what: what.to_owned() }, None);
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

/// Takes a message of the page: does the job and answers, or has the readers begin it.
fn take(event: &MessageEvent) {
    let message: Array = event.data().unchecked_into();
    let Some(job) = message.get(0).as_string().and_then(|json| serde_json::from_slice::<Job>(json.as_bytes()).ok())
    else {
        return;
    };
    CURRENT.set(job.id);
    let (id, files) = (job.id, message.get(1).unchecked_into());
    end(id, begin(job, files));
}

/// Says what went wrong with a job, if anything did.
fn end(id: u32, done: Result<(), String>) {
    if let Err(sentence) = done {
        answer(&Answer::Failed { id, sentence }, None);
    }
}

fn begin(job: Job, files: Array) -> Result<(), String> {
    let id = job.id;
    if job.format.is_some() {
        return written(&job, &files).map(|text| answer(&Answer::Written { id }, Some(text.as_bytes())));
    }
    match job.kind {
        JobKind::Audits => comparing::compare(&files).and_then(|outcome| json(&outcome)).map(|outcome| {
            answer(&Answer::Compared { id }, Some(&outcome));
        }),
        JobKind::Share { places, excerpts } => links::share(&files, Keep { places, excerpts })
            .and_then(|shared| json(&shared))
            .map(|shared| answer(&Answer::Shared { id }, Some(&shared))),
        JobKind::Link => links::open(&files).and_then(|audits| {
            let names = audits.iter().map(|audit| audit.source.name.clone()).collect();
            let list = Array::new();
            for audit in &audits {
                list.push(&Uint8Array::from(json(audit)?.as_slice()));
            }
            send(&Answer::Linked { id, names }, &list, &Array::new());
            Ok(())
        }),
        JobKind::File | JobKind::Folder => open(job, files),
    }
}

/// The audit that the job is given, in the format that it asks for.
fn written(job: &Job, files: &Array) -> Result<String, String> {
    let format = job.format.as_deref().and_then(Format::from_word).ok_or("cannot be written in this format")?;
    let bytes = files.get(0).unchecked_into::<Uint8Array>().to_vec();
    let audit = serde_json::from_slice(&bytes).map_err(|error| format!("could not be written: {error}"))?;
    Ok(format.write(&audit))
}

/// Opens what is an audit already, and has the readers open everything else.
fn open(job: Job, files: Array) -> Result<(), String> {
    if job.kind == JobKind::File
        && job.against.is_none()
        && job.around.is_none()
        && let Some(audit) = read_written(&job.name, files.get(0).unchecked_ref())?
    {
        return show(job.id, &audit, false);
    }
    readers::read(job, files)
}

/// Answers with an audit, then with its document.
fn show(id: u32, audit: &Audit, from_code: bool) -> Result<(), String> {
    answer(&Answer::Audit { id, from_code }, Some(&json(audit)?));
    answer(&Answer::Paper { id }, Some(&json(&documents::paper(audit))?));
    Ok(())
}

/// The audit that the file is, as a document or as JSON; `None` where it is neither.
fn read_written(name: &str, file: &File) -> Result<Option<Audit>, String> {
    let start = documents::start(file, SNIFF);
    if saved::is_json(&start) {
        return read_json(file).map(Some);
    }
    if documents::is_document(name, file, &start) {
        return documents::read(name, &files::all(file).map_err(files::sentence)?.to_vec()).map(Some);
    }
    Ok(None)
}

/// An audit that was saved as JSON.
fn read_json(file: &File) -> Result<Audit, String> {
    let size = FileBytes::new(file).map_err(files::sentence)?.len();
    if size > limits::AUDIT_BYTES as u64 {
        return Err(SavedError::TooLarge(size).to_string());
    }
    let bytes = files::all(file).map_err(files::sentence)?.to_vec();
    saved::read(&bytes).map_err(|error| error.to_string())
}

/// Takes what the readers were asked for.
fn heard(id: u32, read: Read) {
    CURRENT.set(id);
    end(id, hear(id, read));
}

fn hear(id: u32, read: Read) -> Result<(), String> {
    match read {
        Read::Progress(progress) => {
            report(id, progress);
            Ok(())
        }
        Read::Code(code) => show(id, &code.audit, true),
        Read::Verified { code, document, files } => verified(id, &code, &document, files),
        Read::Lines(json) => {
            answer(&Answer::Lines { id }, Some(&json));
            Ok(())
        }
        Read::Failed(sentence) => Err(sentence),
        Read::Broken(what) => {
            broken(&what);
            Ok(())
        }
    }
}

/// Answers with what holding code against a document gives.
fn verified(id: u32, code: &Code, document: &Audit, files: u32) -> Result<(), String> {
    if code.audit.coverage.read < files {
        return Err(documents::CHANGED.to_owned());
    }
    let drift = verify::verify(document, code);
    let held = protocol::Held { markdown: verify::write(&drift), drift, paper: documents::paper(document) };
    answer(&Answer::Held { id }, Some(&json(&held)?));
    Ok(())
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, String> {
    serde_json::to_vec(value).map_err(|error| error.to_string())
}

fn report(id: u32, progress: Progress) {
    let now = now();
    let due = REPORTED.with_borrow_mut(|last| {
        let due = now - *last >= PACE;
        if due {
            *last = now;
        }
        due
    });
    if due {
        let Progress { path, files, of_files, bytes, of_bytes } = progress;
        answer(&Answer::Progress { id, done: Done { path, files, of_files, bytes, of_bytes } }, None);
    }
}
