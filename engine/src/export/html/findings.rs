//! The findings of the report, the worst first, those of one rule together with what to do.

use super::super::place;
use super::Report;
use super::markup::Markup;
use crate::audit::Finding;
use crate::findings::help;
use std::collections::BTreeMap;

/// The severities, the worst first, and the headings above them.
const SEVERITIES: [(&str, &str); 3] = [("error", "Errors"), ("warning", "Warnings"), ("note", "Notes")];

/// Writes the findings.
pub fn write(page: &mut Markup, report: &Report<'_>) {
    let findings = &report.audit.findings;
    if findings.is_empty() {
        page.raw("<p class=\"none\">None.</p>\n");
        return;
    }
    for (severity, heading) in SEVERITIES {
        let mut rules: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| severity_of(finding) == severity) {
            rules.entry(&finding.rule).or_default().push(finding);
        }
        if rules.is_empty() {
            continue;
        }
        page.raw("<h3 class=\"").raw(severity).raw("\">").raw(heading).raw("</h3>\n");
        for (id, all) in rules {
            rule(page, id, &all);
        }
    }
}

/// A finding's severity. An audit from elsewhere may hold any word.
fn severity_of(finding: &Finding) -> &'static str {
    SEVERITIES.iter().find(|(word, _)| finding.severity == *word).map_or("warning", |(word, _)| word)
}

fn rule(page: &mut Markup, id: &str, findings: &[&Finding]) {
    let known = help(id);
    page.raw("<article>\n<h4>").text(known.map_or(id, |(rule, _)| rule.title)).raw(" <span class=\"soft\">").text(id);
    page.raw("</span></h4>\n<ol class=\"lines\">\n");
    for finding in findings {
        page.raw("<li>").text(&finding.message);
        if !finding.place.path.is_empty() {
            page.raw(" <span class=\"place\">").code(&place(&finding.place.path, finding.place.line)).raw("</span>");
        }
        page.raw("</li>\n");
    }
    page.raw("</ol>\n");
    if let Some((_, help)) = known {
        page.raw("<div class=\"words\">").own_words(help.why).raw("<p><b>How to fix</b></p>");
        page.own_words(help.how_to_fix).raw("</div>\n");
    }
    page.raw("</article>\n");
}
