//! The tab "Stores": tables, collections, buckets, indexes, queues by service.

use std::rc::Rc;

use yew::prelude::*;

use crate::parts::filters::{Empty, Toolbar, use_narrowed};
use crate::parts::link::service_link;
use crate::parts::more::use_portion;
use crate::parts::place::place;
use crate::state::navigation::use_navigation;
use crate::state::opened::Opened;

#[derive(PartialEq, Properties)]
pub struct StoresProps {
    pub opened: Rc<Opened>,
}

/// Rows that are shown at once.
const PORTION: usize = 150;

/// The tab.
#[component]
pub fn Stores(props: &StoresProps) -> Html {
    let opened = &props.opened;
    let navigation = use_navigation();
    let narrowed = use_narrowed(&opened.stores, opened.id);
    let (shown, more) = use_portion(narrowed.items.len(), PORTION, narrowed.clone());
    let names = vec![("Kind", str::to_owned as fn(&str) -> String)];
    let stores = narrowed.items.iter().take(shown).filter_map(|item| opened.audit.stores.get(*item));
    html! {
        <>
            <Toolbar hint="Stores, services, files" {names} facets={opened.stores.facets} narrowed={narrowed.clone()} />
            if narrowed.items.is_empty() {
                <Empty what="stores" facets={opened.stores.facets} hidden={opened.stores.is_narrowed_by(&navigation.route)} />
            } else {
                <div class="table stores-table" role="table" aria-label="Stores">
                    <div class="head" role="row">
                        { for ["Store", "Kind", "Service", "Place"].map(|name| html! { <span role="columnheader">{ name }</span> }) }
                    </div>
                    <div class="rows" role="rowgroup">
                        { for stores.map(|store| html! {
                            <div class="row" role="row">
                                <div role="rowheader" class="code name">{ store.name.clone() }</div>
                                <div role="cell" data-label="Kind">{ store.kind.clone() }</div>
                                <div role="cell" data-label="Service">{ service_link(opened, &store.service) }</div>
                                <div role="cell" data-label="Place">{ place(opened, &store.place) }</div>
                            </div>
                        }) }
                    </div>
                </div>
                { more }
            }
        </>
    }
}
