//! What can be verified: the documents and the code that can be held against each other.

use std::rc::Rc;

use super::check::{Asked, Check};
use super::opened::Opened;
use super::session::Session;

/// A document and code that can be held against each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Offer {
    /// Which document, which code.
    pub asked: Asked,
    /// What came of it, where it was done.
    pub check: Option<Rc<Check>>,
}

/// All that the audit can be held against: for code the documents that it carries and those that are open, for a document the
/// code that is open.
pub fn offers(session: &Session, opened: &Opened) -> Vec<Offer> {
    let mut all = Vec::new();
    if opened.has_code() {
        all.extend(opened.audit.documents.iter().map(|path| asked(path, None, opened)));
        let documents = session.audits.iter().filter(|other| other.is_document());
        all.extend(documents.map(|it| asked(it.name(), Some(it.id), opened)));
    } else if opened.is_document() {
        let codes = session.audits.iter().filter(|other| other.has_code());
        all.extend(codes.map(|it| asked(opened.name(), Some(opened.id), it)));
    }
    all.into_iter()
        .map(|asked| {
            let check = session.checks.iter().find(|check| check.asked == asked).cloned();
            Offer { asked, check }
        })
        .collect()
}

fn asked(document: &str, document_id: Option<u32>, code: &Opened) -> Asked {
    Asked { document: document.to_owned(), document_id, code: code.id, title: code.title().to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use patchbay_engine::audit::{Audit, Document};

    fn open(id: u32, title: &str, documents: &[&str]) -> Rc<Opened> {
        let documents = documents.iter().map(|path| (*path).to_owned()).collect();
        Rc::new(Opened::new(id, Audit { title: title.into(), documents, ..Audit::default() }, Some(0.1)))
    }

    fn document(id: u32, title: &str) -> Rc<Opened> {
        let audit = Audit { title: title.into(), document: Some(Document::default()), ..Audit::default() };
        Rc::new(Opened::new(id, audit, None))
    }

    #[test]
    fn code_offers_its_own_documents_first_and_a_document_all_code() {
        let audits = vec![open(1, "shop", &["docs/INTEGRATIONS.md"]), document(2, "old.md"), open(3, "api", &[])];
        let mut session = Session::default();
        session.audits.clone_from(&audits);
        let said = |opened: &Opened| -> Vec<String> {
            let name = |it: &Offer| format!("{}|{}", it.asked.document, it.asked.title);
            offers(&session, opened).iter().map(name).collect()
        };
        assert_eq!(said(&audits[0]), ["docs/INTEGRATIONS.md|shop", "old.md|shop"]);
        assert_eq!(said(&audits[1]), ["old.md|shop", "old.md|api"]);
        assert_eq!(said(&audits[2]), ["old.md|api"]);
    }
}
