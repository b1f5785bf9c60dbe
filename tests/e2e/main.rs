//! The built page in Chromium, from the drop to the evidence.

mod accessible;
mod comparing;
mod documents;
mod exporting;
mod failing;
mod keeping;
mod offline;
mod opening;
mod quiet;
mod reading;
mod sharing;
mod trust;
mod verifying;
