//! Routes.
use super::{Callee, Scan};
#[derive(Debug, Default)]
pub struct Found<'a> {
    _x: &'a str,
}
impl<'a> Found<'a> {
    pub fn new(_path: &'a str, _len: usize) -> Self {
        Found::default()
    }
}
pub fn call_at<'a>(_scan: &mut Scan<'a>, _i: usize, _callee: Callee<'a>) {}
pub fn export_at(_scan: &mut Scan<'_>, _i: usize) {}
pub fn router_at(_scan: &mut Scan<'_>, _i: usize) {}
pub fn mount_at(_scan: &mut Scan<'_>, _i: usize) {}
pub fn decorator_at(_scan: &mut Scan<'_>, _i: usize) {}
pub fn finish(_scan: &mut Scan<'_>) {}
