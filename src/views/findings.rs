//! The tab "Findings": what a careful reviewer would raise, the worst first, with what to do and the place.

use std::rc::Rc;

use patchbay_engine::audit::Finding;
use yew::prelude::*;

use crate::parts::figures::count;
use crate::parts::filters::{Empty, Toolbar, use_narrowed};
use crate::parts::link::service_link;
use crate::parts::place::place;
use crate::parts::severity::glyph;
use crate::parts::window::use_window;
use crate::parts::words::own_words;
use crate::state::opened::{Opened, rule};

#[derive(PartialEq, Properties)]
pub struct FindingsProps {
    pub opened: Rc<Opened>,
}

/// A row's usual height in pixels.
const ROW: f64 = 65.0;

/// The tab.
#[component]
pub fn Findings(props: &FindingsProps) -> Html {
    let opened = &props.opened;
    let narrowed = use_narrowed(opened.findings(), opened.id);
    let names = vec![("Severity", str::to_owned as fn(&str) -> String), ("Topic", str::to_owned)];
    // What was searched for stands together, the best first.
    let searched = !narrowed.query.is_empty();
    let severity = |item: &usize| opened.audit.findings.get(*item).map(|finding| finding.severity.as_str());
    html! {
        <>
            <Toolbar hint="Rules, words, services, files" {names} facets={opened.findings().facets} narrowed={narrowed.clone()} />
            if opened.audit.findings.is_empty() {
                <p class="empty">{ "Nothing was found that a careful reviewer would raise." }</p>
            } else if narrowed.items.is_empty() {
                <Empty what="findings" facets={opened.findings().facets} narrowed={narrowed.clone()} />
            } else {
                <div class="table findings-table" role="table" aria-label="Findings">
                    <div class="head" role="row">
                        { for ["Finding", "Service", "Place"].map(|name| html! { <span role="columnheader">{ name }</span> }) }
                    </div>
                    { for narrowed.items.chunk_by(|a, b| searched || severity(a) == severity(b)).map(|items| {
                        let name = if searched { "Found" } else { heading(items.first().and_then(severity).unwrap_or_default()) };
                        html! { <Section key={name.to_owned()} opened={opened.clone()} name={name.to_owned()} items={items.to_vec()} /> }
                    }) }
                </div>
            }
        </>
    }
}

#[derive(PartialEq, Properties)]
struct SectionProps {
    opened: Rc<Opened>,
    name: String,
    /// Its findings, as places in the audit's list.
    items: Vec<usize>,
}

/// The findings of one severity, or those that were found.
#[component]
fn Section(props: &SectionProps) -> Html {
    let name = &props.name;
    let window = use_window(props.items.len(), ROW, props.items.clone());
    let draw = use_callback((props.opened.clone(), props.items.clone()), |at: usize, (opened, items)| {
        let finding = items.get(at).and_then(|item| opened.audit.findings.get(*item));
        finding.map_or_else(Html::default, |finding| row(opened, finding))
    });
    html! {
        <div class="section" role="rowgroup" aria-label={name.to_owned()}>
            <div role="row"><div role="columnheader" aria-colspan="3">
                <h2>{ name.to_owned() }<span class="number">{ count(props.items.len()) }</span></h2>
            </div></div>
            <div class="rows" role="presentation" ref={window.node.clone()}>{ window.draw(&draw) }</div>
        </div>
    }
}

fn heading(severity: &str) -> &str {
    match severity {
        "error" => "Errors",
        "warning" => "Warnings",
        "note" => "Notes",
        other => other,
    }
}

fn row(opened: &Opened, finding: &Finding) -> Html {
    html! {
        <div class="row" role="row">
            <div role="rowheader" class="finding">
                { glyph(&finding.severity) }
                <div>
                    <p>{ own_words(&finding.message) }</p>
                    <p class="soft">
                        <span class="code">{ finding.rule.clone() }</span>
                        if let Some(rule) = rule(finding) {
                            { " " }{ rule.title }
                        }
                    </p>
                </div>
            </div>
            <div role="cell" data-label="Service">
                if !finding.service.is_empty() {
                    { service_link(opened, &finding.service) }
                }
            </div>
            <div role="cell" data-label="Place">{ place(opened, &finding.place) }</div>
        </div>
    }
}
