//! The tab "Document": the audit as Markdown, drawn, with every claim linked to its service.

use std::rc::Rc;

use patchbay_engine::audit::{Claim, ClaimKind};
use yew::prelude::*;

use crate::parts::figures::counted;
use crate::parts::more::use_portion;
use crate::parts::paper::{Sheet, rows};
use crate::parts::place::Copy;
use crate::parts::verdict::{glyph, verdict_name};
use crate::state::address::{Route, View};
use crate::state::browser::reveal;
use crate::state::check::Check;
use crate::state::navigation::use_navigation;
use crate::state::opened::Opened;
use crate::state::paper::{Laid, Mark, by_passage, marks};

/// Passages that are shown at once.
const PORTION: usize = 800;

#[derive(PartialEq, Properties)]
pub struct DocumentProps {
    pub opened: Rc<Opened>,
    /// The document.
    pub laid: Rc<Laid>,
    /// What came of holding the document against code.
    pub check: Option<Rc<Check>>,
}

/// The tab.
#[component]
pub fn Document(props: &DocumentProps) -> Html {
    let navigation = use_navigation();
    let paper = props.laid.paper();
    let claims = &paper.document.claims;
    let known = use_memo(props.laid.clone(), |laid| {
        let paper = laid.paper();
        let marks = marks(paper.document.claims.iter().map(|claim| (claim.kind, claim.start, claim.end)));
        let ranges = by_passage(&paper.passages, &marks);
        (marks, ranges)
    });
    let (marks, ranges) = &*known;
    let line = navigation.route.line;
    let at = paper.passages.partition_point(|passage| passage.line <= line).checked_sub(1).filter(|_| line > 0);
    let portion = PORTION.max(at.map_or(0, |at| at + PORTION / 2));
    let (shown, more) = use_portion(paper.passages.len(), portion, props.opened.id);
    use_effect_with((at, props.opened.id), |(at, _)| {
        if at.is_some() {
            reveal(".paper .at");
        }
    });
    // Both are lists of the same document's claims, so what has the same number is the same claim.
    let check = props.check.as_ref().filter(|check| check.marks.len() == marks.len());
    let opened = &props.opened;
    let is_prose = |mark: usize| {
        let claims = marks.get(mark).into_iter().flat_map(|mark| &mark.claims).filter_map(|claim| claims.get(*claim));
        claims.into_iter().all(|claim| claim.kind == ClaimKind::Prose)
    };
    let draw = |mark: usize, begins: bool, has_link: bool, text: Html| {
        let verdict = check.and_then(|check| Some(check.verdict(check.marks.get(mark)?))).filter(|_| begins);
        let verdict = verdict.map(|verdict| html! { <>{ glyph(verdict) }<span class="unseen">{ format!("{}: ", verdict_name(verdict)) }</span></> });
        let service = marks.get(mark).and_then(|mark| service_of(mark, claims)).and_then(|id| opened.service(id));
        match service.filter(|_| !has_link) {
            Some(service) => html! {
                <a class={classes!("claim", is_prose(mark).then_some("prose"))} href={Route::of_service(&service.id).to_string()} title={service.name.clone()}>{ verdict }{ text }</a>
            },
            None => html! { <span class="claim">{ verdict }{ text }</span> },
        }
    };
    let is_at = |passage: usize| Some(passage) == at;
    let sheet = Sheet { passages: &paper.passages, marks, ranges, draw: &draw, beside: None, is_at: &is_at };
    let shown: Vec<usize> = (0..shown).collect();
    html! {
        <div class="document">
            <div class="paper-bar">
                <p class="soft">{ words(opened, claims.len()) }</p>
                if let Some(check) = check {
                    <p>
                        <a href={Route { view: View::Verify, ..Route::default() }.to_string()}>{ check.sentence() }</a>
                    </p>
                }
                <Copy name="Copy Markdown" text={paper.document.text.clone()} said="the document" />
            </div>
            <article class="panel paper" aria-label="Document">{ rows(&sheet, &shown) }</article>
            { more }
        </div>
    }
}

fn words(opened: &Opened, claims: usize) -> String {
    let claims = counted(claims, "claim", "claims");
    if opened.is_document() {
        format!("As it was opened, with {claims}. A claim leads to its service.")
    } else {
        format!("Written from what the code shows, with {claims}. A claim leads to its service.")
    }
}

/// The service that a mark's claims speak of: that of the first which has one.
fn service_of<'a>(mark: &Mark, claims: &'a [Claim]) -> Option<&'a str> {
    let claims = mark.claims.iter().filter_map(|claim| claims.get(*claim));
    claims.map(|claim| claim.service.as_str()).find(|service| !service.is_empty())
}
