//! The list "Recent audits": what this browser keeps, to open again.

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use crate::parts::figures::{counted, day, size};
use crate::state::browser::focus;
use crate::state::kept::{Entry, Kept, Shelf};

#[derive(PartialEq, Properties)]
pub struct RecentProps {
    pub kept: Kept,
    /// Whether that is all, so that all may be cleared here.
    pub whole: bool,
    pub shelf: Shelf,
    /// Hears the name and the JSON of an audit that is to be opened.
    pub onopen: Callback<(String, Uint8Array)>,
}

/// What is kept, or why nothing is; nothing at all while there is nothing yet.
#[component]
pub fn Recent(props: &RecentProps) -> Html {
    let clearing = use_state_eq(|| false);
    let entries = match &props.kept {
        Kept::Here(entries) if !entries.is_empty() => entries,
        Kept::Off(why) => {
            return html! {
                <p class="soft recent-off">
                    { "This browser keeps no audits for this page (" }{ why.clone() }{ "), as in some private windows or where \
                    storage is switched off. Everything else works. What is open is gone when this tab is closed: save it with \
                    “Export”, or copy a link with “Share”." }
                </p>
            };
        }
        _ => return Html::default(),
    };
    let bytes: usize = entries.iter().map(|entry| entry.bytes).sum();
    let ask = |ask: bool| {
        let clearing = clearing.setter();
        Callback::from(move |_: MouseEvent| clearing.set(ask))
    };
    let clear = {
        let (shelf, clearing) = (props.shelf.clone(), clearing.setter());
        Callback::from(move |_: MouseEvent| {
            clearing.set(false);
            shelf.clear();
        })
    };
    html! {
        <section class="recent" aria-labelledby="recent">
            <header>
                <h2 id="recent" tabindex="-1">{ "Recent audits" }</h2>
                <p class="soft">{ format!("{} in this browser, and nowhere else", size(bytes as u64)) }</p>
                if *clearing {
                    <span role="group" aria-label="Clear all">
                        <button type="button" class="danger" onclick={clear}>{ format!("Remove {}", counted(entries.len(), "audit", "audits")) }</button>
                        <button type="button" onclick={ask(false)}>{ "Keep them" }</button>
                    </span>
                } else if props.whole {
                    <button type="button" class="quiet" onclick={ask(true)}>{ "Clear all" }</button>
                }
            </header>
            <ul aria-labelledby="recent">
                { for entries.iter().map(|entry| html! {
                    <Row key={entry.id} entry={entry.clone()} shelf={props.shelf.clone()} onopen={props.onopen.clone()} />
                }) }
            </ul>
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct RowProps {
    entry: Entry,
    shelf: Shelf,
    onopen: Callback<(String, Uint8Array)>,
}

/// A kept audit.
#[component]
fn Row(props: &RowProps) -> Html {
    let renaming = use_state_eq(|| false);
    let entry = &props.entry;
    let id = entry.id;
    {
        let was = use_mut_ref(|| false);
        use_effect_with(*renaming, move |renaming| {
            // What had the focus is gone.
            match (was.replace(*renaming), *renaming) {
                (_, true) => focus(&format!("#rename-{id}")),
                (true, false) => focus(&format!("#kept-{id}")),
                (false, false) => {}
            }
        });
    }
    let open = {
        let (shelf, onopen, name) = (props.shelf.clone(), props.onopen.clone(), entry.name.clone());
        Callback::from(move |_: MouseEvent| {
            let (onopen, name) = (onopen.clone(), name.clone());
            shelf.read(id, Callback::from(move |text| onopen.emit((name.clone(), text))));
        })
    };
    let pin = {
        let (shelf, pinned) = (props.shelf.clone(), !entry.pinned);
        Callback::from(move |_: MouseEvent| shelf.pin(id, pinned))
    };
    let remove = {
        let shelf = props.shelf.clone();
        Callback::from(move |_: MouseEvent| {
            focus("#recent");
            shelf.remove(id);
        })
    };
    let begin = {
        let renaming = renaming.setter();
        Callback::from(move |_: MouseEvent| renaming.set(true))
    };
    let name_it = {
        let (shelf, renaming) = (props.shelf.clone(), renaming.setter());
        move |input: &HtmlInputElement| {
            let name = input.value().trim().to_owned();
            if !name.is_empty() {
                shelf.rename(id, name);
            }
            renaming.set(false);
        }
    };
    let onkeydown = {
        let (name_it, renaming) = (name_it.clone(), renaming.setter());
        Callback::from(move |event: KeyboardEvent| {
            let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            match (event.key().as_str(), input) {
                ("Enter", Some(input)) => {
                    // What has the focus next is not meant to be pressed.
                    event.prevent_default();
                    name_it(&input);
                }
                ("Escape", _) => {
                    event.prevent_default();
                    renaming.set(false);
                }
                _ => {}
            }
        })
    };
    let onblur = Callback::from(move |event: FocusEvent| {
        if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
            name_it(&input);
        }
    });
    let mut words = Vec::new();
    if entry.source != entry.name && !entry.source.is_empty() {
        words.push(entry.source.clone());
    }
    if !entry.date.is_empty() {
        words.push(day(&entry.date));
    }
    words.push(counted(entry.services, "service", "services"));
    words.push(counted(entry.variables, "variable", "variables"));
    words.push(size(entry.bytes as u64));
    let name = &entry.name;
    html! {
        <li class={classes!(entry.pinned.then_some("pinned"))}>
            <div>
                if *renaming {
                    <input id={format!("rename-{id}")} type="text" aria-label={format!("Name of {name}")} value={name.clone()} maxlength="200" {onkeydown} {onblur} />
                } else {
                    <button type="button" class="open" id={format!("kept-{id}")} onclick={open}>{ name.clone() }</button>
                }
                <p class="soft">{ for words.into_iter().map(|word| html! { <span>{ word }</span> }) }</p>
            </div>
            <div class="acts">
                <button type="button" class="quiet" aria-pressed={entry.pinned.to_string()} aria-label={format!("Pin {name}")} onclick={pin}>
                    { if entry.pinned { "Pinned" } else { "Pin" } }
                </button>
                <button type="button" class="quiet" aria-label={format!("Rename {name}")} onclick={begin}>{ "Rename" }</button>
                <button type="button" class="quiet" aria-label={format!("Remove {name}")} onclick={remove}>{ "Remove" }</button>
            </div>
        </li>
    }
}
