//! The tables of the report: variables, endpoints, stores; and a document's notes.

use super::super::place;
use super::Report;
use super::markup::Markup;
use crate::audit::{Attribute, Endpoint, Place, Variable, Verification};

/// Places that a cell names at most. The audit as JSON has all.
const PLACES: usize = 4;

fn table(page: &mut Markup, caption: &'static str, columns: &[&'static str]) {
    page.raw("<div class=\"table\"><table>\n<caption>").raw(caption).raw("</caption>\n<thead><tr>");
    for column in columns {
        page.raw("<th scope=\"col\">").raw(column).raw("</th>");
    }
    page.raw("</tr></thead>\n<tbody>\n");
}

fn end_table(page: &mut Markup) {
    page.raw("</tbody>\n</table></div>\n");
}

fn places(page: &mut Markup, count: usize, places: impl Iterator<Item = String>) {
    page.raw("<td>");
    for (at, place) in places.take(PLACES).enumerate() {
        page.raw(if at > 0 { "<br>" } else { "" }).code(&place);
    }
    if let Some(rest) = count.checked_sub(PLACES).filter(|rest| *rest > 0) {
        page.raw("<br><span class=\"soft\">and ").number(rest).raw(" more</span>");
    }
    page.raw("</td>");
}

/// Writes the environment variables.
pub fn variables(page: &mut Markup, report: &Report<'_>) {
    if report.audit.env.is_empty() {
        page.raw("<p class=\"none\">None was found.</p>\n");
        return;
    }
    if report.is_document {
        table(page, "Variables that the document names", &["Variable", "Service", "Required", "Purpose"]);
    } else {
        table(page, "Variables that are read or declared", &["Variable", "Service", "Required", "Read", "Declared"]);
    }
    for variable in &report.audit.env {
        page.raw("<tr><th scope=\"row\">").code(&variable.name).raw("</th><td>").text(report.name(&variable.service));
        page.raw("</td><td>").raw(match variable.required {
            Some(true) => "required",
            Some(false) => "optional",
            None => "<span class=\"soft\">unknown</span>",
        });
        page.raw("</td>");
        if report.is_document {
            page.raw("<td>").own_words(&variable.purpose).raw("</td>");
        } else {
            where_it_stands(page, variable);
        }
        page.raw("</tr>\n");
    }
    end_table(page);
}

fn where_it_stands(page: &mut Markup, variable: &Variable) {
    if variable.read.is_empty() {
        page.raw("<td class=\"soft\">never</td>");
    } else {
        places(page, variable.read.len(), variable.read.iter().map(|at| place(&at.path, at.line)));
    }
    if variable.declared.is_empty() {
        page.raw("<td class=\"lacks\">nowhere</td>");
    } else {
        places(page, variable.declared.len(), variable.declared.iter().map(|at| place(&at.path, at.line)));
    }
}

/// Writes the endpoints.
pub fn endpoints(page: &mut Markup, report: &Report<'_>) {
    if report.audit.endpoints.is_empty() {
        page.raw("<p class=\"none\">None was found.</p>\n");
        return;
    }
    table(
        page,
        "Who calls whom, and how a call proves itself",
        &["Endpoint", "Direction", "Service", "Verification", "Events", "Place"],
    );
    for endpoint in &report.audit.endpoints {
        row(page, endpoint, report);
    }
    end_table(page);
}

fn row(page: &mut Markup, endpoint: &Endpoint, report: &Report<'_>) {
    page.raw("<tr><th scope=\"row\">");
    if !endpoint.method.is_empty() {
        page.text(&endpoint.method).raw(" ");
    }
    page.code(&endpoint.path);
    if !endpoint.purpose.is_empty() {
        page.raw("<div class=\"words\">").own_words(&endpoint.purpose).raw("</div>");
    }
    attributes(page, &endpoint.attributes);
    page.raw("</th><td>").raw(endpoint.direction.word()).raw("</td><td>").text(report.name(&endpoint.service));
    page.raw("</td>").raw(match endpoint.verification {
        Verification::Signature => "<td>signature checked</td>",
        Verification::Token => "<td>token compared</td>",
        Verification::None => "<td class=\"lacks\">nothing checked</td>",
        Verification::Unknown => "<td class=\"soft\">unknown</td>",
    });
    page.raw("<td>");
    for (at, event) in endpoint.events.iter().enumerate() {
        page.raw(if at > 0 { "<br>" } else { "" }).code(event);
    }
    page.raw("</td>");
    one_place(page, &endpoint.place);
    page.raw("</tr>\n");
}

fn attributes(page: &mut Markup, attributes: &[Attribute]) {
    for attribute in attributes {
        page.raw("<div class=\"words\"><span class=\"soft\">").text(&attribute.label).raw("</span> ");
        page.own_words(&attribute.text).raw("</div>");
    }
}

fn one_place(page: &mut Markup, at: &Place) {
    let there = usize::from(!at.path.is_empty());
    places(page, there, Some(place(&at.path, at.line)).into_iter().take(there));
}

/// Writes the stores.
pub fn stores(page: &mut Markup, report: &Report<'_>) {
    table(page, "Tables, collections, buckets, indexes and queues", &["Store", "Kind", "Service", "Place"]);
    for store in &report.audit.stores {
        page.raw("<tr><th scope=\"row\">").code(&store.name).raw("</th><td>").text(&store.kind).raw("</td><td>");
        page.text(report.name(&store.service)).raw("</td>");
        one_place(page, &store.place);
        page.raw("</tr>\n");
    }
    end_table(page);
}

/// Writes what a document says that belongs to no service, variable or endpoint.
pub fn notes(page: &mut Markup, report: &Report<'_>) {
    let mut above = ("", "");
    for note in &report.audit.notes {
        let here = (note.section.as_str(), note.group.as_str());
        if here.0 != above.0 && !here.0.is_empty() {
            page.raw("<h3>").text(here.0).raw("</h3>\n");
        }
        if here != above && !here.1.is_empty() {
            page.raw("<h4>").text(here.1).raw("</h4>\n");
        }
        above = here;
        page.raw(if note.depth > 0 { "<div class=\"words item\">" } else { "<div class=\"words\">" });
        page.own_words(&note.text).raw("</div>\n");
    }
}
