//! What differs, in one sentence.

use super::{Comparison, Counts, List};

/// "3 services added, 1 removed, 5 changed; 7 new variables." Between a document and code it says which of them has what.
pub fn sentence(comparison: &Comparison) -> String {
    let mixed = comparison.a.document != comparison.b.document;
    let parts: Vec<String> = comparison
        .lists()
        .into_iter()
        .map(|(list, rows)| {
            let counts = Counts::of(rows);
            if mixed { of_mixed(list, counts, comparison.b.document) } else { of(list, counts) }
        })
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() {
        return "No differences.".to_owned();
    }
    format!("{}.", parts.join("; "))
}

/// One list between audits of the same sort. What a list is called stands with the first number.
fn of(list: List, counts: Counts) -> String {
    let services = list == List::Services;
    let added = |word: &str| if services { format!("{word} added") } else { format!("new {word}") };
    let gone = |word: &str| if services { format!("{word} removed") } else { format!("{word} gone") };
    let rest = if services { ["added", "removed", "changed"] } else { ["new", "gone", "changed"] };
    let mut out: Vec<String> = Vec::new();
    for (at, count) in [counts.added, counts.removed, counts.changed].into_iter().enumerate() {
        if count == 0 {
            continue;
        }
        let word = word(list, count);
        out.push(match (out.is_empty(), at) {
            (true, 0) => format!("{count} {}", added(word)),
            (true, 1) => format!("{count} {}", gone(word)),
            (true, _) => format!("{count} {word} changed"),
            (false, _) => format!("{count} {}", rest.get(at).copied().unwrap_or_default()),
        });
    }
    out.join(", ")
}

/// One list between a document and code.
fn of_mixed(list: List, counts: Counts, b_is_document: bool) -> String {
    let (in_document, in_code) =
        if b_is_document { (counts.added, counts.removed) } else { (counts.removed, counts.added) };
    let mut out: Vec<String> = Vec::new();
    for (count, says) in
        [(in_code, "only in the code"), (in_document, "only in the document"), (counts.changed, "not the same")]
    {
        if count > 0 {
            let word = if out.is_empty() { format!("{count} {}", word(list, count)) } else { count.to_string() };
            out.push(format!("{word} {says}"));
        }
    }
    out.join(", ")
}

/// What a list holds, so many of them.
pub fn word(list: List, count: usize) -> &'static str {
    match (list, count == 1) {
        (List::Services, true) => "service",
        (List::Services, false) => "services",
        (List::Env, true) => "variable",
        (List::Env, false) => "variables",
        (List::Endpoints, true) => "endpoint",
        (List::Endpoints, false) => "endpoints",
        (List::Stores, true) => "store",
        (List::Stores, false) => "stores",
        (List::Findings, true) => "finding",
        (List::Findings, false) => "findings",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_people_say_them() {
        let counts = |added, removed, changed| Counts { added, removed, changed, same: 9 };
        assert_eq!(of(List::Services, counts(3, 1, 5)), "3 services added, 1 removed, 5 changed");
        assert_eq!(of(List::Services, counts(0, 1, 0)), "1 service removed");
        assert_eq!(of(List::Env, counts(7, 0, 0)), "7 new variables");
        assert_eq!(of(List::Env, counts(0, 2, 1)), "2 variables gone, 1 changed");
        assert_eq!(of(List::Stores, counts(0, 0, 0)), "");
        assert_eq!(of_mixed(List::Env, counts(2, 1, 0), false), "2 variables only in the code, 1 only in the document");
        assert_eq!(of_mixed(List::Env, counts(2, 1, 0), true), "1 variable only in the code, 2 only in the document");
    }
}
