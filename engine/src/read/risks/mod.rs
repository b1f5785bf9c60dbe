//! What in a file a careful reviewer would look at, whatever else the file shows: see [`crate::risk::Risk`].
//!
//! [`anywhere`] looks for secrets in every file that is read. The readers here look at the formats in which people open a
//! door by a setting; most of those files have another reader, too, that says what they plug into.

pub mod anywhere;
mod cluster;
mod compose;
mod docker;
mod env;
mod firebase;
mod mobile;
mod sql;
mod stray;
mod terraform;
mod workflow;

pub use env::is_example as is_env_example;

use super::Reader;
use crate::facts::{Sink, What};
use crate::risk::Risk;
use std::ops::Range;

/// The readers, by name.
pub const READERS: [Reader; 10] = [
    cluster::READER,
    compose::READER,
    docker::READER,
    env::READER,
    firebase::READER,
    mobile::READER,
    sql::READER,
    stray::READER,
    terraform::READER,
    workflow::READER,
];

/// Adds a risk whose line may hold a secret: the excerpt names what it is about, and nothing of the line.
fn push(sink: &mut Sink<'_>, span: Range<usize>, risk: Risk, of: impl Into<String>) {
    let of = of.into();
    let excerpt = of.clone();
    sink.push_named(span, What::Risk { risk, of }, &excerpt);
}

/// The lines of a text with the byte at which each begins.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    })
}
