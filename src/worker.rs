//! The worker: the page's second program. It makes audits of what its readers find, reads documents, holds code against them, and
//! makes and opens share links, all off the main thread, and holds no view. The clerk compares and writes for it.

use std::cell::{Cell, RefCell};

use js_sys::{Array, Reflect, Uint8Array};
use patchbay_engine::archive::Bytes;
use patchbay_engine::assemble::{Code, Progress};
use patchbay_engine::audit::Audit;
use patchbay_engine::limits;
use patchbay_engine::saved::{self, SavedError};
use patchbay_engine::share::Keep;
use patchbay_engine::verify;
use wasm_bindgen::prelude::*;
use web_sys::{File, MessageEvent};

mod documents;
mod files;
mod links;
mod office;
mod order;
mod papers;
mod post;
mod protocol;
mod readers;
mod shared;

use files::FileBytes;
use post::{answer, json, scope};
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
    // The page has put it there.
    let beside: Array = Reflect::get(&scope(), &"beside".into()).unwrap_or_default().unchecked_into();
    readers::start(&beside);
    office::start(&beside);
}

fn now() -> f64 {
    scope().performance().map_or(0.0, |clock| clock.now())
}

/// Tells the page of a mistake, on the job at hand.
fn broken(what: &str) {
    answer(&Answer::Broken { id: CURRENT.get(), what: what.to_owned() }, None);
}

/// Takes a message of the page: does the job and answers, or has others do it.
fn take(event: &MessageEvent) {
    let message: Array = event.data().unchecked_into();
    let Some((job, files)) = post::job(&message) else { return };
    let id = job.id;
    CURRENT.set(id);
    let done = match job.kind {
        JobKind::Audits => office::hand_on(&message),
        JobKind::Share { places, excerpts } => share(id, &files, Keep { places, excerpts }),
        JobKind::Link => open_link(id, &files),
        JobKind::File | JobKind::Folder => open(job, files),
    };
    post::end(id, done);
}

/// Makes a link of audits, each the bytes of its JSON.
fn share(id: u32, audits: &Array, keep: Keep) -> Result<(), String> {
    let read = |bytes: JsValue| serde_json::from_slice::<Audit>(&bytes.unchecked_into::<Uint8Array>().to_vec());
    let audits = audits.iter().map(read).collect::<Result<Vec<Audit>, _>>();
    let audits = audits.map_err(|error| format!("could not be made: {error}"))?;
    answer(&Answer::Shared { id }, Some(&json(&links::share(&audits, keep)?)?));
    Ok(())
}

/// Opens the link whose text is given.
fn open_link(id: u32, text: &Array) -> Result<(), String> {
    let audits = links::open(&text.get(0).as_string().unwrap_or_default())?;
    let names = audits.iter().map(|audit| audit.source.name.clone()).collect();
    let list = Array::new();
    for audit in &audits {
        list.push(&json(audit)?.into());
    }
    post::send(&Answer::Linked { id, names }, &list, &Array::new());
    Ok(())
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
    let bytes = json(audit)?;
    office::keep(id, &bytes);
    answer(&Answer::Audit { id, from_code }, Some(&bytes));
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
    post::end(id, hear(id, read));
}

fn hear(id: u32, read: Read) -> Result<(), String> {
    match read {
        Read::Progress(progress) => {
            report(id, progress);
            Ok(())
        }
        Read::Audit(audit) => show(id, &audit, true),
        Read::Verified { code, document, files } => verified(id, &code, &document, files),
        Read::Lines(json) => {
            answer(&Answer::Lines { id }, Some(&Uint8Array::from(json.as_slice())));
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
    let held = papers::Held { markdown: verify::write(&drift), drift, paper: documents::paper(document) };
    answer(&Answer::Held { id }, Some(&json(&held)?));
    Ok(())
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
