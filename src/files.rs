//! A browser's file as the engine's bytes.

use std::io;

use js_sys::{ArrayBuffer, Uint8Array};
use patchbay_engine::archive::{ArchiveError, Bytes};
use wasm_bindgen::prelude::*;
use web_sys::{Blob, File, FileReaderSync};

/// One file. Every read costs the browser some milliseconds, however short it is; the engine asks for an archive in large spans.
pub struct FileBytes {
    file: Blob,
    size: u64,
    reader: FileReaderSync,
}

impl FileBytes {
    /// The bytes of this file.
    pub fn new(file: &File) -> io::Result<Self> {
        let reader = FileReaderSync::new().map_err(|error| refused(&error))?;
        Ok(Self { size: whole(file.size()), file: file.clone().into(), reader })
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

/// All bytes of a blob.
pub fn all(blob: &Blob) -> io::Result<Uint8Array> {
    read(&FileReaderSync::new().map_err(|error| refused(&error))?, blob)
}

/// What went wrong, to follow the name of the file.
pub fn sentence(error: io::Error) -> String {
    ArchiveError::Io(error).to_string()
}

fn read(reader: &FileReaderSync, blob: &Blob) -> io::Result<Uint8Array> {
    let buffer: ArrayBuffer = reader.read_as_array_buffer(blob).map_err(|error| refused(&error))?;
    Ok(Uint8Array::new(&buffer))
}

/// Fills the buffer with these bytes, which have to be as many.
pub fn fill(buffer: &mut [u8], bytes: &Uint8Array) -> io::Result<()> {
    if bytes.length() as usize != buffer.len() {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    bytes.copy_to(buffer);
    Ok(())
}

/// A size as the browser counts it.
pub fn whole(size: f64) -> u64 {
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
