//! Tests over whole texts.
