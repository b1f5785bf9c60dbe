//! The offer to verify: what the audit can be held against, above its tabs.

use yew::prelude::*;

use super::service::capitalised;
use crate::parts::figures::count;
use crate::parts::icon::{Icon, Picture};
use crate::parts::menu::Pop;
use crate::state::check::Asked;
use crate::state::offers::Offer;
use crate::state::opened::Opened;

/// A line that says what can be verified, with the button; nothing where there is nothing to say.
pub fn offer(opened: &Opened, offers: &[Offer], onverify: &Callback<Asked>) -> Html {
    let Some(sentence) = sentence(opened, offers) else { return Html::default() };
    html! {
        <section class="panel offer" aria-label="Verification">
            <p>{ sentence }</p>
            { button(offers, onverify) }
        </section>
    }
}

fn sentence(opened: &Opened, offers: &[Offer]) -> Option<Html> {
    let documents = &opened.audit.documents;
    let carries = match documents.as_slice() {
        [] => None,
        [one] => Some(
            html! { <><b>{ "This code base carries an audit of itself: " }</b><span class="code">{ one.clone() }</span>{ ". " }</> },
        ),
        several => Some(html! {
            <>
                <b>{ format!("This code base carries {} audits of itself: ", count(several.len())) }</b>
                { for several.iter().enumerate().map(|(at, path)| html! {
                    <>{ if at > 0 { ", " } else { "" } }<span class="code">{ path.clone() }</span></>
                }) }
                { ". " }
            </>
        }),
    };
    // What came of it says more than that it can be done.
    let done: Vec<_> = offers.iter().filter_map(|offer| offer.check.as_ref()).collect();
    let outcome = done.first().map(|check| {
        let said = check.sentence();
        if offers.len() > 1 { format!("{}: {said}", check.asked.document) } else { capitalised(&said) }
    });
    let offered = match (outcome, offers) {
        (Some(outcome), _) => outcome,
        (None, []) if carries.is_some() => "Open the code itself, and it is held against it.".to_owned(),
        (None, []) if opened.is_document() => {
            return Some(html! {
                <span class="soft">{ "Is it still true? Drop the code that it is about, and every claim is held against it." }</span>
            });
        }
        (None, []) => return None,
        (None, [_]) if carries.is_some() => "Does it still hold?".to_owned(),
        (None, _) if carries.is_some() => "Do they still hold?".to_owned(),
        (None, [one]) if opened.is_document() => {
            format!("{} is open, too. Does the document still hold?", one.asked.title)
        }
        (None, _) if opened.is_document() => {
            "The code of several audits is open, too. Does the document still hold?".to_owned()
        }
        (None, [one]) => format!("{} is open, too. Does it still hold for this code?", one.asked.document),
        (None, _) => "Audit documents are open, too. Do they still hold for this code?".to_owned(),
    };
    Some(html! { <>{ carries }<span>{ offered }</span></> })
}

/// The button "Verify"; a menu where there is more than one thing to hold against another.
fn button(offers: &[Offer], onverify: &Callback<Asked>) -> Html {
    let verify = |offer: &Offer| {
        let (onverify, asked) = (onverify.clone(), offer.asked.clone());
        Callback::from(move |_: MouseEvent| onverify.emit(asked.clone()))
    };
    match offers {
        [] => Html::default(),
        [one] => html! { <button type="button" class="primary" onclick={verify(one)}>{ "Verify" }</button> },
        several => {
            // Where the documents differ they are named, else the code bases.
            let same = several.iter().all(|offer| {
                offer.asked.document_id.is_some()
                    && offer.asked.document_id == several.first().and_then(|it| it.asked.document_id)
            });
            let face = html! { <>{ "Verify" }<Icon picture={Picture::Down} /></> };
            html! {
                <Pop {face} class="primary" name="Verify" panel="Verify" commands=true>
                    { for several.iter().map(|offer| html! {
                        <button type="button" role="menuitem" onclick={verify(offer)}>
                            { if same { format!("against {}", offer.asked.title) } else { offer.asked.document.clone() } }
                        </button>
                    }) }
                </Pop>
            }
        }
    }
}

/// Stands where a verification would be shown that was not made yet.
pub fn unverified(
    opened: &Opened,
    offers: &[Offer],
    onverify: &Callback<Asked>,
    onclose: Callback<MouseEvent>,
) -> Html {
    html! {
        <main id="main">
            <div class="tabpanel">
                <div class="empty">
                    <p>{ format!("{} is not verified yet.", opened.name()) }</p>
                    <p>{ sentence(opened, offers) }</p>
                    <div class="buttons">
                        { button(offers, onverify) }
                        <button type="button" onclick={onclose}>{ "Back to the audit" }</button>
                    </div>
                </div>
            </div>
        </main>
    }
}
