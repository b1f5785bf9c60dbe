//! The dialog of keyboard shortcuts.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::icon::{Icon, Picture};
use crate::state::browser::document;

const KEYS: &[(&str, &str)] = &[
    ("/", "Search"),
    ("↑ ↓", "Next or previous row; from the search into the list"),
    ("Enter", "Open or close a service"),
    ("→", "From a service's row to its details"),
    ("Esc", "Close the details, a menu or this; back to the audit"),
    ("← →", "Next or previous tab, on a tab"),
    ("n p", "Next or previous claim, where a document is verified"),
    ("n p", "Next or previous change, where audits are compared"),
    ("c s", "Only changes; swap the two sides"),
    ("Ctrl+V", "Open an audit that was copied, anywhere"),
    ("?", "Show this"),
];

#[derive(PartialEq, Properties)]
pub struct ShortcutsProps {
    pub onclose: Callback<()>,
}

/// Which version this is, with the SHA-256 of its programs; nothing in a build for development.
fn version() -> Html {
    let told = document().query_selector("meta[name=patchbay-version]").ok().flatten();
    let told = told.and_then(|meta| meta.get_attribute("content")).unwrap_or_default();
    let mut words = told.split(' ').filter(|word| !word.is_empty());
    let Some(version) = words.next() else { return Html::default() };
    let words: Vec<&str> = words.collect();
    html! {
        <div class="version">
            <p>{ format!("Patchbay {version}. The SHA-256 of its programs:") }</p>
            { for words.as_chunks().0.iter().map(|[program, digest]| html! {
                <p>{ *program }{ " " }<span class="code">{ *digest }</span></p>
            }) }
        </div>
    }
}

/// A modal dialog, open for as long as it is part of the page.
#[component]
pub fn Shortcuts(props: &ShortcutsProps) -> Html {
    let dialog = use_node_ref();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                let _ = dialog.show_modal();
            }
        });
    }
    let closed = props.onclose.reform(|_: yew::Event| ());
    let close = props.onclose.reform(|_: MouseEvent| ());
    html! {
        <dialog ref={dialog} class="panel shortcuts" aria-labelledby="shortcuts" onclose={closed}>
            <header>
                <h2 id="shortcuts">{ "Keyboard shortcuts" }</h2>
                <button type="button" class="quiet square" aria-label="Close" onclick={close}><Icon picture={Picture::Cross} /></button>
            </header>
            <dl>
                { for KEYS.iter().map(|(key, what)| html! {
                    <div>
                        <dt>{ for key.split(' ').map(|key| html! { <kbd>{ key }</kbd> }) }</dt>
                        <dd>{ *what }</dd>
                    </div>
                }) }
            </dl>
            { version() }
        </dialog>
    }
}
