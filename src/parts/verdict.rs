//! The mark of a verdict: a shape of its own for each, so that it is told without its colour.

use patchbay_engine::verify::Verdict;
use yew::prelude::*;

/// The verdict in words.
pub fn verdict_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Confirmed => "confirmed",
        Verdict::Contradicted => "contradicted",
        Verdict::NotFound => "not found",
        Verdict::NotChecked => "not checked",
    }
}

/// What a verdict means, in half a sentence.
pub fn verdict_meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Confirmed => "the code shows it",
        Verdict::Contradicted => "the code shows otherwise",
        Verdict::NotFound => "the code shows nothing of it",
        Verdict::NotChecked => "no program can tell",
    }
}

/// Draws the mark: a tick, a filled square with a cross, an open ring, a dot. The words for it stand beside it.
pub fn glyph(verdict: Verdict) -> Html {
    let inner = match verdict {
        Verdict::Confirmed => html! { <path d="M2.5 8.5l4 4 7-9" /> },
        Verdict::Contradicted => {
            html! { <><rect class="solid" x="1" y="1" width="14" height="14" rx="3" /><path class="hole" d="M5 5l6 6M11 5l-6 6" /></> }
        }
        Verdict::NotFound => html! { <circle class="open" cx="8" cy="8" r="5.5" /> },
        Verdict::NotChecked => html! { <circle class="solid" cx="8" cy="8" r="2" /> },
    };
    let class = classes!("glyph", verdict.word());
    html! { <svg {class} viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">{ inner }</svg> }
}
