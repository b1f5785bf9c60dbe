//! The tab "Services": the list by section, and beside it (or below the row) the open service.

use std::rc::Rc;

use patchbay_engine::audit::{Category, Service, Status};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

use super::service::ServiceDetail;
use crate::parts::figures::{count, counted};
use crate::parts::filters::{Empty, Toolbar, use_narrowed};
use crate::parts::jack::{Jack, category_name, status_meaning, status_name};
use crate::parts::menu::walk;
use crate::state::address::Route;
use crate::state::browser::{focus, listen, window};
use crate::state::navigation::{Navigation, use_navigation};
use crate::state::opened::Opened;

#[derive(PartialEq, Properties)]
pub struct ServicesProps {
    pub opened: Rc<Opened>,
}

/// Where the details stand beside the list.
const WIDE: &str = "(min-width: 900px)";

/// The tab.
#[component]
pub fn Services(props: &ServicesProps) -> Html {
    let opened = &props.opened;
    let navigation = use_navigation();
    let wide = use_wide();
    let table = use_node_ref();
    let narrowed = use_narrowed(&opened.services, opened.id);
    let open = opened.service(&navigation.route.service).map(|service| service.id.clone());
    {
        // What a link opens may stand far down.
        let table = table.clone();
        use_effect_with((open.clone(), opened.id), move |_| show_open(&table));
    }
    let onkeydown = {
        let table = table.clone();
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "ArrowRight" => focus("#detail-title"),
            _ => walk(&event, &table, ".row-name"),
        })
    };
    let names = vec![
        ("Status", status_word as fn(&str) -> String),
        ("Category", |word| Category::from_word(word).map_or_else(|| word.to_owned(), category_name)),
        ("Folder", str::to_owned),
        ("Ecosystem", str::to_owned),
    ];
    let services: Vec<&Service> = narrowed.items.iter().filter_map(|item| opened.audit.services.get(*item)).collect();
    let sections = services.chunk_by(|a, b| a.section == b.section);
    let is_open = |service: &Service| open.as_ref() == Some(&service.id);
    html! {
        <div class="services">
            <div class="list">
                <Toolbar hint="Services, packages, variables, hosts, files" {names} facets={opened.services.facets} narrowed={narrowed.clone()} />
                if services.is_empty() {
                    <Empty what="services" facets={opened.services.facets} hidden={opened.services.is_narrowed_by(&navigation.route)} />
                } else {
                    <div class="table services-table" role="table" aria-label="Services" ref={table} {onkeydown}>
                        <div class="head" role="row">
                            <span role="columnheader" class="cell-name">{ "Service" }</span>
                            <span role="columnheader" class="cell-clients">{ "Clients" }</span>
                            <span role="columnheader" class="cell-status">{ "Status" }</span>
                            <span role="columnheader" class="cell-number cell-vars">{ "Variables" }</span>
                            <span role="columnheader" class="cell-number">{ "Places" }</span>
                        </div>
                        { for sections.map(|section| html! {
                            <div class="section" role="rowgroup" aria-label={section.first().map(|it| it.section.clone())}>
                                <div role="row"><div role="columnheader" aria-colspan="5">
                                    <h2>{ section.first().map(|it| it.section.clone()) }<span class="number">{ count(section.len()) }</span></h2>
                                </div></div>
                                <div class="rows" role="presentation">
                                    { for section.iter().map(|service| html! {
                                        <>
                                            { row(service, is_open(service), &navigation) }
                                            if !wide && is_open(service) {
                                                <div role="row" class="inline"><div role="cell">
                                                    <ServiceDetail opened={opened.clone()} id={service.id.clone()} />
                                                </div></div>
                                            }
                                        </>
                                    }) }
                                </div>
                            </div>
                        }) }
                    </div>
                }
            </div>
            if wide {
                <aside class="panel side" aria-label={open.as_deref().and_then(|id| opened.service(id)).map_or("Key to the jacks", |it| &it.name).to_owned()}>
                    if let Some(id) = open.clone() {
                        <ServiceDetail key={id.clone()} opened={opened.clone()} id={id.clone()} />
                    } else {
                        { key(opened) }
                    }
                </aside>
            }
        </div>
    }
}

/// A status in words, from its word in the address.
fn status_word(word: &str) -> String {
    Status::ALL
        .into_iter()
        .find(|it| it.word() == word)
        .map_or_else(|| word.to_owned(), |it| status_name(it).to_owned())
}

/// The route that opens the service, or closes it where it is open.
fn toggled(route: &Route, service: &str, open: bool) -> Route {
    Route { service: if open { String::new() } else { service.to_owned() }, ..route.clone() }
}

fn row(service: &Service, open: bool, navigation: &Navigation) -> Html {
    let onclick = {
        let (navigation, id) = (navigation.clone(), service.id.clone());
        Callback::from(move |_: MouseEvent| navigation.go(toggled(&navigation.route, &id, open)))
    };
    // The same package may stand in several manifests.
    let mut clients: Vec<(&str, &str)> = Vec::new();
    for client in &service.clients {
        let version = if client.version.is_empty() { &client.requirement } else { &client.version };
        if !clients.contains(&(&client.name, version)) {
            clients.push((&client.name, version));
        }
    }
    let more = clients.len().saturating_sub(2);
    let clients = clients.into_iter().take(2).map(|(name, version)| {
        html! { <span class="code client"><span>{ name.to_owned() }</span>{ " " }<span class="soft">{ version.to_owned() }</span></span> }
    });
    let images = service.images.iter().take(if service.clients.is_empty() { 2 } else { 0 });
    html! {
        <div role="row" key={service.id.clone()} class={classes!("row", open.then_some("open"))} {onclick}>
            <div role="rowheader" class="cell-name">
                <Jack status={service.status} category={service.category} />
                <div>
                    // The row hears the click.
                    <button type="button" class="row-name" aria-expanded={open.to_string()}>{ service.name.clone() }</button>
                    <span class="soft">{ category_name(service.category) }</span>
                </div>
            </div>
            <div role="cell" class="cell-clients">
                { for clients }
                { for images.map(|image| html! { <span class="code client"><span>{ image.clone() }</span></span> }) }
                if more > 0 {
                    <span class="soft">{ format!("and {} more", count(more)) }</span>
                }
            </div>
            <div role="cell" class="cell-status">{ status_name(service.status) }</div>
            <div role="cell" class={classes!("cell-number", "cell-vars", service.env.is_empty().then_some("none"))}>{ count(service.env.len()) }</div>
            <div role="cell" class={classes!("cell-number", service.evidence.is_empty().then_some("none"))}>
                { count(service.evidence.len()) }<span class="unit">{ if service.evidence.len() == 1 { " place" } else { " places" } }</span>
            </div>
        </div>
    }
}

/// Stands beside the list while no service is open: what the jacks mean, with counts.
fn key(opened: &Opened) -> Html {
    let of = |status: Status| opened.audit.services.iter().filter(|it| it.status == status).count();
    html! {
        <div class="key">
            <h2>{ "Choose a service to see its evidence" }</h2>
            <dl>
                { for Status::ALL.into_iter().filter(|status| of(*status) > 0).map(|status| html! {
                    <div>
                        <dt><Jack {status} />{ status_name(status) }<span class="number">{ counted(of(status), "service", "services") }</span></dt>
                        <dd>{ status_meaning(status) }</dd>
                    </div>
                }) }
            </dl>
        </div>
    }
}

/// Scrolls the open row into view, if it is out of it.
fn show_open(table: &NodeRef) {
    let row = table.cast::<HtmlElement>().and_then(|table| table.query_selector(".row.open").ok().flatten());
    let Some(row) = row else { return };
    let place = row.get_bounding_client_rect();
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    if place.top() < 0.0 || place.bottom() > height {
        row.scroll_into_view();
    }
}

/// Whether there is room for the details beside the list.
#[hook]
fn use_wide() -> bool {
    let query = || window().match_media(WIDE).ok().flatten();
    let wide = use_state_eq(|| query().is_none_or(|query| query.matches()));
    {
        let wide = wide.setter();
        use_effect_with((), move |()| {
            let listening = query().map(|query| {
                let target = query.clone();
                listen(target.unchecked_ref(), "change", move |_| wide.set(query.matches()))
            });
            move || drop(listening)
        });
    }
    *wide
}
