//! A browser's files as the engine's bytes.
//!
//! Every read costs the browser some milliseconds, however short it is. The engine asks for an archive in large spans; the
//! files of a folder are glued into large blobs here, so that a thousand small files take a handful of reads.

use std::cell::OnceCell;
use std::io;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use patchbay_engine::archive::{Bytes, Entry, skip};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, File, FileReaderSync};

/// Bytes of a folder's files that are read in one go.
const SPAN: f64 = 16.0 * 1024.0 * 1024.0;

/// One file.
pub struct FileBytes {
    file: Blob,
    size: u64,
    reader: FileReaderSync,
}

impl FileBytes {
    /// The bytes of this file.
    pub fn new(file: File) -> io::Result<Self> {
        let reader = FileReaderSync::new().map_err(|error| refused(&error))?;
        Ok(Self { size: whole(file.size()), file: file.into(), reader })
    }

    /// The first bytes, as far as there are any and they can be read.
    pub fn start(&self, most: usize) -> Vec<u8> {
        let mut start = vec![0; most.min(usize::try_from(self.size).unwrap_or(most))];
        self.read_at(0, &mut start).map(|()| start).unwrap_or_default()
    }

    /// Whether it was made as Markdown, as the page makes a file of what is pasted.
    pub fn is_markdown(&self) -> bool {
        self.file.type_() == "text/markdown"
    }

    /// All of it.
    pub fn all(&self) -> io::Result<Vec<u8>> {
        read(&self.reader, &self.file).map(|bytes| bytes.to_vec())
    }
}

impl Bytes for FileBytes {
    fn len(&self) -> u64 {
        self.size
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let end = offset.checked_add(buffer.len() as u64).filter(|end| *end <= self.size);
        let end = end.ok_or(io::ErrorKind::UnexpectedEof)?;
        let slice = self.file.slice_with_f64_and_f64(offset as f64, end as f64).map_err(|error| refused(&error))?;
        fill(buffer, &read(&self.reader, &slice)?)
    }
}

/// The files of a folder, in the order of `paths`. Those that the engine will want are glued together.
pub fn of_folder(paths: &[String], files: &Array) -> Vec<(String, Box<dyn Bytes>)> {
    let mut glue = Vec::new();
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
    let glue: Vec<Rc<Glued>> = glue.into_iter().map(|files| Rc::new(Glued::new(files))).collect();
    members
        .into_iter()
        .map(|(path, size, place, file)| {
            let glued = place.and_then(|(number, at)| glue.get(number).map(|glued| (glued.clone(), whole(at))));
            (path.clone(), Box::new(Member { size: whole(size), glued, file }) as Box<dyn Bytes>)
        })
        .collect()
}

/// Files glued into one blob, which is read when the first of them is.
struct Glued {
    files: Vec<File>,
    bytes: OnceCell<Option<Uint8Array>>,
}

impl Glued {
    fn new(files: Vec<File>) -> Self {
        Self { files, bytes: OnceCell::new() }
    }

    /// The bytes of all; `None` where one of the files cannot be read, which spoils the blob for all of them.
    fn bytes(&self) -> Option<&Uint8Array> {
        let read_all = || {
            let parts: Array = self.files.iter().collect();
            let blob = Blob::new_with_blob_sequence(&parts).ok()?;
            read(&FileReaderSync::new().ok()?, &blob).ok()
        };
        self.bytes.get_or_init(read_all).as_ref()
    }
}

/// One file of a folder.
struct Member {
    size: u64,
    glued: Option<(Rc<Glued>, u64)>,
    file: Option<File>,
}

impl Bytes for Member {
    fn len(&self) -> u64 {
        self.size
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<()> {
        let end = offset.checked_add(buffer.len() as u64).filter(|end| *end <= self.size);
        let end = end.ok_or(io::ErrorKind::UnexpectedEof)?;
        if let Some((glued, at)) = &self.glued
            && let Some(bytes) = glued.bytes()
            && let (Ok(from), Ok(to)) = (u32::try_from(at + offset), u32::try_from(at + end))
        {
            return fill(buffer, &bytes.subarray(from, to));
        }
        match &self.file {
            Some(file) => FileBytes::new(file.clone())?.read_at(offset, buffer),
            None => Err(io::Error::other("the browser did not open it")),
        }
    }
}

fn read(reader: &FileReaderSync, blob: &Blob) -> io::Result<Uint8Array> {
    let buffer: ArrayBuffer = reader.read_as_array_buffer(blob).map_err(|error| refused(&error))?;
    Ok(Uint8Array::new(&buffer))
}

fn fill(buffer: &mut [u8], bytes: &Uint8Array) -> io::Result<()> {
    if bytes.length() as usize != buffer.len() {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    bytes.copy_to(buffer);
    Ok(())
}

/// A size as the browser counts it.
fn whole(size: f64) -> u64 {
    size as u64
}

fn refused(error: &JsValue) -> io::Error {
    let reason = error.dyn_ref::<web_sys::DomException>().map(|error| match error.name().as_str() {
        "NotFoundError" => "it was moved or deleted".to_owned(),
        "NotReadableError" => "it changed since it was opened, or the system refuses to open it".to_owned(),
        _ => error.message(),
    });
    io::Error::other(reason.unwrap_or_else(|| "the browser refused".to_owned()))
}
