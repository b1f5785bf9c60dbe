//! The page: what a person sees and does. The reading is done by the worker, see `worker.rs`.

mod app;
mod outcome;
mod papers;
mod parts;
mod protocol;
mod shared;
mod state;
mod views;

fn main() {
    // Yew would put its own hook in the place of one that is merely set.
    yew::set_custom_panic_hook(Box::new(|panic| views::crash::show(&panic.to_string())));
    if let Some(place) = state::browser::document().get_element_by_id("app") {
        yew::Renderer::<app::App>::with_root(place).render();
    }
}
