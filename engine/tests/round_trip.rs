//! An audit that is written as a document and read back is the same audit, as far as a document carries it.

use patchbay_engine::audit::Audit;
use patchbay_engine::markdown::{self, Options, carried};
use proptest::prelude::*;

mod made;
mod tree;

/// The audit that a document gives.
fn read(text: &str) -> Audit {
    markdown::read(text.as_bytes(), &Options { name: "INTEGRATIONS.md".into(), date: String::new() }).unwrap()
}

/// Says where two audits differ, and shows the document between them.
fn differ(before: &Audit, after: &Audit, text: &str) -> Option<String> {
    let (before, after) = (carried(before), carried(after));
    let json = |audit: &Audit| serde_json::to_string_pretty(audit).unwrap();
    (json(&before) != json(&after)).then(|| {
        let (before, after) = (json(&before), json(&after));
        let line = before.lines().zip(after.lines()).position(|(a, b)| a != b).unwrap_or(0);
        let around = |text: &str| text.lines().skip(line.saturating_sub(8)).take(20).collect::<Vec<_>>().join("\n");
        format!("before:\n{}\nafter:\n{}\ndocument:\n{text}", around(&before), around(&after))
    })
}

fn check(audit: &Audit) -> Result<(), TestCaseError> {
    let text = markdown::write(audit);
    if let Some(difference) = differ(audit, &read(&text), &text) {
        return Err(TestCaseError::fail(difference));
    }
    prop_assert_eq!(markdown::write(audit), text, "the same audit gives the same document");
    Ok(())
}

#[test]
fn code_bases_come_back() {
    for case in tree::cases() {
        check(&tree::audit(&case)).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn made_audits_come_back(audit in made::audit()) {
        check(&audit)?;
    }

    #[test]
    fn made_audits_with_words_come_back(audit in made::worded()) {
        check(&audit)?;
    }

    #[test]
    fn documents_come_back(text in made::document()) {
        check(&read(&text))?;
    }
}
