//! What an audit can say. A document names services, variables and endpoints, and says of each as much as its writer thought
//! worth saying; code shows everything of every one, but has no words.
//!
//! So between a document and code, of a service only that is compared which both speak of: status, versions, image tags. Nobody
//! lists every host and file, and whether each that is listed holds is told by verifying the document ([`crate::verify`]).
//! Between two documents, silence on one side is no change where what is left unsaid is who owns a variable or a table, or
//! whether a variable is required: such things come and go with the layout of the page.

use crate::audit::{Audit, EvidenceKind, SourceKind};

/// One side's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voice {
    /// It is a document's.
    pub document: bool,
    /// It keeps the places where variables are read and declared. Links may leave them out.
    pub places: bool,
}

impl Voice {
    /// What an audit can say.
    pub fn of(audit: &Audit) -> Self {
        let document = audit.source.kind == SourceKind::Markdown
            || audit.document.is_some()
            || audit.env.iter().any(|it| !it.claimed.is_empty())
            || audit.services.iter().any(|it| it.evidence.iter().any(|it| it.kind == EvidenceKind::Claim));
        let placed = audit.env.iter().any(|it| !it.read.is_empty() || !it.declared.is_empty());
        Voice { document, places: !document && (placed || audit.env.is_empty()) }
    }
}

/// Both sides'.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Voices {
    /// A's.
    pub a: Voice,
    /// B's.
    pub b: Voice,
}

impl Voices {
    /// What two audits can say.
    pub fn of(a: &Audit, b: &Audit) -> Self {
        Voices { a: Voice::of(a), b: Voice::of(b) }
    }

    /// Whether one is a document and the other code.
    pub fn mixed(self) -> bool {
        self.a.document != self.b.document
    }

    /// Whether both are documents.
    pub fn documents(self) -> bool {
        self.a.document && self.b.document
    }

    /// Whether both keep where variables are read and declared.
    pub fn places(self) -> bool {
        self.a.places && self.b.places
    }

    /// Whether what one side leaves unsaid may hold all the same.
    pub fn may_be_silent(self) -> bool {
        self.a.document || self.b.document
    }

    /// Whether what only A (or else only B) has is code's, and the other side a document.
    pub fn code_only(self, only_a: bool) -> bool {
        self.mixed() && if only_a { self.b.document } else { self.a.document }
    }
}
