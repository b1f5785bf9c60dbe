//! What the reader knows of words, for those who write and take back documents of our own.

pub use super::gather::is_source;
pub use super::head::unmarked;
pub use super::names::slug;
pub use super::services::Services;
pub use super::statuses::{Stance, none, purpose_status, stance, status};
pub use super::words::{Field, category, field};
