#![allow(dead_code)]
mod client;
pub mod field;
pub mod list;
mod place;
mod status;
mod store;
mod text;
pub mod variable;
