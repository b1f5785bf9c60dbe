//! The built page in Chromium, from the drop to the evidence.

mod failing;
mod opening;
mod quiet;
mod reading;
