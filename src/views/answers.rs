//! Beside a passage of a verified document: what the code says to its claims.

use std::rc::Rc;

use patchbay_engine::audit::Evidence;
use patchbay_engine::verify::{Checked, Verdict};
use yew::prelude::*;

use crate::parts::figures::{count, counted};
use crate::parts::link::service_link;
use crate::parts::place::Place;
use crate::parts::verdict::{glyph, verdict_name};
use crate::state::check::Check;
use crate::state::opened::Opened;

/// Letters of a claim's own words that are shown.
const WORDS: usize = 48;

#[derive(PartialEq, Properties)]
pub struct AnswersProps {
    pub check: Rc<Check>,
    /// The audit of the code, while it is open.
    pub code: Option<Rc<Opened>>,
    /// The audit that is shown, whose services can be gone to.
    pub front: Rc<Opened>,
    /// The marks of the passage, as places in the list.
    pub marks: Vec<usize>,
    /// The one of them that is looked at.
    pub selected: Option<usize>,
    /// The verdicts that are asked for; none for all.
    pub chosen: Vec<Verdict>,
    pub onselect: Callback<usize>,
}

/// The answers to one passage. Truths are always said; what holds is summed up until somebody looks at it.
#[component]
pub fn Answers(props: &AnswersProps) -> Html {
    let check = &props.check;
    let claims = props.marks.iter().filter_map(|at| Some((*at, check.marks.get(*at)?)));
    let claims: Vec<(usize, &Checked)> =
        claims.flat_map(|(at, mark)| check.claims_of(mark).into_iter().map(move |claim| (at, claim))).collect();
    let is_asked = |claim: &Checked| props.chosen.is_empty() || props.chosen.contains(&claim.verdict);
    let is_open = |at: usize, claim: &Checked| match claim.verdict {
        Verdict::Contradicted | Verdict::NotFound => is_asked(claim),
        Verdict::Confirmed => is_asked(claim) && props.selected.is_some(),
        Verdict::NotChecked => props.selected == Some(at),
    };
    let (open, folded): (Vec<_>, Vec<_>) = claims.into_iter().partition(|(at, claim)| is_open(*at, claim));
    let folded: Vec<&Checked> = folded
        .into_iter()
        .map(|(_, claim)| claim)
        .filter(|it| it.verdict == Verdict::Confirmed && is_asked(it))
        .collect();
    let show_all = {
        let (onselect, first) = (props.onselect.clone(), props.marks.first().copied());
        Callback::from(move |_: MouseEvent| first.into_iter().for_each(|mark| onselect.emit(mark)))
    };
    html! {
        <ul class="answers">
            { for open.into_iter().map(|(at, claim)| answer(props, claim, props.selected == Some(at))) }
            if !folded.is_empty() {
                <li class="answer confirmed folded">
                    { glyph(Verdict::Confirmed) }<span class="unseen">{ "confirmed: " }</span>
                    <span class="answer-words">{ places(&folded, &show_all) }</span>
                </li>
            }
        </ul>
    }
}

/// The places of claims that hold: the first, and how many more.
fn places(claims: &[&Checked], show_all: &Callback<MouseEvent>) -> Html {
    let mut places: Vec<_> = claims.iter().filter_map(|claim| claim.place.as_ref()).collect();
    places.dedup();
    let rest = places.len().saturating_sub(1);
    html! {
        <>
            { match places.first() {
                Some(place) => html! { <Place path={place.path.clone()} line={place.line} tight=true /> },
                None => html! { <span class="soft">{ "holds" }</span> },
            } }
            if rest > 0 {
                <button type="button" class="more" aria-label={counted(rest, "more place", "more places")} onclick={show_all.clone()}>{ format!("+{}", count(rest)) }</button>
            }
        </>
    }
}

fn answer(props: &AnswersProps, claim: &Checked, selected: bool) -> Html {
    let said = match (claim.verdict, claim.truth.as_str()) {
        (Verdict::NotFound, "") => "nothing in the code shows it",
        (Verdict::NotChecked, "") => "no program can tell",
        (_, truth) => truth,
    };
    let words = own_words(&props.check, claim);
    let excerpt = props.code.as_ref().filter(|_| selected).and_then(|code| evidence(code, claim));
    html! {
        <li class={classes!("answer", claim.verdict.word(), selected.then_some("selected"))}>
            { glyph(claim.verdict) }<span class="unseen">{ format!("{}: ", verdict_name(claim.verdict)) }</span>
            <div class="answer-words">
                <p>
                    if !words.is_empty() {
                        <span class="claimed">{ words }</span>{ " " }
                    }
                    <span class="truth">{ said.to_owned() }</span>
                    if let Some(place) = &claim.place {
                        { " " }<Place path={place.path.clone()} line={place.line} />
                    }
                </p>
                if let Some(evidence) = excerpt {
                    <code class="excerpt">{ evidence.excerpt.clone() }</code>
                }
                if selected && props.front.service(&claim.service).is_some() {
                    <p class="answer-service">{ service_link(&props.front, &claim.service) }</p>
                }
            </div>
        </li>
    }
}

/// The words that make the claim, without their backticks.
fn own_words(check: &Check, claim: &Checked) -> String {
    let text = check.paper.document.text.get(claim.start as usize..claim.end as usize).unwrap_or_default();
    let words = text.replace(['`', '*'], "");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(WORDS) {
        Some((end, _)) => format!("{}…", words.get(..end).unwrap_or_default()),
        None => words,
    }
}

/// The line of code at the claim's place, where a service rests on it.
fn evidence<'a>(code: &'a Opened, claim: &Checked) -> Option<&'a Evidence> {
    let place = claim.place.as_ref()?;
    let own = code.service(&claim.service).into_iter();
    let mut evidence = own.chain(&code.audit.services).flat_map(|service| &service.evidence);
    evidence.find(|it| it.line == place.line && it.path == place.path && !it.excerpt.is_empty())
}
