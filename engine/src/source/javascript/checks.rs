//! Checks.
use super::{Callee, Scan};
#[derive(Debug, Default)]
pub struct Found {}
pub fn call_at<'a>(_scan: &mut Scan<'a>, _i: usize, _callee: Callee<'a>) {}
pub fn name_at(_scan: &mut Scan<'_>, _i: usize) {}
pub fn string_at(_scan: &mut Scan<'_>, _i: usize) {}
pub fn finish(_scan: &mut Scan<'_>) {}
