//! Long lists: only the rows near what is seen are part of the page, and empty space stands for the rest.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{AddEventListenerOptions, Element, HtmlElement};
use yew::prelude::*;

use crate::state::browser::{after_frame, later, listen, listen_with, now, window};

/// Rows that come and go together: as many as can be drawn between two frames.
const CHUNK: usize = 10;

/// Lists of no more chunks than this are drawn whole, so that the browser's own search finds all of them.
const WHOLE: usize = 20;

/// Milliseconds after which a list that stays as it is becomes whole: longer than from one letter of a search to the next.
const REST: i32 = 300;

/// Most chunks that are printed.
const PRINTED: usize = 200;

/// Pixels above and below the screen that are filled already.
const AHEAD: f64 = 800.0;

/// The heights of a list's chunks: a guess for those that were never seen.
#[derive(Debug, Default, PartialEq)]
struct Heights {
    chunks: Vec<f64>,
    /// Whether the page is being printed: on paper nothing can be scrolled to.
    printing: bool,
    /// The chunks that are drawn.
    shown: Range<usize>,
    /// When the list became what it is, in milliseconds of the page's clock.
    since: f64,
}

impl Heights {
    fn guess(total: usize, row: f64) -> Self {
        let rows = |chunk: usize| CHUNK.min(total - chunk * CHUNK) as f64;
        let chunks = (0..total.div_ceil(CHUNK)).map(|chunk| rows(chunk) * row).collect();
        Self { chunks, ..Self::default() }
    }

    /// The chunks that reach into `from..to`, measured from the top of the list. At least one where there are any.
    fn seen(&self, from: f64, to: f64) -> Range<usize> {
        let Some(most) = self.chunks.len().checked_sub(1) else { return 0..0 };
        let mut bottom = 0.0;
        let ends: Vec<f64> = self
            .chunks
            .iter()
            .map(|height| {
                bottom += height;
                bottom
            })
            .collect();
        let first = ends.partition_point(|end| *end <= from).min(most);
        let last = ends.partition_point(|end| *end < to).min(most);
        first..last.max(first) + 1
    }

    /// The chunks to draw next where `top..bottom` of the list is on the screen: those at once, then one by one those near it, and
    /// all of a short list that has `rested`.
    fn next(&self, top: f64, bottom: f64, rested: bool) -> Range<usize> {
        let all = 0..self.chunks.len();
        if self.printing {
            return 0..all.end.min(PRINTED);
        }
        let short = all.len() <= WHOLE;
        let near = if short && rested { all } else { self.seen(top - AHEAD, bottom + AHEAD) };
        let seen = self.seen(top, bottom);
        let kept =
            if short { self.shown.clone() } else { self.shown.start.max(near.start)..self.shown.end.min(near.end) };
        if kept.is_empty() || kept.end < seen.start || seen.end < kept.start {
            return seen;
        }
        if seen.start < kept.start || kept.end < seen.end {
            return seen.start.min(kept.start)..seen.end.max(kept.end);
        }
        if kept.end < near.end {
            return kept.start..kept.end + 1;
        }
        let start = if near.start < kept.start { kept.start - 1 } else { kept.start };
        start..kept.end
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
    /// Draws the rows that are near, each by its place in the list. What is drawn stays until `row` is another callback.
    pub fn draw(&self, row: &Callback<usize, Html>) -> Html {
        let rows = |chunk: usize| chunk * CHUNK..((chunk + 1) * CHUNK).min(self.total);
        html! {
            <>
                <div class="space" role="presentation" key="before" />
                { for self.chunks.clone().map(|chunk| html! { <Chunk key={chunk} rows={rows(chunk)} row={row.clone()} /> }) }
                <div class="space" role="presentation" key="after" />
            </>
        }
    }
}

#[derive(PartialEq, Properties)]
struct ChunkProps {
    rows: Range<usize>,
    row: Callback<usize, Html>,
}

/// Rows that come and go together. What else changes on the page does not draw them again.
#[component]
fn Chunk(props: &ChunkProps) -> Html {
    html! { <div class="chunk" role="presentation">{ for props.rows.clone().map(|at| props.row.emit(at)) }</div> }
}

/// Follows what is seen of a list of `total` rows of about `row` pixels. Starts again when `about` changes.
#[hook]
pub fn use_window<T: PartialEq + 'static>(total: usize, row: f64, about: T) -> Window {
    let node = use_node_ref();
    let known = use_mut_ref(|| None::<T>);
    let heights = use_mut_ref(Heights::default);
    let update = use_force_update();
    if known.borrow().as_ref() != Some(&about) {
        *known.borrow_mut() = Some(about);
        let mut fresh = Heights::guess(total, row);
        let top = node.cast::<Element>().map_or(0.0, |list| list.get_bounding_client_rect().top());
        fresh.shown = fresh.next(-top, screen() - top, false);
        fresh.since = now();
        *heights.borrow_mut() = fresh;
    }
    let chunks = heights.borrow().shown.clone();
    let follow = Follow { node: node.clone(), heights, update };
    {
        let follow = follow.clone();
        use_effect_with((), move |()| {
            let options = AddEventListenerOptions::new();
            options.set_passive(true);
            // What scrolls may be any element around the list.
            options.set_capture(true);
            let listening = ["scroll", "resize"].map(|event| {
                let follow = follow.clone();
                listen_with(&window(), event, &options, move |_| follow.go_on())
            });
            let printing = [("beforeprint", true), ("afterprint", false)].map(|(event, begins)| {
                let follow = follow.clone();
                listen(&window(), event, move |_| {
                    follow.heights.borrow_mut().printing = begins;
                    follow.go_on();
                })
            });
            move || drop((listening, printing))
        });
    }
    // After every drawing: what is there now tells how high it is. What is near comes later, frame by frame.
    use_effect(move || {
        settle(&follow.node, &follow.heights);
        let later_on = follow.clone();
        after_frame(move || follow.go_on());
        if !later_on.has_rested() {
            // A little later, as some browsers round their clocks.
            later(REST + 50, move || later_on.go_on());
        }
    });
    Window { node, total, chunks }
}

/// What it takes to draw other chunks.
#[derive(Clone)]
struct Follow {
    node: NodeRef,
    heights: Rc<RefCell<Heights>>,
    update: UseForceUpdateHandle,
}

impl Follow {
    fn has_rested(&self) -> bool {
        now() - self.heights.borrow().since >= f64::from(REST)
    }

    /// Draws what is to be drawn next, where that is anything else than what is.
    fn go_on(&self) {
        let Some(list) = self.node.cast::<Element>() else { return };
        let top = list.get_bounding_client_rect().top();
        let rested = self.has_rested();
        let mut heights = self.heights.borrow_mut();
        let next = heights.next(-top, screen() - top, rested);
        if next != heights.shown {
            heights.shown = next;
            drop(heights);
            self.update.force_update();
        }
    }
}

/// The height of what is seen of the page, in pixels.
fn screen() -> f64 {
    window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default()
}

/// Measures the chunks that are drawn, and gives the empty space the height of what is not.
fn settle(node: &NodeRef, heights: &RefCell<Heights>) {
    let Some(list) = node.cast::<Element>() else { return };
    let children = list.children();
    let mut heights = heights.borrow_mut();
    let shown = heights.shown.clone();
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
        let heights = Heights::guess(20_000, 80.0);
        assert_eq!(heights.chunks.len(), 2_000);
        assert_eq!(heights.seen(-800.0, 700.0), 0..1);
        assert_eq!(heights.seen(800.0, 801.0), 1..2);
        assert_eq!(heights.seen(1000.0, 2500.0), 1..4);
        assert_eq!(heights.seen(1e9, 2e9), 1_999..2_000);
        assert_eq!(heights.sum(0..2_000), 1_600_000.0);
        let printed = Heights { printing: true, ..heights };
        assert_eq!(printed.next(1e9, 2e9, false), 0..PRINTED);
        assert_eq!(Heights::guess(0, 80.0).next(0.0, 1.0, true), 0..0);
        assert_eq!(Heights::guess(21, 10.0).chunks, [100.0, 100.0, 10.0]);
    }

    /// What is drawn in turn from here on, while nothing moves.
    fn drawn(heights: &mut Heights, top: f64, bottom: f64, rested: bool) -> Vec<Range<usize>> {
        let next = |heights: &mut Heights| {
            let next = heights.next(top, bottom, rested);
            let is_new = next != heights.shown;
            heights.shown = next.clone();
            is_new.then_some(next)
        };
        std::iter::from_fn(|| next(heights)).take(100).collect()
    }

    #[test]
    fn what_is_on_the_screen_comes_at_once_and_what_is_near_chunk_by_chunk() {
        let mut heights = Heights::guess(20_000, 80.0);
        assert_eq!(drawn(&mut heights, 0.0, 900.0, true), [0..2, 0..3]);
        assert_eq!(drawn(&mut heights, 1600.0, 2500.0, true), [1..4, 1..5]);
        assert_eq!(drawn(&mut heights, 80_000.0, 80_900.0, true), [100..102, 100..103, 99..103]);
        assert!(drawn(&mut heights, 80_000.0, 80_900.0, true).is_empty());
    }

    #[test]
    fn short_lists_become_whole() {
        let mut heights = Heights::guess(45, 80.0);
        assert_eq!(drawn(&mut heights, 0.0, 700.0, false), [0..1, 0..2]);
        assert_eq!(drawn(&mut heights, 0.0, 700.0, true), [0..3, 0..4, 0..5]);
        // Nothing of it goes again.
        assert!(drawn(&mut heights, 3000.0, 3700.0, false).is_empty());
        let mut heights = Heights::guess(CHUNK * WHOLE, 80.0);
        assert_eq!(drawn(&mut heights, 0.0, 700.0, true).last(), Some(&(0..WHOLE)));
    }
}
