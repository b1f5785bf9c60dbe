//! What the page knows: the open audits and what is being read, the address, the reader's own settings.

pub mod address;
pub mod arrivals;
pub mod browser;
pub mod check;
pub mod compare;
pub mod filter;
pub mod home;
pub mod intake;
pub mod kept;
pub mod links;
pub mod navigation;
pub mod offers;
pub mod opened;
pub mod paper;
pub mod program;
pub mod reader;
pub mod session;
