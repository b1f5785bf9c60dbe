//! The clerk: the page's fourth program. It takes audits that are made, compares them, and writes them in other formats. The
//! worker starts it and hands its jobs on.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use patchbay_engine::audit::Audit;
use patchbay_engine::export::Format;
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

mod comparing;
mod outcome;
mod post;
mod protocol;

use post::{answer, json, scope};
use protocol::{Answer, Job};

/// Most bytes of JSON of which the audits are kept read. What is not kept is read when it is wanted.
const KEPT: usize = 12 * 1024 * 1024;

thread_local! {
    /// The job at hand, for the panic hook.
    static CURRENT: Cell<u32> = const { Cell::new(0) };
    /// Whether something was compared already.
    static WARM: Cell<bool> = const { Cell::new(false) };
    /// Audits that were opened, with their numbers and how long their JSON is, the latest first.
    static AUDITS: RefCell<VecDeque<(u32, usize, Rc<Audit>)>> = const { RefCell::new(VecDeque::new()) };
}

fn main() {
    std::panic::set_hook(Box::new(|panic| {
        answer(&Answer::Broken { id: CURRENT.get(), what: panic.to_string() }, None);
    }));
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| take(&event));
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
}

/// Takes a message of the worker: a job of the page's, or the number and the JSON of an audit that was opened.
fn take(event: &MessageEvent) {
    let message: Array = event.data().unchecked_into();
    if let Some((job, files)) = post::job(&message) {
        CURRENT.set(job.id);
        post::end(job.id, work(&job, &files));
    } else if let Some(number) = message.get(0).as_f64() {
        keep(number as u32, &message.get(1).unchecked_into());
    }
}

/// Reads an audit that was opened: it may be compared soon, and reading is most of the work.
fn keep(number: u32, bytes: &Uint8Array) {
    if bytes.length() as usize > KEPT {
        return;
    }
    if let (Ok(Some(audit)), false) = (read(number, bytes.into()), WARM.replace(true)) {
        // A browser compiles what is called for the first time, which here nobody waits for.
        std::hint::black_box(json(&comparing::compare(&[Rc::clone(&audit), audit])).ok());
    }
}

fn work(job: &Job, files: &Array) -> Result<(), String> {
    let id = job.id;
    let failed = if job.format.is_some() { "could not be written" } else { "could not be compared" };
    let Some(audits) = audits(job, files).map_err(|error| format!("{failed}: {error}"))? else {
        if files.length() > 0 {
            return Err(format!("{failed}: an audit is missing"));
        }
        answer(&Answer::Wanted { id }, None);
        return Ok(());
    };
    if let Some(format) = &job.format {
        let format = Format::from_word(format).ok_or("cannot be written in this format")?;
        let audit = audits.first().ok_or("could not be written: it is missing")?;
        answer(&Answer::Written { id }, Some(&Uint8Array::from(format.write(audit).as_bytes())));
        return Ok(());
    }
    answer(&Answer::Compared { id }, Some(&json(&comparing::compare(&audits))?));
    Ok(())
}

/// The audits of a job, in their order; `None` where one is not at hand.
fn audits(job: &Job, files: &Array) -> Result<Option<Vec<Rc<Audit>>>, String> {
    job.audits.iter().zip(0..).map(|(number, at)| read(*number, files.get(at))).collect()
}

/// The audit of a number, whose JSON these bytes are, if they are.
fn read(number: u32, bytes: JsValue) -> Result<Option<Rc<Audit>>, String> {
    AUDITS.with_borrow_mut(|kept| {
        if let Some((.., audit)) = kept.iter().find(|(known, ..)| *known == number) {
            return Ok(Some(Rc::clone(audit)));
        }
        let Ok(bytes) = bytes.dyn_into::<Uint8Array>() else { return Ok(None) };
        let bytes = bytes.to_vec();
        let audit: Rc<Audit> = serde_json::from_slice(&bytes).map(Rc::new).map_err(|error| error.to_string())?;
        kept.push_front((number, bytes.len(), Rc::clone(&audit)));
        let mut all = 0;
        kept.retain(|(_, length, _)| {
            all += length;
            all <= KEPT
        });
        Ok(Some(audit))
    })
}
