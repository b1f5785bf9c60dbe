//! What the browser lends: its window, events, clipboard, clock, storage, downloads.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AddEventListenerOptions, Blob, BlobPropertyBag, Document, Event, EventTarget, HtmlAnchorElement, HtmlElement,
    KeyboardEvent, ScrollIntoViewOptions, ScrollLogicalPosition, Storage, Url, Window,
};

/// The window. There always is one: this program only ever runs in a page.
pub fn window() -> Window {
    js_sys::global().unchecked_into()
}

/// The document, which a window always has.
pub fn document() -> Document {
    match window().document() {
        Some(document) => document,
        None => wasm_bindgen::throw_str("a window without a document"),
    }
}

/// Milliseconds on a clock that only runs forward.
pub fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// Today where the reader is, `YYYY-MM-DD`.
pub fn today() -> String {
    let date = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", date.get_full_year(), date.get_month() + 1, date.get_date())
}

/// An event listener that lives as long as this does.
pub struct Listening {
    target: EventTarget,
    event: &'static str,
    capture: bool,
    call: Closure<dyn FnMut(Event)>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        let function = self.call.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback_and_bool(self.event, function, self.capture);
    }
}

/// Calls `call` at each such event.
pub fn listen(target: &EventTarget, event: &'static str, call: impl FnMut(Event) + 'static) -> Listening {
    listen_with(target, event, &AddEventListenerOptions::new(), call)
}

/// Calls `call` at each such event, listening as the options say.
pub fn listen_with(
    target: &EventTarget,
    event: &'static str,
    options: &AddEventListenerOptions,
    call: impl FnMut(Event) + 'static,
) -> Listening {
    let call = Closure::<dyn FnMut(Event)>::new(call);
    let capture = options.get_capture().unwrap_or_default();
    let function = call.as_ref().unchecked_ref();
    let _ = target.add_event_listener_with_callback_and_add_event_listener_options(event, function, options);
    Listening { target: target.clone(), event, capture, call }
}

/// Whether the event goes to something that one writes in.
pub fn is_text_box(event: &Event) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    element.is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") || element.is_content_editable()
    })
}

/// Whether the key event belongs to somebody who is writing, so that it is no shortcut.
pub fn is_writing(event: &KeyboardEvent) -> bool {
    event.ctrl_key() || event.meta_key() || event.alt_key() || is_text_box(event)
}

/// Moves the focus to the first element that fits.
pub fn focus(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector) {
        // Parts of a drawing are no HTML elements, and take the focus just so.
        let _ = element.unchecked_into::<HtmlElement>().focus();
    }
}

/// Moves the focus to the first element that fits, once what is being changed is drawn.
pub fn focus_soon(selector: &'static str) {
    soon(move || focus(selector));
}

/// Calls `call` in a task of its own: what waits, be it a key or a frame, comes before it.
pub fn soon(call: impl FnOnce() + 'static) {
    later(0, call);
}

/// Calls `call` in so many milliseconds.
pub fn later(milliseconds: i32, call: impl FnOnce() + 'static) {
    let call = Closure::once_into_js(call);
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(call.unchecked_ref(), milliseconds);
}

/// Calls `call` in a task of its own behind the next frame, so that there is most of the time to the one after it.
pub fn after_frame(call: impl FnOnce() + 'static) {
    let call = Closure::once_into_js(|| soon(call));
    let _ = window().request_animation_frame(call.unchecked_ref());
}

/// Whether nothing has the focus, as when what had it went away.
pub fn is_focus_lost() -> bool {
    document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}

/// Scrolls no further than it takes to see the first element that fits.
pub fn reveal(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector) {
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Nearest);
        options.set_inline(ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

/// Whether the clipboard can be written: browsers lend it to pages of https and of this machine.
pub fn has_clipboard() -> bool {
    js_sys::Reflect::get(&window().navigator(), &"clipboard".into()).is_ok_and(|clipboard| clipboard.is_object())
}

/// Writes to the clipboard, then says whether it worked.
pub fn copy(text: &str, then: impl FnOnce(bool) + 'static) {
    let promise = window().navigator().clipboard().write_text(text);
    spawn_local(async move { then(JsFuture::from(promise).await.is_ok()) });
}

/// Hands a text, or bytes, over as a file to save.
pub fn download(name: &str, media_type: &str, contents: impl Into<JsValue>) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&contents.into()), &options)?;
    let url = Url::create_object_url_with_blob(&blob)?;
    let link: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // Some browsers fetch the contents only after this function has returned.
    later(10_000, move || {
        let _ = Url::revoke_object_url(&url);
    });
    Ok(())
}

/// What was kept under this key.
pub fn kept(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

/// Keeps a value, or forgets it. Where storage is switched off, nothing is kept.
pub fn keep(key: &str, value: Option<&str>) {
    put(window().local_storage(), key, value);
}

/// What was last kept in this tab, from before it was loaded again.
pub fn kept_in_tab(key: &str) -> Option<String> {
    window().session_storage().ok()??.get_item(key).ok()?
}

/// Keeps a value for as long as this tab is open.
pub fn keep_in_tab(key: &str, value: Option<&str>) {
    put(window().session_storage(), key, value);
}

fn put(storage: Result<Option<Storage>, JsValue>, key: &str, value: Option<&str>) {
    if let Ok(Some(storage)) = storage {
        let _ = match value {
            Some(value) => storage.set_item(key, value),
            None => storage.remove_item(key),
        };
    }
}
