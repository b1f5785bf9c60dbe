//! The audit as a Markdown document, in the usual template of `INTEGRATIONS.md`.

mod write;

pub use write::write;
