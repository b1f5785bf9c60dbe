//! What the page knows: the open audits and what is being read, the address, the reader's own settings.

pub mod address;
pub mod browser;
pub mod filter;
pub mod intake;
pub mod navigation;
pub mod opened;
pub mod reader;
pub mod session;
