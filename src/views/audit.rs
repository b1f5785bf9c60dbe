//! One audit: its header and its tabs.

use std::rc::Rc;

use web_sys::KeyboardEvent;
use yew::prelude::*;

use super::{endpoints::Endpoints, environment::Environment, files::Files, services::Services, stores::Stores};
use crate::parts::figures::{count, counted, day, seconds, size};
use crate::state::address::{Route, Tab};
use crate::state::browser::{focus, reveal};
use crate::state::navigation::use_navigation;
use crate::state::opened::Opened;

#[derive(PartialEq, Properties)]
pub struct AuditProps {
    pub opened: Rc<Opened>,
}

/// The screen of one audit.
#[component]
pub fn AuditScreen(props: &AuditProps) -> Html {
    let navigation = use_navigation();
    let opened = props.opened.clone();
    let tab = navigation.route.tab;
    html! {
        <main id="main">
            { header(&opened) }
            <Tabs opened={opened.clone()} />
            <section class="tabpanel" role="tabpanel" id="panel" aria-labelledby={format!("tab-{}", tab.word())} key={format!("{}-{}", opened.id, tab.word())}>
                { match tab {
                    Tab::Services => html! { <Services {opened} /> },
                    Tab::Environment => html! { <Environment {opened} /> },
                    Tab::Endpoints => html! { <Endpoints {opened} /> },
                    Tab::Stores => html! { <Stores {opened} /> },
                    Tab::Files => html! { <Files {opened} /> },
                } }
            </section>
        </main>
    }
}

fn header(opened: &Opened) -> Html {
    let audit = &opened.audit;
    let (read, files) = (count(audit.coverage.read as usize), audit.coverage.files as usize);
    let mut words = Vec::new();
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
    html! {
        <header class="audit-header">
            <div>
                <h1>{ opened.title().to_owned() }</h1>
                <p class="soft">{ for words.into_iter().map(|word| html! { <span>{ word }</span> }) }</p>
            </div>
            <ul class="figures" aria-label="Counts">
                { for figures.map(|(number, one, many)| html! {
                    <li><b>{ count(number) }</b>{ " " }{ if number == 1 { one } else { many } }</li>
                }) }
                <li><b>{ read }</b>{ format!(" of {} read", counted(files, "file", "files")) }</li>
            </ul>
        </header>
    }
}

/// The row of tabs.
#[component]
fn Tabs(props: &AuditProps) -> Html {
    let navigation = use_navigation();
    let audit = &props.opened.audit;
    let number = |tab: Tab| match tab {
        Tab::Services => audit.services.len(),
        Tab::Environment => audit.env.len(),
        Tab::Endpoints => audit.endpoints.len(),
        Tab::Stores => audit.stores.len(),
        Tab::Files => props.opened.files.rows.len(),
    };
    // On narrow screens the row of tabs scrolls.
    use_effect_with(navigation.route.tab, |tab| reveal(&format!("#tab-{}", tab.word())));
    let choose = {
        let navigation = navigation.clone();
        Callback::from(move |tab: Tab| {
            navigation.go(Route { tab, ..(*navigation.route).clone() });
        })
    };
    let onkeydown = {
        let (choose, tab) = (choose.clone(), navigation.route.tab);
        Callback::from(move |event: KeyboardEvent| {
            let last = Tab::ALL.len() - 1;
            let at = Tab::ALL.iter().position(|other| *other == tab).unwrap_or_default();
            let to = match event.key().as_str() {
                "ArrowRight" => (at + 1) % Tab::ALL.len(),
                "ArrowLeft" => at.checked_sub(1).unwrap_or(last),
                "Home" => 0,
                "End" => last,
                _ => return,
            };
            event.prevent_default();
            if let Some(tab) = Tab::ALL.get(to) {
                choose.emit(*tab);
                focus(&format!("#tab-{}", tab.word()));
            }
        })
    };
    html! {
        <div class="tabs" role="tablist" aria-label="Parts of the audit" {onkeydown}>
            { for Tab::ALL.into_iter().map(|tab| {
                let selected = tab == navigation.route.tab;
                let choose = choose.clone();
                html! {
                    <button type="button" role="tab" id={format!("tab-{}", tab.word())} aria-selected={selected.to_string()}
                        aria-controls="panel" tabindex={if selected { "0" } else { "-1" }}
                        onclick={move |_: MouseEvent| choose.emit(tab)}>
                        { tab.name() }
                        <span class="number" aria-hidden="true">{ count(number(tab)) }</span>
                    </button>
                }
            }) }
        </div>
    }
}
