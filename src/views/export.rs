//! The menu "Export": the shown audit as a file to save.

use std::rc::Rc;

use yew::prelude::*;

use crate::parts::icon::{Icon, Picture};
use crate::parts::menu::Pop;
use crate::parts::place::Say;
use crate::state::browser::download;
use crate::state::opened::Opened;
use crate::state::paper::Laid;

#[derive(PartialEq, Properties)]
pub struct ExportProps {
    pub opened: Rc<Opened>,
    /// Its document; none while that is still laid out.
    pub laid: Option<Rc<Laid>>,
}

#[derive(Clone, Copy)]
enum Form {
    Markdown,
    Json,
}

/// The button and its menu.
#[component]
pub fn Export(props: &ExportProps) -> Html {
    let say = use_context::<Say>();
    let command = |form: Form| {
        let (opened, laid, say) = (props.opened.clone(), props.laid.clone(), say.clone());
        Callback::from(move |_: MouseEvent| {
            let said = save(&opened, laid.as_deref(), form)
                .unwrap_or_else(|error| format!("The file could not be made: {error}."));
            if let Some(Say(say)) = &say {
                say.emit(said);
            }
        })
    };
    let face = html! { <>{ "Export" }<Icon picture={Picture::Down} /></> };
    html! {
        <Pop {face} name="Export" panel="Export" commands=true>
            <button type="button" role="menuitem" onclick={command(Form::Markdown)}>
                { "Markdown" }{ " " }<span class="soft">{ "the document" }</span>
            </button>
            <button type="button" role="menuitem" onclick={command(Form::Json)}>
                { "JSON" }{ " " }<span class="soft">{ "to open here again" }</span>
            </button>
        </Pop>
    }
}

fn save(opened: &Opened, laid: Option<&Laid>, form: Form) -> Result<String, String> {
    let stem = opened.stem();
    let (name, media_type, text) = match form {
        Form::Markdown => {
            let laid = laid.ok_or("it is not written yet")?;
            let name = if opened.is_document() { format!("{stem}.md") } else { format!("{stem}-INTEGRATIONS.md") };
            (name, "text/markdown", laid.paper().document.text.clone())
        }
        Form::Json => {
            let json = serde_json::to_string_pretty(&opened.audit).map_err(|error| error.to_string())?;
            // Ends its last line, as the command line does.
            (format!("{stem}.audit.json"), "application/json", json + "\n")
        }
    };
    download(&name, media_type, &text).map_err(|error| format!("{error:?}"))?;
    Ok(format!("Saved {name}."))
}
