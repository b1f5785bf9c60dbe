//! Below a verified document: what the code has and the document lacks.

use patchbay_engine::order::Arrange;
use std::rc::Rc;

use patchbay_engine::audit::ClaimKind;
use patchbay_engine::verify::Undocumented as Lacking;
use yew::prelude::*;

use crate::parts::figures::count;
use crate::parts::link::service_link;
use crate::parts::more::use_portion;
use crate::parts::place::{Place, breakable};
use crate::state::check::Check;
use crate::state::opened::Opened;

/// Rows of one kind that are shown at once.
const PORTION: usize = 60;

/// A table for each kind of thing. `front` is the audit that is shown, whose services can be gone to.
pub fn undocumented(check: &Rc<Check>, front: &Rc<Opened>) -> Html {
    let all = &check.drift.undocumented;
    let mut kinds: Vec<ClaimKind> = all.iter().map(|it| it.kind).collect();
    kinds.arrange();
    kinds.dedup();
    html! {
        <section class="undocumented" aria-labelledby="undocumented">
            <h2 id="undocumented">{ "What the document misses" }<span class="number">{ count(all.len()) }</span></h2>
            if all.is_empty() {
                <p class="soft">{ "Nothing: it names every service, variable and endpoint that the code has." }</p>
            } else {
                { for kinds.into_iter().map(|kind| html! { <Kind key={kind.word()} check={check.clone()} front={front.clone()} {kind} /> }) }
            }
        </section>
    }
}

#[derive(PartialEq, Properties)]
struct KindProps {
    check: Rc<Check>,
    front: Rc<Opened>,
    kind: ClaimKind,
}

#[component]
fn Kind(props: &KindProps) -> Html {
    let rows: Vec<&Lacking> = props.check.drift.undocumented.iter().filter(|it| it.kind == props.kind).collect();
    let (shown, more) = use_portion(rows.len(), PORTION, props.check.id);
    let name = kind_name(props.kind);
    html! {
        <>
            <h3>{ name.clone() }<span class="number">{ count(rows.len()) }</span></h3>
            <div class="table lacking-table" role="table" aria-label={format!("Undocumented {}", name.to_lowercase())}>
                <div class="rows" role="rowgroup">
                    { for rows.iter().take(shown).map(|it| html! {
                        <div class="row" role="row">
                            <div role="rowheader">{ subject(&props.front, it) }</div>
                            <div role="cell" data-label="Place">
                                if let Some(place) = &it.place {
                                    <Place path={place.path.clone()} line={place.line} tight=true />
                                }
                            </div>
                        </div>
                    }) }
                </div>
            </div>
            { more }
        </>
    }
}

fn subject(front: &Opened, it: &Lacking) -> Html {
    match it.kind {
        ClaimKind::Service if front.service(&it.subject).is_some() => service_link(front, &it.subject),
        ClaimKind::Service => Html::from(if it.name.is_empty() { &it.subject } else { &it.name }),
        _ => html! { <span class="code">{ breakable(&it.subject) }</span> },
    }
}

/// A kind as the heading of its table.
fn kind_name(kind: ClaimKind) -> String {
    match kind {
        ClaimKind::Service => "Services".to_owned(),
        ClaimKind::Env => "Variables".to_owned(),
        ClaimKind::Endpoint => "Endpoints".to_owned(),
        kind => kind.word().to_owned(),
    }
}
