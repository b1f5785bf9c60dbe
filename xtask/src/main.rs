//! Builds, serves and tests Patchbay.
fn main() {}
