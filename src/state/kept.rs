//! The audits that this browser keeps: saved as they are opened, in IndexedDB, for every tab of this page.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::HashSet;
use std::rc::Rc;

use idb::event::VersionChangeEvent;
use idb::{Database, DatabaseEvent, Factory, ObjectStoreParams, Query, Transaction, TransactionMode};
use js_sys::Uint8Array;
use patchbay_engine::audit::Audit;
use patchbay_engine::order::Arrange;
use serde::Serialize;
use serde_json::value::RawValue;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::BroadcastChannel;
use yew::prelude::*;

use super::browser::{Listening, listen, soon};
use super::opened::Opened;
use super::reader::Reader;
use super::session::Session;

/// The database, and the channel on which tabs tell each other of changes.
const NAME: &str = "patchbay.kept";

/// The version of what is in it. Version 1 kept each audit in one piece, so that listing them read all of them.
const VERSION: u32 = 2;

/// What is known of each audit, by number, as JSON.
const ENTRIES: &str = "entries";

/// The audits, by the same number, as JSON.
const TEXTS: &str = "texts";

/// Where version 1 kept both.
const OLD: &str = "audits";

/// Most audits that are kept without being pinned. The oldest make room.
const MOST: usize = 50;

/// What is known of a kept audit without reading it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its number in the database.
    #[serde(skip)]
    pub id: u32,
    /// The name it goes by, which people may change.
    pub name: String,
    /// What it was read from.
    pub source: String,
    /// The day of the audit, `YYYY-MM-DD`; empty where nobody said.
    pub date: String,
    /// When it was last opened, in milliseconds since 1970.
    pub opened: u64,
    /// Its size as JSON, in bytes.
    pub bytes: usize,
    /// How many services it has.
    pub services: usize,
    /// How many variables it has.
    pub variables: usize,
    /// Whether it stays until it is removed.
    pub pinned: bool,
    /// Tells its text from others.
    pub mark: String,
}

patchbay_engine::record::records! {
    Entry { name, opened, bytes; source, date, services, variables, pinned, mark }
}

/// What this browser keeps.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Kept {
    /// It is being looked up.
    #[default]
    Coming,
    /// Nothing, because it may not, and why.
    Off(String),
    /// These: pinned ones first, then by when they were last opened, the latest first.
    Here(Vec<Entry>),
}

impl Kept {
    /// What is kept but for the audits that are open.
    pub fn without(&self, open: &[Rc<Opened>]) -> Kept {
        let is_open = |entry: &Entry| {
            open.iter().map(|opened| &opened.audit).any(|it| {
                (&it.source.name, &it.date, it.services.len(), it.env.len())
                    == (&entry.source, &entry.date, entry.services, entry.variables)
            })
        };
        match self {
            Kept::Here(entries) => Kept::Here(entries.iter().filter(|entry| !is_open(entry)).cloned().collect()),
            other => other.clone(),
        }
    }
}

/// Why something was not kept.
#[derive(Debug)]
enum Fault {
    /// The browser gives no more room.
    Full,
    /// Anything else, in its words.
    Other(String),
}

impl From<idb::Error> for Fault {
    fn from(error: idb::Error) -> Self {
        match &error {
            idb::Error::DomException(exception) if exception.name() == "QuotaExceededError" => Fault::Full,
            _ => Fault::Other(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Fault::Other(error.to_string())
    }
}

/// Keeps audits. A clone is the same shelf.
#[derive(Clone)]
pub struct Shelf(Rc<Inner>);

impl PartialEq for Shelf {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

struct Inner {
    database: RefCell<Option<Rc<Database>>>,
    channel: Option<BroadcastChannel>,
    hears: RefCell<Option<Listening>>,
    /// Hears what is kept, whenever that changes.
    tell: Callback<Kept>,
    /// Hears sentences about what could not be done.
    say: Callback<String>,
}

impl Shelf {
    /// Opens what is kept. `tell` hears of it now and at every change in any tab, `say` what went wrong later.
    pub fn new(tell: Callback<Kept>, say: Callback<String>) -> Self {
        // Where storage is blocked, so may the channel be; there is nothing to tell then.
        let channel = BroadcastChannel::new(NAME).ok();
        let (database, hears) = (RefCell::default(), RefCell::default());
        let shelf = Self(Rc::new(Inner { database, channel, hears, tell, say }));
        if let Some(channel) = &shelf.0.channel {
            let hearing = shelf.clone();
            shelf.0.hears.replace(Some(listen(channel, "message", move |_| hearing.refresh())));
        }
        // The page is drawn first.
        let opening = shelf.clone();
        soon(move || spawn_local(opening.open()));
        shelf
    }

    /// Opens the database and tells what is in it.
    async fn open(self) {
        match open().await {
            Ok(database) => {
                self.0.database.replace(Some(Rc::new(database)));
                self.refresh();
            }
            Err(error) => self.0.tell.emit(Kept::Off(error.to_string())),
        }
    }

    /// Keeps an audit that was opened, and is this JSON. One that is kept already only becomes the latest.
    pub fn keep(&self, opened: &Opened, json: &Uint8Array) {
        let (json, text) = (json.clone(), json.to_vec());
        let audit = &opened.audit;
        let entry = Entry {
            id: 0,
            name: opened.name().to_owned(),
            source: audit.source.name.clone(),
            date: audit.date.clone(),
            opened: js_sys::Date::now() as u64,
            bytes: text.len(),
            services: audit.services.len(),
            variables: audit.env.len(),
            pinned: false,
            mark: mark(&text),
        };
        let name = entry.name.clone();
        self.change(move |database| async move { put(&database, entry, &json).await }, move |fault| match fault {
            Fault::Full => {
                format!("{name} is open, but not kept: the browser gives this page no more room. Remove some recent audits")
            }
            Fault::Other(why) => format!("{name} is open, but not kept: {why}"),
        });
    }

    /// Gives a kept audit another name.
    pub fn rename(&self, id: u32, name: String) {
        self.alter(id, move |entry| entry.name = name);
    }

    /// Has a kept audit stay, or no longer.
    pub fn pin(&self, id: u32, pinned: bool) {
        self.alter(id, move |entry| entry.pinned = pinned);
    }

    /// Removes a kept audit.
    pub fn remove(&self, id: u32) {
        self.change(move |database| async move { delete(&database, &[id]).await }, not_done);
    }

    /// Removes all.
    pub fn clear(&self) {
        let clear = |database: Rc<Database>| async move {
            let work = both(&database)?;
            work.object_store(ENTRIES)?.clear()?.await?;
            work.object_store(TEXTS)?.clear()?.await?;
            done(work).await
        };
        self.change(clear, not_done);
    }

    /// The JSON of a kept audit.
    pub fn read(&self, id: u32, then: Callback<Uint8Array>) {
        let Some(database) = self.0.database.borrow().clone() else { return };
        let say = self.0.say.clone();
        spawn_local(async move {
            match text_of(&database, id).await {
                Ok(Some(text)) => then.emit(text),
                Ok(None) => say.emit("It is gone: another tab removed it".to_owned()),
                Err(fault) => say.emit(not_done(fault)),
            }
        });
    }

    fn alter(&self, id: u32, change: impl FnOnce(&mut Entry) + 'static) {
        let alter = move |database: Rc<Database>| async move {
            let work = database.transaction(&[ENTRIES], TransactionMode::ReadWrite)?;
            let store = work.object_store(ENTRIES)?;
            let found = store.get(Query::Key(id.into()))?.await?.and_then(|value| value.as_string());
            if let Some(mut entry) = found.and_then(|json| serde_json::from_slice::<Entry>(json.as_bytes()).ok()) {
                change(&mut entry);
                store.put(&serde_json::to_string(&entry)?.into(), Some(&id.into()))?.await?;
            }
            done(work).await
        };
        self.change(alter, not_done);
    }

    /// Does something to the database, then tells every tab, or says what went wrong.
    fn change<W: Future<Output = Result<(), Fault>>>(
        &self,
        work: impl FnOnce(Rc<Database>) -> W + 'static,
        sentence: impl FnOnce(Fault) -> String + 'static,
    ) {
        let Some(database) = self.0.database.borrow().clone() else { return };
        let shelf = self.clone();
        spawn_local(async move {
            if let Err(fault) = work(database).await {
                shelf.0.say.emit(sentence(fault));
            }
            shelf.refresh();
            if let Some(channel) = &shelf.0.channel {
                let _ = channel.post_message(&JsValue::NULL);
            }
        });
    }

    fn refresh(&self) {
        let Some(database) = self.0.database.borrow().clone() else { return };
        let tell = self.0.tell.clone();
        spawn_local(async move {
            let found = async {
                let work = database.transaction(&[ENTRIES], TransactionMode::ReadOnly)?;
                entries(&work).await
            };
            tell.emit(match found.await {
                Ok(entries) => Kept::Here(entries),
                Err(Fault::Full) => Kept::Off("the browser gives this page no room".to_owned()),
                Err(Fault::Other(why)) => Kept::Off(why),
            });
        });
    }
}

fn not_done(fault: Fault) -> String {
    match fault {
        Fault::Full => "That was not saved: the browser gives this page no more room".to_owned(),
        Fault::Other(why) => format!("That was not saved: {why}"),
    }
}

async fn open() -> Result<Database, idb::Error> {
    let mut request = Factory::new()?.open(NAME, Some(VERSION))?;
    request.on_upgrade_needed(|event| {
        // What fails here leaves the version as it was, and the browser says so.
        let _ = upgrade(&event);
    });
    let mut database = request.await?;
    // A later version of this page, in another tab, is not to wait for this one.
    database.on_version_change(|event| {
        if let Ok(database) = event.database() {
            database.close();
        }
    });
    Ok(database)
}

fn upgrade(event: &VersionChangeEvent) -> Result<(), idb::Error> {
    let database = event.database()?;
    database.create_object_store(ENTRIES, ObjectStoreParams::new())?;
    let mut numbered = ObjectStoreParams::new();
    numbered.auto_increment(true);
    let texts = database.create_object_store(TEXTS, numbered)?;
    if event.old_version()? == 1 {
        let work = texts.transaction();
        spawn_local(async move {
            let _ = split(&work).await;
        });
    }
    Ok(())
}

/// Takes each audit of version 1 apart, within the change of version: what fails undoes it all.
async fn split(work: &Transaction) -> Result<(), Fault> {
    #[derive(Default)]
    struct Old {
        name: String,
        saved: u64,
        audit: Box<RawValue>,
    }
    patchbay_engine::record::records! { Old { name, saved, audit;  } }
    let old = work.object_store(OLD)?;
    let (keys, values) = (old.get_all_keys(None, None)?.await?, old.get_all(None, None)?.await?);
    for (key, value) in keys.iter().zip(values) {
        let Some(Ok(old)) = value.as_string().map(|json| serde_json::from_slice::<Old>(json.as_bytes())) else {
            continue;
        };
        let text = old.audit.get().as_bytes();
        let Ok(audit) = serde_json::from_slice::<Audit>(text) else { continue };
        let entry = Entry {
            id: 0,
            name: old.name,
            source: audit.source.name,
            date: audit.date,
            opened: old.saved,
            bytes: text.len(),
            services: audit.services.len(),
            variables: audit.env.len(),
            pinned: false,
            mark: mark(text),
        };
        work.object_store(TEXTS)?.put(&Uint8Array::from(text), Some(key))?.await?;
        work.object_store(ENTRIES)?.put(&serde_json::to_string(&entry)?.into(), Some(key))?.await?;
    }
    work.database().delete_object_store(OLD)?;
    Ok(())
}

fn both(database: &Database) -> Result<Transaction, Fault> {
    Ok(database.transaction(&[ENTRIES, TEXTS], TransactionMode::ReadWrite)?)
}

/// Waits until a transaction is over.
async fn done(work: Transaction) -> Result<(), Fault> {
    let result = work.commit()?.await?;
    // Only room makes a browser give up on what was put already.
    if result.is_committed() { Ok(()) } else { Err(Fault::Full) }
}

async fn entries(work: &Transaction) -> Result<Vec<Entry>, Fault> {
    let store = work.object_store(ENTRIES)?;
    let (keys, values) = (store.get_all_keys(None, None)?.await?, store.get_all(None, None)?.await?);
    let entry = |(key, value): (JsValue, JsValue)| {
        let mut entry: Entry = serde_json::from_slice(value.as_string()?.as_bytes()).ok()?;
        entry.id = key.as_f64()? as u32;
        Some(entry)
    };
    let mut entries: Vec<Entry> = keys.into_iter().zip(values).filter_map(entry).collect();
    sort(&mut entries);
    Ok(entries)
}

fn sort(entries: &mut [Entry]) {
    entries.arrange_by_key(|entry| Reverse((entry.pinned, entry.opened, entry.id)));
}

/// Those that have to make room for one more.
fn surplus(entries: &[Entry]) -> Vec<u32> {
    entries.iter().filter(|entry| !entry.pinned).skip(MOST - 1).map(|entry| entry.id).collect()
}

async fn put(database: &Database, entry: Entry, text: &Uint8Array) -> Result<(), Fault> {
    loop {
        let work = both(database)?;
        let kept = entries(&work).await?;
        match write(work, &kept, &entry, text).await {
            Err(Fault::Full) => {
                let Some(oldest) = kept.iter().rev().find(|kept| !kept.pinned) else { return Err(Fault::Full) };
                delete(database, &[oldest.id]).await?;
            }
            other => return other,
        }
    }
}

async fn write(work: Transaction, kept: &[Entry], entry: &Entry, text: &Uint8Array) -> Result<(), Fault> {
    let store = work.object_store(ENTRIES)?;
    if let Some(known) = kept.iter().find(|known| known.mark == entry.mark && known.bytes == entry.bytes) {
        let known = Entry { opened: entry.opened, ..known.clone() };
        store.put(&serde_json::to_string(&known)?.into(), Some(&known.id.into()))?.await?;
        return done(work).await;
    }
    let texts = work.object_store(TEXTS)?;
    for id in surplus(kept) {
        store.delete(Query::Key(id.into()))?.await?;
        texts.delete(Query::Key(id.into()))?.await?;
    }
    let key = texts.put(text, None)?.await?;
    store.put(&serde_json::to_string(entry)?.into(), Some(&key))?.await?;
    done(work).await
}

async fn delete(database: &Database, ids: &[u32]) -> Result<(), Fault> {
    let work = both(database)?;
    for id in ids {
        work.object_store(ENTRIES)?.delete(Query::Key((*id).into()))?.await?;
        work.object_store(TEXTS)?.delete(Query::Key((*id).into()))?.await?;
    }
    done(work).await
}

async fn text_of(database: &Database, id: u32) -> Result<Option<Uint8Array>, Fault> {
    let work = database.transaction(&[TEXTS], TransactionMode::ReadOnly)?;
    let found = work.object_store(TEXTS)?.get(Query::Key(id.into()))?.await?;
    Ok(found.and_then(|value| value.dyn_into().ok()))
}

/// Tells texts apart: the hash FNV-1a of 64 bits.
fn mark(text: &[u8]) -> String {
    let hash = text
        .iter()
        .fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01B3));
    format!("{hash:016x}")
}

/// What this browser keeps, and the shelf that keeps it. Every audit that is opened is kept.
#[hook]
pub fn use_shelf(session: &Session, reader: &Reader, say: &Callback<String>) -> (Kept, Shelf) {
    let kept = use_state_eq(Kept::default);
    let shelf = {
        let (setter, say) = (kept.setter(), say.clone());
        (*use_memo((), move |()| Shelf::new(Callback::from(move |kept| setter.set(kept)), say))).clone()
    };
    {
        let (shelf, audits, reader) = (shelf.clone(), session.audits.clone(), reader.clone());
        let done = use_mut_ref(HashSet::<u32>::new);
        let open: Vec<u32> = audits.iter().map(|opened| opened.id).collect();
        // What was opened before the shelf was, is kept as soon as it is.
        use_effect_with((open, matches!(*kept, Kept::Here(_))), move |(_, here)| {
            let new = audits.iter().filter(|opened| *here && done.borrow_mut().insert(opened.id));
            new.filter_map(|opened| Some((opened, reader.json(opened.id)?)))
                .for_each(|(it, json)| shelf.keep(it, &json));
        });
    }
    ((*kept).clone(), shelf)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: u32, opened: u64, pinned: bool) -> Entry {
        Entry {
            id,
            name: id.to_string(),
            source: String::new(),
            date: String::new(),
            opened,
            bytes: 1,
            services: 0,
            variables: 0,
            pinned,
            mark: String::new(),
        }
    }

    #[test]
    fn the_latest_come_first_and_the_pinned_before_them() {
        let mut entries = vec![entry(1, 10, false), entry(2, 30, false), entry(3, 20, true), entry(4, 30, false)];
        sort(&mut entries);
        assert_eq!(entries.iter().map(|entry| entry.id).collect::<Vec<_>>(), [3, 4, 2, 1]);
    }

    #[test]
    fn the_oldest_make_room_and_the_pinned_stay() {
        let mut entries: Vec<Entry> = (0..MOST as u32 + 3).map(|id| entry(id, u64::from(id), id == 0)).collect();
        sort(&mut entries);
        assert_eq!(surplus(&entries), [3, 2, 1]);
    }

    #[test]
    fn what_an_entry_lacks_is_nothing() {
        let entry: Entry = serde_json::from_slice(br#"{"name":"a","opened":1,"bytes":2}"#).unwrap();
        assert_eq!((entry.pinned, entry.services, entry.mark.as_str()), (false, 0, ""));
    }

    #[test]
    fn a_mark_tells_texts_apart() {
        assert_eq!(mark(b""), "cbf29ce484222325");
        assert_ne!(mark(b"a"), mark(b"b"));
    }
}
