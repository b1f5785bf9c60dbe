//! The dialog of keyboard shortcuts.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::icon::{Icon, Picture};

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
        </dialog>
    }
}
