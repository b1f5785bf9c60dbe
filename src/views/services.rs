//! The tab "Services": the list by section, and beside it (or below the row) the open service.

use std::rc::Rc;

use patchbay_engine::audit::{Category, Service, Status};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

use super::notes::{Notes, bare_sections};
use super::service::ServiceDetail;
use crate::parts::figures::{count, counted};
use crate::parts::filters::{Empty, Naming, Toolbar, use_narrowed};
use crate::parts::jack::{Jack, category_name, status_meaning, status_name, status_said};
use crate::parts::menu::walk;
use crate::parts::window::use_window;
use crate::state::address::Route;
use crate::state::browser::{focus, focus_soon, listen, window};
use crate::state::navigation::use_navigation;
use crate::state::opened::{Opened, is_quiet};

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
    let names = namings();
    let service = |item: &usize| opened.audit.services.get(*item);
    // What was searched for stands together, the best first.
    let searched = !narrowed.query.is_empty();
    let place = |item: &usize| service(item).map(|it| (is_quiet(it), if is_quiet(it) { "" } else { &it.section }));
    let sections = narrowed.items.chunk_by(|a, b| searched || place(a) == place(b));
    let sections = sections.map(|items| (items, items.iter().filter_map(service).collect::<Vec<_>>()));
    let heading = |section: &[&Service]| if searched { "Found".to_owned() } else { heading(section) };
    let is_folding = |section: &[&Service]| !searched && is_folding(section);
    let unfolded = use_state_eq(|| false);
    // Whoever searches or filters wants all that fits.
    let unfolded_for_now =
        *unfolded || narrowed.hides() || open.as_ref().and_then(|id| opened.service(id)).is_some_and(is_quiet);
    let fold = {
        let unfolded = unfolded.clone();
        Callback::from(move |_: MouseEvent| unfolded.set(!*unfolded))
    };
    // Notes are no services: neither searched nor narrowed.
    let with_notes = !narrowed.hides();
    html! {
        <div class="services">
            <div class="list">
                <Toolbar hint="Service, package, variable, host" {names} facets={opened.services.facets} narrowed={narrowed.clone()} />
                if narrowed.items.is_empty() {
                    <Empty what="services" facets={opened.services.facets} narrowed={narrowed.clone()} />
                } else {
                    <div class="table services-table" role="table" aria-label="Services" ref={table} {onkeydown}>
                        <div class="head" role="row">
                            <span role="columnheader" class="cell-name">{ "Service" }</span>
                            <span role="columnheader" class="cell-clients">{ "Clients" }</span>
                            <span role="columnheader" class="cell-status">{ "Status" }</span>
                            <span role="columnheader" class="cell-number cell-vars">{ "Variables" }</span>
                            <span role="columnheader" class="cell-number">{ if opened.is_document() { "Lines" } else { "Places" } }</span>
                        </div>
                        { for sections.map(|(items, section)| html! {
                            <div class={classes!("section", is_folding(&section).then_some("mentioned"))} role="rowgroup" aria-label={heading(&section)}>
                                <div role="row"><div role="columnheader" aria-colspan="5">
                                    <h2>{ heading(&section) }<span class="number">{ count(section.len()) }</span></h2>
                                    if is_folding(&section) && !narrowed.hides() {
                                        <button type="button" class="quiet fold" aria-expanded={unfolded_for_now.to_string()} onclick={fold.clone()}>
                                            { if unfolded_for_now { "Hide" } else { "Show" } }<span class="unseen">{ " services that are only mentioned" }</span>
                                        </button>
                                    }
                                </div></div>
                                if is_folding(&section) {
                                    <div role="row" class="soft aside"><div role="cell" aria-colspan="5">{ names_of(&section, unfolded_for_now, opened.is_document()) }</div></div>
                                }
                                if unfolded_for_now || !is_folding(&section) {
                                    <Rows opened={opened.clone()} items={items.to_vec()} open={open.clone()} {wide} />
                                }
                                if with_notes && !is_folding(&section) {
                                    <div role="row"><div role="cell" aria-colspan="5">
                                        <Notes opened={opened.clone()} section={section.first().map_or("", |it| &it.section).to_owned()} />
                                    </div></div>
                                }
                            </div>
                        }) }
                    </div>
                }
                if with_notes {
                    { for bare_sections(opened).into_iter().map(|section| html! {
                        <Notes key={section.to_string()} opened={opened.clone()} section={section.clone()} alone=true />
                    }) }
                }
            </div>
            if wide {
                <aside class="panel side" aria-label={open.as_deref().and_then(|id| opened.service(id)).map_or("Key to the jacks", |it| &it.name).to_owned()}>
                    if let Some(id) = open.clone() {
                        <ServiceDetail key={id.clone()} opened={opened.clone()} id={id.clone()} />
                    } else {
                        { key(opened, if opened.is_document() { "Choose a service to see what the document says" } else { "Choose a service to see its evidence" }) }
                    }
                </aside>
            } else {
                <aside class="panel" aria-label="Key to the jacks">{ key(opened, "What the jacks mean") }</aside>
            }
        </div>
    }
}

/// A row's usual height in pixels.
const ROW: f64 = 49.0;

#[derive(PartialEq, Properties)]
struct RowsProps {
    opened: Rc<Opened>,
    /// The services, as places in the audit's list.
    items: Vec<usize>,
    /// The one that is open.
    open: Option<String>,
    /// Whether its details stand elsewhere.
    wide: bool,
}

/// The rows of a section.
#[component]
fn Rows(props: &RowsProps) -> Html {
    let navigation = use_navigation();
    // A letter in the search box goes elsewhere, too, and is no reason to draw the rows again.
    let latest = use_mut_ref(|| navigation.clone());
    latest.replace(navigation);
    let ontoggle = use_callback((), move |(service, open): (String, bool), ()| {
        let navigation = latest.borrow().clone();
        navigation.go(toggled(&navigation.route, &service, open));
    });
    let window = use_window(props.items.len(), ROW, props.items.clone());
    let about = (props.opened.clone(), props.items.clone(), props.open.clone(), props.wide);
    let draw = use_callback(about, move |at: usize, (opened, items, open, wide)| {
        let Some(service) = items.get(at).and_then(|item| opened.audit.services.get(*item)) else {
            return Html::default();
        };
        let is_open = open.as_ref() == Some(&service.id);
        html! {
            <>
                { row(service, is_open, unit(opened), &ontoggle) }
                if !wide && is_open {
                    <div role="row" class="inline"><div role="cell">
                        <ServiceDetail key={service.id.clone()} opened={opened.clone()} id={service.id.clone()} />
                    </div></div>
                }
            </>
        }
    });
    html! { <div class="rows" role="presentation" ref={window.node.clone()}>{ window.draw(&draw) }</div> }
}

/// Whether the section is that of the services which are only mentioned; it is shown on demand.
fn is_folding(section: &[&Service]) -> bool {
    section.first().is_some_and(|it| is_quiet(it))
}

fn heading(section: &[&Service]) -> String {
    let first = section.first().map_or("", |it| it.section.as_str());
    if is_folding(section) { "Only mentioned".to_owned() } else { first.to_owned() }
}

/// What the section of mentioned services holds, while its rows are hidden, and what that means.
fn names_of(section: &[&Service], unfolded: bool, in_document: bool) -> String {
    let meaning = if in_document { "Named only in passing" } else { "Named in comments, links or documents alone" };
    if unfolded {
        return format!("{meaning}.");
    }
    let names: Vec<&str> = section.iter().map(|it| it.name.as_str()).collect();
    format!("{meaning}: {}.", names.join(", "))
}

/// The filters of services, and how to write their values.
pub fn namings() -> Vec<Naming> {
    vec![
        ("Status", status_word),
        ("Category", |word| Category::from_word(word).map_or_else(|| word.to_owned(), category_name)),
        ("Folder", str::to_owned),
        ("Ecosystem", str::to_owned),
    ]
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

/// What evidence is counted in: one, and several.
fn unit(opened: &Opened) -> (&'static str, &'static str) {
    if opened.is_document() { (" line", " lines") } else { (" place", " places") }
}

/// Draws a row. `ontoggle` hears that it is clicked, and whether it is open then.
fn row(
    service: &Service,
    open: bool,
    (one, many): (&'static str, &'static str),
    ontoggle: &Callback<(String, bool)>,
) -> Html {
    let onclick = {
        let (ontoggle, id) = (ontoggle.clone(), service.id.clone());
        Callback::from(move |event: MouseEvent| {
            ontoggle.emit((id.clone(), open));
            // A click with no button pressed came from the keyboard: whoever has no pointer wants to be where the answer is.
            if event.detail() == 0 && !open {
                focus_soon("#detail-title");
            }
        })
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
    let last = clients.len().min(2).saturating_sub(1);
    // A line each, cut off where it has no room; the details have them whole.
    let clients = clients.into_iter().take(2).enumerate().map(|(at, (name, version))| {
        html! {
            <span class="code client" title={format!("{name} {version}")}>
                <span class="client-name"><bdi dir="ltr">{ name.to_owned() }</bdi></span>{ " " }<span class="soft client-version">{ version.to_owned() }</span>
                if more > 0 && at == last {
                    <span class="soft">{ format!(" +{}", count(more)) }<span class="unseen">{ " more" }</span></span>
                }
            </span>
        }
    });
    let images = service.images.iter().take(if service.clients.is_empty() { 2 } else { 0 });
    html! {
        <div role="row" class={classes!("row", open.then_some("open"))} {onclick}>
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
                { for images.map(|image| html! { <span class="code client" title={image.clone()}><span class="client-name"><bdi dir="ltr">{ image.clone() }</bdi></span></span> }) }
            </div>
            <div role="cell" class="cell-status">{ status_name(service.status) }</div>
            <div role="cell" class={classes!("cell-number", "cell-vars", service.env.is_empty().then_some("none"))}>{ count(service.env.len()) }</div>
            <div role="cell" class={classes!("cell-number", service.evidence.is_empty().then_some("none"))}>
                { count(service.evidence.len()) }<span class="unit">{ if service.evidence.len() == 1 { one } else { many } }</span>
            </div>
        </div>
    }
}

/// Stands beside the list while no service is open, or below it: what the jacks mean, with counts.
fn key(opened: &Opened, title: &str) -> Html {
    let of = |status: Status| opened.audit.services.iter().filter(|it| it.status == status).count();
    html! {
        <div class="key">
            <h2>{ title }</h2>
            <dl>
                { for Status::ALL.into_iter().filter(|status| of(*status) > 0).map(|status| html! {
                    <div>
                        <dt><Jack {status} />{ status_name(status) }<span class="number">{ counted(of(status), "service", "services") }</span></dt>
                        <dd>{ if opened.is_document() { status_said(status) } else { status_meaning(status) } }</dd>
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
pub fn use_wide() -> bool {
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
