//! What the end-to-end tests and the measurements share: [`Page`] is the built page, served from a sub-path and open in a
//! Chromium of its own; [`archives`] makes what is dropped on it, [`generated`]
//! a repository of any size.

pub mod archives;
mod driver;
#[path = "../benches/generated/mod.rs"]
pub mod generated;
mod page;
mod views;

pub use driver::Driver;
pub use page::{Page, row};
pub use views::{Look, VIEWS, View, tour};
