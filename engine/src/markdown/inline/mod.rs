//! What the words of a block name: services, packages with versions, variables, paths, hosts, endpoints and more, each with
//! its place.
//!
//! Works on the raw Markdown of one block: code spans, links and emphasis are told apart here. One pass finds what a word's
//! form tells ([`token`]), one the names of services in the words that are left ([`name`]), and one what goes with a thing:
//! versions, methods, ecosystems ([`around`]).

use crate::order::Arrange;

mod around;
mod date;
mod deny;
mod endpoint;
mod file;
mod host;
mod lex;
mod name;
mod ordinary;
mod package;
mod span;
mod symbol;
mod token;
mod variable;
mod version;

pub use symbol::is_commit;

/// One thing that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// What it is.
    pub what: What,
    /// Its first byte in the text.
    pub start: usize,
    /// The byte behind its last.
    pub end: usize,
    /// Whether it stands in a code span.
    pub code: bool,
    /// Whether the text says that it is not there: "no Sentry", "without a queue".
    pub denied: bool,
}

/// What a [`Thing`] is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A service of the catalog, by its id.
    Service(&'static str),
    /// A package, by its name; with the word of its ecosystem where the text says it.
    Package(String, Option<&'static str>),
    /// A version or a requirement, as written, of the package or service before it.
    Version(String),
    /// A variable. One that ends in `*` stands for all that begin so.
    Env(String),
    /// A file or folder, with `/`, without line numbers; may hold `*`.
    Path(String),
    /// A host in lower case, and the URL's path from its slash, if any.
    Host(String, String),
    /// A route or a hook: method in capitals (may be empty) and path.
    Endpoint(String, String),
    /// An event's name.
    Event(String),
    /// A table, collection, bucket, index or queue.
    Store(String),
    /// A container image and its tag, which may be empty.
    Image(String, String),
    /// A day, `YYYY-MM-DD`.
    Date(String),
    /// A name out of code that is none of these: a function, a class, a key.
    Symbol(String),
}

/// What the label before a text says that it lists.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Context {
    /// Nothing.
    #[default]
    Plain,
    /// Packages ("SDK/Client", "Library").
    Packages,
    /// Variables ("Auth", "Env vars", "Config").
    Variables,
    /// Files ("Implementation", "Location").
    Paths,
    /// Endpoints ("Endpoint", "Webhook", "Routes").
    Endpoints,
    /// Events ("Events", "Topics handled").
    Events,
    /// Tables, collections, buckets, indexes or queues.
    Stores,
    /// Images ("Image").
    Images,
    /// Services ("Providers", "Service").
    Services,
}

/// Everything that `text`, a block's raw Markdown, names, by place and without overlaps.
pub fn things(text: &str, context: Context) -> Vec<Thing> {
    let mut pieces = lex::pieces(text);
    deny::mark(text, &mut pieces);
    let (mut things, words) = token::things(text, &pieces, context);
    things.extend(name::names(text, &words, context));
    things.arrange_by_key(|thing| (thing.start, thing.end));
    around::add_versioned(text, &mut things, &words);
    around::complete(text, &mut things, context);
    parted(text, things)
}

/// Whether a name of the catalog is a word of daily life as well: "Render", "Teams".
pub fn is_word(name: &str) -> bool {
    ordinary::WORDS.binary_search(&crate::catalog::fold(name).as_str()).is_ok()
}

/// Whether the service has a name of these very words: "Data Flow" is no Dataflow.
pub fn is_spelled(written: &str, service: &crate::catalog::Service) -> bool {
    name::is_spelled(written, service)
}

/// Whether a name of the catalog is rather a kind of things: "Email", "Magic link".
pub fn is_kind(name: &str) -> bool {
    ordinary::KINDS.binary_search(&crate::catalog::fold(name).as_str()).is_ok()
}

/// The things without those that lie in one before, hold nothing, or cut a character.
fn parted(text: &str, mut things: Vec<Thing>) -> Vec<Thing> {
    things.arrange_by_key(|thing| (thing.start, std::cmp::Reverse(thing.end)));
    let mut end = 0;
    things.retain(|thing| {
        let fits = thing.start >= end && thing.start < thing.end && text.get(thing.start..thing.end).is_some();
        if fits {
            end = thing.end;
        }
        fits
    });
    things
}

#[cfg(test)]
mod tests;
