//! What a document says beside its services, variables and endpoints: the notes of its sections.

use std::borrow::Cow;
use std::rc::Rc;

use patchbay_engine::audit::Note;
use yew::prelude::*;

use crate::parts::figures::count;
use crate::parts::more::use_portion;
use crate::parts::words::own_words;
use crate::state::opened::Opened;

/// Notes of one section that are shown at once.
const PORTION: usize = 4;

/// Deepest nesting that is drawn further in.
const DEEPEST: u8 = 4;

#[derive(PartialEq, Properties)]
pub struct NotesProps {
    pub opened: Rc<Opened>,
    /// The section that they stand in.
    pub section: AttrValue,
    /// Whether its name stands above them, as no service does.
    #[prop_or_default]
    pub alone: bool,
}

/// The notes of a section; nothing where it has none.
#[component]
pub fn Notes(props: &NotesProps) -> Html {
    let notes: Vec<&Note> = props.opened.audit.notes.iter().filter(|note| note.section == *props.section).collect();
    let (shown, more) = use_portion(notes.len(), PORTION, (props.opened.id, props.section.clone()));
    if notes.is_empty() {
        return Html::default();
    }
    let shown = notes.get(..shown).unwrap_or_default();
    let name = if props.section.is_empty() { "Before the first section".to_owned() } else { props.section.to_string() };
    html! {
        <div class="section-notes">
            if props.alone {
                <h2>{ name }<span class="number">{ count(notes.len()) }</span></h2>
            }
            { for shown.chunk_by(|a, b| a.group == b.group).map(|together| html! {
                <>
                    { for together.first().filter(|note| !note.group.is_empty()).map(|note| html! { <h3>{ own_words(&note.group) }</h3> }) }
                    <ul>{ for together.iter().map(|note| html! {
                        <li class={format!("depth-{}", note.depth.min(DEEPEST))}>{ own_words(&text(note)) }</li>
                    }) }</ul>
                </>
            }) }
            { more }
        </div>
    }
}

/// A note's text; of a table's row its cells.
fn text(note: &Note) -> Cow<'_, str> {
    match note.text.strip_prefix('|').and_then(|row| row.strip_suffix('|')) {
        Some(row) => {
            row.split('|').map(str::trim).filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" · ").into()
        }
        None => Cow::Borrowed(&note.text),
    }
}

/// The sections that have notes and none of these services' sections, in the document's order.
pub fn bare_sections(opened: &Opened) -> Vec<AttrValue> {
    let mut bare: Vec<&str> = Vec::new();
    for note in &opened.audit.notes {
        let is_known = |section: &str| opened.audit.services.iter().any(|it| it.section == section);
        if bare.last() != Some(&note.section.as_str())
            && !bare.contains(&note.section.as_str())
            && !is_known(&note.section)
        {
            bare.push(&note.section);
        }
    }
    bare.into_iter().map(|section| section.to_owned().into()).collect()
}
