//! The views of the page, each with its address while the sample is open.

/// A view of an open audit.
#[derive(Debug, Clone, Copy)]
pub struct View {
    /// Its name, for a file.
    pub name: &'static str,
    /// Its address.
    pub fragment: &'static str,
}

/// Every view of an audit.
pub const VIEWS: &[View] = &[
    View { name: "services", fragment: "#tab=services" },
    View { name: "service", fragment: "#tab=services&service=stripe" },
    View { name: "found", fragment: "#tab=services&q=stri" },
    View { name: "nothing", fragment: "#tab=services&q=zzzz" },
    View { name: "environment", fragment: "#tab=environment" },
    View { name: "endpoints", fragment: "#tab=endpoints" },
    View { name: "stores", fragment: "#tab=stores" },
    View { name: "findings", fragment: "#tab=findings" },
    View { name: "map", fragment: "#tab=map" },
    View { name: "document", fragment: "#tab=document" },
    View { name: "files", fragment: "#tab=files" },
    View { name: "verify", fragment: "#tab=services&view=verify" },
];
