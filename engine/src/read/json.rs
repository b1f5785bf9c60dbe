//! JSON and JSON with comments, with the place of every key and value.
