//! The reader: the page's third program, of which there are as many as the machine has cores. It opens archives and folders,
//! finds the facts in its share of their files, and hands them to the worker, which makes an audit of them.

use std::cell::Cell;

use js_sys::{Array, Reflect, Uint8Array};
use patchbay_engine::archive::{self, Bytes, Folder, Share, Tree};
use patchbay_engine::assemble::{FileRead, Progress, Watch, carried_documents, read_part};
use patchbay_engine::excerpt::excerpt;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, File, MessageEvent};

mod files;
mod folder;
mod order;

use files::FileBytes;
use order::{Order, Reply, WARM, Want, pack};

/// Milliseconds between two reports of progress.
const PACE: f64 = 100.0;

/// Facts that are handed on together. They are kept by the worker, not here.
const HANDFUL: usize = 1000;

/// Lines above and below a place that are shown with it.
const AROUND: u32 = 3;

/// Milliseconds for which a reader warms up.
const WARM_UP: f64 = 150.0;

/// The names under which it reads the same text, so that every lexer takes part.
const WARM_NAMES: [&str; 6] = ["a.js", "b.tsx", "c.py", "d.go", "e.sh", "f.md"];

thread_local! {
    /// The order at hand, for the panic hook.
    static CURRENT: Cell<u32> = const { Cell::new(WARM) };
}

fn main() {
    std::panic::set_hook(Box::new(|panic| reply(&Reply::Broken(CURRENT.get(), panic.to_string()))));
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(|event: MessageEvent| take(&event));
    scope().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    if Reflect::get(&scope(), &"beside".into()).is_ok_and(|first| first.is_truthy()) {
        warm_up();
    }
}

/// Browsers compile a function when it is first called, and compile it well once it was called often; what one reader has had
/// compiled serves all. So the first of them reads a little code at the start, while nobody waits, and what is dropped first
/// is then read about as fast as what comes later.
fn warm_up() {
    let text = include_str!("../www/start.js").repeat(8);
    let end = now() + WARM_UP;
    let mut read = Ok(());
    while now() < end && read.is_ok() {
        let file = |name: &str| (format!("warm/{name}"), Box::new(text.as_bytes()) as Box<dyn Bytes>);
        read = Folder::new(WARM_NAMES.map(file))
            .map_err(|error| error.to_string())
            .and_then(|mut folder| share(WARM, &mut folder, Share::ALL, &Watch::default()));
    }
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn now() -> f64 {
    scope().performance().map_or(0.0, |clock| clock.now())
}

/// Answers. The bytes move without a copy.
fn reply(reply: &Reply) {
    let bytes = Uint8Array::from(pack(reply).as_slice());
    // Fails only when a buffer is moved twice, which it is not.
    let _ = scope().post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer()));
}

/// Takes an order of the worker.
fn take(event: &MessageEvent) {
    let message: Array = event.data().unchecked_into();
    let bytes = message.get(0).unchecked_into::<Uint8Array>().to_vec();
    let Ok(Order { id, paths, want }) = postcard::from_bytes(&bytes) else { return };
    CURRENT.set(id);
    let done =
        open(paths.as_deref(), message.get(1).unchecked_ref()).and_then(|mut tree| obey(id, tree.as_mut(), want));
    if let Err(sentence) = done {
        reply(&Reply::Failed(id, sentence));
    }
}

/// Opens an archive, or a folder whose files have these paths.
fn open(paths: Option<&[String]>, files: &Array) -> Result<Box<dyn Tree>, String> {
    match paths {
        Some(paths) => Folder::new(folder::of(paths, files)).map(|folder| Box::new(folder) as Box<dyn Tree>),
        None => {
            let file = files.get(0).unchecked_into::<File>();
            archive::open(Box::new(FileBytes::new(&file).map_err(files::sentence)?))
        }
    }
    .map_err(|error| error.to_string())
}

fn obey(id: u32, tree: &mut dyn Tree, want: Want) -> Result<(), String> {
    match want {
        Want::Share { index, of, terms } => {
            let watch = Watch::new(terms.iter().map(|(term, fit)| (term.as_str(), *fit)));
            share(id, tree, Share::new(index, of).unwrap_or(Share::ALL), &watch)
        }
        Want::Documents => {
            let documents = carried_documents(tree).map_err(|error| error.to_string())?;
            reply(&Reply::Documents(id, documents));
            Ok(())
        }
        Want::Lines { path, line } => {
            let lines = excerpt(tree, &path, line, AROUND).map_err(|error| error.to_string())?;
            reply(&Reply::Lines(id, serde_json::to_vec(&lines).map_err(|error| error.to_string())?));
            Ok(())
        }
    }
}

/// Reads a share of a code base, and hands on what it finds as it goes.
fn share(id: u32, tree: &mut dyn Tree, share: Share, watch: &Watch) -> Result<(), String> {
    let mut files: Vec<FileRead> = Vec::new();
    let mut facts = 0;
    let mut take = |file: FileRead| {
        facts += file.facts.len() + 1;
        files.push(file);
        if facts >= HANDFUL {
            reply(&Reply::Files(id, std::mem::take(&mut files)));
            facts = 0;
        }
    };
    let mut reported = now();
    let mut progress = |progress: &Progress| {
        let now = now();
        if now - reported >= PACE {
            reported = now;
            reply(&Reply::Progress(id, progress.clone()));
        }
        true
    };
    let part = read_part(tree, share, watch, &mut take, &mut progress).map_err(|error| error.to_string())?;
    reply(&Reply::Files(id, files));
    reply(&Reply::Part(id, part));
    Ok(())
}
