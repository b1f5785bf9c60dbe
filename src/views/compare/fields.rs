//! What differs in a row: each field on a line of its own, the changed words marked.

use patchbay_engine::compare::{Aspect, Change, Field, Level, Mark, Row};
use yew::prelude::*;

use crate::parts::figures::count;
use crate::parts::words::own_words;
use crate::views::service::capitalised;

/// Fields that are shown at once.
const SHOWN: usize = 6;

#[derive(PartialEq, Properties)]
pub struct FieldsProps {
    pub row: Row,
}

/// The fields of a row; of many the first, and the rest on demand.
#[component]
pub fn Fields(props: &FieldsProps) -> Html {
    let all = use_state_eq(|| false);
    let fields = &props.row.fields;
    let shown = if *all || fields.len() <= SHOWN + 1 { fields.len() } else { SHOWN };
    let more = {
        let all = all.setter();
        Callback::from(move |_: MouseEvent| all.set(true))
    };
    let mut last = String::new();
    html! {
        <>
            { for fields.iter().take(shown).map(|field| {
                let name = label(field);
                let again = name == last;
                last.clone_from(&name);
                line(field, &name, again)
            }) }
            if shown < fields.len() {
                <div class="field" role="presentation"><button type="button" class="more" onclick={more}>{ format!("{} more changes", count(fields.len() - shown)) }</button></div>
            }
        </>
    }
}

/// What stands in front of a field: its name, or the entry's where that tells more.
fn label(field: &Field) -> String {
    match field.field {
        Aspect::Clients | Aspect::Images | Aspect::Attributes if !field.subject.is_empty() => field.subject.clone(),
        aspect => capitalised(aspect.one()),
    }
}

fn line(field: &Field, name: &str, again: bool) -> Html {
    let code = matches!(field.field, Aspect::Clients | Aspect::Images) && !field.subject.is_empty();
    html! {
        <div class={classes!("field", field.change().word())} role="presentation">
            <span class={classes!("label", code.then_some("code"), again.then_some("unseen"))}>{ name.to_owned() }</span>
            <span class="from">{ side(field, field.from.as_deref(), Mark::Removed) }</span>
            <span class="to">{ side(field, field.to.as_deref(), Mark::Added) }{ level(field) }</span>
        </div>
    }
}

/// What one side says.
fn side(field: &Field, text: Option<&str>, own: Mark) -> Html {
    let (class, unseen) = if own == Mark::Removed { ("gone", "was ") } else { ("came", "is ") };
    let Some(text) = text else {
        return html! { <><span class="soft" aria-hidden="true">{ "–" }</span><span class="unseen">{ "not there" }</span></> };
    };
    if !field.words.is_empty() {
        let runs = field.words.iter().filter(|run| run.mark == Mark::Both || run.mark == own);
        return html! { <span class="said">{ for runs.map(|run| match run.mark {
            Mark::Both => html! { <span>{ run.text.clone() }</span> },
            _ => html! { <mark {class}>{ run.text.clone() }</mark> },
        }) }</span> };
    }
    let is_code = matches!(
        field.field,
        Aspect::Clients
            | Aspect::Env
            | Aspect::Hosts
            | Aspect::Images
            | Aspect::Events
            | Aspect::Implementation
            | Aspect::Path
            | Aspect::Method
            | Aspect::Place
    ) || field.field == Aspect::Name && !text.contains(' ');
    let shown = match text {
        "" if field.field == Aspect::Clients => html! { "no version" },
        "" => html! { "none" },
        text if is_code => html! { <span class="code">{ text.to_owned() }</span> },
        text => own_words(text),
    };
    html! { <><span class="unseen">{ if field.change() == Change::Changed { unseen } else { "" } }</span><mark {class}>{ shown }</mark></> }
}

/// How far two versions are apart.
fn level(field: &Field) -> Html {
    match field.level {
        None | Some(Level::None) => Html::default(),
        Some(level) => html! {
            <>{ " " }<span class={classes!("level", level.word())}>{ level.word() }{ if field.down { ", down" } else { "" } }</span></>
        },
    }
}
