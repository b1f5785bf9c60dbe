//! Long lists: a part is shown, and a button for the rest.

use yew::prelude::*;

use super::figures::count;

/// How many of `total` rows to show, and the button for more where there are any. Starts again when `about` changes.
#[hook]
pub fn use_portion<T: PartialEq + Clone + 'static>(total: usize, portion: usize, about: T) -> (usize, Html) {
    let extra = use_state_eq(|| 0_usize);
    let last = use_mut_ref(|| about.clone());
    let fresh = *last.borrow() != about;
    if fresh {
        *last.borrow_mut() = about;
        extra.set(0);
    }
    let shown = total.min(portion + if fresh { 0 } else { *extra });
    let left = total - shown;
    if left == 0 {
        return (shown, Html::default());
    }
    // A short list is worth showing whole, a long one again in part: ever larger ones.
    let step = left.min((portion * 4).max(*extra * 2));
    let label = if step == left { format!("Show all {}", count(total)) } else { format!("Show {} more", count(step)) };
    let onclick = {
        let grown = *extra + step;
        Callback::from(move |_: MouseEvent| extra.set(grown))
    };
    (shown, html! { <button type="button" class="more" {onclick}>{ label }</button> })
}
