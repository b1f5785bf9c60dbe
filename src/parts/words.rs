//! A document's own words: Markdown of a line or two, drawn with its code and its stress and nothing else.

use yew::prelude::*;

/// Draws them. Code spans and bold text look so; all else, HTML too, is the text that it is.
pub fn own_words(text: &str) -> Html {
    html! { <>{ for parts(text).into_iter().map(|(kind, part)| match kind {
        Kind::Plain => html! { part },
        Kind::Code => html! { <code>{ part }</code> },
        Kind::Strong => html! { <b>{ part }</b> },
    }) }</> }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Code,
    Strong,
}

/// Cuts a text at its backticks and double stars. One that is never closed is text.
fn parts(text: &str) -> Vec<(Kind, &str)> {
    let mut parts = Vec::new();
    let mut rest = text;
    // What was not closed once is not closed later on either.
    let (mut ticks, mut stars) = (true, true);
    let mut plain = 0;
    while let Some(found) = rest.get(plain..).and_then(|ahead| ahead.find(['`', '*'])).map(|at| plain + at) {
        let (before, after) = rest.split_at(found);
        let (mark, kind, open) =
            if after.starts_with('`') { ("`", Kind::Code, ticks) } else { ("**", Kind::Strong, stars) };
        let inner = after.strip_prefix(mark).filter(|_| open).and_then(|inner| inner.split_once(mark));
        match inner.filter(|(inner, _)| !inner.trim().is_empty()) {
            Some((inner, behind)) => {
                if !before.is_empty() {
                    parts.push((Kind::Plain, before));
                }
                parts.push((kind, inner));
                (rest, plain) = (behind, 0);
            }
            None => {
                if after.starts_with(mark) && !after.get(mark.len()..).is_some_and(|behind| behind.contains(mark)) {
                    *(if kind == Kind::Code { &mut ticks } else { &mut stars }) = false;
                }
                plain = found + 1;
            }
        }
    }
    if !rest.is_empty() {
        parts.push((Kind::Plain, rest));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_bold_are_told_apart_and_the_rest_is_text() {
        use Kind::*;
        assert_eq!(
            parts("uses `a*b` **now** <b>"),
            [(Plain, "uses "), (Code, "a*b"), (Plain, " "), (Strong, "now"), (Plain, " <b>")]
        );
        assert_eq!(parts("2 * 3 ** and `open"), [(Plain, "2 * 3 ** and `open")]);
        assert_eq!(parts("`` ü*"), [(Plain, "`` ü*")]);
        assert_eq!(parts(""), []);
    }
}
