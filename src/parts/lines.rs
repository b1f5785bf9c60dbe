//! Evidence: lines of code with their place, by file, the matched part marked.

use std::rc::Rc;

use patchbay_engine::audit::{Evidence, EvidenceKind, Strength};
use yew::prelude::*;

use super::more::use_portion;
use super::place::{Place, breakable, document_line};
use super::words::own_words;
use crate::state::opened::Opened;

/// Pieces of evidence that are shown at once.
const PORTION: usize = 30;

/// The kind in words.
pub fn kind_name(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::EnvRead => "variable read",
        EvidenceKind::EnvDeclared => "variable declared",
        EvidenceKind::ScriptTag => "script tag",
        kind => kind.word(),
    }
}

#[derive(PartialEq, Properties)]
pub struct LinesProps {
    pub opened: Rc<Opened>,
    /// The id of the service.
    pub service: AttrValue,
}

/// Draws evidence, grouped by file in the order of each file's strongest piece.
#[component]
pub fn Lines(props: &LinesProps) -> Html {
    let evidence = props.opened.service(&props.service).map_or(&[][..], |service| &service.evidence);
    let (shown, more) = use_portion(evidence.len(), PORTION, props.service.clone());
    let mut files: Vec<(&str, Vec<&Evidence>)> = Vec::new();
    for piece in evidence.iter().take(shown) {
        match files.iter_mut().find(|(path, _)| *path == piece.path) {
            Some((_, pieces)) => pieces.push(piece),
            None => files.push((&piece.path, vec![piece])),
        }
    }
    html! {
        <>
            <ul class="evidence">
                { for files.into_iter().map(|(path, pieces)| html! {
                    <li key={path}>
                        <h4 class="code">{ breakable(path) }</h4>
                        <ul class="lines">{ for pieces.into_iter().map(line) }</ul>
                    </li>
                }) }
            </ul>
            { more }
        </>
    }
}

fn line(piece: &Evidence) -> Html {
    let weak = piece.strength == Strength::Weak;
    html! {
        <li class={classes!("line", weak.then_some("weak"))}>
            if piece.kind == EvidenceKind::Claim {
                { document_line(piece.line, false) }
            } else {
                <Place path={piece.path.clone()} line={piece.line} short=true />
            }
            if piece.excerpt.is_empty() {
                <span class="soft">{ if piece.kind == EvidenceKind::Claim { "" } else { "the file itself" } }</span>
            } else {
                if piece.kind == EvidenceKind::Claim {
                    <span>{ own_words(&piece.excerpt) }</span>
                } else {
                    <code>{ marked(&piece.excerpt, &piece.matched) }</code>
                }
            }
            if piece.kind != EvidenceKind::Claim {
                <span class="kind">{ kind_name(piece.kind) }</span>
            }
        </li>
    }
}

fn marked(excerpt: &str, matched: &str) -> Html {
    match excerpt.split_once(matched) {
        Some((before, after)) if !matched.is_empty() => html! { <>{ before }<mark>{ matched }</mark>{ after }</> },
        _ => html! { excerpt },
    }
}
