//! One audit: its header and its tabs.

use std::rc::Rc;

use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::offer::offer;
use super::share::left_out;
use super::{
    document::Document, endpoints::Endpoints, environment::Environment, files::Files, findings::Findings, map::MapView,
    services::Services, stores::Stores,
};
use crate::parts::figures::{count, counted, day, seconds, size};
use crate::state::address::{Route, Tab};
use crate::state::browser::{focus, reveal};
use crate::state::check::{Asked, Check};
use crate::state::navigation::use_navigation;
use crate::state::offers::Offer;
use crate::state::opened::Opened;
use crate::state::paper::Laid;

#[derive(PartialEq, Properties)]
pub struct AuditProps {
    pub opened: Rc<Opened>,
    /// Its document; none while that is still laid out.
    pub laid: Option<Rc<Laid>>,
    /// What came last of holding the document against code.
    pub check: Option<Rc<Check>>,
    /// What can be verified.
    pub offers: Vec<Offer>,
    pub onverify: Callback<Asked>,
}

/// The screen of one audit.
#[component]
pub fn AuditScreen(props: &AuditProps) -> Html {
    let navigation = use_navigation();
    let opened = props.opened.clone();
    let tab = shown_tab(&opened, navigation.route.tab);
    let compare = {
        let (navigation, id) = (navigation.clone(), opened.id);
        Callback::from(move |_: MouseEvent| navigation.go(Route::of_comparison(vec![id])))
    };
    html! {
        <main id="main">
            { header(&opened, compare) }
            { left_out(&opened.audit) }
            <Tabs opened={opened.clone()} />
            { offer(&opened, &props.offers, &props.onverify) }
            <section class="tabpanel" role="tabpanel" id="panel" aria-labelledby={format!("tab-{}", tab.word())} key={format!("{}-{}", opened.id, tab.word())}>
                { match tab {
                    Tab::Services => html! { <Services {opened} /> },
                    Tab::Environment => html! { <Environment {opened} /> },
                    Tab::Endpoints => html! { <Endpoints {opened} /> },
                    Tab::Stores => html! { <Stores {opened} /> },
                    Tab::Findings => html! { <Findings {opened} /> },
                    Tab::Map => html! { <MapView {opened} /> },
                    Tab::Document => {
                        // What was held against its code is the document that was opened, never the one that is written.
                        let check = props.check.clone().filter(|check| check.asked.document_id == Some(opened.id));
                        match props.laid.clone() {
                            Some(laid) => html! { <Document {opened} {laid} {check} /> },
                            None => html! { <p class="empty">{ "The document is not written yet." }</p> },
                        }
                    }
                    Tab::Files => html! { <Files {opened} /> },
                } }
            </section>
        </main>
    }
}

/// The tab of the address, or the first where the audit has no such tab.
fn shown_tab(opened: &Opened, tab: Tab) -> Tab {
    if opened.tabs().contains(&tab) { tab } else { Tab::Services }
}

fn header(opened: &Opened, compare: Callback<MouseEvent>) -> Html {
    let audit = &opened.audit;
    let (read, files) = (count(audit.coverage.read as usize), audit.coverage.files as usize);
    let mut words = Vec::new();
    if opened.is_document() {
        words.push("Audit document".to_owned());
    }
    if audit.source.name != opened.title() {
        words.push(audit.source.name.clone());
    }
    if !audit.date.is_empty() {
        words.push(day(&audit.date));
    }
    if let Some(time) = opened.seconds {
        words.push(format!("{}, read in {}, in this tab", size(audit.coverage.bytes), seconds(time)));
    }
    let figures = [
        (audit.services.len(), "service", "services"),
        (audit.env.len(), "variable", "variables"),
        (audit.endpoints.len(), "endpoint", "endpoints"),
        (audit.findings.len(), "finding", "findings"),
    ];
    // Audits without any findings are those of a Patchbay that looked for none.
    let figures = figures.into_iter().filter(|(number, one, _)| *number > 0 || *one != "finding");
    let lines = audit.document.as_ref().map(|document| document.text.lines().count());
    html! {
        <header class="audit-header">
            <div>
                <h1 tabindex="-1">{ opened.title().to_owned() }</h1>
                <p class="soft">{ for words.into_iter().map(|word| html! { <span>{ word }</span> }) }</p>
            </div>
            <button type="button" class="compare-button" onclick={compare}>{ "Compare" }</button>
            <ul class="figures" aria-label="Counts">
                { for figures.map(|(number, one, many)| html! {
                    <li><b>{ count(number) }</b>{ " " }{ if number == 1 { one } else { many } }</li>
                }) }
                if let Some(lines) = lines {
                    <li><b>{ count(lines) }</b>{ if lines == 1 { " line" } else { " lines" } }</li>
                } else {
                    <li><b>{ read }</b>{ format!(" of {} read", counted(files, "file", "files")) }</li>
                }
            </ul>
        </header>
    }
}

#[derive(PartialEq, Properties)]
struct TabsProps {
    opened: Rc<Opened>,
}

/// The row of tabs.
#[component]
fn Tabs(props: &TabsProps) -> Html {
    let navigation = use_navigation();
    let audit = &props.opened.audit;
    let number = |tab: Tab| match tab {
        Tab::Services => Some(audit.services.len()),
        Tab::Environment => Some(audit.env.len()),
        Tab::Endpoints => Some(audit.endpoints.len()),
        Tab::Stores => Some(audit.stores.len()),
        Tab::Findings => Some(audit.findings.len()),
        Tab::Map | Tab::Document => None,
        Tab::Files => Some(props.opened.file_count()),
    };
    let tabs = props.opened.tabs();
    let shown = shown_tab(&props.opened, navigation.route.tab);
    // On narrow screens the row of tabs scrolls.
    use_effect_with(shown, |tab| reveal(&format!("#tab-{}", tab.word())));
    let choose = {
        let navigation = navigation.clone();
        Callback::from(move |tab: Tab| {
            navigation.go(Route { tab, line: 0, ..(*navigation.route).clone() });
        })
    };
    let onkeydown = {
        let (choose, tabs) = (choose.clone(), tabs.clone());
        Callback::from(move |event: KeyboardEvent| {
            let last = tabs.len().saturating_sub(1);
            let at = tabs.iter().position(|other| *other == shown).unwrap_or_default();
            let to = match event.key().as_str() {
                "ArrowRight" => (at + 1) % tabs.len().max(1),
                "ArrowLeft" => at.checked_sub(1).unwrap_or(last),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            if let Some(tab) = tabs.get(to) {
                choose.emit(*tab);
                focus(&format!("#tab-{}", tab.word()));
            }
        })
    };
    html! {
        <div class="tabs" role="tablist" aria-label="Parts of the audit" {onkeydown}>
            { for tabs.into_iter().map(|tab| {
                let selected = tab == shown;
                let choose = choose.clone();
                html! {
                    <button type="button" role="tab" id={format!("tab-{}", tab.word())} aria-selected={selected.to_string()}
                        aria-controls="panel" tabindex={if selected { "0" } else { "-1" }}
                        onclick={move |_: MouseEvent| choose.emit(tab)}>
                        { tab.name() }
                        if let Some(number) = number(tab) {
                            <span class="number" aria-hidden="true">{ count(number) }</span>
                        }
                    </button>
                }
            }) }
        </div>
    }
}
