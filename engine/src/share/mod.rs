//! Share links: audits in the fragment of an address, where no server ever sees them.
//!
//! ```
//! use patchbay_engine::audit::{Audit, SCHEMA};
//! use patchbay_engine::share::{self, Keep};
//!
//! let audit = Audit { schema: SCHEMA.into(), title: "shop".into(), ..Audit::default() };
//! let link = share::encode(&[audit], Keep::default()).unwrap();
//! assert_eq!(share::decode(&link.text).unwrap()[0].title, "shop");
//! ```
//!
//! `docs/share.md` describes the format. One audit in a link is that audit, two are a comparison, more are a matrix. Each
//! version of the format has a module of its own, which never changes once a link was made with it, so that every link opens
//! in every later Patchbay.

mod carried;
mod v1;

use crate::audit::Audit;
use crate::limits::{LINK_AUDITS, LINK_CHARS, LINK_OFFERED};
use crate::saved;
use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use std::sync::OnceLock;

pub use carried::carried;

/// What stands before a link's text in the fragment.
pub const KEY: &str = "link=";

/// The version of the format that links are made with, as the first character of their text.
const VERSION: char = '1';

/// The alphabet of base64url, without padding. The bits that the last character has too many may be anything.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// What chat programs and people leave behind a link.
const BEHIND: &[char] = &['.', ',', ';', ':', '!', '?', ')', ']', '}', '>', '"', '\'', '*', '”', '’', '…'];

/// Which places a link may carry in each list, from all to the fewest.
const LEVELS: [usize; 8] = [usize::MAX, 16, 8, 5, 4, 3, 2, 1];

/// Bytes of the checksum.
const CHECK: usize = 4;

/// What a link is to carry beyond services, variables, endpoints, stores, findings and a document's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Keep {
    /// The files and lines where things stand.
    pub places: bool,
    /// The lines of code themselves, of the places that are kept.
    pub excerpts: bool,
}

impl Default for Keep {
    /// Places, but no lines of code.
    fn default() -> Self {
        Self { places: true, excerpts: false }
    }
}

/// A link.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// What stands in the fragment behind [`KEY`]: letters, digits, `-` and `_`.
    pub text: String,
    /// The audits as they come out of it again.
    pub audits: Vec<Audit>,
    /// Most places that it carries in each list; `None` for all, or where it carries none.
    pub most: Option<usize>,
}

/// Why there is no link, or why one does not open. Each reads as a sentence behind "The link".
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// More than goes into a link.
    #[error("would hold more than a link can. Save the audit as JSON and share the file")]
    TooLarge,
    /// Nothing, or too many audits.
    #[error("can hold from 1 to {LINK_AUDITS} audits, not {0}")]
    Number(usize),
    /// It is longer than is read.
    #[error("has {0} characters, more than the {LINK_CHARS} that are read. Ask for the audit as a file")]
    TooLong(usize),
    /// It does not begin like one.
    #[error("is not one that Patchbay made. Check that it was copied from its beginning")]
    NotOurs,
    /// A later version made it.
    #[error("was made by a newer Patchbay. Load this page again, or open the link where it was made")]
    Newer,
    /// It stops before its end.
    #[error("was cut short, as chat programs do with long ones. Ask for it again, or for the audit as a file")]
    Cut,
    /// A character is another than it was.
    #[error("is damaged: a part of it is not as it was made. Copy it again, or ask for it again")]
    Damaged,
    /// It was put together by something else, and unpacks to no audit.
    #[error("holds no valid audit. Ask for the audit as a file")]
    NoAudit,
}

fn codec() -> &'static v1::Codec {
    static CODEC: OnceLock<v1::Codec> = OnceLock::new();
    CODEC.get_or_init(v1::Codec::new)
}

/// Makes a link of audits. With places, it carries as many as fit into a link of comfortable length, and at least the most
/// telling one of each service and variable.
///
/// # Errors
///
/// [`LinkError::Number`] for no audit or too many, [`LinkError::TooLarge`] where they pass the bounds on what is read of a link.
/// A link that is merely longer than [`LINK_OFFERED`] is no error.
pub fn encode(audits: &[Audit], keep: Keep) -> Result<Link, LinkError> {
    if audits.is_empty() || audits.len() > LINK_AUDITS {
        return Err(LinkError::Number(audits.len()));
    }
    if !keep.places {
        return packed(audits, keep, usize::MAX);
    }
    let comfortable = comfortable(audits.len(), keep);
    // The first level whose link is short enough. Fewer places make a shorter link.
    let (mut from, mut to) = (0, LEVELS.len() - 1);
    let mut best = None;
    while from < to {
        let middle = usize::midpoint(from, to);
        match packed(audits, keep, LEVELS[middle]) {
            Ok(link) if link.text.len() <= comfortable => {
                best = Some(link);
                to = middle;
            }
            Ok(_) | Err(LinkError::TooLarge) => from = middle + 1,
            Err(error) => return Err(error),
        }
    }
    match best {
        Some(link) => Ok(link),
        None => packed(audits, keep, LEVELS[from]),
    }
}

/// Characters within which a link carries more places than the most telling one.
fn comfortable(audits: usize, keep: Keep) -> usize {
    let places = 3000 * (audits + 1) - 100;
    (if keep.excerpts { 2 * places } else { places }).min(LINK_OFFERED)
}

fn packed(audits: &[Audit], keep: Keep, most: usize) -> Result<Link, LinkError> {
    let audits: Vec<Audit> = audits.iter().map(|audit| carried(audit, keep, most)).collect();
    let body = codec().write(&audits).map_err(|_| LinkError::TooLarge)?;
    let mut bytes = crc32fast::hash(&body).to_be_bytes().to_vec();
    length(body.len(), &mut bytes);
    bytes.extend(body);
    let mut text = String::from(VERSION);
    BASE64.encode_string(bytes, &mut text);
    if text.len() > LINK_CHARS {
        return Err(LinkError::TooLarge);
    }
    let cut = keep.places && audits.iter().any(|audit| audit.left_out.as_ref().is_some_and(|it| it.places > 0));
    Ok(Link { text, audits, most: (cut && most != usize::MAX).then_some(most) })
}

/// Writes a length, seven bits a byte, the lowest first; every byte but the last has its highest bit set.
fn length(mut length: usize, bytes: &mut Vec<u8>) {
    while length > 0x7F {
        bytes.push(length as u8 | 0x80);
        length >>= 7;
    }
    bytes.push(length as u8);
}

/// The length at the start, and what stands behind it; `None` where the bytes end before it does.
fn said_length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut length = 0;
    for (place, byte) in bytes.iter().enumerate().take(4) {
        length |= usize::from(byte & 0x7F) << (7 * place);
        if byte & 0x80 == 0 {
            return Some((length, &bytes[place + 1..]));
        }
    }
    (bytes.len() >= 4).then_some((usize::MAX, &[]))
}

/// The text of the link in an address, a fragment, or a text that is itself one; `None` where there is none.
pub fn find(address: &str) -> Option<&str> {
    let fragment = address.split_once('#').map_or(address, |(_, fragment)| fragment).trim();
    fragment.split('&').find_map(|pair| pair.strip_prefix(KEY))
}

/// Opens the text of a link: what stands behind [`KEY`].
///
/// # Errors
///
/// Any [`LinkError`] but those about making one.
pub fn decode(text: &str) -> Result<Vec<Audit>, LinkError> {
    if text.len() > LINK_CHARS {
        return Err(LinkError::TooLong(text.len()));
    }
    // Mail breaks lines, and sentences end.
    let text: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let text = text.trim_end_matches(BEHIND);
    let mut letters = text.chars();
    let coded = match letters.next() {
        Some(VERSION) => letters.as_str(),
        Some('2'..='9') => return Err(LinkError::Newer),
        _ => return Err(LinkError::NotOurs),
    };
    // A last group of one character stands for no byte.
    let whole = if coded.len() % 4 == 1 { coded.get(..coded.len() - 1).unwrap_or_default() } else { coded };
    let bytes = BASE64.decode(whole).map_err(|_| LinkError::Damaged)?;
    let (check, rest) = bytes.split_first_chunk::<CHECK>().ok_or(LinkError::Cut)?;
    let (length, body) = said_length(rest).ok_or(LinkError::Cut)?;
    if length > LINK_CHARS {
        return Err(LinkError::Damaged);
    }
    if body.len() != length {
        return Err(if body.len() < length { LinkError::Cut } else { LinkError::Damaged });
    }
    if crc32fast::hash(body).to_be_bytes() != *check {
        return Err(LinkError::Damaged);
    }
    let mut audits = codec().read(body).map_err(|_| LinkError::NoAudit)?;
    if audits.is_empty() {
        return Err(LinkError::NoAudit);
    }
    for audit in &mut audits {
        saved::admit(audit).map_err(|_| LinkError::NoAudit)?;
    }
    Ok(audits)
}

#[cfg(test)]
mod tests;
