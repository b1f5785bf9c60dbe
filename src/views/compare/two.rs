//! Two audits beside each other: rows aligned by service, then variables, endpoints, stores and findings.

use patchbay_engine::order::Gather;
use std::collections::BTreeSet;
use std::rc::Rc;

use patchbay_engine::audit::{Category, Status};
use patchbay_engine::compare::{Change, Counts, List as Part};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

use super::row;
use crate::outcome::Outcome;
use crate::parts::figures::{count, day};
use crate::parts::filters::{Empty, Toolbar, use_narrowed};
use crate::parts::jack::{category_name, status_name};
use crate::parts::place::Copy;
use crate::parts::window::use_window;
use crate::state::address::Route;
use crate::state::browser::{document, is_writing, listen, window};
use crate::state::check::Asked;
use crate::state::compare::{CHANGES, Compared};
use crate::state::navigation::{Navigation, use_navigation};
use crate::state::offers::Offer;
use crate::state::opened::Opened;
use crate::views::service::capitalised;

/// A row's usual height in pixels.
const ROW: f64 = 45.0;

#[derive(PartialEq, Properties)]
pub struct TwoProps {
    pub compared: Rc<Compared>,
    pub a: Rc<Opened>,
    pub b: Rc<Opened>,
    pub offer: Option<Offer>,
    pub onverify: Callback<Asked>,
    pub onshow: Callback<(u32, Route)>,
    pub onclose: Callback<MouseEvent>,
}

/// The screen.
#[component]
pub fn TwoScreen(props: &TwoProps) -> Html {
    let navigation = use_navigation();
    let compared = &props.compared;
    use_keys(&navigation, compared);
    let narrowed = use_narrowed(&compared.list, compared.id);
    let parts = use_memo(narrowed.items.clone(), |items| compared.by_part(items));
    let Outcome::Two { comparison, markdown } = &compared.outcome else { return Html::default() };
    let only = is_only_changes(&navigation.route);
    let toggle = {
        let navigation = navigation.clone();
        Callback::from(move |_: MouseEvent| navigation.go(only_changes(&navigation.route)))
    };
    let swap = {
        let (navigation, of) = (navigation.clone(), compared.of.clone());
        Callback::from(move |_: MouseEvent| navigation.go(swapped(&navigation.route, &of)))
    };
    let names = vec![
        ("Change", capitalised as fn(&str) -> String),
        ("Part", capitalised),
        ("Category", |word| Category::from_word(word).map_or_else(|| word.to_owned(), category_name)),
        ("Status", |word| {
            let status = Status::ALL.into_iter().find(|it| it.word() == word);
            status.map_or_else(|| word.to_owned(), |it| status_name(it).to_owned())
        }),
    ];
    html! {
        <main id="main" class="compare">
            <header class="audit-header">
                <div>
                    <p class="soft">{ "Compare" }</p>
                    <h1 id="compare-title" tabindex="-1">{ comparison.a.label.clone() }<span aria-hidden="true">{ " → " }</span><span class="unseen">{ " with " }</span>{ comparison.b.label.clone() }</h1>
                </div>
                <div class="tools">
                    if let Some(offer) = props.offer.clone() {
                        <button type="button" class="primary" title="Hold every claim of the document against the code"
                            onclick={let onverify = props.onverify.clone(); move |_: MouseEvent| onverify.emit(offer.asked.clone())}>{ "Verify" }</button>
                    }
                    <Copy name="Copy as Markdown" text={markdown.clone()} said="the comparison" />
                    <button type="button" onclick={swap} title="Swap (s)">{ "Swap" }</button>
                    <button type="button" onclick={props.onclose.clone()}>{ "Back to the audit" }</button>
                </div>
            </header>
            <p class="figure summary" id="compare-summary">{ comparison.summary.clone() }</p>
            <section class="tabpanel" aria-label="Comparison">
                <div class="compare-tools">
                    <button type="button" class={classes!("chip", only.then_some("on"))} aria-pressed={only.to_string()} title="Only changes (c)" onclick={toggle}>{ "Only changes" }</button>
                    <Toolbar hint="Service, variable, package, path" {names} facets={compared.list.facets} narrowed={narrowed.clone()} />
                </div>
                if narrowed.items.is_empty() {
                    if comparison.differs() || !only {
                        <Empty what="rows" facets={compared.list.facets} narrowed={narrowed.clone()} />
                    } else {
                        <p class="empty">{ "Nothing differs." }</p>
                    }
                } else {
                    <div class="sides" aria-hidden="true">
                        <span></span>
                        <span>{ heading(&comparison.a.label, &comparison.a.date, comparison.a.document) }</span>
                        <span>{ heading(&comparison.b.label, &comparison.b.date, comparison.b.document) }</span>
                    </div>
                    { for parts.iter().map(|(part, items)| html! {
                        <PartTable key={part_name(*part)} part={PartOf(*part)} items={items.clone()} compared={compared.clone()} a={props.a.clone()} b={props.b.clone()} onshow={props.onshow.clone()} />
                    }) }
                }
            </section>
        </main>
    }
}

fn heading(label: &str, date: &str, is_document: bool) -> Html {
    let mut about = vec![if is_document { "document" } else { "code" }.to_owned()];
    if !date.is_empty() {
        about.push(day(date));
    }
    html! { <><b>{ label.to_owned() }</b>{ " " }<span class="soft">{ about.join(", ") }</span></> }
}

fn part_name(part: Part) -> &'static str {
    match part {
        Part::Services => "Services",
        Part::Env => "Variables",
        Part::Endpoints => "Endpoints",
        Part::Stores => "Stores",
        Part::Findings => "Findings",
    }
}

/// A list of a comparison, as a property.
#[derive(Clone, Copy, PartialEq)]
struct PartOf(Part);

#[derive(PartialEq, Properties)]
struct PartProps {
    part: PartOf,
    items: Vec<usize>,
    compared: Rc<Compared>,
    a: Rc<Opened>,
    b: Rc<Opened>,
    onshow: Callback<(u32, Route)>,
}

/// One of the lists.
#[component]
fn PartTable(props: &PartProps) -> Html {
    let name = part_name(props.part.0);
    let window = use_window(props.items.len(), ROW, props.items.clone());
    let about = (props.compared.clone(), props.items.clone(), [props.a.clone(), props.b.clone()], props.onshow.clone());
    let draw = use_callback(about, |at: usize, (compared, items, [a, b], onshow)| {
        let row = items.get(at).and_then(|item| compared.row(*item));
        row.map_or_else(Html::default, |(part, row)| row::draw(part, row, a, b, at, onshow))
    });
    let rows = props.items.iter().filter_map(|item| props.compared.row(*item)).map(|(_, row)| row.clone());
    let counts = Counts::of(&rows.collect::<Vec<_>>());
    let told = [
        (Change::Added, counts.added),
        (Change::Removed, counts.removed),
        (Change::Changed, counts.changed),
        (Change::Same, counts.same),
    ];
    html! {
        <div class="part">
            <h2>{ name }
                <span class="counts">{ for told.into_iter().filter(|(_, number)| *number > 0).map(|(change, number)| html! {
                    <span class={change.word()}>{ row::change_mark(change) }{ format!("{} {}", count(number), change.word()) }</span>
                }) }</span>
            </h2>
            <div class="table compare-table" role="table" aria-label={name} aria-rowcount={(props.items.len() + 1).to_string()}>
                <div class="head unseen" role="row">
                    <span role="columnheader">{ name }</span>
                    <span role="columnheader">{ props.a.name().to_owned() }</span>
                    <span role="columnheader">{ props.b.name().to_owned() }</span>
                </div>
                <div class="rows" role="rowgroup" ref={window.node.clone()}>{ window.draw(&draw) }</div>
            </div>
        </div>
    }
}

fn is_only_changes(route: &Route) -> bool {
    let changes: BTreeSet<String> = CHANGES.iter().map(|change| change.word().to_owned()).gathered();
    route.chosen.get("change") == Some(&changes)
}

/// The route with only the changes, or again with all.
fn only_changes(route: &Route) -> Route {
    let mut to = route.without(&["change"]);
    if !is_only_changes(route) {
        to.chosen.insert("change", CHANGES.iter().map(|change| change.word().to_owned()).collect());
    }
    to
}

/// The route to the comparison the other way round. What is added then is removed now.
fn swapped(route: &Route, of: &[u32]) -> Route {
    let mut to = Route { of: of.iter().rev().copied().collect(), ..route.clone() };
    if let Some(chosen) = to.chosen.get_mut("change") {
        let turn = |word: &String| match word.as_str() {
            "added" => "removed".to_owned(),
            "removed" => "added".to_owned(),
            word => word.to_owned(),
        };
        *chosen = chosen.iter().map(turn).collect();
    }
    to
}

/// The keys of this screen: `n` and `p` for the next change and the one before, `c` for only changes, `s` to swap.
#[hook]
fn use_keys(navigation: &Navigation, compared: &Rc<Compared>) {
    use_effect_with((navigation.clone(), compared.clone()), move |(navigation, compared)| {
        let (navigation, of) = (navigation.clone(), compared.of.clone());
        let listening = listen(&window(), "keydown", move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>().filter(|event| !is_writing(event)) else { return };
            match event.key().as_str() {
                "n" => step(true),
                "p" => step(false),
                "c" => navigation.go(only_changes(&navigation.route)),
                "s" => navigation.go(swapped(&navigation.route, &of)),
                _ => return,
            }
            event.prevent_default();
        });
        move || drop(listening)
    });
}

/// Moves the focus to the next row that differs, or the one before.
fn step(forward: bool) {
    let selector = ".compare-table .row:not(.same) .row-name";
    let Ok(found) = document().query_selector_all(selector) else { return };
    let names: Vec<HtmlElement> =
        (0..found.length()).filter_map(|at| found.get(at)).filter_map(|it| it.dyn_into().ok()).collect();
    let Some(active) = document().active_element() else { return };
    // From anywhere on the page: by where it stands in it.
    let is_behind = |name: &&HtmlElement| {
        let wanted = if forward {
            web_sys::Node::DOCUMENT_POSITION_FOLLOWING
        } else {
            web_sys::Node::DOCUMENT_POSITION_PRECEDING
        };
        active.compare_document_position(name) & wanted != 0
    };
    let next = if forward { names.iter().find(is_behind) } else { names.iter().rev().find(is_behind) };
    if let Some(next) = next {
        let _ = next.focus();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_changes_is_a_choice_like_any_other() {
        let on = only_changes(&Route::read("#view=compare&q=x"));
        assert_eq!(on.to_string(), "#tab=services&view=compare&q=x&change=added,changed,removed");
        assert!(is_only_changes(&on) && !is_only_changes(&only_changes(&on)));
        assert_eq!(only_changes(&on).chosen.len(), 0);
    }

    #[test]
    fn swapping_turns_what_is_chosen() {
        let route = swapped(&Route::read("#view=compare&of=1,2&change=added"), &[1, 2]);
        assert_eq!(route.to_string(), "#tab=services&view=compare&of=2,1&change=removed");
    }
}
