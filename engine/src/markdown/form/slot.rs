//! "None" in answer to what a label asks: a line of the document's own, and a service that is absent.

use crate::audit::{Service, Status};
use crate::markdown::read::offered::{category, none, slug, unmarked};

/// The absent service that a line under a label of a section speaks of, if it says that there is none.
pub fn slot(section: &str, label: &str, text: &str) -> Option<Service> {
    let category = category(label)?;
    let reason = text.get(none(text)?)?.trim_matches(['(', ')', ' ', '.']);
    Some(Service {
        id: slug(label),
        name: label.to_owned(),
        category,
        section: section.to_owned(),
        status: Status::Absent,
        purpose: unmarked(reason).split_whitespace().collect::<Vec<_>>().join(" "),
        ..Service::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::Category;

    #[test]
    fn only_what_says_none_is_one() {
        let found =
            slot("Monitoring & Observability", "Error Tracking", "Not detected - *errors* go to the log.").unwrap();
        assert_eq!((found.id.as_str(), found.name.as_str()), ("doc:error-tracking", "Error Tracking"));
        assert_eq!((found.category, found.status), (Category::ErrorTracking, Status::Absent));
        assert_eq!(found.purpose, "errors go to the log");
        assert_eq!(slot("Data Storage", "Caching", "In memory"), None);
        assert_eq!(slot("Data Storage", "Sundry", "None"), None);
    }
}
