//! The first screen: the drop target is the screen.

use patchbay_engine::audit::{Category, Status};
use yew::prelude::*;

use crate::parts::jack::{Jack, status_name};

#[derive(PartialEq, Properties)]
pub struct FirstProps {
    pub onfiles: Callback<MouseEvent>,
    pub onfolder: Callback<MouseEvent>,
    /// The name of what was open before the page was loaded again.
    pub lost: Option<String>,
    /// Whether the address asks for a view of an audit.
    pub linked: bool,
}

/// One hue each, so that the row of jacks shows both what the shapes and what the colours are for.
const JACKS: &[(Status, Category, &str)] = &[
    (Status::Used, Category::Payment, "product code is wired to it"),
    (Status::Declared, Category::Database, "named in a manifest or an env file, used nowhere"),
    (Status::DevOnly, Category::Ci, "only in development or tests"),
    (Status::Mentioned, Category::Email, "only in comments, links or documents"),
];

/// What this is, what happens to the files, and two buttons.
#[component]
pub fn First(props: &FirstProps) -> Html {
    // An audit is in this tab's memory alone, so a reload closes it.
    let notice = match (&props.lost, props.linked) {
        (Some(name), true) => Some((
            Some(name.clone()),
            " was closed when this page was loaded again. Open it once more, and you are back where you were.",
        )),
        (Some(name), false) => Some((
            Some(name.clone()),
            " was closed when this page was loaded again: nothing is kept. Open it once more to go on.",
        )),
        (None, true) => Some((
            None,
            "This link leads into an audit, and the audit is not part of the link. Open the same code here, and it shows that view.",
        )),
        (None, false) => None,
    };
    html! {
        <main class="first" id="main">
            if let Some((name, sentence)) = notice {
                <p class="panel lost" role="status">
                    if let Some(name) = name {
                        <b>{ name }</b>
                    }
                    { sentence }
                </p>
            }
            <div class="target">
                <h1>{ "Drop a repository to see what it plugs into." }</h1>
                <p>{ "Every outside service, environment variable and webhook, each with the lines of code that prove it." }</p>
                <p class="buttons">
                    <button type="button" class="primary" onclick={props.onfiles.clone()}>{ "Open files" }</button>
                    <button type="button" onclick={props.onfolder.clone()}>{ "Open folder" }</button>
                </p>
                <p class="soft">{ "A zip, a tar.gz, a folder, or an audit that was saved as JSON. Several at once, if you like." }</p>
                <p class="soft">{ "Your files are read inside this tab. Nothing is uploaded: there is no server to upload to." }</p>
            </div>
            <dl class="legend">
                { for JACKS.iter().map(|(status, category, meaning)| html! {
                    <div>
                        <dt><Jack status={*status} category={*category} />{ status_name(*status) }</dt>
                        <dd>{ *meaning }</dd>
                    </div>
                }) }
            </dl>
        </main>
    }
}
