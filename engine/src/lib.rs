//! Patchbay's engine: takes the bytes of a code base and says what it plugs into.
//!
//! Data runs one way:
//!
//! ```text
//!          archive          read               catalog + assemble       markdown
//! bytes ──▶ files ──▶ facts (what, place) ──▶ Audit ─────────────────▶ document
//! ```
//!
//! The engine knows no browser, reads no clock, no file and no network: it takes bytes and returns values, natively and in
//! WebAssembly alike. The date of an audit is passed in.

pub mod archive;
pub mod assemble;
pub mod audit;
pub mod catalog;
pub mod compare;
pub mod excerpt;
pub mod export;
pub mod facts;
pub mod findings;
mod letters;
pub mod limits;
pub mod map;
pub mod markdown;
pub mod order;
pub mod path;
pub mod read;
pub mod record;
pub mod redact;
pub mod retired;
pub mod risk;
pub mod saved;
pub mod share;
pub mod source;
pub mod url;
pub mod verify;
pub mod visible;
