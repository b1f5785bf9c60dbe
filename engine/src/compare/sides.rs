//! The audits of a comparison or matrix, as they are called there.

use super::Audit;
use crate::audit::Source;
use serde::Serialize;
use std::collections::HashMap;

/// One of the audits that are compared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Side {
    /// What it is called here: its title, or what tells it from another of that title.
    pub label: String,
    /// The audit's title.
    pub title: String,
    /// What it was read from.
    pub source: Source,
    /// Its day; empty where nobody said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub date: String,
    /// Whether it is a document's, rather than code's.
    #[serde(default)]
    pub document: bool,
}

impl Side {
    pub(super) fn of(audit: &Audit) -> Self {
        Side {
            label: String::new(),
            title: audit.title.clone(),
            source: audit.source.clone(),
            date: audit.date.clone(),
            document: super::voice::Voice::of(audit).document,
        }
    }
}

/// What to call each, so that no two are called the same: by title, where that does not tell them apart with the kind of source
/// ("document", "code"), the name of the source or the day, and at last with a number.
pub fn labels<'a>(sides: impl Iterator<Item = &'a Side>) -> Vec<String> {
    let sides: Vec<&Side> = sides.collect();
    let title = |side: &Side| match side.title.is_empty() {
        true => side.source.name.clone(),
        false => side.title.clone(),
    };
    let what = |side: &Side| if side.document { "document" } else { "code" }.to_owned();
    let name = |side: &Side| side.source.name.clone();
    let date = |side: &Side| side.date.clone();
    let mut labels: Vec<String> = sides.iter().map(|side| title(side)).collect();
    for with in [&what as &dyn Fn(&Side) -> String, &name, &date] {
        let same = alike(&labels);
        for group in same.values().filter(|group| group.len() > 1) {
            let told: Vec<String> =
                group.iter().map(|at| sides.get(*at).map_or(String::new(), |side| with(side))).collect();
            // Only what tells all of them apart helps.
            let apart = told.iter().collect::<std::collections::HashSet<_>>().len() == told.len();
            if apart && told.iter().all(|it| !it.is_empty()) {
                for (at, told) in group.iter().zip(told) {
                    if let Some(label) = labels.get_mut(*at) {
                        *label = format!("{label} ({told})");
                    }
                }
            }
        }
    }
    let same = alike(&labels);
    for group in same.values().filter(|group| group.len() > 1) {
        for (number, at) in group.iter().enumerate() {
            if let Some(label) = labels.get_mut(*at) {
                *label = format!("{label} ({})", number + 1);
            }
        }
    }
    labels
}

/// The numbers of those with the same label.
fn alike(labels: &[String]) -> HashMap<String, Vec<usize>> {
    let mut same: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, label) in labels.iter().enumerate() {
        same.entry(label.clone()).or_default().push(at);
    }
    same
}

crate::record::records! {
    Side { label, title, source; date, document }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::SourceKind;

    fn side(title: &str, name: &str, date: &str, document: bool) -> Side {
        let source = Source { kind: SourceKind::Zip, name: name.into(), bytes: 0 };
        Side { label: String::new(), title: title.into(), source, date: date.into(), document }
    }

    fn called(sides: &[Side]) -> Vec<String> {
        labels(sides.iter())
    }

    #[test]
    fn each_has_a_label_of_its_own() {
        let zip = side("shop", "shop.zip", "2026-01-01", false);
        assert_eq!(called(&[zip.clone(), side("other", "x", "", true)]), ["shop", "other"]);
        assert_eq!(called(&[zip.clone(), side("shop", "x.md", "", true)]), ["shop (code)", "shop (document)"]);
        assert_eq!(called(&[zip.clone(), side("shop", "new.zip", "", false)]), ["shop (shop.zip)", "shop (new.zip)"]);
        let later = Side { date: "2026-02-01".into(), ..zip.clone() };
        assert_eq!(called(&[zip.clone(), later]), ["shop (2026-01-01)", "shop (2026-02-01)"]);
        assert_eq!(called(&[zip.clone(), zip.clone()]), ["shop (1)", "shop (2)"]);
        assert_eq!(called(&[zip.clone(), zip, side("", "x", "", false)]), ["shop (1)", "shop (2)", "x"]);
    }
}
