//! The tab "Environment": every variable, its owner, where it is read and declared, and what is missing.

use std::rc::Rc;

use patchbay_engine::audit::{Place as CodePlace, Variable};
use yew::prelude::*;

use crate::parts::figures::{count, counted};
use crate::parts::filters::{Empty, Toolbar, use_narrowed};
use crate::parts::link::service_link;
use crate::parts::place::{Place, document_line};
use crate::parts::window::use_window;
use crate::parts::words::own_words;
use crate::state::opened::{Opened, missing};

#[derive(PartialEq, Properties)]
pub struct EnvironmentProps {
    pub opened: Rc<Opened>,
}

/// A row's usual height in pixels.
const ROW: f64 = 45.0;

fn missing_name(word: &str) -> String {
    match word {
        "undeclared" => "read, declared nowhere",
        "unread" => "declared, never read",
        "nothing" => "nothing: read and declared",
        "code" => "named, neither read nor declared",
        word => word,
    }
    .to_owned()
}

fn required_name(word: &str) -> String {
    if word == "unknown" { "not said" } else { word }.to_owned()
}

/// The tab.
#[component]
pub fn Environment(props: &EnvironmentProps) -> Html {
    let opened = &props.opened;
    let narrowed = use_narrowed(opened.env(), opened.id);
    let window = use_window(narrowed.items.len(), ROW, narrowed.items.clone());
    let names = vec![("Required", required_name as fn(&str) -> String), ("Missing", missing_name)];
    // Of all variables, which takes longer than drawing those that are seen.
    let about = use_memo(opened.clone(), |opened| {
        let variables = &opened.audit.env;
        (variables.iter().any(|variable| !variable.purpose.is_empty()), summary(variables))
    });
    let with_purpose = about.0;
    let draw = use_callback((opened.clone(), narrowed.items.clone()), move |at: usize, (opened, items)| {
        match items.get(at).and_then(|item| opened.audit.env.get(*item)) {
            Some(variable) if opened.is_document() => said(opened, variable, with_purpose, at),
            Some(variable) => row(opened, variable, at),
            None => Html::default(),
        }
    });
    html! {
        <>
            if !opened.audit.env.is_empty() && !opened.is_document() {
                <p class="soft lead">{ about.1.clone() }</p>
            }
            <Toolbar hint="Variables, services, files" {names} facets={opened.env().facets} narrowed={narrowed.clone()} />
            if narrowed.items.is_empty() {
                <Empty what="variables" facets={opened.env().facets} narrowed={narrowed.clone()} />
            } else {
                <div class={classes!("table", "env-table", opened.is_document().then_some("said-table"), with_purpose.then_some("with-purpose"))} role="table" aria-label="Environment variables" aria-rowcount={(narrowed.items.len() + 1).to_string()}>
                    <div class="head" role="row">
                        { for columns(opened, with_purpose).iter().map(|name| html! { <span role="columnheader">{ *name }</span> }) }
                    </div>
                    <div class="rows" role="rowgroup" ref={window.node.clone()}>{ window.draw(&draw) }</div>
                </div>
            }
        </>
    }
}

/// A document says what a variable is for; code shows where it is read and declared.
fn columns(opened: &Opened, with_purpose: bool) -> &'static [&'static str] {
    match (opened.is_document(), with_purpose) {
        (true, true) => &["Variable", "Service", "Required", "Purpose", "Lines"],
        (true, false) => &["Variable", "Service", "Required", "Lines"],
        (false, _) => &["Variable", "Service", "Required", "Read", "Declared", "Missing"],
    }
}

/// The row of a variable that a document names.
fn said(opened: &Opened, variable: &Variable, with_purpose: bool, at: usize) -> Html {
    html! {
        <div class="row" role="row" aria-rowindex={(at + 2).to_string()}>
            <div role="rowheader" class="code name">{ variable.name.clone() }</div>
            <div role="cell" data-label="Service">{ service_link(opened, &variable.service) }</div>
            <div role="cell" data-label="Required">{ required(variable) }</div>
            if with_purpose {
                <div role="cell" data-label="Purpose">
                    if !variable.purpose.is_empty() {
                        <span>{ own_words(&variable.purpose) }</span>
                    }
                </div>
            }
            <div role="cell" data-label="Lines">
                <span>{ for variable.claimed.iter().enumerate().map(|(at, claimed)| html! {
                    <>{ if at > 0 { ", " } else { "" } }{ document_line(claimed.line, true) }</>
                }) }</span>
            </div>
        </div>
    }
}

fn required(variable: &Variable) -> Html {
    match variable.required {
        Some(true) => html! { "required" },
        Some(false) => html! { "optional" },
        None => html! { <span class="soft">{ "unknown" }</span> },
    }
}

/// What is missing, in a sentence.
fn summary(variables: &[Variable]) -> String {
    let of = |word: &str| variables.iter().filter(|it| missing(it) == word).count();
    let missing = [
        ("undeclared", "read, but declared nowhere"),
        ("unread", "declared, but never read"),
        ("code", "named, but neither read nor declared"),
    ];
    let parts: Vec<String> = missing
        .into_iter()
        .filter(|(word, _)| of(word) > 0)
        .map(|(word, sentence)| format!("{} {sentence}", count(of(word))))
        .collect();
    let all = counted(variables.len(), "variable", "variables");
    if parts.is_empty() {
        format!("{all}, each both declared and read.")
    } else {
        format!("{all}: {}.", parts.join("; "))
    }
}

fn row(opened: &Opened, variable: &Variable, at: usize) -> Html {
    let declared: Vec<CodePlace> =
        variable.declared.iter().map(|it| CodePlace { path: it.path.clone(), line: it.line }).collect();
    let (lacks, sentence) = match missing(variable) {
        // Where the code says that it cannot do without.
        "undeclared" if variable.required == Some(true) => ("lacks", "declared nowhere"),
        "undeclared" => ("", "declared nowhere"),
        "unread" => ("soft", "never read"),
        _ => ("", ""),
    };
    html! {
        <div class="row" role="row" aria-rowindex={(at + 2).to_string()}>
            <div role="rowheader" class="code name">{ variable.name.clone() }</div>
            <div role="cell" data-label="Service">{ service_link(opened, &variable.service) }</div>
            <div role="cell" data-label="Required">{ required(variable) }</div>
            <div role="cell" data-label="Read"><Places places={variable.read.clone()} /></div>
            <div role="cell" data-label="Declared"><Places places={declared} /></div>
            <div role="cell" data-label="Missing" class={lacks}>{ sentence }</div>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct PlacesProps {
    places: Vec<CodePlace>,
}

/// The first place, and the rest on demand.
#[component]
fn Places(props: &PlacesProps) -> Html {
    // Rows are used again for other variables: it is these places of which all are shown.
    let unfolded = use_state_eq(Vec::<CodePlace>::new);
    let Some(rest) = props.places.len().checked_sub(1) else {
        return html! { <><span class="soft" aria-hidden="true">{ "–" }</span><span class="unseen">{ "nowhere" }</span></> };
    };
    let onclick = {
        let (unfolded, places) = (unfolded.setter(), props.places.clone());
        Callback::from(move |_: MouseEvent| unfolded.set(places.clone()))
    };
    let all = *unfolded == props.places;
    let shown = if all { props.places.len() } else { 1 };
    html! {
        <div class="places">
            { for props.places.iter().take(shown).map(|place| html! { <Place path={place.path.clone()} line={place.line} tight=true /> }) }
            if rest > 0 && !all {
                <button type="button" class="more" aria-label={format!("{} more", counted(rest, "place", "places"))} {onclick}>{ format!("+{}", count(rest)) }</button>
            }
        </div>
    }
}
