//! Evidence: lines of code with their place, by file, the matched part marked.

use patchbay_engine::order::Arrange;
use std::collections::HashMap;
use std::rc::Rc;

use patchbay_engine::audit::{Evidence, EvidenceKind, Strength};
use patchbay_engine::excerpt::{Excerpt, Look, Run};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::place::{Copy, Place, breakable, document_line};
use super::window::use_window;
use super::words::own_words;
use crate::state::home::Home;
use crate::state::opened::Opened;
use crate::state::reader::Reader;

/// A line's usual height in pixels.
const ROW: f64 = 36.0;

/// The kind in words.
pub fn kind_name(kind: EvidenceKind) -> &'static str {
    match kind {
        EvidenceKind::EnvRead => "variable read",
        EvidenceKind::EnvDeclared => "variable declared",
        EvidenceKind::ScriptTag => "script tag",
        kind => kind.word(),
    }
}

#[derive(PartialEq, Properties)]
pub struct LinesProps {
    pub opened: Rc<Opened>,
    /// The id of the service.
    pub service: AttrValue,
}

/// Draws evidence, grouped by file in the order of each file's strongest piece.
#[component]
pub fn Lines(props: &LinesProps) -> Html {
    let evidence = props.opened.service(&props.service).map_or(&[][..], |service| &service.evidence);
    let order = use_memo((props.opened.id, props.service.clone()), |_| by_file(evidence));
    let window = use_window(order.len(), ROW, (props.opened.id, props.service.clone()));
    let at_hand = use_context::<Reader>().filter(|_| props.opened.has_code());
    let home = use_state_eq(|| Home::of(props.opened.title()));
    let onhome = {
        let (home, opened) = (home.setter(), props.opened.clone());
        use_callback(opened, move |written: String, opened| home.set(Home::keep(opened.title(), &written)))
    };
    let about = (props.opened.clone(), props.service.clone(), order, at_hand, (*home).clone(), onhome);
    let draw = use_callback(about, |at: usize, (opened, service, order, at_hand, home, onhome)| {
        let evidence = opened.service(service).map_or(&[][..], |service| &service.evidence);
        let piece = |at: usize| order.get(at).and_then(|item| evidence.get(*item));
        let Some(here) = piece(at) else { return Html::default() };
        let begins = at.checked_sub(1).and_then(piece).is_none_or(|before| before.path != here.path);
        let reader = at_hand.clone().filter(|_| here.kind != EvidenceKind::Claim && here.line > 0);
        html! {
            <div role="listitem" class={classes!("piece", begins.then_some("begins"))} key={at}>
                if begins {
                    <h4 class="code">{ breakable(&here.path) }</h4>
                }
                <Line evidence={here.clone()} code={opened.id} {reader} home={home.clone()} onhome={onhome.clone()} first={at == 0} />
            </div>
        }
    });
    html! { <div class="evidence" role="list" ref={window.node.clone()}>{ window.draw(&draw) }</div> }
}

/// The order in which pieces of evidence are shown: those of a file together, the files as their first pieces come.
fn by_file(evidence: &[Evidence]) -> Vec<usize> {
    let mut files: HashMap<&str, usize> = HashMap::new();
    for piece in evidence {
        let number = files.len();
        files.entry(&piece.path).or_insert(number);
    }
    let mut order: Vec<usize> = (0..evidence.len()).collect();
    order.arrange_by_key(|item| evidence.get(*item).and_then(|piece| files.get(piece.path.as_str())));
    order
}

#[derive(PartialEq, Properties)]
struct LineProps {
    evidence: Evidence,
    /// The number of the audit.
    code: u32,
    /// Reads the lines around it, where the code is at hand.
    reader: Option<Reader>,
    /// Where the code base lives.
    home: Option<Home>,
    /// Hears where the reader says that it lives.
    onhome: Callback<String>,
    /// Whether it is the first of all, which is shown with its lines at once.
    first: bool,
}

/// The lines around a piece of evidence, as far as they were asked for.
#[derive(Debug, Clone, PartialEq)]
enum Around {
    Closed,
    Coming,
    Here(Excerpt),
    Gone,
}

/// One piece of evidence: its line, and on demand the lines around it.
#[component]
fn Line(props: &LineProps) -> Html {
    let piece = &props.evidence;
    let around = use_state_eq(|| Around::Closed);
    let ask = {
        let (reader, around, code) = (props.reader.clone(), around.setter(), props.code);
        let (path, line) = (piece.path.clone(), piece.line);
        Callback::from(move |()| {
            let Some(reader) = &reader else { return };
            around.set(Around::Coming);
            let around = around.clone();
            let then =
                Callback::from(move |lines: Option<Excerpt>| around.set(lines.map_or(Around::Gone, Around::Here)));
            reader.look(code, &path, line, then);
        })
    };
    {
        let (ask, first) = (ask.clone(), props.first);
        use_effect_with((), move |()| {
            if first {
                ask.emit(());
            }
        });
    }
    let toggle = {
        let (around, ask) = (around.clone(), ask.clone());
        Callback::from(move |_: MouseEvent| match *around {
            Around::Closed => ask.emit(()),
            _ => around.set(Around::Closed),
        })
    };
    let claim = piece.kind == EvidenceKind::Claim;
    let class = classes!("line", (piece.strength == Strength::Weak).then_some("weak"));
    let text = match &piece.excerpt {
        excerpt if excerpt.is_empty() => {
            html! { <span class="soft">{ if claim { "" } else { "the file itself" } }</span> }
        }
        excerpt if claim => html! { <span>{ own_words(excerpt) }</span> },
        excerpt => html! { <code>{ marked(excerpt, &piece.matched) }</code> },
    };
    let open = *around != Around::Closed;
    html! {
        <>
            <div {class}>
                if claim {
                    { document_line(piece.line, false) }
                } else {
                    <Place path={piece.path.clone()} line={piece.line} short=true />
                }
                if props.reader.is_some() {
                    <button type="button" class="quiet code-line" aria-expanded={open.to_string()} onclick={toggle}>
                        if let Around::Here(lines) = &*around {
                            <span class="soft">{ format!("Lines {} to {}", lines.first, lines.first as usize + lines.lines.len().saturating_sub(1)) }</span>
                        } else {
                            { text }<span class="unseen">{ ", with the lines around it" }</span>
                        }
                    </button>
                } else {
                    { text }
                }
                if !claim {
                    <span class="kind">{ kind_name(piece.kind) }</span>
                }
            </div>
            { match &*around {
                Around::Closed => Html::default(),
                Around::Coming => html! { <p class="around soft">{ "Reading…" }</p> },
                Around::Gone => html! { <p class="around soft">{ "The file cannot be read any more: it changed or was moved since it was opened." }</p> },
                Around::Here(lines) => html! {
                    <div class="around">
                        <div class="around-lines">{ for lines.lines.iter().zip(lines.first..).map(|(runs, number)| numbered(piece, runs, number)) }</div>
                        <div class="around-tools">
                            <Copy name="Copy place" text={format!("{}:{}", piece.path, piece.line)} said={format!("{}:{}", piece.path, piece.line)} />
                            <HomeLink place={(piece.path.clone(), piece.line)} home={props.home.clone()} onhome={props.onhome.clone()} />
                        </div>
                    </div>
                },
            } }
        </>
    }
}

/// A line with its number; in the line of the evidence, the matched part is marked.
fn numbered(piece: &Evidence, runs: &[Run], number: u32) -> Html {
    let here = number == piece.line;
    let whole: String = runs.iter().map(|run| run.text.as_str()).collect();
    let found = whole.find(&piece.matched).filter(|_| here && !piece.matched.is_empty());
    let mark = found.map_or(0..0, |start| start..start + piece.matched.len());
    let mut at = 0;
    html! {
        <div class={classes!("numbered-line", here.then_some("here"))}>
            <span class="line-number">{ number }</span>
            <code>{ for runs.iter().map(|run| {
                let start = at;
                at += run.text.len();
                let cut = |place: usize| place.clamp(start, at) - start;
                let (from, to) = (cut(mark.start), cut(mark.end));
                let part = |from: usize, to: usize| run.text.get(from..to).unwrap_or_default().to_owned();
                let look = match run.look {
                    Look::Plain => None,
                    Look::Comment => Some("comment"),
                    Look::Text => Some("string"),
                };
                html! {
                    <span class={classes!(look)}>
                        { part(0, from) }
                        if from < to {
                            <mark>{ part(from, to) }</mark>
                        }
                        { part(to, run.text.len()) }
                    </span>
                }
            }) }</code>
        </div>
    }
}

#[derive(PartialEq, Properties)]
struct HomeLinkProps {
    place: (String, u32),
    home: Option<Home>,
    onhome: Callback<String>,
}

/// The link to a line on its code host; before the reader has said where that is, a button to say so.
#[component]
fn HomeLink(props: &HomeLinkProps) -> Html {
    let asking = use_state_eq(|| false);
    let wrong = use_state_eq(|| false);
    let input = use_node_ref();
    let show = {
        let asking = asking.clone();
        Callback::from(move |_: MouseEvent| asking.set(!*asking))
    };
    let onsubmit = {
        let (asking, wrong, input, onhome) = (asking.setter(), wrong.setter(), input.clone(), props.onhome.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let written = input.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
            let fits = written.trim().is_empty() || Home::read(&written).is_some();
            wrong.set(!fits);
            if fits {
                onhome.emit(written);
                asking.set(false);
            }
        })
    };
    let (path, line) = &props.place;
    html! {
        <>
            if let Some(home) = &props.home {
                <a class="button" href={home.line(path, *line)} target="_blank" rel="noopener noreferrer">{ format!("Open on {}", home.host) }</a>
            }
            <button type="button" class="quiet" aria-expanded={asking.to_string()} onclick={show}>
                { if props.home.is_some() { "Change" } else { "Link to its code host" } }
            </button>
            if *asking {
                <form class="home" {onsubmit}>
                    <label>
                        { "Where the repository lives" }
                        <input type="text" inputmode="url" ref={input} placeholder="https://github.com/acme/shop/tree/main" autocomplete="off" spellcheck="false"
                            value={props.home.as_ref().map(|home| home.written.clone())} aria-invalid={wrong.to_string()} aria-describedby="home-hint" />
                    </label>
                    <button type="submit">{ "Keep" }</button>
                    <p id="home-hint" class={if *wrong { "lacks" } else { "soft" }}>
                        { if *wrong { "That is no address of a repository on the web. It begins with https://." } else { "Kept in this browser alone. A branch or a pattern with {path} and {line} will do, too." } }
                    </p>
                </form>
            }
        </>
    }
}

fn marked(excerpt: &str, matched: &str) -> Html {
    match excerpt.split_once(matched) {
        Some((before, after)) if !matched.is_empty() => html! { <>{ before }<mark>{ matched }</mark>{ after }</> },
        _ => html! { excerpt },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_is_gathered_by_file_as_the_files_first_appear() {
        let piece = |path: &str, line| Evidence {
            kind: EvidenceKind::Import,
            path: path.into(),
            line,
            strength: Strength::Strong,
            excerpt: String::new(),
            matched: String::new(),
        };
        let evidence = [piece("b", 1), piece("a", 1), piece("b", 9), piece("c", 1), piece("a", 2)];
        assert_eq!(by_file(&evidence), [0, 2, 1, 4, 3]);
    }
}
