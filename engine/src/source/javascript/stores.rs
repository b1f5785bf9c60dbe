//! Tables and collections.
use super::{Callee, Scan};
pub fn call_at<'a>(_scan: &mut Scan<'a>, _i: usize, _callee: Callee<'a>) {}
pub fn table_name_at(_scan: &mut Scan<'_>, _i: usize) {}
