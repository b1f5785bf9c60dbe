//! The open service: all that the audit says of it, and the evidence.

use patchbay_engine::order::Arrange;
use std::rc::Rc;

use patchbay_engine::audit::{Client, Endpoint, EvidenceKind, Service, Verification};
use yew::prelude::*;

use super::endpoints::verification_name;
use crate::parts::figures::counted;
use crate::parts::icon::{Icon, Picture};
use crate::parts::jack::{Jack, category_name, status_meaning, status_name, status_said};
use crate::parts::lines::Lines;
use crate::parts::more::use_portion;
use crate::parts::place::{Place, breakable};
use crate::parts::words::own_words;
use crate::state::address::{Route, Tab};
use crate::state::browser::focus;
use crate::state::navigation::use_navigation;
use crate::state::opened::Opened;

/// What the open service was opened from.
pub const OPEN_SERVICE: &str = ".row.open .row-name, .map-drawing .open";

/// Entries of one field that are shown at once.
const PORTION: usize = 12;

#[derive(PartialEq, Properties)]
pub struct DetailProps {
    pub opened: Rc<Opened>,
    /// The id of the service.
    pub id: AttrValue,
}

/// The details of one service.
#[component]
pub fn ServiceDetail(props: &DetailProps) -> Html {
    let navigation = use_navigation();
    let Some(service) = props.opened.service(&props.id) else { return Html::default() };
    let onclose = {
        let navigation = navigation.clone();
        Callback::from(move |_: MouseEvent| {
            focus(OPEN_SERVICE);
            navigation.go(Route { service: String::new(), ..(*navigation.route).clone() });
        })
    };
    let code = |text: &String| html! { <span class="code">{ breakable(text) }</span> };
    let endpoints =
        props.opened.audit.endpoints.iter().filter(|endpoint| endpoint.service == service.id).map(|endpoint| {
            html! {
                <>
                    <span class="code">{ format!("{} ", endpoint.method) }{ breakable(&endpoint.path) }</span>
                    <span class="soft origin">{ endpoint_words(endpoint) }</span>
                </>
            }
        });
    let stores = props.opened.audit.stores.iter().filter(|store| store.service == service.id);
    let stores = stores.map(|store| html! { <><span class="code">{ store.name.clone() }</span><span class="soft">{ format!(" {}", store.kind) }</span></> });
    html! {
        <article class="detail">
            <header>
                <Jack status={service.status} category={service.category} />
                <h2 id="detail-title" tabindex="-1">{ service.name.clone() }</h2>
                <button type="button" class="quiet square" aria-label="Close" onclick={onclose}><Icon picture={Picture::Cross} /></button>
                <p>{ if props.opened.is_document() { said(service) } else { summary(service) } }</p>
            </header>
            <dl class="fields">
                if !service.purpose.is_empty() {
                    <Field name="Purpose" entries={vec![own_words(&service.purpose)]} />
                }
                <Field name="Clients" entries={service.clients.iter().map(client).collect::<Vec<_>>()} />
                <Field name="Variables" entries={service.env.iter().map(|name| variable(name)).collect::<Vec<_>>()} />
                <Field name="Hosts" entries={service.hosts.iter().map(code).collect::<Vec<_>>()} />
                <Field name="Images" entries={service.images.iter().map(code).collect::<Vec<_>>()} />
                <Field name="Endpoints" entries={endpoints.collect::<Vec<_>>()} />
                <Field name="Stores" entries={stores.collect::<Vec<_>>()} />
                <Field name="Implemented in" entries={service.implementation.iter().map(|path| html! { <Place path={path.clone()} line=0 /> }).collect::<Vec<_>>()} />
                { for service.attributes.iter().map(|attribute| html! {
                    <Field name={attribute.label.clone()} entries={vec![own_words(&attribute.text)]} />
                }) }
            </dl>
            if !service.evidence.is_empty() {
                <h3>{ if props.opened.is_document() { "In the document" } else { "Evidence" } }</h3>
                <Lines opened={props.opened.clone()} service={props.id.clone()} />
            }
        </article>
    }
}

fn summary(service: &Service) -> String {
    let mut files: Vec<&str> = service.evidence.iter().map(|piece| piece.path.as_str()).collect();
    files.arrange();
    files.dedup();
    format!(
        "{}, {}: {}. {} in {}.",
        capitalised(&category_name(service.category)),
        status_name(service.status),
        status_meaning(service.status),
        counted(service.evidence.len(), "place", "places"),
        counted(files.len(), "file", "files"),
    )
}

/// The summary of a service that a document names. It has no evidence of code.
fn said(service: &Service) -> String {
    let mut lines: Vec<u32> =
        service.evidence.iter().filter(|piece| piece.kind == EvidenceKind::Claim).map(|piece| piece.line).collect();
    lines.arrange();
    lines.dedup();
    format!(
        "{}, {}: {}, on {}.",
        capitalised(&category_name(service.category)),
        status_name(service.status),
        status_said(service.status),
        counted(lines.len(), "line", "lines"),
    )
}

/// `incoming, signature checked`; nothing of a verification that is not known.
fn endpoint_words(endpoint: &Endpoint) -> String {
    match endpoint.verification {
        Verification::Unknown => endpoint.direction.word().to_owned(),
        verification => format!("{}, {}", endpoint.direction.word(), verification_name(verification)),
    }
}

/// With its first letter as a capital.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn client(client: &Client) -> Html {
    let asked = Some(&client.requirement).filter(|asked| !asked.is_empty() && **asked != client.version);
    html! {
        <>
            <span class="code">{ breakable(&client.name) }{ " " }{ client.version.clone() }</span>
            <span class="soft origin">
                if let Some(asked) = asked {
                    <span class="code">{ asked.clone() }</span>
                }
                // A document may not say from where a package comes.
                if asked.is_some() && !client.ecosystem.is_empty() {
                    { ", " }
                }
                { client.ecosystem.clone() }
                if !client.manifest.is_empty() {
                    { ", " }<span class="code">{ breakable(&client.manifest) }</span>
                }
            </span>
        </>
    }
}

fn variable(name: &str) -> Html {
    let route = Route { tab: Tab::Environment, query: name.to_owned(), ..Route::default() };
    html! { <a class="code" href={route.to_string()}>{ name.to_owned() }</a> }
}

#[derive(PartialEq, Properties)]
struct FieldProps {
    name: AttrValue,
    entries: Vec<Html>,
}

/// One field; nothing at all where it has no entry.
#[component]
fn Field(props: &FieldProps) -> Html {
    let (shown, more) = use_portion(props.entries.len(), PORTION, props.entries.len());
    if props.entries.is_empty() {
        return Html::default();
    }
    html! {
        <div>
            <dt>{ props.name.clone() }</dt>
            <dd>
                <ul>{ for props.entries.iter().take(shown).map(|entry| html! { <li>{ entry.clone() }</li> }) }</ul>
                { more }
            </dd>
        </div>
    }
}
