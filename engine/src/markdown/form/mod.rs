//! The forms of the lines that the writer writes: each module has both directions, so that the reader takes back what the
//! writer wrote, and nothing else.

pub mod category;
mod client;
pub mod endpoint;
pub mod field;
pub mod finding;
pub mod head;
pub mod list;
pub mod outline;
pub mod place;
pub mod reference;
pub mod said;
pub mod slot;
mod status;
mod store;
pub mod text;
pub mod variable;
