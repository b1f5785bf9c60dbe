//! The tab "Files": what was read, with its facts, and what was not, with the reason.

use patchbay_engine::order::Arrange;
use std::cmp::Reverse;
use std::rc::Rc;

use yew::prelude::*;

use crate::parts::figures::count;
use crate::parts::filters::{Empty, Toolbar, use_narrowed};
use crate::parts::place::Place;
use crate::parts::window::use_window;
use crate::state::navigation::use_navigation;
use crate::state::opened::{Opened, READ};

#[derive(PartialEq, Properties)]
pub struct FilesProps {
    pub opened: Rc<Opened>,
}

/// A row's usual height in pixels.
const ROW: f64 = 41.0;

/// The tab.
#[component]
pub fn Files(props: &FilesProps) -> Html {
    let opened = &props.opened;
    let navigation = use_navigation();
    let narrowed = use_narrowed(opened.files(), opened.id);
    let window = use_window(narrowed.items.len(), ROW, narrowed.items.clone());
    let draw = use_callback((opened.clone(), narrowed.items.clone()), |at: usize, (opened, items)| {
        items.get(at).map_or_else(Html::default, |item| row(opened, *item, at))
    });
    let mut reasons: Vec<_> = narrowed.options.first().into_iter().flatten().collect();
    reasons.arrange_by_key(|(reason, files)| (&***reason != READ, Reverse(**files)));
    let reasons = reasons.into_iter().map(|(reason, files)| {
        let chosen = navigation.route.has("reason", reason);
        let onclick = {
            let (navigation, reason) = (navigation.clone(), reason.clone());
            Callback::from(move |_: MouseEvent| navigation.go(navigation.route.toggled("reason", &reason)))
        };
        html! {
            <button type="button" class={classes!("chip", chosen.then_some("on"))} aria-pressed={chosen.to_string()} {onclick}>
                { reason.to_string() }{ " " }<b>{ count(*files) }</b>
            </button>
        }
    });
    html! {
        <>
            <p class="soft lead">
                { "What was read, with the number of facts found in it, and what was not, with the reason." }
            </p>
            <Toolbar hint="Paths" names={Vec::new()} facets={&[] as &[&str]} narrowed={narrowed.clone()} />
            <div class="reasons" role="group" aria-label="Result">{ for reasons }</div>
            if narrowed.items.is_empty() {
                <Empty what="files" facets={opened.files().facets} narrowed={narrowed.clone()} />
            } else {
                <div class="table files-table" role="table" aria-label="Files" aria-rowcount={(narrowed.items.len() + 1).to_string()}>
                    <div class="head" role="row">
                        { for ["File", "Facts", "Result"].map(|name| html! { <span role="columnheader">{ name }</span> }) }
                    </div>
                    <div class="rows" role="rowgroup" ref={window.node.clone()}>{ window.draw(&draw) }</div>
                </div>
            }
        </>
    }
}

fn row(opened: &Opened, item: usize, at: usize) -> Html {
    let coverage = &opened.audit.coverage;
    let read = coverage.facts.get(item).map(|file| (&file.path, Some(file.facts), READ));
    let skipped = item.checked_sub(coverage.facts.len()).and_then(|at| coverage.skipped.get(at));
    let Some((path, facts, result)) = read.or(skipped.map(|file| (&file.path, None, file.reason.as_str()))) else {
        return Html::default();
    };
    html! {
        <div class="row" role="row" aria-rowindex={(at + 2).to_string()}>
            <div role="rowheader"><Place path={path.clone()} line=0 tight=true /></div>
            <div role="cell" data-label="Facts" class={classes!("cell-number", facts.is_none_or(|facts| facts == 0).then_some("none"))}>
                if let Some(facts) = facts {
                    { count(facts as usize) }<span class="unit">{ if facts == 1 { " fact" } else { " facts" } }</span>
                }
            </div>
            <div role="cell" data-label="Result" class={if facts.is_some() { "soft" } else { "" }}>{ result.to_owned() }</div>
        </div>
    }
}
