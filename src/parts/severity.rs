//! The mark of a finding's severity: a shape of its own for each, so that it is told without its colour.

use yew::prelude::*;

/// Draws the mark: a filled triangle, an open one, a ring. The words for it stand above it.
pub fn glyph(severity: &str) -> Html {
    let (class, inner) = match severity {
        "error" => (
            "contradicted",
            html! { <><path class="solid" d="M8 1l7.5 14H.5z" /><path class="hole" d="M8 6v4M8 12.5v.1" /></> },
        ),
        "warning" => ("not-found", html! { <path d="M8 2.5l6 11.5H2z" /> }),
        _ => ("not-checked", html! { <circle cx="8" cy="8" r="5.5" /> }),
    };
    html! { <svg class={classes!("glyph", class)} viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">{ inner }</svg> }
}
