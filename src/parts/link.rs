//! A link from a variable, an endpoint or a store to its service.

use yew::prelude::*;

use super::jack::Jack;
use crate::state::address::Route;
use crate::state::opened::Opened;

/// Draws the link: the jack and the name. An empty id stands for a thing that nobody owns.
pub fn service_link(opened: &Opened, id: &str) -> Html {
    match opened.service(id) {
        Some(service) => html! {
            <a class="service-link" href={Route::of_service(id).to_string()}>
                <Jack status={service.status} category={service.category} /><span>{ service.name.clone() }</span>
            </a>
        },
        None if id.is_empty() => html! { <span class="soft">{ "unknown" }</span> },
        None => html! { <span>{ id.to_owned() }</span> },
    }
}
