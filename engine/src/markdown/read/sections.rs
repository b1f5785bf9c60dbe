//! The sections of a document: the usual ones under any of their names, and those that a document invents.

use super::words::{self, contains_word};
use crate::audit::{Category, SECTIONS};

/// What a section is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Subject {
    /// Services: of one of the usual sections, or of a category.
    Services,
    /// Variables, and where secrets are kept.
    Environment,
    /// Webhooks and callbacks.
    Hooks,
    /// Something of the document's own.
    #[default]
    Own,
}

/// A section of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Section {
    /// The usual name, else the document's own.
    pub name: String,
    /// What it is about.
    pub subject: Subject,
    /// The category that its name tells.
    pub category: Option<Category>,
}

/// Runs of words by which the usual sections are known, by the section's place in [`SECTIONS`]. The first row that holds
/// one decides; a name may hold only words of these rows and of groups.
const NAMES: &[(usize, &[&str])] = &[
    (6, &["webhooks", "webhook", "callbacks", "callback"]),
    (
        5,
        &[
            "environment configuration",
            "environment variables",
            "environment variable",
            "environment",
            "env vars",
            "env",
            "configuration variables",
            "secrets & configuration",
            "secrets and configuration",
        ],
    ),
    (4, &["ci/cd", "deployment", "deployments", "hosting", "infrastructure", "devops", "cicd", "ci"]),
    (3, &["monitoring", "observability", "error tracking", "logging", "error monitoring", "telemetry"]),
    (2, &["authentication", "identity", "authorization", "auth"]),
    (
        1,
        &[
            "data storage",
            "data stores",
            "data store",
            "databases",
            "database",
            "storage",
            "persistence",
            "data layer",
            "caching",
            "cache",
            "data persistence",
            "database systems",
        ],
    ),
    (
        0,
        &[
            "apis",
            "external services",
            "external apis",
            "third-party services",
            "third party services",
            "third-party apis",
            "external integrations",
            "third-party integrations",
            "external api",
            "saas",
            "service integrations",
            "apis & external services",
            "services & apis",
        ],
    ),
];

/// Names of sections that sum up and list nothing new.
const OWN: &[&str] =
    &["summary", "notes", "overview", "status", "patterns", "considerations", "references", "context", "flow"];

/// The section that a heading opens.
pub fn section(heading: &str) -> Section {
    let name = without_number(heading).trim().trim_end_matches(':').trim();
    let lower = name.to_lowercase().replace(" and ", " & ");
    let category = words::category(name);
    let short = lower.split_whitespace().count() <= 7;
    if short && !OWN.iter().any(|word| contains_word(&lower, word)) && (words::is_group(name) || is_usual(&lower)) {
        for (place, runs) in NAMES {
            if runs.iter().any(|run| contains_word(&lower, run)) {
                return Section {
                    name: SECTIONS.get(*place).copied().unwrap_or(name).to_owned(),
                    subject: match place {
                        5 => Subject::Environment,
                        6 => Subject::Hooks,
                        _ => Subject::Services,
                    },
                    // A usual section holds services of several categories.
                    category: category
                        .filter(|_| SECTIONS.get(*place).is_none_or(|usual| !usual.eq_ignore_ascii_case(name))),
                };
            }
        }
        if category.is_some() {
            return Section { name: name.to_owned(), subject: Subject::Services, category };
        }
    }
    Section { name: name.to_owned(), subject: Subject::Own, category }
}

/// Whether a name is a usual one in full, or with a remark in brackets.
fn is_usual(lower: &str) -> bool {
    let bare = words::folded(lower);
    SECTIONS.iter().any(|usual| usual.to_lowercase() == bare)
        || NAMES.iter().any(|(_, runs)| runs.contains(&bare.as_str()))
}

/// A heading without the number or sign before its words: `2.`, `1.3`, `A)`, an emoji.
pub fn without_number(heading: &str) -> &str {
    let rest = heading.trim_start_matches(|c: char| {
        !c.is_alphanumeric() && !matches!(c, '(' | '[' | '`' | '*' | '"' | '<' | '@' | '.' | '/')
    });
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if digits.len() < rest.len() && digits.starts_with([' ', ')', ':']) && rest.len() - digits.len() <= 6 {
        let number = rest.get(..rest.len() - digits.len()).unwrap_or("");
        if number.ends_with('.') || digits.starts_with([')', ':']) || number.contains('.') {
            return digits.trim_start_matches([')', ':']).trim_start();
        }
    }
    rest
}

/// Whether a heading begins with a number, as the items of a list do.
pub fn is_numbered(heading: &str) -> bool {
    without_number(heading).len() < heading.trim_start().len()
        && heading.trim_start().starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_sections_under_any_name() {
        for (heading, name) in [
            ("APIs & External Services", "APIs & External Services"),
            ("External APIs", "APIs & External Services"),
            ("3. Data Storage and Caching", "Data Storage"),
            ("Databases", "Data Storage"),
            ("Authentication and Identity", "Authentication & Identity"),
            ("Monitoring & Logging", "Monitoring & Observability"),
            ("CI/CD", "CI/CD & Deployment"),
            ("Deployment & Hosting", "CI/CD & Deployment"),
            ("Environment Variables", "Environment Configuration"),
            ("🔌 Webhooks", "Webhooks & Callbacks"),
        ] {
            assert_eq!(section(heading).name, name, "{heading}");
        }
    }

    #[test]
    fn own_sections_keep_their_names() {
        for (heading, name, subject, category) in [
            ("Email Services", "Email Services", Subject::Services, Some(Category::Email)),
            ("Data Flow Patterns", "Data Flow Patterns", Subject::Own, None),
            ("1. Acme Mail", "Acme Mail", Subject::Own, Some(Category::Email)),
            ("3CX Phone", "3CX Phone", Subject::Own, Some(Category::Sms)),
        ] {
            let found = section(heading);
            assert_eq!((found.name.as_str(), found.subject, found.category), (name, subject, category), "{heading}");
        }
    }

    #[test]
    fn numbers_go() {
        for (heading, rest) in
            [("1. X", "X"), ("1.2 X", "X"), ("12) X", "X"), ("3CX", "3CX"), ("2 X", "2 X"), ("✅ X", "X")]
        {
            assert_eq!(without_number(heading), rest, "{heading}");
        }
        assert!(is_numbered("2. X") && !is_numbered("2 X") && !is_numbered("✅ X"));
    }
}
