//! What is shown when the page itself fails. It is drawn without the framework, which may be what failed.

use wasm_bindgen::JsValue;

use crate::state::browser::document;

/// Replaces the page by a sentence about what happened.
pub fn show(what: &str) {
    // Nothing is left to tell it to if this fails as well.
    let _ = draw(what);
}

fn draw(what: &str) -> Result<(), JsValue> {
    let document = document();
    let Some(body) = document.body() else { return Ok(()) };
    let page = document.create_element("main")?;
    page.set_class_name("crash");
    page.set_attribute("role", "alert")?;
    for (tag, text) in [
        ("h1", "Patchbay stopped"),
        (
            "p",
            "It came upon a mistake of its own. Your files are untouched and nothing left this tab. Start again, and please report these words:",
        ),
        ("pre", what),
    ] {
        let element = document.create_element(tag)?;
        element.set_text_content(Some(text));
        page.append_child(&element)?;
    }
    let again = document.create_element("a")?;
    again.set_class_name("button");
    again.set_attribute("href", "./")?;
    again.set_text_content(Some("Start again"));
    page.append_child(&again)?;
    body.set_text_content(None);
    body.append_child(&page)?;
    Ok(())
}
