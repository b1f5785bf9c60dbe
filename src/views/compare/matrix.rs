//! Three or more audits: services by audits.

use patchbay_engine::order::Arrange;
use std::cmp::Reverse;
use std::rc::Rc;

use patchbay_engine::audit::{Category, Status};
use patchbay_engine::compare::matrix::Shared;
use yew::prelude::*;

use crate::outcome::Outcome;
use crate::parts::figures::count;
use crate::parts::filters::{Empty, Toolbar, use_narrowed};
use crate::parts::icon::{Icon, Picture};
use crate::parts::jack::{Jack, category_name, status_name};
use crate::parts::menu::Pop;
use crate::parts::place::{Copy, Say};
use crate::parts::window::use_window;
use crate::state::address::Route;
use crate::state::browser::download;
use crate::state::compare::Compared;
use crate::state::navigation::use_navigation;
use crate::state::opened::Opened;

/// A row's usual height in pixels.
const ROW: f64 = 45.0;

#[derive(PartialEq, Properties)]
pub struct MatrixProps {
    pub compared: Rc<Compared>,
    pub of: Vec<Rc<Opened>>,
    pub onshow: Callback<(u32, Route)>,
    pub onclose: Callback<MouseEvent>,
}

/// The orders of the rows: the word in the address, and the name.
const ORDERS: [(&str, &str); 3] = [("", "Most shared first"), ("least", "Least shared first"), ("name", "By name")];

fn share_name(word: &str) -> String {
    match word {
        "all" => "in all",
        "one" => "in only one",
        "some" => "in some",
        word => word,
    }
    .to_owned()
}

/// The screen.
#[component]
pub fn MatrixScreen(props: &MatrixProps) -> Html {
    let navigation = use_navigation();
    let compared = &props.compared;
    let narrowed = use_narrowed(&compared.list, compared.id);
    let sort = navigation.route.sort.clone();
    let say = use_context::<Say>();
    let items = use_memo((narrowed.items.clone(), sort.clone(), compared.id), |(items, sort, _)| {
        let mut items = items.to_vec();
        if let Outcome::Many { matrix, .. } = &compared.outcome {
            let name = |item: &usize| matrix.services.get(*item).map(|it| it.name.to_lowercase());
            let shared = |item: &usize| matrix.services.get(*item).map_or(0, |it| it.count);
            match sort.as_str() {
                "least" => items.arrange_by_key(|item| (shared(item), name(item))),
                "name" => items.arrange_by_key(name),
                _ => items.arrange_by_key(|item| (Reverse(shared(item)), name(item))),
            }
        }
        items
    });
    let window = use_window(items.len(), ROW, items.clone());
    let about = (compared.clone(), items.clone(), props.of.clone(), props.onshow.clone());
    let draw = use_callback(about, |at: usize, (compared, items, of, onshow)| {
        let Outcome::Many { matrix, .. } = &compared.outcome else { return Html::default() };
        let found = items.get(at).and_then(|item| matrix.services.get(*item));
        found.map_or_else(Html::default, |it| row(it, of, onshow, at))
    });
    let Outcome::Many { matrix, markdown, csv } = &compared.outcome else { return Html::default() };
    let order = |word: &'static str, name: &'static str| {
        let chosen = sort == word;
        let navigation = navigation.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            navigation.go(Route { sort: word.to_owned(), ..(*navigation.route).clone() });
        });
        html! { <button type="button" role="menuitemradio" aria-checked={chosen.to_string()} {onclick}>{ name }</button> }
    };
    let sorted = ORDERS.iter().find(|(word, _)| *word == sort).map_or("Most shared first", |(_, name)| name);
    let save = {
        let csv = csv.clone();
        Callback::from(move |_: MouseEvent| {
            let said = match download("patchbay-matrix.csv", "text/csv", &csv) {
                Ok(()) => "Saved patchbay-matrix.csv.".to_owned(),
                Err(error) => format!("The file could not be made: {error:?}."),
            };
            if let Some(Say(say)) = &say {
                say.emit(said);
            }
        })
    };
    let names = vec![
        ("Shared", share_name as fn(&str) -> String),
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
                    <h1 id="compare-title" tabindex="-1">{ format!("{} audits", count(matrix.audits.len())) }</h1>
                </div>
                <div class="tools">
                    <Copy name="Copy as Markdown" text={markdown.clone()} said="the matrix" />
                    <button type="button" onclick={save}>{ "Save as CSV" }</button>
                    <button type="button" onclick={props.onclose.clone()}>{ "Back to the audit" }</button>
                </div>
            </header>
            <p class="figure summary" id="compare-summary">{ matrix.summary() }</p>
            <section class="tabpanel" aria-label="Matrix">
                <div class="compare-tools">
                    <Toolbar hint="Service, version, category" {names} facets={compared.list.facets} narrowed={narrowed.clone()} />
                    <Pop face={html! { <>{ sorted }<Icon picture={Picture::Down} /></> }} class="chip" name={format!("Order: {sorted}")} panel="Order" commands=true>
                        { for ORDERS.iter().map(|(word, name)| order(word, name)) }
                    </Pop>
                </div>
                if items.is_empty() {
                    <Empty what="services" facets={compared.list.facets} narrowed={narrowed.clone()} />
                } else {
                    <div class="scroll" tabindex="0" role="region" aria-label="Services by audits">
                        <div class={format!("table matrix-table of-{}", matrix.audits.len().min(12))} role="table" aria-label="Services by audits" aria-rowcount={(items.len() + 1).to_string()}>
                            <div class="head" role="row">
                                <span role="columnheader">{ "Service" }</span>
                                <span role="columnheader" class="cell-number">{ "Audits" }</span>
                                { for matrix.audits.iter().map(|side| html! { <span role="columnheader">{ side.label.clone() }</span> }) }
                            </div>
                            <div class="rows" role="rowgroup" ref={window.node.clone()}>{ window.draw(&draw) }</div>
                        </div>
                    </div>
                }
            </section>
        </main>
    }
}

fn row(it: &Shared, of: &[Rc<Opened>], onshow: &Callback<(u32, Route)>, at: usize) -> Html {
    // The first audit that has it.
    let home = it.cells.iter().zip(of).find_map(|(cell, opened)| Some((cell.as_ref()?, opened)));
    let onclick = {
        let (onshow, home) = (onshow.clone(), home.map(|(cell, opened)| (opened.id, Route::of_service(&cell.id))));
        Callback::from(move |_: MouseEvent| home.iter().for_each(|home| onshow.emit(home.clone())))
    };
    html! {
        <div class="row" role="row" aria-rowindex={(at + 2).to_string()}>
            <div role="rowheader" class="what">
                <button type="button" class="row-name" {onclick}>{ it.name.clone() }</button>
                <span class="soft">{ category_name(it.category) }</span>
            </div>
            <div role="cell" class="cell-number">{ count(it.count as usize) }</div>
            { for it.cells.iter().map(|cell| match cell {
                Some(cell) => html! {
                    <div role="cell"><span class="standing">
                        <Jack status={cell.status} category={it.category} /><span>{ status_name(cell.status) }</span>
                        if !cell.version.is_empty() {
                            <span class="code">{ cell.version.clone() }</span>
                        }
                    </span></div>
                },
                None => html! { <div role="cell"><span class="soft" aria-hidden="true">{ "–" }</span><span class="unseen">{ "not there" }</span></div> },
            }) }
        </div>
    }
}
