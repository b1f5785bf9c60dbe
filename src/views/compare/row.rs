//! A row of a comparison: what it is, what each side has of it, and what differs.

use patchbay_engine::audit::{Audit, Service};
use patchbay_engine::compare::{By, Change, List as Part, Row};
use yew::prelude::*;

use super::fields::Fields;
use crate::parts::figures::counted;
use crate::parts::jack::{Jack, status_name};
use crate::parts::words::own_words;
use crate::state::address::{Route, Tab};
use crate::state::opened::Opened;

/// What a change is called.
pub fn change_name(change: Change) -> &'static str {
    change.word()
}

/// The mark of a change: a plus, a minus, two arrows, a dot. The word for it stands beside it.
pub fn change_mark(change: Change) -> Html {
    let inner = match change {
        Change::Added => html! { <path d="M8 3v10M3 8h10" /> },
        Change::Removed => html! { <path d="M3 8h10" /> },
        Change::Changed => html! { <path d="M2.5 5.5h10M9.5 2.5l3 3-3 3M13.5 10.5h-10M6.5 7.5l-3 3 3 3" /> },
        Change::Same => html! { <circle class="solid" cx="8" cy="8" r="2" /> },
    };
    html! { <svg class={classes!("change-mark", change.word())} viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">{ inner }</svg> }
}

/// Draws a row. A click on its name leads to it in its audit, B where both have it.
pub fn draw(part: Part, row: &Row, a: &Opened, b: &Opened, at: usize, onshow: &Callback<(u32, Route)>) -> Html {
    let (home, route) = match row.b {
        Some(_) => (b, route(part, &row.id, &row.name)),
        None => (a, route(part, &row.id, &row.name)),
    };
    let onclick = {
        let (onshow, id) = (onshow.clone(), home.id);
        Callback::from(move |_: MouseEvent| onshow.emit((id, route.clone())))
    };
    let look = match part {
        Part::Services => "",
        Part::Findings => "words",
        _ => "code",
    };
    html! {
        <div class={classes!("row", row.change.word())} role="row" aria-rowindex={(at + 2).to_string()}>
            <div role="rowheader" class="what">
                { change_mark(row.change) }<span class="unseen">{ format!("{}: ", change_name(row.change)) }</span>
                <div>
                    <button type="button" class={classes!("row-name", look)} {onclick} title={format!("Show in {}", home.name())}>
                        if part == Part::Findings {
                            <span class="code">{ row.id.clone() }</span>{ " " }{ own_words(&row.name) }
                        } else {
                            { row.name.clone() }
                        }
                    </button>
                    // Of a finding the message says so itself.
                    if part != Part::Findings {
                        { was(row) }
                    }
                </div>
            </div>
            <div role="cell" class="side-a" data-label={a.name().to_owned()}>{ side(part, row.a, &a.audit) }</div>
            <div role="cell" class="side-b" data-label={b.name().to_owned()}>{ side(part, row.b, &b.audit) }</div>
            if row.change == Change::Changed {
                <Fields row={row.clone()} />
            }
        </div>
    }
}

/// Where the thing stands in its audit.
fn route(part: Part, id: &str, name: &str) -> Route {
    let tab = |tab, query: &str| Route { tab, query: query.to_owned(), ..Route::default() };
    match part {
        Part::Services => Route::of_service(id),
        Part::Env => tab(Tab::Environment, name),
        // Of a method and a path the path, of a kind and a name the name.
        Part::Endpoints => tab(Tab::Endpoints, name.rsplit(' ').next().unwrap_or_default()),
        Part::Stores => tab(Tab::Stores, name.rsplit(' ').next().unwrap_or_default()),
        Part::Findings => tab(Tab::Findings, id),
    }
}

/// What the other side calls it, and how it was found to be the same.
fn was(row: &Row) -> Html {
    let Some(was) = row.was.as_ref().filter(|was| was.name != row.name) else { return Html::default() };
    let found = match row.by {
        Some(By::Alias) => ", by another name",
        Some(By::Package) => ", found by its package",
        Some(By::Name) => ", found by its name",
        Some(By::Moved) => ", moved",
        None => "",
    };
    html! { <span class="soft">{ "was " }<span class="code">{ was.name.clone() }</span>{ found }</span> }
}

/// What a side has.
fn side(part: Part, at: Option<u32>, audit: &Audit) -> Html {
    let Some(at) = at.map(|at| at as usize) else {
        return html! { <><span class="soft" aria-hidden="true">{ "–" }</span><span class="unseen">{ "not there" }</span></> };
    };
    match part {
        Part::Services => audit.services.get(at).map_or_else(Html::default, service),
        Part::Env => audit.env.get(at).map_or_else(Html::default, |it| {
            let required = it.required.map(|required| if required { "required" } else { "optional" });
            words(&[owner(&it.service, audit), required.unwrap_or_default().to_owned()])
        }),
        Part::Endpoints => audit.endpoints.get(at).map_or_else(Html::default, |it| {
            let verification = match it.verification.word() {
                "unknown" => String::new(),
                "none" => "not verified".to_owned(),
                how => format!("by {how}"),
            };
            words(&[it.direction.word().to_owned(), owner(&it.service, audit), verification])
        }),
        Part::Stores => audit.stores.get(at).map_or_else(Html::default, |it| words(&[owner(&it.service, audit)])),
        Part::Findings => audit.findings.get(at).map_or_else(Html::default, |it| {
            let place =
                if it.place.path.is_empty() { String::new() } else { format!("{}:{}", it.place.path, it.place.line) };
            html! { <span><span>{ it.severity.clone() }</span>{ " " }<span class="code soft">{ place }</span></span> }
        }),
    }
}

fn words(all: &[String]) -> Html {
    let all: Vec<&str> = all.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
    match all.as_slice() {
        [] => html! { <span class="soft">{ "there" }</span> },
        all => html! { <span class="soft">{ all.join(", ") }</span> },
    }
}

fn owner(id: &str, audit: &Audit) -> String {
    let found = audit.services.binary_search_by(|it| it.id.as_str().cmp(id)).ok().and_then(|at| audit.services.get(at));
    found.map_or(id, |it| &it.name).to_owned()
}

/// A service in short: status, versions, how many variables.
fn service(service: &Service) -> Html {
    let version = |it: &'_ patchbay_engine::audit::Client| {
        let version = if it.version.is_empty() { &it.requirement } else { &it.version };
        (!version.is_empty()).then(|| version.clone())
    };
    let mut versions: Vec<String> = service.clients.iter().filter_map(version).collect();
    versions.dedup();
    let more = versions.len() > 2;
    versions.truncate(2);
    html! {
        <span class="standing">
            <Jack status={service.status} category={service.category} /><span>{ status_name(service.status) }</span>
            if !versions.is_empty() {
                <span class="code">{ versions.join(", ") }{ if more { ", …" } else { "" } }</span>
            }
            if !service.env.is_empty() {
                <span class="soft">{ counted(service.env.len(), "variable", "variables") }</span>
            }
        </span>
    }
}
