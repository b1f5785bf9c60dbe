//! Firebase's security rules: who may read and write without being asked who he is.

use super::{lines, push};
use crate::facts::Sink;
use crate::path;
use crate::read::{File, ReadError, Reader};
use crate::risk::Risk;

/// Reads it.
pub const READER: Reader = Reader { name: "firebase rules", wants, read };

fn wants(path: &str) -> bool {
    let name = path::name(path);
    matches!(name, "database.rules.json") || name.ends_with(".rules") && !path.contains("/rules.d/")
}

fn read(file: &File<'_>, sink: &mut Sink<'_>) -> Result<(), ReadError> {
    let realtime = file.name().ends_with(".json");
    if !realtime && !file.text.contains("service cloud.firestore") && !file.text.contains("service firebase.storage") {
        return Ok(());
    }
    for (start, line) in lines(file.text) {
        let code = line.trim();
        let open = if realtime { open_realtime(code) } else { open_rule(code) };
        if let Some(open) = open {
            let at = start + line.len() - line.trim_start().len();
            push(sink, at..at + code.len(), Risk::OpenRules, open);
        }
    }
    Ok(())
}

/// `".write": true`, also as a text.
fn open_realtime(code: &str) -> Option<&'static str> {
    let (key, value) = code.split_once(':')?;
    let open = matches!(value.trim().trim_end_matches(',').trim_matches('"'), "true");
    (open && key.trim() == "\".write\"").then_some("write")
}

/// `allow write: if true`, and the rule of a trial that ends on a day: `allow read, write: if request.time < timestamp…`.
fn open_rule(code: &str) -> Option<&'static str> {
    let rule = code.strip_prefix("allow ")?;
    let (what, condition) = rule.split_once(':').unwrap_or((rule.trim_end_matches(';'), "if true"));
    let condition = condition.split("//").next()?.trim().trim_end_matches(';').trim();
    let condition = condition.strip_prefix("if")?.trim();
    let open = condition == "true" || condition.starts_with("request.time <") && !condition.contains("&&");
    let writes = what.split(',').any(|word| matches!(word.trim(), "create" | "delete" | "update" | "write"));
    (open && writes).then_some("write")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_that_let_anybody_write() {
        for code in [
            "allow read, write: if true;",
            "allow write;",
            "allow create: if true; // for now",
            "allow read, write: if request.time < timestamp.date(2026, 1, 1);",
        ] {
            assert!(open_rule(code).is_some(), "{code}");
        }
        for code in
            ["allow read: if true;", "allow write: if request.auth != null;", "allow read, write: if false;", "é"]
        {
            assert!(open_rule(code).is_none(), "{code}");
        }
        assert!(
            open_realtime("\".write\": true,").is_some() && open_realtime("\".write\": \"auth != null\"").is_none()
        );
    }
}
