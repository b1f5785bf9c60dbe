//! The toolbar above a list: the search box and the filters, all of them kept in the address.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::figures::count;
use super::icon::{Icon, Picture};
use super::menu::Pop;
use crate::state::address::Route;
use crate::state::browser::{after_frame, now, soon};
use crate::state::filter::{List, Narrowed, Search};
use crate::state::navigation::use_navigation;

/// A filter's name and how to write its values.
pub type Naming = (&'static str, fn(&str) -> String);

#[derive(PartialEq, Properties)]
pub struct ToolbarProps {
    /// What the search box shows while it is empty.
    pub hint: AttrValue,
    /// For each facet of the list, its name and how to write its values.
    pub names: Vec<Naming>,
    pub facets: &'static [&'static str],
    pub narrowed: Rc<Narrowed>,
}

/// The search box and the filters of a list.
#[component]
pub fn Toolbar(props: &ToolbarProps) -> Html {
    let navigation = use_navigation();
    let oninput = {
        let navigation = navigation.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
                let mut route = (*navigation.route).clone();
                route.query = input.value();
                navigation.adjust(route);
            }
        })
    };
    let filters = props.facets.iter().zip(&props.names).zip(&props.narrowed.options);
    let filters = filters.filter(|(_, options)| options.len() > 1);
    let chosen = props.facets.iter().any(|facet| navigation.route.chosen.contains_key(facet));
    let clear = {
        let (navigation, facets) = (navigation.clone(), props.facets);
        Callback::from(move |_: MouseEvent| navigation.go(navigation.route.without(facets)))
    };
    html! {
        <div class="toolbar" role="search">
            <div class="search">
                <Icon picture={Picture::Lens} />
                <input id="search" type="search" aria-label="Search" placeholder={props.hint.clone()} autocomplete="off"
                    spellcheck="false" value={navigation.route.query.clone()} {oninput} />
                <kbd aria-hidden="true">{ "/" }</kbd>
            </div>
            <div class="filters">
                { for filters.map(|((facet, naming), options)| html! {
                    <Filter key={*facet} facet={*facet} naming={*naming} options={options.clone()} />
                }) }
            </div>
            if chosen {
                <button type="button" class="quiet" onclick={clear}>{ "Clear filters" }</button>
            }
            if props.narrowed.items.len() < props.narrowed.of {
                <p class="soft found" role="status">{ format!("{} of {}", count(props.narrowed.items.len()), count(props.narrowed.of)) }</p>
            }
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct FilterProps {
    facet: &'static str,
    naming: Naming,
    options: BTreeMap<Rc<str>, usize>,
}

/// One filter: a button that says what is chosen, and a panel of check boxes with counts.
#[component]
fn Filter(props: &FilterProps) -> Html {
    let navigation = use_navigation();
    let (name, write) = props.naming;
    let chosen = navigation.route.chosen.get(props.facet);
    let summary = match chosen.map(|values| (values.len(), values.first())) {
        None => "any".to_owned(),
        Some((1, Some(value))) => write(value),
        Some((number, _)) => count(number),
    };
    let face = html! { <>{ name }{ " " }<b>{ summary.clone() }</b><Icon picture={Picture::Down} /></> };
    let option = |value: &Rc<str>, rows: usize| {
        let onchange = {
            let (navigation, facet, value) = (navigation.clone(), props.facet, value.clone());
            Callback::from(move |_: yew::Event| navigation.go(navigation.route.toggled(facet, &value)))
        };
        html! {
            <label class="option" key={&**value}>
                <input type="checkbox" checked={navigation.route.has(props.facet, value)} {onchange} />
                <span>{ write(value) }</span>
                <span class="number">{ count(rows) }</span>
            </label>
        }
    };
    let class = classes!("chip", chosen.map(|_| "on"));
    html! {
        <Pop {face} {class} name={format!("{name}: {summary}")} panel={name}>
            { for props.options.iter().map(|(value, rows)| option(value, *rows)) }
        </Pop>
    }
}

#[derive(PartialEq, Properties)]
pub struct EmptyProps {
    /// What there would be: "services".
    pub what: AttrValue,
    pub facets: &'static [&'static str],
    /// What search and filters leave.
    pub narrowed: Rc<Narrowed>,
}

/// Stands where a list would be.
#[component]
pub fn Empty(props: &EmptyProps) -> Html {
    let navigation = use_navigation();
    if !props.narrowed.hides() {
        return html! { <p class="empty">{ format!("No {} were found in what was read.", props.what) }</p> };
    }
    let facets = props.facets;
    let clear = {
        let navigation = navigation.clone();
        Callback::from(move |_: MouseEvent| {
            let mut route = navigation.route.without(facets);
            route.query.clear();
            navigation.go(route);
        })
    };
    let query = &props.narrowed.query;
    let sentence = match (query.is_empty(), props.narrowed.filtered) {
        (true, _) => format!("The filters leave none of the {}.", props.what),
        (false, false) => format!("None of the {} has “{query}”.", props.what),
        (false, true) => format!("With these filters, none of the {} has “{query}”.", props.what),
    };
    html! {
        <div class="empty">
            <p>{ sentence }</p>
            <button type="button" onclick={clear}>{ "Show all" }</button>
        </div>
    }
}

/// Longest that a search holds up the page at a time, in milliseconds: with a row of other work, a frame is still drawn.
const SLICE: f64 = 5.0;

/// Rows that are searched at once, in much less time than it takes to draw them.
const SHORT: usize = 1_000;

/// What was asked of which list.
#[derive(Clone)]
struct Asked {
    /// The number of the audit or comparison that the list belongs to, and its facets, which tell the lists of one apart.
    list: (u32, &'static [&'static str]),
    route: Rc<Route>,
}

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        let (route, of) = (&self.route, &other.route);
        self.list == other.list && route.query == of.query && route.chosen == of.chosen
    }
}

/// What a view knows of what it shows.
#[derive(Default)]
struct Known {
    shown: Option<(Asked, Rc<Narrowed>)>,
    search: Option<(Asked, Search)>,
}

impl Known {
    /// Goes on with the search for a slice of time; whether it came to its end. `None` where there is none.
    fn go_on(&mut self, list: &List) -> Option<bool> {
        let (asked, mut search) = self.search.take()?;
        let end = now() + SLICE;
        match search.go_on(list, || now() < end) {
            Some(narrowed) => self.shown = Some((asked, Rc::new(narrowed))),
            None => self.search = Some((asked, search)),
        }
        Some(self.search.is_none())
    }
}

/// What the address leaves of a list; worked out only when one of them changes. Where that takes long, what was left before
/// stands until it is there, so that every letter shows at once and no frame is left out.
#[hook]
pub fn use_narrowed(list: &Rc<List>, id: u32) -> Rc<Narrowed> {
    let asked = Asked { list: (id, list.facets), route: use_navigation().route };
    let known = use_mut_ref(Known::default);
    let update = use_force_update();
    let mut own = known.borrow_mut();
    let shown = own.shown.clone();
    match shown {
        Some((of, narrowed)) if of == asked => {
            own.search = None;
            narrowed
        }
        Some((of, narrowed)) if of.list == asked.list && list.rows.len() > SHORT => {
            if own.search.as_ref().is_none_or(|(of, _)| *of != asked) {
                let search = Search::new(list, &asked.route);
                own.search = Some((asked, search));
                go_on_later(known.clone(), list.clone(), update);
            }
            narrowed
        }
        // Nothing of another list could stand here meanwhile, and a short one is there at once.
        _ => {
            let narrowed = Rc::new(list.narrow(&asked.route));
            *own = Known { shown: Some((asked, narrowed.clone())), search: None };
            narrowed
        }
    }
}

/// Goes on in tasks of its own, and has what is found drawn behind a frame.
fn go_on_later(known: Rc<RefCell<Known>>, list: Rc<List>, update: UseForceUpdateHandle) {
    soon(move || {
        let done = known.borrow_mut().go_on(&list);
        match done {
            Some(true) => after_frame(move || update.force_update()),
            Some(false) => go_on_later(known, list, update),
            None => {}
        }
    });
}
