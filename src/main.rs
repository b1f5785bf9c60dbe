//! The page: what a person sees and does. The reading is done by the worker, see `worker.rs`.

mod app;
mod outcome;
mod papers;
mod parts;
mod protocol;
mod shared;
mod state;
mod views;

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::Callback;

fn main() {
    // Yew would put its own hook in the place of one that is merely set.
    yew::set_custom_panic_hook(Box::new(|panic| views::crash::show(&panic.to_string())));
    // Starting the program takes a telephone long enough; drawing begins in a task of its own.
    state::browser::soon(|| {
        let Some(first) = state::browser::document().get_element_by_id("app") else { return };
        // Drawn out of sight, so that what index.html shows stays until all is there.
        let Ok(drawn) = first.clone_node().map(JsCast::unchecked_into::<Element>) else { return };
        let props = app::Props { ondrawn: replacing(first, drawn.clone()) };
        yew::Renderer::<app::App>::with_root_and_props(drawn, props).render();
    });
}

/// Puts `new` in the place of `old`, once.
fn replacing(old: Element, new: Element) -> Callback<()> {
    Callback::from(move |()| {
        let _ = old.replace_with_with_node_1(&new);
    })
}
