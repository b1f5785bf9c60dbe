//! The jack: the one icon of status, in the colour of the category.

use patchbay_engine::audit::{Category, Status};
pub use patchbay_engine::map::category_name;
use yew::prelude::*;

/// The class of the styles for a category's hue.
pub fn hue(category: Category) -> String {
    format!("hue-{}", patchbay_engine::map::hue(category).word())
}

/// The status in words.
pub fn status_name(status: Status) -> &'static str {
    match status {
        Status::DevOnly => "dev only",
        status => status.word(),
    }
}

/// What a status means, in half a sentence.
pub fn status_meaning(status: Status) -> &'static str {
    match status {
        Status::Used => "product code is wired to it",
        Status::Declared => "named in a manifest or an env file, and no code uses it",
        Status::DevOnly => "only development or test files use it",
        Status::Mentioned => "only comments, links or documents name it",
        Status::Planned => "a document says that it is to come",
        Status::Absent => "a document says that there is none",
    }
}

/// What a status means where a document says it, in half a sentence.
pub fn status_said(status: Status) -> &'static str {
    match status {
        Status::Used => "the document says that it is used",
        Status::Declared => "the document says that it is set up, and not used",
        Status::DevOnly => "the document says that only development or tests use it",
        Status::Mentioned => "the document only mentions it",
        status => status_meaning(status),
    }
}

#[derive(PartialEq, Properties)]
pub struct JackProps {
    pub status: Status,
    /// Its category; none where the jack stands for a status as such.
    #[prop_or_default]
    pub category: Option<Category>,
}

/// Draws a jack. The words for it stand beside it, so it says nothing itself.
#[component]
pub fn Jack(props: &JackProps) -> Html {
    let class = classes!("jack", props.category.map(hue));
    html! { <svg {class} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">{ shape(props.status) }</svg> }
}

/// The shape of a status, on a ground of 16 by 16.
pub fn shape(status: Status) -> Html {
    match status {
        Status::Used => {
            html! { <><circle class="solid" cx="8" cy="8" r="7" /><circle class="hole" cx="8" cy="8" r="3.5" /></> }
        }
        Status::Declared => html! { <circle cx="8" cy="8" r="6" /> },
        Status::DevOnly => html! { <circle class="dotted" cx="8" cy="8" r="6" /> },
        Status::Mentioned => html! { <circle class="solid" cx="8" cy="8" r="3" /> },
        Status::Planned => html! { <circle class="dashed" cx="8" cy="8" r="6" /> },
        Status::Absent => html! { <><circle cx="8" cy="8" r="6" /><path d="M2.5 13.5l11-11" /></> },
    }
}
