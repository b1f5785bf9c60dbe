//! The worker's clerk: a worker of its own for what is done with audits that are made, so that it waits for no reading, and so
//! that neither program is larger than it need be.

use std::cell::RefCell;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{ErrorEvent, MessageEvent, Worker};

thread_local! {
    static CLERK: RefCell<Option<Worker>> = const { RefCell::new(None) };
}

/// Starts the clerk with the program that the page has put beside the worker.
pub fn start(beside: &Array) {
    let Some(clerk) = beside.get(3).as_string().and_then(|script| Worker::new(&script).ok()) else { return };
    // What it answers is for the page, as it is.
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| {
        let message: Array = event.data().unchecked_into();
        let _ = crate::scope().post_message_with_transfer(&message, &buffers(&Array::of1(&message.get(1))));
    });
    let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(|event: ErrorEvent| {
        event.prevent_default();
        crate::broken("the clerk stopped, most likely because it ran out of memory");
    });
    clerk.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    clerk.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    // They live as long as the worker.
    on_message.forget();
    on_error.forget();
    let started = clerk.post_message(&Array::of2(&beside.get(4), &JsValue::UNDEFINED));
    CLERK.set(started.ok().map(|()| clerk));
}

/// Hands a job on to the clerk, which answers.
pub fn hand_on(message: &Array) -> Result<(), String> {
    let failed = || "cannot be done: a part of this page did not start. Load the page again".to_owned();
    let moved = buffers(message.get(1).unchecked_ref());
    let send = |clerk: &Worker| clerk.post_message_with_transfer(message, &moved).ok();
    CLERK.with_borrow(|clerk| clerk.as_ref().and_then(send)).ok_or_else(failed)
}

/// The buffers of the bytes in a list, which move without a copy.
fn buffers(list: &Array) -> Array {
    list.iter().filter_map(|it| it.dyn_into::<Uint8Array>().ok()).map(|bytes| bytes.buffer()).collect()
}

/// Lets the clerk read an audit before anybody asks for it.
pub fn keep(id: u32, json: &Uint8Array) {
    let bytes = json.slice(0, json.length());
    let message = Array::of2(&id.into(), &bytes);
    let moved = Array::of1(&bytes.buffer());
    // Without it the clerk reads the audit when it is asked for.
    CLERK.with_borrow(|clerk| clerk.as_ref().map(|clerk| clerk.post_message_with_transfer(&message, &moved)));
}
