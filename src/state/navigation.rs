//! Keeps the address and the page in step: the page shows what the address says, and says what it shows.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use yew::prelude::*;

use super::address::Route;
use super::browser::{listen, window};

/// Where the page is, and how to go elsewhere. Views find it as a context.
#[derive(Clone, PartialEq)]
pub struct Navigation {
    /// What the address says.
    pub route: Rc<Route>,
    go: Callback<(Route, bool)>,
}

impl Navigation {
    /// Goes elsewhere; the browser's "Back" returns here.
    pub fn go(&self, route: Route) {
        self.go.emit((route, true));
    }

    /// Goes elsewhere, as with every letter of a search: "Back" skips this.
    pub fn adjust(&self, route: Route) {
        self.go.emit((route, false));
    }
}

fn current() -> Rc<Route> {
    Rc::new(Route::read(&window().location().hash().unwrap_or_default()))
}

/// The address, followed for as long as the component lives.
#[hook]
pub fn use_address() -> Navigation {
    let route = use_state_eq(current);
    {
        let route = route.setter();
        use_effect_with((), move |()| {
            let listening = ["hashchange", "popstate"].map(|event| {
                let route = route.clone();
                listen(&window(), event, move |_| route.set(current()))
            });
            move || drop(listening)
        });
    }
    let go = {
        let route = route.setter();
        use_callback((), move |(to, push): (Route, bool), ()| {
            let address = to.to_string();
            if let Ok(history) = window().history() {
                // Refused only when it happens hundreds of times a second; the page then shows more than the address.
                let _ = if push {
                    history.push_state_with_url(&JsValue::NULL, "", Some(&address))
                } else {
                    history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
                };
            }
            route.set(Rc::new(to));
        })
    };
    Navigation { route: (*route).clone(), go }
}

/// The navigation that the app provides.
#[hook]
pub fn use_navigation() -> Navigation {
    use_context::<Navigation>().unwrap_or_else(|| Navigation { route: Rc::default(), go: Callback::noop() })
}
