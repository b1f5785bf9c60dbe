//! What was dropped or chosen: files and folders, and for a folder the files in it.

use js_sys::{Array, Function, Promise};
use patchbay_engine::archive::{Entry, skip};
use patchbay_engine::limits;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileList, FilePropertyBag, FileSystemDirectoryEntry, FileSystemEntry, FileSystemFileEntry,
};

/// Something to read.
pub enum Input {
    /// A file.
    File(File),
    /// A dropped folder, yet to be listed.
    Folder(FileSystemDirectoryEntry),
    /// A folder that the browser has listed.
    Listed(Listed),
}

/// A folder's files.
pub struct Listed {
    /// The folder's name.
    pub name: String,
    /// The path of each file, beginning with the folder's name.
    pub paths: Vec<String>,
    /// The files, in the same order; `null` for one that is not worth opening.
    pub files: Array,
}

impl Input {
    /// The name of the file or folder.
    pub fn name(&self) -> String {
        match self {
            Input::File(file) => file.name(),
            Input::Folder(folder) => folder.name(),
            Input::Listed(listed) => listed.name.clone(),
        }
    }
}

/// Whether a drag carries files, rather than text or a link.
pub fn has_files(transfer: &DataTransfer) -> bool {
    transfer.types().iter().any(|kind| kind == "Files")
}

/// What was dropped. To be called while the event lasts: the browser takes its lists back after it.
pub fn dropped(transfer: &DataTransfer) -> Vec<Input> {
    let items = transfer.items();
    let input = |item: web_sys::DataTransferItem| {
        let entry = item.webkit_get_as_entry().ok().flatten();
        match entry {
            Some(entry) if entry.is_directory() => Some(Input::Folder(entry.unchecked_into())),
            _ => item.get_as_file().ok().flatten().map(Input::File),
        }
    };
    (0..items.length()).filter_map(|at| items.get(at)).filter(|item| item.kind() == "file").filter_map(input).collect()
}

/// A file made of pasted text, which the worker knows by its type for a document.
pub fn pasted(name: &str, text: &str) -> Option<Input> {
    let options = FilePropertyBag::new();
    options.set_type("text/markdown");
    File::new_with_str_sequence_and_options(&Array::of1(&text.into()), name, &options).ok().map(Input::File)
}

/// Whether a text may be an audit: Markdown with a heading, a list, a table or a label, or JSON.
pub fn is_audit_text(text: &str) -> bool {
    let starts = ["#", "- ", "* ", "+ ", "|", "**", "{", "1. ", "1) "];
    text.lines()
        .any(|line| starts.iter().any(|start| line.trim_start_matches([' ', '\t', '\u{feff}', '>']).starts_with(start)))
}

/// The files chosen through a file input.
pub fn chosen_files(files: &FileList) -> Vec<Input> {
    (0..files.length()).filter_map(|at| files.get(at)).map(Input::File).collect()
}

/// The folder chosen through a folder input.
pub fn chosen_folder(files: &FileList) -> Option<Input> {
    let path = |file: &File| {
        let path = js_sys::Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
        path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name())
    };
    let files: Vec<File> = (0..files.length()).filter_map(|at| files.get(at)).collect();
    let paths: Vec<String> = files.iter().map(path).collect();
    let name = paths.first()?.split('/').next().unwrap_or_default().to_owned();
    // The browser looks at each file that is handed to a worker, half a millisecond each, and waits.
    let opened = |(file, path): (File, &String)| if is_wanted(path) { file.into() } else { JsValue::NULL };
    let files = files.into_iter().zip(&paths).map(opened).collect();
    Some(Input::Listed(Listed { name, paths, files }))
}

/// Whether a folder's file may be worth opening, as far as its path tells.
fn is_wanted(path: &str) -> bool {
    let inner = path.split_once('/').map_or(path, |(_, inner)| inner);
    skip(&Entry { path: inner.to_owned(), size: 1 }).is_none()
}

/// Lists a folder. `going` hears the number of files after each step and says whether to go on; `Ok(None)` where it did
/// not. An error is a sentence that follows the folder's name.
pub async fn list(folder: FileSystemDirectoryEntry, going: impl Fn(u32) -> bool) -> Result<Option<Listed>, String> {
    let mut listed = Listed { name: folder.name(), paths: Vec::new(), files: Array::new() };
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        let reader = folder.create_reader();
        loop {
            let entries = promised(|done, failed| {
                let _ = reader.read_entries_with_callback_and_callback(done, failed);
            });
            let Ok(entries) = entries.await.map(JsCast::unchecked_into::<Array>) else {
                return Err(format!(
                    "could not be listed: the browser was refused at {}. Pack it as a zip and open that",
                    folder.full_path().trim_start_matches('/')
                ));
            };
            // A folder is handed over in portions, the last of which is empty.
            if entries.length() == 0 {
                break;
            }
            let files = Array::new();
            for entry in entries.iter().map(JsCast::unchecked_into::<FileSystemEntry>) {
                if entry.is_directory() {
                    folders.push(entry.unchecked_into());
                    continue;
                }
                let path = entry.full_path().trim_start_matches('/').to_owned();
                files.push(&opened(&path, entry.unchecked_into()));
                listed.paths.push(path);
            }
            let files =
                JsFuture::from(Promise::all(&files)).await.map_or_else(|_| Array::new(), JsCast::unchecked_into);
            listed.files = listed.files.concat(&files);
            if listed.paths.len() > limits::FILES {
                return Err(format!("holds more than the {} files that are read. Open a part of it", limits::FILES));
            }
            if !going(listed.files.length()) {
                return Ok(None);
            }
        }
    }
    Ok(Some(listed))
}

/// The promise of a file; of `null` for one that its path alone rules out, or that cannot be opened.
fn opened(path: &str, entry: FileSystemFileEntry) -> JsValue {
    if !is_wanted(path) {
        return JsValue::NULL;
    }
    Promise::new(&mut |done: Function, _failed| {
        let done_without = done.clone();
        let failed = Closure::once_into_js(move |_: JsValue| {
            let _ = done_without.call1(&JsValue::NULL, &JsValue::NULL);
        });
        entry.file_with_callback_and_callback(&done, failed.unchecked_ref());
    })
    .into()
}

async fn promised(start: impl Fn(&Function, &Function)) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::new(&mut |done, failed| start(&done, &failed))).await
}

#[cfg(test)]
mod tests {
    use super::is_audit_text;

    #[test]
    fn what_may_be_an_audit_is_told_from_what_was_pasted_by_mistake() {
        for text in
            ["# A\ntext", "text\n\n  - Stripe", "| a | b |", "**Databases:** none", "\u{feff}# A", "{\"schema\""]
        {
            assert!(is_audit_text(text), "{text}");
        }
        for text in ["", "hello", "https://a.example/#x", "two\nlines"] {
            assert!(!is_audit_text(text), "{text}");
        }
    }
}
