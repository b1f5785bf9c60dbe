//! The report: one HTML file that opens from a disk, without a script, without a request, in any browser, and prints.
//!
//! Its content policy forbids everything but its own styles, by their hash. The styles stand in `www/report.css`, which the
//! page's print view shares. What the audit took from file names and documents is text and never markup: see [`Markup`].

use crate::audit::{Audit, Category, SourceKind, Status};
use markup::{Markup, grouped};
use std::collections::HashMap;

mod coverage;
mod findings;
mod lists;
mod markup;
mod services;

/// The styles of the report, all within `.report`.
pub const STYLE: &str = include_str!("../../../../www/report.css");

/// The content policy's name for [`STYLE`], made by `build.rs`.
const STYLE_HASH: &str = env!("PATCHBAY_REPORT_STYLE_HASH");

/// The family of categories that share a hue; a class name of the styles.
pub fn hue(category: Category) -> &'static str {
    use Category::*;
    match category {
        Payment | Ecommerce | FinanceData => "hue-money",
        Ai => "hue-ai",
        Database | Cache | Queue | Storage | Search => "hue-data",
        Auth | IdentityVerification | Secrets => "hue-identity",
        Email | Sms | Push | Chat | Realtime | Webrtc => "hue-message",
        Media | Video | Maps | Pdf | Cms => "hue-media",
        Analytics | ErrorTracking | Logging | Monitoring | FeatureFlags => "hue-watch",
        Hosting | Ci | Container | Registry | Iac | CdnDns | CodeHost | DevService => "hue-delivery",
        Crm | Social | Blockchain | DataApi => "hue-world",
        Other => "hue-other",
    }
}

/// What the parts of the report look up.
struct Report<'a> {
    audit: &'a Audit,
    /// The services' names, by id.
    names: HashMap<&'a str, &'a str>,
    /// Whether it was read from a document.
    is_document: bool,
}

impl Report<'_> {
    /// The name of the service with this id; the id where the audit has no such service.
    fn name<'b>(&'b self, id: &'b str) -> &'b str {
        self.names.get(id).copied().unwrap_or(id)
    }
}

/// A part of the report: where it stands, its heading, how many things it holds, and who writes it.
struct Part {
    id: &'static str,
    heading: &'static str,
    count: usize,
    write: fn(&mut Markup, &Report<'_>),
}

/// Writes the report.
pub fn write(audit: &Audit) -> String {
    let names = audit.services.iter().map(|service| (service.id.as_str(), service.name.as_str())).collect();
    let report = Report { audit, names, is_document: audit.source.kind == SourceKind::Markdown };
    let mut page = Markup::default();
    head(&mut page, &report);
    page.raw("<body class=\"report\">\n");
    title(&mut page, &report);
    summary(&mut page, &report);
    let parts = parts(audit);
    contents(&mut page, &parts);
    page.raw("<main>\n");
    for part in &parts {
        page.raw("<section id=\"").raw(part.id).raw("\">\n<h2>").raw(part.heading).raw("</h2>\n");
        (part.write)(&mut page, &report);
        page.raw("</section>\n");
    }
    page.raw("</main>\n<footer>");
    if !audit.generator.is_empty() {
        page.raw("Made by ").text(&audit.generator).raw(". ");
    }
    page.raw("The values of secrets are in no part of this report.</footer>\n</body>\n</html>\n");
    page.finish()
}

fn parts(audit: &Audit) -> Vec<Part> {
    let part = |id, heading, count, write| Part { id, heading, count, write };
    let mut parts = vec![
        part("services", "Services", audit.services.len(), services::write as fn(&mut Markup, &Report<'_>)),
        part("variables", "Environment variables", audit.env.len(), lists::variables),
        part("endpoints", "Webhooks, callbacks and hooks", audit.endpoints.len(), lists::endpoints),
        part("stores", "Stores", audit.stores.len(), lists::stores),
        part("findings", "Findings", audit.findings.len(), findings::write),
    ];
    if !audit.notes.is_empty() {
        parts.push(part("notes", "Notes", audit.notes.len(), lists::notes));
    }
    parts.push(part("coverage", "Coverage", audit.coverage.files as usize, coverage::write));
    // What there is none of is said where a reader would look for it. A document has no files and few of them findings.
    parts.retain(|part| part.count > 0 || matches!(part.id, "services" | "variables" | "endpoints" | "findings"));
    if audit.source.kind == SourceKind::Markdown {
        parts.retain(|part| part.count > 0 && part.id != "coverage");
    }
    parts
}

fn head(page: &mut Markup, report: &Report<'_>) {
    page.raw("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src '").raw(STYLE_HASH);
    page.raw("'; form-action 'none'; base-uri 'none'\">\n<meta name=\"referrer\" content=\"no-referrer\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    page.raw("<meta name=\"color-scheme\" content=\"light dark\">\n<title>").text(name(report.audit));
    page.raw(": integration audit</title>\n<style>").raw(STYLE).raw("</style>\n</head>\n");
}

/// What the audit is of.
fn name(audit: &Audit) -> &str {
    [&audit.title, &audit.source.name].into_iter().find(|name| !name.is_empty()).map_or("Untitled", String::as_str)
}

fn title(page: &mut Markup, report: &Report<'_>) {
    let audit = report.audit;
    page.raw("<header>\n<p class=\"kind\">").raw(if report.is_document {
        "Integration audit, as its document says it"
    } else {
        "Integration audit"
    });
    page.raw("</p>\n<h1>").text(name(audit)).raw("</h1>\n<dl>\n");
    if !audit.source.name.is_empty() {
        let kind = match audit.source.kind {
            SourceKind::Zip => "zip archive",
            SourceKind::Tar => "tar archive",
            SourceKind::Folder => "folder",
            SourceKind::Markdown => "document",
            SourceKind::Link => "link",
        };
        page.raw("<div><dt>Source</dt><dd>").text(&audit.source.name).raw(" (").raw(kind);
        if audit.source.bytes > 0 {
            page.raw(", ").text(&size(audit.source.bytes));
        }
        page.raw(")</dd></div>\n");
    }
    if !audit.date.is_empty() {
        page.raw("<div><dt>Date</dt><dd>").text(&audit.date).raw("</dd></div>\n");
    }
    if audit.coverage.files > 0 && !report.is_document {
        page.raw("<div><dt>Files read</dt><dd>").number(audit.coverage.read as usize).raw(" of ");
        page.number(audit.coverage.files as usize).raw("</dd></div>\n");
    }
    page.raw("</dl>\n</header>\n");
}

/// A size: `6.7 MB`.
fn size(bytes: u64) -> String {
    let tenths = |unit: u64| {
        format!("{}.{}", grouped(usize::try_from(bytes / unit).unwrap_or(usize::MAX)), bytes % unit * 10 / unit)
    };
    match bytes {
        1_000_000_000.. => tenths(1_000_000_000) + " GB",
        1_000_000.. => tenths(1_000_000) + " MB",
        1_000.. => format!("{} kB", bytes / 1_000),
        _ => format!("{bytes} B"),
    }
}

/// The report in a few sentences.
fn summary(page: &mut Markup, report: &Report<'_>) {
    let audit = report.audit;
    page.raw("<section class=\"summary\" aria-label=\"Summary\">\n<ul class=\"figures\">\n");
    for (number, one, many) in [
        (audit.services.len(), "service", "services"),
        (audit.env.len(), "variable", "variables"),
        (audit.endpoints.len(), "endpoint", "endpoints"),
        (audit.stores.len(), "store", "stores"),
        (audit.findings.len(), "finding", "findings"),
    ] {
        page.raw("<li><b>").number(number).raw("</b> ").raw(if number == 1 { one } else { many }).raw("</li>\n");
    }
    page.raw("</ul>\n<p>");
    let of = |status: Status| audit.services.iter().filter(move |service| service.status == status);
    let used: Vec<&str> = of(Status::Used).map(|service| service.name.as_str()).collect();
    match used.as_slice() {
        [] => page.raw("No outside service is used."),
        names => {
            page.counted(names.len(), "service is used: ", "services are used: ");
            for (at, name) in names.iter().enumerate() {
                page.raw(match at {
                    0 => "",
                    at if at + 1 == names.len() => " and ",
                    _ => ", ",
                });
                page.text(name);
            }
            page.raw(".")
        }
    };
    for (status, one, many) in [
        (Status::Declared, "more is declared and not used", "more are declared and not used"),
        (Status::DevOnly, "is for development only", "are for development only"),
        (Status::Planned, "is planned", "are planned"),
    ] {
        let number = of(status).count();
        if number > 0 {
            page.raw(" ").counted(number, one, many).raw(".");
        }
    }
    page.raw("</p>\n");
    let severity = |word: &str| audit.findings.iter().filter(|finding| finding.severity == word).count();
    let (errors, warnings, notes) = (severity("error"), severity("warning"), severity("note"));
    if errors + warnings + notes > 0 {
        page.raw("<p>The findings: ").counted(errors, "error", "errors").raw(", ");
        page.counted(warnings, "warning", "warnings").raw(", ").counted(notes, "note", "notes").raw(".</p>\n");
    }
    page.raw("</section>\n");
}

fn contents(page: &mut Markup, parts: &[Part]) {
    page.raw("<nav aria-label=\"Contents\">\n<ol>\n");
    for part in parts {
        page.raw("<li><a href=\"#").raw(part.id).raw("\">").raw(part.heading).raw("</a> <span>").number(part.count);
        page.raw("</span></li>\n");
    }
    page.raw("</ol>\n</nav>\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_well() {
        assert_eq!([size(12), size(6_700), size(6_686_036), size(4_200_000_000)], ["12 B", "6 kB", "6.6 MB", "4.2 GB"]);
    }

    #[test]
    fn the_styles_end_where_they_end() {
        assert!(!STYLE.contains("</") && STYLE_HASH.starts_with("sha256-"));
    }
}
