//! The button "Share" and its dialog: a link that holds what is shown, and what exactly that is.

use std::collections::HashMap;
use std::rc::Rc;

use patchbay_engine::audit::{Audit, LeftOut};
use patchbay_engine::export::Format;
use patchbay_engine::limits::LINK_OFFERED;
use patchbay_engine::share::{KEY, Keep};
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

use crate::parts::figures::{count, counted};
use crate::parts::icon::{Icon, Picture};
use crate::parts::place::Say;
use crate::shared::Shared;
use crate::state::address::Route;
use crate::state::browser::{copy, has_clipboard, window};
use crate::state::navigation::use_navigation;
use crate::state::opened::Opened;
use crate::state::reader::Reader;
use crate::views::export::save;

#[derive(PartialEq, Properties)]
pub struct ShareProps {
    /// The audit that is shown, or those that are compared.
    pub audits: Vec<Rc<Opened>>,
}

/// The button, and the dialog while it is open.
#[component]
pub fn Share(props: &ShareProps) -> Html {
    let open = use_state_eq(|| false);
    let set = |to: bool| {
        let open = open.setter();
        move |()| open.set(to)
    };
    html! {
        <>
            <button type="button" aria-haspopup="dialog" onclick={Callback::from(set(true)).reform(|_: MouseEvent| ())}>{ "Share" }</button>
            if *open {
                <Dialog audits={props.audits.clone()} onclose={set(false)} />
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct DialogProps {
    audits: Vec<Rc<Opened>>,
    onclose: Callback<()>,
}

/// Links that were made, by what they carry.
#[derive(Default, PartialEq)]
struct Links(HashMap<Keep, Result<Rc<Shared>, String>>);

impl Reducible for Links {
    type Action = (Keep, Result<Shared, String>);

    fn reduce(self: Rc<Self>, (keep, link): Self::Action) -> Rc<Self> {
        let mut links = self.0.clone();
        links.insert(keep, link.map(Rc::new));
        Rc::new(Self(links))
    }
}

#[component]
fn Dialog(props: &DialogProps) -> Html {
    let dialog = use_node_ref();
    let keep = use_state_eq(Keep::default);
    let links = use_reducer_eq(Links::default);
    let copied = use_state_eq(|| None::<bool>);
    let reader = use_context::<Reader>();
    let say = use_context::<Say>();
    let navigation = use_navigation();
    {
        let dialog = dialog.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                let _ = dialog.show_modal();
            }
        });
    }
    let made = links.0.get(&*keep).cloned();
    let length = |link: &Shared| address(&link.text, &navigation.route, props.audits.len()).len();
    let is_long = matches!(&made, Some(Ok(link)) if length(link) > LINK_OFFERED);
    // What the link would be with less of each, once it is too long.
    let wanted: Vec<Keep> = std::iter::once(*keep).chain(less(*keep).into_iter().filter(|_| is_long)).collect();
    {
        let missing: Vec<Keep> = wanted.into_iter().filter(|keep| !links.0.contains_key(keep)).collect();
        let (links, audits, reader) = (links.dispatcher(), props.audits.clone(), reader.clone());
        let asked = use_mut_ref(Vec::<Keep>::new);
        use_effect_with(missing, move |missing| {
            for keep in missing {
                if asked.borrow().contains(keep) {
                    continue;
                }
                asked.borrow_mut().push(*keep);
                let (links, keep) = (links.clone(), *keep);
                if let Some(reader) = &reader {
                    reader.share(&audits, keep, Callback::from(move |link| links.dispatch((keep, link))));
                }
            }
        });
    }
    let switch = |name: &'static str, id: &'static str, on: bool, enabled: bool, change: fn(Keep, bool) -> Keep| {
        let (keep, copied) = (keep.clone(), copied.setter());
        let onchange = Callback::from(move |event: yew::Event| {
            if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
                keep.set(change(*keep, input.checked()));
                copied.set(None);
            }
        });
        html! {
            <label for={id}><input type="checkbox" {id} checked={on} disabled={!enabled} {onchange} />{ name }</label>
        }
    };
    let onsave = {
        let (audits, reader, say) = (props.audits.clone(), reader.clone(), say.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(reader) = &reader {
                audits.iter().for_each(|opened| save(opened, Format::Json, reader, say.as_ref()));
            }
        })
    };
    let closed = props.onclose.reform(|_: yew::Event| ());
    let close = props.onclose.reform(|_: MouseEvent| ());
    let what = match props.audits.as_slice() {
        [one] => format!("A link to the audit of {}", one.name()),
        [a, b] => format!("A link to {} compared with {}", a.name(), b.name()),
        many => format!("A link to {} side by side", counted(many.len(), "audit", "audits")),
    };
    let body = match &made {
        None => html! { <p role="status">{ "The link is being made." }</p> },
        Some(Err(why)) => html! { <p role="alert">{ "The link " }{ why.clone() }{ "." }</p> },
        Some(Ok(link)) => {
            let text = address(&link.text, &navigation.route, props.audits.len());
            let savings = less(*keep).into_iter().filter_map(|less| {
                let other = links.0.get(&less)?.as_ref().ok()?;
                let without = if less.places { "the lines of code" } else { "places" };
                Some(format!("Without {without} it would have {} characters. ", count(length(other))))
            });
            let oncopy = {
                let (text, copied, say) = (text.clone(), copied.setter(), say.clone());
                Callback::from(move |_: MouseEvent| {
                    let (copied, say) = (copied.clone(), say.clone());
                    copy(&text, move |done| {
                        copied.set(Some(done));
                        if let Some(Say(say)) = &say {
                            say.emit(if done { "The link was copied." } else { "The link was not copied." }.to_owned());
                        }
                    });
                })
            };
            html! {
                <>
                    <p class="length" role="status"><b>{ count(text.len()) }</b>{ " characters" }</p>
                    if is_long {
                        <p class="panel warning" role="alert">
                            { format!("Many programs cut links of more than {} characters. ", count(LINK_OFFERED)) }
                            { for savings }
                            { "Or save it as a file, and send that." }
                        </p>
                    }
                    <div class="holds">
                        <div><h3>{ "It holds" }</h3><ul>{ for holds(link).into_iter().map(|line| html! { <li>{ line }</li> }) }</ul></div>
                        <div><h3>{ "It leaves out" }</h3><ul>{ for leaves_out(&link.left_out).into_iter().map(|line| html! { <li>{ line }</li> }) }</ul></div>
                    </div>
                    <p><input type="text" class="link" readonly=true aria-label="Link" value={text} /></p>
                    <p class="buttons">
                        if has_clipboard() {
                            <button type="button" class="primary" onclick={oncopy}>{ "Copy link" }</button>
                        }
                        <button type="button" onclick={onsave.clone()}>{ "Save as a file" }</button>
                        { match *copied {
                            Some(true) => html! { <span class="soft">{ "Copied." }</span> },
                            Some(false) => html! { <span class="soft">{ "The browser refused. Copy it from the box." }</span> },
                            None => Html::default(),
                        } }
                    </p>
                </>
            }
        }
    };
    html! {
        <dialog ref={dialog} class="panel sharing" aria-labelledby="share" onclose={closed}>
            <div class="head">
                <h2 id="share">{ "Share" }</h2>
                <button type="button" class="quiet square" aria-label="Close" onclick={close}><Icon picture={Picture::Cross} /></button>
            </div>
            <p>{ what }{ ". All of it is in the link itself, behind the “#” that no server is sent: whoever has the link can read it, and nobody else." }</p>
            <fieldset>
                <legend>{ "The link carries" }</legend>
                { switch("Places: the files and lines where things stand", "share-places", keep.places, true, |keep, on| Keep { places: on, excerpts: keep.excerpts && on }) }
                { switch("Lines of code at those places", "share-excerpts", keep.excerpts, keep.places, |keep, on| Keep { excerpts: on, ..keep }) }
            </fieldset>
            { body }
        </dialog>
    }
}

/// Links that would be shorter.
fn less(keep: Keep) -> Vec<Keep> {
    let mut less = Vec::new();
    if keep.excerpts {
        less.push(Keep { excerpts: false, ..keep });
    }
    if keep.places {
        less.push(Keep { places: false, excerpts: false });
    }
    less
}

/// The address with the link in it, and with what the lists are narrowed to.
fn address(text: &str, route: &Route, audits: usize) -> String {
    let page = window().location().href().unwrap_or_default();
    let page = page.split('#').next().unwrap_or_default();
    // The numbers of the open audits say nothing elsewhere.
    let route = Route { of: Vec::new(), ..route.clone() };
    let rest = route.to_string();
    let rest = rest.trim_start_matches('#').trim_start_matches("tab=services").trim_start_matches('&');
    let rest = if audits == 1 && route.is_start() { "" } else { rest };
    let parted = if rest.is_empty() { "" } else { "&" };
    format!("{page}#{KEY}{text}{parted}{rest}")
}

fn holds(link: &Shared) -> Vec<String> {
    let it = &link.holds;
    let mut lines = vec![
        counted(it.services, "service, with its clients and hosts", "services, with their clients and hosts"),
        counted(it.variables, "variable, without its value", "variables, without their values"),
    ];
    let rest = [
        (it.endpoints, "endpoint", "endpoints"),
        (it.stores, "store", "stores"),
        (it.findings, "finding", "findings"),
        (it.words, "line of a document about a service", "lines of a document about services"),
        (it.notes, "other line of a document", "other lines of a document"),
        (it.places, "place", "places"),
        (it.excerpts, "line of code", "lines of code"),
    ];
    lines.extend(
        rest.into_iter().filter(|(number, ..)| *number > 0).map(|(number, one, many)| counted(number, one, many)),
    );
    if let Some(most) = link.most {
        lines.push(format!(
            "of each service and variable at most {}, the most telling ones",
            counted(most, "place", "places")
        ));
    }
    lines
}

/// What the link left out that an audit came from, in a sentence above it.
pub fn left_out(audit: &Audit) -> Html {
    let Some(left_out) = &audit.left_out else { return Html::default() };
    html! {
        <p class="panel left-out">{ format!("From a link, which left out: {}.", leaves_out(left_out).join(", ")) }</p>
    }
}

fn leaves_out(it: &LeftOut) -> Vec<String> {
    let mut lines = Vec::new();
    let rest = [
        (it.places, "place", "places"),
        (it.excerpts, "line of code", "lines of code"),
        (it.files, "file in the list of what was read", "files in the list of what was read"),
    ];
    lines.extend(
        rest.into_iter()
            .filter(|(number, ..)| *number > 0)
            .map(|(number, one, many)| counted(number as usize, one, many)),
    );
    if it.document {
        lines.push("the text of the document".to_owned());
    }
    if lines.is_empty() {
        lines.push("nothing".to_owned());
    }
    lines
}
