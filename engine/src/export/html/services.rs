//! The services of the report, by section and category: each with its clients, its variables and the lines that prove it.

use super::super::place;
use super::markup::Markup;
use super::{Report, hue};
use crate::audit::{Client, Evidence, Service, Status};
use crate::markdown::{category_heading, sections};
use crate::order::Arrange;

/// Lines of evidence that are shown at once.
const SHOWN: usize = 4;

/// Lines of evidence that are shown at most. The audit as JSON has all.
const LISTED: usize = 100;

/// Files of a service that are named at most.
const FILES: usize = 8;

/// Writes the services.
pub fn write(page: &mut Markup, report: &Report<'_>) {
    let services = &report.audit.services;
    if services.is_empty() {
        page.raw("<p class=\"none\">None was found.</p>\n");
        return;
    }
    for section in sections(report.audit) {
        let mut here: Vec<&Service> =
            services.iter().filter(|one| one.section == section && is_told(one.status)).collect();
        if here.is_empty() {
            continue;
        }
        here.arrange_by_cached_key(|one| (one.category, one.status, one.name.to_lowercase(), one.id.clone()));
        page.raw("<h3>").text(section).raw("</h3>\n");
        for one in here {
            service(page, one, report);
        }
    }
    aside(
        page,
        services,
        Status::Mentioned,
        "Only mentioned",
        "Comments, links or documents name these, and no code uses them.",
    );
    aside(page, services, Status::Absent, "Absent", "The document says that there is none of these.");
}

fn is_told(status: Status) -> bool {
    !matches!(status, Status::Mentioned | Status::Absent)
}

/// Those of a status of which there is no more to tell than their names.
fn aside(page: &mut Markup, services: &[Service], status: Status, heading: &'static str, meaning: &'static str) {
    let mut names = services.iter().filter(|one| one.status == status).map(|one| one.name.as_str()).peekable();
    if names.peek().is_none() {
        return;
    }
    page.raw("<h3>").raw(heading).raw("</h3>\n<p class=\"aside\">").raw(meaning).raw("</p>\n<p>");
    for (at, name) in names.enumerate() {
        page.raw(if at > 0 { ", " } else { "" }).text(name);
    }
    page.raw("</p>\n");
}

fn service(page: &mut Markup, service: &Service, report: &Report<'_>) {
    page.raw("<article>\n<h4>");
    jack(page, service);
    page.text(&service.name)
        .raw("</h4>\n<p class=\"about\"><span>")
        .raw(status_words(service.status))
        .raw("</span> <span>");
    page.text(category_heading(service.category)).raw("</span></p>\n");
    if !service.purpose.is_empty() {
        page.raw("<div class=\"words\">").own_words(&service.purpose).raw("</div>\n");
    }
    page.raw("<dl>\n");
    list(page, "Clients", &service.clients, client);
    list(page, "Variables", &service.env, code);
    list(page, "Hosts", &service.hosts, code);
    list(page, "Images", &service.images, code);
    let stores = report.audit.stores.iter().filter(|store| store.service == service.id).count();
    if stores > 0 {
        page.raw("<div><dt>Stores</dt><dd>").counted(stores, "store", "stores").raw(", listed below</dd></div>\n");
    }
    let (files, rest) = service.implementation.split_at(service.implementation.len().min(FILES));
    list(page, if rest.is_empty() { "Files" } else { "Main files" }, files, code);
    for attribute in &service.attributes {
        page.raw("<div><dt>").text(&attribute.label).raw("</dt><dd>").own_words(&attribute.text).raw("</dd></div>\n");
    }
    page.raw("</dl>\n");
    // A document's lines are its words, which stand above.
    if !report.is_document {
        evidence(page, &service.evidence);
    }
    page.raw("</article>\n");
}

fn list<T>(page: &mut Markup, label: &'static str, items: &[T], write: impl Fn(&mut Markup, &T)) {
    if items.is_empty() {
        return;
    }
    page.raw("<div><dt>").raw(label).raw("</dt><dd><ul>");
    for item in items {
        page.raw("<li>");
        write(page, item);
        page.raw("</li>");
    }
    page.raw("</ul></dd></div>\n");
}

fn code<T: AsRef<str>>(page: &mut Markup, text: &T) {
    page.code(text.as_ref());
}

fn client(page: &mut Markup, client: &Client) {
    page.code(&client.name);
    let version = if client.version.is_empty() { &client.requirement } else { &client.version };
    if !version.is_empty() {
        page.raw(" ").text(version);
    }
    page.raw(" <span class=\"soft\">").text(&client.ecosystem);
    if !client.manifest.is_empty() {
        page.raw(", ").text(&client.manifest);
    }
    page.raw("</span>");
}

fn evidence(page: &mut Markup, all: &[Evidence]) {
    let (first, rest) = all.split_at(all.len().min(SHOWN));
    lines(page, first);
    if rest.is_empty() {
        return;
    }
    let (listed, left) = rest.split_at(rest.len().min(LISTED));
    page.raw("<details><summary>").counted(rest.len(), "more place", "more places").raw("</summary>\n");
    lines(page, listed);
    if !left.is_empty() {
        page.raw("<p class=\"soft\">And ").number(left.len()).raw(" more: the audit as JSON has them all.</p>\n");
    }
    page.raw("</details>\n");
}

fn lines(page: &mut Markup, evidence: &[Evidence]) {
    if evidence.is_empty() {
        return;
    }
    page.raw("<ol class=\"lines\">\n");
    for line in evidence {
        page.raw("<li><span class=\"place\">").code(&place(&line.path, line.line)).raw("</span> <span class=\"soft\">");
        page.raw(line.kind.word()).raw("</span>");
        if !line.excerpt.is_empty() {
            page.raw("<pre>");
            marked(page, &line.excerpt, &line.matched);
            page.raw("</pre>");
        }
        page.raw("</li>\n");
    }
    page.raw("</ol>\n");
}

/// A line with the part marked that was matched.
fn marked(page: &mut Markup, line: &str, part: &str) {
    match line.find(part).filter(|_| !part.is_empty()).map(|at| (line.split_at(at), at + part.len())) {
        Some(((before, _), end)) => {
            page.text(before).raw("<mark>").text(part).raw("</mark>").text(line.get(end..).unwrap_or(""))
        }
        None => page.text(line),
    };
}

fn status_words(status: Status) -> &'static str {
    match status {
        Status::DevOnly => "dev only",
        status => status.word(),
    }
}

/// The sign of a status, in the colour of the category.
fn jack(page: &mut Markup, service: &Service) {
    page.raw("<svg class=\"jack ")
        .raw(hue(service.category))
        .raw("\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\">");
    page.raw(match service.status {
        Status::Used => {
            "<circle class=\"solid\" cx=\"8\" cy=\"8\" r=\"7\"/><circle class=\"hole\" cx=\"8\" cy=\"8\" r=\"3.5\"/>"
        }
        Status::Declared => "<circle cx=\"8\" cy=\"8\" r=\"6\"/>",
        Status::DevOnly => "<circle class=\"dotted\" cx=\"8\" cy=\"8\" r=\"6\"/>",
        Status::Mentioned => "<circle class=\"solid\" cx=\"8\" cy=\"8\" r=\"3\"/>",
        Status::Planned => "<circle class=\"dashed\" cx=\"8\" cy=\"8\" r=\"6\"/>",
        Status::Absent => "<circle cx=\"8\" cy=\"8\" r=\"6\"/><path d=\"M2.5 13.5l11-11\"/>",
    });
    page.raw("</svg>");
}
