//! What the catalog knows of each service, told by field: for people who ask what an entry holds.

use super::Service;
use super::index::Index;
use std::borrow::Cow;

/// What the catalog knows of a service: fields by name, each with its keys in order.
pub fn keys(service: &Service) -> Vec<(&'static str, Vec<Cow<'static, str>>)> {
    Index::get().keys(service.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::by_id;

    #[test]
    fn an_entry_is_told_by_field() {
        let keys = keys(by_id("stripe").unwrap());
        let of = |field| keys.iter().find(|(name, _)| *name == field).map(|(_, keys)| keys.as_slice()).unwrap_or(&[]);
        assert!(of("npm").contains(&"stripe".into()));
        assert!(of("hosts").contains(&"api.stripe.com".into()));
        assert!(of("links").contains(&"dashboard.stripe.com".into()));
    }
}
