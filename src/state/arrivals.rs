//! What arrives anywhere on the page: files that are dropped, and audits that are pasted.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DragEvent};
use yew::prelude::*;

use super::browser::{is_text_box, listen, window};
use super::intake;
use super::reader::Reader;

/// Takes what is dropped anywhere; says whether files are being dragged over the page.
#[hook]
pub fn use_drop(reader: &Reader) -> bool {
    let dragging = use_state_eq(|| false);
    let (reader, setter) = (reader.clone(), dragging.setter());
    use_effect_with((), move |()| {
        // A drag enters and leaves every element that it crosses.
        let depth = Rc::new(Cell::new(0_i32));
        let listening = ["dragenter", "dragover", "dragleave", "drop"].map(|name| {
            let (reader, setter, depth) = (reader.clone(), setter.clone(), depth.clone());
            listen(&window(), name, move |event| {
                let Some(transfer) = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer) else { return };
                if !intake::has_files(&transfer) {
                    return;
                }
                event.prevent_default();
                match name {
                    "dragenter" => depth.set(depth.get() + 1),
                    "dragleave" => depth.set((depth.get() - 1).max(0)),
                    "drop" => {
                        depth.set(0);
                        reader.open(intake::dropped(&transfer));
                    }
                    _ => transfer.set_drop_effect("copy"),
                }
                setter.set(depth.get() > 0);
            })
        });
        move || drop(listening)
    });
    *dragging
}

/// Takes what is pasted anywhere but into a text box: files, or the text of an audit.
#[hook]
pub fn use_paste(reader: &Reader) {
    let reader = reader.clone();
    use_effect_with((), move |()| {
        let listening = listen(&window(), "paste", move |event| {
            if is_text_box(&event) {
                return;
            }
            let Some(data) = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data) else { return };
            if intake::has_files(&data) {
                event.prevent_default();
                return reader.open(intake::dropped(&data));
            }
            let text = data.get_data("text/plain").unwrap_or_default();
            if !text.trim().is_empty() {
                event.prevent_default();
                reader.open_text(&text, true);
            }
        });
        move || drop(listening)
    });
}
