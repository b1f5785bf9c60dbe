//! Writes an audit as a document in the usual template of `INTEGRATIONS.md`: sections, bold groups, services as bullets with
//! labelled lines below, an environment list, webhooks, a date at both ends.
//!
//! Nothing is cut short, and the reader takes every line back for what it was: the forms of the lines stand in
//! [`form`](super::form), one module each, with both directions.

use super::carried::carried;
use super::form::text::escaped;
use crate::audit::{Audit, Note, SECTIONS, Service, SourceKind};
use names::Names;
use page::Page;
use plan::Plan;

mod endpoints;
mod environment;
mod names;
mod notes;
mod page;
mod plan;
mod services;
#[cfg(test)]
mod tests;

/// The title of a document whose audit has none of its own.
pub const TITLE: &str = "External Integrations";

/// Most times that the document is read back for what is missed. What one line says may hide what another said.
const PASSES: usize = 3;

/// The audit as a document in the usual template. Same audit, same bytes.
pub fn write(audit: &Audit) -> String {
    let audit_carried = carried(audit);
    let complete = audit.source.kind != SourceKind::Markdown;
    let mut plan = Plan::new(&audit_carried);
    let mut text = render(&audit_carried, complete, &plan);
    for _ in 0..PASSES {
        let Ok(back) = super::read(text.as_bytes(), &super::Options::default()) else { break };
        let before = plan.clone();
        plan.add_missed(&audit_carried, &carried(&back));
        if plan == before {
            break;
        }
        text = render(&audit_carried, complete, &plan);
    }
    text
}

/// The document as planned. `complete` says that what the audit has not is not there, as only an audit of code can say.
fn render(audit: &Audit, complete: bool, plan: &Plan) -> String {
    let mut page = Page::default();
    page.block(&format!("# {}", title(&audit.title)));
    if !audit.date.is_empty() {
        page.block(&format!("**Analysis Date:** {}", audit.date));
    }
    let names = Names::new(audit);
    let stores = services::stores(audit);
    section_notes(&mut page, audit, "", plan);
    for section in sections(audit) {
        let here: Vec<&Service> = audit.services.iter().filter(|service| service.section == section).collect();
        let empty = match section {
            "Environment Configuration" => audit.env.is_empty(),
            "Webhooks & Callbacks" => audit.endpoints.is_empty(),
            "Data Storage" => !stores.contains_key(""),
            _ => true,
        };
        let silent = empty && here.is_empty() && !audit.notes.iter().any(|note| note.section == section);
        if silent && !complete {
            continue;
        }
        page.heading(2, section);
        match section {
            "Webhooks & Callbacks" => {}
            _ if silent => page.block("Not detected"),
            _ => {}
        }
        services::services(&mut page, &here, &stores, plan);
        match section {
            "Environment Configuration" => environment::environment(&mut page, &audit.env, &names, plan),
            "Webhooks & Callbacks" => endpoints::endpoints(&mut page, &audit.endpoints, complete, &names, plan),
            "Data Storage" => services::held(&mut page, 1, stores.get("").map_or(&[], Vec::as_slice)),
            _ => {}
        }
        section_notes(&mut page, audit, section, plan);
    }
    notes::findings(&mut page, &audit.findings, &names);
    if !audit.date.is_empty() {
        page.block("---");
        page.block(&format!("*Integration audit: {}*", audit.date));
    }
    page.finish()
}

/// The title as a heading's text. One that does not say what the document is stands behind the usual one.
fn title(title: &str) -> String {
    let says = title.to_lowercase().contains("integration");
    match title {
        "" => TITLE.into(),
        _ if says => escaped(title),
        _ => format!("{TITLE}: {}", escaped(title)),
    }
}

/// The sections: the usual ones, then others in the order of the notes and the services.
pub fn sections(audit: &Audit) -> Vec<&str> {
    let mut out: Vec<&str> = SECTIONS.to_vec();
    let mut seen: std::collections::HashSet<&str> = SECTIONS.into_iter().collect();
    seen.insert("");
    let named =
        audit.notes.iter().map(|note| &note.section).chain(audit.services.iter().map(|service| &service.section));
    for section in named {
        if seen.insert(section) {
            out.push(section);
        }
    }
    out
}

fn section_notes(page: &mut Page, audit: &Audit, section: &str, plan: &Plan) {
    let here: Vec<&Note> = audit.notes.iter().filter(|note| note.section == section).collect();
    notes::notes(page, &here, plan.notes.contains(section));
}
