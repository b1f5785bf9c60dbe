//! The choice of what to compare an audit with.

use std::rc::Rc;

use yew::prelude::*;

use crate::parts::figures::{counted, day};
use crate::state::address::Route;
use crate::state::navigation::use_navigation;
use crate::state::opened::Opened;
use crate::views::first::Paste;

#[derive(PartialEq, Properties)]
pub struct ChooseProps {
    /// The audit that is compared; none where none is open.
    pub of: Vec<Rc<Opened>>,
    /// All that are open.
    pub open: Vec<Rc<Opened>>,
    pub onfiles: Callback<MouseEvent>,
    pub onfolder: Callback<MouseEvent>,
    pub onpaste: Callback<String>,
    /// The list of kept audits.
    pub recent: Html,
    pub onclose: Callback<MouseEvent>,
}

/// Asks for the other audit: one that is open or kept, or one that is dropped, chosen or pasted now.
#[component]
pub fn Choose(props: &ChooseProps) -> Html {
    let navigation = use_navigation();
    let this = props.of.first();
    let others: Vec<Rc<Opened>> =
        props.open.iter().filter(|other| this.is_none_or(|this| this.id != other.id)).cloned().collect();
    let with = |others: &[Rc<Opened>]| {
        let of: Vec<u32> = this.into_iter().chain(others).map(|opened| opened.id).collect();
        let navigation = navigation.clone();
        Callback::from(move |_: MouseEvent| navigation.go(Route::of_comparison(of.clone())))
    };
    html! {
        <main id="main" class="compare choose">
            <header class="audit-header">
                <div>
                    <p class="soft">{ "Compare" }</p>
                    <h1 id="compare-title" tabindex="-1">{ match this {
                        Some(this) => format!("Compare {} with\u{a0}…", this.name()),
                        None => "Compare audits".to_owned(),
                    } }</h1>
                </div>
                <div class="tools"><button type="button" onclick={props.onclose.clone()}>{ "Back to the audit" }</button></div>
            </header>
            <section class="tabpanel" aria-label="The other audit">
                if !others.is_empty() {
                    <ul class="panel others" aria-label="Open audits">
                        { for others.iter().map(|other| html! {
                            <li key={other.id}>
                                <button type="button" class="quiet" onclick={with(std::slice::from_ref(other))}>{ other.name().to_owned() }</button>
                                <span class="soft">{ about(other) }</span>
                            </li>
                        }) }
                        if this.is_some() && others.len() > 1 {
                            <li><button type="button" class="quiet" onclick={with(&others)}>{ format!("All {} open audits", others.len() + 1) }</button>
                                <span class="soft">{ "services by audits" }</span></li>
                        }
                    </ul>
                }
                <div class="target">
                    <p><b>{ "Drop the other one here." }</b></p>
                    <p class="soft">{ "A zip, a tar.gz, a folder, an audit in Markdown or JSON. Several give a matrix." }</p>
                    <p class="buttons">
                        <button type="button" onclick={props.onfiles.clone()}>{ "Open files" }</button>
                        <button type="button" onclick={props.onfolder.clone()}>{ "Open folder" }</button>
                    </p>
                    <Paste onpaste={props.onpaste.clone()} />
                </div>
                { props.recent.clone() }
            </section>
        </main>
    }
}

/// What tells an audit from another of its name.
fn about(opened: &Opened) -> String {
    let audit = &opened.audit;
    let mut words = vec![if opened.is_document() { "document".to_owned() } else { "code".to_owned() }];
    words.push(counted(audit.services.len(), "service", "services"));
    if audit.source.name != opened.name() {
        words.push(audit.source.name.clone());
    }
    if !audit.date.is_empty() {
        words.push(day(&audit.date));
    }
    words.join(", ")
}
