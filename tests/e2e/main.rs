//! The built page in Chromium, from the drop to the evidence.

mod documents;
mod failing;
mod opening;
mod quiet;
mod reading;
mod verifying;
