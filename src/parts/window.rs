//! Long lists: only the rows near what is seen are part of the page, and empty space stands for the rest.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{AddEventListenerOptions, Element, HtmlElement};
use yew::prelude::*;

use crate::state::browser::{listen, listen_with, window};

/// Rows that come and go together.
const CHUNK: usize = 40;

/// Lists of no more chunks than this are always whole, so that the browser's own search finds all of them.
const WHOLE: usize = 5;

/// Most chunks that are printed.
const PRINTED: usize = 50;

/// Pixels above and below the screen that are filled already.
const AHEAD: f64 = 800.0;

/// The heights of a list's chunks: a guess for those that were never seen.
#[derive(Debug, Default, PartialEq)]
struct Heights {
    chunks: Vec<f64>,
    /// Whether the page is being printed: on paper nothing can be scrolled to.
    printing: bool,
}

impl Heights {
    fn guess(total: usize, row: f64) -> Self {
        let rows = |chunk: usize| CHUNK.min(total - chunk * CHUNK) as f64;
        Self { chunks: (0..total.div_ceil(CHUNK)).map(|chunk| rows(chunk) * row).collect(), printing: false }
    }

    /// The chunks that reach into `from..to`, measured from the top of the list. At least one where there are any.
    fn seen(&self, from: f64, to: f64) -> Range<usize> {
        if self.chunks.len() <= WHOLE || self.printing {
            return 0..self.chunks.len().min(PRINTED);
        }
        let mut bottom = 0.0;
        let ends: Vec<f64> = self
            .chunks
            .iter()
            .map(|height| {
                bottom += height;
                bottom
            })
            .collect();
        let first = ends.partition_point(|end| *end <= from).min(self.chunks.len() - 1);
        let last = ends.partition_point(|end| *end < to).min(self.chunks.len() - 1);
        first..last.max(first) + 1
    }

    fn sum(&self, chunks: Range<usize>) -> f64 {
        self.chunks.get(chunks).unwrap_or_default().iter().sum()
    }
}

/// The part of a list that is drawn.
pub struct Window {
    /// The element around the rows, with nothing else in it.
    pub node: NodeRef,
    total: usize,
    chunks: Range<usize>,
}

impl Window {
    /// Draws the rows that are near, each by its place in the list.
    pub fn draw(&self, row: impl Fn(usize) -> Html) -> Html {
        let chunk = |chunk: usize| {
            let rows = chunk * CHUNK..((chunk + 1) * CHUNK).min(self.total);
            html! { <div class="chunk" role="presentation" key={chunk}>{ for rows.map(&row) }</div> }
        };
        html! {
            <>
                <div class="space" role="presentation" key="before" />
                { for self.chunks.clone().map(chunk) }
                <div class="space" role="presentation" key="after" />
            </>
        }
    }
}

/// Follows what is seen of a list of `total` rows of about `row` pixels. Starts again when `about` changes.
#[hook]
pub fn use_window<T: PartialEq + 'static>(total: usize, row: f64, about: T) -> Window {
    let node = use_node_ref();
    let known = use_mut_ref(|| None::<T>);
    let heights = use_mut_ref(Heights::default);
    let chunks = use_state_eq(|| 0..0);
    let fresh = known.borrow().as_ref() != Some(&about);
    if fresh {
        *known.borrow_mut() = Some(about);
        *heights.borrow_mut() = Heights::guess(total, row);
    }
    let shown = if fresh { heights.borrow().seen(0.0, AHEAD) } else { (*chunks).clone() };
    {
        let (node, heights, setter) = (node.clone(), heights.clone(), chunks.setter());
        use_effect_with((), move |()| {
            let options = AddEventListenerOptions::new();
            options.set_passive(true);
            // What scrolls may be any element around the list.
            options.set_capture(true);
            let listening = ["scroll", "resize"].map(|event| {
                let (node, heights, setter) = (node.clone(), heights.clone(), setter.clone());
                listen_with(&window(), event, &options, move |_| {
                    if let Some(seen) = look(&node, &heights) {
                        setter.set(seen);
                    }
                })
            });
            let printing = [("beforeprint", true), ("afterprint", false)].map(|(event, begins)| {
                let (node, heights, setter) = (node.clone(), heights.clone(), setter.clone());
                listen(&window(), event, move |_| {
                    heights.borrow_mut().printing = begins;
                    if let Some(seen) = look(&node, &heights) {
                        setter.set(seen);
                    }
                })
            });
            move || drop((listening, printing))
        });
    }
    {
        let (node, shown) = (node.clone(), shown.clone());
        let setter = chunks.setter();
        // After every drawing: what is there now tells how high it is.
        use_effect(move || {
            settle(&node, &heights, &shown);
            setter.set(look(&node, &heights).unwrap_or(shown));
        });
    }
    Window { node, total, chunks: shown }
}

/// The chunks that are near what is seen.
fn look(node: &NodeRef, heights: &Rc<RefCell<Heights>>) -> Option<Range<usize>> {
    let top = node.cast::<Element>()?.get_bounding_client_rect().top();
    let screen = window().inner_height().ok()?.as_f64()?;
    Some(heights.borrow().seen(-top - AHEAD, screen - top + AHEAD))
}

/// Measures the chunks that are drawn, and gives the empty space the height of what is not.
fn settle(node: &NodeRef, heights: &Rc<RefCell<Heights>>, shown: &Range<usize>) {
    let Some(list) = node.cast::<Element>() else { return };
    let children = list.children();
    let mut heights = heights.borrow_mut();
    if heights.chunks.len() > WHOLE {
        for (at, chunk) in shown.clone().enumerate() {
            let height = children.item(at as u32 + 1).map(|child| child.get_bounding_client_rect().height());
            if let (Some(place), Some(height)) = (heights.chunks.get_mut(chunk), height) {
                *place = height;
            }
        }
    }
    let spaces = [
        (0, heights.sum(0..shown.start)),
        (children.length().saturating_sub(1), heights.sum(shown.end..heights.chunks.len())),
    ];
    for (at, height) in spaces {
        if let Some(space) = children.item(at).and_then(|child| child.dyn_into::<HtmlElement>().ok()) {
            // Not an attribute, which the content policy forbids.
            let _ = space.style().set_property("height", &format!("{}px", height.round()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_near_is_drawn() {
        let heights = Heights::guess(20_000, 40.0);
        assert_eq!(heights.chunks.len(), 500);
        assert_eq!(heights.seen(-800.0, 1000.0), 0..1);
        assert_eq!(heights.seen(1600.0, 1601.0), 1..2);
        assert_eq!(heights.seen(2000.0, 5000.0), 1..4);
        assert_eq!(heights.seen(1e9, 2e9), 499..500);
        assert_eq!(heights.sum(0..500), 800_000.0);
        let printed = Heights { printing: true, ..heights };
        assert_eq!(printed.seen(1e9, 2e9), 0..PRINTED);
    }

    #[test]
    fn short_lists_are_whole() {
        assert_eq!(Heights::guess(CHUNK * WHOLE, 40.0).seen(1e6, 1e7), 0..WHOLE);
        assert_eq!(Heights::guess(0, 40.0).seen(0.0, 1.0), 0..0);
        assert_eq!(Heights::guess(41, 10.0).chunks, [400.0, 10.0]);
    }
}
