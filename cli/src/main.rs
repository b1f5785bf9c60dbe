//! Patchbay on a terminal.
fn main() {}
