//! The address: all that a link restores stands in its fragment, as `#tab=services&q=stripe&status=used,declared`.

use patchbay_engine::order::Gather;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A tab of an audit's screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tab {
    /// The services.
    #[default]
    Services,
    /// The environment variables.
    Environment,
    /// The endpoints.
    Endpoints,
    /// Tables, collections, buckets, queues.
    Stores,
    /// What a careful reviewer would raise.
    Findings,
    /// The parts of the code and the services, with cables between them.
    Map,
    /// The audit as a document.
    Document,
    /// What was read and what was not.
    Files,
}

impl Tab {
    /// Every tab, from left to right.
    pub const ALL: [Tab; 8] = [
        Tab::Services,
        Tab::Environment,
        Tab::Endpoints,
        Tab::Stores,
        Tab::Findings,
        Tab::Map,
        Tab::Document,
        Tab::Files,
    ];

    /// Its word in the address.
    pub fn word(self) -> &'static str {
        match self {
            Tab::Services => "services",
            Tab::Environment => "environment",
            Tab::Endpoints => "endpoints",
            Tab::Stores => "stores",
            Tab::Findings => "findings",
            Tab::Map => "map",
            Tab::Document => "document",
            Tab::Files => "files",
        }
    }

    /// Its name on the page.
    pub fn name(self) -> &'static str {
        match self {
            Tab::Services => "Services",
            Tab::Environment => "Environment",
            Tab::Endpoints => "Endpoints",
            Tab::Stores => "Stores",
            Tab::Findings => "Findings",
            Tab::Map => "Map",
            Tab::Document => "Document",
            Tab::Files => "Files",
        }
    }
}

/// What is shown of an audit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum View {
    /// The audit itself, in its tabs.
    #[default]
    Audit,
    /// A document held against code.
    Verify,
    /// Audits beside each other.
    Compare,
}

impl View {
    /// Its word in the address.
    pub fn word(self) -> &'static str {
        match self {
            View::Audit => "",
            View::Verify => "verify",
            View::Compare => "compare",
        }
    }
}

/// What a list can be narrowed by. The words are those of the address.
pub const FACETS: [&str; 15] = [
    "category",
    "change",
    "direction",
    "ecosystem",
    "folder",
    "kind",
    "missing",
    "part",
    "reason",
    "required",
    "severity",
    "share",
    "status",
    "topic",
    "verdict",
];

/// Most audits that an address names.
const COMPARED: usize = 100;

/// The chosen values of the facets; a facet without any is not narrowed.
pub type Chosen = BTreeMap<&'static str, BTreeSet<String>>;

/// What the address says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Route {
    /// What is shown.
    pub view: View,
    /// The open tab.
    pub tab: Tab,
    /// The id of the open service; empty where none is.
    pub service: String,
    /// The line of the document that is looked at, from 1; 0 for none.
    pub line: u32,
    /// What is searched for.
    pub query: String,
    /// What the lists are narrowed to.
    pub chosen: Chosen,
    /// The numbers of the audits that are compared, in order; none for all that are open.
    pub of: Vec<u32>,
    /// What a matrix is sorted by; empty for the usual order.
    pub sort: String,
}

impl Route {
    /// Reads a fragment, with or without its `#`. What it does not know it leaves out.
    pub fn read(fragment: &str) -> Self {
        let mut route = Self::default();
        for pair in fragment.trim_start_matches('#').split('&') {
            let Some((key, value)) = pair.split_once('=') else { continue };
            match key {
                "tab" => route.tab = Tab::ALL.into_iter().find(|tab| tab.word() == value).unwrap_or_default(),
                "view" => {
                    let views = [View::Verify, View::Compare];
                    route.view = views.into_iter().find(|view| view.word() == value).unwrap_or_default();
                }
                "of" => route.of = value.split(',').filter_map(|number| number.parse().ok()).take(COMPARED).collect(),
                "sort" => route.sort = decode(value),
                "service" => route.service = decode(value),
                "line" => route.line = value.parse().unwrap_or_default(),
                "q" => route.query = decode(value),
                _ => {
                    if let Some(facet) = FACETS.iter().find(|facet| **facet == key) {
                        let values: BTreeSet<_> =
                            value.split(',').map(decode).filter(|value| !value.is_empty()).gathered();
                        if !values.is_empty() {
                            route.chosen.insert(facet, values);
                        }
                    }
                }
            }
        }
        route
    }

    /// Whether it says nothing: no search, no filter, no service, the first tab.
    pub fn is_start(&self) -> bool {
        *self == Self::default()
    }

    /// Whether this value of the facet is chosen.
    pub fn has(&self, facet: &str, value: &str) -> bool {
        self.chosen.get(facet).is_some_and(|values| values.contains(value))
    }

    /// The same with this value chosen, or no longer.
    pub fn toggled(&self, facet: &'static str, value: &str) -> Self {
        let mut route = self.clone();
        let values = route.chosen.entry(facet).or_default();
        if !values.remove(value) {
            values.insert(value.to_owned());
        }
        route.chosen.retain(|_, values| !values.is_empty());
        route
    }

    /// The same without anything chosen for these facets.
    pub fn without(&self, facets: &[&str]) -> Self {
        let mut route = self.clone();
        route.chosen.retain(|facet, _| !facets.contains(facet));
        route
    }

    /// The same without the view on top of the audit.
    pub fn left(&self) -> Self {
        match self.view {
            // What a comparison is narrowed to says nothing of an audit.
            View::Compare => Self { tab: self.tab, ..Self::default() },
            _ => Self { view: View::Audit, ..self.without(&["verdict"]) },
        }
    }

    /// The address of a comparison.
    pub fn of_comparison(of: Vec<u32>) -> Self {
        Self { view: View::Compare, of, ..Self::default() }
    }

    /// The address of a service in an audit, alone.
    pub fn of_service(id: &str) -> Self {
        Self { service: id.to_owned(), ..Self::default() }
    }

    /// The address of a line of an audit's document.
    pub fn of_line(line: u32) -> Self {
        Self { tab: Tab::Document, line, ..Self::default() }
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#tab={}", self.tab.word())?;
        if self.view != View::Audit {
            write!(f, "&view={}", self.view.word())?;
        }
        if self.line > 0 {
            write!(f, "&line={}", self.line)?;
        }
        if !self.of.is_empty() {
            let of: Vec<String> = self.of.iter().map(u32::to_string).collect();
            write!(f, "&of={}", of.join(","))?;
        }
        for (key, value) in [("q", &self.query), ("service", &self.service), ("sort", &self.sort)] {
            if !value.is_empty() {
                write!(f, "&{key}={}", encode(value))?;
            }
        }
        for (facet, values) in &self.chosen {
            let values: Vec<_> = values.iter().map(|value| encode(value)).collect();
            write!(f, "&{facet}={}", values.join(","))?;
        }
        Ok(())
    }
}

/// Escapes all but what a fragment carries as it is and what this address does not use itself.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/:@()".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The text that was escaped for an address.
pub fn decode(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let hex = |byte: Option<u8>| byte.and_then(|byte| char::from(byte).to_digit(16));
        match (byte, hex(ahead.next()), hex(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                bytes = ahead;
            }
            (b'+', ..) => out.push(b' '),
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facets_are_sorted() {
        assert!(FACETS.is_sorted());
    }

    #[test]
    fn an_address_is_what_it_was_read_from() {
        let mut route =
            Route { tab: Tab::Files, query: "ä, b&c=100 %+#".into(), ..Route::of_service("host:a.example") };
        (route.view, route.line) = (View::Verify, 42);
        (route.of, route.sort) = (vec![2, 1], "name".into());
        route = route.toggled("folder", "apps/web, old").toggled("folder", "x").toggled("status", "used");
        assert_eq!(Route::read(&route.to_string()), route);
        assert_eq!(route.without(&["folder"]).toggled("status", "used").chosen, Chosen::new());
    }

    #[test]
    fn what_is_unknown_or_broken_does_no_harm() {
        assert_eq!(Route::read("#tab=none&view=x&line=-1&x=1&status=&&=&q"), Route::default());
        assert_eq!(Route::read("q=%zz%F%C3%28").query, "%zz%F\u{fffd}(");
    }
}
