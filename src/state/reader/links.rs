//! What the reader does with share links, and with audits that are at hand as JSON.

use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use patchbay_engine::share::Keep;
use wasm_bindgen::JsCast;
use yew::Callback;

use super::{Event, File, Job, JobKind, Reader, Stage, Task, today};
use crate::shared::Shared;
use crate::state::opened::Opened;

/// What a link is called in sentences.
pub const LINK: &str = "The link";

impl Reader {
    /// Makes a link of these audits; hears it, or the sentence that says why there is none and follows "The link".
    pub fn share(&self, audits: &[Rc<Opened>], keep: Keep, then: Callback<Result<Shared, String>>) {
        let (audits, files) = self.written_out(audits);
        let id = self.number();
        self.0.sharing.borrow_mut().insert(id, then);
        let kind = JobKind::Share { places: keep.places, excerpts: keep.excerpts };
        self.queue(Job { audits, ..job(id, kind, LINK) }, files);
    }

    /// Opens the audits of a link; hears their numbers as soon as they are about to be read.
    pub fn open_link(&self, text: &str, then: Callback<Vec<u32>>) {
        let id = self.number();
        self.begin(id, LINK);
        self.0.linking.borrow_mut().insert(id, then);
        self.queue(job(id, JobKind::Link, LINK), Array::of1(&text.into()));
    }

    /// Reads audits in JSON, each with the name that it goes by; gives their numbers.
    pub fn open_saved(&self, audits: Vec<(String, Uint8Array)>) -> Vec<u32> {
        let mut numbers = Vec::new();
        for (name, json) in audits {
            let id = self.number();
            self.begin(id, &name);
            match File::new_with_u8_array_sequence(&Array::of1(&json), &name) {
                Ok(file) => {
                    self.queue(job(id, JobKind::File, &name), Array::of1(&file));
                    numbers.push(id);
                }
                Err(_) => self.fail(id, &name, "could not be opened: the browser has no memory left. Close some tabs"),
            }
        }
        numbers
    }

    /// Reads files that the page itself came by; gives their numbers.
    pub fn open_files(&self, files: Vec<File>) -> Vec<u32> {
        let open = |file: File| {
            let (id, name) = (self.number(), file.name());
            self.begin(id, &name);
            self.queue(job(id, JobKind::File, &name), Array::of1(&file));
            id
        };
        files.into_iter().map(open).collect()
    }

    /// Says that something cannot be opened.
    pub fn refuse(&self, name: &str, sentence: &str) {
        self.fail(self.number(), name, sentence);
    }

    /// Takes the audits of a link, by their names; each is a task of its own from here on.
    pub(super) fn show_linked(&self, id: u32, names: Vec<String>, audits: &Array) {
        let then = self.0.linking.borrow_mut().remove(&id);
        let named = names.into_iter().map(|name| if name.is_empty() { LINK.to_owned() } else { name });
        let numbers = self.open_saved(named.zip(audits.iter().map(JsCast::unchecked_into)).collect());
        self.0.tell.emit(Event::Ended(id));
        then.into_iter().for_each(|then| then.emit(numbers.clone()));
    }

    /// Hands a link that was made to whoever waits for it.
    pub(super) fn show_shared(&self, id: u32, shared: Result<Shared, String>) {
        let then = self.0.sharing.borrow_mut().remove(&id);
        then.into_iter().for_each(|then| then.emit(shared.clone()));
    }

    fn begin(&self, id: u32, name: &str) {
        self.0.tell.emit(Event::Begun(Task { id, name: name.to_owned(), doing: "Reading", stage: Stage::Waiting }));
    }
}

fn job(id: u32, kind: JobKind, name: &str) -> Job {
    Job { id, kind, name: name.to_owned(), date: today(), ..Job::default() }
}
