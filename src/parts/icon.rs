//! The mark of Patchbay and the few icons.

use yew::prelude::*;

/// The mark: two jacks and a cable.
#[component]
pub fn Mark() -> Html {
    html! {
        <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
            <path d="M7 11c0 14 18-6 18 10" />
            <circle cx="7" cy="8" r="4.5" />
            <circle cx="25" cy="24" r="4.5" />
        </svg>
    }
}

/// An icon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// A half-dark disc: the colours.
    Colours,
    /// Two sheets: copy.
    Copy,
    /// A tick: done.
    Tick,
    /// A cross: close.
    Cross,
    /// A small arrow down: there is more to choose.
    Down,
    /// A small arrow up: what comes before.
    Up,
    /// A lens: search.
    Lens,
    /// A minus: smaller.
    Minus,
    /// A plus: larger.
    Plus,
    /// A question mark: help.
    Question,
}

#[derive(PartialEq, Properties)]
pub struct IconProps {
    pub picture: Picture,
}

/// Draws an icon in the colour of the text around it. Its meaning is for the control to name.
#[component]
pub fn Icon(props: &IconProps) -> Html {
    let inner = match props.picture {
        Picture::Colours => {
            html! { <><circle cx="8" cy="8" r="5.5" /><path class="solid" d="M8 2.5a5.5 5.5 0 0 1 0 11z" /></> }
        }
        Picture::Copy => {
            html! { <><rect x="5.5" y="5.5" width="8" height="8" rx="1.5" /><path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2" /></> }
        }
        Picture::Tick => html! { <path d="M3 8.5l3.5 3.5L13 4.5" /> },
        Picture::Cross => html! { <path d="M4 4l8 8M12 4l-8 8" /> },
        Picture::Down => html! { <path d="M4 6l4 4 4-4" /> },
        Picture::Up => html! { <path d="M4 10l4-4 4 4" /> },
        Picture::Lens => html! { <><circle cx="7" cy="7" r="4.5" /><path d="M10.5 10.5L14 14" /></> },
        Picture::Minus => html! { <path d="M3.5 8h9" /> },
        Picture::Plus => html! { <path d="M3.5 8h9M8 3.5v9" /> },
        Picture::Question => {
            html! { <><path d="M5.5 6a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.8-1.1 1.8" /><path d="M8 12.6v.2" /></> }
        }
    };
    html! { <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{ inner }</svg> }
}
