//! The menu "Export": the shown audit as a file to save, in each format that the engine writes.

use std::rc::Rc;

use js_sys::Uint8Array;
use patchbay_engine::export::Format;
use yew::prelude::*;

use crate::parts::icon::{Icon, Picture};
use crate::parts::menu::Pop;
use crate::parts::place::Say;
use crate::state::browser::download;
use crate::state::opened::Opened;
use crate::state::paper::Laid;
use crate::state::reader::Reader;

#[derive(PartialEq, Properties)]
pub struct ExportProps {
    pub opened: Rc<Opened>,
    /// Its document; none while that is still laid out.
    pub laid: Option<Rc<Laid>>,
    /// Writes it.
    pub reader: Reader,
}

/// The formats, their names, and what each is for.
const FORMATS: [(Format, &str, &str); 6] = [
    (Format::Markdown, "Markdown", "the document"),
    (Format::Html, "HTML", "a report to hand on"),
    (Format::Csv, "CSV", "for a spreadsheet"),
    (Format::Json, "JSON", "to open here again"),
    (Format::CycloneDx, "CycloneDX", "a bill of materials"),
    (Format::Sarif, "SARIF", "findings, for code scanning"),
];

/// The button and its menu.
#[component]
pub fn Export(props: &ExportProps) -> Html {
    let say = use_context::<Say>();
    let command = |format: Format| {
        let (opened, laid, reader, say) = (props.opened.clone(), props.laid.clone(), props.reader.clone(), say.clone());
        Callback::from(move |_: MouseEvent| {
            // The document is at hand, as it was read.
            if format == Format::Markdown {
                let text = laid.as_ref().map(|laid| laid.paper().document.text.clone());
                return tell(say.as_ref(), saved(&file_name(&opened, format), format, text));
            }
            save(&opened, format, &reader, say.as_ref());
        })
    };
    let face = html! { <>{ "Export" }<Icon picture={Picture::Down} /></> };
    html! {
        <Pop {face} name="Export" panel="Export" commands=true>
            { for FORMATS.map(|(format, name, purpose)| html! {
                <button type="button" role="menuitem" onclick={command(format)}>
                    { name }{ " " }<span class="soft">{ purpose }</span>
                </button>
            }) }
        </Pop>
    }
}

/// Has an audit written in a format, and saves it as a file.
pub fn save(opened: &Opened, format: Format, reader: &Reader, say: Option<&Say>) {
    let (name, say) = (file_name(opened, format), say.cloned());
    let then = Callback::from(move |text: Option<Uint8Array>| tell(say.as_ref(), saved(&name, format, text)));
    reader.write(opened.id, format, then);
}

fn tell(say: Option<&Say>, said: String) {
    say.into_iter().for_each(|Say(say)| say.emit(said.clone()));
}

fn file_name(opened: &Opened, format: Format) -> String {
    let stem = opened.stem();
    match format {
        Format::Markdown if !opened.is_document() => format!("{stem}-INTEGRATIONS.md"),
        // Beside the document that it may have been read from.
        Format::Json => format!("{stem}.audit.json"),
        format => format!("{stem}.{}", format.ending()),
    }
}

/// Hands the contents over as a file, and says what became of it.
fn saved(name: &str, format: Format, contents: Option<impl Into<wasm_bindgen::JsValue>>) -> String {
    let Some(contents) = contents else { return "The file could not be made. Load the page again.".to_owned() };
    match download(name, format.media_type(), contents) {
        Ok(()) => format!("Saved {name}."),
        Err(error) => format!("The file could not be made: {error:?}."),
    }
}
