//! The shell: the bar at the top, the drop target, the keyboard, and the screen below.

use std::collections::HashSet;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use crate::parts::icon::{Icon, Mark, Picture};
use crate::parts::menu::Pop;
use crate::parts::place::Say;
use crate::parts::shortcuts::Shortcuts;
use crate::state::address::{Route, View};
use crate::state::arrivals::{use_drop, use_paste};
use crate::state::browser::{
    document, focus, is_focus_lost, is_writing, keep, keep_in_tab, kept, kept_in_tab, listen, reveal, soon, window,
};
use crate::state::check::Asked;
use crate::state::compare::Compared;
use crate::state::intake;
use crate::state::kept::{Kept, use_shelf};
use crate::state::links::use_links;
use crate::state::navigation::{Navigation, use_address};
use crate::state::offers::offers;
use crate::state::opened::Opened;
use crate::state::reader::{COMPARING, Reader};
use crate::state::session::{Event, Session};
use crate::views::service::OPEN_SERVICE;
use crate::views::{
    audit::AuditScreen, compare::CompareScreen, export::Export, first::First, reading::Reading, recent::Recent,
    share::Share, verify::VerifyScreen,
};

/// Where this tab keeps the name of what is open, to tell it after a reload.
const OPEN: &str = "patchbay.open";

/// What the page needs of the program that starts it.
#[derive(PartialEq, Properties)]
pub struct Props {
    /// Hears when the first screen is drawn.
    pub ondrawn: Callback<()>,
}

/// The page.
#[component]
pub fn App(props: &Props) -> Html {
    let session = use_reducer(Session::default);
    let navigation = use_address();
    let help = use_state_eq(|| false);
    let tell = {
        let dispatcher = session.dispatcher();
        use_callback((), move |event, ()| dispatcher.dispatch(event))
    };
    let reader = {
        let tell = tell.clone();
        (*use_memo((), move |()| Reader::new(tell))).clone()
    };
    let dragging = use_drop(&reader);
    use_paste(&reader);
    use_keys(&navigation, help.setter());
    let front = session.front().cloned();
    // What a reload closed; nothing any more once something is open.
    let lost = use_state_eq(|| kept_in_tab(OPEN));
    use_effect_with(front.clone(), |front| {
        let title =
            front.as_ref().map_or_else(|| "Patchbay".to_owned(), |opened| format!("{} – Patchbay", opened.name()));
        document().set_title(&title);
    });
    {
        let lost = lost.setter();
        use_effect_with(front.clone(), move |front| {
            if let Some(opened) = front {
                keep_in_tab(OPEN, Some(&opened.audit.source.name));
                lost.set(None);
            }
            reveal(".audit-chip.on");
        });
    }
    use_effect_with((front.as_ref().map(|opened| opened.id), navigation.route.view), |(front, _)| {
        // The screen before took the focus with it.
        if front.is_some() && is_focus_lost() {
            focus("main h1");
        }
    });
    let check = front.as_ref().and_then(|opened| session.check_of(opened.id)).cloned();
    {
        // Whoever asked is led to the answer, unless meanwhile looking at something else.
        let (navigation, related) = (navigation.clone(), check.is_some() && check.as_ref() == session.checks.last());
        use_effect_with(session.turns, move |turns| {
            if *turns > 0 && related && navigation.route.view != View::Verify {
                navigation.go(Route { view: View::Verify, ..(*navigation.route).clone() });
            }
        });
    }
    let (of, compared, oncompare) = use_comparison(&session, &navigation, &reader);
    let offers = front.as_ref().map_or_else(Vec::new, |opened| offers(&session, opened));
    let onverify = {
        let (session, reader, tell) = (session.clone(), reader.clone(), tell.clone());
        Callback::from(move |asked: Asked| {
            if let Some(check) = session.checks.iter().find(|check| check.asked == asked) {
                return tell.emit(Event::Recalled(check.id));
            }
            let audit = |id| session.audits.iter().find(|opened| Some(opened.id) == id);
            let text =
                audit(asked.document_id).and_then(|opened| opened.audit.document.as_ref()).map(|it| it.text.clone());
            let read = audit(Some(asked.code)).map_or(0, |opened| opened.audit.coverage.read);
            reader.verify(asked, text, read);
        })
    };
    let onpaste = {
        let reader = reader.clone();
        Callback::from(move |text: String| reader.open_text(&text, false))
    };
    let onclose = {
        let (reader, tell) = (reader.clone(), tell.clone());
        Callback::from(move |id: u32| {
            reader.forget(id);
            tell.emit(Event::Closed(id));
        })
    };
    let onfiles = Callback::from(|_: MouseEvent| click("#open-files"));
    let onfolder = Callback::from(|_: MouseEvent| click("#open-folder"));
    let onsample = {
        let reader = reader.clone();
        Callback::from(move |_: MouseEvent| reader.open_sample())
    };
    let onopen = {
        let reader = reader.clone();
        Callback::from(move |saved| {
            reader.open_saved(vec![saved]);
        })
    };
    let newer = use_newer();
    let onrenew = Callback::from(|_: MouseEvent| {
        if let Ok(event) = web_sys::Event::new("patchbay-renew") {
            let _ = window().dispatch_event(&event);
        }
    });
    let oncancel = {
        let reader = reader.clone();
        Callback::from(move |id| reader.cancel(id))
    };
    let say = Say(tell.reform(Event::Said));
    let coming = use_links(&session, &navigation, &reader, &tell);
    let (kept, shelf) = use_shelf(&session, &reader, &say.0);
    let keeps = matches!(&kept, Kept::Here(entries) if !entries.is_empty());
    let recent =
        html! { <Recent kept={kept.without(&session.audits)} whole={session.audits.is_empty()} {shelf} {onopen} /> };
    let linked = !navigation.route.is_start() && !coming;
    let verifying = navigation.route.view == View::Verify;
    let comparing = navigation.route.view == View::Compare && !session.audits.is_empty();
    let onshow = {
        let (tell, navigation) = (tell.clone(), navigation.clone());
        Callback::from(move |(id, route): (u32, Route)| {
            tell.emit(Event::Shown(id));
            navigation.go(route);
        })
    };
    let show_help = {
        let help = help.setter();
        Callback::from(move |_: MouseEvent| help.set(true))
    };
    if !use_later(&props.ondrawn) {
        return Html::default();
    }
    let open_face = html! { <>{ "Open" }<Icon picture={Picture::Down} /></> };
    html! {
        <ContextProvider<Navigation> context={navigation}>
        <ContextProvider<Say> context={say}>
        <ContextProvider<Reader> context={reader.clone()}>
            <header class="bar">
                <span class="brand"><Mark />{ "Patchbay" }</span>
                <nav class="switcher" aria-label="Open audits">{ switcher(&session, &tell, &onclose) }</nav>
                <div class="tools">
                    if newer {
                        <button type="button" class="chip" title="Loads this page anew, which closes what is open" onclick={onrenew}>{ "New version" }</button>
                    }
                    if front.is_some() {
                        <Pop face={open_face} name="Open" panel="Open" commands=true>
                            <button type="button" role="menuitem" onclick={onfiles.clone()}>{ "Open files" }</button>
                            <button type="button" role="menuitem" onclick={onfolder.clone()}>{ "Open folder" }</button>
                        </Pop>
                    }
                    if let Some(opened) = front.clone() {
                        <Share audits={if comparing && of.len() > 1 { of.clone() } else { vec![opened.clone()] }} />
                        <Export laid={session.papers.get(&opened.id).cloned()} reader={reader.clone()} {opened} />
                    }
                    <Colours />
                    <button type="button" class="quiet square" aria-label="Keyboard shortcuts" onclick={show_help}><Icon picture={Picture::Question} /></button>
                </div>
            </header>
            <Files {reader} />
            <Reading tasks={session.tasks.clone()} notices={session.notices.clone()} {oncancel} ondismiss={tell.reform(Event::Dismissed)} />
            { match (front, verifying, check) {
                _ if comparing => {
                    let offer = of.first().filter(|_| of.len() == 2).and_then(|a| {
                        let code = |asked: &Asked| of.iter().any(|it| it.id == asked.code);
                        let document = |asked: &Asked| of.iter().any(|it| Some(it.id) == asked.document_id);
                        crate::state::offers::offers(&session, a).into_iter().find(|offer| code(&offer.asked) && document(&offer.asked))
                    });
                    let working = session.tasks.iter().any(|task| task.doing == COMPARING);
                    html! {
                        <CompareScreen {of} open={session.audits.clone()} {compared} {working} {offer} {onverify} {oncompare} {onshow}
                            {onfiles} {onfolder} {onpaste} {recent} />
                    }
                }
                (Some(front), true, Some(check)) => {
                    let code = session.audits.iter().find(|opened| opened.id == check.asked.code).cloned();
                    html! { <VerifyScreen key={check.id} check={check.clone()} {code} {front} /> }
                }
                // Where nothing was verified yet, the audit offers it.
                (Some(opened), _, check) => {
                    let laid = session.papers.get(&opened.id).cloned();
                    html! { <AuditScreen {opened} {laid} {check} {offers} {onverify} /> }
                }
                (None, ..) => {
                    html! { <First {onfiles} {onfolder} {onsample} {onpaste} lost={(*lost).clone()} {linked} {keeps} {recent} /> }
                }
            } }
            <p class="unseen" role="status">{ session.news.clone() }</p>
            if *help {
                <Shortcuts onclose={let help = help.setter(); move |()| help.set(false)} />
            }
            if dragging {
                <div class="dropping"><p>{ "Drop to read it, in this tab" }</p></div>
            }
        </ContextProvider<Reader>>
        </ContextProvider<Say>>
        </ContextProvider<Navigation>>
    }
}

/// The audits that the address asks to compare, what came of it, and how to ask for it again. What is opened while they are
/// chosen or looked at is compared with them.
#[hook]
fn use_comparison(
    session: &UseReducerHandle<Session>,
    navigation: &Navigation,
    reader: &Reader,
) -> (Vec<Rc<Opened>>, Option<Rc<Compared>>, Callback<()>) {
    let comparing = navigation.route.view == View::Compare;
    let named = &navigation.route.of;
    let find = |id: &u32| session.audits.iter().find(|opened| opened.id == *id).cloned();
    let of: Vec<Rc<Opened>> = match (comparing, named.is_empty()) {
        (false, _) => Vec::new(),
        (true, true) => session.audits.clone(),
        (true, false) => named.iter().filter_map(find).collect(),
    };
    let numbers: Vec<u32> = of.iter().map(|opened| opened.id).collect();
    let compared = session.compared.iter().find(|compared| compared.of == numbers).cloned();
    {
        let open: Vec<u32> = session.audits.iter().map(|opened| opened.id).collect();
        let (navigation, known) = (navigation.clone(), use_mut_ref(Vec::<u32>::new));
        use_effect_with(open, move |open| {
            let new: Vec<u32> = open.iter().filter(|id| !known.borrow().contains(id)).copied().collect();
            known.borrow_mut().clone_from(open);
            if comparing && !navigation.route.of.is_empty() && !new.is_empty() {
                let of = navigation.route.of.iter().filter(|id| open.contains(id)).chain(&new).copied().collect();
                navigation.go(Route::of_comparison(of));
            }
        });
    }
    let ask = {
        let (reader, of) = (reader.clone(), of.clone());
        Callback::from(move |()| reader.compare(of.clone()))
    };
    {
        let (ask, asked) = (ask.clone(), use_mut_ref(HashSet::<Vec<u32>>::new));
        let missing = compared.is_none();
        use_effect_with(numbers, move |numbers| {
            if missing && numbers.len() > 1 && asked.borrow_mut().insert(numbers.clone()) {
                ask.emit(());
            }
        });
    }
    (of, compared, ask)
}

/// The open audits, where there are several.
fn switcher(session: &Session, tell: &Callback<Event>, onclose: &Callback<u32>) -> Html {
    if session.audits.len() < 2 {
        return Html::default();
    }
    let one = |opened: &crate::state::opened::Opened| {
        let (id, shown) = (opened.id, session.shown == Some(opened.id));
        let (show, close) = (tell.clone(), onclose.clone());
        html! {
            <span class={classes!("chip", "audit-chip", shown.then_some("on"))} key={id}>
                <button type="button" aria-current={shown.then_some("page")} onclick={move |_: MouseEvent| show.emit(Event::Shown(id))}>
                    { opened.name().to_owned() }
                </button>
                <button type="button" class="close" aria-label={format!("Close {}", opened.name())} onclick={move |_: MouseEvent| close.emit(id)}>
                    <Icon picture={Picture::Cross} />
                </button>
            </span>
        }
    };
    session.audits.iter().map(|opened| one(opened)).collect()
}

fn click(selector: &str) {
    if let Ok(Some(element)) = document().query_selector(selector)
        && let Ok(element) = element.dyn_into::<HtmlElement>()
    {
        element.click();
    }
}

#[derive(PartialEq, Properties)]
struct FilesProps {
    reader: Reader,
}

/// The browser's own way to choose files, which the buttons click.
#[component]
fn Files(props: &FilesProps) -> Html {
    let chosen = |folder: bool| {
        let reader = props.reader.clone();
        Callback::from(move |event: yew::Event| {
            let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else {
                return;
            };
            let files = input.files().filter(|files| files.length() > 0);
            if let Some(files) = files {
                let inputs = if folder {
                    intake::chosen_folder(&files).into_iter().collect()
                } else {
                    intake::chosen_files(&files)
                };
                reader.open(inputs);
            }
            // So that choosing the same file again is heard.
            input.set_value("");
        })
    };
    html! {
        <div hidden=true>
            <input type="file" id="open-files" multiple=true aria-label="Files" onchange={chosen(false)} />
            <input type="file" id="open-folder" multiple=true webkitdirectory=true aria-label="Folder" onchange={chosen(true)} />
        </div>
    }
}

/// The switch of colours.
#[component]
fn Colours() -> Html {
    const KEY: &str = "patchbay.theme";
    let theme = use_state_eq(|| kept(KEY).filter(|theme| theme == "light" || theme == "dark"));
    let option = |name: &'static str, value: Option<&'static str>| {
        let chosen = theme.as_deref() == value;
        let theme = theme.setter();
        let onclick = Callback::from(move |_: MouseEvent| {
            keep(KEY, value);
            theme.set(value.map(str::to_owned));
            if let Some(root) = document().document_element() {
                let _ = match value {
                    Some(value) => root.set_attribute("data-theme", value),
                    None => root.remove_attribute("data-theme"),
                };
            }
        });
        html! { <button type="button" role="menuitemradio" aria-checked={chosen.to_string()} {onclick}>{ name }</button> }
    };
    html! {
        <Pop face={html! { <Icon picture={Picture::Colours} /> }} class="quiet square" name="Colours" panel="Colours" commands=true>
            { option("As the system", None) }
            { option("Light", Some("light")) }
            { option("Dark", Some("dark")) }
        </Pop>
    }
}

/// Whether the page is to be drawn: not in the task in which all else begins, which takes a telephone long enough. Tells `ondrawn`
/// once it is drawn.
#[hook]
fn use_later(ondrawn: &Callback<()>) -> bool {
    let later = use_state_eq(|| false);
    {
        let (setter, ondrawn) = (later.setter(), ondrawn.clone());
        use_effect_with(*later, move |later| match later {
            true => ondrawn.emit(()),
            false => soon(move || setter.set(true)),
        });
    }
    *later
}

/// Whether a newer version of the page waits to be loaded; `www/start.js` says so.
#[hook]
fn use_newer() -> bool {
    let newer = use_state_eq(|| document().document_element().is_some_and(|root| root.has_attribute("data-renew")));
    {
        let newer = newer.setter();
        use_effect_with((), move |()| {
            let listening = listen(&window(), "patchbay-newer", move |_| newer.set(true));
            move || drop(listening)
        });
    }
    *newer
}

/// The shortcuts that work everywhere.
#[hook]
fn use_keys(navigation: &Navigation, help: UseStateSetter<bool>) {
    use_effect_with(navigation.clone(), move |navigation| {
        let navigation = navigation.clone();
        let listening = listen(&window(), "keydown", move |event| {
            let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
            match event.key().as_str() {
                "Escape" if !event.default_prevented() && !navigation.route.service.is_empty() && !has_dialog() => {
                    focus(OPEN_SERVICE);
                    navigation.go(Route { service: String::new(), ..(*navigation.route).clone() });
                }
                "Escape" if !event.default_prevented() && navigation.route.view != View::Audit && !has_dialog() => {
                    navigation.go(navigation.route.left());
                }
                "/" if !is_writing(event) => {
                    event.prevent_default();
                    focus("#search");
                }
                "ArrowDown" if is_search(event) => {
                    event.prevent_default();
                    focus(".row-name, .row button, .row a");
                }
                "ArrowDown" | "ArrowUp" if !is_writing(event) => step(event),
                "?" if !is_writing(event) => help.set(true),
                _ => {}
            }
        });
        move || drop(listening)
    });
}

fn is_search(event: &KeyboardEvent) -> bool {
    event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|target| target.id() == "search")
}

/// Moves the focus from a row to the next or the one before, in a table that does not do so itself.
fn step(event: &KeyboardEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let row = target.and_then(|target| target.closest(".table:not(.services-table) .row").ok().flatten());
    let rows = row.as_ref().and_then(|row| row.closest(".table").ok()??.query_selector_all(".row").ok());
    let rows: Vec<Element> = rows.map_or_else(Vec::new, |rows| {
        (0..rows.length()).filter_map(|at| rows.get(at)).filter_map(|row| row.dyn_into().ok()).collect()
    });
    let at = rows.iter().position(|other| Some(other) == row.as_ref());
    let next =
        at.and_then(|at| if event.key() == "ArrowDown" { rows.get(at + 1) } else { rows.get(at.checked_sub(1)?) });
    let item = next.and_then(|next| next.query_selector("button, a").ok().flatten());
    if let Some(Ok(item)) = item.map(JsCast::dyn_into::<HtmlElement>) {
        event.prevent_default();
        let _ = item.focus();
    }
}

/// Whether a dialog is open, which then hears the keys itself.
fn has_dialog() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}
