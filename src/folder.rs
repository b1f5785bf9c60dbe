//! A browser's folder as the engine's files.
//!
//! Every read costs the browser some milliseconds, however short it is. So the files of a folder are glued into large blobs
//! here, and a thousand small files take a handful of reads.

use std::cell::RefCell;
use std::io;
use std::rc::Rc;

use js_sys::{Array, Uint8Array};
use patchbay_engine::archive::{Bytes, Entry, skip};
use wasm_bindgen::JsCast;
use web_sys::{Blob, File};

use crate::files::{FileBytes, all, fill, whole};

/// Bytes of a folder's files that are read in one go.
const SPAN: f64 = 16.0 * 1024.0 * 1024.0;

/// The files of a folder, in the order of `paths`. Those that the engine will want are glued together.
pub fn of(paths: &[String], files: &Array) -> Vec<(String, Box<dyn Bytes>)> {
    let mut glue: Vec<Vec<File>> = Vec::new();
    let mut open = Vec::new();
    let mut members = Vec::with_capacity(paths.len());
    let mut filled = 0.0;
    for (path, file) in paths.iter().zip(files.iter()) {
        let file: Option<File> = file.dyn_into().ok();
        let size = file.as_ref().map_or(0.0, |file| file.size());
        let inner = path.split_once('/').map_or(path.as_str(), |(_, inner)| inner);
        let wanted = skip(&Entry { path: inner.to_owned(), size: whole(size) }).is_none();
        if let Some(file) = file.as_ref().filter(|_| wanted && size <= SPAN) {
            if filled + size > SPAN {
                glue.push(std::mem::take(&mut open));
                filled = 0.0;
            }
            members.push((path, size, Some((glue.len(), filled)), Some(file.clone())));
            open.push(file.clone());
            filled += size;
        } else {
            members.push((path, size, None, file));
        }
    }
    glue.push(open);
    let glue = Rc::new(Glue { blobs: glue, held: RefCell::new(None) });
    members
        .into_iter()
        .map(|(path, size, place, file)| {
            let glued = place.map(|(number, at)| (Rc::clone(&glue), number, whole(at)));
            (path.clone(), Box::new(Member { size: whole(size), glued, file }) as Box<dyn Bytes>)
        })
        .collect()
}

/// Files glued into blobs, of which the one last read from is held: they are read in order.
struct Glue {
    blobs: Vec<Vec<File>>,
    held: RefCell<Option<(usize, Option<Uint8Array>)>>,
}

impl Glue {
    /// The bytes of all files of a blob; `None` where one of them cannot be read, which spoils the blob for all of them.
    fn bytes(&self, number: usize) -> Option<Uint8Array> {
        let mut held = self.held.borrow_mut();
        if held.as_ref().is_none_or(|(known, _)| *known != number) {
            // Let go of the last before the next comes.
            *held = None;
            let parts: Array = self.blobs.get(number).into_iter().flatten().collect();
            let bytes = Blob::new_with_blob_sequence(&parts).ok().and_then(|blob| all(&blob).ok());
            *held = Some((number, bytes));
        }
        held.as_ref().and_then(|(_, bytes)| bytes.clone())
    }
}

/// One file of a folder.
struct Member {
    size: u64,
    /// Its blob, and where in it the file begins.
    glued: Option<(Rc<Glue>, usize, u64)>,
    file: Option<File>,
}

impl Bytes for Member {
    fn len(&self) -> u64 {
        self.size
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let end = offset.checked_add(buffer.len() as u64).filter(|end| *end <= self.size);
        let end = end.ok_or(io::ErrorKind::UnexpectedEof)?;
        if let Some((glue, number, at)) = &self.glued
            && let Some(bytes) = glue.bytes(*number)
            && let (Ok(from), Ok(to)) = (u32::try_from(at + offset), u32::try_from(at + end))
        {
            return fill(buffer, &bytes.subarray(from, to));
        }
        match &self.file {
            Some(file) => FileBytes::new(file)?.read_at(offset, buffer),
            None => Err(io::Error::other("the browser did not open it")),
        }
    }
}
