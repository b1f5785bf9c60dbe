//! Audits that an address brings along: in its fragment, or as files beside the page.

use std::collections::HashSet;

use patchbay_engine::share;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, File, RequestCache, RequestInit, Response, Url};
use yew::prelude::*;

use super::address::{Route, View, decode};
use super::browser::{listen, window};
use super::navigation::Navigation;
use super::reader::Reader;
use super::session::{Event, Session};

/// Stands before the files that an address opens.
const OPEN: &str = "open=";

/// Most files that an address opens.
const FILES: usize = 64;

/// What an address brings along.
enum Brought {
    /// The text of a link.
    Link(String),
    /// Files, by their addresses from the page.
    Files(Vec<String>),
}

/// What this fragment brings along, if anything.
fn brought(fragment: &str) -> Option<Brought> {
    if let Some(text) = share::find(fragment) {
        return Some(Brought::Link(text.to_owned()));
    }
    let files = fragment.trim_start_matches('#').split('&').find_map(|pair| pair.strip_prefix(OPEN))?;
    Some(Brought::Files(files.split(',').map(decode).filter(|file| !file.is_empty()).collect()))
}

fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// Opens what the address brings along, now and whenever it changes. Several audits are shown side by side as soon as all are
/// read. Says whether something is on its way.
#[hook]
pub fn use_links(session: &Session, navigation: &Navigation, reader: &Reader, tell: &Callback<Event>) -> bool {
    let expected = use_state_eq(Vec::<u32>::new);
    let coming = use_state_eq(|| brought(&fragment()).is_some());
    {
        let (reader, expected, coming) = (reader.clone(), expected.setter(), coming.setter());
        use_effect_with((), move |()| {
            let mut seen = HashSet::new();
            let mut take = move || {
                let fragment = fragment();
                let Some(brought) = brought(&fragment) else { return };
                // Whoever comes back to an address has its audits already.
                if !seen.insert(fragment) {
                    return;
                }
                coming.set(true);
                let (expected, coming) = (expected.clone(), coming.clone());
                let then = Callback::from(move |numbers: Vec<u32>| {
                    coming.set(false);
                    expected.set(numbers);
                });
                match brought {
                    Brought::Link(text) => reader.open_link(&text, then),
                    Brought::Files(files) => spawn_local(open(reader.clone(), files, then)),
                }
            };
            take();
            let listening = listen(&window(), "hashchange", move |_| take());
            move || drop(listening)
        });
    }
    {
        // A link that does not open is told, and nothing comes of it.
        let coming = coming.setter();
        use_effect_with(session.notices.len(), move |_| coming.set(false));
    }
    let all_read = expected.iter().all(|id| session.audits.iter().any(|opened| opened.id == *id));
    {
        let (navigation, tell) = (navigation.clone(), tell.clone());
        use_effect_with(((*expected).clone(), all_read), move |(expected, all_read)| {
            match expected.as_slice() {
                [one] if *all_read => tell.emit(Event::Shown(*one)),
                [_, _, ..] if *all_read => {
                    let of = expected.clone();
                    navigation.adjust(Route { view: View::Compare, of, ..(*navigation.route).clone() });
                }
                _ => {}
            };
        });
    }
    *coming || !all_read
}

/// Fetches audits from the page's own host and opens those that are there.
async fn open(reader: Reader, files: Vec<String>, then: Callback<Vec<u32>>) {
    let mut found = Vec::new();
    if files.is_empty() || files.len() > FILES {
        reader.refuse("", &format!("The address names {} files to open, and from 1 to {FILES} are", files.len()));
    } else {
        for file in files {
            match fetch(&file).await {
                Ok(file) => found.push(file),
                Err(sentence) => reader.refuse(&file, &sentence),
            }
        }
    }
    then.emit(reader.open_files(found));
}

/// A file of the page's own host. An error is a sentence that follows its name.
async fn fetch(file: &str) -> Result<File, String> {
    let here = window().location();
    let origin = here.origin().unwrap_or_default();
    let page = here.href().unwrap_or_default();
    let page = page.split('#').next().unwrap_or_default();
    let address =
        Url::new_with_base(file, page).map_err(|_| "is no address. Name a file beside this page".to_owned())?;
    if address.origin() != origin {
        return Err(format!(
            "is on another host, and this page opens files of {origin} alone. Save it and open it from there"
        ));
    }
    let name = address.pathname().rsplit('/').next().map(decode).unwrap_or_default();
    let options = RequestInit::new();
    // Whoever publishes anew wants it seen.
    options.set_cache(RequestCache::NoCache);
    let failed = |error: JsValue| {
        let why = error.dyn_ref::<js_sys::Error>().map_or_else(String::new, |error| String::from(error.message()));
        format!("could not be fetched: {why}. Check the connection and the name")
    };
    let asked = window().fetch_with_str_and_init(&address.href(), &options);
    let response: Response = JsFuture::from(asked).await.map_err(failed)?.unchecked_into();
    if !response.ok() {
        return Err(format!(
            "could not be fetched: the host says {}. Check the name in the address",
            response.status()
        ));
    }
    let blob: Blob = JsFuture::from(response.blob().map_err(failed)?).await.map_err(failed)?.unchecked_into();
    File::new_with_blob_sequence(&js_sys::Array::of1(&blob), &name).map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_brings_a_link_or_files() {
        let files = |fragment: &str| match brought(fragment) {
            Some(Brought::Files(files)) => files,
            _ => Vec::new(),
        };
        assert_eq!(files("#open=audits/a.json,audits/b%20c.json&view=compare"), ["audits/a.json", "audits/b c.json"]);
        assert!(matches!(brought("#tab=services&link=1abc&open=a"), Some(Brought::Link(text)) if text == "1abc"));
        assert!(brought("#tab=services&q=open").is_none());
        assert!(files("#open=").is_empty());
    }
}
