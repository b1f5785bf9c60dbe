//! The screen of audits beside each other: the choice of the other one, two columns, or a matrix.

use std::rc::Rc;

use yew::prelude::*;

use crate::outcome::Outcome;
use crate::state::address::Route;
use crate::state::browser::focus;
use crate::state::check::Asked;
use crate::state::compare::Compared;
use crate::state::navigation::use_navigation;
use crate::state::offers::Offer;
use crate::state::opened::Opened;

mod choose;
mod fields;
mod matrix;
mod row;
mod two;

use choose::Choose;
use matrix::MatrixScreen;
use two::TwoScreen;

#[derive(PartialEq, Properties)]
pub struct CompareProps {
    /// The audits that are compared, in order.
    pub of: Vec<Rc<Opened>>,
    /// All that are open.
    pub open: Vec<Rc<Opened>>,
    /// What came of it; none while it is worked out.
    pub compared: Option<Rc<Compared>>,
    /// Whether it is being worked out.
    pub working: bool,
    /// What can be verified, where one of two is a document and the other its code.
    pub offer: Option<Offer>,
    pub onverify: Callback<Asked>,
    /// Hears that it is to be worked out again.
    pub oncompare: Callback<()>,
    /// Hears which audit to show, and what of it.
    pub onshow: Callback<(u32, Route)>,
    pub onfiles: Callback<MouseEvent>,
    pub onfolder: Callback<MouseEvent>,
    pub onpaste: Callback<String>,
    /// The list of kept audits.
    pub recent: Html,
}

/// The screen.
#[component]
pub fn CompareScreen(props: &CompareProps) -> Html {
    let navigation = use_navigation();
    let numbers: Vec<u32> = props.of.iter().map(|opened| opened.id).collect();
    use_effect_with((numbers, props.compared.is_some()), |_| focus("#compare-title"));
    let close = {
        let navigation = navigation.clone();
        Callback::from(move |_: MouseEvent| navigation.go(navigation.route.left()))
    };
    if props.of.len() < 2 {
        return html! {
            <Choose of={props.of.clone()} open={props.open.clone()} onfiles={props.onfiles.clone()} onfolder={props.onfolder.clone()}
                onpaste={props.onpaste.clone()} recent={props.recent.clone()} onclose={close} />
        };
    }
    match (&props.compared, props.of.as_slice()) {
        (Some(compared), [a, b]) if matches!(compared.outcome, Outcome::Two { .. }) => html! {
            <TwoScreen key={compared.id} compared={compared.clone()} a={a.clone()} b={b.clone()} offer={props.offer.clone()}
                onverify={props.onverify.clone()} onshow={props.onshow.clone()} onclose={close} />
        },
        (Some(compared), of) => html! {
            <MatrixScreen key={compared.id} compared={compared.clone()} of={of.to_vec()} onshow={props.onshow.clone()} onclose={close} />
        },
        (None, _) => html! {
            <main id="main" class="compare">
                <header class="audit-header">
                    <div><p class="soft">{ "Compare" }</p><h1 id="compare-title" tabindex="-1">{ names(&props.of) }</h1></div>
                    <div class="tools">
                        if !props.working {
                            <button type="button" class="primary" onclick={props.oncompare.reform(|_: MouseEvent| ())}>{ "Compare again" }</button>
                        }
                        <button type="button" onclick={close}>{ "Back to the audit" }</button>
                    </div>
                </header>
                if !props.working {
                    <p class="empty">{ "It was not compared." }</p>
                }
            </main>
        },
    }
}

/// What is compared, by name.
fn names(of: &[Rc<Opened>]) -> String {
    match of {
        [a, b] => format!("{} and {}", a.name(), b.name()),
        _ => format!("{} audits", of.len()),
    }
}
