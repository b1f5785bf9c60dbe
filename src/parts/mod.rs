//! Small components that views share.

pub mod figures;
pub mod filters;
pub mod icon;
pub mod jack;
pub mod lines;
pub mod link;
pub mod menu;
pub mod more;
pub mod paper;
pub mod passage;
pub mod place;
pub mod severity;
pub mod shortcuts;
pub mod verdict;
pub mod window;
pub mod words;
