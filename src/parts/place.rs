//! A place in the code base, `path:line`, which a click copies.

use patchbay_engine::audit::Place as CodePlace;
use yew::prelude::*;

use super::icon::{Icon, Picture};
use crate::state::address::Route;
use crate::state::browser::{copy, has_clipboard};
use crate::state::opened::Opened;

/// Says something to screen readers. Views find it as a context.
#[derive(Clone, PartialEq)]
pub struct Say(pub Callback<String>);

#[derive(PartialEq, Properties)]
pub struct PlaceProps {
    pub path: AttrValue,
    /// The line, from 1; 0 for the whole file.
    pub line: u32,
    /// Whether only the line is drawn, because the path stands above. It is still said and copied whole.
    #[prop_or_default]
    pub short: bool,
    /// Whether it stands on one line, its beginning cut off where there is no room: what is looked for is at its end.
    #[prop_or_default]
    pub tight: bool,
}

/// Draws a place. Where the page may write to the clipboard, it is a button that copies it.
#[component]
pub fn Place(props: &PlaceProps) -> Html {
    let whole = if props.line == 0 { props.path.to_string() } else { format!("{}:{}", props.path, props.line) };
    let Copying { copied, onclick, onblur } = use_copy(&whole, &whole);
    // A link may leave out where something is, and still say that it is somewhere.
    if props.path.is_empty() && props.line == 0 {
        return html! { <span class="soft">{ "left out" }</span> };
    }
    let text = if props.short && props.line > 0 {
        html! { <><span class="unseen">{ format!("{}:", props.path) }</span>{ props.line }</> }
    } else {
        html! { breakable(&whole) }
    };
    let class = classes!("place", props.short.then_some("short"), props.tight.then_some("tight"));
    // A tight place runs from right to left, so that its beginning is cut off; the text in it does not.
    let text = if props.tight {
        html! { <bdi dir="ltr">{ text }</bdi> }
    } else {
        text
    };
    if !has_clipboard() {
        return html! { <span {class} title={props.tight.then(|| whole.clone())}>{ text }</span> };
    }
    html! {
        <button type="button" {class} {onclick} {onblur} title={format!("Copy {whole}")}>
            { text }
            <Icon picture={if copied { Picture::Tick } else { Picture::Copy }} />
        </button>
    }
}

/// What a button that copies does, and whether it has just done so.
struct Copying {
    copied: bool,
    onclick: Callback<MouseEvent>,
    onblur: Callback<FocusEvent>,
}

/// Copies a text on a click, and says what it is.
#[hook]
fn use_copy(text: &str, said: &str) -> Copying {
    let say = use_context::<Say>();
    // Rows are used again for other places: it is this text that was copied.
    let copied = use_state_eq(String::new);
    let is_copied = !text.is_empty() && *copied == text;
    let onclick = {
        let (text, said, copied) = (text.to_owned(), said.to_owned(), copied.setter());
        Callback::from(move |event: MouseEvent| {
            event.stop_propagation();
            let (say, copied, said, now) = (say.clone(), copied.clone(), said.clone(), text.clone());
            copy(&text, move |done| {
                copied.set(if done { now } else { String::new() });
                if let Some(Say(say)) = say {
                    say.emit(if done { format!("Copied {said}.") } else { "The browser refused to copy.".to_owned() });
                }
            });
        })
    };
    let onblur = {
        let copied = copied.setter();
        Callback::from(move |_: FocusEvent| copied.set(String::new()))
    };
    Copying { copied: is_copied, onclick, onblur }
}

/// A line of the audit's document, which leads there: among words, or in the margin of lines of code.
pub fn document_line(line: u32, inline: bool) -> Html {
    let class = classes!("place", "document-line", (!inline).then_some("short"));
    html! { <a {class} href={Route::of_line(line).to_string()}><span class="unseen">{ "line " }</span>{ line }</a> }
}

#[derive(PartialEq, Properties)]
pub struct CopyProps {
    /// What the button says.
    pub name: AttrValue,
    /// What it copies.
    pub text: AttrValue,
    /// What that is, in words: "the document".
    pub said: AttrValue,
}

/// A button that copies a text. Nothing where the page may not write to the clipboard.
#[component]
pub fn Copy(props: &CopyProps) -> Html {
    let Copying { copied, onclick, onblur } = use_copy(&props.text, &props.said);
    if !has_clipboard() {
        return Html::default();
    }
    html! {
        <button type="button" {onclick} {onblur}>
            <Icon picture={if copied { Picture::Tick } else { Picture::Copy }} />{ props.name.clone() }
        </button>
    }
}

/// A place of an endpoint or a store: in the code, or a line of the document that names it.
pub fn place(opened: &Opened, place: &CodePlace) -> Html {
    match place {
        CodePlace { line: 0, path } if path.is_empty() => Html::default(),
        CodePlace { line, path } if opened.is_document() && (path.is_empty() || *path == opened.audit.source.name) => {
            html! { { document_line(*line, true) } }
        }
        CodePlace { line, path } => html! { <Place path={path.clone()} line={*line} tight=true /> },
    }
}

/// A path that may be broken after its slashes, rather than anywhere.
pub fn breakable(path: &str) -> Html {
    let mut parts = path.split_inclusive('/');
    let first = parts.next().unwrap_or_default();
    html! { <>{ first }{ for parts.map(|part| html! { <><wbr />{ part }</> }) }</> }
}
