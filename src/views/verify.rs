//! The screen "Verify": the document on the left with a verdict at every claim, evidence or truth beside it, and below what the
//! document misses.

use std::rc::Rc;

use patchbay_engine::verify::Verdict;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use super::answers::Answers;
use super::service::capitalised;
use super::undocumented::undocumented;
use crate::parts::figures::{count, counted};
use crate::parts::icon::{Icon, Picture};
use crate::parts::more::use_portion;
use crate::parts::paper::{Sheet, rows};
use crate::parts::place::Copy;
use crate::parts::verdict::{glyph, verdict_meaning, verdict_name};
use crate::state::browser::{focus, is_writing, listen, reveal, window};
use crate::state::check::{Check, Seen};
use crate::state::navigation::use_navigation;
use crate::state::opened::Opened;
use crate::state::paper::by_passage;
use wasm_bindgen::JsCast;

/// Passages that are shown at once.
const PORTION: usize = 800;

/// The facet of the address that narrows the claims.
const VERDICT: &str = "verdict";

#[derive(PartialEq, Properties)]
pub struct VerifyProps {
    pub check: Rc<Check>,
    /// The audit of the code, while it is open.
    pub code: Option<Rc<Opened>>,
    /// The audit that is shown: that of the code or that of the document.
    pub front: Rc<Opened>,
}

/// The screen.
#[component]
pub fn VerifyScreen(props: &VerifyProps) -> Html {
    let navigation = use_navigation();
    let check = props.check.clone();
    let ranges = use_memo(check.clone(), |check| by_passage(&check.paper.passages, &check.marks));
    let chosen: Vec<Verdict> =
        Verdict::ALL.into_iter().filter(|verdict| navigation.route.has(VERDICT, verdict.word())).collect();
    let seen = use_memo((check.clone(), chosen.clone()), |(check, chosen)| check.seen(&ranges, chosen));
    let selected = use_state_eq(|| None::<usize>);
    use_steps(&seen, &selected);
    use_effect_with(check.id, |_| focus("#verify-title"));
    // Where the selected claim stands, the document is shown at least as far.
    let to = selected.and_then(|mark| {
        seen.passages.iter().position(|at| ranges.get(*at).is_some_and(|range| range.contains(&mark)))
    });
    let (shown, more) = use_portion(seen.passages.len(), PORTION.max(to.map_or(0, |to| to + PORTION / 2)), check.id);

    let close = {
        let navigation = navigation.clone();
        Callback::from(move |_: MouseEvent| navigation.go(navigation.route.left()))
    };
    let first = seen.marks.first().copied();
    let tab_stop = selected.filter(|mark| seen.marks.binary_search(mark).is_ok()).or(first);
    let select = {
        let selected = selected.setter();
        Callback::from(move |mark: usize| selected.set(Some(mark)))
    };
    let draw = |mark: usize, begins: bool, _: bool, text: Html| {
        draw_mark(&check, mark, begins, text, *selected == Some(mark), tab_stop == Some(mark), &select)
    };
    let beside = |passage: usize| {
        let range = ranges.get(passage).cloned().unwrap_or_default();
        let is_seen = |mark: &usize| seen.marks.binary_search(mark).is_ok() || *selected == Some(*mark);
        let marks: Vec<usize> = range.filter(is_seen).collect();
        if marks.is_empty() {
            return Html::default();
        }
        let selected = selected.filter(|mark| marks.contains(mark));
        html! { <Answers check={check.clone()} code={props.code.clone()} front={props.front.clone()} {marks} {selected} chosen={chosen.clone()} onselect={select.clone()} /> }
    };
    let is_at =
        |passage: usize| selected.is_some_and(|mark| ranges.get(passage).is_some_and(|range| range.contains(&mark)));
    let sheet = Sheet {
        passages: &check.paper.passages,
        marks: &check.marks,
        ranges: &ranges,
        draw: &draw,
        beside: Some(&beside),
        is_at: &is_at,
    };
    let passages = seen.passages.get(..shown).unwrap_or_default();
    let gaps = !chosen.is_empty();
    html! {
        <main id="main" class="verify">
            <header class="audit-header">
                <div>
                    <p class="soft">{ "Verify" }</p>
                    <h1 id="verify-title" tabindex="-1"><span class="code">{ check.asked.document.clone() }</span>{ " against " }{ check.asked.title.clone() }</h1>
                </div>
                <div class="tools">
                    if !check.markdown.is_empty() {
                        <Copy name="Copy as Markdown" text={check.markdown.clone()} said="the drift" />
                    }
                    <button type="button" onclick={close}>{ "Back to the audit" }</button>
                </div>
            </header>
            { figure(&check) }
            <Filters check={check.clone()} chosen={chosen.clone()} seen={seen.clone()} selected={*selected} onselect={select.clone()} />
            <section class="tabpanel" aria-label="Claims">
                if passages.is_empty() {
                    <p class="empty">{ if gaps { "No claim has such a verdict." } else { "The document claims nothing." } }</p>
                } else {
                    <article class={classes!("panel", "paper", "held", gaps.then_some("narrowed"))} aria-label="Document">{ rows(&sheet, passages) }</article>
                    { more }
                }
                { undocumented(&check, &props.front) }
            </section>
        </main>
    }
}

/// How much of the document still holds: in words, and as a bar.
fn figure(check: &Check) -> Html {
    let Some(percent) = check.percent() else {
        return html! { <p class="figure">{ "Nothing that the document claims can be checked against code." }</p> };
    };
    let all = check.checkable();
    let rest = [
        (check.of(Verdict::Contradicted), "contradicted"),
        (check.of(Verdict::NotFound), "not found"),
        (check.drift.undocumented.len(), "undocumented"),
    ];
    let rest: Vec<String> = rest
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{} {what}", count(*number)))
        .collect();
    let mut from = 0.0;
    let parts = [Verdict::Confirmed, Verdict::Contradicted, Verdict::NotFound].map(|verdict| {
        let width = check.of(verdict) as f64 * 100.0 / all as f64;
        let part =
            html! { <rect class={verdict.word()} x={from.to_string()} y="0" width={width.to_string()} height="6" /> };
        from += width;
        part
    });
    html! {
        <div class="figure">
            <p>
                <b>{ format!("{} %", count(percent)) }</b>
                { format!(" of {} {}", counted(all, "checkable claim", "checkable claims"), if all == 1 { "holds" } else { "hold" }) }
                if !rest.is_empty() {
                    <span class="soft">{ format!("; {}", rest.join("; ")) }</span>
                }
                <span class="soft">{ "." }</span>
            </p>
            <svg class="share" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">{ for parts }</svg>
        </div>
    }
}

/// A stretch of the document with its verdict. The verdict's mark is what the keyboard reaches.
fn draw_mark(
    check: &Check,
    mark: usize,
    begins: bool,
    text: Html,
    selected: bool,
    tab_stop: bool,
    select: &Callback<usize>,
) -> Html {
    let Some(here) = check.marks.get(mark) else { return text };
    let verdict = check.verdict(here);
    let onclick = {
        let select = select.clone();
        Callback::from(move |_: MouseEvent| select.emit(mark))
    };
    let onfocus = {
        let select = select.clone();
        Callback::from(move |_: FocusEvent| select.emit(mark))
    };
    let name = match check.claims_of(here).first().map(|it| it.truth.as_str()).filter(|truth| !truth.is_empty()) {
        Some(truth) => format!("{}: {truth}", verdict_name(verdict)),
        None => verdict_name(verdict).to_owned(),
    };
    html! {
        <span class={classes!("claim", verdict.word(), selected.then_some("selected"))} {onclick}>
            if begins {
                <button type="button" class="glyph-button" id={format!("mark-{mark}")} tabindex={if tab_stop { "0" } else { "-1" }}
                    aria-label={name} aria-pressed={selected.to_string()} {onfocus}>{ glyph(verdict) }</button>
            }
            { text }
        </span>
    }
}

/// The keys that move from claim to claim: `n` and `p` everywhere, the arrows on a claim.
#[hook]
fn use_steps(seen: &Rc<Seen>, selected: &UseStateHandle<Option<usize>>) {
    // Keys may come faster than the page is drawn.
    let at = use_mut_ref(|| None);
    *at.borrow_mut() = **selected;
    let setter = selected.setter();
    use_effect_with(seen.clone(), move |seen| {
        let seen = seen.clone();
        let listening = listen(&window(), "keydown", move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>().filter(|event| !is_writing(event)) else { return };
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let on_claim = target.is_some_and(|target| target.class_list().contains("glyph-button"));
            let forward = match event.key().as_str() {
                "n" => true,
                "p" => false,
                "ArrowDown" | "ArrowRight" if on_claim => true,
                "ArrowUp" | "ArrowLeft" if on_claim => false,
                _ => return,
            };
            event.prevent_default();
            let from = *at.borrow();
            if let Some(mark) = seen.step(from, forward) {
                *at.borrow_mut() = Some(mark);
                setter.set(Some(mark));
            }
        });
        move || drop(listening)
    });
}

#[derive(PartialEq, Properties)]
struct FiltersProps {
    check: Rc<Check>,
    chosen: Vec<Verdict>,
    seen: Rc<Seen>,
    selected: Option<usize>,
    onselect: Callback<usize>,
}

/// The verdicts with their counts, each of which narrows the claims; and the way from claim to claim.
#[component]
fn Filters(props: &FiltersProps) -> Html {
    let navigation = use_navigation();
    // The selected claim gets the focus once it is drawn.
    use_effect_with(props.selected, |selected| {
        if let Some(mark) = selected {
            // A claim may stand in a link's address, where nothing of it is drawn.
            reveal(".held .at");
            focus(&format!("#mark-{mark}"));
        }
    });
    let at = props.selected.and_then(|mark| props.seen.marks.binary_search(&mark).ok());
    let step = |forward: bool| {
        let (seen, selected, onselect) = (props.seen.clone(), props.selected, props.onselect.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(mark) = seen.step(selected, forward) {
                onselect.emit(mark);
            }
        })
    };
    let all = props.seen.marks.len();
    let place = match at {
        Some(at) => format!("{} of {}", count(at + 1), counted(all, "place", "places")),
        None => counted(all, "place", "places"),
    };
    html! {
        <div class="verdicts">
            <div class="filters" role="group" aria-label="Verdicts">
                { for Verdict::ALL.into_iter().map(|verdict| {
                    let on = props.chosen.contains(&verdict);
                    let onclick = {
                        let navigation = navigation.clone();
                        Callback::from(move |_: MouseEvent| navigation.go(navigation.route.toggled(VERDICT, verdict.word())))
                    };
                    html! {
                        <button type="button" class={classes!("chip", on.then_some("on"))} aria-pressed={on.to_string()} title={verdict_meaning(verdict)} {onclick}>
                            { glyph(verdict) }{ capitalised(verdict_name(verdict)) }{ " " }<b>{ count(props.check.of(verdict)) }</b>
                        </button>
                    }
                }) }
            </div>
            <div class="steps">
                <span class="soft">{ place }</span>
                <button type="button" class="square" aria-label="Previous claim" title="Previous claim (p)" disabled={all == 0} onclick={step(false)}><Icon picture={Picture::Up} /></button>
                <button type="button" class="square" aria-label="Next claim" title="Next claim (n)" disabled={all == 0} onclick={step(true)}><Icon picture={Picture::Down} /></button>
            </div>
        </div>
    }
}
