//! What the page's workers have in common: their scope, and answers to the page.

use std::io;

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::DedicatedWorkerGlobalScope;

use crate::protocol::{Answer, Job};

/// The worker's own scope.
pub fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// The job of a message, and the files beside it; `None` for what is no job.
pub fn job(message: &Array) -> Option<(Job, Array)> {
    let job = serde_json::from_slice::<Job>(message.get(0).as_string()?.as_bytes()).ok()?;
    Some((job, message.get(1).unchecked_into()))
}

/// Sends an answer, and with it what it is about as JSON, whose bytes move without a copy.
pub fn answer(answer: &Answer, about: Option<&Uint8Array>) {
    match about {
        Some(bytes) => send(answer, bytes, &Array::of1(&bytes.buffer())),
        None => send(answer, &JsValue::UNDEFINED, &Array::new()),
    }
}

/// Sends an answer, and with it what it is about, of which these buffers move without a copy.
pub fn send(answer: &Answer, about: &JsValue, moved: &Array) {
    // Written like what is about it, so that the program has one writer of JSON and not two.
    let mut whole = Pieces { piece: Vec::new(), done: Vec::new(), most: usize::MAX };
    let written = serde_json::to_writer(&mut whole, answer).is_ok();
    let Some(json) = std::str::from_utf8(&whole.piece).ok().filter(|_| written) else { return };
    // Fails only when a buffer is moved twice, which it is not.
    let _ = scope().post_message_with_transfer(&Array::of2(&JsValue::from_str(json), about), moved);
}

/// Says what went wrong with a job, if anything did.
pub fn end(id: u32, done: Result<(), String>) {
    if let Err(sentence) = done {
        answer(&Answer::Failed { id, sentence }, None);
    }
}

/// A value as JSON. It grows outside the program's memory, which a browser never takes back.
pub fn json(value: &impl serde::Serialize) -> Result<Uint8Array, String> {
    let mut pieces = Pieces { piece: Vec::new(), done: Vec::new(), most: PIECE };
    serde_json::to_writer(&mut pieces, value).map_err(|error| error.to_string())?;
    Ok(pieces.together())
}

/// Bytes of a piece that leaves the program's memory.
const PIECE: usize = 256 * 1024;

/// Bytes as they are written.
struct Pieces {
    piece: Vec<u8>,
    done: Vec<Uint8Array>,
    /// Bytes at which a piece ends.
    most: usize,
}

impl Pieces {
    fn end_piece(&mut self) {
        self.done.push(Uint8Array::from(self.piece.as_slice()));
        self.piece.clear();
    }

    fn together(mut self) -> Uint8Array {
        self.end_piece();
        let all = Uint8Array::new_with_length(self.done.iter().map(Uint8Array::length).sum());
        let mut at = 0;
        for piece in self.done {
            all.set(&piece, at);
            at += piece.length();
        }
        all
    }
}

impl io::Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= self.most {
            self.end_piece();
        }
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write(bytes).map(drop)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
