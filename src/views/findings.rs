//! The tab "Findings": what a careful reviewer would raise, the worst first, with what to do and the place.

use std::rc::Rc;

use patchbay_engine::audit::Finding;
use yew::prelude::*;

use crate::parts::figures::count;
use crate::parts::filters::{Empty, Toolbar, use_narrowed};
use crate::parts::link::service_link;
use crate::parts::more::use_portion;
use crate::parts::place::place;
use crate::parts::severity::glyph;
use crate::state::navigation::use_navigation;
use crate::state::opened::{Opened, rule};

#[derive(PartialEq, Properties)]
pub struct FindingsProps {
    pub opened: Rc<Opened>,
}

/// Rows that are shown at once.
const PORTION: usize = 150;

/// The tab.
#[component]
pub fn Findings(props: &FindingsProps) -> Html {
    let opened = &props.opened;
    let navigation = use_navigation();
    let narrowed = use_narrowed(&opened.findings, opened.id);
    let (shown, more) = use_portion(narrowed.items.len(), PORTION, narrowed.clone());
    let names = vec![("Severity", str::to_owned as fn(&str) -> String), ("Topic", str::to_owned)];
    let findings: Vec<&Finding> =
        narrowed.items.iter().take(shown).filter_map(|item| opened.audit.findings.get(*item)).collect();
    let of = |severity: &str| {
        narrowed
            .items
            .iter()
            .filter_map(|item| opened.audit.findings.get(*item))
            .filter(|it| it.severity == severity)
            .count()
    };
    html! {
        <>
            <Toolbar hint="Rules, words, services, files" {names} facets={opened.findings.facets} narrowed={narrowed.clone()} />
            if opened.audit.findings.is_empty() {
                <p class="empty">{ "Nothing was found that a careful reviewer would raise." }</p>
            } else if findings.is_empty() {
                <Empty what="findings" facets={opened.findings.facets} hidden={opened.findings.is_narrowed_by(&navigation.route)} />
            } else {
                <div class="table findings-table" role="table" aria-label="Findings">
                    <div class="head" role="row">
                        { for ["Finding", "Service", "Place"].map(|name| html! { <span role="columnheader">{ name }</span> }) }
                    </div>
                    { for findings.chunk_by(|a, b| a.severity == b.severity).map(|alike| {
                        let severity = alike.first().map_or("", |it| it.severity.as_str());
                        html! {
                            <div class="section" role="rowgroup" aria-label={heading(severity)}>
                                <div role="row"><div role="columnheader" aria-colspan="3">
                                    <h2>{ heading(severity) }<span class="number">{ count(of(severity)) }</span></h2>
                                </div></div>
                                <div class="rows" role="presentation">
                                    { for alike.iter().map(|finding| row(opened, finding)) }
                                </div>
                            </div>
                        }
                    }) }
                </div>
                { more }
            }
        </>
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
                    <p>{ finding.message.clone() }</p>
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
