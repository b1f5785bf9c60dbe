//! What a rule's page says, `docs/rules/ID.md`.

use super::rules::{PAGES, RULES, Rule};

/// A rule's page, part by part, each in Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Help {
    /// What raises it.
    pub what: &'static str,
    /// Why that is bad.
    pub why: &'static str,
    /// What to do.
    pub how_to_fix: &'static str,
    /// When there is nothing to do.
    pub when_to_ignore: &'static str,
}

/// The rule with this id, and its page.
pub fn help(id: &str) -> Option<(&'static Rule, Help)> {
    let at = RULES.binary_search_by_key(&id, |rule| rule.id).ok()?;
    let page = PAGES.get(at)?;
    let under = |heading: &str| {
        let mut sections = page.split("\n## ").filter_map(|section| section.split_once('\n'));
        sections.find(|(title, _)| *title == heading).map_or("", |(_, text)| text.trim())
    };
    let help = Help {
        what: under("What"),
        why: under("Why"),
        how_to_fix: under("How to fix"),
        when_to_ignore: under("When to ignore"),
    };
    RULES.get(at).map(|rule| (*rule, help))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_all_its_help() {
        for known in RULES {
            let (rule, help) = help(known.id).unwrap();
            assert_eq!(rule.id, known.id);
            for text in [help.what, help.why, help.how_to_fix, help.when_to_ignore] {
                assert!(text.len() > 5 && !text.contains("## "), "{}: {text:?}", known.id);
            }
        }
        assert_eq!(help("PB000"), None);
    }
}
