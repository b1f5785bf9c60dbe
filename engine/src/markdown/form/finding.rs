//! A finding's head: `` **PB012** (warning) - what is wrong ``.

use super::text::{Cursor, code, escaped, plain, prose};
use crate::audit::Finding;

/// The heading of the section that holds them.
pub const SECTION: &str = "Findings";

/// The label of the place.
pub const PLACE: &str = "Place";

/// How bad a finding can be.
const SEVERITIES: &[&str] = &["error", "warning", "note"];

/// Rule, severity and message on one line.
pub fn head(finding: &Finding) -> String {
    format!("{} ({}) - {}", code(&finding.rule), escaped(&finding.severity), prose(&finding.message))
}

/// The finding that [`head`] wrote, without place and service.
pub fn read(text: &str) -> Option<Finding> {
    let mut cursor = Cursor::new(text);
    let rule = cursor.code()?;
    cursor.eat(" (").then_some(())?;
    let severity = plain(cursor.until(&[')']));
    cursor.eat(") - ").then_some(())?;
    let finding = Finding { rule, severity, message: plain(cursor.rest), ..Finding::default() };
    (SEVERITIES.contains(&finding.severity.as_str()) && head(&finding) == text).then_some(finding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_come_back() {
        let finding = Finding {
            rule: "PB012".into(),
            severity: "warning".into(),
            message: "The key of *Stripe* is in the code - `a`: remove it".into(),
            ..Finding::default()
        };
        let written = head(&finding);
        assert_eq!(written, "`PB012` (warning) - The key of \\*Stripe\\* is in the code - \\`a\\`: remove it");
        assert_eq!(read(&written), Some(finding));
        assert_eq!(read("`A` (optional) - a key, - or none"), None);
    }
}
