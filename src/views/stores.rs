//! The tab "Stores": tables, collections, buckets, indexes, queues by service.

use std::rc::Rc;

use patchbay_engine::audit::Store;
use yew::prelude::*;

use crate::parts::filters::{Empty, Toolbar, use_narrowed};
use crate::parts::link::service_link;
use crate::parts::place::place;
use crate::parts::window::use_window;
use crate::state::opened::Opened;

#[derive(PartialEq, Properties)]
pub struct StoresProps {
    pub opened: Rc<Opened>,
}

/// A row's usual height in pixels.
const ROW: f64 = 45.0;

/// The tab.
#[component]
pub fn Stores(props: &StoresProps) -> Html {
    let opened = &props.opened;
    let narrowed = use_narrowed(opened.stores(), opened.id);
    let window = use_window(narrowed.items.len(), ROW, narrowed.items.clone());
    let names = vec![("Kind", str::to_owned as fn(&str) -> String)];
    let draw = use_callback((opened.clone(), narrowed.items.clone()), |at: usize, (opened, items)| {
        let store = items.get(at).and_then(|item| opened.audit.stores.get(*item));
        store.map_or_else(Html::default, |store| row(opened, store, at))
    });
    html! {
        <>
            <Toolbar hint="Stores, services, files" {names} facets={opened.stores().facets} narrowed={narrowed.clone()} />
            if narrowed.items.is_empty() {
                <Empty what="stores" facets={opened.stores().facets} narrowed={narrowed.clone()} />
            } else {
                <div class="table stores-table" role="table" aria-label="Stores" aria-rowcount={(narrowed.items.len() + 1).to_string()}>
                    <div class="head" role="row">
                        { for ["Store", "Kind", "Service", "Place"].map(|name| html! { <span role="columnheader">{ name }</span> }) }
                    </div>
                    <div class="rows" role="rowgroup" ref={window.node.clone()}>{ window.draw(&draw) }</div>
                </div>
            }
        </>
    }
}

fn row(opened: &Opened, store: &Store, at: usize) -> Html {
    html! {
        <div class="row" role="row" aria-rowindex={(at + 2).to_string()}>
            <div role="rowheader" class="code name">{ store.name.clone() }</div>
            <div role="cell" data-label="Kind">{ store.kind.clone() }</div>
            <div role="cell" data-label="Service">{ service_link(opened, &store.service) }</div>
            <div role="cell" data-label="Place">{ place(opened, &store.place) }</div>
        </div>
    }
}
