//! The tab "Endpoints": webhooks, callbacks and outgoing hooks.

use std::rc::Rc;

use patchbay_engine::audit::{Endpoint, Verification};
use yew::prelude::*;

use crate::parts::filters::{Empty, Toolbar, use_narrowed};
use crate::parts::link::service_link;
use crate::parts::place::{breakable, place};
use crate::parts::window::use_window;
use crate::parts::words::own_words;
use crate::state::opened::Opened;

#[derive(PartialEq, Properties)]
pub struct EndpointsProps {
    pub opened: Rc<Opened>,
}

/// A row's usual height in pixels.
const ROW: f64 = 45.0;

/// The tab.
#[component]
pub fn Endpoints(props: &EndpointsProps) -> Html {
    let opened = &props.opened;
    let narrowed = use_narrowed(opened.endpoints(), opened.id);
    let window = use_window(narrowed.items.len(), ROW, narrowed.items.clone());
    let names = vec![("Direction", str::to_owned as fn(&str) -> String)];
    let draw = use_callback((opened.clone(), narrowed.items.clone()), |at: usize, (opened, items)| {
        let endpoint = items.get(at).and_then(|item| opened.audit.endpoints.get(*item));
        endpoint.map_or_else(Html::default, |endpoint| row(opened, endpoint, at))
    });
    html! {
        <>
            <Toolbar hint="Paths, services, events, files" {names} facets={opened.endpoints().facets} narrowed={narrowed.clone()} />
            if narrowed.items.is_empty() {
                <Empty what="endpoints" facets={opened.endpoints().facets} narrowed={narrowed.clone()} />
            } else {
                <div class="table endpoints-table" role="table" aria-label="Endpoints" aria-rowcount={(narrowed.items.len() + 1).to_string()}>
                    <div class="head" role="row">
                        { for ["Endpoint", "Direction", "Service", "Verification", "Events", "Place"].map(|name| html! { <span role="columnheader">{ name }</span> }) }
                    </div>
                    <div class="rows" role="rowgroup" ref={window.node.clone()}>{ window.draw(&draw) }</div>
                </div>
            }
        </>
    }
}

/// How a call is verified, in words.
pub fn verification_name(verification: Verification) -> &'static str {
    match verification {
        Verification::Signature => "signature checked",
        Verification::Token => "token compared",
        Verification::None => "nothing checked",
        Verification::Unknown => "unknown",
    }
}

fn row(opened: &Opened, endpoint: &Endpoint, at: usize) -> Html {
    let verification = verification_name(endpoint.verification);
    let lacks = match endpoint.verification {
        Verification::Signature | Verification::Token => "",
        Verification::None => "lacks",
        Verification::Unknown => "soft",
    };
    html! {
        <div class="row" role="row" aria-rowindex={(at + 2).to_string()}>
            <div role="rowheader" class="code name">
                <span class="method">{ if endpoint.method.is_empty() { "any".to_owned() } else { endpoint.method.clone() } }</span>{ " " }
                <span>{ breakable(&endpoint.path) }</span>
            </div>
            <div role="cell" data-label="Direction">{ endpoint.direction.word() }</div>
            <div role="cell" data-label="Service">{ service_link(opened, &endpoint.service) }</div>
            <div role="cell" data-label="Verification" class={lacks}>{ verification }</div>
            <div role="cell" data-label="Events" class="code">
                { for endpoint.events.iter().map(|event| html! { <span class="event">{ event.clone() }</span> }) }
            </div>
            <div role="cell" data-label="Place">{ place(opened, &endpoint.place) }</div>
            if !endpoint.purpose.is_empty() || !endpoint.attributes.is_empty() {
                <div role="cell" class="own-words">
                    if !endpoint.purpose.is_empty() {
                        <p>{ own_words(&endpoint.purpose) }</p>
                    }
                    { for endpoint.attributes.iter().map(|attribute| html! {
                        <p><span class="soft">{ format!("{}: ", attribute.label) }</span>{ own_words(&attribute.text) }</p>
                    }) }
                </div>
            }
        </div>
    }
}
