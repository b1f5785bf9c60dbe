//! Settings in code that open a door.

use super::rules::*;
use super::{PRODUCT, Review};
use crate::risk::Risk;

pub(super) fn find(review: &mut Review<'_>) {
    for danger in review.risks(Risk::DebugOn, PRODUCT) {
        let message = format!(
            "`{}` is on, which shows visitors the code's insides when it fails: read it from the environment, off by default.",
            danger.of,
        );
        review.raise(&DEBUG_ON, danger.seen.place(), message);
    }
    for danger in review.risks(Risk::KeyInBrowser, PRODUCT) {
        let message = format!(
            "`{}` lets the client run in a browser, where every visitor can read its key: call the vendor from a server.",
            danger.of,
        );
        review.raise(&KEY_IN_BROWSER, danger.seen.place(), message);
    }
    for danger in review.risks(Risk::UncheckedToken, PRODUCT) {
        let message = format!(
            "`{}` here takes a token for true without its signature, and anybody can write one: check it with the key.",
            danger.of,
        );
        review.raise(&UNCHECKED_TOKEN, danger.seen.place(), message);
    }
    for danger in review.risks(Risk::AnyHost, PRODUCT) {
        let message = format!("`{}` lets in requests for any host name: list the names of the site.", danger.of);
        review.raise(&ANY_HOST, danger.seen.place(), message);
    }
}
