//! A button that opens something below it: a menu of commands, or a panel of choices.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, Node};
use yew::prelude::*;

use crate::state::browser::{document, listen};

#[derive(PartialEq, Properties)]
pub struct PopProps {
    /// What stands on the button.
    pub face: Html,
    /// The button's name, where its face does not say it.
    #[prop_or_default]
    pub name: Option<AttrValue>,
    /// Names the panel. The button's classes are the caller's, too.
    pub panel: AttrValue,
    #[prop_or_default]
    pub class: Classes,
    /// Whether it holds commands (a menu) rather than choices (a group).
    #[prop_or_default]
    pub commands: bool,
    pub children: Html,
}

/// A button with a panel that a click elsewhere, Esc, or a command of a menu closes. The arrows move between its items.
#[component]
pub fn Pop(props: &PopProps) -> Html {
    let open = use_state_eq(|| false);
    let root = use_node_ref();
    {
        let (root, setter) = (root.clone(), open.setter());
        use_effect_with(*open, move |open| {
            let listening = open.then(|| {
                first_item(&root);
                ["pointerdown", "focusin"].map(|event| {
                    let (root, setter) = (root.clone(), setter.clone());
                    listen(&document(), event, move |event| {
                        let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
                        if !root.get().is_some_and(|root| root.contains(target.as_ref())) {
                            setter.set(false);
                        }
                    })
                })
            });
            move || drop(listening)
        });
    }
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let onkeydown = {
        let (root, open) = (root.clone(), open.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Escape" if *open => {
                event.prevent_default();
                event.stop_propagation();
                open.set(false);
                focus_in(&root, "button");
            }
            "ArrowDown" | "ArrowUp" if *open => {
                event.prevent_default();
                step(&root, if event.key() == "ArrowDown" { 1 } else { -1 });
            }
            "ArrowDown" => {
                event.prevent_default();
                open.set(true);
            }
            _ => {}
        })
    };
    let close = {
        let (open, root, commands) = (open.clone(), root.clone(), props.commands);
        Callback::from(move |_: MouseEvent| {
            if commands {
                open.set(false);
                focus_in(&root, "button");
            }
        })
    };
    html! {
        <div class="pop" ref={root} {onkeydown}>
            <button type="button" class={props.class.clone()} onclick={toggle} aria-label={props.name.clone()}
                aria-haspopup={if props.commands { "menu" } else { "true" }} aria-expanded={open.to_string()}>
                { props.face.clone() }
            </button>
            if *open {
                <div class="panel pop-panel" role={if props.commands { "menu" } else { "group" }}
                    aria-label={props.panel.clone()} onclick={close}>
                    { props.children.clone() }
                </div>
            }
        </div>
    }
}

const ITEMS: &str = ".pop-panel button, .pop-panel input";

fn items(root: &NodeRef) -> Vec<HtmlElement> {
    let Some(items) = root.cast::<Element>().and_then(|root| root.query_selector_all(ITEMS).ok()) else {
        return Vec::new();
    };
    (0..items.length()).filter_map(|at| items.get(at)).filter_map(|item| item.dyn_into().ok()).collect()
}

fn first_item(root: &NodeRef) {
    if let Some(item) = items(root).first() {
        let _ = item.focus();
    }
}

fn step(root: &NodeRef, by: isize) {
    let items = items(root);
    let active = document().active_element();
    let at = items.iter().position(|item| active.as_ref() == Some(item.as_ref()));
    let next = match at {
        Some(at) => at.saturating_add_signed(by).min(items.len().saturating_sub(1)),
        None => 0,
    };
    if let Some(item) = items.get(next) {
        let _ = item.focus();
    }
}

fn focus_in(root: &NodeRef, selector: &str) {
    let found = root.cast::<Element>().and_then(|root| root.query_selector(selector).ok().flatten());
    if let Some(Ok(element)) = found.map(JsCast::dyn_into::<HtmlElement>) {
        let _ = element.focus();
    }
}

/// Moves the focus from one element of `selector` to the next in the same container, on the keys up, down, home and end.
pub fn walk(event: &KeyboardEvent, container: &NodeRef, selector: &str) {
    let key = event.key();
    if !matches!(key.as_str(), "ArrowDown" | "ArrowUp" | "Home" | "End") {
        return;
    }
    let Some(found) = container.cast::<Element>().and_then(|root| root.query_selector_all(selector).ok()) else {
        return;
    };
    let found: Vec<HtmlElement> =
        (0..found.length()).filter_map(|at| found.get(at)).filter_map(|item| item.dyn_into().ok()).collect();
    let active = document().active_element();
    let Some(at) = found.iter().position(|item| active.as_ref() == Some(item.as_ref())) else { return };
    let next = match key.as_str() {
        "ArrowDown" => at + 1,
        "ArrowUp" => at.saturating_sub(1),
        "Home" => 0,
        _ => found.len().saturating_sub(1),
    };
    if let Some(item) = found.get(next) {
        event.prevent_default();
        let _ = item.focus();
    }
}
