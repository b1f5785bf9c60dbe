//! The first screen: the drop target is the screen.

use patchbay_engine::audit::{Category, Status};
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, HtmlTextAreaElement, KeyboardEvent};
use yew::prelude::*;

use crate::parts::jack::{Jack, status_name};

#[derive(PartialEq, Properties)]
pub struct FirstProps {
    pub onfiles: Callback<MouseEvent>,
    pub onfolder: Callback<MouseEvent>,
    /// Hears that the sample is to be opened.
    pub onsample: Callback<MouseEvent>,
    /// Hears a pasted audit.
    pub onpaste: Callback<String>,
    /// The name of what was open before the page was loaded again.
    pub lost: Option<String>,
    /// Whether the address asks for a view of an audit.
    pub linked: bool,
    /// Whether this browser keeps audits.
    pub keeps: bool,
    /// The list of those.
    pub recent: Html,
}

/// One hue each, so that the row of jacks shows both what the shapes and what the colours are for.
const JACKS: &[(Status, Category, &str)] = &[
    (Status::Used, Category::Payment, "product code is wired to it"),
    (Status::Declared, Category::Database, "named in a manifest or an env file, used nowhere"),
    (Status::DevOnly, Category::Ci, "only in development or tests"),
    (Status::Mentioned, Category::Email, "only in comments, links or documents"),
];

/// What this is, what happens to the files, two buttons, and a box to paste into.
#[component]
pub fn First(props: &FirstProps) -> Html {
    // An audit is in this tab's memory alone, so a reload closes it.
    let notice = match (&props.lost, props.linked) {
        (Some(name), true) => Some((
            Some(name.clone()),
            " was closed when this page was loaded again. Open it once more, and you are back where you were.",
        )),
        (Some(name), false) if props.keeps => {
            Some((Some(name.clone()), " was closed when this page was loaded again. It is among the recent audits."))
        }
        (Some(name), false) => Some((
            Some(name.clone()),
            " was closed when this page was loaded again: nothing is kept. Open it once more to go on.",
        )),
        (None, true) => Some((
            None,
            "This link leads into an audit, and the audit is not part of the link. Open the same code here, and it shows that view.",
        )),
        (None, false) => None,
    };
    let sample = props.onsample.reform(|event: MouseEvent| {
        // A link by its looks and its role; it leads nowhere else.
        event.prevent_default();
        event
    });
    html! {
        <main class="first" id="main">
            if let Some((name, sentence)) = notice {
                <p class="panel lost" role="status">
                    if let Some(name) = name {
                        <b>{ name }</b>
                    }
                    { sentence }
                </p>
            }
            <div class="target">
                <h1>{ "Drop a repository to see what it plugs into." }</h1>
                <p>{ "Every outside service, environment variable and webhook, each with the lines of code that prove it." }</p>
                <p class="buttons">
                    <button type="button" class="primary" onclick={props.onfiles.clone()}>{ "Open files" }</button>
                    <button type="button" onclick={props.onfolder.clone()}>{ "Open folder" }</button>
                </p>
                <p><a href="#sample" onclick={sample}>{ "Try a sample" }</a><span class="soft">{ ": a small tea shop, and all that it plugs into" }</span></p>
                <Paste onpaste={props.onpaste.clone()} />
                <p class="soft">{ "A zip, a tar.gz, a folder, an audit in Markdown, or one saved as JSON. Several at once, if you like." }</p>
                <p class="soft">{ "Your files are read inside this tab. Nothing is uploaded: there is no server to upload to." }</p>
            </div>
            { props.recent.clone() }
            <dl class="legend">
                { for JACKS.iter().map(|(status, category, meaning)| html! {
                    <div>
                        <dt><Jack status={*status} category={*category} />{ status_name(*status) }</dt>
                        <dd>{ *meaning }</dd>
                    </div>
                }) }
            </dl>
        </main>
    }
}

#[derive(PartialEq, Properties)]
pub struct PasteProps {
    pub onpaste: Callback<String>,
}

/// The text box for an audit: what is pasted is read at once, what is written with the button.
#[component]
pub fn Paste(props: &PasteProps) -> Html {
    let text = use_state_eq(String::new);
    let open = {
        let (text, onpaste) = (text.clone(), props.onpaste.clone());
        Callback::from(move |()| {
            if !text.trim().is_empty() {
                onpaste.emit((*text).clone());
            }
        })
    };
    let oninput = {
        let text = text.setter();
        Callback::from(move |event: InputEvent| {
            if let Some(area) = event.target().and_then(|target| target.dyn_into::<HtmlTextAreaElement>().ok()) {
                text.set(area.value());
            }
        })
    };
    let onpaste = {
        let (text, onpaste) = (text.clone(), props.onpaste.clone());
        Callback::from(move |event: yew::Event| {
            let pasted = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
            let pasted = pasted.and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
            // Whoever has begun to write goes on writing.
            if text.trim().is_empty() && !pasted.trim().is_empty() {
                event.prevent_default();
                onpaste.emit(pasted);
            }
        })
    };
    let onkeydown = {
        let open = open.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                open.emit(());
            }
        })
    };
    html! {
        <div class="paste">
            <textarea id="paste" aria-label="Paste an audit" placeholder="Or paste an audit here, in Markdown" rows="1" spellcheck="false"
                autocomplete="off" value={(*text).clone()} {oninput} {onpaste} {onkeydown} class={classes!((!text.is_empty()).then_some("filled"))} />
            if !text.trim().is_empty() {
                <button type="button" onclick={open.reform(|_: MouseEvent| ())}>{ "Read it" }</button>
            }
        </div>
    }
}
